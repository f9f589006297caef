"""The doctor's checks, one row each: what is looked at, what a failure blocks, and how to tell."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from core.clock import zone_named
from core.export_checks import EXPORT_CHECKS
from core.health import Check, Facts, Finding, Kept, State, ago, inside, some_of
from core.mail_checks import MAIL_CHECKS
from core.sage_checks import CONNECT, RELAY_CHECKS, SETUP_CHECKS

MEGABYTE = 1_000_000
LEAST_SPACE, LITTLE_SPACE = 64 * MEGABYTE, 1000 * MEGABYTE
SMALLEST = (80, 24)
"""Columns and lines that the console is drawn for."""
MANY_COLOURS = 256
OWED_LATE, OWED_TOO_LATE = timedelta(minutes=1), timedelta(minutes=15)
UNKNOWN_TOO_LONG = timedelta(minutes=1)
EARLIEST, LATEST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
SLACK = timedelta(seconds=5)
PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL


def examined(facts: Facts) -> Iterator[tuple[Check, Finding]]:
    """Every finding, in the order of the table."""
    for check in CHECKS:
        for finding in check.looks(facts):
            yield check, finding


# where it runs


def store(facts: Facts) -> Iterator[Finding]:
    if facts.kept is None:
        yield Finding(FAIL, facts.store_fault, "Do what it says, then run this again.")
    else:
        schema = f"schema {facts.kept.schema}, Countersign {facts.program}"
        yield Finding(PASS, f"{facts.home} opens: {schema}.")


def sqlite(facts: Facts) -> Iterator[Finding]:
    if facts.sqlite_fixed:
        yield Finding(PASS, f"SQLite {facts.sqlite} has the fix of the WAL-reset fault.")
    else:
        text = f"SQLite {facts.sqlite} may lose a commit under WAL, so WAL is off."
        yield Finding(WARN, text, "Update pysqlite3 to one with SQLite 3.51.3 or newer.")


def journal(facts: Facts) -> Iterator[Finding]:
    if facts.journal == "WAL":
        yield Finding(PASS, "The journal is WAL: readers wait for nobody.")
    else:
        text = f"The journal is {facts.journal}: a commit waits for those who read."
        yield Finding(WARN, text, "Update pysqlite3; the journal follows.")


def modes(facts: Facts) -> Iterator[Finding]:
    open_ones = [m for m in facts.modes if m.held & ~m.wanted & 0o777]
    others = [m for m in facts.modes if not m.mine]
    if others:
        names = some_of([m.name for m in others])
        yield Finding(FAIL, f"{names} belongs to somebody else.", "Take it over with chown.")
    elif open_ones:
        text = some_of([f"{m.name} is {m.held:04o}" for m in open_ones])
        wanted = f"{open_ones[0].wanted:04o}"
        step = f"chmod {wanted.lstrip('0')} what is named; folders are 0700 and files 0600."
        yield Finding(FAIL, f"Others may look in: {text}.", step)
    else:
        yield Finding(PASS, f"{len(facts.modes)} folders and files are yours alone.")


def space(facts: Facts) -> Iterator[Finding]:
    if facts.free is None:
        yield Finding(WARN, "Nobody can tell how much space is free.")
        return
    text = f"{facts.free / MEGABYTE:,.0f} MB are free where the home is."
    if facts.free < LEAST_SPACE:
        yield Finding(FAIL, text, "Make room on that disk.")
    elif facts.free < LITTLE_SPACE:
        yield Finding(WARN, text, "Make room on that disk soon.")
    else:
        yield Finding(PASS, text)


def file_system(facts: Facts) -> Iterator[Finding]:
    if facts.on_network:
        text = f"The home lies on a network file system: {facts.file_system}."
        yield Finding(FAIL, text, "Move the home to a local disk.")
    elif not facts.file_system:
        yield Finding(WARN, "Nobody can tell which file system the home lies on.")
    else:
        yield Finding(PASS, f"The home lies on a local disk: {facts.file_system}.")


def connections(facts: Facts) -> Iterator[Finding]:
    """Each of the company's own systems; nothing in a sandbox."""
    for one in facts.reached:
        if one.trouble:
            yield Finding(FAIL, one.trouble, one.next_step, one.system)
        elif one.guess:
            yield Finding(WARN, one.guess, one.next_step, one.system)
        else:
            yield Finding(PASS, one.told, subject=one.system)


def terminal(facts: Facts) -> Iterator[Finding]:
    at = facts.terminal
    if at is None:
        text = "There is no terminal here: commands work, the console does not open."
        yield Finding(WARN, text, "Run this in the terminal where the console is to open.")
        return
    text = f"{at.columns} x {at.lines}, {at.colours:,} colours, {at.encoding or 'no encoding'}"
    steps = []
    if at.columns < SMALLEST[0] or at.lines < SMALLEST[1]:
        steps.append(f"Make it {SMALLEST[0]} x {SMALLEST[1]} or larger.")
    if at.colours < MANY_COLOURS:
        steps.append("Set TERM to one with 256 colours, such as xterm-256color.")
    if at.encoding.casefold().replace("-", "") != "utf8":
        steps.append("Choose a locale with UTF-8.")
    yield Finding(WARN if steps else PASS, f"{text}.", " ".join(steps))


def clock(facts: Facts) -> Iterator[Finding]:
    now, step = facts.now, "Set this machine's clock, best by NTP."
    text = f"It is {now:%Y-%m-%d %H:%M:%S} UTC"
    if not EARLIEST <= now <= LATEST:
        yield Finding(FAIL, f"{text}, which cannot be.", step)
        return
    newest = facts.kept.newest if facts.kept else None
    if newest is not None and newest > now + SLACK:
        later = f"the history's newest entry is of {newest:%Y-%m-%d %H:%M:%S}"
        yield Finding(FAIL, f"{text}, and {later}.", step)
        return
    yield Finding(PASS, f"{text}, after everything in the history." if newest else f"{text}.")


# Sage and its relay


def connector(facts: Facts) -> Iterator[Finding]:
    owing = facts.kept.owing if facts.kept else 0
    if facts.connector:
        yield Finding(PASS, "A connector runs on this home.")
    elif owing:
        yield Finding(FAIL, f"No connector runs, and {owing:,} effects are owed.", CONNECT)
    else:
        yield Finding(WARN, "No connector runs; nothing is owed.", CONNECT)


def owed(facts: Facts, kept: Kept) -> Iterator[Finding]:
    if not kept.owing or kept.owed_since is None:
        yield Finding(PASS, "Nothing is owed.")
        return
    age = facts.now - kept.owed_since
    text = f"{kept.owing:,} effects are owed, the oldest {ago(age)}."
    if kept.not_performed:
        text = f"{text} {kept.not_performed}"
    step = "See why with `countersign connector owed`."
    if age > OWED_TOO_LATE:
        yield Finding(FAIL, text, step)
    else:
        yield Finding(WARN if age > OWED_LATE else PASS, text, step if age > OWED_LATE else "")


def outcomes(facts: Facts, kept: Kept) -> Iterator[Finding]:
    late = [d for d in kept.doubts if facts.now - d.since > UNKNOWN_TOO_LONG]
    if late:
        named = some_of([f"{d.number} ({d.record})" for d in late])
        text = f"Nobody knows whether Sage took {named}, for longer than a minute."
        step = (
            "The connector looks in Sage: `countersign connector --drain`. Enter nothing by hand."
        )
        yield Finding(FAIL, text, step)
    else:
        waiting = f"Just now {len(kept.doubts):,} are being looked for in Sage."
        yield Finding(PASS, waiting if kept.doubts else "No outcome is unknown.")


def counted_twice(_: Facts, kept: Kept) -> Iterator[Finding]:
    if kept.twice:
        named = some_of(kept.twice)
        text = f"Budget views of {named} count direct costs beside the old ERP Direct Costs column."
        yield Finding(WARN, text, "Take the column out of the view, then switch it off here.")
    else:
        yield Finding(PASS, "No budget view counts cost in both ways.")


def time_zone(_: Facts, kept: Kept) -> Iterator[Finding]:
    name = kept.settings.time_zone
    if zone_named(name) is None:
        text = f"This machine knows no time zone {name!r}, so the company's date is that of UTC."
        yield Finding(WARN, text, "Choose another time_zone, or install the time zone data.")
    else:
        yield Finding(PASS, f"The company's date is that of {name or 'UTC'}.")


# the store's own word


def chain(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _agreeing(kept.chain, "The history's chain holds.")


def records(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _agreeing(kept.records, "The file is sound, and every record is as its history says.")


def counts(_: Facts, kept: Kept) -> Iterator[Finding]:
    yield _agreeing(kept.counts, "Every count equals what it counts.")


def _agreeing(faults: Sequence[str], well: str) -> Finding:
    if not faults:
        return Finding(PASS, well)
    more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
    step = "Read all with `countersign audit verify`; put a good copy of the home in its place."
    return Finding(FAIL, f"{faults[0]}{more}", step)


# fmt: off
CHECKS = (
    Check("store", "The store opens, and which version it is", "", "everything", store),
    Check("sqlite", "SQLite has the fix of the WAL-reset fault", "", "nothing", sqlite),
    Check("journal", "The journal lets readers be", "", "nothing", journal),
    Check("modes", "The home is nobody else's to read", "",
          "nothing, but others may read it", modes),
    Check("space", "There is room on the disk", "", "every decision: nothing can be kept", space),
    Check("file system", "The home lies on a local disk", "",
          "everything: the store is not opened there", file_system),
    Check("terminal", "The terminal is large, coloured and UTF-8", "", "the console", terminal),
    Check("clock", "The clock is right", "",
          "nothing, but ages, leases and the history's times are wrong", clock),
    *RELAY_CHECKS,
    Check("connections", "The company's own systems let us in", "interfaces 1, 2",
          "everything that comes from there or goes there", connections),
    Check("connector", "A connector runs", "cross-cutting C.5",
          "whatever was accepted: it stays owed", connector),
    Check("owed", "What is owed is performed", "cross-cutting C.5",
          "the records it is owed for", inside(owed)),
    Check("outcomes", "Nobody waits for an unknown outcome", "cross-cutting H IMPORT_TIMEOUT",
          "those records", inside(outcomes)),
    *SETUP_CHECKS,
    Check("double counting", "No budget view counts cost twice", "job costs 16",
          "nothing, but its direct costs are counted twice", inside(counted_twice)),
    Check("time zone", "The company's time zone is known here", "financials 52",
          "nothing, but a date may be off by one", inside(time_zone)),
    *MAIL_CHECKS,
    *EXPORT_CHECKS,
    Check("chain", "The history is what was written", "",
          "nothing, but the history is no proof", inside(chain)),
    Check("records", "Records agree with the history", "",
          "nothing, but those records cannot be trusted", inside(records)),
    Check("counts", "Counts equal what they count", "", "nothing, but the tabs miscount",
          inside(counts)),
)
# fmt: on
