"""The cast: the same five people and the connector in every test."""

from core.people import CONNECTOR, Actor
from core.vocabulary import Level, Tool

ANA = Actor("ana", "Ana Approver", {Tool.ERP: Level.STANDARD}, can_push=True)
"""The accounting approver; administers no tool of the projects."""

SAM = Actor(
    "sam",
    "Sam Sender",
    {
        Tool.ERP: Level.READ_ONLY,
        Tool.PROJECT_DIRECTORY: Level.ADMIN,
        Tool.PROJECT_ADMIN: Level.ADMIN,
        Tool.BUDGET: Level.ADMIN,
        Tool.COMMITMENTS: Level.ADMIN,
        Tool.CHANGE_ORDERS: Level.ADMIN,
        Tool.PRIME_CONTRACTS: Level.ADMIN,
        Tool.REPORTS: Level.READ_ONLY,
        Tool.DIRECT_COSTS: Level.READ_ONLY,
    },
)
"""Sends and retrieves; administers the tools that records are born in."""

VIC = Actor("vic", "Vic Viewer", {Tool.ERP: Level.READ_ONLY})
"""May only look."""

STAN = Actor("stan", "Stan Standard", {Tool.ERP: Level.STANDARD})
"""Standard of the ERP tool without Can Push to Accounting."""

ADA = Actor("ada", "Ada Administrator", dict.fromkeys(Tool, Level.ADMIN), can_push=True)
"""Administers everything, and holds Can Push to Accounting besides."""

CAST = (ANA, SAM, VIC, STAN, ADA, CONNECTOR)

__all__ = ["ADA", "ANA", "CAST", "CONNECTOR", "SAM", "STAN", "VIC"]
