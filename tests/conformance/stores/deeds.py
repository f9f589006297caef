"""What the contracts of the stores do to a store, and by which clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from adapters.stores.sqlite import SqliteStore
from core.approvals import told
from core.case import NOTHING_SAID, Answers, Case
from core.decide import decide, stale
from core.decision import Allowed, Refused
from core.people import CONNECTOR, Actor
from core.ports import (
    Asked,
    RecordStore,
)
from core.query import Query
from core.records import (
    Record,
)
from core.vocabulary import Action, Effect, ErpStatus, RecordId, RecordKind, View
from tests.people import ADA, ANA
from tests.records import (
    commitment,
    company,
    project,
)

A, K, S, V = Action, RecordKind, ErpStatus, View
READY = Query("commitments", V.READY_TO_EXPORT)


class Clock:
    """Tells the time it is set to."""

    def __init__(self) -> None:
        self.now = datetime(2025, 12, 11, 12, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def allowing(case: Case, action: Action, target: ErpStatus, **changes: object) -> Allowed:
    """A judgement that lets a record move, whatever the rules say."""
    moved = case.record._replace(
        status=target, version=case.record.version + 1, changed_at=case.now, **changes
    )
    return Allowed(action, moved, Effect.TELL, "because")


def judge_by_the_rules(action: Action):
    return lambda case, since: stale(action, told(since)) if since else decide(case, action)


def ready(
    number: str = "SC0001", status: ErpStatus = S.READY_TO_EXPORT, **changes: object
) -> Record:
    return commitment(status, id=RecordId(f"commitment-{number}"), number=number, **changes)


def act(
    store: RecordStore,
    action: Action,
    *records: Record,
    actor: Actor = ANA,
    answers: Answers = NOTHING_SAID,
) -> list[Allowed | Refused]:
    """Do it by the rules on the versions given."""
    asked = [Asked(r.id, r.version) for r in records]
    done = store.decide(asked, actor, answers, judge_by_the_rules(action), action)
    return [outcome.decision for outcome in done]


def move(
    store: RecordStore, record: Record, target: ErpStatus, **changes: object
) -> Allowed | Refused:
    """Do it without any rules."""
    permit(store, record, A.ACCEPT, target)
    (done,) = store.decide(
        [Asked(record.id)],
        ADA,
        NOTHING_SAID,
        lambda case, _: allowing(case, A.ACCEPT, target, **changes),
        A.ACCEPT,
    )
    return done.decision


def permit(store: RecordStore, record: Record, action: Action, target: ErpStatus) -> None:
    """Let a database take a step that no lifecycle has."""
    if not isinstance(store, SqliteStore):
        return
    with store._database.write() as connection:
        # Twice in one batch it stays where the first time led.
        for source in (store.find(record.id).status, target):
            connection.execute(
                "INSERT INTO steps VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (record.kind.value, action.value, source.value, target.value),
            )


def world(store: RecordStore) -> None:
    """The project and the vendor that every default record names."""
    store.arrive([project(S.SYNCED), company(S.SYNCED)], CONNECTOR)


def numbers(found: Sequence) -> list[str]:
    return [row.number for row in found]
