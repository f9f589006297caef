"""How an operation is answered whatever it is about: lists, single rows, writings, syncs."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.sandbox.doors.exchange import Reply, Request
from adapters.sandbox.doors.procore.pages import Page, paged
from adapters.sandbox.doors.procore.register import Held, Origin, Register, Taken
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind

Row = dict[str, Any]
ORIGIN = ("origin_id", "origin_code", "origin_data")
MOST_UPDATES = 1_000
RANGE = re.compile(r"(\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?)(?:\.\.\.(.*))?")


class Sort(NamedTuple):
    """One sort of thing that the API knows: where its rows come from, and what may be written."""

    kind: RecordKind
    head: str
    """Under which name a body holds it: `vendor`."""
    row: Callable[[Register, Held], Row]
    fields: Mapping[str, str] = {}
    """What may be edited: the API's name, and the field of the record."""
    required: str = "project_id"
    """What every question about it has to name."""
    code: bool = True
    """Whether it has an origin code."""
    keep: Callable[[Held], bool] | None = None
    """Which copies of the kind are of this sort; all of them where it does not say."""
    vendor: bool = False
    """Whether it may be given to another company."""

    def holds(self, held: Held) -> bool:
        """Whether a copy is of this sort."""
        return self.keep is None or self.keep(held)


def missing(name: str) -> Reply:
    """A question that does not say about what."""
    return Reply(400, {"errors": {name: ["is required"]}})


def unknown() -> Reply:
    return Reply(404, {"code": 404, "message": "Not found"})


def scope(register: Register, sort: Sort, asked: Mapping[str, Any]) -> str | Reply:
    """The project that a question is about; empty where it is about the company."""
    said = asked.get(sort.required)
    if said in (None, ""):
        return missing(sort.required)
    if sort.required == "company_id":
        return ""
    return register.thing(said) or unknown()


def listed(register: Register, sort: Sort, request: Request, project: str) -> Reply:
    """A page of a list, narrowed as the filters say."""
    rows = register.held(
        sort.kind, project=project, since=_since(request.query.get("filters[updated_at]", "")),
        origin_id=request.query.get("filters[origin_id]", ""),
    )  # fmt: skip
    wanted = re.findall(r"\d+", request.query.get("filters[id]", ""))
    kept = rows if sort.keep is None and not wanted else [
        held for held in rows
        if sort.holds(held) and (not wanted or str(held.id) in wanted)
    ]  # fmt: skip
    page = Page.asked(request)
    reply = paged(kept, page, request)
    return reply._replace(value=[sort.row(register, held) for held in reply.value])


def shown(register: Register, sort: Sort, number: str) -> Reply:
    """One row by its id."""
    held = register.one(sort.kind, number)
    return Reply(200, sort.row(register, held)) if held and sort.holds(held) else unknown()


def written(register: Register, sort: Sort, number: str | int, said: Row) -> Reply:
    """One row after a writing."""
    held = register.one(sort.kind, number)
    if held is None:
        return unknown()
    if sort.vendor and "vendor_id" in said:
        vendor = register.one(RecordKind.COMPANY, str(said["vendor_id"]))
        if vendor is None:
            return Reply(422, {"errors": {"vendor_id": ["is unknown"]}})
        register.give(held.record, vendor.record)
        held = register.one(sort.kind, number) or held
    fields = {ours: said[name] for name, ours in sort.fields.items() if name in said}
    if fields:
        mine = held.record
        heads = {n: v for n, v in fields.items() if n in mine._fields}
        body = {n: v for n, v in fields.items() if n not in heads}
        edited = mine._replace(body=mine.body._replace(**body), **heads)
        if edited != mine and (objection := register.projects.edit(mine.id, **fields)):
            return Reply(422, {"errors": {"record": [objection.text]}})
    if any(name in said for name in ORIGIN):
        try:
            register.mark(sort.kind, held.record.id, sent_origin(held.origin, said, code=sort.code))
        except Taken:
            return Reply(409, {"errors": {"origin_id": ["has already been taken"]}})
    return shown(register, sort, str(held.id))


def synced(register: Register, sort: Sort, updates: object, made: Callable[[Row], Reply]) -> Reply:
    """Rows written one by one: by id, else by origin id, else made."""
    if not isinstance(updates, list):
        return missing("updates")
    if len(updates) > MOST_UPDATES:
        return Reply(413, {"message": f"At most {MOST_UPDATES} rows at a time."})
    entities: list[Any] = []
    errors: list[Row] = []
    for said in updates:
        if not isinstance(said, dict):
            errors.append({"errors": {"row": ["is no object"]}})
            continue
        reply = _synced(register, sort, said, made)
        if reply.status < 300:  # noqa: PLR2004  # a yes
            entities.append(reply.value)
        else:
            value = reply.value if isinstance(reply.value, dict) else {}
            why = value.get("errors") or {"base": [value.get("message", "is refused")]}
            errors.append({**said, "errors": why})
    return Reply(200, {"entities": entities, "errors": errors})


def _synced(register: Register, sort: Sort, said: Row, made: Callable[[Row], Reply]) -> Reply:
    number = said.get("id")
    if number is None and said.get("origin_id"):
        found = register.held(sort.kind, origin_id=str(said["origin_id"]))
        number = found[0].id if found else None
    return made(said) if number is None else written(register, sort, number, said)


def body_of(request: Request) -> Row:
    """Raises: ValueError: the body is no object."""
    value = request.json()
    if not isinstance(value, dict):
        raise ValueError("the body is no object")  # noqa: TRY004  # what they sent
    return value


def rows_of(said: Row, name: str) -> list[Row]:
    """Raises: ValueError: it is no list of objects."""
    value = said.get(name)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError(f"{name} is no list of objects")
    return value


def inner(said: Row, name: str) -> Row:
    """Raises: ValueError: there is no such object in the body."""
    value = said.get(name)
    if not isinstance(value, dict):
        raise ValueError(f"{name} is required")  # noqa: TRY004  # likewise
    return value


def marked(register: Register, sort: Sort, name: RecordId, said: Row, status: int = 201) -> Reply:
    """What was just made, with the origin that came along."""
    if any(said.get(origin) for origin in ORIGIN):
        register.mark(sort.kind, name, sent_origin(Origin(), said, code=sort.code))
    return shown(register, sort, str(register.number(name)))._replace(status=status)


def is_taken(register: Register, kind: str, said: Row) -> Reply | None:
    """Why nothing is made of this: its origin id is another's."""
    name = said.get("origin_id")
    if name and register.taken(kind, str(name)):
        return Reply(409, {"errors": {"origin_id": ["has already been taken"]}})
    return None


def origin_of(origin: Origin, *, code: bool = True) -> Row:
    """The origin as a row shows it."""
    shown = origin._asdict()
    return shown if code else {n: v for n, v in shown.items() if n != "origin_code"}


def paged_rows(rows: Sequence[Row], request: Request) -> Reply:
    return paged(rows, Page.asked(request), request)


def sent_origin(before: Origin, said: Row, *, code: bool) -> Origin:
    """The origin of a thing after a writing."""
    names = ORIGIN if code else ("origin_id", "origin_data")
    return before._replace(**{n: _text(said[n]) for n in names if n in said})


def _text(value: Any) -> str | None:  # noqa: ANN401  # whatever they send
    return str(value) if value not in (None, "") else None


def _since(asked: str) -> float:
    """The first moment of a range.

    Raises:
        ValueError: it is none.
    """
    if not asked:
        return 0.0
    found = RANGE.fullmatch(asked)
    if found is None:
        raise ValueError("filters[updated_at] is no range of dates")
    return datetime.fromisoformat(found[1].rstrip("Z")).replace(tzinfo=UTC).timestamp()
