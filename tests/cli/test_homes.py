"""Homes: made whole or not at all, and one plain sentence where one cannot be used."""

import signal
import stat
import subprocess
import time

import pytest

from adapters.sqlite import Database
from console.cli import exits
from tests.cli.conftest import first, process, ran

HEADING = (
    "Purchase Order Description,Purchase Order (Contract) Number,Revision Number,"
    "Specification Number,Contract Type,Start Date,End Date,Approval Date,Department,"
    "Vendor Name,Vendor ID,Address 1,Address 2,City,State,Zip,Award Amount,Procurement Type"
)
GOOD = "PAVING,E1,0,E9600,,,,,STREETS,ROAD CO,1000A,1 MAIN ST,,CHICAGO,IL,60601,100.00,"


def test_a_home_is_for_nobody_elses_eyes(home, countersign):
    countersign("connector", "--once")

    modes = {stat.S_IMODE(p.stat().st_mode) for p in home.rglob("*") if p.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in (home, home / "log")}

    assert modes <= {0o600}
    assert folders == {0o700}


def test_without_a_company_it_says_how_to_make_one(tmp_path):
    ended = ran("tabs", "--home", str(tmp_path / "none"))

    assert ended.code == exits.USAGE
    assert "There is no company in" in ended.err
    assert "countersign demo" in ended.err
    assert not (tmp_path / "none").exists()


def test_the_home_may_come_from_the_environment(home, monkeypatch):
    monkeypatch.setenv("COUNTERSIGN_HOME", str(home))

    assert ran("info", "--json").json["home_from"] == "COUNTERSIGN_HOME"


@pytest.mark.parametrize("words", [("tabs",), ("demo", "--no-ui"), ("connector", "--once")])
def test_a_home_that_is_a_file_is_told(tmp_path, words):
    file = tmp_path / "file"
    file.write_text("mine")

    ended = ran(*words, "--home", str(file))

    assert ended.code == exits.USAGE
    assert "file" in ended.err
    assert file.read_text() == "mine"


def test_a_home_below_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("mine")

    ended = ran("demo", "--no-ui", "--home", str(tmp_path / "file" / "home"))

    assert ended.code == exits.USAGE
    assert f"{tmp_path / 'file'} is a file, not a folder" in ended.err


def test_an_unwritable_home_is_told():
    """Nobody may make folders in /proc, root neither."""
    ended = ran("demo", "--no-ui", "--home", "/proc/countersign/home")

    assert ended.code == exits.USAGE
    assert "/proc/countersign cannot be written" in ended.err
    assert "another folder with --home" in ended.err


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")

    ended = ran("demo", "--no-ui", "--home", str(tmp_path))

    assert ended.code == exits.USAGE
    assert "thesis.txt" in ended.err
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_database_from_a_newer_version_is_told_and_can_be_looked_at(home, countersign):
    database = Database(home / "countersign.sqlite")
    with database.write() as connection:
        connection.execute("PRAGMA user_version = 99")
    database.close()

    ended = countersign("tabs")

    assert ended.code == exits.DONE
    assert "newer" in ended.err
    assert "Update this program" in ended.err


@pytest.mark.broken_store("it is no database")
def test_a_file_that_is_no_database_is_told(tmp_path):
    (tmp_path / "countersign.sqlite").write_text("not a database, but long enough to be read" * 99)

    ended = ran("tabs", "--home", str(tmp_path))

    assert ended.code == exits.USAGE
    assert "countersign.sqlite" in ended.err


def test_demo_keeps_a_sandbox_company_that_is_there(countersign):
    before = countersign("tabs", "--json").json

    ended = countersign("demo", "--no-ui")

    assert ended.code == exits.DONE
    assert "is kept; --fresh makes it anew" in ended.out
    assert countersign("tabs", "--json").json == before


def test_fresh_replaces_a_sandbox_company(countersign, home):
    countersign("accept", first(countersign, "commitments", "Ready to Export", "!blocked")["id"])

    ended = countersign("demo", "--no-ui", "--fresh", "--records", "20", "--json")

    assert (ended.code, ended.json["made"], ended.json["taken"]) == (exits.DONE, True, 20)
    assert countersign("info", "--json").json["owing"] == 0
    assert [p.name for p in home.parent.iterdir() if p.name.startswith(".")] == []


def test_fresh_leaves_a_company_alone_that_is_no_sandbox(tmp_path):
    from adapters.stores.sqlite import SqliteStore

    store = SqliteStore(tmp_path / "countersign.sqlite")
    store.keep("company", "Company of Record")
    store.close()

    ended = ran("demo", "--no-ui", "--fresh", "--home", str(tmp_path))

    assert ended.code == exits.USAGE
    assert "is no sandbox; it is left alone" in ended.err


def test_a_maker_that_is_killed_leaves_no_home_and_the_next_one_clears_up(tmp_path):
    home = tmp_path / "home"
    making = process("demo", "--no-ui", "--home", str(home))
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".home.making-*/*.sqlite")) and time.monotonic() < deadline:
        time.sleep(0.005)
    making.send_signal(signal.SIGKILL)
    making.communicate(timeout=10)

    killed = [p.name for p in tmp_path.iterdir()]
    ended = ran("demo", "--no-ui", "--records", "20", "--home", str(home))

    assert len(killed) == 1
    assert killed[0].startswith(".home.making-")
    assert ended.code == exits.DONE
    assert [p.name for p in tmp_path.iterdir()] == ["home"]


def test_a_csv_of_ones_own_makes_a_company_and_names_every_row_left_out(tmp_path):
    csv = tmp_path / "mine.csv"
    csv.write_text("\n".join((HEADING, GOOD, GOOD.replace("100.00", "a lot"), "short,row", "")))

    ended = ran("sandbox", "load", str(csv), "--home", str(tmp_path / "home"), "--json")

    assert ended.code == exits.DONE, ended.err
    assert (ended.json["rows"], ended.json["taken"]) == (3, 1)
    assert [x["line"] for x in ended.json["left_out"]] == [3, 4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "There is no file"), ("a,b,c\n1,2,3\n", "no contracts CSV"), ("", "no contracts CSV")],
)
def test_a_csv_that_cannot_be_used_is_told_and_nothing_is_made(tmp_path, content, sentence):
    csv, home = tmp_path / "mine.csv", tmp_path / "home"
    if content is not None:
        csv.write_text(content)

    ended = ran("sandbox", "load", str(csv), "--home", str(home))

    assert ended.code == exits.USAGE
    assert sentence in ended.err
    assert not home.exists()
    assert not list(tmp_path.glob(".home*"))


def test_a_csv_does_not_replace_a_company_unasked(countersign, tmp_path):
    csv = tmp_path / "mine.csv"
    csv.write_text(f"{HEADING}\n{GOOD}\n")

    assert countersign("sandbox", "load", str(csv)).code == exits.USAGE
    assert countersign("sandbox", "load", str(csv), "--fresh").code == exits.DONE


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_without_a_terminal_no_console_opens_and_it_says_what_to_use(home, words):
    ended = process(*words, "--home", str(home), stdin=subprocess.DEVNULL)
    out, err = ended.communicate(timeout=30)

    assert ended.returncode == exits.USAGE
    assert (
        "There is no terminal here; use the commands, "
        "for example `countersign list commitments`." in err
    )
    assert out == ""


def test_a_fault_of_the_program_is_one_sentence_and_a_file(home, countersign):
    database = Database(home / "countersign.sqlite")
    with database.write() as connection:
        connection.execute("UPDATE facts SET value = '{broken' WHERE name = 'settings'")
    database.close()

    ended = countersign("info")

    assert ended.code == exits.BROKEN
    assert "This is a fault of the program" in ended.err
    assert "Traceback" not in ended.err
    crash = home / "log" / "crash.log"
    assert "console/cli/about.py" in crash.read_text()
    assert "{broken" not in crash.read_text()
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600
