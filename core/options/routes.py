"""Settings of how each kind reaches Sage."""

from core.objection import Objection
from core.options.option import Change, Group, OneOf, Option
from core.permissions import Deed
from core.routes import TAKEN, Route, no_way
from core.vocabulary import with_article, words

RULE = "interfaces 5"


def takes_the_route(change: Change) -> Objection | None:
    """Only a route that exists for the kind."""
    kind = next(kind for kind in TAKEN if change.option.name == f"routes.{kind}")
    text = no_way(kind, Route(change.wanted))
    if not text:
        return None
    return Objection(RULE, text, lifted_by="you, with another route")


ROUTES = tuple(
    Option(
        f"routes.{kind}",
        f"Route of {with_article(words(kind))}",
        Group.EXPORTS,
        OneOf(Route),
        RULE,
        Deed.CHANGE_SETTINGS,
        "How it reaches Sage once it is accepted.",
        guards=(takes_the_route,),
    )
    for kind in TAKEN
)
