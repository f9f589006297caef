"""What the project system tells, where Sage has told something of it before."""

from adapters.stores.memory import MemoryStore
from core.news import News
from core.people import CONNECTOR
from core.vocabulary import ErpStatus, Origin
from tests.records import project

S = ErpStatus


class Telling:
    """A project system that has one thing to tell."""

    def __init__(self, record):
        self._record = record

    def news(self, mark, limit):
        return ([self._record], 1) if mark < 1 else ([], mark)


def test_a_project_whose_job_waits_to_be_imported_comes_in_unlinked_beside_it():
    store = MemoryStore()
    job = project(S.READY_TO_IMPORT, id="job", origin=Origin.ERP, erp_id="J1200")
    theirs = project(S.SYNCED, id="theirs", erp_id="J1200")
    store.arrive([job], CONNECTOR)

    taken = News(store, Telling(theirs)).take()

    here = store.find("theirs")
    assert taken == 1
    assert (here.status, here.erp_id) == (S.UNSENT, None)
    assert store.find("job").status is S.READY_TO_IMPORT
    assert News(store, Telling(theirs)).take() == 0
