"""verify() names what does not agree, and the first bad entry."""

import pytest

from adapters.stores.sqlite import SqliteStore
from adapters.stores.verify import NAMED
from core.approvals import Approvals
from core.people import CONNECTOR
from core.ports import Adjusted, Asked
from core.vocabulary import Action, ErpStatus
from tests.people import ADA, ANA
from tests.records import commitment, company, many, project

pytestmark = pytest.mark.broken_store("somebody with the file in hand goes round every guard")


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "countersign.sqlite")
    store.arrive(
        [
            project(ErpStatus.SYNCED),
            company(ErpStatus.SYNCED),
            *many(commitment, 30, status=ErpStatus.READY_TO_EXPORT),
        ],
        CONNECTOR,
    )
    for number in (1, 2, 3):
        asked = Asked(f"commitment-0000{number}")
        Approvals(store).perform(Action.ACCEPT, asked, ANA)
    yield store
    store.close()


def tampered(store: SqliteStore, *statements: str) -> list[str]:
    """What verify says after somebody with the file in hand went round every guard."""
    connection = store._database.connection
    connection.execute("PRAGMA foreign_keys = 0")
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (trigger,) in found:
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    return store.verify()


def test_an_honest_store_is_clean(store):
    assert store.verify() == []


def test_an_entry_that_was_edited_is_named_first(store):
    found = tampered(store, "UPDATE audit SET said = 'erp_id=OTHER' WHERE seq = 34")

    (sentence,) = found
    assert sentence == (
        "Audit entry 34, accept of commitment-00002 by Ana Approver, is not what was written: "
        "its hash does not follow from its words and the entry before it."
    )


def test_an_entry_that_is_missing_is_named(store):
    found = tampered(store, "DELETE FROM audit WHERE seq = 34")

    assert found[0] == "Audit entry 34 is missing: after it comes 35."
    assert "Record commitment-00002 is exporting at version 2; its audit entries end" in found[1]


def test_a_tail_that_was_cut_off_is_seen_by_the_records(store):
    found = tampered(store, "DELETE FROM audit WHERE seq >= 34")

    assert len(found) == 2
    assert all("its audit entries end at ready to export, version 1" in each for each in found)


def test_a_record_that_was_moved_by_hand_is_named(store):
    found = tampered(store, "UPDATE records SET status = 'synced' WHERE id = 'commitment-00001'")

    assert found[0] == (
        "Record commitment-00001 is synced at version 2; its audit entries end at exporting, "
        "version 2."
    )
    assert found[1].endswith("listed where it does not belong.")


def test_a_record_that_was_slipped_in_or_taken_out_is_named(store):
    found = tampered(
        store,
        "UPDATE records SET id = 'another' WHERE id = 'commitment-00009'",
    )

    assert found == [
        "Record another is ready to export at version 1, and the audit has no entry of it.",
        "Record commitment-00009 is gone; its audit entries end at ready to export, version 1.",
    ]


def test_a_step_that_does_not_follow_is_named(store):
    found = tampered(store, "UPDATE audit SET source = 'synced' WHERE seq = 34")

    assert any("starts from synced at version 1; the entries before it end" in f for f in found)


def test_a_count_that_is_wrong_is_named(store):
    found = tampered(store, "UPDATE counts SET n = n + 1 WHERE view = 'Exporting'")

    assert found == ["The count of commitments, Exporting, says 4; there are 3."]


def test_an_effect_owed_for_nobody_is_named(store):
    found = tampered(store, "UPDATE owed SET record = 'nobody' WHERE seq = 2")

    assert found == [
        "Effect 2 (export to the ERP) is owed for nobody, and there is no such record."
    ]


def test_many_faults_of_a_sort_are_summed_up(store):
    found = tampered(store, "UPDATE records SET version = version + 1 WHERE id LIKE 'comm%'")

    assert len(found) == NAMED + 1
    assert found[-1] == "There are 10 more records that differ from the audit."


def adjusted(store: SqliteStore) -> SqliteStore:
    """Somebody changed the time zone twice: entries 36 and 37."""
    for zone in ("Europe/Paris", "Europe/Rome"):
        store.adjust_settings(ADA, lambda _, now, z=zone: Adjusted(now._replace(time_zone=z), z))
    return store


def test_changes_of_settings_are_no_lost_records(store):
    assert adjusted(store).verify() == []


def test_a_change_of_settings_that_was_edited_is_named(store):
    (sentence,) = tampered(adjusted(store), "UPDATE audit SET said = 'nothing' WHERE seq = 37")

    assert sentence.startswith("Audit entry 37, adjust of settings by Ada Administrator, is not")


def test_a_change_of_settings_that_was_taken_out_is_missed(store):
    found = tampered(adjusted(store), "DELETE FROM audit WHERE seq = 36")

    assert found == [
        "Audit entry 36 is missing: after it comes 37.",
        (
            "Audit entry 37, adjust of settings by Ada Administrator, is change 2 of it; "
            "the entries before it end at change 0."
        ),
    ]
