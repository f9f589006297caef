"""A company on its own systems: the sandbox behind HTTP, and an accountant who keys things in."""

import os
import pwd
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from adapters.codec import encoded
from adapters.sandbox.books import Document
from adapters.sandbox.draft import Draft
from adapters.sandbox.ledger import Ledger
from adapters.stores.sqlite import SqliteStore
from core.newcomer import WELCOMED
from core.ports import ErpRefused
from core.routes import Route, Routes
from core.settings import Duties
from core.vocabulary import RecordKind
from core.worklist import Task, sheets

K = RecordKind
ROOT = Path(__file__).parents[2]
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
LAYOUT = str(ROOT / "adapters" / "routes" / "layouts" / "jc-estimate.toml")
SECRETS = """
[procore]
client_secret = "sandbox"
[hh2]
api_key = "sandbox"
api_secret = "sandbox"
user = "sandbox"
password = "sandbox"
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def ran(*words: str, within: float = 120) -> Ended:
    """A command as a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "console", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=within, check=False,
    )  # fmt: skip
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def started(*words: str, heard: int | TextIO = subprocess.DEVNULL) -> "subprocess.Popen[str]":
    """A command that runs beside; `heard` takes what it says of itself."""
    return subprocess.Popen(
        [sys.executable, "-m", "console", *words],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=heard,
    )  # fmt: skip


@contextmanager
def serving(
    home: Path, calls: int = 100_000, heard: int | TextIO = subprocess.DEVNULL
) -> Iterator[str]:
    """The sandbox of a home, in a process of its own; its address. `heard` takes each call."""
    server = started("sandbox", "serve", "--calls", str(calls), "--home", str(home), heard=heard)
    try:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found is not None
        yield found[0]
    finally:
        server.terminate()
        server.communicate(timeout=20)


def founded(home: Path, address: str, routes: Routes) -> SqliteStore:
    """A company of its own at this address, in which one person may do all; its store."""
    secrets = home.with_suffix(".toml")
    secrets.write_text(SECRETS)
    said = {
        "company": "Lake Street", "hh2": address, "procore-company": "1",
        "procore-client": "sandbox", "procore-api": address, "procore-login": address,
        "admin": ACCOUNT, "name": "Rita Root", "secrets": str(secrets),
    }  # fmt: skip
    words = [f"--{name}={text}" for name, text in said.items()]
    ended = ran("init", *words, "--home", str(home))
    assert ended.code == 0, ended.err
    store = SqliteStore(home / "countersign.sqlite")
    alone = store.settings()._replace(routes=routes, grace_seconds=0, duties=Duties())
    store.keep_settings(alone)
    person = store.person(ACCOUNT)
    assert person is not None
    store.keep_person(person._replace(can_push=True, create_projects=True))
    store.keep(WELCOMED + ACCOUNT, "yes")
    soon = home / "connections.toml"
    text = soon.read_text().replace("1800.0", "0.5").replace("pace = 1.0", "pace = 1800.0")
    soon.write_text(text.replace("calls_an_hour = 1200", "calls_an_hour = 1000000000"))
    return store


def keyed_in(store: SqliteStore, ledger: Ledger, route: Route = Route.WORKLIST) -> list[str]:
    """Key everything in that waits on the worklist and may be; what Sage says no to."""
    refused = []
    for sheet in sheets(store, route):
        for task in sheet.tasks:
            try:
                ledger.enter_draft(_draft(ledger, task), f"by hand:{task.record.id}")
            except ErpRefused as no:
                refused.append(f"{task.record.kind} {task.record.number}: {no.text}")
    return refused


def _draft(ledger: Ledger, task: Task) -> Draft:
    """A task as a person keys it in, who has nothing but the sheet."""
    record, books = task.record, ledger.books
    above = K.PRIME_CONTRACT if record.kind in {K.PCCO, K.OWNER_INVOICE} else K.COMMITMENT
    parent = books.find(above, "", task.parent) if task.parent else None
    scope = {
        K.CCO: task.parent, K.PCCO: task.parent, K.SUBCONTRACTOR_INVOICE: task.vendor,
        K.SUB_JOB: task.job, K.BUDGET: task.job,
    }.get(record.kind, "")  # fmt: skip
    erp_id = task.job if record.kind is K.BUDGET else record.erp_id or record.number
    document = Document(
        record.kind, scope, erp_id, record.title, record.amount, body=encoded(record.body),
        job=task.job, vendor=task.vendor, parent=task.parent,
    )  # fmt: skip
    return Draft(record, document, parent, ledger.setup(), books)
