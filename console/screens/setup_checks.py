"""The section of the checks: what `countersign doctor` finds, and what to do next."""

from collections.abc import Callable, Sequence
from functools import partial

from console.clean import clean
from console.screens.setup_sections import SetupRow
from console.widgets.lines import Column, Line, Look, faint, flowed, heading, said, shortened
from core.checkup import examined
from core.health import Check, Facts, Finding, State

NAMED = 30
"""Cells of a check's name in the list; beneath it stands whole."""
LOOKS = {State.PASS: Look.PLAIN, State.WARN: Look.WARNING, State.FAIL: Look.FAILED}


class ChecksSection:
    """One line a finding, in the doctor's order."""

    title = "Checks"
    columns = (Column(""), Column("Check"), Column("Found", bends=True))
    spare = 0
    hint = "f5 looks again   / finds"

    def __init__(self, facts: Callable[[], Facts] | None) -> None:
        self._facts = facts

    def rows(self) -> Sequence[SetupRow]:
        if self._facts is None:
            return [SetupRow("", ("Checks look at a home, and there is none here.",), Look.FAINT)]
        found = examined(self._facts())
        return [_row(place, check, finding) for place, (check, finding) in enumerate(found)]

    def adds(self) -> None:
        return None


def _row(place: int, check: Check, finding: Finding) -> SetupRow:
    name = f"{check.name}: {finding.subject}" if finding.subject else check.name
    cells = (finding.state.value, shortened(clean(name), NAMED), finding.evidence)
    return SetupRow(f"{place}", cells, LOOKS[finding.state], partial(told, check, finding, name))


def told(check: Check, finding: Finding, name: str, width: int) -> list[Line]:
    """What was found, what it blocks, and the next step."""
    lines: list[Line] = [heading(f"{name}: {finding.state.value}")]
    lines += flowed([said(finding.evidence)], width, 2)
    if finding.next_step:
        lines += flowed([said(f"Next: {finding.next_step}", Look.KEY)], width, 2)
    if finding.state is State.FAIL:
        lines += flowed([said(f"Blocks {check.blocks}.", Look.NOT_YET)], width, 2)
    rule = f" [{check.rule}]" if check.rule else ""
    return [*lines, *flowed([faint(f"Checked: {check.asks}.{rule}")], width, 2)]
