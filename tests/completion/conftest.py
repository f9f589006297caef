"""A small sandbox home to complete from."""

from tests.cli.conftest import _no_home_of_ones_own, countersign, home, made

__all__ = ["_no_home_of_ones_own", "countersign", "home", "made"]
