"""Why a setting may not take a value, or what to know before it does: one reason to a function."""

from core.forecast import COLUMN as FORECAST
from core.mappings import Feature, amiss, mend
from core.masks import sections, unpunctuated
from core.objection import Cause, Objection
from core.options.option import Change, Guards, held
from core.relay import all_of_sage
from core.vocabulary import ErpStatus

ERP_ADMIN = "an administrator of ERP Integrations"


def no_longer_than(width: str) -> Guards:
    """A form whose ids fit the field of Sage with this width."""

    def fits(change: Change) -> Objection | None:
        longest, most = len(unpunctuated(change.wanted)), getattr(change.settings.limits, width)
        if longest <= most:
            return None
        text = f"Ids of this form have {longest} characters; Sage's field takes {most}."
        return _objection(change, text, "you, with a shorter form")

    return fits


def no_narrower_than(mask: str) -> Guards:
    """A width that ids of the form still fit."""

    def fits(change: Change) -> Objection | None:
        form = getattr(change.settings, mask)
        longest = len(unpunctuated(form))
        if longest <= change.wanted:
            return None
        text = f"The form {form} makes ids of {longest} characters; shorten {mask} first."
        return _objection(change, text, "you, in that order")

    return fits


def few_enough_sections(change: Change) -> Objection | None:
    count, most = len(sections(change.wanted)), change.settings.max_cost_code_sections
    if count <= most:
        return None
    text = f"The form has {count} sections; max_cost_code_sections allows {most}."
    return _objection(change, text, "you, in that order")


def sections_of_the_form(change: Change) -> Objection | None:
    form = change.settings.cost_code_mask
    if len(sections(form)) <= change.wanted:
        return None
    text = f"The form {form} has {len(sections(form))} sections; change cost_code_mask first."
    return _objection(change, text, "you, in that order")


def default_type_stays(change: Change) -> Objection | None:
    return _stays(
        change,
        change.settings.default_vendor_type,
        "is the default vendor type; choose another default first.",
    )


def default_template_stays(change: Change) -> Objection | None:
    return _stays(
        change,
        change.settings.default_template,
        "is the default template; choose another default first.",
    )


def types_in_use_stay(change: Change) -> Objection | None:
    """A type whose vendors are linked cannot be unticked (vendors 16)."""
    dropped = _dropped(change)
    linked = [name for name in dropped if change.vendor_types[name].linked]
    if not linked:
        return None
    uses = change.vendor_types[linked[0]]
    others = f" and {uses.linked - 1} more of that type are" if uses.linked > 1 else " is"
    text = f"{linked[0]} cannot be left out: {uses.one}{others} linked."
    return _objection(change, text, "whoever unlinks them")


def dropped_types_leave_the_list(change: Change) -> Objection | None:
    """Unticking the others drops their vendors from Ready to Import (vendors 16)."""
    waiting = sum(change.vendor_types[name].waiting for name in _dropped(change))
    if not waiting:
        return None
    vendors = "vendor not imported yet leaves" if waiting == 1 else "vendors not imported yet leave"
    text = f"{waiting} {vendors} Ready to Import."
    if change.confirmed:
        return _warning(change, text)
    by = "you, by confirming it"
    return Objection(change.option.rule, f"{text} Confirm that.", by, Cause.MISSING)


def _dropped(change: Change) -> list[str]:
    """The types that somebody has and that would be ticked no more."""
    if change.wanted is None:
        return []
    before = held(change.option, change.settings)
    ticked = change.vendor_types if before is None else before
    return [name for name in change.vendor_types if name in ticked and name not in change.wanted]


def tax_groups_stop_invoices(change: Change) -> Objection | None:
    if not change.wanted:
        return None
    return _warning(change, "While tax groups are on, no subcontractor invoice is accepted.")


def fall_back_is_watched(change: Change) -> Objection | None:
    if not change.wanted:
        return None
    text = "What a rule stops lands in Ready to Export, marked; look there from time to time."
    return _warning(change, text)


def some_project_takes_transactions(change: Change) -> Objection | None:
    if not change.wanted or change.transactions:
        return None
    text = "No project takes job cost transactions, so there is no synced direct cost to edit."
    by = "an administrator of Project Admin, by switching project.transactions on"
    return _objection(change, text, by)


def direct_costs_tool_is_on(change: Change) -> Objection | None:
    if not change.wanted or change.chosen.direct_costs_tool:
        return None
    text = "The project has no Direct Costs tool for transactions to come into."
    return _objection(change, text, "an administrator of Project Admin")


def project_is_synced(change: Change) -> Objection | None:
    linked = {ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE}
    if not change.wanted or change.project in linked:
        return None
    return _objection(change, "The project is not synced with a Sage job.", "whoever syncs it")


def transactions_are_mapped(change: Change) -> Objection | None:
    """The relay's client has ticked what transactions take (job costs 3)."""
    relay = change.settings.relay
    wrong = amiss(Feature.JOB_COST_TRANSACTIONS, relay.mappings)
    if not change.wanted or wrong is None:
        return None
    step = mend(Feature.JOB_COST_TRANSACTIONS, relay.mappings, all_of_sage(relay, "deep"))
    return _objection(change, f"{wrong} {step}".strip(), "whoever keeps the relay's client")


def no_transactions_are_taken(change: Change) -> Objection | None:
    if change.wanted or not change.chosen.transactions:
        return None
    text = "Job cost transactions come into this tool; switch project.transactions off first."
    return _objection(change, text, "an administrator of Project Admin")


def costs_count_once(change: Change) -> Objection | None:
    """With transactions and the old column in one view they count twice (job costs 16)."""
    others = change.chosen.transactions or change.chosen.reports_old_column
    if not change.wanted or not others:
        return None
    return _warning(change, "Costs count twice while the view has the old ERP Direct Costs column.")


def billed_rates_are_on(change: Change) -> Objection | None:
    if not change.wanted or change.settings.billed_rates:
        return None
    text = "The company does not take billed amounts; switch billed_rates on first."
    return _objection(change, text, ERP_ADMIN)


def forecast_is_on(change: Change) -> Objection | None:
    if not change.wanted or change.settings.forecast_export:
        return None
    text = "The company does not export forecasts; switch forecast_export on first."
    return _objection(change, text, ERP_ADMIN)


def a_view_is_chosen(change: Change) -> Objection | None:
    if not change.wanted or change.chosen.budget_view:
        return None
    text = "The project has no default ERP budget view; name it in project.budget_view first."
    return _objection(change, text, "an administrator of Budget")


def view_is_in_use(change: Change) -> Objection | None:
    if change.wanted or not change.chosen.export_forecast:
        return None
    text = "Forecasts are exported from this view; switch project.export_forecast off first."
    return _objection(change, text, "you, in that order")


def view_has_a_forecast(change: Change) -> Objection | None:
    if not change.wanted or FORECAST in change.chosen.budget_view_columns:
        return None
    text = f"The project's budget view has no column {FORECAST}."
    return _objection(change, text, "whoever keeps the budget view, in project.budget_view_columns")


def forecast_column_stays(change: Change) -> Objection | None:
    if not change.chosen.export_forecast or FORECAST in change.wanted:
        return None
    text = f"Forecasts are exported from this view, which takes the column {FORECAST}."
    return _objection(change, text, "you, by switching project.export_forecast off first")


def completion_column_stays(change: Change) -> Objection | None:
    return _stays(
        change,
        change.chosen.completion_column,
        "is the designated completion column; designate another one first.",
    )


def mail_is_readable_on_its_way(change: Change) -> Objection | None:
    if change.wanted:
        return None
    return _warning(change, "Notices and the password can be read by others on their way.")


def _stays(change: Change, chosen: str, why: str) -> Objection | None:
    """The objection to a list that leaves out what another setting has chosen of it."""
    if not chosen or chosen in change.wanted:
        return None
    return _objection(change, f"{chosen} {why}", "you, in that order")


def _objection(change: Change, text: str, lifted_by: str) -> Objection:
    return Objection(change.option.rule, text, lifted_by)


def _warning(change: Change, text: str) -> Objection:
    return Objection(change.option.rule, text, warning=True)
