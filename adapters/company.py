"""Both systems of a company, put together: those of its sandbox, or its own behind HTTP."""

import ssl
from collections.abc import Callable, Iterator
from functools import partial
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
    come_by_person,
    read,
    secrets,
)
from adapters.routes.by_hand import ByHand, Held
from adapters.routes.routed import RoutedErp
from adapters.routes.tables import Tables, WithTables
from adapters.wire.failures import WireFailure
from core.epoch import Witness
from core.health import Reach
from core.ports import Erp, OutsideUnreachable, ProjectSystem, RelayDoor
from core.routes import Route, Routes
from core.settings import Relay
from core.showing import Shows
from core.values import NamedTuple
from core.vocabulary import RecordId, RecordKind
from core.watching import Watch

if TYPE_CHECKING:
    from adapters.hh2.session import Bars
    from adapters.hh2.session import Session as Hh2Session
    from adapters.procore.authorising import Authorising
    from adapters.procore.grants import Client, Grant
    from adapters.procore.session import Session as ProcoreSession
    from adapters.wire.wire import Explain, Wire

TOKENS = "procore-tokens.json"
KEPT_OF_HH2 = "hh2.sqlite"
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
    watch: Watch
    """Is told by both systems how far a reading is."""
    shows: Shows | None = None
    """Shows elsewhere what waits to be imported; None where nothing does."""


def routed(
    routes: Callable[[], Routes],
    held: Held,
    way: tuple[Route, Erp],
    home: Path,
) -> Erp:
    """Sage by the route of each kind: by what is always there, and one way more, which reads.

    Of what that tells nothing of the tables of the home tell.
    """
    reads = WithTables(way[1], Tables(home))

    def tells(kind: RecordKind) -> bool:
        return reads.traits(kind).tells

    ways: dict[Route, Erp] = {
        Route.WORKLIST: ByHand(held, ON_THE_LIST, tells),
        Route.FILE: ByHand(held, IN_A_FILE, tells),
        way[0]: way[1],
    }
    return RoutedErp(routes, ways, reads)


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
    from adapters.hh2.relay import Hh2Relay
    from adapters.procore.projects import ProcoreProjects

    found, secret = read(home), secrets(home)
    keeping = Keeping(home / KEPT_OF_HH2)
    session = _hh2(found.hh2, secret.hh2, keeping)
    watch = Watch()
    erp = Hh2Erp(session, keeping, linked, heard_within=found.hh2.heard_within_s, watch=watch)
    projects = ProcoreProjects(
        _procore(found.procore, secret.procore, home),
        home / "procore.sqlite",
        calls_an_hour=found.procore.calls_an_hour,
        staging=found.procore.guessed_staged_records if _is_partner(found.procore) else "",
        watch=watch,
    )
    way = routed(routes, held, (Route.HH2, erp), home)
    hh2 = found.hh2
    door = Hh2Relay(session, relay, hh2.pace, client=hh2.client, sage=hh2.sage)
    return Outside(way, projects, door, keeping, 2.5 * WITHIN, watch, projects.shows)


def tried(home: Path) -> Iterator[Reach]:
    """Each system asked once, with what it takes to mend what is wrong."""
    try:
        found, secret = read(home), secrets(home)
    except ConnectionsUnusable as why:
        yield Reach("connections", "", str(why), "Mend the file, then run this again.")
        return
    questions: tuple[tuple[str, Callable[[], str], str], ...] = (
        ("hh2", lambda: _ask_hh2(found, secret, home), found.hh2.address),
        ("Procore", lambda: _ask_procore(found, secret, home), found.procore.api),
    )
    for system, ask, address in questions:
        try:
            yield Reach(system, ask())
        except (OutsideUnreachable, WireFailure) as why:
            step = f"Look at {system} in {FILE} and {SECRETS}, and whether {address} is reached."
            yield _not_reached(system, why, step)
    if _is_partner(found.procore):
        guess = (
            "Staged records go to a path that Procore does not print: "
            f"{found.procore.guessed_staged_records}."
        )
        step = (
            "Ask Procore's partner support for it, and set guessed_staged_records under [procore] "
            f'of {FILE}; mode = "public" does without.'
        )
        yield Reach("Procore, partner mode", "", next_step=step, guess=guess)


def _is_partner(found: Procore) -> bool:
    return found.mode == "partner"


def _not_reached(system: str, why: Exception, step: str) -> Reach:
    from adapters.procore.grants import AuthoriseAnew

    if isinstance(why, AuthoriseAnew):
        return Reach(system, "", why.text, why.step)
    return Reach(system, "", str(why), step)


def _ask_hh2(found: Connections, secret: Secrets, home: Path) -> str:
    from adapters.hh2.keeping import Keeping

    keeping = Keeping(home / KEPT_OF_HH2)
    session = _hh2(found.hh2, secret.hh2, keeping)
    try:
        session.sign_in_anew()
    finally:
        session.close()
        keeping.close()
    return f"{found.hh2.address} lets us in."


def _ask_procore(found: Connections, secret: Secrets, home: Path) -> str:
    from adapters.procore.authorising import whose

    session = _procore(found.procore, secret.procore, home)
    try:
        who, company = whose(session)
    finally:
        session.close()
    return f"{found.procore.api} knows us as {who}, at {company}."


def authorising(home: Path) -> "Authorising":
    """A person's way to let this program act at Procore for them.

    Raises:
        ConnectionsUnusable: the connections are missing or unsound.
    """
    from adapters.procore.authorising import Authorising
    from adapters.procore.session import Session as ProcoreSession

    found, secret = read(home).procore, secrets(home).procore
    grant, client = _grant(found, secret, home, by_person=True)
    session = ProcoreSession(_to_procore(found, found.api), grant, found.company)
    asked = (client, found.login, found.redirect)
    return Authorising(session, grant, asked, partial(come_by_person, home))


def _hh2(found: Hh2, secret: Hh2Secrets, bars: "Bars") -> "Hh2Session":
    from adapters.hh2.session import Credentials, explained
    from adapters.hh2.session import Session as Hh2Session

    credentials = Credentials(
        secret.api_key.get_secret_value(),
        secret.api_secret.get_secret_value(),
        secret.user.get_secret_value(),
        secret.password.get_secret_value(),
    )
    return Hh2Session(_wire("hh2", found.address, found.trust, explained), credentials, bars)


def _procore(found: Procore, secret: ProcoreSecrets, home: Path) -> "ProcoreSession":
    from adapters.procore.session import Session as ProcoreSession

    grant, _ = _grant(found, secret, home, by_person=found.by_person)
    wire = _to_procore(found, found.api)
    return ProcoreSession(wire, grant, found.company, page=found.rows_a_page)


def _grant(
    found: Procore, secret: ProcoreSecrets, home: Path, *, by_person: bool
) -> "tuple[Grant, Client]":
    from adapters.procore.grants import Client, Grant

    client = Client(found.client_id, secret.client_secret.get_secret_value())
    login = _to_procore(found, found.login)
    return Grant(login, client, home / TOKENS, by_person=by_person), client


def _to_procore(found: Procore, address: str) -> "Wire":
    from adapters.procore.errors import explained

    return _wire("Procore", address, found.trust, explained)


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
