"""Whether everything that must always hold of a store does."""

from collections.abc import Iterator, Sequence

from console.cli import exits
from console.cli.call import Call
from core.invariants import INVARIANTS, Finding


def verify(call: Call) -> int:
    """Check every invariant that the store's tables can tell of; name rule, record and evidence."""
    found = call.house.store.findings()
    value = {
        "holds": not found,
        "rules": list(INVARIANTS),
        "findings": [
            {"rule": f.rule, "record": f.record or None, "evidence": f.evidence} for f in found
        ],
    }
    call.out.answer(value, list(_told(found)) or [f"All {len(INVARIANTS)} rules hold."])
    return exits.BROKEN if found else exits.DONE


def _told(found: Sequence[Finding]) -> Iterator[str]:
    for each in found:
        yield f"{each.rule}: {each.evidence}"
        yield f"    broken: {INVARIANTS[each.rule]}"
