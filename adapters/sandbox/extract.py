"""Reads a contracts CSV, packed or plain: each row comes back typed, or with what is wrong."""

import csv
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.sandbox.contract_row import COLUMNS, LONGEST, ContractRow
from core.values import NamedTuple

PACKED = Path(__file__).parent / "data" / "chicago_contracts.csv.xz"
"""The project's own extract; ATTRIBUTION.md beside it says where it comes from."""
QUOTED_LINES = 40
"""How many lines one quoted field may run over before its quotation mark counts as forgotten."""
NAMED = 3
"""How many missing columns are worth naming."""
SHOWN = 60
"""Characters of a broken value that are worth showing."""


class NotContracts(Exception):
    """The file as a whole cannot be read; the text says what, where and what to do."""


class LeftOut(NamedTuple):
    """A row, or a column, that became no record, and why."""

    line: int
    field: str
    value: str
    problem: str
    way_out: str

    @property
    def text(self) -> str:
        value = f" {self.value!r}" if self.value else ""
        return f"Line {self.line}: {self.field}{value} {self.problem}; {self.way_out}."


class Extract(NamedTuple):
    """What a file held."""

    rows: tuple[ContractRow, ...]
    left_out: tuple[LeftOut, ...]
    total: int
    """Rows in the file, good and bad; the heading is none."""


class _Cells(NamedTuple):
    line: int
    cells: list[str]


def read(path: Path = PACKED) -> Extract:
    """All rows of a contracts CSV.

    Raises:
        NotContracts: no such file, not to be read, no CSV, or columns are missing.
    """
    lines = _decoded(_bytes(path)).split("\n")
    heading = _parsed(lines[0].rstrip("\r")) or []
    places, left_out = _places(path, heading)
    records: list[_Cells] = []
    for found in _records(lines, len(heading)):
        if isinstance(found, LeftOut):
            left_out.append(found)
        else:
            records.append(found)
    total = len(records) + sum(x.line > 1 for x in left_out)
    rows = _typed(records, places, left_out)
    return Extract(tuple(rows), tuple(sorted(left_out)), total)


def _bytes(path: Path) -> bytes:
    try:
        if path.suffix == ".xz":
            with lzma.open(path) as packed:
                return packed.read()
        return path.read_bytes()
    except FileNotFoundError:
        raise NotContracts(
            f"There is no file {path}; give the path of a contracts CSV, plain or packed as .xz."
        ) from None
    except (lzma.LZMAError, EOFError):
        raise NotContracts(
            f"{path} is damaged or not packed with xz; unpack it yourself or fetch it again."
        ) from None
    except OSError as why:
        raise NotContracts(
            f"{path} cannot be read: {why.strerror or why}; give a file that you may read."
        ) from None


def _decoded(data: bytes) -> str:
    # Bytes that are not UTF-8 stay in as lone surrogates, so that only their own row suffers.
    return data.decode("utf-8-sig", "surrogateescape")


def _places(path: Path, heading: Sequence[str]) -> tuple[list[int], list[LeftOut]]:
    """Where each field of ContractRow stands; columns nobody knows are reported and passed over."""
    named = [cell.strip() for cell in heading]
    missing = [name for name in COLUMNS.values() if name not in named]
    if missing:
        raise NotContracts(
            f"{path} is no contracts CSV: its first line lacks {_listed(missing)}; "
            "see adapters/sandbox/data/ATTRIBUTION.md for the shape."
        )
    double = sorted({name for name in COLUMNS.values() if named.count(name) > 1})
    if double:
        raise NotContracts(
            f"{path} names {_listed(double)} more than once in its first line; leave one of each."
        )
    known = set(COLUMNS.values())
    strangers = [
        LeftOut(1, "Column", _shown(name), "is not known", "its values are not used; rename it")
        for name in named
        if name not in known
    ]
    return [named.index(name) for name in COLUMNS.values()], strangers


def _listed(names: Sequence[str]) -> str:
    first, rest = ", ".join(names[:NAMED]), len(names) - NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f"the column{'s' * (len(names) > 1)} {first}{more}"


def _records(lines: Sequence[str], width: int) -> Iterator[_Cells | LeftOut]:
    """Cut lines into rows.

    A field in quotes may run over lines; one that is never closed spoils its own line and no other.
    """
    at = 1
    while at < len(lines):
        line = lines[at].rstrip("\r")
        if not line.strip():
            at += 1
            continue
        taken = _taken(lines, at)
        cells = _parsed("\n".join(lines[at : at + taken]).rstrip("\r")) if taken else None
        if cells is None:
            yield LeftOut(
                at + 1, "Row", _shown(line), "has a quotation mark that is not closed",
                'close it, and write a " inside a quoted field twice',
            )  # fmt: skip
            at += 1
        elif len(cells) != width:
            yield LeftOut(
                at + 1, "Row", _shown(line),
                f"has {_fields(len(cells))} where the first line has {width}",
                "put a field with a comma into quotation marks, or add what is missing",
            )  # fmt: skip
            # Only the first line is surely wrong: what it swallowed gets its own chance.
            at += 1
        else:
            yield _Cells(at + 1, cells)
            at += taken


def _fields(count: int) -> str:
    return "1 field" if count == 1 else f"{count} fields"


def _taken(lines: Sequence[str], at: int) -> int:
    """Over how many lines the row that starts here runs; 0 where its quotes never close."""
    quotes = 0
    for count, line in enumerate(lines[at : at + QUOTED_LINES], 1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return count
    return 0


def _parsed(text: str) -> list[str] | None:
    """The fields of one row; None where its quotation marks make no sense."""
    if '"' not in text:
        return text.split(",")
    if len(text) > csv.field_size_limit():
        return None
    try:
        return next(csv.reader([text], strict=True), None)
    except csv.Error:
        return None


def _typed(
    records: Sequence[_Cells], places: Sequence[int], left_out: list[LeftOut]
) -> list[ContractRow]:
    from pydantic import TypeAdapter, ValidationError

    adapter = TypeAdapter(list[ContractRow])
    raw = []
    for line, cells in records:
        values = [cells[place] for place in places]
        unreadable = _unreadable(line, values)
        if unreadable is None:
            raw.append((line, *values))
        else:
            left_out.append(unreadable)
    try:
        return adapter.validate_python(raw)
    except ValidationError as wrong:
        bad: dict[int, LeftOut] = {}
        for error in wrong.errors(include_url=False):
            place, field = int(error["loc"][0]), error["loc"][1]
            bad.setdefault(place, _described(raw[place], field, error["msg"], error.get("ctx")))
        left_out += bad.values()
        return adapter.validate_python([row for at, row in enumerate(raw) if at not in bad])


def _unreadable(line: int, values: Sequence[str]) -> LeftOut | None:
    """What no typing can tell: bytes that are no text."""
    for name, value in zip(COLUMNS.values(), values, strict=True):
        if "\0" in value:
            return LeftOut(
                line, name, _shown(value), "holds a NUL byte", "remove it, or export the file anew"
            )
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            return LeftOut(
                line, name, _shown(value), "is not UTF-8", "save the file as UTF-8 and load again"
            )
    return None


def _described(
    raw: Sequence[object], field: int | str, message: str, said: dict[str, object] | None
) -> LeftOut:
    names = list(ContractRow._fields)
    place = field if isinstance(field, int) else names.index(field)
    column = COLUMNS[names[place]]
    value = str(raw[place])
    way_out = (said or {}).get("way_out")
    if isinstance(way_out, str):
        return LeftOut(int(str(raw[0])), column, _shown(value), message, way_out)
    return LeftOut(
        int(str(raw[0])), column, _shown(value),
        f"is {len(value):,} characters long", f"shorten it to {LONGEST:,}",
    )  # fmt: skip


def _shown(value: str) -> str:
    readable = value.encode("utf-8", "replace").decode()
    return readable if len(readable) <= SHOWN else readable[: SHOWN - 1] + "…"
