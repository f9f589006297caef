"""What was typed as a filter, cut into words that know where they stand."""

from core.query import BadQuery
from core.values import NamedTuple

NEGATIONS = ("!", "-")


class Word(NamedTuple):
    """A run of letters between blanks; quotation marks hold blanks and signs together."""

    text: str
    """Without its quotation marks."""
    plain: tuple[bool, ...]
    """Of each letter whether it stood outside quotation marks, where signs mean something."""
    places: tuple[int, ...]
    """Of each letter the column it was typed in, from 1; and of the end behind them."""

    @property
    def column(self) -> int:
        return self.places[0]

    @property
    def negated(self) -> bool:
        """It begins with a sign for "not", and something follows."""
        return len(self.text) > 1 and self.plain[0] and self.text[0] in NEGATIONS

    def part(self, first: int, last: int | None = None) -> "Word":
        """Some of its letters, as a word of their own."""
        end = len(self.text) if last is None else last
        return Word(self.text[first:end], self.plain[first:end], self.places[first : end + 1])

    def find(self, sign: str) -> int:
        """Where a sign stands outside quotation marks; -1 where it does not."""
        size = len(sign)
        for place in range(len(self.text) - size + 1):
            if self.text[place : place + size] == sign and all(self.plain[place : place + size]):
                return place
        return -1

    def split(self, sign: str) -> "list[Word]":
        """The parts between signs."""
        parts, rest = [], self
        while (place := rest.find(sign)) >= 0:
            parts.append(rest.part(0, place))
            rest = rest.part(place + len(sign))
        return [*parts, rest]

    def without_negation(self) -> "Word":
        return self.part(1) if self.negated else self

    def refused(self, text: str, *, typed: str = "") -> BadQuery:
        """Why it cannot be read."""
        return BadQuery(text, self.column, max(1, self.places[-1] - self.column), typed)


def words_of(text: str, *, open_end: bool = False) -> list[Word]:
    """Every word of a text; where the end may stay open, the last quotation closes itself.

    Raises:
        BadQuery: a quotation mark is not closed.
    """
    found: list[Word] = []
    letters: list[tuple[str, bool, int]] = []
    opened, begun = 0, 0
    for place, letter in enumerate(text, 1):
        if letter == '"':
            opened, begun = (0 if opened else place), begun or place
        elif letter.isspace() and not opened:
            _ended(found, letters, begun, place)
            letters, begun = [], 0
        else:
            letters.append((letter, not opened, place))
            begun = begun or place
    if opened and not open_end:
        raise BadQuery('A quotation mark is not closed; add another ".', opened, 1, text)
    _ended(found, letters, begun, len(text) + 1)
    return found


def _ended(found: list[Word], letters: list[tuple[str, bool, int]], begun: int, end: int) -> None:
    if not letters:
        return
    text = "".join(letter for letter, _, _ in letters)
    places = (begun, *(place for _, _, place in letters[1:]), end)
    found.append(Word(text, tuple(plain for _, plain, _ in letters), places))


def named(word: Word) -> str:
    """The field it names, as it was spelt; empty where it names none."""
    bare = word.without_negation()
    place = bare.find(":")
    return bare.text[:place].casefold() if place > 0 else ""


def without(text: str, *names: str) -> str:
    """What was typed, less the words that name one of these fields."""
    try:
        words = words_of(text)
    except BadQuery:
        return text
    kept = text
    for word in reversed(words):
        if named(word) in names:
            start, end = word.column - 1, word.places[-1] - 1
            kept = (
                kept[:start].rstrip() + (" " if kept[:start].strip() else "") + kept[end:].lstrip()
            )
    return kept if kept == text else kept.rstrip()
