"""A real sshd on loopback, set up by the very files of ops/, before a company of its own."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OPS = ROOT / "ops"
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
"""sshd lets this account in by key; it needs no other one made."""
SAFE = ("/run", "/srv", str(Path.home()))
"""Where nobody else may write: sshd reads no file of keys below a folder like /tmp."""
PATIENCE = 10.0


class Desk:
    """One sshd, its keys and its company; `ssh desk COMMAND` and `ssh -tt desk`."""

    def __init__(self, home: Path, *, extra: str = "", alive: tuple[int, int] = (15, 4)) -> None:
        """`extra` is put before the block of ops/: what a careless host might have set.

        `alive` is how often sshd asks a silent client, in seconds, and how many times.
        """
        self.home = home
        place = next(p for p in SAFE if os.access(p, os.W_OK))
        self.folder = Path(tempfile.mkdtemp(prefix="countersign-ssh.", dir=place))
        self.keys = self.folder / "countersign_keys"
        self.keys.touch(mode=0o644)
        self.log = self.folder / "sshd.log"
        self.make_key("host")
        self.wrapper = self._placed("countersign-session", self._wrapped)
        self.port = free_port()
        self._write_config(extra, alive)
        self._started: subprocess.Popen[bytes] | None = None

    # setting up

    def _placed(self, name: str, changed) -> Path:
        path = self.folder / name
        path.write_text(changed((OPS / name).read_text(encoding="utf-8")), encoding="utf-8")
        path.chmod(0o755)
        return path

    def _wrapped(self, text: str) -> str:
        text = replaced(text, "PYTHON=/opt/countersign/bin/python", f"PYTHON={sys.executable}")
        return replaced(text, "COMPANY=/var/lib/countersign", f"COMPANY={self.home}")

    def _write_config(self, extra: str, alive: tuple[int, int]) -> None:
        block = (OPS / "sshd-countersign.conf").read_text(encoding="utf-8")
        block = replaced(block, "Match User countersign", f"Match User {ACCOUNT}")
        block = replaced(block, "/etc/ssh/countersign_keys", str(self.keys))
        block = replaced(block, "/usr/local/libexec/countersign-session", str(self.wrapper))
        block = replaced(block, "ClientAliveInterval 15", f"ClientAliveInterval {alive[0]}")
        block = replaced(block, "ClientAliveCountMax 4", f"ClientAliveCountMax {alive[1]}")
        general = (
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.folder}/host\n"
            f"PidFile {self.folder}/pid\nPasswordAuthentication no\nUsePAM no\n"
            "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
            "Subsystem sftp internal-sftp\n"
        )
        (self.folder / "config").write_text(f"{general}{extra}\n{block}", encoding="utf-8")

    def start(self) -> None:
        """Raises: AssertionError: sshd does not take what ops/ says, or does not answer."""
        sshd = shutil.which("sshd") or "/usr/sbin/sshd"
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        config = str(self.folder / "config")
        tried = subprocess.run(
            [sshd, "-t", "-f", config], capture_output=True, text=True, check=False
        )
        assert tried.returncode == 0, tried.stderr
        self._started = subprocess.Popen([sshd, "-D", "-E", str(self.log), "-f", config])
        until(lambda: answers(self.port), "sshd answers")

    def close(self) -> None:
        if self._started is not None:
            self._started.terminate()
            self._started.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    # keys

    def make_key(self, name: str) -> Path:
        path = self.folder / name
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
        subprocess.run(words, check=True)
        return path

    def public(self, name: str) -> str:
        return (self.folder / f"{name}.pub").read_text(encoding="utf-8").strip()

    def fingerprint(self, name: str) -> str:
        words = ["ssh-keygen", "-lf", str(self.folder / f"{name}.pub")]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[1]

    def authorise(self, *lines: str) -> None:
        """Put lines into sshd's file of keys."""
        with self.keys.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)

    # clients

    def words(self, key: str, *options: str) -> list[str]:
        """The client's, up to the command."""
        return [
            "ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / key),
            "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes",
            "-o", "ControlPath=none", *options, f"{ACCOUNT}@127.0.0.1",
        ]  # fmt: skip

    def ssh(
        self, key: str, *command: str, options: Sequence[str] = (), term: str = "", said: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """What a client that sends this command is told."""
        return subprocess.run(
            [*self.words(key, *options), *command],
            capture_output=True,
            check=False,
            text=True,
            input=said,
            timeout=60,
            env=os.environ | ({"TERM": term} if term else {}),
        )


def replaced(text: str, old: str, new: str) -> str:
    """Raises: AssertionError: the file of ops/ does not say it any more."""
    assert text.count(old) >= 1, old
    return text.replace(old, new)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


def until(holds, what: str, seconds: float = PATIENCE) -> float:
    """Wait until something holds; the seconds it took.

    Raises:
        AssertionError: it never did.
    """
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, f"never: {what}"
        time.sleep(0.02)
    return time.monotonic() - begun


def children_of(home: Path) -> list[int]:
    """The processes of sessions on a company, whoever started them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if b"gate" in words and str(home).encode() in words:
                    found.append(int(entry.name))
    return found


def parent_of(process: int) -> int:
    """The sshd that serves a session: it is above the shell that became the wrapper."""
    while True:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        process = int(stat.rpartition(")")[2].split()[1])
        if Path(f"/proc/{process}/comm").read_text(encoding="utf-8").startswith("sshd"):
            return process
