"""The doors of one sandbox company: both systems over its one ledger, behind one address."""

import shutil
import ssl
import subprocess
from pathlib import Path

from adapters.sandbox.doors.allowance import Allowance, Window
from adapters.sandbox.doors.hh2.door import Hh2Door
from adapters.sandbox.doors.procore.door import ProcoreDoor
from adapters.sandbox.doors.procore.operations import operations
from adapters.sandbox.doors.procore.partner import Partners
from adapters.sandbox.ledger import Ledger
from adapters.sandbox.projects import SandboxProjects
from adapters.sandbox.relay import Relay
from core.ports import StoreUnusable

DAYS = "3650"
SPIKE = 10.0
"""Seconds of the limit that is hit first."""


def doors(
    ledger: Ledger,
    relay: Relay,
    projects: SandboxProjects,
    *,
    stage: float = 0.2,
    calls: int | None = None,
    partner: bool = False,
) -> tuple[Hh2Door, ProcoreDoor]:
    """`stage` is how many seconds each stage of an export through hh2 takes; to a `partner`
    Procore's ERP tab is open, too.

    Each may be asked so many `calls` in ten seconds; None: Procore as often as its pages say, and
    hh2, of which no limit is known, without end.
    """
    allowances = [Allowance([Window(calls, SPIKE)]) for _ in range(2)] if calls else None
    to_hh2, to_procore = allowances or (Allowance(()), Allowance())
    partners = Partners(projects).operations() if partner else ()
    procore = ProcoreDoor([*operations(projects), *partners], allowance=to_procore)
    return Hh2Door(ledger, relay, stage=stage, allowance=to_hh2), procore


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate of this machine's own for loopback, and the file that a client has to trust.

    Raises:
        StoreUnusable: the openssl program is not there, or the folder cannot be written.
    """
    made, key = folder / "sandbox-certificate.pem", folder / "sandbox-key.pem"
    if not made.exists() or not key.exists():
        _make(made, key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made


def _make(made: Path, key: Path) -> None:
    program = shutil.which("openssl")
    if program is None:
        raise StoreUnusable("--tls takes the openssl program, which is not installed here.")
    words = (
        program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", DAYS,
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout", str(key), "-out", str(made),
    )  # fmt: skip
    ended = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # ours
    if ended.returncode:
        raise StoreUnusable(f"openssl made no certificate: {ended.stderr.strip()[-200:]}")
    key.chmod(0o600)
