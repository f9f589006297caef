"""The commands about what is kept besides records: settings, saved views, people and rights."""

from console.cli.command import Argument, Command, Option

PROJECT = Option("project", "Of this project: its id or number.", "P")
RIGHTS = (
    "push, export:KIND, import:KIND (or :all), level:TOOL=LEVEL, create-projects, send-budgets, "
    "digest, sign-in, email=ADDRESS"
)
"""How rights are written; core.privileges reads them."""

KEY = (
    Option("key", "Its public half: a .pub file, or - to read it from standard input.", "FILE"),
    Option("label", "What to call it; else its comment.", "TEXT"),
    Option("from", "Not before this day, or moment.", "WHEN"),
    Option("until", "The last day, or the moment it ends.", "WHEN"),
)
"""About an SSH key that is granted."""

KEEPING = (
    Command(
        "gate",
        "gate:gate",
        "Let in the person of a verified SSH key. sshd runs this; see docs/operating.md.",
    ),
    Command(
        "settings",
        "settings:settings",
        "The settings: value, default, and who may change each. With a NAME, all about one.",
        (Argument("name", required=False),),
        (PROJECT,),
    ),
    Command(
        "settings set",
        "settings:change",
        "Give a setting a value, such as `settings set time_zone America/Chicago`.",
        (Argument("name"), Argument("value")),
        (PROJECT, Option("confirm", "A step that cannot be taken back is meant.")),
    ),
    Command(
        "settings reset",
        "settings:reset",
        "Give a setting the value it has where nobody chose.",
        (Argument("name"),),
        (PROJECT,),
    ),
    Command("views", "saved_views:views", "The saved views, yours and the shared ones."),
    Command(
        "views save",
        "saved_views:save",
        "Keep a query of a tab under a name: `views save big commitments 'amount:>10000'`.",
        (Argument("name"), Argument("tab"), Argument("query")),
        (Option("shared", "For everybody; for administrators."),),
    ),
    Command(
        "views delete",
        "saved_views:delete",
        "Drop a saved view; yours before a shared one.",
        (Argument("name"),),
        (Option("shared", "The shared one; for administrators."),),
    ),
    Command("users", "users:users", "The people of this company, and what they hold."),
    Command(
        "users show",
        "users:show",
        "One person: every right, and where it comes from.",
        (Argument("person"),),
    ),
    Command(
        "users grant",
        "users:grant",
        f"Grant rights: {RIGHTS}.",
        (Argument("person"), Argument("right", many=True)),
    ),
    Command(
        "users revoke",
        "users:revoke",
        f"Take rights: all of them with `all`, or {RIGHTS}.",
        (Argument("person"), Argument("right", many=True)),
    ),
    Command(
        "users confirm",
        "users:confirm",
        "Confirm what a person granted themselves, so that they may decide by it.",
        (Argument("person"),),
    ),
    Command(
        "users add",
        "users:add",
        "Add a person, with the rights of a role and an SSH key where these are said.",
        (Argument("account"),),
        (
            Option("name", "The person's name.", "NAME"),
            Option("role", "reader, sender, approver or administrator; none unless said.", "ROLE"),
            *KEY,
        ),
    ),
    Command(
        "users key list",
        "user_keys:keys",
        "The SSH keys by which people come in, and whether each does.",
        (Argument("person", required=False),),
    ),
    Command(
        "users key add",
        "user_keys:add",
        "Let a person in by an SSH key.",
        (Argument("person"),),
        KEY,
    ),
    Command(
        "users key disable",
        "user_keys:disable",
        "Let nobody in by a key any more, by its label or fingerprint; its sessions end.",
        (Argument("key"),),
    ),
    Command(
        "users key enable",
        "user_keys:enable",
        "Let its person in by a key again.",
        (Argument("key"),),
    ),
    Command(
        "users key lines",
        "user_keys:lines",
        "Print the lines that sshd's file of keys wants.",
    ),
)
"""One row each, as in console.cli.table."""
