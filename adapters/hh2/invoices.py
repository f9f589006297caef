"""An AP invoice on its way through hh2 into Sage, resumed at whatever stage it was left."""

import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from adapters.hh2.calls import (
    CATEGORIES,
    DOCUMENT,
    EXPORT,
    FAILURES,
    ITEMS,
    JOB_CODES,
    JOBS,
    MAKE,
    ORDERS,
    STATUS,
    VENDORS,
)
from adapters.hh2.keeping import Errand, Keeping, Kept
from adapters.hh2.reading import is_guid, text
from adapters.hh2.session import Session
from adapters.wire.failures import Declined, WireFailure
from adapters.wire.known import Known
from core.ports import ErpRefused, OutsideUnreachable, Receipt, UnderWay
from core.records import InvoiceLine, Record, SubcontractorInvoice
from core.vocabulary import RecordId

AP_INVOICE = "76744AB9-4697-430A-ADB5-701E633472A9"
"""hh2's type of a document that is an AP invoice (interfaces 2.5)."""
EXPORTED = "9"
"""The one state whose meaning is known."""
MAYBE = "?"
"""In the place of an operation: hh2 was asked to export, and its answer was never read."""
AGAIN = 5.0
"""Seconds from one question to the next."""
HEARD_WITHIN = 1_800.0
"""Seconds after which a request that nobody saw arrive is taken not to have arrived."""
STAGES = (
    ("CompletedOn", "it is done"),
    ("ReceivedOn", "the client on the Sage server has it"),
    ("TransmittedOn", "it is on the way to the client on the Sage server"),
    ("CreatedOn", "it waits in hh2's cloud for the client on the Sage server"),
)
ACCOUNTED = {"KeyAlreadyInUse": "INVOICE_DUPLICATE"}
"""What a class of hh2's failures means."""
Linked = Callable[[RecordId], str]
"""The id in Sage of a record of ours; empty where it has none."""


class Invoices:
    """Exports AP invoices, each key once: what was begun is kept before anything follows it."""

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        linked: Linked,
        heard_within: float = HEARD_WITHIN,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._session = session
        self._heard_within = heard_within
        self._keeping = keeping
        self._linked = linked
        self._clock = clock

    def export(self, record: Record, key: str) -> Receipt:
        """Take an invoice as far as it goes now.

        Raises:
            UnderWay: hh2 has it; the same key asks again.
            ErpRefused: Sage, or hh2, said no.
            OutsideUnreachable: nothing was asked of Sage.
        """
        errand = self._keeping.errand(key) or self._make(record, key)
        if not errand.operation:
            errand = self._ask(errand)
        if errand.operation == MAYBE:
            return self._found_out(record, errand)
        self._wait_for(errand)
        receipt = self._ended(record, errand)
        if receipt is None:
            raise UnderWay("hh2 says that it is done, and not yet how it went.", AGAIN)
        return receipt

    def seen(self, record: Record, key: str) -> Receipt | None:
        """Whether what was begun under a key stands in Sage.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
        errand = self._keeping.errand(key)
        if errand is None:
            return None
        try:
            return self._ended(record, errand)
        except ErpRefused:
            return None

    def _make(self, record: Record, key: str) -> Errand:
        """Let hh2 keep the document. One that is made twice is never exported twice."""
        said = {"DocumentTypeId": AP_INVOICE, "Snapshot": self.snapshot(record)}
        try:
            made = self._session.ask(MAKE, json=said).value
        except Declined as no:
            raise ErpRefused("HH2_REFUSED", no.text) from no
        except WireFailure as why:
            raise OutsideUnreachable(f"{why}; nothing reached Sage.") from why
        if not isinstance(made, str) or not is_guid(made):
            raise OutsideUnreachable("hh2, make a document: its answer is no id.")
        errand = Errand(key, made, "", self._clock(), record.id)
        self._keeping.begin(errand)
        return errand

    def _ask(self, errand: Errand) -> Errand:
        """Let hh2 export it. From the moment before on nobody asks for it a second time."""
        self._keeping.begin(errand._replace(operation=MAYBE, begun_at=self._clock()))
        try:
            operation = self._session.ask(EXPORT, query={"document": errand.entity}).value
        except Declined as no:
            self._keeping.asked(errand.key, "")
            raise ErpRefused("HH2_REFUSED", no.text) from no
        except WireFailure as why:
            if why.surely_not_done:
                self._keeping.asked(errand.key, "")
                raise OutsideUnreachable(str(why)) from why
            raise UnderWay(f"{why}. Looking whether it was heard.", AGAIN) from why
        if not isinstance(operation, str) or not is_guid(operation):
            raise UnderWay("hh2, export a document: its answer is no id.", AGAIN)
        self._keeping.asked(errand.key, operation)
        return errand._replace(operation=operation)

    def _found_out(self, record: Record, errand: Errand) -> Receipt:
        """What became of a request whose answer was never read."""
        receipt = self._ended(record, errand)
        if receipt is not None:
            return receipt
        if self._clock() - errand.begun_at > self._heard_within:
            self._keeping.begin(errand._replace(operation="", begun_at=self._clock()))
        raise UnderWay("hh2 may have been asked already; waiting for what becomes of it.", AGAIN)

    def _wait_for(self, errand: Errand) -> None:
        stamps = self._asked(STATUS, {}, {"operation": errand.operation})
        if not isinstance(stamps, dict):
            raise OutsideUnreachable("hh2, ask for the status of an operation: no object came.")
        stage = next((place for place, (n, _) in enumerate(STAGES) if stamped(stamps.get(n))), 3)
        if stage:
            raise UnderWay(f"{STAGES[stage][1].capitalize()}.", AGAIN)

    def _ended(self, record: Record, errand: Errand) -> Receipt | None:
        """How it ended; None while it has not.

        Raises:
            ErpRefused: Sage did not take it.
        """
        document = self._asked(DOCUMENT, {"id": errand.entity})
        state = document.get("CurrentState") if isinstance(document, dict) else None
        if str(state) == EXPORTED:
            if not errand.ended:
                self._keeping.end(errand.key)
            return Receipt(record.erp_id or record.number)
        failures = self._asked(FAILURES, {"entity": errand.entity})
        for failure in failures if isinstance(failures, list) else ():
            said = text(failure, "ErrorMessage") if isinstance(failure, dict) else ""
            if said:
                raise ErpRefused(*decoded(said))
        return None

    def _asked(
        self, known: Known, query: dict[str, str], names: dict[str, str] | None = None
    ) -> Any:  # noqa: ANN401  # whatever they answer
        try:
            return self._session.ask(known, query=query, names=names).value
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why

    # what is sent

    def snapshot(self, record: Record) -> dict[str, Any]:
        """The invoice as hh2 takes it: Sage's things by the ids that hh2 gave them.

        Raises:
            ErpRefused: hh2 does not know something that it names.
        """
        body = record.body
        if not isinstance(body, SubcontractorInvoice):
            raise ErpRefused("NO_ROUTE", "hh2 takes AP invoices only.")
        vendor = self._named(VENDORS, "vendor", record.vendor)
        order = self._named(ORDERS, "commitment", record.parent)
        day = body.billing_date
        header = {
            "Code": record.erp_id or record.number, "Description": record.title[:30],
            "Amount": _amount(body.gross), "InvoiceDate": _stamp(day),
            "AccountingDate": _stamp(body.accounting_date or day), "VendorId": vendor.id,
            "CommitmentId": order.id,
        }  # fmt: skip
        parts = [self._distribution(line, order) for line in body.lines]
        return {"Header": header, "Distributions": parts}

    def _distribution(self, line: InvoiceLine, order: Kept) -> dict[str, Any]:
        items = self._keeping.parts(ITEMS.call.name, order.root)
        item = next((x for x in items if text(x.content, "Code") == str(line.item)), None)
        part = {
            "Amount": _amount(line.amount), "Retainage": _amount(line.retainage),
            "Description": line.description[:30], "CommitmentId": order.id,
        }  # fmt: skip
        if item is not None:
            names = ("JobId", "CostCodeId", "CategoryId")
            where = {name: its for name in names if (its := text(item.content, name))}
            return part | where | {"CommitmentItemId": item.id}
        return part | self._place(line, order)

    def _place(self, line: InvoiceLine, order: Kept) -> dict[str, str]:
        """Job, cost code and category of a line that bills no item we know."""
        job = text(order.content, "JobId")
        below = self._keeping.below(JOBS.call.name, job) if line.sub_job else []
        job = next((x.id for x in below if text(x.content, "Code") == line.sub_job), job)
        for code in self._keeping.parts(JOB_CODES.call.name, job):
            if text(code.content, "Code") != line.code:
                continue
            for category in self._keeping.parts(CATEGORIES.call.name, job):
                of = category.content
                if text(of, "CostCodeId") == code.id and text(of, "Code") == line.category:
                    return {"JobId": job, "CostCodeId": code.id, "CategoryId": category.id}
        where = f"{line.code} {line.category}"
        raise ErpRefused("COST_CODE_UNKNOWN", f"hh2 knows no cost code {where} on this job.")

    def _named(self, read: Known, what: str, record: RecordId | None) -> Kept:
        code = self._linked(record) if record else ""
        found = self._keeping.coded(read.call.name, code) if code else None
        if found is None:
            raise ErpRefused(f"{what.upper()}_UNKNOWN", f"hh2 knows no {what} {code or '(none)'}.")
        return found


def stamped(said: object) -> bool:
    """Whether a stamp is set: hh2 writes the year 1 where it is not."""
    try:
        return datetime.fromisoformat(str(said)).year > 1
    except ValueError:
        return False


def decoded(said: str) -> tuple[str, str]:
    """A code and a sentence for hh2's failure, such as a class name and what it says."""
    name, _, sentence = said.partition(":")
    kind = name.strip().rsplit(".", 1)[-1].removesuffix("Exception")
    code = ACCOUNTED.get(kind, "SAGE_REFUSED")
    if code == "INVOICE_DUPLICATE":
        return code, sentence.strip() or "Sage has an invoice of this number from this vendor."
    return code, sentence.strip() or said


def _amount(cents: int) -> float:
    """As hh2's JSON takes it; two places survive a float up to 70 trillion."""
    return round(cents / 100, 2)


def _stamp(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00" if day else ""
