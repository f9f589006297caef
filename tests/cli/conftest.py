"""A small sandbox company, made once and copied for each test; commands run in this process."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli.run import run

RECORDS = 200


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Countersign = Callable[..., Ended]


def ran(*words: str) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    return Ended(code, out.getvalue(), err.getvalue())


@pytest.fixture(autouse=True)
def _no_home_of_ones_own(monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTERSIGN_HOME", str(tmp_path / "nobody-made-this"))


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "home"
    ended = ran("demo", "--records", str(RECORDS), "--no-ui", "--home", str(path))
    assert ended.code == 0, ended.err
    at_once(path)
    return path


def at_once(path: Path) -> None:
    """What is accepted leaves without a moment to take it back: no test waits for its end."""
    store = SqliteStore(path / "countersign.sqlite")
    store.keep_settings(store.settings()._replace(grace_seconds=0))
    store.close()


@pytest.fixture
def home(made, tmp_path) -> Path:
    path = tmp_path / "home"
    shutil.copytree(made, path)
    return path


@pytest.fixture
def countersign(home) -> Countersign:
    """Runs a command on this test's own home."""
    return lambda *words: ran(*words, "--home", str(home))


def process(*words: str, **more: Any) -> "subprocess.Popen[str]":
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "console", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={k: v for k, v in os.environ.items() if k != "COUNTERSIGN_HOME"},
        **more,
    )


def first(countersign: Countersign, tab: str, view: str, where: str = "") -> dict[str, Any]:
    """The first record of a view."""
    found = countersign("list", tab, "--view", view, "--where", where, "--limit", "1", "--json")
    return found.json[0]


def permitted(countersign: Countersign, action: str, tab: str, view: str) -> list[str]:
    """The ids on which an action would succeed."""
    ids = [r["id"] for r in countersign("list", tab, "--view", view, "--limit", "0", "--json").json]
    judged = countersign(action, *ids, "--dry-run", "--json").json
    refused = {r["id"] for r in judged["refused"]}
    return [one for one in ids if one not in refused]
