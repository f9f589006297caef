"""Costs that somebody enters at the screens of the sandbox's Sage."""

from datetime import UTC, datetime

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.shapes import minor_units, money
from core.ports import ErpRefused
from core.records import CostTransaction
from core.vocabulary import CostSource

SOURCES = {source.value.split(" ")[0].lower(): source for source in CostSource}
"""By the short names of Sage's ledgers: ap, jc, pr, eq."""


def add_cost(call: Call) -> int:
    """Enter one cost of a job.

    Raises:
        Trouble: Sage has no such job, or a word cannot be read.
    """
    short = (call.text("ledger") or "jc").casefold()
    source = SOURCES.get(short)
    if source is None:
        raise Trouble(f"There is no ledger {short!r}; ledgers are {', '.join(SOURCES)}.")
    try:
        amount = minor_units(call.word("amount"))
    except ValueError as why:
        raise Trouble(str(why)) from why
    amount = -amount if call.flag("credit") else amount
    today = datetime.now(UTC).date()
    job = call.word("job")
    cost = CostTransaction(
        0, 0, source, call.word("code"), call.word("category"), amount, today, today,
        (call.text("description") or source.value)[:30], call.text("extra") or "",
        vendor=call.text("vendor") or "",
    )  # fmt: skip
    try:
        call.house.sandbox.ledger.add_cost(job, cost)
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no
    value = {"job": job, "code": cost.code, "category": cost.category, "amount": money(amount)}
    text = f"Job {job} has a new cost of {money(amount)} on {cost.code} {cost.category}."
    call.out.answer(value, [text, "The relay reads it next, then `refresh job_costs` brings it."])
    return exits.DONE
