"""What a right takes: the matrix of cross-cutting A, as data, and what somebody lacks of it."""

from enum import StrEnum

from core.needs import (
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    SendBudgets,
)
from core.objection import Cause, Objection
from core.people import Actor
from core.settings import (
    ArchiveViewer,
    CompanyRetriever,
    CompanySender,
    JobImporter,
    ProjectSender,
    Settings,
    UnlinkChange,
    VendorLinker,
)
from core.vocabulary import Level, Permission, RecordKind, Tool, words

P, K, L = Permission, RecordKind, Level


ERP_READER = AtLeast(Tool.ERP, L.READ_ONLY)
ERP_STANDARD = AtLeast(Tool.ERP, L.STANDARD)
ERP_ADMIN = AtLeast(Tool.ERP, L.ADMIN)
ACCOUNTING = (ERP_STANDARD, Push(), MayExport())
COMMITMENTS = AtLeast(Tool.COMMITMENTS, L.ADMIN)
PRIME = AtLeast(Tool.PRIME_CONTRACTS, L.ADMIN)
PROJECT_ADMIN = AtLeast(Tool.PROJECT_ADMIN, L.ADMIN)
COMPANY_DIRECTORY = AtLeast(Tool.COMPANY_DIRECTORY, L.ADMIN)
PROJECT_DIRECTORY = AtLeast(Tool.PROJECT_DIRECTORY, L.ADMIN)
MAKES_PROJECTS = AnyOf((COMPANY_DIRECTORY, CreateProjects()))
BUDGET = AtLeast(Tool.BUDGET, L.ADMIN)
REPORTS_READER = AtLeast(Tool.REPORTS, L.READ_ONLY)
DIRECT_COSTS_READER = AtLeast(Tool.DIRECT_COSTS, L.READ_ONLY)
SYNC = (AnyOf((ERP_STANDARD, IsConnector())),)


def _budgets(level: Level) -> AnyOf:
    """Admin of Budget, or a lower level with the granular right."""
    return AnyOf((BUDGET, AllOf((AtLeast(Tool.BUDGET, level), SendBudgets()))))


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
    (P.SENDER, K.PROJECT): Grant("11, 25", (PROJECT_ADMIN,)),
    (P.SENDER, K.SUB_JOB): Grant("25", (PROJECT_ADMIN,)),
    (P.SENDER, K.BUDGET): Grant("25", (_budgets(L.STANDARD),)),
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
    (P.RENEWER, K.PRIME_CONTRACT): Grant("43", (ERP_ADMIN, PRIME)),
    (P.RENEWER, K.PROJECT): Grant("24", (PROJECT_ADMIN,)),
    (P.CODE_KEEPER, K.COST_CODE): Grant("15", (ERP_STANDARD,)),
    (P.CODE_KEEPER, K.PROJECT): Grant("CC10", (PROJECT_ADMIN,)),
    (P.DELETER, K.COMMITMENT): Grant("50", (COMMITMENTS,)),
    (P.DELETER, K.CCO): Grant("50", (COMMITMENTS,)),
    (P.DELETER, K.SUB_JOB): Grant("S11", (PROJECT_ADMIN,)),
    (P.LINKER, K.COMPANY): Grant("22", (ERP_STANDARD, COMPANY_DIRECTORY)),
    (P.LINKER, K.PROJECT): Grant("46", (ERP_ADMIN,)),
    (P.ARCHIVER, K.COMPANY): Grant("14, 51", SYNC),
    (P.ARCHIVER, K.PROJECT): Grant("13", (ERP_STANDARD, MAKES_PROJECTS)),
    (P.ARCHIVER, K.SUB_JOB): Grant("21", (ERP_STANDARD, MAKES_PROJECTS)),
    (P.ARCHIVER, K.BUDGET): Grant("19", (ERP_STANDARD,)),
    (P.ARCHIVER, K.PRIME_CONTRACT): Grant("20", (ERP_STANDARD,)),
    (P.ARCHIVER, K.COST_CODE): Grant("CC4", (AtLeast(Tool.COMPANY_ADMIN, L.STANDARD),)),
    (P.DIRECTORY_KEEPER, K.COMPANY): Grant("V14", (COMPANY_DIRECTORY,)),
    (P.UNLINKER, K.COMPANY): Grant("33", (ERP_STANDARD,)),
    (P.UNLINKER, K.CCO): Grant("28", (*ACCOUNTING, COMMITMENTS)),
    (P.UNLINKER, K.COMMITMENT): Grant("29", (*ACCOUNTING, COMMITMENTS)),
    (P.UNLINKER, K.OWNER_INVOICE): Grant("30", (*ACCOUNTING, PRIME)),
    (P.UNLINKER, K.PCCO): Grant("31", (*ACCOUNTING, PRIME)),
    (P.UNLINKER, K.SUBCONTRACTOR_INVOICE): Grant("32", (*ACCOUNTING, COMMITMENTS)),
    (P.KEEPER, K.BUDGET): Grant("financials 1.3", (BUDGET,)),
    (P.COST_EDITOR, K.JOB_COST): Grant("D5", (AtLeast(Tool.DIRECT_COSTS, L.STANDARD),)),
}
"""By permission and kind. The connector's own right is the same for every kind."""

GRANTS |= {(P.RESENDER, kind): wanted for (p, kind), wanted in GRANTS.items() if p is P.SENDER}
GRANTS[P.RESENDER, K.CCO] = Grant("25", (COMMITMENTS,))
"""Sending a change order takes both tools, sending it again the commitment's (financials 1.3)."""
GRANTS[P.RESENDER, K.BUDGET] = Grant("25", (BUDGET,))
GRANTS |= {(P.RETRIEVER, kind): wanted for (p, kind), wanted in GRANTS.items() if p is P.SENDER}
GRANTS[P.RETRIEVER, K.BUDGET] = Grant("25", (_budgets(L.READ_ONLY),))
# An administrator of ERP Integrations may take a company back, too (master-data 8.1 no. 8).
GRANTS[P.RETRIEVER, K.COMPANY] = Grant(
    "25", (AnyOf((COMPANY_DIRECTORY, PROJECT_DIRECTORY, ERP_ADMIN)),)
)


def _chosen(
    permission: Permission, kind: RecordKind, policy: str, usual: StrEnum, **others: Grant
) -> dict[tuple[Permission, RecordKind], Choice]:
    """A choice whose usual value takes what GRANTS says; `others` are named as the enum's."""
    values = type(usual)
    takes = {values[name]: wanted for name, wanted in others.items()}
    return {(permission, kind): Choice(policy, {usual: GRANTS[permission, kind], **takes})}


_ADMIN_IMPORT = (ERP_ADMIN, MayImport())
_BY_COMPANY = Grant("25", (COMPANY_DIRECTORY,))
_BY_APPROVER = Grant("11, 25", (PROJECT_ADMIN, *ACCOUNTING))
_MAKERS, _EITHER = JobImporter.MAKES_PROJECTS, CompanySender.EITHER

CHOICES: dict[tuple[Permission, RecordKind], Choice] = {
    **_chosen(P.UNLINKER, K.CCO, "unlink_change", UnlinkChange.PUSH,
              ADMIN=Grant("28", (ERP_ADMIN, COMMITMENTS))),
    **_chosen(P.IMPORTER, K.PROJECT, "job_importer", _MAKERS, ERP_ADMIN=Grant("13", _ADMIN_IMPORT)),
    **_chosen(P.IMPORTER, K.SUB_JOB, "job_importer", _MAKERS, ERP_ADMIN=Grant("21", _ADMIN_IMPORT)),
    **_chosen(P.SENDER, K.PROJECT, "project_sender", ProjectSender.PROJECT_ADMIN,
              APPROVER=_BY_APPROVER),
    **_chosen(P.RESENDER, K.PROJECT, "project_sender", ProjectSender.PROJECT_ADMIN,
              APPROVER=_BY_APPROVER),
    **_chosen(P.LINKER, K.COMPANY, "vendor_linker", VendorLinker.DIRECTORY,
              ERP_ADMIN=Grant("22", (ERP_ADMIN,))),
    **_chosen(P.SENDER, K.COMPANY, "company_sender", _EITHER, COMPANY=_BY_COMPANY),
    **_chosen(P.RESENDER, K.COMPANY, "company_sender", _EITHER, COMPANY=_BY_COMPANY),
    **_chosen(P.RETRIEVER, K.COMPANY, "company_retriever", CompanyRetriever.EITHER,
              BOTH=Grant("25", (COMPANY_DIRECTORY, ERP_ADMIN))),
}  # fmt: skip
"""What a policy changes about GRANTS, which hold with every policy at its usual value."""

CONNECTOR_ONLY = Grant("connector", (IsConnector(),))
REFRESH = Grant("40", SYNC)
"""The second step of the on-demand sync, on every tab that has one."""
USUAL = Settings()


def grant(permission: Permission, kind: RecordKind, settings: Settings = USUAL) -> Grant:
    """What a permission takes for a kind, by the company's policies.

    Raises:
        KeyError: the lifecycle of this kind has no such permission.
    """
    if permission is P.CONNECTOR:
        return CONNECTOR_ONLY
    choice = CHOICES.get((permission, kind))
    return choice.grant(settings.policies) if choice else GRANTS[permission, kind]


class Deed(StrEnum):
    """What somebody may do besides acting on a record."""

    REFRESH = "refresh"
    READ_SAGE = "sync from Sage"
    """The first step of the on-demand sync."""
    SEE_SCHEDULE = "see the sync schedule"
    CHANGE_SETTINGS = "change settings"
    SWITCH_DIRECT_EXPORTS = "switch direct exports"
    CHOOSE_VENDOR_TYPES = "choose vendor types"
    OPEN_SYNCED_COSTS = "open synced costs for edits"
    GRANT_PRIVILEGES = "grant privileges"
    SWITCH_TRANSACTIONS = "switch job cost transactions"
    SYNC_TRANSACTIONS = "sync job cost transactions"
    CHOOSE_BUDGET_EXPORT = "choose the budget export"
    SEE_SUB_JOBS = "see synced sub jobs"
    SEE_ARCHIVED = "see archived companies"
    SEE_ACCOUNTANTS = "see the accountant report"
    SEE_JOB_COSTS = "see the job costs report"
    SEE_UNSYNCABLE = "see unsyncable direct costs"
    SEE_DRIFT = "see the drift report"
    SEE_WORKLIST = "see the worklist for Sage"
    WRITE_FILES = "write import files for Sage"
    SEE_COST_DETAILS = "see direct costs one by one"
    EXPORT_JOB_COSTS = "write the job costs report to a file"
    SEE_RECONCILIATION = "see the reconciliation of direct costs"
    SHARE_VIEWS = "share saved views"


D = Deed

DEEDS: dict[Deed, Grant] = {
    D.REFRESH: REFRESH,
    D.READ_SAGE: Grant("41", SYNC),
    D.SEE_SCHEDULE: Grant("17", (ERP_ADMIN,)),
    D.CHANGE_SETTINGS: Grant("16", (ERP_ADMIN,)),
    D.SWITCH_DIRECT_EXPORTS: Grant("18", (ERP_ADMIN, Push(), MayExport())),
    D.CHOOSE_VENDOR_TYPES: Grant("44", (ERP_ADMIN,)),
    D.OPEN_SYNCED_COSTS: Grant("45", (ERP_ADMIN,)),
    D.GRANT_PRIVILEGES: Grant("47", (COMPANY_DIRECTORY, Push())),
    D.SWITCH_TRANSACTIONS: Grant("48", (PROJECT_ADMIN,)),
    # The row ticks the administrator; its page credits an accounting approver as well.
    D.SYNC_TRANSACTIONS: Grant(
        "26", (AnyOf((ERP_ADMIN, AllOf((ERP_STANDARD, Push())), IsConnector())),)
    ),
    D.CHOOSE_BUDGET_EXPORT: Grant("49", (BUDGET,)),
    D.SEE_SUB_JOBS: Grant("34", (ERP_STANDARD, MAKES_PROJECTS)),
    D.SEE_ARCHIVED: Grant("38", (ERP_STANDARD,)),
    D.SEE_ACCOUNTANTS: Grant("35", (ERP_ADMIN,)),
    D.SEE_JOB_COSTS: Grant(
        # The company's report takes the ERP tool, the project's the Reports tool and a source.
        "36", (AnyOf((ERP_ADMIN, AllOf((REPORTS_READER, AnyOf((BUDGET, PRIME)))))),)
    ),
    D.SEE_UNSYNCABLE: Grant("37", (REPORTS_READER, DIRECT_COSTS_READER)),
    D.SEE_DRIFT: Grant("J1", (ERP_READER,)),
    D.SEE_WORKLIST: Grant("our own", (ERP_STANDARD,)),
    D.WRITE_FILES: Grant("our own", (ERP_STANDARD, Push())),
    D.SEE_COST_DETAILS: Grant("D7", (DIRECT_COSTS_READER,)),
    # The company's list has no export; only the project's report has (job costs 11).
    D.EXPORT_JOB_COSTS: Grant("36", (REPORTS_READER, AnyOf((BUDGET, PRIME)))),
    D.SHARE_VIEWS: Grant("our own", (ERP_ADMIN,)),
    D.SEE_RECONCILIATION: Grant("D9", (AtLeast(Tool.COMPANY_ADMIN, L.ADMIN),)),
}  # fmt: skip
"""What each takes; ticks are those of the kind it is done for."""

DEED_CHOICES: dict[Deed, Choice] = {
    D.SEE_ARCHIVED: Choice("archive_viewer", {
        ArchiveViewer.STANDARD: DEEDS[D.SEE_ARCHIVED],
        ArchiveViewer.APPROVER: Grant("38", (ERP_STANDARD, Push())),
    })
}  # fmt: skip


def deed_grant(deed: Deed, settings: Settings = USUAL) -> Grant:
    """What a deed takes, by the company's policies."""
    choice = DEED_CHOICES.get(deed)
    return choice.grant(settings.policies) if choice else DEEDS[deed]


def deed_objections(
    deed: Deed, actor: Actor, settings: Settings = USUAL, kind: RecordKind = K.COMPANY
) -> tuple[Objection, ...]:
    """Everything the actor lacks for a deed, done for a kind where that matters."""
    return denials(deed_grant(deed, settings), actor, kind)


def denials(wanted: Grant, actor: Actor, kind: RecordKind) -> tuple[Objection, ...]:
    """Everything the actor lacks; empty if permitted."""
    if not actor.may_enter:
        return (Objection("reliability 7", "You may not sign in.", GRANTOR, Cause.PERMISSION),)
    return tuple(
        [
            Objection(cited(wanted), text, who, Cause.PERMISSION, code=code)
            for need in wanted.needs
            for code, text, who in _lacking(need, actor, kind)
        ]
    )


def cited(wanted: Grant) -> str:
    """Where it stands that a right takes this: a row of the matrix, or a rule by its section."""
    named = " " in wanted.row.replace(", ", ",")
    return wanted.row if named else f"permissions A.1 row {wanted.row}"


_Lack = tuple[str, str, str]
CONNECTOR_CODE = "connector_only"
GRANTOR = "an administrator of the Company Directory"


def _lacking(need: Need, actor: Actor, kind: RecordKind) -> tuple[_Lack, ...]:
    """Reason code (cross-cutting A.2), sentence, and who can lift it."""
    match need:
        case AnyOf(needs):
            return _lacking_all_ways([_lacking(n, actor, kind) for n in needs], needs)
        case AllOf(needs):
            return tuple(lack for n in needs for lack in _lacking(n, actor, kind))
        case _:
            lack = _lacking_one(need, actor, kind)
            return (lack,) if lack else ()


def _lacking_all_ways(lacks: list[tuple[_Lack, ...]], needs: tuple[Need, ...]) -> tuple[_Lack, ...]:
    """One lack that tells all ways; none where one of them is open."""
    if not all(lacks):
        return ()
    lacks = [x for x in lacks if x[0][0] != CONNECTOR_CODE]  # nobody can become one
    texts = " Or: ".join(" ".join(text for _, text, _ in lack) for lack in lacks)
    makes = any(isinstance(n, CreateProjects) for n in needs)
    code = "needs_directory_or_create_project" if makes else lacks[0][0][0]
    return ((code, texts, lacks[0][0][2]),)


def _lacking_one(need: Need, actor: Actor, kind: RecordKind) -> _Lack | None:
    match need:
        case AtLeast(tool, level) if actor.level(tool) < level:
            held = actor.level(tool).words
            code = "level_too_low" if tool is Tool.ERP else "needs_source_tool_admin"
            text = f"This takes {level.words} of {tool}; you hold {held}."
            return code, text, f"an administrator of {tool}"
        case Push() if not actor.can_push:
            text = "This takes Can Push to Accounting besides the level, an administrator's too."
            return "needs_cpa", text, GRANTOR
        case MayExport() if kind not in actor.exports and not _keeps_directory(actor):
            text = f"Can Export is not ticked for you on {words(kind)}."
            return "needs_type_export_right", text, GRANTOR
        case MayImport() if kind not in actor.imports and not _keeps_directory(actor):
            text = f"Can Import is not ticked for you on {words(kind)}."
            return "needs_type_import_right", text, GRANTOR
        case CreateProjects() if not actor.create_projects:
            text = "This takes Create New Project."
            return "needs_directory_or_create_project", text, GRANTOR
        case SendBudgets() if not actor.send_budgets:
            text = "This takes Send and Retrieve Budgets from ERP."
            return "needs_source_tool_admin", text, GRANTOR
        case IsConnector() if not actor.connector:
            return CONNECTOR_CODE, "Only the connector reports outcomes.", ""
        case _:
            return None


def _keeps_directory(actor: Actor) -> bool:
    return actor.level(Tool.COMPANY_DIRECTORY) >= L.ADMIN
