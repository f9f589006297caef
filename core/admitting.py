"""Use case: an administrator says by which SSH key a person comes in, and until when."""

from collections.abc import Sequence
from datetime import datetime

from core.audit import Entry, of_key
from core.decision import Refused
from core.objection import Cause, Objection
from core.people import Actor
from core.permissions import GRANTOR, Deed, deed_objections
from core.ports import Adjusted, RecordStore
from core.user_keys import LONGEST_LABEL, KeyState, PublicKey, UserKey
from core.values import NamedTuple
from core.vocabulary import Action

RULE = "reliability 7"
Changed = Adjusted[UserKey | None] | Refused


class Term(NamedTuple):
    """From when a key is let in, and until when."""

    starts: datetime | None = None
    ends: datetime | None = None


ALWAYS = Term()


class Admitter:
    """Looks at keys and changes who comes in by them, as one person."""

    def __init__(self, store: RecordStore, actor: Actor) -> None:
        self._store, self._actor = store, actor

    def listed(self, person: str = "") -> Sequence[UserKey]:
        """Those of a person, or of everybody, by person and then by when they were granted."""
        found = self._store.user_keys(person)
        return sorted(found, key=lambda key: (key.person, key.granted_at, key.fingerprint))

    def named(self, text: str) -> UserKey | Refused:
        """The key of a fingerprint, of the beginning of one, or of a label that no other has."""
        keys = self._store.user_keys("")
        bare = text.removeprefix("SHA256:")
        found = [k for k in keys if text in {k.fingerprint, k.label}] or [
            k for k in keys if bare and k.fingerprint.removeprefix("SHA256:").startswith(bare)
        ]
        if len(found) == 1:
            return found[0]
        count = f"{len(found)} keys are" if found else "no key is"
        said = f"{text!r} is no key of its own: {count} called so. `users key list` shows them."
        return Refused(Action.ADJUST, (Objection(RULE, said, cause=Cause.UNKNOWN),))

    def history(self, fingerprint: str) -> Sequence[Entry]:
        return self._store.history(of_key(fingerprint))

    def objections(self) -> tuple[Objection, ...]:
        """What stands against letting anybody in by this person."""
        return self._denied(self._store.person(self._actor.id) or self._actor)

    def add(
        self, person: str, public: PublicKey, label: str, now: datetime, term: Term = ALWAYS
    ) -> Changed:
        """Let a person in by a key that nobody has yet."""
        mark = public.fingerprint
        key = UserKey(mark, person, label, public.line, self._actor.name, now, *term)

        def judge(actor: Actor, present: UserKey | None) -> Changed:
            against = self._denied(actor) or self._unfit(key, present) or _untimely(term, now)
            if against:
                return Refused(Action.ADJUST, against)
            said = [f"person={person}", f"label={label}", f"key={public.line}"]
            said += [f"{name}={at.isoformat()}" for name, at in term._asdict().items() if at]
            return Adjusted(key, "\n".join(said))

        return self._store.adjust_key(mark, self._actor, judge)

    def disable(self, fingerprint: str) -> Changed:
        """Let nobody in by it any more; sessions that it opened end."""
        return self._turn(fingerprint, KeyState.DISABLED)

    def enable(self, fingerprint: str) -> Changed:
        return self._turn(fingerprint, KeyState.ACTIVE)

    def _turn(self, fingerprint: str, state: KeyState) -> Changed:
        def judge(actor: Actor, present: UserKey | None) -> Changed:
            if against := self._denied(actor):
                return Refused(Action.ADJUST, against)
            if present is None:
                text = f"There is no key {fingerprint}."
                return Refused(Action.ADJUST, (Objection(RULE, text, cause=Cause.UNKNOWN),))
            return Adjusted(present._replace(state=state), f"state={state}")

        return self._store.adjust_key(fingerprint, self._actor, judge)

    def _denied(self, actor: Actor) -> tuple[Objection, ...]:
        return deed_objections(Deed.GRANT_PRIVILEGES, actor, self._store.settings())

    def _unfit(self, key: UserKey, present: UserKey | None) -> tuple[Objection, ...]:
        """A key stands for one person for good: what was done by it stays theirs."""
        person = self._store.person(key.person)
        lifted, cause = "you, with another one", Cause.MISSING
        if person is None or person.connector:
            text, lifted, cause = f"Nobody here is called {key.person!r}.", GRANTOR, Cause.UNKNOWN
        elif present is not None:
            again = "; enable it" if present.person == key.person else ""
            text = f"This key stands for {present.person} already, as {present.label!r}{again}."
        elif not key.label or not key.label.isprintable() or len(key.label) > LONGEST_LABEL:
            text = f"A key's label takes 1 to {LONGEST_LABEL} characters that can be seen."
        elif any(k.label == key.label for k in self._store.user_keys(key.person)):
            text = f"{person.name} has a key {key.label!r} already; give this one another label."
        else:
            return ()
        return (Objection(RULE, text, lifted, cause),)


def _untimely(term: Term, now: datetime) -> tuple[Objection, ...]:
    if term.ends is not None and term.ends <= max(now, term.starts or now):
        text = "A key that ends before it begins, or has ended, lets nobody in."
        return (Objection(RULE, text, "you, with a later end", Cause.MISSING),)
    return ()
