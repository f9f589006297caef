"""The shapes of JSON answers: stable names, money as decimal text, times as ISO 8601 in UTC."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from core.audit import Entry
from core.decision import Offer
from core.objection import Objection
from core.ports import asked_for
from core.records import Commitment, Record, Row
from core.tabs import TAB_OF

CENTS = "amount billed changes commitment_invoiced gross job_to_date limit original retainage"
LINES = "released scheduled tax unit_cost unit_price completion to_complete"
MONEY = frozenset((*CENTS.split(" "), *LINES.split(" ")))
"""Fields that hold minor units, by name; the exception is SHARES."""
SHARES = {(Commitment, "retainage")}
"""Basis points, not money."""


def money(cents: int) -> str:
    whole, minor = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{minor:02d}"


def moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at else None


def age(since: datetime | None, now: datetime) -> int | None:
    """Whole seconds; never less than none."""
    return max(0, int((now - since).total_seconds())) if since else None


def of_row(row: Row, now: datetime) -> dict[str, Any]:
    """A record of a list."""
    return {
        "id": row.id,
        "tab": TAB_OF[row.kind].name,
        "kind": row.kind.value,
        "status": row.status.value,
        "number": row.number,
        "title": row.title,
        "project": row.project_number,
        "vendor": row.vendor_name,
        "amount": money(row.amount),
        "currency": row.currency,
        "erp_id": row.erp_id,
        "version": row.version,
        "sent_by": row.sent_by or None,
        "sent_at": moment(row.age_from) if row.sent_by else None,
        "age_s": age(row.age_from, now),
        "remark": row.remark or None,
        "fell_back": row.fell_back or None,
        "unposted_since": moment(row.unposted_since),
        "leaves_at": moment(row.leaves_at),
        "digest": row.digest or None,
        "endorsed_by": row.endorsed_by or None,
    }


def of_record(record: Record, now: datetime) -> dict[str, Any]:
    """A record by itself: the same names, and more."""
    fault = record.fault
    return {
        "id": record.id,
        "tab": TAB_OF[record.kind].name,
        "kind": record.kind.value,
        "status": record.status.value,
        "number": record.number,
        "title": record.title,
        "project": record.project_number,
        "vendor": record.vendor_name,
        "amount": money(record.amount),
        "currency": record.currency,
        "erp_id": record.erp_id,
        "version": record.version,
        "sent_by": record.sent_by or None,
        "sent_at": moment(record.sent_at),
        "age_s": age(record.sent_at or record.changed_at or record.created_at, now),
        "remark": (fault.text if fault else record.note) or None,
        "origin": record.origin.value,
        "parent": record.parent_number or None,
        "project_id": record.project,
        "vendor_id": record.vendor,
        "parent_id": record.parent,
        "created_by": record.created_by or None,
        "created_at": moment(record.created_at),
        "changed_at": moment(record.changed_at),
        "fault": {"code": fault.code, "text": fault.text} if fault else None,
        "note": record.note or None,
        "fell_back": record.fell_back or None,
        "unposted_since": moment(record.unposted_since),
        "body": plain(record.body),
        "digest": asked_for(record).digest or None,
        "edited_by": record.edited_by or None,
        "endorsed_by": record.endorsed_by or None,
        "override": record.override or None,
    }


def plain(value: object) -> object:
    """A typed body as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: of_field(value, name) for name in value._fields}
    if isinstance(value, (tuple, list, frozenset)):
        return [plain(item) for item in value]
    return value


def of_field(owner: object, name: str) -> object:
    """One field of a typed value; minor units and thousandths as decimal text."""
    item = getattr(owner, name)
    if name in MONEY and isinstance(item, int) and (type(owner), name) not in SHARES:
        return money(item)
    if name == "quantity" and isinstance(item, int):
        return f"{item / 1000:.3f}"
    return plain(item)


def of_objection(objection: Objection) -> dict[str, Any]:
    return {
        "rule": objection.rule,
        "text": objection.text,
        "lifted_by": objection.lifted_by or None,
        "cause": objection.cause.value,
        "warning": objection.warning,
    }


def of_offer(offer: Offer) -> dict[str, Any]:
    return {
        "action": offer.action.value,
        "to": offer.target.value,
        "open": offer.open,
        "asks": [
            {
                "field": f.name,
                "label": f.label,
                "rule": f.rule,
                "required": f.required,
                "default": f.default,
                "choices": list(f.choices),
            }
            for f in offer.fields
        ],
        "objections": [of_objection(o) for o in offer.objections],
    }


def of_history(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "seq": e.seq,
            "at": moment(e.at),
            "actor": e.actor,
            "action": e.action.value,
            "from": e.source.value if e.source else None,
            "to": e.target.value if e.target else None,
            "version": e.version,
            "batch": e.batch or None,
            "said": e.said or None,
            "person": e.person or None,
            "digest": e.digest or None,
            "origin": e.origin or None,
        }
        for e in entries
    ]


def minor_units(text: str) -> int:
    """Read `1,250.50` as 125050.

    Raises:
        ValueError: it is no amount.
    """
    bare = text.strip().replace(",", "")
    whole, _, minor = bare.lstrip("-").partition(".")
    decimals = len(minor) <= 2 and (minor == "" or minor.isdecimal())  # noqa: PLR2004  # cents
    if not (whole.isdecimal() and decimals and bare.isascii()) or bare.count("-") > 1:
        raise ValueError(f"{text!r} is no amount; write it as 1250.50.")
    value = int(whole) * 100 + int(minor.ljust(2, "0") or 0)
    return -value if bare.startswith("-") else value
