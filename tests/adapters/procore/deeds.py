"""Everything that our client does at Procore, on answers made from the published description.

Whatever is asked ends in a value or in a failure that has a name; nothing is sent that the
description refuses; nothing passes for done of which the answer does not say so.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from adapters.procore.calls import COMPANIES, ME
from adapters.procore.projects import ProcoreProjects
from adapters.wire.failures import WireFailure
from core.case import Mirrored
from core.ports import OutsideUnreachable, UnknownRecord
from core.records import Project, ProjectCode, Record
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind
from tests.adapters.procore.described import Described, Drawn, Static, schema_of
from tests.adapters.procore.desk import client
from tests.records import NOW, company, cost_code, prime_contract, project, record, sub_job

K, S = RecordKind, ErpStatus
KNOWN = 0.9
"""Share of the deeds that are about a row that was read."""
EXPECTED = (OutsideUnreachable, UnknownRecord, WireFailure)


@contextmanager
def company_at_procore(folder: Path) -> Iterator[tuple[Described, ProcoreProjects]]:
    """A client that has read a company where every list has one row, as it is described."""
    transport = Described(Static())
    with client("http://127.0.0.1:9", folder, transport) as made:
        told(made)
        yield transport, made


def told(made: ProcoreProjects) -> list[Record]:
    """All that is told from the beginning; of a list that is read otherwise nothing."""
    found: list[Record] = []
    mark = 0
    for _ in range(9):
        try:
            news, following = made.news(mark, 50)
        except EXPECTED:
            continue
        found += news
        if following == mark:
            break
        mark = following
    return found


LINKED = {
    "vendors": K.COMPANY, "projects": K.PROJECT, "sub_jobs": K.SUB_JOB,
    "work_orders": K.COMMITMENT, "purchase_orders": K.COMMITMENT,
    "requisitions": K.SUBCONTRACTOR_INVOICE, "prime_contracts": K.PRIME_CONTRACT,
    "payment_applications": K.OWNER_INVOICE,
}  # fmt: skip
IMPORTED = (company, project, sub_job, prime_contract, cost_code)


class Deeds:
    """Everything that the client does at Procore, on the rows of that company."""

    def __init__(self, made: ProcoreProjects, dice: Random) -> None:
        self._made, self._dice = made, dice
        self._turn = 0

    def link(self) -> str:
        """Returns the origin id that is to stand there."""
        name, kind = self._dice.choice(list(LINKED.items()))
        one = self._record(name, kind)
        self._made.tell(one, S.SYNCED)
        return str(one.erp_id)

    def unlink(self) -> str:
        name, kind = self._dice.choice(list(LINKED.items()))
        one = self._record(name, kind)._replace(status=S.UNLINKED, erp_id=None)
        self._made.tell(one, S.UNLINKED)
        return ""

    def link_many(self) -> str:
        one = self._record("vendors", K.COMPANY)
        together = self._made.together(Effect.TELL, K.COMPANY)
        (heard,) = together.perform([one]) if together else ()
        if heard.why:
            raise OutsideUnreachable(heard.why)
        return str(one.erp_id)

    def make(self) -> str:
        self._turn += 1
        number = f"M{self._turn}"
        built = self._dice.choice(IMPORTED)(S.SYNCED)
        mine = built._replace(
            id=RecordId(f"01-{number}"), number=number, erp_id=number,
            project=RecordId("procore-projects-1") if built.project else None,
        )  # fmt: skip
        self._made.create(mine)
        return number

    def tidy(self) -> str:
        merged = self._dice.random() < 0.3
        mine = self._record("vendors", K.COMPANY)._replace(erp_id=None)
        if merged:
            mine = mine._replace(status=S.ARCHIVED, parent=RecordId("procore-vendors-1"))
        self._made.tidy(mine)
        return ""

    def renew(self) -> str:
        job = Mirrored(K.PROJECT, "", "J1", "", body=Project(codes=(ProjectCode("26-000"),)))
        self._made.renew(self._record("projects", K.PROJECT), job, into_budget=True)
        return ""

    def remove(self) -> str:
        self._made.remove(self._record("projects", K.PROJECT), "full_code", "code")
        return ""

    def find(self) -> str:
        name = self._dice.choice([*LINKED, "change_orders", "prime_change_orders", "budgets"])
        found = self._made.find(RecordId(f"procore-{name}-1"))
        assert isinstance(found.amount, int)
        return ""

    def ask(self) -> str:
        self._made._session.ask(ME)
        self._made._session.rows(COMPANIES)
        return ""

    @property
    def all(self) -> tuple[Callable[[], str], ...]:
        return (
            self.link, self.unlink, self.link_many, self.make, self.tidy, self.renew, self.remove,
            self.find, self.ask,
        )  # fmt: skip

    def _record(self, name: str, kind: RecordKind) -> Record:
        self._turn += 1
        at = NOW + timedelta(seconds=self._turn)
        number = 1 if self._dice.random() < KNOWN else 7
        built = record(kind, S.SYNCED, id=RecordId(f"procore-{name}-{number}"))
        return built._replace(erp_id=f"L{self._turn}", changed_at=at, project=None)


def echoing(dice: Random, drawn: Drawn) -> Callable[[str, str, Any], Any]:
    """Procore's own way mostly: a writing is answered with the row as it is then."""

    def said(method: str, pattern: str, sent: Any) -> Any:
        if method == "get" or dice.random() < 0.4:
            return ...
        value = drawn.answer(schema_of(method, pattern))
        if "updates" in sent:
            rows = [{"id": 1, **one} for one in sent["updates"]]
            return {"entities": rows, "errors": []}
        inner = next((one for one in sent.values() if isinstance(one, dict)), {})
        return {**value, "id": 1, **inner}

    return said


def denied(sent: Any, answered: Any, origin_id: str) -> str:
    """Why an answer is no evidence that a row carries an origin id; empty where it is."""
    if not isinstance(answered, dict):
        return "it is no row"
    if "updates" not in sent:
        shown = answered.get("origin_id", origin_id) or ""
        return "" if str(shown).endswith(origin_id) else f"it shows {shown!r}"
    rows = [row for row in answered.get("entities") or [] if isinstance(row, dict)]
    good = [row for row in rows if str(row.get("origin_id", origin_id) or "").endswith(origin_id)]
    return "" if good else f"it shows {rows!r}"


class Outcome:
    """What came of a run."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.kinds: set[RecordKind] = set()
        """What was read of what was drawn."""
        self.answers = 0
        self.bad: list[str] = []


def run(folder: Path, size: int, seed: int) -> Outcome:
    """Do so many deeds with answers by dice, and read everything anew after each tenth of them."""
    dice, outcome = Random(seed), Outcome()
    drawn = Drawn(dice)
    for first in range(0, size, 50):
        with company_at_procore(folder) as (transport, made):
            deeds = Deeds(made, dice)
            transport.makes, transport.said = drawn, echoing(dice, drawn)
            for place in range(first, min(first + 50, size)):
                deed = dice.choice(deeds.all)
                transport.wrote.clear()
                with _ended(outcome, deed.__name__, place):
                    origin_id = deed()
                    why = denied(*transport.wrote[0], origin_id) if transport.wrote else ""
                    if origin_id and why:
                        outcome.bad.append(f"{deed.__name__} {place}: no evidence: {why}"[:300])
            outcome.answers += transport.answered
            outcome.bad += sorted(transport.refused)
        for place in range(first, min(first + 50, size), 10):
            outcome.answers += _read(folder, drawn, outcome, place)
    return outcome


def _read(folder: Path, drawn: Drawn, outcome: Outcome, place: int) -> int:
    """A client that starts with nothing reads what it is given, and looks at some of it again."""
    transport = Described(drawn)
    with client("http://127.0.0.1:9", folder, transport) as made:
        for _ in range(2):
            with _ended(outcome, "read", place):
                news, _ = made.news(0, 50)
                outcome.kinds |= {one.kind for one in news if isinstance(one.amount, int)}
                for one in news[:4]:
                    made.find(one.id)
    outcome.bad += sorted(transport.refused)
    return transport.answered


@contextmanager
def _ended(outcome: Outcome, named: str, place: int) -> Iterator[None]:
    """Counts how it ends, and tells of any other end than it may have."""
    try:
        yield
    except EXPECTED as why:
        outcome.ends[f"{named} ended in {type(why).__name__}"] += 1
    except Exception as why:  # noqa: BLE001  # that is what is looked for
        outcome.bad.append(f"{named} {place}: {type(why).__name__}: {why}"[:300])
    else:
        outcome.ends[f"{named} done"] += 1
