"""When things happened: the order of the file's dates, brought into the time a queue lives in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive.chance import part
from core.identity import record_id
from core.vocabulary import RecordId, RecordKind

EXTRACTED = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
"""When the city's data was taken."""
OLDEST_RECORD = timedelta(days=600)
NEWEST_RECORD = timedelta(days=60)
LONGEST_WAIT = timedelta(days=45)


class Calendar:
    """Gives contracts their place in time, and records their ids.

    The file spans thirty years; the company it becomes keeps their order within the last two.
    """

    def __init__(self, rows: Iterable[ContractRow], as_of: datetime) -> None:
        self.as_of = as_of
        ordered = sorted(rows, key=lambda row: (row.approved or date.min, row.line))
        span = (OLDEST_RECORD - NEWEST_RECORD) / max(len(ordered), 1)
        start = EXTRACTED - OLDEST_RECORD
        self._created = {
            row.line: _whole(start + place * span) for place, row in enumerate(ordered)
        }
        self._taken: set[RecordId] = set()

    def created(self, row: ContractRow) -> datetime:
        return self._created[row.line]

    def id(self, kind: RecordKind, key: str, at: datetime) -> RecordId:
        """The same key at the same time has the same id; no two keys share one."""
        digest = blake2b(f"{kind}:{key}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
        salt = int.from_bytes(digest, "big")
        while (made := record_id(at, salt)) in self._taken:
            salt += 1
        self._taken.add(made)
        return made

    def sent(self, key: str, created: datetime) -> datetime:
        """Since when something waits: mostly days, rarely weeks."""
        waited = LONGEST_WAIT * part("waited", key) ** 3 + timedelta(minutes=7)
        return max(_whole(self.as_of - waited), created + timedelta(minutes=30))

    def long_ago(self, key: str, created: datetime) -> datetime:
        """When something was sent that has been answered since."""
        return _whole(created + timedelta(hours=2) + timedelta(days=9) * part("long ago", key))

    def answered(self, key: str, sent: datetime) -> datetime:
        """When an answer came, after the sending and before now."""
        return _whole(sent + max(self.as_of - sent, timedelta(0)) * part("answered", key))


def _whole(at: datetime) -> datetime:
    """Without a part of a second that no list shows."""
    return at.replace(microsecond=0)
