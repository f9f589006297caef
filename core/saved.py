"""A view that somebody gave a name: a tab and what is listed there."""

from core.values import NamedTuple

SHARED = ""
"""The owner of what is everybody's."""
SIGN = "@"
"""Stands before a view's name in a query."""
LONGEST_NAME = 32


class Saved(NamedTuple):
    """One of them. Of one owner no two have the same name, however it is spelt."""

    name: str
    owner: str
    """Whose it is, by the account; SHARED where it is everybody's."""
    tab: str
    text: str
    """The query as it was typed."""

    @property
    def shared(self) -> bool:
        return self.owner == SHARED


def fit(name: str) -> bool:
    """Whether a view may be called so: a word of letters, digits, - and _."""
    plain = name.replace("-", "").replace("_", "")
    return plain.isalnum() and name.isprintable() and len(name) <= LONGEST_NAME
