"""One company made of several."""

from console.cli import act, exits
from console.cli.call import Call
from console.cli.choose import asked_one, tab_named
from core.case import NOTHING_SAID
from core.merging import as_it_stands, planned
from core.objection import Objection
from core.vocabulary import Action


def merge(call: Call) -> int:
    """The first company stays; what names the others names it from then on."""
    tab = tab_named(call.text("tab") or "vendors")
    primary = call.desk.record(asked_one(call, call.word("primary"), tab).record)
    named = dict.fromkeys(asked_one(call, one, tab).record for one in call.several("id"))
    others = [call.desk.record(one) for one in named]
    plan = planned(primary, others, call.text("keep"), confirmed=call.flag("confirm"))
    if isinstance(plan, Objection):
        code = exits.of_batch(0, [plan.cause])
        call.out.trouble(code, f"{plan.text} [{plan.rule}]")
        return code
    if call.flag("dry-run"):
        plan = as_it_stands(plan, primary, others)
    return act.done(call, Action.MERGE, plan, NOTHING_SAID)
