"""The SSH keys of one person in the setup: which let them in, adding one, shutting one out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from console.screens.setup_sections import SetupRow
from console.screens.setup_value import Answer, ValueModal, against
from console.widgets.lines import Line, Look, faint, flowed, heading
from core.decision import Refused
from core.desk import Desk
from core.people import Actor
from core.user_keys import BadKey, KeyState, UserKey, public_key

if TYPE_CHECKING:
    from textual.screen import Screen


def key_rows(desk: Desk, person: Actor) -> Sequence[SetupRow]:
    """One line a key; Enter lets it in or shuts it out."""
    now, admitter = datetime.now(UTC), desk.admitter
    barred = bool(admitter.objections())
    return [_row(desk, key, now, barred=barred) for key in admitter.listed(person.id)]


def _row(desk: Desk, key: UserKey, now: datetime, *, barred: bool) -> SetupRow:
    came = f"{key.granted_at:%Y-%m-%d} by {key.granted_by}"
    cells = (f"SSH key: {key.label}", key.standing(now), came)
    opens = None if barred else partial(_asking, desk, key)
    look = Look.FAINT if barred else Look.PLAIN
    return SetupRow(key.fingerprint, cells, look, partial(_told, key, now), opens)


def _asking(desk: Desk, key: UserKey) -> "Screen[str | None]":
    return KeyModal(desk, key)


def _told(key: UserKey, now: datetime, width: int) -> list[Line]:
    lines: list[Line] = [heading(f"SSH key {key.label}: {key.standing(now)}")]
    term = [f"from {key.starts:%Y-%m-%d %H:%M} UTC"] if key.starts else []
    term += [f"until {key.ends:%Y-%m-%d %H:%M} UTC"] if key.ends else []
    return [*lines, *flowed([faint("   ".join((key.fingerprint, *term)))], width, 2)]


class KeyModal(ValueModal):
    """Lets a key in, or shuts it out."""

    def __init__(self, desk: Desk, key: UserKey) -> None:
        self._desk, self._key = desk, key
        notes = (
            f"It is {key.state}. A session that came in by it ends when it is disabled.",
            key.fingerprint,
        )
        other = next(state for state in KeyState if state is not key.state)
        super().__init__(f"SSH key {key.label} of {key.person}", notes, other, tuple(KeyState))

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        del confirmed, warned
        admitter = self._desk.admitter
        turn = admitter.enable if value == KeyState.ACTIVE else admitter.disable
        done = turn(self._key.fingerprint)
        if isinstance(done, Refused):
            return Answer(problem=against(done.objections))
        return Answer(f"SSH key {self._key.label} is {value} now.")


class AddKeyModal(ValueModal):
    """Lets somebody in by a key that nobody has yet."""

    def __init__(self, desk: Desk, person: Actor) -> None:
        self._desk, self._person = desk, person
        notes = (
            "The line of the .pub file, such as: ssh-ed25519 AAAA... laptop",
            "Its last words are its label. sshd's file of keys must have it, too.",
        )
        super().__init__(f"Add an SSH key of {person.name}", notes, "")

    def attempt(self, value: str, *, confirmed: bool, warned: bool) -> Answer:
        del confirmed, warned
        try:
            key = public_key(value)
        except BadKey as why:
            return Answer(problem=str(why))
        label = key.comment or key.kind
        done = self._desk.admitter.add(self._person.id, key, label, datetime.now(UTC))
        if isinstance(done, Refused):
            return Answer(problem=against(done.objections))
        return Answer(f"{self._person.name} comes in by {label} now.")
