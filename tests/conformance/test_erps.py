"""The adapters that fit Erp."""

import pytest

from adapters.sandbox.faults import FaultKind
from core.vocabulary import RecordKind
from tests.adapters.sandbox.company import sandbox
from tests.conformance.erp import ErpContract, Outside


class TestSandboxErp(ErpContract):
    @pytest.fixture
    def outside(self, tmp_path):
        made = sandbox(tmp_path / "sandbox.sqlite")

        def mend():
            made.relay.start()
            for kind in FaultKind:
                made.faults.turn(kind, 0)

        return Outside(
            made.erp,
            held=lambda: [d.erp_id for d in made.ledger.documents(RecordKind.COMMITMENT)],
            delete=lambda erp_id: made.ledger.delete(RecordKind.COMMITMENT, "", erp_id),
            sync=made.relay.sync,
            lose_answers=lambda: made.faults.turn(FaultKind.DROP, 100),
            lose_calls=lambda: made.faults.turn(FaultKind.TIMEOUT, 100),
            cut=lambda: made.faults.turn(FaultKind.DOWN, 100),
            mend=mend,
        )
