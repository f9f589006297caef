"""What Sage or a project holds that does not come here, and why (cross-cutting C.5, 7 to 10)."""

from collections.abc import Iterator

from core.guards.jobs import code_list_is_the_erps, erp_sync_is_on
from core.guards.prime_contracts import (
    contract_is_approved,
    contract_is_on_one_project,
    job_is_synced,
)
from core.health import Behind
from core.objection import Guard
from core.people import CONNECTOR
from core.ports import RecordStore
from core.query import Query
from core.records import Company
from core.settings import Settings
from core.vocabulary import RecordKind, View

K = RecordKind
MOST = 200
"""Records of one list that are looked into, one by one."""
POSTED = (K.BUDGET, K.COMMITMENT)
"""What Sage takes into a batch that somebody has to post."""
UNSENT: tuple[Guard, ...] = (erp_sync_is_on, code_list_is_the_erps)
WAITING: tuple[Guard, ...] = (job_is_synced,)
SYNCED: tuple[Guard, ...] = (contract_is_approved, contract_is_on_one_project)


def behind(store: RecordStore) -> Behind:
    settings = store.settings()
    inactive, untaken = [], []
    for seen in store.unheld(K.COMPANY):
        name = f"{seen.erp_id} {seen.title}"
        if not seen.active:
            inactive.append(name)
        elif isinstance(seen.body, Company) and not _is_taken(seen.body.vendor_type, settings):
            untaken.append(name)
    return Behind(
        tuple(inactive), tuple(untaken), tuple(_unposted(store)),
        tuple(_objections(store, "jobs", View.NOT_SENT, UNSENT)),
        (
            *_objections(store, "prime_contracts", View.READY_TO_IMPORT, WAITING),
            *_objections(store, "prime_contracts", View.SYNCED, SYNCED),
        ),
    )  # fmt: skip


def _is_taken(vendor_type: str, settings: Settings) -> bool:
    """A vendor without a type is always taken (vendors 17)."""
    taken = settings.imported_vendor_types
    return taken is None or not vendor_type or vendor_type in taken


def _unposted(store: RecordStore) -> Iterator[str]:
    for kind in POSTED:
        yield from (seen.erp_id for seen in store.mirrored(kind) if not seen.posted)


def _objections(
    store: RecordStore, tab: str, view: View, guards: tuple[Guard, ...]
) -> Iterator[str]:
    for row in store.rows(Query(tab, view), MOST):
        case = store.case(row.id, CONNECTOR)
        said = next((text for guard in guards if (text := guard.objects(case))), None)
        if said is not None:
            yield f"{row.number}: {said.rstrip('.')}"
