"""Writes files for nobody else's eyes: whole or not at all, or a line at their end."""

import os
from pathlib import Path


def put(place: Path, content: bytes) -> None:
    """Written beside it with mode 0600 from its first byte, made durable, then put in its place."""
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
    durable(place.parent)


def durable(path: Path) -> None:
    """Nothing of a file, or of the names in a folder, is lost when the power is."""
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def append(place: Path, line: str) -> None:
    """Add a line to a file that only this account reads; it is on the disk when this returns."""
    descriptor = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
