"""Calls of Procore's ERP partners: none is published, and of some the path itself is a guess.

They are made in partner mode alone (docs/procore.md).
"""

from adapters.connections import STAGED_RECORDS
from adapters.wire.known import Known, known

OF_COMPANY = "/rest/v1.0/companies/{company_id}"
GUESS = "low: the body is documented, the path is a guess"

LINKS = known(
    "write link rows", "PATCH", f"{OF_COMPANY}/external_data/sync",
    "link and unlink change orders, which have no published field for it",
)  # fmt: skip
DETAILS = known(
    "list request details", "GET", f"{OF_COMPANY}/erp_request_details",
    "which requests of Procore's ERP tab wait for a record", "medium",
)  # fmt: skip
CLOSE_DETAIL = known(
    "close a request detail", "PATCH", f"{OF_COMPANY}/erp_request_details/{{id}}",
    "show a status and its words in Procore's ERP tab",
)  # fmt: skip
STAGE = known(
    "stage records", "PATCH", STAGED_RECORDS,
    "show what waits to be imported in Procore's ERP tab", GUESS,
)  # fmt: skip

CALLS = tuple(row for row in dict(globals()).values() if isinstance(row, Known))
"""All of them, in the order in which they stand here."""
GUESSED = tuple(row for row in CALLS if row.confidence == GUESS)
