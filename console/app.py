"""The console's frame: ten modes, what no session may do, and how it ends."""

import gc
import signal
from asyncio import get_running_loop
from collections.abc import Callable
from datetime import datetime
from functools import partial
from os import environ
from typing import ClassVar, NoReturn

from textual.app import App
from textual.binding import BindingType
from textual.theme import Theme

from console.screens.tab import SCREENS
from core.desk import Desk
from core.tabs import TABS

FAILED = (
    "Countersign stopped on a fault of its own; nothing that was committed is lost. "
    "The log of this home says more."
)

THEME = Theme(
    name="countersign",
    primary="#6cb6ff",
    secondary="#8ddb8c",
    accent="#6cb6ff",
    warning="#eac55f",
    error="#ff938a",
    success="#8ddb8c",
    foreground="#d6dde4",
    background="#12171d",
    surface="#12171d",
    panel="#1f2730",
    dark=True,
)
"""Every text has a contrast above 4.5 to 1 against its ground (tests/console/test_looks.py)."""


class NotHere(RuntimeError):
    """A session over SSH may not reach the server's disk, its browser or a clipboard."""


class CountersignApp(App[None], inherit_bindings=False):
    """One person's session at one desk."""

    CSS_PATH = "console.tcss"
    TITLE = "Countersign"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [
        (0, "-slight"),
        (60, "-narrow"),
        (100, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [
        (0, "-flat"),
        (16, "-low"),
        (32, "-tall"),
    ]

    def __init__(
        self,
        desk: Desk,
        tab: str = TABS[0].name,
        *,
        log: Callable[[str], None] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """`log` takes the traceback of a fault, which never reaches the terminal."""
        bare = "NO_COLOR" in environ
        super().__init__()
        self._fault_log = log
        for name, screen in SCREENS.items():
            self.add_mode(name, partial(screen, desk, clock))
        self._first_tab = tab
        self.animation_level = "none"
        self.register_theme(THEME)
        self.theme = "ansi-dark" if bare else THEME.name

    def on_mount(self) -> None:
        for sign in (signal.SIGHUP, signal.SIGTERM):
            # The line dropped, or the machine goes down: leave. Threads end what they have begun.
            get_running_loop().add_signal_handler(sign, self.exit)
        self.switch_mode(self._first_tab)
        self.call_after_refresh(_settle_heap)

    def run_at_terminal(self) -> int:
        """Run until the person leaves; the exit code."""
        # Collecting while modules load and widgets are made costs a tenth of the start.
        gc.disable()
        self.run()
        return self.return_code or 0

    def _fatal_error(self) -> None:
        """One sentence on the terminal, the traceback without values in the log."""
        self._report()
        from rich.segment import Segments
        from rich.text import Text

        words = self.console.render(Text(FAILED), self.console.options)
        self._exit_renderables.append(Segments(words))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """An error that would draw itself is a fault like any other."""
        del renderables
        self._fatal_error()

    def _report(self) -> None:
        """Where it happened and what sort it was; no message and no variable, which hold data."""
        error = self._exception
        if self._fault_log is None or error is None:
            return
        from traceback import format_tb

        cause = getattr(error, "error", None) or error  # a worker's failure carries its own
        self._fault_log("".join([*format_tb(cause.__traceback__), type(cause).__name__]))

    # What Textual offers and a session on somebody's server must not have.

    def action_suspend_process(self) -> None:
        """The terminal belongs to one session until it ends."""

    def action_command_palette(self) -> None:
        """There is none: it could write files where this process runs."""

    def copy_to_clipboard(self, text: str) -> None:
        """Data never travels to anybody's clipboard by itself."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        del url, new_tab
        _refuse()

    def save_screenshot(self, *_: object, **__: object) -> str:
        _refuse()

    def deliver_text(self, *_: object, **__: object) -> str | None:
        _refuse()

    def deliver_binary(self, *_: object, **__: object) -> str | None:
        _refuse()

    def deliver_screenshot(self, *_: object, **__: object) -> str | None:
        _refuse()


def _refuse() -> NoReturn:
    raise NotHere("A session writes no files, opens no addresses and delivers nothing.")


def _settle_heap() -> None:
    """After the first paint: what is alive now is never walked by the collector again."""
    if gc.isenabled():
        return
    gc.collect()
    gc.freeze()
    gc.enable()
