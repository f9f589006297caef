"""Use case: somebody keeps what is listed under a name, and comes back to it."""

from collections.abc import Callable, Sequence

from core.decision import Refused
from core.grammar import EVERYTHING, VIEW, Typed, alike, read
from core.objection import Cause, Objection
from core.people import Actor
from core.permissions import Deed, deed_objections
from core.ports import Adjusted, RecordStore
from core.query import BadQuery
from core.saved import LONGEST_NAME, SHARED, SIGN, Saved, fit
from core.tabs import TAB
from core.typed import words_of
from core.values import NamedTuple
from core.vocabulary import Action, View

RULE = "our own"
MOST = 200
"""Views that one owner may keep: more are no help."""
Kept = Adjusted[Saved | None] | Refused


class Meant(NamedTuple):
    """A query in which names of saved views stood, written out."""

    text: str
    tab: str
    """The tab of those views; empty where none was named."""


class Saver:
    """Lists, keeps and drops views as one person."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor

    def listed(self) -> Sequence[Saved]:
        """One's own, then those that are shared; each by name."""
        found = self._store.saved_views(self._actor.id)
        return sorted(found, key=lambda one: (one.shared, one.name.casefold()))

    def named(self, name: str) -> Saved | None:
        """The one of this name: one's own before one that is shared."""
        spelt = name.removeprefix(SIGN).casefold()
        return next((one for one in self.listed() if one.name.casefold() == spelt), None)

    def save(self, name: str, tab: str, text: str, *, shared: bool = False) -> Kept:
        """Keep a query of a tab under a name; one of that name gives way.

        Raises:
            BadQuery: the query cannot be read.
        """
        name, owner = name.removeprefix(SIGN).strip(), SHARED if shared else self._actor.id
        text = " ".join(text.split()) if '"' not in text else text.strip()
        read(text, tab)
        saved = Saved(name, owner, tab, text)

        def judge(actor: Actor, present: Saved | None) -> Kept:
            against = (*self._denied(actor, owner), *_unfit(name), *self._crowd(owner, present))
            if against:
                return Refused(Action.ADJUST, against)
            said = [f"tab={tab}", f"query={text}"]
            if present is not None and present != saved:
                said.append(f"before={present.tab} {present.text}")
            return Adjusted(saved, "\n".join(said))

        return self._adjust(name, owner, judge)

    def delete(self, name: str, *, shared: bool | None = None) -> Kept:
        """Drop a view: one's own, or a shared one; unless it is said, one's own first."""
        found = [
            one
            for one in self.listed()
            if one.name.casefold() == name.removeprefix(SIGN).casefold()
            and shared in {None, one.shared}
        ]
        if not found:
            return Refused(Action.ADJUST, (self.unknown(name),))
        view = found[0]

        def judge(actor: Actor, present: Saved | None) -> Kept:
            if against := self._denied(actor, view.owner):
                return Refused(Action.ADJUST, against)
            return Adjusted(None, f"deleted=yes\nbefore={present.tab} {present.text}" if present
                            else "")  # fmt: skip

        return self._adjust(view.name, view.owner, judge)

    def meant(self, text: str) -> Meant:
        """The query with the views it names, such as `@big`, written out.

        Raises:
            BadQuery: there is no such view, or two of different tabs.
        """
        tab, whole = "", text
        for word in reversed(words_of(text)):
            if word.text[:1] != SIGN or not word.plain[0]:
                continue
            found = self.named(word.text)
            if found is None:
                raise word.refused(self.unknown(word.text).text, typed=text)
            if tab and found.tab != tab:
                said = f"These views are of two tabs, {found.tab} and {tab}."
                raise word.refused(said, typed=text)
            tab = found.tab
            whole = f"{whole[: word.column - 1]}{found.text}{whole[word.places[-1] - 1 :]}"
        return Meant(whole, tab)

    def unknown(self, name: str) -> Objection:
        """Why nothing is found under a name."""
        bare = name.removeprefix(SIGN)
        known = [one.name for one in self.listed()]
        there = f"there are {', '.join(alike(bare, known))}" if known else "none is saved yet"
        return Objection(RULE, f"There is no saved view {bare!r}; {there}.", cause=Cause.UNKNOWN)

    def _adjust(self, name: str, owner: str, judge: Callable[[Actor, Saved | None], Kept]) -> Kept:
        return self._store.adjust_view(name, owner, self._actor, judge)

    def _denied(self, actor: Actor, owner: str) -> tuple[Objection, ...]:
        """What is everybody's is kept by an administrator."""
        if owner != SHARED:
            return ()
        return deed_objections(Deed.SHARE_VIEWS, actor, self._store.settings())

    def _crowd(self, owner: str, present: Saved | None) -> tuple[Objection, ...]:
        count = sum(one.owner == owner for one in self._store.saved_views(owner))
        if present is not None or count < MOST:
            return ()
        text = f"There are {MOST} saved views already; delete one first."
        return (Objection(RULE, text, "you, by deleting one"),)


def reading(saved: Saved) -> tuple[Typed, View | None]:
    """What a saved view lists: all it says, in the view that it names.

    Raises:
        BadQuery: it was written for another version, and cannot be read here.
    """
    typed = read(saved.text, saved.tab)
    return typed, typed.views[0] if typed.views else None


def placed(text: str, tab: str, view: View | None) -> str:
    """What is listed, with its view named: it opens there again."""
    try:
        if read(text, tab).views:
            return text
    except BadQuery:
        return text
    name = EVERYTHING if view is None else f'"{view.value.casefold()}"'
    if view is not None and view.value.isalpha():
        name = view.value.casefold()
    return f"{VIEW}:{name} {text}".strip() if view in (None, *TAB[tab].views) else text


def _unfit(name: str) -> tuple[Objection, ...]:
    if fit(name):
        return ()
    text = f"A view's name is a word of letters, digits, - and _, {LONGEST_NAME} at most."
    return (Objection(RULE, text, "you, with another name", Cause.MISSING),)
