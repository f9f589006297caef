"""What a right takes, in words."""

from core.needs import (
    AllOf,
    AnyOf,
    AtLeast,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    SendBudgets,
)


def takes(wanted: Grant) -> str:
    """`Standard of ERP Integrations, and Can Push to Accounting`."""
    return ", and ".join(_need(need) for need in wanted.needs)


def _need(need: Need) -> str:
    match need:
        case AtLeast(tool, level):
            return f"{level.words} of {tool}"
        case Push():
            return "Can Push to Accounting"
        case MayExport():
            return "Can Export for the kind"
        case MayImport():
            return "Can Import for the kind"
        case CreateProjects():
            return "Create New Project"
        case SendBudgets():
            return "Send and Retrieve Budgets from ERP"
        case IsConnector():
            return "being the connector"
        case AnyOf(needs):
            return f"({' or '.join(_need(one) for one in needs)})"
        case AllOf(needs):
            return f"({' and '.join(_need(one) for one in needs)})"
