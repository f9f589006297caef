"""What was deleted at Procore is noticed, and nobody accepts it."""

import time

import pytest

from adapters.procore.projects import ProcoreProjects
from adapters.procore.reading import WHOLE
from adapters.stores.sqlite import SqliteStore
from core.news import DELETED_THERE, News
from core.people import CONNECTOR
from core.vocabulary import ErpStatus, RecordId
from tests.adapters.procore.desk import desk
from tests.records import commitment, company, project, sub_job

S = ErpStatus


class Site:
    """A client on a clock of its own, and the store that takes its news in."""

    def __init__(self, made, folder):
        self.made, self.passed, self.names = made, 0.0, {}
        self.store = SqliteStore(None)
        self.client = ProcoreProjects(
            made.session, folder / "procore.sqlite", clock=lambda: time.time() + self.passed
        )
        self.news = News(self.store, self.client)

    def read(self):
        while self.news.take():
            pass

    def a_day_later(self):
        self.passed += WHOLE + 1
        self.read()

    def delete(self, held):
        with self.made.projects.database.write() as connection:
            connection.execute("DELETE FROM copies WHERE record = ?", (held.id,))

    def find(self, held):
        return self.store.find(self.names[held.id])


ORDERS = [
    commitment(S.UNSENT, id=RecordId(f"order-{n}"), number=f"SC{n}") for n in range(3)
]  # fmt: skip


@pytest.fixture
def site(tmp_path):
    mine = (company(S.UNSENT), project(S.UNSENT), sub_job(S.UNSENT), *ORDERS)
    with desk(tmp_path, *mine) as made:
        one = Site(made, tmp_path)
        one.names = {held.id: made.name(held.id) for held in mine}
        one.read()
        yield one


def test_what_waits_is_taken_back_with_the_reason_and_the_rest_is_left_alone(site):
    sent = site.find(ORDERS[0])
    sent = sent._replace(status=S.READY_TO_EXPORT, sent_by="sam")
    other = SqliteStore(None)
    other.arrive([sent], CONNECTOR)
    site.store, site.news = other, News(other, site.client)
    site.delete(ORDERS[0])

    site.a_day_later()

    taken = site.find(ORDERS[0])
    assert (taken.status, taken.note) == (S.RETRIEVED, DELETED_THERE)


@pytest.mark.parametrize("held", [ORDERS[1], sub_job(S.UNSENT), company(S.UNSENT)])
def test_of_what_does_not_wait_the_history_says_it_once(site, held):
    site.delete(held)

    site.a_day_later()
    site.a_day_later()

    said = [entry.said for entry in site.store.history(site.names[held.id])]
    assert said.count("deleted in the project system") == 1
    assert site.find(held).status is S.UNSENT
    other = [entry.said for entry in site.store.history(site.names["order-2"])]
    assert "deleted in the project system" not in other


def test_what_is_synced_says_that_it_is_gone(site):
    linked = site.find(ORDERS[0])._replace(status=S.SYNCED, erp_id="SC0")
    site.store = SqliteStore(None)
    site.store.arrive([linked], CONNECTOR)
    site.news = News(site.store, site.client)
    site.delete(ORDERS[0])

    site.a_day_later()

    assert site.find(ORDERS[0]).note == DELETED_THERE


def test_what_a_list_leaves_out_is_not_gone(site):
    session = site.made.session
    pages = session.pages
    hidden = int(site.names["order-1"].rpartition("-")[2])

    def short(known, **said):
        for page in pages(known, **said):
            yield [row for row in page if row["id"] != hidden]

    session.pages = short
    site.a_day_later()

    assert site.find(ORDERS[1]).note == ""


def test_what_was_never_here_does_not_arrive_by_its_end(site, tmp_path):
    site.store = SqliteStore(None)
    site.news = News(site.store, site.client)
    site.store.keep_mark("project system", site.client.news(0, 10_000)[1])
    site.delete(ORDERS[1])

    site.a_day_later()

    assert site.store.counts() == {}
