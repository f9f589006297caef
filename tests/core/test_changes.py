"""What a step writes into a record's body: what Sage says, what was answered, what stays."""

import pytest

from core import changes
from core.case import Answers
from core.records import (
    Budget,
    BudgetLine,
    Company,
    ContractItem,
    PrimeContract,
    Project,
)
from core.vocabulary import Accounting, BillingMethod, ErpStatus
from tests.people import ADA
from tests.records import (
    CODES,
    LASTING,
    budget,
    case,
    commitment,
    company,
    mirrored,
    prime_contract,
    project,
)

S = ErpStatus
MINE = BudgetLine("01-100", "L", 10_00, 1_00, "EXTRA1", completion=9_00, to_complete=4_00)
THEIRS = (
    BudgetLine("01-100", "L", 20_00, 2_00, "EXTRA1"),
    BudgetLine("01-100", "L", 30_00, 3_00),
    BudgetLine("01-100", "S", 40_00, 4_00, "EXTRA1"),
    BudgetLine("03-300", "L", 50_00, 5_00, "EXTRA1"),
)


def imported(existing: str):
    mine = budget(S.READY_TO_IMPORT, lines=(MINE,))
    of = case(mine, ADA, answers=Answers(existing_lines=existing))
    return changes.taken_over(of._replace(mirrored=mirrored(of, body=Budget(lines=THEIRS))), mine)


def test_kept_lines_stand_and_only_what_is_new_is_added():
    kept = imported("keep")

    assert kept.body.lines == (MINE, *THEIRS[1:])
    assert kept.amount == (10 + 1 + 30 + 3 + 40 + 4 + 50 + 5) * 100


def test_overridden_lines_are_those_of_sage_with_the_forecast_of_the_project():
    override = imported("override")

    assert override.body.lines == (
        THEIRS[0]._replace(completion=9_00, to_complete=4_00), *THEIRS[1:],
    )  # fmt: skip
    assert override.amount == (20 + 2 + 30 + 3 + 40 + 4 + 50 + 5) * 100


def test_what_sage_shows_nothing_of_is_taken_over_as_it_is():
    mine = budget(S.READY_TO_IMPORT)
    of = case(mine, ADA)

    assert changes.taken_over(of._replace(mirrored=None), mine) is mine
    assert changes.taken_over(of._replace(mirrored=mirrored(of, body=None)), mine) is mine


def test_a_body_of_another_kind_takes_the_place_of_ours_whole():
    mine = company(S.READY_TO_IMPORT)
    of = case(mine, ADA)
    seen = mirrored(of, title="Other", amount=7, body=budget().body)

    found = changes.taken_over(of._replace(mirrored=seen), mine)
    contract = changes.taken_over(
        of._replace(mirrored=seen._replace(body=prime_contract().body)), mine
    )

    assert (found.title, found.amount, found.body) == ("Other", 7, budget().body)
    assert (contract.title, contract.amount) == ("Other", 7)


ITEM = ContractItem("1", "Deck", 100_00, quantity=5_000, unit="ton", unit_price=20_00)


@pytest.mark.parametrize(
    ("accounting", "item"),
    [
        (Accounting.UNITS, ITEM),
        (Accounting.AMOUNTS, ITEM._replace(quantity=0, unit="", unit_price=0)),
    ],
)
def test_quantities_come_only_with_a_contract_kept_by_units(accounting, item):
    mine = prime_contract(S.READY_TO_IMPORT, projects=3)
    of = case(mine, ADA, answers=Answers(accounting=accounting))
    seen = mirrored(of, body=PrimeContract(lines=(ITEM,)))

    found = changes.taken_over(of._replace(mirrored=seen), mine)

    assert found.body.lines == (item,)
    assert (found.body.accounting, found.body.projects, found.amount) == (accounting, 3, 100_00)


def test_renewed_values_bring_customer_and_billing_and_no_new_line():
    mine = prime_contract(S.SYNCED)
    of = case(mine, ADA)
    theirs = PrimeContract(
        customer="County", billing=BillingMethod.QUICKBILL_UNITS,
        lines=(ContractItem("1", "Deck", 5_00), ContractItem("2", "New", 7_00)),
    )  # fmt: skip

    found = changes.values_renewed(of._replace(mirrored=mirrored(of, body=theirs)), mine)

    assert (found.body.customer, found.body.billing) == ("County", BillingMethod.QUICKBILL_UNITS)
    assert found.body.lines == (ContractItem("1", "Deck", 5_00),)
    assert found.amount == 5_00
    assert changes.values_renewed(of._replace(mirrored=None), mine) is mine
    assert changes.values_renewed(of, project()) == project()


def test_a_chosen_type_is_the_vendors_and_nobody_elses():
    of = case(company(), ADA, answers=Answers(vendor_type="Professional"))

    assert changes.proposed(of, of.record).body.vendor_type == "Professional"
    silent = of._replace(answers=Answers())
    assert changes.proposed(silent, of.record).body.vendor_type == "Subcontractor"
    other = of._replace(record=commitment())
    assert changes.proposed(other, other.record).body == commitment().body


def test_a_linked_job_keeps_its_number_and_a_linked_vendor_takes_the_companys():
    job, row = project(S.READY_TO_IMPORT), company(S.READY_TO_IMPORT)
    ours = project(S.UNSENT, id="project-2", number="P9")
    theirs = company(S.UNSENT, id="company-2", number="C77")

    assert changes.joined(case(job, ADA, target=ours), job).number == "J1200"
    assert changes.joined(case(row, ADA, target=theirs), row).number == "C77"


def test_who_inherits_a_vendor_starts_afresh():
    worn = company(S.FAILED, fault=LASTING, note="An old note.", export_key="k")
    of = case(worn, ADA, answers=Answers(erp_id="V7"))

    found = changes.inherited(of, worn)

    assert (found.erp_id, found.export_key, found.fault, found.note) == ("V7", None, None, "")


def test_a_vendor_that_sage_shows_nothing_of_stays_as_it_is():
    mine = company(S.SYNCED)
    of = case(mine, ADA)

    assert changes.followed(of._replace(mirrored=None), mine) is mine
    other = project(S.SYNCED)
    assert changes.followed(case(other, ADA), other) is other
    bare = changes.followed(
        of._replace(mirrored=mirrored(of, body=Project(codes=CODES), active=False)), mine
    )
    assert bare.body == mine.body._replace(erp_active=False)
    assert isinstance(bare.body, Company)


@pytest.mark.parametrize(
    "change",
    [changes.reasoned, changes.refused_update, changes.voided, changes.put_away],
)
def test_without_a_reason_there_is_no_note(change):
    worn = company(note="An old note.")

    assert change(case(worn, ADA), worn).note == ""
