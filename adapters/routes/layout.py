"""A layout of a Sage import file: data, taken from Sage's own Import Format window."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.ports import StoreUnusable
from core.records import lines_of
from core.values import NamedTuple
from core.vocabulary import RecordKind
from core.worklist import Task

SOURCE = re.compile(r"(head|line|body)\.([a-z_]+)|job|vendor|parent|erp_id|approved")
BREAKS = re.compile(r"[\r\n\x00-\x1f\x7f]")


class LayoutUnusable(StoreUnusable):
    """The layout cannot be used; the text names the file, the field and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """One field of a record, in its place."""

    name: str = Field(min_length=1)
    kind: Literal["text", "number", "amount", "quantity", "date", "blank", "empty"] = "text"
    """`blank` writes nothing, `empty` a pair of quotes."""
    source: str = ""
    """`line.code`, `head.amount`, `body.billing_date`, `job`, `vendor`, `parent`, `erp_id`, or
    `approved`: when it was."""
    value: str = ""
    """The same in every record, instead of a source."""
    length: Annotated[int, Field(ge=0, le=255)] = 0
    """Characters of a text; digits before the point of a number."""
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    required: bool = False
    quoted: bool = True
    """Of a text: in double quotes, also when it is empty."""

    @model_validator(mode="after")
    def sound(self) -> "Column":
        if self.kind in ("blank", "empty"):
            return self
        if bool(self.source) == bool(self.value):
            raise ValueError(f"{self.name}: say either source or value")
        if self.source and not SOURCE.fullmatch(self.source):
            raise ValueError(f"{self.name}: {self.source!r} is no source")
        if self.kind != "date" and not self.length:
            raise ValueError(f"{self.name}: say its length")
        return self


class Line(_Part):
    """One sort of record in the file."""

    each: Literal["head", "line"]
    """Once for a document, or once for each of its lines."""
    columns: tuple[Column, ...] = Field(min_length=1)


class Layout(_Part):
    """A whole file."""

    name: str = Field(min_length=1)
    kind: RecordKind
    date: str = "%m%d%Y"
    extension: str = Field("txt", pattern=r"[a-z]{1,4}")
    sums: bool = True
    """The lines' amounts have to add up to the document's."""
    records: tuple[Line, ...] = Field(min_length=1)


class Trouble(NamedTuple):
    """One value that the file cannot hold as it is."""

    number: str
    line: int
    """0 for the head."""
    column: str
    why: str


def read(place: Path) -> Layout:
    """Raises: LayoutUnusable."""
    try:
        return Layout.model_validate(tomllib.loads(place.read_text("utf-8")))
    except OSError as why:
        raise LayoutUnusable(f"{place} cannot be read: {why.strerror}.") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise LayoutUnusable(f"{place} cannot be read as TOML: {why}.") from why
    except ValidationError as why:
        first = why.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "layout"
        told = first["msg"].removeprefix("Value error, ")
        raise LayoutUnusable(f"{place}: {where}: {told}.") from why


def written(layout: Layout, task: Task) -> tuple[tuple[str, ...], tuple[Trouble, ...]]:
    """The records of one document, and everything that stands against writing them."""
    troubles: list[Trouble] = [*_sum(layout, task)]
    records = []
    for sort in layout.records:
        for number, line in _places(sort, task):
            cells = []
            for column in sort.columns:
                cell, why = _cell(layout, column, _value(column, task, line))
                cells.append(cell)
                if why:
                    troubles.append(Trouble(task.record.number, number, column.name, why))
            records.append(",".join(cells))
    return tuple(records), tuple(troubles)


def _places(sort: Line, task: Task) -> Iterator[tuple[int, Any]]:
    if sort.each == "head":
        yield 0, None
    else:
        yield from enumerate(lines_of(task.record), 1)


def _sum(layout: Layout, task: Task) -> Iterator[Trouble]:
    lines = lines_of(task.record)
    amounts = [_number(line, "amount", "revised") for line in lines]
    total = sum(amounts) - sum(_number(line, "retainage") for line in lines)
    if layout.sums and lines and task.record.amount not in (total, sum(amounts)):
        why = f"the lines come to {sum(amounts) / 100:.2f}, it says {task.record.amount / 100:.2f}"
        yield Trouble(task.record.number, 0, "amount", why)


def _number(line: object, *names: str) -> int:
    return next((int(getattr(line, n)) for n in names if getattr(line, n, None) is not None), 0)


def _value(column: Column, task: Task, line: object) -> object:
    if not column.source:
        return column.value
    of, _, name = column.source.partition(".")
    whole: Mapping[str, object] = {
        "job": task.job, "vendor": task.vendor, "parent": task.parent,
        "erp_id": task.record.erp_id or task.record.number, "approved": task.approved_at,
    }  # fmt: skip
    if not name:
        return whole[of]
    holder = {"head": task.record, "body": task.record.body, "line": line}[of]
    return getattr(holder, name, None)


def _cell(layout: Layout, column: Column, value: object) -> tuple[str, str]:
    """A value as it stands in the file, and what is wrong with it; nothing is ever cut."""
    if column.required and value in (None, ""):
        return "", "it is missing"
    match column.kind:
        case "blank":
            return "", ""
        case "empty":
            return '""', ""
        case "date":
            return (value.strftime(layout.date), "") if isinstance(value, date) else ("", "")
        case "number" | "amount" | "quantity":
            return _figure(column, value)
        case _:
            return _text(column, "" if value is None else str(value))


PARTS = {"number": 1, "amount": 100, "quantity": 1000}
"""Amounts are minor units, quantities thousandths of a unit."""


def _figure(column: Column, value: object) -> tuple[str, str]:
    if not isinstance(value, int):
        return "", "" if value is None else f"{value!r} is no number"
    part = PARTS[column.kind]
    whole, rest = divmod(abs(value), part)
    digits = len(str(part)) - 1
    shown = f"{rest:0{digits}d}" if digits else ""
    kept, lost = shown[: column.decimals].ljust(column.decimals, "0"), shown[column.decimals :]
    places = column.decimals if part > 1 else 0
    text = f"{'-' if value < 0 else ''}{whole}" + (f".{kept}" if places else "")
    if len(str(whole)) > column.length:
        return text, f"{text} has more than {column.length} digits before the point"
    if lost.strip("0"):
        return text, f"{value / part} has more than {column.decimals} decimals"
    return text, ""


def _text(column: Column, text: str) -> tuple[str, str]:
    cell = f'"{text}"' if column.quoted else text
    if len(text) > column.length:
        return cell, f"{text!r} is {len(text)} characters; the field takes {column.length}"
    if not text.isascii():
        return cell, f"{text!r} holds characters that Sage's import does not read"
    if '"' in text or BREAKS.search(text) or (not column.quoted and "," in text):
        return cell, f"{text!r} holds a quote, a comma or a line break"
    return cell, ""
