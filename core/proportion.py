"""How much is decided at once: small decisions take one key, large or one-way ones a typed number.

What a person stages and what is decided directly are weighed alike; the limits are settings.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from core.people import Actor
from core.permissions import denials, grant
from core.ports import Asked, RecordStore, UnknownRecord
from core.records import Record
from core.settings import Settings
from core.tabs import ROWS, TAB_OF
from core.values import NamedTuple
from core.vocabulary import WEIGHED, Action, Cents, RecordId
from core.writing import one_way


class Weight(NamedTuple):
    """What is decided at once."""

    decisions: int
    sums: tuple[tuple[str, Cents], ...] = ()
    """What is accepted, by currency."""
    one_way: int = 0
    """How many of them cannot be taken back."""

    def to_be_typed(self, settings: Settings) -> bool:
        """Whether their number has to be typed before they are made."""
        largest = max((amount for _, amount in self.sums), default=0)
        large = largest >= settings.confirm_amount > 0
        return large or self.one_way > 0 or self.decisions > settings.confirm_count


def sums_of(records: Iterable[Record]) -> tuple[tuple[str, Cents], ...]:
    """Their amounts by currency."""
    amounts: Counter[str] = Counter()
    for record in records:
        amounts[record.currency] += record.amount
    return tuple(amounts.items())


def weighed(
    store: RecordStore, actor: Actor, action: Action, asked: Sequence[Asked]
) -> Weight | None:
    """What deciding these directly weighs; None where one key does it in any case.

    Somebody whose rights allow none of it is refused without having typed anything.
    """
    if action not in WEIGHED or len(asked) == 1 or not _may(store, actor, action, asked[0].record):
        return None
    if action is not Action.ACCEPT or len(asked) > store.settings().confirm_count:
        return Weight(len(asked))  # enough is known: thousands are not read for their amounts
    cases = store.cases([one.record for one in asked], actor)
    final = sum(1 for case in cases if one_way(case, action))
    return Weight(len(asked), sums_of(case.record for case in cases), final)


def _may(store: RecordStore, actor: Actor, action: Action, first: RecordId) -> bool:
    """Whether a right of theirs allows it, of any kind of record on the tab of the first one."""
    try:
        kinds = TAB_OF[store.find(first).kind].kinds
    except UnknownRecord:
        return True
    settings = store.settings()
    wanted = {
        (rows[action].permission, kind)
        for (kind, _), rows in ROWS.items()
        if kind in kinds and action in rows
    }
    return any(not denials(grant(how, kind, settings), actor, kind) for how, kind in wanted)
