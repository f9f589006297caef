"""Whether somebody opens this home's console for the first time."""

from core.people import Actor
from core.ports import RecordStore

WELCOMED = "welcomed:"
"""How the fact is named under which a person's welcome is kept."""


class Newcomer:
    """One person, who is welcomed once."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store = store
        self._fact = WELCOMED + actor.id

    @property
    def is_one(self) -> bool:
        return self._store.kept(self._fact) is None

    def welcomed(self) -> None:
        """They have read it, or do not want to: never again."""
        self._store.keep(self._fact, "yes")
