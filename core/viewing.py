"""Which lists not everybody may open, and what a list of the whole tab leaves out for them."""

from core.objection import Objection
from core.people import Actor
from core.permissions import Deed, deed_objections
from core.query import Field, Query, Term
from core.settings import Settings
from core.tabs import TAB
from core.vocabulary import VIEW_OF, View

GUARDED: dict[tuple[str, View], Deed] = {
    ("vendors", View.ARCHIVED): Deed.SEE_ARCHIVED,
    ("sub_jobs", View.SYNCED): Deed.SEE_SUB_JOBS,
}
"""Rows 38 and 34 of the matrix."""
TABS = frozenset(tab for tab, _ in GUARDED)


def view_objections(
    tab: str, view: View | None, actor: Actor, settings: Settings
) -> tuple[Objection, ...]:
    """What stands against opening a list; a whole tab is always open, less what is guarded."""
    deed = GUARDED.get((tab, view)) if view is not None else None
    kind = next(iter(TAB[tab].kinds))
    return deed_objections(deed, actor, settings, kind) if deed else ()


def seen(query: Query, actor: Actor, settings: Settings) -> Query | None:
    """The query as this person may ask it; None where its list is not open to them."""
    if query.view is not None:
        return None if view_objections(query.tab, query.view, actor, settings) else query
    hidden = [
        view
        for tab, view in GUARDED
        if tab == query.tab and view_objections(tab, view, actor, settings)
    ]
    terms = tuple(
        Term(Field.STATUS, "is", status.value, negated=True)
        for status, view in VIEW_OF.items()
        if view in hidden
    )
    return query._replace(terms=(*query.terms, *terms)) if terms else query
