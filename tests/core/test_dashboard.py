"""The figures of the whole: waits, weeks, slow senders, common refusals."""

from datetime import timedelta

from adapters.stores.memory import MemoryStore
from core import dashboard
from core.approvals import Approvals
from core.case import Answers
from core.dashboard import (
    Refusal,
    Rejected,
    Sender,
    Waits,
    commonest,
    in_days,
    read,
    reason_of,
    rejected,
    slowest,
    throughput,
    weeks_until,
)
from core.people import CONNECTOR
from core.ports import Asked, Deed
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA, SAM
from tests.records import NOW, commitment, company, project

A, S = Action, ErpStatus
DAY = timedelta(days=1)


def deed(action: Action, ago: timedelta, record: str = "SC1", actor: str = "Sam", said: str = ""):
    return Deed(NOW - ago, actor, action, RecordId(record), said)


def test_each_deed_counts_in_its_week_and_older_ones_in_none():
    deeds = [
        deed(A.ACCEPT, 0 * DAY), deed(A.ACCEPT, 6.9 * DAY), deed(A.UPDATE, 7.1 * DAY),
        deed(A.REJECT, 55 * DAY), deed(A.FIND, DAY), deed(A.CONFIRM, DAY), deed(A.SEND, DAY),
        deed(A.ACCEPT, 57 * DAY),
    ]  # fmt: skip

    found = throughput(deeds, weeks_until(NOW))

    assert found == {
        "accepted": (0, 0, 0, 0, 0, 0, 1, 2),
        "rejected": (1, 0, 0, 0, 0, 0, 0, 0),
        "synced": (0, 0, 0, 0, 0, 0, 0, 2),
    }


def test_the_slowest_sender_is_told_by_the_median_of_their_waits():
    deeds = []
    for number, days in enumerate((1, 2, 9)):
        deeds += [deed(A.REJECT, 20 * DAY, f"S{number}")]
        deeds += [deed(A.RESEND, (20 - days) * DAY, f"S{number}", "Sam")]
    deeds += [deed(A.REJECT, 20 * DAY, "T"), deed(A.SEND, 15 * DAY, "T", "Tom")]
    deeds += [deed(A.SEND, 14 * DAY, "T", "Tom"), deed(A.REJECT, DAY, "U")]

    assert slowest(deeds) == (Sender("Tom", 5 * DAY, 1), Sender("Sam", 2 * DAY, 3))


def test_refusals_that_differ_by_the_record_only_are_one():
    texts = [
        "Title is 45 characters; Sage takes 30.", "Title is 61 characters; Sage takes 30.",
        "Vendor 'Walsh' is inactive.", "", "Wrong job",
    ]  # fmt: skip

    assert commonest(texts) == (
        Refusal(texts[0], 2), Refusal(texts[2], 1), Refusal("Wrong job", 1)
    )  # fmt: skip


def test_the_reason_is_read_out_of_what_was_said():
    assert reason_of("erp_id=V1\nreason=Too dear=by far") == "Too dear=by far"
    assert reason_of("") == ""


def test_rejects_are_counted_by_sender_and_reason_and_those_that_were_not_the_first():
    said = "reason=Wrong job 7\nfix=lines"
    deeds = [
        deed(A.REJECT, timedelta(days=3), "SC1", said=said),
        deed(A.REJECT, timedelta(days=2), "SC1", said="reason=wrong job 8\nfix=title"),
        deed(A.REJECT, timedelta(days=2), "SC2", said=said),
        deed(A.REJECT, timedelta(days=1), "SC3", said="reason=No backup"),
        deed(A.ACCEPT, timedelta(days=1), "SC3"),
    ]

    found = rejected(deeds, {"SC1": "Sam", "SC2": "Sam", "SC3": "Pia"}.get)

    assert found == (
        Rejected("Sam", "Wrong job 7", "lines", 3, 1), Rejected("Pia", "No backup", "", 1, 0)
    )  # fmt: skip


def test_it_is_read_from_the_store_as_one():
    store = MemoryStore(lambda: NOW)
    aged = [
        commitment(id=RecordId(f"C{n}"), number=f"C{n}", sent_at=NOW - days * DAY)
        for n, days in enumerate((0, 2, 5, 10, 40))
    ]
    store.arrive([project(S.SYNCED), company(S.SYNCED), *aged], CONNECTOR)
    approvals = Approvals(store)
    asked = [Asked(RecordId("C0")), Asked(RecordId("C1"))]
    approvals.perform_many(A.REJECT, asked, ANA, Answers(reason="Too dear"))
    approvals.perform_many(A.RESEND, asked[:1], SAM)
    approvals.perform_many(A.UNLINK, asked, ANA)

    found = read(store, NOW)

    assert found.waits == (Waits("commitments", (1, 0, 1, 1, 1)),)
    assert found.waits[0].total == 4
    assert found.throughput["rejected"][-1] == 2
    assert found.slowest == (Sender(SAM.name, timedelta(0), 1),)
    assert found.reasons == (Refusal("Too dear", 2),)
    assert [one.times for one in found.refusals] == [1, 1]
    assert not found.more


def test_where_too_much_was_done_that_is_said(monkeypatch):
    monkeypatch.setattr(dashboard, "DEEDS_READ", 1)
    store = MemoryStore(lambda: NOW)
    store.arrive([project(S.SYNCED), company(S.SYNCED), commitment()], CONNECTOR)
    asked = [Asked(RecordId("commitment-1"))]
    Approvals(store).perform_many(A.REJECT, asked, ANA, Answers(reason="Too dear"))

    assert read(store, NOW).more


def test_spans_are_told_in_days_and_below_one_in_hours():
    assert [in_days(DAY * 3.5), in_days(DAY / 2)] == ["3.5 d", "12.0 h"]
