"""The command `countersign`."""

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process, and end it."""
    gc.disable()  # little is garbage while a command loads; what runs long enables it
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = 141  # as a shell reports a reader that went away
    _leave(code)


def _run(words: list[str]) -> int:
    asked = os.environ.get("_COUNTERSIGN_COMPLETE")
    if asked and words[:1] != ["gate"]:
        from console.completion.shells import answer

        answer(asked, sys.stdout.write)
        return 0
    if words == ["--version"]:
        from console.version import VERSION

        sys.stdout.write(f"countersign {VERSION}\n")
        return 0
    from console.cli.run import run

    return run(words)


def _leave(code: int) -> None:
    # Taking the interpreter apart lasts as long as a command does, and nothing waits for it.
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
