"""The settings that each project has of its own."""

from core.options import guards as g
from core.options.option import Group, Names, OneNamed, Option, Switch, Text
from core.permissions import Deed

BUDGET, COSTS, JOBS = Group.BUDGETS, Group.JOB_COSTS, Group.JOBS
EXPORT, SWITCH = Deed.CHOOSE_BUDGET_EXPORT, Deed.SWITCH_TRANSACTIONS
ROW_49, ROW_48 = "cross-cutting A.1 row 49", "cross-cutting A.1 row 48"

# fmt: off
PROJECTS = (
    Option("project.budget_view", "Default ERP budget view", BUDGET, Text(60),
           f"{ROW_49}, financials 2.4", EXPORT,
           "Its columns are what a budget export can take; there is one for each project.",
           guards=(g.view_is_in_use,)),
    Option("project.budget_view_columns", "Columns of that view", BUDGET, Names(60),
           f"{ROW_49}, financials 2.4", EXPORT,
           "What the view shows; a forecast needs the column Forecast to Complete.",
           guards=(g.forecast_column_stays, g.completion_column_stays)),
    Option("project.completion_column", "Estimated cost at completion", BUDGET,
           OneNamed("budget_view_columns", none=True), f"{ROW_49}, financials 2.4", EXPORT,
           "The value of this column goes to Sage with every budget export."),
    Option("project.export_forecast", "Export forecast amounts", BUDGET, Switch(),
           f"{ROW_49}, financials 21", EXPORT,
           "A budget export brings the forecast of every line.",
           guards=(g.forecast_is_on, g.a_view_is_chosen, g.view_has_a_forecast)),
    Option("project.direct_costs_tool", "Direct Costs tool", COSTS, Switch(), "job costs 2", SWITCH,
           "Transactions come into this tool.", guards=(g.no_transactions_are_taken,)),
    Option("project.transactions", "Job cost transactions", COSTS, Switch(),
           f"{ROW_48}, job costs 2, 3", SWITCH,
           "Costs come one by one as direct costs, not as totals.",
           guards=(g.direct_costs_tool_is_on, g.project_is_synced, g.transactions_are_mapped,
                   g.costs_count_once)),
    Option("project.reports_old_column", "Old ERP Direct Costs column", COSTS, Switch(),
           "job costs 16", EXPORT,
           "The budget view still has the calculated column; with transactions it counts twice.",
           guards=(g.costs_count_once,)),
    Option("project.billed_rates", "Categories at billed amounts", COSTS, Names(3),
           "job costs 4, 5", SWITCH, "Costs of these categories count with their billed amount.",
           guards=(g.billed_rates_are_on,)),
    Option("project.sub_jobs", "Sub jobs", JOBS, Switch(), "cross-cutting B.2, sub jobs 1", SWITCH,
           "This project has sub jobs: they come in and go out."),
)
