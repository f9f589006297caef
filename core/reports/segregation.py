"""Who did what to one record: every decision with its sender, editor, approvers and grantor."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from core.audit import Entry, of_person
from core.decide import EDITS
from core.ports import Deed, RecordStore, UnknownRecord
from core.privileges import Sort as Right
from core.privileges import origins
from core.records import Record
from core.reports.report import WHOLE, Asking, Cell, Column, Report, Sort
from core.vocabulary import Action, words

VERDICTS = frozenset({Action.ACCEPT, Action.REJECT, Action.UPDATE})
SENDING = frozenset({Action.SEND, Action.RESEND})
MOST = 5_000
"""So many decisions are told, the newest."""
FOUNDED = "with the home"
"""Who granted what nobody granted since."""
COLUMNS = (
    Column("at", "At", Sort.MOMENT),
    Column("record", "Record"),
    Column("number", "Number"),
    Column("amount", "Amount", Sort.MONEY),
    Column("decision", "Decision"),
    Column("approver", "Approver"),
    Column("endorsed_by", "First of two"),
    Column("sender", "Sender"),
    Column("editor", "Last editor"),
    Column("grantor", "Right granted by"),
    Column("override", "Override"),
    Column("remark", "Remark"),
)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def segregation(store: RecordStore, _: Asking = WHOLE) -> Report:
    """The newest decisions last."""
    deeds = store.deeds(BEGINNING, VERDICTS, MOST)
    granted = _grantors(store)
    rows = [row for deed in deeds if (row := _row(store, deed, granted)) is not None]
    notes = [f"Only the newest {MOST:,} decisions are told."] if len(deeds) == MOST else []
    alone = sum(bool(row[-1]) for row in rows)
    if alone:
        are = "decision is" if alone == 1 else "decisions are"
        notes.append(f"{alone:,} {are} remarked on: look at the last column.")
    return Report("Segregation of duties", COLUMNS, tuple(rows), tuple(notes))


def _grantors(store: RecordStore) -> dict[str, str]:
    """By a person's name, who granted them Can Push to Accounting."""
    found = {}
    for person in store.people():
        entry = origins(store.history(of_person(person.id))).get(str(Right.PUSH))
        found[person.name] = entry.actor if entry else FOUNDED
    return found


def _row(store: RecordStore, deed: Deed, granted: dict[str, str]) -> tuple[Cell, ...] | None:
    try:
        record = store.find(deed.record)
    except UnknownRecord:
        return None
    before = [entry for entry in store.history(deed.record) if entry.at <= deed.at]
    sender = _last(before, SENDING) or record.sent_by
    editor = _last(before, EDITS) or record.created_by
    said = dict(line.split("=", 1) for line in deed.said.splitlines() if "=" in line)
    override, first = said.get("override", ""), said.get("endorsed_by", "")
    grantor = granted.get(deed.actor, "")
    remark = _remarks(deed, sender, editor, grantor, override)
    return (
        deed.at, deed.record, _named(record), record.amount, words(deed.action), deed.actor, first,
        sender, editor, grantor, override, remark,
    )  # fmt: skip


def _last(before: Sequence[Entry], actions: Iterable[Action]) -> str:
    return next((e.actor for e in reversed(before) if e.action in actions), "")


def _named(record: Record) -> str:
    return f"{words(record.kind)} {record.number}"


def _remarks(deed: Deed, sender: str, editor: str, grantor: str, override: str) -> str:
    """What one person did alone, or against the rules."""
    if deed.action is Action.REJECT:
        return ""
    found = {
        "sent it": sender == deed.actor,
        "changed it": editor == deed.actor,
        "granted it to themself": grantor == deed.actor,
        "by override": bool(override),
    }
    return ", ".join(name for name, true in found.items() if true)
