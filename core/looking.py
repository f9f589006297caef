"""Use case: one person looks through lists; each shows what is open to that person."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from core.objection import Objection
from core.people import Actor
from core.ports import Asked, RecordStore
from core.query import JUDGED, Field, Query
from core.records import Row
from core.vocabulary import RecordKind, View

if TYPE_CHECKING:
    from core.sieve import Sieve

HELD_BACK = (("vendors", View.ARCHIVED), ("sub_jobs", View.SYNCED))
"""Lists that core.viewing guards; any other loads no rules."""


class Looking:
    """Lists, counts, and what could be meant by the first letters of something."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store = store
        self.actor = actor

    def counts(self) -> Mapping[tuple[str, View], int]:
        return self._store.counts()

    def rows(
        self,
        query: Query,
        limit: int,
        *,
        after: Row | None = None,
        before: Row | None = None,
        last: bool = False,
    ) -> Sequence[Row]:
        open_to_me = self._seen(query)
        if open_to_me is None:
            return ()
        lists = self._lists(open_to_me)
        return lists.rows(open_to_me, limit, after=after, before=before, last=last)

    def ids(self, query: Query, limit: int) -> Sequence[Asked]:
        open_to_me = self._seen(query)
        return self._lists(open_to_me).ids(open_to_me, limit) if open_to_me is not None else ()

    def tally(self, query: Query, limit: int) -> int:
        open_to_me = self._seen(query)
        return self._lists(open_to_me).tally(open_to_me, limit) if open_to_me is not None else 0

    def reckon(self, query: Query, limit: int) -> tuple[int, bool]:
        open_to_me = self._seen(query)
        return self._lists(open_to_me).reckon(open_to_me, limit) if open_to_me else (0, True)

    def _lists(self, query: Query) -> "RecordStore | Sieve":
        """Who knows what a query asks for: the store, or who judges each record."""
        judged = any(term.field in JUDGED for term in query.terms)
        return self._sieve if judged else self._store

    @cached_property
    def _sieve(self) -> "Sieve":
        from core.sieve import Sieve

        return Sieve(self._store, self.actor)

    def view_objections(self, tab: str, view: View | None) -> tuple[Objection, ...]:
        """What stands against opening a list (permissions A.1 rows 34, 38)."""
        if (tab, view) not in HELD_BACK:
            return ()
        from core.viewing import view_objections

        return view_objections(tab, view, self._me(), self._store.settings())

    def beginnings(self, field: Field, begun: str, limit: int) -> Sequence[str]:
        """What is known of a field that begins so: vendors, jobs, senders."""
        match field:
            case Field.VENDOR:
                return self._store.beginnings(RecordKind.COMPANY, begun, limit)
            case Field.JOB:
                return self._store.beginnings(RecordKind.PROJECT, begun, limit)
            case Field.SENDER:
                names = sorted({person.name for person in self._store.people()})
                start = begun.casefold()
                return [name for name in names if name.casefold().startswith(start)][:limit]
            case _:
                return ()

    def _seen(self, query: Query) -> Query | None:
        """The query, less what is not open to this person."""
        if all(query.tab != tab or query.view not in (None, view) for tab, view in HELD_BACK):
            return query
        from core.viewing import seen

        return seen(query, self._me(), self._store.settings())

    def _me(self) -> Actor:
        """With the rights of this moment."""
        return self._store.person(self.actor.id) or self.actor
