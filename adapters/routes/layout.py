"""A layout of a Sage import file: data, taken from Sage's own Import Format window."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from adapters.routes.faults import told
from adapters.routes.sources import OF_KIND
from adapters.routes.sources import amiss as unfit
from core.ports import StoreUnusable
from core.records import SubcontractorInvoice, lines_of
from core.values import NamedTuple
from core.vocabulary import RecordKind
from core.worklist import Task

LARGEST = 200_000
"""Bytes of a layout, at most."""
DATE = re.compile(r"%[dmyY]([-/. ]?)%[dmyY]\1%[dmyY]")
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
            raise ValueError("say either source or value")
        if self.kind != "date" and not self.length:
            raise ValueError("say its length")
        if self.value and self.kind != "text":
            raise ValueError(f"a fixed value goes into a column of kind text, not {self.kind}")
        if self.value and (why := _text(self, self.value)[1]):
            raise ValueError(f"its value {why}")
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

    @field_validator("kind", mode="before")
    @classmethod
    def taken(cls, kind: object) -> object:
        if kind not in tuple(OF_KIND):
            raise ValueError(f"no import file takes a {kind!r}; kinds are {', '.join(OF_KIND)}")
        return kind

    @field_validator("date")
    @classmethod
    def whole(cls, form: str) -> str:
        if not DATE.fullmatch(form) or len(set(form.replace("y", "Y")) & set("dmY")) != len("dmY"):
            raise ValueError("write %d, %m and %Y or %y in their order, such as %m/%d/%Y")
        return form


PARTS_OF_IT: tuple[type[BaseModel], ...] = (Layout, Line, Column)
FIELDS = {depth: ", ".join(part.model_fields) for depth, part in enumerate(PARTS_OF_IT)}
"""The fields that there are, by how deep they stand."""


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
        if place.stat().st_size > LARGEST:
            raise LayoutUnusable(f"{place} is larger than {LARGEST:,} bytes: that is no layout.")
        text = place.read_text("utf-8")
        layout = Layout.model_validate(tomllib.loads(text))
    except OSError as why:
        raise LayoutUnusable(f"{place} cannot be read: {why.strerror}.") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as why:
        raise LayoutUnusable(f"{place} cannot be read as TOML: {why}.") from why
    except ValidationError as why:
        faults = why.errors(include_url=False)
        raise LayoutUnusable(f"{place}: {told(faults, text, FIELDS)}") from why
    if amiss := list(_sources(layout)):
        raise LayoutUnusable(f"{place}: {told(amiss, text, FIELDS)}")
    return layout


def _sources(layout: Layout) -> Iterator[dict[str, Any]]:
    """Columns that can never be filled, in the form of the validator's own faults."""
    for of, record in enumerate(layout.records):
        for place, column in enumerate(record.columns):
            why = column.source and unfit(layout.kind, record.each, column.source, column.kind)
            if why:
                loc = ("records", of, "columns", place, "source")
                yield {"type": "value_error", "loc": loc, "msg": why}


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
    lines, record = lines_of(task.record), task.record
    total = sum(_number(line, "amount", "revised") for line in lines)
    says = record.body.gross if isinstance(record.body, SubcontractorInvoice) else record.amount
    if layout.sums and lines and total != says:
        why = f"the lines come to {total / 100:,.2f}, the document says {says / 100:,.2f}"
        yield Trouble(record.number, 0, "amount", why)


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
            return _day(layout, value)
        case "number" | "amount" | "quantity":
            return _figure(column, value)
        case _:
            return _text(column, "" if value is None else str(value))


def _day(layout: Layout, value: object) -> tuple[str, str]:
    if isinstance(value, date):
        return value.strftime(layout.date), ""
    return "", "" if value is None else f"{value!r} is no date"


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
    if BREAKS.search(text):
        return cell, f"{text!r} holds a line break or another control character"
    if foreign := dict.fromkeys(c for c in text if not c.isascii()):
        named = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in foreign)
        return cell, f"{text!r} holds {named}; Sage's import reads plain ASCII only"
    if '"' in text or (not column.quoted and "," in text):
        return cell, f"{text!r} holds a quote or a comma, which divide the fields of the file"
    return cell, ""
