"""One call of a command: what was said, where, as whom, and how it answers."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from console.cli import exits
from console.cli.output import Output
from console.cli.reader import Value
from console.home import Home, home_at

if TYPE_CHECKING:
    from console.bootstrap import House
    from core.desk import Desk
    from core.people import Actor


class Trouble(Exception):
    """The command ends here: the sentence to say and the exit code."""

    def __init__(self, text: str, code: int = exits.USAGE) -> None:
        super().__init__(text)
        self.code = code


class Call:
    """What a command's function is given."""

    def __init__(
        self,
        said: Mapping[str, Value],
        out: Output,
        name: str = "",
        visitor: "Actor | None" = None,
    ) -> None:
        """A `visitor` came in over SSH, and is who asks."""
        self._said = said
        self.visitor = visitor
        self.out = out
        self.name = name
        """The command's."""

    # what was said

    def text(self, name: str) -> str | None:
        value = self._said.get(name)
        return value if isinstance(value, str) else None

    def word(self, name: str) -> str:
        """An argument that the table requires."""
        return self.text(name) or ""

    def flag(self, name: str) -> bool:
        return self._said.get(name) is True

    def several(self, name: str) -> tuple[str, ...]:
        value = self._said.get(name, ())
        return value if isinstance(value, tuple) else ()

    def count(self, name: str) -> int | None:
        """A whole number that is not negative.

        Raises:
            Trouble: it is none.
        """
        text = self.text(name)
        if text is None:
            return None
        if not text.isascii() or not text.isdecimal():
            raise Trouble(f"--{name} takes a whole number; {text!r} is none.")
        return int(text)

    # where, and as whom

    @cached_property
    def home(self) -> Home:
        return home_at(self.text("home"))

    @cached_property
    def house(self) -> "House":
        """The store of this home, open.

        Raises:
            HomeUnusable: there is no company here, or it cannot be worked with.
            Nobody: somebody was claimed who is not believed here.
        """
        from console.bootstrap import opened

        house = opened(self.home.checked())
        if house.store.read_only:
            self.out.say(house.store.read_only)
        if self.visitor is not None:
            house.store.write_only_while_admitted(self.visitor.session.key)
        if (claimed := self.text("as")) is not None:
            from console.session import at_the_keyboard

            at_the_keyboard(house.store, claimed)
        return house

    @cached_property
    def actor(self) -> "Actor":
        """Raises: Nobody."""
        if self.visitor is not None:
            return self.visitor
        from console.session import at_the_keyboard

        return at_the_keyboard(self.house.store, self.text("as"))

    @property
    def connects(self) -> bool:
        """Whether this process may stand in for a connector: in a sandbox, on its own machine."""
        if self.house.store.read_only:
            return False
        return self.visitor is None and self.desk.sandbox

    @cached_property
    def desk(self) -> "Desk":
        from core.desk import Desk

        return Desk(self.house.store, self.actor)
