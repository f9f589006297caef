"""Masks of ids: signs, sections, and a last section that may be shorter."""

import pytest

from core.masks import fits, sections, unpunctuated


@pytest.mark.parametrize(
    ("mask", "text", "expected"),
    [
        ("XX-##", "A1-2", True),
        ("XX-##", "A1-22", True),
        ("XX-##", "A1-", False),
        ("XX-##", "A-22", False),
        ("XX-##", "A1-222", False),
        ("XX-##", "A1-2B", False),
        ("XX-##", "A1.22", False),
        ("AA", "AB", True),
        ("AA", "A", True),
        ("AA", "", False),
        ("AA", "A1", False),
        ("AA", "ABC", False),
        ("##.#/X", "12.3/z", True),
        ("##.#/X", "12.3/", False),
        ("XXX", "ü", False),
        ("J##", "J1", True),
        ("J##", "K1", False),
    ],
)
def test_an_id_fits_a_mask_or_does_not(mask, text, expected):
    assert fits(mask, text) is expected


def test_separators_part_sections_and_take_no_room():
    assert sections("1-2.3/4") == ("1", "2", "3", "4")
    assert sections("1--2") == ("1", "", "2")
    assert unpunctuated("1-2.3/4") == "1234"
