"""One session with hh2: signed in by result, once, and never again with what was refused."""

import hmac
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

from adapters.hh2.calls import SIGN_IN
from adapters.wire.failures import (
    Declined,
    NotUnderstood,
    SentElsewhere,
    SignInNeeded,
    WireFailure,
)
from adapters.wire.known import Known
from adapters.wire.pace import Pace
from adapters.wire.wire import Answer, Wire
from core.ports import OutsideUnreachable


class Result(IntEnum):
    """What a sign-in comes to (interfaces 2.1)."""

    WRONG_PERSON = 1
    WRONG_CLIENT = 2
    PERSON_LOCKED = 3
    CLIENT_LOCKED = 4
    ACCEPTED = 5


TRIES_ANEW = "Nothing else asks hh2 with these credentials before `countersign doctor` gets in."
MARK = 16
"""Letters by which credentials are told from others."""
FORBIDDEN = 403
WHAT_NOW: dict[int, str] = {
    Result.WRONG_PERSON: "hh2 does not know this user or password; set them anew.",
    Result.WRONG_CLIENT: "hh2 does not know this API key or secret; set them anew.",
    Result.PERSON_LOCKED: "hh2 has locked this user; let an administrator of hh2 unlock it.",
    Result.CLIENT_LOCKED: "hh2 has locked this API client; ask hh2 to unlock it.",
}


class Credentials(NamedTuple):
    """What opens a session. Never shown, logged or stored with the records."""

    key: str
    secret: str
    user: str
    password: str

    @property
    def mark(self) -> str:
        """By which they are told from others, and which tells nothing of them."""
        said = f"{self.key}\0{self.user}\0{self.password}".encode()
        return hmac.new(self.secret.encode(), said, "sha256").hexdigest()[:MARK]

    def __repr__(self) -> str:
        return "Credentials(…)"


class Barred(OutsideUnreachable):
    """hh2 turned these credentials away: it is not asked with them again."""


class Bars(Protocol):
    """Remembers which credentials were turned away, from one process to the next."""

    def barred(self, credentials: str) -> str:
        """Why; empty where they were not."""

    def bar(self, credentials: str, why: str) -> None:
        """Keep it; with no reason, that they are no longer."""


class Session:
    """Asks hh2, signing in when it has to. A refused sign-in is never tried again (hh2 locks)."""

    def __init__(self, wire: Wire, credentials: Credentials, bars: Bars | None = None) -> None:
        self._wire = wire
        self._bars = bars
        self._credentials = credentials
        self._signed_in = False
        self._barred = ""
        self._closed: set[Known] = set()
        """Calls that are forbidden to a session that was just opened: another one helps nothing."""

    def ask(
        self,
        known: Known,
        *,
        query: Mapping[str, str | int | Sequence[str]] | None = None,
        json: object = None,
        waits: float = 0.0,
        names: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make a call in a session, opening a new one where the old one is over.

        Raises:
            Barred: hh2 does not take our credentials.
            WireFailure: as Wire.ask.
        """
        call = known.call
        if names:
            call = call._replace(path=call.path.format_map(names))
        for fresh in (not self._signed_in, True):
            if fresh:
                self.sign_in()
            try:
                return self._wire.ask(call, query=query, json=json, waits=waits)
            except WireFailure as why:
                if known in self._closed or not _turned_away(why):
                    raise
                if fresh and isinstance(why, Declined):
                    self._closed.add(known)
                    raise
                self._signed_in = False
                if fresh or not (why.surely_not_done or call.method == "GET"):
                    raise
        raise AssertionError("unreachable")

    @property
    def pace(self) -> Pace:
        """How fast it may be asked."""
        return self._wire.pace

    def close(self) -> None:
        """Leave hh2."""
        self._wire.close()

    def be_signed_in(self) -> None:
        """Open a session where none is open.

        Raises: as sign_in.
        """
        if not self._signed_in:
            self.sign_in()

    def sign_in_anew(self) -> None:
        """Open a session for a person who asks whether it can be, whatever was refused before.

        Raises: as sign_in.
        """
        self._barred = ""
        if self._bars is not None:
            self._bars.bar(self._credentials.mark, "")
        self.sign_in()

    def sign_in(self) -> None:
        """Open a session.

        Raises:
            Barred: it was refused, now or before.
            WireFailure: as Wire.ask.
        """
        mark = self._credentials.mark
        if self._bars is not None and not self._barred:
            self._barred = self._bars.barred(mark)
        if self._barred:
            raise Barred(self._barred)
        self._wire.cookies.clear()
        given = self._credentials
        said = {
            "ApiKey": given.key, "ApiSecret": given.secret,
            "Username": given.user, "Password": given.password,
        }  # fmt: skip
        hidden = (given.key, given.secret, given.password)
        result = _result(self._wire.ask(SIGN_IN.call, json=said, hidden=hidden).value)
        if result is None:
            raise NotUnderstood("hh2", SIGN_IN.call.name, "its answer has no Result")
        if result != Result.ACCEPTED:
            unknown = f"hh2 answers the sign-in with {result}, whose meaning is not known."
            self._barred = f"{WHAT_NOW.get(result, unknown)} {TRIES_ANEW}"
            if self._bars is not None:
                self._bars.bar(mark, self._barred)
            raise Barred(self._barred)
        self._signed_in = True


def _result(value: Any) -> int | None:  # noqa: ANN401  # whatever they answer
    said = value.get("Result") if isinstance(value, dict) else None
    return None if isinstance(said, bool) or not isinstance(said, int) else said


def _turned_away(why: WireFailure) -> bool:
    """Whether that is how hh2 says that no session is open (interfaces 2.1)."""
    forbidden = isinstance(why, Declined) and why.status == FORBIDDEN
    return forbidden or isinstance(why, (SignInNeeded, SentElsewhere))


def explained(value: Any) -> tuple[str, Mapping[str, str]]:  # noqa: ANN401  # whatever they answer
    """What hh2 says with a refusal: `{"Errors": [text]}`."""
    errors = value.get("Errors") if isinstance(value, dict) else None
    texts = [text for text in errors if isinstance(text, str)] if isinstance(errors, list) else []
    return " ".join(texts) or "it gives no reason", {}
