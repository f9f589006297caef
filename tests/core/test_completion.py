import pytest

from core.completion import Wanted, proposals, taken, wanted

FIRMS = ("Walsh Construction", "Walbec", 'Wal "The Wall" Inc.', "Kerr")


def offered(text: str, live: tuple[str, ...] = ()) -> tuple[str, ...]:
    at = wanted(text, len(text))
    return proposals(at, "commitments", live) if at else ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "state:"),
        ("kerr ", "state:"),
        ("am", "amount:"),
        ("-am", "amount:"),
        ("state:fa", "failed"),
        ("state:failed,sy", "synced"),
        ("state:ready to", None),
        ("view:re", "ready_to_export"),
        ("view:", "ready_to_export"),
        ("kind:", "commitment"),
        ("sort:-a", "-age"),
        ("fellback:", "yes"),
        ("amount:>", ">10000"),
        ("kerrrr", None),
        ('"quoted', None),
        ("title:", None),
    ],
)
def test_what_may_follow_is_proposed(typed, first):
    found = offered(typed)

    assert (found[0] if found else None) == first


def test_live_values_begin_as_what_is_typed_and_are_quoted_where_they_must_be():
    assert offered("vendor:wal", FIRMS) == ('"Walsh Construction"', "Walbec", "Wal")
    assert offered('vendor:"wal', FIRMS) == ('"Walsh Construction"', "Walbec", "Wal")
    assert offered("vendor:kerr", FIRMS) == ("Kerr",)


def test_nothing_is_proposed_within_a_word():
    assert wanted("state:failed", 7) is None
    assert wanted("state:failed kerr", 12) == Wanted("state", "failed", 6, 12)


@pytest.mark.parametrize(
    ("typed", "proposal", "text"),
    [
        ("am", "amount:", "amount:"),
        ("kerr state:fa", "failed", "kerr state:failed "),
        ("state:failed,sy", "synced", "state:failed,synced "),
        ('vendor:"wal', '"Walsh Construction"', 'vendor:"Walsh Construction" '),
        ("vendor:wal", '"Walsh Construction"', 'vendor:"Walsh Construction" '),
        ("-vendor:", "Kerr", "-vendor:Kerr "),
    ],
)
def test_a_proposal_takes_the_place_of_what_was_begun(typed, proposal, text):
    at = wanted(typed, len(typed))

    assert at
    assert taken(typed, at, proposal) == (text, len(text))


def test_what_stands_behind_the_cursor_stays():
    at = wanted("state:fa kerr", 8)

    assert at
    assert taken("state:fa kerr", at, "failed") == ("state:failed kerr", 12)
