"""A company on its own Procore and hh2: founded whole or not at all, and examined by the doctor."""

import getpass
import stat

import pytest

from adapters.connections import ConnectionsUnusable, secrets
from adapters.sandbox.doors.company import doors
from adapters.sandbox.doors.serving import Served
from console.cli import exits
from tests.adapters.sandbox.company import sandbox
from tests.cli.conftest import ran

CANARY = "hunter2-canary"
SECRETS = """
[procore]
client_secret = "sandbox"
[hh2]
api_key = "sandbox"
api_secret = "sandbox"
user = "sandbox"
password = "{password}"
"""


@pytest.fixture
def address(tmp_path):
    made = sandbox(tmp_path / "outside.sqlite")
    served = Served(doors(made.ledger, made.relay, made.projects), made.faults).start()
    yield served.address
    served.close()


@pytest.fixture
def founded(tmp_path, address):
    """Founds a company, with what differs from what is sound."""

    def found(password="sandbox", **changed):
        said = {
            "company": "Lake Street", "hh2": address, "procore-company": "1",
            "procore-client": "sandbox", "procore-api": address, "procore-login": address,
            "admin": "root", "name": "Rita Root",
        }  # fmt: skip
        place = tmp_path / "given.toml"
        place.write_text(SECRETS.format(password=password))
        words = [f"--{name}={text}" for name, text in (said | changed).items() if text]
        home = tmp_path / "home"
        return home, ran("init", *words, "--secrets", str(place), "--home", str(home))

    return found


def checks(home):
    told = ran("doctor", "--json", "--home", str(home)).json["checks"]
    return {c["subject"]: c for c in told if c["check"] == "connections"}


def test_a_company_is_founded_and_both_systems_let_it_in(founded):
    home, ended = founded()

    found = checks(home)
    assert ended.code == exits.DONE
    assert {name: one["state"] for name, one in found.items()} == {"hh2": "pass", "Procore": "pass"}
    assert "Sandbox company" in found["Procore"]["evidence"]


def test_secrets_are_for_nobody_else_and_stand_nowhere_but_in_their_file(founded):
    home, _ = founded(password=CANARY)
    checks(home)

    holding = [p.name for p in home.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]

    assert holding == ["secrets.toml"]
    assert stat.S_IMODE((home / "secrets.toml").stat().st_mode) == 0o600


def test_an_address_that_is_not_encrypted_is_refused_by_its_field_and_nothing_is_made(founded):
    home, ended = founded(hh2="http://lake.hh2.com")

    assert ended.code == exits.USAGE
    assert "hh2.address: it is not encrypted; write https://" in ended.err
    assert not (home / "countersign.sqlite").exists()


@pytest.mark.rule("reliability 6.4")
def test_the_first_administrator_lets_an_approver_in(founded):
    who = getpass.getuser()
    home, _ = founded(admin=who)

    added = ran("users", "add", "ann", "--name=Ann Ames", "--role=approver", "--home", str(home))

    assert (added.code, added.err) == (exits.DONE, "")
    assert "push" in ran("audit", "log", "person:ann", "--home", str(home)).out


def test_what_is_missing_is_asked_for_by_its_option(founded):
    _, ended = founded(admin="")

    assert ended.code == exits.USAGE
    assert "Say --admin" in ended.err


def test_a_company_that_is_there_is_left_alone(founded):
    founded()

    _, again = founded()

    assert again.code == exits.USAGE
    assert "left alone" in again.err


def test_the_doctor_says_what_is_wrong_with_a_password_and_never_the_password(founded):
    home, _ = founded(password=CANARY)

    told = ran("doctor", "--home", str(home))

    assert "hh2 does not know this user or password" in told.out
    assert CANARY not in told.out + told.err


def test_secrets_may_come_from_systemd(tmp_path, monkeypatch):
    (tmp_path / "countersign").write_text(SECRETS.format(password="from systemd"))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    found = secrets(tmp_path / "home")

    assert found.hh2.password.get_secret_value() == "from systemd"
    assert "from systemd" not in repr(found)


def test_a_file_of_secrets_that_others_may_read_is_not_used(tmp_path):
    place = tmp_path / "secrets.toml"
    place.write_text(SECRETS.format(password="sandbox"))
    place.chmod(0o644)

    with pytest.raises(ConnectionsUnusable, match="chmod 600"):
        secrets(tmp_path)


def test_the_routes_that_are_said_are_the_companys(founded):
    home, ended = founded(route="subcontractor_invoice=file")

    assert ended.code == exits.DONE, ended.err
    stands = ran("settings", "--json", "--home", str(home)).json["settings"]
    found = {one["name"]: one["value"] for one in stands}
    assert found["routes.subcontractor_invoice"] == "file"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("commitment=hh2", "A commitment has no way to Sage by hh2; it has"),
        ("commitment=sandbox", "'commitment=sandbox' names no route"),
        ("spaceship=hh2", "'spaceship' is no kind with a route"),
    ],
)
def test_a_route_that_is_none_is_refused_and_nothing_is_made(founded, said, why):
    home, ended = founded(route=said)

    assert ended.code == exits.USAGE
    assert why in ended.err
    assert not (home / "countersign.sqlite").exists()


def test_a_connector_that_is_none_is_refused(founded):
    _, ended = founded(connector="quickbooks")

    assert ended.code == exits.USAGE
    assert "--connector 'quickbooks' is none; there are hh2 and sandbox." in ended.err
