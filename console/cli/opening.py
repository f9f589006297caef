"""Opens the console on this home."""

import gc
from contextlib import nullcontext

from console.cli import exits
from console.cli.call import Call
from console.session import need_terminal


def opening(call: Call) -> int:
    """Paint the tabs, and give the keyboard over to them.

    Raises:
        NoTerminal: there is none.
    """
    call.home.checked()
    need_terminal()
    desk = call.desk
    from console.connector import beside

    with beside(call.home) if desk.sandbox else nullcontext():
        from console.app import CountersignApp

        gc.freeze()
        CountersignApp(desk).run()
    return exits.DONE
