"""Text sought by its letters, three at a time: which records may hold it, without reading them all.

A record that holds a text holds each three letters of it; whether it holds all of it is asked of
what was found.
"""

from adapters.stores.filing import TEXTS, sought
from core.query import Field, Query

GRAM = 3
NEAR = 2_000
"""So many rows of a list are looked at before anything is sought elsewhere."""
FEW = 2_000
"""So many found records are looked up and put in order sooner than a list is walked along."""
SOME = 50_000
"""So many found records are remembered while a list is walked along; more are met soon anyway."""
BEGINNINGS = 64
"""So many groups of letters may begin with a shorter text."""
NOTHING = '"\x17\x17\x17"'
"""Sought where it is known that no record holds it."""
LAST_LETTER = "\U0010ffff"
AT_ONCE = 250
"""So many records are taken in while others wait to write."""

TAKEN_IN = "(SELECT coalesce(max(id), 0) FROM haystacks_docsize)"
"""The number of the last record whose letters are known."""
OUTSIDE = f"SELECT count(*) FROM (SELECT 1 FROM records WHERE n > {TAKEN_IN} LIMIT ?)"
TAKE_IN = (
    "INSERT INTO haystacks (rowid, text) SELECT n, haystack || char(23) FROM records "
    f"WHERE n > {TAKEN_IN} ORDER BY n LIMIT ?"
)
COUNT = "SELECT count(*) FROM (SELECT 1 FROM haystacks WHERE haystacks MATCH ? LIMIT ?)"
BEGINNING = "SELECT term FROM trigrams WHERE term >= ? AND term < ? LIMIT ?"


def texts_of(query: Query) -> list[str]:
    """The texts that every record of a query holds, the longest first."""
    texts = (
        sought(str(term.value))
        for term in query.terms
        if (term.field is Field.ANY or term.field in TEXTS) and not term.negated
    )
    return sorted(filter(None, texts), key=len, reverse=True)


def of_all(texts: list[str]) -> str:
    """What finds those that hold every three letters of each text."""
    grams = {t[place : place + GRAM] for t in texts for place in range(len(t) - GRAM + 1)}
    return " AND ".join(map(_quoted, sorted(grams)))


def of_any(grams: list[str]) -> str:
    """What finds those that hold one of these groups of letters."""
    return " OR ".join(map(_quoted, grams)) or NOTHING


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'
