"""A layout is data, and a file that follows it is strict: nothing is cut or guessed."""

from datetime import UTC, date, datetime

import pytest

from adapters.routes.files import Files, shipped
from adapters.routes.layout import LayoutUnusable, read, written
from core.ports import StoreUnusable
from core.records import BudgetLine
from core.vocabulary import ErpStatus, RecordKind
from core.worklist import CannotBeWritten, Task
from tests.records import budget, subcontractor_invoice

K, S = RecordKind, ErpStatus
ONE_LINE = 'name="x"\nkind="budget"\n[[records]]\neach="line"\n'
FIRST = ' {name="phase", source="line.code", length=15},\n'


def column(said):
    """A sound layout but for its second column, in line 7."""
    return f"{ONE_LINE}columns=[\n{FIRST} {{name={said}}}]"


AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def layout(name):
    return next(read(place) for place, _ in shipped() if place.stem == name)


def task(record):
    return Task(record, "Ana Ortiz", AT, "J1200", "V1001", "SC0001")


def estimate(*lines):
    return task(budget(S.EXPORTING, lines=lines))


def invoice(**changes):
    record = subcontractor_invoice(S.EXPORTING, **changes)
    return task(record._replace(body=record.body._replace(billing_date=date(2026, 10, 31))))


def why(found):
    return [(t.line, t.column, t.why) for t in found]


def test_an_estimate_is_a_category_record_for_each_line():
    records, troubles = written(
        layout("jc-estimate"),
        estimate(BudgetLine("03-300", "L", 141_428_57), BudgetLine("01-100", "M", -5)),
    )

    assert troubles == ()
    assert records == (
        '"C","03-300","","L",11222026,0,"",141428.57,,,"",""',
        '"C","01-100","","M",11222026,0,"",-0.05,,,"",""',
    )


def test_an_invoice_is_a_head_and_its_distributions():
    records, troubles = written(layout("ap-invoice-a"), invoice())

    assert troubles == ()
    assert records[0].startswith('"API","V1001","INV-7001","Bridge deck, October",')
    assert len(records) == 1 + len(invoice().record.body.lines)
    assert all(record.count(",") >= 16 for record in records[1:])


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        (BudgetLine("03-300-0000-0000-1", "L", 1), "phase", "is 18 characters; the field takes 15"),
        (BudgetLine("", "L", 1), "phase", "it is missing"),
        (
            BudgetLine("03-30é", "L", 1),
            "phase",
            "holds 'é' (U+00E9); Sage's import reads plain ASCII only",
        ),
        (BudgetLine('03"300', "L", 1), "phase", "a quote or a comma, which divide the fields"),
        (BudgetLine("03\n300", "L", 1), "phase", "a line break or another control character"),
        (BudgetLine("03\x1b[2J", "L", 1), "phase", "'03\\x1b[2J' holds a line break or another"),
        (BudgetLine("03-300", "L", 10**11), "amount", "more than 8 digits before the point"),
    ],
)
def test_what_does_not_fit_is_named_by_its_line_and_field_and_never_cut(line, column, says):
    _, troubles = written(layout("jc-estimate"), estimate(line))

    (trouble,) = [t for t in troubles if t.column == column]
    assert trouble.line == 1
    assert says in trouble.why


def test_lines_that_do_not_add_up_are_named():
    whole = estimate(BudgetLine("03-300", "L", 100_00))
    off = whole._replace(record=whole.record._replace(amount=99_00))

    _, troubles = written(layout("jc-estimate"), off)

    assert why(troubles) == [(0, "amount", "the lines come to 100.00, the document says 99.00")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "layout.toml: name: it is missing; say it as the layouts of `countersign files"),
        ('name = "x"\nkind = "job"', "line 2, kind: no import file takes a 'job'; kinds are bud"),
        ('name = "x"\nkind = "budget"\nrecords = []', "line 3, records: name at least one"),
        ('date = "mmdd"\n' + ONE_LINE + "columns=[]", "line 1, date: write %d, %m and %Y or %y"),
        ('extension = "EXE!"\n' + column('"a", kind="blank"'), "line 1, extension: write one to"),
        (column('"a", kind="blank"') + "\nsums=1", "record 1, sums: there is no such field; there"),
        (column('"a", length=3'), "line 7, record 1, column 2 (a): say either source or value."),
        (column('"a", source="line.cod", length=3'), "'line.cod' is no source; there are job,"),
        (column('"a", source="line.code"'), "line 7, record 1, column 2 (a): say its length."),
        (column('"a", value="ABCD", length=3'), "its value 'ABCD' is 4 characters; the field"),
        (column('"a", value="1", kind="amount", length=3'), "goes into a column of kind text, not"),
        (column('"a", source="line.code", lenght=3'), "(a), lenght: there is no such field; there"),
        (column('"a", source="line.code", length=300'), "(a), length: write 255 at most."),
        (column('"a", source="line.code", kind="money"'), "kind: 'money' is none of 'text', 'numb"),
        (column('"a", source="line.revised", length=9'), "column of kind amount, not text."),
        (ONE_LINE.replace("line", "head") + 'columns=[{name="a", source="line.code", length=3}]',
         "(a), source: line.code is of a line, and this record stands once for a document."),
        ("name = ", "cannot be read as TOML: Invalid value (at end of document)."),
        ("records=" + "[" * 5000, "cannot be read as TOML: maximum recursion depth exceeded"),
        ("#" * 200_001, "is larger than 200,000 bytes: that is no layout."),
    ],
)  # fmt: skip
def test_a_layout_that_is_unsound_is_refused_by_its_field(tmp_path, text, says):
    place = tmp_path / "layout.toml"
    place.write_text(text)

    with pytest.raises(LayoutUnusable, match=r"layout\.toml") as refused:
        read(place)

    assert says in str(refused.value)


@pytest.fixture
def files(tmp_path):
    made = Files(tmp_path)
    made.use(K.BUDGET, next(place for place, _ in shipped() if place.stem == "jc-estimate"))
    return made


def test_a_record_is_in_one_file_until_it_is_approved_anew(files):
    first = estimate(BudgetLine("03-300", "L", 100))

    batch = files.write(K.BUDGET, files.unwritten([first]), "Ana Ortiz")
    anew = first._replace(record=first.record._replace(version=first.record.version + 1))

    assert files.unwritten([first]) == []
    assert files.unwritten([first, anew]) == [anew]
    assert [one.hash for one in files.batches()] == [batch.hash]
    assert files.place(batch).read_bytes().endswith(b"\r\n")
    assert files.place(batch).stat().st_mode & 0o077 == 0


def test_one_value_that_does_not_fit_keeps_the_whole_file_from_being_written(files):
    good, bad = estimate(BudgetLine("03-300", "L", 1)), estimate(BudgetLine("x" * 99, "L", 1))

    with pytest.raises(CannotBeWritten, match="Nothing was written"):
        files.write(K.BUDGET, [good, bad], "Ana Ortiz")

    assert files.batches() == []


def test_every_value_that_does_not_fit_is_told_and_how_to_go_on(files):
    bad = estimate(BudgetLine("x" * 99, "L", 1), BudgetLine("03-300", "LABOUR", 1))

    with pytest.raises(CannotBeWritten) as refused:
        files.write(K.BUDGET, [bad], "Ana Ortiz")

    assert str(refused.value).startswith("Nothing was written, since 2 values do not fit: J1200, ")
    assert str(refused.value).endswith("`countersign settings set routes.budget worklist`.")
    assert refused.value.others == (
        "J1200, line 2, category: 'LABOUR' is 6 characters; the field takes 3",
    )


def test_the_lines_of_an_invoice_come_to_what_it_bills_before_retainage():
    good = invoice()
    net = good._replace(record=good.record._replace(
        body=good.record.body._replace(gross=good.record.amount)
    ))  # fmt: skip

    assert written(layout("ap-invoice-a"), good)[1] == ()
    assert why(written(layout("ap-invoice-a"), net)[1])[0][:2] == (0, "amount")


def test_a_line_of_the_journal_that_cannot_be_read_is_named(files):
    files.write(K.BUDGET, [estimate(BudgetLine("03-300", "L", 1))], "Ana Ortiz")
    with files._journal.open("a") as journal:
        journal.write('{"name": "budg')

    with pytest.raises(StoreUnusable, match=r"batches\.jsonl, line 2, cannot be read\. Look in"):
        files.batches()


def test_a_file_that_was_changed_or_lost_is_seen(files):
    batch = files.write(K.BUDGET, [estimate(BudgetLine("03-300", "L", 1))], "Ana Ortiz")
    place = files.place(batch)

    before = files.amiss(batch)
    place.write_bytes(place.read_bytes().replace(b"0.01", b"9.01"))
    changed = files.amiss(batch)
    place.unlink()

    assert (before, changed, files.amiss(batch)) == ("", "it was changed", "it is missing")
