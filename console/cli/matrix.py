"""Everything one may do, verb by verb, with where each right comes from."""

from console.cli import exits
from console.cli.call import Call
from console.cli.output import Column, table
from core.rights import Right, rights
from core.vocabulary import words

COLUMNS = (
    Column("tab"),
    Column("kind", shrinks=True),
    Column("verb"),
    Column("may"),
    Column("row"),
    Column("by", shrinks=True),
    Column("missing", shrinks=True),
)


def matrix(call: Call) -> int:
    """Every verb of every tab and kind, for the person who asks."""
    me = call.desk.actor
    found = rights(me, call.desk.settings)
    value = {"id": me.id, "name": me.name, "rights": [_shape(right) for right in found]}
    if call.out.json:
        call.out.answer(value, ())
    else:
        count = sum(right.may for right in found)
        summed = f"{me.name} ({me.id}) may do {count} of these {len(found)}."
        call.out.answer({}, [*table(COLUMNS, map(_cells, found)), summed])
    return exits.DONE


def _cells(right: Right) -> tuple[str, ...]:
    return (
        right.tab,
        words(right.kind) if right.kind else "",
        right.verb,
        "may" if right.may else "may not",
        right.row,
        "; ".join(right.held) or ("anybody" if right.may else ""),
        " ".join(_lifted(o.text, o.lifted_by) for o in right.missing),
    )


def _lifted(text: str, by: str) -> str:
    return f"{text} Can be lifted by {by}." if by else text


def _shape(right: Right) -> dict[str, object]:
    return {
        "tab": right.tab,
        "kind": right.kind.value if right.kind else None,
        "verb": right.verb,
        "may": right.may,
        "row": right.row,
        "held": list(right.held),
        "missing": [
            {"code": o.code, "text": o.text, "lifted_by": o.lifted_by or None}
            for o in right.missing
        ],
    }
