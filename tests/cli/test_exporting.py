"""What leaves for Sage at the command line: shown, stopped, let go on, compared."""

import shutil
import signal

import pytest

from adapters.sqlite import Database
from console.cli import exits
from console.crashing import told_to_die
from tests.cli.conftest import permitted, process


@pytest.fixture
def accepted(countersign):
    """Two commitments that were accepted."""
    records = permitted(countersign, "accept", "commitments", "Ready to Export")[:2]
    assert countersign("accept", *records).code == exits.DONE
    return records


def test_exports_are_stopped_with_a_reason_that_everybody_is_shown(countersign, accepted):
    stopped = countersign("connector", "stop", "Month end", "--as", "admin", "--json")
    rehearsed = countersign("connector", "--dry-run", "--json").json
    worked = countersign("connector", "--once")
    doctor = countersign("doctor", "--json").json

    gone = countersign("connector", "go", "--as", "admin")
    drained = countersign("connector", "--drain", "--json").json

    told = f"Exports are stopped: {stopped.json['stopped']}"
    assert stopped.json["stopped"].startswith("Month end (")
    assert (rehearsed["held"], len(rehearsed["leaving"])) == ([told], 2)
    assert told in worked.err
    assert told in [check["evidence"] for check in doctor["checks"]]
    assert (gone.code, drained["owing"], drained["held_back"]) == (exits.DONE, 0, [])


def test_what_no_route_takes_is_said_before_it_is_refused(countersign):
    invoices = permitted(countersign, "accept", "invoices", "Ready to Export")[:1]
    countersign("settings", "set", "routes.subcontractor_invoice", "hh2", "--as", "admin")
    countersign("accept", *invoices)

    rehearsed = countersign("connector", "--dry-run")

    assert "refused: no route of this company takes a subcontractor invoice" in rehearsed.out


def test_who_may_not_change_settings_stops_nothing(countersign):
    ended = countersign("connector", "stop", "No more", "--as", "reader")

    assert ended.code == exits.DENIED


def test_what_sage_lost_since_is_found_by_comparing(countersign, accepted):
    countersign("connector", "--drain")
    agreed = countersign("reconcile", "--json")
    erp_id = countersign("show", accepted[0], "--json").json["erp_id"]
    countersign("sandbox", "delete", "commitment", erp_id)

    found = countersign("reconcile", "--days", "1", "--json")
    errors = countersign("errors", "--json").json

    assert (agreed.code, agreed.json["checked"], agreed.json["incidents"]) == (exits.DONE, 2, [])
    assert found.code == exits.PARTLY
    assert [(one["sort"], one["record"]) for one in found.json["incidents"]] == [
        ("missing", accepted[0])
    ]
    assert "COMPARED_MISSING" in [group["code"] for group in errors]


def test_a_backup_that_is_put_back_sends_nothing_before_it_is_reconciled(
    countersign, accepted, home
):
    store, backup = home / "countersign.sqlite", home / "backup.sqlite"
    database = Database(store)
    database.copy_to(backup)
    database.close()
    countersign("connector", "--drain")
    for file in home.glob("countersign.sqlite*"):
        file.unlink()
    shutil.move(backup, store)

    refused = countersign("connector", "--once")
    looked_up = countersign("reconcile", "--after-restore", "--json")
    countersign("connector", "--drain")
    compared = countersign("reconcile", "--json").json

    assert "This store is an older copy" in refused.err
    assert (looked_up.json["found"], looked_up.json["epoch"]) == (2, 2)
    assert {countersign("show", one, "--json").json["status"] for one in accepted} == {"synced"}
    assert (compared["checked"], compared["incidents"]) == (2, [])


@pytest.mark.parametrize("promise", ["key", "code", "reference", "nothing"])
def test_sage_may_promise_less(countersign, accepted, promise):
    told = countersign("sandbox", "promise", promise, "--json").json
    countersign("sandbox", "fault", "drop", "100")
    countersign("connector", "--once")
    countersign("sandbox", "fault", "drop", "0")
    countersign("connector", "--drain", "--limit", "5")

    shown = [countersign("show", one, "--json").json for one in accepted]

    assert told["promise"] == promise
    expected = "outcome_unknown" if promise == "nothing" else "synced"
    assert {record["status"] for record in shown} == {expected}


def test_there_are_four_promises_and_no_other(countersign):
    assert countersign("sandbox", "promise", "everything").code == exits.USAGE


def test_a_connector_that_dies_after_its_mark_leaves_it_in_doubt(
    countersign, accepted, home, monkeypatch
):
    monkeypatch.setenv("COUNTERSIGN_CRASH", "marked")
    connector = process("connector", "--once", "--home", str(home))
    connector.communicate()
    monkeypatch.delenv("COUNTERSIGN_CRASH")

    rehearsed = countersign("connector", "--dry-run", "--json").json

    assert connector.returncode == -signal.SIGKILL
    assert (len(rehearsed["in_doubt"]), len(rehearsed["leaving"])) == (1, 1)


def test_nobody_dies_on_demand_where_the_books_are_real(monkeypatch):
    monkeypatch.setenv("COUNTERSIGN_CRASH", "marked")

    told_to_die(sandbox=False)("marked")
