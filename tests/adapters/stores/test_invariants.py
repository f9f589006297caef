"""Each rule of `verify` is broken by hand, and named with the record and what was found."""

from datetime import timedelta

import pytest

from adapters.stores.invariants import is_step
from adapters.stores.sqlite import SqliteStore
from core.anchors import MARK
from core.approvals import Approvals
from core.case import Answers
from core.invariants import INVARIANTS
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus, RecordKind
from tests.people import ANA
from tests.records import NOW, commitment, company, many, project

A, K, S = Action, RecordKind, ErpStatus
pytestmark = pytest.mark.broken_store("each rule is broken by hand")


class Clock:
    """Stands still until it is moved."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    """Commitment 1 is synced, 2 is being exported, 3 is in doubt, 4 waits."""
    store = SqliteStore(tmp_path / "countersign.sqlite", clock)
    waiting = many(commitment, 4, status=S.READY_TO_EXPORT)
    store.arrive([project(S.SYNCED), company(S.SYNCED), *waiting], CONNECTOR)
    approvals = Approvals(store)
    for number in (1, 2, 3):
        approvals.perform(A.ACCEPT, Asked(f"commitment-0000{number}"), ANA)
    for owed in store.claim("me", 30, 10):
        if owed.record == "commitment-00002":
            continue
        outcome = A.CONFIRM if owed.record == "commitment-00001" else A.LOSE
        asked = Asked(owed.record, owed.version)
        approvals.perform(outcome, asked, CONNECTOR, Answers(), settles=owed)
    yield store
    store.close()


def broken(store: SqliteStore, *statements: str) -> dict[str, str]:
    """The records that are named, by rule, once somebody went round every guard."""
    connection = store._database.connection
    connection.execute("PRAGMA foreign_keys = 0")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    return {f.rule: f.record for f in store.findings() if f.rule not in {"I28", "I21"}}


def test_an_honest_store_breaks_no_rule(store):
    assert store.findings() == []


ONE, TWO, THREE, FOUR = (f"commitment-0000{number}" for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("rule", "record", "statement"),
    [
        ("I3", FOUR, f"UPDATE records SET title = 'Another' WHERE id = '{FOUR}'"),
        ("I3", FOUR, f"UPDATE records SET amount = 1 WHERE id = '{FOUR}'"),
        ("I9", ONE, (f"UPDATE records SET export_key = (SELECT export_key FROM records WHERE "
                    f"id = '{ONE}') WHERE id = '{TWO}'")),
        ("I10", TWO, f"UPDATE exports SET payload = payload || ' ' WHERE record = '{TWO}'"),
        ("I11", TWO, f"UPDATE owed SET taken_at = NULL WHERE record = '{TWO}'"),
        ("I11", TWO, f"UPDATE exports SET sends = 1 WHERE record = '{TWO}'"),
        ("I12", ONE, f"UPDATE records SET erp_id = NULL WHERE id = '{ONE}'"),
        ("I12", ONE, f"UPDATE exports SET erp_id = '' WHERE record = '{ONE}'"),
        ("I13", THREE, (f"UPDATE audit SET source = 'outcome_unknown' WHERE record = '{THREE}' "
                       "AND action = 'lose'")),
        ("I14", ONE, (f"UPDATE audit SET action = 'miss' WHERE record = '{ONE}' "
                     "AND action = 'confirm'")),
        ("I15", ONE, (f"UPDATE audit SET actor = 'Ana Approver' WHERE record = '{ONE}' "
                     "AND action = 'confirm'")),
        ("I16", TWO, (f"UPDATE audit SET source = 'synced' WHERE record = '{TWO}' "
                     "AND action = 'accept'")),
        ("I18", ONE, "UPDATE audit SET target = 'unsent' WHERE record = 'company-1'"),
        ("I20", FOUR, f"UPDATE records SET version = 7 WHERE id = '{FOUR}'"),
        ("steps", TWO, (f"UPDATE audit SET action = 'retrieve' WHERE record = '{TWO}' "
                       "AND action = 'accept'")),
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_is_named_with_its_record(store, rule, record, statement):
    assert broken(store, statement).get(rule) == record


def test_what_is_accepted_and_owed_by_nobody_is_seen_after_a_quarter_of_an_hour(store, clock):
    soon = broken(store, f"DELETE FROM owed WHERE record = '{TWO}'")
    clock.now += timedelta(minutes=16)

    assert "I17" not in soon
    assert broken(store)["I17"] == TWO


@pytest.mark.rule("invariant I22")
def test_entries_that_were_never_anchored_are_no_fault_and_late_ones_are(store, clock):
    store.keep_mark(MARK, 3)
    soon = {f.rule for f in store.findings()}
    clock.now += timedelta(minutes=6)
    late = {f.rule: f.evidence for f in store.findings()}
    store.keep_mark(MARK, 0)

    assert soon == set()
    assert late["I22"].startswith("Audit entry 4 of 2025-12-11 12:00:00 UTC is not anchored yet")
    assert store.findings() == []


@pytest.mark.rule("invariant I22")
def test_a_store_that_ends_before_its_last_anchor_is_seen(store):
    store.keep_mark(MARK, 1000)

    (found,) = store.findings()

    assert found.evidence == "1000 entries were anchored, and there are 11."


@pytest.mark.rule("invariant I28")
@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("DROP TRIGGER audit_stays", "The schema's trigger audit_stays is missing."),
        ("DROP INDEX history", "The schema's index history is missing."),
        ("PRAGMA recursive_triggers = 0", "This connection has recursive_triggers at 0, not 1."),
    ],
)
def test_a_promise_of_the_schema_that_is_gone_is_named(store, statement, evidence):
    store._database.connection.execute(statement)

    assert evidence in [f.evidence for f in store.findings()]


@pytest.mark.rule("invariant I30")
def test_an_amount_with_a_fraction_is_named(store):
    body = f"UPDATE records SET body = replace(body, '4000000', '4000000.5') WHERE id = '{FOUR}'"

    assert broken(store, body)["I30"] == FOUR


@pytest.mark.parametrize(
    ("step", "known"),
    [
        ((K.COMMITMENT, A.ACCEPT, S.READY_TO_EXPORT, S.EXPORTING), True),
        ((K.COMMITMENT, A.SEND, S.UNSENT, S.EXPORTING), True),
        ((K.COMMITMENT, A.RECALL, S.EXPORTING, S.FAILED), True),
        ((K.COMMITMENT, A.RECALL, S.EXPORTING, S.SYNCED), False),
        ((K.COMMITMENT, A.RECALL, S.SYNCED, S.READY_TO_EXPORT), False),
        ((K.COMMITMENT, A.ARRIVE, S.SYNCED, S.SYNCED), True),
        ((K.COMMITMENT, A.ARRIVE, S.SYNCED, S.FAILED), False),
        ((K.PRIME_CONTRACT, A.ACCEPT, S.READY_TO_EXPORT, S.EXPORTING), False),
    ],
)
def test_a_step_is_known_by_the_lifecycle_of_its_kind(step, known):
    assert is_step(*step) is known


def test_every_rule_has_a_sentence():
    assert all(text.endswith(".") for text in INVARIANTS.values())
