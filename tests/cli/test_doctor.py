"""doctor: what it looks at in a real home, and how it ends."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import pexpect
import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.settings import Relay
from core.vocabulary import RecordKind
from tests.cli.conftest import permitted, ran

ROOT = Path(__file__).parents[2]


def found(ended, check: str, subject: str | None = None):
    return next(c for c in ended.json["checks"] if (c["check"], c["subject"]) == (check, subject))


def change(home, **settings) -> None:
    store = SqliteStore(home / "countersign.sqlite")
    store.keep_settings(store.settings()._replace(**settings))
    store.close()


def test_a_new_sandbox_is_healthy(countersign):
    countersign("connector", "--once")

    ended = countersign("doctor", "--json")

    assert ended.code == exits.DONE
    assert ended.json["healthy"] is True
    assert {c["state"] for c in ended.json["checks"]} <= {"pass", "warn"}
    assert all(c["next"] for c in ended.json["checks"] if c["state"] == "warn")


def test_every_check_is_one_line_of_text(countersign):
    lines = countersign("doctor").out.splitlines()
    checks = countersign("doctor", "--json").json["checks"]

    assert len(lines) == len(checks) + 1
    assert all(line.split()[0] in {"pass", "warn", "fail"} for line in lines[:-1])
    assert sum(line.split()[1] == "mirror:" for line in lines[:-1]) == len(RecordKind)


def test_where_there_is_no_company_the_doctor_says_how_to_make_one(tmp_path):
    ended = ran("doctor", "--home", str(tmp_path / "nowhere"), "--json")

    assert ended.code == exits.PARTLY
    assert "Run `countersign demo`" in found(ended, "store")["evidence"]
    assert found(ended, "store")["blocks"] == "everything"
    assert found(ended, "space")["state"] == "pass"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.broken_store("it is no database")
def test_a_store_that_is_no_database_is_a_failing_check_and_no_crash(countersign, home):
    (home / "countersign.sqlite").write_bytes(b"not a database at all" * 100)

    ended = countersign("doctor", "--json")

    assert ended.code == exits.PARTLY
    assert "it is not a database" in found(ended, "store")["evidence"]
    assert not (home / "log" / "crash.log").exists()


def test_a_home_that_others_may_look_into_fails_with_what_to_type(countersign, home):
    home.chmod(0o755)
    (home / "sandbox.sqlite").chmod(0o644)

    check = found(countersign("doctor", "--json"), "modes")

    assert check["state"] == "fail"
    assert "home is 0755" in check["evidence"]
    assert "sandbox.sqlite is 0644" in check["evidence"]
    assert "chmod" in check["next"]


def test_a_stopped_relay_fails_and_blocks_what_goes_through_it(countersign):
    countersign("sandbox", "relay", "stop")

    ended = countersign("doctor", "--json")

    assert ended.code == exits.PARTLY
    assert found(ended, "relay")["blocks"].startswith("exports, looks in Sage and step one")
    assert "Blocks exports" in countersign("doctor").out


def test_what_is_owed_while_no_connector_runs_fails(countersign):
    countersign("accept", *permitted(countersign, "accept", "commitments", "Ready to Export")[:2])

    ended = countersign("doctor", "--json")

    assert ended.code == exits.PARTLY
    assert found(ended, "connector")["evidence"] == "No connector runs, and 2 effects are owed."
    assert found(ended, "owed")["evidence"].startswith("2 effects are owed, the oldest ")


@pytest.mark.rule("financials 68 (I7)", "financials 69 (I8)", "financials 70 (I9)")
@pytest.mark.parametrize(
    ("check", "settings"),
    [
        ("client", {"relay": Relay(client="1.31.466.0")}),
        ("date received", {"relay": Relay(date_received_usage="Required")}),
        ("payment date", {"relay": Relay(payment_date_usage="Required")}),
        ("tax groups", {"tax_groups": True}),
    ],
)
def test_a_set_up_that_stops_invoices_fails_and_says_so(countersign, home, check, settings):
    change(home, **settings)

    ended = countersign("doctor", "--json")

    assert ended.code == exits.PARTLY
    assert [c["check"] for c in ended.json["checks"] if c["state"] == "fail"] == [check]
    assert "subcontractor invoices" in found(ended, check)["blocks"]
    assert found(ended, check)["rule"].startswith("financials")


@pytest.mark.broken_store("both are made wrong by hand")
def test_a_count_that_is_wrong_and_a_record_that_was_touched_are_found_apart(countersign, home):
    store = SqliteStore(home / "countersign.sqlite")
    with store._database.write() as connection:
        connection.execute("UPDATE counts SET n = n + 1 WHERE tab = 'jobs' AND view = 'Synced'")
    store.close()

    ended = countersign("doctor", "--json")

    assert found(ended, "counts")["evidence"].startswith("The count of jobs, Synced, says ")
    assert found(ended, "chain")["state"] == found(ended, "records")["state"] == "pass"


def test_a_picture_of_sage_is_fresh_after_a_round_of_the_connector(countersign):
    countersign("connector", "--once")

    ended = countersign("doctor", "--json")

    assert {c["state"] for c in ended.json["checks"] if c["check"] == "mirror"} == {"pass"}


def test_in_a_terminal_its_size_and_colours_are_looked_at(home):
    words = ["-m", "console", "doctor", "--home", str(home)]
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "", "PYTHONUTF8": "1"}
    env.pop("NO_COLOR", None)
    terminal = pexpect.spawn(
        sys.executable, words, dimensions=(30, 70), cwd=ROOT, encoding="utf-8", env=env
    )
    terminal.expect(pexpect.EOF, timeout=20)
    terminal.close()

    assert "70 x 30, 256 colours" in (terminal.before or "")
    assert "Make it 80 x 24 or larger." in (terminal.before or "")


def test_somebody_who_is_claimed_and_not_known_is_turned_away(countersign):
    assert countersign("doctor", "--as", "nobody").code == exits.DENIED


def test_a_record_whose_answer_was_lost_is_counted_and_after_a_minute_it_fails(
    countersign, monkeypatch
):
    countersign("sandbox", "fault", "drop", "100")
    countersign("accept", permitted(countersign, "accept", "commitments", "Ready to Export")[0])
    countersign("connector", "--once")

    now = found(countersign("doctor", "--json"), "outcomes")
    monkeypatch.setattr("core.checkup.UNKNOWN_TOO_LONG", timedelta(0))
    later = found(countersign("doctor", "--json"), "outcomes")

    assert (now["state"], now["evidence"][:10]) == ("pass", "Just now 1")
    assert later["state"] == "fail"
    assert later["evidence"].startswith("Nobody knows whether Sage took ")
