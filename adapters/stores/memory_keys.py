"""SSH keys in the store in memory."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from adapters.stores.adjusting import Adjusting
from adapters.stores.memory_shelf import MemoryShelf
from core.audit import of_key
from core.decision import Refused
from core.people import Actor
from core.ports import Adjust, Adjusted
from core.user_keys import UserKey


class MemoryKeys:
    """The part of the store that knows who comes in by which key."""

    _shelf: MemoryShelf
    _lock: threading.RLock
    _clock: Callable[[], datetime]
    _noted: Callable[[Adjusting], bool]

    def user_key(self, fingerprint: str) -> UserKey | None:
        return self._shelf.keys.get(fingerprint)

    def user_keys(self, person: str) -> Sequence[UserKey]:
        return [key for _, key in sorted(self._shelf.keys.items()) if person in {"", key.person}]

    def adjust_key(
        self, fingerprint: str, actor: Actor, judge: Adjust[UserKey | None]
    ) -> Adjusted[UserKey | None] | Refused:
        with self._lock:
            adjusting = Adjusting(self._shelf, of_key(fingerprint), actor, self._clock())
            done = adjusting.judged(self.user_key(fingerprint), judge)
            if self._noted(adjusting) and isinstance(done, Adjusted) and done.value:
                self._shelf.keys[fingerprint] = done.value
        return done
