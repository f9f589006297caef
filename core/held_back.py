"""What keeps exports from leaving at this moment, and what the last comparison found, in words."""

from collections.abc import Iterator

from core.brakes import open_ones, told
from core.epoch import Witness, behind
from core.ports import OutsideUnreachable, RecordStore

STOPPED = "Exports are stopped"


def held_back(store: RecordStore, witness: Witness | None = None) -> Iterator[str]:
    """One sentence for each thing; with a witness also whether this is an older copy."""
    why = store.settings().sending.stopped
    if why:
        yield f"{STOPPED}: {why}"
    for kind, breaker in open_ones(store).items():
        yield told(kind, breaker)
    if witness is not None:
        try:
            old = behind(store, witness.newest())
        except OutsideUnreachable as down:
            old = str(down)
        if old:
            yield old


def in_short(store: RecordStore) -> str:
    """In a word or two; empty while they leave."""
    if store.settings().sending.stopped:
        return "exports stopped"
    return "some held back" if open_ones(store) else ""
