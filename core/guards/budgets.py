"""Budgets on their way to the estimates of Sage and back: financials 11, 12, 14-16."""

from core.case import Case
from core.forecast import goes_along, is_wanted, switches_off
from core.guards.shared import ACCOUNTANT, ERP_ADMIN, OWNER, others
from core.objection import guard
from core.payload import entries
from core.records import Budget
from core.settings import ChangesAtUnlock
from core.vocabulary import Origin

NO_BUDGET = Budget()


def _budget(case: Case) -> Budget:
    body = case.record.body
    return body if isinstance(body, Budget) else NO_BUDGET


@guard("financials 2.2", lifted_by=OWNER)
def budget_has_lines(case: Case) -> str | None:
    return None if _budget(case).lines else "The budget has no line."


@guard("financials 11", lifted_by="an administrator of the budget, by locking it")
def budget_is_locked(case: Case) -> str | None:
    return None if _budget(case).locked else "The budget is unlocked; lock it before it is sent."


@guard("financials 12", lifted_by=OWNER)
def lines_have_types(case: Case) -> str | None:
    amiss = [
        (place, line)
        for place, line in enumerate(_budget(case).lines, 1)
        if not line.code or not line.category
    ]
    if not amiss:
        return None
    place, line = amiss[0]
    lacks = f"cost code {line.code} without a cost type" if line.code else "no cost code"
    return f"Line {place} has {lacks}{others(len(amiss))}."


@guard("financials 2.2", lifted_by=ACCOUNTANT)
def budget_began_here(case: Case) -> str | None:
    body = _budget(case)
    if body.exported or case.record.origin is Origin.PROJECT:
        return None
    return "This budget came from Sage; changes to it are made there and imported again."


@guard("financials 15", lifted_by="the accountant, by posting the entries; then a sync")
def last_export_is_posted(case: Case) -> str | None:
    """A sight from before the export says nothing of it."""
    body, seen, read_at = _budget(case), case.mirrored, case.mirror_age
    exported_at = body.exported_at or case.record.changed_at
    if not body.exported:
        return None
    if seen is None or read_at is None or (exported_at is not None and read_at <= exported_at):
        return "The last export has not come back from Sage yet; post its entries there and sync."
    if not seen.posted:
        return "The last export waits in an unposted batch; post it in Job Cost, then sync."
    return None


@guard("financials 2.2", lifted_by=OWNER)
def budget_has_changed(case: Case) -> str | None:
    body = _budget(case)
    if entries(body._replace(forecast=goes_along(case))):
        return None
    return "Nothing has changed since the last export."


@guard("financials 14", lifted_by="")
def budget_was_never_exported(case: Case) -> str | None:
    if not _budget(case).exported and not case.holder:
        return None
    return "The budget of this job was exported once; it can never be imported from Sage again."


@guard("financials 16", lifted_by="an administrator of the budget, by unlocking it")
def budget_is_unlocked(case: Case) -> str | None:
    return (
        "The budget is locked; unlock it before it is imported." if _budget(case).locked else None
    )


@guard("financials 21", lifted_by=ERP_ADMIN, warns=lambda _: True)
def forecast_goes_along(case: Case) -> str | None:
    """Said only where somebody expects it to."""
    off = switches_off(case.settings, case.chosen)
    if not off or not is_wanted(case):
        return None
    return f"The forecast stays here: {'; '.join(off)}."


@guard("financials 2.2", lifted_by="an administrator of the budget, by unlocking it")
def budget_is_open(case: Case) -> str | None:
    return "The budget is locked already." if _budget(case).locked else None


@guard("financials 2.2", lifted_by="an administrator of the budget, by locking it")
def budget_is_closed(case: Case) -> str | None:
    return None if _budget(case).locked else "The budget is unlocked already."


@guard("financials 11 (X9)", lifted_by=f"{ERP_ADMIN}, by the policy on unlocking")
def changes_survive_the_unlock(case: Case) -> str | None:
    if case.settings.policies.unlock_with_changes is ChangesAtUnlock.KEPT:
        return None
    changed = sum(1 for line in _budget(case).lines if line.changes)
    if not changed:
        return None
    noun = "line has" if changed == 1 else "lines have"
    return f"{changed} {noun} budget changes; the company unlocks no budget that has any."
