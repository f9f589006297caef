"""What a call over the wire brings, and in which way it fails."""

import socket
import time
from decimal import Decimal

import pytest

from adapters.wire.failures import (
    Declined,
    NoAnswer,
    NotSent,
    NotUnderstood,
    SignInNeeded,
    TooOften,
    Unavailable,
)
from adapters.wire.pace import Pace
from adapters.wire.reading import LARGEST
from adapters.wire.wire import Call, Wire
from tests.adapters.wire.canned import answer, serving

LIST = Call("list vendors", "GET", "/vendors")
MAKE = Call("make a vendor", "POST", "/vendors")


def explained(value):
    return (value or {}).get("message", "no reason given"), {}


def wire(base, **named):
    return Wire("Procore", base, explain=explained, **named)


def asked(whole, call=LIST, **named):
    with serving({"/vendors": [whole]}) as base:
        door = wire(base, **named)
        try:
            return door.ask(call)
        finally:
            door.close()


def test_numbers_arrive_exactly():
    got = asked(answer("200 OK", b'[{"amount": 10.10, "id": 7}]'))

    assert got.value == [{"amount": Decimal("10.10"), "id": 7}]


def test_one_connection_serves_call_after_call():
    with serving({"/vendors": [answer("200 OK", b"[]")]}) as base:
        door = wire(base)

        values = [door.ask(LIST).value for _ in range(3)]
        door.close()

    assert values == [[], [], []]


def test_where_nobody_listens_surely_nothing_left():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(NotSent, match="Procore, list vendors: cannot be reached"):
        wire(f"http://127.0.0.1:{port}").ask(LIST)


@pytest.mark.parametrize(
    ("whole", "failure", "says"),
    [
        (b"", NoAnswer, "no whole answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1", NoAnswer, "no whole answer"),
        (b"nonsense\r\n\r\n", NoAnswer, "no whole answer"),
        (answer("200 OK", b"<html>sign in to the wifi</html>"), NotUnderstood, "a page, not data"),
        (answer("200 OK"), NotUnderstood, "it is empty"),
        (answer("200 OK", b'{"a": NaN}'), NotUnderstood, "NaN|nan"),
        (answer("200 OK", b'{"a": 1e400}'), NotUnderstood, "no sense as an amount"),
        (answer("200 OK", b"[" * 50 + b"]" * 50), NotUnderstood, "nested deeper"),
        (answer("200 OK", b"[" * 200_000), NotUnderstood, "nested"),
        (answer("200 OK", b'"\xff"'), NotUnderstood, "utf-8"),
        (answer("200 OK", b"[]", Content_Encoding="gzip"), NotUnderstood, "packed"),
        (answer("302 Found", Location="https://elsewhere.example/"), NotUnderstood, "elsewhere"),
        (answer("401 Unauthorized", b"{}"), SignInNeeded, "sign-in"),
        (answer("503 Wait", b"{}", Retry_After="7"), Unavailable, "503"),
        (answer("422 No", b'{"message": "Name is taken"}'), Declined, "422: Name is taken"),
        (answer("404 No", b"<html></html>"), Declined, "404: no reason given"),
        (answer("429 Slow down", b"{}", Retry_After="3"), TooOften, "for 3 s"),
    ],
)
def test_whatever_is_not_a_well_formed_yes_is_a_failure_that_names_system_and_call(
    whole, failure, says
):
    with pytest.raises(failure, match=says) as told:
        asked(whole, MAKE)

    assert str(told.value).startswith("Procore, make a vendor: ")


@pytest.mark.rule("reliability I35")
def test_a_refusal_that_quotes_what_we_came_with_is_told_without_it():
    said = b'{"message": "no Bearer abc.d+ef123, secretsecret is used up; 12"}'

    with serving({MAKE.path: [answer("403 No", said)]}) as base:
        door = wire(base)
        with pytest.raises(Declined) as told:
            door.ask(MAKE, headers={"Authorization": "Bearer abc.d+ef123"},
                     hidden=("secretsecret", "12"))  # fmt: skip
        door.close()

    assert told.value.text == "no Bearer <left out>, <left out> is used up; 12"


def test_an_answer_without_end_is_left_at_the_limit():
    with pytest.raises(NotUnderstood, match="larger than 5 MiB"):
        asked(answer("200 OK", b" " * (LARGEST + 1)))


class Counting(Pace):
    """Counts the calls that are made."""

    made = 0

    def begin(self):
        self.made += 1
        super().begin()


@pytest.mark.parametrize(("call", "tries"), [(LIST, 3), (MAKE, 1)])
def test_only_a_question_that_was_not_answered_is_asked_again(call, tries):
    pace = Counting()

    with pytest.raises(NoAnswer):
        asked(b"", call, pace=pace)

    assert pace.made == tries


def test_an_answer_that_drips_ends_at_the_deadline():
    """Each piece comes well within any time-out of a read."""
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *[b"["] * 60]
    with serving({"/vendors": pieces}, pause=0.05) as base:
        door = wire(base, within=0.3)
        begun = time.monotonic()

        with pytest.raises(NoAnswer):
            door.ask(MAKE)

        assert time.monotonic() - begun < 1.0
        door.close()


def test_no_call_is_made_before_the_limit_it_was_told_of_resets():
    now, rested = [1_000.0], []

    def rest(seconds):
        rested.append(seconds)
        now[0] += seconds

    pace = Pace(clock=lambda: now[0], sleep=rest)
    last = answer("200 OK", b"[]", X_Rate_Limit_Remaining="0", X_Rate_Limit_Reset="1008")
    with serving({"/vendors": [last]}) as base:
        door = wire(base, pace=pace)
        door.ask(LIST)

        with pytest.raises(TooOften, match="for 9 s"):
            door.ask(LIST)
        door.ask(LIST, waits=60.0)
        door.close()

    assert rested == [9.0]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("/rest/v1.0/vendors?page=2", "/rest/v1.0/vendors?page=2"),
        ("http://127.0.0.1:99/x?page=2", "/x?page=2"),
        ("http://127.0.0.1:98/x", None),
        ("https://127.0.0.1:99/x", None),
        ("//elsewhere.example/x", None),
        ("http://me@127.0.0.1:99/x", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_a_link_to_the_same_host_is_followed(link, path):
    assert wire("http://127.0.0.1:99").within_host(link) == path
