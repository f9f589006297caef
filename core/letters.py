"""The words of a mail: subject and body, plain text. Whatever comes from data is made harmless."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from core.anchors import Anchor
from core.audit import Entry
from core.clock import zone_named
from core.notices import Occasion, answers_of
from core.ports import Freshness
from core.ports.mails import Pile
from core.records import Record
from core.tabs import TAB, TAB_OF, TABS
from core.values import NamedTuple
from core.vocabulary import Cents, RecordKind, View, capital, words

LONGEST_LINE, LONGEST_REASON = 120, 1000
MOST_NAMED = 50
"""Records one mail tells of; of more, only how many."""
KIND_IN_WORDS = {
    RecordKind.COMPANY: "vendor",
    RecordKind.PROJECT: "job",
    RecordKind.CCO: "commitment change order",
    RecordKind.PCCO: "prime contract change order",
}
AGES = (timedelta(days=2), timedelta(days=7))
"""The ages a summary counts beyond."""
WAITING_VIEWS = (View.READY_TO_EXPORT, View.READY_TO_UPDATE, View.FAILED)
"""What waits for an approver's answer."""


class Event(NamedTuple):
    """An entry of the history, and the record as it stands now."""

    entry: Entry
    record: Record


class Words(NamedTuple):
    """What a mail says."""

    subject: str
    body: str


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """Text as one harmless line: whatever is not seen as it is becomes visible, or a space."""
    found = "".join(
        c if c.isprintable() else " " if c in "\t\n\r\x0b\x0c" else f"<U+{ord(c):04X}>"
        for c in text[: most + 1]
    )
    return found if len(text) <= most else f"{found[:most]}..."


def money(cents: Cents, currency: str) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{one_line(currency, 3)} {'-' if cents < 0 else ''}{whole:,}.{part:02}"


def zone_of(name: str) -> tzinfo:
    """The time zone of an IANA name; UTC where there is none of that name."""
    return zone_named(name) or UTC


def named(record: Record) -> str:
    """`commitment SC0001`."""
    return f"{_kind(record.kind)} {one_line(record.number, 40) or 'without a number'}"


def _kind(kind: RecordKind) -> str:
    return KIND_IN_WORDS.get(kind, words(kind))


def written(occasion: Occasion, company: str, events: Sequence[Event], zone: tzinfo) -> Words:
    """A mail of what happened to one record, or to several."""
    one, many, then = HAPPENED[occasion]
    if len(events) == 1:
        subject = one.format(named(events[0].record))
    else:
        subject = many.format(f"{len(events):,}")
    parts = ["\n".join(_told(event, occasion, zone)) for event in events[:MOST_NAMED]]
    if len(events) > MOST_NAMED:
        parts.append(f"And {len(events) - MOST_NAMED:,} more.")
    return Words(_headed(company, subject), _body(parts, then))


IN_THE_QUEUE = "What was sent waits for your answer under Ready to Export."
HAPPENED: Mapping[Occasion, tuple[str, str, str]] = {
    Occasion.REJECTED: (
        "{} was rejected",
        "{} records were rejected",
        "What was rejected is yours again: mend it where it was made, then send it again.",
    ),
    Occasion.RESENT: (
        "{} was sent again",
        "{} records were sent again",
        IN_THE_QUEUE,
    ),
    Occasion.FELL_BACK: (
        "{} was not exported directly",
        "{} records were not exported directly",
        IN_THE_QUEUE,
    ),
    Occasion.FAILED: (
        "Sage did not take {}",
        "Sage did not take {} records",
        (
            "It stands under Failed to Export until an approver rejects it, or accepts it once "
            "more where the cause passes. A request for cost codes goes back to Ready to Update."
        ),
    ),
}
"""For each occasion: the subject for one record and for several, and what follows from it."""


def _told(event: Event, occasion: Occasion, zone: tzinfo) -> Iterator[str]:
    entry, record = event
    title = f', "{one_line(record.title)}"' if record.title else ""
    vendor = f", {one_line(record.vendor_name)}" if record.vendor_name else ""
    amount = f", {money(record.amount, record.currency)}" if record.amount else ""
    yield f"{capital(named(record))}{title}{vendor}{amount}"
    if record.project_number:
        yield f"  Project: {one_line(record.project_number)}"
    when = f"{entry.at.astimezone(zone):%Y-%m-%d at %H:%M %Z}"
    said = answers_of(entry)
    if occasion is Occasion.FAILED:
        yield f"  On {when} Sage said: {one_line(said.get('fault', ''), LONGEST_REASON) or 'no.'}"
        return
    done = "Rejected" if occasion is Occasion.REJECTED else "Sent"
    yield f"  {done} by {one_line(entry.actor)} on {when}"
    if reason := said.get("reason") or said.get("fell_back"):
        yield f"  Reason: {one_line(reason, LONGEST_REASON)}"
    if fix := said.get("fix"):
        yield f"  To be fixed: {one_line(fix.replace('_', ' '))}"


def summarised(company: str, piles: Sequence[Pile], now: datetime, zone: tzinfo) -> Words:
    """The daily summary of what waits; `piles` are counted beyond AGES."""
    count = sum(pile.size for pile in piles)
    subject = f"{count:,} {'record waits' if count == 1 else 'records wait'} for your answer"
    parts = [f"What waits for your answer on {now.astimezone(zone):%A, %d %B %Y}:"]
    for tab in TABS:
        mine = [pile for pile in piles if TAB_OF[pile.kind].name == tab.name]
        if mine:
            lines = (_pile(view, mine, now) for view in WAITING_VIEWS)
            parts.append("\n".join([TAB[tab.name].title, *(line for line in lines if line)]))
    ending = (
        "Open `countersign` to answer. This comes once a day while anything waits; "
        "an administrator of the Company Directory can switch it off for you."
    )
    return Words(_headed(company, subject), _body(parts, ending))


def _pile(view: View, piles: Sequence[Pile], now: datetime) -> str:
    mine = [pile for pile in piles if pile.view is view]
    if not mine:
        return ""
    sums: dict[str, int] = {}
    for pile in mine:
        sums[pile.currency] = sums.get(pile.currency, 0) + pile.amount
    amounts = "".join(f", {money(sums[c], c)}" for c in sorted(sums) if sums[c])
    oldest = age(now - min(pile.oldest for pile in mine))
    late = [sum(pile.older[place] for pile in mine) for place in range(len(AGES))]
    older = ", ".join(
        f"{n:,} older than {limit.days} days" for n, limit in zip(late, AGES, strict=True) if n
    )
    count = sum(pile.size for pile in mine)
    return f"  {view}: {count:,}{amounts}; the oldest for {oldest}{f'; {older}' if older else ''}"


def outage(company: str, ages: Freshness, zone: tzinfo) -> Words:
    """The relay, or our reading of it, has stopped."""
    times = {
        "The relay last read Sage": ages.relay_read_erp,
        "This console last read the relay": ages.we_read_relay,
    }
    lines = "\n".join(
        f"{what} on {at.astimezone(zone):%Y-%m-%d at %H:%M %Z}." if at else f"{what}: not yet."
        for what, at in times.items()
    )
    ending = (
        "Until this is mended nothing new of Sage is seen here. `countersign doctor` says what to "
        "look at. No further mail comes of this outage."
    )
    return Words(_headed(company, "Nothing new has come from Sage"), _body([lines], ending))


def statement(company: str, anchor: Anchor) -> Words:
    """Where the history ends, for somebody who keeps it out of reach of this program."""
    text = (
        f"The history ends at entry {anchor.head.seq:,}, {anchor.head.short.rpartition(' ')[2]}. "
        "Keep this mail: a history that was cut off, written anew or replaced by an older copy "
        "does not agree with it."
    )
    ending = (
        "Save the mail as a file and compare with `countersign audit verify --anchors FILE`. "
        "The address is the setting anchors.auditor."
    )
    return Words(_headed(company, "Where the history ends"), _body([text, str(anchor)], ending))


def trial(company: str, asked_by: str) -> Words:
    """The mail that shows whether mails go out."""
    text = f"{one_line(asked_by)} asked for this mail, to see whether mails go out. They do."
    return Words(_headed(company, "Mails go out"), _body([text], "There is nothing to do."))


def age(span: timedelta) -> str:
    """`3 days`, `5 hours`, `12 minutes`."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    return "less than a minute"


def _headed(company: str, subject: str) -> str:
    named = one_line(company, 60)
    return f"{named}: {subject}" if named else capital(subject)


def _body(parts: Iterable[str], ending: str) -> str:
    return "\n\n".join([*parts, ending, "Countersign"]) + "\n"
