"""Runs one command line: reads it, calls the command's function, and says how it ended."""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, cast

from console.cli import exits
from console.cli.output import Output
from console.cli.reader import Reading, read

if TYPE_CHECKING:
    from pathlib import Path

    from core.people import Actor


def run(words: Sequence[str]) -> int:
    """Run one command line. Returns the exit code."""
    os.umask(0o077)  # what is in a home is nobody else's to read
    reading: Reading | int | None = read(words)
    if reading is None:
        from console.cli import clicked

        reading = clicked.read(words)
    if isinstance(reading, int):
        return reading
    return _out_of_place(reading) or perform(reading)


def perform(reading: Reading, visitor: "Actor | None" = None) -> int:
    """Call the command's function, and turn what stops it into a sentence and an exit code.

    A `visitor` came in over SSH; nobody else is believed to be anybody then.
    """
    from console.cli.call import Call, Trouble
    from console.home import HomeUnusable
    from console.session import Nobody, NoTerminal
    from core.ports import NotAdmitted, OutsideUnreachable, StoreUnusable, UnknownRecord
    from core.query import BadQuery

    command = reading.command
    out = Output(json=reading.said.get("json") is True, ascii=_in_ascii(reading))
    call = Call(reading.said, out, command.name if command else "", visitor)
    module, _, function = (command.does if command else "opening:opening").partition(":")
    does = cast("Callable[[Call], int]", getattr(import_module(f"console.cli.{module}"), function))
    try:
        return does(call)
    except Trouble as why:
        code = why.code
        text = str(why)
    except (Nobody, NotAdmitted) as why:
        code, text = exits.DENIED, str(why)
    except (NoTerminal, BadQuery, HomeUnusable) as why:
        code, text = exits.USAGE, str(why)
        _point(out, why)
    except UnknownRecord as why:
        code, text = exits.USAGE, f"There is no record {why}."
    except (OutsideUnreachable, StoreUnusable) as why:
        code, text = exits.OUTSIDE, str(why)
    except KeyboardInterrupt:
        code, text = exits.INTERRUPTED, "Stopped. What was done stays done."
    except BrokenPipeError:
        raise
    except PermissionError as why:
        code, text = (
            exits.USAGE,
            f"{why.filename} cannot be used ({why.strerror}); mend its rights.",
        )
    except Exception as bug:  # noqa: BLE001  # the last door before the person at the keyboard
        from console.crash import kept

        code, text = exits.BROKEN, kept(call.home.logs if call.home.settled else _spare(), bug)
    out.trouble(code, text)
    return code


def _point(out: Output, why: Exception) -> None:
    """Show where a query cannot be read."""
    from core.query import BadQuery

    if isinstance(why, BadQuery):
        out.point(why.typed, why.column, why.width)


def _out_of_place(reading: Reading) -> int:
    """What only dresses the console is of no use to a command that opens none."""
    command = reading.command
    if "theme" not in reading.said or command is None or command.name == "demo":
        return 0
    Output(json=reading.said.get("json") is True).trouble(
        exits.USAGE, "--theme is how the console looks; leave it away here."
    )
    return exits.USAGE


def _in_ascii(reading: Reading) -> bool:
    if reading.said.get("ascii") is True:
        return True
    if "COUNTERSIGN_ASCII" not in os.environ:
        return False
    from console.dress import dress

    return dress().ascii


def _spare() -> "Path":
    """Where a crash is kept while there is no home."""
    from pathlib import Path
    from tempfile import gettempdir

    return Path(gettempdir()) / f"countersign-{os.getuid()}"
