"""What the database itself refuses, whoever asks."""

import pytest

from adapters.sqlite import IntegrityError
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus
from tests.people import ANA
from tests.records import commitment, company, project


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "countersign.sqlite")
    store.arrive([project(ErpStatus.SYNCED), company(ErpStatus.SYNCED), commitment()], CONNECTOR)
    Approvals(store).perform(Action.ACCEPT, Asked(commitment().id), ANA)
    yield store
    store.close()


BAD = {
    "an entry changed": "UPDATE audit SET actor = 'Eve' WHERE seq = 1",
    "an entry removed": "DELETE FROM audit WHERE seq = 4",
    "all entries removed": "DELETE FROM audit",
    "an entry replaced": "INSERT OR REPLACE INTO audit SELECT 1, at, 'Eve', action, record, "
    "source, target, version, batch, said, hash, person, digest, origin FROM audit WHERE seq = 1",
    "an entry out of turn": "INSERT INTO audit SELECT 99, at, actor, action, 'x', source, target, "
    "version, batch, said, hash, person, digest, origin FROM audit WHERE seq = 1",
    "two decisions on one version": "INSERT INTO audit SELECT 5, at, actor, action, record, "
    "source, target, version, batch, said, hash, person, digest, origin FROM audit WHERE seq = 4",
    "a version without an entry": "UPDATE records SET version = 9 WHERE id = 'commitment-1'",
    "a record without an entry": "UPDATE records SET id = 'other' WHERE id = 'commitment-1'",
    "an erp id taken twice": "UPDATE records SET erp_key = "
    "(SELECT erp_key FROM records WHERE id = 'company-1') WHERE id = 'commitment-1'",
    "an amount that is no integer": "UPDATE records SET amount = 'much'",
    "money in floating point": "UPDATE records SET amount = 10.5",
    "a count below nothing": "UPDATE counts SET n = -1",
    "an effect for nobody": "INSERT INTO owed (effect, record, version, owed_at, free_at) "
    "VALUES ('x', 'nobody', 1, 0, 0)",
}


@pytest.mark.rule("invariant I1", "invariant I20")
@pytest.mark.parametrize("statement", BAD.values(), ids=BAD.keys())
def test_the_database_refuses(store, statement):
    with pytest.raises(IntegrityError), store._database.write() as connection:
        connection.execute(statement)

    assert store.verify() == []
