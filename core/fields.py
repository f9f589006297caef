"""What an action asks for besides the key: one function a field, with its default.

Whoever decides by command or in bulk gets the defaults; the console shows them filled in.
"""

from collections.abc import Callable
from typing import Any

from core.case import Case
from core.decision import Field
from core.duties import bars
from core.routes import TAKEN, UNTOLD, Route
from core.vocabulary import Accounting, Action, ErpStatus, RecordKind

K = RecordKind
Asking = Callable[[Case], Field]


def proposed_erp_id(case: Case) -> str | None:
    """The Sage id this record would take: what was answered, else what the settings suggest."""
    if case.answers.erp_id is not None:
        return case.answers.erp_id
    record, settings = case.record, case.settings
    match record.kind:
        case K.COMPANY:
            return record.erp_id or (record.number or None if settings.suggest_vendor_id else None)
        case K.PROJECT:
            return record.erp_id or (record.number or None if settings.suggest_job_id else None)
        case K.COMMITMENT:
            return record.erp_id or (_prefixed(case) if settings.use_contract_number else None)
        case K.CCO | K.PCCO:
            return record.erp_id or (record.number if settings.use_change_number else None)
        case K.BUDGET:
            return case.project.erp_id if case.project else None
        case _:
            return record.erp_id or record.number


def _prefixed(case: Case) -> str:
    """The contract's number, told apart from those of other jobs where the company says how."""
    job = (case.project.erp_id or "") if case.project else ""
    return case.settings.commitment_prefix.replace("{job}", job) + case.record.number


def vendor_id(case: Case) -> Field:
    return Field("erp_id", "Sage vendor id", "vendors 3", default=proposed_erp_id(case))


def vendor_type(case: Case) -> Field:
    known = case.settings.vendor_types
    default = case.settings.default_vendor_type or None
    return Field("vendor_type", "Vendor type", "vendors 3", default=default, choices=known)


def job_id(case: Case) -> Field:
    hint = f"in the form {case.settings.job_mask}"
    return Field("erp_id", "Sage job id", "jobs 1", default=proposed_erp_id(case), hint=hint)


def extra_id(case: Case) -> Field:
    return Field("erp_id", "Sage extra", "sub jobs 1", default=proposed_erp_id(case))


def commitment_id(case: Case) -> Field:
    return Field(
        "erp_id", "Sage commitment id", "financials 24 (C1)", default=proposed_erp_id(case)
    )


def change_id(case: Case) -> Field:
    return Field(
        "erp_id", "Sage change order id", "financials 42 (K2)", default=proposed_erp_id(case)
    )


def transaction_date(case: Case) -> Field:
    return Field(
        "transaction_date", "Transaction date", "financials 59 (P5)",
        default=case.today.isoformat(), hint="YYYY-MM-DD",
    )  # fmt: skip


def invoice_id(case: Case) -> Field:
    fixed = "" if case.settings.override_invoice_number else "the invoice's own number"
    return Field(
        "erp_id", "Sage invoice number", "financials 64 (I3)",
        default=proposed_erp_id(case), hint=fixed,
    )  # fmt: skip


def accounting_date(case: Case) -> Field:
    return Field(
        "accounting_date", "Accounting date", "financials 6.3",
        default=case.today.isoformat(), hint="YYYY-MM-DD",
    )  # fmt: skip


def reason(case: Case) -> Field:
    """Required, except on failed records and where the original makes it optional (1.5)."""
    optional = {K.COMPANY, K.PROJECT, K.SUB_JOB, K.PCCO}
    waiting = case.record.status is ErpStatus.READY_TO_EXPORT
    required = waiting and case.record.kind not in optional
    offered = case.settings.rejects.reasons
    return Field("reason", "Reason", "financials 9", required=required, suggestions=offered)


def to_be_fixed(case: Case) -> Field:
    """Asked only where the company wants a pointer with each reject."""
    body = case.record.body
    parts = (part for part in body._fields if part in FIXED_IN_BODY)
    known = ("number", "title", *(("amount",) if case.record.amount else ()), *parts, "other")
    waiting = case.record.status is ErpStatus.READY_TO_EXPORT
    return Field(
        "fix", "Field that has to be fixed", "financials 9", required=waiting,
        default=None if waiting else "other", choices=known,
    )  # fmt: skip


FIXED_IN_BODY = frozenset(
    {
        "vendor_type", "address", "codes", "lines", "retainage", "dated", "scope", "created",
        "approved", "billing_date", "period_end", "gross",
    }
)  # fmt: skip
"""What of a body its sender can put right."""


def override(_: Case) -> Field:
    """Where a rule on who decides stands against it; two people then have to mean it."""
    label = "Emergency: why the rules on who decides are set aside"
    return Field("override", label, "reliability 6.4", required=False)


def link_target(_: Case) -> Field:
    return Field("link_to", "Record to link to", "vendors 7", hint="the id of a record not sent")


def primary(_: Case) -> Field:
    return Field("link_to", "Company to merge it into", "vendors 18", hint="the id of a company")


def surviving_id(case: Case) -> Field:
    """Which vendor of Sage stays; asked where both are linked."""
    if case.target is None:
        return Field(
            "erp_id", "Sage vendor id that survives", "vendors 18", required=False,
            hint="where both are linked",
        )  # fmt: skip
    theirs = case.target.erp_id
    known = tuple(erp_id for erp_id in (theirs, case.record.erp_id) if erp_id)
    return Field(
        "erp_id", "Sage vendor id that survives", "vendors 18", required=len(known) > 1,
        default=known[0] if len(known) == 1 else None, choices=known if len(known) > 1 else (),
    )  # fmt: skip


def no_way_back(_: Case) -> Field:
    return Field(
        "confirmed", "Merging cannot be undone, and what the other record says besides is lost",
        "vendors V14", choices=("yes",),
    )  # fmt: skip


def found_id(case: Case) -> Field:
    return Field(
        "erp_id", "Sage id under which you found it", "cross-cutting H IMPORT_TIMEOUT",
        default=case.record.erp_id,
    )  # fmt: skip


def found_there(_: Case) -> Field:
    return Field(
        "confirmed", "I looked into Sage myself and found it there",
        "cross-cutting H IMPORT_TIMEOUT", choices=("yes",),
    )  # fmt: skip


def not_found_there(_: Case) -> Field:
    return Field(
        "confirmed", "I looked into Sage myself and it is not there, nor in any batch",
        "cross-cutting H IMPORT_TIMEOUT", choices=("yes",),
    )  # fmt: skip


def no_import_again(_: Case) -> Field:
    return Field(
        "confirmed", "After this export the budget can never be imported from Sage again",
        "financials 13", choices=("yes",),
    )  # fmt: skip


def clean_up_by_hand(_: Case) -> Field:
    return Field(
        "confirmed", "Sage keeps its entries; I will clean them up there by hand",
        "financials 5.2", choices=("yes",),
    )  # fmt: skip


def overwrites(_: Case) -> Field:
    return Field(
        "confirmed", "Values here are overwritten by those of Sage", "financials 18",
        choices=("yes",),
    )  # fmt: skip


def transaction(_: Case) -> Field:
    hint = "its run and sequence, such as 118-2"
    return Field("transaction", "Key of the direct cost", "job costs 6", hint=hint)


def cost_amount(_: Case) -> Field:
    hint = "such as 1250.50; empty leaves it"
    return Field("cost_amount", "New amount", "job costs 6", required=False, hint=hint)


def cost_description(_: Case) -> Field:
    hint = "empty leaves it"
    return Field("cost_description", "New description", "job costs 6", required=False, hint=hint)


def never_to_sage(_: Case) -> Field:
    return Field(
        "confirmed", "Sage never hears of it, and the next sync brings its values back",
        "job costs 7", choices=("yes",),
    )  # fmt: skip


NO_TEMPLATE = "none"


def template(case: Case) -> Field:
    """Asked only where the company has templates to choose from."""
    known = case.settings.project_templates
    default = case.settings.default_template
    return Field(
        "template", "Project template", "jobs J7", required=False,
        default=default if default in known else NO_TEMPLATE, choices=(NO_TEMPLATE, *known),
    )  # fmt: skip


def accounting(case: Case) -> Field:
    return Field(
        "accounting", "Keep the contract by", "cross-cutting B.2",
        default=case.settings.prime_contract_accounting.value, choices=tuple(Accounting),
        hint="quantities come with units only",
    )  # fmt: skip


def category(_: Case) -> Field:
    return Field("category", "Cost type", "cost codes 14", hint="its abbreviation, such as L")


def code_to_remove(_: Case) -> Field:
    return Field("code", "Cost code", "cost codes 12", hint="as the project has it")


def category_to_remove(_: Case) -> Field:
    return Field(
        "category", "Cost type", "cost codes 13", required=False,
        hint="its abbreviation; empty takes the whole code off",
    )  # fmt: skip


def gone_for_good(_: Case) -> Field:
    return Field(
        "confirmed", "It leaves its project for good; only its history is kept here",
        "financials 38", choices=("yes",),
    )  # fmt: skip


def deleted_there(_: Case) -> Field:
    return Field(
        "confirmed", "Sage holds it no more: hh2 does not tell, I looked there myself",
        "financials 36", choices=("yes",),
    )  # fmt: skip


def existing_lines(case: Case) -> Field:
    lines = getattr(case.record.body, "lines", ())
    return Field(
        "existing_lines", "Lines that exist already", "financials 17",
        required=bool(lines), choices=("keep", "override"),
    )  # fmt: skip


def answered(case: Case, fields: tuple[Field, ...]) -> Case:
    """The case with the defaults of unanswered fields filled in."""
    answers = case.answers
    given: dict[str, Any] = {
        field.name: _meant(field)
        for field in fields
        if field.default is not None and getattr(answers, field.name) is None
    }
    return case._replace(answers=answers._replace(**given)) if given else case


def _meant(field: Field) -> object:
    """A field's default, as the answer that it stands for."""
    if not field.name.endswith("_date"):
        return field.default
    from datetime import date  # the name is a type elsewhere

    return date.fromisoformat(field.default or "")


def missing(case: Case, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Required fields that have neither an answer nor a default."""
    return tuple(f for f in fields if f.required and _is_blank(getattr(case.answers, f.name)))


def _is_blank(answer: object) -> bool:
    return not (answer.strip() if isinstance(answer, str) else answer)


KindAsks = dict[Action, tuple[Asking, ...]]

CHANGE_ASKS: KindAsks = {Action.ACCEPT: (change_id,), Action.REJECT: (reason,)}
INVOICE_ASKS: KindAsks = {Action.ACCEPT: (invoice_id, accounting_date), Action.REJECT: (reason,)}

ASKS: dict[RecordKind, KindAsks] = {
    K.COMPANY: {
        Action.ACCEPT: (vendor_id, vendor_type),
        Action.REJECT: (reason,),
        Action.LINK: (link_target,),
        Action.MERGE: (primary, surviving_id, no_way_back),
    },
    K.PROJECT: {
        Action.ACCEPT: (job_id,),
        Action.REJECT: (reason,),
        Action.LINK: (link_target,),
        Action.IMPORT: (template,),
        Action.REMOVE: (code_to_remove, category_to_remove),
    },
    K.COST_CODE: {Action.ASSIGN: (category,), Action.REMOVE: (category,)},
    K.SUB_JOB: {
        Action.ACCEPT: (extra_id,),
        Action.REJECT: (reason,),
        Action.DELETE: (gone_for_good,),
    },
    K.PRIME_CONTRACT: {Action.IMPORT: (accounting,)},
    K.BUDGET: {
        Action.ACCEPT: (no_import_again,),
        Action.REJECT: (reason,),
        Action.IMPORT: (existing_lines,),
        Action.REIMPORT: (overwrites,),
    },
    K.JOB_COST: {
        Action.EDIT_COST: (transaction, cost_amount, cost_description, never_to_sage),
        Action.DELETE_COST: (transaction, never_to_sage),
    },
    K.COMMITMENT: {
        Action.ACCEPT: (commitment_id,),
        Action.REJECT: (reason,),
        Action.DELETE: (gone_for_good,),
    },
    K.CCO: CHANGE_ASKS | {Action.DELETE: (gone_for_good,)},
    K.PCCO: {
        Action.ACCEPT: (change_id, transaction_date),
        Action.REJECT: (reason,),
        Action.UNLINK: (clean_up_by_hand,),
    },
    K.SUBCONTRACTOR_INVOICE: INVOICE_ASKS,
    K.OWNER_INVOICE: INVOICE_ASKS,
}
"""What each kind's actions ask for; an action that is not here asks for nothing."""


IN_DOUBT: KindAsks = {
    Action.VOUCH: (found_id, found_there),
    Action.DISPROVE: (not_found_there,),
}
"""Of whatever kind nobody knows whether Sage took it."""
ASKS |= {kind: asks | IN_DOUBT for kind, asks in ASKS.items() if Action.ACCEPT in asks}


def fields_of(case: Case, action: Action) -> tuple[Field, ...]:
    asked = ASKS.get(case.record.kind, {}).get(action, ())
    if template in asked and not case.settings.project_templates:
        asked = tuple(asking for asking in asked if asking is not template)
    if action is Action.REJECT and case.settings.rejects.pointer and reason in asked:
        asked = (*asked, to_be_fixed)
    found = tuple(asking(case) for asking in asked)
    if action is Action.ACCEPT and (case.answers.override or bars(case)):
        return (*found, override(case))
    if action is Action.UNLINK and not found and unwitnessed(case):
        return (deleted_there(case),)
    return found


def unwitnessed(case: Case) -> bool:
    """Whether nothing but a person's word tells if Sage holds the record still."""
    kind = case.record.kind
    if kind not in UNTOLD or kind not in TAKEN or case.mirror_age is not None:
        return False
    return case.settings.routes.of(kind) is not Route.SANDBOX
