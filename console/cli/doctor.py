"""The doctor: one line for each check, with what it found and what to do next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from console.cli import exits
from console.cli.call import Call, Trouble
from core.checkup import examined
from core.health import Check, Facts, Finding, State

if TYPE_CHECKING:
    from console.support import Bundle

MARGIN = 5


def doctor(call: Call) -> int:
    """Look at everything, and say what is well, what is not, and what that blocks."""
    from console.examination import facts_of

    facts = facts_of(call.home)
    if facts.kept is not None and call.text("as") is not None:
        _ = call.actor  # who is claimed is believed or turned away as everywhere
    found = list(examined(facts))
    count = {state: sum(1 for _, f in found if f.state is state) for state in State}
    value: dict[str, Any] = {
        "healthy": not count[State.FAIL],
        **{state.value: n for state, n in count.items()},
        "checks": [_shape(check, finding) for check, finding in found],
    }
    bundle = _bundle(call, facts)
    if bundle is not None:
        value["bundle"] = bundle.path
    call.out.answer(value, _told(found, count) if not call.out.json else ())
    if bundle is not None:
        call.out.say(
            f"{bundle.path} holds versions, counts, settings and the end of the logs "
            f"({bundle.size:,} bytes): no secrets, no records. Read it before it leaves."
        )
    return exits.PARTLY if count[State.FAIL] else exits.DONE


def _bundle(call: Call, facts: Facts) -> "Bundle | None":
    """What support may see, in a file, if that was asked for."""
    path = call.text("bundle")
    if path is None:
        return None
    if call.visitor is not None:
        raise Trouble("Over SSH nobody writes files on the server.", exits.DENIED)
    from console.support import written

    return written(path, facts, call.home, call.house.store if facts.kept is not None else None)


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
