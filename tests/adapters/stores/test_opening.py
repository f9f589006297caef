"""Opening a store: new files, older ones, newer ones, and what is no store at all."""

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from adapters.sqlite import Database
from adapters.stores import opening, schema
from adapters.stores.sqlite import SqliteStore
from core.people import CONNECTOR
from core.ports import StoreUnusable
from tests.records import commitment

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "countersign.sqlite"


def opened(path: Path) -> SqliteStore:
    store = SqliteStore(path)
    store.close()
    return store


def written(path: Path, *statements: str) -> None:
    database = Database(path)
    with database.write() as connection:
        for statement in statements:
            connection.execute(statement)
    database.close()


def test_a_new_file_is_nobody_elses_to_read(path):
    mask = os.umask(0o022)
    try:
        store = SqliteStore(path)
        store.arrive([commitment()], CONNECTOR)
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        store.close()
    finally:
        os.umask(mask)

    assert modes == {0o600}


def test_every_table_is_strict_and_holds_only_what_it_says(path):
    opened(path)

    found = Database(path).rows(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'"
    )

    texts = [f.read_text("utf-8") for f in Path(schema.__file__).parent.glob("*.py")]
    written_down = re.findall(r"CREATE TABLE (\w+)", "".join(texts))
    assert sorted(name for name, _ in found) == sorted(written_down)
    assert all(strict for _, strict in found)


def test_opening_again_finds_what_was_kept(path):
    SqliteStore(path).arrive([commitment()], CONNECTOR)

    assert SqliteStore(path).find(commitment().id) == commitment()


def test_many_may_open_a_new_file_at_once(path):
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: SqliteStore(path), range(8)))

    assert all(store.counts() == {} for store in stores)
    assert stores[0].verify() == []


@pytest.mark.rule("F22")
def test_a_store_of_a_newer_version_is_looked_at_and_left_alone(path):
    SqliteStore(path).arrive([commitment()], CONNECTOR)
    written(path, "PRAGMA user_version = 99")
    before = path.read_bytes()

    store = SqliteStore(path)
    with pytest.raises(StoreUnusable, match=r"newer Countersign \(schema 99") as refused:
        store.keep("company", "x")

    assert store.find(commitment().id) == commitment()
    assert str(path) in str(refused.value)
    store.close()
    assert path.read_bytes() == before


@pytest.mark.rule("F22")
def test_a_program_that_was_overtaken_stops_writing(path):
    store = SqliteStore(path)
    store.arrive([commitment()], CONNECTOR)
    written(path, "PRAGMA user_version = 99")

    with pytest.raises(StoreUnusable, match=r"newer Countersign \(schema 99"):
        store.keep("company", "x")

    assert store.kept("company") is None
    assert store.find(commitment().id) == commitment()


def test_another_programs_database_is_refused_and_left_alone(path):
    written(path, "CREATE TABLE theirs (x)")

    with pytest.raises(StoreUnusable, match="no store of Countersign"):
        SqliteStore(path)

    assert Database(path).rows("SELECT name FROM sqlite_master") == [("theirs",)]


@pytest.mark.broken_store("it is no database")
def test_a_file_that_is_no_database_is_refused_in_a_plain_sentence(path):
    path.write_bytes(b"Not a database at all. " * 500)

    with pytest.raises(StoreUnusable, match="it is not a database") as refused:
        SqliteStore(path)

    assert str(path) in str(refused.value)


@pytest.mark.broken_store("the file is damaged on purpose")
def test_a_damaged_file_is_refused_or_named_by_verify(path):
    store = SqliteStore(path)
    store.arrive(
        [commitment(id=f"c-{n}", number=f"{n}", erp_id=None) for n in range(500)], CONNECTOR
    )
    written(path, "PRAGMA user_version = 1")
    store._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:20_000] + b"\x99" * 60_000 + whole[80_000:])

    try:
        found = SqliteStore(path).verify()
    except StoreUnusable as why:
        found = [str(why)]

    assert found
    assert "damaged" in found[0]


@pytest.mark.broken_store("there is no store")
def test_a_folder_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "nowhere" / "countersign.sqlite"

    with pytest.raises(StoreUnusable, match="cannot be opened") as refused:
        SqliteStore(path)

    assert str(path) in str(refused.value)


READ_ONLY = """
import os, sys
from pathlib import Path
import sqlite_utils
from adapters.stores import schema
from adapters.stores.sqlite import SqliteStore
from core.ports import StoreUnusable
if os.getuid() == 0:  # whom no folder refuses
    os.setgid(65534)
    os.setuid(65534)
try:
    SqliteStore(Path(sys.argv[1])).keep("company", "x")
except StoreUnusable as why:
    print(why)
"""


@pytest.mark.parametrize("there", [False, True], ids=["new file", "existing file"])
def test_a_folder_that_may_not_be_written_is_named(there):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "countersign.sqlite"
        if there:
            opened(path)
            path.chmod(0o444)
        Path(folder).chmod(0o555)

        run = subprocess.run(
            [sys.executable, "-c", "import adapters.sqlite\n" + READ_ONLY, str(path)],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip

    assert run.returncode == 0, run.stderr
    assert str(path) in run.stdout
    assert "opened" in run.stdout or "written" in run.stdout


def test_an_older_file_is_copied_before_it_is_migrated(path, monkeypatch):
    store = SqliteStore(path)
    store.arrive([commitment()], CONNECTOR)
    store.close()
    before = opening.SCHEMA
    later = deepcopy(schema.MIGRATIONS)
    later(name="a_further_step")(lambda tables: tables.execute("CREATE TABLE more (x TEXT) STRICT"))
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    monkeypatch.setattr(opening, "SCHEMA", before + 1)

    newer = SqliteStore(path)

    copy = path.with_name(f"countersign.sqlite.schema-{before}")
    assert newer.find(commitment().id) == commitment()
    assert newer._database.rows("PRAGMA user_version") == [(before + 1,)]
    assert Database(copy).rows("PRAGMA user_version") == [(before,)]
    assert Database(copy).rows("SELECT count(*) FROM records") == [(1,)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_migration_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    opened(path)
    before = opening.SCHEMA
    later = deepcopy(schema.MIGRATIONS)

    @later()
    def goes_wrong(tables):
        tables.execute("CREATE TABLE half (x TEXT) STRICT")
        raise ZeroDivisionError

    monkeypatch.setattr(schema, "MIGRATIONS", later)
    monkeypatch.setattr(opening, "SCHEMA", before + 1)

    with pytest.raises(ZeroDivisionError):
        SqliteStore(path)

    database = Database(path)
    assert database.rows("PRAGMA user_version") == [(before,)]
    assert database.rows("SELECT count(*) FROM sqlite_master WHERE name = 'half'") == [(0,)]


def test_a_store_that_needs_no_migration_loads_no_slow_library(path):
    opened(path)
    code = (
        "import sys; from pathlib import Path; from adapters.stores.sqlite import SqliteStore; "
        f"SqliteStore(Path({str(path)!r})).counts(); print(*sys.modules)"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()

    assert "adapters.stores.sqlite" in loaded
    assert not {"sqlite_utils", "pydantic", "click", "structlog", "textual"} & set(loaded)
