"""Each workflow from start to end in a real terminal, refusals included, as a golden text."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")


@pytest.mark.rule("step C1", "step C3", "step C4", "step C5", "step C6")
def test_a_commitment_is_rejected_mended_accepted_and_unlinked(company, seat, request):
    one = company.able("commitments", "Ready to Export", "accept")[0]
    journal = Journal(company, one, "commitment")
    number = journal.shown["number"]
    ana, sam = seat("approver"), seat("sender")
    ana.open("commitments")
    sam.open("commitments")
    ana.find(number)

    journal.objections("accept", "--as", "reader")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.press("approver", ana, "enter", "Reason is required; type it")
    journal.writes("approver", ana, "wrong vendor")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    journal.objections("accept")
    sam.view("Rejected & Retrieved")
    sam.find(number)
    journal.reads("sender", sam, "last said: wrong vendor")
    sam.until(" 0 owed")  # the project system has heard of it
    journal.types("sender", "sandbox", "edit", one, "title=Mended by its sender")
    sam.until_said("Mended by its sender")  # and the console of the edit
    journal.press("sender", sam, "e", f"Resent {number}")
    journal.stands()
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", f"Accept {number}")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.call(journal.shown["erp_id"], "SAGE ID")
    journal.objections("retrieve", "--as", "sender")
    journal.objections("unlink")
    journal.types("accountant", "sandbox", "delete", "commitment", one)
    journal.objections("unlink")
    journal.types("accountant", "sandbox", "sync")
    ana.view("Synced")
    ana.rest_on(number)
    ana.until_may("unlink", "synced")
    journal.opens("approver", ana, "u", f"Unlink {number}")
    journal.press("approver", ana, "enter", f"Unlinked {number}")
    journal.stands()

    journal.ends(request)


@pytest.mark.rule("step V2", "step V3", "step V4", "step V5", "step V6")
def test_a_company_is_retrieved_rejected_fails_and_becomes_a_vendor(company, seat, request):
    one = company.able("vendors", "Ready to Export", "accept")[0]
    journal = Journal(company, one, "company")
    number = journal.shown["number"]
    ana, sam = seat("approver"), seat("sender")
    for who in (ana, sam):
        who.open("vendors", "All")
        who.find(number)

    journal.press("sender", sam, "t", f"Retrieved {number}")
    journal.stands()
    journal.objections("accept")
    ana.until_said("R retrieved")
    sam.until_may("resend", "retrieved")
    journal.press("sender", sam, "e", f"Resent {number}")
    ana.until_may("reject", "sent")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    ana.until_said("X rejected")
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    journal.types("somebody", "sandbox", "fault", "refuse", "100")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", f"Accept {number}")
    journal.press("approver", ana, "enter enter", f"Accepted {number}")
    journal.until("failed", ana)
    journal.types("somebody", "sandbox", "fault", "refuse", "0")
    ana.until_may("reject", "failed")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    ana.until_said("X rejected")
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", f"Accept {number}")
    journal.press("approver", ana, "enter enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.objections("archive", "--as", "admin")
    journal.objections("retrieve", "--as", "sender")

    journal.ends(request)


@pytest.mark.rule("step V7", "step V11", "step V12", "step V13")
def test_a_vendor_is_put_away_fetched_back_imported_and_unlinked(company, seat, request):
    one = company.able("vendors", "Ready to Import", "import", "--as", "admin")[0]
    journal = Journal(company, one, "vendor")
    number = journal.shown["number"]
    ada = seat("admin")
    ada.open("vendors", "All")
    ada.find(number)

    journal.objections("import", "--as", "reader")
    journal.press("administrator", ada, "b", f"Archived {number}")
    journal.stands()
    journal.objections("link", "--as", "admin")
    ada.until_may("restore", "archived")
    journal.press("administrator", ada, "f", f"Restored {number}")
    ada.until_may("import", "to import")
    journal.press("administrator", ada, "m", f"Imported {number}")
    journal.stands()
    journal.objections("archive", "--as", "admin")
    ada.until_may("unlink", "synced")
    journal.opens("administrator", ada, "u", f"Unlink {number}")
    journal.press("administrator", ada, "enter", f"Unlinked {number}")
    journal.stands()

    journal.ends(request)
