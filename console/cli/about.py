"""Who you are here, and where everything is."""

import platform
from typing import Any

from console.cli import exits
from console.cli.call import Call
from console.cli.output import Column, table
from console.cli.shapes import plain
from console.home import config_folder
from console.version import VERSION
from core.anchors import MARK as ANCHORED
from core.settings import Settings
from core.vocabulary import Level


def whoami(call: Call) -> int:
    """The person, and the levels and rights held; with --matrix every verb."""
    if call.flag("matrix"):
        from console.cli.matrix import matrix

        return matrix(call)
    me = call.desk.actor
    value = {
        "id": me.id,
        "name": me.name,
        "company": call.desk.company,
        "sandbox": call.desk.sandbox,
        "can_push": me.can_push,
        "create_projects": me.create_projects,
        "levels": {tool.value: level.words for tool, level in me.levels.items()},
        "exports": sorted(kind.value for kind in me.exports),
        "imports": sorted(kind.value for kind in me.imports),
    }
    held = [f"  {tool}: {level.words}" for tool, level in me.levels.items() if level > Level.NONE]
    push = "holds" if me.can_push else "does not hold"
    lines = [
        f"{me.name} ({me.id}) at {call.desk.company}",
        *(held or ["  no level of any tool"]),
        f"  {push} Can Push to Accounting",
    ]
    call.out.answer(value, lines)
    return exits.DONE


def info(call: Call) -> int:
    """Where everything is, which versions, and the settings with where each comes from."""
    from console.bootstrap import sqlite_facts
    from console.connector import running

    home, store = call.home, call.house.store
    settings = _settings(store.settings())
    sqlite = sqlite_facts()
    value: dict[str, Any] = {
        "version": VERSION,
        "python": platform.python_version(),
        "sqlite": sqlite.version,
        "sqlite_journal": sqlite.journal,
        "home": str(home.path),
        "home_from": home.origin,
        "store": str(home.store),
        "sandbox": str(home.sandbox) if home.simulated else None,
        "log": str(home.log),
        "config": config_folder(),
        "keys": _own_keys(),
        "company": store.kept("company"),
        "owing": store.owing(),
        "history": store.head().short,
        "anchored": store.mark(ANCHORED),
        "connector": "running" if running(home) else "not running",
        "settings": [{"name": n, "value": v, "from": f} for n, v, f in settings],
    }
    lines = [f"{n:15} {v}" for n, v in value.items() if n != "settings" and v is not None]
    columns = (Column("setting"), Column("value", shrinks=True), Column("from"))
    shown = ((n, str(v), f) for n, v, f in settings)
    call.out.answer(value, [*lines, "", *table(columns, shown)])
    return exits.DONE


def _own_keys() -> str:
    """Where a person's own keys are, and whether they hold."""
    from console.keymap import keymap

    own = keymap()
    standing = "with mistakes" if own.troubles else f"{len(own.keys)} of your own"
    return f"{own.path} ({standing if own.there else 'not there: the usual keys'})"


def _settings(held: Settings) -> list[tuple[str, Any, str]]:
    """Name, value, and whether the company chose it."""
    usual, found = Settings(), []
    for name, value, default in zip(Settings._fields, held, usual, strict=True):
        if isinstance(value, tuple) and hasattr(value, "_fields") and isinstance(default, tuple):
            found += [
                (f"{name}.{inner}", plain(v), _origin(v == d))
                for inner, v, d in zip(value._fields, value, default, strict=True)
            ]
        else:
            found.append((name, plain(value), _origin(value == default)))
    return found


def _origin(usual: bool) -> str:  # noqa: FBT001  # the answer to one comparison
    return "the usual" if usual else "this company"
