"""A company is made of rows the same way every time, and every row is accounted for."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest

from adapters.sandbox.contract_row import ContractRow
from adapters.sandbox.derive import EXTRACTED, Derived, derive
from adapters.sandbox.derive.contracts import chosen, sorted_out
from adapters.sandbox.derive.work import STANDARD, WORKS
from adapters.sandbox.extract import Extract
from core.records import Commitment, Record, SubcontractorInvoice, erp_scope, folded
from core.vocabulary import ErpStatus, RecordKind

K, S = RecordKind, ErpStatus


def row(line: int, **fields: object) -> ContractRow:
    blank = ContractRow(
        line, "Resurfacing", "P1", "0", "J100", "", None, None, date(2020, 5, 4), "DOT",
        "Walsh", "V1", "", "", "", "", "", 100_000_00, "",
    )  # fmt: skip
    return blank._replace(**fields)  # type: ignore[arg-type]  # open keywords


def of(kind: RecordKind, derived: Derived) -> list[Record]:
    return [record for record in derived.records if record.kind is kind]


def test_every_row_is_a_commitment_a_change_or_left_out_with_its_reason(
    extract: Extract, derived: Derived
):
    placed = sorted_out(extract.rows)
    lines = Counter(c.opening.line for c in placed.contracts)
    lines += Counter(change.line for c in placed.contracts for change in c.changes)
    lines += Counter(left.line for left in placed.left_out)

    assert lines == Counter(good.line for good in extract.rows)
    assert len(of(K.COMMITMENT, derived)) == len(placed.contracts) == 5_373
    assert len(of(K.CCO, derived)) == sum(len(c.changes) for c in placed.contracts) == 3_054
    assert all(left.problem and left.way_out for left in derived.left_out)
    assert Counter(left.field for left in derived.left_out) == {
        "Specification Number": 655,
        "Revision Number": 838,
    }


def test_every_vendor_and_every_specification_of_the_file_is_a_record(
    extract: Extract, derived: Derived
):
    vendors = {folded(r.vendor_id) for r in extract.rows if r.vendor_id}
    jobs = {folded(r.specification) for r in extract.rows if r.specification}

    assert {folded(r.number) for r in of(K.COMPANY, derived)} == vendors
    assert {folded(r.number) for r in of(K.PROJECT, derived)} == jobs


def test_the_same_rows_make_the_same_company(extract: Extract, derived: Derived):
    again = derive(extract.rows)

    assert again == derived


def test_another_process_with_another_hash_seed_makes_it_byte_by_byte_the_same():
    program = (
        "from adapters.codec import encoded; from adapters.sandbox.derive import derive;"
        "from adapters.sandbox.extract import read; from hashlib import sha256;"
        "d = derive(read().rows, limit=800);"
        "print(sha256(''.join(map(encoded, (*d.records, *d.documents))).encode()).hexdigest())"
    )

    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(printed) == 1


def test_another_moment_changes_since_when_things_wait_and_no_id(
    extract: Extract, derived: Derived
):
    later = derive(extract.rows, as_of=EXTRACTED + timedelta(days=365))

    assert [r.id for r in later.records] == [r.id for r in derived.records]
    assert [r.created_at for r in later.records] == [r.created_at for r in derived.records]
    waiting = [r.sent_at for r in later.records if r.status is S.READY_TO_EXPORT and r.sent_at]
    assert min(waiting) > EXTRACTED + timedelta(days=310)
    assert max(waiting) < EXTRACTED + timedelta(days=365)


def test_ids_are_unique_and_no_record_names_one_that_is_not_there(derived: Derived):
    ids = [record.id for record in derived.records]

    assert len(set(ids)) == len(ids)
    named = {n for r in derived.records for n in (r.project, r.vendor, r.parent) if n}
    assert named <= set(ids)


def test_no_two_records_claim_one_id_of_sage(derived: Derived):
    claims = Counter((erp_scope(r), folded(r.erp_id)) for r in derived.records if r.erp_id)

    assert [claim for claim, count in claims.items() if count > 1] == []


def test_lines_add_up_to_the_row(extract: Extract, derived: Derived):
    awards = {(r.number, r.award) for r in extract.rows}

    for record in of(K.COMMITMENT, derived):
        assert isinstance(record.body, Commitment)
        assert sum(line.amount for line in record.body.lines) == record.amount
        assert (record.number, record.amount) in awards
    for record in of(K.CCO, derived):
        assert sum(line.amount for line in record.body.lines) == record.amount  # type: ignore[union-attr]  # a change has lines
        assert (record.parent_number, record.amount) in awards


@pytest.mark.rule("financials 67 (I6)")
def test_invoices_add_up(derived: Derived):
    for record in of(K.SUBCONTRACTOR_INVOICE, derived):
        body = record.body
        assert isinstance(body, SubcontractorInvoice)
        assert body.gross == sum(line.amount for line in body.lines)
        assert body.retainage == sum(line.retainage for line in body.lines)
        released = sum(line.released for line in body.lines)
        assert record.amount == body.gross - body.retainage + released


def test_nothing_is_sent_before_it_was_made_or_after_the_company_opens(derived: Derived):
    for record in derived.records:
        assert record.created_at is not None
        assert record.changed_at is not None
        assert record.created_at <= record.changed_at <= EXTRACTED
        if record.sent_at is not None:
            assert record.created_at < record.sent_at <= record.changed_at


def test_every_kind_of_work_uses_codes_and_categories_of_the_standard_list():
    known = {(s.code, category) for s in STANDARD for category in s.categories if not s.group}

    used = {(code, category) for work in WORKS for code, category, _ in work.portions}

    assert used <= known


def test_a_time_extension_is_a_change_order_of_zero():
    rows = [row(2), row(3, revision="T90782", type="Time Extension", award=0)]

    (change,) = of(K.CCO, derive(rows))

    assert (change.number, change.amount) == ("R001", 0)
    assert [line.amount for line in change.body.lines] == [0]  # type: ignore[union-attr]  # a change has lines


def test_where_revision_zero_is_missing_the_earliest_that_takes_nothing_away_stands_in():
    rows = [
        row(2, revision="1", award=-5_00, approved=date(2020, 1, 1)),
        row(3, revision="2", award=7_00, approved=date(2020, 2, 1)),
        row(4, revision="3", award=-1_00, approved=date(2020, 3, 1)),
    ]

    made = derive(rows)

    (commitment,) = of(K.COMMITMENT, made)
    assert commitment.amount == 7_00
    assert "stands in for revision 0" in commitment.body.scope  # type: ignore[union-attr]  # a commitment has one
    assert [change.amount for change in of(K.CCO, made)] == [-1_00]
    assert [left.text for left in made.left_out] == [
        (
            "Line 2: Revision Number '1' takes away from purchase order P1, "
            "whose revision 0 is not in the file; add the row of revision 0 to load this one."
        )
    ]


def test_a_row_that_belongs_to_nothing_says_so():
    rows = [row(2, specification=""), row(3, vendor_id=""), row(4), row(5)]

    made = derive(rows)

    assert [left.text for left in made.left_out] == [
        (
            "Line 2: Specification Number is empty, so there is no job it belongs to; "
            "fill it in to load this row."
        ),
        "Line 3: Vendor ID is empty, so nobody can be paid for it; fill it in to load this row.",
        (
            "Line 5: Revision Number '0' of purchase order P1 is in the file already; "
            "keep one of the two rows."
        ),
    ]


def test_one_vendor_or_job_in_two_spellings_is_one():
    rows = [row(2, vendor_id="v1", specification="j100"), row(3, number="P2")]

    made = derive(rows)

    assert [r.number for r in of(K.COMPANY, made)] == ["v1"]
    assert [r.number for r in of(K.PROJECT, made)] == ["j100"]
    assert len({r.vendor for r in of(K.COMMITMENT, made)}) == 1


def test_hostile_text_becomes_records_and_never_an_id_of_sage():
    ugly = "\x1b[31m[@click=quit]\u202eX[/]"
    rows = [
        row(2, title=ugly, vendor_name=ugly, vendor_id=ugly, specification=ugly, number=ugly),
        row(3, number="P2", title=ugly, revision=ugly),
    ]

    made = derive(rows)

    assert len(of(K.COMMITMENT, made)) == 2
    assert all(r.erp_id is None or r.erp_id.isalnum() for r in made.records if r.kind in {
        K.COMPANY, K.PROJECT, K.COMMITMENT, K.CCO,
    })  # fmt: skip


@pytest.mark.parametrize("limit", [0, 1, 17, 400])
def test_a_smaller_company_is_whole_jobs_and_about_as_large_as_asked(extract: Extract, limit: int):
    taken = chosen(extract.rows, limit)

    assert abs(len(taken) - limit) <= max(2, limit // 10)
    jobs = {r.specification for r in taken}
    assert len(taken) == sum(r.specification in jobs for r in extract.rows)
