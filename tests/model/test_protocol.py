"""The protocol holds however things interleave, and each of its guards is needed for it."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.exploring import explore
from tests.model.machine import InMemory, InSqlite
from tests.model.protocol import GUARDS, Bounds

QUICK = settings(
    max_examples=12, stateful_step_count=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
BREAKS = {
    "version": "one decision for each version",
    "void": "nothing is sent whose content has changed",
    "rights": "only who may decides",
    "mark": "nothing arrives that is not approved",
    "freeze": "what arrives is what was approved",
    "fence": "synced is final",
    "doubt": "nothing is sent whose content has changed",
    "horizon": "nothing arrives that is not approved",
    "lease": "nothing arrives that is not approved",
    "entry": "every change has its entry",
}


def test_the_whole_protocol_breaks_nothing_on_any_way():
    explored = explore()

    assert (explored.broken, explored.story) == (frozenset(), ())
    assert explored.moments > 40_000


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_something_breaks(guard):
    explored = explore(guard)

    assert BREAKS[guard] in explored.broken, explored.story


def test_without_edits_the_horizon_keeps_from_doubling():
    explored = explore("horizon", Bounds(edits=0))

    assert explored.broken == {"one document for each approval"}


@pytest.mark.parametrize("machine", [InMemory, InSqlite])
def test_the_real_code_does_what_the_model_allows(machine):
    run_state_machine_as_test(machine, settings=QUICK)
