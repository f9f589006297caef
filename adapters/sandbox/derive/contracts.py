"""Rows as contracts: what opens one, what changes it, and what can be neither."""

from collections.abc import Iterable, Sequence
from datetime import date

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.chance import lot
from adapters.sandbox.extract import LeftOut
from core.records import folded
from core.values import NamedTuple

ORIGINAL = "0"
"""The revision that opens a contract."""
LARGEST_PART = 4
"""No job may take more than this part of a small company, as 1/n."""


class Contract(NamedTuple):
    """A purchase order of the city."""

    number: str
    opening: ContractRow
    changes: tuple[ContractRow, ...] = ()

    @property
    def stands_in(self) -> bool:
        """Its revision 0 is not in the file; the earliest that may is taken for it."""
        return self.opening.revision != ORIGINAL

    @property
    def job(self) -> str:
        """By which the job is known, in whatever spelling."""
        return folded(self.opening.specification)

    @property
    def vendor(self) -> str:
        """By which the vendor is known, in whatever spelling."""
        return folded(self.opening.vendor_id)


class Sorted(NamedTuple):
    """All rows, each in a contract or left out."""

    contracts: tuple[Contract, ...]
    left_out: tuple[LeftOut, ...]


def chosen(rows: Sequence[ContractRow], limit: int | None) -> list[ContractRow]:
    """The rows of whole jobs, about as many as asked for; all of them without a limit."""
    if limit is None or limit >= len(rows):
        return list(rows)
    jobs: dict[str, list[ContractRow]] = {}
    for row in rows:
        jobs.setdefault(row.specification, []).append(row)
    taken: list[ContractRow] = []
    for job in sorted(jobs, key=lambda job: lot("company", job)):
        room = limit - len(taken)
        if len(jobs[job]) <= max(room // LARGEST_PART, 1):
            taken += jobs[job]
        if len(taken) >= limit:
            break
    return sorted(taken, key=lambda row: row.line)


def sorted_out(rows: Iterable[ContractRow]) -> Sorted:
    """Group rows by purchase order; what belongs to no contract is left out with its reason."""
    by_number: dict[str, list[ContractRow]] = {}
    seen: set[tuple[str, str]] = set()
    left_out: list[LeftOut] = []
    for row in rows:
        why = _unplaced(row, seen)
        if why is not None:
            left_out.append(why)
            continue
        seen.add((folded(row.number), folded(row.revision)))
        by_number.setdefault(folded(row.number), []).append(row)
    contracts = []
    for revisions in by_number.values():
        contract, orphans = _contract(sorted(revisions, key=_in_order))
        left_out += orphans
        if contract is not None:
            contracts.append(contract)
    return Sorted(tuple(contracts), tuple(left_out))


def _unplaced(row: ContractRow, seen: set[tuple[str, str]]) -> LeftOut | None:
    if not row.specification:
        return LeftOut(
            row.line, "Specification Number", "", "is empty, so there is no job it belongs to",
            "fill it in to load this row",
        )  # fmt: skip
    if not row.vendor_id:
        return LeftOut(
            row.line, "Vendor ID", "", "is empty, so nobody can be paid for it",
            "fill it in to load this row",
        )  # fmt: skip
    if (folded(row.number), folded(row.revision)) in seen:
        return LeftOut(
            row.line, "Revision Number", row.revision,
            f"of purchase order {row.number} is in the file already",
            "keep one of the two rows",
        )  # fmt: skip
    return None


def _in_order(row: ContractRow) -> tuple[bool, date, int]:
    return (row.revision != ORIGINAL, row.approved or date.max, row.line)


def _contract(revisions: Sequence[ContractRow]) -> tuple[Contract | None, list[LeftOut]]:
    """The earliest revision opens the contract, unless it takes away from one that is not here."""
    opening = next((at for at, row in enumerate(revisions) if row.award >= 0), len(revisions))
    orphans = [_orphan(row) for row in revisions[:opening]]
    if opening == len(revisions):
        return None, orphans
    first, *changes = revisions[opening:]
    return Contract(first.number, first, tuple(changes)), orphans


def _orphan(row: ContractRow) -> LeftOut:
    return LeftOut(
        row.line, "Revision Number", row.revision,
        f"takes away from purchase order {row.number}, whose revision 0 is not in the file",
        "add the row of revision 0 to load this one",
    )  # fmt: skip
