"""What was in force when a record was decided: the settings, and the rights of who decided."""

from collections.abc import Mapping, Sequence

from core.audit import SETTINGS, Entry, of_person
from core.options import OPTIONS
from core.options.option import held
from core.options.reading import told
from core.people import Actor
from core.ports import RecordStore
from core.privileges import PRIVILEGES, origins, value_of
from core.values import NamedTuple
from core.vocabulary import ASKABLE

FOUNDED = "as founded"
"""The value of a right before the first change that the history knows of."""
BEFORE = "before"


class InForce(NamedTuple):
    """What a decision was made under."""

    entry: Entry
    settings: Mapping[str, str]
    """Of the company, by name, in words."""
    rights: Mapping[str, str]
    """Of whoever decided, by word; empty where nobody of these people did."""


def in_force(store: RecordStore, history: Sequence[Entry]) -> list[InForce]:
    """For each step that a person took."""
    people = {person.id: person for person in store.people()}
    by_name = {person.name: person for person in people.values()}
    found = []
    for entry in history:
        if entry.action in ASKABLE:
            who = people.get(entry.person) or by_name.get(entry.actor)
            rights = rights_at(store, who, entry.seq) if who else {}
            found.append(InForce(entry, settings_at(store, entry.seq), rights))
    return found


def settings_at(store: RecordStore, seq: int) -> dict[str, str]:
    """The company's settings when an entry was written: those of today, with every change since
    taken back.
    """
    settings = store.settings()
    values = {o.name: told(o, held(o, settings)) for o in OPTIONS if not o.of_project}
    for entry in reversed(store.history(SETTINGS)):
        if entry.seq <= seq:
            break
        name, _, _ = entry.said.partition("=")
        lines = dict(line.partition("=")[::2] for line in entry.said.splitlines())
        if name in values and BEFORE in lines:
            values[name] = lines[BEFORE]
    return values


def rights_at(store: RecordStore, person: Actor, seq: int) -> dict[str, str]:
    """A person's rights when an entry was written."""
    history = store.history(of_person(person.id))
    before = [entry for entry in history if entry.seq <= seq]
    given, changed = origins(before), origins(history)
    values = {}
    for privilege in PRIVILEGES:
        word = privilege.word
        if word in given:
            lines = dict(line.partition("=")[::2] for line in given[word].said.splitlines())
            values[word] = lines.get(word, FOUNDED)
        else:
            values[word] = FOUNDED if word in changed else value_of(privilege, person)
    return values
