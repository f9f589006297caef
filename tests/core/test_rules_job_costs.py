import pytest

from adapters.stores.memory import MemoryStore
from core.adjusting import Adjuster
from core.approvals import Approvals
from core.case import Answers, Case
from core.costs import direct_cost
from core.decision import Allowed, Refused
from core.desk import Desk
from core.locks import edit_objection
from core.mappings import PARTS, Ticks, ticked
from core.ports import Adjusted, Asked
from core.records import CostTotal, JobCost, Record
from core.settings import ProjectSettings, Relay, Settings
from core.vocabulary import Action, ErpStatus, Level, RecordId, Tool
from tests.core.costing import cost
from tests.core.judging import moved, rules_said, said
from tests.people import ADA, ANA, CONNECTOR, SAM, STAN, VIC
from tests.records import NOW, case, job_cost, mirrored, project

A, S = Action, ErpStatus
OPEN = Settings(edit_synced_costs=True)
EACH = ProjectSettings(transactions=True)
EDIT = Answers(transaction="7-1", cost_amount="12.34", confirmed=True)


def with_costs(*costs: object) -> Record:
    """A job of which every transaction is a direct cost."""
    body = JobCost((), (), tuple(direct_cost(one) for one in costs or (cost(1), cost(2))))
    return job_cost(S.SYNCED)._replace(body=body)


def editing(actor: object = ADA, said: Answers = EDIT, **changes: object) -> Case:
    return case(with_costs(), actor, answers=said, settings=OPEN, chosen=EACH)._replace(**changes)


def keeping(*people: object, **settings: object) -> MemoryStore:
    """A store with one synced project, and these people."""
    store = MemoryStore(lambda: NOW)
    store.keep_settings(Settings(**settings))
    store.arrive([project(S.SYNCED)], CONNECTOR)
    for person in people or (ADA, SAM, STAN, ANA, VIC):
        store.keep_person(person)
    return store


def switched(store: MemoryStore, name: str, text: str, actor: object = ADA) -> list[str]:
    """What stands against a choice of the default project; none where it is made."""
    done = Adjuster(store, actor).set(name, text, RecordId("project-1"))
    return [o.text for o in done.objections] if isinstance(done, Refused) else []


@pytest.mark.rule("job costs 1")
@pytest.mark.parametrize("status", [S.READY_TO_IMPORT, S.SYNCED])
def test_a_direct_cost_is_never_exported(status):
    assert said(case(job_cost(status), ADA), A.SEND) == [
        "Job costs come from Sage; a direct cost made here is never exported."
    ]


@pytest.mark.rule("job costs 6")
def test_synced_costs_are_read_only():
    objection = edit_objection(job_cost(S.SYNCED), {"lines"})

    assert objection.text == "Synced with Sage as J1200: lines cannot be changed here."


@pytest.mark.rule("job costs 10")
def test_direct_cost_is_what_did_not_come_through_commitments():
    mixed = CostTotal("03-300", "S", job_to_date=90_00, commitment_invoiced=60_00)
    all_invoiced = CostTotal("03-300", "S", job_to_date=60_00, commitment_invoiced=60_00)

    assert (mixed.direct, all_invoiced.direct) == (30_00, 0)


def test_job_costs_come_in_by_the_connector_or_by_who_may_refresh():
    totals = case(job_cost(), CONNECTOR)

    taken = moved(totals._replace(mirrored=mirrored(totals, amount=1_00)), A.IMPORT)

    assert (taken.status, taken.amount) == (S.SYNCED, 1_00)
    assert said(totals._replace(actor=VIC), A.IMPORT) == [
        "This takes Standard of ERP Integrations; you hold Read Only."
    ]


def test_job_costs_of_a_job_without_a_project_wait():
    adrift = case(job_cost(project=None), CONNECTOR)

    assert said(adrift, A.IMPORT) == ["Its job J1200 is not in any project yet."]


@pytest.mark.rule("job costs 2")
def test_transactions_take_the_direct_costs_tool_and_a_synced_project():
    store, unsynced = keeping(), MemoryStore(lambda: NOW)
    unsynced.keep_person(ADA)
    unsynced.arrive([project(S.UNSENT)], CONNECTOR)
    switched(store, "project.direct_costs_tool", "off")

    assert switched(store, "project.transactions", "on") == [
        "The project has no Direct Costs tool for transactions to come into."
    ]
    assert switched(unsynced, "project.transactions", "on") == [
        "The project is not synced with a Sage job."
    ]


@pytest.mark.rule("job costs 2")
@pytest.mark.parametrize("status", [S.SYNCED, S.READY_TO_UPDATE])
def test_a_synced_project_takes_transactions_while_new_codes_of_it_wait(status):
    store = MemoryStore(lambda: NOW)
    store.keep_person(ADA)
    store.arrive([project(status)], CONNECTOR)

    assert switched(store, "project.transactions", "on") == []


@pytest.mark.rule("job costs 3")
@pytest.mark.parametrize("box", ["GL Account", "Invoice (AP)", "Job (JC)", "Transaction (JC)"])
def test_transactions_take_the_mappings_they_need(box):
    ticks = ticked(Relay().mappings, box, on=False)
    store = keeping(relay=Relay(mappings=ticks))

    assert box in switched(store, "project.transactions", "on")[0]


@pytest.mark.rule("job costs 3")
@pytest.mark.parametrize("part", PARTS)
def test_transactions_take_every_part_that_must_be_off(part):
    usual = Relay().mappings
    ticks = Ticks(usual.on | {f"Transaction (JC): {part}"}, usual.whole)
    store = keeping(relay=Relay(mappings=ticks))

    assert part in switched(store, "project.transactions", "on")[0]


def test_transactions_are_switched_by_an_administrator_of_the_project():
    store = keeping()

    assert switched(store, "project.transactions", "on", STAN) == [
        "This takes Admin of Project Admin; you hold None."
    ]
    assert switched(store, "project.transactions", "on", SAM) == []
    assert store.project_settings(RecordId("project-1")).transactions


@pytest.mark.rule("job costs 6")
def test_a_synced_direct_cost_is_read_only_until_it_is_opened():
    shut = editing(settings=Settings())

    assert said(shut, A.EDIT_COST) == [
        "Direct costs synced from Sage are read-only in this company."
    ]
    assert rules_said(shut, A.DELETE_COST) == ["job costs 6"]
    assert said(editing(), A.EDIT_COST) == []


@pytest.mark.rule("job costs 6")
def test_an_edit_changes_one_direct_cost_and_leaves_sages_values_beside_it():
    said_both = EDIT._replace(cost_description="Corrected")

    first, second = moved(editing(said=said_both), A.EDIT_COST).body.direct_costs

    assert (first.amount, first.description, first.edited) == (12_34, "Corrected", True)
    assert first.of == cost(1)
    assert second == direct_cost(cost(2))


@pytest.mark.rule("job costs 6")
def test_an_edit_is_in_the_history_and_nothing_is_owed_for_it():
    store = keeping(edit_synced_costs=True)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(EACH, "each"))
    store.arrive([with_costs()], CONNECTOR)

    done = Approvals(store).perform(A.EDIT_COST, Asked(RecordId("job_cost-1")), ADA, EDIT)

    entry = store.history(RecordId("job_cost-1"))[-1]
    assert isinstance(done, Allowed)
    assert (entry.actor, entry.action) == (ADA.name, A.EDIT_COST)
    assert "transaction=7-1" in entry.said
    assert "cost_amount=12.34" in entry.said
    assert store.owing() == 0


@pytest.mark.rule("job costs 6")
def test_a_deleted_direct_cost_is_listed_no_more():
    left = moved(editing(), A.DELETE_COST).body.direct_costs

    assert [one.of.key for one in left] == ["7-2"]


@pytest.mark.rule("job costs 6")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"transaction": "9-9"}, "No direct cost with the key 9-9 is listed on this job."),
        ({"cost_amount": "a lot"}, "a lot is no amount."),
        ({"cost_amount": "100"}, "Direct cost 7-1 stands so already."),
        (
            {"cost_description": "x" * 31},
            "The description has 31 characters; a direct cost from Sage has 30 at most.",
        ),
    ],
)
def test_an_edit_names_a_listed_cost_and_says_what_it_becomes(answers, expected):
    assert said(editing(said=EDIT._replace(**answers)), A.EDIT_COST) == [expected]


def test_a_description_of_thirty_characters_still_fits():
    longest = EDIT._replace(cost_amount=None, cost_description="x" * 30)

    assert moved(editing(said=longest), A.EDIT_COST).body.direct_costs[0].description == "x" * 30


def test_an_edit_takes_transactions_a_level_and_a_confirmation():
    summary = editing(chosen=ProjectSettings())
    reader = ADA._replace(levels={**ADA.levels, Tool.DIRECT_COSTS: Level.READ_ONLY})

    assert said(summary, A.EDIT_COST) == [
        "Its project takes job costs as totals, so there is no direct cost to change."
    ]
    assert said(editing(reader), A.EDIT_COST) == [
        "This takes Standard of Direct Costs; you hold Read Only."
    ]
    assert said(editing(said=EDIT._replace(confirmed=False)), A.EDIT_COST) == [
        "Sage never hears of it, and the next sync brings its values back: it has to be confirmed."
    ]


@pytest.mark.rule("job costs 8")
def test_synced_costs_are_opened_by_an_erp_administrator_alone():
    store = keeping()
    switched(store, "project.transactions", "on")

    def opened(actor: object) -> Adjusted | Refused:
        return Adjuster(store, actor).set("edit_synced_costs", "on", confirmed=True)

    refused = [opened(actor) for actor in (VIC, SAM, STAN, ANA)]
    assert all(isinstance(one, Refused) for one in refused)
    assert not store.settings().edit_synced_costs
    assert isinstance(opened(ADA), Adjusted)
    assert store.settings().edit_synced_costs


@pytest.mark.rule("job costs 11")
@pytest.mark.rule("job costs 12")
def test_the_company_sees_job_costs_and_only_the_projects_report_is_written_to_a_file():
    company = ADA._replace(levels={Tool.ERP: Level.ADMIN})
    of_project = SAM._replace(levels={Tool.REPORTS: Level.READ_ONLY, Tool.BUDGET: Level.ADMIN})
    bare = SAM._replace(levels={Tool.BUDGET: Level.ADMIN})

    def may(actor: object) -> tuple[bool, bool]:
        desk = Desk(keeping(actor), actor)
        made = desk.report("job-costs", "J1200")
        return not isinstance(made, tuple) or hasattr(made, "rows"), not desk.file_objections(
            "job-costs"
        )

    assert may(company) == (True, False)
    assert may(of_project) == (True, True)
    assert may(bare) == (False, False)


@pytest.mark.rule("job costs 11")
def test_direct_costs_are_seen_of_one_job_by_who_may_see_them():
    store = keeping()
    switched(store, "project.transactions", "on")
    store.arrive([with_costs()], CONNECTOR)

    seen, hidden = Desk(store, ADA).costs("J1200"), Desk(store, VIC).costs("J1200")

    assert len(seen.costs.direct_costs) == 2
    assert (hidden.costs.direct_costs, [o.rule for o in hidden.hidden]) == (
        (), ["permissions A.1 row D7"],
    )  # fmt: skip
    assert Desk(store, VIC).record(RecordId("job_cost-1")).body.direct_costs == ()
    assert Desk(store, VIC).case(RecordId("job_cost-1")).record.body.direct_costs == ()


@pytest.mark.rule("job costs 16")
def test_transactions_beside_the_old_column_are_flagged_as_they_are_switched_on():
    store = keeping()
    switched(store, "project.reports_old_column", "on")

    done = Adjuster(store, ADA).set("project.transactions", "on", RecordId("project-1"))

    assert [o.text for o in done.warnings] == [
        "Costs count twice while the view has the old ERP Direct Costs column."
    ]
