"""What the last line says: an answer stays until the person moves on, and news wait behind it."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.widgets.lines import Line
from core.desk import Desk


class NoticingScreen(DeskScreen, inherit_bindings=False):
    """Nobody misses the outcome of what they decided because something else has to be said."""

    def __init__(self, desk: Desk, tab: str, clock: Callable[[], datetime]) -> None:
        super().__init__(desk, tab, clock)
        self._notice: Line | None = None
        self._said_at = 0.0
        self._passing: Line | None = None
        """The notice, where the next news may take its place."""
        self._behind: Line | None = None
        """News that are told once the notice is read."""

    def say(self, line: Line) -> None:
        """Answer the person in one line."""
        self._notice, self._said_at = line, monotonic()
        self.redraw_status()

    def mention(self, line: Line) -> None:
        """Tell what no key has just asked for."""
        if self._notice is None or self._notice is self._passing:
            self.say(line)
            self._passing = line
        else:
            self._behind = line
            self.redraw_status()

    def greet(self, text: str) -> None:
        """Say something as soon as there is a line to say it in."""
        self._notice = told.trouble(text)

    def unsay(self) -> None:
        """What was said is read."""
        self._notice = None
        behind, self._behind = self._behind, None
        if behind is not None:
            self.mention(behind)
        else:
            self.redraw_status()

    def moved_on(self, at: float) -> None:
        """Somebody went elsewhere at that time; what was said later is not read yet."""
        if at > self._said_at:
            self.unsay()

    def redraw_status(self) -> None:
        """Draw the line that tells what was said, or where one is."""
