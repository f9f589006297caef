"""What somebody does at Sage's own screens: look, enter, post, delete, deactivate, close."""

from pathlib import Path
from typing import Any, NoReturn

from adapters.codec import encoded
from adapters.sandbox.books import Books, Document, Setup, document_of, mirrored_of
from adapters.sandbox.draft import Draft, Refusal
from adapters.sandbox.posting import Batch, costed, post, reverse, unposted
from adapters.sandbox.schema import opened
from adapters.sandbox.strictness import refusal
from adapters.sqlite import Database
from core.case import Mirrored
from core.ports import ErpRefused
from core.records import (
    BODY_OF,
    Budget,
    Commitment,
    CommitmentChange,
    Company,
    ContractItem,
    CostTransaction,
    PrimeContract,
    Project,
    ProjectCode,
    Record,
    SubJob,
)
from core.vocabulary import ErpStatus, RecordId, RecordKind

K = RecordKind


def refuse(no: Refusal) -> NoReturn:
    raise ErpRefused(no.code, no.text, passing=no.passing)


VENDOR_FIELDS = frozenset({"title", "vendor_type", "address", "city", "state", "zip"})
"""What the screen of a vendor shows besides its id."""


class Clerk:
    """Works in the books by hand. Every method raises ErpRefused where Sage says no."""

    def __init__(self, place: Database | Path) -> None:
        self.database = opened(place)
        self.books = Books(self.database)

    # looking

    def find(self, kind: RecordKind, scope: str, erp_id: str) -> Mirrored | None:
        found = self.books.find(kind, scope, erp_id)
        return mirrored_of(found) if found else None

    def documents(self, kind: RecordKind) -> list[Mirrored]:
        return [mirrored_of(document) for document in self.books.all(kind)]

    def unposted(self) -> list[Batch]:
        """The batches that wait for Post, oldest first."""
        return unposted(self.books)

    def setup(self) -> Setup:
        return self.books.setup()

    def keep_setup(self, setup: Setup) -> None:
        self.books.keep_setup(setup)

    # entering

    def enter(self, document: Mirrored) -> None:
        """Type a document into Sage."""
        with self.database.write() as connection:
            new = document_of(document)
            draft = self._typed(new)
            no = refusal(draft, typed=True)
            if no is not None:
                refuse(no)
            self.books.put(connection, new)

    def add_vendor(self, erp_id: str, name: str, vendor_type: str = "") -> None:
        self.enter(Mirrored(K.COMPANY, "", erp_id, name, body=Company(vendor_type=vendor_type)))

    def add_job(self, erp_id: str, name: str, codes: tuple[ProjectCode, ...] = ()) -> None:
        self.enter(Mirrored(K.PROJECT, "", erp_id, name, body=Project(codes=_held(codes))))

    def add_extra(
        self, job: str, erp_id: str, name: str, codes: tuple[ProjectCode, ...] = ()
    ) -> None:
        body = SubJob(codes=_held(codes))
        self.enter(Mirrored(K.SUB_JOB, job, erp_id, name, body=body, job=job))

    def add_item(self, contract: str, item: str, description: str, amount: int) -> None:
        """Add an item to a prime contract: something new to re-import."""
        with self.database.write() as connection:
            document = self._found(K.PRIME_CONTRACT, "", contract)
            body = document.read
            held = body if isinstance(body, PrimeContract) else PrimeContract()
            if any(line.item == item for line in held.lines):
                raise ErpRefused("ITEM_NOT_UNIQUE", f"Contract {contract} has an item {item}.")
            lines = (*held.lines, ContractItem(item, description, amount))
            changed = document._replace(
                body=encoded(held._replace(lines=lines)), amount=document.amount + amount
            )
            self.books.put(connection, changed)

    def add_cost(self, job: str, cost: CostTransaction) -> None:
        """Enter a cost of a job; Sage gives it its run and sequence."""
        with self.database.write() as connection:
            self._found(K.PROJECT, "", job)
            costed(self.books, connection, job, [cost])

    # posting, closing

    def post(self, batch: int | None = None) -> int:
        """Post one batch, or all that wait. Returns how many were posted."""
        with self.database.write() as connection:
            waiting = [b for b in unposted(self.books) if batch in (None, b.id)]
            if batch is not None and not waiting:
                raise ErpRefused("BATCH_UNKNOWN", f"No batch {batch} waits for Post.")
            for one in waiting:
                post(self.books, connection, one)
        return len(waiting)

    def set_inactive(self, vendor: str, *, active: bool = False) -> None:
        self._activate(K.COMPANY, vendor, active=active)

    def change_vendor(self, erp_id: str, **fields: str) -> None:
        """Give a vendor another name, type or address.

        Raises:
            ErpRefused: there is no such vendor.
            ValueError: a vendor has no such field.
        """
        strange = sorted(set(fields) - VENDOR_FIELDS)
        if strange:
            known = ", ".join(sorted(VENDOR_FIELDS))
            raise ValueError(f"A vendor has no field {strange[0]!r}; it has {known}.")
        with self.database.write() as connection:
            document = self._found(K.COMPANY, "", erp_id)
            body = document.read
            held = body if isinstance(body, Company) else Company()
            ours: dict[str, Any] = {n: text for n, text in fields.items() if n != "title"}
            title = fields.get("title", document.title)
            changed = document._replace(title=title, body=encoded(held._replace(**ours)))
            self.books.put(connection, changed)

    def track_extras(self, job: str, *, tracks: bool) -> None:
        """Switch extras on or off in a job's set-up."""
        with self.database.write() as connection:
            document = self._found(K.PROJECT, "", job)
            body = document.read
            held = body if isinstance(body, Project) else Project()
            changed = document._replace(body=encoded(held._replace(tracks_extras=tracks)))
            self.books.put(connection, changed)

    def rename_extra(self, job: str, erp_id: str, name: str) -> None:
        with self.database.write() as connection:
            document = self._found(K.SUB_JOB, job, erp_id)
            self.books.put(connection, document._replace(title=name))

    def drop_code(self, job: str, code: str, category: str = "") -> None:
        """Take a code, or one category of it, off a job that has no cost on it."""
        with self.database.write() as connection:
            document = self._found(K.PROJECT, "", job)
            body = document.read
            codes = body.codes if isinstance(body, Project) else ()
            if not any(c.code == code and category in ("", *c.erp_types) for c in codes):
                what = f"{code} {category}".strip()
                raise ErpRefused("CODE_UNKNOWN", f"Job {job} has no {what}.")
            left = tuple(_dropped(c, category) if c.code == code else c for c in codes)
            kept = tuple(c for c in left if c.types)
            held = body if isinstance(body, Project) else Project()
            changed = document._replace(body=encoded(held._replace(codes=kept)))
            self.books.put(connection, changed)

    def close_job(self, job: str, *, active: bool = False) -> None:
        self._activate(K.PROJECT, job, active=active)

    def close_period(self, month: str) -> None:
        """Close the books through a month written `2025-06`; an empty one opens all."""
        parts = month.split("-")
        shaped = [len(p) for p in parts] == [4, 2] and all(p.isdecimal() for p in parts)
        if month and not (shaped and 1 <= int(parts[1]) <= 12):  # noqa: PLR2004  # months
            text = f"{month!r} is no month; write it as 2025-06."
            raise ErpRefused("PERIOD_UNKNOWN", text)
        self.keep_setup(self.setup()._replace(closed_through=month))

    # deleting

    def delete(self, kind: RecordKind, scope: str, erp_id: str) -> None:
        """Delete a document, if nothing hangs on it."""
        with self.database.write() as connection:
            document = self._found(kind, scope, erp_id)
            no = self._kept(document)
            if no is not None:
                refuse(no)
            reverse(self.books, connection, document)
            self.books.put(connection, document, gone=True)

    def _kept(self, document: Document) -> Refusal | None:
        """Why Sage keeps a document (financials 37, 53)."""
        erp_id = document.erp_id
        match document.kind:
            case K.COMPANY if used := self.books.naming("vendor", erp_id):
                return Refusal("VENDOR_IN_USE", f"{used} documents name vendor {erp_id}.")
            case K.PROJECT if used := self.books.naming("job", erp_id):
                return Refusal("JOB_IN_USE", f"{used} documents belong to job {erp_id}.")
            case K.COMMITMENT if used := self._hanging(erp_id, K.CCO, K.SUBCONTRACTOR_INVOICE):
                text = f"{used} change orders and invoices are posted to commitment {erp_id}."
                return Refusal("COMMITMENT_IN_USE", text)
            case K.PRIME_CONTRACT if used := self._hanging(erp_id, K.PCCO, K.OWNER_INVOICE):
                text = f"{used} change orders and invoices belong to contract {erp_id}."
                return Refusal("CONTRACT_IN_USE", text)
            case K.SUB_JOB if self._extra_used(document):
                text = f"Amounts stand on extra {erp_id} of job {document.scope}."
                return Refusal("EXTRA_IN_USE", text)
            case K.CCO if not self.setup().project_management:
                text = (
                    "An approved change order stays without the PJ module; enter a reversing one."
                )
                return Refusal("CCO_APPROVED", text)
            case K.JOB_COST:
                return Refusal("JOB_COST_KEPT", "Costs are reversed by entries, never deleted.")
            case _:
                return None

    def _hanging(self, erp_id: str, *kinds: RecordKind) -> int:
        return sum(len(self.books.within(kind, "parent", erp_id)) for kind in kinds)

    def _extra_used(self, extra: Document) -> bool:
        kinds = (K.COMMITMENT, K.CCO, K.BUDGET)
        bodies = (d.read for k in kinds for d in self.books.within(k, "job", extra.scope))
        return any(
            line.sub_job == extra.erp_id
            for body in bodies
            if isinstance(body, (Commitment, CommitmentChange, Budget))
            for line in body.lines
        )

    # inside

    def _activate(self, kind: RecordKind, erp_id: str, *, active: bool) -> None:
        with self.database.write() as connection:
            document = self._found(kind, "", erp_id)
            self.books.put(connection, document._replace(active=active))

    def _found(self, kind: RecordKind, scope: str, erp_id: str) -> Document:
        found = self.books.find(kind, scope, erp_id)
        if found is None:
            what = kind.replace("_", " ")
            raise ErpRefused("NOT_IN_SAGE", f"Sage has no {what} {erp_id!r}.")
        return found

    def _typed(self, new: Document) -> Draft:
        body = new.read if new.body is not None else None
        record = Record(
            RecordId(""), new.kind, ErpStatus.SYNCED, 1, new.erp_id, new.title,
            body if body is not None else BODY_OF[new.kind](), amount=new.amount,
        )  # fmt: skip
        kind = K.PRIME_CONTRACT if new.kind in {K.PCCO, K.OWNER_INVOICE} else K.COMMITMENT
        parent = self.books.find(kind, "", new.parent) if new.parent else None
        return Draft(record, new, parent, self.setup(), self.books)


def _dropped(code: ProjectCode, category: str) -> ProjectCode:
    """Without one category, or without any."""
    left = tuple(t for t in code.types if category and t != category)
    return code._replace(types=left, erp_types=left)


def _held(codes: tuple[ProjectCode, ...]) -> tuple[ProjectCode, ...]:
    return tuple(code._replace(erp_types=code.types) for code in codes)
