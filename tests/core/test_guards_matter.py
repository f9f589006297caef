"""Every guard matters: one case that it alone refuses, and that is allowed without it."""

import pytest

import core.direct
from core.decide import decide
from core.decision import Allowed, Refused
from core.objection import Objection
from core.requirements import GUARDS, guards_of
from tests.core.guard_examples import EXAMPLES, Example

each_guard = pytest.mark.parametrize(
    "example",
    [
        pytest.param(
            example,
            id=f"{example.good.record.kind}-{example.guard.name}",
            marks=pytest.mark.rule(*example.guard.rules),
        )
        for example in EXAMPLES
    ],
)


def heard(example: Example) -> list[Objection]:
    """What stands against the spoilt case, or is warned of."""
    decision = decide(example.spoil(example.good), example.action)
    found = decision.objections if isinstance(decision, Refused) else decision.warnings
    return list(found)


def test_every_guard_has_an_example():
    wanted = {(guard.name, guard.rules) for guards in GUARDS.values() for guard in guards}

    assert {(e.guard.name, e.guard.rules) for e in EXAMPLES} == wanted


@each_guard
def test_before_it_is_spoilt_the_case_is_allowed_without_a_word(example):
    decision = decide(example.good, example.action)

    assert isinstance(decision, Allowed), decision
    assert decision.warnings == ()


@each_guard
def test_one_guard_alone_objects_and_cites_its_rules(example):
    [objection] = heard(example)

    assert objection.rule == ", ".join(example.guard.rules)
    assert objection.lifted_by == example.guard.lifted_by


@each_guard
def test_without_the_guard_the_spoilt_case_would_pass(example, monkeypatch):
    def others(*step: object) -> tuple[object, ...]:
        return tuple(guard for guard in guards_of(*step) if guard is not example.guard)

    monkeypatch.setattr(core.direct, "guards_of", others)

    assert heard(example) == []
