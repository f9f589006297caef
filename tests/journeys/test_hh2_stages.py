"""A connector that dies at any stage of an export through hh2 leaves one document behind it."""

from tests.journeys.hh2_exports import (
    BEFORE,
    NOTED,
    STAGES,
    Connectors,
    exports,
    killed_at,
)
from tests.journeys.outside import ran


def test_a_death_at_each_stage_ends_in_exactly_one_document(tmp_path):
    """Both before the answer that tells of the stage is given, and after it was read."""
    trials = [(stage, moment) for stage in STAGES for moment in (BEFORE, NOTED)]
    with exports(tmp_path) as both:
        connectors = Connectors(both.home)
        try:
            connectors.begin(both.store)
            wrong = [
                killed_at(both, connectors, f"K{number}", stage, moment)
                for number, (stage, moment) in enumerate(trials)
            ]
        finally:
            connectors.end()

        assert list(filter(None, wrong)) == []
        assert sorted(both.in_sage()) == sorted(f"K{n}" for n in range(len(trials)))
    assert ran("verify", "--home", str(tmp_path / "own")).code == 0
