"""The lines of each kind of record as an aligned table with sums."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from console.widgets.figures import amount, day, quantity
from console.widgets.lines import Column, Line, faint, heading, table
from core.records import (
    Body,
    Budget,
    BudgetLine,
    Commitment,
    CommitmentChange,
    Company,
    CostCode,
    JobCost,
    OwnerInvoice,
    PrimeChange,
    PrimeContract,
    Project,
    Record,
    SubcontractorInvoice,
    SubJob,
    lines_of,
)
from core.values import NamedTuple
from core.vocabulary import RecordId


class Part(NamedTuple):
    """One column of a kind's lines."""

    column: Column
    shown: Callable[[Any, str], str]
    """From a line and the record's currency."""
    adds: Callable[[Any], int] | None = None
    """What is summed beneath the column."""


class Shape(NamedTuple):
    """How the lines of one body are called and drawn."""

    title: str
    parts: tuple[Part, ...]


def text(name: str, field: str) -> Part:
    get = attrgetter(field)
    return Part(Column(name), lambda line, _: str(get(line)))


def prose(name: str, field: str) -> Part:
    return text(name, field)._replace(column=Column(name, bends=True))


def cents(name: str, get: Callable[[Any], int]) -> Part:
    return Part(Column(name, right=True), lambda line, of: amount(get(line), of), get)


def price(name: str, field: str) -> Part:
    """An amount that no sum is made of."""
    get = attrgetter(field)
    return Part(Column(name, right=True), lambda x, of: amount(get(x), of) if get(x) else "")


def words_of(name: str, field: str) -> Part:
    get = attrgetter(field)
    return Part(Column(name, bends=True), lambda line, _: " ".join(get(line)))


def date_of(name: str, field: str) -> Part:
    get = attrgetter(field)
    return Part(Column(name), lambda line, _: day(get(line)))


CODE = text("Code", "code")
CATEGORY = text("Cat", "category")
SUB_JOB = text("Extra", "sub_job")
DESCRIPTION = prose("Description", "description")
ITEM = Part(Column("Item", right=True), lambda x, _: "new" if x.item is None else str(x.item))
AMOUNT = cents("Amount", attrgetter("amount"))
QUANTITY = Part(
    Column("Quantity", right=True), lambda x, _: quantity(x.quantity) if x.quantity else ""
)

CODES = Shape(
    "Cost codes",
    (
        CODE,
        DESCRIPTION,
        words_of("Chosen here", "types"),
        words_of("In the ERP", "erp_types"),
        words_of("Not in the ERP yet", "pending"),
    ),
)
CHANGES = Shape(
    "Change lines",
    (ITEM, CODE, CATEGORY, SUB_JOB, DESCRIPTION, price("Unit cost", "unit_cost"), AMOUNT),
)
SHAPES: Mapping[type[Body], Shape] = {
    CostCode: Shape("Categories", (text("Cat", "abbreviation"), prose("Name", "name"))),
    Company: Shape(
        "Insurance",
        (
            text("Type", "type"),
            prose("Policy", "policy_number"),
            date_of("Effective", "effective"),
            date_of("Expires", "expires"),
            price("Limit", "limit"),
        ),
    ),
    Project: CODES,
    SubJob: CODES,
    JobCost: Shape(
        "Cost to date",
        (
            CODE,
            CATEGORY,
            SUB_JOB,
            cents("Job to date", attrgetter("job_to_date")),
            cents("Invoiced on commitments", attrgetter("commitment_invoiced")),
            cents("Direct", attrgetter("direct")),
        ),
    ),
    Commitment: Shape(
        "Schedule of values",
        (
            ITEM,
            CODE,
            CATEGORY,
            SUB_JOB,
            DESCRIPTION,
            QUANTITY,
            text("Unit", "unit"),
            price("Unit cost", "unit_cost"),
            AMOUNT,
        ),
    ),
    CommitmentChange: CHANGES,
    PrimeChange: CHANGES,
    PrimeContract: Shape(
        "Schedule of values",
        (
            Part(Column("Item"), lambda x, _: x.item),
            DESCRIPTION,
            QUANTITY,
            text("Unit", "unit"),
            price("Unit price", "unit_price"),
            cents("Scheduled", attrgetter("scheduled")),
        ),
    ),
}


def typed_lines(record: Record, numbers: Mapping[RecordId, str], width: int) -> list[Line]:
    """Heading, rows and sums; `numbers` names the change orders that invoice lines bill."""
    shape = _shape(record.body, numbers)
    lines = lines_of(record)
    if not lines:
        return [heading(shape.title), (faint("There are none."),)]
    rows = [[part.shown(line, record.currency) for part in shape.parts] for line in lines]
    sums = [
        amount(sum(part.adds(line) for line in lines), record.currency) if part.adds else ""
        for part in shape.parts
    ]
    if not any(sums):
        return [heading(f"{shape.title} ({len(lines):,})"), *_table(shape, rows, width)]
    # The word stands in the first column that is no figure.
    sums[next(n for n, part in enumerate(shape.parts) if not part.adds)] = "Sum"
    return [heading(f"{shape.title} ({len(lines):,})"), *_table(shape, rows, width, sums)]


def _table(
    shape: Shape, rows: list[list[str]], width: int, sums: list[str] | None = None
) -> list[Line]:
    return table([part.column for part in shape.parts], rows, width, sums)


def _shape(body: Body, numbers: Mapping[RecordId, str]) -> Shape:
    if isinstance(body, Budget):
        return _budget(body)
    if isinstance(body, (SubcontractorInvoice, OwnerInvoice)):
        releases = any(line.released for line in body.lines)
        return _invoice(numbers, releases=releases)
    return SHAPES[type(body)]


def _budget(body: Budget) -> Shape:
    """With what the last export held beside it, where there was one."""
    held = {(x.code, x.category, x.sub_job): x.revised for x in body.exported}

    def exported(line: BudgetLine) -> int:
        return held.get((line.code, line.category, line.sub_job), 0)

    parts = (
        CODE,
        CATEGORY,
        SUB_JOB,
        cents("Original", attrgetter("original")),
        cents("Changes", attrgetter("changes")),
        cents("Revised", attrgetter("revised")),
    )
    beside = (cents("Last exported", exported),) if body.exported else ()
    return Shape("Budget lines", (*parts, *beside, *_forecast(body)))


def _forecast(body: Budget) -> tuple[Part, ...]:
    """What the project expects, where it says so."""
    if all(x.completion is None and x.to_complete is None for x in body.lines):
        return ()
    return (
        cents("At completion", lambda x: x.completion or 0),
        cents("To complete", lambda x: x.to_complete or 0),
    )


def _invoice(numbers: Mapping[RecordId, str], *, releases: bool) -> Shape:
    def change(line: Any, _: str) -> str:  # noqa: ANN401  # a Part's line is of any kind
        return numbers.get(line.cco, line.cco) if line.cco else ""

    return Shape(
        "Billed lines",
        (
            ITEM,
            Part(Column("CCO"), change),
            CODE,
            CATEGORY,
            SUB_JOB,
            DESCRIPTION,
            cents("Amount", attrgetter("amount")),
            cents("Retainage", attrgetter("retainage")),
            *((cents("Released", attrgetter("released")),) if releases else ()),
            cents("Due", lambda x: x.amount - x.retainage + x.released),
        ),
    )
