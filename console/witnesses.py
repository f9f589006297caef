"""Settings, rights and step one of the sync, as they are changed and asked for at the screens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.acts import Acts
from core.adjusting import Adjuster
from core.admitting import ALWAYS, Admitter, Changed, Term
from core.decision import Refused
from core.granting import Granter
from core.hops import Hops
from core.objection import Objection
from core.people import Actor
from core.ports import Adjusted, Depth, FirstStep, RecordStore, Span
from core.saving import Kept, Saver
from core.user_keys import PublicKey
from core.vocabulary import RecordId


class WitnessedAdjuster(Adjuster):
    """Settings, as they were set at the screen."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self._acts = acts

    def set(
        self, name: str, text: str, project: RecordId | None = None, *, confirmed: bool = False
    ) -> Adjusted[Any] | Refused:
        done = super().set(name, text, project, confirmed=confirmed)
        final = ("--confirm",) if confirmed and self.one(name, project).option.final else ()
        of_project = ("--project", project) if project else ()
        self._acts.add(("settings", "set", *of_project, *final, "--", name, text), _granted(done))
        return done


class WitnessedGranter(Granter):
    """Rights, as they were granted and taken at the screen."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self._acts = acts

    def grant(self, id: str, rights: Sequence[str]) -> Adjusted[Actor] | Refused:
        done = super().grant(id, rights)
        self._acts.add(("users", "grant", id, *rights), _granted(done))
        return done

    def revoke(self, id: str, rights: Sequence[str]) -> Adjusted[Actor] | Refused:
        done = super().revoke(id, rights)
        self._acts.add(("users", "revoke", id, *rights), _granted(done))
        return done

    def add(self, id: str, name: str) -> Adjusted[Actor] | Refused:
        done = super().add(id, name)
        self._acts.add(("users", "add", id, f"--name={name}"), _granted(done))
        return done


class WitnessedAdmitter(Admitter):
    """SSH keys, as they were let in and shut out at the screen."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self._acts = acts

    def add(
        self, person: str, public: PublicKey, label: str, now: datetime, term: Term = ALWAYS
    ) -> Changed:
        done = super().add(person, public, label, now, term)
        self._acts.add(
            ("users", "key", "add", person, "--key", "-", f"--label={label}"), _granted(done)
        )
        return done

    def disable(self, fingerprint: str) -> Changed:
        done = super().disable(fingerprint)
        self._acts.add(("users", "key", "disable", fingerprint), _granted(done))
        return done

    def enable(self, fingerprint: str) -> Changed:
        done = super().enable(fingerprint)
        self._acts.add(("users", "key", "enable", fingerprint), _granted(done))
        return done


class WitnessedSaver(Saver):
    """Views, as they were saved and dropped at the screen."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self._acts = acts

    def save(self, name: str, tab: str, text: str, *, shared: bool = False) -> Kept:
        done = super().save(name, tab, text, shared=shared)
        for_all = ("--shared",) if shared else ()
        self._acts.add(("views", "save", *for_all, "--", name, tab, text), _granted(done))
        return done

    def delete(self, name: str, *, shared: bool | None = None) -> Kept:
        done = super().delete(name, shared=shared)
        for_all = ("--shared",) if shared else ()
        self._acts.add(("views", "delete", *for_all, "--", name), _granted(done))
        return done


class WitnessedHops(Hops):
    """Step one of the sync, as it was asked for at the screen."""

    def __init__(self, store: RecordStore, actor: Actor, acts: Acts) -> None:
        super().__init__(store, actor)
        self._acts = acts

    def ask(self, span: Span, depth: Depth) -> FirstStep | tuple[Objection, ...]:
        answer = super().ask(span, depth)
        became = "asked" if isinstance(answer, FirstStep) else "refused"
        self._acts.add(("hh2", "sync", "--range", span, "--depth", depth), became)
        return answer


def _granted(done: object) -> str:
    return "refused" if isinstance(done, Refused) else "done"
