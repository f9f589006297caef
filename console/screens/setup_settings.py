"""The section of the settings: each with its value, whether it was chosen, and where it is from."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from console.screens.setup_sections import SetupRow
from console.widgets.lines import Column, Line, Look, faint, flowed, heading, said
from console.widgets.rights import takes
from core.adjusting import Listed
from core.desk import Desk
from core.permissions import deed_grant
from core.vocabulary import RecordId

if TYPE_CHECKING:
    from textual.screen import Screen

CHOSEN = "*"
"""Marks a value that somebody chose."""


class SettingsSection:
    """The company's settings, or those of one project."""

    columns = (Column("Setting", bends=True), Column(""), Column("Value", bends=True),
               Column("From", bends=True))  # fmt: skip
    spare = 1
    hint = f"Enter changes it   / finds   {CHOSEN} chosen here"

    def __init__(self, desk: Desk, project: RecordId | None = None, name: str = "") -> None:
        self.title = f"Project {name}" if project else "Settings"
        self._desk, self._project = desk, project

    def rows(self) -> Sequence[SetupRow]:
        found: list[SetupRow] = []
        group = None
        for one in self._desk.adjuster.listed(self._project):
            if one.option.group is not group:
                group = one.option.group
                found.append(SetupRow("", (group.value,), Look.HEAD))
            found.append(self._row(one))
        return found

    def adds(self) -> None:
        return None

    def _row(self, one: Listed) -> SetupRow:
        option = one.option
        cells = (option.title, CHOSEN if one.chosen else "", one.value, option.rule)
        opens = None if one.objections else partial(self._asking, one)
        look = Look.FAINT if one.objections else Look.PLAIN
        return SetupRow(option.name, cells, look, partial(told, one), opens)

    def _asking(self, one: Listed) -> "Screen[str | None]":
        from console.screens.setup_value import SettingModal

        return SettingModal(self._desk, one, self._project)


def told(one: Listed, width: int) -> list[Line]:
    """All about a setting, for somebody who thinks of changing it."""
    option = one.option
    usual = "as usual" if not one.chosen else f"usually {one.usual}"
    lines: list[Line] = [heading(f"{option.title}: {one.value} ({usual})")]
    lines += flowed([said(option.effect), faint(f" [{option.rule}]")], width, 2)
    if option.final:
        lines += flowed([said(option.final, Look.WARNING)], width, 2)
    for objection in one.objections:
        by = f" Can be lifted by {objection.lifted_by}." if objection.lifted_by else ""
        told_why = [said(f"Not by you: {objection.text}", Look.NOT_YET), faint(by)]
        lines += flowed(told_why, width, 2)
    who = takes(deed_grant(option.deed)) if option.deed else "nobody"
    row = f", row {deed_grant(option.deed).row}" if option.deed else ""
    facts = f"{option.name}   takes {one.form}   changed by {who}{row}"
    return [*lines, *flowed([faint(facts)], width, 2)]
