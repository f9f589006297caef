"""The outbox: mails that wait, went or failed, in the store's own file or in memory."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from adapters.sqlite import Database
from adapters.stores import rows
from adapters.stores.facts import MARK
from adapters.stores.filing import age_from
from adapters.stores.memory_shelf import MemoryShelf
from core.audit import Entry
from core.ports.mails import Draft, Letter, MailState, Pile
from core.records import Record
from core.tabs import TAB_OF
from core.vocabulary import VIEW_OF, RecordKind, View

Clock = Callable[[], datetime]
DRAFT = "key, occasion, person, name, address, subject, body, message_id, made_at, skipped"
LETTER = f"seq, {DRAFT}, state, attempts, owner, free_at, ended_at, why"
OURS = "seq = ? AND owner = ? AND attempts = ? AND state = 'waiting'"
"""The lease is still in the hands that took it."""
ADD = (
    f"INSERT INTO mails ({DRAFT}, state, free_at) VALUES ({rows.places(DRAFT)}, ?, ?) "
    "ON CONFLICT (key) DO NOTHING"
)
DUE = (
    f"SELECT {LETTER} FROM mails WHERE state = 'waiting' AND free_at <= ? "
    "ORDER BY free_at, seq LIMIT 1"
)
PILES = (
    "SELECT kind, tray, currency, count(*), sum(amount), min(age_from){older} FROM records "
    "WHERE tray IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?)) "
    "GROUP BY kind, tray, currency ORDER BY kind, tray, currency"
)
ENDED = ("sent", "skipped")


class SqliteOutbox:
    """Fits Outbox, on the store's own file."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def newest_entry(self) -> int:
        return int(self._database.rows("SELECT coalesce(max(seq), 0) FROM audit")[0][0])

    def entries(self, first: int, limit: int) -> Sequence[Entry]:
        found = self._database.rows(
            f"SELECT {rows.ENTRY} FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?", (first, limit)
        )
        return [rows.entry(row) for row in found]

    def post(self, drafts: Sequence[Draft], source: str, was: int, now: int) -> bool:
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            found = connection.execute("SELECT mark FROM marks WHERE source = ?", (source,))
            if (found.fetchone() or (0,))[0] != was:
                return False
            connection.executemany(ADD, [(*_of_draft(d), _begun(d), at) for d in drafts])
            connection.execute(MARK, (source, now))
        return True

    def claim(self, owner: str, seconds: float) -> Letter | None:
        now = self._clock()
        at = rows.micros(now)
        # Looking first spares everybody else a lock while nothing is due.
        if not self._database.rows(DUE, (at,)):
            return None
        with self._database.write() as connection:
            found = connection.execute(DUE, (at,)).fetchall()
            if not found:
                return None
            due = now + timedelta(seconds=seconds)
            letter = _letter(found[0])
            letter = letter._replace(owner=owner, attempts=letter.attempts + 1, due_at=due)
            connection.execute(
                "UPDATE mails SET owner = ?, attempts = ?, free_at = ? WHERE seq = ?",
                (owner, letter.attempts, rows.micros(due), letter.seq),
            )
        return letter

    def sent(self, letter: Letter) -> None:
        self._end(letter, MailState.SENT, "")

    def failed(self, letter: Letter, why: str) -> None:
        self._end(letter, MailState.FAILED, why)

    def _end(self, letter: Letter, state: MailState, why: str) -> None:
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE mails SET state = ?, ended_at = ?, why = ? WHERE {OURS}",
                (state.value, at, why, *_lease(letter)),
            )

    def postpone(self, letter: Letter, seconds: float, why: str) -> None:
        free_at = rows.micros(self._clock() + timedelta(seconds=seconds))
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE mails SET free_at = ?, why = ? WHERE {OURS}",
                (free_at, why, *_lease(letter)),
            )

    def again(self) -> int:
        at = rows.micros(self._clock())
        with self._database.write() as connection:
            done = connection.execute(
                "UPDATE mails SET state = 'waiting', free_at = ?, ended_at = NULL "
                "WHERE state = 'failed'",
                (at,),
            )
        return int(done.rowcount)

    def mails(
        self, state: MailState | None, limit: int, person: str | None = None
    ) -> Sequence[Letter]:
        found = self._database.rows(
            f"SELECT {LETTER} FROM mails WHERE (?1 IS NULL OR state = ?1) "
            "AND (?2 IS NULL OR person = ?2) ORDER BY seq DESC LIMIT ?3",
            (state.value if state else None, person, limit),
        )
        return [_letter(row) for row in found]

    def tally(self, person: str | None = None) -> Mapping[MailState, int]:
        found = self._database.rows(
            "SELECT state, count(*) FROM mails WHERE ?1 IS NULL OR person = ?1 GROUP BY state",
            (person,),
        )
        return {MailState(state): n for state, n in found}

    def waits_since(self) -> datetime | None:
        found = self._database.rows("SELECT min(made_at) FROM mails WHERE state = 'waiting'")
        return rows.maybe_moment(found[0][0])

    def forget(self, before: datetime) -> int:
        with self._database.write() as connection:
            done = connection.execute(
                f"DELETE FROM mails WHERE state IN {ENDED} AND made_at < ?", (rows.micros(before),)
            )
        return int(done.rowcount)

    def piles(
        self, views: Sequence[View], kinds: Sequence[RecordKind], older: Sequence[datetime]
    ) -> Sequence[Pile]:
        trays = {
            rows.TRAY_NUMBER[TAB_OF[kind].name, view]: view for kind in kinds for view in views
        }
        sums = "".join(", sum(age_from < ?)" for _ in older)
        found = self._database.rows(
            PILES.format(older=sums),
            (*map(rows.micros, older), json.dumps([*trays]), json.dumps([k.value for k in kinds])),
        )
        return [
            Pile(
                rows.KIND[kind], trays[tray], currency, n, amount, rows.moment(oldest), tuple(late)
            )
            for kind, tray, currency, n, amount, oldest, *late in found
        ]


class MemoryOutbox:
    """Fits Outbox, beside a store in memory."""

    def __init__(
        self, shelf: MemoryShelf, marks: dict[str, int], lock: threading.RLock, clock: Clock
    ) -> None:
        self._shelf = shelf
        self._marks = marks
        self._lock = lock
        self._clock = clock
        self._letters: dict[int, Letter] = {}
        self._last = 0

    def newest_entry(self) -> int:
        with self._lock:
            return self._shelf.head()[0]

    def entries(self, first: int, limit: int) -> Sequence[Entry]:
        with self._lock:
            return [entry for entry in self._shelf.audit if entry.seq >= first][:limit]

    def post(self, drafts: Sequence[Draft], source: str, was: int, now: int) -> bool:
        at = self._clock()
        with self._lock:
            if self._marks.get(source, 0) != was:
                return False
            known = {letter.draft.key for letter in self._letters.values()}
            for draft in drafts:
                if draft.key not in known:
                    known.add(draft.key)
                    self._last += 1
                    state = MailState(_begun(draft))
                    self._letters[self._last] = Letter(
                        self._last, draft, state, 0, "", at, None, draft.skipped
                    )
            self._marks[source] = now
        return True

    def claim(self, owner: str, seconds: float) -> Letter | None:
        now = self._clock()
        with self._lock:
            due = [
                letter
                for letter in self._letters.values()
                if letter.state is MailState.WAITING and letter.due_at <= now
            ]
            if not due:
                return None
            first = min(due, key=lambda letter: (letter.due_at, letter.seq))
            until = now + timedelta(seconds=seconds)
            taken = first._replace(owner=owner, attempts=first.attempts + 1, due_at=until)
            self._letters[taken.seq] = taken
            return taken

    def sent(self, letter: Letter) -> None:
        self._end(letter, MailState.SENT, "")

    def failed(self, letter: Letter, why: str) -> None:
        self._end(letter, MailState.FAILED, why)

    def _end(self, letter: Letter, state: MailState, why: str) -> None:
        self._change(letter, letter._replace(state=state, ended_at=self._clock(), why=why))

    def postpone(self, letter: Letter, seconds: float, why: str) -> None:
        due_at = self._clock() + timedelta(seconds=seconds)
        self._change(letter, letter._replace(due_at=due_at, why=why))

    def _change(self, before: Letter, after: Letter) -> None:
        with self._lock:
            known = self._letters[before.seq]
            if known.state is MailState.WAITING and _lease(known) == _lease(before):
                self._letters[before.seq] = after

    def again(self) -> int:
        now = self._clock()
        with self._lock:
            failed = [x for x in self._letters.values() if x.state is MailState.FAILED]
            for letter in failed:
                self._letters[letter.seq] = letter._replace(
                    state=MailState.WAITING, due_at=now, ended_at=None
                )
        return len(failed)

    def mails(
        self, state: MailState | None, limit: int, person: str | None = None
    ) -> Sequence[Letter]:
        with self._lock:
            found = [
                letter
                for letter in self._letters.values()
                if state in (None, letter.state) and person in (None, letter.draft.person)
            ]
        return found[::-1][:limit]

    def tally(self, person: str | None = None) -> Mapping[MailState, int]:
        with self._lock:
            letters = [x for x in self._letters.values() if person in (None, x.draft.person)]
        states = [letter.state for letter in letters]
        return {state: states.count(state) for state in MailState if state in states}

    def waits_since(self) -> datetime | None:
        with self._lock:
            waiting = [x for x in self._letters.values() if x.state is MailState.WAITING]
        return min((letter.draft.made_at for letter in waiting), default=None)

    def forget(self, before: datetime) -> int:
        with self._lock:
            old = [
                seq
                for seq, letter in self._letters.items()
                if letter.state.value in ENDED and letter.draft.made_at < before
            ]
            for seq in old:
                del self._letters[seq]
        return len(old)

    def piles(
        self, views: Sequence[View], kinds: Sequence[RecordKind], older: Sequence[datetime]
    ) -> Sequence[Pile]:
        heaps: dict[tuple[RecordKind, View, str], list[Record]] = {}
        with self._lock:
            for record in self._shelf.all.values():
                view = VIEW_OF[record.status]
                if view in views and record.kind in kinds:
                    heaps.setdefault((record.kind, view, record.currency), []).append(record)
        return [
            Pile(
                *place, len(heap), sum(r.amount for r in heap), min(age_from(r) for r in heap),
                tuple(sum(age_from(r) < limit for r in heap) for limit in older),
            )
            for place, heap in sorted(heaps.items())
        ]  # fmt: skip


def _begun(draft: Draft) -> str:
    return (MailState.SKIPPED if draft.skipped else MailState.WAITING).value


def _lease(letter: Letter) -> tuple[int, str, int]:
    return letter.seq, letter.owner, letter.attempts


def _of_draft(of: Draft) -> tuple[object, ...]:
    *words, made_at, skipped = of
    return (*map(str, words), rows.micros(made_at), skipped)


def _letter(found: Sequence[Any]) -> Letter:
    (
        seq, key, occasion, person, name, address, subject, body, id_, made_at, skipped, state,
        attempts, owner, free_at, ended_at, why,
    ) = found  # fmt: skip
    at = rows.moment(made_at)
    draft = Draft(key, occasion, person, name, address, subject, body, id_, at, skipped)
    return Letter(
        seq, draft, MailState(state), attempts, owner, rows.moment(free_at),
        rows.maybe_moment(ended_at), why or skipped,
    )  # fmt: skip
