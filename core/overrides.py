"""Emergency overrides of late: told on the front until they are old, so that none is overlooked."""

from datetime import datetime, timedelta

from core.audit import Entry
from core.ports import RecordStore, UnknownRecord
from core.vocabulary import ErpStatus, words

SHOWN_FOR = timedelta(days=30)
LONGEST = 100
"""So many characters of a reason are told; the record's history quotes it whole."""
MOST = 3
"""So many are told one by one, the newest."""


def told(store: RecordStore, now: datetime) -> tuple[str, ...]:
    """One line each, the newest first; empty where there was none."""
    found = store.overrides(now - SHOWN_FOR)[::-1]
    lines = [_line(store, entry) for entry in found[:MOST]]
    more = len(found) - MOST
    return (*lines, f"{more:,} more overrides in 30 days.") if more > 0 else tuple(lines)


def _line(store: RecordStore, entry: Entry) -> str:
    try:
        record = store.find(entry.record)
        named = f"{words(record.kind)} {record.number}"
    except UnknownRecord:
        named = entry.record
    said = dict(line.split("=", 1) for line in entry.said.splitlines() if "=" in line)
    second = entry.target is ErpStatus.EXPORTING
    did = "gave the second key" if second else "set the rules aside"
    why = said.get("override", "")
    why = why if len(why) <= LONGEST else f"{why[: LONGEST - 1]}…"
    return f"Override, {entry.at:%Y-%m-%d}: {entry.actor} {did} for {named}: {why}"
