"""The commands that prove what happened, that it all holds, and that bring a store back."""

from console.cli.command import ID, TAB, Argument, Command, Option

PROVING = (
    Command(
        "audit verify",
        "auditing:verify",
        "Check the history: its chain, the records it leads to, and its anchors.",
        (),
        (Option("anchors", "A text with anchors: a system log, a mail; - reads stdin.", "FILE"),),
    ),
    Command(
        "audit evidence",
        "evidence:evidence",
        "All that proves what happened to a record, to keep or to hand on.",
        (ID,),
        (TAB, Option("out", "Write it to this new zip file.", "FILE")),
    ),
    Command(
        "verify",
        "verifying:verify",
        "Check everything that must always hold: name the rule, the record and the evidence.",
    ),
    Command("audit log", "auditing:log", "Who did what to a record, and when.", (ID,), (TAB,)),
    Command(
        "backup",
        "keeping:backup",
        "Write a whole copy of the store to a new file, and look it through.",
        (Argument("file"),),
    ),
    Command(
        "backup restore",
        "keeping:restore",
        "Put a backup in the store's place; what was there is kept beside it.",
        (Argument("file"),),
    ),
)
"""One row each, as in console.cli.table."""
