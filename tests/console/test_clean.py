"""What comes through the one door for text from data."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.clean import MARKS_KEPT, clean, shown

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=40)
TROUBLE = st.text(
    st.sampled_from(
        "\x00\t\n\x1b\x7f\x9b\u202e\u200b\u2066\ufe0f\u0301\u0302\u00a0\u3000\ud800[/]ab"
    ),
    max_size=40,
)


@given(ANYTHING | TROUBLE)
def test_nothing_that_acts_hides_or_reorders_is_left(text):
    seen = clean(text)

    left = {unicodedata.category(c) for c in seen} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert left == set()


@given(ANYTHING | TROUBLE)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(text)

    assert clean(once) == once


@given(ANYTHING | TROUBLE)
def test_what_is_cleaned_can_be_written_anywhere(text):
    seen = clean(text)

    assert seen.encode("utf-8").decode("utf-8") == seen


@given(ANYTHING | TROUBLE)
def test_nothing_disappears(text):
    seen = clean(text)

    assert len(seen) >= len(text)


@given(st.text(st.sampled_from("a\u0301\u0302\u0303\u1ab0"), max_size=60))
def test_a_letter_carries_two_marks_at_most(text):
    heap = longest = 0
    for letter in clean(text):
        heap = heap + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, heap)

    assert longest <= MARKS_KEPT


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Walsh Construction", "Walsh Construction"),
        ("Müller & Søn", "Müller & Søn"),
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("a\tb\nc", "a␉b␊c"),
        ("\x7f", "␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("Acme \u202ecLL", "Acme <U+202E>cLL"),
        ("10\u200b00", "10<U+200B>00"),
        ("a\u00a0b\u3000c", "a b c"),
        ("heart\ufe0f", "heart<U+FE0F>"),
        ("\u0301x", "<U+0301>x"),
        ("\U000e0041", "<U+E0041>"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_hidden_text_becomes_visible_and_plain_text_stays(text, seen):
    assert clean(text) == seen


def test_what_a_widget_takes_holds_no_markup():
    drawn = shown("[@click=app.quit]x[/]")

    assert (drawn.plain, drawn.spans) == ("[@click=app.quit]x[/]", [])
