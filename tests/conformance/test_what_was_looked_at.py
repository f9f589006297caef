"""A decision is bound to the content that was looked at: any other content refuses it."""

import pytest

from adapters.stores.content import restate
from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.canonical import digest, short
from core.case import Answers
from core.decision import Allowed
from core.objection import Cause
from core.people import CONNECTOR, Session
from core.ports import Asked, asked_for
from core.query import Query
from core.staging import Tray
from core.vocabulary import Action, ErpStatus
from tests.people import ANA
from tests.records import commitment

S = ErpStatus
SITTING = Session("S-1", "SHA256:abc", "10.0.0.9")
NO = Answers(reason="not ours")


@pytest.fixture(params=[MemoryStore, lambda **more: SqliteStore(None, **more)], ids=["m", "s"])
def store(request):
    made = request.param(program="9.9")
    made.arrive([commitment(S.READY_TO_EXPORT, version=1)], CONNECTOR)
    made.keep_person(ANA)
    yield made
    if isinstance(made, SqliteStore):
        assert made.verify() == []


def edited(store, **changes):
    record = store.find(commitment().id)
    store.amend(record._replace(**changes), CONNECTOR, "edited")


def rejected(store, asked):
    return Approvals(store).perform(Action.REJECT, asked, ANA._replace(session=SITTING), NO)


@pytest.mark.rule("reliability I3", "reliability I23")
def test_what_is_decided_as_it_was_shown_is_kept_with_its_digest_person_and_session(store):
    shown = store.find(commitment().id)

    decision = rejected(store, asked_for(shown))

    assert isinstance(decision, Allowed)
    entry = store.history(shown.id)[-1]
    assert (entry.person, entry.version, entry.digest) == (ANA.id, 2, digest(shown))
    assert entry.origin == "session=S-1 key=SHA256:abc from=10.0.0.9 program=9.9"


@pytest.mark.rule("reliability I3")
def test_other_content_is_refused_field_by_field(store):
    shown = store.find(commitment().id)
    lines = shown.body.lines
    more = shown.body._replace(lines=(lines[0]._replace(amount=150), *lines[1:]))
    edited(store, title="Something else", amount=1_234_56, body=more)

    refused = rejected(store, asked_for(shown))

    assert refused.cause is Cause.STALE
    texts = [o.text for o in refused.objections if o.rule == "reliability I3"]
    assert f"title: you saw {shown.title}, now Something else." in texts
    assert any(text.startswith("amount: you saw") and "1,234.56" in text for text in texts)
    assert any(text.startswith("line 1 amount: ") and "now 1.50" in text for text in texts)
    assert store.find(shown.id).status is S.READY_TO_EXPORT


@pytest.mark.rule("reliability I3")
def test_content_put_there_past_the_rules_is_refused_at_the_same_version(store):
    shown = store.find(commitment().id)

    refused = rejected(store, asked_for(shown)._replace(digest="0" * 64))

    assert [o.rule for o in refused.objections] == ["reliability I3"]
    assert short(digest(shown)) in refused.objections[0].text


@pytest.mark.rule("reliability I5")
def test_a_selection_names_each_record_with_version_and_digest(store):
    record = store.find(commitment().id)

    asked = store.ids(Query("commitments"), 5)

    assert asked == [Asked(record.id, 1, digest=digest(record))]
    assert store.rows(Query("commitments"), 5)[0].digest == digest(record)


@pytest.mark.rule("reliability I5")
def test_what_is_staged_is_decided_on_the_content_it_was_staged_on(store):
    tray = Tray(store, ANA)

    tray.stage(store.ids(Query("commitments"), 5), Action.REJECT, Answers(reason="not ours"))

    assert tray.staged()[0].asked.digest == digest(store.find(commitment().id))


def test_older_files_are_given_the_digests_of_their_content():
    store = SqliteStore(None)
    store.arrive([commitment(S.READY_TO_EXPORT, version=1)], CONNECTOR)

    with store._database.write() as connection:
        restate(connection)

    assert store.rows(Query("commitments"), 5)[0].digest == digest(store.find(commitment().id))
