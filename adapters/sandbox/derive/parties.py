"""Who is named in the rows, vendors and jobs alike, and who of them both systems know."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.chance import deal
from adapters.sandbox.derive.contracts import Contract
from core.records import folded
from core.values import NamedTuple
from core.vocabulary import ErpStatus

S = ErpStatus

NAME_WIDTH = 30
JOB = re.compile(r"[A-Za-z0-9]{1,10}")
VENDOR = re.compile(r"[A-Za-z0-9.-]{1,10}")


class Party(NamedTuple):
    """A vendor or a job, with the rows that name it and its contracts."""

    key: str
    """Its id in whatever spelling."""
    id: str
    """As it was first spelt."""
    rows: tuple[ContractRow, ...]
    contracts: tuple[Contract, ...]


class Group(NamedTuple):
    """Parties of one sort, and which part of them stands where; the rest stand at `rest`."""

    name: str
    takes: Callable[[Party], bool]
    shares: Mapping[ErpStatus, float]
    rest: ErpStatus = S.SYNCED


def _is_long(party: Party) -> bool:
    return len(party.rows[0].vendor_name) > NAME_WIDTH


def _is_no_vendor_id(party: Party) -> bool:
    return VENDOR.fullmatch(party.id) is None


def _is_no_job_id(party: Party) -> bool:
    return JOB.fullmatch(party.id) is None


def _has_none(party: Party) -> bool:
    return not party.contracts


def _has_one(party: Party) -> bool:
    return len(party.contracts) == 1


def _is_anyone(_: Party) -> bool:
    return True


# What contracts depend on is mostly synced, so that their own reasons are what is left to judge.
# fmt: off
VENDORS = (
    Group("misshapen", _is_no_vendor_id, {}, S.UNSENT),
    Group("long names", _is_long, {S.REJECTED: .02}, S.UNSENT),
    Group("without contract", _has_none, {
        S.READY_TO_IMPORT: .42, S.READY_TO_EXPORT: .12, S.ARCHIVED: .09, S.UNSENT: .06}),
    Group("with one contract", _has_one, {
        S.READY_TO_EXPORT: .14, S.UNSENT: .045, S.REJECTED: .02, S.RETRIEVED: .015,
        S.FAILED: .012, S.UNLINKED: .01}),
    Group("with more", _is_anyone, {}),
)
JOBS = (
    Group("misshapen", _is_no_job_id, {S.READY_TO_EXPORT: .3, S.REJECTED: .05}, S.UNSENT),
    Group("without contract", _has_none, {
        S.READY_TO_IMPORT: .16, S.ARCHIVED: .06, S.READY_TO_EXPORT: .04, S.UNSENT: .15}),
    Group("with one contract", _has_one, {
        S.READY_TO_EXPORT: .014, S.UNSENT: .012, S.REJECTED: .005, S.RETRIEVED: .004,
        S.FAILED: .003}),
    Group("with more", _is_anyone, {S.READY_TO_UPDATE: .07}),
)
# fmt: on


def parties(of: str, rows: Iterable[ContractRow], contracts: Iterable[Contract]) -> list[Party]:
    """Everyone a column names, in the order of the file."""
    named: dict[str, list[ContractRow]] = {}
    for row in rows:
        named.setdefault(folded(getattr(row, of)), []).append(row)
    held: dict[str, list[Contract]] = {}
    for contract in contracts:
        held.setdefault(folded(getattr(contract.opening, of)), []).append(contract)
    return [
        Party(key, getattr(found[0], of), tuple(found), tuple(held.get(key, ())))
        for key, found in named.items()
        if key
    ]


def statuses(groups: Sequence[Group], everyone: Sequence[Party]) -> dict[str, ErpStatus]:
    """Where each one stands, by its key and the first group that takes it."""
    sorted_in: dict[str, list[str]] = {group.name: [] for group in groups}
    for party in everyone:
        sorted_in[next(g.name for g in groups if g.takes(party))].append(party.key)
    dealt: dict[str, ErpStatus] = {}
    for group in groups:
        dealt |= deal(group.name, sorted_in[group.name], group.shares, group.rest)
    return dealt
