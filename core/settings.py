"""What a company chose: limits, masks, policies and the facts of its relay.

Values, validated where they are read from outside; guards only look at them.
"""

from enum import StrEnum

from core.values import NamedTuple


class Policy(StrEnum):
    """What a guard does where sources leave the choice open."""

    BLOCK = "block"
    WARN = "warn"


class Limits(NamedTuple):
    """Widths of Sage 300 CRE's fields in characters (master-data 8.3: defaults, not constants)."""

    vendor_id: int = 10
    vendor_name: int = 30
    job_id: int = 10
    job_name: int = 30
    extra_id: int = 10
    extra_name: int = 30
    cost_code: int = 12
    category: int = 3
    description: int = 30
    commitment_id: int = 12
    commitment_title: int = 30
    unit: int = 6
    cco_id: int = 5
    cco_title: int = 30
    scope: int = 1000
    pcco_number: int = 5
    pcco_title: int = 30
    invoice_id: int = 15
    line_amount: int = 999_999_99
    """In minor units; above it a warning (financials 33)."""


class Relay(NamedTuple):
    """What the relay reports of itself and of Sage's set-up."""

    client: str = "1.31.500.0"
    sage: str = "23.2"
    date_received_usage: str = "Not Used"
    payment_date_usage: str = "Not Required"


class Settings(NamedTuple):
    """The company's choices (cross-cutting B)."""

    limits: Limits = Limits()
    relay: Relay = Relay()
    job_mask: str = "XXXXXXXXXX"
    """X letter or digit, # digit, A letter; `-` and `.` stand for themselves. The last section
    may be shorter."""
    commitment_mask: str = "XXXXXXXXXXXX"
    cost_code_mask: str = "##-###"
    max_cost_code_sections: int = 3
    vendor_types: tuple[str, ...] = ("Subcontractor", "Material supplier", "Professional")
    default_vendor_type: str = "Subcontractor"
    use_contract_number: bool = True
    suggest_vendor_id: bool = True
    """Offer the directory's own number as the Sage vendor id."""
    suggest_job_id: bool = True
    commitment_title: Policy = Policy.BLOCK
    """X1: block, or warn and cut at export."""
    project_name: Policy = Policy.WARN
    zero_invoice: Policy = Policy.WARN
    allow_link_existing_project: bool = False
    project_cap: int = 100_000
    tax_groups: bool = False
    owner_invoices: bool = True
    """The AR module is on and owner invoice export is set up (financials 75)."""
