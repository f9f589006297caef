"""A merge and an edit in the project system at the same time."""

from adapters.sandbox.projects import SandboxProjects
from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.case import Answers
from core.decision import Allowed
from core.news import News
from core.people import CONNECTOR
from core.ports import Asked
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ADA
from tests.records import commitment, company

S = ErpStatus


def merged(store: MemoryStore, goes: str, stays: str) -> None:
    answers = Answers(link_to=RecordId(stays), confirmed=True)
    done = Approvals(store).perform(Action.MERGE, Asked(RecordId(goes)), ADA, answers)
    assert isinstance(done, Allowed), done


def test_an_edit_that_still_names_the_merged_company_does_not_bring_it_back(tmp_path):
    projects = SandboxProjects(tmp_path / "sandbox.sqlite")
    store = MemoryStore()
    ends, stays = company(S.UNSENT), company(S.UNSENT, id="company-2", title="Walsh & Sons")
    mine = commitment(S.UNSENT)
    store.arrive([ends, stays, mine], CONNECTOR)
    projects.hold([ends, stays, mine])
    projects.edit(mine.id, title="Deck, again")

    merged(store, "company-1", "company-2")
    News(store, projects).take()

    now = store.find(mine.id)
    assert (now.title, now.vendor, now.vendor_name) == ("Deck, again", "company-2", "Walsh & Sons")


def test_a_new_record_of_a_company_merged_twice_names_the_last_one(tmp_path):
    projects = SandboxProjects(tmp_path / "sandbox.sqlite")
    store = MemoryStore()
    names = ("Walsh", "Walsh Inc", "Walsh & Sons")
    three = [company(S.UNSENT, id=f"company-{n}", title=t) for n, t in enumerate(names, 1)]
    store.arrive(three, CONNECTOR)
    merged(store, "company-1", "company-2")
    merged(store, "company-2", "company-3")
    projects.draft(commitment(S.UNSENT))

    News(store, projects).take()

    new = store.find(RecordId("commitment-1"))
    assert (new.vendor, new.vendor_name) == ("company-3", "Walsh & Sons")
