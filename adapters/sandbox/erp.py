"""The way to the sandbox's accounting system: through the relay, with the dial's faults."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from adapters.sandbox.faults import FaultDial
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.promises import LONG_AGO, ONCE, TRAITS, Promise, promised
from adapters.sandbox.relay import Relay
from adapters.sandbox.schema import reached
from core.case import Mirrored
from core.ports import ErpRefused, Receipt, Seen, Sighting
from core.receivers import Traits
from core.records import Record
from core.relay import takes_invoices
from core.routes import TAKEN
from core.vocabulary import RecordId, RecordKind

UPDATED = frozenset({RecordKind.PROJECT, RecordKind.SUB_JOB})
"""Kinds to which cost codes and categories can be added."""
INVOICES = frozenset({RecordKind.SUBCONTRACTOR_INVOICE, RecordKind.OWNER_INVOICE})


class SandboxErp:
    """Fits Erp."""

    def __init__(
        self,
        ledger: Ledger,
        relay: Relay,
        faults: FaultDial,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._relay = relay
        self._faults = faults
        self._clock = clock
        self._given = threading.local()

    def traits(self, kind: RecordKind) -> Traits:
        """One Sage, one promise; which kinds it takes is its own."""
        promise = TRAITS[promised(self._ledger.database)]
        return promise._replace(writes=kind in TAKEN, updates=kind in UPDATED)

    def export(self, record: Record, key: str) -> Receipt:
        self._relay.check()
        setup = self._ledger.setup().settings
        if record.kind in INVOICES and not takes_invoices(setup.relay):
            text = f"The relay's client {setup.relay.client} is too old to carry invoices."
            raise ErpRefused("CLIENT_TOO_OLD", text)
        self._faults.before_writing(record.id)
        once = promised(self._ledger.database) in ONCE
        with reached("Sage"):
            receipt = self._ledger.write(record, key, once=once)
        self._faults.after_writing()
        return receipt

    def look(self, record: Record, key: str) -> Sighting:  # noqa: ARG002  # the key is enough here
        self._relay.check()
        self._faults.on_the_way()
        # Taken before looking, so that what is written meanwhile counts as not seen.
        as_of = self._clock()
        match promised(self._ledger.database):
            case Promise.NOTHING:
                return Sighting(None, LONG_AGO)
            case Promise.REFERENCE:
                return Sighting(self._ledger.receipt(key), LONG_AGO)
            case _:
                return Sighting(self._ledger.receipt(key), as_of)

    def update(self, record: Record, key: str) -> Receipt:  # noqa: ARG002  # twice changes nothing
        self._relay.check()
        self._faults.before_writing(record.id)
        with reached("Sage"):
            receipt = self._ledger.update(record)
        self._faults.after_writing()
        return receipt

    def seen(self, kind: RecordKind, mark: int, limit: int) -> Seen:
        self._faults.on_the_way()
        with reached("The relay"):
            block, read_at = self._relay.block(kind, mark, limit)
        if not block.remaining:
            self._given.__dict__[kind] = read_at
        return block

    def read_at(self, kind: RecordKind) -> datetime | None:
        """When the relay read what this reader was given whole.

        While blocks are still to come, or a newer reading is not asked for yet, it is the older
        moment: absence may be believed as of then, and not as of what nobody has looked at.
        """
        given: datetime | None = self._given.__dict__.get(kind)
        return given

    def held(self, record: Record, key: str) -> list[Mirrored]:  # noqa: ARG002  # the key will do
        self._relay.check()
        self._faults.on_the_way()
        return self._ledger.under(key)

    def written(self) -> list[tuple[RecordId, str]]:
        self._relay.check()
        self._faults.on_the_way()
        return self._ledger.standing()
