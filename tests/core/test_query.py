from datetime import UTC, datetime

import pytest

from core.grammar import NAMES, parsed, read
from core.query import BadQuery, Field, Order, Query, Term, settled
from core.typed import without
from core.vocabulary import View

DAY = 86_400
NEW_YEAR = 1_767_225_600_000_000
"""2026-01-01 in microseconds since 1970."""
WHOLE_DAY = DAY * 1_000_000
FIELDS = ", ".join(NAMES)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("Kerr", (Term(Field.ANY, "has", "kerr"),)),
        ('vendor:"Walsh Con"', (Term(Field.VENDOR, "has", "walsh con"),)),
        ('"two words"', (Term(Field.ANY, "has", "two words"),)),
        ('"amount:5"', (Term(Field.ANY, "has", "amount:5"),)),
        ('"!kerr"', (Term(Field.ANY, "has", "!kerr"),)),
        ("!kerr", (Term(Field.ANY, "has", "kerr", negated=True),)),
        ("-vendor:kerr", (Term(Field.VENDOR, "has", "kerr", negated=True),)),
        ("!", (Term(Field.ANY, "has", "!"),)),
        ("-", (Term(Field.ANY, "has", "-"),)),
        ("status:ready_to_export", (Term(Field.STATUS, "is", "ready_to_export"),)),
        ('status:"Ready to Export"', (Term(Field.STATUS, "is", "ready_to_export"),)),
        ("state:!,x", (Term(Field.STATUS, "among", ("failed", "rejected")),)),
        ("state:sent", (Term(Field.STATUS, "is", "ready_to_export"),)),
        (
            "state:ready",
            (
                Term(
                    Field.STATUS, "among", ("ready_to_export", "ready_to_update", "ready_to_import")
                ),
            ),
        ),
        ("!kind:CCO", (Term(Field.KIND, "is", "cco", negated=True),)),
        ("kind:cco,pc", (Term(Field.KIND, "among", ("cco", "pcco")),)),
        ("job:J1 erp:sc", (Term(Field.JOB, "has", "j1"), Term(Field.ERP, "has", "sc"))),
        ("job:24-*", (Term(Field.JOB, "starts", "24-"),)),
        ('job:"24-*"', (Term(Field.JOB, "has", "24-*"),)),
        ("amount:12", (Term(Field.AMOUNT, "is", 12_00),)),
        ("amount:=12.5", (Term(Field.AMOUNT, "is", 12_50),)),
        ("amount:>=10,000", (Term(Field.AMOUNT, ">=", 10_000_00),)),
        ("amount:>10000", (Term(Field.AMOUNT, ">", 10_000_00),)),
        ("amount:<-1.25", (Term(Field.AMOUNT, "<", -1_25),)),
        ("amount:100..200", (Term(Field.AMOUNT, "between", (100_00, 200_00)),)),
        ("amount:100..", (Term(Field.AMOUNT, ">=", 100_00),)),
        ("amount:..200", (Term(Field.AMOUNT, "<", 200_01),)),
        ("age:>2d", (Term(Field.AGE, ">", 2 * DAY),)),
        ("age:<=1w", (Term(Field.AGE, "<=", 7 * DAY),)),
        ("age:2d", (Term(Field.AGE, "between", (2 * DAY, 3 * DAY)),)),
        ("age:2h..3d", (Term(Field.AGE, "between", (7200, 4 * DAY)),)),
        ("sent:>=2026-01-01", (Term(Field.SENT, ">=", NEW_YEAR),)),
        ("sent:>2026-01-01", (Term(Field.SENT, ">", NEW_YEAR + WHOLE_DAY - 1),)),
        ("sent:<2026-01-01", (Term(Field.SENT, "<", NEW_YEAR),)),
        (
            "changed:2026-01-01..2026-01-02",
            (Term(Field.CHANGED, "between", (NEW_YEAR, NEW_YEAR + 2 * WHOLE_DAY - 1)),),
        ),
        ("blocked", (Term(Field.BLOCKED, "is", "yes"),)),
        ("!blocked", (Term(Field.BLOCKED, "is", "yes", negated=True),)),
        ("blocked:no", (Term(Field.BLOCKED, "is", "yes", negated=True),)),
        ('"blocked"', (Term(Field.ANY, "has", "blocked"),)),
        ('reason:"Vendor not"', (Term(Field.REASON, "has", "vendor not"),)),
        ("fellback:no", (Term(Field.FELL_BACK, "is", "yes", negated=True),)),
    ],
)
def test_what_is_typed_is_read(typed, terms):
    assert parsed(typed) == terms


@pytest.mark.parametrize(
    ("typed", "sentence", "column"),
    [
        ("amount:ten", ("'ten' is not an amount; write amount:>10000, amount:12.50 or "
         "amount:100..200."), 8),
        ("amount:" + "9" * 16, "An amount of 16 digits is more than can be kept.", 8),
        ("amount:1.234", "'1.234' has more than two decimals.", 8),
        ("amount:5..1", "This range ends before it begins; write the smaller one first.", 8),
        ("amount:..", "A range has an end: write 100..200, 100.. or ..200.", 8),
        ("age:2", "'2' is not an age; write age:>2d with m, h, d or w, or age:2d..5d.", 5),
        ("a age:>xd", "'xd' is not an age; write age:>2d with m, h, d or w, or age:2d..5d.", 8),
        ("sent:2026-13-01", ("'2026-13-01' is not a day; write it as 2026-01-31, with > or < "
         "before it, or as a range."), 6),
        ("fellback:maybe", "fellback: takes yes or no, not 'maybe'.", 10),
        ("sort:colour", ("'colour' is no order; orders are age, amount, number, title, vendor, "
         "project, turned by a -."), 6),
        ("sort:age sort:amount", "An order is named already; a list has one.", 15),
        ("limit:5", "limit: stands with `countersign list` only; here the whole list is meant.", 1),
        ("!sort:age", "sort: cannot be turned into its contrary.", 1),
        ('vendor:"walsh', 'A quotation mark is not closed; add another ".', 8),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_place(typed, sentence, column):
    with pytest.raises(BadQuery) as caught:
        read(typed)

    assert (str(caught.value), caught.value.column) == (sentence, column)
    assert caught.value.typed == typed


def test_a_misspelt_name_lists_the_likest_first():
    with pytest.raises(BadQuery) as field:
        read("kerr -stat:failed")
    with pytest.raises(BadQuery) as status:
        read("state:faild,synced")

    assert str(field.value).startswith("There is no field 'stat'; fields are state, status, ")
    assert (field.value.column, field.value.width) == (7, 4)
    assert str(status.value).startswith("'faild' is no status; there are failed, ")
    assert (status.value.column, status.value.width) == (7, 5)


@pytest.mark.parametrize("amount", ["²", "--5", "", "-", "5-", "٣", "1e3", "inf", "nan", "1...2"])
@pytest.mark.parametrize("field", ["amount", "age", "sent", "state", "view", "sort", "limit"])
def test_an_odd_value_is_refused_and_never_raises_anything_else(field, amount):
    try:
        read(f"{field}:{amount}", limits=True)
    except BadQuery as why:
        assert 1 <= why.column <= len(f"{field}:{amount}") + 1  # noqa: PT017


def test_a_view_is_named_by_its_beginning_on_a_tab_that_has_it():
    assert read("view:ready", "commitments").views == (View.READY_TO_EXPORT,)
    assert read("view:returned", "commitments").views == (View.RETURNED,)
    assert read("view:all", "commitments").views == (None,)
    assert read("kerr", "commitments").views == ()
    with pytest.raises(BadQuery, match="'archived' is no view; there are "):
        read("view:archived", "commitments")


def test_several_views_are_a_condition_on_the_whole_tab():
    several = read("view:failed,returned", "commitments")
    without_one = read("-view:synced", "commitments")

    held = ("retrieved", "rejected", "failed")
    assert several.views == (None,)
    assert several.terms == (Term(Field.STATUS, "among", held),)
    assert without_one.views == ()
    assert without_one.terms == (Term(Field.STATUS, "among", ("synced",), negated=True),)


def test_an_order_and_a_limit_are_read():
    assert read("sort:-age")[2:4] == (Order.AGE, True)
    assert read("sort:amount")[2:4] == (Order.AMOUNT, False)
    assert read("limit:5", limits=True).limit == 5


def test_an_age_is_settled_against_the_clock():
    now = datetime(2026, 1, 3, tzinfo=UTC)
    query = Query("commitments", terms=parsed("age:>2d -age:1d kerr"))

    older, day_old, text = settled(query, now).terms

    assert older == Term(Field.SINCE, "<", NEW_YEAR)
    assert day_old == Term(
        Field.SINCE, "between", (NEW_YEAR + 1, NEW_YEAR + WHOLE_DAY), negated=True
    )
    assert text == query.terms[2]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("view:ready kerr sort:-age", "kerr"),
        ("kerr view:ready  amount:>5", "kerr amount:>5"),
        ('vendor:"a b" -view:synced', 'vendor:"a b"'),
        ("kerr ", "kerr "),
        ('view:ready "kerr', 'view:ready "kerr'),
    ],
)
def test_words_are_taken_out_of_what_was_typed(typed, left):
    assert without(typed, "view", "sort") == left
