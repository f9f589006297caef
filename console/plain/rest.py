"""One action on all that is left of a queue: told with count and total, done on a typed count."""

from collections.abc import Iterator, Sequence

from console.plain.asking import Form, LeftAlone
from console.plain.talk import Talk
from console.widgets.figures import money
from console.widgets.reasons import Reason, grouped
from core.decision import Field, Outcome, Refused
from core.desk import Desk
from core.ports import Asked, Batch
from core.records import Row
from core.vocabulary import Action, capital, words

LOOKED_AT = 20
"""So many records are asked what an action needs."""
NAMED = 20
"""Reasons that are told one by one."""
TOLD_EVERY = 1000
"""Records between two lines on how far it is."""


class Rest:
    """The records from here to the end of a queue."""

    def __init__(self, desk: Desk, talk: Talk, form: Form, rows: Sequence[Row]) -> None:
        self._desk = desk
        self._talk = talk
        self._form = form
        self._rows = rows

    def decide(self, action: Action) -> Sequence[Outcome]:
        """Ask what it needs, say what it would do, and do it once the count was typed.

        Raises:
            LeftAlone: it was not.
        """
        asked = [Asked(row.id, row.version, digest=row.digest) for row in self._rows]
        answers = self._form.of_many(self._fields(action))
        self._talk.tell(f"{capital(words(action))} {len(asked):,} records{self._together}.")
        outcomes = self._desk.rehearse(action, asked, answers)
        self._talk.tell(*_judged(action, outcomes))
        if all(isinstance(o.decision, Refused) for o in outcomes):
            return outcomes
        typed = self._talk.ask(f"Type {len(asked)} to do it; anything else leaves all as it is")
        if typed.replace(",", "") != str(len(asked)):
            raise LeftAlone
        batch, outcomes = self._desk.perform_many(action, asked, answers, progress=self._progress)
        self._talk.tell(*done(action, batch, outcomes))
        return outcomes

    def _fields(self, action: Action) -> Sequence[Field]:
        """What the first record asks for that knows the action."""
        for row in self._rows[:LOOKED_AT]:
            for offer in self._desk.offers(row.id):
                if offer.action is action:
                    return offer.fields
        return ()

    @property
    def _together(self) -> str:
        sums: dict[str, int] = {}
        for row in self._rows:
            sums[row.currency] = sums.get(row.currency, 0) + row.amount
        return f", together {' and '.join(money(s, c) for c, s in sums.items())}" if sums else ""

    def _progress(self, done: int, total: int) -> bool:
        if done % TOLD_EVERY == 0 and done < total:
            self._talk.tell(f"{done:,} of {total:,}")
        return True


def _judged(action: Action, outcomes: Sequence[Outcome]) -> Iterator[str]:
    refused = sum(isinstance(o.decision, Refused) for o in outcomes)
    may = len(outcomes) - refused
    yield f"{capital(words(action))}: {may:,} may be done, {refused:,} would be refused."
    yield from _reasons(outcomes)


def done(action: Action, batch: Batch, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What became of many, and why some were refused."""
    yield f"{capital(words(action))}: {batch.done:,} of {batch.total:,} done. Batch {batch.id}."
    if batch.refused:
        yield f"Refused: {len(batch.refused):,}."
        yield from _reasons(outcomes)


def _reasons(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The refused, gathered under what they share."""
    groups = grouped(
        Reason(o.record, x.rule, x.text)
        for o in outcomes
        if isinstance(o.decision, Refused)
        for x in o.decision.objections
    )
    for group in groups[:NAMED]:
        yield f"  {len(group.reasons):,}: {group.text} [{group.rule}]"
    if len(groups) > NAMED:
        yield f"  and {len(groups) - NAMED:,} more reasons."
