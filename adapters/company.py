"""Both systems of a company, put together: those of its sandbox, or its own behind HTTP."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.connections import (
    FILE,
    SECRETS,
    Connections,
    ConnectionsUnusable,
    Hh2,
    Hh2Secrets,
    Procore,
    ProcoreSecrets,
    Secrets,
    read,
    secrets,
)
from adapters.routes.by_hand import ByHand, Held
from adapters.routes.routed import RoutedErp
from adapters.wire.failures import WireFailure
from core.epoch import Witness
from core.health import Reach
from core.ports import Erp, OutsideUnreachable, ProjectSystem, RelayDoor
from core.routes import Route, Routes
from core.settings import Relay
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind

if TYPE_CHECKING:
    from adapters.hh2.session import Session as Hh2Session
    from adapters.procore.session import Session as ProcoreSession
    from adapters.wire.wire import Explain, Wire

TOKENS = "procore-tokens.json"
ON_THE_LIST = "It is on the worklist, to be keyed into Sage"
IN_A_FILE = "It waits for the next import file"
WITHIN = 30.0
"""Seconds of one call, at most."""


class Outside(NamedTuple):
    """Everything outside that a connector speaks with."""

    erp: Erp
    projects: ProjectSystem
    relay: RelayDoor
    witness: Witness
    lease: float
    """Seconds that whoever performs something holds it: longer than two calls last."""


def routed(
    routes: Callable[[], Routes],
    held: Held,
    way: tuple[Route, Erp],
    tells: Callable[[RecordKind], bool] = lambda _: True,
) -> Erp:
    """Sage by the route of each kind: by what is always there, and one way more, which reads.

    `tells` is whether that one tells of a kind.
    """
    ways: dict[Route, Erp] = {
        Route.WORKLIST: ByHand(held, ON_THE_LIST, tells),
        Route.FILE: ByHand(held, IN_A_FILE, tells),
        way[0]: way[1],
    }
    return RoutedErp(routes, ways, way[1])


def real(
    home: Path,
    routes: Callable[[], Routes],
    held: Held,
    linked: Callable[[RecordId], str],
    relay: Callable[[], Relay],
) -> Outside:
    """A company's own Procore and hh2, as its connections say.

    Raises:
        ConnectionsUnusable: they are missing or unsound.
    """
    from adapters.hh2.erp import Hh2Erp
    from adapters.hh2.keeping import Keeping
    from adapters.hh2.reading import TELLS
    from adapters.hh2.relay import Hh2Relay
    from adapters.procore.projects import ProcoreProjects

    found, secret = read(home), secrets(home)
    session = _hh2(found.hh2, secret.hh2)
    keeping = Keeping(home / "hh2.sqlite")
    erp = Hh2Erp(session, keeping, linked, heard_within=found.hh2.heard_within_s)
    projects = ProcoreProjects(
        _procore(found.procore, secret.procore, home),
        home / "procore.sqlite",
        calls_an_hour=found.procore.calls_an_hour,
    )
    way = routed(routes, held, (Route.HH2, erp), TELLS.__contains__)
    door = Hh2Relay(session, relay, found.hh2.pace)
    return Outside(way, projects, door, keeping, 2.5 * WITHIN)


def tried(home: Path) -> Iterator[Reach]:
    """Each system asked once, with what it takes to mend what is wrong."""
    try:
        found, secret = read(home), secrets(home)
    except ConnectionsUnusable as why:
        yield Reach("connections", "", str(why), "Mend the file, then run this again.")
        return
    questions: tuple[tuple[str, Callable[[], str], str], ...] = (
        ("hh2", lambda: _ask_hh2(found, secret), found.hh2.address),
        ("Procore", lambda: _ask_procore(found, secret, home), found.procore.api),
    )
    for system, ask, address in questions:
        try:
            yield Reach(system, ask())
        except (OutsideUnreachable, WireFailure) as why:
            step = f"Look at {system} in {FILE} and {SECRETS}, and whether {address} is reached."
            yield Reach(system, "", str(why), step)


def _ask_hh2(found: Connections, secret: Secrets) -> str:
    session = _hh2(found.hh2, secret.hh2)
    try:
        session.sign_in()
    finally:
        session.close()
    return f"{found.hh2.address} lets us in."


def _ask_procore(found: Connections, secret: Secrets, home: Path) -> str:
    from adapters.procore.calls import COMPANIES, ME

    session = _procore(found.procore, secret.procore, home)
    try:
        me = session.ask(ME).value
        companies = {row.get("id"): row.get("name") for row in session.rows(COMPANIES)}
    finally:
        session.close()
    number = found.procore.company
    if number not in companies:
        known = ", ".join(str(one) for one in companies) or "none"
        raise OutsideUnreachable(
            f"Procore, list companies: company {number} is not among those of this app: {known}."
        )
    name = me.get("name") if isinstance(me, dict) else None
    return f"{found.procore.api} knows us as {name or 'somebody'}, at {companies[number]}."


def _hh2(found: Hh2, secret: Hh2Secrets) -> "Hh2Session":
    from adapters.hh2.session import Credentials, explained
    from adapters.hh2.session import Session as Hh2Session

    credentials = Credentials(
        secret.api_key.get_secret_value(),
        secret.api_secret.get_secret_value(),
        secret.user.get_secret_value(),
        secret.password.get_secret_value(),
    )
    return Hh2Session(_wire("hh2", found.address, found.trust, explained), credentials)


def _procore(found: Procore, secret: ProcoreSecrets, home: Path) -> "ProcoreSession":
    from adapters.procore.errors import explained
    from adapters.procore.grants import Client, Grant
    from adapters.procore.session import Session as ProcoreSession

    client = Client(found.client_id, secret.client_secret.get_secret_value())
    login = _wire("Procore", found.login, found.trust, explained)
    grant = Grant(login, client, home / TOKENS, by_person=found.by_person)
    return ProcoreSession(_wire("Procore", found.api, found.trust, explained), grant, found.company)


def _wire(system: str, address: str, trust: str, explain: "Explain") -> "Wire":
    """Raises: ConnectionsUnusable: the certificate cannot be read."""
    from adapters.wire.deadline import Deadline
    from adapters.wire.wire import Wire

    try:
        # What is trusted: this machine's certificates, and one more where it is named.
        trusted = ssl.create_default_context(cafile=trust) if trust else None
    except OSError as why:
        raise ConnectionsUnusable(f"{FILE}: {trust} is no certificate: {why}.") from why
    return Wire(system, address, explain=explain, within=WITHIN, transport=Deadline(trusted))
