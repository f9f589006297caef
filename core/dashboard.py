"""Figures of the whole: what waits and how long, what was done, who is slow, what is refused."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from statistics import median

from core.ports import Deed, RecordStore, UnknownRecord
from core.tabs import TABS
from core.values import NamedTuple
from core.vocabulary import Action, RecordId, View

A = Action
WEEKS = 8
WEEK = timedelta(days=7)
DEEDS_READ = 200_000
"""So many entries are looked at, the newest; more of eight weeks are left out, and that is said."""
BATCHES_READ = 2_000
TOP = 5
MOST_REJECTED = 10
REJECTS_READ = 1_000
"""So many rejects are looked up by who sent the record, the newest."""
EDGES = (1, 3, 7, 14)
"""Whole days at which one bucket of ages ends and the next begins."""
BUCKETS = ("under 1 d", "1-3 d", "3-7 d", "7-14 d", "over 14 d")
WAITING = (View.READY_TO_EXPORT, View.FAILED, View.READY_TO_UPDATE, View.READY_TO_IMPORT)
COUNTED: dict[Action, str] = {
    A.ACCEPT: "accepted",
    A.UPDATE: "accepted",
    A.REJECT: "rejected",
    A.CONFIRM: "synced",
    A.FIND: "synced",
    A.VOUCH: "synced",
    A.IMPORT: "synced",
}
"""What a deed counts as in a week."""
SERIES = ("accepted", "rejected", "synced")
AGAIN = frozenset({A.SEND, A.RESEND})
PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\S*\d\S*")
"""What tells one record's refusal from another's: quoted names, and words with figures."""


class Waits(NamedTuple):
    """How much waits in a tab, by how long."""

    tab: str
    buckets: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.buckets)


class Sender(NamedTuple):
    """How long somebody takes to send again what was rejected."""

    name: str
    median: timedelta
    times: int


class Refusal(NamedTuple):
    """Why something is refused, and how often it was."""

    text: str
    times: int


class Rejected(NamedTuple):
    """How often what one person sent was rejected for one reason."""

    sender: str
    reason: str
    """As it was said the first time."""
    fix: str
    """The field that was named the most; empty where none was."""
    times: int
    again: int
    """How many of these had been rejected before."""


class Dashboard(NamedTuple):
    """The figures, as of one moment."""

    waits: tuple[Waits, ...]
    weeks: tuple[datetime, ...]
    """When each week begins, the oldest first; the last one is not over."""
    throughput: Mapping[str, tuple[int, ...]]
    """By series, a figure a week."""
    slowest: tuple[Sender, ...]
    reasons: tuple[Refusal, ...]
    """What approvers gave as reasons."""
    refusals: tuple[Refusal, ...]
    """What rules refused in batches."""
    more: bool = False
    """Not all of the time was looked at: too much happened."""
    rejected: tuple[Rejected, ...] = ()
    """By sender and reason, the most frequent first."""
    overrides: tuple[str, ...] = ()
    """Emergency overrides of late, one line each."""
    held_back: tuple[str, ...] = ()
    """What keeps exports from leaving, one sentence each."""


def weeks_until(now: datetime) -> tuple[datetime, ...]:
    """The beginnings of the last weeks; the newest ends now."""
    return tuple(now - WEEK * n for n in range(WEEKS, 0, -1))


def throughput(deeds: Iterable[Deed], weeks: Sequence[datetime]) -> dict[str, tuple[int, ...]]:
    figures = {name: [0] * len(weeks) for name in SERIES}
    for deed in deeds:
        name, place = COUNTED.get(deed.action), (deed.at - weeks[0]) // WEEK
        if name is not None and place >= 0:
            figures[name][min(place, len(weeks) - 1)] += 1
    return {name: tuple(figure) for name, figure in figures.items()}


def slowest(deeds: Iterable[Deed]) -> tuple[Sender, ...]:
    """By the median of their waits from a reject to the next send; the deeds oldest first."""
    rejected: dict[RecordId, datetime] = {}
    waits: dict[str, list[timedelta]] = {}
    for deed in deeds:
        if deed.action is A.REJECT:
            rejected[deed.record] = deed.at
        elif deed.action in AGAIN and (since := rejected.pop(deed.record, None)) is not None:
            waits.setdefault(deed.actor, []).append(deed.at - since)
    found = [_sender(name, times) for name, times in waits.items()]
    return tuple(sorted(found, key=lambda one: (-one.median, one.name))[:TOP])


def _sender(name: str, waits: Sequence[timedelta]) -> Sender:
    middle = median(wait.total_seconds() for wait in waits)
    return Sender(name, timedelta(seconds=middle), len(waits))


def _alike(text: str) -> str:
    return PARTICULAR.sub("…", text.casefold()).strip(" .")


def commonest(texts: Iterable[str]) -> tuple[Refusal, ...]:
    """Equal but for what is particular to a record counts as the same; the first is quoted."""
    counts, said = Counter[str](), dict[str, str]()
    for text in texts:
        if key := _alike(text):
            counts[key] += 1
            said.setdefault(key, text)
    return tuple(Refusal(said[key], count) for key, count in counts.most_common(TOP))


def reason_of(said: str) -> str:
    """What an approver wrote, out of an entry's lines."""
    return _said(said, "reason")


def _said(said: str, field: str) -> str:
    lines = (line.partition("=") for line in said.splitlines())
    return next((value for name, _, value in lines if name == field), "")


def rejected(deeds: Iterable[Deed], sender_of: Callable[[RecordId], str]) -> tuple[Rejected, ...]:
    """Who sends what is rejected, and why; of the newest rejects only, the deeds oldest first."""
    rejects = [deed for deed in deeds if deed.action is A.REJECT]
    before, seen = Counter[RecordId](), dict[tuple[str, str], list[tuple[Deed, bool]]]()
    for place, deed in enumerate(rejects):
        second = before[deed.record] > 0
        before[deed.record] += 1
        if place >= len(rejects) - REJECTS_READ and (sender := sender_of(deed.record)):
            key = (sender, _alike(reason_of(deed.said)))
            seen.setdefault(key, []).append((deed, second))
    found = [_rejected(sender, of) for (sender, _), of in seen.items()]
    return tuple(
        sorted(found, key=lambda one: (-one.times, one.sender, one.reason))[:MOST_REJECTED]
    )


def _rejected(sender: str, of: Sequence[tuple[Deed, bool]]) -> Rejected:
    fixes = Counter(fix for deed, _ in of if (fix := _said(deed.said, "fix")))
    fix = fixes.most_common(1)[0][0] if fixes else ""
    again = sum(second for _, second in of)
    return Rejected(sender, reason_of(of[0][0].said), fix, len(of), again)


def read(store: RecordStore, now: datetime) -> Dashboard:
    """The figures of the last weeks and of this moment."""
    weeks = weeks_until(now)
    edges = [now - timedelta(days=day) for day in EDGES]
    waiting = store.waiting_since(WAITING, edges)
    deeds = store.deeds(weeks[0], frozenset(COUNTED) | AGAIN, DEEDS_READ)
    reasons = (reason_of(deed.said) for deed in deeds if deed.action is A.REJECT)
    refused = store.refused_since(weeks[0], BATCHES_READ)
    return Dashboard(
        tuple(Waits(tab.name, waiting[tab.name]) for tab in TABS if tab.name in waiting),
        weeks,
        throughput(deeds, weeks),
        slowest(deeds),
        commonest(reasons),
        commonest(refused),
        len(deeds) == DEEDS_READ,
        rejected(deeds, lambda record: _sender_of(store, record)),
    )


def _sender_of(store: RecordStore, record: RecordId) -> str:
    with suppress(UnknownRecord):
        return store.find(record).sent_by
    return ""


def in_days(span: timedelta) -> str:
    """`3.5 d`, or `4.2 h` below a day."""
    hours = span / timedelta(hours=1)
    return f"{hours / 24:.1f} d" if hours >= 24 else f"{hours:.1f} h"  # noqa: PLR2004  # a day
