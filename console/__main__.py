"""The command `countersign`."""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of this process, and end it."""
    gc.disable()  # little is garbage while a command loads; what runs long enables it
    from console.cli.run import run

    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = 141  # as a shell reports a reader that went away
    _leave(code)


def _leave(code: int) -> NoReturn:
    # Taking the interpreter apart lasts as long as a command does, and nothing waits for it.
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
