"""Whatever is typed is read, or refused with its place; nothing else ever happens."""

from hypothesis import given, settings
from hypothesis import strategies as some

from core.completion import proposals, taken, wanted
from core.grammar import NAMES, read
from core.line import read_line, wanted_in_line
from core.query import BadQuery
from core.typed import without

PIECES = [
    *(f"{name}:" for name in NAMES),
    *"!-\"*,.<>=@ %_\\'",
    "..",
    "2026-01-31",
    "5",
    "d",
    "kerr",
]
TYPED = some.one_of(
    some.text(max_size=30), some.lists(some.sampled_from(PIECES), max_size=8).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(TYPED)
def test_a_query_is_read_or_refused_at_a_place_in_it(text):
    for reads in (lambda: read(text, "commitments", limits=True), lambda: read_line(text, "jobs")):
        why = refusal(reads)

        if why is not None:
            assert 1 <= why.column <= len(text) + 1
            assert why.width >= 1
            assert why.typed == text


def refusal(reads):
    try:
        reads()
    except BadQuery as why:
        return why
    return None


@settings(max_examples=150, deadline=None)
@given(TYPED, some.integers(0, 40), some.lists(some.text(min_size=1, max_size=9), max_size=3))
def test_every_proposal_can_be_taken_and_stays_in_its_place(text, cursor, live):
    cursor = min(cursor, len(text))
    at = wanted(text, cursor)
    wanted_in_line(text, cursor, "commitments")
    if at is None:
        return
    for proposal in proposals(at, "commitments", live):
        after, place = taken(text, at, proposal)

        assert after.startswith(text[: at.start])
        assert place <= len(after)


@settings(max_examples=100, deadline=None)
@given(TYPED)
def test_what_is_taken_out_of_a_query_leaves_one_that_can_be_read(text):
    try:
        before = read(text)
    except BadQuery:
        return

    left = read(without(text, "sort", "view"))

    assert left.order is None
    assert left.views == ()
    assert len(left.terms) <= len(before.terms)
