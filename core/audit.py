"""Who did what, when, from what to what, and with which words; chained so that edits show."""

from datetime import datetime

from core.hashing import sha256
from core.people import Session
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordId, words

GENESIS = "0" * 64


class Entry(NamedTuple):
    """One change of one record, or of another subject: settings, a project's settings, a person."""

    seq: int
    at: datetime
    actor: str
    action: Action
    record: RecordId
    source: ErpStatus | None
    """None where the record appeared, or the subject is no record."""
    target: ErpStatus | None
    """None where the subject is no record."""
    version: int
    batch: str
    said: str
    """Answers and evidence as `field=value` lines; the reason, the Sage id."""
    hash: str
    person: str = ""
    """The id of whoever `actor` names; empty in entries older than that is kept."""
    digest: str = ""
    """Of the content that this version of a record holds (core.canonical)."""
    origin: str = ""
    """The session, its key and address, and the program, as `field=value` words."""

    @property
    def left_it(self) -> str:
        """Where it left a record, in words; empty for what is no record."""
        return words(self.target) if self.target else ""


SETTINGS = RecordId("settings")
"""The subject of the company's settings."""
PERSON, PROJECT, VIEW, KEY = "person:", "project:", "view:", "key:"
"""How the subjects of people, of a project's settings, of saved views and of SSH keys begin."""


def of_person(id: str) -> RecordId:
    """The subject of a person's rights."""
    return RecordId(PERSON + id)


def of_project(project: RecordId) -> RecordId:
    """The subject of a project's settings."""
    return RecordId(PROJECT + project)


def of_view(owner: str, name: str) -> RecordId:
    """The subject of a saved view; no owner where it is shared."""
    return RecordId(f"{VIEW}{owner}:{name.casefold()}")


def of_key(fingerprint: str) -> RecordId:
    """The subject of an SSH key."""
    return RecordId(KEY + fingerprint)


def is_subject(name: str) -> bool:
    """Whether a name in the audit stands for something that is no record."""
    return name == SETTINGS or name.startswith((PERSON, PROJECT, VIEW, KEY))


def chained(before: str, entry: Entry) -> str:
    """The hash of an entry: SHA-256 over the hash before it and its own fields."""
    source = entry.source or ""
    # Fields are joined by the unit separator, which `said` never holds: clean text only.
    text = "\x1f".join(
        (
            before,
            str(entry.seq),
            str(round(entry.at.timestamp() * 1000)),
            entry.actor,
            entry.action,
            entry.record,
            source,
            entry.target or "",
            str(entry.version),
            entry.batch,
            entry.said.replace("\x1f", " "),
        )
    )
    later = (entry.person, entry.digest, entry.origin)
    if any(later):
        text = "\x1f".join((text, *later))
    return sha256(text.encode())


def origin_of(session: Session, program: str) -> str:
    """Where something came from, as an entry keeps it: `session=… key=… from=… program=…`."""
    said = {"session": session.id, "key": session.key, "from": session.address, "program": program}
    return " ".join(f"{name}={''.join(v.split())}" for name, v in said.items() if v)
