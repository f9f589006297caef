"""Step one, step two, the schedule and the mappings, as commands on a real home."""

import sqlite3

import pytest

from console.cli import exits
from core.vocabulary import RecordKind
from tests.cli.conftest import first, permitted, process

SLOW = "3600"
REFRESHED = ("cost_codes", "vendors", "jobs", "sub_jobs", "job_costs")


def sql(home, statement: str, *values: object) -> list:
    """At the sandbox's file, behind everybody's back."""
    with sqlite3.connect(home / "sandbox.sqlite") as connection:
        return connection.execute(statement, values).fetchall()


def relay_reads_every(home, seconds: str) -> None:
    sql(
        home,
        "INSERT INTO facts VALUES ('relay_hop_one', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        seconds,
    )


def synced(countersign) -> None:
    """Both hops, so that everything is known here as it stands in Sage."""
    countersign("sandbox", "sync")
    assert countersign("connector", "--once").code == exits.DONE


@pytest.mark.rule("cross-cutting C.4")
@pytest.mark.parametrize("span", ["today", "week", "month", "year", "all"])
@pytest.mark.parametrize("depth", ["shallow", "deep"])
def test_step_one_is_taken_by_range_and_depth_and_waited_for(countersign, home, span, depth):
    relay_reads_every(home, "0.2")

    ended = countersign("hh2", "sync", "--range", span, "--depth", depth, "--json")

    assert ended.code == exits.DONE, ended.err
    assert (ended.json["range"], ended.json["depth"], ended.json["state"]) == (span, depth, "done")
    assert ended.json["seen"] == ended.json["total"] > 0
    assert ended.json["asked_by"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--range", "fortnight"), "--range takes today, week, month, year, all"),
        (("--depth", "bottomless"), "--depth takes shallow, deep"),
    ],
)
def test_a_range_or_depth_that_there_is_not_is_told(countersign, words, sentence):
    ended = countersign("hh2", "sync", *words)

    assert ended.code == exits.USAGE
    assert sentence in ended.err


@pytest.mark.rule("permissions A.1 row 41")
def test_a_reader_may_not_take_step_one(countersign):
    assert countersign("hh2", "sync", "--as", "reader").code == exits.DENIED


def test_status_tells_versions_and_the_last_step(countersign, home):
    relay_reads_every(home, "0.2")
    countersign("hh2", "sync", "--range", "today")

    told = countersign("hh2", "status", "--json").json

    assert told["client"] == "1.31.500.0"
    assert told["reaches_sage"] is True
    assert told["sage_read_at"]
    assert (told["last_step"]["range"], told["last_step"]["state"]) == ("today", "done")
    assert "it reaches Sage" in countersign("hh2", "status").out


# step two


def listed(countersign) -> list[tuple[str, str]]:
    found = countersign("list", "vendors", "--json", "--limit", "0").json
    return [(record["id"], record["status"]) for record in found]


@pytest.mark.rule("cross-cutting C.4")
def test_a_refresh_before_step_one_warns_before_and_after_and_is_done_all_the_same(
    countersign, home
):
    synced(countersign)
    relay_reads_every(home, SLOW)
    named = permitted(countersign, "accept", "vendors", "Ready to Export")[0]
    countersign("accept", named)
    assert countersign("connector", "--drain").code == exits.DONE

    early = countersign("refresh", "vendors", "--json")
    spoken = countersign("refresh", "vendors")
    other = countersign("refresh", "cost_codes", "--json")
    relay_reads_every(home, "0.2")
    step = countersign("hh2", "sync", "--range", "today")
    late = countersign("refresh", "vendors", "--json")

    assert (early.code, early.json["state"]) == (exits.DONE, "done")
    assert "An export was confirmed at" in early.json["warnings"][0]
    assert early.json["old_data"] == early.json["warnings"]
    assert "warning: An export was confirmed" in spoken.err
    assert "`countersign hh2 sync`" in spoken.err
    assert "Old data: An export was confirmed" in spoken.out
    assert other.json["warnings"] == []
    assert step.code == exits.DONE
    assert late.json["old_data"] == []


@pytest.mark.rule("invariant I7")
def test_with_hh2_stopped_step_one_fails_and_a_refresh_brings_the_last_picture(countersign):
    synced(countersign)
    held = listed(countersign)
    named = permitted(countersign, "accept", "commitments", "Ready to Export")[0]
    countersign("sandbox", "relay", "stop")
    countersign("accept", named)
    stopped = countersign("connector", "--once")

    step = countersign("hh2", "sync")
    refreshed = countersign("refresh", "vendors", "--json")
    status = countersign("hh2", "status", "--json").json

    assert (stopped.code, "The relay is stopped" in stopped.err) == (exits.OUTSIDE, True)
    assert (step.code, "The relay is stopped" in step.out) == (exits.OUTSIDE, True)
    assert (refreshed.code, refreshed.json["state"]) == (exits.DONE, "done")
    assert refreshed.json["old_data"][0].startswith("The relay is stopped")
    assert listed(countersign) == held
    assert countersign("show", named, "--json").json["status"] == "exporting"
    assert (status["reaches_sage"], status["last_step"]["state"]) == (False, "failed")


def test_a_connector_takes_the_step_while_the_command_waits(countersign, home):
    worker = process("connector", "--home", str(home))
    try:
        ended = countersign("hh2", "sync", "--range", "today", "--json")
    finally:
        worker.terminate()
        worker.communicate(timeout=10)

    assert (ended.code, ended.json["state"]) == (exits.DONE, "done")


@pytest.mark.parametrize("tab", REFRESHED)
def test_every_tab_of_the_table_has_its_second_step(countersign, tab):
    assert countersign("refresh", tab, "--json").json["tab"] == tab


# the schedule


@pytest.mark.rule("permissions A.1 row 17")
def test_the_schedule_is_an_administrators_to_read(countersign):
    countersign("connector", "--once")

    seen = countersign("schedule", "--as", "admin", "--json").json
    denied = countersign("schedule", "--json")

    assert denied.code == exits.DENIED
    assert (seen["owner"], seen["editable"]) == ("hh2", False)
    found = {job["job"]: job for job in seen["jobs"]}
    assert list(found) == ["codes", "vendors", "jobs", "sage_to_relay", "relay_to_us"]
    assert found["vendors"]["kinds"] == ["company"]
    assert found["relay_to_us"]["kinds"] == [kind.value for kind in RecordKind]
    assert (found["sage_to_relay"]["every_s"], found["vendors"]["every_s"]) == (5.0, 3.0)
    assert {job["state"] for job in found.values()} == {"done"}
    assert all(job["next_run"] > job["last_run"] for job in found.values())


def test_a_failed_round_stands_in_the_schedule_until_one_succeeds(countersign):
    countersign("sandbox", "fault", "down", "100")
    countersign("connector", "--once")
    failed = countersign("schedule", "--as", "admin", "--json").json["jobs"]
    countersign("sandbox", "fault", "down", "0")
    countersign("connector", "--once")
    mended = countersign("schedule", "--as", "admin", "--json").json["jobs"]

    assert {job["result"] for job in failed if job["state"] == "failed"} == {
        "The relay does not answer; nothing was sent."
    }
    assert {job["state"] for job in mended} == {"done"}


# the mappings


@pytest.mark.rule("cross-cutting C.3")
def test_a_mapping_taken_away_blocks_invoices_until_it_is_ticked_again(countersign):
    named = next(
        one
        for one in permitted(countersign, "accept", "invoices", "Ready to Export")
        if countersign("show", one, "--json").json["kind"] == "subcontractor_invoice"
    )
    off = countersign("sandbox", "mapping", "payment (ap)", "off", "--json").json
    countersign("connector", "--once")

    refused = countersign("accept", named, "--dry-run", "--json").json["refused"]
    told = {m["feature"]: m for m in countersign("mappings", "--json").json}
    doctor = countersign("doctor", "--json")
    countersign("sandbox", "mapping", "Payment (AP)", "on")
    countersign("connector", "--once")
    ticked_again = countersign("accept", named, "--dry-run", "--json")

    failing = {c["check"]: c for c in doctor.json["checks"] if c["state"] == "fail"}
    why = "Payment (AP) is not ticked in the hh2 client, which subcontractor invoices need."
    assert off == {"mapping": "Payment (AP)", "ticked": False}
    assert [one["reasons"] for one in refused] == [[why]]
    assert told["subcontractor invoices"]["amiss"] == why
    assert told["subcontractor invoices"]["next"] == "Tick Payment (AP)."
    assert failing["mapping of subcontractor invoices"]["evidence"] == why
    assert failing["invoice mapping"]["subject"] == "Payment (AP)"
    assert ticked_again.code == exits.DONE


@pytest.mark.rule("cross-cutting C.3")
def test_a_mapping_ticked_anew_takes_a_deep_sync_before_it_is_well(countersign, home):
    relay_reads_every(home, "0.2")
    for state in ("off", "on"):
        countersign("sandbox", "mapping", "Contract (CN)", state)
    countersign("connector", "--once")
    before = {m["feature"]: m for m in countersign("mappings", "--json").json}["prime contracts"]

    shallow = countersign("hh2", "sync", "--range", "all")
    countersign("connector", "--once")
    still = {m["feature"]: m for m in countersign("mappings", "--json").json}["prime contracts"]
    deep = countersign("hh2", "sync", "--range", "all", "--depth", "deep")
    countersign("connector", "--once")
    after = {m["feature"]: m for m in countersign("mappings", "--json").json}["prime contracts"]

    assert shallow.code == deep.code == exits.DONE
    assert "never had a deep sync" in before["amiss"]
    assert still["amiss"] == before["amiss"]
    assert (after["well"], after["amiss"]) == (True, None)


def test_mappings_are_told_in_lines_with_what_to_do(countersign):
    countersign("sandbox", "mapping", "Pay Id", "on")
    countersign("connector", "--once")

    lines = countersign("mappings").out.splitlines()

    assert lines[0].endswith(
        "is ticked in the hh2 client and must not be for job cost transactions."
    )
    assert lines[1].strip().startswith("Un-tick Transaction (JC): Pay Id. Blocks switching on")
    assert "  [x] Transaction (JC): Pay Id  (should be off)" in lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Invoice (XX)", "on"), "There is no mapping 'Invoice (XX)'"),
        (("Payment (AP)", "maybe"), "Say on or off"),
    ],
)
def test_a_mapping_that_there_is_not_is_told(countersign, words, sentence):
    ended = countersign("sandbox", "mapping", *words)

    assert ended.code == exits.USAGE
    assert sentence in ended.err


@pytest.mark.rule("cross-cutting C.5 (4)")
def test_an_account_that_is_locked_out_is_told_with_what_to_do_and_mended(countersign):
    synced(countersign)
    named = permitted(countersign, "accept", "commitments", "Ready to Export")[0]
    countersign("sandbox", "account", "Its password has expired")
    countersign("accept", named)
    countersign("connector", "--once")
    doctor = {c["check"]: c for c in countersign("doctor", "--json").json["checks"]}
    waits = countersign("show", named, "--json").json["status"]
    countersign("sandbox", "account", "ok")
    countersign("connector", "--drain")

    assert doctor["account"]["state"] == doctor["relay"]["state"] == "fail"
    assert "Its password has expired." in doctor["account"]["evidence"]
    assert "never expires" in doctor["account"]["next"]
    assert (waits, countersign("show", named, "--json").json["status"]) == ("exporting", "synced")


def test_once_step_one_went_well_no_refresh_speaks_of_the_account_that_was_locked_out(countersign):
    countersign("sandbox", "account", "Its password has expired")
    countersign("connector", "--once")
    locked_out = countersign("refresh", "vendors", "--json").json["old_data"]
    recent = countersign("why", "recent", "vendors").out
    countersign("sandbox", "account", "ok")
    countersign("hh2", "sync")

    assert "Its password has expired." in locked_out[0]
    assert "Its password has expired. [cross-cutting C.5 (4)] In Sage, renew its password" in recent
    assert countersign("refresh", "vendors", "--json").json["old_data"] == []


@pytest.mark.parametrize("said", ["", " ", "."])
def test_an_account_is_locked_out_for_a_reason(countersign, said):
    ended = countersign("sandbox", "account", said)

    assert (ended.code, "Say why" in ended.err) == (exits.USAGE, True)


def test_a_home_made_before_knows_nothing_of_the_hops_and_goes_on(countersign, home):
    with sqlite3.connect(home / "sandbox.sqlite") as connection:
        for table in ("stamps", "first_steps"):
            connection.execute(f"DROP TABLE {table}")
        for trigger in ("stamped_new", "stamped_changed"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.execute("DELETE FROM facts WHERE name IN ('relay_mark', 'relay_mapped')")

    assert countersign("connector", "--once").code == exits.DONE
    assert countersign("refresh", "vendors").code == exits.DONE
    assert first(countersign, "vendors", "Synced")
