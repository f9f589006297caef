"""How a company's own systems are reached: addresses in one file, secrets in another or in systemd.

Nothing of this is kept in the store, and no secret is ever shown.
"""

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from adapters.whole_files import put
from core.ports import StoreUnusable

FILE, SECRETS = "connections.toml", "secrets.toml"
CREDENTIALS, CREDENTIAL = "CREDENTIALS_DIRECTORY", "countersign"
"""Where systemd puts what a unit may know, and the file there that stands for secrets.toml."""
Model = TypeVar("Model", bound=BaseModel)
BY_PASTE = "urn:ietf:wg:oauth:2.0:oob"
"""What Procore takes for: show the code to the person."""
STAGED_RECORDS = "/rest/v1.0/companies/{company_id}/erp_staged_records/sync"
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


VERSION = r"^(\d{1,6}(\.\d{1,6}){0,4})?$"


class ConnectionsUnusable(StoreUnusable):
    """The connections cannot be used; the text names file, field and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Procore(_Part):
    """Where Procore is, and as what we come."""

    api: str = "https://api.procore.com"
    login: str = "https://login.procore.com"
    company: int = Field(gt=0)
    client_id: str = Field(min_length=1)
    by_person: bool = False
    """A person authorised it; otherwise it is a service account."""
    redirect: str = BY_PASTE
    """Where the app has the codes of persons sent; as it is here, they are shown to be pasted."""
    mode: Literal["public", "partner"] = "public"
    """Partners of Procore's may be let into its ERP tab, by calls that are not published."""
    guessed_staged_records: str = STAGED_RECORDS
    """In partner mode: the path at which records are staged, which Procore does not print."""
    calls_an_hour: int = Field(1_200, gt=0)
    """How many calls reading may make; Procore tells its own limit in every answer."""
    rows_a_page: int = Field(1_000, gt=0, le=2_000)
    """How many rows of a list are asked for at once; its pages advise 2,000 at most."""
    trust: str = ""
    """A certificate to trust besides those of this machine; empty for none."""

    @field_validator("api", "login")
    @classmethod
    def encrypted(cls, address: str) -> str:
        return _address(address)

    @field_validator("guessed_staged_records")
    @classmethod
    def path(cls, said: str) -> str:
        names = set(re.findall(r"{(.*?)}", said))
        if not said.startswith("/rest/") or names != {"company_id"}:
            raise ValueError("it is no path; write it like " + STAGED_RECORDS)
        return said

    @field_validator("redirect")
    @classmethod
    def encrypted_or_shown(cls, address: str) -> str:
        return address if address == BY_PASTE else _address(address)


class Hh2(_Part):
    """Where the company's hh2 is."""

    address: str
    trust: str = ""
    client: str = Field("", pattern=VERSION)
    """Version of the client on the Sage server; hh2 does not tell it, so empty is new enough."""
    sage: str = Field("", pattern=VERSION)
    """Version of Sage, likewise."""
    heard_within_s: float = Field(1_800.0, gt=0)
    """Seconds that a request may still arrive after its answer was given up."""
    pace: float = Field(1.0, gt=0)
    """How many seconds of a real hh2 one of its seconds stands for: more for a sandbox."""

    @field_validator("address")
    @classmethod
    def encrypted(cls, address: str) -> str:
        return _address(address)


class Connections(_Part):
    """Both systems."""

    procore: Procore
    hh2: Hh2


class ProcoreSecrets(_Part):
    client_secret: SecretStr


class Hh2Secrets(_Part):
    api_key: SecretStr
    api_secret: SecretStr
    user: SecretStr
    password: SecretStr


class Secrets(_Part):
    """What opens both."""

    procore: ProcoreSecrets
    hh2: Hh2Secrets


def read(home: Path) -> Connections:
    """Raises: ConnectionsUnusable."""
    return _read(home / FILE, Connections)


def secrets(home: Path) -> Secrets:
    """From systemd's credentials where there are any, else from a file that nobody else may read.

    Raises:
        ConnectionsUnusable.
    """
    folder = os.environ.get(CREDENTIALS)
    if folder and (given := Path(folder) / CREDENTIAL).exists():
        return _read(given, Secrets)
    place = home / SECRETS
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError as why:
        raise ConnectionsUnusable(
            f"{place} is missing, and there is no systemd credential named countersign; "
            "docs/operating.md says under `The company` how a command is given it."
        ) from why
    if mode & 0o077:
        raise ConnectionsUnusable(
            f"{place} is open to others on this machine (mode {mode:o}); run `chmod 600 {place}`."
        )
    return _read(place, Secrets)


def write(home: Path, connections: Connections) -> Path:
    """Keep the addresses. Returns the file."""
    place = home / FILE
    put(place, _toml(connections.model_dump()))
    return place


def come_by_person(home: Path) -> bool:
    """Come to Procore by a person's grant from now on. Returns whether it was otherwise before.

    Whatever else stands in the file, remarks too, stays as it is.

    Raises:
        ConnectionsUnusable.
    """
    import tomlkit

    if read(home).procore.by_person:
        return False
    place = home / FILE
    held: Any = tomlkit.parse(place.read_text("utf-8"))
    held["procore"]["by_person"] = True
    put(place, tomlkit.dumps(held).encode())
    return True


def write_secrets(home: Path, found: Secrets) -> Path:
    """Keep the secrets, for nobody else's eyes. Returns the file."""
    plain = {
        part: {name: secret.get_secret_value() for name, secret in values} for part, values in found
    }
    place = home / SECRETS
    put(place, _toml(plain))
    return place


def checked(model: type[Model], values: dict[str, Any], where: str) -> Model:
    """Raises: ConnectionsUnusable: naming the field, and never what a secret was."""
    try:
        return model.model_validate(values)
    except ValidationError as why:
        first = why.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        told = first["msg"].removeprefix("Value error, ")
        raise ConnectionsUnusable(f"{where}: {field}: {told}.") from None


def _read(place: Path, model: type[Model]) -> Model:
    try:
        values = tomllib.loads(place.read_text("utf-8"))
    except FileNotFoundError as why:
        raise ConnectionsUnusable(f"{place} is missing; run `countersign init`.") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise ConnectionsUnusable(f"{place} cannot be read as TOML; mend it.") from why
    except OSError as why:
        raise ConnectionsUnusable(f"{place} cannot be read: {why.strerror}.") from why
    return checked(model, values, str(place))


def _toml(values: dict[str, dict[str, Any]]) -> bytes:
    import tomlkit

    return tomlkit.dumps(values).encode()


def _address(said: str) -> str:
    """An address that is encrypted, unless it is on this very machine.

    Raises:
        ValueError: it is not.
    """
    parts = urlsplit(said)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username:
        raise ValueError("it is no address; write it like https://api.procore.com")
    if parts.scheme == "http" and parts.hostname not in HERE:
        raise ValueError("it is not encrypted; write https://, http:// is for this machine only")
    return said.rstrip("/")
