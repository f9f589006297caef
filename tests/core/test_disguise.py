"""Names that may be meant to pass for others."""

import pytest

from core.disguise import disguise
from core.markers import FELL_BACK, marker, marking, name_of
from core.vocabulary import ErpStatus
from tests.records import commitment, company

PLAIN = (
    "", "Walsh Construction", "Müller & Søn Ironworks", "Étienne Łódź", "Страбаг", "大林組",
    "\u0395\u03bb\u03bb\u03ac\u03ba\u03c4\u03c9\u03c1 \u0391.\u0395.", "شركة البناء", "Café 24",
    "Acme (株)", "O\u2019Neill \u2013 Söhne", "Строй Trest",
)  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_in_the_letters_of_its_language_is_no_disguise(name):
    assert disguise(name) == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("W\u0430lsh", "mixes Cyrillic and Latin letters in one word (U+0430)"),
        ("\u0391cme Steel", "mixes Greek and Latin letters in one word (U+0391)"),
        (
            "\u0421\u041e\u0420\u0415 Builders",
            "has Cyrillic letters, all of which look Latin (U+0421, U+041E, U+0420 and more)",
        ),
        ("Acme \u202ecLL", "holds signs that are not drawn or turn the reading round (U+202E)"),
        ("Wal\u200bsh", "holds signs that are not drawn or turn the reading round (U+200B)"),
        ("\uff21cme", "holds signs that stand for plain letters or figures (U+FF21)"),
        ("\U0001d400cme", "holds signs that stand for plain letters or figures (U+1D400)"),
        ("Lot ١٢", "holds figures of another script (U+0661, U+0662)"),
    ],
)
def test_what_is_odd_about_a_name_is_told_with_its_letters(name, told):
    assert disguise(name) == told


def test_a_record_of_a_disguised_vendor_says_so_wherever_its_marks_are_told():
    record = commitment(vendor_name="W\u0430lsh")

    assert marking(record) == (
        "Look twice: the vendor's name mixes Cyrillic and Latin letters in one word (U+0430)."
    )
    assert name_of(record, record.vendor_name) == "! W\u0430lsh"
    assert marker(record) == ""


def test_a_vendor_record_is_judged_by_its_own_name():
    record = company(title="W\u0430lsh")

    assert "Look twice" in marking(record)
    assert marking(company(title="Walsh")) == ""


def test_what_fell_back_is_told_after_it():
    record = commitment(ErpStatus.READY_TO_EXPORT, vendor_name="W\u0430lsh", fell_back="no code.")

    assert marker(record) == FELL_BACK
    assert marking(record).startswith("Look twice: ")
    assert marking(record).endswith("Fell back from direct export: no code.")
