"""Lines fit their width by cells, lose nothing silently, and are clean."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from console.clean import clean
from console.widgets.lines import (
    Column,
    Look,
    cells,
    faint,
    flowed,
    padded,
    plain,
    said,
    shortened,
    table,
)


def test_a_paragraph_breaks_between_words_and_hangs_from_its_indent():
    lines = flowed([said("The vendor is not synced; accept the vendor first.")], 24, 4)

    assert [plain(line) for line in lines] == [
        "The vendor is not",
        "    synced; accept the",
        "    vendor first.",
    ]


def test_looks_survive_the_breaking():
    lines = flowed([said("Title is too long."), faint(" [financials 27 (C4)]")], 20)

    looks = {span.text.strip(): span.look for line in lines for span in line if span.text.strip()}
    assert looks == {"Title is too long.": Look.PLAIN, "[financials 27 (C4)]": Look.FAINT}


@given(st.text(max_size=80), st.integers(12, 60), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, width, indent):
    lines = flowed([said(text)], width, indent)

    assert all(cell_len(plain(line)) <= width for line in lines)
    together = "".join(plain(line) for line in lines).replace(" ", "")
    assert together == clean(text).replace(" ", "")


def test_what_is_cut_says_so():
    assert shortened("Bridge deck", 8) == "Bridge…"
    assert shortened("Bridge deck", 11) == "Bridge deck"
    assert shortened("Bridge", 0) == ""


def test_wide_letters_are_counted_as_two_cells():
    assert cell_len(padded("東京建設", 10)) == 10
    assert cell_len(padded("東京建設", 5)) == 5


COLUMNS = (Column("Code"), Column("Extra"), Column("Text", bends=True), Column("Sum", right=True))


def test_a_table_aligns_figures_to_the_right_and_drops_what_nobody_fills():
    lines = table(COLUMNS, [("01", "", "Deck", "9.00"), ("02", "", "Rail", "10.00")], 40)

    assert [plain(line) for line in lines] == [
        "Code  Text    Sum",
        "01    Deck   9.00",
        "02    Rail  10.00",
    ]


def test_a_table_too_wide_shortens_text_and_never_a_figure():
    rows = [("01", "", "Concrete for the deck", "1,234,567.00")]

    lines = table(COLUMNS, rows, 30)

    assert all(cells(line) <= 30 for line in lines)
    assert plain(lines[1]) == "01    Concrete…   1,234,567.00"


def test_sums_stand_beneath_their_column():
    lines = table(COLUMNS, [("01", "", "Deck", "9.00")], 40, ("Sum", "", "", "9.00"))

    assert plain(lines[-1]) == "Sum         9.00"


def test_control_and_bidi_characters_are_drawn_as_what_they_are():
    line = table(COLUMNS, [("\x1b[31m", "", "a\u202eb", "1.00")], 60)[1]

    assert plain(line) == "␛[31m  a<U+202E>b  1.00"
