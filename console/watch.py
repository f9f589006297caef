"""Looks after a session: whether its person is still let in, and whether anybody sits at it."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from core.people import Actor
from core.ports import RecordStore, StoreUnusable
from core.user_keys import turned_away
from core.values import NamedTuple

MINUTE = 60.0


class Patience(NamedTuple):
    """Seconds without a key after which a session is covered, and ends; 0 for never."""

    covered: float = 0.0
    ended: float = 0.0


class Watch:
    """Knows when a session is to be covered, and why it is over."""

    def __init__(
        self,
        shut_out: Callable[[], str | None],
        patience: Callable[[], Patience],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`shut_out` tells why the person may no longer be here, and may ask the store."""
        self._shut_out, self._patience, self._clock = shut_out, patience, clock
        self._touched = clock()

    def touched(self) -> None:
        """A key was pressed, or the mouse."""
        self._touched = self._clock()

    def over(self) -> str | None:
        """Why the session is over, in a sentence. Asks the store: for a thread."""
        try:
            if why := self._shut_out():
                return f"{why} This session has ended; what was committed stays."
            ended = self._patience().ended
        except StoreUnusable:
            return None  # the screens say so themselves, and nothing can be written meanwhile
        if ended and self._idle >= ended:
            return f"Nobody pressed a key for {_long(ended)}, so this session has ended."
        return None

    def covered(self) -> str | None:
        """Why nothing is to be shown, in a sentence. Asks the store: for a thread."""
        try:
            after = self._patience().covered
        except StoreUnusable:
            return None
        return (
            f"Nobody pressed a key for {_long(after)}." if after and self._idle >= after else None
        )

    @property
    def _idle(self) -> float:
        return self._clock() - self._touched


def watch(store: RecordStore, actor: Actor) -> Watch:
    """Over somebody's session: by their key where they came in by one."""
    mark = actor.session.key

    def shut_out() -> str | None:
        if mark:
            key = store.user_key(mark)
            person = store.person(key.person) if key else None
            return turned_away(mark, key, person, datetime.now(UTC))
        held = store.person(actor.id)
        if held is not None and not held.may_enter:
            return f"{held.name} may not sign in any more."
        return None

    def patience() -> Patience:
        settings = store.settings()
        ended = settings.idle_end_minutes * MINUTE if mark else 0.0
        return Patience(settings.idle_minutes * MINUTE, ended)

    return Watch(shut_out, patience)


def _long(seconds: float) -> str:
    return f"{seconds / MINUTE:,.0f} min" if seconds >= MINUTE else f"{seconds:.1f} s"
