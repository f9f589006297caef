"""Who may only look, or lacks Can Push to Accounting, accepts and rejects nothing anywhere."""

import pytest

ANSWERED_TABS = (
    "vendors",
    "jobs",
    "sub_jobs",
    "budgets",
    "commitments",
    "change_orders",
    "invoices",
)
LACKS = {
    "reader": "This takes Standard of ERP Integrations; you hold Read Only.",
    "standard": "Can Push to Accounting",
}


@pytest.mark.parametrize("person", ["reader", "standard"])
@pytest.mark.parametrize("action", ["accept", "reject"])
def test_every_answer_is_denied_on_the_command_line(company, person, action):
    before = company.run("tabs", "--json")

    for tab in ANSWERED_TABS:
        words = (action, "--tab", tab, "--view", "Ready to Export", "--all", "--reason", "no")
        told = company.json(*words, "--as", person, code=3)

        assert told["done"] == 0
        assert told["total"] == len(told["refused"]) > 0
        for no in told["refused"]:
            assert no["cause"] == "permission"
            assert any(LACKS[person] in reason for reason in no["reasons"])
    assert company.run("tabs", "--json") == before
    assert company.run("audit", "verify").startswith("Clean")


@pytest.mark.parametrize(("person", "size"), [("reader", (80, 24)), ("standard", (120, 40))])
def test_every_answer_is_denied_in_the_console(company, seat, person, size):
    before = company.run("tabs", "--json")
    vic = seat(person, size)

    for tab in ANSWERED_TABS:
        vic.open(tab, "Ready to Export")
        vic.rest()
        assert "may to" not in vic.verdict.replace("may be", "")
        for key, done in (("a", "accepted"), ("r", "rejected")):
            vic.press(key)
            vic.until(rf"Not {done} ")
        vic.press("w")
        vic.until("Why: ")
        vic.until_said(LACKS[person])
        vic.press("escape")
        vic.terminal.wait(lambda: "Why: " not in vic.terminal.text, "the list again")
    assert company.run("tabs", "--json") == before
    assert vic.leave() == 0


@pytest.mark.parametrize("person", ["reader", "standard"])
def test_a_marked_hundred_is_denied_in_the_console(company, seat, person):
    before = company.run("tabs", "--json")
    vic = seat(person)
    vic.open("commitments", "Ready to Export")
    waiting = vic.in_view("Ready to Export")

    vic.press("*")
    vic.until(rf" {waiting} marked")
    vic.press("a")
    if "Never mind" in vic.until(r"Never mind|Done 0"):
        vic.press("enter")

    vic.until_said(f"Done 0, refused {waiting}.")
    vic.until_said(LACKS[person])
    assert company.run("tabs", "--json") == before
