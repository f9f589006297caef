"""Every action of the connector's tutorials: what it is here, and the command that does it."""

from core.rulebook.rule import Step

MADE_THERE = "A tool of the project system; no record of ours changes by it."
NO_BIDS = "Bids are converted in the project system; nothing of them comes here."
NOT_THIS_CONNECTOR = "Not among the tutorials of Sage 300 CRE; it belongs to other connectors."

COST_CODES = (
    Step("CC1", "Sync cost codes and categories.", "refresh cost_codes"),
    Step("CC2", "Assign default cost types to a standard code.", "assign cost_codes"),
    Step("CC2a", "A job made in Sage keeps the assignments of Sage.", "import jobs"),
    Step("CC3", "Make the ERP's code list available to new projects.", absent=MADE_THERE),
    Step("CC3a", "Make the other code list available to new projects.", absent=MADE_THERE),
    Step("CC4", "Archive a standard code.", "archive cost_codes"),
    Step("CC5", "Restore a standard code.", "restore cost_codes"),
    Step("CC6", "Add standard codes to a project.", "sandbox edit"),
    Step("CC7", "Assign a project's cost types.", "sandbox edit"),
    Step("CC8", "Send a project's new codes; an approver updates Sage.", "update jobs"),
    Step("CC8a", "Look at the requested updates before.", "show jobs"),
    Step("CC9", "Refresh the codes of one project.", "renew jobs"),
    Step("CC10", "Delete a project's code.", "remove jobs"),
    Step("CC11", "Untick a cost type of a project's code.", "remove jobs"),
)

VENDORS = (
    Step("V1", "Refresh the vendor list.", "refresh vendors"),
    Step("V2", "Send a company.", "send vendors"),
    Step("V3", "Take a company back before it is answered.", "retrieve vendors"),
    Step("V4", "Send a company again.", "resend vendors"),
    Step("V5", "Accept a company: its vendor is made in Sage.", "accept vendors"),
    Step("V6", "Reject a company.", "reject vendors"),
    Step("V7", "Make a company of a Sage vendor.", "import vendors"),
    Step("V8", "Link a vendor to a company that is there.", "link vendors"),
    Step("V8a", "Link every suggested pair.", "link --suggested"),
    Step("V9", "Take over what Sage changed in a linked vendor.", "refresh vendors"),
    Step("V10", "Insurance comes from Sage.", "refresh vendors"),
    Step("V11", "Archive a vendor.", "archive vendors"),
    Step("V12", "Restore a vendor.", "restore vendors"),
    Step("V13", "Unlink a vendor.", "unlink vendors"),
    Step("V14", "Merge companies into one.", "merge"),
    Step("V15", "Put a duplicate out of use by hand.", "consolidate"),
    Step("V16", "Choose which types of vendor come in.", "settings set"),
)

JOBS = (
    Step("J1", "Refresh the job list.", "refresh jobs"),
    Step("J2", "Send a project.", "send jobs"),
    Step("J3", "Take a project back before it is answered.", "retrieve jobs"),
    Step("J4", "Accept a project: its job is made in Sage.", "accept jobs"),
    Step("J5", "Reject a project.", "reject jobs"),
    Step("J6", "Send a project again.", "resend jobs"),
    Step("J7", "Make a project of a Sage job.", "import jobs"),
    Step("J8", "Leave a Sage job out.", "archive jobs"),
    Step("J9", "Link a job to a project that is there.", "link jobs"),
    Step("J10", "Update the cost codes of a job.", "update jobs"),
    Step("J11", "Choose the template of imported jobs.", "settings set"),
    Step("J12", "The form of job ids.", "settings set"),
    Step(
        "J13",
        "Unlink a project.",
        absent="No tutorial of Sage 300 CRE unlinks a project; dependants would lose their job.",
    ),
)

SUB_JOBS = (
    Step("S1", "Refresh the job list on the Sub Jobs tab.", "refresh sub_jobs"),
    Step("S2", "Allow sub jobs on a project.", "settings set"),
    Step("S3", "Add a sub job in the project.", absent=MADE_THERE),
    Step("S4", "Send a sub job with its codes.", "send sub_jobs"),
    Step("S5", "Take a sub job back.", "retrieve sub_jobs"),
    Step("S6", "Accept a sub job: its extra is made in Sage.", "accept sub_jobs"),
    Step("S7", "Reject a sub job.", "reject sub_jobs"),
    Step("S8", "Send a sub job again.", "resend sub_jobs"),
    Step("S9", "Make a sub job of a Sage extra.", "import sub_jobs"),
    Step("S10", "Rename a synced sub job.", "sandbox edit"),
    Step("S11", "Delete a sub job.", "delete sub_jobs"),
)

JOB_COSTS = (
    Step("D1", "Sync job costs.", "refresh job_costs"),
    Step("D2", "Let the transactions of a project come one by one.", "settings set"),
    Step("D3", "Let categories take the billed amount.", "settings set"),
    Step("D4", "Allow edits of synced direct costs.", "settings set"),
    Step("D5", "Edit or delete a synced direct cost.", "edit-cost job_costs"),
    Step("D6", "Add the columns to a budget view.", "report job-costs"),
    Step("D7", "Look into the direct costs of a job.", "costs"),
    Step("D8", "Read the job costs of one job.", "report job-costs"),
    Step("D9", "Check the costs against Sage.", "report reconciliation"),
)

BUDGETS = (
    Step("B1", "Lock and send a budget.", "send budgets"),
    Step("B2", "Take a budget back.", "retrieve budgets"),
    Step("B3", "Accept a budget, knowing what it ends.", "accept budgets"),
    Step("B4", "Reject a budget.", "reject budgets"),
    Step("B5", "Post its entries in Sage.", "sandbox post"),
    Step("B6", "Unlock an exported budget.", "unlock budgets"),
    Step("B7", "Send what changed since.", "send budgets"),
    Step("B8", "Import a budget, keeping or overriding lines.", "import budgets"),
    Step("B9", "Re-import a budget.", "reimport budgets"),
    Step("B10", "Export a cost forecast.", "settings set"),
    Step("B11", "Choose the view and columns of the export.", "settings set"),
)

COMMITMENTS = (
    Step("C1", "Send a commitment.", "send commitments"),
    Step("C2", "Take a commitment back.", "retrieve commitments"),
    Step("C3", "Accept a commitment.", "accept commitments"),
    Step("C4", "Reject a commitment, waiting or failed.", "reject commitments"),
    Step("C5", "Send a rejected commitment again.", "resend commitments"),
    Step("C6", "Unlink a commitment after Sage deleted it.", "unlink commitments"),
    Step("C7", "Delete an unlinked commitment.", "delete commitments"),
    Step("C8", "Switch direct exports on and off.", "settings set"),
)

CHANGE_ORDERS = (
    Step("K1", "Send a commitment change order.", "send change_orders"),
    Step("K2", "Accept it, one line an item.", "accept change_orders"),
    Step("K3", "Reject it.", "reject change_orders"),
    Step("K4", "Take it back, send it again.", "retrieve change_orders"),
    Step("K5", "Unlink it after Sage deleted it.", "unlink change_orders"),
    Step("K6", "Delete an unlinked one.", "delete change_orders"),
    Step("P1", "Send a prime contract change order.", "send change_orders"),
    Step("P2", "Accept it with a transaction date.", "accept change_orders"),
    Step("P3", "Reset it, cleaning up Sage by hand.", "unlink change_orders"),
)

INVOICES = (
    Step("I1", "Set invoice export up: client, mappings, AP settings.", "doctor"),
    Step("I2", "Send invoices, one or many.", "send invoices"),
    Step("I3", "Take them back.", "retrieve invoices"),
    Step("I4", "Accept them with number and accounting date.", "accept invoices"),
    Step("I5", "Reject them.", "reject invoices"),
    Step("I6", "Unlink one after Sage deleted it.", "unlink invoices"),
    Step("I7", "Set owner invoices up.", "doctor"),
    Step("I8", "Accept an owner invoice.", "accept invoices"),
    Step("I9", "Import payments of synced invoices.", absent=NOT_THIS_CONNECTOR),
    Step(
        "I10",
        "Pay invoices from the project system.",
        absent="Payments start and end in the paying service; no document of it waits here.",
    ),
)

PRIME_CONTRACTS = (
    Step("R1", "Import a prime contract.", "import prime_contracts"),
    Step("R2", "Re-import it when it has new lines.", "reimport prime_contracts"),
    Step("R3", "Refresh a synced one.", "renew prime_contracts"),
)

COMPANY = (
    Step("A1", "First step of the on-demand sync, in the relay.", "hh2 sync"),
    Step("A2", "Look at the schedule.", "schedule"),
    Step("A3", "Tick mappings in the relay's client.", "mappings"),
    Step("A4", "Read the accountant report.", "report accountants"),
    Step("A5", "Look at archived companies.", "report archived"),
    Step("A6", "Read what could not be synced.", "report unsyncable"),
    Step("A7", "Make somebody an accounting approver.", "users grant"),
    Step("A8", "Choose the cost type of converted bids.", absent=NO_BIDS),
    Step("A9", "Import tax groups.", "settings set"),
    Step("A10", "Change advanced settings.", "settings set"),
    Step(
        "A11",
        "Export timesheets to payroll; sync employees.",
        absent="Another product with files of its own; nothing of it waits for an approver.",
    ),
)

STEPS: dict[str, tuple[Step, ...]] = {
    "cost codes": COST_CODES,
    "vendors": VENDORS,
    "jobs": JOBS,
    "sub jobs": SUB_JOBS,
    "job costs": JOB_COSTS,
    "budgets": BUDGETS,
    "commitments": COMMITMENTS,
    "change orders": CHANGE_ORDERS,
    "invoices": INVOICES,
    "prime contracts": PRIME_CONTRACTS,
    "company": COMPANY,
}
"""By tab, or for the whole company; CC to D are numbered as master-data numbers them."""
