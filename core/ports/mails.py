"""What the core needs to post mails: an outbox that forgets nothing, and somebody to carry it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.audit import Entry
from core.values import NamedTuple
from core.vocabulary import Cents, RecordKind, View


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or given up."""
    SKIPPED = "skipped"
    """Meant for somebody it cannot be sent to, or who does not want it."""


class Draft(NamedTuple):
    """A mail as it is put into the outbox."""

    key: str
    """What it tells, and to whom: a second draft of the same key is not kept."""
    occasion: str
    person: str
    """The id of whom it is for; empty where nobody is known by the name."""
    name: str
    address: str
    subject: str
    body: str
    message_id: str
    """The same at every attempt, so that a repeat is recognised."""
    made_at: datetime
    skipped: str = ""
    """Why it is not sent; empty where it is."""


class Letter(NamedTuple):
    """A mail in the outbox."""

    seq: int
    draft: Draft
    state: MailState
    attempts: int
    """How often it was taken in hand."""
    owner: str
    """The lease's holder, or the last one."""
    due_at: datetime
    """When it may next be taken in hand."""
    ended_at: datetime | None
    why: str
    """Why the last attempt failed, or why it is not sent."""


class Pile(NamedTuple):
    """Records of a kind that wait in one view."""

    kind: RecordKind
    view: View
    currency: str
    size: int
    amount: Cents
    oldest: datetime
    older: tuple[int, ...]
    """How many are older than each moment that was asked for."""


class Outbox(Protocol):
    """Keeps mails, beside the records and in one transaction with the marks of the same store.

    May be called from any thread.
    """

    def newest_entry(self) -> int:
        """The number of the newest entry of the history; 0 while there is none."""

    def entries(self, first: int, limit: int) -> Sequence[Entry]:
        """The history from an entry on, in order."""

    def post(self, drafts: Sequence[Draft], source: str, was: int, now: int) -> bool:
        """Put drafts into the outbox and move the source's mark, in one transaction.

        False, and nothing is done, where the mark is not where it was: somebody else came first.
        """

    def claim(self, owner: str, seconds: float) -> Letter | None:
        """Take a lease on the mail that is due for longest; None where none is due and free."""

    def sent(self, letter: Letter) -> None:
        """The server took it. Does nothing if the lease was lost."""

    def failed(self, letter: Letter, why: str) -> None:
        """It is not tried again. Does nothing if the lease was lost."""

    def postpone(self, letter: Letter, seconds: float, why: str) -> None:
        """Give the lease back; nobody tries again before `seconds` have passed."""

    def again(self) -> int:
        """Let what failed wait once more, to be sent now. Returns how many."""

    def mails(
        self, state: MailState | None, limit: int, person: str | None = None
    ) -> Sequence[Letter]:
        """The newest first: of one state or of all, for one person or for all."""

    def tally(self, person: str | None = None) -> Mapping[MailState, int]:
        """How many stand where, for one person or for all; states without a mail are absent."""

    def waits_since(self) -> datetime | None:
        """When the oldest waiting mail was made; None where none waits."""

    def forget(self, before: datetime) -> int:
        """Forget what was sent or skipped, and made before. Returns how many."""

    def piles(
        self, views: Sequence[View], kinds: Sequence[RecordKind], older: Sequence[datetime]
    ) -> Sequence[Pile]:
        """What waits in these views, by kind, view and currency."""


class MailUnreachable(Exception):
    """The server cannot be used just now; no mail can go out. The text says why."""


class MailPutOff(Exception):
    """The server does not take this mail now; later it may. The text holds the server's words."""


class MailRefused(Exception):
    """The server does not take this mail, ever. The text holds the server's words."""


class Carrier(Protocol):
    """Brings mails to a server."""

    def carry(self, draft: Draft) -> None:
        """Hand one mail over; what came back without an exception was taken.

        Raises:
            MailUnreachable: the server does not answer, or turns us away.
            MailPutOff: not this mail, not now.
            MailRefused: not this mail.
        """

    def close(self) -> None:
        """Leave the server."""
