"""Documents on their way to Sage: made in the cloud, exported by the client, stage by stage."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from adapters.codec import encoded
from adapters.sandbox.books import Document
from adapters.sandbox.doors.hh2.known import Cloud, document_guid, guid
from adapters.sandbox.doors.hh2.rows import EMPTY
from adapters.sandbox.doors.holding import Hold
from adapters.sandbox.draft import Draft
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.relay import Relay
from core.ports import ErpRefused
from core.records import (
    Commitment,
    CostTransaction,
    InvoiceLine,
    Project,
    Record,
    SubcontractorInvoice,
    SubJob,
)
from core.relay import takes_invoices
from core.values import NamedTuple
from core.vocabulary import CostSource, ErpStatus, RecordId, RecordKind

K = RecordKind
AP_INVOICE = "76744AB9-4697-430A-ADB5-701E633472A9"
MADE, QUEUED, EXPORTED, FAILED = 1, 5, 9, 6
"""States of a document; only 9 is known to mean exported (interfaces 2.5)."""
STAGES = ("transmitted", "received", "completed")
TAKEN = "TimberlineOffice.KeyAlreadyInUseException"
OTHER = "TimberlineOffice.ValidationException"

TABLES = (
    """CREATE TABLE IF NOT EXISTS hh2_documents (
        id TEXT PRIMARY KEY, snapshot TEXT NOT NULL, state INTEGER NOT NULL, error TEXT NOT NULL,
        version INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS hh2_operations (
        id TEXT PRIMARY KEY, document TEXT NOT NULL, created REAL NOT NULL, transmitted REAL,
        received REAL, completed REAL
    ) STRICT""",
)


class NotTaken(ValueError):
    """hh2 itself refuses what was sent; nothing was kept."""


class Operation(NamedTuple):
    """An export under way; a stamp is None until its stage is reached."""

    id: str
    document: str
    created: float
    transmitted: float | None
    received: float | None
    completed: float | None


class Desk:
    """Takes documents and carries them to the ledger, each once, however often it is asked."""

    def __init__(
        self,
        ledger: Ledger,
        relay: Relay,
        cloud: Cloud,
        *,
        stage: float = 0.2,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`stage` is how many seconds each stage of an export takes."""
        self._ledger = ledger
        self._relay = relay
        self._cloud = cloud
        self._stage = stage
        self._clock = clock
        self._database = ledger.database
        self._hold = Hold(self._database)
        with self._database.write() as connection:
            for statement in TABLES:
                connection.execute(statement)

    def make(self, said: Mapping[str, Any]) -> str:
        """Keep a document. Returns its id.

        Raises:
            NotTaken: it is none that could ever be exported.
        """
        if str(said.get("DocumentTypeId", "")).upper() != AP_INVOICE:
            raise NotTaken("DocumentTypeId is not that of an AP invoice.")
        snapshot = said.get("Snapshot")
        return self._keep(_checked(snapshot))

    def make_cost(self, said: Mapping[str, Any]) -> str:
        """Keep a direct cost of a job. Returns its id.

        Raises:
            NotTaken: it is none that could ever be entered.
        """
        for name in ("Amount", "JobId", "CostCodeId", "CategoryId", "TransactionDate"):
            if said.get(name) in (None, ""):
                raise NotTaken(f"{name} is missing.")
        return self._keep({"Header": said, "Distributions": []})

    def _keep(self, snapshot: Mapping[str, Any]) -> str:
        name = str(uuid4())
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO hh2_documents VALUES (?, ?, ?, '', 1)",
                (name, json.dumps(snapshot), MADE),
            )
        return name

    def export(self, document: str) -> str | None:
        """Begin to carry a document to Sage. Returns the operation; None: no such document."""
        if self._read(document) is None:
            return None
        name = str(uuid4())
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO hh2_operations VALUES (?, ?, ?, NULL, NULL, NULL)",
                (name, document, self._clock()),
            )
            connection.execute(
                "UPDATE hh2_documents SET state = ?, version = version + 1"
                " WHERE id = ? AND state <> ?",
                (QUEUED, document, EXPORTED),
            )
        return name

    def status(self, operation: str) -> dict[str, Any] | None:
        """The stamps of an operation; None where there is none."""
        self.carry()
        found = self._operations("id = ?", operation)
        if not found:
            return None
        one = found[0]
        return {
            "Id": one.id, "CreatedOn": _stamp(one.created), "DisabledOn": None,
            "TransmittedOn": _stamp(one.transmitted), "ReceivedOn": _stamp(one.received),
            "CompletedOn": _stamp(one.completed),
        }  # fmt: skip

    def document(self, document: str) -> dict[str, Any] | None:
        """A document as hh2 shows it; None where there is none."""
        self.carry()
        found = self._read(document)
        if found is None:
            return None
        snapshot, state, error, version = found
        return {
            "Id": document, "Version": version, "CurrentState": str(state),
            "LastAction": {"ErrorMessage": error or None, "Level": 0, "Type": "export"},
            "Header": snapshot["Header"], "Distributions": snapshot["Distributions"],
        }  # fmt: skip

    def failures(self, entity: str) -> list[dict[str, Any]]:
        """Why an entity did not get through."""
        self.carry()
        found = self._read(entity)
        if found is None or not found[2]:
            return []
        return [{"EntityId": entity, "ErrorMessage": found[2], "Id": guid("failure", entity)}]

    def carry(self) -> None:
        """Take every export on as far as its time has come; not while the client is stopped."""
        if self._relay.trouble():
            return
        stands = self._hold.stage()
        for one in self._operations("completed IS NULL"):
            reached = int((self._clock() - one.created) / self._stage) if self._stage else 3
            if stands:
                reached = STAGES.index(stands) + 1 if stands in STAGES else 0
            stamps = [one.transmitted, one.received, one.completed]
            for place, name in enumerate(STAGES[: min(reached, len(STAGES))]):
                if stamps[place] is None:
                    if name == "completed":
                        self._write(one.document)
                    self._stamp(one.id, name)

    def _write(self, document: str) -> None:
        """Enter a document into the ledger. Its own key makes a second time harmless."""
        found = self._read(document)
        if found is None or found[1] == EXPORTED:
            return
        try:
            self._enter(document, found[0])
        except ErpRefused as no:
            name = TAKEN if no.code.endswith(("_DUPLICATE", "_TAKEN", "_UNIQUE")) else OTHER
            self._end(document, FAILED, f"{name}: {no.text}")
        else:
            self._end(document, EXPORTED, "")

    def _enter(self, document: str, snapshot: Mapping[str, Any]) -> None:
        setup = self._ledger.setup()
        if not takes_invoices(setup.settings.relay):
            text = f"The client {setup.settings.relay.client} is too old to carry invoices."
            raise ErpRefused("CLIENT_TOO_OLD", text)
        self._cloud.refresh()
        if not snapshot["Distributions"]:
            job, cost = cost_of(snapshot["Header"], self._cloud)
            self._ledger.enter_cost(job, cost, f"hh2:{document}")
            return
        record, named, order = invoice_of(snapshot, document, self._cloud)
        draft = Draft(record, named, order, setup, self._ledger.books)
        self._ledger.enter_draft(draft, f"hh2:{document}")

    def _end(self, document: str, state: int, error: str) -> None:
        with self._database.write() as connection:
            connection.execute(
                "UPDATE hh2_documents SET state = ?, error = ?, version = version + 1 WHERE id = ?",
                (state, error, document),
            )

    def _stamp(self, operation: str, stage: str) -> None:
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE hh2_operations SET {stage} = ? WHERE id = ? AND {stage} IS NULL",
                (self._clock(), operation),
            )

    def _read(self, document: str) -> tuple[dict[str, Any], int, str, int] | None:
        found = self._database.rows(
            "SELECT snapshot, state, error, version FROM hh2_documents WHERE id = ?", (document,)
        )
        return (json.loads(found[0][0]), *found[0][1:]) if found else None

    def _operations(self, where: str, *values: str) -> list[Operation]:
        columns = ", ".join(Operation._fields)
        found = self._database.rows(
            f"SELECT {columns} FROM hh2_operations WHERE {where} ORDER BY created", values
        )
        return [Operation(*row) for row in found]


def invoice_of(
    snapshot: Mapping[str, Any], name: str, cloud: Cloud
) -> tuple[Record, Document, Document | None]:
    """An invoice as it would stand in the books, and the commitment it is for."""
    header, parts = snapshot["Header"], snapshot["Distributions"]
    vendor = cloud.find(K.COMPANY, header["VendorId"])
    asked = next((p["CommitmentId"] for p in parts if p.get("CommitmentId")), None)
    order = cloud.find(K.COMMITMENT, asked or header.get("CommitmentId"))
    lines = tuple(_line(part, order) for part in parts)
    gross, held = _cents(header["Amount"]), sum(line.retainage for line in lines)
    body = SubcontractorInvoice(
        billing_date=_day(header["InvoiceDate"]),
        accounting_date=_day(header.get("AccountingDate")),
        gross=gross,
        retainage=held,
        tax=_cents(header.get("TaxAmount") or 0),
        lines=lines,
    )
    title = str(header.get("Description") or "")
    record = Record(
        RecordId(f"hh2:{name}"), K.SUBCONTRACTOR_INVOICE, ErpStatus.EXPORTING, 1,
        str(header["Code"]), title, body, amount=gross - held,
    )  # fmt: skip
    document = Document(
        K.SUBCONTRACTOR_INVOICE, vendor.erp_id if vendor else "", record.number, title,
        record.amount, body=encoded(body), job=order.job if order else "",
        vendor=vendor.erp_id if vendor else "", parent=order.erp_id if order else "",
    )  # fmt: skip
    return record, document, order


def cost_of(said: Mapping[str, Any], cloud: Cloud) -> tuple[str, CostTransaction]:
    """A direct cost as it would stand in the books, and the Sage job it is for.

    Raises:
        ErpRefused: the job, the code or the category is not known.
    """
    job = cloud.find(K.PROJECT, said["JobId"])
    extra = cloud.find(K.SUB_JOB, said["JobId"])
    on = job or extra
    body = on.read if on else None
    codes = body.codes if isinstance(body, (Project, SubJob)) else ()
    for code in codes if on else ():
        for category in code.erp_types or code.types:
            wanted = guid("category", str(said["JobId"]), code.code, category)
            if on and wanted == said["CategoryId"]:
                day = _day(said["TransactionDate"])
                cost = CostTransaction(
                    0, 0, CostSource.JOB_COST, code.code, category, _cents(said["Amount"]), day,
                    _day(said.get("AccountingDate")) or day, str(said.get("Description") or ""),
                    extra.erp_id if extra else "",
                )  # fmt: skip
                return on.scope or on.erp_id, cost
    raise ErpRefused("COST_CODE_UNKNOWN", "Sage has no such job, cost code or category.")


def _line(part: Mapping[str, Any], order: Document | None) -> InvoiceLine:
    """A distribution as a line; cost code and category follow from the commitment's item."""
    body = order.read if order else None
    lines = body.lines if isinstance(body, Commitment) else ()
    whole = document_guid(order) if order else ""
    wanted = part.get("CommitmentItemId")
    item = next((x for x in lines if guid("item", whole, str(x.item)) == wanted), None)
    held = _cents(part.get("Retainage") or 0)
    return InvoiceLine(
        item.item if item else 0, item.code if item else "", item.category if item else "",
        _cents(part["Amount"]), max(held, 0), str(part.get("Description") or ""),
        item.sub_job if item else "", None, max(-held, 0),
    )  # fmt: skip


def _checked(snapshot: object) -> Mapping[str, Any]:
    if not isinstance(snapshot, dict):
        raise NotTaken("Snapshot is missing.")
    header, parts = snapshot.get("Header"), snapshot.get("Distributions")
    if not isinstance(header, dict) or not isinstance(parts, list) or not parts:
        raise NotTaken("Snapshot needs a Header and Distributions.")
    for name in ("Amount", "Code", "InvoiceDate", "VendorId"):
        if header.get(name) in (None, ""):
            raise NotTaken(f"Header.{name} is missing.")
    if not all(isinstance(part, dict) and "Amount" in part for part in parts):
        raise NotTaken("Each distribution needs an Amount.")
    for amount in (header["Amount"], *(part["Amount"] for part in parts)):
        if isinstance(amount, bool) or not isinstance(amount, (int, float)):
            raise NotTaken(f"Amount {amount!r} is no number.")
    if _day(header["InvoiceDate"]) is None:
        raise NotTaken("Header.InvoiceDate is no date.")
    return snapshot


def _cents(amount: float) -> int:
    return round(float(amount) * 100)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _stamp(at: float | None) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if at else EMPTY
