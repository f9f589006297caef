"""Change orders from start to end: of a commitment, and of a prime contract."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step K1", "step K2", "step K3", "step K4", "step K5", "financials 41 (K1)")
def test_a_commitments_change_order_waits_for_its_commitment(company, seat, request):
    one, commitment = waiting_for_its_commitment(company)
    journal = Journal(company, one, "commitment_change_order")
    number = journal.shown["number"]
    journal.call(journal.shown["parent"], "COMMITMENT")
    journal.call(commitment, "COMMITMENT ID")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("change_orders", "All")
        who.find(number, one)

    journal.press("sender", sam, "s", f"Not sent {number}: Commitment {journal.shown['parent']} is")
    journal.types("approver", "accept", commitment, "--as", "approver")
    sam.until_may("send", "not sent")
    journal.press("sender", sam, "s", f"Sent {number}")
    ana.until_may("reject", "sent")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.writes("approver", ana, "wrong amount")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    sam.until_may("retrieve", "sent")
    journal.press("sender", sam, "t", f"Retrieved {number}")
    ana.until_said("R retrieved")
    journal.objections("accept")
    sam.until_may("send", "retrieved")
    journal.press("sender", sam, "s", f"Sent {number}")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "Sage change order id")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.types("accountant", "sandbox", "sync")
    ana.until_said("Sage still holds")
    journal.press("approver", ana, "u", f"Not unlinked {number}: Sage still holds")
    journal.types("accountant", "sandbox", "delete", "cco", one)
    journal.types("accountant", "sandbox", "sync")
    ana.until_may("unlink", "synced")
    journal.opens("approver", ana, "u", f"Unlink {number}")
    journal.press("approver", ana, "enter", f"Unlinked {number}")
    journal.stands()
    journal.objections("delete", "--as", "sender")

    journal.ends(request)


def waiting_for_its_commitment(company):
    """A change order that only its commitment holds up, and the commitment, which may go."""
    for row in company.rows("change_orders", "Not Sent"):
        if company.against(row["id"], "send", "--as", "sender") == ["financials 41 (K1)"]:
            commitment = company.json("show", row["id"])["parent_id"]
            if not company.against(commitment, "accept", "--as", "approver"):
                return row["id"], commitment
    raise AssertionError("no such change order")


@pytest.mark.rule("step P1", "step P2", "step P3", "financials 55 (P1)", "financials 61 (P7)")
def test_a_prime_contracts_change_order_is_accepted_with_a_date_and_reset(company, seat, request):
    one = next(
        row["id"]
        for row in company.rows("change_orders", "Not Sent")
        if "financials 61 (P7)" in company.against(row["id"], "send", "--as", "sender")
    )
    journal = Journal(company, one, "prime_contract_change_order")
    number, contract = journal.shown["number"], journal.shown["parent"]
    journal.call(contract, "CONTRACT")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("change_orders", "All")
        who.find(number, one)

    journal.press("sender", sam, "s", f"Not sent {number}: Title is 49 characters")
    journal.objections("send", "--as", "sender")
    journal.mends("sender", "potential=no")
    journal.mends("sender", "title=Land surveying")
    sam.until_may("send", "not sent")
    journal.press("sender", sam, "s", f"Sent {number}")
    ana.until_may("accept", "sent")
    journal.types("accountant", "sandbox", "add-item", contract, "1234.50")
    journal.types("accountant", "sandbox", "sync")
    journal.reads("approver", ana, f"of contract {contract} in Sage is not here yet; re-import it.")
    again = journal.shown["parent_id"]
    journal.call(again, "CONTRACT ID")
    journal.types("administrator", "reimport", again, "--as", "admin")
    ana.until_lifted("is not here yet")
    journal.opens("approver", ana, "a", "Sage change order id")
    journal.press("approver", ana, "enter", "Transaction date")
    journal.overwrites("approver", ana, "2026-02-30")
    journal.press("approver", ana, "enter", "2026-02-30 is not a day; write YYYY-MM-DD")
    journal.overwrites("approver", ana, "2026-02-27")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    ana.until_may("unlink", "unposted")
    journal.opens(
        "approver", ana, "u", "Sage keeps its entries; I will clean them up there by hand"
    )
    journal.press("approver", ana, "enter", "Type yes to go on")
    journal.writes("approver", ana, "yes")
    journal.press("approver", ana, "enter", f"Unlinked {number}")
    journal.stands()
    journal.objections("send", "--as", "sender")

    journal.ends(request)
