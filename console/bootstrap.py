"""Builds the house: the one file that knows both sides. Others in the console ask here."""

import os
from functools import cached_property
from typing import TYPE_CHECKING

from adapters.stores.sqlite import SqliteStore
from console.home import Home, HomeUnusable
from console.version import VERSION as PROGRAM
from core.ports import StoreUnusable
from core.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from adapters.company import Outside
    from adapters.founding import Said
    from adapters.procore.authorising import Authorising
    from adapters.routes.files import Files
    from adapters.sandbox.doors.serving import Served
    from adapters.sandbox.erp import SandboxErp
    from adapters.sandbox.faults import FaultDial, FaultKind
    from adapters.sandbox.ledger import Ledger
    from adapters.sandbox.loader import Loaded as Loaded  # noqa: PLC0414  # named from here
    from adapters.sandbox.loader import Progress as Progress  # noqa: PLC0414  # likewise
    from adapters.sandbox.projects import SandboxProjects
    from adapters.sandbox.promises import Promise
    from adapters.sandbox.relay import Relay
    from adapters.stores.backup import Copied as Copied  # noqa: PLC0414  # named from here
    from adapters.witnesses import AnchorFile
    from core.anchoring import Anchoring
    from core.case import Mirrored
    from core.dispatch import Dispatcher
    from core.epoch import Witness as EpochWitness
    from core.founding import Founding
    from core.health import DiskFacts, Reach, SqliteFacts
    from core.mailing import Mailing
    from core.people import Actor
    from core.ports import Erp, Likeness, Run
    from core.ports.mails import Carrier
    from core.ports.witnesses import Witness
    from core.records import Record
    from core.refresh import Refresher
    from core.routes import Routes
    from core.settings import Mail
    from core.tour import Tour
    from core.vocabulary import RecordId


LEASE = 10.0
"""Seconds: longer than any call to a sandbox lasts, and no longer than somebody likes to wait for
what a killed connector had in hand."""


class Sandbox(NamedTuple):
    """Sage, its relay, the project system and the dial of a sandbox home."""

    ledger: "Ledger"
    relay: "Relay"
    faults: "FaultDial"
    projects: "SandboxProjects"
    erp: "SandboxErp"


class House:
    """A home with its store open, and what is built around it when it is first asked for."""

    def __init__(self, home: Home, store: SqliteStore) -> None:
        self.home = home
        self.store = store

    @cached_property
    def sandbox(self) -> Sandbox:
        """Raises: HomeUnusable: this home has no sandbox."""
        if self.store.kept("sandbox") is None:
            raise HomeUnusable(
                f"{self.home.path} is no sandbox company; this command is for those only."
            )
        sandbox = _sandbox(self.home.sandbox)
        sandbox.projects.insurance_from_sage = self.store.settings().vendor_insurance
        return sandbox

    def dispatcher(self, owner: str) -> "Dispatcher":
        """Performs what this home owes."""
        from console.crashing import told_to_die
        from core.dispatch import Dispatcher

        outside = self.outside
        passing = told_to_die(sandbox=self.store.kept("sandbox") is not None)
        return Dispatcher(
            self.store, outside.erp, outside.projects, owner=owner, lease=outside.lease,
            passing=passing, witness=outside.witness,
        )  # fmt: skip

    def serve(
        self,
        port: int,
        heard: "Callable[[str, str, int], None]",
        *,
        tls: bool = False,
        calls: int | None = None,
        partner: bool = False,
    ) -> "tuple[Served, Path | None]":
        """The sandbox behind HTTP, and what a client has to trust where that is encrypted.

        Either may be asked so many `calls` in ten seconds; None: Procore as its pages say.

        Raises:
            HomeUnusable: this home has no sandbox.
            StoreUnusable: there is no certificate to be had.
            OSError: the port is taken.
        """
        from adapters.sandbox.doors.company import certificate, doors
        from adapters.sandbox.doors.holding import Hold
        from adapters.sandbox.doors.serving import Served

        sandbox = self.sandbox
        context, trusted = certificate(self.home.path) if tls else (None, None)
        both = (sandbox.ledger, sandbox.relay, sandbox.projects)
        answering = doors(*both, calls=calls, partner=partner)
        hold = Hold(sandbox.ledger.database)
        served = Served(answering, sandbox.faults, port=port, tls=context, heard=heard, hold=hold)
        return served, trusted

    def tour(self, actor: "Actor") -> "Tour":
        """A person's tour of a sandbox company; its time-out is made with the fault dial."""
        from datetime import UTC, datetime

        from adapters.sandbox.faults import FaultKind
        from core.tour import Tour

        def befall(record: "RecordId") -> None:
            self.sandbox.faults.befall(record, FaultKind.TIMEOUT)

        return Tour(self.store, actor, befall, lambda: datetime.now(UTC))

    def witness(self) -> "EpochWitness":
        """Remembers outside the store how far it has come."""
        return self.outside.witness

    def refresher(self, heard: "Callable[[Run], None]" = lambda _: None) -> "Refresher":
        """`heard` is told how far a refresh is."""
        from core.refresh import Refresher

        outside = self.outside
        return Refresher(self.store, outside.erp, outside.projects, outside.watch, heard)

    @cached_property
    def outside(self) -> "Outside":
        """Both systems of this company: those of the sandbox, or its own.

        Raises:
            HomeUnusable: there are neither.
            ConnectionsUnusable: its own cannot be reached as they are set.
        """
        from core.people import CONNECTOR

        def held(record: "Record") -> "Mirrored | None":
            return self.store.case(record.id, CONNECTOR).mirrored

        def linked(record: "RecordId") -> str:
            return self.store.find(record).erp_id or ""

        def routes() -> "Routes":
            return self.store.settings().routes

        if self.store.kept("sandbox") is None:
            from adapters.company import real

            return real(self.home.path, routes, held, linked, lambda: self.store.settings().relay)
        from adapters.company import Outside, routed
        from adapters.sandbox.remembering import SandboxWitness
        from core.routes import Route
        from core.watching import Watch

        sandbox = self.sandbox
        witness = SandboxWitness(sandbox.ledger.database)
        erp = routed(routes, held, (Route.SANDBOX, sandbox.erp), self.home.path)
        return Outside(erp, sandbox.projects, sandbox.relay, witness, LEASE, Watch())

    @property
    def erp(self) -> "Erp":
        """Sage, by the route of each kind."""
        return self.outside.erp

    def mailing(self, owner: str) -> "Mailing":
        """Makes and sends this home's mails."""
        from core.mailing import Mailing

        return Mailing(self.store, self.store.outbox(), self.carrier, owner=owner)

    def anchoring(self) -> "Anchoring":
        """Tells the head of the history to the system log, and to the file where one is set."""
        from adapters.witnesses import SystemLog
        from core.anchoring import Anchoring

        def witnesses() -> "Sequence[Witness]":
            file = self.anchor_file()
            return (SystemLog(), file) if file else (SystemLog(),)

        return Anchoring(self.store, witnesses, str(self.home.path))

    def anchor_file(self) -> "AnchorFile | None":
        """The file of anchors; None where none is set."""
        from pathlib import Path

        from adapters.witnesses import AnchorFile

        name = self.store.settings().anchors.file
        return AnchorFile(Path(name), self.home.path) if name else None

    def carrier(self, mail: "Mail") -> "Carrier":
        """Raises: MailUnreachable: no conversation with this server comes about."""
        from adapters.mail import SmtpCarrier

        return SmtpCarrier(mail, self.home.path)


def opened(home: Home) -> House:
    """Raises: HomeUnusable: the store cannot be opened."""
    try:
        return House(home, SqliteStore(home.store, program=PROGRAM))
    except StoreUnusable as why:
        raise HomeUnusable(str(why)) from why


def back_up(home: Home, to: str) -> "Copied":
    """Raises: StoreUnusable: it cannot be written, or does not hold."""
    from adapters.stores.backup import back_up as write

    return write(home.store, to)


def restored(home: Home, copy: str) -> "Copied":
    """Put a copy in the store's place, and tell the witnesses of it.

    Raises:
        StoreUnusable: the copy is none of ours, newer or does not hold; or it cannot be written.
    """
    from adapters.stores.backup import restore

    copied = restore(copy, home.store)
    house = opened(home)
    try:
        house.anchoring().begin_anew()
    finally:
        house.store.close()
    return copied


def is_current(home: Home) -> bool:
    """Whether the store can be looked at as it is, without being made or migrated."""
    from adapters.sqlite import Database
    from adapters.stores.opening import SCHEMA

    database = Database(home.store)
    try:
        return bool(database.rows("PRAGMA user_version")[0][0] == SCHEMA)
    finally:
        database.close()


def owner() -> str:
    """A name under which this process takes leases."""
    return f"{os.uname().nodename}:{os.getpid()}:{os.urandom(3).hex()}"


def _sandbox(path: "Path") -> Sandbox:
    from adapters.sandbox.erp import SandboxErp
    from adapters.sandbox.faults import FaultDial
    from adapters.sandbox.ledger import Ledger
    from adapters.sandbox.projects import SandboxProjects
    from adapters.sandbox.relay import Relay

    ledger = Ledger(path)
    relay = Relay(ledger)
    faults = FaultDial(ledger.database)
    return Sandbox(
        ledger, relay, faults, SandboxProjects(ledger.database), SandboxErp(ledger, relay, faults)
    )


def likeness() -> "Likeness":
    """Tells how alike names are."""
    from adapters.likeness import Rapidfuzz

    return Rapidfuzz()


def fault_kinds() -> "type[FaultKind]":
    from adapters.sandbox.faults import FaultKind

    return FaultKind


def load_contracts(
    home: Home, csv: "Path | None", limit: int | None, progress: "Progress"
) -> "Loaded":
    """Fill an empty home from a contracts CSV; None is the project's own extract.

    Raises:
        HomeUnusable: the CSV cannot be used.
        StoreUnusable: the files cannot be written.
    """
    from adapters.sandbox.extract import NotContracts, read
    from adapters.sandbox.ledger import Ledger
    from adapters.sandbox.loader import load
    from adapters.sandbox.projects import SandboxProjects

    try:
        extract = read() if csv is None else read(csv)
    except NotContracts as why:
        raise HomeUnusable(str(why)) from why
    store, ledger = SqliteStore(home.store), Ledger(home.sandbox)
    projects = SandboxProjects(ledger.database)
    try:
        return load(store, ledger, projects, extract, limit=limit, progress=progress)
    finally:
        store.close()
        ledger.database.close()


def sqlite_facts() -> "SqliteFacts":
    from adapters.sqlite import VERSION, is_fixed
    from core.health import SqliteFacts

    fixed = is_fixed(VERSION)
    return SqliteFacts(".".join(map(str, VERSION)), "WAL" if fixed else "DELETE", fixed)


def disk_facts(home: Home) -> "DiskFacts":
    from adapters.file_systems import NETWORK, file_system
    from core.health import DiskFacts

    kind, point = file_system(home.store)
    return DiskFacts(f"{kind} at {point}" if kind else "", kind in NETWORK)


def store_schema() -> int:
    """The schema of every store that is open."""
    from adapters.stores.opening import SCHEMA

    return SCHEMA


def promises() -> "type[Promise]":
    from adapters.sandbox.promises import Promise

    return Promise


def promise(house: House, what: "Promise | None" = None) -> "Promise":
    """What the sandbox's Sage promises from now on; as it is, where nothing is said."""
    from adapters.sandbox.promises import promise, promised

    database = house.sandbox.ledger.database
    if what is not None:
        promise(database, what)
    return promised(database)


def reached(home: Home) -> "tuple[Reach, ...]":
    """Each system of a company's own, asked once."""
    from adapters.company import tried

    return tuple(tried(home.path))


def authorising(home: Home) -> "Authorising":
    """A person's way to let this program act at Procore. Raises: StoreUnusable."""
    from adapters.company import authorising

    return authorising(home.path)


def import_files(home: Home) -> "Files":
    """The import files of a home, and their layouts."""
    from adapters.routes.files import Files

    return Files(home.path)


def shipped_layouts() -> "Sequence[tuple[Path, str]]":
    """Layouts to start from, with their names."""
    from adapters.routes.files import shipped

    return shipped()


def found_company(home: Home, who: "Founding", reached: "tuple[Said, Said]") -> None:
    """Make a company's store, and keep how its own systems are reached: addresses and secrets.

    Raises:
        StoreUnusable: what was said is not sound, or the home cannot be written.
    """
    from adapters.founding import founded

    founded(home.path, home.store, who, reached, PROGRAM)
