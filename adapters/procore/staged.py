"""What waits here to be imported, shown in Procore's ERP tab as staged records: partner mode."""

from collections.abc import Mapping, Sequence

from adapters.procore.fields import Row
from adapters.procore.keeping import Keeping
from adapters.procore.linking import origin
from adapters.procore.making import new_vendor
from adapters.procore.partner import of_company
from adapters.procore.partner_calls import STAGE
from adapters.procore.session import CHUNK, Session
from adapters.wire.failures import WireFailure
from core.ports import Heard, OutsideUnreachable
from core.records import Project, Record
from core.vocabulary import ErpStatus, RecordId, RecordKind

K, S = RecordKind, ErpStatus
ITEMS = {
    K.COMPANY: ("vendor", "vendors"), K.PROJECT: ("project", "projects"),
    K.SUB_JOB: ("sub_job", "sub_jobs"), K.PRIME_CONTRACT: ("prime_contract", "prime_contracts"),
}  # fmt: skip
"""What is staged, and the list that it is made in; cost codes are not."""
STATUS = {S.READY_TO_IMPORT: "staged", S.ARCHIVED: "archived", S.DELETED: "archived"}
"""Of a record of Sage; one of any other status was imported."""
UNLINKED = "Procore, stage records: its project is not linked"


class Staged:
    """Keeps Procore's list of what is ready to import like ours. Fits core.showing.Shows."""

    def __init__(self, session: Session, keeping: Keeping, path: str) -> None:
        """`path` is where records are staged: a guess, unless Procore's partner support said it."""
        call = STAGE.call._replace(path=path)
        self._call = of_company(STAGE._replace(call=call), session)
        self._session, self._keeping = session, keeping

    def kinds(self) -> frozenset[RecordKind]:
        """Kinds that are shown."""
        return frozenset(ITEMS)

    def shown(self) -> Mapping[RecordId, int]:
        """What is shown as waiting, with the version that it had."""
        return self._keeping.staged()

    def show(self, records: Sequence[Record]) -> Sequence[Heard]:
        """Raises: OutsideUnreachable: of none is known that it was taken."""
        rows = {record.id: self._row(record) for record in records[:CHUNK]}
        updates = [row for row in rows.values() if row is not None]
        try:
            done = self._session.sync(self._call, updates, head={}) if updates else None
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why
        refused = {
            (no.row.get("item_type"), str(no.row.get("origin_id"))): no.why
            for no in (done.refused if done else ())
        }
        heard = [_heard(record, rows[record.id], refused) for record in records[:CHUNK]]
        taken = [one for one, said in zip(records, heard, strict=False) if not said.why]
        self._keeping.keep_staged(
            {one.id: one.version for one in taken if one.status is S.READY_TO_IMPORT},
            [one.id for one in taken if one.status is not S.READY_TO_IMPORT],
        )
        return heard

    def _row(self, record: Record) -> Row | None:
        """A record as it is staged; None where its project has no link to be named by."""
        item, name = ITEMS[record.kind]
        data = _data(record)
        project = self._keeping.called(record.project) if record.project else None
        if record.kind in (K.SUB_JOB, K.PRIME_CONTRACT):
            if project is None or not project.origin.get("origin_id"):
                return None
            data["project_origin_id"] = project.origin["origin_id"]
        marks = origin(name, record.erp_id or record.number, record, project.id if project else 0)
        return {
            "item_type": item, **marks, "origin_code": record.erp_id or record.number,
            "status": STATUS.get(record.status, "imported"), "data": data,
        }  # fmt: skip


def _heard(record: Record, row: Row | None, refused: Mapping[tuple[object, str], str]) -> Heard:
    if row is None:
        return Heard(record.id, UNLINKED)
    why = refused.get((row["item_type"], row["origin_id"]), "")
    return Heard(record.id, f"Procore, {STAGE.call.name}: {why}" if why else "")


def _data(record: Record) -> Row:
    """The fields of the item, as far as we hold them (interfaces 1.8)."""
    if record.kind is K.COMPANY:
        fields = new_vendor(record)
        return {name: value for name, value in fields.items() if name != "is_active"}
    body = record.body
    if isinstance(body, Project):
        return {
            "name": record.title, "project_number": record.number, "address": body.address,
            "city": body.city, "state_code": body.state, "zip": body.zip,
        }  # fmt: skip
    if record.kind is K.SUB_JOB:
        return {"name": record.title, "code": record.number}
    return {"number": record.number, "title": record.title}
