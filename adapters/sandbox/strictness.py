"""What Sage refuses: the checks of each kind, in the order in which Sage makes them."""

from collections.abc import Callable

from adapters.sandbox.books import Setup
from adapters.sandbox.draft import Check, Draft, Refusal
from adapters.sandbox.line_checks import (
    billed_items_exist,
    codes_have_categories,
    has_lines,
    header_is_the_sum,
    items_are_well_formed,
    items_change_once,
    lines_are_on_the_job,
    scope_fits,
    texts_fit,
)
from core.masks import fits, unpunctuated
from core.records import (
    Company,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    Project,
    SubcontractorInvoice,
)
from core.vocabulary import BillingMethod, RecordKind

K = RecordKind


def refusal(draft: Draft, *, typed: bool = False) -> Refusal | None:
    """The first thing that stands against a draft; `typed` where it is entered in Sage itself."""
    kind = draft.document.kind
    for check in TYPED.get(kind, CHECKS[kind]) if typed else CHECKS[kind]:
        found = check(draft)
        if found is not None:
            return found
    return None


def _id(code: str, what: str, width: Callable[[Setup], int]) -> Check:
    def id_fits(draft: Draft) -> Refusal | None:
        erp_id, limit = draft.document.erp_id, width(draft.setup)
        length = len(unpunctuated(erp_id) if draft.document.kind is K.PROJECT else erp_id)
        if erp_id.strip() and erp_id == erp_id.strip() and length <= limit:
            return None
        return Refusal(code, f"{what} {erp_id!r} is {length} characters; Sage takes 1 to {limit}.")

    return id_fits


def _title(code: str, what: str, width: Callable[[Setup], int]) -> Check:
    def title_fits(draft: Draft) -> Refusal | None:
        length, limit = len(draft.document.title), width(draft.setup)
        if length <= limit:
            return None
        return Refusal(code, f"{what} is {length} characters; Sage takes {limit}.")

    return title_fits


def _unique(code: str, what: str) -> Check:
    def id_is_free(draft: Draft) -> Refusal | None:
        mine = draft.document
        holder = draft.books.find(mine.kind, mine.scope, mine.erp_id)
        if holder is None:
            return None
        within = f" within {mine.scope}" if mine.scope else ""
        return Refusal(code, f"{what} {holder.erp_id} is used already{within}: {holder.title!r}.")

    return id_is_free


def _masked(code: str, what: str, mask: Callable[[Setup], str]) -> Check:
    def id_has_the_form(draft: Draft) -> Refusal | None:
        erp_id, form = draft.document.erp_id, mask(draft.setup)
        if fits(form, erp_id):
            return None
        return Refusal(code, f"{what} {erp_id!r} has not the form {form} that Sage is set up for.")

    return id_has_the_form


# what a document names


def job_is_open(draft: Draft) -> Refusal | None:
    job = draft.books.find(K.PROJECT, "", draft.document.job) if draft.document.job else None
    if job is None:
        name = draft.document.job or draft.record.project_number
        return Refusal("JOB_UNKNOWN", f"Sage has no job {name!r}.")
    if not job.active:
        return Refusal("JOB_CLOSED", f"Job {job.erp_id} is closed in Sage.")
    return None


def job_tracks_extras(draft: Draft) -> Refusal | None:
    job = draft.books.find(K.PROJECT, "", draft.document.job)
    body = job.read if job else None
    if not isinstance(body, Project) or body.tracks_extras:
        return None
    return Refusal("EXTRAS_OFF", f"Job {draft.document.job} does not track extras.")


def vendor_is_active(draft: Draft) -> Refusal | None:
    named = draft.document.vendor
    vendor = draft.books.find(K.COMPANY, "", named) if named else None
    if vendor is None:
        return Refusal(
            "VENDOR_UNKNOWN", f"Sage has no vendor {named or draft.record.vendor_name!r}."
        )
    if not vendor.active:
        return Refusal("VENDOR_INACTIVE", f"Vendor {vendor.erp_id} is inactive in Sage.")
    return None


def vendor_is_the_commitments(draft: Draft) -> Refusal | None:
    owed = draft.parent.vendor if draft.parent else ""
    if not owed or owed == draft.document.vendor:
        return None
    text = f"The commitment is with vendor {owed}, the invoice from {draft.document.vendor}."
    return Refusal("VENDOR_MISMATCH", text)


def vendor_type_is_known(draft: Draft) -> Refusal | None:
    body = draft.record.body
    kind = body.vendor_type if isinstance(body, Company) else ""
    known = draft.setup.settings.vendor_types
    if kind in known:
        return None
    return Refusal("VENDOR_TYPE_UNKNOWN", f"Vendor type {kind!r} is none of {', '.join(known)}.")


def commitment_is_posted(draft: Draft) -> Refusal | None:
    if draft.parent is None:
        named = draft.document.parent or draft.record.parent_number
        return Refusal("COMMITMENT_UNKNOWN", f"Sage has no commitment {named!r}.")
    if not draft.parent.posted:
        text = f"Commitment {draft.parent.erp_id} waits in an unposted batch; post it in Sage."
        return Refusal("COMMITMENT_UNPOSTED", text, passing=True)
    return None


def contract_is_known(draft: Draft) -> Refusal | None:
    if draft.parent is not None:
        return None
    named = draft.document.parent or draft.record.parent_number
    return Refusal("CONTRACT_UNKNOWN", f"Sage has no contract {named!r}.")


# dates and set-up


def period_is_open(draft: Draft) -> Refusal | None:
    body = draft.record.body
    match body:
        case PrimeChange():
            day = body.transaction_date
        case SubcontractorInvoice():
            day = body.accounting_date or body.billing_date
        case OwnerInvoice():
            day = body.period_end
        case _:
            return None
    if day is None:
        return Refusal("DATE_MISSING", "Sage needs an accounting date.")
    if f"{day:%Y-%m}" <= draft.setup.closed_through:
        return Refusal("PERIOD_CLOSED", f"The accounting period {day:%Y-%m} is closed in Sage.")
    return None


def takes_invoices(draft: Draft) -> Refusal | None:
    """The company's set-up lets invoices in at all (financials 68, 69)."""
    settings = draft.setup.settings
    if settings.tax_groups:
        text = "Tax groups are imported; Sage takes no invoices from outside while they are."
        return Refusal("TAX_CONFLICT", text)
    usual = {"Not Used", "Not Required"}
    for name in ("date_received_usage", "payment_date_usage"):
        usage = getattr(settings.relay, name)
        if usage not in usual:
            what = name.removesuffix("_usage").replace("_", " ").title()
            text = f"{what} Usage is {usage} in Sage's AP settings; set it to Not Required."
            return Refusal("AP_DATE_USAGE", text)
    return None


def takes_owner_invoices(draft: Draft) -> Refusal | None:
    if not draft.setup.settings.owner_invoices:
        return Refusal("AR_MODULE_OFF", "The AR module of Sage is off.")
    contract = draft.parent.read if draft.parent else None
    lump = BillingMethod.QUICKBILL_LUMP_SUM
    if isinstance(contract, PrimeContract) and contract.billing is not lump:
        text = f"The contract is billed by {contract.billing}; only {lump} takes owner invoices."
        return Refusal("BILLING_METHOD", text)
    return None


def never_written(draft: Draft) -> Refusal | None:
    what = draft.document.kind.replace("_", " ")
    return Refusal(
        "MADE_IN_SAGE_ONLY", f"A {what} is made in Sage and is never written from outside."
    )


CHECKS: dict[RecordKind, tuple[Check, ...]] = {
    K.COMPANY: (
        _id("VENDOR_ID_LENGTH", "Vendor id", lambda s: s.settings.limits.vendor_id),
        _unique("VENDOR_ID_TAKEN", "Vendor id"),
        _title("VENDOR_NAME_TOO_LONG", "Name", lambda s: s.settings.limits.vendor_name),
        vendor_type_is_known,
    ),
    K.PROJECT: (
        _id("JOB_ID_LENGTH", "Job id", lambda s: s.settings.limits.job_id),
        _masked("JOB_ID_FORMAT", "Job id", lambda s: s.settings.job_mask),
        _unique("JOB_ID_TAKEN", "Job id"),
        _title("JOB_NAME_TOO_LONG", "Name", lambda s: s.settings.limits.job_name),
        codes_have_categories,
    ),
    K.SUB_JOB: (
        job_is_open,
        job_tracks_extras,
        _id("EXTRA_ID_LENGTH", "Extra", lambda s: s.settings.limits.extra_id),
        _unique("EXTRA_ID_TAKEN", "Extra"),
        _title("EXTRA_NAME_TOO_LONG", "Name", lambda s: s.settings.limits.extra_name),
        codes_have_categories,
    ),
    K.BUDGET: (job_is_open, lines_are_on_the_job),
    K.COMMITMENT: (
        _id("COMMITMENT_ID_LENGTH", "Commitment id", lambda s: s.settings.limits.commitment_id),
        _masked("COMMITMENT_ID_FORMAT", "Commitment id", lambda s: s.settings.commitment_mask),
        _unique("COMMITMENT_ID_NOT_UNIQUE", "Commitment id"),
        _title("TITLE_TOO_LONG", "Title", lambda s: s.settings.limits.commitment_title),
        scope_fits,
        vendor_is_active,
        job_is_open,
        has_lines,
        items_are_well_formed,
        lines_are_on_the_job,
    ),
    K.CCO: (
        commitment_is_posted,
        _id("CCO_ID_LENGTH", "Change order id", lambda s: s.settings.limits.cco_id),
        _unique("CCO_ID_NOT_UNIQUE", "Change order id"),
        _title("TITLE_TOO_LONG", "Title", lambda s: s.settings.limits.cco_title),
        scope_fits,
        job_is_open,
        has_lines,
        texts_fit,
        items_change_once,
        lines_are_on_the_job,
    ),
    K.PCCO: (
        contract_is_known,
        _id("PCCO_ID_LENGTH", "Reference", lambda s: s.settings.limits.pcco_number),
        _unique("PCCO_ID_NOT_UNIQUE", "Reference"),
        _title("TITLE_TOO_LONG", "Title", lambda s: s.settings.limits.pcco_title),
        job_is_open,
        lines_are_on_the_job,
        period_is_open,
    ),
    K.SUBCONTRACTOR_INVOICE: (
        takes_invoices,
        commitment_is_posted,
        _id("INVOICE_ID_LENGTH", "Invoice number", lambda s: s.settings.limits.invoice_id),
        _unique("INVOICE_DUPLICATE", "Invoice number"),
        vendor_is_active,
        vendor_is_the_commitments,
        job_is_open,
        has_lines,
        texts_fit,
        billed_items_exist,
        lines_are_on_the_job,
        header_is_the_sum,
        period_is_open,
    ),
    K.OWNER_INVOICE: (
        takes_owner_invoices,
        contract_is_known,
        _id("INVOICE_ID_LENGTH", "Invoice number", lambda s: s.settings.limits.invoice_id),
        _unique("INVOICE_DUPLICATE", "Invoice number"),
        job_is_open,
        header_is_the_sum,
        period_is_open,
    ),
    K.PRIME_CONTRACT: (never_written,),
    K.COST_CODE: (never_written,),
    K.JOB_COST: (never_written,),
}

TYPED: dict[RecordKind, tuple[Check, ...]] = {
    K.COMPANY: CHECKS[K.COMPANY][:-1],
    K.PRIME_CONTRACT: (_unique("CONTRACT_ID_TAKEN", "Contract id"),),
    K.COST_CODE: (_unique("COST_CODE_TAKEN", "Cost code"),),
    K.JOB_COST: (_unique("JOB_COST_TAKEN", "The job's cost"),),
}
"""Where Sage's own screens ask for less than an import does: a vendor needs no type there."""
