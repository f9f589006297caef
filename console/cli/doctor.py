"""The doctor: one line for each check, with what it found and what to do next."""

from collections.abc import Iterator
from typing import Any

from console.cli import exits
from console.cli.call import Call
from core.checkup import examined
from core.health import Check, Finding, State

MARGIN = 5


def doctor(call: Call) -> int:
    """Look at everything, and say what is well, what is not, and what that blocks."""
    from console.examination import facts_of

    facts = facts_of(call.home)
    if facts.kept is not None and call.text("as") is not None:
        _ = call.actor  # who is claimed is believed or turned away as everywhere
    found = list(examined(facts))
    count = {state: sum(1 for _, f in found if f.state is state) for state in State}
    value = {
        "healthy": not count[State.FAIL],
        **{state.value: n for state, n in count.items()},
        "checks": [_shape(check, finding) for check, finding in found],
    }
    call.out.answer(value, _told(found, count) if not call.out.json else ())
    return exits.PARTLY if count[State.FAIL] else exits.DONE


def _told(found: list[tuple[Check, Finding]], count: dict[State, int]) -> Iterator[str]:
    wide = max(len(_named(check, finding)) for check, finding in found)
    for check, finding in found:
        parts = [finding.evidence]
        if finding.next_step:
            parts.append(finding.next_step)
        if finding.state is State.FAIL:
            parts.append(f"Blocks {check.blocks}{f' [{check.rule}]' if check.rule else ''}.")
        yield f"{finding.state:{MARGIN}} {_named(check, finding):{wide}}  {' '.join(parts)}"
    yield ", ".join(f"{n} {state}" for state, n in count.items())


def _named(check: Check, finding: Finding) -> str:
    return f"{check.name}: {finding.subject}" if finding.subject else check.name


def _shape(check: Check, finding: Finding) -> dict[str, Any]:
    return {
        "check": check.name,
        "subject": finding.subject or None,
        "asks": check.asks,
        "state": finding.state.value,
        "evidence": finding.evidence,
        "next": finding.next_step or None,
        "blocks": check.blocks if finding.state is State.FAIL else None,
        "rule": check.rule or None,
    }
