"""One sshd and one company for a whole module; people come in by keys of their own."""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli.run import run
from core.admitting import Admitter, Term
from core.decision import Refused
from core.newcomer import Newcomer
from core.user_keys import public_key
from tests.ssh.desk import Desk

REQUIRED = "COUNTERSIGN_SSHD"
"""Set to `required` where these tests may not be left out, as in .ci/run."""
MISSING = "There is no sshd on this machine; `apt-get install openssh-server` lets these tests run."


@pytest.fixture(scope="session", autouse=True)
def _sshd() -> None:
    if shutil.which("sshd") is None and not Path("/usr/sbin/sshd").exists():
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(MISSING)
        pytest.skip(MISSING)


class Company:
    """The store behind the desk, and letting people in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.store = SqliteStore(desk.home / "countersign.sqlite")
        admin = self.store.person("admin")
        assert admin is not None
        self.admin = admin
        self.admitter = Admitter(self.store, admin)
        for person in self.store.people():
            Newcomer(self.store, person).welcomed()

    def lets_in(
        self, person: str, name: str, *, now: datetime | None = None, ends: datetime | None = None
    ) -> str:
        """Give a person a key of this name, here and in sshd's file; its fingerprint."""
        self.desk.make_key(name)
        key = public_key(self.desk.public(name))
        done = self.admitter.add(person, key, name, now or datetime.now(UTC), Term(None, ends))
        assert not isinstance(done, Refused), done
        self.desk.authorise(f"restrict,pty {self.desk.public(name)}")
        return key.fingerprint


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    home = tmp_path_factory.mktemp("company") / "home"
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert run(["demo", "--records", "150", "--no-ui", "--home", str(home)]) == 0
    desk = Desk(home, extra="AcceptEnv *")  # as careless as a host can be
    made = Company(desk)
    for person in ("approver", "reader", "admin"):
        made.lets_in(person, person)
    desk.start()
    yield made
    made.store.close()
    desk.close()


@pytest.fixture
def desk(company: Company) -> Desk:
    return company.desk
