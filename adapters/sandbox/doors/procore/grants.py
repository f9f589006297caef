"""Procore's sign-in address: tokens for a service account or a person, refreshed once each."""

import secrets
import time
from collections.abc import Callable, Mapping
from threading import Lock

from adapters.sandbox.doors.exchange import Reply, Request

LASTS = 5_400.0
"""Seconds that an access token lasts."""
CODE_LASTS = 600.0
CLIENT, SECRET = "sandbox", "sandbox"


class Grants:
    """Gives out tokens, and knows those that are good. Safe for many threads.

    A refresh token works once. One that is used a second time takes back all that came of it, as
    it must have been stolen.
    """

    def __init__(self, *, lasts: float = LASTS, clock: Callable[[], float] = time.time) -> None:
        self.lasts = lasts
        self._clock = clock
        self._lock = Lock()
        self._good: dict[str, float] = {}
        self._codes: dict[str, float] = {}
        self._refresh: set[str] = set()
        self._used: set[str] = set()
        self.asked = 0
        """How many tokens were asked for so far."""

    def authorize(self, request: Request) -> Reply:
        """Where a person says yes; the sandbox says it for them and shows the code."""
        if request.query.get("client_id") != CLIENT:
            return Reply(401, {"error": "invalid_client"})
        with self._lock:
            code = secrets.token_hex(8)
            self._codes[code] = self._clock()
        return Reply(200, text=f"<html>Paste this code: <b>{code}</b></html>", kind="text/html")

    def token(self, request: Request) -> Reply:
        try:
            said = request.form()
        except ValueError:
            return _refused("invalid_request", "The body is no form and no JSON object.")
        with self._lock:
            self.asked += 1
            if (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET):
                return Reply(401, {"error": "invalid_client"})
            match said.get("grant_type"):
                case "client_credentials":
                    return self._given(for_person=False)
                case "authorization_code":
                    made = self._codes.pop(said.get("code", ""), None)
                    if made is None or self._clock() - made > CODE_LASTS:
                        return _refused("invalid_grant", "The code was used, or is too old.")
                    return self._given(for_person=True)
                case "refresh_token":
                    return self._refreshed(said.get("refresh_token", ""))
                case _:
                    return _refused("unsupported_grant_type", "It gives no tokens for that.")

    def info(self, request: Request) -> Reply:
        token = _bearer(request.headers)
        with self._lock:
            ends = self._good.get(token, 0.0)
        if ends <= self._clock():
            return Reply(401, {"error": "invalid_token"})
        return Reply(200, {"resource_owner_id": 1, "expires_in_seconds": int(ends - self._clock())})

    def revoke(self, request: Request) -> Reply:
        with self._lock:
            self._good.pop(request.form().get("token", ""), None)
        return Reply(200, {})

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a call comes with a token that is good."""
        with self._lock:
            return self._good.get(_bearer(headers), 0.0) > self._clock()

    def end_all(self) -> None:
        """Let every access token be over."""
        with self._lock:
            self._good.clear()

    def _refreshed(self, token: str) -> Reply:
        if token in self._used:
            self._good.clear()
            self._refresh.clear()
            return _refused("invalid_grant", "The refresh token was used before.")
        if token not in self._refresh:
            return _refused("invalid_grant", "There is no such refresh token.")
        self._refresh.remove(token)
        self._used.add(token)
        return self._given(for_person=True)

    def _given(self, *, for_person: bool) -> Reply:
        access = secrets.token_hex(24)
        self._good[access] = self._clock() + self.lasts
        value: dict[str, object] = {
            "access_token": access, "token_type": "Bearer", "expires_in": int(self.lasts),
            "created_at": int(self._clock()),
        }  # fmt: skip
        if for_person:
            refresh = secrets.token_hex(24)
            self._refresh.add(refresh)
            value["refresh_token"] = refresh
        return Reply(200, value)


def _bearer(headers: Mapping[str, str]) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token if kind.casefold() == "bearer" else ""


def _refused(error: str, text: str) -> Reply:
    return Reply(400, {"error": error, "error_description": text})
