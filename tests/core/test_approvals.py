"""Judge, commit, owe: over the store in memory, which keeps the contract of every store."""

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals, told
from core.case import Answers
from core.decision import Allowed, Refused
from core.objection import Cause
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA, SAM, VIC
from tests.records import commitment, company, many, project

A, S = Action, ErpStatus


@pytest.fixture
def store():
    """A linked job and vendor, and three commitments, the second with too long a title."""
    store = MemoryStore()
    one, two, three = many(commitment, 3)
    two = two._replace(title="t" * 31)
    store.arrive([project(S.SYNCED), company(S.SYNCED), one, two, three], CONNECTOR)
    return store


ASKED = [Asked(RecordId(f"commitment-0000{n}")) for n in (1, 2, 3)]


def statuses(store) -> list[ErpStatus]:
    return [store.find(one.record).status for one in ASKED]


def test_an_acceptance_commits_and_owes(store):
    done = Approvals(store).perform(A.ACCEPT, ASKED[0], ANA)

    assert isinstance(done, Allowed)
    assert store.find(ASKED[0].record).status is S.EXPORTING
    assert store.owing() == 1
    assert [e.action for e in store.history(ASKED[0].record)] == [A.ARRIVE, A.ACCEPT]


def test_a_refusal_commits_nothing_and_owes_nothing(store):
    done = Approvals(store).perform(A.ACCEPT, ASKED[0], VIC)

    assert isinstance(done, Refused)
    assert store.find(ASKED[0].record).status is S.READY_TO_EXPORT
    assert store.owing() == 0
    assert [e.action for e in store.history(ASKED[0].record)] == [A.ARRIVE]


def test_one_refusal_spoils_nothing_else(store):
    batch, outcomes = Approvals(store).perform_many(A.ACCEPT, ASKED, ANA)

    assert statuses(store) == [S.EXPORTING, S.READY_TO_EXPORT, S.EXPORTING]
    assert [isinstance(o.decision, Allowed) for o in outcomes] == [True, False, True]
    assert (batch.total, batch.done) == (3, 2)
    assert batch.refused == (
        (ASKED[1].record, ("Title is 31 characters; Sage 300 CRE takes 30.",)),
    )


def test_a_batch_is_kept_under_its_name_and_on_every_entry(store):
    batch, _ = Approvals(store).perform_many(A.REJECT, ASKED, ANA, Answers(reason="Wrong job"))

    assert store.batch(batch.id) == batch
    assert {store.history(one.record)[-1].batch for one in ASKED} == {batch.id}


def test_a_batch_stops_when_it_is_told_to(store):
    heard = []

    def stop_at_once(done: int, total: int) -> bool:
        heard.append((done, total))
        return False

    asked = [ASKED[0]] * 150
    batch, outcomes = Approvals(store).perform_many(A.ACCEPT, asked, ANA, progress=stop_at_once)

    assert heard == [(100, 150)]
    assert (len(outcomes), batch.done) == (100, 1)


def test_a_rehearsal_changes_nothing(store):
    outcomes = Approvals(store).rehearse(A.ACCEPT, ASKED, ANA)

    assert [isinstance(o.decision, Allowed) for o in outcomes] == [True, False, True]
    assert statuses(store) == [S.READY_TO_EXPORT] * 3
    assert store.owing() == 0


def test_who_decides_on_an_old_version_hears_what_happened(store):
    seen = store.find(ASKED[0].record).version
    Approvals(store).perform(A.RETRIEVE, ASKED[0], SAM)

    done = Approvals(store).perform(A.ACCEPT, Asked(ASKED[0].record, seen), ANA)

    assert isinstance(done, Refused)
    assert done.cause is Cause.STALE
    assert told(store.history(ASKED[0].record)[1:]) in done.objections[0].text
    assert "Sam Sender did retrieve at" in done.objections[0].text


def test_an_unknown_record_is_refused(store):
    done = Approvals(store).perform(A.ACCEPT, Asked(RecordId("nothing")), ANA)

    assert isinstance(done, Refused)
    assert done.cause is Cause.UNKNOWN


def test_two_records_that_want_one_id_are_not_both_accepted(store):
    answers = Answers(erp_id="SAME")

    batch, _ = Approvals(store).perform_many(A.ACCEPT, [ASKED[0], ASKED[2]], ANA, answers)

    assert statuses(store) == [S.EXPORTING, S.READY_TO_EXPORT, S.READY_TO_EXPORT]
    assert batch.refused[0][0] == ASKED[2].record
