"""The sandbox behind HTTP, and our hh2 client that knows nothing of it but its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from adapters.hh2.erp import Hh2Erp
from adapters.hh2.keeping import Keeping
from adapters.hh2.session import Credentials, Session, explained
from adapters.sandbox.doors.hh2.door import Hh2Door
from adapters.sandbox.doors.serving import Served
from adapters.wire.wire import Wire
from core.case import Mirrored
from core.vocabulary import RecordKind
from tests.adapters.sandbox.company import Sandbox, with_commitment

HERE = Credentials("sandbox", "sandbox", "sandbox", "sandbox")
IN_SAGE = {"company-1": "V1001", "commitment-1": "SC0001", "project-1": "J1200"}


class Desk(NamedTuple):
    """Both ends of the wire."""

    sandbox: Sandbox
    door: Hh2Door
    address: str
    erp: Hh2Erp
    place: Path


@contextmanager
def desk(folder: Path, *, stage: float = 0.0) -> Iterator[Desk]:
    """A company with one posted commitment, which the relay has read."""
    sandbox = with_commitment(folder / "sandbox.db")
    sandbox.relay.sync()
    door = Hh2Door(sandbox.ledger, sandbox.relay, stage=stage)
    served = Served([door], sandbox.faults).start()
    place = folder / "hh2.db"
    with client(served.address, place) as erp:
        yield Desk(sandbox, door, served.address, erp, place)
    served.close()


@contextmanager
def client(address: str, place: Path, credentials: Credentials = HERE) -> Iterator[Hh2Erp]:
    """A client that starts with nothing but its file."""
    wire = Wire("hh2", address, explain=explained, within=5.0)
    erp = Hh2Erp(Session(wire, credentials), Keeping(place), linked, heard_within=0.1)
    try:
        yield erp
    finally:
        erp.close()


def read_all(erp: Hh2Erp, kind: RecordKind) -> tuple[dict[tuple[str, str], Mirrored], list, int]:
    """Everything of a kind, block by block: what there is, what is gone, how far it was read."""
    mark, told, gone = 0, {}, []
    while True:
        block = erp.seen(kind, mark, 2)
        told |= {(m.scope, m.erp_id): m for m in block.records}
        gone += block.gone
        if not block.remaining:
            return told, gone, block.mark
        mark = block.mark


def linked(record: str) -> str:
    """The id in Sage of what the builders of records name."""
    return IN_SAGE.get(record, "")
