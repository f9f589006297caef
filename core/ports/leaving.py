"""What the core needs of its store for what leaves: frozen at its approval, marked when sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.hashing import sha256
from core.ports.work import Owed
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Cents, Effect, RecordId


class Frozen(NamedTuple):
    """What one approval lets leave: the same key and the same bytes for every attempt."""

    key: str
    record: RecordId
    effect: Effect
    version: int
    """The version that the approval left the record at."""
    approved_by: str
    approved_at: datetime
    amount: Cents
    text: str
    """The very characters that were frozen."""
    digest: str
    """Of key and text, at the approval."""
    payload: Record
    """What the characters say."""
    sends: int = 0
    """How many calls were marked, whether or not they got through."""
    sending: bool = False
    """A call is marked and nobody has reported what became of it."""
    first_sent_at: datetime | None = None
    sent_at: datetime | None = None
    """When the last call was marked."""
    ended_at: datetime | None = None
    """When the approval came to its end; None while it is under way."""
    outcome: str = ""
    """The status that the record had then."""
    erp_id: str = ""
    """As the ERP confirmed it."""

    @property
    def intact(self) -> bool:
        """Whether these are the bytes that were approved."""
        return seal(self.key, self.text) == self.digest


class Sent(NamedTuple):
    """How much was sent since a moment: each approval once, however often it was tried."""

    approvals: int
    amount: Cents


def seal(key: str, text: str) -> str:
    """The digest that binds frozen bytes to the key under which they leave."""
    return sha256(f"{key}\n{text}".encode("utf-8", "surrogatepass"))


class Leaving(Protocol):
    """Keeps what approvals froze, and every call before it is made."""

    def now(self) -> datetime:
        """The store's own clock: leases and marks go by it, whoever asks."""

    def frozen(self, key: str) -> Frozen | None: ...

    def mark_sending(self, owed: Owed, key: str, seconds: float) -> Frozen:
        """Commit that a call is about to be made, and hold the lease for so much longer.

        What was approved before payloads were frozen is frozen now.

        Raises:
            LostLease: it is in other hands by now; nothing is to be sent.
        """

    def not_sent(self, owed: Owed, key: str) -> None:
        """Take a mark back: surely no byte left. Does nothing if the lease was lost."""

    def under_way(self) -> Sequence[Frozen]:
        """What was approved and has not come to its end, the oldest first."""

    def confirmed_since(self, at: datetime, limit: int) -> Sequence[Frozen]:
        """What the ERP confirmed since a moment, the oldest first."""

    def sent_since(self, at: datetime) -> Sent:
        """What was first sent since a moment."""

    def calls_since(self, at: datetime) -> int:
        """How many approvals were last sent since a moment."""

    def last_call_at(self) -> datetime | None:
        """When the last call was marked; None before the first."""

    def hash_of(self, seq: int) -> str | None:
        """The hash of an audit entry; None where there is none of this number."""
