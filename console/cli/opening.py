"""Opens the console on this home."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from console.cli.call import Call
from console.session import need_terminal, sweep

if TYPE_CHECKING:
    from core.health import Facts


def opening(call: Call) -> int:
    """Paint the tabs, and give the keyboard over to them.

    Raises:
        NoTerminal: there is none.
    """
    call.home.checked()
    need_terminal()
    sweep()
    desk = call.desk
    from console.connector import beside
    from console.crash import told

    def keep(fault: str) -> None:
        told(call.home.logs, "the console", fault)

    def facts(drawn: tuple[int, int]) -> "Facts":
        from console.examination import facts_of

        return facts_of(call.home, drawn)

    with beside(call.home) if desk.sandbox else nullcontext():
        from console.app import CountersignApp
        from console.terminal import TerminalDriver

        app = CountersignApp(desk, log=keep, facts=facts)
        app.driver_class = TerminalDriver
        return app.run_at_terminal()
