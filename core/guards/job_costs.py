"""Why a synced direct cost may not be changed here, and a project may not take transactions."""

from core.case import Case
from core.costs import cents, named
from core.guards.shared import ERP_ADMIN
from core.objection import guard
from core.records import DirectCost, JobCost


def chosen_cost(case: Case) -> DirectCost | None:
    """The direct cost that is meant."""
    body = case.record.body
    if not isinstance(body, JobCost) or case.answers.transaction is None:
        return None
    return named(body.direct_costs, case.answers.transaction)


@guard("job costs 6", lifted_by=f"{ERP_ADMIN}, by switching on the edit of synced direct costs")
def synced_costs_are_open(case: Case) -> str | None:
    if case.settings.edit_synced_costs:
        return None
    return "Direct costs synced from Sage are read-only in this company."


@guard("job costs 6", lifted_by="an administrator of Project Admin, by switching transactions on")
def costs_come_one_by_one(case: Case) -> str | None:
    if case.chosen.transactions:
        return None
    return "Its project takes job costs as totals, so there is no direct cost to change."


@guard("job costs 6", lifted_by="you, by the key of a listed direct cost", asks="transaction")
def the_cost_is_listed(case: Case) -> str | None:
    if chosen_cost(case) is not None:
        return None
    return f"No direct cost with the key {case.answers.transaction} is listed on this job."


@guard("job costs 6", lifted_by="you, by writing it as 1250.50", asks="cost_amount")
def the_amount_is_one(case: Case) -> str | None:
    if cents(case.answers.cost_amount or "") is not None:
        return None
    return f"{case.answers.cost_amount} is no amount."


@guard("job costs 6", lifted_by="you, with another amount or description", asks="transaction")
def something_changes(case: Case) -> str | None:
    cost, said = chosen_cost(case), case.answers
    if cost is None:
        return None
    amount = cost.amount if said.cost_amount is None else cents(said.cost_amount)
    words = cost.description if said.cost_description is None else said.cost_description
    if (amount, words) != (cost.amount, cost.description):
        return None
    return f"Direct cost {cost.of.key} stands so already."


@guard("job costs 6", lifted_by="you, by shortening it", asks="cost_description")
def the_description_fits(case: Case) -> str | None:
    length, limit = len(case.answers.cost_description or ""), case.settings.limits.description
    if length <= limit:
        return None
    return f"The description has {length} characters; a direct cost from Sage has {limit} at most."
