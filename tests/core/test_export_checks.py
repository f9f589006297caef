"""The doctor on exports: whether they leave, and whether Sage holds what they wrote."""

from core.health import State
from tests.core.test_checkup import evidence, facts, kept, state


def test_what_holds_exports_back_is_told_with_what_lets_them_go():
    stopped = facts(kept(held_back=("Exports are stopped: Month end",)))

    assert state("exports", facts()) == [State.PASS]
    assert state("exports", stopped) == [State.WARN]
    assert evidence("exports", stopped) == "Exports are stopped: Month end"


def test_what_differs_in_sage_is_a_failure():
    differs = facts(kept(compared=7, incidents=("Sage holds commitment SC1 2 times: SC1, SC2.",)))
    agrees = facts(kept(compared=7))

    assert state("compared", differs) == [State.FAIL]
    assert evidence("compared", agrees) == "7 exports were compared with Sage; all of them agree."
