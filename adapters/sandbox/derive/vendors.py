"""Vendors: companies of the directory, vendors of Sage, and both."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import lot, part
from adapters.sandbox.derive.contracts import Contract
from adapters.sandbox.derive.life import HELD, standing
from adapters.sandbox.derive.parties import NAME_WIDTH, VENDORS, Party, parties, statuses
from adapters.sandbox.derive.work import work
from core.records import Company, Insurance, Record
from core.vocabulary import ContractType, ErpStatus, Origin, RecordKind

K, S = RecordKind, ErpStatus
TWINS = 0.4
"""Of the companies nobody sent, how many Sage has by the same name, waiting to be linked."""
INACTIVE = 0.04
INSURED = 0.3
PROFESSIONAL = frozenset({"01-810", "01-820", "01-830", "01-840"})


def vendors(
    rows: Iterable[ContractRow], contracts: Iterable[Contract], calendar: Calendar
) -> tuple[dict[str, Record], list[Record]]:
    """By vendor, the company that contracts name; and vendors of Sage named like a company."""
    everyone = parties("vendor_id", rows, contracts)
    dealt = statuses(VENDORS, everyone)
    made = {p.key: _vendor(p, dealt[p.key], calendar) for p in everyone}
    alone = [
        company
        for company in made.values()
        if _may_be_in_sage(company)
        and (company.status is S.UNLINKED or part("twin", company.number) < TWINS)
    ]
    return made, [_twin(company, calendar) for company in alone]


def _vendor(party: Party, status: ErpStatus, calendar: Calendar) -> Record:
    row = party.rows[0]
    from_erp = status in {S.READY_TO_IMPORT, S.ARCHIVED}
    created = _before(calendar.created(min(party.rows, key=calendar.created)), party.id)
    body = _company(party)
    if status in HELD and part("insured", party.id) < INSURED:
        body = body._replace(insurance=(_insurance(party.id, calendar.as_of.date()),))
    if from_erp:
        body = body._replace(erp_active=part("inactive", party.id) >= INACTIVE)
    elif status in {S.READY_TO_EXPORT, S.UNSENT}:
        body = body._replace(active=part("inactive", party.id) >= INACTIVE)
    record = Record(
        calendar.id(K.COMPANY, party.id, created), K.COMPANY, S.UNSENT, 1,
        party.id, row.vendor_name or party.id, body,
        Origin.ERP if from_erp else Origin.PROJECT, created_at=created,
    )  # fmt: skip
    return standing(record, party.id, status, calendar)


def _company(party: Party) -> Company:
    row = party.rows[0]
    address = ", ".join(filter(None, (row.address, row.address_more)))
    return Company(
        vendor_type=_type(party), address=address, city=row.city, state=row.state, zip=row.zip
    )


def _type(party: Party) -> str:
    """By what the vendor was first paid for."""
    kind = work(party.rows[0])
    if kind.type is ContractType.SUBCONTRACT:
        return "Subcontractor"
    return "Professional" if kind.portions[0][0] in PROFESSIONAL else "Material supplier"


def _insurance(vendor: str, today: date) -> Insurance:
    number = lot("policy", vendor)
    expires = today + timedelta(days=number % 500 - 60)
    return Insurance(
        "General", f"GL-{number % 10**8:08}", expires - timedelta(days=365), expires,
        1_000_000_00 * (1 + number % 3),
    )  # fmt: skip


def _may_be_in_sage(company: Record) -> bool:
    return company.status in {S.UNSENT, S.UNLINKED} and len(company.title) <= NAME_WIDTH


def _twin(company: Record, calendar: Calendar) -> Record:
    """What Sage knows of a company that nobody has linked yet."""
    created = company.created_at or calendar.as_of
    twin = company._replace(
        id=calendar.id(K.COMPANY, f"Sage {company.number}", created),
        origin=Origin.ERP,
        sent_by="",
        sent_at=None,
    )
    return standing(twin, f"Sage {company.number}", S.READY_TO_IMPORT, calendar)


def _before(first: datetime, vendor: str) -> datetime:
    """A vendor is there before its first contract is."""
    return (first - timedelta(days=1 + 20 * part("before", vendor))).replace(microsecond=0)
