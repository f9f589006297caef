"""What the sandbox's Sage promises about calls that are repeated or lost."""

from console.cli import exits
from console.cli.call import Call, Trouble
from core.receivers import strategy
from core.vocabulary import RecordKind


def promise(call: Call) -> int:
    """Show it, or choose another one."""
    from console.bootstrap import promise, promises

    known, name = promises(), call.text("name")
    if name is not None and name not in list(known):
        raise Trouble(f"Sage can promise {', '.join(known)}; {name!r} is none of them.")
    stands = promise(call.house, known(name) if name is not None else None)
    way = strategy(call.house.sandbox.erp.traits(RecordKind.COMMITMENT))
    value = {"promise": stands.value, "strategy": way.value}
    call.out.answer(value, [f"{stands.value}: when nobody answers, {way.value}."])
    return exits.DONE
