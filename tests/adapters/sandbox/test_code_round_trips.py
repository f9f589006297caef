"""Codes, sub jobs and deletions there and back: decided here, performed in both systems."""

import pytest

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.codes import default_types
from core.decision import Allowed
from core.people import CONNECTOR
from core.ports import ErpRefused, UnknownRecord
from core.records import ProjectCode, SovLine
from core.settings import Settings
from core.vocabulary import Action, Approval, ErpStatus, RecordId, RecordKind
from tests.adapters.sandbox.company import TYPES
from tests.adapters.sandbox.test_round_trips import World
from tests.records import CODES, budget, commitment, cost_code, project, sub_job

A, K, S = Action, RecordKind, ErpStatus
JOB = RecordId("project-1")
TYPED = ProjectCode("05-100", "Structural steel", ("M", "S"))


@pytest.fixture(params=[MemoryStore, lambda: SqliteStore(None)], ids=["memory", "sqlite"])
def world(request) -> World:
    return World(request.param())


@pytest.fixture
def typed(world) -> World:
    """Somebody has typed a code into the project that Sage has not."""
    world.projects.edit(JOB, codes=(*CODES, TYPED))
    world.refresher.take_news()
    world.made.relay.sync()
    world.refresher.poll([K.PROJECT])
    return world


def codes_of(world: World) -> dict[str, ProjectCode]:
    return {code.code: code for code in world.store.find(JOB).body.codes}


@pytest.mark.rule("cost codes 12")
def test_a_code_goes_from_the_project_and_then_from_here(typed):
    typed.act(A.REMOVE, JOB, code="05-100")
    before = codes_of(typed)
    typed.drain()

    (removal,) = typed.store.find(JOB).body.removals
    assert "05-100" in before
    assert "05-100" not in codes_of(typed)
    assert (removal.by, removal.done, removal.outcome) == ("Ada Administrator", True, "removed")


@pytest.mark.rule("cost codes 13")
def test_a_removal_that_the_project_refuses_keeps_the_tick_and_is_remembered(typed):
    unknown_here = commitment(S.UNSENT, lines=(SovLine(1, "05-100", "M", 1_00),))
    typed.projects.draft(unknown_here)

    typed.act(A.REMOVE, JOB, code="05-100", category="M")
    typed.drain()

    (removal,) = typed.store.find(JOB).body.removals
    assert codes_of(typed)["05-100"].types == ("M", "S")
    assert removal.outcome == "stays: 05-100 M is used by commitment SC0001."
    assert typed.store.history(JOB)[-1].said == (
        "05-100 M stays: 05-100 M is used by commitment SC0001."
    )


def test_a_removal_survives_an_edit_that_comes_in_between(typed):
    typed.act(A.REMOVE, JOB, code="05-100")
    typed.projects.edit(JOB, city="Gary")
    typed.refresher.take_news()
    typed.drain()

    assert "05-100" not in codes_of(typed)
    assert typed.store.find(JOB).body.city == "Gary"
    assert typed.store.owing() == 0


@pytest.mark.rule("cost codes 13")
def test_a_type_that_sage_dropped_is_renewed_away_and_then_removed(typed):
    typed.made.ledger.drop_code("J1200", "03-300", "M")
    typed.made.relay.sync()
    typed.refresher.poll([K.PROJECT])
    too_early = typed.act(A.REMOVE, JOB, code="03-300", category="M")

    typed.act(A.RENEW, JOB)
    typed.drain()
    typed.act(A.REMOVE, JOB, code="03-300", category="M")
    typed.drain()

    assert not isinstance(too_early, Allowed)
    assert codes_of(typed)["03-300"] == ProjectCode(
        "03-300", "Cast-in-place concrete", ("S",), ("S",)
    )


@pytest.mark.rule("cost codes 17")
@pytest.mark.parametrize(("wanted", "lines"), [(True, 3), (False, 2)])
def test_new_codes_of_a_renewed_job_become_budget_lines_where_the_company_wants_it(
    world, wanted, lines
):
    world.store.keep_settings(Settings(add_codes_to_budgets=wanted))
    mine = budget(S.UNSENT, locked=False)
    world.store.arrive([mine], CONNECTOR)
    world.projects.hold([mine])
    world.made.ledger.update(project(S.SYNCED, codes=(ProjectCode("01-100", "", ("M",)),)))
    world.made.relay.sync()
    world.refresher.poll([K.PROJECT])

    world.act(A.RENEW, JOB)
    world.drain()
    world.refresher.take_news()

    assert len(world.store.find(mine.id).body.lines) == lines
    assert codes_of(world)["01-100"].erp_types == ("L", "S", "M")


@pytest.mark.rule("cost codes 14")
def test_a_default_is_kept_at_once_and_outlives_a_sync(world):
    world.store.arrive([cost_code(S.SYNCED, types=TYPES)], CONNECTOR)

    world.act(A.REMOVE, "cost_code-1", category="L")
    kept = world.store.find(RecordId("cost_code-1")).body
    world.drain()
    world.made.relay.sync()
    world.refresher.poll([K.COST_CODE])

    assert default_types(kept) == ("M", "S")
    assert world.made.codes.defaults("03-300") == ("M", "S")
    assert default_types(world.store.find(RecordId("cost_code-1")).body) == ("M", "S")


@pytest.mark.rule("jobs J7")
def test_a_template_goes_with_an_imported_job_to_the_project_system(world):
    world.store.keep_settings(Settings(project_templates=("Road",)))
    world.made.ledger.add_job("J1300", "Canal", CODES)
    world.made.relay.sync()
    world.refresher.poll([K.PROJECT])
    job = world.store.linked(K.PROJECT, "J1300")

    world.act(A.IMPORT, job.id, template="Road")
    world.drain()

    assert world.projects.find(job.id).body.template == "Road"


@pytest.mark.rule("sub jobs 4a")
def test_sage_takes_no_extra_where_the_job_tracks_none(world):
    world.made.ledger.track_extras("J1200", tracks=False)

    with pytest.raises(ErpRefused) as no:
        world.made.export(sub_job(S.EXPORTING))

    assert (no.value.code, no.value.text) == ("EXTRAS_OFF", "Job J1200 does not track extras.")


@pytest.mark.rule("sub jobs 4a")
def test_what_sage_says_of_extras_reaches_the_sender_beforehand(world):
    world.store.arrive([sub_job(S.UNSENT)], CONNECTOR)
    world.made.ledger.track_extras("J1200", tracks=False)
    world.made.relay.sync()
    world.refresher.poll([K.PROJECT])

    refused = world.act(A.SEND, "sub_job-1")

    assert [o.rule for o in refused.objections] == ["sub jobs 4a"]


def named_extra(world: World) -> None:
    extra = sub_job(S.SYNCED, number="EXTRA1", erp_id="EXTRA1", title="North")
    world.store.arrive([extra], CONNECTOR)
    world.projects.hold([extra])
    world.made.ledger.rename_extra("J1200", "EXTRA1", "North ramp")


@pytest.mark.rule("sub jobs 7")
def test_a_synced_sub_job_takes_the_name_that_its_extra_has_by_now(world):
    named_extra(world)
    world.made.relay.sync()

    other = world.projects.edit(RecordId("sub_job-1"), title="South ramp")
    same = world.projects.edit(RecordId("sub_job-1"), title="North ramp")
    world.refresher.poll([K.SUB_JOB])
    world.refresher.take_news()

    assert (other.rule, same) == ("sub jobs 7", None)
    assert world.store.find(RecordId("sub_job-1")).title == "North ramp"


@pytest.mark.rule("sub jobs 7")
def test_a_name_that_comes_from_the_project_all_the_same_is_not_taken_in(world):
    named_extra(world)
    world.projects.edit(RecordId("sub_job-1"), title="South ramp")
    world.made.relay.sync()
    world.refresher.poll([K.SUB_JOB])

    world.refresher.take_news()

    assert world.store.find(RecordId("sub_job-1")).title == "North"
    assert world.store.history(RecordId("sub_job-1"))[-1].said == (
        "edited in the project system; Sage keeps what was approved: title"
    )


@pytest.mark.rule("sub jobs 8")
def test_a_sub_job_with_codes_is_not_deleted_at_its_origin(world):
    world.projects.hold([sub_job(S.UNSENT)])

    refused = world.projects.delete(RecordId("sub_job-1"))
    world.projects.edit(RecordId("sub_job-1"), codes=())

    assert refused.rule == "sub jobs 8"
    assert world.projects.delete(RecordId("sub_job-1")) is None
    with pytest.raises(UnknownRecord):
        world.projects.find(RecordId("sub_job-1"))


@pytest.mark.rule("financials 38")
def test_a_deleted_draft_leaves_its_project_and_stays_in_the_history(world):
    draft = commitment(S.UNSENT, approval=Approval.DRAFT)
    world.projects.draft(draft)
    world.refresher.take_news()

    world.act(A.DELETE, draft.id, confirmed=True)
    world.drain()
    world.refresher.take_news()

    assert world.store.find(draft.id).status is S.DELETED
    assert [entry.action for entry in world.store.history(draft.id)] == [A.ARRIVE, A.DELETE]
    with pytest.raises(UnknownRecord):
        world.projects.find(draft.id)
