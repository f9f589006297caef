"""Widgets whose picture is kept until it changes.

The compositor asks every widget for its lines whenever any part of the screen is drawn anew. What
has not changed answers from here, so that a step of the cursor costs two lines and not a screen.
"""

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Still(Widget):
    """Remembers the last lines it was asked for."""

    _kept: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        kept = self._kept
        if kept is None or kept[0] != crop:
            kept = self._kept = (crop, super().render_lines(crop))
        return kept[1]

    def _set_dirty(self, *regions: Region) -> None:
        self._kept = None
        super()._set_dirty(*regions)

    def notify_style_update(self) -> None:
        self._kept = None
        super().notify_style_update()


class Rows(Vertical, Still):
    """Widgets below each other."""


class Columns(Horizontal, Still):
    """Widgets beside each other."""
