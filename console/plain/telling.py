"""A record told in lines: what it is, where it stands, what may be done and what objects."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from console.widgets.figures import DAY, HOUR, MINUTE, money
from core.decision import Field, Offer
from core.markers import marking
from core.objection import Objection
from core.records import Record
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Action, capital, words

USUAL = (Action.ACCEPT, Action.REJECT)
"""Told before the others."""


class Place(NamedTuple):
    """Where in the queue a record is."""

    at: int
    """From 1."""
    of: int
    since: datetime
    """Since when it waits."""


def told(record: Record, offers: Sequence[Offer], place: Place, now: datetime) -> Iterator[str]:
    """The whole record, without its lines."""
    yield ""
    yield f"Record {place.at:,} of {place.of:,}, in {TAB_OF[record.kind].title}."
    yield f"{capital(words(record.kind))}: {record.number}"
    yield f"Title: {record.title}"
    parts = (
        ("Vendor", record.vendor_name),
        ("Job", record.project_number),
        ("Belongs to", record.parent_number),
        ("Sage id", record.erp_id or ""),
    )
    yield from (f"{name}: {value}" for name, value in parts if value)
    yield f"Amount: {money(record.amount, record.currency)}"
    sent = f", sent by {record.sent_by}" if record.sent_by else ""
    yield f"Status: {words(record.status)}, for {lasting(place.since, now)}{sent}"
    if text := marking(record):
        yield text
    if text := record.fault.text if record.fault else record.note:
        yield f"Last said: {text}"
    yield from may_be_done(offers)


def may_be_done(offers: Sequence[Offer]) -> Iterator[str]:
    """Every action from here: yes with what it asks, or no with each reason."""
    if not offers:
        yield "Nothing may be done to it from here."
    for offer in sorted(offers, key=lambda o: (not o.open, o.action not in USUAL)):
        verb = capital(words(offer.action))
        if offer.open:
            asks = ", ".join(asked(field) for field in offer.fields)
            yield f"{verb}: yes, to {words(offer.target)}{f'; asks {asks}' if asks else ''}."
        elif offer.askable:
            yield f"{verb}: only with other answers than are suggested."
        else:
            yield f"{verb}: no."
        yield from (f"  {reason(o)}" for o in offer.objections)


def asked(field: Field) -> str:
    if field.default:
        return f"{field.label} [{field.default}]"
    return f"{field.label} ({'required' if field.required else 'may be left out'})"


def reason(objection: Objection) -> str:
    """The sentence, its rule, and who can lift it."""
    note = "Note: " if objection.warning else ""
    lifted = f" Can be lifted by {objection.lifted_by}." if objection.lifted_by else ""
    return f"{note}{objection.text} [{objection.rule}]{lifted}"


def named(record: Record) -> str:
    return f"{record.number} {record.title}".strip()


def lasting(since: datetime, now: datetime) -> str:
    """`4 days`, as it is said."""
    seconds = max(0, int((now - since).total_seconds()))
    for size, unit in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
