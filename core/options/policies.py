"""The choices where sources disagree or leave one open: financials 11 and master-data 8.1."""

from core.options.option import Group, OneOf, Option, Switch, Whole
from core.permissions import Deed
from core.settings import (
    ArchiveViewer,
    ChangesAtUnlock,
    CompanyRetriever,
    CompanySender,
    InactiveVendor,
    JobImporter,
    Policy,
    ProjectSender,
    Recipients,
    Retainage,
    SubcontractStatus,
    UnlinkChange,
    VendorLinker,
)

G, CHANGE = Group.POLICIES, Deed.CHANGE_SETTINGS

# fmt: off
POLICIES = (
    Option("policies.pcco_estimates", "Prime change orders change estimates", G, Switch(), "X3",
           CHANGE, "A prime contract change order makes an approved estimate change, too."),
    Option("policies.retainage", "Retainage of an invoice", G, OneOf(Retainage), "X4", CHANGE,
           "What is written as retainage of each distribution."),
    Option("policies.reject_notice", "Who hears of a reject", G, OneOf(Recipients), "X6", CHANGE,
           "To whom the notice of a reject goes."),
    Option("policies.unlink_change", "Who unlinks a change order", G, OneOf(UnlinkChange), "X7",
           CHANGE, "What unlinking a commitment change order takes."),
    Option("policies.subcontract_status", "Which subcontracts are sent", G,
           OneOf(SubcontractStatus), "X8", CHANGE,
           "A subcontract is sent in these statuses only."),
    Option("policies.unlock_with_changes", "Unlocking a budget that has changes", G,
           OneOf(ChangesAtUnlock), "X9", CHANGE,
           "kept: a budget is unlocked and keeps its changes; refused: it stays locked."),
    Option("policies.job_importer", "Who imports jobs and extras", G, OneOf(JobImporter),
           "master-data 8.1 no. 2", CHANGE, "What importing a job or a sub job takes."),
    Option("policies.project_sender", "Who sends a project", G, OneOf(ProjectSender),
           "master-data 8.1 no. 3", CHANGE, "What sending a project takes."),
    Option("policies.company_name", "Company names that are too long", G, OneOf(Policy),
           "master-data 8.1 no. 5, vendors 1", CHANGE,
           "block: the name has to be shortened; warn: it is cut where it is exported."),
    Option("policies.inactive_vendor", "Vendors that Sage made inactive", G, OneOf(InactiveVendor),
           "master-data 8.1 no. 6", CHANGE, "What becomes of them in the lists here."),
    Option("policies.vendor_linker", "Who links vendors", G, OneOf(VendorLinker),
           "master-data 8.1 no. 7", CHANGE, "What linking a vendor to a company takes."),
    Option("policies.company_retriever", "Who takes a company back", G, OneOf(CompanyRetriever),
           "master-data 8.1 no. 8", CHANGE, "What retrieving a company takes."),
    Option("policies.company_sender", "Who sends a company", G, OneOf(CompanySender),
           "master-data 8.1 no. 9", CHANGE, "What sending a company takes."),
    Option("policies.archive_viewer", "Who sees archived companies", G, OneOf(ArchiveViewer),
           "master-data 8.1 no. 13", CHANGE, "What opening the list of archived companies takes."),
    Option("policies.resend_notice_at_once", "Notice of what is sent again", G, Switch(),
           "financials 1.5", CHANGE,
           "Approvers hear at once of what is sent again, besides the daily summary."),
    Option("policies.near_duplicate", "Names that are nearly alike", G,
           Whole(50, 100, "in percent"), "vendors 15", CHANGE,
           "From so much likeness on, accepting a company warns of a vendor that may be it."),
)
