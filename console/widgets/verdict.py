"""What may be done to the record under the cursor, and what stands against it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from console.widgets.lines import EMPTY, Line, Look, cells, faint, flowed, said, shortened, standing
from console.widgets.offer_lines import block, in_height, in_order
from console.widgets.sheet import LOOK_CLASSES, looks, strip
from core.decision import Offer
from core.markers import marking
from core.records import Record, Row
from core.vocabulary import words


class VerdictPane(Widget):
    """Shows every action from here with its key, before the key is pressed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOK_CLASSES
    DEFAULT_CSS = "VerdictPane { height: 8; }" + looks("VerdictPane")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._record: Record | Row | None = None
        self._offers: Sequence[Offer] | None = None
        self._lines: Sequence[Line] | None = None

    def show(self, record: Record | Row | None, offers: Sequence[Offer] | None = None) -> None:
        """Draw this record's verdict; with no offers yet, only which record it will be."""
        if record == self._record and offers == self._offers:
            return
        self._record, self._offers = record, offers
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        self._lines = None

    @property
    def lines(self) -> Sequence[Line]:
        """As drawn, top to bottom."""
        if self._lines is None:
            self._lines = verdict(self._record, self._offers, self.size.width, self.size.height)
        return self._lines

    def render_line(self, y: int) -> Strip:
        line = self.lines[y] if y < len(self.lines) else EMPTY
        return strip(self, line, self.size.width)


def verdict(
    record: Record | Row | None, offers: Sequence[Offer] | None, width: int, height: int
) -> list[Line]:
    """The record in one line, what was last said about it, and a block for each action."""
    lines: list[Line] = []
    if record is None:
        lines.append((faint("No record is under the cursor."),))
        return lines[:height]
    lines += [_title(record, width), *_remark(record, width)]
    if offers:
        blocks = [block(offer, width) for offer in in_order(offers)]
        # What was said gives way before what may be done.
        lines = lines[: max(1, height - len(blocks))]
        lines += in_height(blocks, height - len(lines))
    elif offers is not None:
        nothing = f"Nothing can be done to it while it is {words(record.status)}."
        lines.append((faint(nothing),))
    return lines[:height]


def _title(record: Record | Row, width: int) -> Line:
    status, number = standing(record.status), said(record.number, Look.HEAD)
    number = number._replace(text=shortened(number.text, width // 3))
    room = width - cells((number, status)) - 4
    title = said(record.title)
    title = title._replace(text=shortened(title.text, max(0, room)))
    gap = " " * max(2, width - cells((number, title, status)) - 2)
    return (number, said("  "), title, said(gap), status)


def _remark(record: Record | Row, width: int) -> list[Line]:
    if text := marking(record):
        return flowed([said(text, Look.WARNING)], width, 3)[:2]
    if isinstance(record, Row):
        text = record.remark
    else:
        text = record.fault.text if record.fault else record.note
    return flowed([faint("last said: "), said(text)], width, 3)[:2] if text else []
