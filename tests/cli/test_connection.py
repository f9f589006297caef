"""A person lets the program in at Procore, from a terminal: the real command over HTTP."""

import getpass
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.sandbox.doors.company import doors
from adapters.sandbox.doors.serving import Served
from console.cli import exits
from tests.adapters.procore.consent import answered
from tests.adapters.sandbox.company import sandbox
from tests.cli.conftest import ran
from tests.cli.test_init import SECRETS, checks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    made = sandbox(tmp_path_factory.mktemp("outside") / "outside.sqlite")
    procore = doors(made.ledger, made.relay, made.projects)
    here = Served(procore, made.faults).start()
    here.grants = procore[1].grants
    yield here
    here.close()


@pytest.fixture
def home(served, tmp_path):
    place = tmp_path / "given.toml"
    place.write_text(SECRETS.format(password="sandbox"))
    said = {
        "company": "Lake Street", "hh2": served.address, "procore-company": "1",
        "procore-client": "sandbox", "procore-api": served.address,
        "procore-login": served.address, "admin": getpass.getuser(), "name": "Rita Root",
        "secrets": str(place),
    }  # fmt: skip
    made = tmp_path / "home"
    words = [f"--{name}={text}" for name, text in said.items()]
    ended = ran("init", *words, "--by-person", "--home", str(made))
    assert ended.code == exits.DONE, ended.err
    assert "`countersign connection authorise`" in ended.err
    return made


def authorise(home, paste):
    """The command as a process; `paste` is given the address that it shows."""
    words = [sys.executable, "-m", "console", "connection", "authorise", "--json"]
    with subprocess.Popen(
        [*words, "--home", str(home)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as asking:  # fmt: skip
        shown = [asking.stderr.readline() for _ in range(2)]
        out, err = asking.communicate(paste(shown[1].strip()), timeout=30)
    return asking.returncode, json.loads(out), err


def test_what_a_person_pastes_lets_the_program_in_and_stands_in_its_file_alone(home, served):
    before = checks(home)["Procore"]

    code, told, err = authorise(home, answered)

    after = checks(home)["Procore"]
    assert (code, told) == (
        exits.DONE, {"who": "Paula Person", "company": "Sandbox company", "by_person": True},
    )  # fmt: skip
    assert (before["state"], before["next"]) == ("fail", "Run `countersign connection authorise`.")
    assert (after["state"], "Paula Person" in after["evidence"]) == ("pass", True)
    tokens = home / "procore-tokens.json"
    kept = json.loads(tokens.read_text())
    assert stat.S_IMODE(tokens.stat().st_mode) == 0o600
    for secret in (kept["access"], kept["refresh"]):
        holding = [p for p in home.rglob("*") if p.is_file() and secret in p.read_text("latin-1")]
        assert holding == [tokens]
        assert secret not in err


def test_a_code_that_was_used_is_told_plainly_and_the_grant_stays_as_it_was(home, served):
    used = []
    authorise(home, lambda address: used.append(answered(address)) or used[0])
    kept = (home / "procore-tokens.json").read_bytes()

    code, told, _ = authorise(home, lambda _: used[0])

    text = told["error"]["message"]
    assert code == exits.OUTSIDE
    assert "A code works once and for ten minutes" in text
    assert text.endswith("Run `countersign connection authorise` for another.")
    assert (home / "procore-tokens.json").read_bytes() == kept


def test_a_grant_that_somebody_died_over_is_seen_by_the_doctor_with_the_way_out(home, served):
    authorise(home, answered)
    tokens = home / "procore-tokens.json"
    kept = json.loads(tokens.read_text())
    tokens.write_text(json.dumps(kept | {"asking": True, "ends_at": 0.0}))

    found = checks(home)["Procore"]

    assert found["evidence"] == "A program died while it renewed the authorisation."
    assert found["next"] == "Run `countersign connection authorise`."
    assert authorise(home, answered)[0] == exits.DONE
    assert checks(home)["Procore"]["state"] == "pass"


def test_what_is_no_code_changes_nothing(home):
    code, told, _ = authorise(home, lambda _: "two words\n")

    assert code == exits.USAGE
    assert told["error"]["message"].endswith("run `countersign connection authorise` again.")
    assert not (home / "procore-tokens.json").exists()


def test_a_service_account_that_is_authorised_comes_as_a_person_from_then_on(home):
    place = home / "connections.toml"
    place.write_text(
        "# ours\n" + place.read_text().replace("by_person = true", "by_person = false")
    )

    code, _, _ = authorise(home, answered)

    assert code == exits.DONE
    assert place.read_text().startswith("# ours\n")
    assert "by_person = true" in place.read_text()


def test_in_partner_mode_the_doctor_says_which_path_is_a_guess(home):
    place = home / "connections.toml"
    place.write_text(place.read_text().replace('mode = "public"', 'mode = "partner"'))

    found = checks(home)["Procore, partner mode"]

    assert found["state"] == "warn"
    assert "/rest/v1.0/companies/{company_id}/erp_staged_records/sync" in found["evidence"]
    assert "guessed_staged_records" in found["next"]


def test_a_guessed_path_that_is_none_is_refused_by_its_name(home):
    place = home / "connections.toml"
    text = place.read_text().replace("/rest/v1.0/companies/{company_id}/", "https://elsewhere/")
    place.write_text(text)

    told = ran("doctor", "--json", "--home", str(home)).json["checks"]

    assert "guessed_staged_records: it is no path" in str(told)
