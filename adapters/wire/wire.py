"""One system behind HTTP, asked one call at a time within limits of time, size, depth and pace."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import httpx2

from adapters.wire.deadline import Deadline
from adapters.wire.failures import (
    Declined,
    NoAnswer,
    NotSent,
    NotUnderstood,
    SentElsewhere,
    SignInNeeded,
    TooOften,
    Unavailable,
)
from adapters.wire.pace import Pace, retry_after
from adapters.wire.reading import LARGEST, NotJson, read_json

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Explain = Callable[[Any], tuple[str, Mapping[str, str]]]
"""What a refusal's body says: a sentence, and what it says of single fields."""

PAUSES = (0.1, 0.4)
"""Seconds before a question is asked a second and a third time; what changes something is never."""
PATIENCE = 30.0
"""Seconds a call may take in all."""
UNAUTHORISED, TOO_OFTEN, FIRST_OF_SERVER = 401, 429, 500
OK = range(200, 300)
ALWAYS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # a packed answer can be larger than any limit on its bytes
    "User-Agent": "countersign",
}
TURNED_ELSEWHERE = range(300, 400)
LEFT_OUT, SHORTEST = "<left out>", 8


class Call(NamedTuple):
    """One operation of a system: what is asked, named as the handbook of interfaces names it."""

    name: str
    """For people: `list vendors`."""
    method: Method
    path: str


class Answer(NamedTuple):
    """A well-formed yes."""

    value: Any
    """The JSON of it; None where it may be empty and is."""
    headers: Mapping[str, str]
    status: int


class Wire:
    """Asks one system. It follows no redirect, uses no proxy of the environment, and tries once.

    Only a question (GET) that was not answered is asked again.

    What could not be sent, was not answered or was refused is raised as one of `failures`.
    """

    def __init__(
        self,
        system: str,
        base: str,
        *,
        explain: Explain,
        headers: Mapping[str, str] | None = None,
        within: float = PATIENCE,
        pace: Pace | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.system = system
        self.base = httpx2.URL(base.rstrip("/") + "/")
        self.pace = pace or Pace()
        self._explain = explain
        self._within = within
        self._client = httpx2.Client(
            headers={**ALWAYS, **(headers or {})},
            transport=transport or Deadline(),
            follow_redirects=False,
            trust_env=False,
        )

    @property
    def cookies(self) -> httpx2.Cookies:
        """What the system asked to be given back."""
        return self._client.cookies

    def ask(
        self,
        call: Call,
        *,
        query: Mapping[str, str | int | Sequence[str]] | None = None,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        waits: float = 0.0,
        may_be_empty: bool = False,
        hidden: Sequence[str] = (),
    ) -> Answer:
        """Make a call. For the pace it waits at most `waits` seconds.

        A refusal that quotes one of `hidden`, or who asked, is told without that.

        Raises:
            NotSent, SignInNeeded, TooOften, Declined: surely nothing was done.
            NoAnswer, NotUnderstood, Unavailable: it may have been done.
        """
        once = partial(self._asked, call, query, json, form, headers, waits, may_be_empty, hidden)
        for pause in PAUSES if call.method == "GET" else ():
            try:
                return once()
            except (NotSent, NoAnswer, Unavailable):
                # A question changes nothing; over a line that breaks it is worth another try.
                time.sleep(pause)
        return once()

    def _asked(  # the parts of `ask`, once
        self,
        call: Call,
        query: Mapping[str, str | int | Sequence[str]] | None,
        json: object,
        form: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        waits: float,
        may_be_empty: bool,  # noqa: FBT001  # it is one of ours, and named above
        hidden: Sequence[str],
    ) -> Answer:
        self._wait(call, waits)
        request = self._client.build_request(
            call.method,
            self.base.join(call.path.lstrip("/")),
            params=query,
            json=json,
            data=form,
            headers=headers,
            extensions={"within": self._within, "system": self.system, "call": call.name},
        )
        self.pace.begin()
        response = self._client.send(request, stream=True)
        try:
            return self._understood(call, response, may_be_empty=may_be_empty)
        except Declined as no:
            raise _quiet(no, (*hidden, *_who(request))) from None
        finally:
            response.close()

    def close(self) -> None:
        """Leave the system."""
        self._client.close()

    def within_host(self, link: str) -> str | None:
        """A link of an answer as a path of this very host; None where it leads elsewhere."""
        try:
            url = self.base.join(link)
        except httpx2.InvalidURL:
            return None
        ours = (self.base.scheme, self.base.host, self.base.port)
        if (url.scheme, url.host, url.port) != ours or url.userinfo:
            return None
        return url.raw_path.decode("ascii")

    def _wait(self, call: Call, most: float) -> None:
        seconds = self.pace.wait()
        if seconds > most:
            raise TooOften(self.system, call.name, seconds)
        if seconds:
            self.pace.rest(seconds)

    def _understood(self, call: Call, response: httpx2.Response, *, may_be_empty: bool) -> Answer:
        status, headers = response.status_code, response.headers
        if status == TOO_OFTEN:
            raise TooOften(self.system, call.name, self.pace.turned_away(headers))
        self.pace.heed(headers)
        if status == UNAUTHORISED:
            raise SignInNeeded(self.system, call.name, "it does not accept our sign-in (401)")
        if status in TURNED_ELSEWHERE:
            raise SentElsewhere(self.system, call.name, f"it sends us elsewhere ({status})")
        if status >= FIRST_OF_SERVER:
            seconds = retry_after(headers, 0.0)
            raise Unavailable(self.system, call.name, status, seconds)
        body = self._body(call, response)
        if status in OK and may_be_empty and not body.strip():
            return Answer(None, headers, status)
        try:
            value = read_json(body)
        except NotJson as why:
            if status in OK:
                raise NotUnderstood(self.system, call.name, f"of its answer, {why}") from why
            value = None
        if status in OK:
            return Answer(value, headers, status)
        text, fields = self._explain(value)
        raise Declined(self.system, call.name, status, text, fields)

    def _body(self, call: Call, response: httpx2.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise NotUnderstood(self.system, call.name, "its answer is packed, unasked")
        body = bytearray()
        for part in response.iter_raw():
            body += part
            if len(body) > LARGEST:
                large = f"its answer is larger than {LARGEST // 1024 // 1024} MiB"
                raise NotUnderstood(self.system, call.name, large)
        return bytes(body)


def _who(request: httpx2.Request) -> list[str]:
    """What of a request says who asks: its token, and what it was given to give back."""
    token = request.headers.get("authorization", "").split()[-1:]
    return [*token, *re.findall(r"=([^;]+)", request.headers.get("cookie", ""))]


def _quiet(no: Declined, hidden: Sequence[str]) -> Declined:
    """The same refusal without what is hidden; what is short may be a part of any word."""
    secrets = [re.escape(secret) for secret in hidden if len(secret) >= SHORTEST]
    if not secrets:
        return no
    hiding = partial(re.compile("|".join(secrets)).sub, LEFT_OUT)
    fields = {hiding(name): hiding(why) for name, why in no.fields.items()}
    return Declined(no.system, no.call, no.status, hiding(no.text), fields)
