"""SSH keys, and writing only while the one that a session came in by stands."""

from collections.abc import Sequence
from typing import Any

from adapters.sqlite import Connection
from adapters.stores import rows
from adapters.stores.facts import Facts
from adapters.stores.persons import person_of
from core.audit import of_key
from core.decision import Refused
from core.people import Actor
from core.ports import Adjust, Adjusted, NotAdmitted
from core.user_keys import KeyState, UserKey, turned_away

COLUMNS = "fingerprint, person, label, public, granted_by, granted_at, starts, ends, state"
KEEP_KEY = (
    f"INSERT INTO user_keys ({COLUMNS}) VALUES ({rows.places(COLUMNS)}) "
    "ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state"
)
"""Of a key that is here only its state ever changes."""
ONE = f"SELECT {COLUMNS} FROM user_keys WHERE fingerprint = ?"
SEVERAL = f"SELECT {COLUMNS} FROM user_keys WHERE ? IN ('', person) ORDER BY fingerprint"
WHO = "SELECT id, person FROM people WHERE id = ?"


class Admission(Facts):
    """The part of the store that knows who comes in by which key."""

    def user_key(self, fingerprint: str) -> UserKey | None:
        found = self._database.rows(ONE, (fingerprint,))
        return _key(found[0]) if found else None

    def user_keys(self, person: str) -> Sequence[UserKey]:
        return [_key(row) for row in self._database.rows(SEVERAL, (person,))]

    def adjust_key(
        self, fingerprint: str, actor: Actor, judge: Adjust[UserKey | None]
    ) -> Adjusted[UserKey | None] | Refused:
        with self._adjusting(of_key(fingerprint), actor) as (shelf, adjusting):
            done = adjusting.judged(self.user_key(fingerprint), judge)
            if adjusting.entry is not None and isinstance(done, Adjusted) and done.value:
                shelf.adjust(adjusting.entry, KEEP_KEY, _row(done.value))
        return done

    def write_only_while_admitted(self, fingerprint: str) -> None:
        """From now on nothing is written once this key lets its person in no more.

        That is looked at inside each write transaction, which then raises NotAdmitted.
        """

        def admit(connection: Connection) -> None:
            found = connection.execute(ONE, (fingerprint,)).fetchall()
            key = _key(found[0]) if found else None
            who = connection.execute(WHO, (key.person,)).fetchall() if key else ()
            person = person_of(*who[0]) if who else None
            if why := turned_away(fingerprint, key, person, self._clock()):
                raise NotAdmitted(why)

        self._database.admit = admit


def _key(row: Sequence[Any]) -> UserKey:
    fingerprint, person, label, public, by, at, starts, ends, state = row
    return UserKey(
        fingerprint, person, label, public, by, rows.moment(at), rows.maybe_moment(starts),
        rows.maybe_moment(ends), KeyState(state),
    )  # fmt: skip


def _row(of: UserKey) -> tuple[Any, ...]:
    return (
        of.fingerprint, of.person, of.label, of.public, of.granted_by, rows.micros(of.granted_at),
        rows.maybe_micros(of.starts), rows.maybe_micros(of.ends), of.state.value,
    )  # fmt: skip
