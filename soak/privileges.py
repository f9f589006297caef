"""G10: who may decide, by role, action, kind, status, whose and limit; and straight SQL."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product

from adapters.sqlite import IntegrityError
from adapters.stores.sqlite import SqliteStore
from core.approvals import Approvals
from core.canonical import digest
from core.case import Answers
from core.decision import Allowed, Refused
from core.duties import amount_of
from core.objection import Cause
from core.people import CONNECTOR, Actor
from core.ports import Asked
from core.records import Record
from core.settings import Amounts, Duties, Settings
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from soak import Figures
from tests.adapters.test_schema_guards import BAD
from tests.adapters.test_schema_guards import made as one_store
from tests.adapters.test_schema_guards import write as write_straight
from tests.people import ADA, ANA, SAM, STAN, VIC
from tests.records import BUILDERS, SOME_DAY, cco, commitment, company, prime_contract, project

A, S, K = Action, ErpStatus, RecordKind
LIMIT = 1_000_00
BARRED = ANA._replace(id="bob", name="Bob Barred", may_enter=False)
UNTICKED = ANA._replace(id="una", name="Una Unticked", exports=frozenset())
EVE = ANA._replace(id="eve", name="Eve Unknown")
"""Not among the people, whatever rights she says she holds."""
ROLES = (VIC, STAN, SAM, ANA, ADA, BARRED, UNTICKED, EVE)
ENTITLED = frozenset({ANA.id, ADA.id})
"""Who holds the level, the privilege, the tick and a way in."""
KINDS = (
    K.COMPANY, K.PROJECT, K.SUB_JOB, K.BUDGET, K.COMMITMENT, K.CCO, K.PCCO,
    K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE,
)  # fmt: skip
ACTIONS = (A.ACCEPT, A.REJECT)
STATUSES = (S.READY_TO_EXPORT, S.FAILED, S.SYNCED)
WHOSE = ("own", "another's")
AMOUNTS = (LIMIT - 1, LIMIT + 1)
SETTINGS = Settings(
    duties=Duties(four_eyes=True), accept_limit=Amounts(*(LIMIT for _ in Amounts._fields))
)
SAID = Answers(
    reason="no", transaction_date=SOME_DAY, accounting_date=SOME_DAY, vendor_type="Subcontractor"
)


class Tried(NamedTuple):
    """One case of the matrix."""

    who: Actor
    action: Action
    kind: RecordKind
    status: ErpStatus
    whose: str
    amount: int

    @property
    def barred(self) -> bool:
        """Whether who asks may not, by the words of the rules and not by their code."""
        if self.who.id not in ENTITLED or self.status is S.SYNCED:
            return True
        if self.action is A.REJECT:
            return False
        limited = amount_of(SETTINGS.accept_limit, self.kind) > 0
        return self.whose == "own" or (limited and self.amount > LIMIT)

    def __str__(self) -> str:
        return (
            f"{self.action} of a {self.kind}, {self.status}, {self.whose}, {self.amount}, "
            f"by {self.who.name}"
        )


def run(size: int, seed: int) -> Figures:
    """The whole matrix, every bad write, and so many grants and takings between decisions."""
    counted, wrong = Counter[str](), list[str]()
    for tried in cases():
        wrong += _judged(tried, counted)
    wrong += _straight(counted)
    wrong += _changing(size, random.Random(seed), counted)  # no secret
    figures = tuple((name, counted[name]) for name in sorted(counted))
    return Figures((("cases of the matrix", len(list(cases()))), *figures), tuple(wrong))


def cases() -> Iterator[Tried]:
    for row in product(ROLES, ACTIONS, KINDS, STATUSES, WHOSE, AMOUNTS):
        yield Tried(*row)


_WORLD: list[SqliteStore] = []


def _world() -> SqliteStore:
    if not _WORLD:
        store = SqliteStore(None)
        store.keep_settings(SETTINGS)
        for person in ROLES[:-1]:
            store.keep_person(person)
        around = (project, company, commitment, cco, prime_contract)
        store.arrive([make(S.SYNCED) for make in around], CONNECTOR)
        _WORLD.append(store)
    return _WORLD[0]


def _record(tried: Tried, number: int) -> Record:
    made = BUILDERS[tried.kind](tried.status)
    sender = tried.who.name if tried.whose == "own" else "Tom Other"
    return made._replace(
        id=RecordId(f"case-{number}"), number=f"N{number}", version=1, erp_id=None,
        amount=tried.amount, sent_by=sender, created_by="Tom Other", export_key=None,
    )  # fmt: skip


def _judged(tried: Tried, counted: Counter[str]) -> Iterator[str]:
    """In the deciding transaction of a real store."""
    store = _world()
    counted["tried"] += 1
    record = _record(tried, counted["tried"])
    store.arrive([record], CONNECTOR)
    asked = Asked(record.id, 1, digest=digest(record))
    try:
        done = Approvals(store).perform(tried.action, asked, tried.who, SAID)
    except IntegrityError:
        counted["refused by the schema"] += 1
        if not tried.barred:
            yield f"Refused by the schema: {tried}."
        return
    if isinstance(done, Allowed):
        counted["allowed"] += 1
        if tried.barred:
            yield f"Allowed: {tried}."
        return
    counted["refused by who asks" if _by_who(done) else "refused by another rule"] += 1
    # She holds no right here; that is where the schema comes in, if no rule stops her before.
    if tried.barred != _by_who(done) and tried.who is not EVE:
        said = " ".join(o.text for o in done.objections)
        yield f"Refused for another reason than expected: {tried}: {said}"


def _by_who(done: Refused) -> bool:
    causes = {o.cause for o in done.objections}
    rules = {o.rule for o in done.objections}
    return bool(
        causes & {Cause.PERMISSION, Cause.NO_SUCH_STEP}
        or rules & {"reliability I2", "reliability I8"}
    )


def _straight(counted: Counter[str]) -> Iterator[str]:
    """By somebody with the file in hand."""
    for name, statements in BAD.items():
        counted["bad writes by straight SQL"] += 1
        try:
            write_straight(one_store(), statements)
        except IntegrityError:
            continue
        yield f"The database took {name}."


def _changing(steps: int, chance: random.Random, counted: Counter[str]) -> Iterator[str]:
    """A right that is granted and taken while its holder decides: that of the moment counts."""
    store, holds = SqliteStore(None), True
    for person in (ANA, ADA):
        store.keep_person(person)
    around = [project(S.SYNCED), company(S.SYNCED)]
    waiting = [
        commitment(S.READY_TO_EXPORT, id=RecordId(f"c-{n}"), number=f"C{n}", version=1, erp_id=None)
        for n in range(steps)
    ]
    store.arrive([*around, *waiting], CONNECTOR)
    for record in waiting:
        if chance.random() < 0.3:  # now and then
            holds = not holds
            store.keep_person(ANA._replace(can_push=holds))
        counted["decisions while rights change"] += 1
        # The session still believes what it was told when it began.
        done = Approvals(store).perform(A.ACCEPT, Asked(record.id, 1), ANA, SAID)
        if isinstance(done, Allowed) is not holds:
            had = "held" if holds else "lacked"
            yield f"{record.id} was {type(done).__name__} while Ana {had} the right."
