"""Over all tabs: the inbox, the errors, the dashboard."""


def test_the_inbox_lists_what_one_may_decide_by_points(countersign):
    found = countersign("inbox", "--limit", "5", "--json", "--as", "approver").json

    assert len(found["items"]) == 5
    totals = [item["points"]["total"] for item in found["items"]]
    assert totals == sorted(totals, reverse=True)
    assert found["total"] == sum(found["waiting"].values())
    assert found["items"][0]["decisions"]


def test_the_inbox_of_a_reader_is_empty_and_says_so(countersign):
    ended = countersign("inbox", "--as", "reader")

    assert ended.out == "Nothing waits for you.\n"


def test_the_inbox_is_a_table_with_its_sum(countersign):
    ended = countersign("inbox", "--limit", "3", "--as", "approver")

    lines = ended.out.splitlines()
    assert lines[0].split()[:3] == ["points", "age", "tab"]
    assert len(lines) == 5
    assert "in all: " in lines[-1]


def test_the_errors_are_told_by_cause_with_the_next_step(countersign):
    groups = countersign("errors", "--json", "--as", "approver").json
    told = countersign("errors", "--as", "approver").out

    assert groups
    assert all(group["known"] and group["next"] and group["who"] for group in groups)
    assert [g["count"] for g in groups] == sorted((g["count"] for g in groups), reverse=True)
    assert all(len(group["records"]) == group["count"] for group in groups)
    assert f"  {groups[0]['cause']}\n  Next: {groups[0]['next']}" in told


def test_the_dashboard_counts_what_waits_and_what_was_done(countersign):
    record = countersign("inbox", "--limit", "1", "--json", "--as", "approver").json["items"][0]
    countersign("reject", record["id"], "--reason", "Too dear", "--as", "approver")

    found = countersign("dashboard", "--json", "--as", "reader").json
    told = countersign("dashboard", "--as", "reader").out

    assert len(found["weeks"]) == 8
    assert found["weeks"][-1]["rejected"] == 1
    assert found["reasons"] == [{"text": "Too dear", "times": 1}]
    assert all(sum(one["ages"].values()) == one["total"] for one in found["waits"])
    assert "What waits, by how long\n" in told
    assert "  1  Too dear\n" in told
