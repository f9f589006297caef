"""Judging a change of what is no record, inside a write transaction, and its audit entry."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from adapters.stores.cases import Writable
from adapters.stores.sitting import sealed
from core.audit import Entry, origin_of
from core.decision import Refused
from core.people import Actor
from core.ports import Adjust, Adjusted, AdjustPerson
from core.vocabulary import Action, RecordId

V = TypeVar("V")


class Adjusting:
    """One change by one actor; the store writes the value and the entry that come of it."""

    def __init__(
        self, shelf: Writable, subject: RecordId, actor: Actor, now: datetime, program: str = ""
    ) -> None:
        self._shelf, self._subject, self._now = shelf, subject, now
        self._origin = origin_of(actor.session, program)
        # Rights are those of this moment, as they are for decisions.
        held = None if actor.connector else shelf.person(actor.id)
        self._actor = actor if held is None else held._replace(session=actor.session)
        self.entry: Entry | None = None
        """What is to be written; None where nothing changed."""

    def judged(self, present: V, judge: Adjust[V]) -> Adjusted[V] | Refused:
        return self._noted(present, judge(self._actor, present))

    def judged_person(
        self, id: str, everybody: Mapping[str, Actor], judge: AdjustPerson
    ) -> Adjusted[Actor] | Refused:
        return self._noted(everybody.get(id), judge(self._actor, everybody))

    def _noted(self, present: object, ruled: Adjusted[V] | Refused) -> Adjusted[V] | Refused:
        if isinstance(ruled, Adjusted) and ruled.value != present:
            self.entry = self._entry(ruled.said)
        return ruled

    def _entry(self, said: str) -> Entry:
        seq, before = self._shelf.head()
        earlier = self._shelf.since(self._subject, sys.maxsize)
        change = earlier[-1].version + 1 if earlier else 1
        entry = Entry(
            seq + 1, self._now, self._actor.name, Action.ADJUST, self._subject, None, None, change,
            "", said, "", self._actor.id, "", self._origin,
        )  # fmt: skip
        return sealed(before, entry)
