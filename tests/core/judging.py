"""Short ways to ask for a judgement and to hear it."""

from core.case import Answers, Case
from core.decide import decide
from core.decision import Allowed, Refused
from core.records import Record
from core.vocabulary import Action

FULL = Answers(reason="The scope is wrong.", confirmed=True, existing_lines="keep")
"""Every answer that has no default."""


def said(of: Case, action: Action) -> list[str]:
    """The sentences that stand against an action; none where it is allowed."""
    decision = decide(of, action)
    return [o.text for o in decision.objections] if isinstance(decision, Refused) else []


def rules_said(of: Case, action: Action) -> list[str]:
    """The rules that stand against an action."""
    decision = decide(of, action)
    return [o.rule for o in decision.objections] if isinstance(decision, Refused) else []


def codes_said(of: Case, action: Action) -> list[str]:
    """The reason codes of what the actor lacks (cross-cutting A.2)."""
    decision = decide(of, action)
    found = decision.objections if isinstance(decision, Refused) else ()
    return [o.code for o in found if o.code]


def warned(of: Case, action: Action) -> list[str]:
    """The sentences that an action is allowed in spite of."""
    decision = decide(of, action)
    return [o.text for o in decision.warnings] if isinstance(decision, Allowed) else []


def moved(of: Case, action: Action) -> Record:
    """The record as an allowed action leaves it."""
    decision = decide(of, action)
    assert isinstance(decision, Allowed), decision
    return decision.record
