"""The `:` line at the bottom: where to go and what to list there, with what was typed before."""

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from console.clean import clean
from console.widgets.bar import Bar
from console.widgets.lines import Look, said
from console.widgets.query_input import ProposalBar, QueryInput
from console.widgets.still import Columns, Rows

HINT = "commitments state:failed amount:>10000"


class History:
    """The lines of this session, the last one first to come back. Nothing of it is kept."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._at = 0
        self._draft = ""

    def add(self, line: str) -> None:
        if not self._lines or self._lines[-1] != line:
            self._lines.append(line)
        self._at = len(self._lines)

    def rewind(self) -> None:
        """A new line is begun."""
        self._at, self._draft = len(self._lines), ""

    def step(self, by: int, now: str) -> str:
        """The line before or after; what is being typed stands behind the last."""
        if self._at == len(self._lines):
            self._draft = now
        self._at = max(0, min(len(self._lines), self._at + by))
        return self._lines[self._at] if self._at < len(self._lines) else self._draft


class CommandLine(Rows):
    """Two lines in place of the status: what could follow, and what is typed."""

    DEFAULT_CSS = "CommandLine { height: 2; } CommandLine > Columns { height: 1; }"

    class Entered(Message):
        """A line is to be done."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Nothing is to be done."""

    def __init__(self, history: History) -> None:
        super().__init__(id="command-line")
        self._history = history

    def compose(self) -> ComposeResult:
        yield ProposalBar()
        with Columns():
            yield Bar((said(" :", Look.KEY),), id="colon")
            yield QueryInput("", HINT)

    def on_mount(self) -> None:
        self._history.rewind()
        self.screen.set_focus(self.query_one(QueryInput))

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is pasted shows what is hidden in it."""
        event.stop()
        if (seen := clean(event.value)) != event.value:
            event.input.value = seen

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self._history.add(event.value)
            self.post_message(self.Entered(event.value))
        else:
            self.post_message(self.Left())

    def on_key(self, event: events.Key) -> None:
        if event.key in {"escape", "up", "down"}:
            event.stop()
            event.prevent_default()
        if event.key == "escape":
            self.post_message(self.Left())
        elif event.key in {"up", "down"}:
            field = self.query_one(QueryInput)
            field.value = self._history.step(-1 if event.key == "up" else 1, field.value)
            field.cursor_position = len(field.value)
