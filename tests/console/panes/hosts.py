"""Tiny apps that show one pane or one screen each."""

from textual.app import App, ComposeResult
from textual.screen import Screen

from console.widgets.verdict import VerdictPane


class ScreenHost(App[None]):
    """Opens one screen, and keeps what it leaves with."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, opened: Screen) -> None:
        super().__init__()
        self.animation_level = "none"
        self.opened = opened
        self.left_with: list[object] = []
        self.clicked = False

    def on_mount(self) -> None:
        self.push_screen(self.opened, self.left_with.append)

    def action_accept(self) -> None:
        """What a link in data would want to reach."""
        self.clicked = True


class PaneHost(App[None]):
    """Holds a verdict pane as high as the terminal."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "VerdictPane { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield VerdictPane()

    @property
    def pane(self) -> VerdictPane:
        return self.query_one(VerdictPane)


async def settled(pilot) -> None:
    """All workers done, queue empty."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def seen(app: App) -> str:
    """The terminal as text, row by row."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def sentences(app: App) -> str:
    """The terminal as running text, without frames and breaks."""
    return " ".join(seen(app).translate(dict.fromkeys(map(ord, "│─╭╮╰╯"), " ")).split())


def links(app: App) -> list[object]:
    """Whatever on the screen could be clicked into an action."""
    strips = app.screen._compositor.render_strips()
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    return [s for s in styles if s.link or "@click" in s.meta]
