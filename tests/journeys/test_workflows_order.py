"""The order of operations (financials 10): each step refused before its time, then taken."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step J4", "step C3", "step K2", "jobs 17", "financials 2", "financials 41 (K1)")
def test_a_change_order_waits_for_its_commitment_and_that_for_its_job(company, seat, request):
    change, commitment, project = chain(company)
    journal = Journal(company, change, "order_of_operations")
    number = journal.shown["number"]
    journal.call(commitment, "COMMITMENT ID")
    journal.call(project, "PROJECT ID")
    journal.call(journal.shown["parent"], "COMMITMENT")
    journal.call(journal.shown["project"], "PROJECT")
    ana, sam = seat("approver", WIDE), seat("admin", WIDE)
    for who in (ana, sam):
        who.open("change_orders", "All")
        who.find(number, change)

    journal.press("approver", ana, "a", f"Not accepted {number}: Project")
    journal.objections("accept")
    journal.refuses("approver", "accept", commitment, "--as", "approver", code=5)
    journal.types("approver", "accept", project, "--as", "approver")
    ana.until_lifted("it must be synced first")
    journal.objections("accept")
    journal.types("administrator", "retrieve", commitment, "--as", "admin")
    journal.mends("sender", "title=Sangamon Street", commitment)
    journal.types("administrator", "send", commitment, "--as", "admin")
    journal.types("approver", "accept", commitment, "--as", "approver")
    ana.until_lifted("it must be synced.")
    journal.objections("accept")
    journal.press("sender", sam, "t", f"Retrieved {number}")
    ana.until_said("R retrieved")
    journal.mends("sender", "title=Sangamon Street")
    sam.until_may("send", "retrieved")
    sam.until_said("Sangamon Street")
    journal.press("sender", sam, "s", f"Sent {number}")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "Sage change order id")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.refuses("approver", "unlink", commitment, "--as", "approver", code=5)

    journal.ends(request)


def chain(company):
    """A change order whose commitment and project wait, too."""
    waiting = {row["number"]: row["id"] for row in company.rows("jobs", "Ready to Export")}
    for row in company.rows("change_orders", "Ready to Export"):
        shown = company.json("show", row["id"]) if row["project"] in waiting else None
        if shown and not company.against(waiting[row["project"]], "accept", "--as", "approver"):
            return row["id"], shown["parent_id"], waiting[row["project"]]
    raise AssertionError("no such change order")
