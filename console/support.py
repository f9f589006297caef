"""What may leave the house for support: versions, counts, settings and the end of the logs.

Everything is on a list of what may go. Of a text that is not, only its sort goes; the company's
name, vendors, numbers, amounts, paths, addresses and sentences that quote them stay.
"""

import json
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.home import Home, HomeUnusable
from console.log import ALLOWED, as_logged
from core.checkup import examined
from core.health import Facts, Kept
from core.values import NamedTuple
from core.vocabulary import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.ports import RecordStore
    from core.settings import Settings

PACKAGES = (
    "textual", "rich", "sqlite-utils", "pysqlite3", "click", "structlog", "httpx2", "xlsxwriter",
    "rapidfuzz",
)  # fmt: skip
TALKATIVE = frozenset({"sqlite", "journal", "space", "terminal", "clock", "connector", "owed"})
"""Checks whose evidence speaks of the machine and of figures, and of nothing in the records."""
LOGGED = ALLOWED - {"why", "owner"}
"""Fields of the log that may go: a reason may quote the ERP, and an owner names the machine."""
LINES, CRASHES = 200, 40
"""How much of the end of each log goes."""
FRAME = re.compile(
    r'^ *File "(?P<path>[^"]*)", line (?P<line>\d+), in (?P<name>[A-Za-z_]\w*|<\w+>)$'
)
HEAD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*(, code [0-9A-F]{1,12})?\Z")
"""How the log of crashes names one."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
OURS = ("console", "core", "adapters", "site-packages", "lib")


class Bundle(NamedTuple):
    """Where it went, and how much of it there is."""

    path: str
    size: int


def written(path: str, facts: Facts, home: Home, store: "RecordStore | None") -> Bundle:
    """A new file that only this person may read.

    Raises:
        HomeUnusable: it is there already, or cannot be written.
    """
    text = json.dumps(gathered(facts, home, store), indent=1) + "\n"
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(text)
    except FileExistsError as why:
        raise HomeUnusable(f"{path} is there already; name another file.") from why
    except OSError as why:
        said = f"{path} cannot be written ({why.strerror}); name another file."
        raise HomeUnusable(said) from why
    return Bundle(path, len(text))


def gathered(facts: Facts, home: Home, store: "RecordStore | None") -> dict[str, Any]:
    """The bundle, as it is written."""
    return {
        "made_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "versions": _versions(facts),
        "machine": _machine(facts),
        "checks": list(_checks(facts)),
        "counts": _counts(store, facts.kept) if store and facts.kept else None,
        "settings": list(_settings(store.settings())) if store else None,
        "log": list(_log(home.log)),
        "crashes": list(_crashes(home.logs / "crash.log")),
    }


def _versions(facts: Facts) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {"countersign": facts.program, "python": platform.python_version()}
    found |= {"sqlite": facts.sqlite, "schema": str(facts.kept.schema) if facts.kept else "none"}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _machine(facts: Facts) -> dict[str, Any]:
    return {
        "system": sys.platform,
        "processor": platform.machine(),
        "processors": os.cpu_count(),
        "file_system": facts.file_system.partition(" ")[0],
        "on_network": facts.on_network,
        "free_bytes": facts.free,
        "journal": facts.journal,
        "terminal": facts.terminal._asdict() if facts.terminal else None,
        "connector_runs": facts.connector,
        "sandbox": facts.kept.sandbox if facts.kept else None,
    }


def _checks(facts: Facts) -> Iterator[dict[str, str]]:
    kinds = {str(kind) for kind in RecordKind}
    for check, finding in examined(facts):
        found = {"check": check.name, "state": finding.state.value, "rule": check.rule}
        if finding.subject in kinds:
            found["subject"] = finding.subject
        if check.name in TALKATIVE:
            found["evidence"] = finding.evidence
        yield found


def _counts(store: "RecordStore", kept: Kept) -> dict[str, Any]:
    views: dict[str, dict[str, int]] = {}
    for (tab, view), count in sorted(store.counts().items()):
        views.setdefault(tab, {})[str(view)] = count
    return {
        "records": views,
        "owing": kept.owing,
        "people": len(store.people()),
        "mails": {"waiting": kept.posted.waiting, "failed": kept.posted.failed},
    }


def _settings(held: "Settings") -> Iterator[dict[str, Any]]:
    """Switches, numbers and choices as they are; of any other only whether it is the usual."""
    usual = type(held)()
    for name, value, default in _fields("", held, usual):
        yield {"name": name, "value": _told(value), "usual": value == default}


def _fields(prefix: str, held: object, usual: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(held, tuple) and hasattr(held, "_fields") and type(held) is type(usual):
        for name in held._fields:
            yield from _fields(
                f"{prefix}.{name}" if prefix else name, getattr(held, name), getattr(usual, name)
            )
    else:
        yield prefix, held, usual


def _told(value: object) -> object:
    from enum import Enum

    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping | tuple | frozenset):
        return f"<{type(value).__name__} of {len(value)}>"
    return f"<{type(value).__name__}>"


def _log(path: Path) -> Iterator[dict[str, object]]:
    for line in _end_of(path, LINES):
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict):
            yield {name: as_logged(name, said[name], LOGGED) for name in said if NAME.match(name)}


def _crashes(path: Path) -> Iterator[str]:
    """Names of errors and where in the program they were; no line of text, no folder of anybody."""
    for line in _end_of(path, CRASHES):
        frame = FRAME.match(line)
        if frame:
            parts = Path(frame["path"]).parts
            inside = max(
                (n for n, part in enumerate(parts) if part in OURS), default=len(parts) - 1
            )
            yield f"{'/'.join(parts[inside:])}:{frame['line']} {frame['name']}"
        elif HEAD.match(line):
            yield line


def _end_of(path: Path, lines: int) -> "Iterable[str]":
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    except OSError:
        return ()
