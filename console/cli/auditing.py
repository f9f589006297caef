"""The history: whether its chain holds, and what happened to one record, person or setting."""

from console.cli import exits
from console.cli.call import Call
from console.cli.choose import asked_one, one_named
from console.cli.output import Column, table
from console.cli.shapes import moment, of_history
from core.audit import PROJECT, is_subject, of_project
from core.tabs import TAB
from core.vocabulary import RecordId, words


def log(call: Call) -> int:
    """What happened to a record, to the settings or to a person's rights, oldest first."""
    name = call.word("id")
    history = call.desk.history(_subject(call, name) if is_subject(name) else one_named(call))
    columns = (
        Column("at"),
        Column("who", shrinks=True),
        Column("did"),
        Column("to"),
        Column("version", right=True, spare=True),
        Column("batch", spare=True),
        Column("said", shrinks=True),
    )
    rows = (
        (
            moment(e.at) or "",
            e.actor,
            words(e.action),
            e.left_it,
            str(e.version),
            e.batch,
            "; ".join(e.said.splitlines()),
        )
        for e in history
    )
    call.out.answer(of_history(history), table(columns, rows) if not call.out.json else ())
    return exits.DONE


def _subject(call: Call, name: str) -> RecordId:
    """A project may be called by its number."""
    if not name.startswith(PROJECT):
        return RecordId(name)
    return of_project(asked_one(call, name.removeprefix(PROJECT), TAB["jobs"]).record)


def verify(call: Call) -> int:
    """Check the chain, the counts by view, and what is owed, against the records themselves."""
    faults = call.house.store.verify()
    value = {"clean": not faults, "faults": faults}
    call.out.answer(value, faults or ["Clean: the history's chain holds and every count agrees."])
    return exits.BROKEN if faults else exits.DONE
