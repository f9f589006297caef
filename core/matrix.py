"""The 52 rows of the permission matrix (cross-cutting A.1), and which rights hold each."""

from collections.abc import Iterator

from core.permissions import (
    CHOICES,
    DEED_CHOICES,
    DEEDS,
    GRANTS,
    AllOf,
    AnyOf,
    AtLeast,
    CreateProjects,
    Deed,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Need,
    Push,
    SendBudgets,
)
from core.tabs import TAB_OF
from core.values import NamedTuple
from core.vocabulary import Action, Permission, RecordKind, Tool

UNSUPPORTED = "connector_unsupported"
"""The reason code of what this connector has not (A.2)."""


class Entry(NamedTuple):
    """One row of the published matrix."""

    id: str
    name: str
    gist: str
    absent: str = ""
    """Why nothing here does it."""
    also: tuple[Deed, ...] = ()
    """Deeds of another row that do this, too."""


MATRIX = (
    Entry("01", "accept_reject_cost_codes", "Accept or reject standard cost codes.",
          "Standard codes are made in Sage; what a project adds is accepted by row 39."),
    Entry("02", "accept_reject_owner_invoice", "Accept or reject an owner invoice."),
    Entry("03", "accept_reject_subcontractor_invoice", "Accept or reject a subcontractor invoice."),
    Entry("04", "accept_reject_budget", "Accept or reject a budget."),
    Entry("05", "accept_reject_cco", "Accept or reject a CCO."),
    Entry("06", "accept_reject_commitment", "Accept or reject a commitment."),
    Entry("07", "accept_reject_company", "Accept or reject a company."),
    Entry("08", "accept_reject_pcco", "Accept or reject a PCCO."),
    Entry("09", "accept_reject_project", "Accept or reject a project."),
    Entry("10", "accept_reject_sub_job", "Accept or reject a sub job."),
    Entry("11", "add_procore_project_to_erp", "Send a project to Sage."),
    Entry("12", "add_erp_company_to_directory", "Bring a vendor of Sage into the directory."),
    Entry("13", "add_erp_job_to_procore", "Bring a job of Sage into the project system."),
    Entry("14", "archive_erp_company", "Put a vendor away that nobody linked."),
    Entry("15", "assign_default_cost_types", "Choose the default cost types of a standard code."),
    Entry("16", "configure_advanced_settings", "Change the company's settings."),
    Entry("17", "configure_or_view_sync_schedule", "See the schedule of both hops."),
    Entry("18", "enable_disable_direct_exports", "Switch direct exports on or off, kind by kind."),
    Entry("19", "import_budget", "Bring a budget from Sage."),
    Entry("20", "import_prime_contract", "Bring a prime contract from Sage."),
    Entry("21", "import_erp_sub_job", "Bring an extra from Sage."),
    Entry("22", "link_erp_company", "Tie a vendor to a company."),
    Entry("23", "refresh_companies_list", "Refresh the list of vendors.", also=(Deed.REFRESH,)),
    Entry("24", "refresh_project_cost_codes", "Refresh one project's cost codes."),
    Entry("25", "send_retrieve_resend_item", "Send, take back or send again."),
    Entry("26", "sync_job_cost_transactions", "Bring job cost transactions from Sage."),
    Entry("27", "sync_paid_invoice_notifications", "Bring payments from Sage.",
          "Payments are not brought from Sage 300 CRE by this connector."),
    Entry("28", "unlink_cco", "Untie a CCO."),
    Entry("29", "unlink_commitment", "Untie a commitment."),
    Entry("30", "unlink_owner_invoice", "Untie an owner invoice."),
    Entry("31", "unlink_pcco", "Untie a PCCO."),
    Entry("32", "unlink_subcontractor_invoice", "Untie a subcontractor invoice."),
    Entry("33", "unlink_company", "Untie a company from its vendor."),
    Entry("34", "view_synced_sub_jobs", "See the synced sub jobs."),
    Entry("35", "view_accountant_report", "Read who may accept and reject."),
    Entry("36", "view_job_costs_report", "Read the job costs report."),
    Entry("37", "view_unsyncable_direct_costs_report", "Read which costs find no place."),
    Entry("38", "view_archived_companies", "See the archived companies."),
    Entry("39", "accept_reject_cost_code_update", "Accept or reject a job's new cost codes."),
    Entry("40", "on_demand_sync_step2", "Refresh a tab."),
    Entry("41", "on_demand_sync_step1", "Have the relay read Sage."),
    Entry("42", "reimport_prime_contract", "Bring a prime contract from Sage once more."),
    Entry("43", "refresh_prime_contract", "Take a synced prime contract's new items over."),
    Entry("44", "configure_vendor_type_import", "Choose which types of vendor come in."),
    Entry("45", "edit_synced_direct_costs_setting", "Open synced costs for edits here."),
    Entry("46", "link_erp_project", "Tie a job to a project that exists."),
    Entry("47", "grant_aa_privileges", "Grant Can Push to Accounting and the ticks."),
    Entry("48", "enable_job_cost_transaction_sync", "Switch job cost transactions of a project."),
    Entry("49", "configure_budget_export_settings", "Choose what a project's budget exports."),
    Entry("50", "delete_unlinked_commitment_or_cco", "Delete what was unlinked and is a draft."),
    Entry("51", "restore_archived_company", "Fetch an archived vendor back."),
    Entry("52", "export_company_record", "The older name of sending a company to Sage.",
          "Replaced by rows 25 and 07: who keeps a directory sends, an approver accepts."),
)  # fmt: skip
ENTRY = {entry.id: entry for entry in MATRIX}


class Held(NamedTuple):
    """A right that holds a row: an action on a kind, or a deed; and what it takes."""

    permission: Permission | None
    kind: RecordKind | None
    actions: tuple[Action, ...]
    deed: Deed | None
    grants: tuple[Grant, ...]
    """The usual one first, then those of other values of its policy."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The reason codes with which it may be refused (A.2)."""
        needs = (need for grant in self.grants for need in grant.needs)
        return tuple(dict.fromkeys(code for need in needs for code in _codes(need)))


def holding(entry: Entry) -> tuple[Held, ...]:
    """Every right of the tables that cites a row, or does it under another one's."""
    return (*_actions(entry.id), *_deeds(entry))


def _actions(row: str) -> Iterator[Held]:
    for (permission, kind), wanted in GRANTS.items():
        done = tuple(
            dict.fromkeys(r.action for r in TAB_OF[kind].kinds[kind] if r.permission is permission)
        )
        if done and row in wanted.row.split(", "):
            choice = CHOICES.get((permission, kind))
            grants = tuple(choice.takes.values()) if choice else (wanted,)
            yield Held(permission, kind, done, None, grants)


def _deeds(entry: Entry) -> Iterator[Held]:
    for deed, wanted in DEEDS.items():
        if wanted.row == entry.id or deed in entry.also:
            choice = DEED_CHOICES.get(deed)
            grants = tuple(choice.takes.values()) if choice else (wanted,)
            yield Held(None, None, (), deed, grants)


def _codes(need: Need) -> tuple[str, ...]:
    match need:
        case AtLeast(tool, _):
            return ("level_too_low" if tool is Tool.ERP else "needs_source_tool_admin",)
        case Push():
            return ("needs_cpa",)
        case MayExport():
            return ("needs_type_export_right",)
        case MayImport():
            return ("needs_type_import_right",)
        case CreateProjects():
            return ("needs_directory_or_create_project",)
        case SendBudgets():
            return ("needs_source_tool_admin",)
        case IsConnector():
            return ()
        case AnyOf(needs) | AllOf(needs):
            return tuple(code for one in needs for code in _codes(one))
