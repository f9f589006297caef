"""Whether a budget's forecast goes to Sage with it: the switches, and which of them are off."""

from core.case import Case
from core.settings import ProjectSettings, Settings

COLUMN = "Forecast to Complete"
"""What the chosen budget view must have."""


def switches_off(settings: Settings, chosen: ProjectSettings) -> tuple[str, ...]:
    """What keeps the forecast here, in words; empty where it goes along (financials 21)."""
    columns = chosen.budget_view_columns
    switches = (
        (settings.forecast_export, "the company's export of forecasts is off"),
        (chosen.export_forecast, "Export Forecast Amounts of the project is off"),
        (bool(chosen.budget_view), "the project has no default ERP budget view"),
        (COLUMN in columns, f"the project's budget view has no column {COLUMN}"),
        (
            bool(chosen.completion_column) and chosen.completion_column in columns,
            "no column of that view is designated as Estimated Cost at Completion",
        ),
    )
    return tuple(text for on, text in switches if not on)


def goes_along(case: Case) -> bool:
    return not switches_off(case.settings, case.chosen)


def is_wanted(case: Case) -> bool:
    """Whether somebody switched it on, for the company or for the project."""
    return case.settings.forecast_export or case.chosen.export_forecast
