"""What a transition writes into a record besides its status, one change to a function."""

from core.case import Case
from core.codes import default_types
from core.costs import cents, summary
from core.fields import NO_TEMPLATE, proposed_erp_id
from core.forecast import goes_along
from core.records import (
    Budget,
    BudgetLine,
    Company,
    ContractItem,
    CostCode,
    JobCost,
    PrimeChange,
    PrimeContract,
    Project,
    Record,
    Removal,
    SubcontractorInvoice,
    SubJob,
)
from core.settings import VendorUpdates
from core.vocabulary import Accounting, ErpStatus, Origin, RecordKind

HEAD = (
    "number", "title", "project", "project_number", "vendor", "vendor_name", "parent",
    "parent_number", "amount",
)  # fmt: skip
"""Fields of a record's head that the project system rules."""


def sent(case: Case, record: Record) -> Record:
    return record._replace(
        sent_by=case.actor.name,
        sent_at=case.now,
        fault=None,
        note="",
        fell_back="",
        endorsed_by="",
        override="",
    )


def dispatched(case: Case, record: Record) -> Record:
    """Sent and accepted in one step, by what the record carries itself."""
    return proposed(case, sent(case, record))


def proposed(case: Case, record: Record) -> Record:
    """The answers of an acceptance, and its key.

    A retry in place keeps the key of the attempt that failed: that attempt may still land, and
    is then found by it.
    """
    body, said = record.body, case.answers
    if isinstance(body, Company) and said.vendor_type:
        body = body._replace(vendor_type=said.vendor_type)
    elif isinstance(body, PrimeChange):
        estimates = case.settings.policies.pcco_estimates
        body = body._replace(transaction_date=said.transaction_date, estimates=estimates)
    elif isinstance(body, SubcontractorInvoice):
        body = body._replace(accounting_date=said.accounting_date)
    elif isinstance(body, Budget):
        body = body._replace(forecast=goes_along(case))
    again = record.status is ErpStatus.FAILED and record.export_key
    key = record.export_key if again else _new_key(case, record)
    return record._replace(
        body=body, erp_id=proposed_erp_id(case), export_key=key, fault=None, note="", fell_back=""
    )


def _new_key(case: Case, record: Record) -> str:
    """New with each approval; the version it was given on counts approvals of the record."""
    return f"ex1:{case.settings.sending.company_key}:{record.kind}:{record.id}:{record.version}"


def reasoned(case: Case, record: Record) -> Record:
    """A reason, and no claim to an ERP id any more, unless Sage holds an earlier export by it."""
    body = record.body
    held = record.erp_id if isinstance(body, Budget) and body.exported else None
    return record._replace(
        note=_why(case),
        erp_id=held,
        fault=None,
        fell_back="",
        endorsed_by="",
        override="",
    )


def _why(case: Case) -> str:
    """`Wrong job (to be fixed: lines)`."""
    reason, fix = case.answers.reason or "", case.answers.fix
    return f"{reason} (to be fixed: {fix.replace('_', ' ')})".lstrip() if fix else reason


def refused_update(case: Case, record: Record) -> Record:
    return record._replace(note=case.answers.reason or "", fault=None)


def retrieved(_: Case, record: Record) -> Record:
    """Nobody waits for an approver any more."""
    return record._replace(fell_back="", endorsed_by="", override="")


def withdrawn(_: Case, record: Record) -> Record:
    """What Sage said of a request goes with the request."""
    return record._replace(fault=None)


def voided(case: Case, record: Record) -> Record:
    note = case.answers.reason or ""
    return record._replace(note=note, fault=None, fell_back="", endorsed_by="", override="")


def reopened(case: Case, record: Record) -> Record:
    """As it was before it was accepted, with the content that it holds at its origin by now."""
    before, content = case.held.before if case.held else None, case.content
    if before is None:
        body = record.body
        held = record.erp_id if isinstance(body, Budget) and body.exported else None
        before = record._replace(erp_id=held, export_key=None)
    if content is not None:
        fields = {name: getattr(content, name) for name in ("body", "edited_by", *HEAD)}
        before = before._replace(**fields)
    return voided(case, before)._replace(version=record.version, fault=before.fault)


def endorsed(case: Case, record: Record) -> Record:
    """The first of two acceptances, and why the rules are set aside where they are."""
    return record._replace(endorsed_by=case.actor.name, override=case.answers.override or "")


def faulted(case: Case, record: Record) -> Record:
    return record._replace(fault=case.answers.fault)


def linked(case: Case, record: Record) -> Record:
    """The ERP's own id, and what its possession means for the body."""
    body = record.body
    if isinstance(body, (Project, SubJob)):
        body = body._replace(codes=tuple(c._replace(erp_types=_union(c)) for c in body.codes))
    elif isinstance(body, Budget):
        body = body._replace(exported=body.lines, exported_at=case.now)
    since = case.now if case.answers.unposted else None
    return record._replace(
        erp_id=case.answers.erp_id or record.erp_id, body=body, fault=None, unposted_since=since
    )


def posted(_: Case, record: Record) -> Record:
    return record._replace(unposted_since=None)


def recalled(case: Case, record: Record) -> Record:
    """As it was before it was decided; nothing else may have touched it since."""
    before = case.held.before if case.held else None
    return record if before is None else before._replace(version=record.version)


def locked(_: Case, record: Record) -> Record:
    return _with_lock(record, locked=True)


def opened(_: Case, record: Record) -> Record:
    return _with_lock(record, locked=False)


def _with_lock(record: Record, *, locked: bool) -> Record:
    body = record.body
    if not isinstance(body, Budget):
        return record
    return record._replace(body=body._replace(locked=locked))


def _union(code: "object") -> tuple[str, ...]:
    types, erp_types = getattr(code, "types", ()), getattr(code, "erp_types", ())
    return (*erp_types, *(t for t in types if t not in erp_types))


def taken_over(case: Case, record: Record) -> Record:
    """The values Sage holds, on import and re-import."""
    seen = case.mirrored
    if seen is None or seen.body is None:
        return record
    body = seen.body
    if isinstance(body, Budget) and isinstance(record.body, Budget):
        mine = record.body.lines
        body = body._replace(lines=_with_forecast(mine, body.lines))
        if case.answers.existing_lines == "keep":
            known = {(x.code, x.category, x.sub_job) for x in mine}
            added = (x for x in body.lines if (x.code, x.category, x.sub_job) not in known)
            body = body._replace(lines=(*mine, *added))
        amount = sum(x.original + x.changes for x in body.lines)
        return record._replace(body=body, amount=amount)
    if isinstance(body, PrimeContract) and isinstance(record.body, PrimeContract):
        return _contract_as_seen(case, record, record.body, body)
    if isinstance(body, JobCost):
        body = summary(body)
    if isinstance(body, Project):
        template = case.answers.template or ""
        body = body._replace(template="" if template == NO_TEMPLATE else template)
    return record._replace(title=seen.title, body=body, amount=seen.amount)


def _with_forecast(
    mine: tuple[BudgetLine, ...], theirs: tuple[BudgetLine, ...]
) -> tuple[BudgetLine, ...]:
    """Sage's estimates; what is expected of a line stays the project's own."""
    known = {(x.code, x.category, x.sub_job): x for x in mine}
    nothing = BudgetLine("", "", 0)
    kept = ((x, known.get((x.code, x.category, x.sub_job), nothing)) for x in theirs)
    return tuple(x._replace(completion=y.completion, to_complete=y.to_complete) for x, y in kept)


def _contract_as_seen(
    case: Case, record: Record, mine: PrimeContract, seen: PrimeContract
) -> Record:
    """Sage's contract, kept by amounts or by units as it was chosen when it was imported."""
    chosen = case.answers.accounting
    accounting = Accounting(chosen) if chosen in set(Accounting) else mine.accounting
    body = seen._replace(
        projects=mine.projects,
        approval=mine.approval,
        accounting=accounting,
        lines=tuple(_item(line, accounting) for line in seen.lines),
    )
    return record._replace(body=body, amount=sum(x.scheduled for x in body.lines))


def _item(line: ContractItem, accounting: Accounting) -> ContractItem:
    """Quantities come only with a contract that is kept by units."""
    if accounting is Accounting.UNITS:
        return line
    return line._replace(quantity=0, unit="", unit_price=0)


def values_renewed(case: Case, record: Record) -> Record:
    """A prime contract's lines as Sage values them now; new lines are left to a re-import."""
    body, seen = record.body, case.mirrored.body if case.mirrored else None
    if not isinstance(body, PrimeContract) or not isinstance(seen, PrimeContract):
        return record
    theirs = {line.item: _item(line, body.accounting) for line in seen.lines}
    lines = tuple(theirs.get(line.item, line) for line in body.lines)
    renewed = body._replace(customer=seen.customer, billing=seen.billing, lines=lines)
    return record._replace(body=renewed, amount=sum(x.scheduled for x in lines))


def assigned(case: Case, record: Record) -> Record:
    """One more default of a standard code."""
    return _with_default(record, case.answers.category or "", ticked=True)


def unassigned(case: Case, record: Record) -> Record:
    return _with_default(record, case.answers.category or "", ticked=False)


def _with_default(record: Record, category: str, *, ticked: bool) -> Record:
    body = record.body
    if not isinstance(body, CostCode):
        return record
    others = tuple(t for t in default_types(body) if t != category)
    chosen = tuple(sorted((*others, category))) if ticked else others
    return record._replace(body=body._replace(defaults=chosen))


def removal_asked(case: Case, record: Record) -> Record:
    """The project system is asked; until it answers the tick stays."""
    body, said = record.body, case.answers
    if not isinstance(body, Project):
        return record
    removal = Removal(said.code or "", said.category or "", case.actor.name, case.now)
    return record._replace(body=body._replace(removals=(*body.removals, removal)))


def cost_edited(case: Case, record: Record) -> Record:
    """One direct cost as somebody here would have it; what Sage said of it stays beside it."""
    body, said = record.body, case.answers
    if not isinstance(body, JobCost):
        return record
    amount = None if said.cost_amount is None else cents(said.cost_amount)
    costs = tuple(
        cost
        if cost.of.key != (said.transaction or "").strip()
        else cost._replace(
            amount=cost.amount if amount is None else amount,
            description=said.cost_description or cost.description,
            edited=True,
        )
        for cost in body.direct_costs
    )
    return record._replace(body=body._replace(direct_costs=costs))


def cost_deleted(case: Case, record: Record) -> Record:
    body, key = record.body, (case.answers.transaction or "").strip()
    if not isinstance(body, JobCost):
        return record
    costs = tuple(cost for cost in body.direct_costs if cost.of.key != key)
    return record._replace(body=body._replace(direct_costs=costs))


def unlinked(_: Case, record: Record) -> Record:
    return record._replace(erp_id=None, export_key=None, unposted_since=None)


def joined(case: Case, record: Record) -> Record:
    """An ERP row takes over the project side's identity of the record it is linked to."""
    target = case.target
    if target is None:
        return record
    number = record.number if record.kind is RecordKind.PROJECT else target.number
    return record._replace(
        title=target.title,
        number=number,
        body=target.body,
        origin=Origin.PROJECT,
        origin_id=target.at_origin,
    )


SET_ASIDE = "X-"
"""Before the name of a company that was consolidated by hand (vendors V15)."""


def merged(case: Case, record: Record) -> Record:
    """A company's own row ends; what it becomes is the Sage vendor that does not survive."""
    primary = case.target
    if primary is None:
        return record
    survives = case.answers.erp_id is not None and record.erp_id == case.answers.erp_id
    return record._replace(
        erp_id=primary.erp_id if survives else record.erp_id,
        export_key=None,
        parent=primary.at_origin,
        parent_number=primary.number,
        fault=None,
        note=f"merged into {primary.number}, {primary.title}",
    )


def inherited(case: Case, record: Record) -> Record:
    return record._replace(erp_id=case.answers.erp_id, export_key=None, fault=None, note="")


def set_aside(_: Case, record: Record) -> Record:
    """Inactive, and out of the way in every list that is sorted by name."""
    body = record.body
    if isinstance(body, Company):
        body = body._replace(active=False)
    return record._replace(title=f"{SET_ASIDE}{record.title}", body=body)


def reinstated(_: Case, record: Record) -> Record:
    body = record.body
    if isinstance(body, Company):
        body = body._replace(active=True)
    return record._replace(title=record.title.removeprefix(SET_ASIDE), body=body)


def followed(case: Case, record: Record) -> Record:
    """What Sage says of a linked vendor, as far as the company takes it over (vendors V9, V10)."""
    seen, mine = case.mirrored, record.body
    if seen is None or not isinstance(mine, Company):
        return record
    body = mine._replace(erp_active=seen.active)
    theirs = seen.body
    if not isinstance(theirs, Company):
        return record._replace(body=body)
    # Its type is locked here once it is linked, so Sage's own always counts (vendors 22).
    body = body._replace(vendor_type=theirs.vendor_type or mine.vendor_type)
    if case.settings.vendor_insurance:
        body = body._replace(insurance=theirs.insurance)
    if case.settings.vendor_updates is VendorUpdates.NEVER:
        return record._replace(body=body)
    # A blank of Sage is no address: it was never filled in there.
    address = {name: told for name in ADDRESS if (told := getattr(theirs, name))}
    cut = seen.title == record.title[: case.settings.limits.vendor_name]
    title = record.title if cut or not seen.title else seen.title
    return record._replace(title=title, body=body._replace(**address))


ADDRESS = ("address", "city", "state", "zip")


def put_away(case: Case, record: Record) -> Record:
    return record._replace(note=case.answers.reason or "")


def fetched_back(_: Case, record: Record) -> Record:
    """A vendor that only Sage holds: of the company it once was nothing is left."""
    if record.kind is not RecordKind.COMPANY:
        return record._replace(note="")
    return record._replace(note="", origin=Origin.ERP, origin_id="", parent=None, parent_number="")
