"""What the directory has around companies that are judged: their namesakes, and who names them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from core.case import Directory, Near
from core.records import Commitment, Record
from core.settings import Settings
from core.vocabulary import Action, Approval, ErpStatus, RecordId, RecordKind

S = ErpStatus
ON_THE_WAY = frozenset({S.EXPORTING, S.OUTCOME_UNKNOWN})
COMPARED = {
    S.READY_TO_EXPORT: Action.ACCEPT,
    S.FAILED: Action.ACCEPT,
    S.READY_TO_IMPORT: Action.IMPORT,
}
"""From which status a company's name is compared, and for which action."""
TIDIED = frozenset({Action.MERGE, Action.CONSOLIDATE})
"""Actions that depend on who names the company."""
OPEN = frozenset({S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED, S.SYNCED})
AGREED = frozenset({Approval.APPROVED, Approval.COMPLETE})
NOTHING = Directory()
ALL = 100


class Companies(Protocol):
    """What of a shelf is asked here."""

    def near(
        self, records: Sequence[Record], percent: int
    ) -> Mapping[RecordId, tuple[Near, ...]]: ...

    def naming(
        self, companies: Collection[RecordId]
    ) -> Sequence[tuple[RecordId, RecordKind, ErpStatus]]: ...

    def named_by_all(self, companies: Collection[RecordId]) -> Sequence[Record]: ...


def directories(
    shelf: Companies,
    records: Collection[Record],
    target: Record | None,
    settings: Settings,
    action: Action | None,
) -> Mapping[RecordId, Directory]:
    """Of each company what an action has to know of; of all actions where that is None."""
    companies = [r for r in records if r.kind is RecordKind.COMPANY]
    if not companies:
        return {}
    compared = [
        r for r in companies if r.status in COMPARED and action in {None, COMPARED[r.status]}
    ]
    percent = settings.policies.near_duplicate
    near = shelf.near(compared, percent) if compared and 0 < percent <= ALL else {}
    found = {name: Directory(namesakes) for name, namesakes in near.items() if namesakes}
    tidied = [r for r in companies if r.status in OPEN] if action in {None, *TIDIED} else []
    for record, commitments, on_the_way in _counted(shelf, tidied):
        known = found.get(record, NOTHING)
        found[record] = known._replace(commitments=commitments, on_their_way=on_the_way)
    if action is Action.MERGE and target is not None and target.kind is RecordKind.COMPANY:
        agreed = _agreed(shelf, target)
        for company in tidied:
            known = found.get(company.id, NOTHING)
            found[company.id] = known._replace(approved_for_target=agreed)
    return found


def _counted(shelf: Companies, companies: Sequence[Record]) -> list[tuple[RecordId, int, int]]:
    """Each company with how many commitments name it, and how many records are on their way."""
    if not companies:
        return []
    mine = {name: r.id for r in companies for name in (r.id, r.at_origin)}
    commitments: dict[RecordId, int] = {}
    on_the_way: dict[RecordId, int] = {}
    for vendor, kind, status in shelf.naming(mine):
        name = mine[vendor]
        commitments[name] = commitments.get(name, 0) + (kind is RecordKind.COMMITMENT)
        on_the_way[name] = on_the_way.get(name, 0) + (status in ON_THE_WAY)
    return [(name, n, on_the_way[name]) for name, n in commitments.items()]


def _agreed(shelf: Companies, company: Record) -> int:
    return sum(
        isinstance(record.body, Commitment) and record.body.approval in AGREED
        for record in shelf.named_by_all({company.id, company.at_origin})
    )
