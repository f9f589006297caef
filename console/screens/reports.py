"""Screen: the reports, each by its name; one is read at a time."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from console.clean import shown
from console.widgets.figures import amount, moment
from console.widgets.lines import EMPTY, Column, Line, faint, flowed, heading, said, table
from console.widgets.rights import takes
from console.widgets.sheet import Sheet
from console.widgets.sinks import Option, OptionList, Static
from core.desk import Desk
from core.objection import Objection
from core.ports import StoreUnusable
from core.reports import REPORTS
from core.reports.report import Cell, Kind, NoSuchJob, Report, Sort

CHOOSING = "Enter reads the report   Esc back"
ASKING = "Enter reads it, an empty line is every job   Esc back to the reports"
READING = "Arrows scroll   Esc back to the reports"
OF_A_JOB = "Arrows scroll   / another job   Esc back to the reports"
LEAST = 22
"""No text is cut narrower: a report is scrolled sideways then; its ids, kinds and dates count."""


class ReportsScreen(Screen[None]):
    """Lists the reports with what each takes; Esc goes back by one step."""

    DEFAULT_CSS = """
    ReportsScreen > Static { height: 1; padding: 0 1; }
    ReportsScreen > #which { background: $panel; text-style: bold; }
    ReportsScreen > #keys { color: $text-muted; }
    ReportsScreen > Sheet { padding: 0 1; }
    ReportsScreen > Input { border: none; height: 1; padding: 0 1; }
    ReportsScreen > OptionList, ReportsScreen > OptionList:focus {
        height: 1fr; border: none; padding: 0 1; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("slash", "ask", "Another job", show=False),
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("escape,q,left", "back", "Back"),
    ]

    class Made(Message):
        """A report is there, or why it is not."""

        def __init__(self, kind: Kind, answer: "Report | tuple[Objection, ...] | str") -> None:
            super().__init__()
            self.kind = kind
            self.answer = answer

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind: Kind | None = None
        """Which one is asked for or read; None while one chooses."""

    def compose(self) -> ComposeResult:
        yield Static(id="which")
        yield OptionList(*(Option(shown(_named(kind))) for kind in REPORTS))
        yield Input(placeholder="A job: its Sage id, or its project's number")
        yield Sheet()
        yield Static(id="keys")

    def on_mount(self) -> None:
        self._choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        kind = REPORTS[event.option_index]
        if kind.by_job:
            self._ask(kind)
        else:
            self._read(kind, "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        job = event.value.strip()
        if self._kind is None:
            return
        if self._kind.needs_job and not job:
            self._tell(f"{self._kind.name}: one job at a time; say which", ASKING)
        else:
            self._read(self._kind, job)

    def on_reports_screen_made(self, event: Made) -> None:
        if self._kind is event.kind:
            self._show(event.kind, event.answer)

    def action_back(self) -> None:
        """From a report to the reports, from there out."""
        if self._kind is not None:
            self._choose()
        elif self.is_active:
            self.dismiss(None)

    def action_ask(self) -> None:
        if self._kind is not None and self._kind.by_job:
            self._ask(self._kind)

    def action_section(self, step: int) -> None:
        if self.query_one(Sheet).display:
            self.query_one(Sheet).next_section(step)

    def action_step(self, by: int) -> None:
        """The letters move the choice as the arrows do."""
        options = self.query_one(OptionList)
        if options.display:
            options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def _choose(self) -> None:
        self._kind = None
        self._tell("Reports", CHOOSING)
        self._leave_only(OptionList)
        options = self.query_one(OptionList)
        options.highlighted = options.highlighted or 0

    def _ask(self, kind: Kind) -> None:
        self._kind = kind
        which = "one job" if kind.needs_job else "every job, or one"
        self._tell(f"{kind.name}: {which}", ASKING)
        self._leave_only(Input)

    def _read(self, kind: Kind, job: str) -> None:
        self._kind = kind
        self._tell(f"{kind.name}: reading", _keys(kind))
        self._leave_only(Sheet)
        self.query_one(Sheet).show(lambda _: [(faint("Reading what is here."),)])
        self._make(kind, job)

    @work(thread=True, exclusive=True, group="report")
    def _make(self, kind: Kind, job: str) -> None:
        try:
            answer: Report | tuple[Objection, ...] | str = self._desk.report(kind.name, job)
        except (NoSuchJob, StoreUnusable) as why:
            answer = str(why)
        self.post_message(self.Made(kind, answer))

    def _show(self, kind: Kind, answer: "Report | tuple[Objection, ...] | str") -> None:
        self._tell(kind.name, _keys(kind))
        self.query_one(Sheet).show(lambda width: drawn(kind, answer, width))

    def _leave_only(self, kept: type[OptionList | Input | Sheet]) -> None:
        for sort in (OptionList, Input, Sheet):
            self.query_one(sort).display = sort is kept
        self.query_one(kept).focus()

    def _tell(self, which: str, keys: str) -> None:
        self.query_one("#which", Static).update(shown(f"Reports: {which}" if self._kind else which))
        self.query_one("#keys", Static).update(shown(keys))


def _keys(kind: Kind) -> str:
    return OF_A_JOB if kind.by_job else READING


def _named(kind: Kind) -> str:
    return f"{kind.name}: {kind.does}"


def drawn(kind: Kind, answer: "Report | tuple[Objection, ...] | str", width: int) -> list[Line]:
    """A report as lines of this width; where there is none, why."""
    if isinstance(answer, str):
        return flowed([said(answer)], width)
    if not isinstance(answer, Report):
        return _refused(kind, answer, width)
    lines: list[Line] = [heading(answer.title)]
    for note in answer.notes:
        lines += flowed([faint(note)], width, 2)
    lines.append(EMPTY)
    if not answer.rows:
        return [*lines, (faint("There is nothing to list."),)]
    columns = [
        Column(c.title, right=c.sort is Sort.MONEY, bends=c.sort is Sort.TEXT, least=LEAST)
        for c in answer.columns
    ]
    rows, sums = [_told(answer, row) for row in answer.rows], _told(answer, answer.total)
    return [*lines, *table(columns, rows, width, sums)]


def _told(report: Report, row: tuple[Cell, ...]) -> list[str]:
    return [_cell(cell, c.sort) for cell, c in zip(row, report.columns, strict=bool(row))]


def _refused(kind: Kind, objections: tuple[Objection, ...], width: int) -> list[Line]:
    lines: list[Line] = [heading(f"You may not read {kind.name}")]
    for objection in objections:
        lines += flowed([said(objection.text), faint(f" [{objection.rule}]")], width, 2)
        if objection.lifted_by:
            lines += flowed([faint(f"Can be lifted by {objection.lifted_by}.")], width, 2)
    return [*lines, EMPTY, *flowed([faint(f"It takes {takes(kind.grant)}.")], width)]


def _cell(cell: Cell, sort: Sort) -> str:
    if cell is None:
        return ""
    if sort is Sort.MONEY and isinstance(cell, int):
        return amount(cell, "")
    return (
        cell if isinstance(cell, str) else moment(cell) if not isinstance(cell, int) else str(cell)
    )
