"""Use case: somebody looks at the settings and changes one."""

from collections.abc import Mapping
from typing import Any

from core.decision import Refused
from core.objection import Cause, Objection
from core.options import OPTIONS, Option, option_named
from core.options.forms import absolute
from core.options.guards import types_in_use_stay
from core.options.option import Change, Text, Told, Uses, held, rechosen, replaced, usual
from core.options.reading import choices, form, read, told
from core.people import Actor
from core.permissions import deed_objections
from core.ports import Adjusted, RecordStore
from core.query import Query
from core.records import Company
from core.settings import ProjectSettings, Settings
from core.tabs import TAB
from core.values import NamedTuple
from core.vocabulary import VIEW_OF, Action, ErpStatus, RecordId, RecordKind, View

MANY = 1_000_000
ANY_KIND = RecordKind.COMPANY
"""Stands where the rights of a kind do not matter."""


class Listed(NamedTuple):
    """A setting as it stands, for one person."""

    option: Option
    value: str
    usual: str
    """What it is where nobody chose."""
    form: str
    """What a value looks like."""
    choices: tuple[str, ...]
    objections: tuple[Objection, ...]
    """What stands against any change of it by this person."""

    @property
    def chosen(self) -> bool:
        """Somebody set it to something else than the usual."""
        return self.value != self.usual


class Adjuster:
    """Lists and changes settings as one person."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor

    def listed(self, project: RecordId | None = None) -> tuple[Listed, ...]:
        """The company's settings; those of a project where one is named."""
        of_project = project is not None
        settings, chosen, actor = self._seen(project)
        return tuple(
            _listed(option, settings, chosen, actor)
            for option in OPTIONS
            if option.of_project is of_project
        )

    def one(self, name: str, project: RecordId | None = None) -> Listed:
        """A setting by its name; a project's usual value where no project is named.

        Raises:
            NoSuchOption: there is none.
        """
        option = option_named(name, of_project=project is not None)
        return _listed(option, *self._seen(project))

    def rehearse(
        self, name: str, text: str, project: RecordId | None = None, *, confirmed: bool = False
    ) -> Adjusted[Any] | Refused:
        """What `set` would answer, with nothing changed.

        Raises:
            NoSuchOption, BadValue: as `set`.
        """
        option = option_named(name, of_project=project is not None)
        settings, chosen, actor = self._seen(project)
        return _ruled(text, actor, self._change(option, settings, chosen, project), confirmed)

    def set(
        self, name: str, text: str, project: RecordId | None = None, *, confirmed: bool = False
    ) -> Adjusted[Any] | Refused:
        """Give a setting a value that was written.

        Raises:
            NoSuchOption: there is none of this name.
            BadValue: the text is no value of this setting.
        """
        option = option_named(name, of_project=project is not None)
        around = self._change(option, *self._seen(project)[:2], project)

        def company(actor: Actor, present: Settings) -> Adjusted[Settings] | Refused:
            return _ruled(text, actor, around._replace(settings=present), confirmed)

        def one_project(
            actor: Actor, present: ProjectSettings
        ) -> Adjusted[ProjectSettings] | Refused:
            return _ruled(text, actor, around._replace(chosen=present), confirmed)

        if option.of_project:
            if project is None:
                raise ValueError(f"{option.name} is the setting of a project")
            return self._store.adjust_project(project, self._actor, one_project)
        return self._store.adjust_settings(self._actor, company)

    def reset(self, name: str, project: RecordId | None = None) -> Adjusted[Any] | Refused:
        """Give a setting the value it has where nobody chose.

        Raises:
            NoSuchOption: there is none of this name.
        """
        return self.set(name, self.one(name, project).usual, project)

    def _seen(self, project: RecordId | None) -> tuple[Settings, ProjectSettings, Actor]:
        store = self._store
        chosen = store.project_settings(project) if project else ProjectSettings()
        held = store.person(self._actor.id) or self._actor
        return store.settings(), chosen, held._replace(session=self._actor.session)

    def _change(
        self,
        option: Option,
        settings: Settings,
        chosen: ProjectSettings,
        project: RecordId | None,
    ) -> Change:
        """What the guards of this setting look at, but for the wanted value."""
        asks_types = types_in_use_stay in option.guards
        transactions = any(c.transactions for c in self._store.chosen_projects().values())
        return Change(
            option,
            None,
            settings,
            chosen,
            self._vendor_types() if asks_types else {},
            transactions,
            self._store.find(project).status if project and option.of_project else None,
        )

    def _vendor_types(self) -> Mapping[str, Uses]:
        found: dict[str, Uses] = {}
        for view in TAB["vendors"].views:
            if view in {VIEW_OF[ErpStatus.SYNCED], View.READY_TO_IMPORT}:
                for one in self._store.ids(Query("vendors", view), MANY):
                    record = self._store.find(one.record)
                    body = record.body
                    if isinstance(body, Company) and body.vendor_type:
                        linked = record.title if view is not View.READY_TO_IMPORT else ""
                        _count(found, body.vendor_type, linked)
        return found


def _count(found: dict[str, Uses], name: str, linked: str) -> None:
    """One vendor more of a type; `linked` is its name where it is."""
    before = found.get(name, Uses())
    found[name] = (
        before._replace(linked=before.linked + 1, one=before.one or linked)
        if linked
        else before._replace(waiting=before.waiting + 1)
    )


def _listed(option: Option, settings: Settings, chosen: ProjectSettings, actor: Actor) -> Listed:
    value = held(option, settings, chosen)
    against = list(_standing(option, settings, actor))
    if option.final and value:
        against.append(_no_way_back(option))
    return Listed(
        option,
        told(option, value),
        told(option, usual(option)),
        form(option),
        choices(option, settings, chosen),
        tuple(against),
    )


def _standing(option: Option, settings: Settings, actor: Actor) -> tuple[Objection, ...]:
    """What stands against any change by this person."""
    if option.deed is None:
        by = option.sort.by if isinstance(option.sort, Told) else ""
        settled = isinstance(option.sort, Told) and bool(option.sort.value)
        text = (
            "There is no choice: the sources leave one value."
            if settled
            else f"Nobody sets it here: it is what {by} reports."
        )
        return (Objection(option.rule, text),)
    if actor.session.key and isinstance(option.sort, Text) and option.sort.form is absolute:
        text = "This names a file of the server: it is set there, and not over SSH."
        by = "an administrator at the machine"
        return (Objection("reliability 7", text, by, Cause.PERMISSION),)
    return deed_objections(option.deed, actor, settings, option.kind or ANY_KIND)


def _ruled(text: str, actor: Actor, change: Change, confirmed: bool) -> Adjusted[Any] | Refused:  # noqa: FBT001  # what the person said
    option, settings, chosen = change.option, change.settings, change.chosen
    against = _standing(option, settings, actor)
    if against:
        return Refused(Action.ADJUST, against)
    before, wanted = held(option, settings, chosen), read(option, text, settings, chosen)
    said = [f"{option.name}={told(option, wanted)}", f"before={told(option, before)}"]
    warnings: list[Objection] = []
    if wanted != before:
        found = [*_finality(change._replace(wanted=wanted), confirmed=confirmed)]
        meant = change._replace(wanted=wanted, confirmed=confirmed)
        asked = (guard(meant) for guard in option.guards)
        found += [objection for objection in asked if objection is not None]
        stopping = tuple(objection for objection in found if not objection.warning)
        if stopping:
            return Refused(Action.ADJUST, stopping)
        warnings = [objection for objection in found if objection.warning]
        said += ["confirmed=yes"] if option.final else []
    value: Settings | ProjectSettings = (
        rechosen(option, chosen, wanted)
        if option.of_project
        else replaced(option, settings, wanted)
    )
    return Adjusted(value, "\n".join(said), tuple(warnings))


def _finality(change: Change, *, confirmed: bool) -> tuple[Objection, ...]:
    option = change.option
    if not option.final:
        return ()
    if not change.wanted:
        return (_no_way_back(option),)
    if confirmed:
        return ()
    text = f"{option.final} Confirm that."
    return (Objection(option.rule, text, "you, by confirming it", Cause.MISSING),)


def _no_way_back(option: Option) -> Objection:
    return Objection(option.rule, f"{option.title} is on and stays on. {option.final}")
