"""What a right takes: the matrix of cross-cutting A, as data, and what somebody lacks of it."""

from core.objection import Cause, Objection
from core.people import Actor
from core.values import NamedTuple
from core.vocabulary import Level, Permission, RecordKind, Tool, words

P, K, L = Permission, RecordKind, Level


class AtLeast(NamedTuple):
    """A level of a tool."""

    tool: Tool
    level: Level


class Push(NamedTuple):
    """Can Push to Accounting."""


class MayExport(NamedTuple):
    """Can Export for the kind; it bites below Admin of the Company Directory (A.0-5)."""


class MayImport(NamedTuple):
    """Can Import for the kind; likewise."""


class CreateProjects(NamedTuple):
    """The Create New Project privilege."""


class IsConnector(NamedTuple):
    """Nobody at a keyboard."""


class AnyOf(NamedTuple):
    """One of several is enough."""

    needs: "tuple[Need, ...]"


Need = AtLeast | Push | MayExport | MayImport | CreateProjects | IsConnector | AnyOf


class Grant(NamedTuple):
    """What a permission takes for a kind, and the row of cross-cutting A.1 that says so."""

    row: str
    needs: tuple[Need, ...]


ERP_STANDARD = AtLeast(Tool.ERP, L.STANDARD)
ERP_ADMIN = AtLeast(Tool.ERP, L.ADMIN)
ACCOUNTING = (ERP_STANDARD, Push(), MayExport())
COMMITMENTS = AtLeast(Tool.COMMITMENTS, L.ADMIN)
PRIME = AtLeast(Tool.PRIME_CONTRACTS, L.ADMIN)
PROJECT_ADMIN = AtLeast(Tool.PROJECT_ADMIN, L.ADMIN)
COMPANY_DIRECTORY = AtLeast(Tool.COMPANY_DIRECTORY, L.ADMIN)
PROJECT_DIRECTORY = AtLeast(Tool.PROJECT_DIRECTORY, L.ADMIN)
MAKES_PROJECTS = AnyOf((COMPANY_DIRECTORY, CreateProjects()))
SYNC = (AnyOf((ERP_STANDARD, IsConnector())),)

GRANTS: dict[tuple[Permission, RecordKind], Grant] = {
    (P.APPROVER, K.COST_CODE): Grant("01", ACCOUNTING),
    (P.APPROVER, K.OWNER_INVOICE): Grant("02", ACCOUNTING),
    (P.APPROVER, K.SUBCONTRACTOR_INVOICE): Grant("03", ACCOUNTING),
    (P.APPROVER, K.BUDGET): Grant("04", ACCOUNTING),
    (P.APPROVER, K.CCO): Grant("05", ACCOUNTING),
    (P.APPROVER, K.COMMITMENT): Grant("06", ACCOUNTING),
    (P.APPROVER, K.COMPANY): Grant("07", ACCOUNTING),
    (P.APPROVER, K.PCCO): Grant("08", ACCOUNTING),
    (P.APPROVER, K.PROJECT): Grant("09, 39", ACCOUNTING),
    (P.APPROVER, K.SUB_JOB): Grant("10", ACCOUNTING),
    (P.SENDER, K.COMPANY): Grant("25", (AnyOf((COMPANY_DIRECTORY, PROJECT_DIRECTORY)),)),
    (P.SENDER, K.PROJECT): Grant("25", (PROJECT_ADMIN,)),
    (P.SENDER, K.SUB_JOB): Grant("25", (PROJECT_ADMIN,)),
    (P.SENDER, K.BUDGET): Grant("25", (AtLeast(Tool.BUDGET, L.ADMIN),)),
    (P.SENDER, K.COMMITMENT): Grant("25", (COMMITMENTS,)),
    (P.SENDER, K.CCO): Grant("25", (COMMITMENTS, AtLeast(Tool.CHANGE_ORDERS, L.ADMIN))),
    (P.SENDER, K.PCCO): Grant("25", (PRIME,)),
    (P.SENDER, K.SUBCONTRACTOR_INVOICE): Grant("25", (COMMITMENTS,)),
    (P.SENDER, K.OWNER_INVOICE): Grant("25", (PRIME,)),
    (P.IMPORTER, K.COST_CODE): Grant("40", SYNC),
    (P.IMPORTER, K.JOB_COST): Grant("40", SYNC),
    (P.IMPORTER, K.COMPANY): Grant("12", (ERP_STANDARD, MayImport())),
    (P.IMPORTER, K.PROJECT): Grant("13", (ERP_STANDARD, MAKES_PROJECTS, MayImport())),
    (P.IMPORTER, K.SUB_JOB): Grant("21", (ERP_STANDARD, MAKES_PROJECTS, MayImport())),
    (P.IMPORTER, K.BUDGET): Grant("19", (ERP_STANDARD, MayImport())),
    (P.IMPORTER, K.PRIME_CONTRACT): Grant("20", (ERP_STANDARD, MayImport())),
    (P.REIMPORTER, K.BUDGET): Grant("19", (ERP_STANDARD, MayImport())),
    (P.REIMPORTER, K.PRIME_CONTRACT): Grant("42", (ERP_ADMIN, PRIME)),
    (P.LINKER, K.COMPANY): Grant("22", (ERP_STANDARD, COMPANY_DIRECTORY)),
    (P.LINKER, K.PROJECT): Grant("46", (ERP_ADMIN,)),
    (P.ARCHIVER, K.COMPANY): Grant("14, 51", (ERP_STANDARD,)),
    (P.ARCHIVER, K.PROJECT): Grant("13", (ERP_STANDARD, MAKES_PROJECTS)),
    (P.ARCHIVER, K.COST_CODE): Grant("CC4", (AtLeast(Tool.COMPANY_ADMIN, L.STANDARD),)),
    (P.UNLINKER, K.COMPANY): Grant("33", (ERP_STANDARD,)),
    (P.UNLINKER, K.CCO): Grant("28", (*ACCOUNTING, COMMITMENTS)),
    (P.UNLINKER, K.COMMITMENT): Grant("29", (*ACCOUNTING, COMMITMENTS)),
    (P.UNLINKER, K.OWNER_INVOICE): Grant("30", (*ACCOUNTING, PRIME)),
    (P.UNLINKER, K.PCCO): Grant("31", (*ACCOUNTING, PRIME)),
    (P.UNLINKER, K.SUBCONTRACTOR_INVOICE): Grant("32", (*ACCOUNTING, COMMITMENTS)),
}
"""By permission and kind. The connector's own right is the same for every kind."""

GRANTS |= {(P.RESENDER, kind): wanted for (p, kind), wanted in GRANTS.items() if p is P.SENDER}
GRANTS[P.RESENDER, K.CCO] = Grant("25", (COMMITMENTS,))
"""Sending a change order takes both tools, sending it again the commitment's (financials 1.3)."""
GRANTS |= {(P.RETRIEVER, kind): wanted for (p, kind), wanted in GRANTS.items() if p is P.SENDER}
# An administrator of ERP Integrations may take a company back, too (master-data 8.1 no. 8).
GRANTS[P.RETRIEVER, K.COMPANY] = Grant(
    "25", (AnyOf((COMPANY_DIRECTORY, PROJECT_DIRECTORY, ERP_ADMIN)),)
)

CONNECTOR_ONLY = Grant("connector", (IsConnector(),))
REFRESH = Grant("40", SYNC)
"""The second step of the on-demand sync, on every tab that has one."""


def grant(permission: Permission, kind: RecordKind) -> Grant:
    """What a permission takes for a kind.

    Raises:
        KeyError: the lifecycle of this kind has no such permission.
    """
    return CONNECTOR_ONLY if permission is P.CONNECTOR else GRANTS[permission, kind]


def denials(wanted: Grant, actor: Actor, kind: RecordKind) -> tuple[Objection, ...]:
    """Everything the actor lacks; empty if permitted."""
    return tuple(
        [
            Objection(f"permissions A.1 row {wanted.row}", text, who, Cause.PERMISSION, code=code)
            for need in wanted.needs
            for code, text, who in _lacking(need, actor, kind)
        ]
    )


_Lack = tuple[str, str, str]
CONNECTOR_CODE = "connector_only"
GRANTOR = "an administrator of the Company Directory"


def _lacking(need: Need, actor: Actor, kind: RecordKind) -> tuple[_Lack, ...]:
    """Reason code (cross-cutting A.2), sentence, and who can lift it."""
    match need:
        case AtLeast(tool, level) if actor.level(tool) < level:
            held = actor.level(tool).words
            code = "level_too_low" if tool is Tool.ERP else "needs_source_tool_admin"
            text = f"This takes {level.words} of {tool}; you hold {held}."
            return ((code, text, f"an administrator of {tool}"),)
        case Push() if not actor.can_push:
            text = "This takes Can Push to Accounting besides the level, an administrator's too."
            return (("needs_cpa", text, GRANTOR),)
        case MayExport() if kind not in actor.exports and not _keeps_directory(actor):
            text = f"Can Export is not ticked for you on {words(kind)}."
            return (("needs_type_export_right", text, GRANTOR),)
        case MayImport() if kind not in actor.imports and not _keeps_directory(actor):
            text = f"Can Import is not ticked for you on {words(kind)}."
            return (("needs_type_import_right", text, GRANTOR),)
        case CreateProjects() if not actor.create_projects:
            text = "This takes Create New Project."
            return (("needs_directory_or_create_project", text, GRANTOR),)
        case IsConnector() if not actor.connector:
            return ((CONNECTOR_CODE, "Only the connector reports outcomes.", ""),)
        case AnyOf(needs):
            lacks = [_lacking(n, actor, kind) for n in needs]
            if not all(lacks):
                return ()
            lacks = [x for x in lacks if x[0][0] != CONNECTOR_CODE]  # nobody can become one
            texts = " Or: ".join(lack[0][1] for lack in lacks)
            code = (
                "needs_directory_or_create_project"
                if any(isinstance(n, CreateProjects) for n in needs)
                else lacks[0][0][0]
            )
            return ((code, texts, lacks[0][0][2]),)
        case _:
            return ()


def _keeps_directory(actor: Actor) -> bool:
    return actor.level(Tool.COMPANY_DIRECTORY) >= L.ADMIN
