"""The store, looked at while a line is being typed: never made, migrated or written."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from core.people import Actor

if TYPE_CHECKING:
    from console.bootstrap import House
    from core.desk import Desk


def people(said: Mapping[str, object]) -> Sequence[Actor]:
    house = _house(said)
    return [p for p in house.store.people() if not p.connector] if house else ()


def desk_of(said: Mapping[str, object]) -> "Desk | None":
    """The desk of whoever types; None where there is none."""
    house = _house(said)
    if house is None:
        return None
    from console.session import at_the_keyboard
    from core.desk import Desk

    claimed = said.get("as")
    actor = at_the_keyboard(house.store, claimed if isinstance(claimed, str) else None)
    return Desk(house.store, actor)


def _house(said: Mapping[str, object]) -> "House | None":
    from console.home import home_at

    where = said.get("home")
    home = home_at(where if isinstance(where, str) else None)
    if not home.settled:
        return None
    from console.bootstrap import is_current, opened

    return opened(home) if is_current(home) else None
