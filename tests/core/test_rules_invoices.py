import pytest

from core.case import Answers
from core.locks import edit_objection
from core.payload import payload
from core.records import InvoiceLine
from core.settings import Policy, Relay, Settings
from core.vocabulary import Action, Approval, BillingMethod, ErpStatus, RecordId
from tests.core.judging import said, warned
from tests.people import ADA, SAM
from tests.records import (
    case,
    cco,
    commitment,
    owner_invoice,
    prime_contract,
    related,
    subcontractor_invoice,
)

A, S = Action, ErpStatus


def billing_a_change(status: ErpStatus):
    change = related(cco(), status)
    line = InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, cco=change.id)
    bill = case(subcontractor_invoice(lines=(line,)))
    return bill._replace(related={**bill.related, change.id: change})


def under(relay: Relay):
    return case(subcontractor_invoice(), settings=Settings(relay=relay))


@pytest.mark.rule("financials 62 (I1)")
@pytest.mark.parametrize("approval", sorted(Approval))
def test_an_invoice_is_approved_in_one_of_three_ways(approval):
    fine = {Approval.APPROVED, Approval.APPROVED_AS_NOTED, Approval.PENDING_OWNER_APPROVAL}

    objections = said(case(subcontractor_invoice(approval=approval)), A.ACCEPT)

    wanted = "Approved, Approved as Noted, Pending Owner Approval"
    assert objections == (
        [] if approval in fine else [f"Status of the invoice is {approval}; it must be {wanted}."]
    )


@pytest.mark.rule("financials 63 (I2)")
def test_an_invoice_waits_for_its_commitment():
    bill = case(subcontractor_invoice())
    named = {**bill.related, RecordId("commitment-1"): related(commitment(), S.REJECTED)}

    assert said(bill._replace(related=named), A.ACCEPT) == [
        "Commitment SC0001 is rejected; it must be synced."
    ]


@pytest.mark.rule("financials 63 (I2)")
def test_an_invoice_waits_for_every_change_order_it_bills():
    assert said(billing_a_change(S.SYNCED), A.ACCEPT) == []
    assert said(billing_a_change(S.UNSENT), A.ACCEPT) == [
        "Line 1 bills change order 1, which is unsent; it must be synced first."
    ]


@pytest.mark.rule("financials 64 (I3)")
def test_an_invoice_number_has_fifteen_characters_at_most():
    objections = said(case(subcontractor_invoice(S.UNSENT, number="I" * 16), SAM), A.SEND)

    assert objections == ["Invoice number is 16 characters; Sage 300 CRE takes 1 to 15."]


@pytest.mark.rule("financials 64 (I3)")
def test_a_sage_invoice_number_has_fifteen_characters_at_most():
    objections = said(case(subcontractor_invoice(), answers=Answers(erp_id="I" * 16)), A.ACCEPT)

    assert objections == [
        "Sage invoice number IIIIIIIIIIIIIIII is 16 characters; Sage 300 CRE takes 15."
    ]


@pytest.mark.rule("financials 65 (I4)")
def test_an_invoice_number_is_unique_within_its_vendor():
    objections = said(case(subcontractor_invoice(), holder="invoice INV-7001"), A.ACCEPT)

    assert objections == ["Walsh Construction has an invoice INV-7001 already: invoice INV-7001."]


@pytest.mark.rule("financials 66 (I5)")
def test_a_description_is_cut_at_thirty_characters_in_what_is_exported():
    line = InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, "d" * 31)
    bill = subcontractor_invoice(lines=(line,))

    sent = payload(bill, Settings())

    assert sent.body.lines[0].description == "d" * 30
    assert said(case(bill), A.ACCEPT) == []


@pytest.mark.rule("financials 67 (I6)")
@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        ({"gross": 9_000_00}, "The invoice says 9,000.00, its lines say 10,000.00."),
        ({"retainage": 5_00}, "Retainage is 5.00, its lines say 1,000.00."),
        ({"amount": 1_00}, "1.00 is due, amount less retainage is 9,000.00."),
    ],
)
def test_the_head_of_an_invoice_agrees_with_its_lines(changes, objection):
    assert said(case(subcontractor_invoice(**changes)), A.ACCEPT) == [objection]


@pytest.mark.rule("financials 68 (I7)")
def test_no_invoice_is_exported_while_tax_groups_are_imported():
    taxed = Settings(tax_groups=True)

    assert said(case(subcontractor_invoice(), settings=taxed), A.ACCEPT) == [
        "Tax groups are imported from Sage; with them on no subcontractor invoice is exported."
    ]
    assert said(case(owner_invoice(), settings=taxed), A.ACCEPT) == []


@pytest.mark.rule("financials 69 (I8)")
@pytest.mark.parametrize(
    ("relay", "objection"),
    [
        (
            Relay(date_received_usage="Required"),
            "Date Received Usage is Required in Sage AP; it must be Not Used or Not Required.",
        ),
        (
            Relay(payment_date_usage="Required"),
            "Payment Date Usage is Required in Sage AP; it must be Not Used or Not Required.",
        ),
    ],
)
def test_no_invoice_is_exported_while_sage_asks_for_more_dates(relay, objection):
    assert said(under(relay), A.ACCEPT) == [objection]


@pytest.mark.rule("financials 70 (I9)")
@pytest.mark.parametrize(
    ("client", "objections"),
    [
        ("1.31.467.0", []),
        ("1.31.1000.2", []),
        ("1.31.466.9", ["The hh2 client is 1.31.466.9; invoices need 1.31.467."]),
        ("", ["The hh2 client is unknown; invoices need 1.31.467."]),
    ],
)
def test_an_old_client_takes_no_invoices(client, objections):
    assert said(under(Relay(client=client)), A.ACCEPT) == objections


@pytest.mark.rule("financials 71 (I10)")
def test_no_tax_travels():
    assert payload(subcontractor_invoice(tax=80_00), Settings()).body.tax == 0


@pytest.mark.rule("financials 72 (I11)")
def test_lines_of_one_group_travel_as_one_and_the_totals_stay():
    lines = (
        InvoiceLine(1, "01-100", "S", 6_000_00, 600_00, "first"),
        InvoiceLine(2, "01-100", "S", 4_000_00, 400_00, "second"),
        InvoiceLine(3, "03-300", "S", 1_000_00, 100_00, "third"),
    )

    sent = payload(subcontractor_invoice(lines=lines), Settings()).body.lines

    assert [(x.code, x.amount, x.retainage, x.description) for x in sent] == [
        ("01-100", 10_000_00, 1_000_00, "first"),
        ("03-300", 1_000_00, 100_00, "third"),
    ]


@pytest.mark.rule("financials 73 (I12)")
def test_an_invoice_of_nothing_is_a_warning_or_a_refusal():
    empty = case(subcontractor_invoice(gross=0, retainage=0, lines=()))
    strict = empty._replace(settings=Settings(zero_invoice=Policy.BLOCK))

    assert warned(empty, A.ACCEPT) == ["The invoice comes to 0.00."]
    assert said(strict, A.ACCEPT) == ["The invoice comes to 0.00."]


@pytest.mark.rule("financials 74 (I13)")
@pytest.mark.parametrize("build", [subcontractor_invoice, owner_invoice])
def test_an_invoice_that_sage_still_holds_is_not_unlinked(build):
    held = case(build(S.SYNCED), ADA)

    assert said(held, A.UNLINK) == [
        f"Sage still holds {held.record.erp_id}; delete it there and sync, then unlink."
    ]
    assert said(held._replace(mirrored=None), A.UNLINK) == []


@pytest.mark.rule("financials 75 (O1)")
def test_an_owner_invoice_is_billed_as_a_lump_sum():
    by_units = case(owner_invoice(billing=BillingMethod.QUICKBILL_UNITS))

    assert said(by_units, A.ACCEPT) == [
        "The contract is billed by Quickbill units; only a Quickbill lump sum is exported."
    ]


@pytest.mark.rule("financials 75 (O1)")
def test_an_owner_invoice_needs_the_ar_module_and_its_contract():
    off = case(owner_invoice(), settings=Settings(owner_invoices=False))
    contract = related(prime_contract(), S.READY_TO_IMPORT)

    assert said(off, A.ACCEPT) == [
        "Owner invoices are not set up: they need the AR module of Sage."
    ]
    assert said(
        case(owner_invoice())._replace(related={**off.related, contract.id: contract}), A.ACCEPT
    ) == ["Prime contract PC100 is ready to import; it must be synced."]


@pytest.mark.rule("financials 8")
@pytest.mark.parametrize("status", [S.READY_TO_EXPORT, S.SYNCED])
def test_an_invoice_takes_attachments_and_nothing_else(status):
    bill = subcontractor_invoice(status)

    assert edit_objection(bill, {"attachments"}) is None
    assert edit_objection(bill, {"attachments", "title"}) is not None
