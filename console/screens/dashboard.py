"""Screen: what waits and how long, the last weeks, slow senders, common refusals."""

from collections.abc import Callable, Sequence
from datetime import datetime
from os import environ
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Sparkline

from console.clean import shown
from console.widgets.lines import EMPTY, Column, Line, Look, faint, flowed, heading, said, table
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.dashboard import BUCKETS, SERIES, Dashboard, Refusal, in_days
from core.desk import Desk
from core.ports import StoreUnusable
from core.tabs import TAB

KEYS = "Up and down scroll   R reads it anew   Esc back"
NAME = 12
PLAIN = "NO_COLOR"
"""Set where nothing is to be told by colour: then figures stand in place of the curve."""


class DashboardScreen(Screen[None]):
    """Curves of the last weeks above, figures beneath; Esc goes back."""

    DEFAULT_CSS = """
    DashboardScreen > Static { height: 1; padding: 0 1; }
    DashboardScreen > #which { background: $panel; text-style: bold; }
    DashboardScreen > #keys { color: $text-muted; }
    DashboardScreen > Horizontal { height: 1; padding: 0 1; }
    DashboardScreen Horizontal > Static { width: 40; height: 1; }
    DashboardScreen Horizontal > Sparkline { width: 1fr; max-width: 48; height: 1; }
    DashboardScreen > Sheet { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R,f5", "read_again", "Read it anew", show=False),
        Binding("escape,q,left", "back", "Back"),
    ]

    class Made(Message):
        """The figures, or why there are none."""

        def __init__(self, found: Dashboard | str) -> None:
            super().__init__()
            self.found = found

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._plain = PLAIN in environ

    def compose(self) -> ComposeResult:
        yield Static(shown("Dashboard: reading ..."), id="which")
        for name in SERIES:
            with Horizontal(id=name):
                yield Static()
                if not self._plain:
                    yield Sparkline([0.0], summary_function=max)
        yield Sheet()
        yield Static(shown(KEYS), id="keys")

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()
        self.action_read_again()

    def action_read_again(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="dashboard", description="dashboard")
    def _read(self) -> None:
        try:
            found: Dashboard | str = self._desk.overviews.dashboard(self._clock())
        except StoreUnusable as why:
            found = str(why)
        self.post_message(self.Made(found))

    def on_dashboard_screen_made(self, event: Made) -> None:
        found = event.found
        if isinstance(found, str):
            self.query_one(Sheet).show(lambda width: flowed([said(found)], width))
            return
        waiting = sum(waits.total for waits in found.waits)
        weeks = len(found.weeks)
        title = f"Dashboard: {waiting:,} wait; the last {weeks} weeks, this one last"
        self.query_one("#which", Static).update(shown(title))
        for name, figures in found.throughput.items():
            self._draw_series(name, figures)
        self.query_one(Sheet).show(lambda width: drawn(found, width))

    def _draw_series(self, name: str, figures: Sequence[int]) -> None:
        label = f"{name.capitalize():<{NAME}}{sum(figures):>8,}"
        row = self.query_one(f"#{name}", Horizontal)
        words = row.query_one(Static)
        if self._plain:
            words.styles.width = "1fr"
            words.update(shown(f"{label}  {' '.join(f'{n:,}' for n in figures)}"))
        else:
            words.update(shown(f"{label}  {figures[-1]:,} this week"))
            row.query_one(Sparkline).data = [float(n) for n in figures]

    def action_back(self) -> None:
        if self.is_active:
            self.dismiss(None)


def drawn(found: Dashboard, width: int) -> list[Line]:
    """The figures as lines of this width."""
    lines = [
        line
        for text in (*found.held_back, *found.overrides)
        for line in flowed([said(text, Look.WARNING)], width)
    ]
    lines += [heading("What waits, by how long")]
    columns = [Column("Tab"), *(Column(name, right=True) for name in (*BUCKETS, "Together"))]
    rows = [
        [TAB[w.tab].short, *(f"{n:,}" if n else "." for n in w.buckets), f"{w.total:,}"]
        for w in found.waits
    ]
    lines += table(columns, rows, width) if rows else [(faint("Nothing waits."),)]
    lines += [EMPTY, heading("Slowest to send again what was rejected, by the median")]
    lines += [
        (said(f"{in_days(one.median):>8}  {one.name}"), faint(f"  {one.times:,} sent again"))
        for one in found.slowest
    ] or [(faint("Nothing that was rejected was sent again."),)]
    lines += _counted("Commonest reasons of approvers", found.reasons, width)
    lines += _rejected(found, width)
    lines += _counted("Commonest refusals of rules in batches", found.refusals, width)
    if found.more:
        lines += flowed([faint("So much was done that only the newest was looked at.")], width)
    return lines


def _rejected(found: Dashboard, width: int) -> list[Line]:
    lines: list[Line] = [EMPTY, heading("Rejected, by sender and reason")]
    columns = [
        Column("Sender", bends=True), Column("Reason", bends=True), Column("To be fixed"),
        Column("Times", right=True), Column("Not the first", right=True),
    ]  # fmt: skip
    rows = [
        (r.sender, r.reason, r.fix, f"{r.times:,}", f"{r.again:,}" if r.again else "")
        for r in found.rejected
    ]
    return [*lines, *(table(columns, rows, width) if rows else [(faint("None."),)])]


def _counted(title: str, refusals: Sequence[Refusal], width: int) -> list[Line]:
    lines: list[Line] = [EMPTY, heading(title)]
    for one in refusals:
        lines += flowed([said(f"{one.times:>8,}  {one.text}")], width, 10)
    return lines if refusals else [*lines, (faint("None."),)]
