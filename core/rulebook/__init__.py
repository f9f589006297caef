"""Every numbered rule of the domain in our own words, where it is held, or why it is not."""

from core.rulebook.financials import FINANCIALS
from core.rulebook.master_data import COST_CODES, JOB_COSTS, JOBS, SUB_JOBS, VENDORS
from core.rulebook.rule import Rule

SECTIONS: dict[str, tuple[Rule, ...]] = {
    "cost codes": COST_CODES,
    "vendors": VENDORS,
    "jobs": JOBS,
    "sub jobs": SUB_JOBS,
    "job costs": JOB_COSTS,
    "financials": FINANCIALS,
}
"""By section; within one, a rule's number is the section's own."""

RULES: tuple[Rule, ...] = tuple(
    rule._replace(number=f"{section} {rule.number}")
    for section, rules in SECTIONS.items()
    for rule in rules
)
