"""What a no of Sage means: each code with its cause, the next step, who takes it, what it names."""

from enum import StrEnum

from core.values import NamedTuple


class Names(StrEnum):
    """What a fault is about, besides the record: equal ones have one root."""

    NOTHING = ""
    VENDOR = "vendor"
    VENDOR_TYPE = "vendor type"
    JOB = "job"
    PARENT = "commitment or contract"
    CODE = "cost code"
    ITEM = "item"
    PERIOD = "period"


class Meaning(NamedTuple):
    """A fault code in plain words."""

    cause: str
    step: str
    who: str
    names: Names = Names.NOTHING


SAID_ONCE = "SAID_NOT_IN_SAGE"
ASKS_A_PERSON = frozenset({"NEEDS_A_PERSON", SAID_ONCE})
"""Where the connector has done what it can."""

SENDER = "its sender"
ACCOUNTANT = "the accountant, in Sage"
APPROVER = "an accounting approver"
SERVER = "whoever runs the Sage server"
ADMIN = "an administrator of ERP Integrations"
NOBODY = "nobody"

M, N = Meaning, Names
SHORTEN = "Reject it, so that its sender shortens it and sends it again."
OTHER_ID = "Reject it; once it is sent again, accept it under another id, unless Sage holds it."
IN_FORM = "Reject it; once it is sent again, accept it under an id of that form."
SHORTER_ID = "Reject it; once it is sent again, accept it under a shorter id."
MEND = "Reject it, so that its sender mends it and sends it again."

# fmt: off
FAULTS: dict[str, Meaning] = {
    # passes by itself
    "SAGE_BUSY": M("Sage was busy with another import.", "Try it again.", APPROVER),
    "RELAY_TIMEOUT": M("The relay did not reach Sage in time.", "Try it again.", APPROVER),
    "RELAY_STOPPED": M("The relay's service on the Sage server was stopped.", "Start the service, then try it again.", SERVER),
    "OUTCOME_UNKNOWN": M("A call went out and no answer came.", "The connector looks in Sage by itself; after that an approver who looked there may vouch or disprove.", APPROVER),
    "NEEDS_A_PERSON": M("No answer came, and nothing but a look by a person can tell whether Sage took it.", "Look in Sage; then vouch for it with its id there, or disprove it.", APPROVER),
    "SAID_NOT_IN_SAGE": M("Somebody looked in Sage and says that it is not there.", "Another approver looks in Sage, too; then disproves it, or vouches for it.", APPROVER),
    "CHANGED_SINCE_APPROVAL": M("What was to leave is not what was approved.", "Nothing was sent. Have the store verified before it is tried again.", ADMIN),
    "NOT_IN_SAGE": M("Somebody looked in Sage and it is not there.", "Try it again.", APPROVER),
    "COMMITMENT_UNPOSTED": M("The commitment waits in an unposted batch of Sage.", "Post the batch in Sage, then try it again.", ACCOUNTANT, N.PARENT),
    # ids and lengths
    "VENDOR_ID_LENGTH": M("The vendor id is longer than Sage takes.", SHORTER_ID, APPROVER),
    "VENDOR_ID_TAKEN": M("Sage has a vendor of this id already.", OTHER_ID, APPROVER),
    "VENDOR_NAME_TOO_LONG": M("The vendor's name is longer than Sage takes.", SHORTEN, SENDER),
    "JOB_ID_LENGTH": M("The job id is longer than Sage takes.", SHORTER_ID, APPROVER),
    "JOB_ID_FORMAT": M("The job id has not the form that Sage is set up for.", IN_FORM, APPROVER),
    "JOB_ID_TAKEN": M("Sage has a job of this id already.", OTHER_ID, APPROVER),
    "JOB_NAME_TOO_LONG": M("The job's name is longer than Sage takes.", SHORTEN, SENDER),
    "EXTRA_ID_LENGTH": M("The extra's id is longer than Sage takes.", SHORTER_ID, APPROVER),
    "EXTRA_ID_TAKEN": M("The job has an extra of this id already.", OTHER_ID, APPROVER, N.JOB),
    "EXTRA_NAME_TOO_LONG": M("The extra's name is longer than Sage takes.", SHORTEN, SENDER),
    "COMMITMENT_ID_LENGTH": M("The commitment's id is longer than Sage takes.", SHORTER_ID, APPROVER),
    "COMMITMENT_ID_FORMAT": M("The commitment's id has not the form that Sage is set up for.", IN_FORM, APPROVER),
    "COMMITMENT_ID_NOT_UNIQUE": M("Sage has a commitment of this id already.", OTHER_ID, APPROVER),
    "CCO_ID_LENGTH": M("The change order's id is longer than Sage takes.", SHORTER_ID, APPROVER),
    "CCO_ID_NOT_UNIQUE": M("The commitment has a change order of this id already.", OTHER_ID, APPROVER, N.PARENT),
    "PCCO_ID_LENGTH": M("The change order's reference is longer than Sage takes.", SHORTER_ID, APPROVER),
    "PCCO_ID_NOT_UNIQUE": M("The contract has a change order of this reference already.", OTHER_ID, APPROVER, N.PARENT),
    "INVOICE_ID_LENGTH": M("The invoice number is longer than Sage takes.", SHORTER_ID, APPROVER),
    "INVOICE_DUPLICATE": M("Sage has an invoice of this number already.", "Look in Sage whether it is the same invoice; reject it if it is.", APPROVER, N.VENDOR),
    "CONTRACT_ID_TAKEN": M("Sage has a contract of this id already.", OTHER_ID, ACCOUNTANT),
    "COST_CODE_TAKEN": M("Sage has this cost code already.", "Refresh the cost codes.", ACCOUNTANT, N.CODE),
    "JOB_COST_TAKEN": M("Sage holds this job's cost already.", "Refresh the job costs.", ACCOUNTANT, N.JOB),
    "TITLE_TOO_LONG": M("The title is longer than Sage takes.", SHORTEN, SENDER),
    "SCOPE_TOO_LONG": M("The scope of work is longer than Sage takes.", SHORTEN, SENDER),
    "DESCRIPTION_TOO_LONG": M("A line's description is longer than Sage takes.", SHORTEN, SENDER),
    "UNIT_TOO_LONG": M("A line's unit is longer than Sage takes.", SHORTEN, SENDER),
    # what it names
    "VENDOR_UNKNOWN": M("Sage has no such vendor.", "Export or link the vendor first; then reject it, so that it is sent again.", APPROVER, N.VENDOR),
    "VENDOR_INACTIVE": M("The vendor is inactive in Sage.", "Make it active in Sage; then reject what failed, so that it is sent again.", ACCOUNTANT, N.VENDOR),
    "VENDOR_MISMATCH": M("The invoice's vendor is not the commitment's.", MEND, SENDER, N.PARENT),
    "VENDOR_TYPE_UNKNOWN": M("Sage does not know this vendor type.", "Reject it; once it is sent again, accept it with a type that Sage has.", APPROVER, N.VENDOR_TYPE),
    "JOB_UNKNOWN": M("Sage has no such job.", "Export or link the job first; then reject what failed, so that it is sent again.", APPROVER, N.JOB),
    "JOB_CLOSED": M("The job is closed in Sage.", "Open the job in Sage; then reject what failed, so that it is sent again.", ACCOUNTANT, N.JOB),
    "EXTRAS_OFF": M("The job does not track extras in Sage.", "Switch extras on for the job in Sage; then reject it, so that it is sent again.", ACCOUNTANT, N.JOB),
    "EXTRA_UNKNOWN": M("The job has no such extra in Sage.", "Export the sub job first; then reject what failed, so that it is sent again.", APPROVER, N.JOB),
    "COMMITMENT_UNKNOWN": M("Sage has no such commitment.", "Export or link the commitment first; then reject what failed, so that it is sent again.", APPROVER, N.PARENT),
    "CONTRACT_UNKNOWN": M("Sage has no such prime contract.", "Import the contract first; then reject what failed, so that it is sent again.", APPROVER, N.PARENT),
    "CCO_UNKNOWN": M("The invoice bills a change order that Sage has not.", "Export the change order first; then reject the invoice, so that it is sent again.", APPROVER, N.PARENT),
    # lines
    "COST_CODE_UNKNOWN": M("Sage has no such cost code there.", "Add the code to the job in Sage, or update the job from its tab; then reject what failed, so that it is sent again.", ACCOUNTANT, N.CODE),
    "COST_CODE_IS_GROUP": M("The cost code is a group, which takes no amounts.", "Reject it, so that its sender chooses a code within the group.", SENDER, N.CODE),
    "CATEGORY_UNKNOWN": M("The cost code has no such category in Sage.", "Add the category in Sage, or update the job from its tab; then reject what failed, so that it is sent again.", ACCOUNTANT, N.CODE),
    "NO_LINES": M("It has no line.", MEND, SENDER),
    "ITEM_NOT_UNIQUE": M("An item stands twice.", MEND, SENDER),
    "ITEM_UNKNOWN": M("The commitment has no such item.", MEND, SENDER, N.ITEM),
    "UNIT_COST_MISMATCH": M("A change order may not change an item's unit cost.", MEND, SENDER, N.ITEM),
    "CCO_DUPLICATE_LINE": M("A change order changes one item twice.", MEND, SENDER, N.ITEM),
    "AMOUNTS_DIFFER": M("The header does not agree with its lines.", MEND, SENDER),
    # dates and set-up
    "PERIOD_CLOSED": M("The accounting period is closed in Sage.", "Open the period in Sage, or reject what failed, so that it is sent with a later date.", ACCOUNTANT, N.PERIOD),
    "DATE_MISSING": M("Sage needs an accounting date.", MEND, SENDER),
    "TAX_CONFLICT": M("Tax groups are imported; Sage takes no invoices from outside meanwhile.", "Switch tax groups off in the settings, then reject what failed, so that it is sent again.", ADMIN),
    "AP_DATE_USAGE": M("An AP setting of Sage asks for a date that is not sent.", "Set it to Not Required in Sage; then reject what failed, so that it is sent again.", ACCOUNTANT),
    "AR_MODULE_OFF": M("The AR module of Sage is off.", "Switch it on, or reject the invoice and bill in Sage.", ACCOUNTANT),
    "BILLING_METHOD": M("The contract is billed by another method than owner invoices need.", "Reject the invoice and bill in Sage.", ACCOUNTANT, N.PARENT),
    "CLIENT_TOO_OLD": M("The relay's client is too old to carry invoices.", "Update the client; then reject what failed, so that it is sent again.", SERVER),
    "RECORD_IN_USE": M("Somebody had it open in Sage.", "Close it there; then reject it, so that it is sent again.", ACCOUNTANT),
    "MADE_IN_SAGE_ONLY": M("Such a record is made in Sage and never written from outside.", "Reject it and make it in Sage.", ACCOUNTANT),
    "NO_UPDATE": M("Such a record is changed in Sage only.", "Reject the update and change it in Sage.", ACCOUNTANT),
    # what Sage says where something is to be removed, posted or closed there
    "VENDOR_IN_USE": M("Documents of Sage name the vendor.", "Remove them in Sage first, or keep it.", ACCOUNTANT, N.VENDOR),
    "JOB_IN_USE": M("Documents of Sage belong to the job.", "Remove them in Sage first, or keep it.", ACCOUNTANT, N.JOB),
    "COMMITMENT_IN_USE": M("Change orders or invoices are posted to the commitment.", "Remove them in Sage first, or keep it.", ACCOUNTANT),
    "CONTRACT_IN_USE": M("Change orders or invoices belong to the contract.", "Remove them in Sage first, or keep it.", ACCOUNTANT),
    "EXTRA_IN_USE": M("Amounts stand on the extra.", "Remove them in Sage first, or keep it.", ACCOUNTANT, N.JOB),
    "CCO_APPROVED": M("An approved change order stays in Sage.", "Enter a reversing change order.", ACCOUNTANT, N.PARENT),
    "JOB_COST_KEPT": M("Costs are reversed in Sage, never deleted.", "Enter a reversing entry in Sage.", ACCOUNTANT, N.JOB),
    "CODE_UNKNOWN": M("The job has no such code or category in Sage.", "Refresh the job.", APPROVER, N.CODE),
    "BATCH_UNKNOWN": M("No such batch waits for Post.", "Look in Sage which batches wait.", ACCOUNTANT),
    "PERIOD_UNKNOWN": M("There is no such accounting period.", "Name a month as YEAR-MONTH.", ACCOUNTANT, N.PERIOD),
}
# fmt: on
"""By the code that Sage, the relay or the connector gives."""

UNKNOWN = Meaning(
    "Sage refused it with a code that Countersign has no words for.",
    "Read Sage's own words; if they do not help, ask the accountant, and reject it meanwhile.",
    "an accounting approver, with the accountant",
)
"""What is told of any other code: no guess."""
