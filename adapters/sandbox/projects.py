"""The project system: its own copy of every record, locked while accounting has it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters.codec import decoded_record, encoded
from adapters.sandbox.books import link, unlink
from adapters.sandbox.directory import keep, tidied, was_merged
from adapters.sandbox.removing import removed
from adapters.sandbox.schema import opened, reached
from adapters.sqlite import Connection, Database
from core.case import Mirrored
from core.codes import pairs, renewed
from core.locks import (
    closed_objection,
    deletion_objection,
    edit_objection,
    lost_changes_objection,
    rename_objection,
)
from core.objection import Objection
from core.ports import Keeps, Together, UnknownRecord
from core.records import (
    Body,
    Budget,
    BudgetLine,
    Commitment,
    CommitmentChange,
    OwnerInvoice,
    PrimeChange,
    Project,
    ProjectCode,
    Record,
    SubcontractorInvoice,
    SubJob,
    folded,
)
from core.vocabulary import Effect, ErpStatus, Origin, RecordId, RecordKind

HEAD = frozenset({"number", "title", "vendor", "vendor_name", "parent", "parent_number", "amount"})
"""Fields of a record's head that a person of the project may edit."""
RULED_BY_SAGE = frozenset(
    {RecordKind.COST_CODE, RecordKind.JOB_COST, RecordKind.BUDGET, RecordKind.PRIME_CONTRACT}
)
"""Kinds whose content stays Sage's after an import; others are kept by the project from then on."""
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})


class SandboxProjects:
    """Fits ProjectSystem; people of the project draft and edit here."""

    def __init__(self, place: Database | Path) -> None:
        self.database = opened(place)
        self.insurance_from_sage = True
        """Insurance of a linked company is filled by Sage, and locked here."""

    # the connector's doors

    def keeps(self, kind: RecordKind) -> Keeps:  # noqa: ARG002  # everything of every kind
        return Keeps()

    def together(self, effect: Effect, kind: RecordKind) -> Together | None:  # noqa: ARG002  # one by one, whatever it is
        return None

    def tell(self, record: Record, held: ErpStatus) -> None:
        with reached("The project system"), self.database.write() as connection:
            mine = self._read(record.at_origin)
            if mine is not None and _is_older(record, mine):
                return
            if held is ErpStatus.DELETED:
                _cross_reference(connection, record, held)
                connection.execute("DELETE FROM copies WHERE record = ?", (record.at_origin,))
                return
            _cross_reference(connection, record, held)
            if mine is None:
                self._write(connection, _as_told(record, record, held), news=0)
            else:
                shown = _as_told(mine, record, held)
                connection.execute(
                    "UPDATE copies SET content = ?, number = ? WHERE record = ?",
                    (encoded(shown), shown.number, mine.id),
                )

    def create(self, record: Record) -> None:
        with reached("The project system"), self.database.write() as connection:
            _cross_reference(connection, record, record.status)
            mine = self._read(RecordId(record.at_origin))
            if mine is None:
                self._write(connection, _as_told(record, record, record.status), news=0)
            elif was_merged(mine):
                keep(connection, _as_told(record, record, record.status))

    def tidy(self, record: Record) -> None:
        with reached("The project system"), self.database.write() as connection:
            mine = self._read(record.at_origin)
            if mine is not None and not _is_older(record, mine):
                tidied(connection, mine, record)

    def renew(self, record: Record, seen: Mirrored, *, into_budget: bool) -> None:
        theirs = seen.body.codes if isinstance(seen.body, Project) else ()
        with reached("The project system"):
            mine = self._read(record.at_origin)
            if mine is None or not isinstance(mine.body, Project):
                return
            codes = renewed(mine.body.codes, theirs)
            if into_budget:
                # First the budget: who dies in between finds the same codes new once more.
                new = sorted(pairs(codes) - pairs(mine.body.codes))
                self._budget_with({record.id, record.at_origin}, new)
            self.edit(mine.id, codes=codes)

    def remove(self, record: Record, code: str, category: str) -> str | None:
        with reached("The project system"):
            objection = removed(self, record.at_origin, code, category)
        return objection.text if objection else None

    def told_all(self) -> bool:
        return True

    def news(self, mark: int, limit: int) -> tuple[Sequence[Record], int]:
        found = self.database.rows(
            "SELECT content, news FROM copies WHERE news > ? ORDER BY news LIMIT ?", (mark, limit)
        )
        return [decoded_record(row[0]) for row in found], found[-1][1] if found else mark

    # people of the project

    def find(self, record: RecordId) -> Record:
        """The project's own copy, with the status it was last told.

        Raises:
            UnknownRecord: there is none.
        """
        found = self._read(record)
        if found is None:
            raise UnknownRecord(f"The project system has no record {record}.")
        return found

    def draft(self, record: Record) -> None:
        """Make a new record here; it reaches the ERP tool as news.

        Raises:
            IntegrityError: a record has this id already.
        """
        with self.database.write() as connection:
            unsent = record._replace(status=ErpStatus.UNSENT, origin=Origin.PROJECT)
            self._write(connection, unsent, news=self._next_news())

    def edit(self, record: RecordId, **fields: object) -> Objection | None:
        """Edit fields of a record's head or body. Returns why not, where it is locked.

        Raises:
            UnknownRecord: there is no such record.
            ValueError: the record has no such field.
        """
        with self.database.write() as connection:
            mine = self.find(record)
            locked = edit_objection(mine, fields, insurance_from_sage=self.insurance_from_sage)
            objection = locked or closed_objection(mine, fields) or self._renamed(mine, fields)
            if objection is not None:
                return objection
            edited = with_fields(mine, fields)
            objection = self._deleting_changes(mine, edited)
            if objection is not None:
                return objection
            if edited != mine:
                connection.execute(
                    "UPDATE copies SET content = ?, number = ?, news = ? WHERE record = ?",
                    (encoded(edited), edited.number, self._next_news(), record),
                )
        return None

    def delete(self, record: RecordId) -> Objection | None:
        """Delete a record here. Returns why not, where it has to stay.

        Raises:
            UnknownRecord: there is no such record.
        """
        with self.database.write() as connection:
            objection = deletion_objection(self.find(record))
            if objection is None:
                connection.execute("DELETE FROM copies WHERE record = ?", (record,))
        return objection

    def hold(self, records: Iterable[Record]) -> int:
        """Take in many that both sides know of already; they are no news. Returns how many."""
        with self.database.write() as connection:
            many = list(records)
            connection.executemany(
                "INSERT INTO copies VALUES (?, ?, ?, ?, ?, 0)", [_row(record) for record in many]
            )
            connection.executemany(
                "INSERT INTO links VALUES (?, ?)"
                " ON CONFLICT (record) DO UPDATE SET erp_id = excluded.erp_id",
                [(r.id, r.erp_id) for r in many if r.erp_id and r.status in LINKED],
            )
        return len(many)

    def of_project(self, project: RecordId) -> list[Record]:
        """All records that belong to a project."""
        found = self.database.rows("SELECT content FROM copies WHERE project = ?", (project,))
        return [decoded_record(row[0]) for row in found]

    def numbered(self, kind: RecordKind, number: str) -> Record | None:
        """A record by its own number, such as a standard cost code."""
        found = self.database.rows(
            "SELECT content FROM copies WHERE kind = ? AND number = ?", (kind, number)
        )
        return decoded_record(found[0][0]) if found else None

    # inside

    def _deleting_changes(self, mine: Record, edited: Record) -> Objection | None:
        project = self._read(mine.project) if mine.project else None
        if project is None or project.status not in LINKED:
            return None
        return lost_changes_objection(mine, edited)

    def _read(self, record: RecordId) -> Record | None:
        found = self.database.rows("SELECT content FROM copies WHERE record = ?", (record,))
        return decoded_record(found[0][0]) if found else None

    def _renamed(self, mine: Record, fields: Mapping[str, object]) -> Objection | None:
        """A synced sub job takes the name of its extra only, as the relay knows it."""
        title = str(fields.get("title", mine.title))
        if title == mine.title or mine.kind is not RecordKind.SUB_JOB:
            return None
        job = self.database.rows("SELECT erp_id FROM links WHERE record = ?", (mine.project,))
        found = self.database.rows(
            "SELECT title FROM relayed WHERE kind = ? AND place = ? AND folded = ? AND gone = 0",
            (mine.kind, folded(job[0][0] if job else ""), folded(mine.erp_id or "")),
        )
        return rename_objection(mine, title, found[0][0] if found else None)

    def _budget_with(self, project: set[RecordId], new: Iterable[tuple[str, str]]) -> None:
        """Lines of 0.00 for new codes and categories, where the budget may be edited."""
        for name in sorted(project):
            for budget in self.of_project(name):
                body = budget.body
                if isinstance(body, Budget) and not body.locked:
                    known = {(line.code, line.category) for line in body.lines}
                    more = [BudgetLine(*pair, 0) for pair in new if pair not in known]
                    if more:
                        self.edit(budget.id, lines=(*body.lines, *more))

    def _next_news(self) -> int:
        return int(self.database.rows("SELECT max(news) FROM copies")[0][0] or 0) + 1

    def _write(self, connection: Connection, record: Record, news: int) -> None:
        connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?)", (*_row(record), news))


def _row(record: Record) -> tuple[str, str, str, str, str]:
    return (record.at_origin, record.kind, record.project or "", record.number, encoded(record))


def _cross_reference(connection: Connection, record: Record, held: ErpStatus) -> None:
    """Keep which id of Sage stands behind the record, under each name it has here."""
    for name in {record.id, record.at_origin}:
        if held in LINKED and record.erp_id:
            link(connection, name, record.erp_id)
        elif record.erp_id is None:
            unlink(connection, name)


def _is_older(told: Record, mine: Record) -> bool:
    """Whether a word comes after a later one: from a connector that was held up on the way."""
    if told.changed_at is None or mine.changed_at is None:
        return False
    return told.changed_at < mine.changed_at


def _as_told(mine: Record, told: Record, held: ErpStatus) -> Record:
    """The project's copy with what it was told; its own content stays, unless Sage rules it."""
    shown = mine._replace(
        id=RecordId(told.at_origin), origin_id="", status=held, version=told.version,
        erp_id=told.erp_id, export_key=told.export_key, fault=told.fault, note=told.note,
        sent_by=told.sent_by, sent_at=told.sent_at, changed_at=told.changed_at,
    )  # fmt: skip
    if told.origin is Origin.ERP and told.kind in RULED_BY_SAGE:
        return shown._replace(title=told.title, body=told.body, amount=told.amount)
    return shown._replace(body=_as_kept(mine.body, told.body))


def _as_kept(mine: Body, told: Body) -> Body:
    """What the project's copy takes from its record: a budget's lock, and what Sage holds."""
    if isinstance(mine, Budget) and isinstance(told, Budget):
        return mine._replace(locked=told.locked)
    return _with_erp_types(mine, told)


def _with_erp_types(mine: Body, told: Body) -> Body:
    """Which categories the Sage job holds is for Sage to say."""
    if not isinstance(mine, (Project, SubJob)) or not isinstance(told, (Project, SubJob)):
        return mine
    held: dict[str, ProjectCode] = {code.code: code for code in told.codes}
    codes = tuple(
        code._replace(erp_types=held[code.code].erp_types) if code.code in held else code
        for code in mine.codes
    )
    return mine._replace(codes=codes)


def with_fields(record: Record, fields: dict[str, Any]) -> Record:
    """A record with other values in its head or body, and the amount that follows from its lines.

    Raises:
        ValueError: there is no such field.
    """
    known = HEAD | set(record.body._fields)
    strange = sorted(set(fields) - known)
    if strange:
        what = record.kind.replace("_", " ")
        raise ValueError(
            f"A {what} has no field {strange[0]!r}; it has {', '.join(sorted(known))}."
        )
    ours = {name: value for name, value in fields.items() if name in record.body._fields}
    body = _balanced(record.body._replace(**ours))
    edited = record._replace(body=body, **{n: v for n, v in fields.items() if n not in ours})
    return edited._replace(amount=_amount(body, edited.amount)) if "lines" in ours else edited


def _balanced(body: Body) -> Body:
    if not isinstance(body, SubcontractorInvoice):
        return body
    gross = sum(line.amount for line in body.lines)
    return body._replace(gross=gross, retainage=sum(line.retainage for line in body.lines))


def _amount(body: Body, before: int) -> int:
    match body:
        case Budget():
            return sum(line.revised for line in body.lines)
        case SubcontractorInvoice() | OwnerInvoice():
            return sum(line.amount - line.retainage + line.released for line in body.lines)
        case Commitment() | CommitmentChange() | PrimeChange():
            return sum(line.amount for line in body.lines)
        case _:
            return before
