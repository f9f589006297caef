"""How an accepted record of a kind reaches Sage, and what each way can and cannot do."""

from collections.abc import Iterable
from enum import StrEnum

from core.values import NamedTuple
from core.vocabulary import RecordKind, capital, with_article, words

K = RecordKind


class Route(StrEnum):
    """A way to Sage."""

    SANDBOX = "sandbox"
    """The sandbox's own write calls."""
    HH2 = "hh2"
    """hh2's API: create, export, ask, read how it ended."""
    FILE = "file"
    """A Sage import file by a layout of the company's; a person imports it."""
    WORKLIST = "worklist"
    """A clear sheet for a person to key in."""


class Ability(NamedTuple):
    """What a route does by itself, and what it leaves to a person."""

    does: str
    leaves: str


ABILITIES: dict[Route, Ability] = {
    Route.SANDBOX: Ability("Writes into the sandbox's ledger and hears at once.", ""),
    Route.HH2: Ability(
        "Writes AP invoices, and direct costs of a job, and hears how Sage took them.",
        "Everything else has no call; a direct cost made here is never exported (job costs 1).",
    ),
    Route.FILE: Ability(
        "Writes a file for Sage's import, checked for widths, characters and sums.",
        "A person imports and posts it; the record is synced once hh2 shows it.",
    ),
    Route.WORKLIST: Ability(
        "Lists what is to be keyed in, in the order of dependency.",
        "A person keys it in; the record is synced once hh2 shows it.",
    ),
}

EVERYWHERE = frozenset({Route.SANDBOX, Route.WORKLIST})
TAKEN: dict[RecordKind, frozenset[Route]] = {
    K.COMPANY: EVERYWHERE,
    K.PROJECT: EVERYWHERE,
    K.SUB_JOB: EVERYWHERE,
    K.BUDGET: EVERYWHERE | {Route.FILE},
    K.COMMITMENT: EVERYWHERE,
    K.CCO: EVERYWHERE,
    K.PCCO: EVERYWHERE,
    K.SUBCONTRACTOR_INVOICE: EVERYWHERE | {Route.FILE, Route.HH2},
    K.OWNER_INVOICE: EVERYWHERE,
}
"""Which routes a kind can take; the others are never written (interfaces, conclusion 2 and 3)."""


UNTOLD = frozenset({K.CCO, K.PCCO, K.OWNER_INVOICE, K.PRIME_CONTRACT})
"""What a relay of hh2's never tells of (interfaces 2.3); a sandbox's tells of every kind."""


def no_way(kind: RecordKind, route: Route) -> str:
    """Why a kind cannot take a route, and which it can; empty where it can."""
    if route in TAKEN[kind]:
        return ""
    others = ", ".join(other for other in Route if other in TAKEN[kind])
    text = f"{capital(with_article(words(kind)))} has no way to Sage by {route}; it has {others}."
    ability = ABILITIES[route]
    return " ".join(filter(None, (text, f"By {route}:", ability.does, ability.leaves)))


class Routes(NamedTuple):
    """The route of each kind that is written."""

    company: Route = Route.SANDBOX
    project: Route = Route.SANDBOX
    sub_job: Route = Route.SANDBOX
    budget: Route = Route.SANDBOX
    commitment: Route = Route.SANDBOX
    cco: Route = Route.SANDBOX
    pcco: Route = Route.SANDBOX
    subcontractor_invoice: Route = Route.SANDBOX
    owner_invoice: Route = Route.SANDBOX

    def of(self, kind: RecordKind) -> Route:
        """The route of a kind.

        Raises:
            KeyError: it is one that is never written.
        """
        if kind not in TAKEN:
            raise KeyError(kind)
        route: Route = getattr(self, kind.value)
        return route


REAL = Routes(
    company=Route.WORKLIST,
    project=Route.WORKLIST,
    sub_job=Route.WORKLIST,
    budget=Route.FILE,
    commitment=Route.WORKLIST,
    cco=Route.WORKLIST,
    pcco=Route.WORKLIST,
    subcontractor_invoice=Route.HH2,
    owner_invoice=Route.WORKLIST,
)
"""Of a company with a Sage of its own (system: how an accepted record reaches Sage)."""


def routes_of(said: Iterable[str]) -> Routes:
    """The routes of a company with a Sage of its own: the usual but for what is said.

    `said` are texts of the form `kind=route`.

    Raises:
        ValueError: it names no kind that is written, no route, or one that its kind cannot take.
    """
    routes, real = REAL, [route for route in Route if route is not Route.SANDBOX]
    for one in said:
        kind, _, route = one.partition("=")
        if kind not in TAKEN:
            raise ValueError(f"{kind!r} is no kind with a route; there are {', '.join(TAKEN)}.")
        if route not in real:
            raise ValueError(f"{one!r} names no route; write {kind}= and one of {', '.join(real)}.")
        against = no_way(RecordKind(kind), Route(route))
        if against:
            raise ValueError(against)
        routes = routes._replace(**{kind: Route(route)})
    return routes
