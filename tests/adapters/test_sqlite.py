"""The door to SQLite: one library, kept promises, and turns that everybody gets."""

import gc
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from adapters import file_systems, sqlite
from adapters.file_systems import refusal
from adapters.sqlite import VERSION, Database, is_fixed
from core.ports import NotWanted, StoreUnusable, still_wanted

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.sqlite"
    with Database(path).write() as connection:
        connection.execute("CREATE TABLE t (who TEXT, n INTEGER) STRICT")
    return path


EVERYTHING = """
import importlib, pkgutil, sys
import core, adapters, console
skipped = {"console.__main__"}
for room in (core, adapters, console):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if module.name not in skipped:
            importlib.import_module(module.name)
import sqlite_utils, sqlite3
from adapters.sqlite import Database
Database(None).rows("SELECT 1")
sqlite3.connect(":memory:").execute("SELECT 1")
print(*sorted({
    line.split()[-1] for line in open("/proc/self/maps") if "sqlite" in line.split()[-1].lower()
}), sep="\\n")
"""


@pytest.mark.rule("invariant I25")
def test_a_process_that_imports_everything_maps_one_sqlite_library():
    mapped = subprocess.run(
        [sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()

    assert len(mapped) == 1
    assert "pysqlite3" in mapped[0]


@pytest.mark.rule("invariant I25")
def test_the_library_has_the_wal_reset_bug_fixed():
    assert is_fixed(VERSION)


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_which_versions_have_it_fixed(version, fixed):
    assert is_fixed(version) is fixed


def pragmas(database: Database) -> dict[str, object]:
    names = (
        "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "recursive_triggers",
        "busy_timeout",
    )  # fmt: skip
    return {name: database.rows(f"PRAGMA {name}")[0][0] for name in names}


def test_every_connection_keeps_its_promises(path):
    database = Database(path)
    found = []
    thread = threading.Thread(target=lambda: found.append(pragmas(database)))
    thread.start()
    thread.join()

    assert pragmas(database) == found[0]
    assert found[0] == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,
        "busy_timeout": 0,
    }


def test_an_older_library_falls_back_to_a_rollback_journal(tmp_path):
    database = Database(tmp_path / "some.sqlite", version=(3, 40, 1))
    with database.write() as connection:
        connection.execute("CREATE TABLE t (x INTEGER) STRICT")

    kept = pragmas(database)

    assert database.journal == "DELETE"
    assert (kept["journal_mode"], kept["synchronous"]) == ("delete", 3)


def test_with_a_rollback_journal_readers_and_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "some.sqlite"
    old = (3, 40, 1)
    with Database(path, version=old).write() as connection:
        connection.execute("CREATE TABLE t (n INTEGER) STRICT")
    seen = []

    def work(database: Database) -> None:
        for _ in range(20):
            with database.write() as connection:
                connection.execute("INSERT INTO t VALUES (1)")
            with database.read() as connection:
                seen.append(connection.execute("SELECT count(*) FROM t").fetchall()[0][0])

    threads = [threading.Thread(target=work, args=(Database(path, version=old),)) for _ in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 60
    assert max(seen) == 60


def test_a_write_that_fails_leaves_nothing_and_frees_the_lock(path):
    database = Database(path)

    with pytest.raises(sqlite.IntegrityError), database.write() as connection:
        connection.executemany("INSERT INTO t VALUES (?, ?)", [("x", 1), ("z", "no number")])

    with Database(path).write() as connection:
        connection.execute("INSERT INTO t VALUES ('y', 2)")
    assert database.rows("SELECT who FROM t") == [("y",)]


def test_a_write_inside_a_write_is_refused(path):
    database = Database(path)

    with pytest.raises(RuntimeError, match="inside a write"), database.write(), database.write():
        pass

    assert not database.connection.in_transaction


def test_a_read_sees_one_moment(path):
    mine, theirs = Database(path), Database(path)

    with mine.read() as connection:
        before = connection.execute("SELECT count(*) FROM t").fetchall()
        with theirs.write() as other:
            other.execute("INSERT INTO t VALUES ('x', 1)")
        after = connection.execute("SELECT count(*) FROM t").fetchall()

    assert before == after == [(0,)]
    assert mine.rows("SELECT count(*) FROM t") == [(1,)]


def test_who_waits_too_long_for_the_lock_is_told_so(path, monkeypatch):
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    holder = Database(path)

    with (
        holder.write(),
        pytest.raises(StoreUnusable, match="stayed locked") as told,
        Database(path).write(),
    ):
        pass

    assert str(path) in str(told.value)


def test_a_disk_that_is_full_is_told_in_a_plain_sentence(path):
    database = Database(path)
    pages = database.rows("PRAGMA page_count")[0][0]
    database.rows(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreUnusable, match="the disk is full"), database.write() as connection:
        connection.executemany("INSERT INTO t VALUES (?, 1)", [("x" * 1000,)] * 100)

    assert database.rows("SELECT count(*) FROM t") == [(0,)]


def test_a_mistake_in_a_statement_stays_a_mistake(path):
    with pytest.raises(sqlite.OperationalError, match="no such table"):
        Database(path).rows("SELECT * FROM nowhere")


def test_every_writer_gets_its_turn(path):
    """SQLite's own waiting lets one of several busy writers starve (measurements 6)."""
    until = time.monotonic() + 1.0
    waits: dict[str, list[float]] = {}

    def work(who: str) -> None:
        database, waits[who] = Database(path), []
        while (asked := time.monotonic()) < until:
            with database.write() as connection:
                waits[who].append(time.monotonic() - asked)
                connection.executemany("INSERT INTO t VALUES (?, ?)", [(who, n) for n in range(50)])

    threads = [threading.Thread(target=work, args=(who,)) for who in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    turns = {who: len(each) for who, each in waits.items()}
    assert sum(turns.values()) * 50 == Database(path).rows("SELECT count(*) FROM t")[0][0]
    assert min(turns.values()) >= max(turns.values()) / 20, turns
    assert max(max(each) for each in waits.values()) < 1.0


def test_it_knows_how_long_the_lock_was_held(path):
    database = Database(path)

    with database.write():
        time.sleep(0.02)

    assert 0.02 <= database.longest_hold < 1


def test_nothing_is_tidied_while_the_lock_is_held(path):
    database = Database(path)

    with database.write():
        held = gc.isenabled()

    assert not held
    assert gc.isenabled()


def test_a_change_is_seen_on_any_thread_as_the_same_number(path):
    database = Database(path)
    seen = []
    thread = threading.Thread(target=lambda: seen.append(database.change()))
    first = database.change()
    thread.start()
    thread.join()

    with database.write() as connection:
        connection.execute("INSERT INTO t VALUES ('x', 1)")

    assert seen == [first]
    assert database.change() != first
    assert database.change() == database.change()


def test_a_copy_is_whole_while_somebody_writes(path, tmp_path):
    database = Database(path)
    with database.write() as connection:
        connection.execute("INSERT INTO t VALUES ('kept', 1)")

    with database.write() as connection:
        connection.execute("INSERT INTO t VALUES ('not yet', 2)")
        database.copy_to(tmp_path / "copy.sqlite")

    assert Database(tmp_path / "copy.sqlite").rows("SELECT who FROM t") == [("kept",)]


@pytest.mark.rule("F24")
def test_a_network_file_system_is_refused(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"disk / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(file_systems, "MOUNTS", str(mounts))

    with pytest.raises(StoreUnusable, match=f"network file system .nfs4 at {tmp_path}"):
        Database(tmp_path / "some.sqlite")


@pytest.mark.parametrize(
    ("mounted", "kind"),
    [
        ("server:/x /srv nfs rw 0 0", "nfs"),
        ("//server/x /srv/of\\040ours cifs rw 0 0", "cifs"),
        ("share /srv 9p rw 0 0", "9p"),
        ("me@there: /srv fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("disk / ext4 rw 0 0\nserver:/x /mnt nfs rw 0 0", None),
        ("server:/x /srv nfs rw 0 0\ndisk /srv/of\\040ours ext4 rw 0 0", None),
        ("none /srv tmpfs rw 0 0", None),
    ],
)
def test_which_file_systems_other_machines_write(mounted, kind):
    why = refusal("/srv/of ours/countersign.sqlite", mounted)

    assert (f"({kind} at" in why) if kind else why == ""


def test_where_nobody_can_tell_the_file_system_it_is_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(file_systems, "MOUNTS", str(tmp_path / "none"))

    assert file_systems.file_system(tmp_path / "some.sqlite") == ("", "")


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def test_a_reading_that_nobody_waits_for_any_more_is_broken_off(path: Path):
    database, asked = Database(path), iter([True, True, False])
    before = still_wanted.set(lambda: next(asked))

    with pytest.raises(NotWanted):
        database.rows(ENDLESS)

    still_wanted.reset(before)
    assert database.rows("SELECT 1") == [(1,)]
    database.close()
