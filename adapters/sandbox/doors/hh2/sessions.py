"""Who may ask hh2: sign-in by result, a cookie for each session, locks after too many tries."""

import secrets
import time
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from threading import Lock

from core.values import NamedTuple

WRONG_PERSON, WRONG_CLIENT, PERSON_LOCKED, CLIENT_LOCKED, ACCEPTED = 1, 2, 3, 4, 5
TRIES = 5
"""Wrong passwords in a row, before the person is locked."""
LASTS = 1_200.0
"""Seconds that a session lasts after it was last used."""
COOKIE = ".ASPXAUTH"


class Credentials(NamedTuple):
    """What the sandbox takes. They open nothing else, so they are no secret."""

    key: str = "sandbox"
    secret: str = "sandbox"  # noqa: S105  # it opens nothing but the sandbox
    user: str = "sandbox"
    password: str = "sandbox"  # noqa: S105  # likewise


class Sessions:
    """Opens sessions, and knows those that are open. Safe for many threads."""

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        lasts: float = LASTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wanted = credentials or Credentials()
        self._lasts = lasts
        self._clock = clock
        self._lock = Lock()
        self._open: dict[str, float] = {}
        self._wrong = {"client": 0, "person": 0}
        self.tries = 0
        """How many sign-ins were asked for so far."""

    def sign_in(self, said: Mapping[str, str]) -> tuple[int, str]:
        """The result, and the cookie where it is accepted."""
        with self._lock:
            self.tries += 1
            if self._wrong["client"] >= TRIES:
                return CLIENT_LOCKED, ""
            if self._wrong["person"] >= TRIES:
                return PERSON_LOCKED, ""
            wanted = self._wanted
            if (said.get("ApiKey"), said.get("ApiSecret")) != (wanted.key, wanted.secret):
                self._wrong["client"] += 1
                return WRONG_CLIENT, ""
            if (said.get("Username"), said.get("Password")) != (wanted.user, wanted.password):
                self._wrong["person"] += 1
                return WRONG_PERSON, ""
            self._wrong = {"client": 0, "person": 0}
            cookie = secrets.token_hex(24)
            self._open[cookie] = self._clock()
            return ACCEPTED, cookie

    def is_open(self, header: str) -> bool:
        """Whether a Cookie header names a session that is open; using it keeps it open."""
        try:
            morsel = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return False
        with self._lock:
            used = self._open.get(morsel.value) if morsel else None
            if morsel is None or used is None:
                return False
            if self._clock() - used > self._lasts:
                del self._open[morsel.value]
                return False
            self._open[morsel.value] = self._clock()
            return True

    def end_all(self) -> None:
        """Forget every session, as a gateway does now and then."""
        with self._lock:
            self._open.clear()
