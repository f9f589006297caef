"""Keys typed ahead: each is let through once what the key before it began can take it.

Over a slow line a verb and the answer to its question come in one packet. A key that begins
something closes the door behind itself; what comes meanwhile waits, in order and not for long.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, runtime_checkable

from textual.app import App, ScreenStackError
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.widgets import Input

from console.keys import AT_ONCE, keys_of, named, steps
from console.later import later

LOOK = 0.004
"""Seconds between two looks whether the next key can be taken."""
PATIENCE = 2.0
"""Seconds after which what was typed ahead is dropped: nobody remembers what it was for.

They are counted in looks: a machine that has no time to look has none to answer the key either.
"""
TO_FOCUS = 0.3
"""Seconds that a screen has to give its focus to something; in a tiny window nothing takes it."""
ESC = "escape"
EDITING = frozenset({"backspace", "delete", "left", "right", "home", "end"})
"""Keys that an input line takes by itself, besides what is written in it."""


@runtime_checkable
class Busy(Protocol):
    """A screen on which a key may begin what is not there at once."""

    @property
    def takes_keys(self) -> bool: ...


class Flood(Paste):
    """More keys in one read than anybody types: pasted in a terminal that does not say so."""


class Held:
    """What waits behind the closed door, and how often it was looked whether to open it."""

    def __init__(self) -> None:
        self.events: deque[Key | Paste] = deque()
        self.looks = 0

    @property
    def waited(self) -> float:
        """Seconds."""
        return self.looks * LOOK


class TypedAhead:
    """The door that every key and every paste of a session goes through."""

    def __init__(
        self,
        app: App[None],
        through: Callable[[Key | Paste], Awaitable[None]],
        dropped: Callable[[int], None],
    ) -> None:
        """`through` hands a key on; `dropped` hears how many were let fall."""
        self._app, self._through, self._dropped = app, through, dropped
        self._held: Held | None = None
        self._given_up = False
        """Nothing is held before the screen takes keys again: what it waits for takes long."""

    @property
    def waits(self) -> bool:
        """Whether the next key has to wait."""
        return self._held is not None

    async def take(self, event: Key | Paste) -> None:
        """Let it through now, or keep it."""
        if isinstance(event, Flood):
            for each in self._parted(event.text):
                await self.take(each)
            return
        if isinstance(event, Paste):
            event = Paste(" ".join(event.text.splitlines()))
        self._given_up = self._given_up and not self._ready()
        if _is_esc(event):
            self._held = None
            await self._let_on(deque([event]))
        elif self._held is not None:
            self._held.events.append(event)
        elif self._begins(event) and not self._given_up and not (self._ready() and self._focused()):
            self._close().events.append(event)
        else:
            await self._let(event)

    def _parted(self, text: str) -> "list[Key | Paste]":
        """The key that opens a place to type, and the line to be typed there."""
        opens = {key for action in AT_ONCE for key in keys_of(named("screen", action))}
        key = _character_to_key(text[0])
        if key not in opens or self._held or isinstance(self._app.focused, Input):
            return [Paste(text)]
        line = next(iter(text[1:].splitlines()), "")
        return [Key(key, text[0]), Paste(line)]

    async def _let(self, event: Key | Paste) -> None:
        if self._begins(event) and not self._given_up:
            self._close()
        await self._through(event)

    def _begins(self, event: Key | Paste) -> bool:
        """Whether it may begin something that the next key is meant for."""
        if isinstance(event, Paste):
            return True
        if isinstance(self._app.focused, Input):
            return not event.is_printable and event.key not in EDITING
        return event.key not in steps()

    def _close(self) -> Held:
        self._held = held = Held()
        self._look_later(held)
        return held

    def _look_later(self, held: Held) -> None:
        later(self._app, LOOK, partial(self._look, held))

    async def _look(self, held: Held) -> None:
        """Let the next one go where it belongs, or look again a little later."""
        if held is not self._held:
            return  # Esc has opened the door meanwhile
        held.looks += 1
        if self._opens(held):
            self._held, self._given_up = None, False
            await self._let_on(held.events)
        elif held.waited < PATIENCE:
            self._look_later(held)
        else:
            self._held, self._given_up = None, True
            if held.events:
                self._dropped(len(held.events))

    def _opens(self, held: Held) -> bool:
        """Whether what waits can be taken now."""
        if held.events and _is_esc(held.events[0]):
            return self.has_whole_screen
        return self._calm() and (self._focused() or held.waited > TO_FOCUS)

    async def _let_on(self, events: "deque[Key | Paste]") -> None:
        while events and self._held is None:
            if self._begins(events[0]) and not self._takes(events[0]):
                self._close()
            else:
                await self._let(events.popleft())
        if self._held is not None:
            self._held.events.extend(events)

    def _takes(self, event: Key | Paste) -> bool:
        """Esc waits for no work that is under way."""
        return self.has_whole_screen if _is_esc(event) else self._ready()

    @property
    def has_whole_screen(self) -> bool:
        """Whether the screen on top is made: one that is left before that ends the session."""
        try:
            return self._app.screen.is_mounted
        except ScreenStackError:
            return False

    def _ready(self) -> bool:
        """Whether the screen on top can take what asks something of it."""
        if not self.has_whole_screen:
            return False
        screen = self._app.screen
        return not isinstance(screen, Busy) or screen.takes_keys

    def _focused(self) -> bool:
        """A screen is drawn a little before anything on it can take a key."""
        screen = self._app.screen
        return screen.focused is not None or not screen.focus_chain

    def _calm(self) -> bool:
        """Whether nothing is under way any more from the last key to its effect."""
        if not self._ready():
            return False
        app, screen = self._app, self._app.screen
        from_key = screen.focused.ancestors_with_self if screen.focused else [screen, app]
        return not any(map(_has_messages, from_key))


def _is_esc(event: Key | Paste) -> bool:
    return isinstance(event, Key) and event.key == ESC


def _has_messages(pump: MessagePump) -> bool:
    """Whether something waits to be handled; the next message is taken out of its queue early."""
    waits = pump._pending_message is not None  # noqa: SLF001 - there is no other way to know
    return waits or pump.message_queue_size > 0
