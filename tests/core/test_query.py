import pytest

from core.query import BadQuery, Field, Term, parsed


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("Kerr", (Term(Field.ANY, "has", "kerr"),)),
        ('vendor:"Walsh Con"', (Term(Field.VENDOR, "has", "walsh con"),)),
        ('"two words"', (Term(Field.ANY, "has", "two words"),)),
        ("!kerr", (Term(Field.ANY, "has", "kerr", negated=True),)),
        ("status:ready_to_export", (Term(Field.STATUS, "is", "ready_to_export"),)),
        ('status:"Ready to Export"', (Term(Field.STATUS, "is", "ready_to_export"),)),
        ("!kind:CCO", (Term(Field.KIND, "is", "cco", negated=True),)),
        ("job:J1 erp:sc", (Term(Field.JOB, "has", "j1"), Term(Field.ERP, "has", "sc"))),
        ("amount:12", (Term(Field.AMOUNT, "is", 12_00),)),
        ("amount:=12.5", (Term(Field.AMOUNT, "is", 12_50),)),
        ("amount:>=10,000", (Term(Field.AMOUNT, ">=", 10_000_00),)),
        ("amount:<-1.25", (Term(Field.AMOUNT, "<", -1_25),)),
    ],
)
def test_what_is_typed_is_read(typed, terms):
    assert parsed(typed) == terms


@pytest.mark.parametrize(
    ("typed", "sentence", "column"),
    [
        (
            "kerr colour:red",
            (
                "There is no field 'colour'; fields are id, number, title, vendor, job, erp, "
                "status, kind, amount, sender, fellback, unposted."
            ),
            6,
        ),
        (
            "amount:ten",
            "'ten' is not an amount; write amount:>10000 or amount:12.50.",
            8,
        ),
        ("amount:" + "9" * 16, "An amount of 16 digits is more than can be kept.", 8),
        ("amount:1.234", "'1.234' has more than two decimals.", 8),
        ("amount:1.2.3", "'1.2.3' is not an amount; write amount:>10000 or amount:12.50.", 8),
        ('vendor:"walsh', 'A quotation mark is not closed; add another ".', 13),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(typed, sentence, column):
    with pytest.raises(BadQuery) as caught:
        parsed(typed)

    assert (str(caught.value), caught.value.column) == (sentence, column)


@pytest.mark.parametrize("amount", ["²", "--5", "", "-", "5-", "٣", "1e3", "inf", "nan"])
def test_an_odd_number_is_refused_and_never_raises_anything_else(amount):
    try:
        terms = parsed(f"amount:{amount}")
    except BadQuery:
        return
    assert isinstance(terms[0].value, int)
