"""Gathers what the doctor looks at: the store, the home on its disk, the terminal, the relay."""

import os
import shutil
import stat
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from console.home import Home, HomeUnusable
from console.version import VERSION
from core.behind import behind
from core.costs import counts_twice
from core.health import Doubt, Facts, Kept, Mode, Posted, Reach, Terminal
from core.held_back import held_back
from core.ports import OutsideUnreachable, RecordStore, StoreUnusable, UnknownRecord
from core.query import Field, Query, Term
from core.reconciling import last
from core.tabs import TABS
from core.vocabulary import Action, ErpStatus, RecordKind, View

if TYPE_CHECKING:
    from pathlib import Path

    from console.bootstrap import House
    from core.ports import Report

FOLDER, FILE = 0o700, 0o600
RELAY = "hh2"
MOST_DOUBTS = 100
MOST_MAILS = 1000
COLOURS = {"truecolor": 1 << 24, "24bit": 1 << 24}
COLOURS_OF_TERM = (("direct", 1 << 24), ("256color", 256), ("dumb", 0), ("", 8))


def facts_of(
    home: Home, drawn: tuple[int, int] | None = None, *, looked_through: bool = True
) -> Facts:
    """Everything there is to know about a home, whether or not its store opens.

    `drawn` are the columns and lines of the console that asks: it holds the terminal itself.
    Looking through the whole store takes long; without it only the checks of chain, records and
    counts may not be asked.
    """
    from console.bootstrap import disk_facts, opened, reached, sqlite_facts
    from console.connector import running

    kept, fault, unreachable, report = None, "", None, None
    asked: tuple[Reach, ...] = ()
    try:
        house = opened(home.checked())
        kept = _kept(house, looked_through=looked_through)
        if kept.sandbox:
            unreachable, report = _relay(house)
        else:
            asked = reached(home)
            unreachable = next((one.trouble for one in asked if one.system == RELAY), None)
    except (StoreUnusable, PermissionError) as why:
        fault = str(why)
    sqlite, disk = sqlite_facts(), disk_facts(home)
    terminal = _terminal() if drawn is None else Terminal(*drawn, _colours(), "utf-8")
    return Facts(
        datetime.now(UTC), VERSION, str(home.path), sqlite.version, sqlite.fixed, sqlite.journal,
        tuple(_modes(home)), _free(home), disk.file_system, disk.network, terminal,
        kept is not None and running(home), unreachable, report.pace.relay if report else 1.0,
        kept, fault, report.relay if report else None,
        asked,
    )  # fmt: skip


def _kept(house: "House", *, looked_through: bool) -> Kept:
    from console.bootstrap import store_schema

    store = house.store
    newest = max((entry.at for entry in store.last_by(tuple(Action)).values()), default=None)
    examined = store.examine() if looked_through else {}
    found = defaultdict(tuple, {part.value: tuple(faults) for part, faults in examined.items()})
    compared = last(store)
    records = (*found["file"], *found["records"], *found["debts"])
    return Kept(
        store_schema(), store.kept("sandbox") is not None, store.settings(), newest,
        {kind: store.freshness(kind) for kind in RecordKind}, store.owing(), store.owed_since(),
        tuple(_doubts(house)), found["chain"], records, found["counts"], tuple(_twice(house)),
        posted=_posted(house), steps=tuple(store.first_steps(1)), jobs=store.job_runs(),
        behind=behind(store), held_back=tuple(held_back(store)),
        compared=compared.checked if compared else None,
        incidents=tuple(one.text for one in compared.incidents) if compared else (),
        not_performed=_not_performed(store),
    )  # fmt: skip


def _not_performed(store: RecordStore) -> str:
    for one in store.unperformed(1):
        if one.why:
            return f"{store.find(one.record).number} was tried {one.attempts} times: {one.why}"
    return ""


def _posted(house: "House") -> Posted:
    from core.ports.mails import MailState

    outbox, week = house.store.outbox(), datetime.now(UTC) - timedelta(days=7)
    failed = [x for x in outbox.mails(MailState.FAILED, MOST_MAILS) if (x.ended_at or week) > week]
    return Posted(len(failed), outbox.tally().get(MailState.WAITING, 0), outbox.waits_since())


def _twice(house: "House") -> Iterator[str]:
    for project, chosen in house.store.chosen_projects().items():
        if counts_twice(chosen):
            with suppress(UnknownRecord):
                yield house.store.find(project).number


def _doubts(house: "House") -> Iterator[Doubt]:
    term = Term(Field.STATUS, "is", ErpStatus.OUTCOME_UNKNOWN)
    for tab in TABS:
        for row in house.store.rows(Query(tab.name, View.EXPORTING, (term,)), MOST_DOUBTS):
            since = house.store.find(row.id).changed_at or row.age_from
            yield Doubt(row.id, row.number, since)


def _relay(house: "House") -> tuple[str | None, "Report | None"]:
    """Why the sandbox's relay does not reach Sage, and what it tells of itself."""
    try:
        report = house.sandbox.relay.report()
    except (OutsideUnreachable, HomeUnusable) as why:
        return str(why), None
    return report.stopped, report


def _modes(home: Home) -> Iterator[Mode]:
    """The home, its log and every file of the two, as far as one may look."""
    for path in _paths(home):
        try:
            held = path.lstat()
        except OSError:
            continue  # gone since it was listed, as a journal goes
        wanted = FOLDER if stat.S_ISDIR(held.st_mode) else FILE
        yield Mode(path.name, stat.S_IMODE(held.st_mode), wanted, held.st_uid == os.getuid())


def _paths(home: Home) -> Iterable["Path"]:
    found = [home.path, home.logs]
    for folder in tuple(found):
        with suppress(OSError):
            found += sorted(folder.iterdir())
    return dict.fromkeys(found)


def _free(home: Home) -> int | None:
    """Bytes on the disk of the home, or of the nearest folder above it that is there."""
    for place in (home.path, *home.path.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _terminal() -> Terminal | None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except OSError:
        return None
    return Terminal(size.columns, size.lines, _colours(), sys.stdout.encoding or "")


def _colours() -> int:
    if os.environ.get("NO_COLOR"):
        return 0
    said = COLOURS.get(os.environ.get("COLORTERM", "").casefold())
    if said is not None:
        return said
    term = os.environ.get("TERM", "dumb")
    return next(colours for part, colours in COLOURS_OF_TERM if part in term)
