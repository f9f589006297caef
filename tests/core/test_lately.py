"""Since somebody last looked: new, changed, back; and what one does oneself is looked at."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core import lately
from core.approvals import Approvals
from core.case import Answers
from core.lately import Mark, News, keep, read, since_words, told
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA, SAM
from tests.records import NOW, commitment, company, project

A, S = Action, ErpStatus
TAB = "commitments"


def made(*records):
    store = MemoryStore(lambda: NOW)
    store.arrive([project(S.SYNCED), company(S.SYNCED), *records], CONNECTOR)
    keep(store, ANA, TAB, store.last_entry(), NOW - timedelta(days=1))
    return store


def one(number: str, status: ErpStatus = S.READY_TO_EXPORT):
    return commitment(status, id=RecordId(number), number=number)


def act(store, action, record, actor, reason=None):
    asked = Asked(record.id, store.find(record.id).version)
    done = Approvals(store).perform(action, asked, actor, Answers(reason=reason))
    assert getattr(done, "objections", None) is None, done


def test_who_never_looked_sees_no_marks():
    store = MemoryStore(lambda: NOW)
    store.arrive([one("SC1")], CONNECTOR)

    assert read(store, ANA, TAB) == News({}, None, 1)
    assert told(read(store, ANA, TAB), NOW) == ""


def test_what_arrived_or_was_sent_for_the_first_time_is_new():
    unsent = one("SC1", S.UNSENT)
    store = made(unsent)
    store.arrive([one("SC2")], CONNECTOR)
    act(store, A.SEND, unsent, SAM)

    news = read(store, ANA, TAB)

    assert news.marks == {"SC1": Mark.NEW, "SC2": Mark.NEW}
    assert told(news, NOW) == "2 new since yesterday 12:00"


def test_what_comes_back_after_ones_own_reject_is_back_and_after_anothers_changed():
    mine, another = one("SC1"), one("SC2", S.REJECTED)
    store = made(mine, another)
    act(store, A.REJECT, mine, ANA, "too dear")
    act(store, A.RESEND, mine, SAM)
    act(store, A.RESEND, another, SAM)

    news = read(store, ANA, TAB)

    assert news.marks == {"SC1": Mark.BACK, "SC2": Mark.CHANGED}
    assert told(news, NOW) == "1 back, 1 changed since yesterday 12:00"


def test_what_one_does_oneself_is_looked_at():
    record = one("SC1")
    store = made(record)
    act(store, A.RETRIEVE, record, SAM)
    act(store, A.SEND, record, SAM)
    assert read(store, ANA, TAB).marks == {"SC1": Mark.CHANGED}

    act(store, A.REJECT, record, ANA, "no")

    assert read(store, ANA, TAB).marks == {}


def test_it_is_read_on_from_where_it_was_read_to():
    store = made(one("SC1", S.UNSENT))
    first = read(store, ANA, TAB)
    act(store, A.SEND, one("SC1"), SAM)

    second = read(store, ANA, TAB, first)
    third = read(store, ANA, TAB, second)

    assert (first.marks, second.marks) == ({}, {"SC1": Mark.NEW})
    assert third == second
    assert second.read_to == store.last_entry()


def test_other_tabs_and_other_people_have_news_of_their_own():
    store = made()
    store.arrive([one("SC1")], CONNECTOR)
    keep(store, SAM, TAB, store.last_entry(), NOW)

    assert read(store, ANA, TAB).marks == {"SC1": Mark.NEW}
    assert read(store, SAM, TAB).marks == {}
    assert read(store, ANA, "vendors").since is None


def test_where_too_much_happened_the_newest_is_marked_and_that_is_said(monkeypatch):
    monkeypatch.setattr(lately, "READ", 2)
    store = made()
    store.arrive([commitment(id=RecordId(f"SC{n}"), number=f"SC{n}") for n in range(3)], CONNECTOR)

    news = read(store, ANA, TAB)

    assert news.count(Mark.NEW) == 2
    assert told(news, NOW) == "At least 2 new since yesterday 12:00"


@pytest.mark.parametrize(
    ("ago", "words"),
    [(timedelta(hours=1), "11:00"), (timedelta(hours=13), "yesterday 23:00"),
     (timedelta(days=8), "03 Dec 12:00")],
)  # fmt: skip
def test_when_it_was_is_told_as_people_say_it(ago, words):
    assert since_words(NOW - ago, NOW) == words
