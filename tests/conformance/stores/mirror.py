"""What the ERP holds, and its refreshes."""

from datetime import UTC, datetime, timedelta

from core.case import Mirrored
from core.people import CONNECTOR
from core.ports import (
    RunState,
)
from tests.conformance.stores.deeds import K, S
from tests.people import ANA, SAM
from tests.records import (
    budget,
    company,
    job_cost,
    project,
    sub_job,
)


class Mirroring:
    """Part of StoreContract."""

    def test_what_the_erp_holds_is_kept_with_the_mark(self, store, clock):
        at = clock.now - timedelta(minutes=2)
        seen = [
            Mirrored(K.COMPANY, "", f"V{n}", f"Vendor {n}", seen_at=at, body=company().body)
            for n in range(3)
        ]

        changed = store.mirror(K.COMPANY, seen, at, mark=42)
        again = store.mirror(K.COMPANY, [seen[0], seen[1]._replace(title="New")], at, mark=43)
        gone = store.mirror(K.COMPANY, [], at, [("", "v2"), ("", "V9")], mark=44)

        assert (changed, again, gone) == (3, 1, 1)
        assert list(store.mirrored(K.COMPANY)) == [seen[0], seen[1]._replace(title="New")]
        assert store.mark(K.COMPANY) == 44
        assert store.freshness(K.COMPANY) == (at, clock.now)
        assert list(store.mirrored(K.PROJECT)) == []

    def test_a_picture_without_a_time_of_its_own_is_as_old_as_the_reading(self, store, clock):
        at = clock.now - timedelta(minutes=2)

        store.mirror(K.COMPANY, [Mirrored(K.COMPANY, "", "V1", "Vendor")], at, mark=1)

        assert next(iter(store.mirrored(K.COMPANY))).seen_at == at

    def test_before_the_first_reading_nothing_is_fresh(self, store, clock):
        never = datetime.fromtimestamp(0, UTC)
        assert store.freshness(K.COMPANY) == (None, None)

        store.mirror(K.COMPANY, [], never, mark=0)

        assert store.freshness(K.COMPANY) == (None, clock.now)

    def test_what_no_record_stands_for_is_unheld(self, store, clock):
        store.arrive(
            [
                company(S.SYNCED, erp_id="V1"),
                company(S.READY_TO_IMPORT, id="company-2", erp_id="v2"),
                company(S.UNSENT, id="company-3", number="V3"),
            ],
            CONNECTOR,
        )
        seen = [Mirrored(K.COMPANY, "", f"V{n}", "x", seen_at=clock.now) for n in (1, 2, 3, 4)]

        store.mirror(K.COMPANY, seen, clock.now, mark=1)

        assert store.unheld(K.COMPANY) == seen[2:]

    def test_a_sub_job_is_held_within_its_own_job_only(self, store, clock):
        store.arrive(
            [
                project(S.SYNCED),
                sub_job(S.SYNCED, erp_id="E1"),
                sub_job(
                    S.READY_TO_IMPORT,
                    id="sub_job-2",
                    erp_id="E1",
                    project=None,
                    project_number="J7",
                ),
            ],
            CONNECTOR,
        )
        seen = [
            Mirrored(K.SUB_JOB, job, "E1", "x", seen_at=clock.now) for job in ("J1200", "J7", "J8")
        ]

        store.mirror(K.SUB_JOB, seen, clock.now, mark=1)

        assert store.unheld(K.SUB_JOB) == seen[2:]
        assert store.linked(K.SUB_JOB, "e1").id in {"sub_job-1", "sub_job-2"}

    def test_a_record_is_found_by_its_erp_id(self, store):
        store.arrive([project(S.SYNCED), job_cost(S.SYNCED), budget(S.SYNCED)], CONNECTOR)

        assert store.linked(K.PROJECT, " j1200").id == "project-1"
        assert store.linked(K.JOB_COST, "J1200").id == "job_cost-1"
        assert store.linked(K.PROJECT, "J12") is None
        assert store.linked(K.COMPANY, "J1200") is None

    def test_who_asks_while_a_refresh_is_open_joins_it(self, store):
        first = store.ask_refresh("vendors", ANA)
        second = store.ask_refresh("vendors", SAM)
        other = store.ask_refresh("jobs", SAM)

        assert first == second
        assert (first.tab, first.asked_by, first.state) == ("vendors", ANA.name, RunState.ASKED)
        assert other.id != first.id
        assert store.last_refresh("vendors") == first
        assert store.last_refresh("budgets") is None

    def test_a_refresh_is_taken_once_and_reports_how_far_it_is(self, store, clock):
        asked = store.ask_refresh("vendors", ANA)

        run = store.next_refresh("one", 30)
        store.report_refresh(run._replace(seen=5, total=9))

        assert run == asked._replace(state=RunState.RUNNING, began_at=clock.now)
        assert store.next_refresh("two", 30) is None
        assert store.last_refresh("vendors") == run._replace(seen=5, total=9)
        assert store.ask_refresh("vendors", SAM).id == run.id

    def test_a_refresh_of_a_dead_worker_is_taken_over(self, store, clock):
        store.ask_refresh("vendors", ANA)
        run = store.next_refresh("one", 30)
        clock.pass_(20)
        store.report_refresh(run)
        clock.pass_(20)

        assert store.next_refresh("two", 30) is None
        clock.pass_(11)
        assert store.next_refresh("two", 30).id == run.id

    def test_an_ended_refresh_stays_ended_and_a_new_one_may_be_asked_for(self, store, clock):
        run = store.next_refresh("one", 30) or store.ask_refresh("vendors", ANA)
        run = store.next_refresh("one", 30)
        ended = run._replace(state=RunState.DONE, result="3 new", finished_at=clock.now)
        store.report_refresh(ended)
        store.report_refresh(run)

        assert store.last_refresh("vendors") == ended
        assert store.next_refresh("two", 30) is None
        assert store.ask_refresh("vendors", ANA).id != run.id

    def test_a_refresh_that_is_cancelled_is_told_so_when_it_reports_and_stays_cancelled(
        self, store, clock
    ):
        store.ask_refresh("vendors", ANA)
        run = store.next_refresh("one", 30)

        ended = store.cancel_refresh("vendors", SAM)
        told = store.report_refresh(run._replace(seen=5))
        again = store.cancel_refresh("vendors", SAM)

        assert (ended.state, ended.result) == (RunState.CANCELLED, f"cancelled by {SAM.name}")
        assert (told, again) == (False, None)
        assert store.last_refresh("vendors") == ended
        assert store.ask_refresh("vendors", ANA).id != ended.id

    def test_open_refreshes_stand_in_the_order_in_which_they_are_taken(self, store, clock):
        names = ("vendors", "jobs", "budgets")
        for tab in names:
            store.ask_refresh(tab, ANA)

        line = [run.tab for run in store.open_refreshes()]
        taken = store.next_refresh("one", 30)
        ended = taken._replace(state=RunState.DONE, finished_at=clock.now)
        store.report_refresh(ended)

        assert line == list(names)
        assert [run.tab for run in store.open_refreshes()] == ["jobs", "budgets"]
        assert list(store.ended_refreshes("vendors", 5)) == [ended]
        assert list(store.ended_refreshes("jobs", 5)) == []

    def test_when_a_refresh_began_stays_where_another_takes_it_over(self, store, clock):
        store.ask_refresh("vendors", ANA)
        first = store.next_refresh("one", 30)
        clock.pass_(31)

        second = store.next_refresh("two", 30)

        assert second.began_at == first.began_at
