"""Each kind by its own way, and none by one that a rule closes."""

import pytest

from adapters.hh2.erp import FLOWS
from adapters.routes.by_hand import ByHand
from adapters.routes.routed import RoutedErp
from core.ports import ErpRefused
from core.routes import TAKEN, Route, Routes
from core.vocabulary import ErpStatus, RecordKind
from tests.records import job_cost


@pytest.mark.rule("job costs 1")
def test_a_direct_cost_does_not_leave_though_hh2_has_a_call_for_it():
    blind = ByHand(lambda _: None, "It waits")
    erp = RoutedErp(Routes, dict.fromkeys(Route, blind), blind)

    with pytest.raises(ErpRefused, match="A job cost is never written into Sage from here"):
        erp.export(job_cost(ErpStatus.EXPORTING), "key")

    assert set(FLOWS) - set(TAKEN) == {RecordKind.JOB_COST}
    assert not erp.traits(RecordKind.JOB_COST).writes
