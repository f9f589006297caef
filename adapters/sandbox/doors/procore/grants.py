"""Procore's sign-in address: tokens for a service account or a person, refreshed once each."""

import secrets
import time
from base64 import b64decode
from collections.abc import Callable, Mapping
from html import escape
from threading import Lock
from typing import NamedTuple
from urllib.parse import unquote_plus, urlencode, urlsplit

from adapters.sandbox.doors.exchange import Reply, Request

LASTS = 5_400.0
"""Seconds that an access token lasts."""
CODE_LASTS = 600.0
CLIENT, SECRET = "sandbox", "sandbox"
SHOWN = "urn:ietf:wg:oauth:2.0:oob"
"""Where a code is sent that is to be shown to the person instead."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
SERVICE = {"id": 1, "login": "sandbox@example.invalid", "name": "Sandbox service account"}
PERSON = {"id": 2, "login": "paula@example.invalid", "name": "Paula Person"}
CONSENT = """<html><h1>Sandbox: who may come in?</h1>
<p>The app <b>{app}</b> asks to act for {name} at Sandbox company.</p>
<form method="post" action="/oauth/authorize">{fields}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></form></html>"""
CODE = "<html><p>Paste this code where you were asked for it:</p><code>{code}</code></html>"
ASKED = ("response_type", "client_id", "redirect_uri", "state")


class Code(NamedTuple):
    """What a person said yes to."""

    made: float
    sent_to: str


class Token(NamedTuple):
    """An access token that was given out."""

    ends: float
    for_person: bool


class Grants:
    """Gives out tokens, and knows those that are good. Safe for many threads.

    A refresh token works once. One that is used a second time takes back all that came of it, as
    it must have been stolen.
    """

    def __init__(self, *, lasts: float = LASTS, clock: Callable[[], float] = time.time) -> None:
        self.lasts = lasts
        self._clock = clock
        self._lock = Lock()
        self._good: dict[str, Token] = {}
        self._codes: dict[str, Code] = {}
        self._refresh: set[str] = set()
        self._used: set[str] = set()
        self.asked = 0
        """How many tokens were asked for so far."""

    def consent(self, request: Request) -> Reply:
        """The page on which a person is asked; whoever opens it here is Paula Person."""
        if refused := _unsound(request.query):
            return refused
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(request.query.get(name, ""))}">'
            for name in ASKED
        )
        text = CONSENT.format(app=escape(CLIENT), name=PERSON["name"], fields=fields)
        return Reply(200, text=text, kind="text/html")

    def decided(self, request: Request) -> Reply:
        """What the person pressed: a code is shown, or sent on with the state."""
        said = request.form()
        if refused := _unsound(said):
            return refused
        sent_to, state = said["redirect_uri"], said.get("state", "")
        if said.get("decision") != "allow":
            return _sent(sent_to, {"error": "access_denied", "state": state})
        code = secrets.token_hex(8)
        with self._lock:
            self._codes[code] = Code(self._clock(), sent_to)
        return _sent(sent_to, {"code": code, "state": state})

    def token(self, request: Request) -> Reply:
        try:
            said = request.form()
        except ValueError:
            return _refused("invalid_request", "The body is no form and no JSON object.")
        with self._lock:
            self.asked += 1
            if _client(request.headers, said) != (CLIENT, SECRET):
                return Reply(401, {"error": "invalid_client"}, {"WWW-Authenticate": "Basic"})
            match said.get("grant_type"):
                case "client_credentials":
                    return self._given(for_person=False)
                case "authorization_code":
                    return self._of_code(said)
                case "refresh_token":
                    return self._refreshed(said.get("refresh_token", ""))
                case _:
                    return _refused("unsupported_grant_type", "It gives no tokens for that.")

    def info(self, request: Request) -> Reply:
        found = self._held(request.headers)
        if found is None:
            return Reply(401, {"error": "invalid_token"})
        value = {
            "resource_owner_id": _owner(found)["id"],
            "expires_in_seconds": int(found.ends - self._clock()),
        }
        return Reply(200, value)

    def owner(self, headers: Mapping[str, str]) -> Mapping[str, object]:
        """Whom a call is made for."""
        found = self._held(headers)
        return _owner(found) if found else SERVICE

    def revoke(self, request: Request) -> Reply:
        with self._lock:
            self._good.pop(request.form().get("token", ""), None)
        return Reply(200, {})

    def admits(self, headers: Mapping[str, str]) -> bool:
        """Whether a call comes with a token that is good."""
        return self._held(headers) is not None

    def end_all(self) -> None:
        """Let every access token be over."""
        with self._lock:
            self._good.clear()

    def _held(self, headers: Mapping[str, str]) -> Token | None:
        with self._lock:
            found = self._good.get(_bearer(headers))
        return found if found is not None and found.ends > self._clock() else None

    def _of_code(self, said: Mapping[str, str]) -> Reply:
        made = self._codes.pop(said.get("code", ""), None)
        if made is None or self._clock() - made.made > CODE_LASTS:
            return _refused("invalid_grant", "The code was used, or is too old.")
        if made.sent_to != said.get("redirect_uri"):
            return _refused("invalid_grant", "The code was sent elsewhere.")
        return self._given(for_person=True)

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
        self._good[access] = Token(self._clock() + self.lasts, for_person)
        value: dict[str, object] = {
            "access_token": access, "token_type": "Bearer", "expires_in": int(self.lasts),
            "created_at": int(self._clock()),
        }  # fmt: skip
        if for_person:
            refresh = secrets.token_hex(24)
            self._refresh.add(refresh)
            value["refresh_token"] = refresh
        return Reply(200, value)


def _client(headers: Mapping[str, str], said: Mapping[str, str]) -> tuple[str, str]:
    """Which app asks, and its secret: in the body or, as RFC 6749 2.3.1 has it, in the header."""
    kind, _, coded = headers.get("authorization", "").partition(" ")
    if kind.casefold() != "basic":
        return said.get("client_id", ""), said.get("client_secret", "")
    try:
        name, _, secret = b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _unsound(said: Mapping[str, str]) -> Reply | None:
    """Why a person is not asked at all."""
    if said.get("client_id") != CLIENT:
        return Reply(401, {"error": "invalid_client"})
    if said.get("response_type") != "code":
        return _refused("unsupported_response_type", "It gives codes only.")
    sent_to = said.get("redirect_uri", "")
    if sent_to != SHOWN and urlsplit(sent_to).hostname not in HERE:
        return _refused("invalid_redirect_uri", "The app has no such address.")
    return None


def _sent(sent_to: str, told: Mapping[str, str]) -> Reply:
    """To the person's own eyes, or to where the app has its codes sent."""
    if sent_to == SHOWN:
        shown = told.get("code") or told["error"]
        return Reply(200, text=CODE.format(code=escape(shown)), kind="text/html")
    return Reply(302, headers={"Location": f"{sent_to}?{urlencode(told)}"}, kind="text/html")


def _owner(token: Token) -> Mapping[str, object]:
    return PERSON if token.for_person else SERVICE


def _bearer(headers: Mapping[str, str]) -> str:
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token if kind.casefold() == "bearer" else ""


def _refused(error: str, text: str) -> Reply:
    return Reply(400, {"error": error, "error_description": text})
