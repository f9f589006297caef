"""Makes what was imported from Sage, once: looked up by its origin_id before, and after a doubt."""

from collections.abc import Callable
from typing import Any

from adapters.procore import budgets, costs
from adapters.procore.calls import (
    CODE_LISTS,
    COPY_CODES,
    NEW_PRIME_CONTRACT,
    NEW_PROJECT,
    NEW_SUB_JOB,
    NEW_VENDOR,
    STANDARD_CODES,
    SYNC_PRIME_LINES,
    SYNC_STANDARD_CODES,
)
from adapters.procore.contracts import PRIME_LIST
from adapters.procore.directory import (
    PROJECT_LIST,
    STANDARD_LIST,
    SUB_JOB_LIST,
    VENDOR_LIST,
)
from adapters.procore.fields import Row, flag, number, of_call, text
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.linking import UNSAID, origin, says_so, written
from adapters.procore.listing import Listing, asked_of, kept
from adapters.procore.session import Session
from adapters.wire.failures import Declined, NotUnderstood
from adapters.wire.known import Known
from core.records import Company, PrimeContract, Project, Record
from core.vocabulary import Accounting, RecordKind

K = RecordKind
TAKEN = 409
FILTERED = frozenset({"vendors", "projects"})
"""Lists that can be asked for one origin_id; of the others all rows are looked through."""


class Maker:
    """Makes records at Procore, and keeps which row each of them is."""

    def __init__(self, session: Session, keeping: Keeping) -> None:
        self._session = session
        self._keeping = keeping
        self._makes: dict[RecordKind, Callable[[Record, int], None]] = {
            K.COMPANY: self._vendor,
            K.PROJECT: self._project,
            K.SUB_JOB: self._sub_job,
            K.COST_CODE: self._standard_code,
            K.PRIME_CONTRACT: self._prime_contract,
            K.BUDGET: self._budget,
            K.JOB_COST: self._job_cost,
        }

    def can(self, kind: RecordKind) -> bool:
        """Whether public calls can make this kind."""
        return kind in self._makes

    def make(self, record: Record, project: int) -> None:
        """Make a record in a project, 0 for the company's own, unless it is there already.

        Raises:
            WireFailure: as Session.ask; the same again makes nothing twice.
        """
        self._makes[record.kind](record, project)

    def copy_codes(self, project: Kept, wanted: set[str]) -> None:
        """Put standard codes on a project that it has not.

        Raises:
            WireFailure: as Session.ask.
        """
        known = {code["code"] for code in project.content.get("codes", ())}
        missing = wanted - known
        if not missing:
            return
        erp_list = self._code_list()
        codes = [row for row in self._standard_codes(erp_list) if row.content["number"] in missing]
        if codes:
            body = {
                "project_id": project.id, "standard_cost_code_list_id": erp_list,
                "standard_cost_code_ids": [row.id for row in codes],
            }  # fmt: skip
            self._session.ask(COPY_CODES, json=body)

    # kind by kind

    def _vendor(self, record: Record, _: int) -> None:
        said, head = new_vendor(record), {"company_id": self._session.company}
        self._once(VENDOR_LIST, NEW_VENDOR, record, 0, lambda o: {**head, "vendor": said | o})

    def _project(self, record: Record, _: int) -> None:
        body = record.body
        said: Row = {"name": record.title, "project_number": record.number, "erp_integrated": True}
        if isinstance(body, Project):
            said |= _filled(
                address=body.address, city=body.city, state_code=body.state, zip=body.zip
            )
        head = {"company_id": self._session.company}
        made = self._once(
            PROJECT_LIST, NEW_PROJECT, record, 0, lambda o: {**head, "project": said | o}
        )
        if isinstance(body, Project):
            self.copy_codes(made, {code.code for code in body.codes})

    def _sub_job(self, record: Record, project: int) -> None:
        said = {"name": record.title, "code": record.number}
        self._once(
            SUB_JOB_LIST, NEW_SUB_JOB, record, project,
            lambda o: {"project_id": project, "sub_job": said | o},
        )  # fmt: skip

    def _standard_code(self, record: Record, _: int) -> None:
        known_as = self._keeping.called(record.at_origin)
        if known_as is not None and known_as.list == STANDARD_LIST.name:
            return
        head, there = self.standard_codes()
        said: Row = {"name": record.title, "code": record.number}
        said |= origin(STANDARD_LIST.name, record.erp_id or record.number, record, 0)
        if record.number in there:
            said["id"] = there[record.number]
        taken = written(SYNC_STANDARD_CODES, self._session, [said], head)
        self._is(STANDARD_LIST, record, 0, taken[0])

    def _budget(self, record: Record, project: int) -> None:
        if self._keeping.find(budgets.LIST, project) is None:
            self._keeping.call(record.at_origin, budgets.LIST, project)
        budgets.make(self._session, self._keeping, record, project)

    def _job_cost(self, record: Record, project: int) -> None:
        costs.told(self._session, self._keeping, record, project)

    def _prime_contract(self, record: Record, project: int) -> None:
        body = record.body
        if not isinstance(body, PrimeContract):
            return
        units = body.accounting is Accounting.UNITS
        said = {
            "number": record.number, "title": record.title, "status": "Approved",
            "accounting_method": "unit" if units else "amount",
        }  # fmt: skip
        made = self._once(
            PRIME_LIST, NEW_PRIME_CONTRACT, record, project,
            lambda o: {"project_id": project, "prime_contract": said | o},
        )  # fmt: skip
        lines = [
            {
                "amount": _money(line.scheduled), "description": line.description,
                "origin_id": f"{record.erp_id}/{line.item}",
                **({"quantity": f"{line.quantity / 1000:.3f}", "uom": line.unit,
                    "unit_cost": _money(line.unit_price)} if units else {}),
            }
            for line in body.lines
        ]  # fmt: skip
        if lines:
            answer = self._session.sync(
                SYNC_PRIME_LINES._replace(
                    call=SYNC_PRIME_LINES.call._replace(
                        path=SYNC_PRIME_LINES.call.path.format(prime_contract_id=made.id)
                    )
                ),
                lines, head={}, query={"project_id": project},
            )  # fmt: skip
            if answer.refused:
                name = SYNC_PRIME_LINES.call.name
                raise Declined("Procore", name, 200, answer.refused[0].why, {})

    # whatever it is

    def _once(
        self,
        listing: Listing,
        known: Known,
        record: Record,
        project: int,
        body: Callable[[Row], Row],
    ) -> Kept:
        """Look it up, make it if it is not there, and look again where somebody was faster."""
        known_as = self._keeping.called(record.at_origin)
        if known_as is not None and known_as.list == listing.name:
            return known_as
        marks = origin(listing.name, record.erp_id or record.number, record, project)
        found = self._look_up(listing, project, marks["origin_id"])
        if found is None:
            try:
                found = self._session.ask(known, json=body(dict(marks))).value
            except Declined as no:
                if no.status == TAKEN:
                    found = self._look_up(listing, project, marks["origin_id"])
                if found is None:
                    raise
        return self._is(listing, record, project, found)

    def _look_up(self, listing: Listing, project: int, origin_id: str) -> Row | None:
        names, query = asked_of(listing.call, self._session, project)
        if listing.name in FILTERED:
            query["filters[origin_id]"] = origin_id
        rows = self._session.rows(listing.call, names=names, query=query)
        with of_call(listing.call.call.name):
            return next((row for row in rows if text(row, "origin_id") == origin_id), None)

    def _is(self, listing: Listing, record: Record, project: int, found: Any) -> Kept:  # noqa: ANN401  # whatever they answer
        """Keep which row a record is; that it appears there is no news."""
        if not isinstance(found, dict):
            raise NotUnderstood("Procore", listing.call.call.name, "its answer is no row")
        marks = origin(listing.name, record.erp_id or record.number, record, project)
        if not says_so(found, {"origin_id": marks["origin_id"]}):
            raise NotUnderstood("Procore", listing.call.call.name, UNSAID)
        with of_call(listing.call.call.name):
            row = kept(listing, project, found)
        self._keeping.call(record.at_origin, listing.name, row.id)
        self._keeping.keep([row], news=False)
        return row

    def standard_codes(self) -> tuple[Row, dict[str, int]]:
        """What a sync of standard codes says of their list, and the ids of those that are there.

        Raises:
            WireFailure: as Session.ask.
        """
        erp_list = self._code_list()
        head = {"company_id": self._session.company, "standard_cost_code_list_id": erp_list}
        rows = self._standard_codes(erp_list)
        return head, {row.content["number"]: row.id for row in reversed(rows)}

    def _code_list(self) -> int:
        """The list of standard codes that is the ERP's."""
        rows = self._session.rows(CODE_LISTS, query={"company_id": self._session.company})
        name = CODE_LISTS.call.name
        with of_call(name):
            found = [number(row) for row in rows if flag(row, "is_erp_list", usual=False)]
        if not found:
            raise Declined("Procore", name, 404, "no list of cost codes is the ERP's", {})
        return found[0]

    def _standard_codes(self, erp_list: int) -> list[Kept]:
        query = {"company_id": self._session.company, "standard_cost_code_list_id": erp_list}
        rows = self._session.rows(STANDARD_CODES, query=query)
        with of_call(STANDARD_CODES.call.name):
            return [kept(STANDARD_LIST, 0, row) for row in rows]


def new_vendor(record: Record) -> Row:
    """A company as it is made."""
    return {**vendor_fields(record), "abbreviated_name": record.number}


def vendor_fields(record: Record) -> Row:
    """A company as the directory keeps it."""
    body = record.body
    if not isinstance(body, Company):
        return {"name": record.title}
    return {
        "name": record.title, "is_active": body.active, "address": body.address,
        "city": body.city, "state_code": body.state, "zip": body.zip,
    }  # fmt: skip


def _filled(**fields: str) -> Row:
    return {name: value for name, value in fields.items() if value}


def _money(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02}"
