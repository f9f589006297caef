"""G15: answers of both systems that are malformed, huge, nested, wrong-typed, cut, or a page.

Each client makes its calls over a transport that answers with a sound answer that was spoilt. No
call may end in anything but a failure that names system and call, and nothing may pass for done
without evidence.
"""

import copy
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx2

from adapters.hh2.erp import Hh2Erp
from adapters.hh2.keeping import Errand, Keeping
from adapters.hh2.session import Credentials, explained
from adapters.hh2.session import Session as Hh2Session
from adapters.hh2.staged import EXPORTED
from adapters.procore.calls import COMPANIES
from adapters.procore.errors import explained as procore_explained
from adapters.procore.grants import Client, Grant
from adapters.procore.session import Session
from adapters.wire.failures import WireFailure
from adapters.wire.known import Known, known
from adapters.wire.wire import Wire
from core.ports import ErpRefused, OutsideUnreachable, UnderWay
from core.vocabulary import ErpStatus, RecordKind
from soak import Figures
from tests.records import subcontractor_invoice

Random = random.Random
Value = object
EXPECTED = (WireFailure, OutsideUnreachable, ErpRefused, UnderWay)
SYNC = known("sync things", "PATCH", "/rest/v1.0/things/sync", "of this run alone")
LARGE = 6_000_000
EXAMPLES = 5
ID = str(UUID(int=7))
ROW = {
    "Id": ID, "Version": 5, "Code": "V1", "Name": "Walsh", "IsActive": True, "IsArchived": False,
    "ParentId": None, "JobId": ID, "CostCodeId": ID, "CommitmentId": ID, "InvoiceId": ID,
    "VendorId": ID, "Amount": 10.5, "Date": "2026-10-31T00:00:00", "Type": 1, "Status": 2,
    "OriginalEstimate": 100.0, "JobToDateCost": 7, "Units": 1.5, "TransactionType": "AP cost",
}  # fmt: skip
SOUND: dict[str, Value] = {
    "authenticate": {"Result": 5, "AuthenticatedClient": {"Name": "x"}, "AuthenticatedUser": {}},
    "status": {"Id": ID, "CreatedOn": "2026-01-01T00:00:00", "CompletedOn": "2026-01-01T00:00:01"},
    "failures": [{"ErrorMessage": "TimberlineOffice.KeyAlreadyInUseException: taken"}],
    "document": {"Id": ID, "CurrentState": "5"},
    "export": ID,
    "token": {"access_token": "a", "expires_in": 5400, "refresh_token": "r"},
    "sync": {"entities": [{"id": 1}], "errors": []},
    "companies": [{"id": 1, "name": "Lake Street"}],
}
HOSTILE: tuple[Value, ...] = (
    None, True, "", "x" * 5_000, "\x1b]52;c;x\x07", "[@click=app.quit]x[/]", -1, 10**40, 1e308, [],
    {}, [[[[]]]], {"a": {"b": {}}}, "NaN", "0001-01-01T00:00:00", "9999-99-99", ID, "9", 9,
)  # fmt: skip
RAW: tuple[bytes, ...] = (
    b"", b" ", b"<html>sign in to the wifi</html>", b"{", b"[" * 100_000, b'{"a": NaN}',
    b'{"a": 1e999999}', b'"\xff\xfe"', b"null", b"[" + b"1," * 5_000 + b"1]", b"\x00",
    b"[" * 60 + b"]" * 60, b'{"a":' * 60 + b"1" + b"}" * 60,
)  # fmt: skip
STATUSES = (200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503)


class Spoiling(httpx2.BaseTransport):
    """Answers each call with something that was sound once."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self.exported = False
        """Whether an answer since said that the document stands in Sage."""
        self.sorts: Counter[str] = Counter()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        dice, path = self._dice, request.url.path
        sound = next((v for name, v in SOUND.items() if path.endswith(name)), None)
        if "/status/" in path:
            sound = SOUND["status"]
        if sound is None:
            sound = [dict(ROW, Version=dice.randrange(10)) for _ in range(dice.randrange(3))]
        status, headers, body = 200, {"content-type": "application/json"}, b""
        sort = dice.choice(("sound", "value", "value", "value", "raw", "status", "header", "cut"))
        self.sorts[sort] += 1
        if sort == "raw":
            body = dice.choice(RAW) if dice.random() < 0.995 else b" " * LARGE
        else:
            spoilt = spoilt_in(dice, sound) if sort == "value" else sound
            body = json.dumps(spoilt, default=str).encode()
            if path.endswith("/document") and request.method == "GET":
                self.exported |= isinstance(spoilt, dict) and (
                    str(spoilt.get("CurrentState")) == EXPORTED
                )
        if sort == "cut":
            body = body[: dice.randrange(len(body) + 1)]
        if sort == "status":
            status = dice.choice(STATUSES)
        if sort == "header":
            headers |= dice.choice(
                (
                    {"content-encoding": "gzip"}, {"link": '<http://elsewhere/x>; rel="next"'},
                    {"x-rate-limit-remaining": "x", "x-rate-limit-reset": "9" * 40},
                    {"retry-after": "soon"}, {"total": "-"}, {"content-type": "text/html"},
                )
            )  # fmt: skip
        return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))


def spoilt_in(dice: Random, sound: Value) -> Value:
    """A copy with one place of it made hostile."""
    whole = [copy.deepcopy(sound)]
    holder: list[Value] | dict[str, Value] = whole
    while True:
        places = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        place = dice.choice(places)
        inner = holder[place]  # type: ignore[call-overload,index]  # a place of its own holder
        if not isinstance(inner, (dict, list)) or not inner or dice.random() < 0.2:
            holder[place] = dice.choice(HOSTILE)  # type: ignore[call-overload,index]  # likewise
            return whole[0]
        holder = inner


def run(size: int, seed: int) -> Figures:
    """Make so many calls."""
    dice = Random(seed)
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder), dice) as (calls, transport):
        ends: Counter[str] = Counter()
        bad: list[str] = []
        for number in range(size):
            call = calls[number % len(calls)]
            transport.exported = False
            try:
                receipt = call()
            except EXPECTED as why:
                ends[type(why).__name__] += 1
                if isinstance(why, WireFailure) and why.call not in str(why):
                    bad.append(f"call {number}: {why} does not name its call")
                continue
            except Exception as why:  # noqa: BLE001  # that is what is looked for
                bad.append(f"call {number}: {type(why).__name__}: {why}"[:300])
                continue
            ends["answered"] += 1
            if receipt is not None and not transport.exported:
                bad.append(f"call {number}: {receipt} without evidence")
    counted = (
        ("calls", size), *((f"ended in {n}", c) for n, c in sorted(ends.items())),
        *((f"answers spoilt by {n}", c) for n, c in sorted(transport.sorts.items())),
    )  # fmt: skip
    return Figures(counted, tuple(bad[:EXAMPLES]))


Calls = tuple[Callable[[], Value], ...]


@contextmanager
def scene(folder: Path, dice: Random) -> Iterator[tuple[Calls, Spoiling]]:
    """Both clients over the spoiling transport, and what they are made to ask."""
    transport = Spoiling(dice)

    def wire(system: str) -> Wire:
        explain = explained if system == "hh2" else procore_explained
        return Wire(system, "http://127.0.0.1:1", explain=explain, transport=transport)

    def hh2() -> Hh2Erp:
        session = Hh2Session(wire("hh2"), Credentials("k", "s", "u", "p"))
        return Hh2Erp(session, keeping, lambda _: "V1", heard_within=0.0)

    keeping = Keeping(folder / "hh2.sqlite")
    record = subcontractor_invoice(ErpStatus.EXPORTING)
    kinds = tuple(RecordKind)

    def read() -> None:
        hh2().seen(dice.choice(kinds), 0, 50)

    def export() -> Value:
        keeping.begin(Errand("key", ID, dice.choice(("", "?", ID)), 0.0, record.id))
        return hh2().export(record, "key")

    def session() -> Session:
        grant = Grant(wire("Procore"), Client("i", "s"), folder / "tokens", clock=lambda: 1e6)
        return Session(wire("Procore"), grant, 1)

    def pages(of: Known = COMPANIES) -> None:
        session().rows(of)

    def sync() -> None:
        session().sync(SYNC, [{"id": 1}], head={})

    def token() -> None:
        (folder / "tokens").unlink(missing_ok=True)
        session().rows(COMPANIES)

    try:
        yield (read, export, pages, sync, token), transport
    finally:
        keeping.close()
