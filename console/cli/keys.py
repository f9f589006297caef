"""The keys in force: what each is for, where it holds, and a file to change them by."""

from console.cli import exits
from console.cli.call import Call
from console.cli.output import Column, table
from console.keymap import Keymap, example, keymap
from console.keys import drawn, keys_in
from console.keys import table as known
from core.tabs import TABS


def keys(call: Call) -> int:
    """Every id with its keys; where the person's own file is wrong, why, and the usual keys."""
    if call.flag("example"):
        lines = list(example())
        call.out.answer({"example": "\n".join(lines)}, lines)
        return exits.DONE
    own = keymap()
    found = [
        (what, own.keys.get(what, keys_in(usual)), keys_in(usual), does, where(what))
        for what, usual, does in known()
    ]
    value = {
        "file": own.path if own.there else None,
        "problems": list(own.troubles),
        "keys": [
            {
                "id": what,
                "keys": [drawn(key) for key in keys],
                "usual": [drawn(key) for key in usual],
                "does": does,
                "where": list(held_on),
            }
            for what, keys, usual, does, held_on in found
        ],
    }
    columns = (
        Column("id"),
        Column("keys"),
        Column("does", shrinks=True),
        Column("where", shrinks=True, spare=True),
    )
    rows = (
        (what, " ".join(map(drawn, keys)), does, ", ".join(held_on) or "every tab")
        for what, keys, _, does, held_on in found
    )
    call.out.answer(value, [*table(columns, rows), "", _origin(own)])
    for trouble in own.troubles:
        call.out.say(trouble)
    return exits.USAGE if own.troubles else exits.DONE


def where(what: str) -> tuple[str, ...]:
    """The tabs on which an id holds; none where it holds on every one."""
    tabs = tuple(tab for tab in TABS if any(known_id == what for known_id, *_ in known(tab)))
    return () if len(tabs) == len(TABS) else tuple(tab.title for tab in tabs)


def _origin(own: Keymap) -> str:
    if not own.there:
        told = f"These are the usual keys. Your own belong into {own.path};"
        return f"{told} `countersign keys --example` writes a file to begin with."
    if own.troubles:
        return f"These are the usual keys: {own.path} cannot be taken as it is."
    return f"{len(own.keys)} of your own, from {own.path}."
