"""What could follow in a query that is typed: found in a thread, shown while it still fits."""

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from console.screens.filtering import FilteringScreen
from console.widgets.filter_bar import FilterBar
from console.widgets.record_list import ListHead
from core.query import Field

if TYPE_CHECKING:
    from console.widgets.query_input import QueryInput
    from core.completion import Wanted

UNDER_FILTER = "#listing > ProposalBar"
SEEN = {Field.VENDOR: "vendor_name", Field.JOB: "project_number", Field.SENDER: "sent_by"}
"""Where the rows at hand say a value."""


class CompletingScreen(FilteringScreen, inherit_bindings=False):
    """Proposes names of fields at once, and values of the store as they come."""

    class Begun(Message):
        """What the store knows that begins so."""

        def __init__(
            self, asked: "QueryInput.Wants", at: "Wanted", tab: str, live: tuple[str, ...]
        ) -> None:
            super().__init__()
            self.asked = asked
            self.at = at
            self.tab = tab
            self.live = live

    async def action_filter(self) -> None:
        from console.widgets.query_input import ProposalBar

        if not self.query(UNDER_FILTER):
            head = self.query_one(ListHead)
            await self.query_one("#listing").mount(ProposalBar(), after=head)
            head.display = False
        await super().action_filter()

    def on_filter_bar_done(self, event: FilterBar.Done) -> None:
        super().on_filter_bar_done(event)
        self._unpropose()

    def _unpropose(self) -> None:
        """The names of the columns stand above the list again."""
        self.query(UNDER_FILTER).remove()
        self.query_one(ListHead).display = True

    def on_query_input_wants(self, event: "QueryInput.Wants") -> None:
        from core.completion import LIVE, proposals

        at, tab, names = self.asked_by(event)
        if at is not None and at.field in LIVE:
            self.find_beginnings(event, at, tab)
        else:
            found = names or (proposals(at, tab) if at is not None else ())
            self._propose(event, at, found)

    def on_completing_screen_begun(self, event: Begun) -> None:
        from core.completion import proposals

        self._propose(event.asked, event.at, proposals(event.at, event.tab, event.live))

    def asked_by(self, event: "QueryInput.Wants") -> "tuple[Wanted | None, str, tuple[str, ...]]":
        """What is typed at the cursor, of which tab, and what names may stand there."""
        from core.completion import wanted

        return wanted(event.text, event.cursor), self.TAB.name, ()

    def _propose(
        self, event: "QueryInput.Wants", at: "Wanted | None", found: tuple[str, ...]
    ) -> None:
        """Show it, unless something else is typed by now."""
        from console.widgets.query_input import ProposalBar

        source = event.source
        if source.is_attached and source.offer(event, at, found):
            place = UNDER_FILTER if isinstance(source.parent, FilterBar) else "CommandLine Bar"
            for bar in self.query(place).results(ProposalBar):
                bar.propose(found)

    @work(thread=True, exclusive=True, group="complete", description="complete")
    def find_beginnings(self, event: "QueryInput.Wants", at: "Wanted", tab: str) -> None:
        from core.completion import OFFERED

        field, window = Field(at.field), self.records.window
        near = {str(getattr(row, SEEN[field])) for row in (window.rows if window else ())}
        start = at.begun.casefold()
        shown = sorted(one for one in near if one and one.casefold().startswith(start))

        def ask() -> Message:
            known = self.desk.beginnings(field, at.begun, OFFERED)
            return self.Begun(event, at, tab, tuple(dict.fromkeys((*shown[:OFFERED], *known))))

        self._answer(ask, asked=False)
