"""Keeps where a bug happened, in a file for nobody else's eyes."""

import os
from pathlib import Path


def kept(folder: Path, bug: BaseException) -> str:
    """Write down where it happened, and none of the values in play.

    Returns the sentence for whoever was at the keyboard.
    """
    from traceback import extract_tb, format_list

    places = "".join(format_list(extract_tb(bug.__traceback__)))
    code = crash_code()
    return told(folder, f"{type(bug).__name__}, code {code}", places)


def crash_code() -> str:
    """By which the person at the keyboard names one crash, and the log tells it from others."""
    return os.urandom(3).hex().upper()


def told(folder: Path, name: str, text: str) -> str:
    """Write a text down under a name. Returns the sentence that says where."""
    file = folder / "crash.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(number, "a", encoding="utf-8") as crash:
            crash.write(f"{name}\n{text}\n")
    except OSError as why:
        return f"This is a fault of the program ({name}), and {file} cannot be written: {why}."
    return f"This is a fault of the program ({name}); where it happened is in {file}."
