"""Commitments and their change orders."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.calendar import Calendar
from adapters.sandbox.derive.chance import allotted, deal, lot
from adapters.sandbox.derive.contracts import Contract
from adapters.sandbox.derive.jobs import Extras, wants_more
from adapters.sandbox.derive.life import LINKED, standing
from adapters.sandbox.derive.work import DESCRIPTION, EXTRA, lines, work
from core.records import ChangeLine, Commitment, CommitmentChange, Record, SovLine
from core.values import NamedTuple
from core.vocabulary import Approval, ErpStatus, RecordKind

K, S = RecordKind, ErpStatus

TITLE_WIDTH = 30
NUMBER = re.compile(r"[A-Za-z0-9]{1,12}")
CCO = re.compile(r"[A-Za-z0-9]{1,5}")
EARLY = 16
"""One in so many contracts uses a sub job or a code that its job asked for before Sage has it."""
TO_MEND = frozenset({S.UNSENT, S.REJECTED, S.RETRIEVED})

# fmt: off
CHANGED_AND_SOUND = {S.SYNCED: .65, S.UNLINKED: .005, S.FAILED: .01, S.REJECTED: .01, S.UNSENT: .01}
SOUND = {S.SYNCED: .09, S.FAILED: .008, S.REJECTED: .012, S.RETRIEVED: .01, S.UNLINKED: .005,
         S.UNSENT: .02}
UNSOUND = {S.UNSENT: .31, S.REJECTED: .05, S.RETRIEVED: .02}
SOUND_CHANGES = {S.SYNCED: .35, S.FAILED: .015, S.REJECTED: .02, S.RETRIEVED: .012,
                 S.UNLINKED: .01, S.UNSENT: .03}
UNSOUND_CHANGES = {S.UNSENT: .15, S.REJECTED: .01}
# fmt: on


class Company(NamedTuple):
    """What contracts refer to."""

    vendors: Mapping[str, Record]
    jobs: Mapping[str, Record]
    sub_jobs: Extras


def commitments(
    contracts: Sequence[Contract], company: Company, calendar: Calendar
) -> dict[str, Record]:
    """By number; those that the rules refuse wait beside those that they take."""
    sound = [c for c in contracts if _is_sound(c, company)]
    changed = [c.number for c in sound if c.changes]
    plain = [c.number for c in sound if not c.changes]
    known = {*changed, *plain}
    dealt = (
        deal("changed commitments", changed, CHANGED_AND_SOUND, S.READY_TO_EXPORT)
        | deal("commitments", plain, SOUND, S.READY_TO_EXPORT)
        | deal(
            "refused commitments", [c.number for c in contracts if c.number not in known],
            UNSOUND, S.READY_TO_EXPORT,
        )
    )  # fmt: skip
    return {c.number: _commitment(c, dealt[c.number], company, calendar) for c in contracts}


def _is_sound(contract: Contract, company: Company) -> bool:
    """Whether the rules would take it."""
    return (
        len(_title(contract)) <= TITLE_WIDTH
        and NUMBER.fullmatch(contract.number) is not None
        and company.vendors[contract.vendor].status in LINKED
        and company.jobs[contract.job].status in LINKED
    )


def _title(contract: Contract) -> str:
    return contract.opening.title or f"Purchase order {contract.number}"


def _commitment(
    contract: Contract, status: ErpStatus, company: Company, calendar: Calendar
) -> Record:
    row, job = contract.opening, company.jobs[contract.job]
    vendor, created = company.vendors[contract.vendor], calendar.created(contract.opening)
    kind = work(row)
    body = Commitment(
        kind.type, _approval(contract, status), row.approved or row.start, kind.retainage,
        _scope(contract), _lines(contract, status, company),
    )  # fmt: skip
    record = Record(
        calendar.id(K.COMMITMENT, contract.number, created), K.COMMITMENT, S.UNSENT, 1,
        contract.number, _title(contract), body,
        project=job.id, project_number=job.number, vendor=vendor.id, vendor_name=vendor.title,
        amount=row.award, created_at=created,
    )  # fmt: skip
    return standing(record, contract.number, status, calendar)


def _approval(contract: Contract, status: ErpStatus) -> Approval:
    if status in TO_MEND and lot("approval", contract.number) % 3 == 0:
        return Approval.DRAFT if status is S.UNSENT else Approval.PENDING
    return Approval.APPROVED


def _scope(contract: Contract) -> str:
    row = contract.opening
    said = [row.title, row.type, f"Procured by {row.procurement.lower()}" * bool(row.procurement)]
    if contract.stands_in:
        said.append(f"Revision {row.revision} stands in for revision 0, which is not in the file")
    return ". ".join(filter(None, said))[:1000]


def _lines(contract: Contract, status: ErpStatus, company: Company) -> tuple[SovLine, ...]:
    """On the year's sub job where that is synced; now and then on a code Sage does not have yet."""
    row, job = contract.opening, company.jobs[contract.job]
    year = str(row.approved.year) if row.approved else ""
    extra = company.sub_jobs.get((contract.job, year))
    early = status is S.READY_TO_EXPORT and lot("early", contract.number) % EARLY == 0
    on_extra = extra is not None and (extra.status is S.SYNCED or early)
    made = lines(row, year if on_extra else "")
    if (
        status is S.READY_TO_EXPORT
        and wants_more(job)
        and lot("more", contract.number) % EARLY == 0
    ):
        code, category = EXTRA
        last = made[-1]._replace(code=code, category=category, description=DESCRIPTION[code])
        made = (*made[:-1], last._replace(sub_job=""))
    return made


def changes(
    contracts: Sequence[Contract], held: Mapping[str, Record], calendar: Calendar
) -> dict[str, list[Record]]:
    """Change orders by the number of their commitment, in the order of their approval."""
    pairs = [(c, row) for c in contracts for row in c.changes]
    sound = [_key(c, row) for c, row in pairs if _is_sound_change(row, held[c.number])]
    known = set(sound)
    dealt = deal("changes", sound, SOUND_CHANGES, S.READY_TO_EXPORT) | deal(
        "refused changes", [k for c, row in pairs if (k := _key(c, row)) not in known],
        UNSOUND_CHANGES, S.READY_TO_EXPORT,
    )  # fmt: skip
    return {
        c.number: [
            _change(row, number, dealt[_key(c, row)], held[c.number], calendar)
            for row, number in zip(c.changes, _numbers(c.changes), strict=True)
        ]
        for c in contracts
        if c.changes
    }


def _numbers(revisions: Sequence[ContractRow]) -> list[str]:
    """Revision numbers where Sage takes them; R001 and on for the rest."""
    taken = {row.revision.casefold() for row in revisions}
    free = (number for place in count(1) if (number := f"R{place:03}").casefold() not in taken)
    return [row.revision if CCO.fullmatch(row.revision) else next(free) for row in revisions]


def _key(contract: Contract, row: ContractRow) -> str:
    return f"{contract.number}/{row.revision}"


def _is_sound_change(row: ContractRow, commitment: Record) -> bool:
    return commitment.status is S.SYNCED and len(_change_title(row)) <= TITLE_WIDTH


def _change_title(row: ContractRow) -> str:
    return row.title or row.type or f"Revision {row.revision}"


def _change(
    row: ContractRow, number: str, status: ErpStatus, commitment: Record, calendar: Calendar
) -> Record:
    """By the amount of its row, which is the difference that the revision made."""
    since = commitment.created_at or calendar.as_of
    created = max(calendar.created(row), since + timedelta(minutes=1))
    key = f"{commitment.number}/{row.revision}"
    order = commitment.body if isinstance(commitment.body, Commitment) else Commitment()
    body = CommitmentChange(
        Approval.DRAFT if status is S.UNSENT and lot("approval", key) % 2 else Approval.APPROVED,
        row.approved or order.dated, row.approved, _change_scope(row, commitment),
        _change_lines(row, order.lines),
    )  # fmt: skip
    record = Record(
        calendar.id(K.CCO, key, created), K.CCO, S.UNSENT, 1,
        number, _change_title(row), body,
        project=commitment.project, project_number=commitment.project_number,
        vendor=commitment.vendor, vendor_name=commitment.vendor_name,
        parent=commitment.id, parent_number=commitment.number,
        amount=row.award, created_at=created,
    )  # fmt: skip
    return standing(record, key, status, calendar)


def _change_scope(row: ContractRow, commitment: Record) -> str:
    what = f" ({row.type})" if row.type else ""
    until = f" until {row.end:%Y-%m-%d}" if row.end else ""
    return f"Revision {row.revision} of {commitment.number}{what}{until}. {row.title}"[:1000]


def _change_lines(row: ContractRow, ordered: tuple[SovLine, ...]) -> tuple[ChangeLine, ...]:
    """Over the lines of the commitment, as its amount is; all of nothing on the first."""
    used = ordered if row.award else ordered[:1]
    amounts = allotted(row.award, [1 + max(line.amount, 0) for line in used])
    return tuple(
        ChangeLine(x.item, x.code, x.category, amount, x.description, x.sub_job)
        for x, amount in zip(used, amounts, strict=True)
    )
