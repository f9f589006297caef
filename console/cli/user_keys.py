"""The SSH keys of people: listing them, letting somebody in by one, and shutting one out."""

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.refusal import refused
from console.cli.shapes import moment
from core.admitting import Term
from core.clock import zone_named
from core.decision import Refused
from core.user_keys import BadKey, PublicKey, UserKey, public_key

STDIN = "-"
LONGEST = 20_000
"""Characters; a longer file is no public key."""


def keys(call: Call) -> int:
    """Everybody's, or one person's."""
    found, now = call.desk.admitter.listed(call.text("person") or ""), datetime.now(UTC)
    columns = (
        Column("person"),
        Column("label", shrinks=True),
        Column("state"),
        Column("fingerprint"),
        Column("until", spare=True),
        Column("granted by", shrinks=True, spare=True),
    )
    rows = (
        (k.person, k.label, k.standing(now), k.fingerprint, _day(k.ends), k.granted_by)
        for k in found
    )
    lines = table(columns, rows) if found else ["Nobody comes in by a key yet."]
    call.out.answer({"keys": [_shape(k, now) for k in found]}, lines)
    return exits.DONE


def add(call: Call) -> int:
    """Let somebody in by a key."""
    return admit(call, call.word("person"), given(call))


def given(call: Call) -> PublicKey:
    """The key that was said with --key: a file's name, or - for what is typed.

    Raises:
        Trouble: it cannot be read, or is no key.
    """
    said = call.text("key")
    if said is None:
        raise Trouble("Say which key with --key: the name of a .pub file, or - to type it.")
    try:
        if said == STDIN:
            return public_key(sys.stdin.read(LONGEST))
        with Path(said).open(encoding="utf-8") as file:
            return public_key(file.read(LONGEST))
    except BadKey as why:
        raise Trouble(str(why)) from None
    except (OSError, UnicodeDecodeError) as why:
        reason = getattr(why, "strerror", None) or "it is no text"
        raise Trouble(f"{said} cannot be read ({reason}).") from None


def admit(call: Call, person: str, key: PublicKey) -> int:
    """Grant a key that was read, and say so."""
    admitter, now = call.desk.admitter, datetime.now(UTC)
    label = call.text("label") or key.comment or key.kind
    term = Term(_when(call, "from", last=False), _when(call, "until", last=True))
    done = admitter.add(person, key, label, now, term)
    if isinstance(done, Refused):
        return refused(call, done)
    text = (
        f"{person} comes in by {key.fingerprint} ({label}) now, once it is in sshd's file of keys."
    )
    call.out.answer(_shape(done.value, now) if done.value else {}, [text])
    return exits.DONE


def disable(call: Call) -> int:
    return _turn(call, on=False)


def enable(call: Call) -> int:
    return _turn(call, on=True)


def lines(call: Call) -> int:
    """What belongs into sshd's file of keys: one line for each key that lets somebody in."""
    now = datetime.now(UTC)
    admitted = [k for k in call.desk.admitter.listed() if k.standing(now) == "active"]
    told = [f"restrict,pty {k.public} {k.person}" for k in admitted]
    call.out.answer({"lines": told}, told)
    return exits.DONE


def _turn(call: Call, *, on: bool) -> int:
    admitter = call.desk.admitter
    key = admitter.named(call.word("key"))
    if isinstance(key, Refused):
        return refused(call, key)
    done = admitter.enable(key.fingerprint) if on else admitter.disable(key.fingerprint)
    if isinstance(done, Refused):
        return refused(call, done)
    now = datetime.now(UTC)
    value = done.value or key
    text = f"The key {key.label!r} of {key.person} is {value.standing(now)} now."
    call.out.answer(_shape(value, now), [text])
    return exits.DONE


def _when(call: Call, name: str, *, last: bool) -> datetime | None:
    """A moment, or a day of the company's: its begin, or its end where it is the last one.

    Raises:
        Trouble: it is written as none is.
    """
    said = call.text(name)
    if said is None:
        return None
    wrong = f"--{name} takes a day such as 2027-03-31, or a moment with its zone; {said!r} is none."
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise Trouble(wrong) from None
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    if at.time() != time.min:
        raise Trouble(wrong)
    zone = zone_named(call.desk.settings.time_zone) or UTC
    return (at + timedelta(days=int(last))).replace(tzinfo=zone).astimezone(UTC)


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else ""


def _shape(key: UserKey, now: datetime) -> dict[str, Any]:
    return {
        "fingerprint": key.fingerprint,
        "person": key.person,
        "label": key.label,
        "state": key.standing(now),
        "from": moment(key.starts),
        "until": moment(key.ends),
        "granted_by": key.granted_by,
        "granted_at": moment(key.granted_at),
    }
