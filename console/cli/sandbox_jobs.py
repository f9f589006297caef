"""What an accountant does to a job at the screens of the sandbox's Sage."""

from collections.abc import Callable
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from core.ports import ErpRefused

SWITCH = {"on": True, "off": False}


def drop_code(call: Call) -> int:
    """Take a code, or one cost type of it, off a job."""
    job, code, category = call.word("job"), call.word("code"), call.text("category") or ""
    _done(lambda: call.house.sandbox.ledger.drop_code(job, code, category))
    what = f"{code} {category}".strip()
    return _told(call, {"job": job, "dropped": what}, f"Job {job} has no {what} any more.")


def extras(call: Call) -> int:
    """Let a job track extras, or not."""
    job, switch = call.word("job"), call.word("switch").casefold()
    if switch not in SWITCH:
        raise Trouble(f"{switch!r} is neither on nor off.")
    _done(lambda: call.house.sandbox.ledger.track_extras(job, tracks=SWITCH[switch]))
    tracks = "tracks" if SWITCH[switch] else "tracks no"
    return _told(call, {"job": job, "extras": SWITCH[switch]}, f"Job {job} {tracks} extras.")


def rename_extra(call: Call) -> int:
    job, extra, name = call.word("job"), call.word("extra"), call.word("name")
    _done(lambda: call.house.sandbox.ledger.rename_extra(job, extra, name))
    told = {"job": job, "extra": extra, "name": name}
    return _told(call, told, f"Extra {extra} of job {job} is called {name} now.")


def _done(does: Callable[[], None]) -> None:
    """Raises: Trouble: Sage says no."""
    try:
        does()
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no


def _told(call: Call, value: dict[str, Any], text: str) -> int:
    call.out.answer(value, [f"{text} `sandbox sync` lets the relay read it."])
    return exits.DONE
