"""Saved views: listed with how many records each has, kept, and dropped."""

from typing import Any

from console.cli import exits
from console.cli.call import Call
from console.cli.choose import tab_named
from console.cli.output import Column, table
from console.cli.refusal import refused
from core.decision import Refused
from core.query import BadQuery, Query
from core.saved import Saved
from core.saving import reading

COUNTED = 1000
"""How far a view's records are counted."""
COLUMNS = (
    Column("name"),
    Column("of"),
    Column("tab"),
    Column("records", right=True),
    Column("query", shrinks=True),
)


def views(call: Call) -> int:
    """Yours, and those that are shared."""
    found = [(one, _count(call, one)) for one in call.desk.saver.listed()]
    rows = [(one.name, _whose(one), one.tab, _counted(count), one.text) for one, count in found]
    lines = table(COLUMNS, rows) if rows else ["No view is saved yet."]
    call.out.answer([_shape(*each) for each in found], lines)
    return exits.DONE


def save(call: Call) -> int:
    """Keep a query under a name."""
    tab = tab_named(call.word("tab"))
    shared = call.flag("shared")
    done = call.desk.saver.save(call.word("name"), tab.name, call.word("query"), shared=shared)
    if isinstance(done, Refused) or done.value is None:
        return refused(call, done) if isinstance(done, Refused) else exits.DONE
    saved = done.value
    whose = "for everybody" if shared else "for you"
    text = f"{saved.name} is saved {whose}: {saved.text or 'everything'} of {saved.tab}."
    call.out.answer(_shape(saved, _count(call, saved)), [text])
    return exits.DONE


def delete(call: Call) -> int:
    """Drop a view."""
    name = call.word("name")
    done = call.desk.saver.delete(name, shared=True if call.flag("shared") else None)
    if isinstance(done, Refused):
        return refused(call, done)
    call.out.answer({"deleted": name.removeprefix("@")}, [f"{name} is deleted."])
    return exits.DONE


def _count(call: Call, saved: Saved) -> int | None:
    """How many records it has, no further than COUNTED; None where it cannot be read here."""
    try:
        typed, view = reading(saved)
        return call.desk.tally(Query(saved.tab, view, typed.terms), COUNTED)
    except BadQuery:
        return None


def _counted(count: int | None) -> str:
    if count is None:
        return "?"
    return f"{count:,}" if count < COUNTED else f"{COUNTED:,}+"


def _whose(saved: Saved) -> str:
    return "everybody" if saved.shared else "you"


def _shape(saved: Saved, count: int | None) -> dict[str, Any]:
    return {
        "name": saved.name,
        "shared": saved.shared,
        "tab": saved.tab,
        "query": saved.text,
        "records": count,
        "more": count == COUNTED,
    }
