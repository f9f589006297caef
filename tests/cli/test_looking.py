"""tabs, list, show, why, whoami, info, audit: what is shown, and in which shape."""

from decimal import Decimal

import pytest

from console.cli import exits
from console.cli.shapes import minor_units, money, plain
from core.records import Commitment, SovLine
from core.tabs import TAB, TABS
from tests.cli.conftest import first

RECORD = {
    "id", "tab", "kind", "status", "number", "title", "project", "vendor", "amount", "currency",
    "erp_id", "version", "sent_by", "sent_at", "age_s", "remark",
    "fell_back", "unposted_since", "digest", "endorsed_by",
}  # fmt: skip
WHOLE = RECORD | {
    "origin", "parent", "project_id", "vendor_id", "parent_id", "created_by", "created_at",
    "changed_at", "fault", "note", "body", "history", "offers",
    "requested", "differences", "writes", "impact", "edited_by", "override",
}  # fmt: skip


def test_all_ten_tabs_are_listed_with_their_views_and_none_is_empty(countersign):
    tabs = countersign("tabs", "--json").json

    assert [t["tab"] for t in tabs] == [t.name for t in TABS]
    assert all(list(t["views"]) == list(TAB[t["tab"]].views) for t in tabs)
    assert all(t["total"] == sum(t["views"].values()) > 0 for t in tabs)


def test_the_counts_are_those_of_the_lists(countersign):
    for tab in countersign("tabs", "--json").json:
        for view, count in tab["views"].items():
            listed = countersign("list", tab["tab"], "--view", view, "--limit", "0", "--json")
            assert len(listed.json) == count


def test_tabs_for_people_are_aligned(countersign):
    lines = countersign("tabs").out.splitlines()

    assert lines[0].split() == ["tab", "view", "records"]
    assert len({len(line) for line in lines}) == 1


def test_a_record_of_a_list_has_the_promised_names(countersign):
    record = first(countersign, "commitments", "Ready to Export")

    assert set(record) == RECORD | {"leaves_at"}
    assert record["tab"] == "commitments"
    assert record["amount"] == f"{Decimal(record['amount']):.2f}"
    assert isinstance(record["version"], int)
    assert isinstance(record["age_s"], int)


def test_a_view_may_be_written_in_small_letters(countersign):
    assert first(countersign, "commitments", "ready to export") == first(
        countersign, "commitments", "Ready to Export"
    )


def test_a_list_is_filtered_sorted_and_cut(countersign):
    words = ("list", "commitments", "--where", "amount:>10000", "--sort=-amount", "--json")
    listed = countersign(*words, "--limit", "5").json

    amounts = [Decimal(r["amount"]) for r in listed]
    assert len(amounts) == 5
    assert amounts == sorted(amounts, reverse=True)
    assert min(amounts) > 10_000


def test_a_list_that_was_cut_says_so_on_stderr(countersign):
    cut = countersign("list", "commitments", "--limit", "3")
    whole = countersign("list", "commitments", "--limit", "0")

    assert len(cut.out.splitlines()) == 4
    assert "There are more than these 3" in cut.err
    assert whole.err == ""


def test_show_tells_a_record_whole(countersign):
    named = first(countersign, "commitments", "Ready to Export")["id"]

    record = countersign("show", named, "--json").json
    text = countersign("show", named).out

    assert set(record) == WHOLE
    assert record["history"][0]["action"] == "arrive"
    assert {"retrieve", "accept", "reject"} == {o["action"] for o in record["offers"]}
    assert record["body"]["lines"][0]["amount"].count(".") == 1
    assert all(word in text for word in ("What may be done", "History", "Lines", record["title"]))


def test_a_record_is_found_by_its_number_within_a_tab_and_in_any_case(countersign):
    record = first(countersign, "commitments", "Ready to Export")

    by_number = countersign("show", record["number"].lower(), "--tab", "commitments", "--json")
    by_id = countersign("show", record["id"].lower(), "--json")

    assert by_number.json["id"] == by_id.json["id"] == record["id"]


def test_a_number_that_several_records_have_is_an_error_that_names_them(countersign):
    ended = countersign("show", "1", "--tab", "change_orders")

    assert ended.code == exits.USAGE
    assert "'1' may be" in ended.err
    assert "write the id" in ended.err


def test_why_names_every_objection_with_its_rule(countersign):
    named = first(countersign, "commitments", "Ready to Export")["id"]

    offers = countersign("why", named, "--as", "reader", "--json").json["offers"]

    accept = next(o for o in offers if o["action"] == "accept")
    assert accept["open"] is False
    assert all(o["text"] and o["rule"] for o in accept["objections"])
    assert "permission" in {o["cause"] for o in accept["objections"]}


def test_why_of_one_action_that_has_no_row_says_so(countersign):
    named = first(countersign, "commitments", "Synced")["id"]

    offers = countersign("why", named, "accept", "--json").json["offers"]

    assert [o["action"] for o in offers] == ["accept"]
    assert [o["cause"] for o in offers[0]["objections"]] == ["no_such_step"]


@pytest.mark.parametrize("action", ["fly", "confirm"])
def test_why_knows_no_action_that_people_have_not(countersign, action):
    named = first(countersign, "commitments", "Synced")["id"]

    ended = countersign("why", named, action)

    assert ended.code == exits.USAGE
    assert f"There is no action '{action}'" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "comitments"), "did you mean 'commitments'?"),
        (("list", "commitments", "--view", "Synct"), "did you mean 'Synced'?"),
        (("list", "commitments", "--view", "Archived"), "has no view"),
        (("list", "commitments", "--sort", "amont"), "did you mean 'amount'?"),
        (("list", "commitments", "--where", "colour:red"), "There is no field 'colour'"),
        (("list", "commitments", "--where", "amount:>x"), "is not an amount"),
        (("list", "commitments", "--where", '"open'), "not closed"),
        (("list", "commitments", "--limit", "many"), "takes a whole number"),
        (("show", "01NOSUCH"), "There is no record"),
        (("show", "NOSUCH", "--tab", "vendors"), "Vendors has no record"),
        (("why", "01NOSUCH"), "There is no record"),
        (("audit", "log", "01NOSUCH"), "There is no record"),
        (("refresh", "vendor"), "did you mean 'vendors'?"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(countersign, words, sentence):
    ended = countersign(*words)
    as_json = countersign(*words, "--json")

    assert ended.code == as_json.code == exits.USAGE
    assert sentence in ended.err
    assert ended.out == ""
    assert as_json.json["error"]["exit"] == exits.USAGE
    assert sentence in as_json.json["error"]["message"]


def test_the_history_is_logged_oldest_first(countersign):
    named = first(countersign, "commitments", "Ready to Export")["id"]
    countersign("reject", named, "--reason", "wrong year")

    log = countersign("audit", "log", named, "--json").json

    assert [e["action"] for e in log] == ["arrive", "reject"]
    assert log[-1]["said"] == "reason=wrong year"
    assert log[-1]["from"] == "ready_to_export"
    assert "wrong year" in countersign("audit", "log", named).out


def test_an_audit_that_finds_nothing_is_clean(countersign):
    ended = countersign("audit", "verify", "--json")

    assert (ended.code, ended.json["clean"], ended.json["faults"]) == (exits.DONE, True, [])
    assert ended.json["entries"] > 0


@pytest.mark.broken_store("the history is edited by hand")
def test_an_edited_history_is_found(countersign, home):
    from adapters.sqlite import Database

    with Database(home / "countersign.sqlite").write() as connection:
        connection.execute("DROP TRIGGER IF EXISTS audit_is_never_changed")
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE audit SET actor = 'somebody else' WHERE seq = 5")

    ended = countersign("audit", "verify")

    assert ended.code == exits.BROKEN
    assert ended.out.strip() != ""


def test_whoami_tells_the_person_and_the_rights(countersign):
    me = countersign("whoami", "--json").json

    assert (me["id"], me["can_push"], me["sandbox"]) == ("approver", True, True)
    assert me["levels"]["ERP Integrations"] == "Standard"
    assert "Can Push to Accounting" in countersign("whoami", "--as", "reader").out


def test_info_tells_places_versions_and_settings_with_their_origin(countersign, home):
    info = countersign("info", "--json").json

    assert info["home"] == str(home)
    assert info["home_from"] == "--home"
    assert tuple(map(int, info["sqlite"].split("."))) >= (3, 51, 3)
    assert {s["from"] for s in info["settings"]} <= {"the usual", "this company"}
    assert "limits.vendor_id" in countersign("info").out


def test_money_is_decimal_text_both_ways():
    assert [money(c) for c in (0, 5, -5, 123456, -100)] == [
        "0.00",
        "0.05",
        "-0.05",
        "1234.56",
        "-1.00",
    ]
    assert [minor_units(t) for t in ("12", "1,234.5", "-0.05", ".5".rjust(3, "0"))] == [
        1200,
        123450,
        -5,
        50,
    ]


@pytest.mark.parametrize("text", ["", "x", "1.234", "1..2", "--1", "1-", "٣", "1e5", "."])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="is no amount"):
        minor_units(text)


def test_money_in_a_body_is_decimal_and_shares_are_not():
    body = Commitment(retainage=1000, lines=(SovLine(1, "03-300", "S", 250_05, quantity=1500),))

    shaped = plain(body)

    assert shaped["retainage"] == 1000
    assert shaped["lines"][0]["amount"] == "250.05"
    assert shaped["lines"][0]["quantity"] == "1.500"
