"""How alike names are, by rapidfuzz; loaded only where names are compared."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

ALL = 100
K = TypeVar("K")


class NameIndex(Generic[K]):
    """Names by their length: what differs too much in length is never compared."""

    def __init__(self) -> None:
        self._by_length: dict[int, dict[K, str]] = {}
        self._length: dict[K, int] = {}

    def put(self, key: K, name: str) -> None:
        self.drop(key)
        self._by_length.setdefault(len(name), {})[key] = name
        self._length[key] = len(name)

    def drop(self, key: K) -> None:
        length = self._length.pop(key, None)
        if length is not None:
            del self._by_length[length][key]

    def near(self, name: str, percent: int) -> list[tuple[K, int]]:
        """Who is at least so much alike, and how much, the most alike first."""
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import extract

        least, most = _lengths(len(name), percent)
        found = [
            (key, int(score))
            for length in range(least, most + 1)
            if (names := self._by_length.get(length))
            for _, score, key in extract(
                name, names, scorer=ratio, score_cutoff=percent, limit=None
            )
        ]
        return sorted(found, key=lambda pair: -pair[1])


def _lengths(length: int, percent: int) -> tuple[int, int]:
    """Between which lengths a name must be: the ratio is twice what is common, by the sum."""
    percent = max(1, percent)
    short, long = percent, 2 * ALL - percent
    return -(-length * short // long), length * long // short


class Rapidfuzz:
    """Fits Likeness."""

    def alike(
        self, names: Sequence[str], among: Sequence[str], percent: int
    ) -> Iterator[tuple[int, int, int]]:
        index = NameIndex[int]()
        for place, name in enumerate(among):
            index.put(place, name)
        for mine, name in enumerate(names):
            for theirs, alike in index.near(name, percent):
                yield mine, theirs, alike
