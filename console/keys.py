"""Which key asks for which action, once.

Letters act on the marked records, or on the one under the cursor where none is marked. What
cannot be taken back asks before it happens, and none of it sits on the shifted twin of a harmless
key. Each has an id, such as `record.accept`, by which a person's own keymap moves it: the tables
here are the usual keys, and `keys_of` knows those in force.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from core.tabs import ROWS, TABS, Tab
from core.vocabulary import ASKABLE, VIEW_OF, Action, View, capital, words

if TYPE_CHECKING:
    from textual.binding import Binding

A = Action

KEYS: dict[Action, str] = {
    A.ACCEPT: "a",
    A.REJECT: "r",
    A.RESEND: "e",
    A.SEND: "s",
    A.RETRIEVE: "t",
    A.UNLINK: "u",
    A.REIMPORT: "i",
    A.IMPORT: "m",
    A.LINK: "l",
    A.UPDATE: "c",
    A.ARCHIVE: "b",
    A.RESTORE: "f",
    A.LOCK: "{",
    A.UNLOCK: "}",
    A.VOUCH: "ctrl+y",
    A.DISPROVE: "ctrl+n",
    A.DELETE: "delete",
    A.ASSIGN: "y",
    A.REMOVE: "z",
    A.RENEW: "n",
    A.EDIT_COST: "d",
    A.DELETE_COST: "x",
    A.MERGE: "+",
    A.CONSOLIDATE: "&",
    A.REINSTATE: ";",
    A.RECALL: "ctrl+r",
}
"""One letter an action: a(ccept), r(eject), (r)e(send), s(end), (re)t(rieve), u(nlink),
(re-)i(mport), (i)m(port), l(ink), c(odes to the ERP), b(ox up), f(etch back), (e)d(it a cost),
x for deleting one, Del for deleting a record, y for assigning a cost type, z for removing one,
(re)n(ew), & to put a duplicate aside and ; to fetch it back, + to make one company of several,
{ and } to lock and unlock a budget, Ctrl+Y and Ctrl+N to say that Sage holds it, or does not,
Ctrl+R to recall what has not left yet."""

KEY_WORDS = {
    "delete": "Del", "asterisk": "*", "minus": "-", "slash": "/", "backslash": "\\",
    "question_mark": "?", "less_than_sign": "<", "greater_than_sign": ">", "comma": ",",
    "full_stop": ".", "left_square_bracket": "[", "right_square_bracket": "]",
    "number_sign": "#", "equals_sign": "=", "percent_sign": "%", "at": "@", "plus": "+",
    "ampersand": "&", "semicolon": ";", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "dollar_sign": "$", "colon": ":", "exclamation_mark": "!", "quotation_mark": '"',
    "apostrophe": "'", "left_parenthesis": "(", "right_parenthesis": ")", "underscore": "_",
    "grave_accent": "`", "vertical_line": "|", "tilde": "~", "circumflex_accent": "^",
}  # fmt: skip
"""Keys whose names are not their signs, as they are drawn."""

TAB_KEYS = "1234567890"
"""The tabs from left to right."""

MOVES: tuple[tuple[str, str, str], ...] = (
    ("down,j", "move(1)", "Next record"),
    ("up,k", "move(-1)", "Record before"),
    ("pagedown,ctrl+d,ctrl+f", "page(1)", "Page down"),
    ("pageup,ctrl+u,ctrl+b", "page(-1)", "Page up"),
    ("home,g", "first", "First record"),
    ("end,G", "last", "Last record"),
    ("space", "mark", "Mark, and move down"),
    ("shift+down,J", "extend(1)", "Mark downwards"),
    ("shift+up,K", "extend(-1)", "Mark upwards"),
    ("v", "span", "Mark a range: once at its start, once at its end"),
    ("enter,right", "open", "Open the record"),
)
"""In the list of records: keys, what they do, in words."""

SCREEN_KEYS: tuple[tuple[str, str, str], ...] = (
    ("asterisk,V,ctrl+a", "mark_all", "Mark all that the filter shows"),
    ("minus", "unmark", "Clear the marks"),
    ("underscore", "seen", "Take all that is new or changed as seen"),
    ("slash", "filter", "Filter as you type"),
    ("backslash", "unfilter", "Clear the filter"),
    ("colon", "line", "Go to a tab with a filter: `:commitments state:failed`"),
    ("escape", "back", "Stop, or clear the filter"),
    ("o", "sort", "Sort by the next column"),
    ("O", "reverse", "Sort the other way round"),
    ("w", "why", "Everything that may be done, and why not"),
    ("P", "preview", "What it would write into Sage, and what that moves, beside the list"),
    ("left_parenthesis", "stage_accept", "Stage an accept: kept in your tray, decided later"),
    ("right_parenthesis", "stage_reject", "Stage a reject, with its reason"),
    ("ctrl+z", "undo", "Take back what you decided last, before it leaves"),
    ("f5,R", "refresh", "Refresh this tab from the ERP"),
    ("ctrl+t", "cancel_refresh", "Cancel the refresh of this tab that is open"),
    ("f6,H", "first_step", "Have the relay read Sage: step one of the sync"),
    ("less_than_sign,comma", "view(-1)", "View before"),
    ("greater_than_sign,full_stop", "view(1)", "Next view"),
    ("left", "views", "To the views"),
    ("left_square_bracket", "tab(-1)", "Tab before"),
    ("right_square_bracket", "tab(1)", "Next tab"),
    ("h", "tour", "The tour of the sandbox: how far it is, and how the next task goes"),
    ("question_mark,f1", "help", "Keys and rules of this tab"),
    ("tab", "app.focus_next", "Next pane"),
    ("shift+tab", "app.focus_previous", "Pane before"),
    ("q,Q,ctrl+q,ctrl+c", "leave", "Leave"),
)
"""On every tab: keys, what they do, in words."""

PLACES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("f2,number_sign", "setup", "Setup: settings, people, checks", ()),
    ("f3,p", "reports", "Reports", ()),
    ("f12,W", "dashboard", "Dashboard: what waits, the last weeks, common refusals", ()),
    ("exclamation_mark,E", "errors", "What failed, by its cause", ()),
    ("at", "acts", "Command log: what you did, as command lines", ()),
    ("dollar_sign", "tray", "Your tray: what is staged, as a plan to commit", ()),
    ("f10,quotation_mark", "batches", "Batches: what was decided many at once", ()),
    ("apostrophe", "saved", "Saved views of all tabs", ()),
    ("f9,I", "inbox", "Inbox: what you may decide now, over all tabs", ()),
    ("f8,M", "codes", "Cost codes by cost type", ("cost_codes", "jobs")),
    ("f7,equals_sign", "matches", "Vendors and companies of one name", ("vendors",)),
    ("f4,percent_sign", "costs", "Filter by job: one job's costs", ("job_costs",)),
)
"""Screens beside the tabs: keys, the row of console.screens.places, in words, and the tabs that
have it; none named means all."""

AT_ONCE = frozenset({"filter", "line"})
"""Done before the next key is looked at: letters typed ahead are a filter and decide nothing."""


_chosen: dict[str, tuple[str, ...]] = {}
_steps: dict[str, int] = {}


def choose(keymap: "Mapping[str, tuple[str, ...]]") -> None:
    """Put a person's own keys in force, by the ids of what they do; all others keep the usual."""
    _chosen.clear()
    _chosen.update(keymap)
    _steps.clear()


def chosen() -> "Mapping[str, tuple[str, ...]]":
    """The ids whose keys are not the usual ones, and their keys."""
    return _chosen


def keys_of(id: str) -> tuple[str, ...]:
    """The keys in force for an id; none where there is no such id."""
    return _chosen.get(id) or usual().get(id, ())


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of a row of a table."""
    return tuple(text.split(","))


@cache
def usual() -> "Mapping[str, tuple[str, ...]]":
    """The keys of every id where nobody chose."""
    return {what: keys_in(keys) for what, keys, _ in table()}


def table(tab: Tab | None = None) -> "Iterator[tuple[str, str, str]]":
    """Every id with its usual keys and what it does: of one tab, or of all."""
    acts = KEYS if tab is None else actions_of(tab, None)
    yield from ((f"record.{act}", KEYS[act], capital(words(act))) for act in acts)
    yield from ((named("list", act), keys, text) for keys, act, text in MOVES)
    yield from ((named("screen", act), keys, text) for keys, act, text in SCREEN_KEYS)
    for keys, name, text, only in PLACES:
        if tab is None or not only or tab.name in only:
            yield f"screen.{name}", keys, text
    for key, other in zip(TAB_KEYS, TABS, strict=True):
        yield f"tab.{other.name}", key, other.title


def named(where: str, action: str) -> str:
    """The id of a binding: `list.move_next` for `move(1)`."""
    name, _, by = action.removeprefix("app.").partition("(")
    return f"{where}.{name}{ {'1)': '_next', '-1)': '_before'}.get(by, '') }"


def drawn(key: str) -> str:
    """A key as it is drawn: `?` for `question_mark`, `F5` for `f5`."""
    return KEY_WORDS.get(key) or (key.upper() if re.fullmatch(r"f\d+", key) else key)


def word(id: str) -> str:
    """The key in force for an id that is shortest to say, as it is drawn."""
    return min((drawn(key) for key in keys_of(id)), key=_long, default="")


def _long(sign: str) -> int:
    """A function key is no letter, however short its name is."""
    return len(sign) + 9 * (sign[0] == "F" and sign[1:].isdecimal())


def key_word(action: Action) -> str:
    """The key in force for an action, as it is drawn; empty where it has none."""
    return word(f"record.{action}") if action in KEYS else ""


def steps() -> "Mapping[str, int]":
    """Steps of the cursor; the list takes them before anybody else looks at the key."""
    if not _steps:
        _steps.update(dict.fromkeys(keys_of("list.move_next"), 1))
        _steps.update(dict.fromkeys(keys_of("list.move_before"), -1))
    return _steps


def action_at(key: str, character: str | None) -> Action | None:
    """The action that a pressed key asks for."""
    pressed = {key, character}
    return next((act for act in KEYS if pressed & set(keys_of(f"record.{act}"))), None)


def actions_of(tab: Tab, view: View | None) -> tuple[Action, ...]:
    """What people may ever do from this view of a tab, in the order of the keys."""
    known = {
        action
        for (kind, status), rows in ROWS.items()
        if kind in tab.kinds and view in {None, VIEW_OF[status]}
        for action in rows
    }
    return tuple(action for action in KEYS if action in known)


def asked_of_people() -> frozenset[Action]:
    """Every action that needs a key; the others are the connector's."""
    return ASKABLE


def bindings(tab: Tab) -> "list[Binding]":
    """The keys of a tab's screen: its own lifecycle's actions, and what every tab has."""
    from textual.binding import Binding  # the tables are read by the handbook too

    acts = [
        Binding(KEYS[a], f"perform('{a}')", capital(words(a)), id=f"record.{a}")
        for a in actions_of(tab, None)
    ]
    rest = [
        Binding(
            keys, action, text, show=False, id=named("screen", action), priority=action in AT_ONCE
        )
        for keys, action, text in SCREEN_KEYS
    ]
    places = [
        Binding(keys, f"visit('{name}')", text, show=False, id=f"screen.{name}")
        for keys, name, text, only in PLACES
        if not only or tab.name in only
    ]
    tabs = [
        Binding(key, f"go('{other.name}')", other.title, show=False, id=f"tab.{other.name}")
        for key, other in zip(TAB_KEYS, TABS, strict=True)
    ]
    return [*acts, *rest, *places, *tabs]
