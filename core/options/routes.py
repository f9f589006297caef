"""Settings of how each kind reaches Sage."""

from core.objection import Objection
from core.options.option import Change, Group, OneOf, Option
from core.permissions import Deed
from core.routes import ABILITIES, TAKEN, Route
from core.vocabulary import with_article, words

RULE = "interfaces 5"


def takes_the_route(change: Change) -> Objection | None:
    """Only a route that exists for the kind."""
    kind = next(kind for kind in TAKEN if change.option.name == f"routes.{kind}")
    if change.wanted in TAKEN[kind]:
        return None
    known = ", ".join(route for route in Route if route in TAKEN[kind])
    text = f"A {words(kind)} has no way to Sage by {change.wanted}; it has {known}."
    ability = ABILITIES[Route(change.wanted)]
    text = " ".join(filter(None, (text, f"By {change.wanted}:", ability.does, ability.leaves)))
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
