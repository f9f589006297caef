"""Sage's own no, rule by rule."""

from datetime import date

import pytest

from core.case import Mirrored
from core.ports import ErpRefused
from core.records import (
    BudgetLine,
    ChangeLine,
    InvoiceLine,
    PrimeContract,
    ProjectCode,
    SovLine,
)
from core.settings import Limits, Relay
from core.vocabulary import BillingMethod, ErpStatus, RecordKind
from tests.adapters.sandbox.company import sandbox, with_commitment
from tests.records import (
    SOME_DAY,
    budget,
    cco,
    commitment,
    company,
    cost_code,
    job_cost,
    owner_invoice,
    pcco,
    prime_contract,
    project,
    sub_job,
    subcontractor_invoice,
)

K, S = RecordKind, ErpStatus


def refused(made, record, key="key-9"):
    """The code of the ledger's refusal; the books stay as they were."""
    before = made.ledger.books.change()
    with pytest.raises(ErpRefused) as no:
        made.ledger.write(record, key)
    assert made.ledger.books.change() == before
    assert made.ledger.receipt(key) is None
    assert no.value.text.endswith(".")
    return no.value.code


def settled(made, **changes):
    setup = made.ledger.setup()
    made.ledger.keep_setup(setup._replace(settings=setup.settings._replace(**changes)))


def other_vendor(**changes):
    return company(S.EXPORTING, **({"id": "company-2", "erp_id": "V9"} | changes))


# vendors


def test_a_vendor_with_a_free_id_and_a_known_type_is_taken():
    made = sandbox()

    assert made.export(other_vendor()) == "V9"

    stands = made.ledger.find(K.COMPANY, "", "v9")
    assert (stands.title, stands.body.vendor_type) == ("Walsh Construction", "Subcontractor")


@pytest.mark.rule("vendors 4")
@pytest.mark.parametrize("taken", ["V1001", "v1001", "\uff561001"])
def test_a_vendor_id_is_taken_once_in_whatever_spelling(taken):
    assert refused(sandbox(), other_vendor(erp_id=taken)) == "VENDOR_ID_TAKEN"


@pytest.mark.rule("vendors 5")
@pytest.mark.parametrize("wrong", ["V" * 11, " V9", "V9 "])
def test_a_vendor_id_is_one_to_ten_characters(wrong):
    assert refused(sandbox(), other_vendor(erp_id=wrong)) == "VENDOR_ID_LENGTH"


@pytest.mark.rule("vendors 1")
def test_a_vendor_name_of_thirty_one_is_refused_and_of_thirty_taken():
    made = sandbox()

    assert refused(made, other_vendor(title="n" * 31)) == "VENDOR_NAME_TOO_LONG"
    assert made.export(other_vendor(title="n" * 30)) == "V9"


@pytest.mark.rule("vendors 6")
def test_a_vendor_type_is_one_that_sage_knows():
    assert refused(sandbox(), other_vendor(vendor_type="Plumber")) == "VENDOR_TYPE_UNKNOWN"


@pytest.mark.rule("vendors 17")
def test_a_vendor_typed_into_sage_needs_no_type():
    made = sandbox()

    made.ledger.add_vendor("V77", "Typed by hand")

    assert made.ledger.find(K.COMPANY, "", "V77").body.vendor_type == ""


# jobs and extras


def other_job(**changes):
    return project(S.EXPORTING, **({"id": "project-2", "erp_id": "J9"} | changes))


@pytest.mark.rule("jobs 3")
def test_a_job_id_is_taken_once():
    assert refused(sandbox(), other_job(erp_id="j1200")) == "JOB_ID_TAKEN"


@pytest.mark.rule("jobs 1", "jobs 2")
def test_a_job_id_has_the_form_of_the_mask():
    made = sandbox()
    settled(made, job_mask="XX-XXX")

    assert refused(made, other_job(erp_id="J9")) == "JOB_ID_FORMAT"
    assert made.export(other_job(erp_id="25-200")) == "25-200"


@pytest.mark.rule("jobs 4")
def test_separators_take_no_room_in_a_job_id():
    made = sandbox()
    settled(made, job_mask="XXX-XXX-XXXXX", limits=Limits(job_id=10))

    assert refused(made, other_job(erp_id="123-456-78901")) == "JOB_ID_LENGTH"
    assert made.export(other_job(erp_id="123-456-7890")) == "123-456-7890"


@pytest.mark.rule("cost codes 5")
@pytest.mark.parametrize(
    ("code", "no"),
    [
        (ProjectCode("99-999", "", ("S",)), "COST_CODE_UNKNOWN"),
        (ProjectCode("01-100", "", ("Z",)), "CATEGORY_UNKNOWN"),
        (ProjectCode("01-100", "", ()), "CATEGORY_UNKNOWN"),
    ],
)
def test_a_job_comes_with_codes_and_categories_that_sage_has(code, no):
    assert refused(sandbox(), other_job(codes=(code,))) == no


def test_an_extra_is_unique_within_its_job():
    made = sandbox()
    made.export(other_job())

    elsewhere = sub_job(S.EXPORTING, erp_id="EXTRA1", project="project-2")

    assert refused(made, sub_job(S.EXPORTING, erp_id="extra1")) == "EXTRA_ID_TAKEN"
    assert made.export(elsewhere) == "EXTRA1"


@pytest.mark.rule("sub jobs 1", "sub jobs 2", "sub jobs 4")
def test_an_extra_fits_and_belongs_to_a_job_that_sage_has():
    made = sandbox()

    assert refused(made, sub_job(S.EXPORTING, erp_id="X" * 11)) == "EXTRA_ID_LENGTH"
    assert refused(made, sub_job(S.EXPORTING, title="n" * 31)) == "EXTRA_NAME_TOO_LONG"
    assert refused(made, sub_job(S.EXPORTING, project="project-9")) == "JOB_UNKNOWN"


# commitments


@pytest.mark.rule("financials 24 (C1)")
def test_a_commitment_id_of_thirteen_is_refused():
    wrong = commitment(S.EXPORTING, erp_id="1234567890123")

    assert refused(sandbox(), wrong) == "COMMITMENT_ID_LENGTH"


@pytest.mark.rule("financials 25 (C2)", "financials 40")
def test_a_commitment_id_is_unique_in_the_company_without_regard_to_case():
    made = with_commitment()

    again = commitment(S.EXPORTING, id="commitment-2", erp_id="sc0001")

    assert refused(made, again) == "COMMITMENT_ID_NOT_UNIQUE"


@pytest.mark.rule("financials 26 (C3)")
def test_a_commitment_id_has_the_form_of_the_mask_and_the_refusal_names_it():
    made = sandbox()
    settled(made, commitment_mask="AA-####")

    with pytest.raises(ErpRefused, match="AA-####") as no:
        made.ledger.write(commitment(S.EXPORTING), "key-9")

    assert no.value.code == "COMMITMENT_ID_FORMAT"


@pytest.mark.rule("financials 27 (C4)")
def test_a_title_of_thirty_one_is_refused_by_the_books_and_cut_on_the_way():
    made = sandbox()
    long = commitment(S.EXPORTING, title="t" * 31)

    assert refused(made, long) == "TITLE_TOO_LONG"
    made.export(long)

    assert made.ledger.find(K.COMMITMENT, "", "SC0001").title == "t" * 30


@pytest.mark.rule("financials 28 (C5)")
def test_a_commitment_needs_a_vendor_that_sage_has_and_that_is_active():
    made = sandbox()

    assert refused(made, commitment(S.EXPORTING, vendor="company-9")) == "VENDOR_UNKNOWN"
    made.ledger.set_inactive("V1001")
    assert refused(made, commitment(S.EXPORTING)) == "VENDOR_INACTIVE"


def test_a_closed_job_takes_nothing():
    made = sandbox()
    made.ledger.close_job("J1200")

    assert refused(made, commitment(S.EXPORTING)) == "JOB_CLOSED"
    assert refused(made, budget(S.EXPORTING)) == "JOB_CLOSED"


@pytest.mark.rule("financials 30 (C7)", "financials 31 (C8)", "financials 34 (C11)", "financials 4")
@pytest.mark.parametrize(
    ("line", "no"),
    [
        (SovLine(1, "09-900", "S", 1), "COST_CODE_UNKNOWN"),
        (SovLine(1, "01-100", "M", 1), "CATEGORY_UNKNOWN"),
        (SovLine(1, "01-000", "S", 1), "COST_CODE_IS_GROUP"),
        (SovLine(1, "01-100", "S", 1, sub_job="EXTRA9"), "EXTRA_UNKNOWN"),
        (SovLine(1, "03-300", "S", 1, sub_job="EXTRA1"), "COST_CODE_UNKNOWN"),
    ],
)
def test_every_line_is_on_the_job(line, no):
    assert refused(sandbox(), commitment(S.EXPORTING, lines=(line,))) == no


def test_a_line_on_an_extra_of_the_job_is_taken():
    line = SovLine(1, "01-100", "S", 1, sub_job="EXTRA1")

    assert sandbox().export(commitment(S.EXPORTING, lines=(line,))) == "SC0001"


@pytest.mark.rule("financials 30 (C7)", "financials 32 (C9)")
def test_a_commitment_has_lines_each_item_once_and_units_that_fit():
    made = sandbox()
    twice = (SovLine(1, "01-100", "S", 1), SovLine(1, "03-300", "S", 1))
    unit = (SovLine(1, "01-100", "S", 1, unit="barrels"),)

    assert refused(made, commitment(S.EXPORTING, lines=())) == "NO_LINES"
    assert refused(made, commitment(S.EXPORTING, lines=twice)) == "ITEM_NOT_UNIQUE"
    assert refused(made, commitment(S.EXPORTING, lines=unit)) == "UNIT_TOO_LONG"


# commitment change orders


@pytest.mark.rule("financials 41 (K1)")
def test_a_change_order_needs_its_commitment_in_sage():
    assert refused(sandbox(), cco(S.EXPORTING)) == "COMMITMENT_UNKNOWN"


@pytest.mark.rule("financials 42 (K2)", "financials 43 (K3)", "financials 46 (K6)")
def test_a_change_order_fits_and_has_lines():
    made = with_commitment()

    assert refused(made, cco(S.EXPORTING, erp_id="123456")) == "CCO_ID_LENGTH"
    assert refused(made, cco(S.EXPORTING, title="t" * 31)) == "TITLE_TOO_LONG"
    assert refused(made, cco(S.EXPORTING, lines=())) == "NO_LINES"


@pytest.mark.rule("financials 47 (K7)")
def test_a_change_order_id_is_unique_within_its_commitment():
    made = with_commitment()
    made.export(commitment(S.EXPORTING, id="commitment-2", erp_id="SC0002"))
    made.export(cco(S.EXPORTING))

    elsewhere = cco(S.EXPORTING, id="cco-3", parent="commitment-2")

    assert refused(made, cco(S.EXPORTING, id="cco-2")) == "CCO_ID_NOT_UNIQUE"
    assert made.export(elsewhere) == "1"


@pytest.mark.rule("financials 49")
def test_a_scope_over_a_thousand_is_refused_by_the_books_and_cut_on_the_way():
    made = with_commitment()
    long = cco(S.EXPORTING, scope="s" * 1001)

    assert refused(made, long) == "SCOPE_TOO_LONG"
    made.export(long)

    assert len(made.ledger.find(K.CCO, "SC0001", "1").body.scope) == 1000


@pytest.mark.rule("financials 50")
def test_an_item_changes_once_in_a_change_order_so_lines_are_summed_on_the_way():
    made = with_commitment()
    lines = (ChangeLine(1, "01-100", "S", 300), ChangeLine(1, "01-100", "S", 200))
    double = cco(S.EXPORTING, lines=lines)

    assert refused(made, double) == "CCO_DUPLICATE_LINE"
    made.export(double)

    assert [x.amount for x in made.ledger.find(K.CCO, "SC0001", "1").body.lines] == [500]


def test_a_change_of_an_item_that_is_not_there_is_refused():
    line = ChangeLine(7, "01-100", "S", 1)

    assert refused(with_commitment(), cco(S.EXPORTING, lines=(line,))) == "ITEM_UNKNOWN"


@pytest.mark.rule("financials 51")
def test_a_unit_price_item_keeps_its_unit_cost():
    made = sandbox()
    made.export(commitment(S.EXPORTING, lines=(SovLine(1, "01-100", "S", 900, unit_cost=300),)))

    dearer = ChangeLine(1, "01-100", "S", 400, unit_cost=400)
    more = ChangeLine(1, "01-100", "S", 300, unit_cost=300)

    assert refused(made, cco(S.EXPORTING, lines=(dearer,))) == "UNIT_COST_MISMATCH"
    assert made.export(cco(S.EXPORTING, lines=(more,))) == "1"


# prime contract change orders


@pytest.mark.rule("financials 55 (P1)", "financials 58 (P4)")
def test_a_prime_change_needs_its_contract_and_fits():
    made = sandbox()
    dated = {"transaction_date": SOME_DAY}

    assert refused(made, pcco(S.EXPORTING, parent="prime-9", **dated)) == "CONTRACT_UNKNOWN"
    assert refused(made, pcco(S.EXPORTING, erp_id="123456", **dated)) == "PCCO_ID_LENGTH"
    assert refused(made, pcco(S.EXPORTING, title="t" * 31, **dated)) == "TITLE_TOO_LONG"


@pytest.mark.rule("financials 59 (P5)")
def test_a_prime_change_needs_a_date_in_an_open_period():
    made = sandbox()
    made.ledger.close_period("2025-10")

    closed = pcco(S.EXPORTING, transaction_date=date(2025, 10, 31))

    assert refused(made, pcco(S.EXPORTING)) == "DATE_MISSING"
    assert refused(made, closed) == "PERIOD_CLOSED"
    assert made.export(pcco(S.EXPORTING, transaction_date=date(2025, 11, 1))) == "1"


# invoices


@pytest.mark.rule("financials 64 (I3)", "financials 65 (I4)")
def test_an_invoice_number_fits_and_is_unique_within_its_vendor():
    made = with_commitment()
    made.export(subcontractor_invoice(S.EXPORTING))
    again = subcontractor_invoice(S.EXPORTING, id="invoice-2", erp_id="inv-7001")

    assert refused(made, again) == "INVOICE_DUPLICATE"
    assert refused(made, again._replace(erp_id="N" * 16)) == "INVOICE_ID_LENGTH"


@pytest.mark.rule("financials 67 (I6)")
@pytest.mark.parametrize("wrong", [{"gross": 9_999_00}, {"retainage": 0}, {"amount": 10_000_00}])
def test_an_invoices_header_is_the_sum_of_its_distributions(wrong):
    assert refused(with_commitment(), subcontractor_invoice(S.EXPORTING, **wrong)) == (
        "AMOUNTS_DIFFER"
    )


@pytest.mark.rule("financials 68 (I7)")
def test_no_invoice_is_taken_while_tax_groups_are_imported():
    made = with_commitment()
    settled(made, tax_groups=True)

    assert refused(made, subcontractor_invoice(S.EXPORTING)) == "TAX_CONFLICT"


@pytest.mark.rule("financials 69 (I8)")
@pytest.mark.parametrize("field", ["date_received_usage", "payment_date_usage"])
def test_no_invoice_is_taken_while_sage_requires_dates_that_never_come(field):
    made = with_commitment()
    settled(made, relay=Relay(**{field: "Required"}))

    assert refused(made, subcontractor_invoice(S.EXPORTING)) == "AP_DATE_USAGE"


@pytest.mark.rule("financials 70 (I9)")
@pytest.mark.parametrize("client", ["1.31.466.9999", "1.30.999", "not known"])
def test_a_client_that_is_too_old_carries_no_invoice(client):
    made = with_commitment()
    settled(made, relay=Relay(client=client))

    with pytest.raises(ErpRefused) as no:
        made.export(subcontractor_invoice(S.EXPORTING))

    assert no.value.code == "CLIENT_TOO_OLD"
    assert made.ledger.documents(K.SUBCONTRACTOR_INVOICE) == []


@pytest.mark.rule("financials 71 (I10)", "financials 72 (I11)")
def test_an_invoice_stands_in_sage_without_tax_and_with_one_line_a_code():
    made = with_commitment()
    lines = (
        InvoiceLine(1, "01-100", "S", 600_00, 60_00),
        InvoiceLine(1, "01-100", "S", 400_00, 40_00),
        InvoiceLine(2, "03-300", "S", 100_00, 10_00),
    )

    made.export(
        subcontractor_invoice(S.EXPORTING, lines=lines, gross=1100_00, retainage=110_00, tax=88)
    )

    stands = made.ledger.find(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")
    assert stands.amount == 990_00
    assert stands.body.tax == 0
    assert [(x.amount, x.retainage) for x in stands.body.lines] == [
        (1000_00, 100_00),
        (100_00, 10_00),
    ]


def test_an_invoice_is_refused_in_a_closed_period_and_from_another_vendor():
    made = with_commitment()
    made.projects.hold([company(S.SYNCED, id="company-2", erp_id="V2")])
    strange = subcontractor_invoice(S.EXPORTING, vendor="company-2")
    made.ledger.close_period("2025-11")

    assert refused(made, strange) == "VENDOR_MISMATCH"
    assert refused(made, subcontractor_invoice(S.EXPORTING)) == "PERIOD_CLOSED"


def test_an_invoice_bills_items_and_change_orders_that_sage_has():
    made = with_commitment()
    item = (InvoiceLine(9, "01-100", "S", 10_000_00, 1_000_00),)
    change = (InvoiceLine(1, "01-100", "S", 10_000_00, 1_000_00, cco="cco-1"),)

    assert refused(made, subcontractor_invoice(S.EXPORTING, lines=item)) == "ITEM_UNKNOWN"
    assert refused(made, subcontractor_invoice(S.EXPORTING, lines=change)) == "CCO_UNKNOWN"
    made.export(cco(S.EXPORTING))
    assert made.export(subcontractor_invoice(S.EXPORTING, lines=change)) == "INV-7001"


@pytest.mark.rule("financials 75 (O1)")
def test_an_owner_invoice_needs_the_ar_module_and_a_lump_sum_contract():
    made = sandbox()
    units = PrimeContract(billing=BillingMethod.QUICKBILL_UNITS)
    made.ledger.enter(Mirrored(K.PRIME_CONTRACT, "", "PC2", "Other", job="J1200", body=units))
    made.projects.hold([prime_contract(S.SYNCED, id="prime-2", erp_id="PC2")])

    assert refused(made, owner_invoice(S.EXPORTING, parent="prime-2")) == "BILLING_METHOD"
    assert made.export(owner_invoice(S.EXPORTING)) == "OI-12"
    settled(made, owner_invoices=False)
    assert refused(made, owner_invoice(S.EXPORTING, erp_id="OI-13")) == "AR_MODULE_OFF"


# budgets, and what is never written


@pytest.mark.rule("financials 4", "financials 5")
def test_a_budget_goes_to_codes_of_a_job_that_sage_has():
    made = sandbox()
    strange = budget(S.EXPORTING, lines=(BudgetLine("09-900", "S", 1),))

    assert refused(made, strange) == "COST_CODE_UNKNOWN"
    assert refused(made, budget(S.EXPORTING, project="project-9")) == "JOB_UNKNOWN"


@pytest.mark.rule("financials 79 (R4)", "cost codes 5", "job costs 1")
@pytest.mark.parametrize("build", [prime_contract, cost_code, job_cost])
def test_what_is_made_in_sage_only_is_never_written(build):
    assert refused(sandbox(), build(S.EXPORTING)) == "MADE_IN_SAGE_ONLY"
