"""The reports: one row each, with what it takes to read it."""

from core.permissions import Deed
from core.reports.accountants import accountants
from core.reports.archived import archived
from core.reports.drift import drift
from core.reports.job_costs import job_costs
from core.reports.reconciliation import reconciliation
from core.reports.report import Kind
from core.reports.segregation import segregation
from core.reports.unsyncable import unsyncable
from core.reports.worklist import worklist

REPORTS = (
    Kind(
        "accountants", "Who may accept and reject, which kinds, and when each last did.",
        Deed.SEE_ACCOUNTANTS, accountants,
    ),
    Kind(
        "segregation", "Every decision with who sent, changed, accepted and was granted what.",
        Deed.SEE_ACCOUNTANTS, segregation,
    ),
    Kind(
        "job-costs", "ERP job costs of one job, with ERP direct cost.",
        Deed.SEE_JOB_COSTS, job_costs,
        by_job=True, needs_job=True, files=Deed.EXPORT_JOB_COSTS,
    ),
    Kind(
        "archived", "Companies from Sage that were put away.",
        Deed.SEE_ARCHIVED, archived,
    ),
    Kind(
        "unsyncable", "Costs of Sage that find no place in a project, and why.",
        Deed.SEE_UNSYNCABLE, unsyncable, by_job=True,
    ),
    Kind(
        "drift", "What is synced here against what Sage holds, by job.",
        Deed.SEE_DRIFT, drift, by_job=True,
    ),
    Kind(
        "reconciliation", "A project's direct costs against ERP job costs, with the variance.",
        Deed.SEE_RECONCILIATION, reconciliation, by_job=True,
    ),
    Kind(
        "worklist", "What was accepted and has to be keyed into Sage, in order, line by line.",
        Deed.SEE_WORKLIST, worklist, by_job=True,
    ),
)  # fmt: skip
REPORT = {report.name: report for report in REPORTS}
