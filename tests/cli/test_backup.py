"""A backup is whole, looked through and nobody else's; a restore keeps what was there before."""

import stat

import pytest

from adapters.sqlite import Database
from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.anchors import read
from tests.cli.conftest import first


@pytest.fixture
def copy(countersign, tmp_path):
    path = tmp_path / "elsewhere.sqlite"
    ended = countersign("backup", str(path), "--json")
    assert ended.code == exits.DONE, ended.err
    return path


def decided(countersign) -> str:
    """Something happens after the backup was made."""
    name = first(countersign, "vendors", "Ready to Export")["id"]
    assert countersign("reject", name, "--reason", "No.", "--as", "approver").code == exits.DONE
    return name


def status(countersign, name: str) -> str:
    return countersign("show", name, "--json").json["status"]


def test_a_backup_is_whole_and_nobody_elses(countersign, copy):
    info = countersign("info", "--json").json

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert SqliteStore(copy).head().short == info["history"]
    assert not copy.with_name("elsewhere.sqlite.part").exists()


def test_a_backup_never_takes_the_place_of_a_file(countersign, copy):
    before = copy.read_bytes()

    ended = countersign("backup", str(copy))

    assert (ended.code, copy.read_bytes()) == (exits.OUTSIDE, before)
    assert "is there already" in ended.err


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(countersign, tmp_path):
    ended = countersign("backup", str(tmp_path / "no" / "folder"))

    assert ended.code == exits.OUTSIDE
    assert "cannot be written" in ended.err or "could be written" in ended.err


@pytest.mark.broken_store("it is broken by hand")
def test_a_store_that_does_not_hold_is_no_backup(countersign, home, tmp_path):
    database = Database(home / "countersign.sqlite")
    with database.write() as connection:
        connection.execute("UPDATE counts SET n = n + 1")
    database.close()

    ended = countersign("backup", str(tmp_path / "copy"))

    assert ended.code == exits.OUTSIDE
    assert "does not hold" in ended.err
    assert not (tmp_path / "copy").exists()


@pytest.mark.rule("F23")
def test_a_restore_brings_the_backup_back_and_keeps_what_was_there(countersign, copy, home):
    name = decided(countersign)

    ended = countersign("backup", "restore", str(copy), "--json")

    assert ended.code == exits.DONE, ended.err
    assert status(countersign, name) == "ready_to_export"
    kept = SqliteStore(ended.json["kept"])
    assert kept.find(name).status == "rejected"
    kept.close()
    assert countersign("verify").code == exits.DONE
    assert stat.S_IMODE((home / "countersign.sqlite").stat().st_mode) == 0o600


def test_whoever_has_the_store_open_sees_the_restore(countersign, copy, home):
    name = decided(countersign)
    session = SqliteStore(home / "countersign.sqlite")
    before, seen = session.find(name).status, session.change()

    countersign("backup", "restore", str(copy))

    assert (before, session.find(name).status) == ("rejected", "ready_to_export")
    assert session.change() != seen
    session.close()


def test_the_anchor_file_hears_of_a_restore_and_agrees_afterwards(countersign, tmp_path):
    file, copy = tmp_path / "anchors", tmp_path / "copy.sqlite"
    countersign("settings", "set", "anchors.file", str(file), "--as", "admin")
    countersign("backup", str(copy))
    decided(countersign)
    countersign("connector", "--once")

    countersign("backup", "restore", str(copy))

    assert "countersign-restored" in file.read_text("utf-8").splitlines()[-1]
    assert len(read(file.read_text("utf-8"))) == 1
    assert countersign("audit", "verify").code == exits.DONE


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ("PRAGMA user_version = 99", "newer Countersign (schema 99"),
        ("PRAGMA application_id = 1", "no store of Countersign"),
        ("DROP TRIGGER audit_stays", "does not hold"),
    ],
)
@pytest.mark.broken_store("the backup is broken by hand")
def test_a_backup_that_is_not_right_is_refused_and_the_store_stays(countersign, copy, spoil, why):
    name = decided(countersign)
    database = Database(copy)
    with database.write() as connection:
        connection.execute(spoil)
    database.close()

    ended = countersign("backup", "restore", str(copy))

    assert ended.code == exits.BROKEN
    assert why in ended.err
    assert status(countersign, name) == "rejected"


def test_a_file_that_is_no_database_or_not_there_is_refused(countersign, tmp_path):
    (tmp_path / "letter").write_text("Dear all. " * 500)

    letter = countersign("backup", "restore", str(tmp_path / "letter"))
    nothing = countersign("backup", "restore", str(tmp_path / "nothing"))

    assert (letter.code, nothing.code) == (exits.BROKEN, exits.BROKEN)
    assert "There is no file" in nothing.err
    assert "Nothing was restored." in letter.err


def test_nothing_is_restored_while_a_connector_works(countersign, copy, home):
    from console.connector import known_to_run
    from console.home import Home

    with known_to_run(Home(home)):
        ended = countersign("backup", "restore", str(copy))

    assert ended.code == exits.USAGE
    assert "stop it first" in ended.err


@pytest.mark.rule("F22")
def test_a_store_of_a_newer_program_is_listed_and_shown_and_not_changed(countersign, home):
    name = first(countersign, "vendors", "Ready to Export")["id"]
    database = Database(home / "countersign.sqlite")
    with database.write() as connection:
        connection.execute("PRAGMA user_version = 99")
    database.close()

    listed = countersign("list", "vendors", "--json")
    shown = countersign("show", name)
    decided = countersign("reject", name, "--reason", "No.", "--as", "approver")

    assert (listed.code, shown.code) == (exits.DONE, exits.DONE)
    assert "it can be looked at, and not changed" in shown.err
    assert decided.code == exits.OUTSIDE
    assert "newer Countersign (schema 99" in decided.err
    assert status(countersign, name) == "ready_to_export"
