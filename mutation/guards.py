"""`python -m mutation.guards`: which guard could go without a test that names its rule failing?

For each guard its objection is taken away, and the tests marked with one of its rules are run.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType

import pytest

from mutation.settings import settings
from mutation.trial import GO_ON, PYTEST, SURVIVED, first_failure, forked, outcome, warm

LONGEST = 600.0
SECONDS = 60.0


def main() -> int:
    warm()
    chosen = settings()
    folder = Path(chosen.folder)
    folder.mkdir(exist_ok=True)
    kept = folder / "guards.json"
    kept.unlink(missing_ok=True)
    forked(
        lambda: int(pytest.main([*PYTEST, "-s", GO_ON, *chosen.suites], plugins=[_Loop(kept)])),
        LONGEST,
    )
    found: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    for name, said in found.items():
        if said:
            print(f"{name}: {said}")
    amiss = sum(1 for said in found.values() if said)
    print(f"{len(found)} guards; {amiss} could go unnoticed by the tests that name their rules")
    return 1 if amiss else 0


class _Loop:
    """A plugin of pytest: tries the guards where pytest would run its tests."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from core.requirements import GUARDS

        guards = {(g.name, g.rules): g.objects for guards in GUARDS.values() for g in guards}
        found = {
            f"{name} ({', '.join(rules)})": _amiss(objects, rules, session.items)
            for (name, rules), objects in sorted(guards.items(), key=lambda item: item[0])
        }
        self._kept.write_text(json.dumps(found), encoding="utf-8")
        return True


def _amiss(
    objects: Callable[..., object], rules: Sequence[str], items: Sequence[pytest.Item]
) -> str:
    """What is wrong with the tests of a guard; empty where they would notice its absence."""
    named = [item for item in items if _names(item, rules)]
    if not named:
        return "no test names its rules"
    if _fail(named):
        return "a test that names its rules fails with it, too"
    assert isinstance(objects, FunctionType)
    status = forked(lambda: _without(objects, named), SECONDS)
    return "no test that names its rules fails without it" if outcome(status) == SURVIVED else ""


def _fail(items: Sequence[pytest.Item]) -> bool:
    return bool(forked(lambda: first_failure(items), SECONDS))


def _names(item: pytest.Item, rules: Sequence[str]) -> bool:
    marked = {rule for mark in item.iter_markers("rule") for rule in mark.args}
    return any(_short(r) in map(_short, marked) for r in rules)


def _short(rule: str) -> str:
    return rule.partition(" (")[0]


def _without(objects: FunctionType, items: Sequence[pytest.Item]) -> int:
    objects.__code__ = _never.__code__
    return first_failure(items)


def _never(case: object) -> None:  # noqa: ARG001  # a guard that never objects
    return None


if __name__ == "__main__":
    sys.exit(main())
