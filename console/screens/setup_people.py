"""The section of the people: who holds what, where each right is from, and granting it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from console.screens.setup_sections import SetupRow
from console.widgets.lines import Column, Line, Look, faint, flowed, heading, said
from core.audit import Entry
from core.desk import Desk
from core.granting import is_approver, may_grant
from core.objection import Objection
from core.people import Actor
from core.privileges import PRIVILEGES, Privilege, origins, value_of
from core.vocabulary import Tool

if TYPE_CHECKING:
    from textual.screen import Screen

BADGE = "approver"
"""The green badge of the project system, as a word (cross-cutting A.0-8)."""
FOUNDED = "since the home was made"


class PeopleSection:
    """Everybody, one line each; Enter opens a person's rights."""

    title = "People"
    columns = (Column("Name", bends=True), Column(""), Column("ERP"), Column("Push"),
               Column("Account", bends=True), Column("Address", bends=True))  # fmt: skip
    spare = 1
    hint = "Enter opens the rights   n adds a person   / finds"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self) -> Sequence[SetupRow]:
        return [self._row(person) for person in self._desk.granter.people()]

    def adds(self) -> "Screen[str | None] | None":
        from console.screens.setup_value import PersonModal

        return PersonModal(self._desk)

    def _row(self, person: Actor) -> SetupRow:
        badge = BADGE if is_approver(person) else ""
        push = "yes" if person.can_push else "no"
        level = person.level(Tool.ERP).words
        cells = (person.name, badge, level, push, person.id, person.email)
        look = Look.MAY if badge else Look.PLAIN
        return SetupRow(
            person.id, cells, look, partial(_summed, person), partial(self._rights, person)
        )

    def _rights(self, person: Actor) -> "Screen[str | None]":
        from console.screens.setup import SetupScreen

        return SetupScreen((PersonSection(self._desk, person),))


class PersonSection:
    """Every right of one person; Enter grants or takes it."""

    columns = (Column("Right", bends=True), Column("Holds"), Column("From", bends=True))
    spare = 0
    hint = "Enter grants or takes it   n adds an SSH key   / finds"

    def __init__(self, desk: Desk, person: Actor) -> None:
        self._desk, self._person = desk, person
        self.title = f"Rights of {person.name}"

    def rows(self) -> Sequence[SetupRow]:
        from console.screens.setup_keys import key_rows

        granter = self._desk.granter
        self._person = granter.person(self._person.id) or self._person
        against = granter.objections()
        came = origins(granter.history(self._person.id))
        rights = [self._row(one, came.get(one.word), against) for one in PRIVILEGES]
        return [*rights, *key_rows(self._desk, self._person)]

    def adds(self) -> "Screen[str | None] | None":
        from console.screens.setup_keys import AddKeyModal

        return AddKeyModal(self._desk, self._person)

    def _row(
        self, privilege: Privilege, entry: Entry | None, against: tuple[Objection, ...]
    ) -> SetupRow:
        held = value_of(privilege, self._person)
        came = FOUNDED if entry is None else f"{entry.at:%Y-%m-%d} by {entry.actor}"
        look = Look.FAINT if against else Look.PLAIN
        opens = None if against else partial(self._asking, privilege)
        cells = (privilege.title, held, came)
        detail = partial(_told, privilege, self._person, came, against)
        return SetupRow(privilege.word, cells, look, detail, opens)

    def _asking(self, privilege: Privilege) -> "Screen[str | None]":
        from console.screens.setup_value import RightModal

        return RightModal(self._desk, self._person, privilege)


def _summed(person: Actor, width: int) -> list[Line]:
    badge = f" ({BADGE})" if is_approver(person) else ""
    lines: list[Line] = [heading(f"{person.name}{badge}")]
    levels = [f"{level.words} of {tool}" for tool, level in person.levels.items() if level]
    lines += flowed([said("; ".join(levels) or "No level of any tool.")], width, 2)
    can = ["may grant rights"] if may_grant(person) else []
    can += ["holds Create New Project"] if person.create_projects else []
    can += ["gets the daily summary"] if person.digest else []
    return [*lines, *flowed([faint("; ".join(can))], width, 2)]


def _told(
    privilege: Privilege,
    person: Actor,
    came: str,
    against: tuple[Objection, ...],
    width: int,
) -> list[Line]:
    held = value_of(privilege, person)
    lines: list[Line] = [heading(f"{privilege.title}: {held}")]
    lines += flowed([faint(f"{privilege.word}   {came}")], width, 2)
    for objection in against:
        by = f" Can be lifted by {objection.lifted_by}." if objection.lifted_by else ""
        why = [said(f"Not by you: {objection.text}", Look.NOT_YET), faint(by)]
        lines += flowed(why, width, 2)
    return lines
