"""The sandbox behind HTTP on loopback: who may ask, how much, and what goes wrong on the wire."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit

from adapters.sandbox.doors.exchange import Reply, Request, last_of
from adapters.sandbox.doors.holding import Hold, Moment
from adapters.sandbox.faults import FaultDial
from core.ports import ErpRefused, OutcomeUnknown, OutsideUnreachable

LARGEST = 8 * 1024 * 1024
"""Bytes of a request, at most."""
IDLE = 30.0
"""Seconds that a connection may say nothing."""
POLL = 0.05
"""Seconds until it notices that it is to close."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that a call may name: a page of elsewhere that has a name of its own point here may not."""


class Door(Protocol):
    """Everything that one system answers."""

    def opens_for(self, path: str) -> bool:
        """Whether a path is this system's."""

    def writes(self, request: Request) -> bool:
        """Whether a call changes something."""

    def answer(self, request: Request) -> Reply:
        """What the system says to a call; it never raises for what was sent."""


class Served:
    """A running server. `close()` ends it."""

    def __init__(
        self,
        doors: Sequence[Door],
        faults: FaultDial,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        heard: Callable[[str, str, int], None] | None = None,
        hold: Hold | None = None,
    ) -> None:
        """`port` 0 takes a free one; `heard` is told of each call: method, path and status.

        Raises:
            OSError: the port is taken.
        """
        told = {
            "doors": doors,
            "faults": faults,
            "heard": heard and staticmethod(heard),
            "hold": hold,
            "scheme": "https" if tls else "http",
        }
        handler = type("Handler", (_Handler,), told)
        self._server = _Server(("127.0.0.1", port), handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.address = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), daemon=True
        )

    def start(self) -> "Served":
        """Answer from now on, in a thread of its own."""
        self._thread.start()
        return self

    def wait(self, over: Callable[[], bool]) -> None:
        """Until somebody says that it is over."""
        while not over():
            self._thread.join(POLL)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as typed
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sandbox"
    sys_version = ""
    timeout = IDLE
    disable_nagle_algorithm = True
    doors: Sequence[Door] = ()
    faults: FaultDial
    heard: Callable[[str, str, int], None] | None = None
    hold: Hold | None = None
    scheme = "http"

    def do_GET(self) -> None:
        self._one()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815  # the library's names

    def log_message(self, format: str, *args: object) -> None:
        """Nothing goes to the terminal; `heard` is told instead."""

    def _one(self) -> None:
        refusal = self._stranger()
        body = self._read() if refusal is None else None
        if refusal is None and body is None:
            refusal = Reply(413, {"message": "The request is too large, or has no length."})
        if refusal is not None or body is None:
            self.close_connection = True
            self._send(refusal or Reply(400))
            return
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        headers["x-scheme"] = self.scheme
        request = Request(self.command, url.path, last_of(url.query), headers, body)
        try:
            self._held(Moment.ASKED, request)
            reply = self._answered(request)
            held = self._held(Moment.ANSWERED, request)
        except (OutsideUnreachable, OutcomeUnknown):
            self._hang_up()
            return
        except ErpRefused as no:
            reply, held = Reply(503, {"message": no.text}, {"Retry-After": "1"}), None
        self._send(reply)
        if held is not None:
            held.gave()

    def _held(self, moment: Moment, request: Request) -> Hold | None:
        """Wait while this call is held here. Returns what held it."""
        held = self.hold is not None and self.hold.at(moment, request.method, request.path)
        return self.hold if held else None

    def _answered(self, request: Request) -> Reply:
        """Through the door that opens, with what the dial does to calls and answers.

        Raises:
            OutsideUnreachable, OutcomeUnknown: the line breaks here.
            ErpRefused: it is busy.
        """
        door = next((door for door in self.doors if door.opens_for(request.path)), None)
        if door is None:
            return Reply(404, {"message": f"Nothing answers at {request.path[:80]}."})
        if not door.writes(request):
            self.faults.on_the_way()
            return door.answer(request)
        self.faults.before_writing()
        reply = door.answer(request)
        self.faults.after_writing()
        return reply

    def _stranger(self) -> Reply | None:
        """Why this caller is not answered: only this very machine is, by its own names."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        if not ip_address(self.client_address[0]).is_loopback or host not in HERE:
            return Reply(403, {"message": "The sandbox answers this machine only."})
        return None

    def _read(self) -> bytes | None:
        said = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not said.isdecimal() or int(said) > LARGEST:
            return None
        return self.rfile.read(int(said))

    def _send(self, reply: Reply) -> None:
        text = reply.text if reply.value is None else json.dumps(reply.value, default=str)
        body = text.encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        if self.heard is not None:
            # Before the answer is there: who has it may ask at once what was heard.
            self.heard(self.command, self.path, reply.status)
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
