"""What the books do with what they take: batches, posting, deleting, and each key once."""

import time

import pytest

from core.case import Mirrored
from core.ports import ErpRefused
from core.records import BudgetLine, ContractItem, ProjectCode, SovLine
from core.settings import Relay
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.sandbox.company import CODES, sandbox, with_commitment
from tests.records import (
    SOME_DAY,
    budget,
    cco,
    commitment,
    owner_invoice,
    pcco,
    project,
    sub_job,
    subcontractor_invoice,
)

K, S = RecordKind, ErpStatus


def amount(made, kind, scope, erp_id):
    return made.ledger.find(kind, scope, erp_id).amount


def refused(call, *given, **named):
    with pytest.raises(ErpRefused) as no:
        call(*given, **named)
    assert no.value.text.endswith(".")
    return no.value.code


# posting


@pytest.mark.rule("financials 39")
@pytest.mark.parametrize(("sage", "posted"), [("23.2", True), ("24.1", True), ("23.1", False)])
def test_a_commitment_is_posted_by_itself_only_since_23_2(sage, posted):
    made = sandbox()
    setup = made.ledger.setup()
    made.ledger.keep_setup(setup._replace(settings=setup.settings._replace(relay=Relay(sage=sage))))

    receipt = made.erp.export(commitment(S.EXPORTING), "key-1")

    assert receipt.posted is posted
    assert made.ledger.find(K.COMMITMENT, "", "SC0001").posted is posted
    assert len(made.ledger.unposted()) == (0 if posted else 1)


@pytest.mark.rule("financials 39")
def test_nothing_hangs_on_a_commitment_before_it_is_posted():
    made = sandbox()
    setup = made.ledger.setup()
    old = setup.settings._replace(relay=Relay(sage="22.4"))
    made.ledger.keep_setup(setup._replace(settings=old))
    made.export(commitment(S.EXPORTING))

    assert refused(made.export, cco(S.EXPORTING)) == "COMMITMENT_UNPOSTED"
    made.ledger.post()

    assert made.ledger.find(K.COMMITMENT, "", "SC0001").posted
    assert made.export(cco(S.EXPORTING)) == "1"


@pytest.mark.rule("financials 15", "financials 20")
def test_a_budgets_totals_move_only_at_posting():
    made = sandbox()
    lines = (BudgetLine("01-100", "L", 0), BudgetLine("03-300", "S", 900, 100))

    receipt = made.erp.export(budget(S.EXPORTING, lines=lines), "key-1")
    before = made.ledger.find(K.BUDGET, "J1200", "J1200")
    made.ledger.post()
    after = made.ledger.find(K.BUDGET, "J1200", "J1200")

    assert (receipt.erp_id, receipt.posted) == ("J1200", False)
    assert (before.amount, before.posted, before.body.lines) == (0, False, ())
    assert (after.amount, after.posted, after.body.lines) == (1000, True, lines)


def test_a_budget_sent_again_adds_its_differences():
    made = sandbox()
    first = (BudgetLine("03-300", "S", 900),)
    now = (BudgetLine("03-300", "S", 900, 50), BudgetLine("01-100", "L", 7))
    made.export(budget(S.EXPORTING, lines=first))
    made.ledger.post()

    made.export(budget(S.EXPORTING, lines=now, exported=first), "key-2")
    waiting = made.ledger.unposted()
    made.ledger.post(waiting[0].id)

    assert [batch.amount for batch in waiting] == [57]
    revised = {x.code: x.revised for x in made.ledger.find(K.BUDGET, "J1200", "J1200").body.lines}
    assert revised == {"03-300": 950, "01-100": 7}


def test_a_budget_stays_unposted_until_its_last_batch_is_posted():
    made = sandbox()
    lines = (BudgetLine("03-300", "S", 900),)
    made.erp.export(budget(S.EXPORTING, lines=lines), "key-1")
    made.erp.export(budget(S.EXPORTING, lines=lines), "key-2")
    first, second = made.ledger.unposted()

    made.ledger.post(first.id)
    between = made.ledger.find(K.BUDGET, "J1200", "J1200").posted
    made.ledger.post(second.id)

    assert between is False
    assert made.ledger.find(K.BUDGET, "J1200", "J1200").posted


@pytest.mark.rule("financials 60 (P6)")
def test_a_contracts_total_moves_only_when_a_prime_change_is_posted():
    made = sandbox()

    receipt = made.erp.export(pcco(S.EXPORTING, transaction_date=SOME_DAY), "key-1")
    before = amount(made, K.PRIME_CONTRACT, "", "PC100")
    posted = made.ledger.post()

    assert receipt.posted is False
    assert before == 400_000_00
    assert posted == 1
    assert amount(made, K.PRIME_CONTRACT, "", "PC100") == 407_000_00
    assert made.ledger.find(K.PCCO, "PC100", "1").posted


def test_a_change_order_moves_its_commitment_and_an_invoice_its_jobs_cost():
    made = with_commitment()

    made.export(cco(S.EXPORTING))
    made.export(subcontractor_invoice(S.EXPORTING))

    costs = made.ledger.find(K.JOB_COST, "J1200", "J1200")
    line = next(x for x in costs.body.lines if (x.code, x.category) == ("01-100", "S"))
    assert amount(made, K.COMMITMENT, "", "SC0001") == 255_000_00
    assert costs.amount == 100_000_00
    assert (line.job_to_date, line.commitment_invoiced, line.direct) == (10_000_00, 10_000_00, 0)


def test_what_was_not_posted_when_the_books_were_opened_waits_for_post():
    made = sandbox()
    body = budget(S.SYNCED).body
    made.ledger.open_books(
        [Mirrored(K.BUDGET, "J1200", "J1200", "Lake", 300_000_00, posted=False, body=body)]
    )

    before = amount(made, K.BUDGET, "J1200", "J1200")
    posted = made.ledger.post()

    assert (before, posted) == (0, 1)
    assert made.ledger.find(K.BUDGET, "J1200", "J1200").posted
    assert amount(made, K.BUDGET, "J1200", "J1200") == 300_000_00


def test_posting_nothing_posts_nothing_and_an_unknown_batch_is_refused():
    made = sandbox()

    assert made.ledger.post() == 0
    assert refused(made.ledger.post, 9) == "BATCH_UNKNOWN"


# deleting


@pytest.mark.rule("financials 37", "financials 53")
def test_children_go_before_their_commitment():
    made = with_commitment()
    made.export(cco(S.EXPORTING))
    made.export(subcontractor_invoice(S.EXPORTING))
    ledger = made.ledger

    with_both = refused(ledger.delete, K.COMMITMENT, "", "SC0001")
    ledger.delete(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")
    with_change = refused(ledger.delete, K.COMMITMENT, "", "SC0001")
    ledger.delete(K.CCO, "SC0001", "1")
    bare = amount(made, K.COMMITMENT, "", "SC0001")
    ledger.delete(K.COMMITMENT, "", "sc0001")

    assert (with_both, with_change) == ("COMMITMENT_IN_USE", "COMMITMENT_IN_USE")
    assert bare == 250_000_00
    assert ledger.find(K.COMMITMENT, "", "SC0001") is None
    assert amount(made, K.JOB_COST, "J1200", "J1200") == 90_000_00


@pytest.mark.rule("financials 53")
def test_without_the_pj_module_an_approved_change_order_stays():
    made = with_commitment()
    made.export(cco(S.EXPORTING))
    made.ledger.keep_setup(made.ledger.setup()._replace(project_management=False))

    assert refused(made.ledger.delete, K.CCO, "SC0001", "1") == "CCO_APPROVED"


def test_what_others_name_is_not_deleted():
    made = with_commitment()
    made.export(owner_invoice(S.EXPORTING))
    made.export(
        commitment(
            S.EXPORTING, id="commitment-2", erp_id="SC2",
            lines=(SovLine(1, "01-100", "S", 1, sub_job="EXTRA1"),),
        )
    )  # fmt: skip
    delete = made.ledger.delete

    assert refused(delete, K.COMPANY, "", "V1001") == "VENDOR_IN_USE"
    assert refused(delete, K.PROJECT, "", "J1200") == "JOB_IN_USE"
    assert refused(delete, K.SUB_JOB, "J1200", "EXTRA1") == "EXTRA_IN_USE"
    assert refused(delete, K.PRIME_CONTRACT, "", "PC100") == "CONTRACT_IN_USE"
    assert refused(delete, K.JOB_COST, "J1200", "J1200") == "JOB_COST_KEPT"
    assert refused(delete, K.COMPANY, "", "V9") == "NOT_IN_SAGE"
    delete(K.COMPANY, "", "V2")
    assert made.ledger.find(K.COMPANY, "", "V2") is None


def test_a_batch_goes_with_what_was_deleted_and_a_posted_change_is_taken_back():
    made = sandbox()
    made.export(pcco(S.EXPORTING, transaction_date=SOME_DAY))
    made.ledger.delete(K.PCCO, "PC100", "1")
    dropped = made.ledger.post()
    made.erp.export(pcco(S.EXPORTING, transaction_date=SOME_DAY), "key-2")
    made.ledger.post()

    made.ledger.delete(K.PCCO, "PC100", "1")

    assert dropped == 0
    assert amount(made, K.PRIME_CONTRACT, "", "PC100") == 400_000_00


# at the screens


def test_a_new_item_a_new_job_and_a_new_extra_stand_in_the_books():
    made = sandbox()

    made.ledger.add_item("PC100", "2", "Lighting", 5_000_00)
    made.ledger.add_job("J1300", "Canal Street", CODES)
    made.ledger.add_extra("J1300", "A", "South", CODES[:1])

    contract = made.ledger.find(K.PRIME_CONTRACT, "", "PC100")
    assert contract.body.lines[-1] == ContractItem("2", "Lighting", 5_000_00)
    assert contract.amount == 405_000_00
    assert made.ledger.books.pairs("J1300", "A") == {("01-100", "L"), ("01-100", "S")}
    assert refused(made.ledger.add_item, "PC100", "2", "Again", 1) == "ITEM_NOT_UNIQUE"
    assert refused(made.ledger.add_job, "J1300", "Again") == "JOB_ID_TAKEN"
    assert refused(made.ledger.add_extra, "J9", "B", "Nowhere") == "JOB_UNKNOWN"


@pytest.mark.parametrize("month", ["2025", "2025-13", "June", "2025-1"])
def test_a_period_is_closed_by_a_month(month):
    assert refused(sandbox().ledger.close_period, month) == "PERIOD_UNKNOWN"


# cost codes of a linked job


@pytest.mark.rule("cost codes 10", "cost codes 11")
def test_an_update_adds_a_category_and_leaves_sages_description_alone():
    made = sandbox()
    codes = (
        ProjectCode("01-100", "Renamed here", ("L", "S", "M"), ("L", "S")),
        ProjectCode("03-300", "", ("M", "S"), ("M", "S")),
    )

    made.erp.update(project(S.EXPORTING, codes=codes), "key-1")

    held = {c.code: c for c in made.ledger.find(K.PROJECT, "", "J1200").body.codes}
    assert held["01-100"].erp_types == ("L", "S", "M")
    assert held["01-100"].description == "General conditions"
    assert held["03-300"] == CODES[1]


@pytest.mark.rule("cost codes 9", "cost codes 10")
def test_a_line_may_use_a_code_once_the_update_is_done_and_updating_twice_changes_nothing():
    made = sandbox()
    wanted = commitment(S.EXPORTING, lines=(SovLine(1, "01-100", "M", 5),))
    before = refused(made.export, wanted)
    codes = (ProjectCode("01-100", "", ("L", "S", "M"), ("L", "S")),)

    made.erp.update(project(S.EXPORTING, codes=codes), "key-1")
    once = made.ledger.books.change()
    made.erp.update(project(S.EXPORTING, codes=codes), "key-1")

    assert before == "CATEGORY_UNKNOWN"
    assert made.ledger.books.change() == once
    assert made.export(wanted) == "SC0001"


def test_an_update_brings_nothing_that_is_not_on_sages_lists():
    made = sandbox()
    code = (ProjectCode("99-999", "", ("S",)),)

    assert refused(made.erp.update, project(S.EXPORTING, codes=code), "k") == "COST_CODE_UNKNOWN"
    assert refused(made.erp.update, commitment(S.EXPORTING), "k") == "NO_UPDATE"
    assert refused(made.erp.update, project(S.EXPORTING, id="x", erp_id="J9"), "k") == "NOT_IN_SAGE"


# the whole


@pytest.mark.rule("invariant I4")
def test_no_door_of_the_connector_deletes_anything():
    made = with_commitment()
    made.export(cco(S.EXPORTING))
    made.export(sub_job(S.EXPORTING))
    ids = {(k, d.scope, d.erp_id) for k in K for d in made.ledger.documents(k)}

    made.erp.update(project(S.EXPORTING, codes=()), "key-2")
    made.export(subcontractor_invoice(S.EXPORTING))
    made.projects.tell(commitment(S.UNLINKED), S.UNLINKED)

    assert ids <= {(k, d.scope, d.erp_id) for k in K for d in made.ledger.documents(k)}


def test_twenty_thousand_documents_open_the_books_in_two_seconds():
    made = sandbox()
    body = commitment().body
    documents = [
        Mirrored(K.COMMITMENT, "", f"X{n}", "Deck", n, body=body, job="J1200", vendor="V1001")
        for n in range(20_000)
    ]

    begun = time.perf_counter()
    count = made.ledger.open_books(documents)

    assert count == 20_000
    assert time.perf_counter() - begun < 2
