"""Answers made from the published description, and what our client makes of them.

They are made by a seed. Any field may be missing or null, texts may be long and in any script, and
numbers large. Whatever is asked ends in a value or in a failure that has a name, and nothing passes
for done of which the answer does not say so.
"""

import json
import string
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from adapters.procore.calls import COMPANIES, ME
from adapters.procore.projects import ProcoreProjects
from adapters.wire.failures import WireFailure
from core.case import Mirrored
from core.ports import OutsideUnreachable, UnknownRecord
from core.records import Project, ProjectCode, Record
from core.vocabulary import Effect, ErpStatus, RecordId, RecordKind
from tests.adapters.procore.desk import client
from tests.adapters.procore.published import MONEY, READ, SURE, TOKEN, description, pattern_of
from tests.records import NOW, company, cost_code, prime_contract, project, record, sub_job

K, S = RecordKind, ErpStatus
EXPECTED = (OutsideUnreachable, UnknownRecord, WireFailure)
SELDOM = 1 / 60
LETTERS = (
    string.ascii_letters, "äöüßñçÀÉ", "Ωжשμعربี", "漢字かな", "🏗️👷🏽‍♀️", "\u202e\u2066\u200b",
    "\x00\x07\x1b\x7f\ud800", "<b>[@click]'\";--",
)  # fmt: skip
ODD = ("", "-12.345", "NaN", "1e999", "2025-01-01", "true", "٣", "0" * 5_000, "A" * 20_000)
NUMBERS = (0, -1, 2**31, 2**63, -(10**30))
ROWS = 2


class Static:
    """Every field as it is described, or every one null, or none."""

    def __init__(self, sort: str = "full") -> None:
        self._sort = sort

    def answer(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        schema = resolved(schema)
        match schema.get("type"):
            case "array":
                return [self.answer(schema.get("items", {}), name, depth)]
            case "object":
                fields = schema.get("properties", {})
                if depth and self._sort == "nulls":
                    return None
                if self._sort == "nothing":
                    fields = {n: one for n, one in fields.items() if not depth and is_whole(one)}
                return {n: self.answer(one, n, depth + 1) for n, one in fields.items()}
            case _ if self._sort == "nulls":
                return None
            case _:
                return usual(schema, name)


class Drawn:
    """Whatever the description allows, as the dice fall."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice

    def answer(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        schema, dice = resolved(schema), self._dice
        if depth and dice.random() < SELDOM:
            return None
        match schema.get("type"):
            case "array":
                wanted = schema.get("items", {})
                return [self.answer(wanted, name, 0) for _ in range(dice.randint(0, ROWS))]
            case "object":
                return {
                    n: self.answer(one, n, depth + 1)
                    for n, one in schema.get("properties", {}).items()
                    if n in SURE or (n in READ and dice.random() < 0.8)
                }
            case _ if "enum" in schema:
                return dice.choice(schema["enum"])
            case "integer":
                return dice.choice(NUMBERS) if dice.random() < SELDOM else dice.randint(1, 9)
            case "number":
                return dice.choice((0, 1.5, -3.25, 1e15, 10**40, 7))
            case "boolean":
                return dice.random() < SELDOM if name == "locked" else dice.random() > SELDOM
            case _ if dice.random() < SELDOM:
                return dice.choice(ODD)
            case _:
                return self._text(schema, name)

    def _text(self, schema: dict[str, Any], name: str) -> str:
        dice = self._dice
        known = usual({k: v for k, v in schema.items() if k != "enum"}, name)
        if known != name:
            return dice.choice(("0.0", "1.0", "250000.25", "-3.5")) if known == "1.00" else known
        letters = dice.choice(LETTERS)
        return "".join(dice.choices(letters, k=dice.choice((0, 4, 4, 4, 400))))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema behind its name."""
    while "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def is_whole(schema: dict[str, Any]) -> bool:
    """Whether it holds other values."""
    return resolved(schema).get("type") in ("array", "object")


def usual(schema: dict[str, Any], name: str) -> Any:
    """What a field holds that is as anybody would expect it; for a plain text its own name."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"), schema.get("format"):
        case ("integer", _):
            return 1
        case ("number", _):
            return 1
        case ("boolean", _):
            return name != "locked"
        case (_, "date"):
            return "2026-01-31"
        case (_, "date-time"):
            return "2026-01-31T12:00:00Z"
        case _ if name.endswith(("_at", "_date")):
            return "2026-01-31T12:00:00Z"
        case _ if name == "id" or (name.endswith("_id") and not name.startswith("origin")):
            return "1"
        case _ if name == "currency_iso_code":
            return "USD"
        case _:
            return "1.00" if MONEY.search(name) else name


def schema_of(method: str, pattern: str) -> dict[str, Any]:
    """What an operation answers."""
    found = next(iter(description()["paths"][pattern][method]["responses"].values()))
    return next(iter(found["content"].values()))["schema"]


class Described(httpx2.BaseTransport):
    """Answers every call by the description; by `said` for some, where that gives an answer."""

    def __init__(self, makes: Static | Drawn) -> None:
        self.makes = makes
        self.said: Callable[[str, str, Any], Any] = lambda *_: ...
        self.wrote: list[tuple[Any, Any]] = []
        """What was sent to calls that change something, and what they were answered."""
        self.answered = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        method, pattern = request.method.lower(), pattern_of(request.url.path)
        sent = json.loads(request.read() or b"null")
        if pattern == "/oauth/token":
            value = TOKEN
        else:
            value = self.said(method, pattern, sent)
            if value is ...:
                value = self.makes.answer(schema_of(method, pattern))
            self.answered += 1
            if method != "get":
                self.wrote.append((sent, value))
        body = httpx2.ByteStream(json.dumps(value).encode())
        return httpx2.Response(200, stream=body)


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
        built = record(kind, S.SYNCED, id=RecordId(f"procore-{name}-1"))
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
