"""A place to type a query: it takes proposals with Tab, and shows them in a line of their own."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.widgets import Input

from console.clean import clean
from console.widgets.bar import Bar
from console.widgets.lines import Line, Look, Span, cells, faint, said
from core.completion import Wanted, taken

GAP = "  "


class QueryInput(Input):
    """One line of a query."""

    class Wants(Message):
        """It reads differently now: what could follow?"""

        def __init__(self, source: "QueryInput", text: str, cursor: int) -> None:
            super().__init__()
            self.source = source
            self.text = text
            self.cursor = cursor

    def __init__(self, text: str, placeholder: str) -> None:
        super().__init__(text, placeholder, compact=True)
        self.cursor_blink = False
        self._at: Wanted | None = None
        self._proposals: Sequence[str] = ()
        self._for: tuple[str, int] | None = None
        """What the proposals were made for."""

    def on_mount(self) -> None:
        self.ask()

    def on_input_changed(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Ask what could follow."""
        self.post_message(self.Wants(self, self.value, self.cursor_position))

    def offer(self, event: Wants, at: Wanted | None, proposals: Sequence[str]) -> bool:
        """Take proposals; False where something else is typed by now."""
        if (event.text, event.cursor) != (self.value, self.cursor_position):
            return False
        self._at, self._proposals, self._for = at, proposals, (event.text, event.cursor)
        return True

    def on_key(self, event: events.Key) -> None:
        """Tab takes the first proposal, and never leaves."""
        if event.key == "tab":
            event.stop()
            event.prevent_default()
            if self._at is None or self._for != (self.value, self.cursor_position):
                return
            if self._proposals:
                text, cursor = taken(self.value, self._at, self._proposals[0])
                self.value = text
                self.cursor_position = cursor


class ProposalBar(Bar):
    """What Tab would take, and what else could be meant."""

    def __init__(self) -> None:
        super().__init__(id="proposals")

    def propose(self, proposals: Sequence[str]) -> None:
        self.fit(lambda width: [proposed(proposals, width)])

    def tell(self, line: Line) -> None:
        self.fit(lambda _: [line])


def proposed(proposals: Sequence[str], width: int) -> Line:
    """`Tab failed  synced  exporting`, as far as there is room for whole ones."""
    if not proposals:
        return (faint(" Enter keeps it   Esc leaves"),)
    line: list[Span] = [said(" Tab ", Look.KEY)]
    for place, one in enumerate(proposals):
        span = said(clean(one) + GAP, Look.HEAD if not place else Look.FAINT)
        if place and cells((*line, span)) > width:
            break
        line.append(span)
    return tuple(line)
