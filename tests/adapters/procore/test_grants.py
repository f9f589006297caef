"""Tokens of Procore: one asks at a time, a used-up grant is seen, and a crash is never a loop."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from adapters.procore.errors import explained
from adapters.procore.grants import AuthoriseAnew, Client, Grant, Kept, address
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.grants import Grants
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.ports import OutsideUnreachable

APP = Client("sandbox", "sandbox")


@pytest.fixture
def faults():
    return FaultDial(Database(None))


@pytest.fixture
def door(faults):
    made = ProcoreDoor(grants=Grants(lasts=5_400))
    served = Served([made], faults).start()
    made.address = served.address
    yield made
    served.close()


@pytest.fixture
def grant(door, tmp_path):
    wires = []

    def made(*, by_person=False, client=APP, clock=lambda: 0.0):
        wire = Wire("Procore", door.address, explain=explained, within=5.0)
        wires.append(wire)
        return Grant(wire, client, tmp_path / "tokens", by_person=by_person, clock=clock)

    yield made
    for wire in wires:
        wire.close()


def code_for(door):
    """What a person is shown after saying yes."""
    page = httpx2.get(address(door.address, APP, "state"), trust_env=False).text
    return page.split("<b>")[1].split("</b>")[0]


def test_a_service_account_asks_once_and_its_token_is_kept_for_it_alone(door, grant, tmp_path):
    tokens = {grant().token() for _ in range(3)}

    assert len(tokens) == 1
    assert door.grants.asked == 1
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o600


def test_many_at_once_ask_for_one_token(door, grant):
    with ThreadPoolExecutor(8) as many:
        tokens = set(many.map(lambda _: grant().token(), range(16)))

    assert (len(tokens), door.grants.asked) == (1, 1)


def test_a_token_that_was_turned_away_is_replaced(grant):
    first = grant().token()

    assert grant().token(but_not=first) != first


def test_what_a_person_granted_is_renewed_with_a_token_that_works_once(door, grant):
    grant(by_person=True).authorise(code_for(door))
    first = grant(by_person=True).token()

    second = grant(by_person=True, clock=lambda: 5_400.0).token()

    assert second != first
    assert door.grants.asked == 2


def test_whoever_finds_that_somebody_died_while_renewing_asks_a_person(door, grant, tmp_path):
    grant(by_person=True).authorise(code_for(door))
    kept = json.loads((tmp_path / "tokens").read_text())
    (tmp_path / "tokens").write_text(json.dumps(kept | {"asking": True, "ends_at": 0.0}))
    asked = door.grants.asked

    for _ in range(5):
        with pytest.raises(AuthoriseAnew, match="died while it renewed"):
            grant(by_person=True).token()

    assert door.grants.asked == asked


def test_a_lost_answer_to_a_renewal_asks_a_person_and_not_procore_again(door, grant, faults):
    made = grant(by_person=True, clock=lambda: 0.0)
    made.authorise(code_for(door))
    late = grant(by_person=True, clock=lambda: 9_000.0)
    door.grants.token = lambda _: (_ for _ in ()).throw(OutsideUnreachable("cut"))

    with pytest.raises(OutsideUnreachable, match="no whole answer"):
        late.token()
    with pytest.raises(AuthoriseAnew):
        late.token()


def test_a_code_that_was_used_gives_nothing(door, grant):
    code = code_for(door)
    grant(by_person=True).authorise(code)

    with pytest.raises(AuthoriseAnew, match="was used, or is too old"):
        grant(by_person=True).authorise(code)


def test_a_wrong_secret_says_what_to_do(grant):
    with pytest.raises(OutsideUnreachable, match="Procore"):
        grant(client=Client("sandbox", "guessed")).token()


def test_secrets_never_show():
    shown = repr(Client("app", "hunter2")) + repr(Kept("hunter2", 0.0, "hunter2"))

    assert "hunter2" not in shown
