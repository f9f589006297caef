"""What a transition writes into a record besides its status, one change to a function."""

from core.case import Case
from core.costs import cents, summary
from core.fields import proposed_erp_id
from core.records import (
    Budget,
    Company,
    JobCost,
    PrimeChange,
    PrimeContract,
    Project,
    Record,
    SubcontractorInvoice,
    SubJob,
)
from core.vocabulary import ErpStatus, Origin, RecordKind


def sent(case: Case, record: Record) -> Record:
    return record._replace(sent_by=case.actor.name, sent_at=case.now, fault=None, note="")


def proposed(case: Case, record: Record) -> Record:
    """The answers of an acceptance, and its key.

    A retry in place keeps the key of the attempt that failed: that attempt may still land, and
    is then found by it.
    """
    body, said = record.body, case.answers
    if isinstance(body, Company) and said.vendor_type:
        body = body._replace(vendor_type=said.vendor_type)
    elif isinstance(body, PrimeChange):
        body = body._replace(transaction_date=said.transaction_date)
    elif isinstance(body, SubcontractorInvoice):
        body = body._replace(accounting_date=said.accounting_date)
    again = record.status is ErpStatus.FAILED and record.export_key
    key = record.export_key if again else f"ex1:{record.kind}:{record.id}:{record.version}"
    return record._replace(
        body=body, erp_id=proposed_erp_id(case), export_key=key, fault=None, note=""
    )


def reasoned(case: Case, record: Record) -> Record:
    """A reason, and no claim to an ERP id any more, unless Sage holds an earlier export by it."""
    body = record.body
    held = record.erp_id if isinstance(body, Budget) and body.exported else None
    return record._replace(note=case.answers.reason or "", erp_id=held, fault=None)


def refused_update(case: Case, record: Record) -> Record:
    return record._replace(note=case.answers.reason or "", fault=None)


def withdrawn(_: Case, record: Record) -> Record:
    """What Sage said of a request goes with the request."""
    return record._replace(fault=None)


def voided(case: Case, record: Record) -> Record:
    return record._replace(note=case.answers.reason or "", fault=None)


def faulted(case: Case, record: Record) -> Record:
    return record._replace(fault=case.answers.fault)


def linked(case: Case, record: Record) -> Record:
    """The ERP's own id, and what its possession means for the body."""
    body = record.body
    if isinstance(body, (Project, SubJob)):
        body = body._replace(codes=tuple(c._replace(erp_types=_union(c)) for c in body.codes))
    elif isinstance(body, Budget):
        body = body._replace(exported=body.lines)
    return record._replace(erp_id=case.answers.erp_id or record.erp_id, body=body, fault=None)


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
        if case.answers.existing_lines == "keep":
            known = {(x.code, x.category, x.sub_job) for x in mine}
            added = (x for x in body.lines if (x.code, x.category, x.sub_job) not in known)
            body = body._replace(lines=(*mine, *added))
        amount = sum(x.original + x.changes for x in body.lines)
        return record._replace(body=body, amount=amount)
    if isinstance(body, PrimeContract) and isinstance(record.body, PrimeContract):
        body = body._replace(projects=record.body.projects)
        return record._replace(body=body, amount=sum(x.scheduled for x in body.lines))
    if isinstance(body, JobCost):
        body = summary(body)
    return record._replace(title=seen.title, body=body, amount=seen.amount)


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
    return record._replace(erp_id=None, export_key=None)


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
