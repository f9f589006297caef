"""What hh2 tells nothing of: tables that a person takes out of Sage, each told once it is here."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Protocol

from adapters.whole_files import append, put
from core.case import Mirrored
from core.ports import Seen, StoreUnusable
from core.receivers import Traits
from core.records import ContractItem, PrimeContract
from core.values import NamedTuple
from core.vocabulary import Accounting, BillingMethod, RecordKind

K = RecordKind
KINDS = (K.PRIME_CONTRACT,)
"""Kinds that come from Sage and that no call of hh2 tells of (interfaces 2.3)."""
NEEDED = ("contract", "title", "job", "item", "description", "scheduled")
COLUMNS = (*NEEDED, "customer", "billing", "quantity", "unit", "unit_price")
LARGEST = 8 * 1024 * 1024
"""Bytes of a table, at most."""
MOST = Decimal(10) ** 13
Row = dict[str, str]


class TableUnusable(StoreUnusable):
    """A table is not taken over; the text names line and column."""


class Taken(NamedTuple):
    """A table that was taken over."""

    name: str
    hash: str
    """SHA-256 of its bytes."""
    kind: RecordKind
    at: datetime
    by: str
    held: int
    """How many documents it tells of."""


class Tables:
    """The folder of a home that holds what was taken out of Sage by hand."""

    kinds = KINDS

    def __init__(self, home: Path) -> None:
        self._folder = home / "from-sage"
        self._journal = self._folder / "taken.jsonl"

    def take(self, kind: RecordKind, place: Path, by: str) -> Taken:
        """Take a table over: all that Sage holds of a kind by now.

        Raises:
            TableUnusable: it cannot be read, or is none.
        """
        content = _content(place)
        held = documents(content)
        digest = hashlib.sha256(content).hexdigest()
        taken = Taken(f"{kind}-{digest[:16]}.csv", digest, kind, datetime.now(UTC), by, len(held))
        self._folder.mkdir(mode=0o700, exist_ok=True)
        # The file first: the journal names only what is there.
        put(self._folder / taken.name, content)
        append(self._journal, json.dumps(taken._asdict() | {"at": taken.at.isoformat()}))
        return taken

    def taken(self, kind: RecordKind) -> list[Taken]:
        """The tables of a kind, the oldest first."""
        try:
            lines = self._journal.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        found = [json.loads(line) for line in lines if line.strip()]
        return [
            Taken(**{**one, "kind": kind, "at": datetime.fromisoformat(one["at"])})
            for one in found
            if one["kind"] == kind
        ]

    def held(self, taken: Taken) -> dict[str, Mirrored]:
        """What a table tells of, by its id in Sage.

        Raises:
            TableUnusable: its file is gone.
        """
        return documents(_content(self._folder / taken.name))


class Reads(Protocol):
    """What tells of Sage."""

    def traits(self, kind: RecordKind) -> Traits: ...
    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen: ...
    def read_at(self, kind: RecordKind) -> datetime | None: ...


class WithTables:
    """Fits Reads. hh2 tells of all that it knows, and the newest table of the rest."""

    def __init__(self, reads: Reads, tables: Tables) -> None:
        self._reads = reads
        self._tables = tables

    def traits(self, kind: RecordKind) -> Traits:
        found = self._reads.traits(kind)
        return found._replace(tells=True) if self._taken(kind) else found

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        """The mark is how many tables were told."""
        taken = self._taken(kind)
        if not taken:
            return self._reads.seen(kind, mark, limit)
        if mark >= len(taken):
            return Seen((), (), mark, 0)
        now = self._tables.held(taken[-1])
        before = {name for one in taken[:-1] for name in self._tables.held(one)}
        gone = [("", name) for name in sorted(before - set(now))]
        return Seen(list(now.values()), gone, len(taken), 0)

    def read_at(self, kind: RecordKind) -> datetime | None:
        taken = self._taken(kind)
        return taken[-1].at if taken else self._reads.read_at(kind)

    def _taken(self, kind: RecordKind) -> list[Taken]:
        return self._tables.taken(kind) if kind in KINDS else []


def documents(content: bytes) -> dict[str, Mirrored]:
    """Prime contracts of a table: a row for each item.

    Raises:
        TableUnusable: something in it is not as it has to be.
    """
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as why:
        raise TableUnusable(f"It is no table of comma-separated values in UTF-8: {why}.") from None
    names = tuple(reader.fieldnames or ())
    missing = [name for name in NEEDED if name not in names]
    strange = [name for name in names if name not in COLUMNS]
    if missing or strange or len(set(names)) < len(names):
        what = (
            f"lacks {', '.join(missing)}" if missing else f"knows no {', '.join(strange) or names}"
        )
        raise TableUnusable(f"Its first line {what}; columns are {', '.join(COLUMNS)}.")
    found: dict[str, Mirrored] = {}
    for line, row in enumerate(rows, 2):
        one = _with_item(found, row, line)
        found[one.erp_id] = one
    return found


def _with_item(found: dict[str, Mirrored], row: Row, line: int) -> Mirrored:
    if None in row or None in row.values():
        raise TableUnusable(f"Line {line} has another number of columns than the first.")
    name, job = _filled(row, "contract", line), _filled(row, "job", line)
    units = bool(row.get("quantity", "").strip())
    item = ContractItem(
        _filled(row, "item", line), row["description"].strip(), _scaled(row, "scheduled", 2, line),
        _scaled(row, "quantity", 3, line), row.get("unit", "").strip(),
        _scaled(row, "unit_price", 2, line),
    )  # fmt: skip
    before = found.get(name)
    if before is None:
        body = PrimeContract(
            row.get("customer", "").strip(), billing=_billing(row, line),
            accounting=Accounting.UNITS if units else Accounting.AMOUNTS,
        )  # fmt: skip
        before = Mirrored(
            K.PRIME_CONTRACT, "", name, _filled(row, "title", line), job=job, body=body
        )
    body = before.body if isinstance(before.body, PrimeContract) else PrimeContract()
    if before.job != job:
        raise TableUnusable(f"Line {line}: contract {name} is of job {before.job} further up.")
    if any(one.item == item.item for one in body.lines):
        raise TableUnusable(f"Line {line}: contract {name} has an item {item.item} further up.")
    lines = (*body.lines, item)
    return before._replace(
        amount=sum(one.scheduled for one in lines), body=body._replace(lines=lines)
    )


def _filled(row: Row, name: str, line: int) -> str:
    text = row[name].strip()
    if not text:
        raise TableUnusable(f"Line {line}: {name} is empty.")
    return text


def _scaled(row: Row, name: str, places: int, line: int) -> int:
    text = row.get(name, "").strip()
    try:
        value = Decimal(text or "0")
        whole = value.scaleb(places)
        sound = value.is_finite() and abs(value) < MOST and whole == whole.to_integral_value()
    except DecimalException:
        sound = False
    if not sound:
        raise TableUnusable(f"Line {line}: {name} is no number such as 1250.50.")
    return int(whole)


def _billing(row: Row, line: int) -> BillingMethod:
    said = row.get("billing", "").strip()
    known = {method.value.casefold(): method for method in BillingMethod}
    if said and said.casefold() not in known:
        raise TableUnusable(f"Line {line}: billing is one of {', '.join(BillingMethod)}.")
    return known[said.casefold()] if said else BillingMethod.CONTRACTS


def _content(place: Path) -> bytes:
    try:
        content = place.read_bytes()
    except OSError as why:
        raise TableUnusable(f"{place} cannot be read: {why.strerror}.") from why
    if len(content) > LARGEST:
        raise TableUnusable(f"{place} is larger than {LARGEST // 1024 // 1024} MB.")
    return content
