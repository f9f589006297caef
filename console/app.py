"""The console's frame: ten modes, what no session may do, and how it ends."""

import gc
import signal
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from os import environ
from typing import TYPE_CHECKING, ClassVar, NoReturn

from console.light import App  # isort: skip - before anything else of Textual
from textual import events
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.timer import Timer, TimerCallback

from console.guarding import Guard, Guarded
from console.keys import chosen
from console.later import later, sure
from console.screens.tab import SCREENS, TabScreen
from console.themes import ANSI_DARK, OF_TERMINAL, OURS
from console.type_ahead import TypedAhead
from core.desk import Desk
from core.tabs import TABS

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from console.front_buffer import FrontBuffer
    from console.resuming import Whereabouts
    from console.watch import Watch
    from console.widgets.command_line import History
    from core.health import Facts
    from core.newcomer import Newcomer
    from core.tour import Tour

FAILED = (
    "Countersign stopped on a fault of its own; nothing that was committed is lost. "
    "The log of this home says more, under the code"
)

FIRST_LOOK = 0.4
"""Seconds after the start in which everybody reads and nobody presses a key yet."""
PACKET = 1400
"""Letters of a frame that the line carries at once: what is longer is shown when it is whole."""
THREADS = 3
"""One that acts, and two that look meanwhile."""
TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""By what one sees that somebody sits here."""
WIDTHS = [(0, "-slight"), (60, "-narrow"), (100, "-wide")]
HEIGHTS = [(0, "-flat"), (16, "-low"), (32, "-tall")]


def size_classes(width: int, height: int) -> tuple[str, str]:
    """The style classes of a terminal of this size."""
    wide = [name for least, name in WIDTHS if width >= least]
    high = [name for least, name in HEIGHTS if height >= least]
    return wide[-1], high[-1]


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
    tour: "Tour | None" = None
    """Of a sandbox company; a newcomer is led to it."""
    marker = False
    """Whether a mark is the cursor of a list, and no bar, so that little is sent."""
    previews = False
    """Whether this session looks at records in a pane beside the list."""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        desk: Desk,
        tab: str = TABS[0].name,
        *,
        log: Callable[[str], None] | None = None,
        facts: "Callable[[tuple[int, int]], Facts] | None" = None,
        clock: Callable[[], datetime] | None = None,
        greeting: str = "",
        newcomer: "Newcomer | None" = None,
        where: "Whereabouts | None" = None,
        theme: str = "dark",
        watch: "Watch | None" = None,
    ) -> None:
        """`log` takes the traceback of a fault, which never reaches the terminal.

        `facts` gathers what the checks look at, in a console of so many columns and lines.
        `greeting` is said first: what the person should know before a key is pressed.
        A `newcomer` is welcomed; somebody whose line dropped begins `where` they were. The
        `theme` is one of console.dress. The `watch` says when to cover the session and to end it.
        """
        # Where colours are not wanted the terminal's own are; ours would only turn to greys.
        self._wears = ANSI_DARK if "NO_COLOR" in environ else theme
        super().__init__(ansi_color=self._wears not in OURS or None)
        self._fault_log = log
        self._facts = facts
        self._desk = desk
        self._clock = clock
        self._greeting = greeting
        self._newcomer = newcomer
        self._where = where
        self._guard = Guard(self, watch) if watch is not None else None
        for row in TABS:
            self.add_mode(row.name, partial(self._made, row.name))
        self._current_mode = where.tab(tab) if where is not None else tab
        self.animation_level = "none"
        self._front: FrontBuffer | None = None
        self._ahead = TypedAhead(self, super().on_event, self._let_fall)
        self.set_keymap({what: ",".join(keys) for what, keys in chosen().items()})
        self._dress()

    async def on_event(self, event: events.Event) -> None:
        """Every key and every paste comes through one door, and no other event does."""
        if isinstance(event, events.Resize) and self._front is not None:
            self._front.resized(event.size, in_order=event.pixel_size is not None)
        if self._guard is not None and isinstance(event, TOUCHES):
            self._guard.touched()
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._ahead.take(event)
        elif isinstance(event, events.Key) and not self._ahead.has_whole_screen:
            # Another screen has opened while it climbed; it is for that one, once it is there.
            await self._ahead.take(events.Key(event.key, event.character))
        else:
            await super().on_event(event)

    @property
    def waits(self) -> bool:
        """Whether what a key began is still under way, so that the next one would wait."""
        return self._ahead.waits

    def _let_fall(self, count: int) -> None:
        """Say that keys were typed ahead of something that did not come."""
        if isinstance(self.screen, TabScreen):
            self.screen.let_fall(count)

    @cached_property
    def lines_before(self) -> "History":
        """What was typed on the `:` line in this session."""
        from console.widgets.command_line import History

        return History()

    @property
    def facts(self) -> "Callable[[], Facts] | None":
        """Gathers what the checks look at; None where there is no home."""
        gather, size = self._facts, (self.size.width, self.size.height)
        return None if gather is None else lambda: gather(size)

    def _dress(self) -> None:
        """Wear the theme before anything is drawn; changing it later styles everything twice."""
        worn = OURS.get(self._wears, OURS["dark"])
        self.register_theme(worn)
        self.set_reactive(App.theme, worn.name)
        self.stylesheet.set_variables(self.get_css_variables())

    def _made(self, name: str) -> TabScreen:
        """A screen on its first visit, with the classes of its size; it is styled once, as made."""
        screen = SCREENS[name](self._desk, self._clock)
        if self._greeting:
            screen.greet(self._greeting)
            self._greeting = ""
        if self._where is not None:
            screen.stand_in(self._where)
        screen.add_class(*size_classes(*self.size), update=False)
        screen._css_update_count = self._css_update_count  # noqa: SLF001 - there is no other way
        return screen

    def leave(self) -> None:
        """End the session as the person wishes; the next one begins at the beginning."""
        if self._where is not None:
            self._where.leave()
        self.exit()

    def on_load(self) -> None:
        """Before anything is asked: few threads, for each keeps its own door to the store open."""
        from asyncio import get_running_loop
        from concurrent.futures import ThreadPoolExecutor

        get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "desk"))

    def on_mount(self) -> None:
        from asyncio import get_running_loop

        for sign in (signal.SIGHUP, signal.SIGTERM):
            # The line dropped, or the machine goes down: leave. Threads end what they have begun.
            get_running_loop().add_signal_handler(sign, self.exit)
        if self._guard is not None:
            self._guard.begin()
        if self._wears not in OURS:
            self.register_theme(OF_TERMINAL[self._wears])
            self.theme = self._wears
        later(self, FIRST_LOOK, _settle_heap)
        if self._newcomer is not None and self._newcomer.is_one:
            self.call_after_refresh(self._welcome, self._newcomer)

    def on_guarded(self, event: Guarded) -> None:
        if self._guard is not None:
            self._guard.act(event)

    def on_cover_screen_touched(self) -> None:
        if self._guard is not None:
            self._guard.look()

    def _welcome(self, newcomer: "Newcomer") -> None:
        from console.screens.welcome import WelcomeCard

        def left(read: object) -> None:
            self.run_worker(newcomer.welcomed, thread=True, group="welcome")
            if read and self.tour is not None and isinstance(self.screen, TabScreen):
                self.screen.action_tour()

        self.push_screen(WelcomeCard(), left)

    def set_timer(
        self,
        delay: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        pause: bool = False,
    ) -> Timer:
        """Textual itself waits so before it tells the screens of another size of the window."""
        return sure(super().set_timer(delay, callback, name=name, pause=pause))

    def run_at_terminal(self) -> int:
        """Run until the person leaves; the exit code."""
        # Collecting while modules load and widgets are made costs a tenth of the start.
        gc.disable()
        from console.front_buffer import front_buffer_of

        colours = self.console._color_system  # noqa: SLF001 - strips are drawn with it
        self._front = front_buffer_of(environ, colours)
        self.run()
        return self.return_code or 0

    def _display(self, screen: "Screen[object]", renderable: "RenderableType | None") -> None:
        """Send the cells that differ from what the terminal shows, where that is known."""
        if self._front is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
        elif self._running and not self._closed and not self._batch_count and self._driver:
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            data = self._front.frame(renderable, self.size, cursor)
            if len(data) > PACKET and self._sync_available:
                data = f"{SYNC_START}{data}{SYNC_END}"
            if data:
                self._driver.write(data)
                self._driver.flush()
            self.post_display_hook()

    def _handle_exception(self, error: Exception) -> None:
        """What a screen lacks that was still being made as the session ended is no fault."""
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """One sentence on the terminal, the traceback without values in the log."""
        from console.crash import crash_code

        code = crash_code()
        self._report(code)
        from rich.segment import Segments
        from rich.text import Text

        words = self.console.render(Text(f"{FAILED} {code}."), self.console.options)
        self._exit_renderables.append(Segments(words))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """An error that would draw itself is a fault like any other."""
        del renderables
        self._fatal_error()

    def _report(self, code: str) -> None:
        """Where it happened and what sort it was; no message and no variable, which hold data."""
        error = self._exception
        if self._fault_log is None or error is None:
            return
        from traceback import format_tb

        cause = getattr(error, "error", None) or error  # a worker's failure carries its own
        places = format_tb(cause.__traceback__)
        self._fault_log("".join([f"code {code}\n", *places, type(cause).__name__]))

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
    """What is alive after the start is never walked by the collector again."""
    if gc.isenabled():
        return
    gc.collect()
    gc.freeze()
    gc.enable()
