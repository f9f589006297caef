"""Opens the console on this home."""

from contextlib import nullcontext
from os import environ
from typing import TYPE_CHECKING

from console.cli.call import Call, Trouble
from console.dress import Dress, NoSuchTheme, dress, keep
from console.home import has_own_keys
from console.session import need_terminal, sweep

if TYPE_CHECKING:
    from console.acts import WitnessedDesk
    from console.watch import Watch
    from core.health import Facts
    from core.newcomer import Newcomer

WELCOME = "COUNTERSIGN_WELCOME"


def opening(call: Call) -> int:
    """Paint the tabs, and give the keyboard over to them.

    Raises:
        NoTerminal: there is none.
    """
    call.home.checked()
    worn = _dress(call)
    need_terminal()
    sweep()
    desk = _witnessed(call)
    from console.connector import beside
    from console.crash import told

    def keep(fault: str) -> None:
        told(call.home.logs, "the console", fault)

    def facts(drawn: tuple[int, int]) -> "Facts":
        from console.examination import facts_of

        return facts_of(call.home, drawn)

    with beside(call.home) if call.connects else nullcontext():
        from console.app import CountersignApp
        from console.resuming import Bookmark, Whereabouts
        from console.terminal import AsciiDriver, TerminalDriver

        own = _own_keys() if call.visitor is None else ""
        new, greeting = _newcomer(call), call.house.store.read_only or own or worn.trouble
        app = CountersignApp(
            desk, log=keep, facts=facts, greeting=greeting, newcomer=new, theme=worn.theme,
            where=Whereabouts(Bookmark(call.home.sessions, call.actor.id)), watch=_watch(call),
        )  # fmt: skip
        app.tour = call.house.tour(call.actor) if desk.sandbox else None
        app.marker = worn.marker
        app.driver_class = AsciiDriver if worn.ascii else TerminalDriver
        return app.run_at_terminal()


def _own_keys() -> str:
    """Put a person's own keys in force; what is wrong with them, in words."""
    if not has_own_keys():
        return ""
    from console.keymap import keymap
    from console.keys import choose

    own = keymap()
    choose(own.keys)
    return own.told


def _witnessed(call: Call) -> "WitnessedDesk":
    """A desk whose acts are kept as command lines, with the options that this session has."""
    from datetime import UTC, datetime

    from console.acts import Acts, WitnessedDesk

    said = {name: call.text(name) for name in ("home", "as")}
    options = [f"--{name}={value}" for name, value in said.items() if value]
    acts = Acts(lambda: datetime.now(UTC), options)
    return WitnessedDesk(call.house.store, call.actor, acts)


def _newcomer(call: Call) -> "Newcomer | None":
    """Who is to be welcomed, unless nobody is: where COUNTERSIGN_WELCOME is no."""
    if environ.get(WELCOME, "").casefold() == "no" or call.house.store.read_only:
        return None
    from core.newcomer import Newcomer

    return Newcomer(call.house.store, call.actor)


def _watch(call: Call) -> "Watch":
    """Looks after the session: whether its person is still let in, and whether anybody is here."""
    from console.watch import watch

    return watch(call.house.store, call.actor)


def _dress(call: Call) -> Dress:
    """What the console wears; a theme that is said is kept for the next time.

    Raises:
        Trouble: there is no such theme, or it cannot be kept.
    """
    theme = call.text("theme")
    try:
        worn = dress(theme, ascii=call.flag("ascii"), marker=call.flag("marker"))
        if theme is not None and call.visitor is None:
            keep(theme)
    except NoSuchTheme as why:
        raise Trouble(str(why)) from why
    except OSError as why:
        raise Trouble(
            f"{why.filename} cannot be written ({why.strerror}); mend its rights."
        ) from why
    return worn
