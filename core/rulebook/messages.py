"""The catalogue of blocked reasons and errors, by the keys of the sources; the words are ours.

financials 9, cross-cutting H and master-data 7. A message is a guard's sentence before anything is
sent, or what Sage answers under a code, or both.
"""

from core.rulebook.rule import Message

NOT_HERE = "Payments are not brought across by this connector."

MESSAGES = (
    # financials 9
    Message(
        "SAGE_ID_NOT_UNIQUE", "another commitment has the id", ("commitment_id_is_free",),
        ("COMMITMENT_ID_NOT_UNIQUE",),
    ),
    Message(
        "SAGE_ID_FORMAT", "the id has not the form of the mask", ("commitment_id_has_the_form",),
        ("COMMITMENT_ID_FORMAT",),
    ),
    Message(
        "COMMITMENT_CODE_EXISTS", "Sage holds the code already", ("commitment_id_is_free",),
        ("COMMITMENT_ID_NOT_UNIQUE",),
    ),
    Message(
        "IMPORT_TIMEOUT", "no answer came: nobody knows yet", (), (),
        "the status outcome unknown, which looks before it writes",
    ),
    Message("STILL_IN_SAGE", "unlinking what Sage holds", ("erp_holds_it_no_more",)),
    Message("BUDGET_LOCKED", "importing onto a locked budget", ("budget_is_unlocked",)),
    Message("BUDGET_UNPOSTED", "sending again before it was posted", ("last_export_is_posted",)),
    Message(
        "NOT_APPROVED", "a document that is not approved",
        (
            "commitment_is_approved", "change_is_approved",
            "invoice_is_approved",
        ),
    ),
    Message("NO_VENDOR_LINK", "a company that is no vendor", ("vendor_is_synced",),
            ("VENDOR_UNKNOWN",)),
    Message("NO_ERP_LINE", "no line with a code of the ERP",
            ("lines_have_codes",), ("NO_LINES", "COST_CODE_UNKNOWN")),
    Message("JOB_NOT_SYNCED", "a job that Sage does not have", ("project_is_synced",),
            ("JOB_UNKNOWN",)),
    Message("TAX_GROUPS_ON", "invoices while tax groups are imported", ("tax_groups_are_off",),
            ("TAX_CONFLICT",)),
    Message("AP_DATE_USAGE", "Sage AP asks for a date that never comes",
            ("no_extra_date_is_required",), ("AP_DATE_USAGE",)),
    Message("DUP_INVOICE", "the vendor has an invoice of that number", ("invoice_id_is_free",),
            ("INVOICE_DUPLICATE",)),
    # cross-cutting H
    Message("JOB_ID_TAKEN", "another job has the id", ("job_id_is_free",), ("JOB_ID_TAKEN",)),
    Message("JOB_ID_FORMAT", "the job id has not the form", ("job_id_has_the_form",),
            ("JOB_ID_FORMAT",)),
    Message("STILL_IN_ERP", "unlinking what Sage holds", ("erp_holds_it_no_more",)),
    Message("VENDOR_NAME_TOO_LONG", "a name over 30 characters", ("name_fits_sage",),
            ("VENDOR_NAME_TOO_LONG",)),
    Message(
        "COMMITMENT_PRECONDITION", "number, title, vendor, status or lines will not do",
        (
            "number_fits_sage", "title_fits_sage", "vendor_is_synced", "commitment_is_approved",
            "lines_have_codes",
        ),
    ),
    Message("PCCO_PRECONDITION", "title, number or status will not do",
            ("pcco_title_fits_sage", "pcco_number_fits_sage", "change_is_approved")),
    Message("INVOICE_PRECONDITION", "status, commitment or a billed change order will not do",
            ("invoice_is_approved", "commitment_is_synced", "billed_changes_are_synced")),
    Message("CCO_DUPLICATE_LINE", "one item twice on a change order", (), ("CCO_DUPLICATE_LINE",),
            "lines of one item leave as one"),
    Message("UNIT_COST_MISMATCH", "another unit cost on a unit-price item", (),
            ("UNIT_COST_MISMATCH",)),
    Message(
        "CN_MODEL_DISABLED", "the contracts module or its mapping is off",
        ("contracts_are_mapped", "changes_are_mapped"),
    ),
    Message(
        "INVALID_STATE_COUNTRY", "state and country do not agree",
        absent="Told of another connector; Sage 300 CRE keeps a state of four free characters.",
    ),
    Message(
        "PRIME_IMPORT_BLOCKED", "a re-import in one of four cases",
        (
            "contract_is_approved", "project_is_synced", "contract_is_on_one_project",
            "there_are_new_lines",
        ),
    ),
    Message("IMPORT_BUDGET_LOCKED", "importing onto a locked budget", ("budget_is_unlocked",)),
    Message("BUDGET_UNLOCK_BLOCKED", "unlocking before it was posted and came back", (), (),
            "the guards of unlock"),
    Message("CHECK_NO_IN_USE", "a payment's check number", absent=NOT_HERE),
    Message("BANK_ID_WRONG", "a payment's bank", absent=NOT_HERE),
    Message("INVOICE_NOT_SYNCED_FIRST", "a payment before its invoice", absent=NOT_HERE),
    Message("DIRECT_EXPORT_FALLBACK", "a direct export lacks something", (), (),
            "the mark that it fell back, with the reason"),
    Message("PERIOD_CLOSED", "the accounting period is closed", (), ("PERIOD_CLOSED",)),
    Message("VENDOR_INACTIVE", "the vendor is inactive in Sage", ("vendor_is_synced",),
            ("VENDOR_INACTIVE",)),
    Message("JOB_CLOSED", "the job is closed in Sage", (), ("JOB_CLOSED",)),
    Message("CATEGORY_UNKNOWN", "Sage has no such category", ("lines_are_on_the_job",),
            ("CATEGORY_UNKNOWN",)),
    # master-data 7
    Message("send.disabled", "the project is not synced, or something is missing",
            ("project_is_synced",)),
    Message("vendor.id.taken", "the vendor id is in use", ("vendor_id_is_free",),
            ("VENDOR_ID_TAKEN",)),
    Message("job.import.no_category", "a code without category", ("erp_codes_have_categories",)),
    Message("project.cap", "no more active projects", ("cap_is_not_reached",)),
    Message("approver.missing", "Can Push to Accounting is lacking", (), (),
            "permissions: `needs_cpa`"),
    Message("retrieve.disabled", "it was answered already", (), (), "lifecycle: no such step"),
    Message("costtype.delete.failed", "a type that is still in use", (), (),
            "the guards of removing a code"),
    Message("vendortype.untick", "leaving a type out that nothing uses", (), (),
            "the setting, confirmed in words"),
    Message("vendortype.locked", "leaving a type out that is in use", (), (),
            "the setting's own objection"),
    Message("export.timeout", "no answer came: nobody knows yet", (), (),
            "the status outcome unknown, which looks before it writes"),
    Message("directcost.edit.warning", "opening synced costs", (), (),
            "the setting, confirmed in words"),
    Message("merge.warning", "merging companies", (), (), "the merge, confirmed in words"),
)  # fmt: skip
