"""What holds exports back: a stop, silence, a rate, a day's amount, an older copy of the store."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.brakes import open_ones
from core.epoch import begin, behind, mark_of
from core.held_back import held_back, in_short
from core.people import CONNECTOR
from core.reconciling import Sort, after_restore, last, reconcile
from core.settings import Sending, Settings
from core.vocabulary import Action, ErpStatus, RecordKind
from soak.receiver import Fault, Kind, Receiver
from soak.restores import Memory
from soak.rig import Clock, Killed, Rig

S = ErpStatus


@pytest.fixture
def rig() -> Rig:
    """Four commitments that were accepted."""
    clock = Clock()
    made = Rig(MemoryStore(clock), Receiver(Kind.CODE, clock), clock, 4)
    for name in made.orders:
        made.accept(name)
    return made


def settle(rig: Rig, **chosen: object) -> None:
    rig.store.keep_settings(Settings(sending=Sending(**chosen)))


def always(rig: Rig, fault: Fault | None) -> None:
    rig.receiver._fault = lambda: fault


def test_while_exports_are_stopped_nothing_leaves_and_what_waits_is_kept(rig):
    settle(rig, stopped="Month end (Ada)")

    rig.work("one")
    held = list(held_back(rig.store))
    settle(rig)
    rig.clock.pass_(6)
    rig.work("one")

    assert held == ["Exports are stopped: Month end (Ada)"]
    assert len(rig.standing(S.SYNCED)) == 4


def test_silence_holds_a_kind_back_and_one_call_is_tried_now_and_then(rig):
    settle(rig, breaker_after=2)
    always(rig, Fault.NO_NAME)

    rig.work("one")
    calls, told = rig.receiver.calls, in_short(rig.store)
    rig.clock.pass_(3)
    rig.work("one")
    tried = rig.receiver.calls - calls

    assert (calls, told, tried) == (2, "some held back", 1)
    assert set(open_ones(rig.store)) == {RecordKind.COMMITMENT}


def test_a_call_that_is_answered_lets_the_others_go_again(rig):
    settle(rig, breaker_after=2)
    always(rig, Fault.NO_NAME)
    rig.work("one")
    always(rig, None)

    for _ in range(4):
        rig.clock.pass_(60)
        rig.work("one")

    assert open_ones(rig.store) == {}
    assert len(rig.standing(S.SYNCED)) == 4


def test_of_two_connectors_one_tries(rig):
    settle(rig, breaker_after=1)
    always(rig, Fault.NO_NAME)
    rig.work("one")
    calls = rig.receiver.calls
    rig.clock.pass_(3)

    rig.work("one", 2)
    rig.work("two", 2)

    assert rig.receiver.calls == calls + 1


def test_no_more_calls_leave_in_a_minute_than_are_allowed(rig):
    settle(rig, per_minute=3)

    rig.work("one")
    at_first = rig.receiver.calls
    rig.clock.pass_(61)
    rig.work("one")

    assert (at_first, rig.receiver.calls) == (3, 4)


def test_a_days_amount_stops_exports_until_a_person_lets_them_go(rig):
    amount = rig.store.find(rig.orders[0]).amount
    settle(rig, daily_ceiling=amount * 2)

    rig.work("one")
    stopped = rig.store.settings().sending.stopped
    rig.clock.pass_(60 * 60 * 24)
    rig.work("one")

    assert "over the ceiling" in stopped
    assert len(rig.standing(S.SYNCED)) == 2


def test_bytes_that_are_not_those_approved_are_not_sent(rig):
    key = rig.store.find(rig.orders[0]).export_key
    frozen = rig.store.frozen(key)
    rig.store._shelf.exports[key] = frozen._replace(text=frozen.text.replace("SC", "XX", 1))

    rig.work("one", 1)

    failed = rig.store.find(rig.orders[0])
    assert (failed.status, failed.fault.code) == (S.FAILED, "CHANGED_SINCE_APPROVAL")
    assert rig.receiver.calls == 0


def test_other_content_is_never_sent_under_a_key_that_failed(rig):
    always(rig, Fault.BUSY)
    rig.work("one", 1)
    failed = rig.standing(S.FAILED)[0]
    rig.store.amend(failed._replace(title="Other"), CONNECTOR, "")
    rig.accept(failed.id)

    again = rig.store.find(failed.id)

    assert again.status is S.EXPORTING
    assert again.export_key != failed.export_key
    assert rig.store.frozen(again.export_key).payload.title == "Other"
    assert rig.store.frozen(failed.export_key).payload.title != "Other"


def test_an_older_copy_sends_nothing_until_it_is_reconciled(rig):
    memory = Memory()
    memory.mark = mark_of(rig.store)._replace(seq=10_000)
    rig.witness = memory

    rig.work("one")
    calls = rig.receiver.calls
    done = after_restore(rig.store, rig.receiver, memory)
    settled = rig.settle()

    assert calls == 0
    assert "older copy" in behind(rig.store, memory.mark._replace(seq=10_000))
    assert (done.mark.epoch, done.open) == (2, 4)
    assert settled
    assert len(rig.standing(S.SYNCED)) == 4


def test_who_still_has_the_copy_of_before_sends_nothing_any_more(rig):
    memory = Memory()
    begin(rig.store, memory)
    rig.store.keep("epoch", "1")

    assert "older copy" in behind(rig.store, memory.newest())


def test_what_a_restored_copy_does_not_know_of_is_told(rig):
    rig.settle()
    clock = rig.clock
    copy = Rig(MemoryStore(clock), rig.receiver, clock, 4)

    done = after_restore(copy.store, rig.receiver, Memory())

    assert {one.sort for one in done.incidents} == {Sort.UNEXPECTED}
    assert {one.record for one in done.incidents} == set(rig.orders)


def test_what_sage_lost_doubled_or_changed_is_an_incident(rig):
    rig.settle()
    books = rig.receiver.books
    lost, doubled, *_ = books
    books.remove(lost)
    books.append(doubled._replace(erp_id="SC9999"))

    found = reconcile(rig.store, rig.receiver, 7)

    sorts = {(one.sort, one.record) for one in found.incidents}
    assert sorts == {(Sort.MISSING, lost.record), (Sort.DOUBLE, doubled.record)}
    assert found.checked == 4
    assert last(rig.store) == found


def test_a_mark_is_taken_back_only_where_surely_nothing_was_sent(rig):
    def dies(point: str) -> None:
        if point == "marked":
            raise Killed

    always(rig, Fault.REFUSED_LINE)
    rig.work("one", 1)
    first = rig.store.frozen(rig.store.find(rig.orders[0]).export_key)
    always(rig, None)
    rig.work("two", 1, dies)
    second = rig.store.frozen(rig.store.find(rig.orders[1]).export_key)
    rig.clock.pass_(timedelta(minutes=1).total_seconds())
    rig.work("three", 9)

    assert (first.sends, first.sending) == (1, False)
    assert (second.sends, second.sending) == (1, True)
    assert rig.store.find(rig.orders[1]).status is S.OUTCOME_UNKNOWN
    assert [e.action for e in rig.store.history(rig.orders[1])][-1] is Action.LOSE
