"""Screen: the keys and rules of a tab, written out from the tables that are obeyed."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.keys import format_key
from textual.screen import Screen

from console.clean import shown
from console.columns import SIGNS
from console.keys import MOVES, bindings, drawn, key_word, keys_of, named
from console.widgets.lines import (
    EMPTY,
    Column,
    Line,
    faint,
    flowed,
    heading,
    said,
    standing,
    table,
)
from console.widgets.rights import takes
from console.widgets.sheet import Sheet
from console.widgets.sinks import Static
from core.markers import FELL_BACK
from core.people import CONNECTOR
from core.permissions import USUAL, cited, grant
from core.query import Field
from core.refresh import refresh_objections
from core.requirements import guards_of
from core.settings import Settings
from core.tabs import NEVER, Tab
from core.transitions import Transition
from core.vocabulary import (
    CONNECTORS_OWN,
    VIEW_OF,
    ErpStatus,
    Permission,
    RecordKind,
    with_article,
    words,
)


class HelpScreen(Screen[None]):
    """Help for one tab; Esc goes back."""

    DEFAULT_CSS = """
    HelpScreen > Static { height: 1; padding: 0 1; }
    HelpScreen > #which { background: $panel; text-style: bold; }
    HelpScreen > #keys { color: $text-muted; }
    HelpScreen > Sheet { padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "section(1)", "Next section", show=False),
        Binding("shift+tab", "section(-1)", "Section before", show=False),
        Binding("escape,q,question_mark,f1", "leave", "Back"),
    ]

    def __init__(self, tab: Tab, settings: Settings = USUAL) -> None:
        super().__init__()
        self._tab = tab
        self._settings = settings

    def compose(self) -> ComposeResult:
        yield Static(shown(f"Help: {self._tab.title}"), id="which")
        yield Sheet(lambda width: manual(self._tab, width, self._settings))
        yield Static(shown("Up and down scroll   Tab next section   Esc back"), id="keys")

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()

    def action_section(self, step: int) -> None:
        self.query_one(Sheet).next_section(step)

    def action_leave(self) -> None:
        if self.is_active:
            self.dismiss(None)


def manual(tab: Tab, width: int, settings: Settings = USUAL) -> list[Line]:
    """Every section, top to bottom."""
    sections = (
        _keys(tab, width),
        _refresh(tab, width),
        _views(tab, width),
        _signs(tab, width),
        *(_lifecycle(tab, kinds, width) for kinds in _alike(tab)),
        _directly(tab, settings, width),
        _rights(tab, settings, width),
        _required(tab, width),
        _never(tab, width),
    )
    return [line for section in sections if section for line in (*section, EMPTY)]


def _keys(tab: Tab, width: int) -> list[Line]:
    """Acting first, then moving, then the rest."""
    made = bindings(tab)
    acts = [b for b in made if (b.id or "").startswith("record.")]
    tabs = [b for b in made if (b.id or "").startswith("tab.")]
    rest = [b for b in made if b not in acts and b not in tabs]
    rows = [(_pressed(b.id), b.description) for b in acts]
    rows += [(_pressed(named("list", act)), text) for _, act, text in MOVES]
    rows += [(_pressed(b.id), b.description) for b in (*rest, *tabs)]
    columns = (Column("Key"), Column("Does", bends=True))
    return [heading("Keys"), *table(columns, rows, width)]


def _pressed(id: str | None) -> str:
    return " or ".join(_sign(key) for key in keys_of(id or ""))


def _sign(key: str) -> str:
    return drawn(key) if (plain := format_key(key)) == key else plain


def _refresh(tab: Tab, width: int) -> list[Line]:
    if tab.refresh:
        return [heading("Refresh"), *flowed([said(tab.refresh)], width)]
    found = refresh_objections(tab.name, CONNECTOR)
    return [
        heading("Refresh"),
        *(line for o in found for line in flowed([said(o.text), faint(f" [{o.rule}]")], width)),
    ]


def _views(tab: Tab, width: int) -> list[Line]:
    columns = (Column("View"), Column("Holds what is", bends=True))
    reached = _statuses(tab)
    rows = [
        (view.value, ", ".join(words(s) for s in reached if VIEW_OF[s] is view))
        for view in tab.views
    ]
    return [heading("Views"), *table(columns, rows, width)]


def _signs(tab: Tab, width: int) -> list[Line]:
    """By colour: what shares one means the same to whoever decides."""
    reached = _statuses(tab)
    lines = [heading("Letters and colours")]
    broad = max(len(SIGNS[status].text) for status in reached) + 2
    for look in dict.fromkeys(SIGNS[status].look for status in reached):
        lines.append((said(f"{look}:"),))
        for status in reached:
            if SIGNS[status].look is look:
                sign = standing(status)
                gap = " " * (broad - len(sign.text))
                lines += flowed([said("  "), sign, faint(f"{gap}{words(status)}")], width, broad)
    return lines


def _statuses(tab: Tab) -> list[ErpStatus]:
    reached = {s for life in tab.kinds.values() for row in life for s in (row.source, row.target)}
    return [status for status in SIGNS if status in reached]


def _alike(tab: Tab) -> Iterator[tuple[RecordKind, ...]]:
    """Kinds of the tab that lead the same life, together."""
    told: list[RecordKind] = []
    for kind, life in tab.kinds.items():
        if kind not in told:
            same = tuple(k for k, other in tab.kinds.items() if other == life)
            told += same
            yield same


def _lifecycle(tab: Tab, kinds: tuple[RecordKind, ...], width: int) -> list[Line]:
    columns = (
        Column("Key"), Column("Action"), Column("From"), Column("To"), Column("By", bends=True),
    )  # fmt: skip
    life = tab.kinds[kinds[0]]
    rows = [
        (key_word(r.action), words(r.action), words(r.source), words(r.target), r.permission)
        for r in _peoples_first(life)
    ]
    names = " and ".join(words(kind) for kind in kinds)
    return [heading(f"Life of {with_article(names)}"), *table(columns, rows, width)]


def _peoples_first(life: Iterable[Transition]) -> list[Transition]:
    return sorted(life, key=lambda row: row.action in CONNECTORS_OWN)


def _directly(tab: Tab, settings: Settings, width: int) -> list[Line]:
    """Which kinds the company exports without an approver."""
    names = [words(kind) for kind in tab.kinds if kind in settings.direct_exports]
    if not names:
        return []
    told = (
        f"Of {' and '.join(names)}: what is sent is exported at once, by its sender. What an "
        f"approver would have to settle waits under Ready to Export, marked {FELL_BACK}; the "
        f"filter {Field.FELL_BACK}:yes finds it."
    )
    return [
        heading("Exported directly"),
        *flowed([said(told), faint(" [cross-cutting B.3]")], width),
    ]


def _rights(tab: Tab, settings: Settings, width: int) -> list[Line]:
    """What each right takes, for each kind of the tab."""
    lines = [heading("Who that is")]
    for kind, life in tab.kinds.items():
        asked = dict.fromkeys(row.permission for row in life)
        for permission in asked:
            if permission is Permission.CONNECTOR:
                continue
            wanted = grant(permission, kind, settings)
            whose = f" of {with_article(words(kind))}" if len(tab.kinds) > 1 else ""
            text = f"{permission}{whose}: {takes(wanted)}"
            lines += flowed([said(text), faint(f" [{cited(wanted)}]")], width, 2)
    return lines


def _required(tab: Tab, width: int) -> list[Line]:
    """Every fact that must hold, under the name its guard has, and the actions that ask for it."""
    asked: dict[tuple[str, str], dict[str, None]] = {}
    for kind, life in tab.kinds.items():
        for row in life:
            for guard in guards_of(kind, row.action, row.source):
                fact = guard.name.replace("_", " "), ", ".join(guard.rules)
                asked.setdefault(fact, {})[words(row.action)] = None
    lines = [
        line
        for (fact, rules), actions in asked.items()
        for line in flowed([said(f"{fact}: "), faint(f"{', '.join(actions)} [{rules}]")], width, 2)
    ]
    return [heading("What must hold"), *lines] if lines else []


def _never(tab: Tab, width: int) -> list[Line]:
    lines = [
        line
        for (kind, action), (rule, text) in NEVER.items()
        if kind in tab.kinds
        for line in flowed([said(f"{words(action)}: {text}"), faint(f" [{rule}]")], width, 2)
    ]
    return [heading("Never"), *lines] if lines else []
