"""Records, entries, effects and the mirror as rows of SQLite, and back.

Times are whole microseconds since 1970 in UTC, money whole minor units. Words are bound by their
`value`: SQLite's binding takes five times as long over a subclass of str.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.codec import decoded_body, encoded
from adapters.stores.filing import (
    EPOCH,
    Tray,
    age_from,
    erp_key,
    haystack,
    is_active,
    is_group,
    mirror_key,
    tray_of,
)
from core.audit import Entry
from core.case import Mirrored, Related
from core.ports import Batch, Owed, Run, RunState, Unperformed
from core.records import Fault, Record, Row
from core.tabs import TAB_OF
from core.vocabulary import Action, Effect, ErpStatus, Origin, RecordId, RecordKind, View

MICROSECOND = timedelta(microseconds=1)
NOWHERE = ""
"""The target of an entry about what is no record."""
KIND = {str(kind): kind for kind in RecordKind}
STATUS = {str(status): status for status in ErpStatus}
ACTION = {str(action): action for action in Action}
EFFECT = {str(effect): effect for effect in Effect}
ORIGIN = {str(origin): origin for origin in Origin}

TAB_NUMBER = {
    "cost_codes": 1,
    "vendors": 2,
    "jobs": 3,
    "sub_jobs": 4,
    "job_costs": 5,
    "budgets": 6,
    "commitments": 7,
    "change_orders": 8,
    "invoices": 9,
    "prime_contracts": 10,
}
VIEW_NUMBER = {
    View.READY_TO_IMPORT: 1,
    View.READY_TO_EXPORT: 2,
    View.READY_TO_UPDATE: 3,
    View.FAILED: 4,
    View.EXPORTING: 5,
    View.RETURNED: 6,
    View.NOT_SENT: 7,
    View.SYNCED: 8,
    View.ARCHIVED: 9,
    View.DELETED: 10,
}
TRAY_NUMBER: dict[Tray, int] = {
    (tab, view): 100 * t + v for tab, t in TAB_NUMBER.items() for view, v in VIEW_NUMBER.items()
}
"""Trays as the files hold them, short for the sake of the order indexes: a number never changes its
meaning. The table `counts` says it in words."""


def trays_of(kind: RecordKind) -> tuple[int, int]:
    """The first and the last number of the trays of a kind's tab."""
    first = 100 * TAB_NUMBER[TAB_OF[kind].name]
    return first, first + 99


RECORD = (
    "id, kind, status, version, number, title, body, origin, project, project_number, vendor, "
    "vendor_name, parent, parent_number, amount, currency, erp_id, export_key, created_by, "
    "created_at, sent_by, sent_at, changed_at, fault_code, fault_text, fault_passing, note, "
    "origin_id, fell_back, unposted_since, edited_by, endorsed_by, override"
)
"""The columns of a record, in the order in which `record` reads them."""
DERIVED = "tray, erp_key, age_from, is_active, is_group, haystack, digest"
"""What lists, searches and other records need of it."""
ROW = (
    "id, kind, status, version, number, title, project_number, vendor_name, amount, currency, "
    "erp_id, sent_by, age_from, CASE WHEN fault_text IS NULL THEN note ELSE fault_text END, "
    "fell_back, unposted_since, digest, endorsed_by"
)
RELATED = "id, kind, status, number, title, erp_id, is_active"
ENTRY = (
    "seq, at, actor, action, record, source, target, version, batch, said, hash, person, digest, "
    "origin"
)
OWED = "seq, effect, record, version, attempts, owner, owed_at"
MIRRORED = "kind, scope, erp_id, title, amount, active, posted, seen_at, body, job, vendor, parent"
RUN = (
    "id, tab, asked_by, asked_at, state, seen, total, arrived, changed, finished_at, result, "
    "began_at, stage, about, ends_at"
)
BATCH = "id, action, actor, at, total, done, refused, name, rules, parts"


def places(columns: str) -> str:
    """As many question marks as there are columns."""
    return ", ".join("?" * (columns.count(",") + 1))


def micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def maybe_micros(at: datetime | None) -> int | None:
    return None if at is None else (at - EPOCH) // MICROSECOND


def moment(count: int) -> datetime:
    # A float tells microseconds apart for some centuries more, and is read twice as fast.
    return datetime.fromtimestamp(count / 1_000_000, UTC)


def maybe_moment(count: int | None) -> datetime | None:
    return None if count is None else datetime.fromtimestamp(count / 1_000_000, UTC)


def record(row: Sequence[Any]) -> Record:
    (
        name, kind, status, version, number, title, body, origin, project, project_number, vendor,
        vendor_name, parent, parent_number, amount, currency, erp_id, export_key, created_by,
        created_at, sent_by, sent_at, changed_at, fault_code, fault_text, fault_passing, note,
        origin_id, fell_back, unposted, edited_by, endorsed_by, override,
    ) = row  # fmt: skip
    kind = KIND[kind]
    fault = None
    if fault_code is not None:
        fault = Fault(fault_code, fault_text, bool(fault_passing))
    return Record(
        name, kind, STATUS[status], version, number, title, decoded_body(kind, body),
        ORIGIN[origin], project, project_number, vendor, vendor_name, parent, parent_number,
        amount, currency, erp_id, export_key, created_by, maybe_moment(created_at), sent_by,
        maybe_moment(sent_at), maybe_moment(changed_at), fault, note, origin_id, fell_back,
        maybe_moment(unposted), edited_by, endorsed_by, override,
    )  # fmt: skip


def of_record(of: Record, digest: str) -> tuple[object, ...]:
    """The columns RECORD and DERIVED of a record, whose content has this digest."""
    fault = of.fault or (None, None, None)
    return (
        of.id, of.kind.value, of.status.value, of.version, of.number, of.title, encoded(of.body),
        of.origin.value, of.project, of.project_number, of.vendor, of.vendor_name, of.parent,
        of.parent_number, of.amount, of.currency, of.erp_id, of.export_key, of.created_by,
        maybe_micros(of.created_at), of.sent_by, maybe_micros(of.sent_at),
        maybe_micros(of.changed_at), *fault, of.note, of.origin_id, of.fell_back,
        maybe_micros(of.unposted_since), of.edited_by, of.endorsed_by, of.override,
        TRAY_NUMBER[tray_of(of)], erp_key(of, of.erp_id), micros(age_from(of)), is_active(of),
        is_group(of), haystack(of), digest,
    )  # fmt: skip


def row(found: Sequence[Any]) -> Row:
    (
        name, kind, status, version, number, title, job, vendor, amount, currency, erp_id, sent_by,
        age, remark, fell_back, unposted, digest, endorsed_by,
    ) = found  # fmt: skip
    return Row(
        name, KIND[kind], STATUS[status], version, number, title, job, vendor, amount, currency,
        erp_id, sent_by, moment(age), remark, fell_back, maybe_moment(unposted), digest=digest,
        endorsed_by=endorsed_by,
    )  # fmt: skip


def grouped(found: Sequence[Any]) -> Row:
    """A row with the title of its project behind."""
    return row(found[:-1])._replace(project_title=found[-1] or "")


def related(found: Sequence[Any]) -> Related:
    name, kind, status, number, title, erp_id, active = found
    return Related(name, KIND[kind], STATUS[status], number, title, erp_id, bool(active))


def entry(found: Sequence[Any]) -> Entry:
    (
        seq, at, actor, action, of, source, target, version, batch, said, hash_, person, digest,
        origin,
    ) = found  # fmt: skip
    return Entry(
        seq, moment(at), actor, ACTION[action], RecordId(of),
        None if source is None else STATUS[source], STATUS[target] if target else None, version,
        batch, said, hash_, person, digest, origin,
    )  # fmt: skip


def of_entry(of: Entry) -> tuple[object, ...]:
    (
        seq, at, actor, action, name, source, target, version, batch, said, hash_, person, digest,
        origin,
    ) = of  # fmt: skip
    return (
        seq, micros(at), actor, action.value, name, source.value if source else None,
        target.value if target else NOWHERE, version, batch, said, hash_, person, digest, origin,
    )  # fmt: skip


def owed(found: Sequence[Any]) -> Owed:
    seq, effect, of, version, attempts, owner, owed_at = found
    return Owed(seq, EFFECT[effect], RecordId(of), version, attempts, owner, moment(owed_at))


def unperformed(found: Sequence[Any]) -> Unperformed:
    effect, of, attempts, owed_at, due_at, why = found
    return Unperformed(EFFECT[effect], RecordId(of), attempts, moment(owed_at), moment(due_at), why)


def mirrored(found: Sequence[Any]) -> Mirrored:
    kind, scope, erp_id, title, amount, active, posted, seen_at, body, job, vendor, parent = found
    kind = KIND[kind]
    return Mirrored(
        kind, scope, erp_id, title, amount, bool(active), bool(posted), maybe_moment(seen_at),
        None if body is None else decoded_body(kind, body), job, vendor, parent,
    )  # fmt: skip


def of_mirrored(of: Mirrored, as_of: datetime) -> tuple[object, ...]:
    """The columns MIRRORED, and the key."""
    return (
        of.kind, of.scope, of.erp_id, of.title, of.amount, of.active, of.posted,
        micros(of.seen_at or as_of), None if of.body is None else encoded(of.body), of.job,
        of.vendor, of.parent, mirror_key(of.kind, of.scope, of.erp_id),
    )  # fmt: skip


def run(found: Sequence[Any]) -> Run:
    number, tab, by, at, state, seen, total, arrived, changed, finished_at, result, *more = found
    began, stage, about, ends_at = more
    return Run(
        number, tab, by, moment(at), RunState(state), seen, total, arrived, changed,
        maybe_moment(finished_at), result, maybe_moment(began), stage, bool(about),
        maybe_moment(ends_at),
    )  # fmt: skip


def batch(found: Sequence[Any]) -> Batch:
    import json

    id_, action, actor, at, total, done, refused, name, rules, parts = found
    pairs = tuple((RecordId(of), tuple(texts)) for of, texts in json.loads(refused))
    cited = tuple(tuple(each) for each in json.loads(rules))
    several = tuple((ACTION[each], count) for each, count in json.loads(parts))
    return Batch(
        id_, ACTION[action], actor, moment(at), total, done, pairs, name, cited, several
    )  # fmt: skip


def of_batch(of: Batch) -> tuple[object, ...]:
    return (
        of.id, of.action.value, of.actor, micros(of.at), of.total, of.done, encoded(of.refused),
        of.name, encoded(of.rules), encoded(of.parts),
    )  # fmt: skip
