"""What a record moves on its cost codes: what stands there without it, and what is left after it.

Counted is what Sage holds or is on its way there; what only waits has moved nothing yet.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from core.records import (
    Budget,
    BudgetLine,
    PrimeChange,
    Record,
    SubcontractorInvoice,
)
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import Cents, ErpStatus, RecordKind

K = RecordKind
MOVING = (K.BUDGET, K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE)
"""Kinds that figures are added up from."""
COMMITTING = frozenset({K.COMMITMENT, K.CCO})
ASKED_OF = frozenset({*MOVING, K.PCCO})
COUNTED = frozenset(
    {
        ErpStatus.SYNCED,
        ErpStatus.READY_TO_UPDATE,
        ErpStatus.EXPORTING,
        ErpStatus.OUTCOME_UNKNOWN,
    }
)
GONE = frozenset({ErpStatus.DELETED, ErpStatus.ARCHIVED})
MOST = 2_000
"""So many records of a project are added up."""
NO_ESTIMATE = (
    "A prime change order moves no estimate here; the setting policies.pcco_estimates decides."
)
Place = tuple[str, str, str]
"""Sub job, code and category."""


class Basis(StrEnum):
    """What is left of what."""

    BUDGET = "budget"
    """The budget less what is committed."""
    COMMITMENT = "commitment"
    """What is committed less what is invoiced."""


class Share(NamedTuple):
    """One cost code: its figures without the record, what the record moves, and what is left."""

    sub_job: str
    code: str
    category: str
    budget: Cents | None
    """None where the project has no budget here."""
    committed: Cents
    invoiced: Cents
    amount: Cents
    after: Cents | None

    @property
    def over(self) -> bool:
        """Less than nothing is left."""
        return self.after is not None and self.after < 0

    @property
    def name(self) -> str:
        """`03-300 S`, with the sub job in front where there is one."""
        return " ".join(part for part in (self.sub_job, self.code, self.category) if part)


class Impact(NamedTuple):
    """Every cost code that a record is written on."""

    basis: Basis
    currency: str
    shares: tuple[Share, ...]
    why: str = ""
    """Why nothing is moved, where that is so."""
    more: bool = False
    """The project has more records than were added up."""

    @property
    def over(self) -> tuple[Share, ...]:
        """Those on which less than nothing is left."""
        return tuple(share for share in self.shares if share.over)


class Sums(NamedTuple):
    """What the other records of a project come to, by cost code."""

    budget: Counter[Place] | None
    committed: Counter[Place]
    invoiced: Counter[Place]


def impact(record: Record, others: Sequence[Record], settings: Settings) -> Impact | None:
    """What a record moves, given those of its project that are of MOVING kinds, at most MOST.

    None for a kind that moves nothing.
    """
    if record.kind not in ASKED_OF:
        return None
    body = record.body
    estimates = isinstance(body, PrimeChange) and (
        body.estimates or settings.policies.pcco_estimates
    )
    if isinstance(body, PrimeChange) and not estimates:
        return Impact(Basis.BUDGET, record.currency, (), NO_ESTIMATE)
    sums = _sums(record, others)
    moved = _moved(record)
    invoice = isinstance(body, SubcontractorInvoice)
    if invoice:
        left = _left_to_bill
    else:
        left = _left_to_commit if record.kind in COMMITTING else _left_of_estimate
    shares = (_share(place, amount, sums, left) for place, amount in moved.items())
    basis = Basis.COMMITMENT if invoice else Basis.BUDGET
    return Impact(basis, record.currency, tuple(shares), more=len(others) >= MOST)


Left = Callable[[Share], Cents | None]


def _share(place: Place, amount: Cents, sums: Sums, left: Left) -> Share:
    budget = None if sums.budget is None else sums.budget[place]
    share = Share(*place, budget, sums.committed[place], sums.invoiced[place], amount, None)
    return share._replace(after=left(share))


def _left_to_commit(of: Share) -> Cents | None:
    return None if of.budget is None else of.budget - of.committed - of.amount


def _left_of_estimate(of: Share) -> Cents | None:
    return None if of.budget is None else of.budget + of.amount - of.committed


def _left_to_bill(of: Share) -> Cents | None:
    return of.committed - of.invoiced - of.amount


def _moved(record: Record) -> Counter[Place]:
    """By cost code in the order of the lines; of a budget what it adds to its last export."""
    body, found = record.body, Counter[Place]()
    if isinstance(body, Budget):
        found.update(_revised(body.lines))
        found.subtract(_revised(body.exported))
        return found
    for line in getattr(body, "lines", ()):
        found[line.sub_job, line.code, line.category] += line.amount
    return found


def _revised(lines: Iterable[BudgetLine]) -> Counter[Place]:
    found = Counter[Place]()
    for line in lines:
        found[line.sub_job, line.code, line.category] += line.revised
    return found


def _sums(record: Record, others: Iterable[Record]) -> Sums:
    """Without the record itself, and without what is in another currency."""
    mine = record.body
    budget = _revised(mine.exported) if isinstance(mine, Budget) else None
    committed, invoiced = Counter[Place](), Counter[Place]()
    for other in others:
        if other.id == record.id or other.currency != record.currency or other.status in GONE:
            continue
        if isinstance(other.body, Budget):
            budget = Counter[Place]() if budget is None else budget
            budget.update(_revised(other.body.lines))
        elif other.status in COUNTED:
            billed = isinstance(other.body, SubcontractorInvoice)
            (invoiced if billed else committed).update(_moved(other))
    return Sums(budget, committed, invoiced)
