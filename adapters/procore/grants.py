"""How this program may act at Procore: tokens, kept so that a crash is seen and never a loop.

A refresh token works once. Whoever dies between asking for the next one and keeping it has lost the
grant; so the file says beforehand that somebody is about to ask, and whoever finds that says that
somebody has to authorise anew, instead of asking with what is used up (reliability 6.7).
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from adapters.procore.calls import TOKEN
from adapters.whole_files import put
from adapters.wire.failures import Declined, NotUnderstood, WireFailure
from adapters.wire.wire import Wire
from core.ports import OutsideUnreachable

EARLY = 60.0
"""Seconds before its end that an access token is not used any more."""
BY_PASTE = "urn:ietf:wg:oauth:2.0:oob"
"""Where Procore sends the code of somebody without a web server: to the screen."""
AUTHORISE = "Run `countersign connection authorise`."
OF_THE_APP = "Look at client_id in connections.toml and at client_secret in secrets.toml."
"""What mends a service account, which asks with these two alone."""


class Client(NamedTuple):
    """The app that was registered at Procore. Never shown, logged or stored with the records."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Client({self.id}, …)"


class Kept(NamedTuple):
    """What the file of tokens holds."""

    access: str = ""
    ends_at: float = 0.0
    refresh: str = ""
    """Empty for a service account, which asks with its secret alone."""
    asking: bool = False
    """Somebody is about to use the refresh token, or died doing so."""

    def __repr__(self) -> str:
        return f"Kept(ends_at={self.ends_at}, asking={self.asking}, …)"


class AuthoriseAnew(OutsideUnreachable):
    """The grant is lost or was never given: a person has to give it. Nothing was sent."""

    def __init__(self, text: str, step: str = AUTHORISE) -> None:
        super().__init__(f"{text} {step}")
        self.text = text
        self.step = step
        """What somebody has to do."""


class Grant:
    """Gives out access tokens; one process at a time asks for a new one."""

    def __init__(
        self,
        wire: Wire,
        client: Client,
        place: Path,
        *,
        by_person: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`wire` leads to the sign-in address; `place` is a file of mode 0600 that this makes.

        `by_person`: a person authorised it; otherwise the service account's own right is used.
        """
        self._wire = wire
        self._client = client
        self._place = place
        self._by_person = by_person
        self._clock = clock

    def token(self, *, but_not: str = "") -> str:
        """An access token that is good for a while; not the one that was just turned away.

        Raises:
            AuthoriseAnew: a person has to.
            OutsideUnreachable: the sign-in address does not answer.
        """
        kept = self._read()
        if self._good(kept, but_not):
            return kept.access
        with self._alone():
            kept = self._read()
            if self._good(kept, but_not):
                return kept.access
            return (self._refreshed(kept) if self._by_person else self._asked()).access

    def authorise(self, code: str, sent_to: str = BY_PASTE) -> None:
        """Turn the code that a person was shown into a grant; until it is one, the last one holds.

        `sent_to` is where the code was sent, which has to be said once more.

        Raises:
            AuthoriseAnew: it was used before, or is too old.
            OutsideUnreachable: the sign-in address does not answer.
        """
        with self._alone():
            said = {"grant_type": "authorization_code", "code": code, "redirect_uri": sent_to}
            given = self._answered(said)
            if not given.refresh:
                raise OutsideUnreachable("Procore, get a token: what it gave cannot be renewed")
            self._keep(given)

    def close(self) -> None:
        """Leave the sign-in address."""
        self._wire.close()

    def _good(self, kept: Kept, but_not: str) -> bool:
        fresh = kept.ends_at - EARLY > self._clock()
        # Only what a person granted can be renewed: the other sort is of the other way in.
        ours = bool(kept.refresh) is self._by_person
        return bool(kept.access) and ours and fresh and kept.access != but_not

    def _asked(self) -> Kept:
        # Whatever else comes along: a service account never renews.
        kept = self._answered({"grant_type": "client_credentials"})._replace(refresh="")
        self._keep(kept)
        return kept

    def _refreshed(self, kept: Kept) -> Kept:
        if kept.asking:
            raise AuthoriseAnew("A program died while it renewed the authorisation.")
        if not kept.refresh:
            raise AuthoriseAnew("Nobody has authorised this program at Procore.")
        self._keep(kept._replace(asking=True))
        said = {"grant_type": "refresh_token", "refresh_token": kept.refresh}
        try:
            renewed = self._answered(said)
        except AuthoriseAnew:
            self._keep(Kept())
            raise
        except OutsideUnreachable as why:
            if isinstance(why.__cause__, WireFailure) and why.__cause__.surely_not_done:
                self._keep(kept)
            raise
        self._keep(renewed)
        return renewed

    def _answered(self, said: Mapping[str, str]) -> Kept:
        """What the sign-in address gives for something.

        Raises:
            AuthoriseAnew: it gives nothing for that, now or later.
            OutsideUnreachable: it did not answer.
        """
        whole = {**said, "client_id": self._client.id, "client_secret": self._client.secret}
        try:
            hidden = (self._client.secret, said.get("refresh_token", ""), said.get("code", ""))
            value = self._wire.ask(TOKEN.call, json=whole, hidden=hidden).value
            return _kept(value, self._clock())
        except Declined as no:
            step = AUTHORISE if self._by_person else OF_THE_APP
            raise AuthoriseAnew(f"Procore does not give a token ({no.text}).", step) from no
        except WireFailure as why:
            raise OutsideUnreachable(str(why)) from why

    # the file

    def _read(self) -> Kept:
        try:
            said = json.loads(self._place.read_text("utf-8"))
            return Kept(
                str(said["access"]), float(said["ends_at"]), str(said["refresh"]),
                bool(said["asking"]),
            )  # fmt: skip
        except FileNotFoundError:
            return Kept()
        except (ValueError, KeyError, TypeError):
            return Kept(asking=self._by_person)

    def _keep(self, kept: Kept) -> None:
        put(self._place, json.dumps(kept._asdict()).encode())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else on this machine asks meanwhile."""
        lock = os.open(
            self._place.with_name(f"{self._place.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _kept(value: Any, now: float) -> Kept:  # noqa: ANN401  # whatever they answer
    """Raises: NotUnderstood: it is no token."""
    said = value if isinstance(value, dict) else {}
    access, lasts, refresh = (
        said.get("access_token"),
        said.get("expires_in"),
        said.get("refresh_token", ""),
    )
    if not isinstance(access, str) or not access or not isinstance(refresh, str):
        raise NotUnderstood("Procore", TOKEN.call.name, "its answer holds no token")
    if isinstance(lasts, bool) or not isinstance(lasts, int) or lasts <= 0:
        raise NotUnderstood("Procore", TOKEN.call.name, "its token does not say how long it lasts")
    return Kept(access, now + lasts, refresh)
