"""Who asks: believed in a sandbox, proved elsewhere."""

import os
import pwd

import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.people import Actor
from core.vocabulary import Level, Tool
from tests.cli.conftest import ran


@pytest.fixture
def company(tmp_path):
    """A home that is no sandbox, with nobody in it yet."""
    path = tmp_path / "company"
    path.mkdir()
    store = SqliteStore(path / "countersign.sqlite")
    store.keep("company", "Company of Record")
    yield path, store
    store.close()


@pytest.mark.parametrize("name", ["approver", "sender", "admin", "reader"])
def test_in_a_sandbox_as_picks_a_made_person(countersign, name):
    assert countersign("whoami", "--as", name, "--json").json["id"] == name


def test_in_a_sandbox_one_is_the_approver_unless_one_says_otherwise(countersign):
    assert countersign("whoami", "--json").json["id"] == "approver"


@pytest.mark.parametrize("name", ["nobody", "connector", ""])
def test_in_a_sandbox_an_unknown_person_is_told_who_is_known(countersign, name):
    ended = countersign("whoami", f"--as={name}") if name else countersign("whoami", "--as", "x y")

    assert ended.code == exits.DENIED
    assert "this sandbox knows admin, approver, controller, reader" in ended.err


@pytest.mark.parametrize("words", [("whoami",), ("tabs",), ("accept", "X"), ("list", "vendors")])
def test_elsewhere_as_is_refused(company, words):
    path, store = company
    name = pwd.getpwuid(os.getuid()).pw_name
    store.keep_person(Actor(name, "The Account", {Tool.ERP: Level.STANDARD}, can_push=True))

    ended = ran(*words, "--as", name, "--home", str(path))

    assert ended.code == exits.DENIED
    assert "--as is for sandbox companies only" in ended.err
    assert ended.out == ""


def test_elsewhere_the_session_says_who_one_is_whatever_the_environment_claims(
    company, monkeypatch
):
    path, store = company
    name = pwd.getpwuid(os.getuid()).pw_name
    store.keep_person(Actor(name, "The Account"))
    store.keep_person(Actor("somebody", "Somebody Else", can_push=True))
    for variable in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody")

    assert ran("whoami", "--home", str(path), "--json").json["id"] == name


def test_elsewhere_an_account_that_is_not_among_the_people_is_turned_away(company):
    path, _ = company

    ended = ran("tabs", "--home", str(path))

    assert ended.code == exits.DENIED
    assert "is not among the people of this company" in ended.err


def test_sandbox_commands_are_for_sandboxes(company):
    path, store = company
    store.keep_person(Actor(pwd.getpwuid(os.getuid()).pw_name, "The Account"))

    ended = ran("sandbox", "sync", "--home", str(path))

    assert ended.code == exits.USAGE
    assert "is no sandbox company" in ended.err
