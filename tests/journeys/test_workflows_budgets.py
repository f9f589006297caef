"""Budgets from start to end: exported with what changed, or imported."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step B1", "step B3", "step B5", "step B6", "step B7", "step B2", "step B4")
@pytest.mark.rule("financials 11", "financials 13", "financials 14", "financials 15")
def test_a_budget_is_exported_posted_unlocked_and_its_change_follows(company, seat, request):
    one = company.able("budgets", "Not Sent", "lock", "--as", "sender")[0]
    journal = Journal(company, one, "budget_exported")
    number = journal.shown["number"]
    journal.call(journal.shown["project"], "JOB")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("budgets", "All")
        who.find(number)

    journal.press("sender", sam, "s", f"Not sent {number}: The budget is unlocked; lock it")
    journal.press("sender", sam, "{", f"Locked {number}")
    sam.until_may("send", "not sent")
    journal.press("sender", sam, "s", f"Sent {number}")
    journal.stands()
    sam.until_may("retrieve", "sent")
    journal.press("sender", sam, "t", f"Retrieved {number}")
    ana.until_said("R retrieved")
    sam.until_may("send", "retrieved")
    journal.press("sender", sam, "s", f"Sent {number}")
    journal.refuses("sender", "unlock", one, "--as", "sender", code=5)
    journal.objections("accept", "--as", "sender")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.writes("approver", ana, "a line is missing")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    sam.until_said("last said: a line is missing")
    journal.types("sender", "sandbox", "edit", one, "lines.1.original=2500.00", code=5)
    journal.press("sender", sam, "}", f"Unlocked {number}")
    mended_and_locked(journal, sam, "lines.1.original=2500.00", "2,500.00", "resend")
    journal.press("sender", sam, "e", f"Resent {number}")
    accepted(journal, ana)
    journal.objections("unlock", "--as", "sender")
    journal.objections("reimport")
    journal.types("accountant", "sandbox", "post")
    sam.until_said("} unlock not yet to synced: The last export has not come back")
    journal.press("sender", sam, "}", f"Not unlocked {number}: The last export has not come back")
    journal.types("accountant", "sandbox", "sync")
    sam.until_may("unlock", "synced")
    journal.press("sender", sam, "}", f"Unlocked {number}")
    journal.objections("reimport")
    journal.objections("send", "--as", "sender")
    mended_and_locked(journal, sam, "lines.1.changes=400.00", "2,900.00", "send")
    journal.press("sender", sam, "s", f"Sent {number}")
    journal.stands()
    accepted(journal, ana)
    journal.objections("send", "--as", "sender")
    journal.objections("reimport")

    journal.ends(request)


def mended_and_locked(journal, sam, change, amount, then):
    """The sender edits a line of an open budget, sees its new amount, and locks it."""
    signs = {"resend": "rejected", "send": "synced"}
    journal.mends("sender", change)
    sam.until_said(amount)
    sam.until_may("lock", signs[then])
    journal.press("sender", sam, "{", f"Locked {journal.shown['number']}")
    sam.until_may(then, signs[then])


def accepted(journal, ana):
    """The approver says in a word that the import ends with it."""
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "can never be imported from Sage again")
    journal.press("approver", ana, "enter", "Type yes to go on")
    journal.writes("approver", ana, "yes")
    journal.press("approver", ana, "enter", f"Accepted {journal.shown['number']}")
    journal.until("synced", ana)


@pytest.mark.rule("step B8", "step B9", "financials 16", "financials 17", "financials 18")
def test_a_budget_is_imported_over_its_lines_and_imported_again(company, seat, request):
    one = differing(company)
    journal = Journal(company, one, "budget_imported")
    number = journal.shown["number"]
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("budgets", "All")
        who.find(number, one)

    journal.press("approver", ana, "m", f"Not imported {number}: The budget is locked; unlock it")
    journal.press("sender", sam, "}", f"Unlocked {number}")
    ana.until_may("import", "to import")
    journal.opens("approver", ana, "m", "If lines that exist are kept")
    journal.reads("approver", ana, "If lines that exist are overridden")
    journal.press("approver", ana, "enter", "Lines that exist already is required")
    journal.press("approver", ana, "right", "< keep >")
    journal.press("approver", ana, "right", "< override >")
    journal.press("approver", ana, "enter", f"Imported {number}")
    journal.stands()
    journal.notes("lines", [line["code"] for line in journal.shown["body"]["lines"]])
    journal.objections("send", "--as", "sender")
    sam.until_may("lock", "synced")
    journal.press("sender", sam, "{", f"Locked {number}")
    ana.until_said("The budget is locked; unlock it before it is imported.")
    journal.press(
        "approver", ana, "i", f"Not re-imported {number}: The budget is locked; unlock it"
    )
    journal.press("sender", sam, "}", f"Unlocked {number}")
    ana.until_may("reimport", "synced")
    journal.opens("approver", ana, "i", "Values here are overwritten by those of Sage")
    journal.writes("approver", ana, "yes")
    journal.press("approver", ana, "enter", f"Re-imported {number}")
    journal.stands()

    journal.ends(request)


def differing(company):
    """A locked budget of Sage that has lines here already."""
    for row in company.rows("budgets", "Ready to Import"):
        body = company.json("show", row["id"])["body"]
        if body["locked"] and body["lines"]:
            return row["id"]
    raise AssertionError("no such budget")
