"""SSH keys: what one is, whom it lets in and until when, and why it lets nobody in."""

from base64 import b64decode, b64encode
from binascii import Error
from datetime import datetime
from enum import StrEnum

from core.hashing import sha256
from core.people import Actor
from core.values import NamedTuple

KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
"""The kinds of key that are let in."""
LEAST_RSA = 2048 // 8
"""Bytes of the shortest RSA modulus."""
LONGEST_LABEL = 60


class BadKey(ValueError):
    """The text is no public key that is let in; it says why."""


class PublicKey(NamedTuple):
    """A key as its owner gives it away."""

    kind: str
    body: str
    """In base64."""
    comment: str = ""

    @property
    def line(self) -> str:
        """Without the comment, as a file of keys has it."""
        return f"{self.kind} {self.body}"

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` and the log of sshd tell it."""
        digest = bytes.fromhex(sha256(b64decode(self.body)))
        return f"SHA256:{b64encode(digest).decode().rstrip('=')}"


class KeyState(StrEnum):
    """Whether an administrator lets it in."""

    ACTIVE = "active"
    DISABLED = "disabled"


class UserKey(NamedTuple):
    """A key, and the person it stands for as long as there is a history."""

    fingerprint: str
    person: str
    label: str
    public: str
    """Kind and body, as a file of keys has them."""
    granted_by: str
    granted_at: datetime
    starts: datetime | None = None
    ends: datetime | None = None
    state: KeyState = KeyState.ACTIVE

    def standing(self, now: datetime) -> str:
        """In a word or two: active, disabled, expired, or not valid yet."""
        if self.state is not KeyState.ACTIVE:
            return str(self.state)
        if self.starts is not None and now < self.starts:
            return "not valid yet"
        if self.ends is not None and now >= self.ends:
            return "expired"
        return str(self.state)


def turned_away(
    fingerprint: str, key: UserKey | None, person: Actor | None, now: datetime
) -> str | None:
    """Why nobody is let in by this key at this moment; None where its person is."""
    ask = "ask an administrator of this company"
    if key is None:
        return f"The key {fingerprint} belongs to nobody here; {ask} to add it."
    standing = key.standing(now)
    if standing != KeyState.ACTIVE:
        return f"The key {fingerprint} ({key.label}) is {standing}; {ask}."
    if person is None or person.connector:
        return f"The key {fingerprint} stands for {key.person}, who is not here; {ask}."
    if not person.may_enter:
        return f"{person.name} may not sign in; {ask}."
    return None


def public_key(text: str) -> PublicKey:
    """Read one line as `ssh-keygen` writes it into a .pub file.

    Raises:
        BadKey: it is none, or one that is not let in.
    """
    if "PRIVATE KEY" in text:
        raise BadKey("This is a private key; keep it to yourself and give the .pub file instead.")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise BadKey(f"One public key is wanted; there are {len(lines)} lines.")
    kind, _, rest = lines[0].strip().partition(" ")
    body, _, comment = rest.strip().partition(" ")
    if kind not in KINDS:
        raise BadKey(f"A key begins with its kind, one of {', '.join(KINDS)}.")
    try:
        blob = b64decode(body, validate=True)
    except (Error, ValueError):
        blob = b""
    parts = _parts(blob)
    if not parts or parts[0] != kind.encode():
        raise BadKey(f"What follows {kind} is no key of that kind; it may have been cut short.")
    if kind == "ssh-rsa" and len(parts[-1].lstrip(b"\0")) < LEAST_RSA:
        raise BadKey(f"An RSA key has {LEAST_RSA * 8} bits at least; make one of ed25519.")
    return PublicKey(kind, body, comment.strip())


def _parts(blob: bytes) -> list[bytes]:
    """The strings that a key is made of; none where they do not come out even."""
    parts = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + size:
            return []
        parts.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return parts
