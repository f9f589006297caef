"""What Sage holds of a linked job's codes is known, wherever the job came from."""

from adapters.stores.memory import MemoryStore
from core.case import Mirrored
from core.held_codes import take_held, take_held_of
from core.people import CONNECTOR
from core.records import Project, ProjectCode
from core.vocabulary import ErpStatus, RecordKind
from tests.records import NOW, project

K, S = RecordKind, ErpStatus
CHOSEN = (ProjectCode("03-300", "Concrete", ("L", "M")),)
HELD = Mirrored(
    K.PROJECT, "", "J1200", "Lake Street Bridge",
    body=Project(codes=(ProjectCode("03-300", "Concrete", ("L",), ("L",)),)),
)  # fmt: skip


def store_of(status=S.SYNCED):
    store = MemoryStore()
    made = project(status, codes=CHOSEN)
    store.arrive([made], CONNECTOR)
    return store, made.id


def pending(store, name):
    return [code.pending for code in store.find(name).body.codes]


def test_what_is_told_of_a_job_leaves_only_the_rest_to_be_made():
    store, name = store_of()

    take_held(store, [HELD])

    assert pending(store, name) == [("M",)]
    assert store.find(name).status is S.SYNCED


def test_what_was_told_before_is_known_when_the_job_comes_in():
    store = MemoryStore()
    store.mirror(K.PROJECT, [HELD], NOW, (), mark=1)
    made = project(S.SYNCED, codes=CHOSEN)
    store.arrive([made], CONNECTOR)

    take_held_of(store, made.id)

    assert pending(store, made.id) == [("M",)]


def test_hearing_it_again_changes_nothing():
    store, name = store_of()
    take_held(store, [HELD])
    version = store.find(name).version

    take_held(store, [HELD])

    assert store.find(name).version == version


def test_a_job_that_is_not_linked_is_left_alone():
    store, name = store_of(S.UNSENT)

    take_held(store, [HELD])
    take_held_of(store, name)

    assert pending(store, name) == [("L", "M")]
