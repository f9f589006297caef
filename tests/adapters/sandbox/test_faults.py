"""The dial: what goes wrong, how often, and what is written nevertheless."""

from collections import Counter

import pytest

from adapters.sandbox.faults import FaultDial, FaultKind
from core.ports import ErpRefused, OutcomeUnknown, OutsideUnreachable
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.sandbox.company import opened, sandbox
from tests.records import commitment

K, S = RecordKind, ErpStatus


def test_a_refusal_from_the_dial_passes_and_writes_nothing():
    made = sandbox()
    made.faults.turn(FaultKind.REFUSE, 100)

    with pytest.raises(ErpRefused) as no:
        made.export(commitment(S.EXPORTING))

    assert no.value.passing
    assert made.ledger.documents(K.COMMITMENT) == []


def test_a_call_that_nobody_answers_was_not_sent():
    made = sandbox()
    made.faults.turn(FaultKind.DOWN, 100)

    with pytest.raises(OutsideUnreachable):
        made.export(commitment(S.EXPORTING))
    with pytest.raises(OutsideUnreachable):
        made.erp.look(commitment(S.EXPORTING), "key-1")

    assert made.ledger.documents(K.COMMITMENT) == []


def test_a_slow_call_is_late_and_done():
    made = sandbox()
    made.faults.set_slowness(0.01)
    made.faults.turn(FaultKind.SLOW, 100)

    assert made.export(commitment(S.EXPORTING)) == "SC0001"


def test_a_look_is_never_refused_and_never_loses_its_answer():
    made = sandbox()
    for kind in (FaultKind.REFUSE, FaultKind.TIMEOUT, FaultKind.DROP):
        made.faults.turn(kind, 100)

    assert made.erp.look(commitment(S.EXPORTING), "key-1").receipt is None


def test_the_dial_stands_where_another_process_left_it(tmp_path):
    made = opened(tmp_path / "sandbox.sqlite")
    made.faults.turn(FaultKind.DROP, 30)
    made.faults.turn(FaultKind.SLOW, 5)
    made.faults.turn(FaultKind.SLOW, 0)

    assert opened(tmp_path / "sandbox.sqlite").faults.turned() == {FaultKind.DROP: 30}


def test_with_a_seed_the_dice_fall_the_same_way_and_about_as_often_as_said():
    def outcomes(seed):
        made = sandbox()
        dial = FaultDial(made.ledger.database, seed)
        dial.turn(FaultKind.DOWN, 30)
        found = []
        for _ in range(500):
            try:
                dial.on_the_way()
            except OutsideUnreachable:
                found.append("down")
            else:
                found.append("done")
        return found

    assert outcomes(1) == outcomes(1)
    assert outcomes(1) != outcomes(2)
    assert 100 < Counter(outcomes(1))["down"] < 200


@pytest.mark.parametrize("percent", [-1, 101])
def test_only_a_percentage_can_be_set(percent):
    with pytest.raises(ValueError, match="percentage"):
        sandbox().faults.turn(FaultKind.DROP, percent)


def test_a_dropped_answer_was_written_and_a_timeout_was_not():
    made = sandbox()
    made.faults.turn(FaultKind.DROP, 100)
    with pytest.raises(OutcomeUnknown):
        made.erp.export(commitment(S.EXPORTING), "key-1")
    made.faults.turn(FaultKind.TIMEOUT, 100)
    with pytest.raises(OutcomeUnknown):
        made.erp.export(commitment(S.EXPORTING, id="c-2", erp_id="SC0002"), "key-2")

    assert [d.erp_id for d in made.ledger.documents(K.COMMITMENT)] == ["SC0001"]
