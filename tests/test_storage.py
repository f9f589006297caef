"""Nothing but SQLite opens a store's file, a process has one SQLite, a bad disk loses nothing."""

import ast
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from soak import full_disk, power_cuts
from tests.journeys.terminal import Terminal
from tests.upholding import Upheld

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "adapters", "console")
OPENERS = {
    "open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text", "copy", "copy2",
    "copyfile", "copytree", "move", "file_digest", "mmap",
}  # fmt: skip
STORES = {"store", "sandbox"}
"""What the files of databases are called on a Home."""
THE_DOOR = {"adapters/sqlite.py", "adapters/stores/backup.py"}
"""The one opens them through SQLite; the other flushes a finished copy that nobody has open."""


def opened_files(tree: ast.AST) -> list[int]:
    """Lines on which a file of a database would be opened, copied or read."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in OPENERS and any(_names_a_store(part) for part in (node.func, *node.args)):
            found.append(node.lineno)
    return found


def _names_a_store(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and str(node.value).endswith((".sqlite", "-wal", "-shm")):
            return True
        if isinstance(node, ast.Attribute) and node.attr in STORES and _is_home(node.value):
            return True
    return False


def _is_home(node: ast.AST) -> bool:
    return "home" in {getattr(node, "attr", ""), getattr(node, "id", "")}


@pytest.mark.rule("invariant I26")
def test_no_code_opens_the_file_of_a_store():
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        if str(file.relative_to(ROOT)) not in THE_DOOR
        if "home" in (text := file.read_text("utf-8")) or "sqlite" in text
        for line in opened_files(ast.parse(text))
    }

    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        "open(home.store)",
        "open(self.home.store, 'rb')",
        "home.sandbox.read_bytes()",
        "shutil.copy(call.home.store, there)",
        "hashlib.file_digest(Path('x/countersign.sqlite'), 'sha256')",
    ],
)
def test_the_check_knows_the_ways_of_opening_it(code):
    assert opened_files(ast.parse(code)) == [1]


@pytest.mark.rule("invariant I26")
def test_what_is_opened_without_sqlite_while_a_test_runs_is_noticed(tmp_path):
    heard, path = Upheld(), tmp_path / "countersign.sqlite"
    ours = compile(
        f"def look(hear): hear('open', ({str(path)!r}, 'rb', 0))",
        str(ROOT / "core" / "some.py"),
        "exec",
    )
    names: dict = {}
    exec(ours, names)

    names["look"](heard.heard)
    heard.heard("open", (str(path), "rb", 0))

    assert len(heard.opened_by) == 1
    assert "core/some.py:1" in heard.opened_by[0]


def libraries(pid: int) -> set[str]:
    """The SQLite libraries that a running process has mapped."""
    files = {line.split()[-1] for line in Path(f"/proc/{pid}/maps").read_text().splitlines()}
    return {file for file in files if "sqlite" in file.lower() and ".so" in file}


def waited_for(pid: int) -> set[str]:
    end = time.monotonic() + 30
    while not (found := libraries(pid)):
        assert time.monotonic() < end, "it never opened its store"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("storage") / "home"
    words = ["demo", "--no-ui", "--records", "20", "--home", str(path)]
    subprocess.run([sys.executable, "-m", "console", *words], check=True, capture_output=True)
    return path


@pytest.mark.rule("invariant I25")
def test_a_connector_has_one_sqlite_in_its_process(home):
    words = [sys.executable, "-m", "console", "connector", "--home", str(home)]
    connector = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd=ROOT)
    try:
        waited_for(connector.pid)
        time.sleep(0.5)
        (found,) = libraries(connector.pid)
    finally:
        connector.terminate()
        connector.wait(30)

    assert "pysqlite3" in found


@pytest.mark.rule("invariant I25")
def test_the_console_has_one_sqlite_in_its_process(home):
    words = [sys.executable, "-m", "console", "--home", str(home), "--as", "approver"]
    terminal = Terminal(words, cwd=str(ROOT))
    try:
        terminal.until("SANDBOX")
        (found,) = waited_for(terminal.child.pid)
    finally:
        terminal.close()

    assert "pysqlite3" in found


@pytest.mark.rule("invariant I24", "F6")
@pytest.mark.parametrize("fault", [full_disk.limited, full_disk.read_only])
def test_a_disk_that_takes_no_more_refuses_with_a_sentence_and_loses_nothing(fault):
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # whoever is not root has to get to the home
        (home := Path(folder) / "home").mkdir()

        ran = fault(home, 20251211)

    assert ran.wrong == ()
    assert ran.refused > 0
    assert fault is full_disk.read_only or (ran.reads == ran.refused and ran.resumed > 0)


@pytest.mark.rule("invariant I24", "F5")
def test_what_was_not_synced_may_be_lost_and_what_was_is_not():
    step = power_cuts.Step
    disk = power_cuts.Disk({"a": b"old"})
    disk.take(step("write", "a", 0, b"sure"))
    disk.take(step("sync", "a"))
    disk.take(step("say", data=b"done x\n"))
    disk.take(step("write", "a", 0, b"late"))

    found = {disk.after_a_cut(random.Random(n))["a"] for n in range(50)}

    assert found == {b"sure", b"late"}
    assert disk.acknowledged == ["x"]
