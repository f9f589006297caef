"""The reports: one row each, with what it takes to read it."""

from core.permissions import (
    ERP_ADMIN,
    ERP_STANDARD,
    PRIME,
    AnyOf,
    AtLeast,
    Grant,
    Push,
)
from core.reports.accountants import accountants
from core.reports.archived import archived
from core.reports.drift import drift
from core.reports.job_costs import job_costs
from core.reports.report import Kind
from core.reports.unsyncable import unsyncable
from core.vocabulary import Level, Tool

BUDGET = AtLeast(Tool.BUDGET, Level.ADMIN)
ERP_READER = AtLeast(Tool.ERP, Level.READ_ONLY)

REPORTS = (
    Kind(
        "accountants", "Who may accept and reject, which kinds, and when each last did.",
        Grant("35", (ERP_ADMIN,)), accountants,
    ),
    Kind(
        "job-costs", "ERP job costs of one job, with ERP direct cost.",
        # The company's report takes the ERP tool, the project's one of the two others.
        Grant("36", (AnyOf((ERP_ADMIN, BUDGET, PRIME)),)), job_costs,
        by_job=True, needs_job=True,
    ),
    Kind(
        "archived", "Companies from Sage that were put away.",
        Grant("38", (ERP_STANDARD, Push())), archived,
    ),
    Kind(
        "unsyncable", "Costs of Sage that find no place in a project, and why.",
        Grant("37", ()), unsyncable, by_job=True,
    ),
    Kind(
        "drift", "What is synced here against what Sage holds, by job.",
        Grant("J1", (ERP_READER,)), drift, by_job=True,
    ),
)  # fmt: skip
REPORT = {report.name: report for report in REPORTS}
