"""A document on its way through hh2 into Sage, resumed at whatever stage it was left."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from adapters.hh2.calls import DOCUMENT, FAILURES, STATUS
from adapters.hh2.keeping import Errand, Keeping
from adapters.hh2.naming import Linked, Naming
from adapters.hh2.reading import is_guid, text
from adapters.hh2.session import Session
from adapters.wire.failures import Declined, WireFailure
from adapters.wire.known import Known
from core.ports import ErpRefused, OnlyAPersonSees, OutsideUnreachable, Receipt, UnderWay
from core.records import Record
from core.vocabulary import RecordKind

EXPORTED = "9"
"""The one state whose meaning is known."""
MAYBE = "?"
"""In the place of an operation: hh2 was asked to export, and its answer was never read."""
AGAIN = 5.0
"""Seconds from one question to the next."""
HEARD_WITHIN = 1_800.0
"""Seconds after which a request that nobody saw arrive is taken not to have arrived."""
STAGES = (
    ("CompletedOn", "It is done."),
    ("DisabledOn", "hh2 has set it aside; look into the hh2 client on the Sage server."),
    ("ReceivedOn", "The client on the Sage server has it."),
    ("TransmittedOn", "It is on the way to the client on the Sage server."),
    ("CreatedOn", "It waits in hh2's cloud for the client on the Sage server."),
)
CLASS = re.compile(r"([A-Za-z]+)Exception\b")
BEFORE_A_COLON = re.compile(r"[\w.+]+Exception:\s*(?=\S)")
OF_DOTNET = re.compile(r"Exception of type '[^']*' was thrown\.?")
"""What .NET says of a failure that says nothing itself."""
HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
IN_USE = "KeyAlreadyInUse"
UNHEARD = (
    "hh2 was asked once to carry it to Sage and never answered, and Sage would take it twice: look "
    "there, then say `vouch` or `disprove`."
)
UNTOLD = "hh2 says that it is over, that Sage does not have it, and not why."


class Flow(NamedTuple):
    """One sort of document that hh2 takes: its calls, and what they are given."""

    make: Known
    export: Known
    id: str
    """What the export calls the document."""
    says: Callable[[Naming, Record], dict[str, Any]]
    """A record as hh2 takes it. Raises: ErpRefused: hh2 does not know something that it names."""
    twice: str
    """The code of Sage's refusal of a second document of its number; empty where it takes one."""


class Staged:
    """Carries documents, each key once: what was begun is kept before anything follows it."""

    def __init__(
        self,
        session: Session,
        keeping: Keeping,
        linked: Linked,
        learn: Callable[[RecordKind], None],
        heard_within: float = HEARD_WITHIN,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`learn` reads what hh2 has of a kind, and of all that it names."""
        self._session = session
        self._learn = learn
        self._heard_within = heard_within
        self._keeping = keeping
        self._naming = Naming(keeping, linked)
        self._clock = clock

    def export(self, flow: Flow, record: Record, key: str) -> Receipt:
        """Take a document as far as it goes now.

        Raises:
            UnderWay: hh2 has it; the same key asks again.
            ErpRefused: Sage, or hh2, said no.
            OnlyAPersonSees: hh2 may have it or not, and asking once more could double it.
            OutsideUnreachable: nothing was asked of Sage.
        """
        errand = self._keeping.errand(key) or self._make(flow, record, key)
        if not errand.operation:
            errand = self._ask(flow, errand)
        if errand.operation == MAYBE:
            return self._found_out(flow, record, errand)
        self._wait_for(errand)
        receipt = self._ended(flow, record, errand)
        if receipt is not None:
            return receipt
        if self._is_old(errand) and flow.twice:
            self._keeping.forget(key)
            raise ErpRefused("SAGE_REFUSED", UNTOLD)
        if self._is_old(errand):
            raise OnlyAPersonSees(f"{UNTOLD} Look there, then say `vouch` or `disprove`.")
        raise UnderWay("hh2 says that it is done, and not yet how it went.", AGAIN)

    def seen(self, flow: Flow, record: Record, key: str) -> Receipt | None:
        """Whether what was begun under a key stands in Sage.

        Raises:
            OutsideUnreachable: nobody could be asked.
        """
        errand = self._keeping.errand(key)
        if errand is None:
            return None
        try:
            return self._ended(flow, record, errand)
        except ErpRefused:
            return None

    def _make(self, flow: Flow, record: Record, key: str) -> Errand:
        """Let hh2 keep the document. One that is made twice is never exported twice."""
        said = self._said(flow, record)
        try:
            made = self._session.ask(flow.make, json=said).value
        except Declined as no:
            raise ErpRefused("HH2_REFUSED", no.text) from no
        except WireFailure as why:
            raise OutsideUnreachable(f"{why}; nothing reached Sage.") from why
        if not isinstance(made, str) or not is_guid(made):
            raise OutsideUnreachable(f"hh2, {flow.make.call.name}: its answer is no id.")
        errand = Errand(key, made, "", self._clock(), record.id)
        self._keeping.begin(errand)
        return errand

    def _said(self, flow: Flow, record: Record) -> dict[str, Any]:
        try:
            return flow.says(self._naming, record)
        except ErpRefused:
            # What it names may be there since hh2 was last read.
            try:
                self._learn(record.kind)
            except WireFailure as why:
                raise OutsideUnreachable(str(why)) from why
            return flow.says(self._naming, record)

    def _ask(self, flow: Flow, errand: Errand) -> Errand:
        """Let hh2 export it. From the moment before on nobody asks for it a second time."""
        self._keeping.begin(errand._replace(operation=MAYBE, begun_at=self._clock()))
        try:
            operation = self._session.ask(flow.export, query={flow.id: errand.entity}).value
        except Declined as no:
            self._keeping.asked(errand.key, "")
            raise ErpRefused("HH2_REFUSED", no.text) from no
        except WireFailure as why:
            if why.surely_not_done:
                self._keeping.asked(errand.key, "")
                raise OutsideUnreachable(str(why)) from why
            raise UnderWay(f"{why}. Looking whether it was heard.", AGAIN) from why
        if not isinstance(operation, str) or not is_guid(operation):
            raise UnderWay(f"hh2, {flow.export.call.name}: its answer is no id.", AGAIN)
        self._keeping.asked(errand.key, operation)
        return errand._replace(operation=operation)

    def _found_out(self, flow: Flow, record: Record, errand: Errand) -> Receipt:
        """What became of a request whose answer was never read."""
        receipt = self._ended(flow, record, errand)
        if receipt is not None:
            return receipt
        if self._is_old(errand) and not flow.twice:
            raise OnlyAPersonSees(UNHEARD)
        if self._is_old(errand):
            # Should it have been heard after all, Sage refuses the second one.
            self._keeping.begin(errand._replace(operation="", begun_at=self._clock()))
        raise UnderWay("hh2 may have been asked already; waiting for what becomes of it.", AGAIN)

    def _is_old(self, errand: Errand) -> bool:
        return self._clock() - errand.begun_at > self._heard_within

    def _wait_for(self, errand: Errand) -> None:
        stamps = self._asked(STATUS, {}, {"operation": errand.operation})
        if not isinstance(stamps, dict):
            raise OutsideUnreachable("hh2, ask for the status of an operation: no object came.")
        reached = (place for place, (n, _) in enumerate(STAGES) if stamped(stamps.get(n)))
        stage = next(reached, len(STAGES) - 1)
        if stage:
            raise UnderWay(STAGES[stage][1], AGAIN)

    def _ended(self, flow: Flow, record: Record, errand: Errand) -> Receipt | None:
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
                # Tried again under the same key, it is another document: of this one hh2 would
                # tell the old failure before the new outcome.
                self._keeping.forget(errand.key)
                raise ErpRefused(*decoded(said, flow.twice))
        return None

    def _asked(
        self, known: Known, query: dict[str, str], names: dict[str, str] | None = None
    ) -> Any:  # noqa: ANN401  # whatever they answer
        try:
            return self._session.ask(known, query=query, names=names).value
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why


def stamped(said: object) -> bool:
    """Whether a stamp is set: hh2 writes the year 1 where it is not."""
    try:
        return datetime.fromisoformat(str(said)).year > 1
    except ValueError:
        return False


def decoded(said: str, twice: str = "") -> tuple[str, str]:
    """A code and a sentence for a failure: a class of .NET, before a colon or in .NET's own words.

    `twice` is the code of a number that is in use.
    """
    found = CLASS.search(said)
    name = found[1] if found else ""
    code = twice if twice and name == IN_USE else "SAGE_REFUSED"
    sentence = OF_DOTNET.sub("", BEFORE_A_COLON.sub("", said, count=1)).strip()
    if sentence:
        return code, sentence
    if name == IN_USE:
        return code, "Sage has a document of this number already."
    return code, f"Sage did not take it; hh2 gives only the reason {HUMPS.sub(' ', name).lower()}."


def amount(cents: int) -> float:
    """As hh2's JSON takes it; two places survive a float up to 70 trillion."""
    return round(cents / 100, 2)


def stamp(day: date | None) -> str:
    """A day as hh2 takes it; empty where there is none."""
    return f"{day.isoformat()}T00:00:00" if day else ""
