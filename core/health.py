"""What the doctor looks at, gathered as values, and how a check says what it found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from core.ports import FirstStep, Freshness, JobRun
from core.settings import Relay, Settings
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind


class State(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105  # a word, no secret
    WARN = "warn"
    FAIL = "fail"


class Finding(NamedTuple):
    """What one look found."""

    state: State
    evidence: str
    next_step: str = ""
    subject: str = ""
    """Of several looked at by one check: which."""


class Terminal(NamedTuple):
    """What is at the other end of the output."""

    columns: int
    lines: int
    colours: int
    encoding: str


class Mode(NamedTuple):
    """Who may use a file or folder, and who should."""

    name: str
    held: int
    wanted: int
    mine: bool = True


class Doubt(NamedTuple):
    """A record of which nobody knows whether Sage took it."""

    record: RecordId
    number: str
    since: datetime


class Posted(NamedTuple):
    """How the mails of this home fare."""

    failed: int = 0
    """Those of the last week that were refused or given up."""
    waiting: int = 0
    since: datetime | None = None
    """When the oldest that waits was made."""


class SqliteFacts(NamedTuple):
    """Which SQLite this is, and how it keeps its promises."""

    version: str
    journal: str
    fixed: bool
    """It has the fix of the WAL-reset fault."""


class DiskFacts(NamedTuple):
    """On what a home lies."""

    file_system: str
    """Its type and where it is mounted; empty where nobody can tell."""
    network: bool


class Reach(NamedTuple):
    """One of the company's own systems, asked once."""

    system: str
    told: str
    """What it said that shows that it works; empty where it does not."""
    trouble: str = ""
    next_step: str = ""
    guess: str = ""
    """What of it nobody knows for sure."""


class Behind(NamedTuple):
    """What Sage or a project holds that does not come here, each with its reason."""

    inactive: tuple[str, ...] = ()
    """Vendors that Sage made inactive, and nothing here is linked to."""
    untaken: tuple[str, ...] = ()
    """Vendors of a type that is not imported."""
    unposted: tuple[str, ...] = ()
    """What waits in Sage to be posted."""
    projects: tuple[str, ...] = ()
    """Projects that cannot be sent, in sentences."""
    primes: tuple[str, ...] = ()
    """Prime contracts that cannot be imported or read again, in sentences."""


class Kept(NamedTuple):
    """What an open store tells."""

    schema: int
    sandbox: bool
    settings: Settings
    newest: datetime | None
    """When the newest entry of the history was written."""
    mirrors: Mapping[RecordKind, Freshness]
    owing: int
    owed_since: datetime | None
    doubts: tuple[Doubt, ...]
    chain: tuple[str, ...] = ()
    """What is amiss in the history's chain."""
    records: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    """Projects whose budget view counts cost in both ways."""
    posted: Posted = Posted()
    steps: tuple[FirstStep, ...] = ()
    """The last first step, if there ever was one."""
    jobs: Mapping[str, JobRun] = {}
    """The last run of each job of the automatic sync."""
    behind: Behind = Behind()
    held_back: tuple[str, ...] = ()
    """What keeps exports from leaving, in sentences."""
    compared: int | None = None
    """How many exports were last compared with Sage; None before the first time."""
    incidents: tuple[str, ...] = ()
    """What that comparison found, in sentences."""
    not_performed: str = ""
    """Of what is owed, what was tried oftenest and why it was not performed, in a sentence."""


class Facts(NamedTuple):
    """Everything that the checks look at; gathered before, so that checks only judge."""

    now: datetime
    program: str
    home: str
    sqlite: str
    sqlite_fixed: bool
    journal: str
    modes: tuple[Mode, ...]
    free: int | None
    """Bytes; None where nobody can tell."""
    file_system: str
    """Its type and where it is mounted; empty where nobody can tell."""
    on_network: bool
    terminal: Terminal | None
    connector: bool
    unreachable: str | None
    """Why the relay does not answer; empty where it does, None where none is set up."""
    pace: float = 1.0
    """Seconds of a real relay that a second stands for; more in a sandbox."""
    kept: Kept | None = None
    """None where the store does not open."""
    store_fault: str = ""
    reported: Relay | None = None
    """What the relay tells of itself at this moment; None where it could not be asked."""
    reached: tuple[Reach, ...] = ()
    """The company's own systems; none in a sandbox."""


class Check(NamedTuple):
    """One row."""

    name: str
    asks: str
    rule: str
    blocks: str
    """What cannot be done while it fails."""
    looks: Callable[[Facts], Iterable[Finding]]


Looks = Callable[[Facts], Iterator[Finding]]
LooksInside = Callable[[Facts, Kept], Iterator[Finding]]
NAMED = 3
"""How many of many are named in one line."""


def inside(looks: LooksInside) -> Looks:
    """A look into the store; a warning where it does not open."""

    def look(facts: Facts) -> Iterator[Finding]:
        if facts.kept is None:
            yield Finding(State.WARN, "Not looked at: the store does not open.")
        else:
            yield from looks(facts, facts.kept)

    look.__name__ = looks.__name__
    return look


def some_of(names: Sequence[str], between: str = ", ") -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{between.join(names[:NAMED])}{more}"


def ago(age: timedelta) -> str:
    return f"{span_of(age)} ago"


def span_of(age: timedelta) -> str:
    seconds = max(0, int(age.total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
