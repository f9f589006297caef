"""Makes a sandbox company, from the project's own extract or from a CSV of one's own."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli import exits
from console.cli.call import Call

if TYPE_CHECKING:
    from console.bootstrap import Loaded

NAMED = 20
"""Rows left out that are named; --json names all."""


def demo(call: Call) -> int:
    """Make the company unless it is there, and open it unless told otherwise.

    Raises:
        NoTerminal: the console is to be opened and there is no terminal.
    """
    if not call.flag("no-ui"):
        from console.session import need_terminal

        need_terminal()
    ended = made(call)
    if call.flag("no-ui"):
        return ended
    from console.cli.opening import opening

    return opening(call)


def load(call: Call) -> int:
    """Make the company from a CSV."""
    return made(call, Path(call.word("csv")).absolute())


def made(call: Call, csv: Path | None = None) -> int:
    """Make the company unless it is there."""
    from console.founding import built, found, vacant

    home = call.home
    limit = call.count("records")
    if not vacant(home, fresh=call.flag("fresh")):
        if csv is not None:
            call.out.trouble(
                exits.USAGE, f"There is a company in {home.path} already; --fresh replaces it."
            )
            return exits.USAGE
        lines = [f"The sandbox company in {home.path} is kept; --fresh makes it anew."]
        call.out.answer({"home": str(home.path), "made": False}, lines)
        return exits.DONE
    gc.enable()
    call.out.say(f"Making a sandbox company in {home.path} ...")

    def progress(what: str, done: int, of: int) -> None:
        call.out.progress(f"{what}: {done:,} of {of:,}")

    loaded = found(home, built(csv, limit, progress))
    call.out.progressed()
    call.out.answer(*_told(home.path, loaded))
    return exits.DONE


def _told(path: Path, loaded: "Loaded") -> tuple[dict[str, Any], list[str]]:
    """What was made, and every row that could not be used."""
    value = {
        "home": str(path),
        "made": True,
        "rows": loaded.rows,
        "taken": loaded.taken,
        "records": {kind.value: count for kind, count in loaded.records.items()},
        "total": loaded.total,
        "left_out": [x._asdict() for x in loaded.left_out],
    }
    lines = [
        f"{loaded.total:,} records of {loaded.taken:,} contracts; the file has {loaded.rows:,}.",
        f"Left out: {len(loaded.left_out):,}",
        *(f"  {x.text}" for x in loaded.left_out[:NAMED]),
    ]
    if len(loaded.left_out) > NAMED:
        lines.append(f"  and {len(loaded.left_out) - NAMED:,} more; --json names all.")
    return value, lines
