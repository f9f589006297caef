"""Direct costs and budget lines that another system brings into a project over the API."""

from collections.abc import Callable
from datetime import date

from adapters.sandbox.doors.exchange import Reply
from adapters.sandbox.doors.procore.operating import Row, unknown
from adapters.sandbox.doors.procore.register import Held, Origin, Register
from core.records import Budget, BudgetLine, CostTransaction, DirectCost, JobCost, Record
from core.vocabulary import CostSource, DirectCostType, ErpStatus, RecordId, RecordKind
from core.vocabulary import Origin as Born

K = RecordKind
TYPES = {
    "invoice": DirectCostType.INVOICE, "expense": DirectCostType.EXPENSE,
    "payroll": DirectCostType.PAYROLL,
}  # fmt: skip

Change = Callable[[Register, DirectCost, Row], DirectCost | None]
"""What a row makes of a direct cost; None where it names nothing that is there."""


def add_budget_line(register: Register, project: str, said: Row) -> Reply:
    """A line of the project's budget; a second one of its code and type is refused."""
    code, sort = _coding(register, said)
    if not code or not sort:
        return Reply(422, {"errors": {"cost_code_id": ["is unknown"]}})
    line = BudgetLine(code[1], sort, _cents(said, "original_budget_amount"), sub_job=code[0])
    held = next(iter(register.held(K.BUDGET, project=project)), None)
    if held is None:
        register.projects.draft(_budget(register, project, line))
    else:
        body = held.record.body
        lines = body.lines if isinstance(body, Budget) else ()
        if any((x.code, x.category, x.sub_job) == (line.code, sort, code[0]) for x in lines):
            return Reply(422, {"errors": {"base": ["the budget has this line already"]}})
        objection = register.projects.edit(held.record.id, lines=(*lines, line))
        if objection is not None:
            return Reply(422, {"errors": {"budget": [objection.text]}})
    thing = f"budget line|{project}|{code[0]}|{code[1]}|{sort}"
    return Reply(201, {"id": register.number(thing), **said})


def sync_costs(register: Register, project: str, updates: list[Row]) -> Reply:
    """Heads of direct costs, each known by its origin id."""
    return _synced(register, project, updates, _head)


def sync_cost_lines(register: Register, project: str, updates: list[Row]) -> Reply:
    """The line of a direct cost: its amount, and where that counts."""
    return _synced(register, project, updates, _line)


def _synced(register: Register, project: str, updates: list[Row], change: Change) -> Reply:
    name = register.thing(project)
    if not name:
        return unknown()
    entities: list[Row] = []
    errors: list[Row] = []
    for said in updates:
        key = str(said.get("origin_id") or "").rpartition("/")[2]
        run, _, sequence = key.partition("-")
        if not run.isdecimal() or not sequence.isdecimal():
            errors.append({**said, "errors": {"origin_id": ["is required"]}})
            continue
        costs = {cost.of.key: cost for cost in _costs(register, name)}
        blank = CostTransaction(int(run), int(sequence), CostSource.JOB_COST, "", "", 0)
        before = costs.get(key) or DirectCost(blank, DirectCostType.EXPENSE, 0)
        changed = change(register, before, said)
        if changed is None:
            errors.append({**said, "errors": {"cost_code_id": ["is unknown"]}})
            continue
        _keep(register, name, {**costs, key: changed})
        number = register.number(f"direct cost|{name}|{key}")
        register.mark("direct_cost", f"direct cost|{name}|{key}", _origin(said))
        entities.append({"id": number, "origin_id": said["origin_id"]})
    return Reply(200, {"entities": entities, "errors": errors})


def _head(_: Register, before: DirectCost, said: Row) -> DirectCost:
    day = said.get("direct_cost_date")
    of = before.of._replace(
        dated=date.fromisoformat(day) if day else None,
        description=str(said.get("description") or ""),
        invoice=str(said.get("invoice_number") or ""),
    )
    sort = TYPES.get(str(said.get("direct_cost_type")), DirectCostType.EXPENSE)
    return before._replace(of=of, type=sort, description=of.description)


def _line(register: Register, before: DirectCost, said: Row) -> DirectCost | None:
    code, sort = _coding(register, said)
    if not code or not sort:
        return None
    amount = _cents(said, "amount")
    of = before.of._replace(code=code[1], category=sort, sub_job=code[0], amount=amount)
    return before._replace(of=of, amount=amount)


def _costs(register: Register, project: str) -> tuple[DirectCost, ...]:
    held = _held(register, project)
    body = held.record.body if held else None
    return body.direct_costs if isinstance(body, JobCost) else ()


def _held(register: Register, project: str) -> Held | None:
    return next(iter(register.held(K.JOB_COST, project=project)), None)


def _keep(register: Register, project: str, costs: dict[str, DirectCost]) -> None:
    held = _held(register, project)
    if held is None:
        body = JobCost(direct_costs=tuple(costs.values()))
        amount = sum(cost.amount for cost in costs.values())
        owner = register.projects.find(RecordId(project))
        record = Record(
            RecordId(f"costs-{project}"), K.JOB_COST, ErpStatus.SYNCED, 1, owner.number,
            owner.title, body, Born.ERP, project=owner.id, project_number=owner.number,
            amount=amount,
        )  # fmt: skip
        register.projects.create(record)
    elif isinstance(held.record.body, JobCost):
        now = held.record.body._replace(direct_costs=tuple(costs.values()))
        each = sum(cost.amount for cost in costs.values())
        amount = held.record.amount if now.lines else each
        shown = held.record._replace(body=now, amount=amount)
        register.projects.tell(shown, shown.status)


def _budget(register: Register, project: str, line: BudgetLine) -> Record:
    owner = register.projects.find(RecordId(project))
    return Record(
        RecordId(f"budget-{project}"), K.BUDGET, ErpStatus.UNSENT, 1, owner.number, owner.title,
        Budget((line,)), project=owner.id, project_number=owner.number, amount=line.original,
    )  # fmt: skip


def _coding(register: Register, said: Row) -> tuple[tuple[str, str] | None, str]:
    """Sub job and code that a line names, and its type."""
    parts = register.thing(said.get("cost_code_id", "")).split("|")
    sort = register.thing(said.get("line_item_type_id", ""))
    code = (parts[2], parts[3]) if parts[0] == "code" else None
    return code, sort.removeprefix("type|") if sort.startswith("type|") else ""


def _cents(said: Row, name: str) -> int:
    return round(float(said.get(name) or 0) * 100)


def _origin(said: Row) -> Origin:
    return Origin(str(said["origin_id"]), None, str(said.get("origin_data") or "") or None)
