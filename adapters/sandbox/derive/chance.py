"""Chance that falls the same way every time: lots drawn from hashes of what they are about."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

from core.vocabulary import ErpStatus

Key = TypeVar("Key", bound=Hashable)
T = TypeVar("T")
WORTH_DEALING = 3
"""Keys a status needs each before every status gets one at least."""


def lot(*of: object) -> int:
    """A number of 64 bits."""
    text = "\x1f".join(map(str, of))
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def part(*of: object) -> float:
    """A number from 0 up to 1."""
    return lot(*of) / 2**64


def one(choices: Sequence[T], *of: object) -> T:
    return choices[lot(*of) % len(choices)]


def deal(
    purpose: str, keys: Iterable[Key], shares: Mapping[ErpStatus, float], rest: ErpStatus
) -> dict[Key, ErpStatus]:
    """Give each key a status: shares of the whole in the order of their lots, the rest to `rest`.

    Where there are keys enough, every status gets one, however small its share.
    """
    drawn = sorted(keys, key=lambda key: lot(purpose, key))
    least = 1 if len(drawn) >= WORTH_DEALING * len(shares) else 0
    dealt: dict[Key, ErpStatus] = {}
    start = 0
    for status, share in shares.items():
        count = max(least, round(share * len(drawn)))
        dealt.update(dict.fromkeys(drawn[start : start + count], status))
        start += count
    dealt.update(dict.fromkeys(drawn[start:], rest))
    return dealt


def allotted(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in parts by weight; the parts add up to it to the cent."""
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    parts[0] += amount - sum(parts)
    return parts
