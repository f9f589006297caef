"""Whether the store agrees with itself: the file, the chain, the records, the counts, the debts."""

from collections.abc import Iterator
from enum import StrEnum

from adapters.sqlite import Connection
from adapters.stores import rows
from adapters.stores.filing import TRAY
from core.audit import GENESIS, Entry, chained, is_subject
from core.values import NamedTuple
from core.vocabulary import ErpStatus, words

AT_ONCE = 5000
NAMED = 20
"""How many faults of one sort are named one by one."""


class Part(StrEnum):
    """What of the store was looked through."""

    FILE = "file"
    CHAIN = "chain"
    RECORDS = "records"
    COUNTS = "counts"
    DEBTS = "debts"


class Standing(NamedTuple):
    """Where the entries leave a record."""

    status: ErpStatus | None
    """None for what is no record: settings, a person."""
    version: int


UNTOUCHED = Standing(None, 0)


def faults(connection: Connection) -> Iterator[tuple[Part, Iterator[str]]]:
    """Everything that is amiss, one plain sentence each; read them part by part, in this order."""
    yield Part.FILE, _file(connection)
    standings: dict[str, Standing] = {}
    yield Part.CHAIN, _some(_chain(connection, standings), "faults in the audit")
    differ = "records that differ from the audit"
    yield Part.RECORDS, _some(_records(connection, standings), differ)
    yield Part.COUNTS, _counts(connection)
    yield Part.DEBTS, _some(_owed(connection), "owed effects for no record")


def _some(found: Iterator[str], sort: str) -> Iterator[str]:
    more = 0
    for place, sentence in enumerate(found):
        if place < NAMED:
            yield sentence
        else:
            more += 1
    if more:
        yield f"There are {more} more {sort}."


def _file(connection: Connection) -> Iterator[str]:
    for (said,) in connection.execute("PRAGMA integrity_check").fetchall():
        if said != "ok":
            yield f"The file is damaged: {said}."


def _chain(connection: Connection, standings: dict[str, Standing]) -> Iterator[str]:
    """Walk the audit once: every hash, every step of every record."""
    cursor = connection.execute(f"SELECT {rows.ENTRY} FROM audit ORDER BY seq")
    before, expected, unbroken = GENESIS, 1, True
    while block := cursor.fetchmany(AT_ONCE):
        for found in block:
            entry = rows.entry(found)
            if unbroken and entry.seq != expected:
                yield f"Audit entry {expected} is missing: after it comes {entry.seq}."
                unbroken = False
            if unbroken and chained(before, entry) != entry.hash:
                yield (
                    f"Audit entry {entry.seq}, {_named(entry)}, is not what was written: its hash "
                    "does not follow from its words and the entry before it."
                )
                unbroken = False
            before, expected = entry.hash, entry.seq + 1
            yield from _step(entry, standings)


def _step(entry: Entry, standings: dict[str, Standing]) -> Iterator[str]:
    stood = standings.get(entry.record)
    if is_subject(entry.record):
        stood = stood or UNTOUCHED
        if entry.version != stood.version + 1 or entry.source or entry.target:
            yield (
                f"Audit entry {entry.seq}, {_named(entry)}, is change {entry.version} of it; the "
                f"entries before it end at change {stood.version}."
            )
    elif stood is None:
        if entry.source is not None:
            yield f"Audit entry {entry.seq}, {_named(entry)}, speaks of a record that never came."
    elif entry.source is not stood.status or entry.version != stood.version + 1:
        yield (
            f"Audit entry {entry.seq}, {_named(entry)}, starts from {_words(entry.source)} "
            f"at version {entry.version - 1}; the entries before it end at "
            f"{_words(stood.status)}, version {stood.version}."
        )
    standings[entry.record] = Standing(entry.target, entry.version)


def _records(connection: Connection, standings: dict[str, Standing]) -> Iterator[str]:
    cursor = connection.execute("SELECT id, kind, status, version, tray FROM records")
    while block := cursor.fetchmany(AT_ONCE):
        for name, kind, status, version, tray in block:
            stood = standings.pop(name, None)
            is_now = f"Record {name} is {_words(rows.STATUS[status])} at version {version}"
            if stood is None:
                yield f"{is_now}, and the audit has no entry of it."
            elif stood != (rows.STATUS[status], version):
                yield (
                    f"{is_now}; its audit entries end at {_words(stood.status)}, "
                    f"version {stood.version}."
                )
            if tray != rows.TRAY_NUMBER[TRAY[rows.KIND[kind], rows.STATUS[status]]]:
                yield f"{is_now}, and is listed where it does not belong."
    for name, stood in standings.items():
        if is_subject(name):
            continue
        yield (
            f"Record {name} is gone; its audit entries end at {_words(stood.status)}, "
            f"version {stood.version}."
        )


def _counts(connection: Connection) -> Iterator[str]:
    kept = dict(connection.execute("SELECT tray, n FROM counts").fetchall())
    counted = dict(
        connection.execute("SELECT tray, count(*) FROM records GROUP BY tray").fetchall()
    )
    for (tab, view), tray in rows.TRAY_NUMBER.items():
        says, holds = kept.get(tray, 0), counted.get(tray, 0)
        if says != holds:
            yield f"The count of {tab}, {view}, says {says}; there are {holds}."


def _owed(connection: Connection) -> Iterator[str]:
    lost = connection.execute(
        "SELECT seq, effect, record FROM owed WHERE record NOT IN (SELECT id FROM records)"
    )
    for seq, effect, record in lost.fetchall():
        yield f"Effect {seq} ({effect}) is owed for {record}, and there is no such record."


def _named(entry: Entry) -> str:
    return f"{words(entry.action)} of {entry.record} by {entry.actor}"


def _words(status: ErpStatus | None) -> str:
    return "nothing" if status is None else words(status)
