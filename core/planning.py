"""A plan: many records of any tabs in the order in which they may be accepted.

An export is not over when it is accepted. So what names a record that is only on its way is held,
and may be planned again once that one is synced; it is neither refused nor tried in vain.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from core.case import NOTHING_SAID, Answers, Case, Related
from core.decide import decide
from core.decision import Allowed, Refused
from core.fields import proposed_erp_id
from core.guards.shared import LINKED
from core.objection import Objection
from core.people import Actor
from core.ports import Asked, RecordStore, UnknownRecord
from core.records import Record, erp_scope, folded, lines_of
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Action, Cents, ErpStatus, RecordId, RecordKind, words
from core.writing import one_way

K = RecordKind

STEPS: tuple[tuple[RecordKind, ...], ...] = (
    (K.COMPANY,),
    (K.PROJECT,),
    (K.SUB_JOB,),
    (K.COST_CODE,),
    (K.BUDGET,),
    (K.PRIME_CONTRACT,),
    (K.COMMITMENT,),
    (K.CCO, K.PCCO),
    (K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE),
    (K.JOB_COST,),
)
"""None names one of a later step."""
NOUNS = {K.COMPANY: "vendor", K.CCO: "change order", K.PCCO: "change order"}
STEP_OF = {kind: step for step, kinds in enumerate(STEPS) for kind in kinds}


class Standing(StrEnum):
    """What the plan makes of a record."""

    READY = "ready"
    HELD = "held"
    """It waits for others and would be accepted once they are synced."""
    REFUSED = "refused"


class Blocker(NamedTuple):
    """What a record has to wait for."""

    id: RecordId
    kind: RecordKind
    number: str
    title: str
    status: ErpStatus
    planned: Standing | None = None
    """What the plan makes of it; None where it is no part of the plan."""

    @property
    def until(self) -> str:
        """`vendor V1001 is synced (in this plan)`."""
        noun = NOUNS.get(self.kind) or words(self.kind)
        where = {
            Standing.READY: "in this plan",
            Standing.HELD: "in this plan, and held itself",
            Standing.REFUSED: "in this plan, and refused",
            None: f"{words(self.status)}, and not in this plan",
        }[self.planned]
        comes = "has its new cost codes in Sage" if self.status in LINKED else "is synced"
        return f"{noun} {self.number} {comes} ({where})"


class Line(NamedTuple):
    """One record of a plan."""

    record: Record
    asked: Asked
    standing: Standing
    blockers: tuple[Blocker, ...] = ()
    objections: tuple[Objection, ...] = ()
    """Why it is refused; of one that may be accepted, what is warned of."""
    erp_id: str | None = None
    """Which Sage id it would take."""
    one_way: tuple[str, ...] = ()
    """Why accepting it cannot be taken back; empty where it can."""


class Twins(NamedTuple):
    """Records of a plan that may be one and the same."""

    why: str
    records: tuple[RecordId, ...]
    numbers: tuple[str, ...]


class Sum(NamedTuple):
    """What a plan does in one tab."""

    tab: str
    standing: Standing
    currency: str
    records: int
    amount: Cents


class Plan(NamedTuple):
    """What would be accepted, in its order, and what would not."""

    lines: tuple[Line, ...]
    twins: tuple[Twins, ...]
    sums: tuple[Sum, ...]

    def those(self, standing: Standing) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing is standing)

    @property
    def ready(self) -> tuple[Asked, ...]:
        """What is accepted when the plan is committed."""
        return tuple(line.asked for line in self.those(Standing.READY))


def planned(
    store: RecordStore, actor: Actor, asked: Sequence[Asked], answers: Answers = NOTHING_SAID
) -> Plan:
    """Judge every record as accept would, supposing that what it names were synced."""
    cases = _cases(store, actor, asked, answers)
    subs = _sub_jobs(case.record for case, _ in cases)
    lines = [_line(case, one, subs) for case, one in cases]
    standings = {line.record.id: line.standing for line in lines}
    placed = tuple(_placed(line, standings) for line in lines)
    return Plan(placed, _twins(placed), _sums(placed))


def _cases(
    store: RecordStore, actor: Actor, asked: Sequence[Asked], answers: Answers
) -> list[tuple[Case, Asked]]:
    found = []
    for one in dict.fromkeys(asked):
        try:
            case = store.case(one.record, actor, one.answers or answers)
        except UnknownRecord:
            continue
        version = case.record.version if one.version is None else one.version
        found.append((case, one._replace(version=version)))
    return sorted(found, key=lambda pair: STEP_OF[pair[0].record.kind])


SubJobs = Mapping[tuple[RecordId | None, str], Record]


def _sub_jobs(records: Iterable[Record]) -> SubJobs:
    return {(r.project, r.number): r for r in records if r.kind is K.SUB_JOB}


def _line(case: Case, asked: Asked, subs: SubJobs) -> Line:
    decision, wanted = decide(case, Action.ACCEPT), proposed_erp_id(case)
    if isinstance(decision, Allowed):
        final = one_way(case, Action.ACCEPT)
        return Line(case.record, asked, Standing.READY, (), decision.warnings, wanted, final)
    blockers = _blockers(case, subs)
    supposed = decide(_supposed(case, subs), Action.ACCEPT) if blockers else decision
    if isinstance(supposed, Refused):
        return Line(case.record, asked, Standing.REFUSED, blockers, supposed.objections, wanted)
    return Line(case.record, asked, Standing.HELD, blockers, supposed.warnings, wanted)


def _blockers(case: Case, subs: SubJobs) -> tuple[Blocker, ...]:
    """What it names and Sage does not hold yet."""
    found = {
        one.id: Blocker(one.id, one.kind, one.number, one.title, one.status)
        for one in case.related.values()
        if one.status not in LINKED
    }
    for sub in _sub_jobs_of(case, subs):
        found[sub.id] = Blocker(sub.id, sub.kind, sub.number, sub.title, sub.status)
    job = case.project
    if job is not None and job.id not in found and _waits_for_codes(case):
        found[job.id] = Blocker(job.id, job.kind, job.number, job.title, job.status)
    return tuple(found.values())


def _sub_jobs_of(case: Case, subs: SubJobs) -> list[Record]:
    """Sub jobs of the plan that its lines are on and that Sage does not hold yet."""
    known = case.job.sub_jobs if case.job else frozenset()
    named = {getattr(line, "sub_job", "") for line in lines_of(case.record)} - {"", *known}
    places = ((case.record.project, number) for number in sorted(named))
    return [subs[place] for place in places if place in subs]


def _waits_for_codes(case: Case) -> bool:
    pending = case.job.pending if case.job else frozenset()
    pairs = (
        (getattr(line, "code", ""), getattr(line, "category", "")) for line in lines_of(case.record)
    )
    return bool(pending) and any(pair in pending for pair in pairs)


def _supposed(case: Case, subs: SubJobs) -> Case:
    """The case in which everything that it names is synced."""
    related = {name: _synced(one) for name, one in case.related.items()}
    job = case.job
    if job is not None:
        numbers = {sub.number for sub in _sub_jobs_of(case, subs)}
        codes = job.codes | job.pending
        job = job._replace(codes=codes, pending=frozenset(), sub_jobs=job.sub_jobs | numbers)
    return case._replace(related=related, job=job)


def _synced(one: Related) -> Related:
    if one.status in LINKED:
        return one
    return one._replace(status=ErpStatus.SYNCED, erp_id=one.erp_id or one.number)


def _placed(line: Line, standings: Mapping[RecordId, Standing]) -> Line:
    """With what the plan makes of everything it waits for."""
    told = (blocker._replace(planned=standings.get(blocker.id)) for blocker in line.blockers)
    return line._replace(blockers=tuple(told))


def _twins(lines: Sequence[Line]) -> tuple[Twins, ...]:
    alike: dict[tuple[str, tuple[object, ...]], list[Record]] = {}
    for line in lines:
        record = line.record
        if line.erp_id:
            key = (folded(line.erp_id), erp_scope(record))
            alike.setdefault((f"the same Sage id {line.erp_id}", key), []).append(record)
        vendor = record.vendor or record.vendor_name
        if vendor and record.amount:
            content = (record.kind, vendor, record.amount, record.title.casefold())
            alike.setdefault(("the same vendor, amount and title", content), []).append(record)
    return tuple(
        Twins(why, tuple(r.id for r in found), tuple(r.number for r in found))
        for (why, _), found in alike.items()
        if len(found) > 1
    )


def _sums(lines: Sequence[Line]) -> tuple[Sum, ...]:
    """By tab in the order of the plan."""
    counts: Counter[tuple[str, Standing, str]] = Counter()
    amounts: Counter[tuple[str, Standing, str]] = Counter()
    for line in lines:
        key = (TAB_OF[line.record.kind].name, line.standing, line.record.currency)
        counts[key] += 1
        amounts[key] += line.record.amount
    return tuple(Sum(*key, count, amounts[key]) for key, count in counts.items())
