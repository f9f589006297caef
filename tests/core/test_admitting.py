"""Who comes in by which SSH key, and why somebody does not."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.admitting import Admitter, Term
from core.decide import decide
from core.decision import Refused
from core.granting import Granter, may_grant
from core.objection import Cause
from core.people import CONNECTOR
from core.user_keys import BadKey, UserKey, public_key, turned_away
from core.vocabulary import Action
from tests.conformance.stores.keys import ED25519
from tests.people import ADA, ANA, CAST, SAM
from tests.records import case, commitment

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LAPTOP = public_key(f"{ED25519} ana@laptop")


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    for person in (*CAST, CONNECTOR):
        made.keep_person(person)
    return made


@pytest.fixture
def ada(store) -> Admitter:
    return Admitter(store, ADA)


def why_not(done) -> str:
    assert isinstance(done, Refused), done
    return " ".join(o.text for o in done.objections)


def of_length(kind: bytes, *parts: bytes) -> str:
    blob = b"".join(len(p).to_bytes(4, "big") + p for p in (kind, *parts))
    return f"{kind.decode()} {b64encode(blob).decode()}"


def test_a_fingerprint_is_the_one_that_ssh_keygen_tells():
    assert LAPTOP.fingerprint == "SHA256:lvjdQ9f7QJHzckLh06CUqGMYWmeiUTZkfoYJwL6+q48"
    assert LAPTOP.comment == "ana@laptop"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "there are 0 lines"),
        (f"{ED25519}\n{ED25519}", "there are 2 lines"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc", "a private key; keep it to yourself"),
        (f"restrict,pty {ED25519}", "A key begins with its kind"),
        ("ssh-dss AAAA", "A key begins with its kind"),
        (ED25519[:-8], "may have been cut short"),
        (ED25519.replace("ssh-ed25519", "ssh-rsa"), "is no key of that kind"),
        (of_length(b"ssh-rsa", b"\1\0\1", b"\0" + b"\xff" * 128), "2048 bits at least"),
        ("ssh-ed25519", "is no key of that kind"),
    ],
)
def test_what_is_no_key_to_come_in_by_is_refused_with_the_reason(text, wrong):
    with pytest.raises(BadKey, match=wrong):
        public_key(text)


def test_a_key_is_granted_by_an_administrator_only(store, ada):
    assert why_not(Admitter(store, ANA).add("ana", LAPTOP, "laptop", NOW)).startswith("This takes")
    assert ada.objections() == ()
    assert ada.add("ana", LAPTOP, "laptop", NOW).value.person == "ana"


def test_a_key_stands_for_one_person_for_good(ada):
    ada.add("ana", LAPTOP, "laptop", NOW)
    ada.disable(LAPTOP.fingerprint)

    assert "stands for ana already" in why_not(ada.add("sam", LAPTOP, "old laptop", NOW))
    assert "enable it" in why_not(ada.add("ana", LAPTOP, "again", NOW))


@pytest.mark.parametrize(
    ("person", "label", "term", "wrong"),
    [
        ("nobody", "x", Term(), "Nobody here is called 'nobody'"),
        ("connector", "x", Term(), "Nobody here is called 'connector'"),
        ("ana", "", Term(), "label takes 1 to 60"),
        ("ana", "\x1b[2J", Term(), "label takes 1 to 60"),
        ("ana", "x" * 61, Term(), "label takes 1 to 60"),
        ("ana", "x", Term(None, NOW), "lets nobody in"),
        ("ana", "x", Term(NOW + 2 * DAY, NOW + DAY), "lets nobody in"),
    ],
)
def test_a_key_for_nobody_without_a_label_or_without_a_time_is_not_granted(
    ada, person, label, term, wrong
):
    assert wrong in why_not(ada.add(person, LAPTOP, label, NOW, term))


def test_a_key_is_found_by_its_label_or_the_beginning_of_its_fingerprint(ada):
    ada.add("ana", LAPTOP, "laptop", NOW)

    assert ada.named("laptop") == ada.named("SHA256:lvjdQ9") == ada.named(LAPTOP.fingerprint)
    assert ada.named("nothing").cause is Cause.UNKNOWN
    assert ada.named("").cause is Cause.UNKNOWN


def test_a_key_lets_its_person_in_while_it_is_valid_and_both_are_let_in(ada, store):
    key = ada.add("ana", LAPTOP, "laptop", NOW, Term(NOW + DAY, NOW + 2 * DAY)).value
    mark = LAPTOP.fingerprint
    assert isinstance(key, UserKey)

    assert "not valid yet" in turned_away(mark, key, ANA, NOW)
    assert turned_away(mark, key, ANA, NOW + DAY) is None
    assert "expired" in turned_away(mark, key, ANA, NOW + 2 * DAY)
    ada.disable(mark)
    assert "disabled" in turned_away(mark, store.user_key(mark), ANA, NOW + DAY)
    ada.enable(mark)
    assert turned_away(mark, store.user_key(mark), ANA, NOW + DAY) is None
    assert "belongs to nobody" in turned_away(mark, None, None, NOW)
    assert "who is not here" in turned_away(mark, key, None, NOW + DAY)
    assert "who is not here" in turned_away(mark, key, CONNECTOR, NOW + DAY)
    shut_out = ANA._replace(may_enter=False)
    assert "may not sign in" in turned_away(mark, key, shut_out, NOW + DAY)


def test_who_may_not_sign_in_holds_no_right_either(store):
    Granter(store, ADA).revoke("ana", ["sign-in"])

    ana = store.person("ana")
    decision = decide(case(commitment(), ana), Action.ACCEPT)

    assert not ana.may_enter
    assert "You may not sign in." in why_not(decision)
    assert not may_grant(ADA._replace(may_enter=False))


def test_the_last_who_can_grant_rights_is_not_shut_out(store):
    assert "can grant rights" in why_not(Granter(store, ADA).revoke("ada", ["sign-in"]))


def test_taking_all_rights_shuts_nobody_out(store):
    Granter(store, ADA).revoke("sam", ["all"])

    assert store.person("sam").may_enter
    assert store.person("sam") != SAM
