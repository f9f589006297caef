"""The widths of Sage's fields, and what the relay reports."""

from core.options import guards as g
from core.options.option import Group, Guards, Money, Option, Told, Whole
from core.permissions import Deed
from core.settings import Relay

WIDEST, LONGEST = 255, 32_000
SOURCE = "master-data 8.3"
FIELDS: dict[str, tuple[str, str]] = {
    "vendor_id": ("Vendor id", "vendors 5"),
    "vendor_name": ("Vendor name", "vendors 1"),
    "job_id": ("Job id", "jobs 1"),
    "job_name": ("Job name", "jobs 3"),
    "extra_id": ("Extra", "master-data 8.1 no. 4"),
    "extra_name": ("Extra's description", "master-data 8.1 no. 4"),
    "cost_code": ("Cost code", "cost codes 4"),
    "category": ("Category", "cost codes 4"),
    "description": ("Description", "cost codes 4"),
    "commitment_id": ("Commitment id", "financials 25 (C2)"),
    "commitment_title": ("Commitment title", "X1, financials 27 (C4)"),
    "unit": ("Unit of measure", "financials 3.3"),
    "cco_id": ("Change order id", "financials 42 (K2)"),
    "cco_title": ("Change order title", "financials 43 (K3)"),
    "scope": ("Scope of work", "financials 4.4"),
    "pcco_number": ("Prime change order number", "X2"),
    "pcco_title": ("Prime change order title", "X2"),
    "invoice_id": ("Invoice number", "financials 64 (I3)"),
}
"""The title and the rule of each width."""
GUARDS: dict[str, tuple[Guards, ...]] = {
    "job_id": (g.no_narrower_than("job_mask"),),
    "commitment_id": (g.no_narrower_than("commitment_mask"),),
    "cost_code": (g.no_narrower_than("cost_code_mask"),),
}
TALES: dict[str, tuple[str, str, str]] = {
    "client": (
        "Version of its client", "financials 70",
        "Invoices are exported by version 1.31.467 or higher.",
    ),
    "sage": (
        "Version of Sage", "financials 39",
        "From 23.2 on commitments are posted by themselves.",
    ),
    "date_received_usage": (
        "AP date received", "financials 69 (I8)",
        "Invoices are exported where Sage does not require it.",
    ),
    "payment_date_usage": (
        "AP payment date", "financials 69 (I8)",
        "Invoices are exported where Sage does not require it.",
    ),
    "mappings": (
        "Ticked mappings", "cross-cutting C.3",
        "What is not ticked in the client does not come.",
    ),
    "account": (
        "Account in Sage", "cross-cutting C.2",
        "The client reads Sage with it.",
    ),
    "no_first_step": (
        "Why it reads Sage unasked", "cross-cutting C.4",
        "Where it cannot be asked, step one is taken in its client.",
    ),
}  # fmt: skip

WIDTHS = (
    *(
        Option(
            f"limits.{name}",
            title,
            Group.WIDTHS,
            Whole(1, LONGEST if name == "scope" else WIDEST, "in characters"),
            f"{SOURCE}, {rule}",
            Deed.CHANGE_SETTINGS,
            "What is longer is refused or cut here, before Sage does it.",
            guards=GUARDS.get(name, ()),
        )
        for name, (title, rule) in FIELDS.items()
    ),
    Option(
        "limits.line_amount", "Amount of a line", Group.WIDTHS, Money(100, 10**13), "financials 33",
        Deed.CHANGE_SETTINGS, "A line above it is accepted with a warning.",
    ),
)  # fmt: skip
RELAY = tuple(
    Option(f"relay.{name}", title, Group.RELAY, Told("the relay"), rule, None, effect)
    for name, (title, rule, effect) in TALES.items()
    if name in Relay._fields
)
