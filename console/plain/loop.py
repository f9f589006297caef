"""The plain loop: a queue told record by record, decided word by word, all through the desk."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from console.plain import telling
from console.plain.asking import Form, LeftAlone
from console.plain.rest import Rest, done
from console.plain.talk import Over, Talk
from console.plain.tally import Tally
from console.plain.words import BACK, HELP, NEXT, QUIT, SHOW, UNDO, WHY, Said, helping, understood
from core.case import NOTHING_SAID, Answers
from core.decision import Allowed, Field, Offer, Outcome, Refused
from core.desk import Desk
from core.objection import Objection
from core.ports import Asked, asked_for
from core.records import Record, Row
from core.values import NamedTuple
from core.vocabulary import Action, RecordId, capital, words

PROMPT = "accept, reject, next, back, show, why, help or quit"
AT_END = "back, help or quit"


class Sight(NamedTuple):
    """A record as it was told: a decision is made on this version or not at all."""

    record: Record
    offers: tuple[Offer, ...]


class Pages(NamedTuple):
    """What else is written about a record, in lines."""

    whole: Callable[[RecordId], Iterable[str]]
    """Everything about it."""
    changes: Callable[[RecordId, Action], Iterable[str]]
    """What an action would take over from Sage."""


class Loop:
    """One sitting at one queue."""

    def __init__(
        self,
        desk: Desk,
        talk: Talk,
        queue: Sequence[Row],
        pages: Pages,
        form: Form,
    ) -> None:
        self._desk = desk
        self._talk = talk
        self._queue = queue
        self._pages = pages
        self._form = form
        self._at = 0
        self._sight: Sight | None = None
        self.tally = Tally()

    def run(self) -> None:
        """Until it is left, or nothing more is said.

        Raises:
            NotUnderstood: by a script.
        """
        try:
            self._look()
            while self._step():
                pass
        except Over:
            pass
        finally:
            self._talk.tell("", *self.tally.told(len(self._queue)))

    def _step(self) -> bool:
        line = self._talk.ask(PROMPT if self._sight else AT_END)
        if not line:
            return True
        said = understood(line)
        if said is None:
            self._talk.wrong(f"{line!r} is nothing that can be done here; help tells all words.")
        elif said.action is not None:
            self._act(said)
        elif said.move == QUIT:
            return False
        else:
            self._move(said.move)
        return True

    def _move(self, move: str) -> None:
        if move == HELP:
            self._talk.tell(*helping())
        elif move == NEXT:
            self._go(1)
        elif move == BACK:
            self._go(-1)
        elif move == UNDO:
            self._undo()
        elif self._sight is None:
            self._talk.tell("There is no record here; say back.")
        elif move == SHOW:
            self._talk.tell(*self._pages.whole(self._sight.record.id))
        elif move == WHY:
            self._talk.tell(*telling.may_be_done(self._desk.offers(self._sight.record.id)))

    def _go(self, by: int) -> None:
        if self._at + by < 0:
            self._talk.tell("This is the first record.")
            return
        self._at = min(self._at + by, len(self._queue))
        self._look()

    def _look(self) -> None:
        """Tell the record at hand as it is now."""
        if self._at >= len(self._queue):
            self._sight = None
            self._talk.tell("", "This is the end of the queue.")
            return
        row = self._queue[self._at]
        self._sight = Sight(*self._desk.look(row.id))
        record = self._sight.record
        moved = record.changed_at if record.version != row.version else None
        place = telling.Place(self._at + 1, len(self._queue), moved or row.age_from)
        self._talk.tell(*telling.told(*self._sight, place, datetime.now(UTC)))

    # deciding

    def _act(self, said: Said) -> None:
        if said.action is None or self._sight is None:
            self._talk.wrong("There is no record here; say back.")
            return
        try:
            if said.rest:
                self._rest(said.action, self._sight)
            else:
                self._one(said.action, self._sight)
        except LeftAlone:
            self._talk.tell("Nothing was done.")

    def _one(self, action: Action, sight: Sight) -> None:
        asked = asked_for(sight.record)
        barred = self._barred(action, asked)
        if barred is None:
            self._talk.tell(*self._pages.changes(asked.record, action))
            answers = self._form.of_one(lambda said: self._fields(action, asked.record, said))
            decision = self._desk.perform(action, asked, answers)
        else:
            decision = barred
        self.tally.add(action, [Outcome(asked.record, decision)])
        if isinstance(decision, Allowed):
            self._talk.tell(f"{capital(words(action))} is done: {_became(decision)}.")
            self._go(1)
            return
        self._talk.tell(f"{capital(words(action))} is refused for {telling.named(sight.record)}:")
        self._talk.tell(*(f"  {telling.reason(o)}" for o in decision.objections))
        if not self._talk.live:
            self._go(1)  # a script's next line is for the next record
        elif self._desk.record(asked.record).version != asked.version:
            self._look()

    def _undo(self) -> None:
        """Recall what was decided last, and go back to it; or hear why that is too late."""
        last = self._desk.decided_last
        if not last:
            self._talk.tell("There is nothing to take back.")
            return
        batch, outcomes = self._desk.perform_many(Action.RECALL, last)
        self.tally.add(Action.RECALL, outcomes)
        self._talk.tell(*done(Action.RECALL, batch, outcomes))
        back = {o.record for o in outcomes if isinstance(o.decision, Allowed)}
        places = (p for p, row in enumerate(self._queue) if row.id in back)
        if (first := next(places, None)) is not None:
            self._at = first
            self._look()

    def _barred(self, action: Action, asked: Asked) -> Refused | None:
        """What refuses it before anything is asked for; what it asks for stands not against it."""
        record, offers = self._desk.look(asked.record)
        if record.version != asked.version:
            decision = self._desk.perform(action, asked, NOTHING_SAID)
            return decision if isinstance(decision, Refused) else None
        offer = next((o for o in offers if o.action is action), None)
        if offer is None:
            decision = self._desk.rehearse(action, [asked])[0].decision
            return decision if isinstance(decision, Refused) else None
        return None if offer.askable else Refused(action, _standing(offer))

    def _fields(self, action: Action, record: RecordId, said: Answers) -> Sequence[Field]:
        offers = self._desk.offers(record, said)
        return next((o.fields for o in offers if o.action is action), ())

    def _rest(self, action: Action, sight: Sight) -> None:
        """This record as it was told, and all that follow as they were listed."""
        left = [r for r in self._queue[self._at :] if r.id not in self.tally.decided]
        chosen = [
            row._replace(version=sight.record.version) if row.id == sight.record.id else row
            for row in left
        ]
        rest = Rest(self._desk, self._talk, self._form, chosen)
        self.tally.add(action, rest.decide(action))
        self._at = len(self._queue)
        self._look()


def _standing(offer: Offer) -> tuple[Objection, ...]:
    return tuple(o for o in offer.objections if not o.warning)


def _became(decision: Allowed) -> str:
    """What the record is now, with what was said against it all the same."""
    record = decision.record
    now = f"{telling.named(record)} is {words(record.status)} now"
    left = decision.leaves_at
    wait = (f"It leaves at {left:%H:%M:%S} UTC; undo takes it back until then",) if left else ()
    return ". ".join((now, *wait, *(f"Note: {w.text} [{w.rule}]" for w in decision.warnings)))
