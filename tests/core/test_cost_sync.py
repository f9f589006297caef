"""Bringing a job's costs into its record: what is looked up, and what is left as it is."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.case import Mirrored
from core.cost_sync import CostSync, last_tried, synced_extras
from core.job_costs import disclosed, disclosed_case, view
from core.mappings import ticked
from core.people import CONNECTOR
from core.ports import Adjusted
from core.records import CostTotal, CostTransaction, JobCost, Record
from core.reports.report import NoSuchJob
from core.settings import ProjectSettings, Relay, Settings
from core.vocabulary import ErpStatus, KeptOut, RecordId, RecordKind
from tests.core.costing import cost
from tests.people import ADA, ANA, VIC
from tests.records import NOW, company, job_cost, project, sub_job

K, S = RecordKind, ErpStatus
JOB = "J1200"
LINES = (CostTotal("01-100", "L", job_to_date=1_00),)


def keeping(*records: Record, **chosen: object) -> MemoryStore:
    store = MemoryStore(lambda: NOW)
    settings = ProjectSettings(transactions=True, **chosen)
    store.adjust_project(RecordId("project-1"), ADA, lambda _, p: Adjusted(settings, "each"))
    store.arrive(records or (project(S.SYNCED), company(S.SYNCED)), CONNECTOR)
    return store


def brought(store: MemoryStore, *costs: CostTransaction, each: bool = True) -> Record:
    seen = Mirrored(K.JOB_COST, JOB, JOB, "As in Sage", 5_00, body=JobCost(LINES, costs), job=JOB)
    mine = job_cost(S.SYNCED, project=RecordId("project-1"))
    return CostSync(store, NOW, each=each).brought(mine, seen)


def reasons(of: Record) -> list[tuple[KeptOut, ...]]:
    return [one.reasons for one in of.body.unsyncable]


def test_head_and_totals_are_sages_in_either_mode():
    store = keeping()
    each = brought(store, cost())
    store.adjust_project(
        RecordId("project-1"), ADA, lambda _, p: Adjusted(ProjectSettings(), "off")
    )

    totals = brought(store, cost())

    assert (each.title, each.amount, each.body.lines) == ("As in Sage", 5_00, LINES)
    assert (totals.title, totals.amount, totals.body) == ("As in Sage", 5_00, JobCost(LINES))
    assert each.body.transactions == ()
    assert [one.of for one in each.body.direct_costs] == [cost()]


def test_a_record_without_a_project_takes_totals():
    store = keeping()
    seen = Mirrored(K.JOB_COST, JOB, JOB, "", body=JobCost(LINES, (cost(),)), job=JOB)

    made = CostSync(store, NOW).brought(job_cost(S.SYNCED, project=None), seen)

    assert made.body == JobCost(LINES)


def test_another_kind_is_left_alone():
    seen = Mirrored(K.COMPANY, "", "V1001", "", body=company().body)

    assert CostSync(keeping(), NOW).brought(company(S.SYNCED), seen) == company(S.SYNCED)


def test_vendors_and_sub_jobs_are_looked_up_in_any_spelling():
    extra = sub_job(S.SYNCED, number="EXTRA1", erp_id="EXTRA1")
    store = keeping(project(S.SYNCED), company(S.SYNCED), extra)

    made = brought(store, cost(vendor="v1001", sub_job="extra1"), cost(2, vendor="V404"))

    assert len(made.body.direct_costs) == 1
    assert reasons(made) == [(KeptOut.VENDOR_NOT_LINKED,)]


@pytest.mark.parametrize("status", [S.UNSENT, S.EXPORTING])
def test_a_vendor_or_sub_job_that_is_not_synced_is_no_place(status):
    extra = sub_job(status, number="EXTRA1", erp_id="EXTRA1")
    store = keeping(project(S.SYNCED), company(status), extra)

    made = brought(store, cost(vendor="V1001", sub_job="EXTRA1"))

    assert reasons(made) == [(KeptOut.SUB_JOB_NOT_SYNCED, KeptOut.VENDOR_NOT_LINKED)]
    assert synced_extras(store) == {}


def test_a_project_whose_new_codes_wait_still_takes_costs():
    store = keeping(project(S.READY_TO_UPDATE))

    assert reasons(brought(store, cost())) == []


@pytest.mark.parametrize("records", [(project(S.UNSENT),), (company(S.SYNCED),)])
def test_without_a_synced_project_everything_is_kept_out(records):
    assert reasons(brought(keeping(*records), cost())) == [(KeptOut.JOB_NOT_SYNCED,)]


@pytest.mark.rule("job costs 14")
def test_a_mapping_that_is_off_keeps_everything_out():
    store = keeping()
    ticks = ticked(Relay().mappings, "Transaction (JC)", on=False)
    store.keep_settings(Settings(relay=Relay(mappings=ticks)))

    assert reasons(brought(store, cost())) == [(KeptOut.MAPPING_OFF,)]


@pytest.mark.rule("job costs 4")
def test_billed_rates_are_those_of_the_company_and_the_project():
    store = keeping(billed_rates=("L",))
    store.keep_settings(Settings(billed_rates=True))

    made = brought(store, cost(billed=130_00, from_billing=True))

    assert [one.amount for one in made.body.direct_costs] == [130_00]


def test_who_may_not_sync_transactions_renews_the_totals_alone():
    made = brought(keeping(), cost(), each=False)

    assert made.body == job_cost().body._replace(lines=LINES)


def test_the_moment_of_the_last_try_is_kept_only_if_each_was_tried():
    store = keeping()

    CostSync(store, NOW, each=False).tried()
    before = last_tried(store)
    CostSync(store, NOW + timedelta(hours=1)).tried()

    assert (before, last_tried(store)) == (None, NOW + timedelta(hours=1))


# looking


def looked_at(store: MemoryStore) -> MemoryStore:
    store.arrive([brought(store, cost())], CONNECTOR)
    for person in (ADA, VIC, ANA):
        store.keep_person(person)
    return store


def test_a_job_is_seen_whole_by_who_may_and_in_totals_by_others():
    store = looked_at(keeping())

    whole, totals = view(store, ADA, "j1200"), view(store, VIC, JOB)

    assert (whole.job, whole.transactions, whole.hidden, whole.notes) == (JOB, True, (), ())
    assert len(whole.costs.direct_costs) == 1
    assert [o.code for o in totals.hidden] == ["needs_source_tool_admin"]
    assert totals.costs == JobCost(LINES)


def test_a_job_without_cost_and_one_that_is_not_there():
    store = keeping()

    assert view(store, ADA, JOB).record is None
    assert view(store, ADA, JOB).costs == JobCost()
    with pytest.raises(NoSuchJob):
        view(store, ADA, "J404")


@pytest.mark.rule("job costs 16")
def test_a_view_says_where_cost_counts_twice():
    store = looked_at(keeping(reports_old_column=True))

    assert ["job costs 16" in note for note in view(store, ADA, JOB).notes] == [True]


def test_only_direct_costs_of_a_job_are_held_back():
    record = brought(keeping(), cost())

    assert disclosed(record, VIC, Settings()).body == JobCost(LINES)
    assert disclosed(record, CONNECTOR, Settings()) is record
    assert disclosed(job_cost(), VIC, Settings()) == job_cost()
    assert disclosed(company(), VIC, Settings()) == company()


def test_sages_own_transactions_are_for_nobodys_eyes():
    store = looked_at(keeping())
    seen = Mirrored(K.JOB_COST, JOB, JOB, "", body=JobCost(LINES, (cost(),)), job=JOB)
    store.mirror(K.JOB_COST, [seen], NOW, mark=1)

    case = disclosed_case(store.case(RecordId("job_cost-1"), ADA))

    assert case.mirrored.body == JobCost(LINES)
    assert len(case.record.body.direct_costs) == 1
