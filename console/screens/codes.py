"""Cost codes by cost type: the company's defaults to tick, or one project's boxes to look into."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from console.clean import shown
from console.screens import words as told
from console.screens.answers import AnswersModal
from console.widgets.difference_lines import removal_lines
from console.widgets.lines import faint, plain
from console.widgets.matrix import MatrixGrid
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.case import Answers
from core.codes import Matrix, MatrixRow, Tick
from core.decision import Field, Offer
from core.desk import Desk
from core.ports import Asked, StoreUnusable, UnknownRecord
from core.records import Body
from core.vocabulary import Action, RecordId

COMPANY_KEYS = "Space tick   t whole column   arrows move   Esc back"
PROJECT_KEYS = "z remove   n renew   d delete history   Esc back   ! cannot be removed"
STATES = {
    Tick.EMPTY: "not chosen",
    Tick.DEFAULT: "a default",
    Tick.HELD: "in Sage",
    Tick.PENDING: "chosen, not in Sage yet",
}


class CodesScreen(Screen[None]):
    """One matrix; without a project it is the company's."""

    DEFAULT_CSS = """
    CodesScreen > Static { height: 1; padding: 0 1; }
    CodesScreen > #which { background: $panel; text-style: bold; }
    CodesScreen > #about { height: auto; max-height: 3; }
    CodesScreen > #told { color: $warning; height: auto; max-height: 3; display: none; }
    CodesScreen > #told.told { display: block; }
    CodesScreen > #keys { color: $text-muted; }
    CodesScreen > MatrixGrid { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", "Tick", show=False),
        Binding("t", "column", "Tick the whole column", show=False),
        Binding("z", "remove", "Remove", show=False),
        Binding("n", "renew", "Renew", show=False),
        Binding("d", "deleted", "Delete history", show=False),
        Binding("escape,q", "leave", "Back"),
    ]

    class Read(Message):
        """The matrix was read."""

        def __init__(self, matrix: Matrix) -> None:
            super().__init__()
            self.matrix = matrix

    class Done(Message):
        """Something was decided, or could not be; `text` says what became of it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Asking(Message):
        """An action of the project is open: what it asks."""

        def __init__(self, offer: Offer, asked: Asked) -> None:
            super().__init__()
            self.offer = offer
            self.asked = asked

    def __init__(self, desk: Desk, project: RecordId | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._project = project
        self._matrix: Matrix | None = None

    def compose(self) -> ComposeResult:
        yield Static(shown("Cost codes"), id="which")
        yield MatrixGrid()
        yield Static(id="about")
        yield Static(id="told")
        yield Static(shown(PROJECT_KEYS if self._project else COMPANY_KEYS), id="keys")

    def on_mount(self) -> None:
        self.grid.focus()
        self.read_again()

    @property
    def grid(self) -> MatrixGrid:
        return self.query_one(MatrixGrid)

    # reading

    @work(thread=True, exclusive=True, group="codes", description="codes")
    def read_again(self) -> None:
        try:
            project = self._project
            matrix = self._desk.codes_of(project) if project else self._desk.codes()
        except (StoreUnusable, UnknownRecord) as why:
            self.post_message(self.Done(str(why)))
        else:
            self.post_message(self.Read(matrix))

    def on_codes_screen_read(self, event: Read) -> None:
        self._matrix = event.matrix
        title = f"{event.matrix.title} ({len(event.matrix.rows):,})"
        self.query_one("#which", Static).update(shown(title))
        self.grid.show(event.matrix)

    def on_matrix_grid_moved(self) -> None:
        self.query_one("#about", Static).update(shown(self._about()))

    def _about(self) -> str:
        """The box under the cursor in words."""
        row, matrix = self.grid.row, self._matrix
        if row is None or matrix is None or not matrix.categories:
            return "There are none."
        kind = matrix.categories[self.grid.column]
        named = f"{kind.abbreviation} {kind.name}".strip()
        note = f" ({row.note})" if row.note else ""
        stays = row.stays[self.grid.column] if row.stays else ""
        state = STATES[row.ticks[self.grid.column]]
        return f"{row.code} {row.description}{note}: {named} is {state}. {stays}".rstrip()

    # the company's defaults

    def action_tick(self) -> None:
        """Tick or untick the box under the cursor; it is kept at once."""
        row, matrix = self.grid.row, self._matrix
        if row is None or matrix is None or not matrix.categories:
            return
        if row.record is None:
            self._tell("z asks to remove what is ticked here; codes are added in the project.")
            return
        ticked = row.ticks[self.grid.column] is Tick.DEFAULT
        action = Action.REMOVE if ticked else Action.ASSIGN
        self.decide(action, [Asked(row.record)], Answers(category=self._category))

    @property
    def _category(self) -> str:
        return self._matrix.categories[self.grid.column].abbreviation if self._matrix else ""

    def action_column(self) -> None:
        """Tick a type for every code that takes cost and has it not."""
        matrix = self._matrix
        if matrix is None or self._project is not None or not matrix.categories:
            return
        column, category = self.grid.column, self._category
        asked = [
            Asked(row.record)
            for row in matrix.rows
            if row.record and not row.note and row.ticks[column] is Tick.EMPTY
        ]
        if not asked:
            self._tell(f"{category} is a default of every code that takes cost already.")
            return

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                self.decide(Action.ASSIGN, asked, Answers(category=category))

        title = f"Make {category} a default of {len(asked):,} codes"
        self.app.push_screen(AnswersModal(Action.ASSIGN, len(asked), (), title), answered)

    # one project's codes

    def action_remove(self) -> None:
        """Ask for the box under the cursor to be taken off its project."""
        row = self.grid.row
        if self._project is None:
            self.action_tick()
        elif row is not None:
            column = self.grid.column
            if row.ticks[column] is Tick.EMPTY:
                self._tell(f"{row.code} has no {self._category} on this project.")
            elif row.stays[column]:
                self._tell(row.stays[column])
            else:
                self.ask(Action.REMOVE, row)

    def action_renew(self) -> None:
        if self._project is not None:
            self.ask(Action.RENEW, None)

    @work(thread=True, exclusive=True, group="ask", description="ask")
    def ask(self, action: Action, row: MatrixRow | None) -> None:
        """Find out whether an action of the project is open, and what it asks."""
        project = self._project
        if project is None:
            return
        said = Answers(code=row.code, category=self._category) if row else Answers()
        try:
            record = self._desk.record(project)
            offer = next((o for o in self._desk.offers(project, said) if o.action is action), None)
        except (StoreUnusable, UnknownRecord) as why:
            self.post_message(self.Done(str(why)))
            return
        if offer is None:
            told_no = plain(told.no_such_step(action, None))
            self.post_message(self.Done(told_no))
        elif not offer.open:
            reasons = (f"{o.text} [{o.rule}]" for o in offer.objections if not o.warning)
            self.post_message(self.Done(" ".join(reasons)))
        else:
            fields = tuple(_filled(f, said) for f in offer.fields)
            asked = Asked(record.id, record.version)
            self.post_message(self.Asking(offer._replace(fields=fields), asked))

    def on_codes_screen_asking(self, event: Asking) -> None:
        if not self.is_active:
            return
        action = event.offer.action

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                self.decide(action, [event.asked], answers)

        what = "Remove from the project" if action is Action.REMOVE else "Renew from Sage"
        title = f"{what}: {self._matrix.title if self._matrix else ''}"
        self.app.push_screen(AnswersModal(action, 1, event.offer.fields, title), answered)

    def action_deleted(self) -> None:
        """What was asked to be taken off, and what became of it."""
        project = self._matrix.project if self._matrix else None
        if project is not None:
            self.app.push_screen(DeletedScreen(f"{project.number} {project.title}", project.body))

    # deciding

    @work(thread=True, group="decide", description="decide")
    def decide(self, action: Action, asked: Sequence[Asked], answers: Answers) -> None:
        try:
            batch, outcomes = self._desk.perform_many(action, asked, answers)
        except StoreUnusable as why:
            self.post_message(self.Done(str(why)))
            return
        text: str = plain(told.outcome(action, batch, outcomes))
        if batch.refused and len(asked) == 1:
            text = " ".join(batch.refused[0][1])
        elif len(asked) == 1 and self._project is None:
            word = "a default" if action is Action.ASSIGN else "no default any more"
            text = f"{answers.category} is {word}; it is kept."
        self.post_message(self.Done(text))

    def on_codes_screen_done(self, event: Done) -> None:
        self._tell(event.text)
        self.read_again()

    def _tell(self, text: str) -> None:
        line = self.query_one("#told", Static)
        line.update(shown(text.strip()))
        line.add_class("told")

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def _filled(field: Field, said: Answers) -> Field:
    """With the box that was under the cursor as its suggestion."""
    return field._replace(default=getattr(said, field.name) or field.default)


class DeletedScreen(Screen[None]):
    """The delete history of one project's codes."""

    DEFAULT_CSS = """
    DeletedScreen > Static { height: 1; padding: 0 1; }
    DeletedScreen > #which { background: $panel; text-style: bold; }
    DeletedScreen > Sheet { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,d", "leave", "Back")]

    def __init__(self, title: str, body: Body) -> None:
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        none = [(faint("Nothing was ever asked to be removed."),)]
        yield Static(shown(self._title), id="which")
        yield Sheet(lambda width: removal_lines(self._body, width) or none)
        yield Static(shown("Esc back"))

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)
