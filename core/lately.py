"""Since somebody last looked: what is new on a tab, what changed, what came back to them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from core.audit import Entry
from core.people import Actor
from core.ports import RecordStore
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId

READ = 5_000
"""So many entries are looked at together, the newest."""
FIRST_SENT = frozenset({ErpStatus.UNSENT, ErpStatus.UNLINKED})
"""A record that is sent from here was not before the approver."""
PUT_BEFORE = frozenset({Action.SEND, Action.RESEND})


class Mark(StrEnum):
    """What became of a record, as its letter."""

    NEW = "N"
    CHANGED = "C"
    BACK = "B"


WORDS: dict[Mark, str] = {
    Mark.NEW: "new since you looked",
    Mark.CHANGED: "changed since you looked",
    Mark.BACK: "came back after your reject",
}


class News(NamedTuple):
    """What happened on a tab since somebody last looked."""

    marks: Mapping[RecordId, Mark]
    since: datetime | None
    """None where they never looked: then nothing is marked, for all would be."""
    read_to: int
    """The last entry that was looked at."""
    more: bool = False
    """So much happened that only the newest was looked at."""

    def count(self, mark: Mark) -> int:
        return sum(1 for one in self.marks.values() if one is mark)


def marked(
    marks: Mapping[RecordId, Mark],
    entries: Iterable[Entry],
    me: str,
    rejected_by: Callable[[RecordId], str | None],
) -> dict[RecordId, Mark]:
    """The marks after these entries, the oldest first.

    What one does oneself is looked at. Coming back outweighs being new, which outweighs a change.
    `rejected_by` says who rejected a record last.
    """
    found = dict(marks)
    for entry in entries:
        if entry.actor == me:
            found.pop(entry.record, None)
        elif entry.action in PUT_BEFORE and rejected_by(entry.record) == me:
            found[entry.record] = Mark.BACK
        elif entry.source is None or (entry.action in PUT_BEFORE and entry.source in FIRST_SENT):
            found[entry.record] = Mark.NEW
        else:
            found.setdefault(entry.record, Mark.CHANGED)
    return found


def read(store: RecordStore, me: Actor, tab: str, before: News | None = None) -> News:
    """What happened on a tab since this person last looked, or since `before` was read."""
    if before is None:
        before = _begun(store, me, tab)
    last = store.last_entry()
    if before.since is None or last == before.read_to:
        return before._replace(read_to=last)
    entries = store.happened(tab, before.read_to, READ)
    came = [entry.record for entry in entries if entry.action in PUT_BEFORE]
    rejects = store.newest(came, Action.REJECT) if came else {}

    def rejected_by(record: RecordId) -> str | None:
        return rejects[record].actor if record in rejects else None

    marks = marked(before.marks, entries, me.name, rejected_by)
    return News(marks, before.since, last, before.more or len(entries) == READ)


def _begun(store: RecordStore, me: Actor, tab: str) -> News:
    kept = store.kept(_fact(me, tab))
    if kept is None:
        return News({}, None, store.last_entry())
    number, _, at = kept.partition(" ")
    return News({}, datetime.fromisoformat(at), int(number))


def keep(store: RecordStore, me: Actor, tab: str, read_to: int, now: datetime) -> None:
    """From now on, what was read is looked at."""
    store.keep(_fact(me, tab), f"{read_to} {now.isoformat()}")


def _fact(me: Actor, tab: str) -> str:
    return f"looked\x1f{me.id}\x1f{tab}"


def since_words(since: datetime, now: datetime) -> str:
    """`17:40`, `yesterday 17:40`, `03 Dec 17:40`."""
    days = (now.date() - since.date()).days
    if days == 0:
        return f"{since:%H:%M}"
    return f"yesterday {since:%H:%M}" if days == 1 else f"{since:%d %b %H:%M}"


def told(news: News, now: datetime) -> str:
    """`12 new, 3 back since yesterday 17:40`; empty where nothing happened."""
    if news.since is None:
        return ""
    names = {Mark.NEW: "new", Mark.BACK: "back", Mark.CHANGED: "changed"}
    parts = [f"{n:,} {name}" for mark, name in names.items() if (n := news.count(mark))]
    if not parts:
        return ""
    least = "At least " if news.more else ""
    return f"{least}{', '.join(parts)} since {since_words(news.since, now)}"
