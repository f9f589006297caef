"""Sage through hh2: what it tells, and who is let in."""

import pytest

from adapters.hh2.relay import Hh2Relay
from adapters.hh2.session import Barred, Credentials
from core.ports import Depth, ErpRefused, OutsideUnreachable, Span
from core.settings import Relay
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.hh2.desk import client, desk, read_all
from tests.records import commitment

K = RecordKind


@pytest.fixture
def both(tmp_path):
    with desk(tmp_path) as made:
        yield made


@pytest.mark.call(
    "hh2", "sign in", "read vendors", "read jobs", "read the cost codes of jobs",
    "read the categories of jobs", "read standard cost codes", "read standard categories",
    "read commitments", "read the items of commitments",
)  # fmt: skip
@pytest.mark.parametrize("kind", [K.COMPANY, K.PROJECT, K.SUB_JOB, K.COMMITMENT, K.COST_CODE])
def test_what_hh2_tells_is_what_sage_holds(both, kind):
    told, gone, _ = read_all(both.erp, kind)

    held = {(m.scope, m.erp_id): m for m in both.sandbox.ledger.documents(kind)}
    assert set(told) == set(held)
    assert gone == []
    for name, mine in told.items():
        theirs = held[name]
        assert (mine.title, mine.amount, mine.active, mine.job, mine.vendor) == (
            theirs.title, theirs.amount, theirs.active, theirs.job, theirs.vendor,
        )  # fmt: skip


def test_a_commitment_is_told_with_its_lines(both):
    told, _, _ = read_all(both.erp, K.COMMITMENT)

    mine, theirs = told["", "SC0001"].body, commitment().body
    assert [(x.item, x.code, x.category, x.amount) for x in mine.lines] == [
        (x.item, x.code, x.category, x.amount) for x in theirs.lines
    ]


def test_only_what_changed_is_told_again_and_what_went_is_told_as_gone(both):
    _, _, mark = read_all(both.erp, K.COMPANY)
    both.sandbox.ledger.set_inactive("V2")
    both.sandbox.relay.sync()
    changed = both.erp.seen(K.COMPANY, mark, 10)
    both.sandbox.ledger.delete(K.COMPANY, "", "V2")
    both.sandbox.relay.sync()

    gone = both.erp.seen(K.COMPANY, changed.mark, 10)

    assert [(m.erp_id, m.active) for m in changed.records] == [("V2", False)]
    assert (list(gone.records), list(gone.gone)) == ([], [("", "V2")])


def test_what_was_read_for_another_kind_is_told_with_its_whole(both):
    """The categories of jobs come with the standard codes, before anybody has read the jobs."""
    both.erp.seen(K.COST_CODE, 0, 100)

    first = both.erp.seen(K.JOB_COST, 0, 100)
    second = both.erp.seen(K.JOB_COST, first.mark, 100)

    told = [m.erp_id for m in (*first.records, *second.records)]
    assert "J1200" in told


@pytest.mark.call("hh2", "read job cost transactions")
def test_the_costs_of_a_job_are_told(both):
    told, _, _ = read_all(both.erp, K.JOB_COST)

    held = both.sandbox.ledger.documents(K.JOB_COST)
    assert [(d.scope, d.erp_id) for d in held] == list(told)


def test_what_hh2_has_no_call_for_is_refused_before_anything_is_sent(both):
    with pytest.raises(ErpRefused, match="no call that writes a commitment"):
        both.erp.export(commitment(ErpStatus.EXPORTING), "key")


def test_refused_credentials_are_never_tried_a_second_time(both):
    guessed = Credentials("sandbox", "sandbox", "me", "guess")

    with client(both.address, both.place, guessed) as wrong:
        for _ in range(10):
            with pytest.raises(Barred, match="does not know this user or password"):
                wrong.seen(K.COMPANY, 0, 10)

    assert both.door.sessions.tries == 1


def test_a_session_that_ended_is_opened_again_once(both):
    read_all(both.erp, K.COMPANY)
    both.door.sessions.end_all()

    read_all(both.erp, K.PROJECT)

    assert both.door.sessions.tries == 2


def test_credentials_never_show():
    assert "hunter2" not in repr(Credentials("k", "s", "u", "hunter2"))


def test_hh2_says_why_nothing_here_has_it_read_sage(both):
    relay = Hh2Relay(both.erp._session, Relay)

    told = relay.report().relay

    assert told.no_first_step.startswith("hh2 has no call that starts its sync with Sage;")
    with pytest.raises(OutsideUnreachable) as refused:
        relay.begin("key", Span.ALL, Depth.DEEP)
    assert str(refused.value) == told.no_first_step
