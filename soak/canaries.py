"""G20: tokens are planted where secrets stand, and found in nothing that a run leaves."""

import getpass
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.stores.sqlite import SqliteStore
from core.people import Actor
from core.settings import Mail
from soak import Figures
from soak.quoting import quoting
from tests.journeys.terminal import Terminal
from tests.ssh.desk import until

ROOT = Path(__file__).parent.parent
TOKENS, LOCAL = 9, 3
"""So many are planted; so many of them in a sandbox company, the others in one of its own."""
KEPT_IN = ("mail.secret", "procore-tokens.json", "secrets.toml")
"""Where secrets stand, and nowhere else."""
REACHING = (("doctor",), ("connector", "--once"), ("reconcile",), ("hh2", "status"), ("info",))
"""What is asked where both systems let us in and refuse all else, and where they refuse us."""
CONSOLE = [sys.executable, "-m", "console"]
ASKED = (
    ("whoami",), ("info",), ("doctor",), ("settings",), ("notices",), ("audit", "verify"),
    ("notices", "test", "somebody@example.com"), ("list", "vendors", "--json"), ("users", "--json"),
)  # fmt: skip
CRASH = (
    "import sys\n"
    "import console.cli.look as look\n"
    "def boom(call):\n"
    "    token = {token!r}; raise ValueError(f'no {{token}} here')\n"
    "look.tabs = boom\n"
    "from console.cli.run import run\n"
    "sys.exit(run(sys.argv[1:]))\n"
)
"""A command that fails with a token in its variables and in its message."""
FALL = (
    "import sys\n"
    "from console.app import CountersignApp\n"
    "def boom():\n"
    "    token = {token!r}; raise ValueError(f'no {{token}} here')\n"
    "mounted = CountersignApp.on_mount\n"
    "def on_mount(app):\n"
    "    mounted(app)\n"
    "    app.set_timer(0.5, {how})\n"
    "CountersignApp.on_mount = on_mount\n"
    "from console.cli.run import run\n"
    "sys.exit(run(sys.argv[1:]))\n"
)
FALLS = ("boom", "lambda: app.run_worker(boom, thread=True)")
"""How the console fails: in its own loop, and in a thread."""


class Traces:
    """What was left, by where it was found."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.looked = 0
        self.hits: list[str] = []

    def look(self, where: str, data: bytes) -> None:
        """Search for every token, as it is and as it is put on the wire."""
        self.looked += len(data)
        for number, token in enumerate(self.tokens):
            raw = token.encode()
            forms = (raw, b64encode(raw), raw.hex().encode(), b64encode(b"\0someone\0" + raw))
            if any(form in data for form in forms):
                self.hits.append(f"token {number} is in {where}.")


def run(size: int, seed: int) -> Figures:
    """`size` rounds, each on a company of its own."""
    chance = random.Random(seed)
    looked, hits = 0, list[str]()
    for _ in range(size):
        tokens = tuple(f"canary{chance.getrandbits(96):024x}" for _ in range(TOKENS))
        traces = Traces(tokens)
        with TemporaryDirectory() as folder, hostile_mail_server() as (port, heard):
            _round(Path(folder), traces, port)
            if not heard():
                hits.append("The mail server was never given its password: nothing was tried.")
            _of_its_own(Path(folder), traces, tokens[LOCAL:])
        looked, hits = looked + traces.looked, hits + traces.hits
    counted = (
        ("rounds", size),
        ("tokens planted", TOKENS * size),
        ("commands and consoles", (len(ASKED) + 2 + len(FALLS) + 2 * len(REACHING)) * size),
        ("bytes searched", looked),
        ("hits", len(hits)),
    )
    return Figures(counted, tuple(hits))


def _round(folder: Path, traces: Traces, port: int) -> None:
    mail_token, variable, local = traces.tokens[:LOCAL]
    home = folder / "home"
    environment = os.environ | {"SOME_API_TOKEN": variable, "HOME": str(folder)}

    def command(*words: str) -> bytes:
        done = subprocess.run(
            [*CONSOLE, *words, "--home", str(home)],
            capture_output=True, cwd=ROOT, check=False, env=environment, timeout=120,
        )  # fmt: skip
        traces.look(f"the output of `{' '.join(words)}`", done.stdout + done.stderr)
        return done.stdout

    command("demo", "--no-ui", "--records", "40")
    (home / "mail.secret").write_text(f"{mail_token}\n", encoding="utf-8")
    (home / "mail.secret").chmod(0o600)
    listed = json.loads(command("list", "commitments", "--view", "Ready to Export", "--json"))
    _sends_mail(home, port, listed[0]["sent_by"])
    command("connector", "--once")  # what happened before mails were set up is told to nobody
    command("reject", listed[0]["id"], "--reason", "so that a mail waits")
    words = [*CONSOLE, "connector", "--home", str(home)]
    connector = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        for asked in ASKED:
            command(*asked, *(("--as", "admin") if asked[0] != "info" else ()))
        log = home / "log" / "connector.log"
        until(lambda: log.exists() and b"mails.wait" in log.read_bytes(), "a mail that waits", 30)
        traces.look("the arguments of the connector", _of_process(connector.pid, "cmdline"))
        told = _of_process(connector.pid, "environ").replace(variable.encode(), b"")
        traces.look("the environment of the connector", told)
    finally:
        connector.terminate()
        out, err = connector.communicate(timeout=60)
    traces.look("the output of the connector", out + err)
    _crash(home, traces, local, environment)
    _look_through(folder, traces)


def _look_through(folder: Path, traces: Traces) -> None:
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in KEPT_IN):
        traces.look(f"the file {path.relative_to(folder)}", path.read_bytes())


def _of_its_own(folder: Path, traces: Traces, tokens: tuple[str, ...]) -> None:
    """A company whose Procore and hh2 quote in each refusal what they were signed in with."""
    client, key, secret, password, access, session = tokens
    home = folder / "real"
    told = folder / KEPT_IN[-1]
    told.write_text(
        f'[procore]\nclient_secret = "{client}"\n[hh2]\napi_key = "{key}"\n'
        f'api_secret = "{secret}"\nuser = "somebody"\npassword = "{password}"\n'
    )
    told.chmod(0o600)
    with quoting(access, session) as (address, host):
        for number, words in enumerate([_founding(address, told), *REACHING, *REACHING]):
            host.lets_in = number <= len(REACHING)
            done = subprocess.run(
                [*CONSOLE, *words, "--home", str(home)],
                capture_output=True, cwd=ROOT, check=False, timeout=120,
            )  # fmt: skip
            said = done.stdout + done.stderr
            traces.look(f"the output of `{words[0]}` in a company of its own", said)
        unsent = (number for number, token in enumerate(tokens) if token not in host.heard)
        traces.hits += [f"token {LOCAL + number} was never sent." for number in unsent]
    _look_through(home, traces)


def _founding(address: str, told: Path) -> tuple[str, ...]:
    return (
        "init", "--company", "Real", "--hh2", address, "--procore-api", address,
        "--procore-login", address, "--procore-company", "1", "--procore-client", "app",
        "--admin", getpass.getuser(), "--name", "Admin", "--secrets", str(told),
    )  # fmt: skip


def _crash(home: Path, traces: Traces, token: str, environment: dict[str, str]) -> None:
    """A command and two consoles fail, with a token in a variable and in the message."""
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(token=token), "tabs", "--home", str(home)],
        capture_output=True, cwd=ROOT, check=False, env=environment,
    )  # fmt: skip
    traces.look("what a failing command says", done.stdout + done.stderr)
    for how in FALLS:
        code = FALL.format(token=token, how=how)
        terminal = Terminal(
            [sys.executable, "-c", code, "--home", str(home)],
            cwd=str(ROOT), environment={"HOME": str(home.parent), "COUNTERSIGN_WELCOME": "no"},
        )  # fmt: skip
        try:
            terminal.ended(30)
        finally:
            terminal.close()
        traces.look("the screen of a failing console", terminal.bytes)
        if b"code" not in terminal.bytes:
            traces.hits.append("A console that fails says no code.")


def _sends_mail(home: Path, port: int, sender: str) -> None:
    """Mails go to everybody, and to whoever sent what is rejected."""
    store = SqliteStore(home / "countersign.sqlite")
    mail = Mail("127.0.0.1", port, "erp@example.com", "someone", encrypted=False)
    store.keep_settings(store.settings()._replace(mail=mail))
    for person in (*store.people(), Actor("somebody", sender)):
        store.keep_person(person._replace(email=f"{person.id}@example.com"))
    store.close()


def _of_process(process: int, what: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/{what}").read_bytes()
    return b""


@contextmanager
def hostile_mail_server() -> Iterator[tuple[int, Callable[[], int]]]:
    """A server that repeats in its refusal what it was signed in with; its port, and how often."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    over, signed_in = threading.Event(), list[str]()

    def serve() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                line, _ = listening.accept()
                threading.Thread(target=_speak, args=(line, signed_in), daemon=True).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1], lambda: len(signed_in)
    finally:
        over.set()
        thread.join()
        listening.close()


def _speak(line: socket.socket, signed_in: list[str]) -> None:
    with suppress(OSError), line, line.makefile("rwb") as file:
        line.settimeout(5)
        file.write(b"220 hostile\r\n")
        file.flush()
        for said in file:
            words = said.decode(errors="replace").split()
            match words[:1]:
                case ["EHLO" | "ehlo"]:
                    answer = "250-hostile\r\n250 AUTH PLAIN"
                case ["AUTH"]:
                    secret = b64decode(words[-1]).decode().split("\0")[-1]
                    signed_in.append(secret)
                    answer = f"535 5.7.8 {secret} is no password, nor is {words[-1]}"
                case ["QUIT" | "quit"]:
                    answer = "221 bye"
                case _:
                    answer = "250 ok"
            file.write(f"{answer}\r\n".encode())
            file.flush()
            if answer.startswith("221"):
                time.sleep(0.01)
                return
