"""First steps of the relay, and the last run of each job of the automatic sync."""

from datetime import timedelta

from core.people import CONNECTOR
from core.ports import Depth, JobRun, RecordStore, RunState, Span
from tests.conformance.stores.deeds import A, K, S, act
from tests.people import ANA, SAM
from tests.records import NOW, commitment, company


class Syncs:
    """Subclasses give fixtures `store` and `clock`."""

    def test_who_asks_while_a_first_step_is_open_joins_it_whatever_its_range(self, store, clock):
        first = store.ask_first_step(Span.MONTH, Depth.DEEP, ANA)

        second = store.ask_first_step(Span.TODAY, Depth.SHALLOW, SAM)

        assert second == first
        assert (first.state, first.asked_by, first.asked_at) == (
            RunState.ASKED,
            ANA.name,
            clock.now,
        )
        assert store.first_steps(9) == [first]

    def test_a_first_step_is_reported_until_it_has_ended_and_then_stays(self, store: RecordStore):
        asked = store.ask_first_step(Span.ALL, Depth.SHALLOW, ANA)
        running = asked._replace(state=RunState.RUNNING, seen=3, total=9)
        ended = running._replace(state=RunState.DONE, seen=9, finished_at=NOW, result="9 read")

        for report in (running, ended, running):
            store.report_first_step(report)

        assert store.first_steps(1) == [ended]
        assert store.ask_first_step(Span.TODAY, Depth.SHALLOW, SAM).id != ended.id

    def test_first_steps_are_told_newest_first(self, store: RecordStore):
        for span in (Span.TODAY, Span.WEEK, Span.MONTH):
            step = store.ask_first_step(span, Depth.SHALLOW, ANA)
            store.report_first_step(step._replace(state=RunState.FAILED, finished_at=NOW))

        assert [step.span for step in store.first_steps(2)] == [Span.MONTH, Span.WEEK]
        assert store.first_steps(0) == []

    def test_of_each_job_the_last_run_is_kept(self, store: RecordStore):
        early = JobRun("vendors", NOW, RunState.FAILED, "The relay is stopped.")
        late = JobRun("vendors", NOW + timedelta(minutes=5), RunState.DONE, "2 changed")
        other = JobRun("codes", NOW, RunState.DONE)

        store.keep_job_runs([early, other])
        store.keep_job_runs([late])

        assert store.job_runs() == {"vendors": late, "codes": other}

    def test_it_tells_of_which_kinds_an_export_was_confirmed_since_a_moment(self, store, clock):
        sent = (commitment(S.EXPORTING), company(S.EXPORTING))
        store.arrive(sent, CONNECTOR)
        act(store, A.CONFIRM, sent[0], actor=CONNECTOR)
        between = clock.now
        clock.pass_(60)
        act(store, A.CONFIRM, sent[1], actor=CONNECTOR)

        assert store.exported_since(between) == {K.COMPANY: clock.now}
        assert set(store.exported_since(between - timedelta(minutes=9))) == {
            K.COMMITMENT, K.COMPANY,
        }  # fmt: skip
        assert store.exported_since(clock.now) == {}
