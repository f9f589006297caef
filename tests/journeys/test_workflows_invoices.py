"""Invoices from start to end: of a subcontractor, and to the owner."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step I2", "step I3", "step I4", "step I5", "step I6", "financials 65 (I4)")
def test_a_subcontractors_invoice_is_numbered_dated_accepted_and_unlinked(company, seat, request):
    one, taken = with_a_number_to_avoid(company)
    journal = Journal(company, one, "subcontractor_invoice")
    number = journal.shown["number"]
    journal.call(taken, "ANOTHER INVOICE")
    journal.call(journal.shown["vendor"], "VENDOR")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("invoices", "All")
        who.find(number, one)

    journal.press("sender", sam, "t", f"Retrieved {number}")
    sam.until_may("send", "retrieved")
    ana.until_said("R retrieved")
    journal.press("sender", sam, "s", f"Sent {number}")
    ana.until_may("reject", "sent")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.writes("approver", ana, "billed twice")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "Sage invoice number")
    journal.overwrites("approver", ana, taken)
    journal.press("approver", ana, "enter", "Accounting date")
    journal.press("approver", ana, "enter", f"has an invoice {taken} already")
    journal.opens("approver", ana, "a", "Sage invoice number")
    journal.press("approver", ana, "enter", "Accounting date")
    journal.overwrites("approver", ana, "2026-10-31")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.objections("unlink")
    journal.types("accountant", "sandbox", "delete", "subcontractor_invoice", one)
    journal.types("accountant", "sandbox", "sync")
    ana.until_may("unlink", "synced")
    journal.opens("approver", ana, "u", f"Unlink {number}")
    journal.press("approver", ana, "enter", f"Unlinked {number}")
    journal.stands()

    journal.ends(request)


def with_a_number_to_avoid(company):
    """An invoice that may go, and the number of another one of its vendor that Sage holds."""
    synced = company.rows("invoices", "Synced")
    for one in company.able("invoices", "Ready to Export", "accept", kind="subcontractor_invoice"):
        vendor = company.json("show", one)["vendor"]
        for row in synced:
            if row["vendor"] == vendor:
                return one, row["number"]
    raise AssertionError("no such invoice")


@pytest.mark.rule("step I8")
def test_an_owner_invoice_is_rejected_resent_and_accepted(company, seat, request):
    one = company.able("invoices", "Ready to Export", "accept", kind="owner_invoice")[0]
    journal = Journal(company, one, "owner_invoice")
    number = journal.shown["number"]
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("invoices", "All")
        who.find(number, one)

    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.press("approver", ana, "enter", "Reason is required")
    journal.writes("approver", ana, "wrong period")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    journal.types("administrator", "settings", "set", "owner_invoices", "off", "--as", "admin")
    journal.objections("accept")
    journal.types("administrator", "settings", "set", "owner_invoices", "on", "--as", "admin")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "Sage invoice number")
    journal.press("approver", ana, "enter", "Accounting date")
    journal.overwrites("approver", ana, "2026-10-31")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.objections("unlink")
    journal.objections("retrieve", "--as", "sender")

    journal.ends(request)
