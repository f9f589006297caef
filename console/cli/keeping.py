"""A backup of the store, and its return."""

from typing import TYPE_CHECKING

from console.cli import exits
from console.cli.call import Call, Trouble
from core.ports import StoreUnusable

if TYPE_CHECKING:
    from console.bootstrap import Copied


def backup(call: Call) -> int:
    """Write a whole copy of the store to a new file."""
    from console.bootstrap import back_up

    call.home.checked()
    copied = back_up(call.home, call.word("file"))
    lines = [
        f"{copied.path}: {copied.records:,} records, history {copied.head.short}, every rule holds."
    ]
    call.out.answer(_shape(copied), lines)
    return exits.DONE


def restore(call: Call) -> int:
    """Put a backup in the store's place, where no connector works on it.

    Raises:
        Trouble: a connector runs.
    """
    from console.bootstrap import restored
    from console.connector import running

    if call.home.settled and running(call.home):
        raise Trouble(f"A connector works on {call.home.path}; stop it first, and close sessions.")
    try:
        copied = restored(call.home.made(), call.word("file"))
    except StoreUnusable as why:
        raise Trouble(f"{why} Nothing was restored.", exits.BROKEN) from why
    lines = [
        f"Restored: {copied.records:,} records, history {copied.head.short}.",
        *([f"What was there before: {copied.kept}"] if copied.kept else []),
        (
            "Before anything is sent, what was under way is looked up: `countersign reconcile "
            "--after-restore`."
        ),
    ]
    call.out.answer(_shape(copied), lines)
    return exits.DONE


def _shape(copied: "Copied") -> dict[str, object]:
    return {
        "path": copied.path,
        "records": copied.records,
        "schema": copied.schema,
        "entries": copied.head.seq,
        "head": copied.head.hash,
        "kept": copied.kept or None,
    }
