"""The rows of the door: which operation answers at which path, and over which copies."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from adapters.sandbox.doors.exchange import Reply, Request
from adapters.sandbox.doors.paths import Path
from adapters.sandbox.doors.procore import coding, costs, lines, making, rows
from adapters.sandbox.doors.procore.operating import (
    Row,
    Sort,
    body_of,
    inner,
    is_taken,
    listed,
    missing,
    paged_rows,
    rows_of,
    scope,
    sent_origin,
    shown,
    synced,
    unknown,
    written,
)
from adapters.sandbox.doors.procore.register import Held, Register, Taken
from adapters.sandbox.doors.procore.register import Origin as Marked
from adapters.sandbox.projects import SandboxProjects
from core.records import Commitment
from core.vocabulary import ContractType, RecordId, RecordKind

K = RecordKind
Names = Mapping[str, str]
V1, V11, V2 = "/rest/v1.0", "/rest/v1.1", "/rest/v2.0/companies/{company_id}/projects/{project_id}"
ADDRESS = {"address": "address", "city": "city", "state_code": "state", "zip": "zip"}


def _ordered(held: Held) -> bool:
    body = held.record.body
    return isinstance(body, Commitment) and body.type is ContractType.PURCHASE_ORDER


VENDOR = Sort(
    K.COMPANY, "vendor", rows.vendor_row,
    {"name": "title", "is_active": "active", "abbreviated_name": "number", **ADDRESS},
    required="company_id",
)  # fmt: skip
PROJECT = Sort(
    K.PROJECT, "project", rows.project_row,
    {"name": "title", "project_number": "number", **ADDRESS}, required="company_id",
)  # fmt: skip
SUB_JOB = Sort(
    K.SUB_JOB, "sub_job", rows.sub_job_row, {"name": "title", "code": "number"}, code=False
)
STANDARD = Sort(
    K.COST_CODE, "standard_cost_code", coding.standard_row, {"name": "title", "code": "number"},
    required="company_id", code=False,
)  # fmt: skip
WORK_ORDER = Sort(
    K.COMMITMENT, "work_order_contract", rows.contract_row, {"title": "title", "number": "number"},
    keep=lambda held: not _ordered(held), vendor=True,
)  # fmt: skip
PURCHASE_ORDER = WORK_ORDER._replace(head="purchase_order_contract", keep=_ordered)
CCO = Sort(K.CCO, "commitment_change_order", rows.change_row, {"title": "title"})
PCCO = Sort(K.PCCO, "prime_change_order", rows.change_row, {"title": "title"})
REQUISITION = Sort(K.SUBCONTRACTOR_INVOICE, "requisition", rows.requisition_row, code=False)
PRIME = Sort(K.PRIME_CONTRACT, "prime_contract", rows.prime_row, {"title": "title"}, code=False)
APPLICATION = Sort(K.OWNER_INVOICE, "payment_application", rows.application_row, code=False)


def operations(projects: SandboxProjects) -> list[Path]:
    """Everything that the door answers of a project system."""
    door = _Operations(Register(projects))
    return [*door.directory(), *door.codes(), *door.contracts(), *door.invoices(), *door.budgets()]


class _Operations:
    def __init__(self, register: Register) -> None:
        self._register = register

    def directory(self) -> Iterator[Path]:
        """Vendors, projects, sub jobs."""
        register = self._register
        yield from self._sort(f"{V1}/vendors", VENDOR, making.make_vendor)
        yield Path("GET", f"{V11}/projects", self._list(PROJECT))
        yield from self._sort(f"{V1}/projects", PROJECT, making.make_project)

        def made(project: str, _: Register, sort: Sort, said: Row) -> Reply:
            return making.make_sub_job(register, sort, said, project)

        yield from self._sort(f"{V1}/sub_jobs", SUB_JOB, made)

    def codes(self) -> Iterator[Path]:
        """The company's codes and types, a project's codes, and its budget codes."""
        yield Path("GET", f"{V1}/standard_cost_code_lists", self._code_lists)
        yield from self._sort(f"{V1}/standard_cost_codes", STANDARD, making.make_code)
        yield Path("GET", f"{V1}/line_item_types", self._types)
        yield Path("PATCH", f"{V1}/line_item_types/sync", self._sync_types, writes=True)
        yield Path("GET", f"{V1}/cost_codes", self._project_codes)
        yield Path(
            "POST", f"{V1}/cost_codes/copy_subset_from_standard_list", self._copy, writes=True
        )
        yield Path(
            "GET", f"{V1}/projects/{{project_id}}/work_breakdown_structure/wbs_codes", self._wbs
        )

    def contracts(self) -> Iterator[Path]:
        """Commitments, prime contracts, and the change orders of both."""
        for name, sort in (
            ("work_order_contracts", WORK_ORDER), ("purchase_order_contracts", PURCHASE_ORDER),
        ):  # fmt: skip
            yield from self._sort(f"{V1}/{name}", sort, None)
            pattern = f"{V1}/{name}/{{id}}/line_items"
            yield Path("GET", pattern, self._parts(sort, lines.contract_lines))
        yield Path("GET", f"{V1}/prime_contracts", self._list(PRIME._replace(code=True)))
        yield from self._single(f"{V1}/prime_contract/{{id}}", PRIME)
        yield Path("POST", f"{V1}/prime_contract", self._make_prime, writes=True)
        pattern = f"{V1}/prime_contracts/{{id}}/line_items"
        yield Path("GET", pattern, self._parts(PRIME, lines.prime_lines))
        yield Path("PATCH", f"{pattern}/sync", self._sync_prime_lines, writes=True)
        for name, sort in (("commitment_change_orders", CCO), ("prime_change_orders", PCCO)):
            of_project = f"{V1}/projects/{{project_id}}/{name}"
            yield Path("GET", of_project, self._list(sort))
            yield Path("GET", f"{of_project}/{{id}}", self._one(sort))
            pattern = f"{V2}/{name}/{{id}}/line_items"
            yield Path("GET", pattern, self._parts(sort, lines.change_lines))

    def invoices(self) -> Iterator[Path]:
        """Requisitions and payment applications."""
        items = lines.requisition_items
        yield Path("GET", f"{V11}/requisitions", self._list(REQUISITION, items))
        yield Path("GET", f"{V11}/requisitions/{{id}}", self._one(REQUISITION, items))
        yield Path("PATCH", f"{V11}/requisitions/{{id}}", self._write(REQUISITION), writes=True)
        yield Path("GET", f"{V1}/payment_applications", self._list(APPLICATION))
        yield Path("GET", f"{V1}/payment_applications/{{id}}", self._sheet)
        yield Path(
            "PATCH", f"{V1}/prime_contracts/{{contract}}/payment_applications/{{id}}",
            self._write(APPLICATION), writes=True,
        )  # fmt: skip

    def budgets(self) -> Iterator[Path]:
        """Locks, the one view, lines that are made; direct costs."""
        yield Path("POST", f"{V1}/budget_line_items", self._budget_line, writes=True)
        of_costs = f"{V1}/projects/{{project_id}}/direct_costs"
        for path, takes in (
            (f"{of_costs}/sync", costs.sync_costs),
            (f"{of_costs}/line_items/sync", costs.sync_cost_lines),
        ):
            yield Path("PATCH", path, self._taking(takes), writes=True)
        yield Path("GET", f"{V1}/projects/{{project_id}}/budget", self._budget)
        lock = f"{V1}/projects/{{project_id}}/budget/lock"
        yield Path("POST", lock, partial(self._lock, locked=True), writes=True)
        yield Path("DELETE", lock, partial(self._lock, locked=False), writes=True)
        yield Path("GET", f"{V1}/budget_views", self._views)
        yield Path("GET", f"{V1}/budget_views/{{view}}/detail_rows", self._details)

    # whatever it is about

    def _sort(self, path: str, sort: Sort, make: Callable[..., Reply] | None) -> Iterator[Path]:
        yield Path("GET", path, self._list(sort))
        yield Path("PATCH", f"{path}/sync", self._sync(sort, make), writes=True)
        if make is not None:
            yield Path("POST", path, self._make(sort, make), writes=True)
        yield from self._single(f"{path}/{{id}}", sort)

    def _single(self, path: str, sort: Sort) -> Iterator[Path]:
        yield Path("GET", path, self._one(sort))
        yield Path("PATCH", path, self._write(sort), writes=True)

    def _list(
        self, sort: Sort, items: Callable[[Register, Held], list[Row]] | None = None
    ) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, names: Names) -> Reply:
            within = scope(self._register, sort, {**request.query, **names})
            if isinstance(within, Reply):
                return within
            with_items = items is not None and request.query.get("view") == "items"
            wanted = sort._replace(row=_with_items(sort, items)) if items and with_items else sort
            return listed(self._register, wanted, request, within)

        return answers

    def _one(
        self, sort: Sort, items: Callable[[Register, Held], list[Row]] | None = None
    ) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, names: Names) -> Reply:
            within = scope(self._register, sort, {**request.query, **names})
            if isinstance(within, Reply):
                return within
            with_items = items is not None and request.query.get("view") == "items"
            wanted = sort._replace(row=_with_items(sort, items)) if items and with_items else sort
            return shown(self._register, wanted, names["id"])

        return answers

    def _parts(
        self, sort: Sort, parts: Callable[[Register, Held], list[Row]]
    ) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, names: Names) -> Reply:
            within = scope(self._register, sort, {**request.query, **names})
            held = self._register.one(sort.kind, names["id"])
            if isinstance(within, Reply):
                return within
            return paged_rows(parts(self._register, held), request) if held else unknown()

        return answers

    def _write(self, sort: Sort) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, names: Names) -> Reply:
            said = body_of(request)
            within = scope(self._register, sort, said)
            if isinstance(within, Reply):
                return within
            return written(self._register, sort, names["id"], inner(said, sort.head))

        return answers

    def _make(self, sort: Sort, make: Callable[..., Reply]) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, _: Names) -> Reply:
            said = body_of(request)
            within = scope(self._register, sort, said)
            if isinstance(within, Reply):
                return within
            making_it = partial(make, within) if within else make
            return making_it(self._register, sort, inner(said, sort.head))

        return answers

    def _sync(
        self, sort: Sort, make: Callable[..., Reply] | None
    ) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, _: Names) -> Reply:
            said = body_of(request)
            within = scope(self._register, sort, said)
            if isinstance(within, Reply):
                return within

            def made(row: Row) -> Reply:
                if make is None:
                    return Reply(422, {"errors": {"id": ["is required"]}})
                return (partial(make, within) if within else make)(self._register, sort, row)

            return synced(self._register, sort, said.get("updates"), made)

        return answers

    # codes

    def _code_lists(self, request: Request, _: Names) -> Reply:
        if not request.query.get("company_id"):
            return missing("company_id")
        one = {"id": coding.LIST, "name": "ERP", "is_erp_list": True}
        return paged_rows([{**one, "available_to_use_on_new_projects": True}], request)

    def _types(self, request: Request, _: Names) -> Reply:
        for name in ("company_id", "project_id"):
            if not request.query.get(name):
                return missing(name)
        found = coding.types_of(self._register)
        return paged_rows([coding.type_row(self._register, name) for name in found], request)

    def _sync_types(self, request: Request, _: Names) -> Reply:
        entities, errors = [], []
        for row in rows_of(body_of(request), "updates"):
            thing = self._register.thing(row.get("id", ""))
            if not thing.startswith("type|"):
                errors.append({**row, "errors": {"id": ["is unknown"]}})
                continue
            marks = sent_origin(Marked(), row, code=False)
            try:
                self._register.mark("line_item_type", thing, marks)
                entities.append(coding.type_row(self._register, thing.removeprefix("type|")))
            except Taken:
                errors.append({**row, "errors": {"origin_id": ["has already been taken"]}})
        return Reply(200, {"entities": entities, "errors": errors})

    def _project_codes(self, request: Request, _: Names) -> Reply:
        sub_job = request.query.get("sub_job_id", "")
        if not request.query.get("project_id"):
            return missing("project_id")
        kind, number = (K.SUB_JOB, sub_job) if sub_job else (K.PROJECT, request.query["project_id"])
        held = self._register.one(kind, number)
        return paged_rows(coding.code_rows(self._register, held), request) if held else unknown()

    def _copy(self, request: Request, _: Names) -> Reply:
        said = body_of(request)
        held = self._register.one(K.PROJECT, said.get("project_id", ""))
        if held is None:
            return unknown()
        wanted = said.get("standard_cost_code_ids")
        if not isinstance(wanted, list):
            return missing("standard_cost_code_ids")
        found = [self._register.one(K.COST_CODE, n) for n in wanted]
        records = [one.record for one in found if one]
        making.copy_codes(self._register, held.record.id, records)
        successes = [
            row
            for one in [self._register.one(K.PROJECT, held.id)] if one
            for row in coding.code_rows(self._register, one)
        ]  # fmt: skip
        return Reply(207, {"successes": successes, "failures": []})

    def _wbs(self, request: Request, names: Names) -> Reply:
        project = self._register.thing(names["project_id"])
        if not project:
            return unknown()
        found = coding.codings(self._register, project)
        return paged_rows([coding.wbs_row(self._register, project, c) for c in found], request)

    # prime contracts

    def _make_prime(self, request: Request, _: Names) -> Reply:
        said = body_of(request)
        within = scope(self._register, PRIME, said)
        if isinstance(within, Reply):
            return within
        return making.make_prime(self._register, PRIME, inner(said, PRIME.head), within)

    def _sync_prime_lines(self, request: Request, names: Names) -> Reply:
        held = self._register.one(K.PRIME_CONTRACT, names["id"])
        if held is None:
            return unknown()
        entities = []
        for row in rows_of(body_of(request), "updates"):
            if is_taken(self._register, "prime_line", row):
                entities.append(row)
                continue
            place = making.add_prime_line(self._register, held.record.id, row)
            line = f"{held.record.id}#{place}"
            marks = sent_origin(Marked(), row, code=False)
            self._register.mark("prime_line", line, marks)
            entities.append({"id": self._register.number(line), **row})
        return Reply(200, {"entities": entities, "errors": []})

    # payment applications and budgets

    def _sheet(self, request: Request, names: Names) -> Reply:
        if not request.query.get("project_id"):
            return missing("project_id")
        held = self._register.one(K.OWNER_INVOICE, names["id"])
        if held is None:
            return unknown()
        items = lines.application_items(self._register, held)
        return Reply(200, {**rows.application_row(self._register, held), "g703": items})

    def _budget_of(self, project: str) -> Held | None:
        name = self._register.thing(project)
        found = self._register.held(K.BUDGET, project=name) if name else []
        return found[0] if found else None

    def _budget(self, _: Request, names: Names) -> Reply:
        held = self._budget_of(names["project_id"])
        return Reply(200, {"locked": getattr(held.record.body, "locked", False) if held else False})

    def _lock(self, _: Request, names: Names, *, locked: bool) -> Reply:
        held = self._budget_of(names["project_id"])
        if held is None:
            return unknown()
        if objection := self._register.projects.edit(RecordId(held.record.id), locked=locked):
            return Reply(422, {"errors": {"budget": [objection.text]}})
        return Reply(201 if locked else 200, {"locked": locked})

    def _budget_line(self, request: Request, _: Names) -> Reply:
        said = body_of(request)
        project = self._register.thing(said.get("project_id", ""))
        line = inner(said, "budget_line_item")
        return costs.add_budget_line(self._register, project, line) if project else unknown()

    def _taking(
        self, takes: Callable[[Register, str, list[Row]], Reply]
    ) -> Callable[[Request, Names], Reply]:
        def answers(request: Request, names: Names) -> Reply:
            updates = rows_of(body_of(request), "updates")
            return takes(self._register, names["project_id"], updates)

        return answers

    def _views(self, request: Request, _: Names) -> Reply:
        return paged_rows([{"id": 1, "name": "Sandbox budget", "role": "default"}], request)

    def _details(self, request: Request, _: Names) -> Reply:
        held = self._budget_of(request.query.get("project_id", ""))
        return paged_rows(lines.budget_rows(self._register, held) if held else [], request)


def _with_items(
    sort: Sort, items: Callable[[Register, Held], list[Row]]
) -> Callable[[Register, Held], Row]:
    return lambda register, held: {**sort.row(register, held), "items": items(register, held)}
