"""The screen of a tab: there are ten, and this is all of them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from console.columns import COLUMNS
from console.keys import AT_ONCE, PLACES, action_at, actions_of, bindings, keys_of
from console.one_picture import OnePicture
from console.screens import words as told
from console.screens.desk_screen import DeskScreen
from console.screens.previewing import PreviewingScreen
from console.screens.resuming import ResumingScreen
from console.screens.touring import TouringScreen
from console.widgets.bar import Bar
from console.widgets.filter_bar import FilterBar
from console.widgets.header import Header
from console.widgets.lines import cells
from console.widgets.long_list import LongList
from console.widgets.record_list import ListHead, RecordList
from console.widgets.sheet import LOOK_CLASSES, looks
from console.widgets.status_bar import StatusBar, verbs
from console.widgets.still import Columns, Rows, Still
from console.widgets.tab_strip import TabStrip
from console.widgets.verdict import VerdictPane
from console.widgets.view_list import ViewList
from core.decision import Offer, Refused
from core.desk import Desk
from core.ports import Asked
from core.records import Record
from core.tabs import TAB, TABS, Tab
from core.vocabulary import Action

if TYPE_CHECKING:
    from console.widgets.command_line import History

POLL = 1.0
LEAST = (60, 16)
"""The smallest terminal that everything fits into."""


class Verdict(VerdictPane, Still):
    """Under the list it changes when the cursor rests, not when it moves."""


class TabScreen(ResumingScreen, PreviewingScreen, TouringScreen, inherit_bindings=False):
    """Lists one tab's records and offers what their lifecycle allows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOK_CLASSES
    DEFAULT_CSS = looks("TabScreen")

    def __init__(self, desk: Desk, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(desk, clock or (lambda: datetime.now(UTC)))
        self._looked: Record | None = None
        self._offers: Sequence[Offer] = ()
        """What may be done to the record that was looked at."""
        self._polling: Timer | None = None
        self._picture = OnePicture(self)

    # what is on it

    def compose(self) -> ComposeResult:
        columns = COLUMNS[self.TAB.name]
        with Rows(id="frame"):
            yield Header(self.desk.actor)
            yield TabStrip(self.TAB)
            with Columns(id="middle"):
                yield ViewList(self.TAB)
                with Rows(id="listing"):
                    yield FilterBar()
                    yield ListHead(columns)
                    yield RecordList(self.desk, columns, self._clock, self._listed)
            yield Verdict()
            yield StatusBar()
        yield Bar(id="too-small")

    def on_mount(self) -> None:
        self.records.focus()
        self._list()
        self._polling = self.set_interval(POLL, self._tick)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Other screens may have acted meanwhile; what is the same is not drawn again."""
        event.refresh_styles = False  # the theme never changes in a session
        if self._polling is not None:
            self._polling.resume()
            self.records.renew()
        self.poll()
        self.count()

    def on_screen_suspend(self) -> None:
        if self._polling is not None:
            self._polling.pause()

    def on_resize(self, event: events.Resize) -> None:
        wide, high = event.size
        self.query_one("#too-small", Bar).show(*told.too_small(wide, high, LEAST))
        self._draw_keys()

    # listing

    def _tick(self) -> None:
        if self.records.trouble:
            self.records.renew()
        else:
            self.poll()

    def on_desk_screen_moved(self) -> None:
        self.records.renew()
        self.count()
        # What stands against an action may go without a change of the record itself.
        if (row := self.records.current) is not None:
            self.look(row)

    def on_desk_screen_counted(self, event: DeskScreen.Counted) -> None:
        if self.overtaken(event):
            event.prevent_default()
            return
        self.query_one(Header).tell(event.standing)
        self.query_one(StatusBar).ends_at(event.standing.head)
        self.query_one(TabStrip).tell(event.counts)
        self.query_one(ViewList).tell(event.counts)
        self._picture.came(event)

    @on(LongList.Unreachable)
    def _lost(self, event: LongList.Unreachable) -> None:
        self.mention(told.trouble(event.text))

    def on_desk_screen_unreachable(self, event: DeskScreen.Unreachable) -> None:
        if event.asked:
            self._doing = None
            self.say(told.trouble(event.text))
        else:
            self.mention(told.trouble(event.text))

    @property
    def takes_keys(self) -> bool:
        """What a key meant to act on is listed, too, and judged as it is listed."""
        made = bool(self.query(RecordList))
        return made and super().takes_keys and not self.records.reading and not self._judges_before

    @property
    def _judges_before(self) -> bool:
        """Whether the verdict is still that of an older version of the row under the cursor."""
        row, looked = self.records.current, self._looked
        return bool(row and looked and row.id == looked.id and looked.version < row.version)

    # the record under the cursor

    @property
    def at_rest(self) -> bool:
        """Nothing is being decided, and the verdict is that of the record under the cursor."""
        return self.records.at_rest and self._doing is None

    @on(LongList.Highlighted)
    def _highlighted(self, event: LongList.Highlighted) -> None:
        if event.moved:
            self.moved_on(event.moved)
        if event.row is None:
            self._looked = None
            self.query_one(VerdictPane).show(None, ())
            self._draw_keys()
            self._picture.came(event)
        else:
            self.look(event.row)
            self._picture.came(event, then=self.Looked)
        self.redraw_status()

    def on_desk_screen_looked(self, event: DeskScreen.Looked) -> None:
        row = self.records.current
        if self.overtaken(event) or row is None or row.id != event.row.id:
            event.prevent_default()
            return
        self._looked, self._offers = event.record, event.offers
        if event.record is not None and event.record.version > row.version:
            self.records.renew()
        self.query_one(VerdictPane).show(event.record, event.offers)
        self._draw_keys()
        self._picture.came(event)

    @property
    def _offered(self) -> Sequence[Offer] | None:
        """What the tables say of the record under the cursor, once it is known."""
        row = self.records.current
        if self._looked is None or row is None:
            return None
        same = (self._looked.id, self._looked.version) == (row.id, row.version)
        return self._offers if same else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hidden where the tables have no row; dimmed where something objects."""
        if action in AT_ONCE:
            return not isinstance(self.focused, Input)
        if action != "perform":
            return True
        wanted = Action(str(parameters[0]))
        if self.records.marks or self._offered is None:
            return wanted in actions_of(self.TAB, self._view)
        offer = next((o for o in self._offered if o.action is wanted), None)
        if offer is None:
            return False
        return True if offer.askable else None

    def on_key(self, event: events.Key) -> None:
        """A dimmed key says why, too."""
        action = action_at(event.key, event.character)
        if action is None or self.check_action("perform", (action,)):
            return
        offer = next((o for o in self._offered or () if o.action is action), None)
        row = self.records.current
        if action not in actions_of(self.TAB, None):
            self.say(told.no_such_key(action, self.TAB))
        elif offer is not None and row is not None:
            self.say(told.refused(row.number, Refused(action, offer.objections)))
        else:
            self.say(told.no_such_step(action, self._view))

    # deciding

    def action_perform(self, name: str) -> None:
        marks, row = self.records.marks, self.records.current
        asked = [m.asked for m in marks] or (
            [Asked(row.id, row.version, digest=row.digest)] if row else []
        )
        if asked and row is not None and Action(name) is Action.MERGE:
            self.begin_merging(row.id, asked)
        elif asked:
            self.begin(Action(name), asked)

    @property
    def together(self) -> str:
        return told.together(self.records.marks)

    def decided(self) -> None:
        # The row leaves, the figures change and another verdict stands there: one picture.
        self._picture.hold(self.Counted, LongList.Highlighted)
        self.records.unmark()
        self.records.renew(told_at_once=True)
        self.count()

    # marks

    @on(RecordList.Marked)
    def _marked(self) -> None:
        if self.records.marks or self.records.span_from is not None:
            self.unsay()
        self.redraw_status()
        self._draw_keys()

    def action_mark_all(self) -> None:
        self.records.mark_all()

    def action_unmark(self) -> None:
        self.unsay()
        self.records.unmark()

    def action_back(self) -> None:
        """Esc: the nearest thing that can be left."""
        if self._doing is not None:
            self._stop_asked = True
            self.say(told.stopping())
        elif self.records.span_from is not None:
            self.records.unmark()
        elif self._typed:
            self.action_unfilter()
        else:
            self.records.focus()

    # elsewhere

    def on_tab_strip_chosen(self, event: TabStrip.Chosen) -> None:
        self.action_go(event.name)

    def action_go(self, tab: str) -> None:
        self.app.switch_mode(tab)

    def action_tab(self, by: int) -> None:
        self.action_go(TABS[(TABS.index(self.TAB) + by) % len(TABS)].name)

    @on(RecordList.Opened)
    def _opened(self, event: RecordList.Opened) -> None:
        self.open_record(event.row.id)

    def action_why(self) -> None:
        from console.screens.why import WhyModal

        row, offers = self.records.current, self._offered
        if row is not None and offers is not None:
            self.app.push_screen(WhyModal(row, offers))

    def action_help(self) -> None:
        from console.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.TAB, self.desk.settings))

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(name for _, name, _, only in PLACES if not only or self.TAB.name in only)

    @property
    def lines_before(self) -> "History":
        from console.app import CountersignApp
        from console.widgets.command_line import History

        app = self.app
        return app.lines_before if isinstance(app, CountersignApp) else History()

    def action_visit(self, place: str) -> None:
        from console.screens.places import PLACES

        self.app.push_screen(PLACES[place](self))

    def action_leave(self) -> None:
        if self._doing is not None:
            self.say(told.busy(self._doing))
            return
        from console.app import CountersignApp

        app = self.app
        app.leave() if isinstance(app, CountersignApp) else app.exit()

    def on_status_bar_clicked(self, event: StatusBar.Clicked) -> None:
        """What is clicked in the last line goes the way of its key."""
        from console.keymap import spell

        self.set_focus(self.records)
        key = events.Key(spell(keys_of(event.id)[0]), None)
        # As the terminal's own: one that this screen had sent would not climb past it.
        self.app.post_message(key.set_sender(self.app))

    # the last two lines

    def redraw_status(self) -> None:
        line = self._notice or (*told.position(self.records), *self.tray_line)
        more = self.tour_line if self._notice is None else self._behind or ()
        if cells((*line, *more)) <= self.size.width:
            line = (*line, *more)
        self.query_one(StatusBar).say(line)

    def _draw_keys(self) -> None:
        marked = len(self.records.marks)
        offers = None if marked else self._offered
        shown = verbs(actions_of(self.TAB, self._view), offers)
        if not marked and self.records.current is None:
            shown = ()
        refreshes = self.TAB.refresh is not None
        self.query_one(StatusBar).offer(shown, marked, refreshes=refreshes)


def tab_screen(tab: Tab) -> type[TabScreen]:
    """A class of the tab's own, so that styles, tests and people can name it."""
    name = tab.name.title().replace("_", "") + "Screen"
    return type(name, (TabScreen,), {"TAB": tab, "BINDINGS": bindings(tab)})


class Screens(dict[str, type[TabScreen]]):
    """The screen classes by the names of their tabs, each made when it is first asked for."""

    def __missing__(self, name: str) -> type[TabScreen]:
        made = self[name] = tab_screen(TAB[name])
        return made


SCREENS = Screens()
