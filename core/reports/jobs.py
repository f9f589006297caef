"""Which Sage job is meant, by its own id or by the number of the project that is linked to it."""

from core.ports import RecordStore
from core.query import Field, Query, Term
from core.records import Row, folded
from core.reports.report import NoSuchJob
from core.vocabulary import ErpStatus, RecordKind

LINKED = frozenset({ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE})


def job_named(store: RecordStore, name: str) -> str:
    """The Sage id of a job.

    Raises:
        NoSuchJob: neither Sage nor a project has one of this name.
    """
    wanted = folded(name)
    if (row := store.linked(RecordKind.PROJECT, wanted)) is not None and row.erp_id:
        return row.erp_id
    terms = (Term(Field.NUMBER, "is", name.strip().casefold()),)
    named = [row.erp_id for row in store.rows(Query("jobs", terms=terms), 2) if row.erp_id]
    if len(named) == 1:
        return named[0]
    found = next(
        (s for s in store.mirrored(RecordKind.PROJECT) if folded(s.erp_id) == wanted), None
    )
    if found is not None:
        return found.erp_id
    raise NoSuchJob(f"There is no job {name!r}, in Sage or in a project.")


def projects_by_job(store: RecordStore) -> dict[str, Row]:
    """The linked projects by their Sage job, spelled as Sage compares them."""
    everything = 1_000_000_000
    return {
        folded(row.erp_id): row
        for row in store.rows(Query("jobs"), everything)
        if row.erp_id and row.status in LINKED
    }
