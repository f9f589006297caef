"""Jobs with their cost codes, and the years of busy jobs as sub jobs."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import deal, lot, part
from adapters.sandbox.derive.contracts import Contract
from adapters.sandbox.derive.life import HELD, LINKED, standing
from adapters.sandbox.derive.parties import JOBS, Party, parties, statuses
from adapters.sandbox.derive.work import DESCRIPTION, EXTRA, OVERHEAD, work
from core.records import Project, ProjectCode, Record, SubJob
from core.vocabulary import ErpStatus, Origin, RecordKind

K, S = RecordKind, ErpStatus
Extras = dict[tuple[str, str], Record]
"""Sub jobs by job and year."""

BUSY_JOB = 3
"""Contracts a job has before its years are kept apart."""
SUB_JOBS = {
    S.READY_TO_EXPORT: 0.18, S.READY_TO_IMPORT: 0.08, S.UNSENT: 0.06, S.REJECTED: 0.04,
    S.RETRIEVED: 0.03, S.FAILED: 0.03,
}  # fmt: skip
WANTING_MORE = 12
"""One in so many synced jobs has a code that was never sent to Sage."""
BARE = 6
"""One in so many jobs of Sage has a cost code without a category."""


def jobs(
    rows: Iterable[ContractRow], contracts: Iterable[Contract], calendar: Calendar
) -> dict[str, Record]:
    """By specification number, in whatever spelling."""
    everyone = parties("specification", rows, contracts)
    dealt = statuses(JOBS, everyone)
    return {p.key: _job(p, dealt[p.key], calendar) for p in everyone}


def _job(party: Party, status: ErpStatus, calendar: Calendar) -> Record:
    created = _before(calendar.created(min(party.rows, key=calendar.created)), party.id)
    record = Record(
        calendar.id(K.PROJECT, party.id, created), K.PROJECT, S.UNSENT, 1, party.id,
        _name(party), _project(party, status),
        Origin.ERP if status in {S.READY_TO_IMPORT, S.ARCHIVED} else Origin.PROJECT,
        created_at=created,
    )  # fmt: skip
    return standing(record, party.id, status, calendar)


def _name(party: Party) -> str:
    """What its largest row was for."""
    largest = max(party.rows, key=lambda row: (row.award, -row.line))
    return largest.title or f"Specification {party.id}"


def _project(party: Party, status: ErpStatus) -> Project:
    pairs = set(OVERHEAD)
    for row in [contract.opening for contract in party.contracts] or party.rows:
        pairs.update((code, category) for code, category, _ in work(row).portions)
    codes = _codes(pairs, in_sage=status in HELD)
    busy = len(party.contracts) > 1
    if status is S.READY_TO_UPDATE or (
        status is S.SYNCED and busy and lot("wants more", party.id) % WANTING_MORE == 0
    ):
        codes = _asking(codes)
    if status is S.READY_TO_IMPORT and lot("bare", party.id) % BARE == 0:
        codes = (*codes, ProjectCode("34-700", DESCRIPTION["34-700"]))
    body = Project(city="Chicago", state="IL", address=party.rows[0].department, codes=codes)
    if status is not S.UNSENT:
        return body
    # Why nobody sent it: it is not to be synced, it has no codes, or nobody came to it yet.
    match lot("unsent", party.id) % 4:
        case 0:
            return body._replace(erp_sync=False)
        case 1:
            return body._replace(erp_code_list=False)
        case 2:
            return body._replace(codes=())
        case _:
            return body


def _codes(pairs: Iterable[tuple[str, str]], *, in_sage: bool) -> tuple[ProjectCode, ...]:
    types: dict[str, list[str]] = {}
    for code, category in sorted(pairs):
        types.setdefault(code, []).append(category)
    return tuple(
        ProjectCode(code, DESCRIPTION[code], tuple(held), tuple(held) if in_sage else ())
        for code, held in types.items()
    )


def _asking(codes: tuple[ProjectCode, ...]) -> tuple[ProjectCode, ...]:
    """With one more code and category than Sage has."""
    code, category = EXTRA
    if any(c.code == code for c in codes):
        return tuple(
            c._replace(types=tuple(sorted({*c.types, category}))) if c.code == code else c
            for c in codes
        )
    return (*codes, ProjectCode(code, DESCRIPTION[code], (category,)))


def wants_more(job: Record) -> bool:
    """Whether a code of the job waits to be made in Sage."""
    body = job.body
    return job.status in LINKED and isinstance(body, Project) and any(c.pending for c in body.codes)


def sub_jobs(contracts: Iterable[Contract], of: Mapping[str, Record], calendar: Calendar) -> Extras:
    """A year of a busy job's contracts each, where there is more than one."""
    years: dict[str, dict[str, list[Contract]]] = {}
    for contract in contracts:
        if contract.opening.approved is not None:
            year = str(contract.opening.approved.year)
            years.setdefault(contract.job, {}).setdefault(year, []).append(contract)
    busy = {
        (job, year): held
        for job, by_year in years.items()
        if len(by_year) > 1 and sum(map(len, by_year.values())) >= BUSY_JOB
        for year, held in by_year.items()
    }
    ready = [key for key in busy if of[key[0]].status in LINKED]
    dealt = deal("sub jobs", ready, SUB_JOBS, S.SYNCED)
    return {
        key: _sub_job(key, held, of[key[0]], dealt.get(key, S.UNSENT), calendar)
        for key, held in busy.items()
    }


def _sub_job(
    key: tuple[str, str], held: list[Contract], job: Record, status: ErpStatus, calendar: Calendar
) -> Record:
    year = key[1]
    name = f"{job.number}/{year}"
    created = _first(held, calendar)
    pairs = {(c, t) for contract in held for c, t, _ in work(contract.opening).portions}
    record = Record(
        calendar.id(K.SUB_JOB, name, created), K.SUB_JOB, S.UNSENT, 1, year,
        f"Contracts approved in {year}",
        SubJob(_codes(pairs, in_sage=status in HELD)),
        Origin.ERP if status is S.READY_TO_IMPORT else Origin.PROJECT,
        project=job.id, project_number=job.number, created_at=created,
    )  # fmt: skip
    return standing(record, name, status, calendar)


def _first(held: Iterable[Contract], calendar: Calendar) -> datetime:
    first = min(calendar.created(contract.opening) for contract in held)
    return (first - timedelta(hours=3)).replace(microsecond=0)


def _before(first: datetime, job: str) -> datetime:
    """A job is there before its first contract is."""
    return (first - timedelta(days=1 + 20 * part("before", job))).replace(microsecond=0)
