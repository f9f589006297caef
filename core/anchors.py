"""Anchors: the head of the history, told to places that whoever rewrites the store cannot reach.

A chain shows edits, not a tail that was dropped, a chain that was computed anew, or an old copy
that was put back. A head that is kept elsewhere does.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from core.values import NamedTuple

AT_LEAST_EVERY = 100
"""Entries from one anchor to the next, at most."""
WITHIN = 240.0
"""Seconds from an entry to its anchor, at most; five minutes are promised."""
MARK = "anchor"
"""The mark that says up to which entry the history is anchored."""
SIGN = "countersign-anchor"
ANEW = "countersign-restored"
LINE = re.compile(
    rf"(?P<sign>{SIGN}|{ANEW}) seq=(?P<seq>\d+) head=(?P<head>[0-9a-f]{{64}}) "
    r"at=(?P<at>\S+) home=(?P<home>.*)"
)
SHORT = 8


class Head(NamedTuple):
    """Where the history ends: its newest entry's number and hash."""

    seq: int
    hash: str

    @property
    def short(self) -> str:
        """What people compare: `1,204 3fa91c02`."""
        return f"{self.seq:,} {self.hash[:SHORT]}" if self.seq else "no entries"


class Anchor(NamedTuple):
    """Where the history of a home ended at a moment."""

    head: Head
    at: datetime
    home: str
    restored: bool = False
    """A backup was put in place: what was anchored beyond its end holds no more."""

    def __str__(self) -> str:
        at = self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        home = self.home.replace("\n", " ")
        sign = ANEW if self.restored else SIGN
        return f"{sign} seq={self.head.seq} head={self.head.hash} at={at} home={home}"


class Unanchored(Exception):
    """A witness does not take an anchor; the text says which, and why."""


def read(text: str, home: str | None = None) -> list[Anchor]:
    """The anchors in any text, such as a system log; with a home, those of that home only."""
    if f"{SIGN} seq=3D" in text:
        from quopri import decodestring  # a mail as it was sent writes `=` as `=3D`

        text = decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    found = (LINE.search(line.rstrip()) for line in text.splitlines())
    anchors = [
        Anchor(
            Head(int(m["seq"]), m["head"]),
            datetime.fromisoformat(m["at"]),
            m["home"],
            m["sign"] == ANEW,
        )
        for m in found
        if m is not None
    ]
    return _in_force(anchor for anchor in anchors if home is None or anchor.home == home)


def _in_force(anchors: Iterable[Anchor]) -> list[Anchor]:
    """A restore ends, for its home, what was anchored beyond the entries that it brought back."""
    kept: list[Anchor] = []
    for one in anchors:
        if one.restored:
            kept = [a for a in kept if a.home != one.home or a.head.seq <= one.head.seq]
        kept.append(one)
    return kept


def disagreements(
    anchors: Iterable[Anchor], newest: int, hash_at: Callable[[int], str | None]
) -> list[str]:
    """What the anchors say against the history, the first bad entry in the first sentence."""
    agreed, told = 0, []
    for anchor in sorted(anchors, key=lambda each: (each.head.seq, each.at)):
        seq, when = anchor.head.seq, f"{anchor.at:%Y-%m-%d %H:%M:%S} UTC"
        if seq > newest:
            told.append(
                f"Audit entry {newest + 1} is missing: the anchor of {when} saw {seq} entries, and "
                f"there are {newest}; the tail was dropped, or an older copy was put back."
            )
        elif hash_at(seq) != anchor.head.hash:
            told.append(
                f"Audit entry {agreed + 1} or one after it, up to {seq}, is not what was anchored "
                f"on {when}: the history was written anew."
            )
        else:
            agreed = seq
    return told[:1] + ([f"{len(told) - 1} more anchors disagree."] if len(told) > 1 else [])
