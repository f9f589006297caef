"""What only ERP partners are answered: link rows, requests of the ERP tab, staged records.

None of it is published; it is written from what is known of it, and a path may be a guess.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.sandbox.doors.exchange import Reply, Request
from adapters.sandbox.doors.paths import Path
from adapters.sandbox.doors.procore.operating import body_of, inner, missing, rows_of, unknown
from adapters.sandbox.projects import SandboxProjects

Row = dict[str, Any]
OF_COMPANY = "/rest/v1.0/companies/{company_id}"
STAGED = f"{OF_COMPANY}/erp_staged_records/sync"
"""A guess: no page prints where staged records lie."""
MOST = 1_000
LINKED = frozenset({
    "change_order", "company_level_direct_cost", "contract_payment", "cost_code", "department",
    "item", "budget", "insurance", "invoice_payment", "line_item", "line_item_type", "markup",
    "payment_application", "payment_application_line_item", "prime_contract", "project",
    "purchase_order_contract", "requisition", "requisition_change_order_item",
    "requisition_contract_detail_item", "requisition_contract_item", "standard_cost_code",
    "sub_job", "tax_code", "vendor", "work_order_contract",
})  # fmt: skip
STAGEABLE = frozenset({
    "vendor", "project", "sub_job", "prime_contract", "purchase_order_contract",
    "work_order_contract", "commitment_change_order", "line_item",
})  # fmt: skip
OF_PROJECT = STAGEABLE - {"vendor", "project", "line_item", "commitment_change_order"}
STANDINGS = frozenset({"staged", "imported", "archived", "invalid"})
ENDS = frozenset({"in progress", "success", "failed", "stale"})
TABLES = (
    """CREATE TABLE IF NOT EXISTS procore_link_rows (
        id INTEGER PRIMARY KEY, item_type TEXT NOT NULL, item_id INTEGER NOT NULL, origin_id TEXT,
        origin_code TEXT, origin_data TEXT, UNIQUE (item_type, item_id)
    ) STRICT""",
    """CREATE UNIQUE INDEX IF NOT EXISTS procore_link_rows_once
        ON procore_link_rows (item_type, origin_id)""",
    """CREATE TABLE IF NOT EXISTS procore_requests (
        id INTEGER PRIMARY KEY, item_type TEXT NOT NULL, item_id INTEGER NOT NULL,
        status TEXT NOT NULL, messages TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS procore_staged (
        id INTEGER PRIMARY KEY, item_type TEXT NOT NULL, origin_id TEXT NOT NULL,
        status TEXT NOT NULL, said TEXT NOT NULL, UNIQUE (item_type, origin_id)
    ) STRICT""",
)


class Partners:
    """The ERP tab of the sandbox's Procore."""

    def __init__(self, projects: SandboxProjects) -> None:
        self._database = projects.database
        with self._database.write() as connection:
            for statement in TABLES:
                connection.execute(statement)

    def operations(self) -> Iterator[Path]:
        """What partners may call."""
        yield Path("PATCH", f"{OF_COMPANY}/external_data/sync", self._links, writes=True)
        yield Path("GET", f"{OF_COMPANY}/erp_request_details", self._requests)
        yield Path("PATCH", f"{OF_COMPANY}/erp_request_details/{{id}}", self._close, writes=True)
        yield Path("PATCH", STAGED, self._stage, writes=True)

    def ask(self, item_type: str, item_id: int) -> int:
        """Somebody presses a button of the ERP tab: a request that waits for its end."""
        with self._database.write() as connection:
            return int(
                connection.execute(
                    "INSERT INTO procore_requests (item_type, item_id, status, messages)"
                    " VALUES (?, ?, 'in progress', '[]') RETURNING id",
                    (item_type, item_id),
                ).fetchone()[0]
            )

    def tab(self) -> Mapping[str, list[Row]]:
        """What stands in it: link rows, requests, staged records."""
        shown = {}
        for name in ("link_rows", "requests", "staged"):
            columns = [c[1] for c in self._database.rows(f"PRAGMA table_info(procore_{name})")]
            rows = self._database.rows(f"SELECT * FROM procore_{name} ORDER BY id")
            shown[name] = [dict(zip(columns, row, strict=True)) for row in rows]
        return shown

    def _links(self, request: Request, _: Mapping[str, str]) -> Reply:
        return self._synced(request, self._link)

    def _stage(self, request: Request, _: Mapping[str, str]) -> Reply:
        return self._synced(request, self._staged)

    def _requests(self, request: Request, _: Mapping[str, str]) -> Reply:
        item = request.query.get("filters[item_id]", "")
        if not item.isdecimal():
            return missing("filters[item_id]")
        found = self._database.rows(
            "SELECT id, item_type, item_id, status, messages FROM procore_requests"
            " WHERE item_id = ? ORDER BY id",
            (int(item),),
        )
        return Reply(200, [_request(row) for row in found])

    def _close(self, request: Request, names: Mapping[str, str]) -> Reply:
        said = inner(body_of(request), "request_detail")
        if said.get("status") not in ENDS:
            return Reply(422, {"errors": {"status": ["is not included in the list"]}})
        with self._database.write() as connection:
            done = connection.execute(
                "UPDATE procore_requests SET status = ?, messages = ? WHERE id = ?"
                " RETURNING id, item_type, item_id, status, messages",
                (said["status"], json.dumps(said.get("messages") or []), names["id"]),
            ).fetchone()
        return Reply(200, _request(done)) if done else unknown()

    def _synced(self, request: Request, one: Any) -> Reply:  # noqa: ANN401  # one of the two below
        updates = rows_of(body_of(request), "updates")
        if len(updates) > MOST:
            return Reply(413, {"message": f"At most {MOST} rows at a time."})
        entities: list[Row] = []
        errors: list[Row] = []
        for row in updates:
            done, why = one(row)
            if why:
                errors.append({**row, "errors": why})
            else:
                entities.append({**row, "id": done})
        return Reply(200, {"entities": entities, "errors": errors})

    def _link(self, row: Row) -> tuple[int, Row]:
        item, number, origin = row.get("item_type"), row.get("item_id"), row.get("origin_id")
        if item not in LINKED or not isinstance(number, int):
            return 0, {"item_type": ["is not included in the list"]}
        taken = self._database.rows(
            "SELECT 1 FROM procore_link_rows WHERE item_type = ? AND origin_id = ?"
            " AND item_id <> ?",
            (item, origin, number),
        )
        if taken:
            return 0, {"origin_id": ["has already been taken"]}
        with self._database.write() as connection:
            found = connection.execute(
                "INSERT OR REPLACE INTO procore_link_rows"
                " (item_type, item_id, origin_id, origin_code, origin_data)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                (item, number, origin, row.get("origin_code"), row.get("origin_data")),
            ).fetchone()
        return int(found[0]), {}

    def _staged(self, row: Row) -> tuple[int, Row]:
        item, origin, data = row.get("item_type"), row.get("origin_id"), row.get("data")
        if item not in STAGEABLE or row.get("status", "staged") not in STANDINGS:
            return 0, {"item_type": ["is not included in the list"]}
        if not isinstance(origin, str) or not origin or not isinstance(data, dict):
            return 0, {"origin_id": ["can't be blank"]}
        if item in OF_PROJECT and not data.get("project_origin_id"):
            return 0, {"project_origin_id": ["can't be blank"]}
        with self._database.write() as connection:
            found = connection.execute(
                "INSERT INTO procore_staged (item_type, origin_id, status, said)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (item_type, origin_id) DO UPDATE SET"
                " status = excluded.status, said = excluded.said RETURNING id",
                (item, origin, row.get("status", "staged"), json.dumps(row)),
            ).fetchone()
        return int(found[0]), {}


def _request(row: Any) -> Row:  # noqa: ANN401  # a row of the table
    number, item_type, item_id, status, messages = row
    return {
        "id": number, "item_type": item_type, "item_id": item_id, "status": status,
        "messages": json.loads(messages),
    }  # fmt: skip
