"""The first line: which company, whether it is real, who is here, how fresh the picture is."""

from datetime import datetime

from console.widgets.bar import Bar
from console.widgets.lines import GAP, Line, Look, cells, faint, said, shortened
from core.people import Actor
from core.ports import Expected, Freshness
from core.values import NamedTuple
from core.vocabulary import Level, Tool

ROOMY = 110
"""From this width on there is room for whole words."""
DUE = "next due"
LATER = len("next 00:00") - len(DUE)
"""Cells more that it takes once the time of the next run is known again."""


class Standing(NamedTuple):
    """What the header tells; all of it was read at one moment."""

    company: str
    sandbox: bool
    freshness: Freshness
    owing: int
    now: datetime
    expected: Expected = Expected(None, None)
    """When each hop is expected next."""
    head: str = ""
    """Where the history ends, as people compare it."""
    held_back: str = ""
    """In a word or two that exports do not leave; empty while they do."""


def role(actor: Actor) -> tuple[str, str]:
    """What somebody is here, in one word and in full."""
    if actor.level(Tool.ERP) is Level.ADMIN:
        full = "administrator, accounting approver" if actor.can_push else "administrator"
        return "admin", full
    if actor.can_push and actor.level(Tool.ERP) is Level.STANDARD:
        return "approver", "accounting approver"
    sends = any(actor.level(t) is Level.ADMIN for t in Tool if t is not Tool.ERP)
    if sends:
        return "sender", "sender"
    standard = actor.level(Tool.ERP) is Level.STANDARD
    return ("standard", "Standard, no approver") if standard else ("reader", "reader")


def clock(when: datetime | None, now: datetime) -> str:
    """A time of day, with the day if that is another; unlike an age it stays true unredrawn."""
    if when is None:
        return "never"
    return f"{when:%H:%M}" if when.date() == now.date() else f"{when:%d %b %H:%M}"


def coming(when: datetime | None, now: datetime) -> str:
    """When something is expected; `due` where it should have been."""
    if when is None:
        return ""
    return DUE if when <= now else f"next {clock(when, now)}"


def fresh(standing: Standing, *, wide: bool) -> list[str]:
    """How old either hop is and when it is expected next, from the longest way to the shortest."""
    ages, now, due = standing.freshness, standing.now, standing.expected
    sage, relay = clock(ages.relay_read_erp, now), clock(ages.we_read_relay, now)
    short = f"Sage {sage} relay {relay} {coming(due.soonest, now)}".rstrip()
    ways = [short, f"{sage} {relay}", f"Sage {sage}", sage]
    if not wide:
        return ways
    first = f"Sage {sage} {coming(due.relay_reads_erp, now)}".rstrip()
    second = f"relay {relay} {coming(due.we_read_relay, now)}".rstrip()
    return [f"{first}, {second} UTC", *ways]


class Header(Bar):
    """Who is looking at what, and how old it is."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self._actor = actor

    def tell(self, standing: Standing) -> None:
        self.fit(lambda width: [header(self._actor, standing, width)])


def header(actor: Actor, standing: Standing, width: int) -> Line:
    """Left who and where, right how fresh; the company's name gives way first."""
    wide = width >= ROOMY
    owed = f"{standing.owing:,} owed to the ERP" if wide else f"{standing.owing:,} owed"
    if standing.held_back:
        owed = f"{owed}, {standing.held_back}"
    look = Look.WARNING if standing.owing or standing.held_back else Look.FAINT
    last = said(f"  {owed} ", look)
    real = (said("SANDBOX ", Look.WARNING),) if standing.sandbox else ()
    who = (said(f"  {actor.name}", Look.KEY), faint(f", {role(actor)[wide]}"))
    for seen in fresh(standing, wide=wide):
        right = (faint(seen), last)
        # What is due will have a time again; nothing else moves for that.
        room = width - cells((*right, *real, *who)) - GAP - 1 - LATER * seen.count(DUE)
        if room >= 0:
            break
    company = said(standing.company, Look.HEAD)
    company = company._replace(text=shortened(company.text, max(0, room)))
    left = (said(" "), *real, company, *who)
    gap = max(1, width - cells((*left, *right)))
    return (*left, said(" " * gap), *right)
