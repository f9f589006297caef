"""Use case: bring what a job cost into its record, as totals or one by one as its project chose."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from core.case import Mirrored
from core.costs import Takes, billed_categories, categories_of, detailed, summary
from core.mappings import Feature, amiss
from core.ports import RecordStore, UnknownRecord
from core.query import Query
from core.records import JobCost, Project, Record, folded
from core.settings import ProjectSettings
from core.vocabulary import ErpStatus, RecordId, RecordKind

K = RecordKind
LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})
EVERYTHING = 1_000_000_000
TRIED = "job costs tried"
"""The fact that holds when every transaction was last tried."""


class CostSync:
    """One pass over the job costs; what all of them need is read once."""

    def __init__(self, store: RecordStore, now: datetime, *, each: bool = True) -> None:
        """`each`: transactions, too, where a project takes them; else they stay as they are."""
        self._store = store
        self._now = now
        self._each = each
        self._linked: dict[str, bool] = {}

    def brought(self, mine: Record, seen: Mirrored) -> Record:
        """A record as Sage's costs make it. Whatever was edited here is Sage's again."""
        theirs, before = seen.body, mine.body
        if not isinstance(theirs, JobCost) or not isinstance(before, JobCost):
            return mine
        chosen = self._chosen(mine)
        if chosen.transactions and not self._each:
            body = before._replace(lines=theirs.lines)
        elif chosen.transactions:
            body = detailed(theirs, self._takes(mine, chosen, theirs), before, self._now)
        else:
            body = summary(theirs)
        return mine._replace(title=seen.title, amount=seen.amount, body=body)

    def tried(self) -> None:
        """Note that every transaction was tried at this moment, if they were."""
        if self._each:
            self._store.keep(TRIED, self._now.isoformat())

    def _chosen(self, mine: Record) -> ProjectSettings:
        if mine.project is None:
            return ProjectSettings()
        return self._store.project_settings(mine.project)

    def _takes(self, mine: Record, chosen: ProjectSettings, theirs: JobCost) -> Takes | None:
        project = self._project(mine.project)
        if project is None or not isinstance(project.body, Project):
            return None
        if project.status not in LINKED:
            return None
        vendors = {cost.vendor for cost in theirs.transactions if cost.vendor}
        settings = self._store.settings()
        return Takes(
            categories_of(project.body),
            self._extras.get(project.number, frozenset()),
            frozenset(folded(vendor) for vendor in vendors if self._is_linked(vendor)),
            billed_categories(settings, chosen),
            amiss(Feature.JOB_COST_TRANSACTIONS, settings.relay.mappings) is None,
        )

    def _project(self, named: RecordId | None) -> Record | None:
        if named is None:
            return None
        try:
            return self._store.find(self._store.carrier(named))
        except UnknownRecord:
            return None

    def _is_linked(self, vendor: str) -> bool:
        if vendor not in self._linked:
            row = self._store.linked(K.COMPANY, vendor)
            self._linked[vendor] = row is not None and row.status in LINKED
        return self._linked[vendor]

    @cached_property
    def _extras(self) -> Mapping[str, frozenset[str]]:
        return synced_extras(self._store)


def synced_extras(store: RecordStore) -> dict[str, frozenset[str]]:
    """Sage's ids of the synced sub jobs, folded, by the number of their project."""
    found: dict[str, set[str]] = {}
    for row in store.rows(Query("sub_jobs"), EVERYTHING):
        if row.status in LINKED and row.erp_id:
            found.setdefault(row.project_number, set()).add(folded(row.erp_id))
    return {number: frozenset(ids) for number, ids in found.items()}


def last_tried(store: RecordStore) -> datetime | None:
    """When transactions were last tried; None before the first time."""
    kept = store.kept(TRIED)
    return datetime.fromisoformat(kept) if kept else None
