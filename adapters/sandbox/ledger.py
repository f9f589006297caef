"""The accounting system: takes exports as strictly as Sage 300 CRE, each key once."""

import time
from collections.abc import Iterable

from adapters.codec import encoded
from adapters.sandbox.books import Books, Document, Setup, document_of, link
from adapters.sandbox.clerk import Clerk, refuse
from adapters.sandbox.draft import Draft
from adapters.sandbox.line_checks import unknown_code
from adapters.sandbox.posting import costed, entered, opening, with_codes
from adapters.sandbox.strictness import refusal
from adapters.sqlite import Connection
from core.case import Mirrored
from core.ports import ErpRefused, Receipt
from core.records import CostTransaction, Project, Record, SubJob, folded
from core.vocabulary import RecordId, RecordKind

K = RecordKind


class Ledger(Clerk):
    """The books with their two doors: exports from outside, and the clerk at the screens."""

    def write(self, record: Record, key: str, *, once: bool = True) -> Receipt:
        """Enter a record as it leaves, once per key; the same key again has the same receipt.

        Where a key is not taken once, what comes again is entered again if Sage lets it.

        Raises:
            ErpRefused: Sage says no; nothing was written.
        """
        with self.database.write() as connection:
            known = self.receipt(key)
            if known is not None and once:
                return known
            draft = drafted(record, self.books, self.setup())
            kept = f"{key}#{time.time_ns()}" if known else key
            return self._entered(connection, draft, kept)

    def enter_draft(self, draft: Draft, key: str) -> Receipt:
        """Enter what was drawn up elsewhere, once per key.

        Raises:
            ErpRefused: Sage says no; nothing was written.
        """
        with self.database.write() as connection:
            return self.receipt(key) or self._entered(connection, draft, key)

    def enter_cost(self, job: str, cost: CostTransaction, key: str) -> None:
        """Enter a cost of a job, once per key; Sage gives it its run and sequence.

        Raises:
            ErpRefused: Sage has no such job.
        """
        with self.database.write() as connection:
            if self.receipt(key) is None:
                self._found(K.PROJECT, "", job)
                costed(self.books, connection, job, [cost])
                kept = Document(K.JOB_COST, job, job, job)
                self._keep_export(connection, kept, key, "", posted=True)

    def _entered(self, connection: Connection, draft: Draft, key: str) -> Receipt:
        no = refusal(draft)
        if no is not None:
            refuse(no)
        posted = entered(self.books, connection, draft)
        erp_id = draft.document.erp_id
        link(connection, draft.record.id, erp_id)
        self._keep_export(connection, draft.document, key, draft.record.id, posted=posted)
        return Receipt(erp_id, posted)

    def _keep_export(
        self, connection: Connection, document: Document, key: str, record: str, *, posted: bool
    ) -> None:
        connection.execute(
            "INSERT INTO exports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, document.kind, document.scope, folded(document.erp_id), document.erp_id,
                int(posted), record, round(time.time() * 1000),
            ),
        )  # fmt: skip

    def receipt(self, key: str) -> Receipt | None:
        """What was written under a key; None where nothing ever was."""
        found = self.database.rows("SELECT erp_id, posted FROM exports WHERE key = ?", (key,))
        return Receipt(found[0][0], bool(found[0][1])) if found else None

    def under(self, key: str) -> list[Mirrored]:
        """What stands in the books of all that was written under a key."""
        found = self.database.rows(
            "SELECT kind, place, erp_id FROM exports WHERE key = ? OR key GLOB ? || '#*' "
            "ORDER BY at, key",
            (key, key),
        )
        held = (self.find(RecordKind(kind), scope, erp_id) for kind, scope, erp_id in found)
        return [one for one in held if one is not None]

    def standing(self) -> list[tuple[RecordId, str]]:
        """Every record of which an export stands in the books, with its key."""
        found = self.database.rows(
            "SELECT record, key, kind, place, erp_id FROM exports ORDER BY at, key"
        )
        return [
            (RecordId(record), key)
            for record, key, kind, place, erp_id in found
            if self.find(RecordKind(kind), place, erp_id) is not None
        ]

    def update(self, record: Record) -> Receipt:
        """Add a linked job's new cost codes and categories; adding twice changes nothing.

        Raises:
            ErpRefused: Sage says no; nothing was written.
        """
        body = record.body
        if not isinstance(body, (Project, SubJob)):
            text = f"A {record.kind.replace('_', ' ')} that stands in Sage is changed there."
            raise ErpRefused("NO_UPDATE", text)
        with self.database.write() as connection:
            job = self.books.linked(record.project) if isinstance(body, SubJob) else ""
            erp_id = self.books.linked(record.id) or record.erp_id or ""
            document = self._found(record.kind, job, erp_id)
            if not document.active:
                raise ErpRefused("JOB_CLOSED", f"Job {document.erp_id} is closed in Sage.")
            held = document.read
            if not isinstance(held, (Project, SubJob)):
                held = Project() if record.kind is K.PROJECT else SubJob()
            wanted = tuple(code for code in body.codes if code.pending)
            no = unknown_code(self.books, wanted)
            if no is not None:
                refuse(no)
            changed = document._replace(body=encoded(with_codes(held, wanted)))
            if changed != document:
                self.books.put(connection, changed)
        return Receipt(document.erp_id)

    def open_books(self, documents: Iterable[Mirrored]) -> int:
        """Fill new books in bulk, checking nothing but that no id stands twice. Returns how many.

        What is not posted gets a batch that waits for Post, as if it had been exported.

        Raises:
            IntegrityError: an id stands in the books already; nothing was written.
        """
        with self.database.write() as connection:
            return self.books.put_many(
                connection, (opening(connection, document_of(d)) for d in documents)
            )

    def exported(self) -> dict[str, tuple[RecordKind, str, RecordId]]:
        """Every key that was ever written: the kind, Sage's id and our record behind it."""
        found = self.database.rows("SELECT key, kind, erp_id, record FROM exports")
        return {key: (RecordKind(kind), erp_id, record) for key, kind, erp_id, record in found}


def drafted(record: Record, books: Books, setup: Setup) -> Draft:
    """A record as it would stand in the books; what it names as Sage knows it.

    Raises:
        ErpRefused: the record it hangs on is not known to Sage.
    """
    above = K.PRIME_CONTRACT if record.kind in {K.PCCO, K.OWNER_INVOICE} else K.COMMITMENT
    named = books.linked(record.parent) if record.parent else ""
    parent = books.find(above, "", named) if named else None
    job = books.linked(record.project) if record.project else ""
    vendor = books.linked(record.vendor) if record.vendor else ""
    if parent is not None:
        job, vendor = job or parent.job, vendor or parent.vendor
    erp_id = job if record.kind is K.BUDGET else record.erp_id or record.number
    document = Document(
        record.kind, _scope(record, named, vendor, job), erp_id, record.title, record.amount,
        body=encoded(record.body), job=job, vendor=vendor, parent=named, record=record.id,
    )  # fmt: skip
    return Draft(record, document, parent, setup, books)


def _scope(record: Record, parent: str, vendor: str, job: str) -> str:
    """Within what an id is unique (core.case.erp_place)."""
    match record.kind:
        case K.CCO | K.PCCO:
            return parent
        case K.SUBCONTRACTOR_INVOICE:
            return vendor
        case K.SUB_JOB | K.BUDGET:
            return job
        case _:
            return ""
