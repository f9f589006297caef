"""A document that somebody wants to enter into the books, and Sage's no to it."""

from collections.abc import Callable

from adapters.sandbox.books import Books, Document, Setup
from core.records import Record
from core.values import NamedTuple


class Refusal(NamedTuple):
    """Sage's no: a code, a sentence, and whether trying again unchanged may help."""

    code: str
    text: str
    passing: bool = False


class Draft(NamedTuple):
    """What somebody wants to enter, and what may be looked at to judge it."""

    record: Record
    document: Document
    """As it would stand in the books."""
    parent: Document | None
    setup: Setup
    books: Books


Check = Callable[[Draft], Refusal | None]
