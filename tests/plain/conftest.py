"""The plain loop, spoken to through a pipe on a sandbox home of its own."""

import io
import sys
from collections.abc import Callable

import pytest

from tests.cli.conftest import Ended, _no_home_of_ones_own, countersign, home, made

__all__ = ["_no_home_of_ones_own", "countersign", "home", "made"]

Triage = Callable[..., Ended]


@pytest.fixture
def triage(countersign, monkeypatch) -> Triage:
    """Says lines to `triage --plain`, each as if it came through a pipe."""

    def said(lines: list[str], *words: str) -> Ended:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return countersign("triage", "--plain", *words)

    return said
