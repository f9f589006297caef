"""Failures by their root cause: one group for what one step mends, in plain words."""

import re
from collections.abc import Iterable, Sequence

from core.ports import Asked, Failed, RecordStore
from core.tabs import ROWS
from core.troubles import FAULTS, UNKNOWN, Meaning, Names
from core.values import NamedTuple
from core.vocabulary import Action, Cents, RecordKind

READ = 10_000
"""So many failures are grouped at most, the oldest first."""
ON_GROUPS = (Action.ACCEPT, Action.UPDATE, Action.REJECT)
"""What may be asked of all that failed for one reason."""
QUOTED = re.compile(r"'([^']*)'")
MONTH = re.compile(r"\b\d{4}-\d{2}\b")
ITEM = re.compile(r"[Ii]tem (\d+)")
CODE = re.compile(r"[Cc]ost code (\S+?)[;,.]?(?= |$)")
CATEGORY = re.compile(r"[Cc]ategory (\S+?)[;,.]?(?= |$)")


class Root(NamedTuple):
    """Why something failed: a code, and what it names."""

    code: str
    thing: str
    """Empty where the code alone says it."""


class Group(NamedTuple):
    """All that failed for one reason."""

    root: Root
    meaning: Meaning
    known: bool
    """False where the catalogue has no words for the code."""
    failures: tuple[Failed, ...]

    @property
    def passing(self) -> int:
        """How many trying again unchanged may help."""
        return sum(one.fault.passing for one in self.failures)

    def meant(self, action: Action) -> tuple[Failed, ...]:
        """Those that an action on the whole group is for: trying again is for passing faults."""
        if action not in ON_GROUPS:
            return ()
        known = (one for one in self.failures if action in ROWS[one.row.kind, one.row.status])
        return tuple(one for one in known if one.fault.passing or action is not Action.ACCEPT)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What may be asked of the group, whoever asks."""
        return tuple(action for action in ON_GROUPS if self.meant(action))

    @property
    def totals(self) -> tuple[tuple[str, Cents], ...]:
        return totals(self.failures)

    @property
    def example(self) -> str:
        """Sage's own words, of the oldest."""
        return self.failures[0].fault.text


def totals(failures: Iterable[Failed]) -> tuple[tuple[str, Cents], ...]:
    """What they come to, by currency."""
    sums: dict[str, Cents] = {}
    for row, _, _ in failures:
        sums[row.currency] = sums.get(row.currency, 0) + row.amount
    return tuple((currency, total) for currency, total in sorted(sums.items()) if total)


def asked(failures: Iterable[Failed]) -> list[Asked]:
    """Each at the version that was read."""
    return [Asked(one.row.id, one.row.version, digest=one.row.digest) for one in failures]


def root_of(one: Failed) -> Root:
    """The same for two records that one step would mend."""
    code = one.fault.code
    meaning = FAULTS.get(code)
    if meaning is None:
        return Root(code, one.fault.text)
    return Root(code, _thing(meaning.names, one))


def _thing(names: Names, one: Failed) -> str:
    row, text = one.row, one.fault.text
    job = row.number if row.kind is RecordKind.PROJECT else row.project_number
    match names:
        case Names.VENDOR:
            return row.title if row.kind is RecordKind.COMPANY else row.vendor_name
        case Names.VENDOR_TYPE:
            return _first(QUOTED, text)
        case Names.JOB:
            return job
        case Names.PARENT:
            return one.parent_number
        case Names.CODE:
            parts = (_first(CODE, text), _first(CATEGORY, text), f"on {job}" if job else "")
            return " ".join(part for part in parts if part)
        case Names.ITEM:
            item = _first(ITEM, text)
            return f"{item} of {one.parent_number}" if item and one.parent_number else item
        case Names.PERIOD:
            return _first(MONTH, text)
        case Names.NOTHING:
            return ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    """What a pattern finds; with one group, that."""
    found = pattern.search(text)
    return found.group(found.re.groups) if found else ""


def grouped(failures: Iterable[Failed]) -> tuple[Group, ...]:
    """The largest group first; of equal ones the one that failed first."""
    roots: dict[Root, list[Failed]] = {}
    for one in failures:
        roots.setdefault(root_of(one), []).append(one)
    groups = [_group(root, found) for root, found in roots.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.failures)))


def _group(root: Root, found: Sequence[Failed]) -> Group:
    meaning = FAULTS.get(root.code)
    return Group(root, meaning or UNKNOWN, meaning is not None, tuple(found))


def read(store: RecordStore) -> tuple[Group, ...]:
    """Everything that failed and waits, by its root."""
    return grouped(store.failures(READ))
