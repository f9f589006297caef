"""What is made over the API: companies, projects, sub jobs, codes and prime contracts."""

from adapters.sandbox.doors.exchange import Reply
from adapters.sandbox.doors.procore.operating import Row, Sort, is_taken, marked
from adapters.sandbox.doors.procore.register import Register
from core.records import (
    Body,
    Company,
    ContractItem,
    CostCode,
    PrimeContract,
    Project,
    ProjectCode,
    Record,
    SubJob,
)
from core.vocabulary import Accounting, ErpStatus, Origin, RecordId, RecordKind

K = RecordKind


def make_vendor(register: Register, sort: Sort, said: Row) -> Reply:
    body = Company(
        active=said.get("is_active", True) is True, address=_text(said, "address"),
        city=_text(said, "city"), state=_text(said, "state_code"), zip=_text(said, "zip"),
    )  # fmt: skip
    number = _text(said, "abbreviated_name")
    return _made(register, sort, said, body, number, _text(said, "name"))


def make_project(register: Register, sort: Sort, said: Row) -> Reply:
    codes: tuple[ProjectCode, ...] = ()
    if said.get("enable_copy_of_standard_cost_codes") is True:
        codes = tuple(
            _as_project_code(held.record)
            for held in register.held(K.COST_CODE)
            if isinstance(held.record.body, CostCode) and not held.record.body.group
        )
    body = Project(
        address=_text(said, "address"), city=_text(said, "city"),
        state=_text(said, "state_code"), zip=_text(said, "zip"), codes=codes,
    )  # fmt: skip
    return _made(register, sort, said, body, _text(said, "project_number"), _text(said, "name"))


def make_sub_job(register: Register, sort: Sort, said: Row, project: str) -> Reply:
    number, title = _text(said, "code"), _text(said, "name")
    return _made(register, sort, said, SubJob(), number, title, project=project)


def make_code(register: Register, sort: Sort, said: Row) -> Reply:
    number, title = _text(said, "code"), _text(said, "name")
    return _made(register, sort, said, CostCode(), number, title)


def make_prime(register: Register, sort: Sort, said: Row, project: str) -> Reply:
    units = said.get("accounting_method") == "unit"
    body = PrimeContract(accounting=Accounting.UNITS if units else Accounting.AMOUNTS)
    number, title = _text(said, "number"), _text(said, "title")
    return _made(register, sort, said, body, number, title, project=project)


def add_prime_line(register: Register, contract: RecordId, said: Row) -> int:
    """Append a line to a prime contract. Returns its place."""
    record = register.projects.find(contract)
    body = record.body
    if not isinstance(body, PrimeContract):
        raise ValueError("it is no prime contract")  # noqa: TRY004  # what they sent
    place = len(body.lines) + 1
    line = ContractItem(
        str(place), _text(said, "description"), _scaled(said, "amount", 100),
        _scaled(said, "quantity", 1_000), _text(said, "uom"), _scaled(said, "unit_cost", 100),
    )  # fmt: skip
    lines = (*body.lines, line)
    shown = record._replace(
        body=body._replace(lines=lines), amount=sum(one.scheduled for one in lines)
    )
    register.projects.tell(shown, shown.status)
    return place


def copy_codes(register: Register, project: RecordId, standard: list[Record]) -> None:
    """Put standard codes on a project, each with the types of the company's list."""
    mine = register.projects.find(project)
    if isinstance(mine.body, Project):
        known = {code.code for code in mine.body.codes}
        more = [_as_project_code(record) for record in standard if record.number not in known]
        register.projects.edit(project, codes=(*mine.body.codes, *more))


def _as_project_code(record: Record) -> ProjectCode:
    types = record.body.types if isinstance(record.body, CostCode) else ()
    return ProjectCode(record.number, record.title, tuple(t.abbreviation for t in types))


def _made(
    register: Register,
    sort: Sort,
    said: Row,
    body: Body,
    number: str,
    title: str,
    *,
    project: str = "",
) -> Reply:
    if not title:
        return Reply(422, {"errors": {"name": ["can't be blank"]}})
    if refusal := is_taken(register, sort.kind, said):
        return refusal
    import secrets

    name = RecordId(f"made-{secrets.token_hex(8)}")
    owner = register.projects.find(RecordId(project)) if project else None
    record = Record(
        name, sort.kind, ErpStatus.UNSENT, 1, number, title, body,
        # What Sage holds comes with an origin; what people of the project make does not.
        origin=Origin.ERP if said.get("origin_id") else Origin.PROJECT,
        project=owner.id if owner else None, project_number=owner.number if owner else "",
    )  # fmt: skip
    if record.origin is Origin.ERP:
        register.projects.create(record)
    else:
        register.projects.draft(record)
    return marked(register, sort, name, said)


def _text(said: Row, name: str) -> str:
    value = said.get(name)
    return str(value) if value not in (None, "") else ""


def _scaled(said: Row, name: str, scale: int) -> int:
    from decimal import Decimal, InvalidOperation

    try:
        return int((Decimal(_text(said, name) or "0") * scale).to_integral_value())
    except InvalidOperation:
        raise ValueError(f"{name} is no number") from None
