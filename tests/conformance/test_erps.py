"""The adapters that fit Erp: each in this process, and a client with its door over HTTP."""

import pytest

from adapters.hh2.erp import Hh2Erp
from adapters.hh2.keeping import Keeping
from adapters.hh2.session import Session, explained
from adapters.sandbox.doors.hh2.door import DOCUMENT, Hh2Door
from adapters.sandbox.doors.serving import Served
from adapters.sandbox.faults import FaultDial, FaultKind
from adapters.sandbox.promises import Promise, promise
from adapters.sqlite import Database
from adapters.wire.wire import Wire
from core.payload import payload
from core.records import InvoiceLine, Record, SovLine
from core.settings import Settings
from core.vocabulary import ErpStatus, RecordId, RecordKind
from tests.adapters.hh2.desk import HERE, linked
from tests.adapters.sandbox.company import Sandbox, sandbox, with_commitment
from tests.conformance.erp import ErpContract, Outside
from tests.records import commitment, subcontractor_invoice

K, S = RecordKind, ErpStatus


def order(number: str, amount: int) -> Record:
    lines = (SovLine(1, "01-100", "S", amount, "Mobilisation"),)
    name = RecordId(f"commitment-{number}")
    return commitment(S.EXPORTING, id=name, number=number, erp_id=number, lines=lines)


def invoice(number: str, amount: int) -> Record:
    lines = (InvoiceLine(1, "01-100", "S", amount, 0, "October"),)
    made = subcontractor_invoice(
        S.EXPORTING, id=RecordId(f"invoice-{number}"), number=number, erp_id=number, lines=lines,
        gross=amount, retainage=0,
    )  # fmt: skip
    return payload(made, Settings())


def turned(made: Sandbox, kind: FaultKind):
    return lambda: made.faults.turn(kind, 100)


def mended(made: Sandbox):
    def mend():
        for kind in FaultKind:
            made.faults.turn(kind, 0)

    return mend


class TestSandboxErp(ErpContract):
    @pytest.fixture(params=list(Promise))
    def outside(self, request):
        made = sandbox()
        promise(made.ledger.database, request.param)
        return Outside(
            made.erp,
            leaving=order,
            scope="",
            held=lambda: [d.erp_id for d in made.ledger.documents(K.COMMITMENT)],
            delete=lambda erp_id: made.ledger.delete(K.COMMITMENT, "", erp_id),
            sync=made.relay.sync,
            lose_answers=turned(made, FaultKind.DROP),
            lose_calls=turned(made, FaultKind.TIMEOUT),
            cut=turned(made, FaultKind.DOWN),
            mend=mended(made),
        )


class BrittleAtExports(Hh2Door):
    """Calls and answers are lost where Sage is asked to take a document, and nowhere else."""

    def writes(self, request):
        return request.path == f"{DOCUMENT}/actions/export"


@pytest.fixture(scope="module")
def line():
    """A server whose one door each test puts in place anew, and its dial."""
    doors: list[Hh2Door] = []
    faults = FaultDial(Database(None))
    served = Served(doors, faults).start()
    yield served.address, doors, faults
    served.close()


class TestHh2OverHttp(ErpContract):
    @pytest.fixture
    def outside(self, line):
        address, doors, faults = line
        made = with_commitment()._replace(faults=faults)
        made.relay.sync()
        doors[:] = [BrittleAtExports(made.ledger, made.relay, stage=0.0)]
        session = Session(Wire("hh2", address, explain=explained, within=5.0), HERE)
        erp = Hh2Erp(session, Keeping(None), linked, heard_within=0.0)
        yield Outside(
            erp,
            leaving=invoice,
            scope="V1001",
            held=lambda: [d.erp_id for d in made.ledger.documents(K.SUBCONTRACTOR_INVOICE)],
            delete=lambda erp_id: made.ledger.delete(K.SUBCONTRACTOR_INVOICE, "V1001", erp_id),
            sync=made.relay.sync,
            lose_answers=turned(made, FaultKind.DROP),
            lose_calls=turned(made, FaultKind.TIMEOUT),
            cut=turned(made, FaultKind.DOWN),
            mend=mended(made),
        )
        mended(made)()
        erp.close()
