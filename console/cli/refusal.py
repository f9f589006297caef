"""How a command answers that changed nothing: every reason, and who can lift it."""

from console.cli import exits
from console.cli.call import Call
from console.cli.shapes import of_objection
from core.decision import Refused


def refused(call: Call, done: Refused) -> int:
    """Say why nothing was changed: the exit code."""
    lines = [
        f"{o.text}{f' Can be lifted by {o.lifted_by}.' if o.lifted_by else ''} [{o.rule}]"
        for o in done.objections
    ]
    call.out.answer({"refused": [of_objection(o) for o in done.objections]}, [])
    for line in lines:
        call.out.say(line)
    return exits.of_batch(0, [done.cause])
