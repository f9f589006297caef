"""The rules of standard cost codes, vendors, jobs, sub jobs and job costs."""

from core.rulebook.rule import (
    FIELDS,
    IN_PROJECTS,
    LEDGER,
    LIFECYCLE,
    LOCK,
    OUTCOME,
    PAYLOAD,
    PROJECTS,
    REPORTS,
    RIGHTS,
    Rule,
)

DETAIL = "Transaction detail of job costs is not built; job costs are summaries."

COST_CODES = (
    Rule("1", "A code has sections; one without a separator is refused."),
    Rule("2", "Only / - and . separate sections."),
    Rule("3", "A code has two or three sections; the most is a setting."),
    Rule("4", "Code, sections, category and description fit the fields of Sage."),
    Rule("4a", "A group code takes no line."),
    Rule("5", "Standard codes and categories are made in Sage only.", LIFECYCLE),
    Rule("6", "Every code of a project that is sent has a cost type."),
    Rule("7", "Every code of a job that is imported has a category."),
    Rule("8", "An inactive code is not added to a project that lacks it.", PROJECTS),
    Rule("9", "What uses a code that waits to be updated is not exported."),
    Rule("10", "An update adds a category to those that a code has.", OUTCOME),
    Rule("11", "An update never changes a description that Sage has.", LEDGER),
    Rule(
        "12",
        "A code in use, or still on the Sage job, is not deleted from a project.",
        PROJECTS,
    ),
    Rule(
        "13",
        "A cost type whose box is grey stays; a failed removal is recorded.",
        PROJECTS,
    ),
    Rule("14", "Default cost types are saved as they are ticked.", PROJECTS),
    Rule("15", "A project on another code list is neither sent nor linked."),
    Rule("16", "Only an accounting approver updates codes.", RIGHTS),
    Rule("17", "Refreshing one project changes no other.", PROJECTS),
)

VENDORS = (
    Rule("1", "A name is 30 characters at most."),
    Rule("2", "Only an active company is exported, whenever it was sent."),
    Rule("3", "Accept takes a vendor id and a vendor type.", FIELDS),
    Rule("4", "A vendor id is unique in Sage."),
    Rule("5", "A vendor id is 1 to 10 characters."),
    Rule("6", "A vendor type is one that Sage has."),
    Rule("7", "One vendor is linked to one company."),
    Rule("8", "An inactive company is not linked."),
    Rule("9", "A linked vendor is not archived.", LIFECYCLE),
    Rule("10", "A restored vendor is ready to import and not linked.", LIFECYCLE),
    Rule("11", "A company is never deleted from here.", LOCK),
    Rule("12", "A sent company is read-only.", LOCK),
    Rule("13", "Nothing is retrieved after a decision.", LIFECYCLE),
    Rule("14", "Insurance of a linked company is read-only.", LOCK),
    Rule("15", "Matches are suggested by equal names.", absent="Suggestions are not built."),
    Rule(
        "16",
        "A vendor type in use cannot be switched off.",
        absent="Import by vendor type is not built.",
    ),
    Rule("17", "A vendor without a type is importable.", "no guard asks for a type"),
    Rule("18", "Merging keeps one id and archives the other vendor.", absent=IN_PROJECTS),
    Rule("19", "A duplicate with a commitment is not consolidated by hand.", absent=IN_PROJECTS),
    Rule("20", "Without Can Push to Accounting there is no accept and no reject.", RIGHTS),
    Rule("21", "A commitment waits for its vendor."),
    Rule("22", "The type of a linked vendor is changed in Sage.", LOCK),
)

JOBS = (
    Rule("1", "A job id has the form of the company's mask."),
    Rule("2", "A job id holds letters, digits, - and . only."),
    Rule("3", "A job id is unique."),
    Rule("4", "A job id is 10 characters without separators, in three sections at most."),
    Rule("5", "A name over 30 characters is a warning, or blocks; 30 are exported.", PAYLOAD),
    Rule("6", "A project without codes, or with a code without type, is not sent."),
    Rule("7", "A project on another code list is not sent."),
    Rule("8", "A project that is not to be synced is not sent."),
    Rule("9", "Only what was sent is retrieved, and can be edited then.", LIFECYCLE),
    Rule("10", "A sent project keeps its name and address.", LOCK),
    Rule("11", "Only an accounting approver accepts or rejects.", RIGHTS),
    Rule("12", "A job with a code without category is not imported."),
    Rule(
        "13",
        "No job is imported beyond the cap of projects.",
        absent="Nobody counts active projects here; the project system does.",
    ),
    Rule("14", "A job is linked by an ERP administrator, to a project that could be sent.", RIGHTS),
    Rule("15", "Linking two jobs is off unless the company allows it."),
    Rule("16", "One job is linked to one project."),
    Rule("17", "What belongs to a project waits until it is synced."),
    Rule("18", "The parent job is never exported.", PAYLOAD),
)

SUB_JOBS = (
    Rule("1", "A sub job code is 1 to 10 characters."),
    Rule("2", "A name is 30 characters at most."),
    Rule("3", "A sub job without a cost code is not sent."),
    Rule("4", "A sub job waits for its project."),
    Rule(
        "4a",
        "A job that tracks no extras takes none.",
        absent="The sandbox's jobs all track extras.",
    ),
    Rule("5", "A sub job and its codes arrive or fail as one.", OUTCOME),
    Rule("6", "Nothing is retrieved after it was accepted.", LIFECYCLE),
    Rule("7", "A sub job is renamed to the extra's own name only.", absent=IN_PROJECTS),
    Rule("8", "A sub job with codes is not deleted.", absent=IN_PROJECTS),
    Rule("9", "An extra is imported by who may make projects.", RIGHTS),
    Rule(
        "10",
        "The synced view is grouped by project.",
        absent="Lists are filtered and sorted by project instead.",
    ),
    Rule("11", "The codes of a synced sub job are kept in Sage.", LOCK),
    Rule("12", "An extra is unique within its job."),
)

JOB_COSTS = (
    Rule("1", "No direct cost is ever exported.", LIFECYCLE),
    Rule(
        "2", "Transaction syncing needs the Direct Costs tool and a synced project.", absent=DETAIL
    ),
    Rule("3", "Transaction syncing needs the relay's mappings.", absent=DETAIL),
    Rule("4", "A billed-rate category takes the billed amount.", absent=DETAIL),
    Rule("5", "Billed rates come from work in progress only.", absent=DETAIL),
    Rule("6", "Synced costs are read-only.", LOCK, "There is no setting that opens them."),
    Rule("7", "A new sync overwrites local edits.", absent=DETAIL),
    Rule("8", "Only an ERP administrator opens synced costs.", absent=DETAIL),
    Rule("9", "The budget's column leaves drafts out.", absent=IN_PROJECTS),
    Rule(
        "10",
        "ERP direct cost is cost to date less what was invoiced on commitments.",
        REPORTS,
    ),
    Rule(
        "11",
        "The tab shows one project at a time.",
        REPORTS,
        "The report is of one job; the tab lists all, and a filter narrows it to one.",
    ),
    Rule(
        "12",
        "The project's report needs rights of its own.",
        RIGHTS,
        "The level of Reports is not kept here.",
    ),
    Rule("13", "The same transaction twice is there once.", absent=DETAIL),
    Rule(
        "14",
        "A transaction that fits nowhere is listed with its reason.",
        REPORTS,
        "Listed by totals of code and category, for transactions do not come.",
    ),
    Rule(
        "15",
        "A refresh before the relay has read Sage returns the old totals.",
        absent="Shown by the age of both hops; held by the relay's lag in the sandbox.",
    ),
    Rule("16", "Both ways of counting are not used in one view.", absent=IN_PROJECTS),
)
