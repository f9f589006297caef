"""The exhaustive golden: a change of a rule of rights shows as a few lines of one text."""

from itertools import product
from pathlib import Path

import pytest

from core.decide import decide
from core.decision import Allowed, Refused
from core.objection import Cause
from core.tabs import ROWS, TAB_OF
from core.vocabulary import Action, ErpStatus, RecordKind
from tests.core.golden import best_case, table
from tests.core.judging import FULL
from tests.people import CAST
from tests.records import case, record

GOLDEN = Path(__file__).parent.parent.parent / "snapshots" / "decisions.txt"
COMMAND = "python -m pytest tests/core/test_decisions.py --snapshot-update"


def test_every_decision_is_the_golden_one(request):
    now = table()
    if request.config.getoption("update_snapshots", default=False):
        GOLDEN.write_text(now, encoding="utf-8")

    assert now == GOLDEN.read_text(encoding="utf-8"), f"Look at the difference, then: {COMMAND}"


@pytest.mark.parametrize("kind", TAB_OF)
def test_an_action_without_a_row_is_refused_for_everybody(kind):
    for status, actor in product(ErpStatus, CAST):
        one = case(record(kind, status), actor, answers=FULL)
        for action in set(Action) - set(ROWS.get((kind, status), {})):
            refused = decide(one, action)
            assert isinstance(refused, Refused)
            assert refused.cause is Cause.NO_SUCH_STEP


@pytest.mark.parametrize("kind", RecordKind)
def test_every_step_may_be_taken_by_somebody(kind):
    stuck = [
        (status, action)
        for (k, status), rows in ROWS.items()
        for action in rows
        if k is kind and action is not Action.ABSORB
        if not any(
            isinstance(decide(best_case(kind, status, action)._replace(actor=a), action), Allowed)
            for a in CAST
        )
    ]

    assert stuck == []
