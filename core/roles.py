"""Roles: the rights that people of one sort are usually granted together."""

from collections.abc import Mapping

from core.vocabulary import Level, Tool

PROJECT_TOOLS = (
    Tool.PROJECT_DIRECTORY,
    Tool.PROJECT_ADMIN,
    Tool.BUDGET,
    Tool.COMMITMENTS,
    Tool.CHANGE_ORDERS,
    Tool.PRIME_CONTRACTS,
)
"""The tools that records are sent from."""


def _level(tool: Tool, level: Level) -> str:
    return f"level:{tool}={level.words}"


ROLES: Mapping[str, tuple[str, ...]] = {
    "reader": (_level(Tool.ERP, Level.READ_ONLY),),
    "sender": (
        _level(Tool.ERP, Level.READ_ONLY),
        *(_level(tool, Level.ADMIN) for tool in PROJECT_TOOLS),
    ),
    "approver": (_level(Tool.ERP, Level.STANDARD), "push"),
    "administrator": (_level(Tool.COMPANY_DIRECTORY, Level.ADMIN), "push"),
}
"""By a role's name, its rights as core.privileges reads them."""
