"""Tokens of Procore: one asks at a time, a used-up grant is seen, and a crash is never a loop."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.procore.authorising import Authorising, NotPasted, address
from adapters.procore.errors import explained
from adapters.procore.grants import BY_PASTE, AuthoriseAnew, Client, Grant, Kept
from adapters.procore.session import Session
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.grants import Grants
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.ports import OutsideUnreachable
from tests.adapters.procore.consent import answered

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
    return answered(address(door.address, APP, "state"))


def test_a_service_account_asks_once_and_its_token_is_kept_for_it_alone(door, grant, tmp_path):
    tokens = {grant().token() for _ in range(3)}

    assert len(tokens) == 1
    assert door.grants.asked == 1
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o600


def test_a_service_account_that_is_given_a_token_to_renew_asks_once_all_the_same(door, grant):
    plain = door.grants._given
    door.grants._given = lambda **_: plain(for_person=True)

    tokens = {grant().token() for _ in range(3)}

    assert (len(tokens), door.grants.asked) == (1, 1)


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


@pytest.fixture
def attempt(door, grant):
    """An authorisation whose codes are sent to an address of the app's own."""
    made = []

    def begun(sent_to="http://127.0.0.1:9/back"):
        wire = Wire("Procore", door.address, explain=explained, within=5.0)
        held = grant(by_person=True)
        asked = (APP, door.address, sent_to)
        made.append(Authorising(Session(wire, held, 1), held, asked, lambda: False))
        return made[-1]

    yield begun
    for one in made:
        one.close()


def test_the_whole_address_may_be_pasted_and_its_state_has_to_be_ours(attempt):
    mine, other = attempt(), attempt()

    with pytest.raises(NotPasted, match="of another authorisation"):
        mine.finish(answered(other.address))
    assert mine.finish(answered(mine.address)).who == "Paula Person"


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("http://127.0.0.1:9/back?code=x", "of another authorisation"),
        ("http://127.0.0.1:9/back?error=access_denied", "was told no"),
        ("0123456789abcdef", "whole address"),
    ],
)
def test_what_comes_without_its_state_is_not_sent(attempt, door, pasted, why):
    with pytest.raises(NotPasted, match=why):
        attempt().finish(pasted)

    assert door.grants.asked == 0


@pytest.mark.parametrize("pasted", ["", "\n", "two words", "x" * 3_000, "c\u00f6de"])
def test_what_is_no_code_is_not_sent(attempt, door, pasted):
    with pytest.raises(NotPasted):
        attempt(BY_PASTE).finish(pasted)

    assert door.grants.asked == 0


def test_a_no_of_the_person_is_told(attempt):
    mine = attempt()

    with pytest.raises(NotPasted, match="access_denied"):
        mine.finish(answered(mine.address, "deny"))


def test_a_code_of_another_address_is_not_taken(attempt):
    shown, sent = attempt(BY_PASTE), attempt()
    foreign = parse_qs(urlsplit(answered(sent.address)).query)["code"][0]

    with pytest.raises(AuthoriseAnew, match="works once and for ten minutes"):
        shown.finish(foreign)


def test_a_lost_answer_to_a_code_says_that_it_may_be_used_up(attempt, door):
    mine = attempt(BY_PASTE)
    pasted = answered(mine.address)
    door.grants.token = lambda _: (_ for _ in ()).throw(OutsideUnreachable("cut"))

    with pytest.raises(AuthoriseAnew, match="the code may be used up"):
        mine.finish(pasted)


def test_a_token_of_a_service_account_is_none_of_a_persons_grant(grant):
    grant().token()

    with pytest.raises(AuthoriseAnew, match="Nobody has authorised"):
        grant(by_person=True).token()
