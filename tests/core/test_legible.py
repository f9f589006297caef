"""Text that could be written nowhere is replaced for all to see; all else stays the very same."""

import pytest

from core.case import Answers
from core.legible import legible
from core.records import Record
from tests.records import commitment

HALF = "Br\ud83dcke"
SEEN = "Br\ufffdcke"


@pytest.mark.parametrize("value", ["plain", "Brücke \U0001f309", 7, None, ("a", "ü"), ()])
def test_what_can_be_written_stays_the_same_object(value):
    assert legible(value) is value


def test_half_a_letter_is_replaced():
    assert legible(HALF) == SEEN


def test_a_value_keeps_its_type_and_its_other_parts():
    record = commitment(title=HALF, number="SC0001")

    found = legible(record)

    assert isinstance(found, Record)
    assert found == record._replace(title=SEEN)
    assert found.body is record.body


def test_text_deep_within_is_reached():
    assert legible((1, ("a", HALF), Answers(reason=HALF))) == (1, ("a", SEEN), Answers(reason=SEEN))
    assert legible((HALF,)) == (SEEN,)
    assert type(legible((HALF,))) is tuple
