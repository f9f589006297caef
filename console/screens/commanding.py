"""The `:` line: goes to a tab with a filter, to a view, or to a screen beside the tabs."""

from typing import TYPE_CHECKING

from console.screens import words as told
from console.screens.completing import CompletingScreen
from console.widgets.status_bar import StatusBar
from core.query import BadQuery

if TYPE_CHECKING:
    from console.widgets.command_line import CommandLine, History
    from console.widgets.query_input import QueryInput
    from core.completion import Wanted
    from core.grammar import Typed
    from core.line import Line


class CommandingScreen(CompletingScreen, inherit_bindings=False):
    """Takes a line at the bottom of the screen; it navigates and filters, and decides nothing."""

    @property
    def places(self) -> tuple[str, ...]:
        """The screens beside the tabs that can be gone to from here."""
        return ()

    @property
    def lines_before(self) -> "History":
        """What was typed before, on whichever tab."""
        raise NotImplementedError

    async def action_line(self) -> None:
        from console.widgets.command_line import CommandLine

        if not self.query(CommandLine):
            self.query_one(StatusBar).display = False
            await self.query_one("#frame").mount(CommandLine(self.lines_before))

    async def on_command_line_left(self) -> None:
        await self._close_line()

    async def on_command_line_entered(self, event: "CommandLine.Entered") -> None:
        from console.widgets.query_input import ProposalBar
        from core.line import read_line

        try:
            line = read_line(event.text, self.TAB.name, self.places)
        except BadQuery as why:
            bars = self.query("CommandLine > ProposalBar").results(ProposalBar)
            # Who has left the line meanwhile is told where everything else is.
            tell = next((bar.tell for bar in bars), self.say)
            tell(told.bad_query(why))
            return
        await self._close_line()
        await self.follow(line)

    async def follow(self, line: "Line") -> None:
        """Go where a line says."""
        if line.place:
            await self.run_action(f"visit('{line.place}')")
        elif line.view:
            await self.go_to_view(line.view)
        else:
            await self.go_and_list(line.tab, line.text, line.typed)

    async def go_and_list(self, tab: str, text: str, typed: "Typed | None") -> None:
        """Another tab, with a filter where one was typed."""
        if tab != self.TAB.name:
            await self.app.switch_mode(tab)
        screen = self.app.screen
        if typed is not None and isinstance(screen, CommandingScreen):
            screen.filter_by(text, typed)

    async def go_to_view(self, name: str) -> None:
        """A view of this tab."""
        from core.grammar import read

        try:
            typed = read(f'view:"{name}"', self.TAB.name)
        except BadQuery as why:
            self.say(told.bad_query(why))
        else:
            self.enter_view(typed)

    async def _close_line(self) -> None:
        await self.query("CommandLine").remove()
        self.query_one(StatusBar).display = True
        self.records.focus()

    def asked_by(self, event: "QueryInput.Wants") -> "tuple[Wanted | None, str, tuple[str, ...]]":
        from console.widgets.command_line import CommandLine
        from core.line import wanted_in_line

        if not any(isinstance(one, CommandLine) for one in event.source.ancestors):
            return super().asked_by(event)
        found = wanted_in_line(event.text, event.cursor, self.TAB.name, self.places)
        return found or (None, self.TAB.name, ())
