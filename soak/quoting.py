"""Both systems of a company as a hostile host is: they let us in, then quote our secrets."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SIGN_IN, TOKEN = "authenticate", "oauth/token"
ACCEPTED = 5


class Quoting:
    """What is given away, and what was heard of us."""

    def __init__(self, access: str, session: str) -> None:
        self.access = access
        self.session = session
        self.lets_in = True
        """Otherwise the sign-in itself is refused, with what was said."""
        self.heard = ""

    def answer(self, path: str, said: str) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of an answer to a request."""
        self.heard += said
        no = {"message": said, "errors": {said: [said]}, "Errors": [said]}
        if not self.lets_in:
            return 403, {}, no
        if TOKEN in path:
            whole = {"access_token": self.access, "expires_in": 5400, "token_type": "Bearer"}
            return 200, {}, whole
        if SIGN_IN in path:
            return 200, {"Set-Cookie": f"ASP.NET_SessionId={self.session}; Path=/"}, _accepted()
        return 403, {}, no


def _accepted() -> dict[str, int]:
    return {"Result": ACCEPTED, "AuthenticateResult": ACCEPTED}


@contextmanager
def quoting(access: str, session: str) -> Iterator[tuple[str, Quoting]]:
    """Its address on this machine, and itself."""
    host = Quoting(access, session)

    class Door(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length).decode("utf-8", "replace")
            status, headers, value = host.answer(self.path, f"{self.headers} {body}")
            sent = json.dumps(value).encode()
            self.send_response(status)
            for name, text in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_PATCH = _serve  # noqa: N815  # named by http.server

        def log_message(self, format: str, *args: object) -> None:
            """It says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
