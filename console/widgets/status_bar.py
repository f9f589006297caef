"""The last two lines: what has just happened or where one is, and what the keys do now."""

from collections.abc import Sequence

from console.keys import key_word, word
from console.widgets.bar import Bar
from console.widgets.lines import EMPTY, GAP, Line, Look, Span, cells, faint, said
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


class StatusBar(Bar):
    """A notice above the keys; to its right, where it leaves room, where the history ends."""

    def __init__(self) -> None:
        super().__init__(EMPTY, EMPTY)
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
        self.show(self.lines[0], keys(verbs, marked, self.size.width, refreshes=refreshes))


def verbs(actions: Sequence[Action], offers: Sequence[Offer] | None) -> tuple[Verb, ...]:
    """The actions of a view; closed where something stands against them on this record."""
    if offers is None:
        return tuple(Verb(action, open=True) for action in actions)
    known = {offer.action: offer.open for offer in offers}
    return tuple(Verb(action, known[action]) for action in actions if action in known)


def keys(verbs: Sequence[Verb], marked: int, width: int, *, refreshes: bool) -> Line:
    """`12 marked: a accept  r reject`, then what every tab has, as far as there is room."""
    line: list[Span] = [said(f" {marked:,} marked: " if marked else " ")]
    for verb in verbs:
        look = Look.KEY if verb.open else Look.FAINT
        line += [said(key_word(verb.action), look), faint(f" {words(verb.action)}  ")]
    room = width - cells(tuple(line)) - 2
    kept: set[str] = set()
    for hint in LAST_GIVEN_UP:
        taken = len(word(hint)) + len(ALWAYS[hint]) + 3
        if (hint != "screen.refresh" or refreshes) and taken <= room:
            kept.add(hint)
            room -= taken
    if kept and verbs:
        line.append(faint("| "))
    for hint, text in ALWAYS.items():
        if hint in kept:
            line += [said(word(hint), Look.KEY), faint(f" {text}  ")]
    return tuple(line)
