"""Who accepts and rejects for accounting: the people who satisfy the approver's rule."""

from core.needs import Grant, Push
from core.people import Actor
from core.permissions import ERP_STANDARD, denials
from core.ports import RecordStore
from core.reports.report import WHOLE, Asking, Column, Report, Sort
from core.vocabulary import Action, Level, RecordKind, Tool, words

APPROVER_RULE = Grant("A.0-2", (ERP_STANDARD, Push()))
"""Standard or Admin of ERP Integrations, and Can Push to Accounting."""
VERDICTS = (Action.ACCEPT, Action.REJECT, Action.UPDATE)
COLUMNS = (
    Column("id", "Id"),
    Column("name", "Name"),
    Column("level", "ERP Integrations"),
    Column("exports", "Can Export"),
    Column("imports", "Can Import"),
    Column("digest", "Daily summary"),
    Column("last_verdict", "Last verdict"),
    Column("last_verdict_at", "At", Sort.MOMENT),
)
BY_NAME = "The history knows people by their names: two of one name share their last verdict."


def accountants(store: RecordStore, _: Asking = WHOLE) -> Report:
    """Everybody who may answer what is sent, with the kinds they may answer."""
    last = store.last_by(VERDICTS)
    rows = []
    for person in store.people():
        if person.connector or not is_accountant(person):
            continue
        entry = last.get(person.name)
        verdict = f"{words(entry.action)} {entry.record}" if entry else ""
        rows.append(
            (
                person.id,
                person.name,
                person.level(Tool.ERP).words,
                _kinds(person, person.exports),
                _kinds(person, person.imports),
                _digest(person),
                verdict,
                entry.at if entry else None,
            )
        )
    names = [row[1] for row in rows]
    twins = (BY_NAME,) if len(set(names)) < len(names) else ()
    return Report("Accountants", COLUMNS, tuple(rows), twins)


def is_accountant(person: Actor) -> bool:
    """Whether somebody holds the level and the privilege."""
    return not denials(APPROVER_RULE, person, RecordKind.COMMITMENT)


def _digest(person: Actor) -> str:
    """Whether the daily summary reaches somebody."""
    if not person.digest:
        return "no"
    return "yes" if person.email else "yes, without an address"


def _kinds(person: Actor, ticked: frozenset[RecordKind]) -> str:
    """The kinds that are ticked; all for whom the ticks do not bite."""
    if person.level(Tool.COMPANY_DIRECTORY) >= Level.ADMIN:
        return "all, as administrator of the Company Directory"
    if ticked >= frozenset(RecordKind):
        return "all"
    return ", ".join(words(kind) for kind in RecordKind if kind in ticked) or "none"
