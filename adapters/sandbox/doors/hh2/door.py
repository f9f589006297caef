"""hh2's cloud over HTTP: reads by version in blocks, and the two flows that write."""

from collections.abc import Mapping
from typing import Any

from adapters.sandbox.doors.allowance import Allowance
from adapters.sandbox.doors.exchange import Reply, Request
from adapters.sandbox.doors.hh2.documents import Desk, NotTaken
from adapters.sandbox.doors.hh2.known import PARTS, Cloud, guid
from adapters.sandbox.doors.hh2.rows import READS, Rows
from adapters.sandbox.doors.hh2.sessions import ACCEPTED, COOKIE, Sessions
from adapters.sandbox.doors.paths import Path, Paths
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.relay import Relay

BLOCK = 1_000
"""Rows of an answer, at most."""
SIGN_IN = "/Api/Security/V3/Session.svc/authenticate"
DOCUMENT = "/DocumentManagement/Api/V1/Document.svc/document"
TRANSACTION = "/JobCosting/Api/V1/JobTransaction.svc"
EVENTS = "/Synchronization/EventService.svc/events"
ROOTS = (
    "/Api/", "/GeneralLedger/", "/AccountsPayable/", "/JobCosting/", "/DocumentManagement/",
    "/Synchronization/",
)  # fmt: skip
Names = Mapping[str, str]


class Hh2Door:
    """Fits Door."""

    def __init__(
        self,
        ledger: Ledger,
        relay: Relay,
        sessions: Sessions | None = None,
        stage: float = 0.2,
        allowance: Allowance | None = None,
    ) -> None:
        self.sessions = sessions or Sessions()
        self.allowance = allowance or Allowance(())
        self._ledger = ledger
        self._relay = relay
        self._cloud = Cloud(ledger.database)
        self.desk = Desk(ledger, relay, self._cloud, stage=stage)
        self._paths = Paths(
            [
                Path("POST", SIGN_IN, self._sign_in),
                *(Path("GET", path, self._reader(rows)) for path, rows in READS.items()),
                Path("GET", "/AccountsPayable/Api/V1/Vendor.svc/vendors/types", self._types),
                Path("GET", f"{EVENTS}/failures", self._failures),
                Path("GET", f"{EVENTS}/domain", self._changes),
                Path("GET", DOCUMENT, self._document),
                Path("POST", DOCUMENT, self._make, writes=True),
                Path("POST", f"{DOCUMENT}/actions/export", self._export, writes=True),
                Path("POST", "/Synchronization/RequestService.svc/status/{id}", self._status),
                Path("POST", f"{TRANSACTION}/transactions/direct-costs", self._cost, writes=True),
                Path(
                    "POST", f"{TRANSACTION}/job/transaction/synchronize", self._enter, writes=True
                ),
            ]
        )

    def opens_for(self, path: str) -> bool:
        """Whether a path is hh2's."""
        return path.startswith(ROOTS)

    def writes(self, request: Request) -> bool:
        """Whether a call changes something."""
        found = self._paths.find(request.method, request.path)
        return found is not None and found.path.writes

    def answer(self, request: Request) -> Reply:
        """What hh2 says to a call."""
        if request.path == SIGN_IN:
            return self._operated(request)
        allowed, told = self.allowance.take()
        if not allowed:
            return Reply(429, _errors("You have called too often."), told)
        reply = self._operated(request)
        return reply._replace(headers={**reply.headers, **told})

    def _operated(self, request: Request) -> Reply:
        if request.path != SIGN_IN and not self.sessions.is_open(request.headers.get("cookie", "")):
            return Reply(401, _errors("Sign in first."))
        found = self._paths.find(request.method, request.path)
        if found is None:
            return Reply(404, _errors("There is nothing here."))
        if "json" not in request.headers.get("accept", ""):
            return Reply(200, text="<ArrayOf/>", kind="application/xml")
        try:
            return found.path.answers(request, found.names)
        except (NotTaken, ValueError) as why:
            return Reply(400, _errors(str(why)))

    def _sign_in(self, request: Request, _: Names) -> Reply:
        said = request.json()
        result, cookie = self.sessions.sign_in(said if isinstance(said, dict) else {})
        if result != ACCEPTED:
            return Reply(
                200, {"Result": result, "AuthenticatedClient": None, "AuthenticatedUser": None}
            )
        user = {
            "Id": guid("user"), "Username": "sandbox", "FirstName": "Sandbox",
            "LastName": "Connector", "Email": "sandbox@example.invalid",
        }  # fmt: skip
        value = {
            "Result": result,
            "AuthenticatedClient": {"Name": "countersign"},
            "AuthenticatedUser": user,
        }
        return Reply(200, value, {"Set-Cookie": f"{COOKIE}={cookie}; path=/; HttpOnly"})

    def _reader(self, rows: Rows) -> Any:  # noqa: ANN401  # an Answering
        def read(request: Request, _: Names) -> Reply:
            self._read_sage()
            after = int(request.query.get("version") or -1)
            found = [row for row in rows(self._cloud, request.query) if row["Version"] > after]
            found.sort(key=lambda row: int(row["Version"]))
            if int(request.query.get("page") or 0):
                found = []  # what is paged by number has one page, the block
            return Reply(200, found[:BLOCK])

        return read

    def _read_sage(self) -> None:
        """As the relay does by itself when its time has come."""
        if not self._relay.trouble() and self._relay.snapshot().due:
            self._relay.sync()
        self._cloud.refresh()

    def _types(self, _: Request, __: Names) -> Reply:
        names = self._ledger.setup().settings.vendor_types
        value = [
            {"Id": guid("vendor type", name), "Version": place, "Name": name, "IsActive": True}
            for place, name in enumerate(names, 1)
        ]
        return Reply(200, value)

    def _failures(self, request: Request, _: Names) -> Reply:
        return Reply(200, self.desk.failures(request.query.get("entity", "")))

    def _changes(self, request: Request, _: Names) -> Reply:
        self._read_sage()
        after = int(request.query.get("version") or -1)
        value = self._cloud.changes(after, BLOCK)
        return Reply(200, [row | {"Version": row["Version"] * PARTS} for row in value])

    def _document(self, request: Request, _: Names) -> Reply:
        found = self.desk.document(request.query.get("id", ""))
        return Reply(200, found) if found else Reply(404, _errors("There is no such document."))

    def _make(self, request: Request, _: Names) -> Reply:
        said = request.json()
        return Reply(200, self.desk.make(said if isinstance(said, dict) else {}))

    def _export(self, request: Request, _: Names) -> Reply:
        operation = self.desk.export(request.query.get("document", ""))
        if operation is None:
            return Reply(404, _errors("There is no such document."))
        return Reply(200, operation)

    def _status(self, _: Request, names: Names) -> Reply:
        found = self.desk.status(names["id"])
        return Reply(200, found) if found else Reply(404, _errors("There is no such operation."))

    def _cost(self, request: Request, _: Names) -> Reply:
        said = request.json()
        return Reply(200, self.desk.make_cost(said if isinstance(said, dict) else {}))

    def _enter(self, request: Request, _: Names) -> Reply:
        operation = self.desk.export(request.query.get("id", ""))
        if operation is None:
            return Reply(404, _errors("There is no such transaction."))
        return Reply(200, operation)


def _errors(text: str) -> dict[str, list[str]]:
    return {"Errors": [text]}
