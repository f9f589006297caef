"""Every call that is made to hh2: what it is for, and how sure it is that it exists."""

from adapters.wire.known import Known, known
from core.vocabulary import RecordKind

K = RecordKind


SIGN_IN = known(
    "sign in",
    "POST",
    "/Api/Security/V3/Session.svc/authenticate",
    "open a session; its result says whether, not the HTTP status",
)
MAKE = known(
    "make a document",
    "POST",
    "/DocumentManagement/Api/V1/Document.svc/document",
    "keep an AP invoice in the cloud; nothing reaches Sage by it",
)
EXPORT = known(
    "export a document",
    "POST",
    "/DocumentManagement/Api/V1/Document.svc/document/actions/export",
    "let the client carry the invoice into Sage",
)
MAKE_COST = known(
    "make a direct cost",
    "POST",
    "/JobCosting/Api/V1/JobTransaction.svc/transactions/direct-costs",
    "keep a direct cost in the cloud; nothing reaches Sage by it, and no record of ours leaves so",
)
ENTER = known(
    "enter a direct cost",
    "POST",
    "/JobCosting/Api/V1/JobTransaction.svc/job/transaction/synchronize",
    "let the client carry the direct cost into Sage",
)
DOCUMENT = known(
    "read a document",
    "GET",
    "/DocumentManagement/Api/V1/Document.svc/document",
    "whether the document stands in Sage: state 9",
)
STATUS = known(
    "ask for the status of an operation",
    "POST",
    "/Synchronization/RequestService.svc/status/{operation}",
    "which stage an export has reached",
)
FAILURES = known(
    "read failures",
    "GET",
    "/Synchronization/EventService.svc/events/failures",
    "why Sage did not take it",
)
VENDORS = known("read vendors", "GET", "/AccountsPayable/Api/V1/Vendor.svc/vendors", "Vendors")
VENDOR_TYPES = known(
    "read the types of vendors",
    "GET",
    "/AccountsPayable/Api/V1/Vendor.svc/vendors/types",
    "the type of a vendor, by which vendors come in or not",
)
JOBS = known(
    "read jobs",
    "GET",
    "/JobCosting/Api/V1/JobCost.svc/jobs",
    "Jobs, and Sub Jobs where a job has a parent",
)
JOB_CODES = known(
    "read the cost codes of jobs",
    "GET",
    "/JobCosting/Api/V1/JobCost.svc/jobs/costcodes",
    "cost codes of a job or an extra",
)
CATEGORIES = known(
    "read the categories of jobs",
    "GET",
    "/JobCosting/Api/V1/JobCost.svc/jobs/categories",
    "cost types of a job, Job Costs and Budgets",
)
STANDARD_CODES = known(
    "read standard cost codes", "GET", "/JobCosting/Api/V1/JobCost.svc/costcodes", "Cost Codes"
)
STANDARD_CATEGORIES = known(
    "read standard categories",
    "GET",
    "/JobCosting/Api/V1/JobCost.svc/categories",
    "cost types of the standard codes",
)
ORDERS = known(
    "read commitments",
    "GET",
    "/JobCosting/Api/V1/Commitment.svc/commitments",
    "Commitments, to prove that one was keyed in, or is gone",
)
ITEMS = known(
    "read the items of commitments",
    "GET",
    "/JobCosting/Api/V1/Commitment.svc/commitments/items",
    "lines of a commitment, to compare them and to bill on them",
)
INVOICES = known(
    "read AP invoices",
    "GET",
    "/AccountsPayable/Api/V1/Invoice.svc/invoices",
    "whether an invoice number is taken, by what",
    "medium",
)
DISTRIBUTIONS = known(
    "read the distributions of AP invoices",
    "GET",
    "/AccountsPayable/Api/V1/Invoice.svc/invoices/distributions",
    "lines of an AP invoice, to compare them",
    "medium",
)
TRANSACTIONS = known(
    "read job cost transactions",
    "GET",
    "/JobCosting/Api/V1/JobTransaction.svc/job/transactions",
    "transactions of Job Costs; what a row holds is known to a low degree",
    "medium",
)

READ = (
    VENDORS, VENDOR_TYPES, JOBS, JOB_CODES, CATEGORIES, STANDARD_CODES, STANDARD_CATEGORIES,
    ORDERS, ITEMS, INVOICES, DISTRIBUTIONS, TRANSACTIONS,
)  # fmt: skip
"""Calls that are read by version, in blocks."""
KNOWN = (SIGN_IN, *READ, MAKE, EXPORT, MAKE_COST, ENTER, DOCUMENT, STATUS, FAILURES)

READS_OF: dict[RecordKind, tuple[Known, ...]] = {
    K.COST_CODE: (STANDARD_CODES, STANDARD_CATEGORIES, JOB_CODES, CATEGORIES),
    K.COMPANY: (VENDOR_TYPES, VENDORS),
    K.PROJECT: (JOBS, JOB_CODES, CATEGORIES),
    K.SUB_JOB: (JOBS, JOB_CODES, CATEGORIES),
    K.JOB_COST: (JOBS, JOB_CODES, CATEGORIES, TRANSACTIONS),
    K.BUDGET: (JOBS, JOB_CODES, CATEGORIES),
    K.COMMITMENT: (VENDORS, JOBS, JOB_CODES, CATEGORIES, ORDERS, ITEMS),
    K.SUBCONTRACTOR_INVOICE: (
        VENDORS, JOBS, JOB_CODES, CATEGORIES, ORDERS, ITEMS, INVOICES, DISTRIBUTIONS,
    ),
}  # fmt: skip
"""What has to be read to know of a kind. Of the others hh2 tells nothing (interfaces 2.3)."""
