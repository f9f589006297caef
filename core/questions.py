"""Why something is missing that no record can be asked about: a key, a project, recent data."""

from collections.abc import Iterator

from core.checkup import CHECKS
from core.decision import Offer
from core.desk import Desk
from core.health import Facts, State
from core.objection import Cause, Objection
from core.permissions import denials, grant
from core.query import Field, Query, Term
from core.records import Row
from core.tabs import TAB, Tab, arrival
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, Action, ErpStatus, Permission, RecordKind, with_article, words

MOST = 5
"""Records of one number that are told of."""
OF_SYNC = "cross-cutting C"
"""The section of the checks that recent data hangs on."""
SENDING = (Action.SEND, Action.RESEND, Action.ACCEPT, Action.IMPORT, Action.RESTORE)
"""What brings a record on, the first one that its status knows."""
PUT_AWAY = Objection("vendors 10", "It was put away; restore it to see it.", "who may restore it")


class Answer(NamedTuple):
    """What was asked about, what stands in its way, and what was found to be well."""

    about: str
    reasons: tuple[Objection, ...]
    well: tuple[str, ...] = ()
    """Evidence of what does not stand in the way, one sentence each."""


def no_refresh(desk: Desk, tab: Tab) -> Answer:
    """Why there is no refresh on a tab for this person."""
    reasons = desk.refresh_objections(tab.name)
    well = () if reasons else (f"{tab.title}: you may refresh it, by {tab.refresh}.",)
    return Answer(f"Refresh of {tab.title}", reasons, well)


def no_answering(desk: Desk, tab: Tab) -> Answer:
    """Why this person sees neither Accept nor Reject on a tab."""
    reasons: list[Objection] = []
    well = []
    for kind in tab.kinds:
        try:
            wanted = grant(Permission.APPROVER, kind)
        except KeyError:
            text = (
                f"Nothing is accepted on {tab.title}: {with_article(words(kind))} comes from Sage."
            )
            reasons.append(Objection("lifecycle", text, cause=Cause.NO_SUCH_STEP))
            continue
        denied = denials(wanted, desk.actor, kind)
        reasons += denied
        if not denied:
            well.append(f"You may accept and reject {with_article(words(kind))} that waits for it.")
    return Answer(f"Accept and Reject on {tab.title}", tuple(dict.fromkeys(reasons)), tuple(well))


def is_missing(desk: Desk, tab: Tab, number: str) -> Iterator[Answer]:
    """Where records of a number are, and what stands between them and being synced."""
    found = [
        row
        for row in desk.rows(Query(tab.name, None, (Term(Field.ANY, "has", number),)), MOST * 20)
        if number.casefold() in {row.number.casefold(), (row.erp_id or "").casefold()}
        or number.casefold() in row.title.casefold()
    ]
    for row in found[:MOST]:
        yield _whereabouts(desk, row)
    if not found:
        yield Answer(f"{number} on {tab.title}", tuple(_nowhere(desk, tab, number)))


def _whereabouts(desk: Desk, row: Row) -> Answer:
    about = f"{row.number} {row.title}: {words(row.status)}, under {VIEW_OF[row.status].value}"
    if row.status is ErpStatus.SYNCED:
        return Answer(about, (), (f"It is synced as {row.erp_id}.",))
    offers = {offer.action: offer for offer in desk.offers(row.id)}
    ahead = next((offers[action] for action in SENDING if action in offers), None)
    if ahead is None:
        return Answer(about, (), ("It is on its way; no person is asked for anything.",))
    return Answer(about, (_step(row, ahead), *ahead.objections))


def _step(row: Row, ahead: Offer) -> Objection:
    """What has to be done next, as a reason of its own."""
    if row.status is ErpStatus.ARCHIVED:
        return PUT_AWAY
    rule = "financials 2" if row.kind is not RecordKind.PROJECT else "jobs 8"
    text = f"It is {words(row.status)}: nothing moves by itself, somebody has to {ahead.action} it."
    return Objection(rule, text, f"who may {ahead.action} it")


def _nowhere(desk: Desk, tab: Tab, number: str) -> Iterator[Objection]:
    text = f"Nothing on {tab.title} is called {number}, under any view."
    yield Objection("master-data 0.1", text, "who makes it in the project system")
    if tab.refresh is None:
        text = f"What is on {tab.title} comes only {arrival(tab)}."
        yield Objection("financials 1.6", text, "its owner in the project")
        return
    ages = desk.freshness(tab.name)
    at = ages.relay_read_erp
    last = f"last read Sage for {tab.title} at {at:%Y-%m-%d %H:%M} UTC" if at else "never read Sage"
    text = f"If it was made in Sage: the relay {last}."
    yield Objection("cross-cutting C.4", text, f"who may sync, then use {tab.refresh}")


def not_recent(tab: Tab, facts: Facts) -> Answer:
    """Why what changed in Sage is not on a tab yet: the checks that the two hops hang on."""
    reasons, well = [], []
    for check in CHECKS:
        if not check.rule.startswith(OF_SYNC):
            continue
        for finding in check.looks(facts):
            if finding.subject and finding.subject not in _subjects(tab):
                continue
            if finding.state is State.PASS:
                well.append(finding.evidence)
            else:
                warns = finding.state is State.WARN
                reasons.append(
                    Objection(check.rule, finding.evidence, finding.next_step, warning=warns)
                )
    return Answer(f"Recent data on {tab.title}", tuple(reasons), tuple(well))


def _subjects(tab: Tab) -> frozenset[str]:
    """By which words a check names a tab among several."""
    return frozenset({tab.name, tab.title, *tab.kinds, *(words(kind) for kind in tab.kinds)})


def tab_named(name: str) -> Tab | None:
    """A tab by its name or its title, in any case."""
    plain = name.strip().casefold().replace(" ", "_")
    return next((t for t in TAB.values() if plain in {t.name, t.title.casefold()}), None)
