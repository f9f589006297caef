"""Names for things: ids that sort by time and can be read aloud."""

from datetime import datetime

from core.vocabulary import RecordId

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""


def _spelt(value: int, width: int) -> str:
    letters = []
    for _ in range(width):
        value, digit = divmod(value, 32)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))


def record_id(at: datetime, salt: int) -> RecordId:
    """`01JD3K5Q8Z-7F2K`: milliseconds since 1970, and 20 bits to tell neighbours apart."""
    return RecordId(f"{_spelt(round(at.timestamp() * 1000), 10)}-{_spelt(salt & 0xFFFFF, 4)}")
