"""Many, much, or what cannot be taken back: its number is typed, or said with --yes."""

import sys
from collections.abc import Sequence

from console.cli.call import Call, Trouble
from core.ports import Asked
from core.vocabulary import Action, words


def confirm(call: Call, action: Action, asked: Sequence[Asked]) -> None:
    """Go on only where their number was given, if it has to be.

    Raises:
        Trouble: it was not, or it is another one.
    """
    if call.text("yes") is None and len(asked) < 2:  # noqa: PLR2004  # one is never many
        return
    needed = call.desk.batches.number_to_type(action, asked) is not None
    given(call, f"{words(action)} {len(asked):,} records", len(asked), needed=needed)


def given(call: Call, what: str, count: int, *, needed: bool) -> None:
    """`what` is what would be done, `count` the number of decisions in it.

    Raises:
        Trouble: it was not, or it is another one.
    """
    said = call.count("yes")
    if said is not None and said != count:
        raise Trouble(f"--yes {said} is not their number: this would {what}. Nothing was changed.")
    if said is not None or not needed:
        return
    if not call.out.json and sys.stdin.isatty() and sys.stderr.isatty():
        call.out.say(f"This would {what}. Type {count} to do it; anything else changes nothing.")
        if sys.stdin.readline().strip().replace(",", "") == str(count):
            return
        raise Trouble("That is not their number; nothing was changed.")
    raise Trouble(
        f"This would {what}, and that is large or cannot be taken back: say --yes {count} to do "
        "it. Nothing was changed."
    )
