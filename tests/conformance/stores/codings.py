"""What a judgement of jobs, extras and codes may read."""

import pytest

from core.case import NOTHING_SAID, Answers
from core.decision import Allowed, Refused
from core.people import CONNECTOR
from core.ports import Asked, UnknownRecord
from core.query import Query
from core.records import CostType, Project, SovLine
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, View
from tests.conformance.stores.deeds import judge_by_the_rules
from tests.people import ADA
from tests.records import case, commitment, cost_code, many, mirrored, project, sub_job

A, K, S = Action, RecordKind, ErpStatus


class Codings:
    """Part of StoreContract."""

    def test_a_case_of_a_project_counts_those_that_are_linked(self, store):
        linked = many(project, 3, status=S.SYNCED)
        linked = [p._replace(erp_id=p.number) for p in linked]
        waiting = project(S.READY_TO_UPDATE, id="p-8", number="J8", erp_id="J8")
        store.arrive([*linked, waiting, project(S.UNSENT, id="p-9", erp_id=None)], CONNECTOR)

        assert store.case(RecordId("p-9"), ADA).projects == 4

    @pytest.mark.rule("jobs 13")
    def test_a_batch_of_imports_ends_at_the_cap(self, store, clock):
        store.keep_settings(Settings(project_cap=2))
        jobs = [p._replace(erp_id=p.number) for p in many(project, 3, status=S.READY_TO_IMPORT)]
        store.arrive(jobs, CONNECTOR)
        seen = [mirrored(case(job), seen_at=clock.now) for job in jobs]
        store.mirror(K.PROJECT, seen, clock.now, mark=1)

        outcomes = store.decide(
            [Asked(job.id) for job in jobs], ADA, NOTHING_SAID,
            judge_by_the_rules(A.IMPORT), A.IMPORT,
        )  # fmt: skip

        assert [type(o.decision) for o in outcomes] == [Allowed, Allowed, Refused]
        assert [o.rule for o in outcomes[2].decision.objections] == ["jobs 13"]

    def test_uses_of_a_project_name_a_record_and_leave_deleted_ones_out(self, store):
        lines = (SovLine(1, "05-100", "M", 1_00),)
        gone = commitment(S.DELETED, id="c-2", lines=(SovLine(1, "09-900", "S", 1_00),))
        store.arrive(
            [project(S.SYNCED), commitment(S.UNSENT, lines=lines), gone, sub_job(S.UNSENT)],
            CONNECTOR,
        )
        mine = RecordId("project-1")

        found = store.uses(mine)

        assert found == {
            ("05-100", "M"): "commitment SC0001, Bridge deck",
            ("01-100", ""): "sub job EXTRA2, North approach",
        }
        assert store.case(mine, ADA, Answers(code="05-100")).uses == found
        assert store.case(mine, ADA).uses == {}
        with pytest.raises(UnknownRecord):
            store.uses(RecordId("nothing"))

    def test_the_companys_cost_types_are_known_where_one_is_named(self, store):
        codes = many(cost_code, 2, status=S.SYNCED)
        other = codes[1]._replace(body=codes[1].body._replace(types=(CostType("E"),)), erp_id="2")
        store.arrive([codes[0]._replace(erp_id="1"), other], CONNECTOR)

        asked = store.case(codes[0].id, ADA, Answers(category="E"))

        assert asked.categories == frozenset("ELS")
        assert store.case(codes[0].id, ADA).categories == frozenset()

    @pytest.mark.rule("sub jobs 4a")
    def test_a_case_of_a_sub_job_holds_its_job_as_sage_has_it(self, store, clock):
        store.arrive([project(S.SYNCED), sub_job(S.UNSENT)], CONNECTOR)
        job = mirrored(case(project(S.SYNCED)), body=Project(tracks_extras=False))
        store.mirror(K.PROJECT, [job], clock.now, mark=1)

        found = store.case(RecordId("sub_job-1"), ADA).job_seen

        assert (found.erp_id, found.body.tracks_extras) == ("J1200", False)

    def test_records_of_a_kind_come_whole_and_by_number(self, store):
        codes = [c._replace(erp_id=c.number) for c in many(cost_code, 3, status=S.SYNCED)]
        store.arrive([*reversed(codes), project()], CONNECTOR)

        assert list(store.of_kind(K.COST_CODE)) == codes

    @pytest.mark.rule("sub jobs 10")
    def test_a_row_of_a_sub_job_says_the_title_of_its_project(self, store):
        store.arrive([project(S.SYNCED), sub_job(S.SYNCED), commitment(S.UNSENT)], CONNECTOR)

        (row,) = store.rows(Query("sub_jobs", View.SYNCED), 10)
        (of_any_view,) = store.rows(Query("sub_jobs"), 10)
        (other,) = store.rows(Query("commitments"), 10)

        assert (row.project_number, row.project_title) == ("J1200", "Lake Street Bridge")
        assert of_any_view == row
        assert other.project_title == ""
