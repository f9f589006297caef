"""What a column of an import file can be filled from, and of which sort that is."""

from core.vocabulary import RecordKind

TEXT, NUMBER, AMOUNT, DAY = "text", "number", "amount", "date"
OF_ALL = {
    "job": TEXT, "vendor": TEXT, "parent": TEXT, "erp_id": TEXT, "approved": DAY,
    "head.number": TEXT, "head.title": TEXT, "head.amount": AMOUNT, "head.currency": TEXT,
    "head.project_number": TEXT, "head.vendor_name": TEXT, "head.parent_number": TEXT,
}  # fmt: skip
OF_KIND: dict[RecordKind, dict[str, str]] = {
    RecordKind.BUDGET: {
        "line.code": TEXT, "line.category": TEXT, "line.sub_job": TEXT, "line.original": AMOUNT,
        "line.changes": AMOUNT, "line.revised": AMOUNT, "line.completion": AMOUNT,
        "line.to_complete": AMOUNT,
    },
    RecordKind.SUBCONTRACTOR_INVOICE: {
        "body.billing_date": DAY, "body.accounting_date": DAY, "body.gross": AMOUNT,
        "body.retainage": AMOUNT, "body.tax": AMOUNT, "line.item": NUMBER, "line.code": TEXT,
        "line.category": TEXT, "line.sub_job": TEXT, "line.description": TEXT,
        "line.amount": AMOUNT, "line.retainage": AMOUNT, "line.released": AMOUNT,
    },
}  # fmt: skip
"""The kinds that an import file takes."""
FITS = {TEXT: (TEXT,), NUMBER: (NUMBER, TEXT), AMOUNT: (AMOUNT,), DAY: (DAY,)}
"""The kinds of column that a sort of source goes into."""


def amiss(kind: RecordKind, each: str, source: str, column: str) -> str:
    """Why a source cannot fill a column of a record of that sort; empty where it can."""
    known = OF_ALL | OF_KIND.get(kind, {})
    if source not in known:
        return f"{source!r} is no source; there are {', '.join(known)}"
    if source.startswith("line.") and each != "line":
        return f"{source} is of a line, and this record stands once for a document"
    fits = FITS[known[source]]
    if column not in fits:
        return f"{source} goes into a column of kind {' or '.join(fits)}, not {column}"
    return ""
