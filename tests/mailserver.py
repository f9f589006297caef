"""A mail server in this process, as strict or as broken as a test wants it."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DATA = Path(__file__).parent / "data"
CERTIFICATE, KEY = DATA / "mail-server.pem", DATA / "mail-server.key"
"""Made for tests, for `localhost`, and trusted by nobody who is not told to."""
USER, PASSWORD = "countersign", "not-a-real-one"


class Server:
    """Keeps what it took; answers as it is told to."""

    def __init__(self) -> None:
        self.took: list[EmailMessage] = []
        self.sources: list[bytes] = []
        self.to: list[str] = []
        self.signed_in: list[str] = []
        self.encrypted: list[bool] = []
        self.answers: list[str] = []
        """To DATA, one after the other; then yes."""
        self.to_sender: dict[str, str] = {}
        self.to_recipient: dict[str, str] = {}
        self.slowness = 0.0
        self.reached = False
        """A mail has come in whole, whatever is answered."""
        self.port = 0
        self._lock = threading.Lock()

    async def handle_MAIL(  # noqa: N802  # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.to_sender:
            return self.to_sender[address]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # likewise
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.to_recipient:
            return self.to_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # likewise
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.reached = True
        if self.slowness:
            time.sleep(self.slowness)  # noqa: ASYNC251  # the whole server is slow
        with self._lock:
            if self.answers:
                answer = self.answers.pop(0)
                if not answer.startswith("2"):
                    return answer
            source = envelope.original_content or b""
            self.sources.append(source)
            self.took.append(message_from_bytes(source, policy=default))
            self.to += envelope.rcpt_tos
            self.encrypted.append(session.ssl is not None)
        return "250 taken"

    def check(self, server: SMTP, session: Session, envelope: Envelope, _: str, data: Any) -> Any:
        login = data.login.decode() if isinstance(data, LoginPassword) else ""
        right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        if right:
            self.signed_in.append(login)
        return AuthResult(success=right, handled=False)


class OnFreePort(Controller):
    """Learns the port it was given before it is tried."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(*, encrypted: bool = False, signed_in: bool = False) -> Iterator[Server]:
    """A server on a free port of this machine."""
    server = Server()
    more: dict[str, Any] = {}
    if encrypted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        more |= {"tls_context": context, "require_starttls": True}
    if signed_in:
        more |= {
            "authenticator": server.check,
            "auth_required": True,
            "auth_require_tls": encrypted,
        }
    controller = OnFreePort(server, hostname="127.0.0.1", port=0, **more)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
