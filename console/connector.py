"""The headless process that performs what is owed and reads what is new."""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.home import Home
from core.ports import FirstStep, OutsideUnreachable, Run, StoreUnusable
from core.reconciling import Nightly
from core.showing import Showing
from core.syncing import OPEN, FirstSteps, keep_report, keep_runs, poll_every
from core.worklist import left_to_people

if TYPE_CHECKING:
    from console.bootstrap import House
    from console.log import Log

AT_ONCE = 10
"""Effects claimed together; a polite end finishes these first."""
IDLE = 0.2
"""Seconds between two looks whether anything was asked."""
BETWEEN = 0.01
"""Seconds in which others may write."""
NEWS = 3.0
"""Seconds between two readings of the project system; the relay has its schedule."""
LONGEST_PAUSE = 30.0
"""Seconds; pauses double from one failure to the next, up to this."""
TOLD = 2.0
"""Seconds from one line about a refresh to the next."""
MEGABYTE = 1_000_000
PAINTED = 0.5
LOOK_AFTER = 3.0
"""Seconds to a session's first look whether a connector runs beside it, and between two looks."""


class Connector:
    """Performs and reads in rounds. Several of them side by side are harmless."""

    def __init__(
        self, house: "House", owner: str, log: "Log", heard: Callable[[Run], None] = lambda _: None
    ) -> None:
        """`heard` is told how far a refresh is."""
        self._heard = heard
        self._told = 0.0
        self._store = house.store
        self._dispatcher = house.dispatcher(owner)
        self._refresher = house.refresher(self._reads)
        self._mailing = house.mailing(owner)
        self._anchoring = house.anchoring()
        self._unanchored: tuple[str, ...] = ()
        self._nightly = Nightly(house.store, house.erp)
        self._place, self._full = house.home.path, False
        self._owner = owner
        self._log = log.bind(owner=owner)
        self._door = house.outside.relay
        self._first_steps = FirstSteps(house.store, self._door)
        self._showing = Showing(house.store, house.outside.shows)
        self._stepping = False
        """A first step is open: how far it is has to be asked again and again."""
        self._next_poll = self._next_relay = 0.0
        self._stopped = ""
        """Why the relay does not reach Sage, as it last told."""
        self._failures = 0
        self._seen = -1
        self.unreachable = ""
        """Why the outside last failed; empty once it answered again."""

    def round(self) -> int:
        """Perform what is due and what was asked for; read what is new when it is time.

        Returns how many effects and refreshes were taken in hand.
        """
        self._seen = self._store.change()
        took = 0 if self._lacks_room() else self._dispatcher.perform_owed(AT_ONCE)
        took += self._step(self._first_steps.perform())
        run = self._refresher.perform_asked(self._owner)
        if run is not None:
            self._log.info("refresh.ended", tab=run.tab, seen=run.seen, arrived=run.arrived)
            took += 1
        if time.monotonic() >= self._next_poll:
            self.poll()
            self._reconcile()
            self._show()
        self._post()
        self.anchor(at_once=took > 0)
        return took

    def _reads(self, run: Run) -> None:
        """Tell how far a refresh is; the log hears of it now and then."""
        self._heard(run)
        now = time.monotonic()
        if run.finished_at is None and now - self._told >= TOLD:
            self._told = now
            left = (run.ends_at - self._store.now()).total_seconds() if run.ends_at else None
            self._log.info(
                "refresh.reads", tab=run.tab, reads=run.stage, seen=run.seen, total=run.total,
                left=left and round(left),
            )  # fmt: skip

    def _lacks_room(self) -> bool:
        """Whether a mark might find no room on the disk: then nothing is begun."""
        floor = self._store.settings().sending.free_megabytes * MEGABYTE
        disk = os.statvfs(self._place)
        free = disk.f_bavail * disk.f_frsize
        if (free < floor) is not self._full:
            self._full = not self._full
            tell = self._log.warning if self._full else self._log.info
            tell("disk.full" if self._full else "disk.has_room", free=free, floor=floor)
        return self._full

    def _show(self) -> None:
        """What waits to be imported is shown elsewhere, where that is wanted."""
        try:
            for one in self._showing.perform():
                self._log.warning("shown.refused", record=one.record, why=one.why)
        except OutsideUnreachable as why:
            self._log.warning("shown.later", why=str(why))

    def _reconcile(self) -> None:
        """Once a night what was exported lately is compared with what Sage holds."""
        try:
            done = self._nightly.perform()
        except OutsideUnreachable:
            return  # with the next reading
        if done is not None:
            found = len(done.incidents)
            tell = self._log.error if found else self._log.info
            tell("reconciled", checked=done.checked, incidents=found)

    def anchor(self, *, at_once: bool) -> None:
        """Tell the head of the history where it cannot be taken back.

        A witness that fails is told of once.
        """
        anchor = self._anchoring.round(at_once=at_once)
        if anchor is not None:
            self._log.info("audit.anchored", seq=anchor.head.seq, head=anchor.head.hash)
        if self._anchoring.trouble != self._unanchored:
            self._unanchored = self._anchoring.trouble
            for why in self._unanchored:
                self._log.warning("audit.unanchored", why=why)

    def _post(self) -> None:
        """Make and send mails; while no mail server is set there are none."""
        went = self._mailing.round()
        if went.made or went.sent or went.failed:
            self._log.info("mails.went", made=went.made, sent=went.sent, failed=went.failed)
        if went.unreachable:
            self._log.warning("mails.wait", why=went.unreachable)

    def _step(self, step: FirstStep | None) -> int:
        """Note how far a first step is. Returns 1 where one has ended."""
        self._stepping = step is not None and step.state in OPEN
        if step is None or self._stepping:
            return 0
        self._log.info("first_step.ended", state=step.state, seen=step.seen, why=step.result)
        return 1

    def poll(self) -> None:
        """Read the project system, and the relay when the schedule says so.

        A failure lengthens the pause to the next time.
        """
        try:
            news = self._refresher.take_news()
            if time.monotonic() >= self._next_relay:
                self._read_relay()
        except OutsideUnreachable as why:
            self._failed(str(why))
            return
        if news:
            self._log.info("news.taken", news=news)
        if self._stopped:
            self._failed(self._stopped)
            return
        if self.unreachable:
            self._log.info("outside.answers")
        self._failures, self.unreachable = 0, ""
        # Where there was news there may be more; what is owed is performed in between.
        self._next_poll = time.monotonic() + (0.0 if news else min(NEWS, self._every()))

    def _read_relay(self) -> None:
        """The automatic sync: all kinds, and how each of its jobs went."""
        try:
            report = self._door.report()
            keep_report(self._store, report)
            polled = self._refresher.poll()
        except OutsideUnreachable as why:
            keep_runs(self._store, None, {}, str(why))
            raise
        keep_runs(self._store, report, polled)
        for kind, run in polled.items():
            if run.changed:
                self._store.hasten(kind)
        self._stopped = report.stopped
        self._next_relay = time.monotonic() + (IDLE if self._stopped else self._every())

    def _every(self) -> float:
        """Seconds from one reading of the relay to the next."""
        return poll_every(self._store).total_seconds()

    def _failed(self, why: str) -> None:
        self._failures += 1
        self.unreachable = why
        pause = min(LONGEST_PAUSE, 2.0 ** (self._failures - 1))
        self._next_poll = time.monotonic() + pause
        self._log.warning("outside.unreachable", why=why, seconds=pause)

    def run(self, over: Callable[[], bool]) -> None:
        """Round after round, until it is over."""
        self._log.info("connector.started", pid=os.getpid(), owing=self._store.owing())
        trouble = 0
        while not over():
            try:
                took = self.round()
                if not took:
                    self._take_in(over)
                trouble = 0
            except Exception as why:  # noqa: BLE001  # what is owed outlives any one failure
                trouble += 1
                pause = min(LONGEST_PAUSE, 0.5 * 2.0**trouble)
                self._log.error("round.failed", why=_words(why), seconds=pause)
                _rest(pause, over)
                continue
            if took:
                self._log.info("effects.performed", took=took, owing=self._store.owing())
            else:
                self._wait(over)
        self.anchor(at_once=True)
        self._log.info("connector.ended", owing=self._store.owing())

    def _take_in(self, over: Callable[[], bool]) -> None:
        """Learn by which letters what has come is found; others write meanwhile."""
        while not over() and self._store.take_in():
            time.sleep(BETWEEN)

    def _wait(self, over: Callable[[], bool]) -> None:
        """Until somebody wrote, something may be due again, or it is time to read."""
        while not over():
            time.sleep(IDLE)
            due = time.monotonic() >= self._next_poll
            if due or self._stepping or self._store.change() != self._seen or self._store.owing():
                return

    def drain(self, over: Callable[[], bool], patience: float, tell: Callable[[int], None]) -> bool:
        """Until nothing is owed. False where nothing got done for `patience` seconds.

        What may still be recalled is waited for, besides; what waits for a person at Sage is not.
        """
        patience += self._store.settings().grace_seconds
        self._log.info("drain.started", owing=self._store.owing())
        self.poll()
        self.round()
        left = self._store.owing()
        last = time.monotonic()
        while left > left_to_people(self._store) and not over():
            self.round()
            now_left = self._store.owing()
            if now_left < left:
                last = time.monotonic()
            elif time.monotonic() - last > patience:
                return False
            else:
                time.sleep(IDLE / 4)
            left = now_left
            tell(left)
        self._log.info("drain.ended", owing=left)
        return left <= left_to_people(self._store)


def _words(why: Exception) -> str:
    """Our own sentences as they are; of a fault only its kind and place, and no values."""
    if isinstance(why, (StoreUnusable, OutsideUnreachable)):
        return str(why)
    place = why.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {place.tb_frame.f_code.co_qualname}:{place.tb_lineno}" if place else ""
    return f"{type(why).__name__}{where}"


def _rest(seconds: float, over: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not over():
        time.sleep(IDLE)


def stop_when_told() -> Callable[[], bool]:
    """From now on the signals to end only say so; the answer is whether one came."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: told.set())
    return told.is_set


def left_alone(by: int) -> Callable[[], bool]:
    """Whether the session that this process stands beside has ended."""
    child = os.getppid() == by

    def gone() -> bool:
        if child:
            return os.getppid() != by
        try:
            os.kill(by, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    return gone


@contextmanager
def known_to_run(home: Home) -> Iterator[None]:
    """Others can see that a connector runs on this home; any number may."""
    with home.lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def running(home: Home) -> bool:
    """Whether any connector runs on this home, on this machine."""
    if not home.lock.exists():
        return False
    with home.lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


@contextmanager
def beside(home: Home) -> Iterator[None]:
    """Keeps a connector running on this home while a session lasts, whoever else starts one."""
    over = threading.Event()
    mine: list[int] = []

    def keep() -> None:
        # The first screen is painted before anything else is started.
        pause = PAINTED
        while not over.wait(pause):
            pause = LOOK_AFTER
            mine[:] = [pid for pid in mine if os.waitpid(pid, os.WNOHANG) == (0, 0)]
            if not running(home):
                mine.append(_started(home))

    keeper = threading.Thread(target=keep, name="beside", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
        for pid in mine:
            os.kill(pid, signal.SIGTERM)


def _started(home: Home) -> int:
    """A connector that ends with this process; its pid."""
    told = str(home.made().logs / "beside.log")
    words = [
        "-P",
        "-m",
        "console",
        "connector",
        "--home",
        str(home.path),
        "--beside",
        str(os.getpid()),
    ]
    return os.posix_spawn(
        sys.executable,
        [sys.executable, *words],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, told, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
