"""What an AP invoice on a commitment enters into the cost of its job."""

from core.records import CostTransaction, InvoiceLine, SubcontractorInvoice
from core.vocabulary import CostSource

WIDTH = 30
"""Characters of a transaction's description."""


def billed_cost(
    line: InvoiceLine, bill: SubcontractorInvoice, number: str, vendor: str, commitment: str
) -> CostTransaction:
    """One line as a transaction that nobody has numbered yet."""
    dated = bill.billing_date
    return CostTransaction(
        0, 0, CostSource.ACCOUNTS_PAYABLE, line.code, line.category, line.amount, dated,
        bill.accounting_date or dated, line.description[:WIDTH], line.sub_job, billed=line.amount,
        vendor=vendor, invoice=number, commitment=commitment, commitment_item=line.item,
        retainage=line.retainage,
    )  # fmt: skip
