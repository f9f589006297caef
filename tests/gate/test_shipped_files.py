"""The files of ops/ and the page about them say the same."""

import re
from pathlib import Path

import pytest

from adapters.connections import CREDENTIAL

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def test_the_page_shows_the_block_that_is_shipped():
    lines = (ROOT / "ops" / "sshd-countersign.conf").read_text(encoding="utf-8").splitlines()
    block = "\n".join(line for line in lines if not line.startswith("#"))

    assert f"```\n{block}\n```" in PAGE


def test_every_file_that_the_page_names_is_shipped():
    named = set(re.findall(r"`ops/([^`]+)`", PAGE))

    assert {
        "sshd-countersign.conf",
        "countersign-session",
        "countersign-connector.service",
    } <= named
    assert all((ROOT / "ops" / name).is_file() for name in named)


def test_the_wrapper_clears_everything_and_runs_the_gate_in_an_isolated_interpreter():
    text = (ROOT / "ops" / "countersign-session").read_text(encoding="utf-8")

    (command,) = re.findall(r"^exec /usr/bin/env -i (.*)", text, re.DOTALL | re.MULTILINE)
    passed = re.findall(r"\b([A-Z_]+)=", command)
    assert passed == ["PATH", "HOME", "LANG", "TERM", "SSH_USER_AUTH", "SSH_CONNECTION",
                      "SSH_ORIGINAL_COMMAND"]  # fmt: skip
    assert command.rstrip().endswith('"$PYTHON" -I -m console gate --home "$COMPANY"')


@pytest.mark.rule("reliability I35")
def test_the_connector_alone_is_given_the_secrets_under_the_name_that_it_looks_for():
    unit = (ROOT / "ops" / "countersign-connector.service").read_text(encoding="utf-8")
    given = re.findall(r"^LoadCredential=(\w+):(.+)$", unit, re.MULTILINE)

    assert given == [(CREDENTIAL, "/etc/countersign/secrets.toml")]
    assert f"LoadCredential={CREDENTIAL}:{given[0][1]}" in PAGE
