"""What became of a bulk action."""

from console.screens.result import BatchResultScreen, summary
from console.widgets.reasons import Reason, grouped, reasons_of
from core.decision import Allowed, Outcome, Refused
from core.objection import Objection
from core.ports import Batch
from core.vocabulary import Action, RecordId
from tests.console.panes.hosts import ScreenHost, links, seen, sentences, settled
from tests.people import ANA
from tests.records import NOW, commitment, many

TOO_LONG = "Title is {} characters; Sage 300 CRE takes 30."
NOT_SYNCED = "The vendor {} is not synced; accept it first."


def refused_for(*reasons):
    return Refused(Action.ACCEPT, tuple(Objection("financials 27 (C4)", r) for r in reasons))


def batch(*refused, total=10):
    done = total - len(refused)
    return Batch("B-01JD-7F2K", Action.ACCEPT, ANA.name, NOW, total, done, tuple(refused))


def test_sentences_that_differ_in_a_figure_are_one_group():
    reasons = [Reason(RecordId(f"r{n}"), "", TOO_LONG.format(n)) for n in range(31, 61)]

    (group,) = grouped(reasons)

    assert group.text == "Title is … characters; Sage 300 CRE takes 30."
    assert len(group.reasons) == 30


def test_names_of_any_length_are_one_group():
    names = ("Kerr", "Walsh Construction", "F. H. Paschen Nielsen")
    reasons = [Reason(RecordId(name), "", NOT_SYNCED.format(name)) for name in names]

    (group,) = grouped(reasons)

    assert group.text == "The vendor … is not synced; accept it first."


def test_different_reasons_stay_apart_and_the_largest_comes_first():
    reasons = [
        Reason(RecordId("a"), "", "There is no vendor on it."),
        Reason(RecordId("b"), "", TOO_LONG.format(31)),
        Reason(RecordId("c"), "", TOO_LONG.format(44)),
    ]

    found = [(len(g.reasons), g.text) for g in grouped(reasons)]

    assert found == [(2, TOO_LONG.format("…")), (1, "There is no vendor on it.")]


def test_alike_sentences_of_two_rules_stay_apart():
    reasons = [
        Reason(RecordId("a"), "vendors 3", TOO_LONG.format(31)),
        Reason(RecordId("b"), "financials 27 (C4)", TOO_LONG.format(44)),
    ]

    assert [group.rule for group in grouped(reasons)] == ["vendors 3", "financials 27 (C4)"]


def test_the_outcomes_bring_their_rules_along():
    record = commitment()
    outcomes = [
        Outcome(RecordId("a"), Allowed(Action.ACCEPT, record, None)),
        Outcome(RecordId("b"), refused_for("one", "two")),
    ]

    found = reasons_of(batch((RecordId("b"), ("one", "two"))), outcomes)

    assert [(r.record, r.rule, r.text) for r in found] == [
        ("b", "financials 27 (C4)", "one"),
        ("b", "financials 27 (C4)", "two"),
    ]


def test_the_summary_counts_what_was_left_alone():
    stopped = batch((RecordId("a"), ("no",)), total=10)._replace(done=4)

    assert summary(stopped) == (
        "Ana Approver, 2025-12-11 12:00 UTC: accept 10. Done 4, refused 1, 5 left alone."
    )


REFUSED = tuple(
    (r.id, (TOO_LONG.format(31 + place),)) for place, r in enumerate(many(commitment, 40))
)


async def test_enter_lists_the_records_of_a_reason_and_esc_goes_back_step_by_step():
    host = ScreenHost(BatchResultScreen(batch(*REFUSED, total=100)))

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        reasons = sentences(host)
        await pilot.press("enter")
        await settled(pilot)
        records = sentences(host)
        await pilot.press("escape")
        await settled(pilot)
        again = sentences(host)
        await pilot.press("escape")
        await settled(pilot)

    assert "Batch B-01JD-7F2K" in reasons
    assert "Done 60, refused 40." in reasons
    assert "40 Title is … characters; Sage 300 CRE takes 30." in reasons
    assert "commitment-00001 Title is 31 characters" in records
    assert again == reasons
    assert host.left_with == [None]


async def test_enter_on_a_record_leaves_with_it():
    host = ScreenHost(BatchResultScreen(batch(*REFUSED, total=100)))

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter", "down", "j", "enter")
        await settled(pilot)

    assert host.left_with == ["commitment-00003"]


async def test_records_get_their_names_when_somebody_knows_them():
    host = ScreenHost(BatchResultScreen(batch(*REFUSED, total=100), naming="SC {}".format))

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)

        assert "SC commitment-00001 Title is 31 characters" in sentences(host)


async def test_a_batch_without_refusals_says_so():
    host = ScreenHost(BatchResultScreen(batch(total=7)))

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        text = sentences(host)
        await pilot.press("enter", "escape")
        await settled(pilot)

    assert "Done 7, refused 0. Nothing was refused." in text
    assert host.left_with == [None]


async def test_hostile_text_in_a_batch_stays_text():
    trap = "[@click=app.accept]x[/]\x1b[2J\u202e"
    outcomes = [
        Outcome(RecordId(f"{trap}1"), refused_for(trap)),
        Outcome(RecordId(f"{trap}2"), refused_for(f"{trap} 2")),
    ]
    hostile = batch((RecordId(f"{trap}1"), (trap,)))._replace(id=trap, actor=trap)
    host = ScreenHost(BatchResultScreen(hostile, outcomes, naming="named {}".format))

    async with host.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        reasons, first = seen(host), links(host)
        await pilot.press("enter")
        await settled(pilot)
        records, second = seen(host), links(host)

    assert "[@click=app.accept]x[/]␛[2J<U+202E>" in reasons
    assert "named [@click=app.accept]x[/]␛[2J<U+202E>1" in records
    assert first == second == []
    assert not {"\x1b", "\u202e"} & set(reasons + records)
