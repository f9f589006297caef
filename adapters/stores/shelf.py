"""The shelf of the SQLite store: what a judgement reads, and how a decision is written."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from adapters.codec import decoded_body, decoded_record, encoded
from adapters.sqlite import Connection
from adapters.stores import frozen_rows, rows
from adapters.stores.cases import Change, Holder, takes_back
from adapters.stores.codings import ACTIVE_VIEWS, cost_types_of
from adapters.stores.content import earlier, remember
from adapters.stores.debts import ADD_OWED, owed_row
from adapters.stores.filing import (
    LINKED,
    JobCodes,
    Tray,
    age_from,
    bills,
    choice_of,
    erp_key,
    haystack,
    in_words,
    is_active,
    is_group,
    job_codes,
    tray_of,
)
from adapters.stores.persons import person_of
from adapters.stores.remembered import Remembered
from core.audit import GENESIS, SETTINGS, Entry, of_person
from core.case import Held, Mirrored, Near, Related
from core.grace import WAITING
from core.people import Actor
from core.records import Project, Record
from core.settings import ProjectSettings, Settings
from core.tabs import TAB_OF
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind

AMONG = "IN (SELECT value FROM json_each(?))"
CARRIES = "origin_id <> '' AND status <> 'archived'"
"""A row of the ERP's that a record of the project system lives on in; one that was linked away
in its turn carries nothing."""
HANGING = ", ".join(
    f"'{status}'" for status in (*LINKED, ErpStatus.EXPORTING, ErpStatus.OUTCOME_UNKNOWN)
)
"""What Sage holds, or may hold by the time anyone looks."""
UNDECIDED = f"AND effect = '{Effect.LOOK.value}' AND why <> ''"
"""A look that was given back with its reason."""
TO_ERP = f"AND effect IN ({', '.join(repr(effect.value) for effect in sorted(WAITING))})"
LINKED_ONES = ", ".join(f"'{status}'" for status in LINKED)
NAMED_AS = {
    RecordKind.COMPANY: "vendor",
    RecordKind.PROJECT: "project",
    RecordKind.COMMITMENT: "parent",
    RecordKind.PRIME_CONTRACT: "parent",
}
"""By which column other records name one of this kind."""

ADD_ENTRY = f"INSERT INTO audit ({rows.ENTRY}) VALUES ({rows.places(rows.ENTRY)})"
FORGET = "DELETE FROM owed WHERE record = ? AND version = ?"
HELD = f"SELECT record, version, free_at, before, taken_at FROM owed WHERE record {AMONG} {TO_ERP}"
ADD_RECORD = (
    f"INSERT INTO records ({rows.RECORD}, {rows.DERIVED}, n) "
    f"VALUES ({rows.places(rows.RECORD + ', ' + rows.DERIVED)}, "
    "(SELECT coalesce(max(n), 0) + 1 FROM records))"
)
COUNT = (
    "INSERT INTO counts (tray, tab, view, n) VALUES (?1, ?2, ?3, max(?4, 0)) "
    "ON CONFLICT (tray) DO UPDATE SET n = n + ?4"
)
"""A tray that is new holds none, so nothing can be taken from it."""
MOVED = (
    "status = ?, tray = ?, version = ?, erp_id = ?, export_key = ?, "
    "sent_by = ?, sent_at = ?, changed_at = ?, fault_code = ?, fault_text = ?, "
    "fault_passing = ?, note = ?, fell_back = ?, unposted_since = ?, edited_by = ?, "
    "endorsed_by = ?, override = ?, erp_key = ?, age_from = ?, haystack = ?"
)
REWRITTEN = (
    "number = ?, title = ?, body = ?, origin = ?, project = ?, "
    "project_number = ?, vendor = ?, vendor_name = ?, parent = ?, parent_number = ?, amount = ?, "
    "currency = ?, created_by = ?, created_at = ?, origin_id = ?, is_active = ?, is_group = ?, "
    "digest = ?"
)
AT = "WHERE id = ? AND version = ?"
MOVE = f"UPDATE records SET {MOVED} {AT}"
"""What decisions change in nearly every case."""
REWRITE = f"UPDATE records SET {REWRITTEN}, {MOVED} {AT}"
"""Content, besides: in one statement, so that the database sees both."""

VERSIONS = f"SELECT id, version FROM records WHERE id {AMONG} AND kind = 'project'"
SUB_JOBS = (
    f"SELECT project, number FROM records WHERE project {AMONG} "
    f"AND kind = 'sub_job' AND status IN ({LINKED_ONES})"
)
GRANTED = f"SELECT {rows.ENTRY} FROM audit WHERE record IN (?, ?) AND at >= ? ORDER BY seq"
HISTORY = f"SELECT {rows.ENTRY} FROM audit WHERE record = ? ORDER BY version"
BODIES = "SELECT body FROM records WHERE tray BETWEEN ? AND ?"
GROUPS = "SELECT number FROM records WHERE is_group = 1"


def dependants_by(column: str) -> str:
    """How many records that hang on them name each of many in this column."""
    return (
        f"SELECT value, (SELECT count(*) FROM records WHERE {column} = value "
        f"AND status IN ({HANGING})) FROM json_each(?)"
    )


class SqliteShelf:
    """Reads and writes on one connection, whose transaction somebody else begins and ends."""

    def __init__(self, connection: Connection, remembered: Remembered, now: datetime) -> None:
        self._connection = connection
        self._remembered = remembered
        self._now = now

    # reading

    def records(self, ids: Collection[RecordId]) -> Mapping[RecordId, Record]:
        found = self._all(f"SELECT {rows.RECORD} FROM records WHERE id {AMONG}", ids)
        return {row[0]: rows.record(row) for row in found}

    def related(self, ids: Collection[RecordId]) -> Mapping[RecordId, Related]:
        found = self._all(f"SELECT {rows.RELATED} FROM records WHERE id {AMONG}", ids)
        return {row[0]: rows.related(row) for row in found}

    def carriers(self, ids: Collection[RecordId]) -> Mapping[RecordId, RecordId]:
        statement = f"SELECT origin_id, id FROM records WHERE origin_id {AMONG} AND {CARRIES}"
        return dict(self._all(statement, ids))

    def holders(self, keys: Collection[str]) -> Mapping[str, Holder]:
        if not keys:
            return {}
        statement = f"SELECT erp_key, id, kind, number, title FROM records WHERE erp_key {AMONG}"
        return {
            key: Holder(name, in_words(rows.KIND[kind], number, title))
            for key, name, kind, number, title in self._all(statement, keys)
        }

    def mirrored(self, keys: Collection[str]) -> Mapping[str, Mirrored]:
        if not keys:
            return {}
        statement = f"SELECT key, {rows.MIRRORED} FROM mirror WHERE key {AMONG}"
        return {key: rows.mirrored(row) for key, *row in self._all(statement, keys)}

    def codes(self, projects: Collection[RecordId]) -> Mapping[RecordId, JobCodes]:
        versions = dict(self._all(VERSIONS, projects))
        found = self._remembered.codes_of(versions)
        new = [project for project in versions if project not in found]
        if new:
            for name, body in self._all(f"SELECT id, body FROM records WHERE id {AMONG}", new):
                project = decoded_body(RecordKind.PROJECT, body)
                if isinstance(project, Project):
                    found[name] = job_codes(project)
                    self._remembered.keep_codes(name, versions[name], found[name])
        return found

    def sub_jobs(self, projects: Collection[RecordId]) -> list[tuple[RecordId, str]]:
        return self._all(SUB_JOBS, projects)

    def groups(self) -> frozenset[str]:
        found = self._connection.execute(GROUPS).fetchall()
        return frozenset(number for (number,) in found)

    def linked_projects(self) -> int:
        trays = [rows.TRAY_NUMBER[TAB_OF[RecordKind.PROJECT].name, view] for view in ACTIVE_VIEWS]
        found = self._all(f"SELECT coalesce(sum(n), 0) FROM counts WHERE tray {AMONG}", trays)
        return int(found[0][0])

    def of_project(self, projects: Collection[RecordId]) -> list[Record]:
        found = self._all(f"SELECT {rows.RECORD} FROM records WHERE project {AMONG}", projects)
        return [rows.record(row) for row in found]

    def cost_types(self) -> frozenset[str]:
        found = self._connection.execute(BODIES, rows.trays_of(RecordKind.COST_CODE)).fetchall()
        return cost_types_of(decoded_body(RecordKind.COST_CODE, body) for (body,) in found)

    def dependants(self, records: Collection[Record]) -> Mapping[RecordId, int]:
        counted: dict[RecordId, int] = {}
        for column in sorted({NAMED_AS[r.kind] for r in records if r.kind in NAMED_AS}):
            named = [r for r in records if NAMED_AS.get(r.kind) == column]
            mine = {name: r.id for r in named for name in (r.id, r.at_origin)}
            for name, number in self._all(dependants_by(column), mine):
                counted[mine[name]] = counted.get(mine[name], 0) + number
        for change in records:
            if change.kind is RecordKind.CCO and change.parent:
                counted[change.id] = self._billing(change)
        return counted

    def _billing(self, change: Record) -> int:
        """How many invoices on its commitment bill a change order."""
        kind = RecordKind.SUBCONTRACTOR_INVOICE
        found = self._connection.execute(
            f"SELECT body FROM records WHERE parent = ? AND status IN ({HANGING}) AND kind = ?",
            (change.parent, kind.value),
        ).fetchall()
        return sum(bills(decoded_body(kind, body), change.id) for (body,) in found)

    def near(self, records: Sequence[Record], percent: int) -> Mapping[RecordId, tuple[Near, ...]]:
        return self._remembered.names.near(self._connection, records, percent)

    def naming(
        self, companies: Collection[RecordId]
    ) -> list[tuple[RecordId, RecordKind, ErpStatus]]:
        found = self._all(
            f"SELECT vendor, kind, status FROM records WHERE vendor {AMONG}", companies
        )
        return [(name, rows.KIND[kind], rows.STATUS[status]) for name, kind, status in found]

    def named_by_all(self, companies: Collection[RecordId]) -> list[Record]:
        statement = f"SELECT {rows.RECORD} FROM records WHERE vendor {AMONG} ORDER BY id"
        return [rows.record(row) for row in self._all(statement, companies)]

    def granted(self, person: str, since: datetime) -> Sequence[Entry]:
        asked = (of_person(person), SETTINGS, rows.micros(since))
        return [rows.entry(row) for row in self._connection.execute(GRANTED, asked).fetchall()]

    def looks(self, records: Collection[RecordId]) -> Mapping[RecordId, int]:
        statement = f"SELECT record, attempts FROM owed WHERE record {AMONG} {UNDECIDED}"
        return dict(self._all(statement, records))

    def held(self, records: Collection[Record]) -> Mapping[RecordId, Held]:
        versions = {record.id: record.version for record in records}
        return {
            name: Held(
                rows.moment(free_at),
                decoded_record(before) if before else None,
                rows.maybe_moment(taken_at),
            )
            for name, version, free_at, before, taken_at in self._all(HELD, versions)
            if versions[name] == version
        }

    def read_at(self) -> Mapping[RecordKind, datetime]:
        found = self._connection.execute("SELECT kind, relay_read_erp FROM freshness").fetchall()
        return {rows.KIND[kind]: rows.moment(at) for kind, at in found if at}

    def settings(self) -> Settings:
        found = self._connection.execute(
            "SELECT value FROM facts WHERE name = 'settings'"
        ).fetchall()
        return self._remembered.settings(found[0][0] if found else None)

    def chosen(self, projects: Collection[RecordId]) -> Mapping[RecordId, ProjectSettings]:
        names = {choice_of(project): project for project in projects}
        found = self._all(f"SELECT name, value FROM facts WHERE name {AMONG}", names)
        return {names[name]: self._remembered.chosen(text) for name, text in found}

    def person(self, id: str) -> Actor | None:
        found = self._connection.execute("SELECT person FROM people WHERE id = ?", (id,)).fetchall()
        return self._remembered.person(id, found[0][0]) if found else None

    def peopled(self) -> bool:
        return bool(self._connection.execute("SELECT EXISTS (SELECT 1 FROM people)").fetchone()[0])

    def since(self, record: RecordId, version: int) -> Sequence[Entry]:
        found = self._connection.execute(HISTORY, (record,)).fetchall()
        entries = [rows.entry(row) for row in found]
        return [e for e in entries if e.version > version] or entries[-1:]

    def earlier(self, record: RecordId, begun: str) -> str | None:
        return earlier(self._connection, record, begun)

    def head(self) -> tuple[int, str]:
        found = self._connection.execute(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchall()
        return found[0] if found else (0, GENESIS)

    def sealed_as(self, key: str) -> str | None:
        return frozen_rows.sealed_as(self._connection, key)

    def people(self) -> list[Actor]:
        found = self._connection.execute("SELECT id, person FROM people ORDER BY id").fetchall()
        return [person_of(*row) for row in found]

    # writing

    def adjust(self, entry: Entry, statement: str, values: Sequence[str]) -> None:
        """Write a value that is no record, and its entry."""
        self._connection.execute(ADD_ENTRY, rows.of_entry(entry))
        self._connection.execute(statement, values)

    def write(self, changes: Sequence[Change]) -> None:
        """Write records, entries, counts and owed effects.

        Raises:
            RuntimeError: a record is not at the version it was judged at.
        """
        execute = self._connection.executemany
        execute(ADD_ENTRY, [rows.of_entry(change.entry) for change in changes])
        rewritten = [c for c in changes if _content(c.before) != _content(c.after)]
        if rewritten:
            remember(self._connection, [c.before for c in rewritten])
        given_up = [(c.before.id,) for c in changes if _key(c.before) not in (None, c.key)]
        if given_up and len(changes) > 1:
            # Two records that exchange an ERP id never hold the same one at a time.
            execute("UPDATE records SET erp_key = NULL WHERE id = ?", given_up)
        names = {c.before.id for c in rewritten}
        self._checked(MOVE, [_move(c) for c in changes if c.before.id not in names])
        if rewritten:
            self._checked(REWRITE, [(*_rewrite(c), *_move(c)) for c in rewritten])
        at = rows.micros(self._now)
        if owed := [owed_row(c, c.effect, at) for c in changes if c.effect]:
            execute(ADD_OWED, owed)
        if recalled := [c.before for c in changes if takes_back(c.entry)]:
            execute(FORGET, [(record.id, record.version) for record in recalled])
        frozen_rows.write(self._connection, changes, at)
        self._count(changes)

    def _count(self, changes: Sequence[Change]) -> None:
        deltas: dict[Tray, int] = {}
        for change in changes:
            left, entered = tray_of(change.before), tray_of(change.after)
            if left != entered:
                deltas[left] = deltas.get(left, 0) - 1
                deltas[entered] = deltas.get(entered, 0) + 1
        count(self._connection, deltas)

    def _checked(self, statement: str, values: Sequence[tuple[object, ...]]) -> None:
        done = self._connection.executemany(statement, values)
        if done.rowcount != len(values):
            raise RuntimeError(
                f"{len(values) - done.rowcount} of {len(values)} records were not at the version "
                "they were judged at"
            )

    def _all(self, statement: str, values: Collection[object]) -> list[Any]:
        found = self._connection.execute(statement, (json.dumps(list(values)),))
        return list(found.fetchall())


def count(connection: Connection, deltas: Mapping[Tray, int]) -> None:
    """Keep the counts: how many records more, or fewer, lie in which tray."""
    connection.executemany(
        COUNT, [(rows.TRAY_NUMBER[tray], *tray, n) for tray, n in deltas.items() if n]
    )


_content = attrgetter(
    "number", "title", "body", "origin", "project", "project_number", "vendor", "vendor_name",
    "parent", "parent_number", "amount", "currency", "created_by", "created_at", "origin_id",
)  # fmt: skip
"""What a decision seldom touches. A body that is the same one is not looked into."""


def _rewrite(change: Change) -> tuple[object, ...]:
    of = change.after
    return (
        of.number, of.title, encoded(of.body), of.origin.value, of.project, of.project_number,
        of.vendor, of.vendor_name, of.parent, of.parent_number, of.amount, of.currency,
        of.created_by, rows.maybe_micros(of.created_at), of.origin_id, is_active(of),
        is_group(of), change.entry.digest,
    )  # fmt: skip


def _key(record: Record) -> str | None:
    return erp_key(record, record.erp_id)


def _move(change: Change) -> tuple[object, ...]:
    of = change.after
    fault = of.fault or (None, None, None)
    return (
        of.status.value, rows.TRAY_NUMBER[tray_of(of)], of.version, of.erp_id, of.export_key,
        of.sent_by, rows.maybe_micros(of.sent_at), rows.maybe_micros(of.changed_at), *fault,
        of.note, of.fell_back, rows.maybe_micros(of.unposted_since), of.edited_by, of.endorsed_by,
        of.override, change.key, rows.micros(age_from(of)), haystack(of), of.id,
        change.before.version,
    )  # fmt: skip
