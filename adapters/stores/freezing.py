"""What an approval freezes: the record as it leaves, its key and its digest."""

from typing import Any

from adapters.codec import decoded_record, encoded
from adapters.stores.filing import IN_FLIGHT
from core.audit import Entry
from core.grace import WAITING
from core.payload import payload
from core.ports.leaving import Frozen, seal
from core.records import Record
from core.settings import Settings
from core.values import NamedTuple
from core.vocabulary import ASKABLE, Action, Effect, ErpStatus

UNHANDLED: dict[str, Any] = {
    "status": ErpStatus.EXPORTING,
    "version": 0,
    "sent_by": "",
    "sent_at": None,
    "changed_at": None,
    "fault": None,
    "note": "",
    "fell_back": "",
    "unposted_since": None,
    "edited_by": "",
    "endorsed_by": "",
    "override": "",
}
PLACES = tuple((Record._fields.index(name), value) for name, value in UNHANDLED.items())


class Leaving(NamedTuple):
    """Frozen bytes under their key."""

    key: str
    text: str
    digest: str


def freezes(action: Action, effect: Effect | None) -> bool:
    """Whether this is an approval of something that leaves for the ERP."""
    return effect in WAITING and action in ASKABLE


def key_of(record: Record, effect: Effect) -> str:
    """Under which key it leaves."""
    if effect is Effect.UPDATE:
        return f"up1:{record.kind}:{record.id}:{record.version}"
    return record.export_key or record.id


def leaving(record: Record, settings: Settings, effect: Effect) -> Leaving:
    """The record as it leaves for the ERP, without what tells how it was handled.

    So a second approval of the same content freezes the same bytes.
    """
    key, values = key_of(record, effect), list(payload(record, settings))
    for place, unhandled in PLACES:
        values[place] = unhandled
    text = encoded(values)
    return Leaving(key, text, seal(key, text))


def frozen(of: Leaving, record: Record, effect: Effect, entry: Entry) -> Frozen:
    """As it is kept from the approval on."""
    return Frozen(
        of.key, record.id, effect, record.version, entry.actor, entry.at, record.amount,
        of.text, of.digest, decoded_record(of.text),
    )  # fmt: skip


def ends(before: ErpStatus, after: ErpStatus) -> bool:
    """Whether a step takes a record to where nothing of its approval is under way any more."""
    return before in IN_FLIGHT and after not in IN_FLIGHT


def next_key(record: Record) -> str:
    """The key of an approval of other content than the one that failed under the present key."""
    before = (record.export_key or record.id).rpartition(":")[0]
    return f"{before}:{record.version}"
