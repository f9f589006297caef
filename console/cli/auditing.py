"""The history: whether its chain holds, and what happened to one record, person or setting."""

import sys
from typing import TYPE_CHECKING

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.choose import asked_one, one_named
from console.cli.output import Column, table
from console.cli.shapes import moment, of_history
from core.audit import PROJECT, is_subject, of_project
from core.tabs import TAB
from core.vocabulary import RecordId, words

if TYPE_CHECKING:
    from core.anchors import Anchor, Head


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
    """Check the chain, the fold and the counts, and compare the history with its anchors.

    Raises:
        Trouble: the anchors that were named cannot be read.
    """
    from core.anchors import disagreements

    store, anchors = call.house.store, _anchors(call)
    head = store.head()
    faults = store.verify()
    faults += disagreements(anchors, head.seq, lambda seq: _hash_at(call, seq))
    last = max((anchor.head.seq for anchor in anchors), default=0)
    value = {
        "clean": not faults,
        "faults": faults,
        "entries": head.seq,
        "head": head.hash,
        "anchors": len(anchors),
        "anchored": last,
    }
    call.out.answer(value, faults or _clean(head, len(anchors), last))
    return exits.BROKEN if faults else exits.DONE


def _clean(head: "Head", anchors: int, last: int) -> list[str]:
    if not anchors:
        against = (
            "No anchor was compared: a history written anew or an older copy would not show. Set "
            "anchors.file, or name a text that holds anchors with --anchors."
        )
    else:
        past = head.seq - last
        against = f"It agrees with {anchors:,} anchors up to entry {last:,}" + (
            f"; {past:,} are newer." if past else "."
        )
    return [
        "Clean: the history's chain holds and every count agrees.",
        f"Head {head.short}.",
        against,
    ]


def _anchors(call: Call) -> "list[Anchor]":
    """Those of the anchor file, and those of the text that was named."""
    from core.anchors import Unanchored, read

    found, kept = [], call.house.anchor_file()
    try:
        if kept is not None:
            found += kept.anchors()
    except Unanchored as why:
        raise Trouble(str(why)) from why
    if (named := call.text("anchors")) is not None:
        try:
            found += read(_text(named))
        except OSError as why:
            raise Trouble(f"{named} cannot be read ({why.strerror}).") from why
    return found


def _text(named: str) -> str:
    if named == "-":
        return sys.stdin.read()
    from pathlib import Path  # slow, and the log of a record needs none

    return Path(named).read_text("utf-8", "replace")


def _hash_at(call: Call, seq: int) -> str | None:
    found = call.house.store.outbox().entries(seq, 1)
    return found[0].hash if found and found[0].seq == seq else None
