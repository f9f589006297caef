"""Use case: what was made or edited in the project system, taken in as far as it may be."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from core.approvals import Approvals
from core.case import Answers
from core.changes import HEAD
from core.held_codes import CODED, take_held_of
from core.legible import legible
from core.locks import edit_objection, rename_objection
from core.people import CONNECTOR
from core.ports import Asked, ProjectSystem, RecordStore, StaleRecord, UnknownRecord
from core.records import (
    Body,
    Budget,
    Company,
    CostCode,
    PrimeChange,
    Project,
    Record,
    SubcontractorInvoice,
)
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind

K, S = RecordKind, ErpStatus
BLOCK = 500
TRIES = 3
"""How often an edit is taken up anew because the record moved meanwhile."""
TIED = {
    "vendor_name": "vendor", "parent_number": "parent", "project_number": "project",
    "amount": "lines", "gross": "lines",
}  # fmt: skip
"""Fields that follow from another one, and are as free or as locked as that one."""
THEIRS_WHILE_SYNCED = {
    K.PRIME_CONTRACT: frozenset({"approval", "projects"}),
    K.BUDGET: frozenset({"lines", "locked"}),
}
"""What the project system rules of a synced record whose other fields are locked. A budget may be
unlocked, edited and locked again between two readings."""
CLOSED = frozenset(
    {S.EXPORTING, S.OUTCOME_UNKNOWN, S.FAILED, S.READY_TO_IMPORT, S.ARCHIVED, S.DELETED}
)
"""Nothing is taken in here: what was accepted stands until it is answered for."""
WAITING = frozenset({S.READY_TO_EXPORT, S.READY_TO_UPDATE})
LATE = "It was edited in its project after it was sent; look at it and send it again."

OVERTAKEN = "It was edited in its project after it was accepted; look at it anew."
DELETED_THERE = "It is not in its project any more: it was deleted there, or is kept from us."
ANSWERED = frozenset({"vendor_type"})
"""What an acceptance answers where its origin says otherwise: no edit."""


class News:
    """Takes in new records, and edits of known ones.

    An edit that comes while its record is locked is left where it is: the project system keeps it,
    and `reread` finds it there as soon as the record has moved on.
    """

    def __init__(self, store: RecordStore, projects: ProjectSystem) -> None:
        self._store = store
        self._approvals = Approvals(store)
        self._projects = projects

    def take(self, limit: int = BLOCK) -> int:
        """Read what is new since the last time, or the first of it. Returns how many.

        Raises:
            OutsideUnreachable: the project system does not answer.
        """
        mark = self._store.mark("project system")
        news, next_mark = self._projects.news(mark, limit)
        theirs = list(map(self._as_it_goes_by_now, map(legible, news)))
        there = [record for record in theirs if record.status is not S.DELETED]
        for coded, some in groupby(there, lambda record: record.kind in CODED):
            (self._one_by_one if coded else self._together)(list(some))
        for record in theirs:
            if record.status is S.DELETED:
                self._gone(record.id)
        if next_mark != mark:
            self._store.keep_mark("project system", next_mark)
        return len(news)

    def _one_by_one(self, theirs: Sequence[Record]) -> None:
        """Each new one learns at once what is known of its codes."""
        for record in theirs:
            if self._store.arrive([record], CONNECTOR):
                take_held_of(self._store, record.id)
            else:
                self._known(record)

    def _together(self, theirs: Sequence[Record]) -> None:
        """All new ones in one go; what did not arrive by it was known, or claims what is taken."""
        here = {record.id for record in theirs if self._is_here(record.id)}
        new = [record for record in theirs if record.id not in here]
        all_of_them = self._store.arrive(new, CONNECTOR) == len(new)
        for record in theirs:
            if record.id in here or not all_of_them:
                self._known(record)

    def _is_here(self, name: RecordId) -> bool:
        try:
            self._store.find(name)
        except UnknownRecord:
            return False
        return True

    def _known(self, theirs: Record) -> None:
        """What did not arrive is here already, or is linked to what a row of Sage's own claims.

        Then it comes in without its link, and a person who links the row joins the two.
        """
        try:
            self._edited(theirs)
        except UnknownRecord:
            unlinked = theirs._replace(status=S.UNSENT, erp_id=None)
            self._store.arrive([unlinked], CONNECTOR)

    def reread(self, record: Record) -> None:
        """Take up what came too late while the record was locked.

        Raises:
            OutsideUnreachable: the project system does not answer.
        """
        try:
            theirs = self._projects.find(record.at_origin)
        except UnknownRecord:
            return
        self.seen(theirs)

    def seen(self, theirs: Record) -> None:
        """Take up a record that we know as it is there."""
        self._edited(self._as_it_goes_by_now(legible(theirs)))

    def _as_it_goes_by_now(self, theirs: Record) -> Record:
        """A company that was merged goes by the name of the one that it was merged into."""
        vendor, company = theirs.vendor, self._merged(theirs.vendor)
        if company is None:
            return theirs
        while company is not None and company.parent:
            vendor = company.parent
            company = self._merged(vendor)
        stays = self._store.find(self._store.carrier(vendor)) if vendor else None
        return theirs._replace(vendor=vendor, vendor_name=stays.title if stays else "")

    def _merged(self, name: RecordId | None) -> Record | None:
        """The company of this name, if it was merged into another one."""
        try:
            company = self._store.find(name) if name else None
        except UnknownRecord:
            return None
        ended = company is not None and company.status is S.ARCHIVED and company.parent
        return company if ended else None

    def _gone(self, name: RecordId) -> None:
        """What waits is taken back, so that nobody accepts it; what is synced says that it is gone.

        Of anything else its history does. Whether it is deleted here, too, its people say.
        """
        for _ in range(TRIES):
            try:
                mine = self._store.find(self._store.carrier(name))
                if mine.status in WAITING:
                    reason = Answers(reason=DELETED_THERE)
                    asked = Asked(mine.id, mine.version)
                    self._approvals.perform(Action.VOID, asked, CONNECTOR, reason)
                elif mine.status not in CLOSED and mine.note != DELETED_THERE:
                    noted = mine._replace(note=DELETED_THERE)
                    self._store.amend(noted, CONNECTOR, "deleted in the project system")
            except StaleRecord:
                continue
            except UnknownRecord:
                return
            return

    def _edited(self, theirs: Record) -> None:
        for _ in range(TRIES):
            try:
                return self._take_over(theirs)
            except StaleRecord:
                continue
        return None

    def _take_over(self, theirs: Record) -> None:
        """Raises: StaleRecord: somebody moved it meanwhile."""
        mine = self._store.find(self._store.carrier(theirs.id))
        wanted = _content(mine, theirs)
        changed = differences(mine, wanted)
        if mine.status is S.EXPORTING:
            self._void_approval(_with(mine, wanted, changed - ANSWERED))
        if not changed or mine.status in CLOSED:
            return
        settings = self._store.settings()
        barred = {name for name in changed if _is_barred(mine, name, settings)}
        if self._renamed_otherwise(mine, wanted):
            barred.add("title")
        if barred and mine.status in WAITING:
            late = Answers(reason=LATE)
            self._approvals.perform(Action.VOID, Asked(mine.id, mine.version), CONNECTOR, late)
            raise StaleRecord(f"{mine.id} has to be sent again")
        said = "edited in the project system"
        if barred:
            names = ", ".join(sorted(barred)).replace("_", " ")
            said += f"; Sage keeps what was approved: {names}"
            # Told on lists and on the record's page until somebody does something about it.
            note = f"Edited in its project; Sage keeps what was approved: {names}."
            mine = mine._replace(note=note)
        self._store.amend(_with(mine, wanted, changed - barred), CONNECTOR, said)
        take_held_of(self._store, mine.id)

    def _void_approval(self, wanted: Record) -> None:
        """Other content than what was accepted takes the acceptance back (reliability I4).

        What is being sent already goes to its end; the edit is found again after that.
        """
        mine = self._store.find(wanted.id)
        if mine.version == wanted.version and differences(mine, wanted):
            asked = Asked(mine.id, mine.version, content=wanted)
            reason = Answers(reason=OVERTAKEN)
            self._approvals.perform(Action.VOID, asked, CONNECTOR, reason)

    def _renamed_otherwise(self, mine: Record, wanted: Record) -> bool:
        """Whether a synced sub job got a name that its extra in Sage does not have."""
        if mine.kind is not K.SUB_JOB or mine.title == wanted.title:
            return False
        seen = self._store.case(mine.id, CONNECTOR).mirrored
        return rename_objection(mine, wanted.title, seen.title if seen else None) is not None


def _content(mine: Record, theirs: Record) -> Record:
    """My record with all their content, except what only Sage or an acceptance knows."""
    head = {name: getattr(theirs, name) for name in HEAD}
    if mine.kind is K.PROJECT and mine.origin_id:
        head["number"] = mine.number  # a linked project goes by the number of its job
    return mine._replace(body=_body(mine.body, theirs.body), **head)


R = TypeVar("R", bound=Body)


def _body(mine: Body, theirs: R) -> R:
    match (mine, theirs):
        case (Company(), Company()):
            kind = theirs.vendor_type or mine.vendor_type
            return theirs._replace(vendor_type=kind, erp_active=mine.erp_active)
        case (Project(), Project()):
            return theirs._replace(
                template=mine.template,
                tracks_extras=mine.tracks_extras,
                removals=mine.removals,
            )
        case (CostCode(), CostCode()):
            return theirs._replace(defaults=mine.defaults)
        case (Budget(), Budget()):
            return theirs._replace(
                exported=mine.exported, exported_at=mine.exported_at, forecast=mine.forecast
            )
        case (PrimeChange(), PrimeChange()):
            return theirs._replace(transaction_date=mine.transaction_date, estimates=mine.estimates)
        case (SubcontractorInvoice(), SubcontractorInvoice()):
            return theirs._replace(accounting_date=mine.accounting_date)
        case _:
            return theirs


def differences(mine: Record, other: Record) -> set[str]:
    """The fields of head and body in which two versions of a record's content differ."""
    head = {name for name in HEAD if getattr(mine, name) != getattr(other, name)}
    fields = zip(mine.body._fields, mine.body, other.body, strict=True)
    return head | {name for name, held, wanted in fields if held != wanted}


def _is_barred(mine: Record, name: str, settings: Settings) -> bool:
    ruling = TIED.get(name, name)
    if mine.status is S.SYNCED and ruling in THEIRS_WHILE_SYNCED.get(mine.kind, ()):
        return False
    from_sage = settings.vendor_insurance
    return edit_objection(mine, {ruling}, insurance_from_sage=from_sage) is not None


def _with(mine: Record, wanted: Record, names: set[str]) -> Record:
    head = {name: getattr(wanted, name) for name in names if name in HEAD}
    body = {name: getattr(wanted.body, name) for name in names - set(HEAD)}
    return mine._replace(body=mine.body._replace(**body), **head)
