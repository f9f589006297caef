"""The project system behind Procore's public calls: what is read, linked and made there."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from adapters.procore.budgets import LIST as BUDGETS
from adapters.procore.budgets import as_budget
from adapters.procore.calls import SYNC_VENDORS, SYNC_WORK_ORDERS
from adapters.procore.directory import PROJECT_LIST, VENDOR_LIST
from adapters.procore.fields import of_call
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.linking import LINKED, WRITES, due, kept_of, origin, unlink, write, written
from adapters.procore.making import Maker, vendor_fields
from adapters.procore.partner import Partner
from adapters.procore.reading import LISTS, Reader
from adapters.procore.session import CHUNK, Session
from adapters.procore.shelf import linked_as
from adapters.procore.staged import Staged
from adapters.procore.together import Chunks
from adapters.wire.failures import WireFailure
from core.case import Mirrored
from core.ports import Keeps, OutsideUnreachable, Together, UnknownRecord
from core.records import Company, Project, Record
from core.vocabulary import Effect, ErpStatus, Origin, RecordId, RecordKind
from core.watching import Watch

LINKS = frozenset(LISTS[name].kind for name in WRITES if name in LISTS) | {RecordKind.COST_CODE}
"""Kinds that have a field for their id in Sage."""
OF_COMPANY = frozenset({RecordKind.COMPANY, RecordKind.PROJECT, RecordKind.COST_CODE})
"""Kinds that belong to no project; the others cannot be made without theirs."""
SHORT = 15.0
"""Seconds that a call waits for the rate limit: through a spike, and not through an hour in which
nothing else would be done."""


class ProcoreProjects:
    """Fits ProjectSystem, as far as public calls reach: see docs/procore.md."""

    def __init__(
        self,
        session: Session,
        place: Path | None,
        *,
        calls_an_hour: float = float("inf"),
        clock: Callable[[], float] = time.time,
        watch: Watch | None = None,
        staging: str = "",
    ) -> None:
        """`place` is the file of what is kept of Procore; None keeps it in memory.

        Reading spends so many `calls_an_hour`, and leaves the rest of the limit to others.
        `staging` is the path of staged records in partner mode; empty in public mode.
        """
        session.patience = SHORT
        self._session = session
        self._keeping = Keeping(place)
        self._reader = Reader(session, self._keeping, calls_an_hour, clock, watch)
        self._maker = Maker(session, self._keeping)
        self._chunks = Chunks(session, self._keeping, self._maker, self, clock)
        self._partner = Partner(session) if staging else None
        self.shows = Staged(session, self._keeping, staging) if staging else None
        """What shows in Procore what waits to be imported; None in public mode."""
        self._told_all = False

    def keeps(self, kind: RecordKind) -> Keeps:
        """A link is all that there is a field for; what was made there follows Sage no further.

        Of a budget its lines are made, and of job costs the transactions, which follow: neither
        has a field that says of which record of ours it is.
        """
        return Keeps(
            link=kind in LINKS, status=False, content=False, deletion=False, codes=False,
            imports=self._maker.can(kind) and kind in LINKS,
        )  # fmt: skip

    # reading

    def news(self, mark: int, limit: int) -> tuple[Sequence[Record], int]:
        self._keeping.at_least(mark)
        failures: list[WireFailure] = []
        if not self._keeping.changed(mark, 1):
            with _reached():
                while self._reader.go_on() and len(self._keeping.changed(mark, limit)) < limit:
                    pass
                failures = self._reader.failed()
        rows = self._keeping.changed(mark, limit)
        if not rows and failures:
            raise OutsideUnreachable(str(failures[0])) from failures[0]
        self._told_all = not rows and self._reader.has_read_all()
        unfinished = self._keeping.unfinished()
        told = [row for row in rows if self._keeping.name(row) not in unfinished]
        return [self.record(row) for row in told], rows[-1].change if rows else mark

    def told_all(self) -> bool:
        return self._told_all

    def find(self, record: RecordId) -> Record:
        row = self._keeping.called(record)
        if record in self._keeping.unfinished():
            row = None
        with _reached():
            now = self._reader.one(row) if row else None
        if now is None:
            raise UnknownRecord(f"Procore has no record {record}.")
        return self.record(now)

    # telling

    def tell(self, record: Record, held: ErpStatus) -> None:
        """Only a link has a public field; partners tell how a request of theirs ended, besides."""
        name = record.at_origin
        at = record.changed_at.isoformat() if record.changed_at else ""
        if at and at < self._keeping.told(name):
            return
        row = self._keeping.called(name)
        with _reached():
            if row is None:
                self._linked_anew(record, held)
            elif row.list in WRITES:
                self._cross_reference(row, record, held)
            if row is not None and self._partner is not None:
                self._partner.tell(row, record, held)
        if at:
            self._keeping.keep_told((name, at))

    def together(self, effect: Effect, kind: RecordKind) -> Together | None:
        if self._partner is not None and effect is Effect.TELL:
            return None  # the requests of each have to be asked for
        perform = self._chunks.way(effect, kind)
        return Together(CHUNK, perform) if perform else None

    def create(self, record: Record) -> None:
        with _reached():
            row = self._keeping.called(record.at_origin)
            if row is not None and row.list == VENDOR_LIST.name and not row.content["active"]:
                row = self._directory(row, record)
            if row is not None and row.list in WRITES:
                self._cross_reference(row, record, ErpStatus.SYNCED)
            # One that is there may lack what comes after its head.
            if self._maker.can(record.kind) and (row is None or not record.origin_id):
                self._make(record)

    def tidy(self, record: Record) -> None:
        with _reached():
            row = self._keeping.called(record.at_origin)
            if row is None:
                raise OutsideUnreachable(_unread(record))
            into = record.parent if record.status is ErpStatus.ARCHIVED else None
            if into:
                record = _out_of_use(record)
                self._merged(row, into)
                if linked_as(row):
                    unlink(self._session, row)
                    row = row._replace(origin={})
                    self._keeping.keep([row], news=False)
            self._directory(row, record)

    def renew(self, record: Record, seen: Mirrored, *, into_budget: bool) -> None:  # noqa: ARG002  # no public call adds to a budget by its code
        """Codes of the job that the project has not are copied from the company's list."""
        with _reached():
            row = self._keeping.called(record.at_origin)
            if row is not None and isinstance(seen.body, Project):
                self._maker.copy_codes(row, {code.code for code in seen.body.codes})
                self._reader.codes_of(row)

    def remove(self, record: Record, code: str, category: str) -> str | None:
        with _reached():
            row = self._keeping.called(record.at_origin)
            if row is None:
                raise OutsideUnreachable(_unread(record))
            self._reader.codes_of(row)
        now = self._keeping.find(row.list, row.id)
        held = [c for c in (now.content["codes"] if now else ()) if c["code"] == code]
        if not held or (category and category not in held[0]["types"]):
            return None
        what = f"{code} {category}".strip()
        return f"Procore lets no other program take {what} off a project; do it there by hand."

    def close(self) -> None:
        """Leave Procore, and the file of what is kept of it."""
        self._session.close()
        self._keeping.close()

    # inside

    def record(self, row: Kept) -> Record:
        """A row as a record, from what was kept."""
        if row.list == BUDGETS:
            return as_budget(self._keeping, row)
        build = LISTS[row.list].build
        if build is None:
            raise UnknownRecord(f"A row of {row.list} is no record.")
        record = build(self._keeping, row)
        return record._replace(status=ErpStatus.DELETED) if row.gone else record

    def _cross_reference(self, row: Kept, record: Record, held: ErpStatus) -> None:
        said = due(row, record, held)
        if said is not None:
            write(self._session, row, said)
            self._keeping.keep([row._replace(origin=kept_of(said))], news=False)

    def _linked_anew(self, record: Record, held: ErpStatus) -> None:
        """A record that is in no list that we read: there is something to say only of a link."""
        if held not in LINKED or not record.erp_id:
            return
        if record.origin is Origin.ERP and self._maker.can(record.kind):
            self._make(record)
        elif record.origin is not Origin.ERP:
            raise OutsideUnreachable(_unread(record))

    def _make(self, record: Record) -> None:
        """Make it, and read it once as it is there, so that it is no news later."""
        project = self._project_of(record)
        self._keeping.begin(record.at_origin)
        self._maker.make(record, project)
        row = self._keeping.called(record.at_origin)
        if row is not None and row.list in LISTS:
            self._reader.one(row, news=False)
        if record.kind is RecordKind.BUDGET:
            marks = origin(BUDGETS, record.erp_id or record.number, record, project)
            self._reader.budget(project, news=False, linked=marks)
        self._keeping.finish(record.at_origin)

    def _project_of(self, record: Record) -> int:
        if record.kind in OF_COMPANY:
            return 0
        project = self._keeping.called(record.project) if record.project else None
        if project is None or project.list != PROJECT_LIST.name:
            raise OutsideUnreachable(_unread(record, of="the project of "))
        return project.id

    def _directory(self, row: Kept, record: Record) -> Kept:
        """Write a company as the record says. Returns its row as it is then."""
        fields = vendor_fields(record)
        head = {"company_id": self._session.company}
        taken = written(SYNC_VENDORS, self._session, [{"id": row.id, **fields}], head)
        if taken:
            # What the answer leaves out stands as it was sent, or as it was.
            before = {"abbreviated_name": row.content["number"], "created_at": row.content["made"]}
            told = {name: value for name, value in taken[0].items() if value is not None}
            with of_call(SYNC_VENDORS.call.name):
                shown = VENDOR_LIST.parse({**before, **fields, **told})
            row = row._replace(content={**row.content, **shown})
            self._keeping.keep([row], news=False)
        return row

    def _merged(self, row: Kept, into: RecordId) -> None:
        """Commitments that named a company name the one that it was merged into."""
        stays = self._keeping.called(into)
        if stays is None:
            return
        named = self._keeping.naming_vendor(row.id)
        orders = [one for one in named if one.list == "work_orders"]
        for project in sorted({one.project for one in orders}):
            moved = [one for one in orders if one.project == project]
            updates = [{"id": one.id, "vendor_id": stays.id} for one in moved]
            written(SYNC_WORK_ORDERS, self._session, updates, {"project_id": project})
        for one in named:
            if one.list == "purchase_orders":
                write(self._session, one, {"vendor_id": stays.id})
        self._keeping.keep(
            [one._replace(content={**one.content, "vendor": stays.id}) for one in named],
            news=False,
        )


@contextmanager
def _reached() -> Iterator[None]:
    """Raises: OutsideUnreachable: whatever failed is tried again, and does nothing twice."""
    try:
        yield
    except WireFailure as why:
        raise OutsideUnreachable(str(why)) from why


def _out_of_use(record: Record) -> Record:
    """A company that went into another one."""
    if not isinstance(record.body, Company):
        return record
    return record._replace(body=record.body._replace(active=False))


def _unread(record: Record, of: str = "") -> str:
    what = record.kind.replace("_", " ")
    return f"Procore: {of}{what} {record.number} is in none of its lists that were read so far."
