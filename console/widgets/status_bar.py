"""The last two lines: what has just happened or where one is, and what the keys do now."""

from collections.abc import Sequence

from textual import events
from textual.message import Message

from console.keys import word
from console.widgets.bar import Bar
from console.widgets.lines import EMPTY, GAP, Line, Look, cells, faint, said
from core.decision import Offer
from core.values import NamedTuple
from core.vocabulary import Action, words

ALWAYS = {
    "list.mark": "mark", "screen.mark_all": "all", "screen.filter": "filter", "screen.why": "why",
    "screen.preview": "preview",
    "screen.refresh": "refresh", "screen.help": "keys", "screen.leave": "leave",
}  # fmt: skip
"""What every tab has, by its id, from left to right."""
LAST_GIVEN_UP = (
    "screen.help", "screen.leave", "screen.filter", "list.mark", "screen.why", "screen.preview",
    "screen.refresh",
    "screen.mark_all",
)  # fmt: skip
"""Help and the way out are the last ones there."""


class Verb(NamedTuple):
    """An action as the last line offers it."""

    action: Action
    open: bool


class Hint(NamedTuple):
    """A key and what it does, as drawn; an empty id where there is nothing to press."""

    id: str
    line: Line


class StatusBar(Bar):
    """A notice above the keys; to its right, where it leaves room, where the history ends.

    A click on a key, or on the word beside it, is that key.
    """

    class Clicked(Message):
        """The key of something that the last line offers is meant."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    def __init__(self) -> None:
        super().__init__(EMPTY, EMPTY)
        self._hints: Sequence[Hint] = ()
        self._said: Line = EMPTY
        self._head = ""

    def say(self, line: Line) -> None:
        self._said = line
        self.show(self._first(), self.lines[1])

    def ends_at(self, head: str) -> None:
        """Where the history ends, for people to compare with what others keep."""
        if head != self._head:
            self._head = head
            self.say(self._said)

    def on_resize(self) -> None:
        super().on_resize()
        self.say(self._said)

    def _first(self) -> Line:
        room = self.size.width - cells(self._said) - len(self._head) - 1
        if not self._head or room < GAP:
            return self._said
        return (*self._said, said(" " * room), faint(self._head))

    def offer(self, verbs: Sequence[Verb], marked: int, *, refreshes: bool) -> None:
        self._hints = hints(verbs, marked, self.size.width, refreshes=refreshes)
        self.show(self.lines[0], drawn(self._hints))

    def on_click(self, event: events.Click) -> None:
        right = 0
        for hint in self._hints if event.y == 1 else ():
            right += cells(hint.line)
            if event.x < right:
                if hint.id:
                    self.post_message(self.Clicked(hint.id))
                return


def verbs(actions: Sequence[Action], offers: Sequence[Offer] | None) -> tuple[Verb, ...]:
    """The actions of a view; closed where something stands against them on this record."""
    if offers is None:
        return tuple(Verb(action, open=True) for action in actions)
    known = {offer.action: offer.open for offer in offers}
    return tuple(Verb(action, known[action]) for action in actions if action in known)


def hints(verbs: Sequence[Verb], marked: int, width: int, *, refreshes: bool) -> tuple[Hint, ...]:
    """`12 marked: a accept  r reject`, then what every tab has, as far as there is room."""
    head = said(f" {marked:,} marked: " if marked else " ")
    acts = [
        _hint(f"record.{v.action}", words(v.action), Look.KEY if v.open else Look.FAINT)
        for v in verbs
    ]
    room = width - cells((head, *drawn(acts))) - 2
    fitting: set[str] = set()
    for hint in LAST_GIVEN_UP:
        taken = len(word(hint)) + len(ALWAYS[hint]) + 3
        if (hint != "screen.refresh" or refreshes) and taken <= room:
            fitting.add(hint)
            room -= taken
    parted = [Hint("", (faint("| "),))] if fitting and verbs else []
    rest = [_hint(one, text, Look.KEY) for one, text in ALWAYS.items() if one in fitting]
    return (Hint("", (head,)), *acts, *parted, *rest)


def _hint(id: str, text: str, look: Look) -> Hint:
    return Hint(id, (said(word(id), look), faint(f" {text}  ")))


def drawn(hints: Sequence[Hint]) -> Line:
    return tuple(span for hint in hints for span in hint.line)
