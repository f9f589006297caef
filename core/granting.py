"""Use case: an administrator of the directory adds people, and grants and takes their rights."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from core.audit import Entry, of_person
from core.decision import Refused
from core.objection import Cause, Objection
from core.people import CONNECTOR, Actor
from core.permissions import GRANTOR, Deed, deed_objections
from core.ports import Adjusted, RecordStore
from core.privileges import ADDED, Granted, Privilege, Sort, differences, granted, named
from core.vocabulary import Action, Level, RecordKind, Tool

ROW = "permissions A.1 row 47"
INVOICES = frozenset({RecordKind.SUBCONTRACTOR_INVOICE, RecordKind.OWNER_INVOICE})
"""Can Export of these is not ticked unless somebody ticks it (A.0-6)."""
COMPANY_TOOLS = (Tool.ERP, Tool.COMPANY_ADMIN)
"""An administrator of the Company Directory is one of these, too (A.0-7)."""
ACCOUNT = re.compile(r"[a-z_][a-z0-9_.-]{0,31}")
LONGEST_NAME = 60


class Granter:
    """Looks at people and changes their rights, as one person."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor

    def people(self) -> tuple[Actor, ...]:
        """Everybody at a keyboard."""
        return tuple(person for person in self._store.people() if not person.connector)

    def person(self, id: str) -> Actor | None:
        person = self._store.person(id)
        return None if person is None or person.connector else person

    def history(self, id: str) -> Sequence[Entry]:
        """What happened to a person's rights, oldest first."""
        return self._store.history(of_person(id))

    def objections(self) -> tuple[Objection, ...]:
        """What stands against granting anything by this person."""
        actor = self._store.person(self._actor.id) or self._actor
        return deed_objections(Deed.GRANT_PRIVILEGES, actor, self._store.settings())

    def grant(self, id: str, rights: Sequence[str]) -> Adjusted[Actor] | Refused:
        """Raises: BadRight: one of them is written as none is."""
        return self._give(id, tuple(named(rights, taken=False)))

    def revoke(self, id: str, rights: Sequence[str]) -> Adjusted[Actor] | Refused:
        """Raises: BadRight: one of them is written as none is."""
        return self._give(id, tuple(named(rights, taken=True)))

    def rehearse(
        self, account: str, rights: Sequence[str], *, taken: bool
    ) -> Adjusted[Actor] | Refused:
        """What `grant` or `revoke` would answer, with nothing changed.

        Raises:
            BadRight: one of them is written as none is.
        """
        people = {person.id: person for person in self._store.people()}
        given = tuple(named(rights, taken=taken))
        return self._judged(account, given, people.get(self._actor.id) or self._actor, people)

    def confirm(self, id: str) -> Adjusted[Actor] | Refused:
        """Say that what somebody granted themself is meant: they may decide by it from now on."""

        def judge(actor: Actor, people: Mapping[str, Actor]) -> Adjusted[Actor] | Refused:
            person = people.get(id)
            against = self._denied(actor) or _unknown(id, person, people)
            if not against and actor.id == id:
                text = "Nobody confirms their own grants; another administrator does."
                against = (Objection("reliability I8", text, GRANTOR, Cause.PERMISSION),)
            if against or person is None:
                return Refused(Action.ADJUST, against)
            told = f"{actor.name}, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
            return Adjusted(person._replace(confirmed=told), "confirmed=yes")

        return self._store.adjust_person(id, self._actor, judge)

    def add(self, id: str, name: str) -> Adjusted[Actor] | Refused:
        """Somebody new, without a level or a privilege yet."""

        def judge(actor: Actor, people: Mapping[str, Actor]) -> Adjusted[Actor] | Refused:
            against = self._denied(actor) or _unfit(id, name, people)
            if against:
                return Refused(Action.ADJUST, against)
            person = Actor(id, name, exports=frozenset(RecordKind) - INVOICES)
            return Adjusted(person, f"{ADDED}={name}")

        return self._store.adjust_person(id, self._actor, judge)

    def _give(self, id: str, given: Sequence[Granted]) -> Adjusted[Actor] | Refused:
        def judge(actor: Actor, people: Mapping[str, Actor]) -> Adjusted[Actor] | Refused:
            return self._judged(id, given, actor, people)

        return self._store.adjust_person(id, self._actor, judge)

    def _judged(
        self, id: str, given: Sequence[Granted], actor: Actor, people: Mapping[str, Actor]
    ) -> Adjusted[Actor] | Refused:
        before = people.get(id)
        against = self._denied(actor) or _unknown(id, before, people)
        if against or before is None:
            return Refused(Action.ADJUST, against)
        after = granted(before, _with_company_tools(given))
        against = (*_implied(after), *_last_granter(after, people))
        if against:
            return Refused(Action.ADJUST, against)
        said = "\n".join(differences(before, after))
        return Adjusted(after, said, tuple(_worth_knowing(before, after, actor)))

    def _denied(self, actor: Actor) -> tuple[Objection, ...]:
        return deed_objections(Deed.GRANT_PRIVILEGES, actor, self._store.settings())


def is_approver(person: Actor) -> bool:
    """Can Push to Accounting besides Standard or Admin: the green badge (A.0-8)."""
    return person.can_push and person.level(Tool.ERP) >= Level.STANDARD


def may_grant(person: Actor) -> bool:
    return not deed_objections(Deed.GRANT_PRIVILEGES, person)


def _unknown(id: str, person: Actor | None, people: Mapping[str, Actor]) -> tuple[Objection, ...]:
    if person is None or person.connector:
        known = ", ".join(sorted(p.id for p in people.values() if not p.connector))
        text = f"Nobody here has the account {id!r}; there are {known}."
        return (Objection(ROW, text, GRANTOR, Cause.UNKNOWN),)
    return ()


def _unfit(id: str, name: str, people: Mapping[str, Actor]) -> tuple[Objection, ...]:
    """What is wrong with a new person's account or name."""
    if id in people or id == CONNECTOR.id:
        text = f"The account {id!r} is taken; grant it rights, or choose another."
    elif not ACCOUNT.fullmatch(id):
        text = f"{id!r} is no account: small letters, digits, _ . - and 32 characters at most."
    elif not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        text = f"A person's name takes 1 to {LONGEST_NAME} characters that can be seen."
    else:
        return ()
    return (Objection(ROW, text, "you, with another one", Cause.MISSING),)


def _with_company_tools(given: Sequence[Granted]) -> tuple[Granted, ...]:
    """Admin of the Company Directory brings Admin of every tool of the company (A.0-7)."""
    directory = Granted(Privilege(Sort.LEVEL, tool=Tool.COMPANY_DIRECTORY), Level.ADMIN.words)
    if directory not in given:
        return tuple(given)
    brought = (Granted(Privilege(Sort.LEVEL, tool=tool), Level.ADMIN.words)
               for tool in COMPANY_TOOLS)  # fmt: skip
    return (*brought, *given)


def _implied(after: Actor) -> tuple[Objection, ...]:
    """An administrator of the directory holds no lower level of another tool of the company."""
    if after.level(Tool.COMPANY_DIRECTORY) < Level.ADMIN:
        return ()
    low = [tool for tool in COMPANY_TOOLS if after.level(tool) < Level.ADMIN]
    return tuple(
        Objection(
            "permissions A.0-7",
            f"{after.name} is Admin of {Tool.COMPANY_DIRECTORY}, and so of {tool}.",
            f"you, by lowering {Tool.COMPANY_DIRECTORY} as well",
        )
        for tool in low
    )


def _last_granter(after: Actor, people: Mapping[str, Actor]) -> tuple[Objection, ...]:
    """Somebody is left who can grant rights; nobody could give them back otherwise."""
    everybody = {**people, after.id: after}.values()
    if any(may_grant(person) for person in everybody) or not may_grant(people[after.id]):
        return ()
    text = f"Nobody but {after.name} can grant rights; without these nobody could."
    return (Objection(ROW, text, "you, by granting them to somebody else first"),)


def _worth_knowing(before: Actor, after: Actor, actor: Actor) -> list[Objection]:
    """What a grant does not do by itself."""
    texts = []
    if after.can_push and not is_approver(after):
        texts.append(f"Can Push to Accounting is worth nothing below Standard of {Tool.ERP}.")
    ticks = (before.exports, before.imports) != (after.exports, after.imports)
    if ticks and after.level(Tool.COMPANY_DIRECTORY) >= Level.ADMIN:
        text = f"Can Import and Can Export do not bite for Admin of {Tool.COMPANY_DIRECTORY}."
        texts.append(text)
    if after.id == actor.id and not may_grant(after):
        texts.append("You can grant no rights any more.")
    return [Objection("permissions A.0", text, warning=True) for text in texts]
