"""Modal: what became of a bulk action, with the refused gathered by reason."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen

from console.clean import beside, shown
from console.widgets.figures import moment
from console.widgets.reasons import Group, grouped, reasons_of
from console.widgets.sinks import Option, OptionList, Static
from core.batches import what_of
from core.decision import Outcome
from core.ports import Batch, StoreUnusable, UnknownRecord
from core.vocabulary import RecordId

Naming = Callable[[RecordId], str]
"""Names a record for people; asked in a thread."""


class BatchResultScreen(ModalScreen[RecordId | None]):
    """Leaves with a record that is to be opened, or with None."""

    CSS = """
    BatchResultScreen { align: center middle; background: transparent; }
    BatchResultScreen > Vertical {
        width: 100%; height: 90%; max-height: 100%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    BatchResultScreen Static { height: auto; }
    BatchResultScreen #what { text-style: bold; }
    BatchResultScreen #keys { color: $text-muted; }
    BatchResultScreen OptionList, BatchResultScreen OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $surface;
        background-tint: $surface 0%; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,left", "back", "Back"),
        Binding("j", "move_down", "Down", show=False),
        Binding("k", "move_up", "Up", show=False),
    ]

    class Named(Message):
        """The records of a group have their names."""

        def __init__(self, group: Group, names: Mapping[RecordId, str]) -> None:
            super().__init__()
            self.group = group
            self.names = names

    def __init__(
        self, batch: Batch, outcomes: Sequence[Outcome] = (), naming: Naming | None = None
    ) -> None:
        """The reasons show their rules, which a batch of an older time has not kept."""
        super().__init__()
        self._batch = batch
        self._groups = grouped(reasons_of(batch, outcomes))
        self._naming = naming
        self._opened: Group | None = None
        self._chosen_group = 0

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = shown(f"Batch {self._batch.id}")
            yield Static(shown(summary(self._batch)), id="what")
            yield Static(id="section")
            yield OptionList()
            yield Static(id="keys")

    def on_mount(self) -> None:
        self._show_groups()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._opened is None:
            self._chosen_group = event.option_index
            self._open(self._groups[event.option_index])
        elif self.is_active:
            self.dismiss(self._opened.reasons[event.option_index].record)

    def on_batch_result_screen_named(self, event: Named) -> None:
        if self._opened is event.group:
            self._list_records(event.group, event.names)

    def action_back(self) -> None:
        """From the records to the reasons, from the reasons out."""
        if self._opened is not None:
            self._show_groups()
        elif self.is_active:
            self.dismiss(None)

    def action_move_down(self) -> None:
        self._list.action_cursor_down()

    def action_move_up(self) -> None:
        self._list.action_cursor_up()

    def _show_groups(self) -> None:
        self._opened = None
        refused = f"{len(self._batch.refused):,} refused, by reason"
        several = any(len(reasons) > 1 for _, reasons in self._batch.refused)
        note = "; a record with several reasons stands under each" if several else ""
        none = "Nothing was refused."
        self._tell(refused + note if self._groups else none, "Enter lists the records   Esc back")
        self._list.set_options([Option(_drawn(group)) for group in self._groups])
        self._list.highlighted = self._chosen_group if self._groups else None
        self._list.focus()

    def _open(self, group: Group) -> None:
        self._opened = group
        self._tell(f"{len(group.reasons):,}: {group.text}", "Enter opens the record   Esc back")
        self._list_records(group, {})
        if self._naming is not None:
            self._find_names(group, self._naming)

    def _list_records(self, group: Group, names: Mapping[RecordId, str]) -> None:
        """One line a record: its name, and its own words where they differ from the group's."""
        self._list.set_options(
            Option(_named(names.get(reason.record, reason.record), reason.text, group.text))
            for reason in group.reasons
        )
        self._list.highlighted = 0

    @work(thread=True, exclusive=True, group="naming")
    def _find_names(self, group: Group, naming: Naming) -> None:
        names: dict[RecordId, str] = {}
        for reason in group.reasons:
            # One that cannot be found keeps its id for a name.
            with suppress(UnknownRecord, StoreUnusable):
                names[reason.record] = naming(reason.record)
        self.post_message(self.Named(group, names))

    def _tell(self, section: str, keys: str) -> None:
        self.query_one("#section", Static).update(shown(section))
        self.query_one("#keys", Static).update(shown(keys))


def summary(batch: Batch) -> str:
    """Who did what to how many, and what became of them."""
    left = batch.total - batch.done - len(batch.refused)
    alone = f", {left:,} left alone" if left else ""
    return (
        f"{batch.actor}, {moment(batch.at)} UTC: {what_of(batch)}. "
        f"Done {batch.done:,}, refused {len(batch.refused):,}{alone}."
    )


def _drawn(group: Group) -> Content:
    rule = f"  [{group.rule}]" if group.rule else ""
    return beside(shown(f"{len(group.reasons):>7,}  ", "bold"), shown(f"{group.text}{rule}"))


def _named(name: str, text: str, common: str) -> Content:
    own = f"  {text}" if text != common else ""
    return beside(shown(name, "bold"), shown(own))
