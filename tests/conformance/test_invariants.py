"""What holds whatever happens: the invariants of the domain, over random histories."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.case import Mirrored
from core.news import HEAD
from core.people import CONNECTOR
from core.permissions import denials, grant
from core.records import Record, erp_scope, folded
from core.tabs import TAB_OF
from core.vocabulary import VIEW_OF, Action, ErpStatus, Permission, RecordKind
from tests.conformance.histories import History, Step

A, S, K, P = Action, ErpStatus, RecordKind, Permission
HELD = frozenset({S.SYNCED, S.READY_TO_UPDATE, S.EXPORTING, S.OUTCOME_UNKNOWN})
"""What Sage holds of ours, or may hold by the time anyone looks."""
SHORT = settings(
    max_examples=12, stateful_step_count=14, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
Holds = Callable[[Step], int]
"""Fails, or answers in how many places it looked."""
HOLDING: list[Holds] = []
"""Every one of them is held against every step of the same histories."""


class Looked:
    """What came of one of them."""

    def __init__(self) -> None:
        self.places = 0
        self.failures: list[str] = []


@pytest.fixture(scope="module")
def looked() -> Mapping[Holds, Looked]:
    """The histories, gone through once."""
    found = {holds: Looked() for holds in HOLDING}

    class Holding(History):
        @staticmethod
        def holds(step: Step) -> None:
            for holds, at in found.items():
                try:
                    at.places += holds(step)
                except AssertionError as why:
                    at.failures.append(f"{step.name}: {why}")

    run_state_machine_as_test(Holding, settings=SHORT)
    return found


def after_every_step(holds: Holds) -> Callable[[Mapping[Holds, Looked]], None]:
    """The test that it held in every history, and that somewhere it looked."""
    HOLDING.append(holds)

    def test(looked: Mapping[Holds, Looked]) -> None:
        assert looked[holds].failures == []
        assert looked[holds].places > 0

    test.__name__ = holds.__name__
    return test


@pytest.mark.rule("invariant I1")
@after_every_step
def test_nothing_of_a_sent_record_changes_until_its_status_does(step: Step) -> int:
    sent = [r for r in step.before.records.values() if r.status is S.READY_TO_EXPORT]
    for was in sent:
        now = step.after.records[was.id]
        assert now == was or now.status is not was.status, step.name
    return len(sent)


@pytest.mark.rule("invariant I2")
@after_every_step
def test_one_record_of_sage_is_one_record_here_and_back(step: Step) -> int:
    records = step.after.records.values()
    pairs = Counter(pair(r) for r in records if r.status in HELD and r.erp_id)
    assert [p for p, count in pairs.items() if count > 1] == [], step.name
    exported = step.world.made.ledger.exported().values()
    theirs: dict[str, set[str]] = {}
    for kind, erp_id, record in exported:
        if kind is not K.BUDGET:
            theirs.setdefault(record, set()).add(erp_id)
    held = {(kind, erp_id) for kind, _, erp_id in step.after.books}
    for record, ids in theirs.items():
        kind = step.after.records[record].kind
        assert len([i for i in ids if (kind, i) in held]) <= 1, step.name
    return len(theirs)


@pytest.mark.rule("invariant I3")
@after_every_step
def test_import_and_export_never_run_for_one_pair_at_once(step: Step) -> int:
    leaving = {
        pair(r)
        for r in (*step.before.records.values(), *step.after.records.values())
        if r.status in {S.EXPORTING, S.OUTCOME_UNKNOWN} and r.erp_id
    }
    brought_in = {
        pair(now)
        for was, now in step.moved()
        if was.status is S.READY_TO_IMPORT and now.status is S.SYNCED
    }
    assert brought_in & leaving == set(), step.name
    return min(len(brought_in) + len(leaving), 1)


@pytest.mark.rule("invariant I4")
@after_every_step
def test_nothing_done_here_deletes_anything_in_sage(step: Step) -> int:
    if step.by_sage:
        return 0
    assert step.before.books.keys() <= step.after.books.keys(), step.name
    return len(step.moved())


@pytest.mark.rule("invariant I5")
@after_every_step
def test_only_approvers_and_senders_who_retrieve_move_what_was_sent(step: Step) -> int:
    people = {person.name: person for person in step.world.store.people()}
    out = [pair for pair in step.moved() if pair[0].status is S.READY_TO_EXPORT]
    for was, now in out:
        left = next(e for e in step.world.history(now.id) if e.version == was.version + 1)
        assert (left.action, left.target) in LEAVING, step.name
        if left.action is A.VOID:
            assert left.actor == CONNECTOR.name
        elif left.actor in people:
            wanted = grant(LEAVING[left.action, left.target], now.kind)
            assert denials(wanted, people[left.actor], now.kind) == (), step.name
    return len(out)


LEAVING = {
    (A.ACCEPT, S.EXPORTING): P.APPROVER,
    (A.REJECT, S.REJECTED): P.APPROVER,
    (A.RETRIEVE, S.RETRIEVED): P.RETRIEVER,
    (A.VOID, S.RETRIEVED): P.CONNECTOR,
}
"""The ways out of Ready to Export, and by whose right."""


@pytest.mark.rule("invariant I6")
@after_every_step
def test_a_failed_export_leaves_both_sides_as_they_were(step: Step) -> int:
    ends = (S.EXPORTING, S.FAILED)
    failed = [now for was, now in step.moved() if (was.status, now.status) == ends]
    for now in failed:
        assert step.world.made.ledger.receipt(now.export_key or "") is None, step.name
        before, after = step.before.copies[now.id], step.after.copies[now.id]
        assert bare(after) == bare(before), step.name
        others = [w for w, n in step.moved() if n.status is S.SYNCED and w.id != now.id]
        if not others:
            assert step.after.books == step.before.books, step.name
    return len(failed)


@pytest.mark.rule("invariant I7")
@after_every_step
def test_with_the_relay_stopped_there_is_only_its_last_picture(step: Step) -> int:
    if not step.name.endswith("with the relay stopped"):
        return 0
    assert step.after.books == step.before.books, step.name
    if step.name.startswith("refresh"):
        later = step.after.mirror.keys() - step.before.mirror.keys()
        relayed = step.world.made.relay
        assert all(relayed.held(*place) for place in later), step.name
    under_way = {S.EXPORTING, S.OUTCOME_UNKNOWN}
    waiting = [r for r in step.before.records.values() if r.status in under_way]
    for was in waiting:
        assert step.after.records[was.id].status in {*under_way, S.FAILED}, step.name
    return len(waiting)


@after_every_step
def test_counts_that_are_kept_are_what_counting_finds(step: Step) -> int:
    found = Counter(
        (TAB_OF[r.kind].name, VIEW_OF[r.status])
        for r in step.after.records.values()
        if r.status in VIEW_OF
    )
    kept = {key: count for key, count in step.world.store.counts().items() if count}
    assert kept == found, step.name
    return len(found)


@after_every_step
def test_what_sage_holds_of_a_document_is_the_sum_of_its_lines(step: Step) -> int:
    looked = 0
    for (kind, _, _), document in step.after.books.items():
        looked += kind in {K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE}
        lines = document.body.lines if kind in {K.COMMITMENT, K.CCO} else ()
        if kind is K.CCO:
            assert document.amount == sum(x.amount for x in lines), step.name
        elif kind is K.COMMITMENT:
            changed = sum(cco.amount for cco in changes_of(document, step))
            assert document.amount == sum(x.amount for x in lines) + changed, step.name
        elif kind is K.SUBCONTRACTOR_INVOICE:
            body = document.body
            gross = sum(x.amount for x in body.lines)
            held = sum(x.retainage for x in body.lines)
            assert (body.gross, body.retainage) == (gross, held), step.name
            assert document.amount == gross - held, step.name
    return looked


def changes_of(commitment: Mirrored, step: Step) -> list[Mirrored]:
    """The change orders that Sage has added to a commitment."""
    ccos = [d for (kind, _, _), d in step.after.books.items() if kind is K.CCO]
    return [cco for cco in ccos if cco.parent == commitment.erp_id]


def pair(record: Record) -> tuple[str, str]:
    return erp_scope(record), folded(record.erp_id or "")


def bare(copy: Record) -> tuple[object, ...]:
    """What a project rules of its record; the rest is what the ERP tool tells of it."""
    return (*(getattr(copy, field) for field in HEAD), copy.body)
