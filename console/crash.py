"""Keeps where a bug happened: code, a place and a line, and none of the values in play."""

import os
from pathlib import Path


def kept(folder: Path, bug: BaseException) -> str:
    """Write down where it happened. Returns the sentence for whoever was at the keyboard."""
    import traceback

    text = "".join(traceback.format_list(traceback.extract_tb(bug.__traceback__)))
    file = folder / "crash.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "a", encoding="utf-8") as crash:
            crash.write(f"{type(bug).__name__}\n{text}\n")
    except OSError as why:
        where = f"and {file} could not be written ({why.strerror})"
    else:
        where = f"where it happened is in {file}"
    return f"This is a fault of the program ({type(bug).__name__}); {where}."
