"""Step one in the sandbox: what each range and depth brings, and what a mapping keeps away."""

import time
from datetime import UTC, datetime

import pytest

from adapters.sandbox.relay import HOP_ONE
from adapters.stores.sqlite import SqliteStore
from core.case import Mirrored
from core.hops import Hops
from core.people import CONNECTOR
from core.ports import Depth, Freshness, OutsideUnreachable, RunState, Span
from core.records import CostTotal, JobCost
from core.refresh import Refresher
from core.syncing import FirstSteps, keep_report, keep_runs
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.sandbox.company import Sandbox, opened, sandbox
from tests.people import ANA
from tests.records import cco, commitment, job_cost, project

K, S = RecordKind, ErpStatus
DAY = 86_400.0
AR = "Invoice (AR)"


@pytest.fixture
def made() -> Sandbox:
    """The relay has read everything, and does not read by itself any more."""
    made = sandbox()
    made.relay.sync()
    made.relay.set_hop_one(0)
    return made


def changed(made: Sandbox, kind: RecordKind, days_ago: float) -> None:
    """As if everything of a kind had last changed in Sage so long ago."""
    with made.ledger.database.write() as connection:
        connection.execute(
            "UPDATE stamps SET at = ?"
            " WHERE change IN (SELECT change FROM documents WHERE kind = ?)",
            (time.time() - days_ago * DAY, kind),
        )


def last_read(made: Sandbox, days_ago: float) -> None:
    """As if the relay had last read Sage so long ago, as after a long stop."""
    with made.ledger.database.write() as connection:
        connection.execute(
            "UPDATE facts SET value = ? WHERE name = 'relay_read_at'",
            (str(time.time() - days_ago * DAY),),
        )


def stepped(made: Sandbox, span: Span, depth: Depth, key: str = "") -> str:
    """A first step from beginning to end; the result."""
    key = key or f"{span} {depth} {time.monotonic()}"
    made.relay.begin(key, span, depth)
    for _ in range(400):
        at = made.relay.progress(key)
        if at.state is not RunState.RUNNING:
            return at.result
        time.sleep(0.01)
    raise AssertionError("it never ended")


def known(made: Sandbox, kind: RecordKind) -> list[str]:
    rows = made.ledger.database.rows(
        "SELECT erp_id FROM relayed WHERE kind = ? AND gone = 0 ORDER BY change", (kind,)
    )
    return [name for (name,) in rows]


# ranges


@pytest.mark.parametrize(
    ("span", "days", "comes"),
    [
        (Span.TODAY, 2, False), (Span.WEEK, 2, True),
        (Span.WEEK, 8, False), (Span.MONTH, 8, True),
        (Span.MONTH, 40, False), (Span.YEAR, 40, True),
        (Span.YEAR, 400, False), (Span.ALL, 400, True),
    ],
)  # fmt: skip
def test_a_shallow_step_brings_what_changed_in_sage_within_its_range(made, span, days, comes):
    made.export(commitment(S.EXPORTING))
    changed(made, K.COMMITMENT, days)

    stepped(made, span, Depth.SHALLOW)

    assert known(made, K.COMMITMENT) == (["SC0001"] if comes else [])


def test_a_range_that_leaves_older_changes_out_says_so_and_claims_no_newer_picture(made):
    last_read(made, 30)
    before = made.relay.snapshot().read_at
    made.export(commitment(S.EXPORTING))
    changed(made, K.COMMITMENT, 20)

    narrow = stepped(made, Span.WEEK, Depth.SHALLOW)
    after_narrow = made.relay.snapshot().read_at
    wide = stepped(made, Span.YEAR, Depth.SHALLOW)

    assert "left out" in narrow
    assert after_narrow == before
    assert wide == "1 changed"
    assert datetime.now(UTC).timestamp() - made.relay.snapshot().read_at.timestamp() < 60
    assert known(made, K.COMMITMENT) == ["SC0001"]


def test_what_a_narrow_step_left_out_comes_with_the_next_automatic_reading(made):
    last_read(made, 30)
    made.export(commitment(S.EXPORTING))
    changed(made, K.COMMITMENT, 20)
    made.export(commitment(S.EXPORTING, id="c-2", erp_id="SC0002"))
    stepped(made, Span.TODAY, Depth.SHALLOW)
    first = made.erp.seen(K.COMMITMENT, 0, 9)

    made.relay.sync()
    then = made.erp.seen(K.COMMITMENT, first.mark, 9)

    assert [d.erp_id for d in (*first.records, *then.records)] == ["SC0002", "SC0001"]


# depths


def test_a_deep_step_brings_what_belongs_to_what_changed(made):
    made.export(commitment(S.EXPORTING))
    made.export(cco(S.EXPORTING))
    changed(made, K.CCO, 20)

    stepped(made, Span.WEEK, Depth.SHALLOW)
    shallow = known(made, K.CCO)
    stepped(made, Span.WEEK, Depth.DEEP)

    assert (shallow, known(made, K.CCO)) == ([], ["1"])


@pytest.mark.rule("cross-cutting C.3")
def test_only_a_deep_step_brings_what_stood_in_sage_before_its_box_was_ticked(made):
    made.relay.set_box("Contract (CN)", on=False)
    made.ledger.add_item("PC100", "7", "More work", 5_00)
    made.relay.set_box("Contract (CN)", on=True)
    before = [len(d.body.lines) for d in made.erp.seen(K.PRIME_CONTRACT, 0, 9).records]

    shallow = stepped(made, Span.ALL, Depth.SHALLOW)
    after_shallow = [len(d.body.lines) for d in made.erp.seen(K.PRIME_CONTRACT, 0, 9).records]
    deep = stepped(made, Span.ALL, Depth.DEEP)
    after_deep = [len(d.body.lines) for d in made.erp.seen(K.PRIME_CONTRACT, 0, 9).records]

    assert (shallow, after_shallow) == ("0 changed", before)
    assert (deep, after_deep) == ("1 changed", [before[0] + 1])


def test_what_changes_after_the_tick_comes_by_itself(made):
    made.relay.set_box("Contract (CN)", on=False)
    made.relay.set_box("Contract (CN)", on=True)

    made.ledger.add_item("PC100", "7", "More work", 5_00)
    made.relay.sync()

    (contract,) = made.erp.seen(K.PRIME_CONTRACT, 0, 9).records
    assert contract.body.lines[-1].item == "7"


def test_a_box_without_its_tick_lets_nothing_of_its_kind_come_and_the_picture_stays_as_old(made):
    made.erp.seen(K.PRIME_CONTRACT, 0, 9)
    before = made.relay.snapshot().read_at
    made.relay.set_box("Contract (CN)", on=False)

    made.ledger.add_item("PC100", "7", "More work", 5_00)
    made.relay.sync()
    items = [d.body.lines[-1].item for d in made.erp.seen(K.PRIME_CONTRACT, 0, 9).records]

    assert items != ["7"]
    assert made.erp.read_at(K.PRIME_CONTRACT) == before < made.relay.snapshot().read_at


def test_a_deep_step_of_a_part_of_time_does_not_make_a_mapping_whole(made):
    made.relay.set_box(AR, on=False)
    made.relay.set_box(AR, on=True)

    stepped(made, Span.YEAR, Depth.DEEP)
    partly = AR in made.relay.report().relay.mappings.whole
    stepped(made, Span.ALL, Depth.DEEP)

    assert (partly, AR in made.relay.report().relay.mappings.whole) == (False, True)


def test_ticks_stand_where_another_process_left_them(tmp_path):
    made = sandbox(tmp_path / "sandbox.sqlite")
    made.relay.set_box("Tax Group", on=True)

    assert "Tax Group" in opened(tmp_path / "sandbox.sqlite").relay.report().relay.mappings.on


# how long it takes, and how it fails


def test_a_step_takes_a_while_and_brings_nothing_until_it_is_over(made):
    made.relay.set_hop_one(HOP_ONE)
    made.relay.sync()
    made.export(commitment(S.EXPORTING))

    made.relay.begin("one", Span.ALL, Depth.SHALLOW)
    during, brought = made.relay.progress("one"), known(made, K.COMMITMENT)

    assert (during.state, during.finished_at, brought) == (RunState.RUNNING, None, [])
    assert 0 <= during.seen <= during.total
    assert during.total > 0


def test_the_same_key_starts_nothing_again(made):
    stepped(made, Span.ALL, Depth.SHALLOW, "one")
    made.export(commitment(S.EXPORTING))

    again = stepped(made, Span.ALL, Depth.SHALLOW, "one")

    assert again == "0 changed"
    assert known(made, K.COMMITMENT) == []


def test_a_key_that_the_relay_does_not_know_is_a_failed_step(made):
    assert made.relay.progress("nobody's").state is RunState.FAILED


@pytest.mark.rule("invariant I7")
def test_a_step_fails_where_the_relay_is_stopped_before_it_or_while_it_runs(made):
    made.relay.set_hop_one(HOP_ONE)
    made.relay.begin("running", Span.ALL, Depth.DEEP)
    made.relay.stop()

    with pytest.raises(OutsideUnreachable, match="The relay is stopped"):
        made.relay.begin("another", Span.TODAY, Depth.SHALLOW)

    at = made.relay.progress("running")
    assert (at.state, at.result.partition(";")[0]) == (RunState.FAILED, "The relay is stopped")


@pytest.mark.rule("cross-cutting C.5 (4)")
def test_an_account_that_is_locked_out_keeps_the_relay_from_sage_until_it_is_mended(made):
    made.relay.lock_out("Its password has expired.")
    report = made.relay.report()

    with pytest.raises(OutsideUnreachable, match="password has expired"):
        made.export(commitment(S.EXPORTING))
    made.relay.lock_out("")

    assert report.relay.account == "Its password has expired."
    assert "password" in report.stopped
    assert made.export(commitment(S.EXPORTING)) == "SC0001"
    assert made.relay.report().stopped == ""


# both steps together


class Both:
    """The two steps over one store and one sandbox, without a connector process."""

    def __init__(self) -> None:
        self.made = sandbox()
        self.store = SqliteStore(None)
        self.store.arrive([project(S.SYNCED), job_cost(S.SYNCED)], CONNECTOR)
        self.refresher = Refresher(self.store, self.made.erp, self.made.projects)
        self.steps = FirstSteps(self.store, self.made.relay)
        self.hops = Hops(self.store, ANA)
        self.made.relay.sync()
        self.refresher.poll()
        self.made.relay.set_hop_one(3600)
        self.told()

    def told(self) -> None:
        report = self.made.relay.report()
        keep_report(self.store, report)
        keep_runs(self.store, report, {})

    def refreshed(self, tab: str = "job_costs") -> list[str]:
        self.store.ask_refresh(tab, ANA)
        self.refresher.perform_asked("one")
        return [o.text for o in self.hops.old_data(tab)]

    def step(self, span: Span, depth: Depth) -> RunState:
        self.hops.ask(span, depth)
        self.made.relay.set_hop_one(0.001)
        while (step := self.steps.perform()) is not None:
            state = step.state
            time.sleep(0.002)
        self.made.relay.set_hop_one(3600)
        self.told()
        return state

    def total(self) -> int:
        (seen,) = self.store.mirrored(K.JOB_COST)
        return seen.amount

    def cost(self, amount: int) -> None:
        """A cost is entered at Sage's screens."""
        lines = (CostTotal("03-300", "S", job_to_date=amount),)
        body, ledger = JobCost(lines), self.made.ledger
        held = ledger.find(K.JOB_COST, "J1200", "J1200")
        with ledger.database.write() as connection:
            from adapters.sandbox.books import document_of

            seen: Mirrored = held._replace(amount=amount, body=body)
            ledger.books.put(connection, document_of(seen))


@pytest.mark.rule("job costs 15")
def test_a_refresh_before_step_one_returns_the_old_totals_and_says_so():
    both = Both()
    both.cost(123_00)
    both.hops.ask(Span.TODAY, Depth.SHALLOW)

    early = both.refreshed()
    old = both.total()
    both.step(Span.TODAY, Depth.SHALLOW)
    late = both.refreshed()

    assert old == 90_000_00
    assert len(early) == 1
    assert early[0].startswith("Step one is not over yet (today, shallow, 0 of 0): Job Costs shows")
    assert (both.total(), late) == (123_00, [])


@pytest.mark.rule("invariant I7")
def test_with_the_relay_stopped_a_refresh_brings_the_last_picture_and_says_of_when():
    both = Both()
    both.cost(123_00)
    both.made.relay.stop()
    both.told()

    said = both.refreshed()
    ended = both.store.last_refresh("job_costs")
    state = both.step(Span.TODAY, Depth.SHALLOW)

    assert ended.state is RunState.DONE
    assert both.total() == 90_000_00
    assert said[0].startswith("The relay is stopped; nothing was sent.")
    assert "Job Costs shows Sage as it was at" in said[0]
    assert state is RunState.FAILED
    assert both.hops.steps()[0].result.startswith("The relay is stopped")


def test_two_connectors_take_one_step_together():
    both = Both()
    both.cost(123_00)
    both.hops.ask(Span.ALL, Depth.SHALLOW)
    both.made.relay.set_hop_one(0.001)
    other = FirstSteps(both.store, both.made.relay)

    for _ in range(200):
        if both.steps.perform() is None or other.perform() is None:
            break
        time.sleep(0.002)

    (step,) = both.hops.steps(9)
    assert step.state is RunState.DONE
    assert len(both.made.ledger.database.rows("SELECT 1 FROM first_steps")) == 1


def test_a_store_that_was_never_polled_knows_no_age():
    assert SqliteStore(None).freshness(K.JOB_COST) == Freshness(None, None)
