"""What loads without what, and what may not be written anywhere."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "adapters", "console")
SOURCES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
WITHOUT_SSHD = ROOT / "tests" / "ssh" / "conftest.py"
"""It leaves out, and says so, what needs a program that a machine may lack; .ci/run never does."""
STATUSES = ("ErpStatus",)
JUDGING = {"core.decide", "core.requirements", "core.permissions", "core.approvals", "core.refresh"}
SLOW = {
    "asyncio", "click", "dataclasses", "hashlib", "inspect", "ipaddress", "logging", "pathlib",
    "platformdirs", "pydantic", "random", "rich", "secrets", "signal", "sqlite_utils", "structlog",
    "subprocess", "tempfile", "textual", "urllib",
}  # fmt: skip
"""What costs a millisecond or more to load, and no command that answers at once has need of."""


def loaded_by(*modules: str) -> set[str]:
    code = f"import sys, {', '.join(modules)}; print('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(run.stdout.split())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_core_loads_nothing_but_itself_and_the_standard_library():
    modules = [named(p)[:-3].replace("/", ".") for p in SOURCES if p.is_relative_to(ROOT / "core")]

    tops = {name.partition(".")[0] for name in loaded_by(*modules)}

    assert not tops & {"textual", "rich", "pydantic", "structlog", "click", "sqlite_utils"}
    assert not tops & {"pysqlite3", "sqlite3", "adapters", "console"}


def test_headless_processes_load_no_screen():
    tops = {n.partition(".")[0] for n in loaded_by("console.connector", "adapters.stores.sqlite")}

    assert not tops & {"textual", "rich"}


def test_the_console_loads_nothing_slow_before_it_paints():
    loaded = loaded_by("console.cli.opening", "console.bootstrap", "console.app")

    assert not {n.partition(".")[0] for n in loaded} & {
        "pydantic", "structlog", "sqlite_utils", "click", "hashlib",
    }  # fmt: skip
    assert not loaded & {f"console.screens.{n}" for n in ("record", "answers", "help", "why")}
    assert not loaded & JUDGING


@pytest.mark.parametrize("command", ["look", "act"])
def test_a_command_that_answers_at_once_loads_nothing_slow(command):
    loaded = loaded_by(
        "console.cli.run", f"console.cli.{command}", "console.session", "console.bootstrap",
        "core.desk",
    )  # fmt: skip

    assert not {name.partition(".")[0] for name in loaded} & SLOW
    assert not loaded & JUDGING


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_file_outgrows_its_room(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.is_relative_to(ROOT / "console")], ids=named
)
def test_no_status_is_compared_in_the_console(path):
    compared = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if (isinstance(side, ast.Attribute) and side.attr == "status")
        or any(isinstance(n, ast.Name) and n.id in STATUSES for n in ast.walk(side))
    ]

    assert compared == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_one_module_names_the_database_library(path):
    names = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }

    assert not names & {"sqlite3", "pysqlite3", "apsw"} or named(path) == "adapters/sqlite.py"


def test_what_is_to_be_called_once_is_called_however_late_the_machine_is():
    """Textual's own timer of one call may leave it out; `console.later` never does."""
    found = [
        named(path)
        for path in SOURCES
        if re.search(r"(?<!super\(\))\.set_timer\(", path.read_text(encoding="utf-8"))
    ]

    assert found == ["console/later.py"]


def test_nothing_is_skipped_and_nothing_is_left_for_later():
    words = r"mark\.skip|mark\.xfail|pytest\.skip\(|# pragma: no cover|\bTODO\b|\bFIXME\b"
    found = [
        named(path)
        for path in [*SOURCES, *TESTS]
        if path not in {Path(__file__), WITHOUT_SSHD}
        and re.search(words, path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_golden_is_the_picture_of_a_crash():
    goldens = sorted((ROOT / "snapshots").rglob("*.svg"))

    crashed = [named(path) for path in goldens if "Traceback" in path.read_text(encoding="utf-8")]

    assert goldens
    assert crashed == []


def test_no_module_has_a_name_that_says_nothing():
    empty = {"utils", "helpers", "common", "base", "manager", "service", "misc"}

    assert [named(p) for p in SOURCES if p.stem in empty] == []
