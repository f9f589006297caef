"""The commands of a sandbox: its Sage, its relay and its project system."""

from console.cli.command import FRESH, ID, RECORDS, TAB, Argument, Command, Option

NEW_ITEM = (
    Option("item", "Its number; else the next free one.", "ITEM"),
    Option("description", "What it is for.", "TEXT"),
)

SANDBOX = (
    Command(
        "tour",
        "touring:tour",
        "The tour of the sandbox: five tasks, what of them is done, and how the next one goes.",
        (),
        (
            Option("begin", "Take it up again after it was dismissed."),
            Option("dismiss", "No more of it, here and in the console."),
        ),
    ),
    Command(
        "sandbox load",
        "demo:load",
        "Make the sandbox company from a contracts CSV of your own.",
        (Argument("csv"),),
        (RECORDS, FRESH),
    ),
    Command("sandbox post", "sandbox:post", "Post the batches that wait in the sandbox's Sage."),
    Command(
        "sandbox delete",
        "sandbox:delete",
        "Delete a document in the sandbox's Sage, by its id there.",
        (Argument("kind"), ID),
        (Option("within", "What its id is unique within: a commitment, a vendor or a job.", "ID"),),
    ),
    Command(
        "sandbox key-in",
        "sandbox:key_in",
        "Key a record of the worklist into the sandbox's Sage, as an accountant does.",
        (ID,),
        (TAB,),
    ),
    Command(
        "sandbox serve",
        "serving:serve",
        "Answer in Procore's and hh2's shapes over HTTP on this machine, until it is stopped.",
        (),
        (
            Option("port", "Which port; else a free one.", "PORT"),
            Option("tls", "Encrypt it, with a certificate of this machine's own."),
            Option("partner", "Open Procore's ERP tab as to partners; some paths are guesses."),
            Option("calls", "How often either may be asked in ten seconds; else Procore 25.", "N"),
        ),
    ),
    Command(
        "sandbox fault",
        "sandbox:fault",
        "Show the fault dial, or turn one fault to a percentage.",
        (Argument("name", required=False), Argument("percent", required=False)),
    ),
    Command(
        "sandbox promise",
        "sandbox_promise:promise",
        "Show or choose what Sage promises about repeated calls: key, code, reference, nothing.",
        (Argument("name", required=False),),
    ),
    Command("sandbox sync", "sandbox:sync", "Let the relay read Sage now: the first hop."),
    Command("sandbox relay stop", "sandbox:relay_stop", "Stop the relay between Sage and us."),
    Command("sandbox relay start", "sandbox:relay_start", "Start the relay again."),
    Command(
        "sandbox mapping",
        "sandbox:mapping",
        "Tick a mapping in the relay's client, or take the tick away: NAME on, NAME off.",
        (Argument("name"), Argument("state")),
    ),
    Command(
        "sandbox account",
        "sandbox:account",
        "Lock the relay's account out of Sage, for a reason; `ok` lets it in again.",
        (Argument("reason"),),
    ),
    Command(
        "sandbox drop-code",
        "sandbox_jobs:drop_code",
        "Take a cost code, or one cost type of it, off a job in the sandbox's Sage.",
        (Argument("job"), Argument("code"), Argument("category", required=False)),
    ),
    Command(
        "sandbox extras",
        "sandbox_jobs:extras",
        "Switch a job's extras on or off in the sandbox's Sage.",
        (Argument("job"), Argument("switch")),
    ),
    Command(
        "sandbox rename-extra",
        "sandbox_jobs:rename_extra",
        "Rename an extra of a job in the sandbox's Sage.",
        (Argument("job"), Argument("extra"), Argument("name")),
    ),
    Command(
        "sandbox vendor",
        "sandbox_vendors:vendor",
        "Change a vendor in the sandbox's Sage: city=Joliet, title=NAME, active=off.",
        (ID, Argument("change")),
    ),
    Command(
        "sandbox edit",
        "sandbox:edit",
        "Edit a record in the sandbox's project system.",
        (ID, Argument("change")),
        (TAB,),
    ),
    Command(
        "sandbox add-item",
        "sandbox:add_item",
        "Add an item to a prime contract in the sandbox's Sage.",
        (Argument("prime_contract"), Argument("amount")),
        NEW_ITEM,
    ),
    Command(
        "sandbox add-cost",
        "entering:add_cost",
        "Enter a cost of a job in the sandbox's Sage.",
        (Argument("job"), Argument("code"), Argument("category"), Argument("amount")),
        (
            Option("ledger", "ap, jc, pr or eq; jc unless said.", "NAME"),
            Option("extra", "Of which extra.", "EXTRA"),
            Option("vendor", "To which vendor of Sage.", "VENDOR"),
            Option("description", "What it is for.", "TEXT"),
            Option("credit", "It takes the amount back."),
        ),
    ),
)
