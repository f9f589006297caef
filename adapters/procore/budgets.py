"""Budgets: whether one is locked, and its lines through a budget view."""

from adapters.procore.calls import BUDGET, BUDGET_ROWS, BUDGET_VIEWS, NEW_BUDGET_LINE
from adapters.procore.coding_ids import CodingIds
from adapters.procore.fields import (
    Misread,
    Row,
    cents,
    currency,
    flag,
    number,
    of_call,
    optional_number,
    text,
)
from adapters.procore.keeping import Keeping, Kept
from adapters.procore.session import Session
from adapters.procore.shelf import Coding, coded, record_of
from core.records import Budget, BudgetLine, Record
from core.vocabulary import RecordKind

LIST = "budgets"


def read(session: Session, project: int) -> Row | None:
    """What is kept of a project's budget; None where it has none that could be read.

    Raises:
        WireFailure: as Session.ask.
    """
    answer = session.ask(BUDGET, names={"project_id": project}, waits=session.patience)
    with of_call(BUDGET.call.name):
        if not isinstance(answer.value, dict):
            raise Misread("it is no object")
        locked = flag(answer.value, "locked", usual=False)
    views = session.rows(BUDGET_VIEWS, query={"project_id": project})
    if not views:
        return None
    with of_call(BUDGET_VIEWS.call.name):
        # The oldest one is the standard view, which shows every line.
        view = min(number(row) for row in views)
    rows = session.rows(BUDGET_ROWS, names={"budget_view_id": view}, query={"project_id": project})
    with of_call(BUDGET_ROWS.call.name):
        lines = [line(row) for row in rows]
        kept = {"lines": lines, "locked": locked, "currency": currency(rows[0] if rows else {})}
    return kept if lines or locked else None


def line(row: Row) -> Row:
    of_sub_job = text(row, "biller_type") == "SubJob"
    return {
        "wbs": optional_number(row, "wbs_code_id"),
        "code": optional_number(row, "cost_code_id"),
        "type": optional_number(row, "category_id"),
        "sub_job": optional_number(row, "biller_id") if of_sub_job else None,
        "original": cents(row, "original_budget_amount"),
        "changes": cents(row, "budget_modifications"),
    }  # fmt: skip


def as_budget(keeping: Keeping, row: Kept) -> Record:
    content = row.content
    project = keeping.find("projects", row.project)
    head = {"number": "", "title": ""}
    if project is not None:
        head = {name: project.content[name] for name in head}
    lines = []
    for one in content["lines"]:
        coding = coded(keeping, row.project, one["wbs"])
        if not coding.code:
            coding = _by_parts(keeping, one)
        lines.append(
            BudgetLine(
                coding.code, coding.category, one["original"], one["changes"], coding.sub_job
            )
        )
    body = Budget(tuple(lines), content["locked"])
    named = row._replace(content={**content, **head})
    amount = sum(each.revised for each in lines)
    return record_of(keeping, named, RecordKind.BUDGET, body, amount)


def _by_parts(keeping: Keeping, one: Row) -> Coding:
    """What a row stands for by its cost code, type and sub job."""
    code = keeping.find("project_codes", one["code"])
    sort = keeping.find("types", one["type"])
    sub_job = keeping.find("sub_jobs", one["sub_job"])
    return Coding(
        code.content["code"] if code else "", sort.content["code"] if sort else "",
        sub_job.content["number"] if sub_job else "",
    )  # fmt: skip


def make(session: Session, keeping: Keeping, record: Record, project: int) -> None:
    """Add the lines that the budget of a project has not; those that it has stay as they are.

    A line carries what Sage approved since as part of its original amount: no call that is public
    makes an approved change that could be known again.

    Raises:
        WireFailure: as Session.ask; the same again makes no line twice.
    """
    body = record.body
    wanted = body.lines if isinstance(body, Budget) else ()
    ids = CodingIds(session, keeping, project, {line.sub_job for line in wanted})
    there = read(session, project) or {"lines": []}
    known = {(one["code"], one["type"]) for one in there["lines"]}
    for line in wanted:
        named = ids.of(NEW_BUDGET_LINE, Coding(line.code, line.category, line.sub_job))
        if (named["cost_code_id"], named["line_item_type_id"]) in known:
            continue
        said = {**named, "original_budget_amount": line.revised / 100}
        session.ask(NEW_BUDGET_LINE, json={"project_id": project, "budget_line_item": said})
