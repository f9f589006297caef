"""Beside the list: the record under the cursor, what would be written, and what that moves."""

from collections.abc import Sequence

from console.widgets.lines import Line, faint
from console.widgets.preview_lines import preview_lines
from console.widgets.sheet import Sheet
from console.widgets.still import Still
from core.vocabulary import RecordId
from core.writing import Preview

LEAST_WIDE, BROAD, TALL = 100, 120, 38
"""Columns from which there is a pane at all, from which it stands beside the list in any height,
and lines from which it stands beneath the list where there are fewer columns."""
VIEWS, LIST, MOST = 18, 58, 66
"""Cells that the views take, that the list keeps beside the pane, and that the pane takes at
most."""
SLIMMEST = 36
DEEP = 11
NOBODY = "No record is under the cursor."


class PreviewPane(Sheet, Still):
    """Keeps its lines where nothing about the record has changed, and so costs no bytes."""

    DEFAULT_CSS = """
    PreviewPane { border-left: solid $panel; padding: 0 0 0 1; }
    PreviewPane.beneath { dock: bottom; border-left: none; border-top: solid $panel; }
    """

    _of: RecordId | None = None

    def fit(self, width: int, height: int) -> None:
        """Take the place that a screen of this size has for it; none where it has no room."""
        beneath = width < BROAD and height >= TALL
        self.display = width >= LEAST_WIDE
        self.set_class(beneath, "beneath")
        beside = max(SLIMMEST, min(MOST, width - VIEWS - LIST))
        self.styles.width = "100%" if beneath else beside
        self.styles.height = DEEP if beneath else "1fr"

    def tell(self, preview: Preview | None) -> None:
        """Show a record; of the same one only what is different, from where one has read to."""
        now = preview.case.record.id if preview else None

        def draw(width: int) -> Sequence[Line]:
            return preview_lines(preview, width) if preview else [(faint(NOBODY),)]

        if now == self._of and now is not None:
            self.redraw(draw)
        else:
            self.show(draw)
        self._of = now
