"""Screen: the costs of one job; which job is found as one types."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from console.clean import shown
from console.widgets.cost_lines import cost_details
from console.widgets.figures import amount
from console.widgets.lines import EMPTY, Column, Line, faint, flowed, said, table
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from console.widgets.typed_lines import typed_lines
from core.desk import Desk
from core.grammar import parsed
from core.job_costs import JobView
from core.ports import StoreUnusable
from core.query import BadQuery, Query
from core.records import Row
from core.reports.report import NoSuchJob

OFFERED = 15
"""Jobs that are offered while one types."""
CHOOSING = "Enter opens the first   Esc back"
READING = "Up and down scroll   Tab section   / another job   Esc back"


class CostsScreen(Screen[None]):
    """Filter by job: one project at a time, its totals and each of its direct costs."""

    DEFAULT_CSS = """
    CostsScreen > Static { height: 1; padding: 0 1; }
    CostsScreen > #which { background: $panel; text-style: bold; }
    CostsScreen > #keys { color: $text-muted; }
    CostsScreen > Sheet { padding: 0 1; }
    CostsScreen > Input.-textual-compact { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("slash", "ask", "Another job", show=False),
        Binding("escape", "back", "Back"),
        Binding("q,left", "back", "Back", show=False),
    ]

    class Found(Message):
        """Jobs whose costs match what was typed, or why it cannot be read."""

        def __init__(self, typed: str, rows: "Sequence[Row] | str") -> None:
            super().__init__()
            self.typed = typed
            self.rows = rows

    class Seen(Message):
        """The costs of a job, or why there are none."""

        def __init__(self, job: str, answer: "JobView | str") -> None:
            super().__init__()
            self.job = job
            self.answer = answer

    def __init__(self, desk: Desk, job: str = "") -> None:
        """`job` is one by its Sage id; empty where it is still to be chosen."""
        super().__init__()
        self._desk = desk
        self._job = job
        self._rows: Sequence[Row] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        hint = "Filter by job: its number, its Sage id or a word of its title"
        asked = Input(placeholder=hint, compact=True)
        asked.cursor_blink = False
        yield asked
        yield Sheet()
        yield Static(id="keys")

    def on_mount(self) -> None:
        if self._job:
            self._read(self._job)
        else:
            self._ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        if not self._job:
            self.find(event.value)

    def on_input_submitted(self) -> None:
        if self._rows:
            self._read(self._rows[0].erp_id or self._rows[0].number)

    def on_costs_screen_found(self, event: Found) -> None:
        if self._job or event.typed != self.query_one(Input).value:
            return
        found = event.rows
        self._rows = () if isinstance(found, str) else found
        self.query_one(Sheet).show(lambda width: _offered(found, width))

    def on_costs_screen_seen(self, event: Seen) -> None:
        if event.job == self._job:
            answer = event.answer
            self.query_one(Sheet).show(lambda width: drawn(answer, width))
            if isinstance(answer, JobView):
                title = answer.record.title if answer.record else ""
                self._tell(f"Costs of job {answer.job}: {title}", READING)

    @work(thread=True, exclusive=True, group="find")
    def find(self, typed: str) -> None:
        try:
            rows: Sequence[Row] | str = self._desk.rows(
                Query("job_costs", terms=parsed(typed)), OFFERED
            )
        except (BadQuery, StoreUnusable) as why:
            rows = str(why)
        self.post_message(self.Found(typed, rows))

    @work(thread=True, exclusive=True, group="see")
    def see(self, job: str) -> None:
        try:
            answer: JobView | str = self._desk.costs(job)
        except (NoSuchJob, StoreUnusable) as why:
            answer = str(why)
        self.post_message(self.Seen(job, answer))

    def action_ask(self) -> None:
        if self._job:
            self._ask()

    def action_section(self, step: int) -> None:
        self.query_one(Sheet).next_section(step)

    def action_back(self) -> None:
        if self.is_active:
            self.dismiss(None)

    def _ask(self) -> None:
        self._job = ""
        self._tell("Job costs: one job at a time", CHOOSING)
        asked = self.query_one(Input)
        asked.display = True
        asked.focus()
        self.find(asked.value)

    def _read(self, job: str) -> None:
        self._job = job
        self._tell(f"Costs of job {job}", READING)
        self.query_one(Input).display = False
        self.query_one(Sheet).show(lambda _: [(faint("Reading what is here."),)])
        self.query_one(Sheet).focus()
        self.see(job)

    def _tell(self, which: str, keys: str) -> None:
        self.query_one("#which", Static).update(shown(which))
        self.query_one("#keys", Static).update(shown(keys))


def _offered(found: "Sequence[Row] | str", width: int) -> list[Line]:
    """The jobs that Enter chooses from; the first is the one."""
    if isinstance(found, str):
        return flowed([said(found)], width)
    if not found:
        return [(faint("No job with costs matches."),)]
    columns = (Column("Job"), Column("Title", bends=True), Column("To date", right=True))
    rows = [(r.erp_id or r.number, r.title, amount(r.amount, r.currency)) for r in found]
    return table(columns, rows, width)


def drawn(answer: "JobView | str", width: int) -> list[Line]:
    """A job's costs as lines of this width; where there are none, why."""
    if isinstance(answer, str):
        return flowed([said(answer)], width)
    lines = [line for note in answer.notes for line in flowed([said(note)], width, 2)]
    if answer.record is None:
        return [*lines, (faint("Sage has no cost on this job."),)]
    lines += typed_lines(answer.record, {}, width)
    return [*lines, EMPTY, *cost_details(answer, width)]
