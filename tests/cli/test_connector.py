"""The process that performs what is owed: a round, until nothing is owed, or until told."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.sandbox.ledger import Ledger
from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from console.connector import beside, running
from console.home import Home
from console.log import ALLOWED, opened
from core.vocabulary import RecordKind
from tests.cli.conftest import permitted, process

K = RecordKind


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)


def accepted(countersign) -> list[str]:
    ids = permitted(countersign, "accept", "commitments", "Ready to Export")
    assert countersign("accept", *ids).code == exits.DONE
    return ids


def exactly_once(countersign, home, ids) -> None:
    """Every accepted record is synced, and stands in the ledger under one key."""
    records = [countersign("show", one, "--json").json for one in ids]
    ledger = Ledger(home / "sandbox.sqlite")
    exported = [record for _, _, record in ledger.exported().values()]
    held = {d.erp_id for d in ledger.documents(K.COMMITMENT)}
    ledger.database.close()

    assert {r["status"] for r in records} == {"synced"}
    assert all(exported.count(one) == 1 for one in ids)
    assert {r["erp_id"] for r in records} <= held
    assert countersign("audit", "verify").code == exits.DONE


def test_one_round_performs_some_and_says_what_is_left(countersign):
    ids = accepted(countersign)

    ended = countersign("connector", "--once", "--json")

    assert ended.code == exits.DONE
    assert ended.json["performed"] >= 1
    assert 0 < ended.json["owing"] <= 2 * len(ids)


def test_draining_performs_everything_exactly_once(countersign, home):
    ids = accepted(countersign)

    ended = countersign("connector", "--drain", "--json")

    assert (ended.code, ended.json["owing"]) == (exits.DONE, 0)
    exactly_once(countersign, home, ids)


def test_draining_gives_up_where_the_outside_keeps_failing_and_loses_nothing(countersign, home):
    ids = accepted(countersign)
    countersign("sandbox", "relay", "stop")

    failed = countersign("connector", "--drain", "--limit", "1")
    countersign("sandbox", "relay", "start")
    mended = countersign("connector", "--drain")

    assert failed.code == exits.OUTSIDE
    assert "The relay is stopped" in failed.err
    assert mended.code == exits.DONE
    exactly_once(countersign, home, ids)


def test_whatever_befalls_the_calls_all_is_done_once(countersign, home):
    ids = permitted(countersign, "accept", "commitments", "Ready to Export")[:3]
    countersign("accept", *ids)
    for fault in ("timeout", "drop"):
        countersign("sandbox", "fault", fault, "40")

    assert countersign("connector", "--drain").code == exits.DONE

    exactly_once(countersign, home, ids)


def test_killed_again_and_again_it_loses_and_doubles_nothing(countersign, home):
    ids = accepted(countersign)

    for wait in range(6):
        worker = process("connector", "--home", str(home))
        time.sleep(0.25 + wait * 0.04)
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=10)
    store = SqliteStore(home / "countersign.sqlite")
    while store.owing():
        countersign("connector", "--drain", "--limit", "40")
    store.close()

    exactly_once(countersign, home, ids)


def test_told_to_stop_it_ends_what_is_in_hand_and_goes(countersign, home):
    accepted(countersign)
    worker = process("connector", "--home", str(home))
    until(lambda: running(Home(home)))
    until(lambda: "effects.performed" in (home / "log" / "connector.log").read_text())

    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=10)

    log = [json.loads(x) for x in (home / "log" / "connector.log").read_text().splitlines()]
    assert worker.returncode == exits.DONE
    assert log[-1]["event"] == "connector.ended"
    assert not running(Home(home))
    assert countersign("audit", "verify").code == exits.DONE


def test_several_run_side_by_side(countersign, home):
    ids = accepted(countersign)
    workers = [process("connector", "--drain", "--home", str(home)) for _ in range(3)]

    codes = [(w.communicate(timeout=60), w.returncode)[1] for w in workers]

    assert codes == [exits.DONE] * 3
    exactly_once(countersign, home, ids)


def test_once_and_drain_are_one_too_many(countersign):
    assert countersign("connector", "--once", "--drain").code == exits.USAGE


def test_a_session_has_a_connector_beside_it_for_as_long_as_it_lasts(home):
    place = Home(home)

    with beside(place):
        until(lambda: running(place))

    until(lambda: not running(place))


def test_a_connector_that_dies_beside_a_session_is_started_again(home):
    place = Home(home)

    with beside(place):
        until(lambda: running(place))
        os.kill(_pid(place), signal.SIGKILL)
        until(lambda: "connector.started" in place.log.read_text())
        until(lambda: place.log.read_text().count("connector.started") == 2)

    until(lambda: not running(place))


def test_a_session_that_is_killed_takes_its_connector_along(home):
    code = (
        "import sys, time; from pathlib import Path; from console.home import Home;"
        "from console.connector import beside;\n"
        "with beside(Home(Path(sys.argv[1]))): time.sleep(60)"
    )
    root = Path(__file__).parents[2]
    session = subprocess.Popen([sys.executable, "-c", code, str(home)], cwd=root)
    until(lambda: running(Home(home)))

    session.send_signal(signal.SIGKILL)
    session.wait(10)

    until(lambda: not running(Home(home)))


def test_a_session_starts_no_second_connector(home):
    place = Home(home)
    first = process("connector", "--home", str(home))
    until(lambda: running(place))

    with beside(place):
        time.sleep(1.2)
        started = place.log.read_text().count("connector.started")

    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=10)
    assert started == 1


def _pid(place: Home) -> int:
    until(lambda: place.log.exists() and "connector.started" in place.log.read_text())
    lines = [json.loads(x) for x in place.log.read_text().splitlines()]
    return next(x["pid"] for x in lines if x["event"] == "connector.started")


def test_the_log_keeps_no_value_of_a_field_that_is_not_listed(tmp_path):
    with opened(tmp_path / "a.log") as log:
        log.bind(owner="me").info("effect.settled", token="secret-canary", took=3)

    line = json.loads((tmp_path / "a.log").read_text())
    assert (line["took"], line["token"], line["owner"]) == (3, "<str>", "me")
    assert "secret-canary" not in (tmp_path / "a.log").read_text()
    assert "token" not in ALLOWED


def test_a_long_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("console.log.TURNED_AT", 10)
    (tmp_path / "a.log").write_text("long enough to turn")

    with opened(tmp_path / "a.log") as log:
        log.info("connector.started")

    assert (tmp_path / "a.log.1").read_text() == "long enough to turn"
    assert len((tmp_path / "a.log").read_text().splitlines()) == 1


@pytest.mark.parametrize("limit", ["x", "-1"])
def test_a_limit_that_is_no_number_is_told(countersign, limit):
    assert countersign("connector", "--drain", f"--limit={limit}").code == exits.USAGE
