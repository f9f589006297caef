"""SHA-256, by the implementation that costs least: Python's own at first, OpenSSL's for many."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import Protocol


class Hash(Protocol):
    """A digest that was begun."""

    def hexdigest(self) -> str: ...


MANY = 1000
"""As many digests cost Python's own more than it costs to load OpenSSL, which a command does not
otherwise need."""
_made = count(1)


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return _current[0](data).hexdigest()


def _first(data: bytes) -> Hash:
    """Python's own, as `random` takes it too, until there are many."""
    if next(_made) >= MANY:
        from hashlib import sha256

        _current[0] = sha256
    return _own(data)


def _pythons_own() -> Callable[[bytes], Hash]:
    for name in ("_sha2", "_sha256"):  # since Python 3.12, and before
        with suppress(ImportError):
            found: Callable[[bytes], Hash] = import_module(name).sha256
            return found
    from hashlib import sha256

    return sha256


_own = _pythons_own()
_current: list[Callable[[bytes], Hash]] = [_first]
