"""The plan: the order of acceptance, what is held until something is synced, twins and sums."""

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.case import Answers
from core.people import CONNECTOR
from core.planning import STEP_OF, Standing, planned
from core.ports import Asked
from core.records import SovLine
from core.tabs import ROWS
from core.vocabulary import Action, ErpStatus, RecordId
from tests import records as make
from tests.people import ANA, VIC

A, S = Action, ErpStatus
ALL = ("subcontractor_invoice-1", "cco-1", "commitment-1", "sub_job-1", "project-1", "company-1")
"""Each names the next ones."""


def store(*records):
    made = MemoryStore()
    made.keep_person(ANA)
    made.arrive(records, CONNECTOR)
    return made


@pytest.fixture
def chain():
    """A whole chain that was sent and of which Sage holds nothing."""
    ready = S.READY_TO_EXPORT
    return store(
        make.company(ready), make.project(ready), make.sub_job(ready), make.commitment(ready),
        make.cco(ready), make.subcontractor_invoice(ready),
    )  # fmt: skip


def plan(made, *names, actor=ANA):
    return planned(made, actor, [Asked(RecordId(name)) for name in names])


def standing(found):
    return {line.record.id: line.standing.value for line in found.lines}


def test_every_kind_that_is_accepted_has_its_step():
    accepted = {kind for (kind, _), rows in ROWS.items() if A.ACCEPT in rows}

    assert accepted <= set(STEP_OF)


def test_what_others_name_comes_first(chain):
    found = plan(chain, *ALL)

    assert [line.record.id for line in found.lines] == [
        "company-1", "project-1", "sub_job-1", "commitment-1", "cco-1", "subcontractor_invoice-1"
    ]  # fmt: skip


def test_what_names_something_on_its_way_is_held_until_that_is_synced(chain):
    found = plan(chain, *ALL)

    (commitment,) = (line for line in found.lines if line.record.id == "commitment-1")
    assert standing(found) == {
        "company-1": "ready", "project-1": "ready", "sub_job-1": "held", "commitment-1": "held",
        "cco-1": "held", "subcontractor_invoice-1": "held",
    }  # fmt: skip
    assert [b.until for b in commitment.blockers] == [
        "project J1200 is synced (in this plan)",
        "vendor V1001 is synced (in this plan)",
    ]
    assert found.ready == (Asked(RecordId("company-1"), 1), Asked(RecordId("project-1"), 1))


def test_an_acceptance_alone_lifts_nothing_its_confirmation_does(chain):
    for name in ("company-1", "project-1"):
        Approvals(chain).perform(A.ACCEPT, Asked(RecordId(name)), ANA)
    under_way = plan(chain, "commitment-1")
    for name in ("company-1", "project-1"):
        Approvals(chain).perform(A.CONFIRM, Asked(RecordId(name)), CONNECTOR, Answers(erp_id=name))

    confirmed = plan(chain, "commitment-1")

    assert standing(under_way) == {"commitment-1": "held"}
    assert "exporting, and not in this plan" in under_way.lines[0].blockers[0].until
    assert standing(confirmed) == {"commitment-1": "ready"}


def test_what_would_be_refused_anyway_is_refused_with_its_own_reasons():
    made = store(
        make.project(S.SYNCED),
        make.company(),
        make.commitment(title="A title that is too long" * 2),
    )

    found = plan(made, "commitment-1", "company-1")

    refused = found.those(Standing.REFUSED)
    assert [[o.rule for o in line.objections] for line in refused] == [["financials 27 (C4)"]]
    assert [line.record.id for line in found.those(Standing.READY)] == ["company-1"]


def test_a_line_on_a_sub_job_of_the_plan_holds_its_contract():
    lines = (SovLine(1, "01-100", "L", 1_00, sub_job="EXTRA7"),)
    made = store(
        make.project(S.SYNCED), make.company(S.SYNCED), make.sub_job(number="EXTRA7"),
        make.commitment(lines=lines, amount=1_00),
    )  # fmt: skip

    found = plan(made, "commitment-1", "sub_job-1")

    assert standing(found) == {"sub_job-1": "ready", "commitment-1": "held"}
    assert found.lines[1].blockers[0].until == "sub job EXTRA7 is synced (in this plan)"


def test_new_cost_codes_of_a_job_hold_what_uses_them():
    lines = (SovLine(1, "05-100", "S", 1_00),)
    made = store(
        make.project(S.READY_TO_UPDATE), make.company(S.SYNCED),
        make.commitment(lines=lines, amount=1_00),
    )  # fmt: skip

    found = plan(made, "commitment-1")

    assert standing(found) == {"commitment-1": "held"}
    assert "J1200 has its new cost codes in Sage" in found.lines[0].blockers[0].until


def test_twins_are_warned_of():
    one = make.commitment(id="a", number="SC1")
    made = store(make.project(S.SYNCED), make.company(S.SYNCED), one, one._replace(id="b"))

    found = plan(made, "a", "b")

    assert [(t.why, t.records) for t in found.twins] == [
        ("the same Sage id SC1", ("a", "b")),
        ("the same vendor, amount and title", ("a", "b")),
    ]


def test_it_adds_up_by_tab(chain):
    sums = {(s.tab, s.standing): (s.records, s.amount) for s in plan(chain, *ALL).sums}

    assert sums["vendors", Standing.READY] == (1, 0)
    assert sums["commitments", Standing.HELD] == (1, make.commitment().amount)


def test_whoever_may_not_accept_has_nothing_ready(chain):
    assert plan(chain, "company-1", actor=VIC).ready == ()


def test_planning_changes_nothing(chain):
    before = chain.change()

    plan(chain, *ALL)

    assert (chain.change(), chain.owing()) == (before, 0)
