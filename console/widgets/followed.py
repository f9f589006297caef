"""A list of choices whose line the terminal's own cursor stands on: readers follow it."""

from textual import widgets
from textual.geometry import Offset


class OptionList(widgets.OptionList):
    """Textual's, with the cursor on the line that is chosen."""

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        self._follow()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - as Textual calls it
        super().watch_has_focus(has_focus)
        self.call_after_refresh(self._follow)

    def on_resize(self) -> None:
        """Only now is it known where the lines are."""
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if not (self.has_focus and self.is_attached and self.region):
            return
        line = self._index_to_line.get(self.highlighted or 0, 0)
        inside = self.scrollable_content_region
        to = Offset(inside.x, inside.y + line - self.scroll_offset.y)
        if to != self.app.cursor_position:
            self.app.cursor_position = to
            self.refresh()  # it moves with what is drawn
