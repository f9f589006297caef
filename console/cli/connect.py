"""Runs the connector in this process."""

import gc
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from console.cli import exits
from console.cli.call import Call, Trouble

if TYPE_CHECKING:
    from core.worklist import Waiting

PATIENCE = 120


def connector(call: Call) -> int:
    """One round, until nothing is owed, or until told to stop."""
    from console.bootstrap import owner
    from console.cli.refreshing import progress
    from console.connector import Connector, known_to_run, left_alone, stop_when_told
    from console.log import opened

    beside, patience = call.count("beside"), call.count("limit")
    if call.flag("once") and call.flag("drain"):
        raise Trouble("Say --once or --drain, not both.")
    if call.flag("dry-run"):
        from console.cli.exporting import rehearse

        return rehearse(call)
    gc.enable()
    told = stop_when_told()
    house = call.house
    with known_to_run(call.home), opened(call.home.made().log) as log:
        worker = Connector(house, owner(), log, partial(progress, call))
        if call.flag("once"):
            return _ended(call, worker.round(), worker.unreachable)
        if call.flag("drain"):
            before = house.store.owing()
            wait = PATIENCE if patience is None else patience
            done = worker.drain(told, wait, lambda left: call.out.progress(f"owed: {left:,}"))
            call.out.progressed()
            took = before - house.store.owing()
            return _ended(call, took, "" if done else worker.unreachable or _STILL)
        gone = left_alone(beside) if beside is not None else None
        worker.run(lambda: told() or (gone is not None and gone()))
    return exits.DONE


_STILL = "The outside keeps failing; what is owed is kept and tried again."


def _left(waits: "Waiting") -> Iterator[str]:
    """What people have to do at Sage, and where they see it."""
    places = [
        *(["`countersign report worklist`"] if waits.keyed_in else []),
        *(["`countersign files write`"] if waits.imported else []),
    ]
    if places:
        yield f"{waits.people:,} wait for a person at Sage; see {' and '.join(places)}."
    if waits.unseen:
        yield (
            f"{waits.unseen:,} of them hh2 never shows: once one is in Sage, `countersign vouch ID`"
            " says so."
        )


def _ended(call: Call, took: int, unreachable: str) -> int:
    from core.worklist import waiting

    owing = call.house.store.owing()
    left = waiting(call.house.store)
    lines = [f"Performed {took:,}; {owing:,} still owed.", *_left(left)]
    value = {
        "performed": took,
        "owing": owing,
        "by_hand": left.people,
        "unseen": left.unseen,
        "unreachable": unreachable or None,
    }
    from core.held_back import held_back

    held = tuple(held_back(call.house.store, call.house.witness()))
    call.out.answer(value | {"held_back": list(held)}, lines)
    for why in held:
        call.out.say(why)
    if unreachable:
        call.out.say(unreachable)
        return exits.OUTSIDE
    return exits.DONE
