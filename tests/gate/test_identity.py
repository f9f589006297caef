"""Whom sshd has verified, and everything by which somebody might pretend to be another."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.stores.memory import MemoryStore
from console.gate.closing import looked_over, swept
from console.gate.identity import NotLetIn, visitor
from core.adjusting import Adjuster
from core.admitting import Admitter
from core.decision import Refused
from core.people import CONNECTOR, Session
from core.ports import Adjusted
from core.user_keys import public_key
from tests.core.test_admitting import of_length
from tests.people import ADA, CAST

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANAS, SAMS, STRANGERS = (public_key(of_length(b"ssh-ed25519", bytes([n]) * 32)) for n in (1, 2, 3))


@pytest.fixture
def store():
    made = MemoryStore()
    for person in (*CAST, CONNECTOR):
        made.keep_person(person)
    admitter = Admitter(made, ADA)
    admitter.add("ana", ANAS, "laptop", NOW)
    admitter.add("ana", public_key(of_length(b"ssh-ed25519", b"4" * 32)), "token", NOW)
    admitter.add("sam", SAMS, "laptop of sam", NOW)
    return made


@pytest.fixture
def verified(tmp_path):
    """Writes what sshd writes; returns what the session is told."""

    def write(*keys, mode=0o600, also=""):
        path = tmp_path / "sshauth"
        path.write_text("".join(f"publickey {key.line}\n" for key in keys) + also)
        path.chmod(mode)
        return {"SSH_USER_AUTH": str(path), "SSH_CONNECTION": "192.0.2.7 5022 192.0.2.1 22"}

    return write


def why_not(store, told) -> str:
    with pytest.raises(NotLetIn) as refused:
        visitor(store, told, NOW, "S")
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_the_person_of_the_verified_key_sits_in_a_session_that_names_it(store, verified):
    ana = visitor(store, verified(ANAS), NOW, "S1")

    assert ana.id == "ana"
    assert ana.session == Session("S1", ANAS.fingerprint, "192.0.2.7")
    assert ana._replace(session=Session()) == store.person("ana")


def test_nobody_is_let_in_without_a_key_that_sshd_verified(store, verified, tmp_path):
    assert "SSH_USER_AUTH is not set" in why_not(store, {})
    assert "cannot be read" in why_not(store, {"SSH_USER_AUTH": str(tmp_path / "none")})
    assert "sshd verified no key" in why_not(store, verified())
    assert "sshd verified no key" in why_not(store, verified(also="password\n"))
    assert "belongs to nobody" in why_not(store, verified(STRANGERS))
    assert "is not one of ours" in why_not(store, verified(also="publickey ssh-dss AAAA\n"))


def test_keys_of_two_people_let_nobody_in(store, verified):
    assert "different people" in why_not(store, verified(ANAS, SAMS))
    assert "belongs to nobody" in why_not(store, verified(ANAS, STRANGERS))
    assert visitor(store, verified(ANAS, ANAS), NOW, "S").id == "ana"


def test_a_file_that_somebody_else_may_have_written_is_not_believed(store, verified, tmp_path):
    told = verified(ANAS)
    (tmp_path / "link").symlink_to(tmp_path / "sshauth")
    linked = {**told, "SSH_USER_AUTH": str(tmp_path / "link")}

    assert "cannot be read" in why_not(store, linked)
    assert "not as sshd makes it" in why_not(store, verified(ANAS, mode=0o644))
    assert "not as sshd makes it" in why_not(store, verified(ANAS, mode=0o620))
    os.link(tmp_path / "sshauth", tmp_path / "second")
    assert "not as sshd makes it" in why_not(store, verified(ANAS))
    assert "not as sshd makes it" in why_not(store, {"SSH_USER_AUTH": "/dev/null"})


@pytest.mark.parametrize("connection", ["", "\x1b[2J 1 2 3", "x" * 90])
def test_an_address_that_is_none_is_not_repeated(store, verified, connection):
    told = {**verified(ANAS), "SSH_CONNECTION": connection}

    assert visitor(store, told, NOW, "S").session.address == "unknown"


@pytest.mark.parametrize(
    "name",
    ["TEXTUAL_DRIVER", "TEXTUAL_LOG", "PYTHONPATH", "PYTHONSTARTUP", "LD_PRELOAD", "BASH_ENV",
     "COUNTERSIGN_HOME", "_COUNTERSIGN_COMPLETE", "XDG_CONFIG_HOME", "TERMINFO", "ENV"],
)  # fmt: skip
def test_what_the_wrapper_never_leaves_is_refused(name):
    looked_over({"PATH": "/bin", "TERM": "xterm", "SSH_CONNECTION": "x"})

    with pytest.raises(NotLetIn, match=name):
        looked_over({"PATH": "/bin", name: ""})


@pytest.mark.parametrize(
    ("term", "left"),
    [("xterm", "xterm"), ("tmux-256color", "tmux-256color"), ("", "xterm-256color"),
     ("../../x", "xterm-256color"), ("xterm\x1b[2J", "xterm-256color")],
)  # fmt: skip
def test_of_the_environment_stays_what_a_session_needs(term, left):
    told = {"PATH": "/bin", "TERM": term, "SSH_USER_AUTH": "/x", "FOO": "bar", "LANG": "C.UTF-8"}

    swept(told)

    assert told == {"PATH": "/bin", "TERM": left, "LANG": "C.UTF-8"}


def test_a_setting_that_names_a_file_of_the_server_is_not_set_over_ssh(store):
    over_ssh = ADA._replace(session=Session("S", ANAS.fingerprint, "192.0.2.7"))

    refused = Adjuster(store, over_ssh).set("anchors.file", "/etc/ssh/countersign_keys")
    other = Adjuster(store, over_ssh).set("idle_minutes", "5")
    at_the_machine = Adjuster(store, ADA).set("anchors.file", "/var/log/anchors")

    assert isinstance(refused, Refused)
    assert "it is set there, and not over SSH" in refused.objections[0].text
    assert isinstance(other, Adjusted)
    assert isinstance(at_the_machine, Adjusted)
    assert Adjuster(store, over_ssh).one("anchors.file").objections


def test_a_gate_that_the_wrapper_did_not_open_lets_nobody_in(tmp_path):
    words = [sys.executable, "-m", "console", "gate", "--home", str(tmp_path)]

    done = subprocess.run(
        words, env={"PATH": "/bin", "TEXTUAL_DRIVER": "os:system"}, capture_output=True, text=True,
        cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (3, "")
    assert "TEXTUAL_DRIVER is set, which no session over SSH may bring along" in done.stderr


def test_a_sessions_process_is_closed_off():
    code = (
        "import os, resource; from console.gate.closing import closed_off; closed_off(); "
        "from ctypes import CDLL; "
        "print(os.umask(0), resource.getrlimit(resource.RLIMIT_CORE), CDLL(None).prctl(3))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip

    assert done.stdout.strip() == f"{0o077} (0, 0) 0"
