"""The commands: one row each, with what they take and which function does it.

The reader and click both read this table; no module behind a row is loaded before it is used.
"""

from console.cli.command import FRESH, ID, RECORDS, TAB, Argument, Command, Option
from console.cli.groups import GROUPS as GROUPS  # noqa: PLC0414  # named from here
from console.cli.keeping_table import KEEPING
from console.cli.outside_table import OUTSIDE
from console.cli.proving_table import PROVING
from console.cli.sandbox_table import SANDBOX
from console.cli.verbs import VERBS

GLOBAL = (
    Option(
        "home", "The folder of the company; else COUNTERSIGN_HOME, else your data folder.", "DIR"
    ),
    Option("json", "Answer in JSON."),
    Option("as", "Act as this person; sandbox companies only.", "USER"),
)

OPENING = (
    Option("theme", "dark, light, contrast, ansi-dark or ansi-light; kept from then on.", "THEME"),
    Option("ascii", "Draw borders, bars and marks in ASCII."),
    Option("marker", "Mark the row of the cursor, and draw no bar: for slow lines."),
)
"""How the console looks, where one is opened."""

WHERE = Option("where", 'Only what matches: `kerr vendor:"walsh con" amount:>10000`, `@NAME`.', "Q")
VIEW = Option("view", 'Only this view, such as "Ready to Export".', "VIEW")
CHOOSING = (
    TAB,
    VIEW,
    WHERE,
    Option("all", "Every record of --tab that --view and --where leave."),
)
SET = Option("set", "An answer the action asks for, such as erp_id=V100.", "FIELD=VALUE", many=True)
DRY_RUN = Option("dry-run", "Judge, and change nothing.")
YES = Option("yes", "Their number: asked for where they are many, much or one-way.", "N")
NAME = Option("name", "What to call the batch; `batches` lists it by this name.", "TEXT")
BATCH = Option("batch", "All that this batch did, by its id.", "ID")
STAGE = Option("stage", "Keep it in your tray, and decide it later with `tray --commit`.")
ACTING = (
    *CHOOSING,
    Option("reason", "Why; quoted in the history.", "TEXT"),
    SET,
    Option("digest", "Only if the one record's content is still what `show` told by it.", "HEX"),
    NAME,
    DRY_RUN,
)

MORE = {
    "accept": (STAGE, YES),
    "reject": (STAGE, YES),
    "unlink": (YES,),
    "delete": (YES,),
}
"""What some verbs take besides."""

BY_JOB = (Option("job", "Only this job: its Sage id, or its project's number.", "N"),)
FILES = (
    Option("csv", "Write it to this new file as CSV.", "FILE"),
    Option("xlsx", "Write it to this new file as XLSX.", "FILE"),
)
REPORTS = {
    "accountants": ("Who may accept and reject, which kinds, and when each last did.", False),
    "job-costs": ("ERP job costs of one job, with ERP direct cost.", True),
    "segregation": (
        "Every decision with who sent, changed, accepted and was granted what.",
        False,
    ),
    "archived": ("Companies from Sage that were put away.", False),
    "unsyncable": ("Costs of Sage that find no place in a project, and why.", True),
    "drift": ("What is synced here against what Sage holds, by job.", True),
    "reconciliation": (
        "A project's direct costs against ERP job costs, with the variance.",
        True,
    ),
    "worklist": (
        "What was accepted and has to be keyed into Sage, in order, line by line.",
        True,
    ),
}
"""Each report: what it tells, and whether it may be of one job."""

COMMANDS = (
    Command(
        "demo",
        "demo:demo",
        "Make a sandbox company on real contracts, and open it.",
        (),
        (
            RECORDS,
            Option("no-ui", "Make it, and do not open the console."),
            FRESH,
            *OPENING,
        ),
    ),
    Command("tabs", "look:tabs", "The ten tabs, their views and how many records are in each."),
    Command(
        "list",
        "look:list_records",
        "The records of a tab.",
        (Argument("tab"),),
        (
            VIEW,
            WHERE,
            Option("limit", "How many at most; 0 for all. 100 unless said.", "N"),
            Option(
                "sort", "age, amount, number, title, vendor or project; -age turns it.", "ORDER"
            ),
        ),
    ),
    Command(
        "inbox",
        "inbox:inbox",
        "What you may decide now over all tabs, the most pressing first.",
        (),
        (Option("limit", "How many at most; 0 for all that were read. 50 unless said.", "N"),),
    ),
    Command(
        "dashboard",
        "dashboard:dashboard",
        "What waits and how long, the last weeks, slow senders and common refusals.",
    ),
    Command(
        "errors",
        "errors:errors",
        "What failed, by its cause in plain words, with the next step and who takes it.",
    ),
    Command(
        "show", "look:show", "One record: its lines, history and what may be done.", (ID,), (TAB,)
    ),
    Command(
        "why",
        "look:why",
        "Everything that stands against an action, and who can lift it; or why there is no "
        "refresh or accept on a TAB, why a NUMBER is missing, why a TAB has no recent data.",
        (ID, Argument("action", required=False)),
        (TAB, SET),
    ),
    Command(
        "triage",
        "triage:triage",
        "Decide a queue record by record, in a conversation of plain lines.",
        (),
        (
            Option("plain", "In lines: no screen, no colour, also through a pipe."),
            Option("tab", "Only this tab; all in which something waits unless said.", "TAB"),
            VIEW,
            WHERE,
            Option("limit", "How many records at most; all unless said.", "N"),
        ),
    ),
    *(
        Command(
            verb,
            "act:perform",
            what,
            (Argument("id", required=False, many=True),),
            (*ACTING, *MORE.get(verb, ())),
        )
        for verb, what in VERBS.items()
        if verb not in {"link", "merge", "recall"}
    ),
    Command(
        "recall",
        "recalling:recall",
        VERBS["recall"],
        (Argument("id", required=False, many=True),),
        (*CHOOSING, BATCH, DRY_RUN),
    ),
    Command(
        "link",
        "matching:link",
        VERBS["link"],
        (Argument("id", required=False, many=True),),
        (
            *ACTING,
            Option("suggested", "Every vendor whose name one company has, and nobody else."),
        ),
    ),
    Command(
        "merge",
        "merging:merge",
        VERBS["merge"],
        (Argument("primary"), Argument("id", many=True)),
        (
            TAB,
            Option("keep", "The Sage vendor id that survives, where several are linked.", "ID"),
            Option("confirm", "I know that merging cannot be undone."),
            Option("dry-run", "Judge, and change nothing."),
        ),
    ),
    Command(
        "plan",
        "planning:plan",
        "Accept in the order in which records need each other; what has to wait is held.",
        (Argument("id", required=False, many=True),),
        (
            Option("tab", "All that waits in this tab; say it again for more.", "TAB", many=True),
            VIEW,
            WHERE,
            Option("all", "All that waits in every tab."),
            SET,
            Option("commit", "Accept what is ready, as one batch."),
            YES,
            NAME,
        ),
    ),
    Command(
        "tray",
        "tray:tray",
        "What you have staged, as a plan: what can be decided now, and what is held.",
        (),
        (
            Option("commit", "Decide what can be decided; what is held stays staged."),
            Option("clear", "Empty it."),
            YES,
            NAME,
        ),
    ),
    Command(
        "batches",
        "batches:batches",
        "What was decided many at once: who, when, what, and how much of it was done.",
        (),
        (
            Option("mine", "Only your own."),
            Option("since", "Only since then: 2d, 12h or 2026-11-22.", "WHEN"),
            Option("limit", "How many at most; 0 for all. 50 unless said.", "N"),
        ),
    ),
    Command(
        "batch",
        "batches:batch",
        "One batch: totals by job and vendor, refusals by rule, and what became of it since.",
        (ID,),
        (
            Option("retry", "Do once more what failed for a reason that passes."),
            NAME,
            DRY_RUN,
            *FILES,
        ),
    ),
    Command(
        "matches",
        "matching:matches",
        "Vendors of Sage and companies of the directory that have one name.",
        (),
        (
            Option("near", "Nearly equal names, too."),
            Option("limit", "How many at most; 0 for all. 100 unless said.", "N"),
        ),
    ),
    Command(
        "costs",
        "costs:costs",
        "The costs of one job: its totals, and each direct cost where its project takes them.",
        (Argument("job"),),
    ),
    Command(
        "codes",
        "codes:codes",
        "Cost codes by cost type: the company's defaults, or one job's.",
        (),
        (
            Option("job", "Of this job: its Sage id, or its project's number.", "N"),
            Option("deleted", "What was asked to be taken off the job, and what became of it."),
        ),
    ),
    Command(
        "refresh",
        "refreshing:refresh",
        "Ask the ERP again for a tab.",
        (Argument("tab"),),
        (Option("cancel", "End the one that is open, whoever asked for it."),),
    ),
    Command("refreshes", "refreshing:refreshes", "The refreshes that wait or run, in their order."),
    Command(
        "hh2 sync",
        "sync:first_step",
        "Have the relay read Sage: step one, before `refresh`.",
        (),
        (
            Option("range", "today, week, month, year or all; week unless said.", "RANGE"),
            Option("depth", "shallow or deep; shallow unless said.", "DEPTH"),
        ),
    ),
    Command("hh2 status", "sync:status", "What the relay tells of itself, and of step one."),
    Command(
        "schedule", "sync:schedule", "The automatic sync: every job, its last and its next run."
    ),
    Command("mappings", "sync:mappings", "What must be ticked in the hh2 client, and what is."),
    Command(
        "connector",
        "connect:connector",
        "Perform what is owed, until told to stop.",
        (),
        (
            Option("once", "One round."),
            Option("drain", "Until nothing is owed."),
            Option("limit", "Seconds to drain at most; 600 unless said.", "N"),
            Option("beside", "End with this process.", "PID"),
            Option("dry-run", "Say what would leave and what holds it back; send nothing."),
        ),
    ),
    Command(
        "connector owed",
        "owing:owed",
        "What is owed and was not performed so far, and why not.",
        (),
        (Option("limit", "How many at most; 50 unless said.", "N"),),
    ),
    Command(
        "connector stop",
        "exporting:stop",
        "Let nothing leave for Sage, for a reason that everybody is shown.",
        (Argument("reason"),),
    ),
    Command("connector go", "exporting:go", "Let exports go on."),
    Command(
        "reconcile",
        "exporting:compare",
        "Compare what was exported with what Sage holds; 5 where anything is amiss.",
        (),
        (
            Option("days", "Of so many days; else as the settings say.", "N"),
            Option("after-restore", "Look up what was under way in a backup that was restored."),
        ),
    ),
    *PROVING,
    *OUTSIDE,
    *SANDBOX,
    Command(
        "whoami",
        "about:whoami",
        "Who you are here, and what you may do.",
        (),
        (
            Option(
                "matrix", "Every verb of every tab: may or may not, by what, and what is missing."
            ),
        ),
    ),
    Command(
        "doctor",
        "doctor:doctor",
        "Check the home, the relay, the set-up and the store; say what to do next.",
        (),
        (Option("bundle", "Write what support needs into this new file; no secrets.", "FILE"),),
    ),
    *(
        Command(f"report {name}", "reporting:report", what, (), (*BY_JOB, *FILES))
        if by_job
        else Command(f"report {name}", "reporting:report", what, (), FILES)
        for name, (what, by_job) in REPORTS.items()
    ),
    Command(
        "notices",
        "notices:notices",
        "The mails: what waits, went, failed or is not sent, and why.",
        (),
        (Option("limit", "How many at most; 50 unless said.", "N"),),
    ),
    Command(
        "notices test",
        "notices:test",
        "Send a mail to an address, and say what is wrong where it does not go.",
        (Argument("address"),),
    ),
    Command("notices retry", "notices:retry", "Let the mails that failed be sent once more."),
    Command(
        "notices digest",
        "notices:digest",
        "Your daily summary as it would be sent now.",
        (),
        (Option("for", "Somebody else's; for administrators.", "ID"),),
    ),
    *KEEPING,
    Command(
        "keys",
        "keys:keys",
        "The keys of the console: their ids, what each does, and where.",
        (),
        (Option("example", "Print a keys.toml to change them by."),),
    ),
    Command("info", "about:info", "Where everything is, which versions, which settings."),
    Command(
        "completion",
        "completing:completion",
        "Print what makes bash, zsh or fish complete our lines, with live values.",
        (Argument("shell"),),
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}
BY_WORDS = {tuple(name.split()): command for name, command in BY_NAME.items()}
