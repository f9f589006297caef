"""Covers and ends a running console, as its watch says."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from console.app import CountersignApp
    from console.watch import Watch

LOOK = 1.0
"""Seconds between two looks."""
SHUT_OUT = 3
"""The exit code of a session that was ended."""


class Guarded(Message):
    """What a look has brought: why the session is over, or why it is to be covered."""

    def __init__(self, over: str | None, covered: str | None) -> None:
        super().__init__()
        self.over = over
        self.covered = covered


class Guard:
    """Looks again and again, each time in a thread."""

    def __init__(self, app: "CountersignApp", watch: "Watch", every: float = LOOK) -> None:
        self._app, self._watch, self._every = app, watch, every

    def begin(self) -> None:
        self._app.set_interval(self._every, self.look)

    def touched(self) -> None:
        self._watch.touched()

    def look(self) -> None:
        self._app.run_worker(self._looked, thread=True, exclusive=True, group="guard")

    def _looked(self) -> None:
        self._app.post_message(Guarded(self._watch.over(), self._watch.covered()))

    def act(self, found: Guarded) -> None:
        """Cover, uncover or end."""
        from console.screens.cover import CoverScreen

        covered = isinstance(self._app.screen, CoverScreen)
        if found.over is not None:
            self._app.exit(return_code=SHUT_OUT, message=found.over)
        elif found.covered is not None and not covered:
            self._app.push_screen(CoverScreen(found.covered))
        elif found.covered is None and covered:
            self._app.pop_screen()
