"""Settings by command: listed, told, changed, put back, and refused with the right exit code."""

import pytest

from console.cli import exits
from tests.cli.conftest import ran


@pytest.fixture
def call(home):
    return lambda *words: ran(*words, "--home", str(home))


@pytest.fixture
def job(call) -> str:
    """The number of a synced project."""
    return call("list", "jobs", "--view", "Synced", "--json").json[0]["number"]


def test_every_setting_of_the_company_is_listed_by_group(call):
    listed = call("settings").out

    assert listed.index("\nGeneral\n") < listed.index("\nPolicies\n") < listed.index("\nRelay\n")
    for name in ("time_zone", "limits.vendor_id", "policies.unlink_change", "relay.client"):
        assert f"\n{name} " in listed
    assert "project." not in listed


def test_those_of_a_project_are_listed_by_its_number(call, job):
    ended = call("settings", "--project", job, "--json")

    names = {one["name"] for one in ended.json["settings"]}
    assert all(name.startswith("project.") for name in names)
    assert "project.transactions" in names


def test_one_is_told_whole_with_who_may_change_it_and_why_not_you(call):
    ended = call("settings", "edit_synced_costs")

    assert ended.code == exits.DONE
    for part in (
        "Admin of ERP Integrations (row 45)",
        "cannot be switched off again",
        "not you  This takes Admin of ERP Integrations; you hold Standard.",
        "job costs 6",
    ):
        assert part in ended.out


def test_a_value_is_set_told_audited_and_put_back(call):
    done = call("settings", "set", "time_zone", "America/Chicago", "--as", "admin")
    now = call("settings", "time_zone", "--json").json
    back = call("settings", "reset", "time_zone", "--as", "admin", "--json").json
    log = call("audit", "log", "settings", "--json").json

    assert done.out == "Time zone is America/Chicago now; it was UTC.\n"
    assert (now["value"], now["usual"], now["chosen"]) == ("America/Chicago", "UTC", True)
    assert (back["value"], back["before"], back["changed"]) == ("UTC", "America/Chicago", True)
    assert [entry["action"] for entry in log] == ["adjust", "adjust"]
    assert log[0]["said"] == "time_zone=America/Chicago\nbefore=UTC"
    assert call("audit", "verify").code == exits.DONE


def test_a_figure_below_zero_is_a_value_and_no_option(call):
    ended = call("settings", "set", "confirm_count", "-1", "--as", "admin")

    assert ended.code == exits.USAGE
    assert "confirm_count" in ended.err
    assert "option" not in ended.err


def test_the_same_value_again_is_said_to_be_so(call):
    ended = call("settings", "set", "tax_groups", "off", "--as", "admin")

    assert ended.out == "Tax groups is off already.\n"


def test_a_warning_is_said_beside_the_answer(call):
    ended = call("settings", "set", "tax_groups", "on", "--as", "admin")

    assert ended.code == exits.DONE
    assert ended.err == "Note: While tax groups are on, no subcontractor invoice is accepted.\n"


def test_who_may_not_is_denied_with_the_reason(call):
    ended = call("settings", "set", "tax_groups", "on", "--json")

    assert ended.code == exits.DENIED
    (objection,) = ended.json["refused"]
    assert objection["rule"] == "permissions A.1 row 16"
    assert "Admin of ERP Integrations" in ended.err


def test_a_step_that_cannot_be_taken_back_is_confirmed(call, job):
    call("settings", "set", "transactions", "on", "--project", job, "--as", "admin")
    change = ("settings", "set", "edit_synced_costs", "on", "--as", "admin")

    silent, meant = call(*change), call(*change, "--confirm")
    back = call("settings", "reset", "edit_synced_costs", "--as", "admin")

    assert (silent.code, meant.code, back.code) == (exits.USAGE, exits.DONE, exits.PARTLY)
    assert "cannot be switched off again" in silent.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("settings", "tme_zone"), "did you mean 'time_zone'?"),
        (("settings", "set", "tme_zone", "UTC"), "did you mean 'time_zone'?"),
        (("settings", "set", "time_zone", "Mars"), "'Mars' is no time zone"),
        (("settings", "set", "project.transactions", "on"), "say which with --project P"),
        (("settings", "set", "time_zone"), "Missing argument 'VALUE'"),
        (("settings", "--project", "no-such-job"), "no record"),
    ],
)
def test_what_cannot_be_read_is_explained(call, words, sentence):
    ended = call(*words, "--as", "admin")

    assert ended.code == exits.USAGE
    assert sentence in ended.err


def test_the_companys_setting_is_not_a_projects(call, job):
    ended = call("settings", "set", "time_zone", "UTC", "--project", job, "--as", "admin")

    assert ended.code == exits.USAGE
    assert "leave --project away" in ended.err


def test_a_projects_setting_is_told_to_be_of_each(call, job):
    alone, of_one = (
        call("settings", "project.transactions"),
        call("settings", "transactions", "--project", job),
    )

    assert "say which with --project P." in alone.out
    assert "say which" not in of_one.out


def test_nothing_slow_is_loaded_to_tell_one(home):
    import subprocess
    import sys

    code = (
        "import sys; from console.cli.run import run; "
        f"run(['settings', 'time_zone', '--home', {str(home)!r}]); "
        "print([m for m in ('textual', 'rich', 'click', 'zoneinfo', 'pydantic') "
        "if m in sys.modules])"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines()[-1] == "[]"
