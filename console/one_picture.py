"""One picture of what belongs together: held back until all of it is known, or for a moment."""

from typing import TYPE_CHECKING

from console.later import later

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

MOMENT = 0.15
"""Seconds after which whatever is known is shown."""
TURN = 0.005
"""Seconds in which widgets that were told something ask to be drawn."""


class OnePicture:
    """Holds a screen's picture still while answers come in, each from its own thread."""

    def __init__(self, screen: "Screen[None]") -> None:
        self._screen = screen
        self._awaited: set[type] = set()
        self._timer: Timer | None = None

    def hold(self, *awaited: type) -> None:
        """Draw nothing until an answer of each of these kinds has come."""
        self._awaited = set(awaited)
        if self._timer is None:
            self._screen.app._begin_batch()  # noqa: SLF001 - batch_update ends with a function
            self._timer = later(self._screen, MOMENT, self.show)

    def came(self, answer: object, then: type | None = None) -> None:
        """An answer is drawn into the picture; `then` one that it was asked for is awaited."""
        if then is not None and type(answer) in self._awaited:
            self._awaited.add(then)
        self._awaited.discard(type(answer))
        if not self._awaited and self._timer is not None:
            self._timer.stop()
            self._timer = later(self._screen, TURN, self.show)

    def show(self) -> None:
        """Show what there is."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self._screen.app._end_batch()  # noqa: SLF001 - as it was begun
            self._screen.app.screen.check_idle()
