"""Two people at one home: what one moves, the other either sees move or is told."""


def movable(company, count):
    ids = [row["id"] for row in company.rows("commitments", "Ready to Export")]
    able, _ = company.would("accept", ids)
    return [company.json("show", one) for one in able[:count]]


def test_a_list_follows_what_another_session_moves(company, seat):
    (record,) = movable(company, 1)
    ana, ada = seat("approver"), seat("admin", (120, 40))
    ana.open("commitments")
    ada.open("commitments")
    ana.find(record["number"])
    waiting = ana.in_view("Ready to Export")

    ada.find(record["number"])
    ada.press("r")
    ada.until("Reason +required")
    ada.press("twice the same", "enter")
    ada.until_said(f"Rejected {record['number']}")

    ana.until_said("Nothing here matches the filter.")
    ana.terminal.wait(lambda: ana.in_view("Ready to Export") == waiting - 1, "one less")
    ana.press("a")
    ana.terminal.settle()
    assert [e["action"] for e in company.json("show", record["id"])["history"]][-1] == "reject"


def test_a_decision_on_what_was_still_shown_is_refused_as_stale(company, seat):
    (record,) = movable(company, 1)
    ana = seat("approver")
    ana.open("commitments")
    ana.find(record["number"])

    ana.press("a")
    ana.until(f"Accept {record['number']}")
    company.run("reject", record["id"], "--reason", "twice the same", "--as", "admin")
    ana.press("enter")
    ana.terminal.settle(0.1)
    if "Never mind" in ana.terminal.text:
        ana.press("enter")
    told = ana.until_said("Not accepted")

    assert "Ada Lindqvist" in told or "admin" in told or "changed" in told, told
    after = company.json("show", record["id"])
    assert after["status"] == "rejected"
    assert [e["action"] for e in after["history"]][-1] == "reject"


def test_of_marked_records_only_the_moved_one_is_refused(company, seat):
    marked = movable(company, 4)
    moved = marked[2]
    ana = seat("approver")
    ana.open("commitments")
    for record in marked:
        ana.find(record["number"])
        ana.press("space")
        ana.until(rf"{marked.index(record) + 1} marked")

    company.run("reject", moved["id"], "--reason", "twice the same", "--as", "admin")
    ana.press("a")
    ana.until("Accept 4 records")
    ana.press("4", "enter")
    told = ana.until_said("accept 4. Done 3, refused 1.")

    assert "changed" in told, told
    states = [company.json("show", record["id"])["status"] for record in marked]
    assert [status == "rejected" for status in states] == [False, False, True, False]


def test_the_command_line_refuses_an_outdated_version_with_its_own_code(company):
    (record,) = movable(company, 1)
    seen = f"{record['id']}@{record['version']}"
    company.run("reject", seen, "--reason", "twice the same", "--as", "admin")

    told = company.json("accept", seen, code=4)

    assert [no["cause"] for no in told["refused"]] == ["stale"]
