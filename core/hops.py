"""Use case: both hops as one person: step one, how far it is, the schedule, the mappings."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.lateness import old_data
from core.mappings import Feature, Ticks, mend
from core.objection import Objection
from core.people import Actor
from core.permissions import Deed, deed_objections
from core.ports import Depth, FirstStep, RecordStore, Span
from core.relay import all_of_sage
from core.syncing import RULE, Due, joined_objections, schedule_of


class Hops:
    """What a screen or a command may ask about the way from Sage to here."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store = store
        self._actor = actor

    def objections(self) -> tuple[Objection, ...]:
        """What stands against step one by this person."""
        why = self._store.settings().relay.no_first_step
        barred = (Objection(RULE, why, "whoever works on the Sage server"),) if why else ()
        return (*deed_objections(Deed.READ_SAGE, self._actor), *barred)

    def ask(self, span: Span, depth: Depth) -> FirstStep | tuple[Objection, ...]:
        """Ask the connector to have the relay read Sage; or hear why not."""
        if denied := self.objections():
            return denied
        step = self._store.ask_first_step(span, depth, self._actor)
        return joined_objections(step, span, depth) or step

    def steps(self, limit: int = 1) -> Sequence[FirstStep]:
        """The last first steps, the newest first."""
        return self._store.first_steps(limit)

    def schedule(self) -> tuple[Due, ...] | tuple[Objection, ...]:
        """Every job of the automatic sync; or why this person may not look."""
        denied = deed_objections(Deed.SEE_SCHEDULE, self._actor)
        return denied or schedule_of(self._store)

    def ticks(self) -> Ticks:
        """The mappings as the relay last reported them."""
        return self._store.settings().relay.mappings

    def mend(self, feature: Feature) -> str:
        """What to do next about the mappings of a feature; empty where nothing is wrong."""
        relay = self._store.settings().relay
        return mend(feature, relay.mappings, all_of_sage(relay, "deep"))

    def old_data(self, tab: str, now: datetime | None = None) -> tuple[Objection, ...]:
        """Why a refresh of this tab brings old data; empty where it does not."""
        return old_data(self._store, tab, now or datetime.now(UTC))
