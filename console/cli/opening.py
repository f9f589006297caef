"""Opens the console on this home."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from console.cli.call import Call
from console.session import need_terminal, sweep

if TYPE_CHECKING:
    from console.acts import WitnessedDesk
    from core.health import Facts


def opening(call: Call) -> int:
    """Paint the tabs, and give the keyboard over to them.

    Raises:
        NoTerminal: there is none.
    """
    call.home.checked()
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

    with beside(call.home) if desk.sandbox else nullcontext():
        from console.keymap import keymap
        from console.keys import choose

        own = keymap()
        choose(own.keys)
        from console.app import CountersignApp
        from console.terminal import TerminalDriver

        app = CountersignApp(desk, log=keep, facts=facts, greeting=own.told)
        app.driver_class = TerminalDriver
        return app.run_at_terminal()


def _witnessed(call: Call) -> "WitnessedDesk":
    """A desk whose acts are kept as command lines, with the options that this session has."""
    from datetime import UTC, datetime

    from console.acts import Acts, WitnessedDesk

    said = {name: call.text(name) for name in ("home", "as")}
    options = [f"--{name}={value}" for name, value in said.items() if value]
    acts = Acts(lambda: datetime.now(UTC), options)
    return WitnessedDesk(call.house.store, call.actor, acts)
