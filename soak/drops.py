"""G9: SSH sessions drop while many records are being accepted; a real sshd, a real terminal."""

import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from adapters.stores.sqlite import SqliteStore
from core.admitting import Admitter
from core.desk import Desk as Place
from core.newcomer import Newcomer
from core.ports import Asked
from core.query import Query
from core.user_keys import public_key
from core.vocabulary import Action, View
from soak import Figures
from soak.company import founded
from tests.journeys.terminal import Terminal
from tests.people import ADA, ANA, CAST
from tests.ssh.desk import Desk, children_of, parent_of, until

WAITING = 260
"""Records to accept: three transactions, so that some drops fall between two of them."""
READY = Query("commitments", View.READY_TO_EXPORT)
AT_CONSOLE, BY_COMMAND = 0.15, 0.5
"""Seconds in which the line drops: after the key that accepts, or after the process has begun."""
GONE = {"frozen": 6.0}
"""Seconds after which the process must be gone; sshd asks a frozen client twice, a second apart."""
USUAL = 2.0
LATE = 1.0
"""Seconds more that a busy machine may take."""


class Drop(NamedTuple):
    """What one drop left."""

    how: str
    seconds: float
    accepted: int
    faults: tuple[str, ...]


def run(size: int, seed: int) -> Figures:
    """`size` drops, in one lane for each way to drop; each lane has a company of its own."""
    if shutil.which("ssh") is None or not Path("/usr/sbin/sshd").exists():
        missing = "There is no sshd on this machine, so nothing was tried."
        required = os.environ.get("COUNTERSIGN_SSHD") == "required"
        return Figures((), (missing,) if required else (), missing)
    frozen = max(1, size // 8)
    others = size - frozen
    lanes = {
        "client killed": others - 2 * (others // 3),
        "sshd killed": others // 3,
        "terminated": others // 3,
        "frozen": frozen,
    }
    # Terminals are forked, and a process that forks has no other threads.
    with ProcessPoolExecutor(len(lanes), mp_context=get_context("spawn")) as pool:
        made = [pool.submit(_lane, how, count, f"{seed} {how}") for how, count in lanes.items()]
        drops = [drop for one in made for drop in one.result()]
    return _figures(drops)


def _figures(drops: list[Drop]) -> Figures:
    by_way = Counter(drop.how for drop in drops)
    slow = {how: max(d.seconds for d in drops if d.how == how) for how in by_way}
    none = sum(not drop.accepted for drop in drops)
    whole = sum(drop.accepted == WAITING for drop in drops)
    counted: tuple[tuple[str, object], ...] = (
        ("drops", len(drops)),
        *((f"{how}: drops", count) for how, count in by_way.items()),
        *((f"{how}: seconds until the process was gone, at most", s) for how, s in slow.items()),
        ("before anything was accepted", none),
        ("between two transactions", len(drops) - none - whole),
        ("after everything was accepted", whole),
    )
    return Figures(counted, tuple(fault for drop in drops for fault in drop.faults))


def _lane(how: str, count: int, seed: str) -> list[Drop]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        store = founded(home / "countersign.sqlite", WAITING)
        store.keep_settings(store.settings()._replace(grace_seconds=600))
        for person in CAST:
            store.keep_person(person)
        Newcomer(store, ANA).welcomed()
        desk = Desk(home, alive=(1, 1))
        try:
            desk.make_key("ana")
            key = public_key(desk.public("ana"))
            Admitter(store, ADA).add("ana", key, "laptop", datetime.now(UTC))
            desk.authorise(f"restrict,pty {desk.public('ana')}")
            desk.start()
            chance = random.Random(seed)
            return [_drop(desk, store, how, chance) for _ in range(count)]
        finally:
            desk.close()
            store.close()


def _drop(desk: Desk, store: SqliteStore, how: str, chance: random.Random) -> Drop:
    asked = list(store.ids(READY, WAITING))
    by_key = chance.random() < 0.5
    terminal, process = (_at_the_console if by_key else _by_command)(desk)
    try:
        time.sleep(chance.uniform(0.0, AT_CONSOLE if by_key else BY_COMMAND))
        _cut(how, terminal, process)
        took = until(lambda: process not in children_of(desk.home), "the process is gone", 30)
    finally:
        with suppress(ProcessLookupError):
            os.kill(terminal.child.pid, signal.SIGKILL)
        terminal.close()
    return Drop(how, took, *_looked(store, asked, how, took))


def _at_the_console(desk: Desk) -> tuple[Terminal, int]:
    terminal = Terminal(desk.words("ana", "-tt"))
    terminal.until(r"\d +oldest first")
    (process,) = children_of(desk.home)
    terminal.press("7")
    terminal.until(rf"To Export +{WAITING}")
    terminal.until(rf"Ready to Export +{WAITING}")
    terminal.press("*")
    terminal.until(f"{WAITING} marked")
    terminal.press("a")
    terminal.until(r"(?i)accept [\d,]+ ")
    terminal.child.send(f"{WAITING}\r")
    return terminal, process


def _by_command(desk: Desk) -> tuple[Terminal, int]:
    line = f"accept --tab commitments --view 'Ready to Export' --all --yes {WAITING} --json"
    terminal = Terminal([*desk.words("ana", "-tt"), line])
    until(lambda: bool(children_of(desk.home)), "a session")
    (process, *_) = children_of(desk.home)
    return terminal, process


def _cut(how: str, terminal: Terminal, process: int) -> None:
    with suppress(ProcessLookupError, FileNotFoundError):
        match how:
            case "client killed":
                os.kill(terminal.child.pid, signal.SIGKILL)
            case "frozen":
                os.kill(terminal.child.pid, signal.SIGSTOP)
            case "terminated":
                os.kill(process, signal.SIGTERM)
            case _:
                os.kill(parent_of(process), signal.SIGKILL)
    if how == "terminated":
        terminal.settle(0.1, 0.2)


def _looked(
    store: SqliteStore, asked: list[Asked], how: str, took: float
) -> tuple[int, tuple[str, ...]]:
    """How many were accepted, and what is not as it must be; everything is put back then."""
    faults = [f"{how}: {fault}" for fault in store.verify()]
    if took > GONE.get(how, USUAL) + LATE:
        faults.append(f"{how}: the process was there for {took:.1f} s more.")
    still = {one.record for one in store.ids(READY, WAITING)}
    accepted = [one.record for one in asked if one.record not in still]
    for record in accepted:
        last = store.history(record)[-1]
        if last.action is not Action.ACCEPT or last.person != ANA.id:
            faults.append(f"{how}: {record} is gone from the list, and nobody accepted it.")
        if not re.search(r"key=SHA256:\S+ from=127\.0\.0\.1", last.origin):
            faults.append(f"{how}: who accepted {record} is not in its entry: {last.origin}.")
    if accepted:
        again = [Asked(record) for record in accepted]
        _, outcomes = Place(store, ANA).perform_many(Action.RECALL, again)
        left = len(list(store.ids(READY, WAITING)))
        if left != WAITING:
            faults.append(f"{how}: {WAITING - left} of {len(outcomes)} cannot be taken back.")
    return len(accepted), tuple(faults)
