import pytest

from core.locks import edit_objection
from core.records import CostTotal
from core.vocabulary import Action, ErpStatus
from tests.core.judging import moved, said
from tests.people import ADA, CONNECTOR, VIC
from tests.records import case, job_cost, mirrored

A, S = Action, ErpStatus


@pytest.mark.rule("job costs 1")
@pytest.mark.parametrize("status", [S.READY_TO_IMPORT, S.SYNCED])
def test_a_direct_cost_is_never_exported(status):
    assert said(case(job_cost(status), ADA), A.SEND) == [
        "Job costs come from Sage; a direct cost made here is never exported."
    ]


@pytest.mark.rule("job costs 6")
def test_synced_costs_are_read_only():
    objection = edit_objection(job_cost(S.SYNCED), {"lines"})

    assert objection.text == "Synced with Sage as J1200: lines cannot be changed here."


@pytest.mark.rule("job costs 10")
def test_direct_cost_is_what_did_not_come_through_commitments():
    mixed = CostTotal("03-300", "S", job_to_date=90_00, commitment_invoiced=60_00)
    all_invoiced = CostTotal("03-300", "S", job_to_date=60_00, commitment_invoiced=60_00)

    assert (mixed.direct, all_invoiced.direct) == (30_00, 0)


def test_job_costs_come_in_by_the_connector_or_by_who_may_refresh():
    totals = case(job_cost(), CONNECTOR)

    taken = moved(totals._replace(mirrored=mirrored(totals, amount=1_00)), A.IMPORT)

    assert (taken.status, taken.amount) == (S.SYNCED, 1_00)
    assert said(totals._replace(actor=VIC), A.IMPORT) == [
        "This takes Standard of ERP Integrations; you hold Read Only."
    ]


def test_job_costs_of_a_job_without_a_project_wait():
    adrift = case(job_cost(project=None), CONNECTOR)

    assert said(adrift, A.IMPORT) == ["Its job J1200 is not in any project yet."]
