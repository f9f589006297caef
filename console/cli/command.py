"""What a row of the table of commands is made of."""

from core.values import NamedTuple


class Option(NamedTuple):
    """An option `--name`. Without a metavar it is a flag."""

    name: str
    help: str
    metavar: str = ""
    many: bool = False


class Argument(NamedTuple):
    """A word that follows the command."""

    name: str
    required: bool = True
    many: bool = False


class Command(NamedTuple):
    """One row."""

    name: str
    does: str
    """`module:function`, the module within console.cli."""
    help: str
    arguments: tuple[Argument, ...] = ()
    options: tuple[Option, ...] = ()


ID = Argument("id")
RECORDS = Option("records", "Only about N contracts.", "N")
FRESH = Option("fresh", "Replace the sandbox company that is there.")
TAB = Option("tab", "The tab to look in; with it, an ID may be a record's number.", "TAB")
