"""The made people of a sandbox home, one for each role that an approval needs."""

from core.people import Actor
from core.vocabulary import Level, Tool

SOURCES = (
    Tool.PROJECT_DIRECTORY,
    Tool.PROJECT_ADMIN,
    Tool.BUDGET,
    Tool.COMMITMENTS,
    Tool.CHANGE_ORDERS,
    Tool.PRIME_CONTRACTS,
)
"""The tools that records are sent from."""
READS = dict.fromkeys((Tool.REPORTS, Tool.DIRECT_COSTS), Level.READ_ONLY)
"""What the reports on a project's costs take."""

APPROVER = Actor(
    "approver",
    "Ana Ortiz",
    {
        Tool.ERP: Level.STANDARD,
        Tool.COMPANY_DIRECTORY: Level.READ_ONLY,
        Tool.COMMITMENTS: Level.ADMIN,
        Tool.PRIME_CONTRACTS: Level.ADMIN,
        **READS,
    },
    can_push=True,
    create_projects=True,
)
"""Accepts, rejects, imports; administers what one must administer to unlink."""

SENDER = Actor(
    "sender",
    "Sam Becker",
    {
        Tool.ERP: Level.READ_ONLY,
        **dict.fromkeys(SOURCES, Level.ADMIN),
        **READS,
        Tool.DIRECT_COSTS: Level.STANDARD,
    },
)
"""Sends, retrieves and resends what the projects make, and keeps their direct costs."""

ADMIN = Actor(
    "admin",
    "Ada Lindqvist",
    dict.fromkeys(Tool, Level.ADMIN),
    can_push=True,
    create_projects=True,
)
"""Administers every tool, and holds Can Push to Accounting besides."""

READER = Actor("reader", "Vic Moreau", dict.fromkeys(Tool, Level.READ_ONLY))
"""Looks."""

STANDARD = Actor(
    "standard", "Nils Aaker", {Tool.ERP: Level.STANDARD, Tool.COMPANY_DIRECTORY: Level.READ_ONLY}
)
"""Standard of ERP Integrations without Can Push to Accounting: refreshes, and accepts nothing."""

CONTROLLER = Actor(
    "controller", "Rosa Weiss", {Tool.ERP: Level.ADMIN, Tool.COMPANY_DIRECTORY: Level.READ_ONLY}
)
"""Admin of ERP Integrations and of no project: the company's side of settings and job costs."""

PEOPLE = (APPROVER, SENDER, ADMIN, READER, STANDARD, CONTROLLER)
