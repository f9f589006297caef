"""One company at Procore: pages, chunks, rate limits, and every family of refusals."""

import time

import pytest

from adapters.procore.calls import COMPANIES
from adapters.procore.errors import explained
from adapters.procore.grants import Client, Grant
from adapters.procore.session import Session
from adapters.sandbox.doors.allowance import Allowance, Window
from adapters.sandbox.doors.exchange import Reply
from adapters.sandbox.doors.paths import Path
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.pages import Page, paged
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial
from adapters.sqlite import Database
from adapters.wire.failures import Declined, NotUnderstood
from adapters.wire.known import known
from adapters.wire.wire import Wire

THINGS = known("list things", "GET", "/rest/v1.0/things", "a list of the test's own")
THINGS_V2 = known("list things", "GET", "/rest/v2.0/companies/1/things", "likewise")
SYNC = known("sync things", "PATCH", "/rest/v1.0/things/sync", "likewise")
ROWS = [{"id": number} for number in range(1, 251)]


def listed(request, _):
    return paged(ROWS, Page.asked(request), request)


def synced(request, _):
    rows = request.json()["updates"]
    bad = [r | {"errors": {"name": ["is taken"]}} for r in rows if r["id"] % 100 == 0]
    return Reply(200, {"entities": [r for r in rows if r["id"] % 100], "errors": bad})


OPERATIONS = (
    Path("GET", THINGS.call.path, listed),
    Path("GET", THINGS_V2.call.path, listed),
    Path("PATCH", SYNC.call.path, synced, writes=True),
)


@pytest.fixture
def opened(tmp_path):
    """A session with a door of these rate limits."""
    ends = []

    def made(*windows, operations=OPERATIONS, page=100):
        door = ProcoreDoor(operations, allowance=Allowance(windows))
        served = Served([door], FaultDial(Database(None))).start()
        wires = [Wire("Procore", served.address, explain=explained, within=5.0) for _ in "12"]
        grant = Grant(wires[0], Client("sandbox", "sandbox"), tmp_path / "tokens")
        ends.extend([*(wire.close for wire in wires), served.close])
        return door, Session(wires[1], grant, 1, page=page)

    yield made
    for end in ends:
        end()


@pytest.mark.parametrize("call", [THINGS, THINGS_V2])
def test_every_page_of_a_list_is_read_in_either_envelope(opened, call):
    _, session = opened()
    told = []

    rows = session.rows(call, progress=told.append)

    assert rows == ROWS
    assert [t.rows for t in told] == [100, 200, 250]
    assert {t.total for t in told} == {250}


def test_a_reading_waits_for_the_rate_limit_and_wastes_no_call(opened):
    """Three calls a second; a list of five pages and the company's own."""
    door, session = opened(Window(3, 1.0), page=50)
    begun = time.monotonic()

    rows = session.rows(THINGS)

    assert rows == ROWS
    assert door.allowance.refused == 0
    assert time.monotonic() - begun >= 1.0


def test_pages_that_lead_in_a_circle_or_elsewhere_end(opened):
    def circling(request, _):
        link = f'<http://{request.headers["host"]}/rest/v1.0/things?page=1>; rel="next"'
        return Reply(200, ROWS[:1], {"Link": link})

    def leading_away(request, _):
        return Reply(200, ROWS[:1], {"Link": '<https://elsewhere.example/x?page=2>; rel="next"'})

    _, round_ = opened(operations=(Path("GET", THINGS.call.path, circling),))
    _, away = opened(operations=(Path("GET", THINGS.call.path, leading_away),))

    with pytest.raises(NotUnderstood, match="in a circle"):
        round_.rows(THINGS)
    assert away.rows(THINGS) == ROWS[:1]


def test_rows_are_written_in_chunks_and_each_is_answered_for(opened):
    _, session = opened()

    done = session.sync(SYNC, [{"id": n} for n in range(1, 2_301)], head={"company_id": 1})

    assert (len(done.taken), len(done.refused)) == (2_277, 23)
    assert done.refused[0].why == "name: is taken"


def test_a_sync_that_does_not_say_what_it_took_is_no_success(opened):
    def silent(request, _):
        return Reply(200, {"entities": [], "errors": []})

    _, session = opened(operations=(Path("PATCH", SYNC.call.path, silent),))

    with pytest.raises(NotUnderstood, match="of 1 rows it speaks of 0"):
        session.sync(SYNC, [{"id": 1}], head={})


def test_a_token_that_is_over_is_replaced_in_the_middle(opened):
    door, session = opened()
    session.rows(COMPANIES)
    door.grants.end_all()

    assert session.rows(THINGS) == ROWS


def test_a_company_that_the_app_is_not_connected_to_is_named_in_its_words(opened):
    _, session = opened()
    session.company = 2

    with pytest.raises(Declined, match="403: The app is not connected to this company"):
        session.rows(THINGS)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"code": 1, "message": "Name is taken"}, "Name is taken"),
        ({"errors": {"name": ["is taken", "is long"]}}, "name: is taken, is long"),
        ({"errors": "Unauthorized"}, "Unauthorized"),
        ({"errors": ["one", {"message": "two"}]}, "one; two"),
        ({"message": "Broken", "exception": "RuntimeError"}, "Broken"),
        ({"error": {"code": "x", "message": "No", "details": []}}, "No"),
        ({"error": {"reason_code": "x"}}, "it gives no reason"),
        ({"error": "invalid_grant", "error_description": "Used before."}, "Used before."),
        ({}, "it gives no reason"),
        (None, "it gives no reason"),
        ([1], "it gives no reason"),
        ("text", "it gives no reason"),
        ({"errors": {"a": None, "b": {"c": ["d"]}}}, "a: ; b: c d"),
    ],
)
def test_every_family_of_refusals_is_read(body, text):
    assert explained(body)[0] == text
