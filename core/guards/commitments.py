"""Commitments: rules C1-C11 (financials 24-34)."""

from core.case import Case
from core.objection import guard
from core.settings import Policy


@guard(
    "financials 27 (C4)", lifted_by="the commitment's owner in the project",
    warns=lambda case: case.settings.commitment_title is Policy.WARN,
)  # fmt: skip
def title_fits_sage(case: Case) -> str | None:
    length, limit = len(case.record.title), case.settings.limits.commitment_title
    if length <= limit:
        return None
    return f"Title is {length} characters; Sage 300 CRE takes {limit}."
