"""The store on SQLite: opening it, deciding in one transaction, and taking records in."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from adapters.sqlite import Connection, Database
from adapters.stores import debts, rows
from adapters.stores.admission import Admission
from adapters.stores.cases import Change, Holder, case_of, cases_of
from adapters.stores.codings import names_of, uses
from adapters.stores.directory import COMPARED
from adapters.stores.exports import SqliteExports
from adapters.stores.filing import IN_FLIGHT, Tray, erp_key, tray_of
from adapters.stores.lists import Lists
from adapters.stores.mirror import Mirror
from adapters.stores.opening import prepare
from adapters.stores.overviews import Overviews
from adapters.stores.remembered import Remembered
from adapters.stores.runs import Runs
from adapters.stores.shelf import (
    ADD_ENTRY,
    ADD_RECORD,
    AMONG,
    HISTORY,
    SqliteShelf,
    count,
)
from adapters.stores.sitting import Sitting, amended, amendment, arrival, sealed
from adapters.stores.syncs import Syncs
from core.anchors import Head
from core.audit import GENESIS, Entry
from core.canonical import digest
from core.case import NOTHING_SAID, Answers, Case
from core.decision import Outcome
from core.people import Actor
from core.ports import Asked, Judge, Owed, StaleRecord, UnknownRecord
from core.records import Record
from core.vocabulary import Action, Effect, RecordId, RecordKind

if TYPE_CHECKING:
    from os import PathLike

    from adapters.stores.mails import SqliteOutbox
    from adapters.stores.verify import Part
    from core.invariants import Finding

BLOCK = 1000
"""Arriving records a transaction."""
COMPANY = "SELECT 1 FROM records WHERE id = ? AND kind = 'company'"
OF_PROJECT = (
    f"SELECT {rows.RECORD} FROM records WHERE project {AMONG} AND kind {AMONG} "
    "ORDER BY kind, id LIMIT ?"
)
NEWEST = (
    f"SELECT {rows.ENTRY} FROM audit WHERE seq IN "
    f"(SELECT max(seq) FROM audit WHERE action {AMONG} GROUP BY actor)"
)


def now_utc() -> datetime:
    return datetime.now(UTC)


class SqliteStore(Lists, Admission, Mirror, debts.Debts, SqliteExports, Runs, Syncs, Overviews):
    """Fits RecordStore."""

    def __init__(
        self,
        path: "str | PathLike[str] | None",
        clock: Callable[[], datetime] = now_utc,
        program: str = "",
    ) -> None:
        """Open a store, making or migrating its file where needed. None: in memory only.

        `program` is the version that the audit names.

        Raises:
            StoreUnusable: the file cannot be opened or written, is damaged, is no store of ours,
                or comes from a newer version.
        """
        self._database = Database(path)
        self._clock = clock
        self.program = program
        self._remembered = Remembered()
        prepare(self._database)

    @property
    def read_only(self) -> str:
        """Why nothing may be written here; empty where it may."""
        return self._database.read_only

    @property
    def longest_hold(self) -> float:
        """Seconds for which this store has held the write lock at most."""
        return self._database.longest_hold

    def outbox(self) -> "SqliteOutbox":
        """The mails, in the same file."""
        from adapters.stores.mails import SqliteOutbox  # few commands speak of mails

        return SqliteOutbox(self._database, self._clock)

    def close(self) -> None:
        """Close this thread's connection."""
        self._database.close()

    # reading

    def find(self, record: RecordId) -> Record:
        found = self._database.rows(f"SELECT {rows.RECORD} FROM records WHERE id = ?", (record,))
        if not found:
            raise UnknownRecord(record)
        return rows.record(found[0])

    def case(self, record: RecordId, actor: Actor, answers: Answers = NOTHING_SAID) -> Case:
        now = self._clock()
        with self._database.read() as connection:
            shelf = SqliteShelf(connection, self._remembered, now)
            found = shelf.records([record])
            if record not in found:
                raise UnknownRecord(record)
            return case_of(shelf, found[record], actor, answers, now)

    def cases(self, records: Collection[RecordId], actor: Actor) -> Sequence[Case]:
        now = self._clock()
        with self._database.read() as connection:
            shelf = SqliteShelf(connection, self._remembered, now)
            found = shelf.records(records).values()
            return cases_of(shelf, found, actor, NOTHING_SAID, now)

    def of_kind(self, kind: RecordKind) -> Sequence[Record]:
        where = "tray BETWEEN ? AND ? AND kind = ? ORDER BY number COLLATE BINARY, id"
        found = self._database.rows(
            f"SELECT {rows.RECORD} FROM records WHERE {where}", (*rows.trays_of(kind), kind.value)
        )
        return [rows.record(row) for row in found]

    def of_project(
        self, project: RecordId, kinds: Collection[RecordKind], limit: int
    ) -> Sequence[Record]:
        with self._database.read() as connection:
            names = names_of(SqliteShelf(connection, self._remembered, self._clock()), project)
            asked = (json.dumps(sorted(names)), json.dumps([kind.value for kind in kinds]), limit)
            return [rows.record(row) for row in connection.execute(OF_PROJECT, asked).fetchall()]

    def uses(self, project: RecordId) -> Mapping[tuple[str, str], str]:
        with self._database.read() as connection:
            shelf = SqliteShelf(connection, self._remembered, self._clock())
            found = shelf.records([project])
            if project not in found:
                raise UnknownRecord(project)
            return uses(shelf, found[project])

    def history(self, record: RecordId) -> Sequence[Entry]:
        return [rows.entry(row) for row in self._database.rows(HISTORY, (record,))]

    def head(self) -> Head:
        found = self._database.rows("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")
        return Head(*found[0]) if found else Head(0, GENESIS)

    def last_by(self, actions: Collection[Action]) -> Mapping[str, Entry]:
        found = self._database.rows(NEWEST, (json.dumps([action.value for action in actions]),))
        return {entry.actor: entry for entry in map(rows.entry, found)}

    def change(self) -> int:
        return self._database.change()

    def verify(self) -> list[str]:
        """What does not agree with itself, in plain sentences; empty where all is well."""
        return [fault for faults in self.examine().values() for fault in faults]

    def examine(self) -> "Mapping[Part, Sequence[str]]":
        """The same, by the part of the store that is amiss."""
        from adapters.stores.verify import faults

        with self._database.read() as connection:
            return {part: list(found) for part, found in faults(connection)}

    def findings(self) -> "Sequence[Finding]":
        """Every invariant that does not hold, with the record and what was found."""
        from adapters.stores.invariants import findings

        with self._database.read() as connection:
            return list(findings(connection, self._clock()))

    # deciding

    def decide(
        self,
        asked: Sequence[Asked],
        actor: Actor,
        answers: Answers,
        judge: Judge,
        action: Action,
        *,
        batch: str = "",
        settles: Owed | None = None,
    ) -> Sequence[Outcome]:
        if action in COMPARED.values():
            self._warm(asked)
        with self._database.write() as connection:
            if settles is not None:
                debts.hold(connection, settles)
            now = self._clock()
            shelf = SqliteShelf(connection, self._remembered, now)
            sitting = Sitting(shelf, action, actor, answers, judge, batch, now, self.program)
            outcomes = sitting.decide(asked)
            if settles is not None and sitting.wrote:
                debts.end(connection, settles)
        return outcomes

    def _warm(self, asked: Sequence[Asked]) -> None:
        """Names of companies are compared; reading them all takes too long to hold the lock for."""
        with self._database.read() as connection:
            first = (asked[0].record,) if asked else ("",)
            if connection.execute(COMPANY, first).fetchall():
                self._remembered.names.warm(connection)

    # arriving

    def arrive(self, records: Iterable[Record], actor: Actor) -> int:
        """Take in records that were not here, each with its audit entry. Returns how many.

        One whose id is known already is left alone, and so is one whose ERP id is claimed by a
        record that is here.
        """
        waiting, arrived = iter(records), 0
        while block := list(islice(waiting, BLOCK)):
            # Digests take longer than all else, and are no reason to hold the lock.
            told = [digest(record) for record in block]
            with self._database.write() as connection:
                arrived += self._arrive(connection, block, actor, told)
        return arrived

    def amend(self, record: Record, actor: Actor, said: str, *, owes: Effect | None = None) -> None:
        """Replace a record's content, not its status; version and audit entry included.

        Raises:
            UnknownRecord: there is none.
            StaleRecord: it moved since it was read, or is on its way to the ERP.
        """
        now = self._clock()
        with self._database.write() as connection:
            shelf = SqliteShelf(connection, self._remembered, now)
            mine = shelf.records([record.id]).get(record.id)
            if mine is None:
                raise UnknownRecord(record.id)
            if mine.version != record.version or mine.status in IN_FLIGHT:
                raise StaleRecord(f"{record.id} is {mine.status} at version {mine.version} by now.")
            after = amended(mine, record, now)
            key = erp_key(after, after.erp_id)
            if key is not None and shelf.holders([key]).get(key, Holder(mine.id, "")).id != mine.id:
                raise StaleRecord(f"The ERP id of {record.id} is claimed by another record there.")
            seq, head = shelf.head()
            entry = sealed(
                head,
                amendment(mine, after, actor, now, seq + 1, said, self.program),
            )
            shelf.write([Change(mine, after, key, entry, owes)])
            # What was owed for the record as it stood is owed for it still: it has not moved.
            connection.execute(
                "UPDATE owed SET version = ? WHERE record = ? AND version = ?",
                (after.version, mine.id, mine.version),
            )

    def _arrive(
        self,
        connection: Connection,
        block: Sequence[Record],
        actor: Actor,
        told: Sequence[str],
    ) -> int:
        now = self._clock()
        seq, head = SqliteShelf(connection, self._remembered, now).head()
        kept, entries = [], []
        counts: dict[Tray, int] = {}
        for record, digest_ in self._new(connection, block, told):
            entry = arrival(record, actor, now, seq + 1, head, self.program, digest_)
            seq, head = entry.seq, entry.hash
            kept.append(rows.of_record(record, entry.digest))
            entries.append(rows.of_entry(entry))
            tray = tray_of(record)
            counts[tray] = counts.get(tray, 0) + 1
        connection.executemany(ADD_ENTRY, entries)
        connection.executemany(ADD_RECORD, kept)
        count(connection, counts)
        return len(kept)

    def _new(
        self, connection: Connection, block: Sequence[Record], told: Sequence[str]
    ) -> Iterator[tuple[Record, str]]:
        """Those whose id and ERP id nobody has, with their digests."""
        keys = [erp_key(r, r.erp_id) for r in block]
        known = _known(connection, "id", [r.id for r in block])
        claimed = _known(connection, "erp_key", [key for key in keys if key])
        for record, digest_, key in zip(block, told, keys, strict=True):
            if record.id not in known and (key is None or key not in claimed):
                known.add(record.id)
                if key is not None:
                    claimed.add(key)
                yield record, digest_


def _known(connection: Connection, column: str, values: Sequence[str]) -> set[str]:
    found = connection.execute(
        f"SELECT {column} FROM records WHERE {column} {AMONG}", (json.dumps(values),)
    )
    return {value for (value,) in found.fetchall()}
