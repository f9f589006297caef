"""Every call that is made to hh2: what it is for, and how sure it is that it exists."""

from typing import NamedTuple

from adapters.wire.wire import Call, Method
from core.vocabulary import RecordKind

K = RecordKind


class Known(NamedTuple):
    """A call, with what the handbook of interfaces says of it (interfaces 2)."""

    call: Call
    purpose: str
    confidence: str
    """high, medium or low, as the sources allow."""


def _known(name: str, method: Method, path: str, confidence: str, purpose: str) -> Known:
    return Known(Call(name, method, path), purpose, confidence)


SIGN_IN = _known(
    "sign in", "POST", "/Api/Security/V3/Session.svc/authenticate", "high",
    "open a session; its result says whether, not the HTTP status",
)  # fmt: skip
MAKE = _known(
    "make a document", "POST", "/DocumentManagement/Api/V1/Document.svc/document", "high",
    "keep an AP invoice in the cloud; nothing reaches Sage by it",
)  # fmt: skip
EXPORT = _known(
    "export a document", "POST",
    "/DocumentManagement/Api/V1/Document.svc/document/actions/export", "high",
    "let the client carry the invoice into Sage",
)  # fmt: skip
DOCUMENT = _known(
    "read a document", "GET", "/DocumentManagement/Api/V1/Document.svc/document", "high",
    "whether the invoice stands in Sage: state 9",
)  # fmt: skip
STATUS = _known(
    "ask for the status of an operation", "POST",
    "/Synchronization/RequestService.svc/status/{operation}", "high",
    "which stage an export has reached",
)  # fmt: skip
FAILURES = _known(
    "read failures", "GET", "/Synchronization/EventService.svc/events/failures", "high",
    "why Sage did not take it",
)  # fmt: skip
VENDORS = _known(
    "read vendors", "GET", "/AccountsPayable/Api/V1/Vendor.svc/vendors", "high", "Vendors"
)
JOBS = _known(
    "read jobs", "GET", "/JobCosting/Api/V1/JobCost.svc/jobs", "high",
    "Jobs, and Sub Jobs where a job has a parent",
)  # fmt: skip
JOB_CODES = _known(
    "read the cost codes of jobs", "GET", "/JobCosting/Api/V1/JobCost.svc/jobs/costcodes", "high",
    "cost codes of a job or an extra",
)  # fmt: skip
CATEGORIES = _known(
    "read the categories of jobs", "GET", "/JobCosting/Api/V1/JobCost.svc/jobs/categories", "high",
    "cost types of a job, Job Costs and Budgets",
)  # fmt: skip
STANDARD_CODES = _known(
    "read standard cost codes", "GET", "/JobCosting/Api/V1/JobCost.svc/costcodes", "high",
    "Cost Codes",
)  # fmt: skip
STANDARD_CATEGORIES = _known(
    "read standard categories", "GET", "/JobCosting/Api/V1/JobCost.svc/categories", "high",
    "cost types of the standard codes",
)  # fmt: skip
ORDERS = _known(
    "read commitments", "GET", "/JobCosting/Api/V1/Commitment.svc/commitments", "high",
    "Commitments, to prove that one was keyed in, or is gone",
)  # fmt: skip
ITEMS = _known(
    "read the items of commitments", "GET", "/JobCosting/Api/V1/Commitment.svc/commitments/items",
    "high", "lines of a commitment, to compare them and to bill on them",
)  # fmt: skip
INVOICES = _known(
    "read AP invoices", "GET", "/AccountsPayable/Api/V1/Invoice.svc/invoices", "medium",
    "whether an invoice number is taken, by what",
)  # fmt: skip
DISTRIBUTIONS = _known(
    "read the distributions of AP invoices", "GET",
    "/AccountsPayable/Api/V1/Invoice.svc/invoices/distributions", "medium",
    "lines of an AP invoice, to compare them",
)  # fmt: skip
TRANSACTIONS = _known(
    "read job cost transactions", "GET",
    "/JobCosting/Api/V1/JobTransaction.svc/job/transactions", "medium",
    "transactions of Job Costs; what a row holds is known to a low degree",
)  # fmt: skip

READ = (
    VENDORS, JOBS, JOB_CODES, CATEGORIES, STANDARD_CODES, STANDARD_CATEGORIES, ORDERS, ITEMS,
    INVOICES, DISTRIBUTIONS, TRANSACTIONS,
)  # fmt: skip
"""Calls that are read by version, in blocks."""
KNOWN = (SIGN_IN, *READ, MAKE, EXPORT, DOCUMENT, STATUS, FAILURES)

READS_OF: dict[RecordKind, tuple[Known, ...]] = {
    K.COST_CODE: (STANDARD_CODES, STANDARD_CATEGORIES, JOB_CODES, CATEGORIES),
    K.COMPANY: (VENDORS,),
    K.PROJECT: (JOBS, JOB_CODES, CATEGORIES),
    K.SUB_JOB: (JOBS, JOB_CODES, CATEGORIES),
    K.JOB_COST: (JOBS, JOB_CODES, CATEGORIES, TRANSACTIONS),
    K.BUDGET: (JOBS, JOB_CODES, CATEGORIES),
    K.COMMITMENT: (VENDORS, JOBS, JOB_CODES, CATEGORIES, ORDERS, ITEMS),
    K.SUBCONTRACTOR_INVOICE: (VENDORS, JOBS, ORDERS, ITEMS, INVOICES, DISTRIBUTIONS),
}
"""What has to be read to know of a kind. Of the others hh2 tells nothing (interfaces 2.3)."""
