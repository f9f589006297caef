"""Walking every way through the protocol, the shortest first."""

from collections import deque
from typing import NamedTuple

from tests.model.protocol import GUARDS, Bounds, Protocol, World, broken


class Explored(NamedTuple):
    """What a walk came to."""

    moments: int
    broken: frozenset[str]
    """The invariants that the first bad moment breaks; empty where there is none."""
    story: tuple[str, ...]
    """The shortest way to it."""


def explore(without: str = "", bounds: Bounds | None = None) -> Explored:
    """Every moment that can be reached, up to the first that breaks an invariant."""
    protocol = Protocol(frozenset(GUARDS) - {without}, bounds or Bounds())
    first = World()
    came: dict[World, tuple[World, str] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        moment = waiting.popleft()
        for name, after in protocol.steps(moment):
            if after in came:
                continue
            came[after] = (moment, name)
            found = broken(after)
            if found:
                return Explored(len(came), found, _story(came, after))
            waiting.append(after)
    return Explored(len(came), frozenset(), ())


def _story(came: dict[World, tuple[World, str] | None], end: World) -> tuple[str, ...]:
    told = []
    step = came[end]
    while step is not None:
        told.append(step[1])
        step = came[step[0]]
    return tuple(reversed(told))
