"""Straight SQL against the store's file: what would half-record or steal a decision is refused."""

import pytest

from adapters.sqlite import IntegrityError
from adapters.stores.guarding import steps
from adapters.stores.invariants import is_step
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.hashing import sha256
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus, RecordKind
from tests.people import ANA, VIC
from tests.records import commitment, company, project

READY, TAKEN = "commitment-1", "commitment-2"
ACCEPTED_AT = 3
STEPS = "d069be16732efa17"
"""Of all steps; with another one SCHEMA grows, and this with it."""
COLUMNS = "at, actor, action, record, source, target, version, batch, said, hash, person, digest"

SAME = (
    "kind, status, version, number, title, origin, project, project_number, vendor, vendor_name, "
    "parent, parent_number, amount, currency, created_by, sent_by, note, origin_id, tray, "
    "age_from, is_active, is_group, haystack, body, digest"
)


def entry(record, action, source, target, version, person="ana", digest="records.digest"):
    """An entry of a change that is about to be written."""
    return (
        "INSERT INTO audit (seq, at, actor, action, record, source, target, version, batch, said, "
        "hash, person, digest) SELECT (SELECT max(seq) + 1 FROM audit), 0, 'Ana Approver', "
        f"'{action}', '{record}', {source}, '{target}', {version}, '', '', 'x', '{person}', "
        f"{digest} FROM records WHERE id = '{record}'"
    )


def move(record, status, version):
    return f"UPDATE records SET status = '{status}', version = {version} WHERE id = '{record}'"


WAITS = "'ready_to_export'"
ACCEPTED = entry(READY, "accept", WAITS, "exporting", 2)
GOOD = {
    "an approver accepts": (ACCEPTED, move(READY, "exporting", 2)),
    "an approver rejects": (
        entry(READY, "reject", WAITS, "rejected", 2),
        move(READY, "rejected", 2),
    ),
    "other content comes while nobody accepted it": (
        entry(READY, "arrive", WAITS, "ready_to_export", 2, "connector", "'d9'"),
        f"UPDATE records SET title = 'Other', digest = 'd9', version = 2 WHERE id = '{READY}'",
    ),
    "other content takes the acceptance back": (
        entry(TAKEN, "void", "'exporting'", "ready_to_export", 4, "connector", "'d9'"),
        (
            "UPDATE records SET title = 'Other', digest = 'd9', status = 'ready_to_export', "
            f"version = 4 WHERE id = '{TAKEN}'"
        ),
    ),
    "what was sent is confirmed": (
        entry(TAKEN, "confirm", "'exporting'", "synced", 4, "connector"),
        move(TAKEN, "synced", 4),
    ),
}
BAD = {
    "a status without an entry": (move(READY, "exporting", 2),),
    "a status without a version": (f"UPDATE records SET status = 'synced' WHERE id = '{READY}'",),
    "a step that no lifecycle has": (
        entry(READY, "accept", WAITS, "synced", 2),
        move(READY, "synced", 2),
    ),
    "a step under another name": (
        entry(READY, "archive", WAITS, "exporting", 2),
        move(READY, "exporting", 2),
    ),
    "a version that goes up by two": (
        entry(READY, "accept", WAITS, "exporting", 3),
        move(READY, "exporting", 3),
    ),
    "a version that goes back": (f"UPDATE records SET version = 1 WHERE id = '{TAKEN}'",),
    "two entries for one change": (ACCEPTED, move(READY, "exporting", 2), ACCEPTED),
    "an entry that says where else it stood": (
        entry(READY, "accept", "'failed'", "exporting", 2),
        move(READY, "exporting", 2),
    ),
    "an entry of other content": (
        entry(READY, "accept", WAITS, "exporting", 2, digest="'d9'"),
        move(READY, "exporting", 2),
    ),
    "a person without the right accepts": (
        entry(READY, "accept", WAITS, "exporting", 2, "vic"),
        move(READY, "exporting", 2),
    ),
    "an unknown person accepts": (
        entry(READY, "accept", WAITS, "exporting", 2, "eve"),
        move(READY, "exporting", 2),
    ),
    "the connector accepts": (
        entry(READY, "accept", WAITS, "exporting", 2, "connector"),
        move(READY, "exporting", 2),
    ),
    "the right is taken in the same moment": (
        ("UPDATE people SET person = json_set(person, '$.can_push', json('false')) "
        "WHERE id = 'ana'"),
        ACCEPTED,
        move(READY, "exporting", 2),
    ),
    "whoever may not sign in rejects": (
        ("UPDATE people SET person = json_set(person, '$.may_enter', json('false')) "
        "WHERE id = 'ana'"),
        entry(READY, "reject", WAITS, "rejected", 2),
        move(READY, "rejected", 2),
    ),
    "an approver out of nowhere": ("INSERT INTO approvers VALUES ('vic')",),
    "both acceptances by one person": (
        entry(READY, "accept", WAITS, "ready_to_export", 2),
        f"UPDATE records SET endorsed_by = 'Ana Approver', version = 2 WHERE id = '{READY}'",
        entry(READY, "accept", WAITS, "exporting", 3),
        move(READY, "exporting", 3),
    ),
    "content without a version": (f"UPDATE records SET amount = 1 WHERE id = '{READY}'",),
    "content of what was accepted": (f"UPDATE records SET title = 'x' WHERE id = '{TAKEN}'",),
    "content of what was accepted, with version and entry": (
        entry(TAKEN, "arrive", "'exporting'", "exporting", 4, "connector", "'d9'"),
        f"UPDATE records SET amount = 1, digest = 'd9', version = 4 WHERE id = '{TAKEN}'",
    ),
    "a digest without its content": (f"UPDATE records SET digest = 'd9' WHERE id = '{READY}'",),
    "a record of another kind": (f"UPDATE records SET kind = 'cco' WHERE id = '{READY}'",),
    "a record deleted": (f"DELETE FROM records WHERE id = '{READY}'",),
    "a record replaced": ((f"INSERT OR REPLACE INTO records SELECT * FROM records "
                          f"WHERE id = '{READY}'"),),
    "an id of the ERP taken over by replacing": (
        ("UPDATE OR REPLACE records SET erp_key = (SELECT erp_key FROM records "
        f"WHERE id = 'company-1') WHERE id = '{READY}'"),
    ),
    "a record without an entry": (
        f"INSERT INTO records (id, {SAME}) SELECT 'new', {SAME} FROM records WHERE id = '{READY}'",
    ),
    "an entry rewritten": ("UPDATE audit SET person = 'eve' WHERE seq = 1",),
    "an entry deleted": ("DELETE FROM audit WHERE seq = 1",),
    "an entry replaced by version": (
        (f"INSERT OR REPLACE INTO audit (seq, {COLUMNS}) SELECT (SELECT max(seq) + 1 FROM audit), "
        f"{COLUMNS} FROM audit WHERE seq = 1"),
    ),
    "what was shown rewritten": ("UPDATE contents SET text = '{}'",),
    "a step of a lifecycle taken away": ("DELETE FROM steps",),
    "text for a version": (f"UPDATE records SET version = '1x' WHERE id = '{READY}'",),
}  # fmt: skip


def made() -> SqliteStore:
    """One that waits, and one that was accepted and edited before: at version 3."""
    store = SqliteStore(None)
    store.keep_person(ANA)
    store.keep_person(VIC)
    waiting = commitment(ErpStatus.READY_TO_EXPORT, version=1, id=READY, erp_id=None)
    taken = waiting._replace(id=TAKEN, number="SC0002")
    store.arrive([project(ErpStatus.SYNCED), company(ErpStatus.SYNCED), waiting, taken], CONNECTOR)
    store.amend(store.find(TAKEN)._replace(title="Edited once"), CONNECTOR, "edited")
    Approvals(store).perform(Action.ACCEPT, Asked(TAKEN), ANA)
    assert store.find(TAKEN).version == ACCEPTED_AT
    return store


@pytest.fixture
def store():
    store = made()
    yield store
    assert store.verify() == []


def write(store: SqliteStore, statements: tuple[str, ...]) -> None:
    with store._database.write() as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount


@pytest.mark.rule("reliability I1", "reliability I2", "reliability I4", "reliability I20")
@pytest.mark.parametrize("statements", BAD.values(), ids=BAD.keys())
def test_the_database_refuses(store, statements):
    with pytest.raises(IntegrityError):
        write(store, statements)


@pytest.mark.broken_store("the entries written here by hand are not chained")
@pytest.mark.parametrize("statements", GOOD.values(), ids=GOOD.keys())
def test_the_database_takes_what_keeps_the_rules(statements):
    write(made(), statements)


def test_at_least_eighteen_bad_writes_are_tried():
    assert len(BAD) >= 18


def test_a_further_step_of_a_lifecycle_takes_a_further_migration():
    """A file takes steps in when it is migrated: a new one waits for SCHEMA to grow."""
    assert sha256("\n".join(map(" ".join, steps())).encode())[:16] == STEPS


def test_the_steps_of_the_database_are_those_of_the_lifecycles():
    stays = {Action.ARRIVE, Action.CARRY}
    lost = {(Action.RECALL, ErpStatus.OUTCOME_UNKNOWN), (Action.VOID, ErpStatus.OUTCOME_UNKNOWN)}
    known = {
        (kind.value, action.value, source.value, target.value)
        for kind in RecordKind
        for action in set(Action) - stays
        for source in ErpStatus
        for target in ErpStatus
        if is_step(kind, action, source, target) and (action, target) not in lost
    }

    assert set(steps()) == known
