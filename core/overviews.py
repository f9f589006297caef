"""Use case: what one person sees over all tabs: inbox, errors, news, freshness, figures."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from core.people import Actor
from core.ports import Expected, Freshness, RecordStore

if TYPE_CHECKING:
    from core.dashboard import Dashboard
    from core.decoding import Group
    from core.inbox import Inbox
    from core.lately import News


class Overviews:
    """What a screen or a command may ask over all tabs. Each loads only what it needs."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store = store
        self._actor = actor

    def inbox(self, now: datetime, limit: int) -> "Inbox":
        """What this person may decide now, the most pressing first."""
        from core.inbox import read
        from core.overrides import told

        me = self._store.person(self._actor.id) or self._actor
        found = read(self._store, me, now, limit)
        return found._replace(overrides=told(self._store, now))

    def errors(self) -> "Sequence[Group]":
        """What failed, by its root cause."""
        from core.decoding import read

        return read(self._store)

    def dashboard(self, now: datetime) -> "Dashboard":
        """What waits, what was done lately, who is slow, what is refused."""
        from core.dashboard import read
        from core.held_back import held_back
        from core.overrides import told

        return read(self._store, now)._replace(
            overrides=told(self._store, now), held_back=tuple(held_back(self._store))
        )

    def held_back(self) -> str:
        """In a word or two that exports do not leave; empty while they do."""
        from core.held_back import in_short

        return in_short(self._store)

    def lately(self, tab: str, before: "News | None" = None) -> "News":
        """What happened on a tab since this person last looked, or since `before` was read."""
        from core.lately import read

        return read(self._store, self._actor, tab, before)

    def keep_looked(self, tab: str, read_to: int, now: datetime) -> None:
        """What was read of a tab is looked at."""
        from core.lately import keep

        keep(self._store, self._actor, tab, read_to, now)

    def expected(self, ages: Freshness) -> Expected:
        """When each hop is expected next, of a picture so old."""
        from core.syncing import expected

        return expected(self._store, ages)
