"""Founds a company on systems of its own: connections, routes, and the first administrator."""

import os
import sys
from collections.abc import Sequence
from getpass import getuser
from pathlib import Path
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.connection import asked_by_person, offered
from console.home import Home
from core.founding import Founding
from core.ports import StoreUnusable
from core.routes import REAL, Routes, routes_of

API, LOGIN = "https://api.procore.com", "https://login.procore.com"
HH2, SANDBOX = "hh2", "sandbox"
CONNECTORS = (HH2, SANDBOX)
ASKED = (
    ("company", "Name of the company"),
    ("hh2", "Address of the company's hh2, such as https://example.hh2.com"),
    ("procore-company", "The company's number at Procore"),
    ("procore-client", "Client id of the app at Procore"),
    ("procore-api", "Address of Procore"),
    ("procore-login", "Address to sign in at"),
    ("admin", "Account of the first administrator on this machine"),
    ("name", "Their full name"),
)
HIDDEN = (
    ("procore", "client_secret", "Client secret of the app at Procore"),
    ("hh2", "api_key", "API key of hh2"),
    ("hh2", "api_secret", "API secret of hh2"),
    ("hh2", "user", "hh2 user"),
    ("hh2", "password", "hh2 password"),
)


def init(call: Call) -> int:
    """Ask for what was not said; write nothing before all of it is sound.

    Raises:
        Trouble: something is missing or unsound, or a company lives here already.
    """
    from console.bootstrap import found_company

    home = call.home.made()
    if home.settled:
        raise Trouble(
            f"A company lives in {home.path} already; it is left alone. "
            "Name another folder with --home."
        )
    if _connector(call) == SANDBOX:
        from console.cli.demo import made

        return made(call)
    usual = {"procore-api": API, "procore-login": LOGIN}
    if sys.stdin.isatty():
        usual["admin"] = getuser()
    said = {name: call.text(name) or _ask(name, text, usual.get(name)) for name, text in ASKED}
    routes, by_person = _routes(call), asked_by_person(call)
    trust = _kept(trust=call.text("trust"))
    addresses: dict[str, dict[str, Any]] = {
        "procore": {
            "company": said["procore-company"],
            "client_id": said["procore-client"],
            "by_person": by_person,
            "api": said["procore-api"],
            "login": said["procore-login"],
            **trust,
        },
        "hh2": {"address": said["hh2"], **trust},
    }
    who = Founding(said["company"], said["admin"], said["name"], routes)
    try:
        found_company(home, who, (addresses, _secrets(call)))
    except StoreUnusable as why:
        raise Trouble(str(why)) from why
    value = {"home": str(home.path), "company": who.company, "admin": who.admin}
    call.out.answer(value | {"routes": routes._asdict()}, _told(home, who))
    return offered(call) if by_person else exits.DONE


def _connector(call: Call) -> str:
    said = call.text("connector")
    if said is None and sys.stdin.isatty():
        said = _ask("connector", "Connector: Sage through hh2, or a sandbox that plays all", HH2)
    if said not in (None, *CONNECTORS):
        raise Trouble(f"--connector {said!r} is none; there are {' and '.join(CONNECTORS)}.")
    return said or HH2


def _routes(call: Call) -> Routes:
    """Those of the options, or of one question; at a pipe the usual ones do without."""
    said: Sequence[str] = call.several("route")
    if not said and sys.stdin.isatty():
        usual = ", ".join(f"{kind}={route}" for kind, route in REAL._asdict().items())
        call.out.say(f"How each kind reaches Sage: {usual}.")
        said = (
            _ask("route", "Others, as kind=route; Enter keeps these", "").replace(",", " ").split()
        )
    try:
        return routes_of(said)
    except ValueError as why:
        raise Trouble(str(why)) from why


def _told(home: Home, who: Founding) -> list[str]:
    return [
        f"{who.company} is founded in {home.path}; {who.name} administers it.",
        "Addresses stand in connections.toml, secrets in secrets.toml, for nobody else to read.",
        "Next:",
        "  countersign doctor              tries each connection and says what is wrong",
        "  countersign settings            how each kind reaches Sage, and everything else",
        "  countersign connector           performs what is owed; docs/operating.md has its unit",
        "  countersign users add NAME      the people, with their SSH keys",
    ]


def _ask(name: str, question: str, usual: str | None = None) -> str:
    """Raises: Trouble where nobody can be asked and nothing is usual."""
    if not sys.stdin.isatty():
        if usual is not None:
            return usual
        raise Trouble(f"Say --{name}: {question[0].lower()}{question[1:]}.")
    import click

    answer: str = click.prompt(question, default=usual, show_default=bool(usual), err=True)
    return answer.strip()


def _secrets(call: Call) -> dict[str, dict[str, str]]:
    """From a TOML file, or from hidden questions; never from the words of the command.

    Raises:
        Trouble: there is neither.
    """
    place = call.text("secrets")
    if place is not None:
        return _read(place)
    if not sys.stdin.isatty():
        raise Trouble(
            "Say --secrets FILE: a TOML file with [procore] client_secret and [hh2] api_key, "
            "api_secret, user, password; `-` reads it from stdin."
        )
    import click

    found: dict[str, dict[str, str]] = {}
    for part, name, question in HIDDEN:
        answer = click.prompt(question, hide_input=True, err=True)
        found.setdefault(part, {})[name] = answer
    return found


def _read(place: str) -> dict[str, Any]:
    import tomllib

    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text("utf-8")
        return tomllib.loads(text)
    except OSError as why:
        raise Trouble(f"{place} cannot be read: {os.strerror(why.errno or 0)}.") from why
    except ValueError as why:
        raise Trouble(f"{place} is no TOML; write [procore] and [hh2] with their values.") from why


def _kept(**said: str | None) -> dict[str, str]:
    return {name: text for name, text in said.items() if text is not None}
