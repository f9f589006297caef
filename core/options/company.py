"""The company's settings, one row each, but for policies, widths and what the relay reports."""

from core.options import guards as g
from core.options.forms import absolute, address, host, key_part, prefix
from core.options.option import (
    Group,
    Mask,
    Money,
    Names,
    OneNamed,
    OneOf,
    Option,
    Switch,
    Text,
    Told,
    Whole,
    Zone,
)
from core.permissions import Deed
from core.settings import Accounting, Policy, VendorUpdates
from core.vocabulary import RecordKind

G, D = Group, Deed
CHANGE = Deed.CHANGE_SETTINGS
B2, B3 = "cross-cutting B.2", "cross-cutting B.3"
DIRECT = Deed.SWITCH_DIRECT_EXPORTS
DAY = 24 * 60

GENERAL = (
    Option(
        "time_zone",
        "Time zone",
        G.GENERAL,
        Zone(),
        "cross-cutting D",
        CHANGE,
        "Dates that are suggested and the hour of the daily summary are of this zone.",
    ),
    Option(
        "settled.privileges",
        "Who grants privileges",
        G.GENERAL,
        Told("master-data 8.1 no. 12", "an administrator of the Company Directory"),
        "master-data 8.1 no. 12",
        None,
        "Can Push to Accounting is granted here, not by the maker of the connector.",
    ),
)

IDLE = (
    Option("idle_minutes", "Cover an idle console", G.GENERAL, Whole(0, DAY, "in minutes"),
           "reliability 7", CHANGE,
           "Once nobody pressed a key for so long nothing is shown until one is; 0: never."),
    Option("idle_end_minutes", "End an idle session over SSH", G.GENERAL,
           Whole(0, DAY, "in minutes"), "reliability 7", CHANGE,
           "A session over SSH ends once nobody pressed a key for so long; 0: never."),
    Option("sessions_most", "Sessions of one person over SSH", G.GENERAL,
           Whole(0, 10_000, "at once"), "reliability T18", CHANGE,
           "One person has no more sessions and commands over SSH at once; 0: any number."),
)  # fmt: skip

ANCHORS = (
    Option("anchors.file", "File of anchors", G.GENERAL, Text(400, absolute, "none"),
           "reliability 6.6", CHANGE,
           "The connector adds the head of the history to it, so that a history that was written "
           "anew, cut off or put back shows; keep it outside the home."),
    Option("anchors.auditor", "Auditor's address", G.GENERAL, Text(254, address, "none"),
           "reliability 6.6", CHANGE,
           "Gets the head of the history in a mail each day, at the hour of the daily summary."),
)  # fmt: skip

NUMBERING = (
    Option("job_mask", "Form of job ids", G.NUMBERING, Mask(), f"{B2}, jobs 2", CHANGE,
           "A job is accepted with an id of this form only.", guards=(g.no_longer_than("job_id"),)),
    Option("commitment_mask", "Form of commitment ids", G.NUMBERING, Mask(), "financials 26 (C3)",
           CHANGE, "A commitment is accepted with an id of this form only.",
           guards=(g.no_longer_than("commitment_id"),)),
    Option("cost_code_mask", "Form of cost codes", G.NUMBERING, Mask(), "cost codes 4", CHANGE,
           "Each section of a cost code has the length it has here.",
           guards=(g.no_longer_than("cost_code"), g.few_enough_sections)),
    Option("max_cost_code_sections", "Sections of a cost code", G.NUMBERING, Whole(2, 4),
           "master-data 8.1 no. 10, cost codes 3", CHANGE,
           "A cost code with more sections is refused.", guards=(g.sections_of_the_form,)),
    Option("use_contract_number", "Use the contract's number", G.NUMBERING, Switch(), B2, CHANGE,
           "The Sage id of a commitment is suggested from its number; off: it is typed."),
    Option("use_change_number", "Use the change order's number", G.NUMBERING, Switch(),
           "financials 42 (K2)", CHANGE,
           "The Sage id of a change order is suggested from its number; off: it is typed."),
    Option("commitment_prefix", "Before a commitment's number", G.NUMBERING, Text(12, prefix),
           "financials 3.3", CHANGE,
           "Put before the suggested Sage id; {job} stands for the Sage job id."),
    Option("suggest_vendor_id", "Suggest vendor ids", G.NUMBERING, Switch(), "vendors 3", CHANGE,
           "The directory's own number is offered as the Sage vendor id."),
    Option("suggest_job_id", "Suggest job ids", G.NUMBERING, Switch(), "jobs 1", CHANGE,
           "The project's number is offered as the Sage job id."),
    Option("override_invoice_number", "Other invoice numbers in Sage", G.NUMBERING, Switch(), B2,
           CHANGE, "An approver may give an invoice another number in Sage than it has here."),
)  # fmt: skip

EXPORTS = (
    *(
        Option(f"direct_exports.{kind}", f"Direct export of {title}", G.EXPORTS, Switch(), B3,
               DIRECT, f"Sending one of the {title} exports it at once, with no approver between.",
               guards=(g.fall_back_is_watched,), kind=kind)
        for kind, title in {
            RecordKind.COMMITMENT: "commitments",
            RecordKind.CCO: "commitment change orders",
            RecordKind.SUBCONTRACTOR_INVOICE: "subcontractor invoices",
            RecordKind.OWNER_INVOICE: "owner invoices",
        }.items()
    ),
    Option("commitment_title", "Commitment titles that are too long", G.EXPORTS, OneOf(Policy),
           "X1, financials 27 (C4)", CHANGE,
           "block: the title has to be shortened; warn: it is cut where it is exported."),
    Option("grace_seconds", "A moment to take it back", G.EXPORTS, Whole(0, 600, "in seconds"),
           "cross-cutting D", CHANGE,
           "What is accepted waits so long before it leaves for Sage, and may be recalled; 0: it "
           "leaves at once."),
    Option("confirm_count", "Decisions to be confirmed", G.EXPORTS,
           Whole(0, 1_000_000, "records"), "cross-cutting D", CHANGE,
           "More decisions at once than this are made only after their number was typed."),
    Option("confirm_amount", "Amount to be confirmed", G.EXPORTS,
           Money(0, 1_000_000_000_000), "cross-cutting D", CHANGE,
           "From this amount on several acceptances at once are made only after their number "
           "was typed; 0 for no such amount."),
    Option("rejects.reasons", "Reasons to choose from", G.EXPORTS, Names(60), "financials 9",
           CHANGE, "Offered by number where a reject asks for its reason."),
    Option("rejects.pointer", "A reject names what has to be fixed", G.EXPORTS, Switch(),
           "financials 9", CHANGE,
           "Rejecting what waits takes the field that has to be fixed; its sender reads it."),
)  # fmt: skip

SENDING = (
    Option("sending.stopped", "Exports are stopped", G.EXPORTS, Text(120, empty="they go out"),
           "reliability 6.3", CHANGE,
           "While a reason stands here nothing leaves for Sage; decisions go on and wait."),
    Option("sending.breaker_after", "Silences that hold a kind back", G.EXPORTS,
           Whole(1, 100, "calls"), "reliability 6.3", CHANGE,
           "After so many calls in a row that nobody answered, records of the kind wait and one "
           "is tried now and then."),
    Option("sending.per_minute", "Calls to Sage in a minute", G.EXPORTS,
           Whole(0, 10_000, "calls"), "reliability 6.3", CHANGE,
           "No more exports than that leave in a minute; 0: as many as there are."),
    Option("sending.daily_ceiling", "Amount that leaves on one day", G.EXPORTS,
           Money(0, 1_000_000_000_000), "reliability 6.3", CHANGE,
           "Once a day's exports would come to more, exports stop until a person lets them go on; "
           "0: no matter how much."),
    Option("sending.disprove_by_two", "Two people say that it is not in Sage", G.EXPORTS, Switch(),
           "reliability 6.3", CHANGE,
           "What nobody answered for is given up only after a second approver looked, too."),
    Option("sending.reconcile_days", "Days compared with Sage every night", G.EXPORTS,
           Whole(0, 366, "days"), "reliability 6.3", CHANGE,
           "What was exported in these days is read back and compared; 0: never by itself."),
    Option("sending.free_megabytes", "Free space that stops exports", G.EXPORTS,
           Whole(0, 1_000_000, "MB"), "reliability F6", CHANGE,
           "With less free space than that the connector takes nothing in hand."),
    Option("sending.company_key", "Company in the keys of exports", G.EXPORTS,
           Text(12, key_part, empty=""), "reliability 6.2", CHANGE,
           "Tells the exports of this company from those of others at the same Sage; approvals "
           "that were given keep their key."),
)  # fmt: skip

BUDGETS = (
    Option("forecast_export", "Export of forecasts", G.BUDGETS, Switch(), "financials 21", CHANGE,
           "Projects may export their forecast with the budget."),
    Option("add_codes_to_budgets", "Add new codes to budgets", G.BUDGETS, Switch(), B2, CHANGE,
           "A new pair of code and category becomes a line of the project's budget."),
    Option("settled.budget_units", "What a budget brings to Sage", G.BUDGETS,
           Told("X5", "amounts only"), "X5", None, "Quantities and units stay here."),
)  # fmt: skip

INVOICES = (
    Option("summarise_invoice_lines", "Summarise invoice lines", G.INVOICES, Switch(),
           "financials 6.3", CHANGE,
           "Lines of one code, category and sub job become one distribution; sums stay."),
    Option("tax_groups", "Tax groups", G.INVOICES, Switch(), "financials 68 (I7)", CHANGE,
           "While they are imported, no subcontractor invoice can be exported.",
           guards=(g.tax_groups_stop_invoices,)),
    Option("owner_invoices", "Owner invoices", G.INVOICES, Switch(), "financials 75", CHANGE,
           "Owner invoices can be exported: Sage's AR module is there and set up."),
    Option("zero_invoice", "Invoices over nothing", G.INVOICES, OneOf(Policy), "financials 66",
           CHANGE, "What becomes of an invoice of zero at accept."),
)  # fmt: skip

VENDORS = (
    Option("vendor_types", "Vendor types", G.VENDORS, Names(30, needed=True), "vendors 6", CHANGE,
           "What an approver may choose from when a company goes to Sage.",
           guards=(g.default_type_stays, g.types_in_use_stay)),
    Option("default_vendor_type", "Default vendor type", G.VENDORS,
           OneNamed("vendor_types", none=True), "vendors 3", CHANGE,
           "Suggested when a company goes to Sage."),
    Option("imported_vendor_types", "Vendor types that come in", G.VENDORS, Names(30, all=True),
           "cross-cutting A.1 row 44, vendors 16, 17", Deed.CHOOSE_VENDOR_TYPES,
           "Vendors of other types are left out of Ready to Import.",
           guards=(g.types_in_use_stay, g.dropped_types_leave_the_list)),
    Option("vendor_updates", "Changes of vendors in Sage", G.VENDORS, OneOf(VendorUpdates), B2,
           CHANGE, "Whether what Sage changed in a linked vendor is taken over by a refresh."),
    Option("lock_contract_company", "Approved contracts keep their company", G.VENDORS, Switch(),
           "vendors 18, 19", CHANGE,
           "The project system locks the company of approved contracts: none is merged away."),
    Option("vendor_insurance", "Insurance of vendors comes from Sage", G.VENDORS, Switch(),
           "vendors 14", CHANGE, "Insurance of a linked company is read-only here."),
)  # fmt: skip

JOBS = (
    Option("project_name", "Project names that are too long", G.JOBS, OneOf(Policy), "jobs 3",
           CHANGE, "block: the name has to be shortened; warn: it is cut where it is exported."),
    Option("allow_link_existing_project", "Link jobs to projects that exist", G.JOBS, Switch(),
           "master-data 8.1 no. 1", CHANGE,
           "A Sage job may be tied to a project instead of making a new one."),
    Option("project_cap", "Most active projects", G.JOBS, Whole(1, 1_000_000), "jobs 13", CHANGE,
           "No job is imported beyond so many projects."),
    Option("sub_jobs", "Sub jobs", G.JOBS, Switch(), B2, CHANGE,
           "Sage's extras come in, and sub jobs go out."),
    Option("prime_contract_accounting", "Accounting of prime contracts", G.JOBS, OneOf(Accounting),
           B2, CHANGE, "How a prime contract is kept that comes from Sage."),
    Option("project_templates", "Project templates", G.JOBS, Names(60), B2, CHANGE,
           "What may be chosen for a project made from a Sage job.",
           guards=(g.default_template_stays,)),
    Option("default_template", "Default template", G.JOBS, OneNamed("project_templates", none=True),
           B2, CHANGE, "Applied to a project made from a Sage job unless another is chosen."),
    Option("settled.sub_job_resend", "Sending a sub job again", G.JOBS,
           Told("master-data 8.1 no. 11", "takes no status of its own"), "master-data 8.1 no. 11",
           None, "A sub job has no approval that would have to stand first."),
)  # fmt: skip

COSTS = (
    Option("billed_rates", "Billed amounts", G.JOB_COSTS, Switch(), "job costs 4, 5", CHANGE,
           "Projects may take the billed amount of categories instead of their cost."),
    Option("edit_synced_costs", "Edit of synced direct costs", G.JOB_COSTS, Switch(),
           "cross-cutting A.1 row 45, job costs 6, 8", Deed.OPEN_SYNCED_COSTS,
           "Direct costs from Sage may be changed here; the next sync overwrites that.",
           final="Edits are never sent to Sage, and this cannot be switched off again.",
           guards=(g.some_project_takes_transactions,)),
)  # fmt: skip

MAIL = (
    Option("mail.host", "Mail server", G.MAIL, Text(255, host, "none"), "cross-cutting D", CHANGE,
           "Notices go out through it; without one nothing is sent."),
    Option("mail.port", "Its port", G.MAIL, Whole(1, 65535), "cross-cutting D", CHANGE,
           "Where the mail server listens."),
    Option("mail.sender", "Sender's address", G.MAIL, Text(254, address), "cross-cutting D", CHANGE,
           "Notices come from it."),
    Option("mail.user", "Account at the mail server", G.MAIL, Text(254), "cross-cutting D", CHANGE,
           "Who logs in; the password is never kept among the settings."),
    Option("mail.encrypted", "Encryption of mail", G.MAIL, Switch(), "cross-cutting D", CHANGE,
           "Nothing is said to the mail server before the line is encrypted.",
           guards=(g.mail_is_readable_on_its_way,)),
    Option("mail.daily_hour", "Hour of the daily summary", G.MAIL, Whole(0, 23), "cross-cutting D",
           CHANGE, "From this hour on the daily summary is sent."),
)  # fmt: skip

SCHEDULE = (
    Option("schedule.relay_minutes", "Sage to relay", G.SCHEDULE, Whole(1, DAY, "in minutes"),
           "cross-cutting C.1, master-data 8.1 no. 14", CHANGE,
           "So often the relay reads Sage."),
    Option("schedule.poll_minutes", "Relay to us", G.SCHEDULE, Whole(1, DAY, "in minutes"),
           "cross-cutting C.1, master-data 8.1 no. 14", CHANGE,
           "So often the connector reads the relay."),
)  # fmt: skip

COMPANY = (
    *GENERAL, *ANCHORS, *IDLE, *NUMBERING, *EXPORTS, *SENDING, *BUDGETS, *INVOICES, *VENDORS, *JOBS,
    *COSTS, *MAIL, *SCHEDULE,
)  # fmt: skip
