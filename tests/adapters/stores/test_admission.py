"""What of keys the store itself holds to: nothing is written past one that lets nobody in."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.sqlite import IntegrityError
from adapters.stores.sqlite import SqliteStore
from core.admitting import Admitter, Term
from core.approvals import Approvals
from core.granting import Granter
from core.people import CONNECTOR
from core.ports import Asked, NotAdmitted
from core.user_keys import public_key
from core.vocabulary import Action
from tests.conformance.stores.deeds import Clock, ready, world
from tests.conformance.stores.keys import ED25519
from tests.people import ADA, ANA

LAPTOP = public_key(ED25519)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path, clock):
    """A store in which Ana comes in by a key for a day, and one record waits."""
    store = SqliteStore(tmp_path / "countersign.sqlite", clock)
    world(store)
    store.arrive([ready()], CONNECTOR)
    store.keep_person(ANA)
    store.keep_person(ADA)
    term = Term(None, clock() + DAY)
    Admitter(store, ADA).add("ana", LAPTOP, "laptop", clock() - DAY, term)
    store.close()
    return tmp_path / "countersign.sqlite"


@pytest.fixture
def session(path, clock):
    """Ana's, over SSH."""
    made = SqliteStore(path, clock)
    made.write_only_while_admitted(LAPTOP.fingerprint)
    yield made
    made.close()


@pytest.fixture
def elsewhere(path, clock):
    made = SqliteStore(path, clock)
    yield made
    made.close()


def accept(store):
    return Approvals(store).perform(Action.ACCEPT, Asked(ready().id), ANA)


def test_whoever_is_let_in_writes(session):
    accept(session)

    assert session.history(ready().id)[-1].action is Action.ACCEPT


@pytest.mark.parametrize(
    "shuts",
    [
        lambda store, _: Admitter(store, ADA).disable(LAPTOP.fingerprint),
        lambda store, _: Granter(store, ADA).revoke("ana", ["sign-in"]),
        lambda _, clock: setattr(clock, "now", clock.now + 2 * DAY),
    ],
    ids=["key disabled", "person shut out", "key expired"],
)
def test_in_mid_session_nothing_is_written_any_more_and_nothing_stays_locked(
    session, elsewhere, clock, shuts
):
    shuts(elsewhere, clock)
    entries = len(elsewhere.history(ready().id))

    for writes in (accept, lambda store: store.keep("note", "x"),
                   lambda store: store.ask_refresh("vendors", ANA)):  # fmt: skip
        with pytest.raises(NotAdmitted):
            writes(session)

    assert len(session.history(ready().id)) == entries
    elsewhere.keep("still", "free")
    assert session.kept("still") == "free"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM user_keys",
        "UPDATE user_keys SET person = 'ada'",
        "UPDATE user_keys SET public = 'ssh-ed25519 AAAA'",
        "UPDATE user_keys SET state = 'welcome'",
        (
            "INSERT INTO user_keys SELECT fingerprint, 'ada', label, public, "
            "granted_by, granted_at, NULL, NULL, 'active' FROM user_keys"
        ),
        "INSERT INTO user_keys VALUES ('SHA256:x', 'nobody', '', '', '', 0, NULL, NULL, 'active')",
        (
            "INSERT OR REPLACE INTO user_keys SELECT fingerprint, 'ada', label, public, "
            "granted_by, granted_at, NULL, NULL, 'active' FROM user_keys"
        ),
    ],
)
def test_the_schema_keeps_a_key_to_its_person(elsewhere, statement):
    before = elsewhere.user_keys("")

    with pytest.raises(IntegrityError), elsewhere._database.write() as connection:
        connection.execute(statement)

    assert elsewhere.user_keys("") == before


def test_a_key_that_was_granted_in_the_past_may_have_ended(elsewhere):
    assert elsewhere.user_key(LAPTOP.fingerprint).standing(datetime.now(UTC) + 9 * DAY) == "expired"
