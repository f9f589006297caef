"""A console at which nobody sits is covered; one whose person is shut out ends."""

from datetime import UTC, datetime

import pytest

from console.app import CountersignApp
from console.guarding import SHUT_OUT
from console.screens.cover import CoverScreen
from console.watch import Patience, Watch, watch
from core.admitting import Admitter
from core.desk import Desk
from core.granting import Granter
from core.people import Session
from core.ports import StoreUnusable
from core.user_keys import public_key
from core.vocabulary import Action
from tests.conformance.stores.keys import ED25519
from tests.console import company
from tests.console.driving import drawn, driven, press, settled
from tests.people import ADA, ANA

LAPTOP = public_key(ED25519)


class Time:
    """Passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store():
    made = company.store()
    yield made
    made.close()


def guarded(store, watch: Watch) -> CountersignApp:
    return CountersignApp(Desk(store, ANA), "commitments", watch=watch)


async def look(app, pilot) -> None:
    app._guard.look()
    await settled(pilot)


async def test_a_console_that_nobody_touches_is_covered_until_a_key_that_does_nothing_else(store):
    passes = Time()
    app = guarded(store, Watch(lambda: None, lambda: Patience(900.0), passes))

    async with driven(app) as pilot:
        shown = drawn(app)
        passes.now = 901.0
        await look(app, pilot)
        assert isinstance(app.screen, CoverScreen)
        covered = drawn(app)
        await look(app, pilot)
        await press(pilot, "a")

        assert "Nobody pressed a key for 15 min." in "\n".join(covered)
        assert not any("Bridge" in line for line in covered)
        assert drawn(app) == shown
        await look(app, pilot)
        assert not isinstance(app.screen, CoverScreen)
    assert not store.last_by((Action.ACCEPT,))


async def test_a_key_in_time_keeps_a_console_open(store):
    passes = Time()
    app = guarded(store, Watch(lambda: None, lambda: Patience(900.0, 3600.0), passes))

    async with driven(app) as pilot:
        for minute in (800.0, 1600.0, 2400.0, 3200.0, 4000.0):
            passes.now = minute
            await press(pilot, "j")
            await look(app, pilot)

        assert not isinstance(app.screen, CoverScreen)
    assert app.return_code in {0, None}


async def test_a_session_over_ssh_ends_after_its_second_patience(store):
    passes = Time()
    app = guarded(store, Watch(lambda: None, lambda: Patience(900.0, 3600.0), passes))

    async with driven(app) as pilot:
        passes.now = 3601.0
        await look(app, pilot)

    assert app.return_code == SHUT_OUT
    assert app._guard._watch.over() == "Nobody pressed a key for 60 min, so this session has ended."


async def test_a_session_ends_once_its_person_is_shut_out(store):
    app = guarded(store, watch(store, ANA))

    async with driven(app) as pilot:
        await look(app, pilot)
        assert app.is_running
        Granter(store, ADA).revoke("ana", ["sign-in"])
        await look(app, pilot)

    assert app.return_code == SHUT_OUT
    assert "Ana Approver may not sign in any more." in watch(store, ANA).over()


def test_a_session_that_came_by_a_key_is_over_once_the_key_lets_nobody_in(store):
    admitter = Admitter(store, ADA)
    admitter.add("ana", LAPTOP, "laptop", datetime.now(UTC))
    ana = ANA._replace(session=Session("S", LAPTOP.fingerprint))
    over = watch(store, ana)

    before = over.over()
    admitter.disable(LAPTOP.fingerprint)

    assert before is None
    assert "(laptop) is disabled" in over.over()


def test_a_store_that_does_not_answer_covers_and_ends_nothing(store):
    def unusable():
        raise StoreUnusable("The disk is full.")

    over = Watch(unusable, unusable)

    assert (over.over(), over.covered()) == (None, None)
