"""Use case: learn what Sage holds of the codes of a job that came in linked."""

from collections.abc import Iterable

from core.case import Mirrored
from core.codes import held_too
from core.people import CONNECTOR
from core.ports import RecordStore, StaleRecord
from core.records import Project, Record, SubJob, folded
from core.vocabulary import ErpStatus, RecordId, RecordKind

K = RecordKind
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
CODED = frozenset({K.PROJECT, K.SUB_JOB})
MOST = 10_000
"""Extras of one job, at most."""
SAID = "Sage holds more of its cost codes than was known"


def take_held(store: RecordStore, seen: Iterable[Mirrored]) -> None:
    """What was just told of jobs and extras, into the records that are linked to them."""
    for one in seen:
        if one.kind in CODED:
            for name in _linked(store, one):
                _take(store, store.find(name), one)


def take_held_of(store: RecordStore, record: RecordId) -> None:
    """What is known already, into a record that has just come in."""
    mine = store.find(record)
    if mine.kind in CODED and mine.status in LINKED:
        known = store.case(record, CONNECTOR).mirrored
        if known is not None:
            _take(store, mine, known)


def _take(store: RecordStore, mine: Record, seen: Mirrored) -> None:
    if mine.status not in LINKED or _is_known(mine):
        return
    body = held_too(mine.body, seen.body)
    if body == mine.body:
        return
    try:
        store.amend(mine._replace(body=body), CONNECTOR, SAID)
    except StaleRecord:
        return  # it moved meanwhile, and is looked at again with the next reading


def _is_known(mine: Record) -> bool:
    """Whether it is known what Sage holds: the connector keeps that by itself from then on."""
    codes = mine.body.codes if isinstance(mine.body, (Project, SubJob)) else ()
    return any(code.erp_types for code in codes)


def _linked(store: RecordStore, seen: Mirrored) -> Iterable[RecordId]:
    if seen.kind is K.PROJECT:
        row = store.linked(K.PROJECT, seen.erp_id)
        return (row.id,) if row else ()
    job = store.linked(K.PROJECT, seen.scope)
    extra = folded(seen.erp_id)
    return [
        one.id
        for one in (store.of_project(job.id, {K.SUB_JOB}, MOST) if job else ())
        if folded(one.erp_id or "") == extra
    ]
