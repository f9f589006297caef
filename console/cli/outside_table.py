"""The commands of a company's own systems: founding, letting in, and import files for Sage."""

from console.cli.command import Argument, Command, Option

OUTSIDE = (
    Command("files list", "files:listed", "The import files that were written for Sage."),
    Command("files layouts", "files:layouts", "Layouts of import files: used, and to start from."),
    Command(
        "files use",
        "files:use",
        "Take a layout over for a kind, as Sage's own Import Format window shows it.",
        (Argument("kind"), Argument("file")),
    ),
    Command(
        "files write",
        "files:write",
        "Write what waits for an import file into one, and never a record into two.",
        (Argument("kind"),),
        (
            Option("job", "Of one job, by its id in Sage.", "JOB"),
            Option("again", "Also what is in a file already."),
        ),
    ),
    Command(
        "files take",
        "files:take",
        "Take over a table of what Sage holds and hh2 tells nothing of: prime contracts.",
        (Argument("kind"), Argument("file")),
    ),
    Command(
        "connection authorise",
        "connection:authorise",
        "Let this program act at Procore for a person, who says yes there and pastes a code here.",
    ),
    Command(
        "init",
        "init:init",
        "Found a company on its own Procore and hh2; asks for what is not said.",
        (),
        (
            Option("connector", "hh2 for a Sage of its own, or sandbox.", "KIND"),
            Option("company", "Name of the company.", "NAME"),
            Option("hh2", "Address of its hh2.", "URL"),
            Option("procore-company", "Its number at Procore.", "NUMBER"),
            Option("procore-client", "Client id of the app at Procore.", "ID"),
            Option("procore-api", "Another address than Procore's own.", "URL"),
            Option("procore-login", "Another address to sign in at.", "URL"),
            Option("by-person", "A person authorises it at Procore, instead of a service account."),
            Option("route", "How a kind reaches Sage; may be repeated.", "KIND=ROUTE", many=True),
            Option("trust", "A certificate to trust besides those of this machine.", "FILE"),
            Option("admin", "Account of the first administrator on this machine.", "ACCOUNT"),
            Option("name", "Their full name.", "NAME"),
            Option("secrets", "A TOML file with the secrets; - for stdin.", "FILE"),
        ),
    ),
)
