"""G4: the real program dies by SIGKILL at every named point, with every kind in hand."""

import os
import random
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from adapters.sandbox.erp import SandboxErp
from adapters.sandbox.faults import FaultDial, FaultKind
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from adapters.stores.sqlite import SqliteStore
from console.crashing import dying_at
from core.approvals import Approvals
from core.audit import Entry
from core.case import Answers, Case
from core.decision import Allowed, Outcome, Refused
from core.dispatch import Dispatcher
from core.people import Actor
from core.ports import Asked, Judge, Owed
from core.query import Query
from core.sending import POINTS
from core.tabs import TABS
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, View
from soak import Figures

DECIDING, DECIDED, REPORTING = "deciding", "decided", "reporting"
EVERY = (DECIDING, DECIDED, *POINTS, REPORTING)
"""In the transaction that accepts, after it, at each of the connector's, in its own transaction."""
LEASE = 10.0
AFTER_A_DEATH = timedelta(seconds=20)
MOST_DEATHS = 60
FAULTS = (FaultKind.DROP, FaultKind.TIMEOUT)
OF_EACH_KIND = 1


def run(size: int, seed: int) -> Figures:
    """Each point with each kind, `size` times over."""
    dice = random.Random(seed)
    found: list[str] = []
    deaths = trials = 0
    kinds: set[RecordKind] = set()
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        _apart(lambda: _found(made))
        for turn in range(size):
            for point in EVERY:
                home = Path(folder) / f"{turn}-{point}"
                copytree(made, home)
                trial = Trial(home, point, dice.randrange(2**32))
                died, handled = trial.run()
                found += [f"{point}, seed {trial.seed}: {what}" for what in trial.found]
                deaths, trials = deaths + died, trials + len(handled)
                kinds |= handled
    counted = (
        ("points", len(EVERY)),
        ("kinds", len(kinds)),
        ("records brought to their end", trials),
        ("processes killed", deaths),
    )
    return Figures(counted, tuple(found))


class Trial:
    """One home, one point."""

    def __init__(self, home: Path, point: str, seed: int) -> None:
        self.home, self.point, self.seed = home, point, seed
        self.later = timedelta(0)
        self.found: list[str] = []

    def run(self) -> tuple[int, set[RecordKind]]:
        """How many processes died, and the kinds that came to their end."""
        report = self.home / "report"
        died = 0
        if _apart(lambda: self._accept(self.point)):
            died += 1
        _apart(lambda: self._accept(""))
        for _ in range(MOST_DEATHS):
            self.later += AFTER_A_DEATH
            if not _apart(lambda: self._perform(self.point)):
                break
            died += 1
        self.later += AFTER_A_DEATH
        if _apart(lambda: self._end(report)):
            self.found.append("the last one died, too")
            return died, set()
        lines = report.read_text().splitlines()
        self.found += [line[2:] for line in lines if line.startswith("- ")]
        return died, {RecordKind(line[2:]) for line in lines if line.startswith("+ ")}

    def _store(self, point: str) -> "Dying":
        return Dying(self.home / "store.sqlite", lambda: datetime.now(UTC) + self.later, point)

    def _accept(self, point: str) -> None:
        store = self._store(point)
        for record in _chosen(self.home, random.Random(self.seed)):
            Approvals(store).perform(Action.ACCEPT, Asked(record), _approver(store))
        store.close()

    def _perform(self, point: str, store: SqliteStore | None = None) -> SqliteStore:
        store = store or self._store(REPORTING if point == REPORTING else "")
        ledger = Ledger(self.home / "sandbox.sqlite")
        dial = FaultDial(ledger.database, self.seed + self.later.seconds)
        erp = SandboxErp(ledger, Relay(ledger), dial, lambda: datetime.now(UTC) + self.later)
        for fault in FAULTS:
            dial.turn(fault, 25 if point else 0)
        projects = SandboxProjects(ledger.database)
        passing = dying_at(point or "nowhere")
        dispatcher = Dispatcher(store, erp, projects, owner="one", lease=LEASE, passing=passing)
        while dispatcher.perform_owed(1):
            pass
        return store

    def _end(self, report: Path) -> None:
        """Without a death to its end; then the books are compared."""
        store = self._store("")
        for _ in range(50):
            self._perform("", store)
            if not store.owing():
                break
            self.later += timedelta(seconds=61)
        ledger = Ledger(self.home / "sandbox.sqlite")
        with report.open("w") as file:
            for record in _chosen(self.home, random.Random(self.seed)):
                now = store.find(record)
                held = len(ledger.under(now.export_key or ""))
                if now.status is ErpStatus.SYNCED and held == 1:
                    file.write(f"+ {now.kind}\n")
                elif now.status is not ErpStatus.FAILED or held:
                    file.write(f"- {record} is {now.status}, and Sage holds it {held} times\n")
            for fault in store.verify():
                file.write(f"- {fault}\n")


class Dying(SqliteStore):
    """A store whose process dies in the transaction that decides, or right after it."""

    def __init__(self, path: Path, clock: Callable[[], datetime], point: str) -> None:
        super().__init__(path, clock)
        self._die = dying_at(point or "nowhere")
        self._in_it = REPORTING if point == REPORTING else DECIDING

    def decide(
        self,
        asked: Sequence[Asked],
        actor: Actor,
        answers: Answers,
        judge: Judge,
        action: Action,
        *,
        batch: str = "",
        settles: Owed | None = None,
    ) -> Sequence[Outcome]:
        def dying(case: Case, since: Sequence[Entry]) -> Allowed | Refused:
            judged: Allowed | Refused = judge(case, since)
            if not actor.connector or self._in_it == REPORTING:
                self._die(self._in_it)
            return judged

        outcomes = super().decide(
            asked, actor, answers, dying, action, batch=batch, settles=settles
        )
        if not actor.connector:
            self._die(DECIDED)
        return outcomes


def _found(home: Path) -> None:
    """A small company on the project's own extract."""
    from adapters.sandbox.extract import read
    from adapters.sandbox.loader import load

    home.mkdir()
    store, ledger = SqliteStore(home / "store.sqlite"), Ledger(home / "sandbox.sqlite")
    projects = SandboxProjects(ledger.database)
    load(store, ledger, projects, read(), limit=120, progress=lambda *_: None)
    settings = store.settings()
    store.keep_settings(settings._replace(grace_seconds=0))
    chosen = "\n".join(_acceptable(store))
    (home / "chosen").write_text(chosen)
    store.close()
    ledger.database.close()


def _acceptable(store: SqliteStore) -> Iterator[RecordId]:
    """Records of each kind that an approver may accept as they stand."""
    for tab in TABS:
        of_kind: dict[RecordKind, int] = {}
        for row in store.rows(Query(tab.name, View.READY_TO_EXPORT), 400):
            if of_kind.get(row.kind, 0) >= OF_EACH_KIND:
                continue
            (outcome,) = Approvals(store).rehearse(Action.ACCEPT, [Asked(row.id)], _approver(store))
            if isinstance(outcome.decision, Allowed):
                of_kind[row.kind] = of_kind.get(row.kind, 0) + 1
                yield row.id


def _approver(store: SqliteStore) -> Actor:
    """Administers everything, and may push."""
    found = store.person("admin")
    assert found is not None
    return found


def _chosen(home: Path, dice: random.Random) -> list[RecordId]:
    records = [RecordId(line) for line in (home / "chosen").read_text().split()]
    dice.shuffle(records)
    return records


def _apart(what: Callable[[], object]) -> bool:
    """Do it in a process of its own. Whether that was killed.

    This process itself never opens a store, so that nothing of one is carried over a fork.
    """
    child = os.fork()
    if not child:
        code = 1
        try:
            what()
            code = 0
        except BaseException:  # noqa: BLE001  # told, for this process never returns
            traceback.print_exc()
        finally:
            os._exit(code)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        return True
    if os.WEXITSTATUS(ended):
        raise RuntimeError("a process ended otherwise than by being killed")
    return False
