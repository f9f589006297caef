"""A call a moment later that comes however late it is.

Textual's timers leave out the calls that they are late for. One that calls once has no other call:
where another thread or process has the processor while it sets out, it would never call at all.
"""

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer


def later(pump: MessagePump, seconds: float, call: Callable[[], object]) -> Timer:
    """Call this once, among the messages of `pump`, unless the timer is stopped before."""
    return sure(pump.set_timer(seconds, call))


def sure(timer: Timer) -> Timer:
    """A timer that has not set out yet, and will leave nothing out."""
    timer._skip = False  # noqa: SLF001 - only intervals can be asked for it otherwise
    return timer
