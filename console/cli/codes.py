"""Cost codes by cost type: the company's defaults, or what one project has and Sage holds."""

from collections.abc import Iterator
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.choose import asked_one
from console.cli.output import Column, table
from core.codes import Matrix, MatrixRow, Tick, requested
from core.records import Project
from core.tabs import TAB
from core.vocabulary import RecordId

SIGNS = {Tick.EMPTY: ".", Tick.DEFAULT: "x", Tick.HELD: "=", Tick.PENDING: "+"}
LEGEND = "x default, = in Sage, + chosen and not in Sage yet, . not chosen, ! cannot be removed"


def codes(call: Call) -> int:
    """The company's matrix, or a project's, or a project's delete history.

    Raises:
        Trouble: there is no such job, or a history is asked for without one.
    """
    job = call.text("job")
    if job is None:
        if call.flag("deleted"):
            raise Trouble("Say which job, for example `countersign codes --job 101718 --deleted`.")
        return _answered(call, call.desk.codes())
    project = _project(call, job)
    if call.flag("deleted"):
        return _deleted(call, project)
    return _answered(call, call.desk.codes_of(project))


def _project(call: Call, job: str) -> RecordId:
    """By the Sage job's id, the project's number or its id."""
    linked = call.desk.project_of(job.strip())
    return linked.id if linked else asked_one(call, job, TAB["jobs"]).record


def _answered(call: Call, matrix: Matrix) -> int:
    call.out.answer(_shape(matrix), _told(matrix) if not call.out.json else ())
    return exits.DONE


def _shape(matrix: Matrix) -> dict[str, Any]:
    project = matrix.project
    return {
        "title": matrix.title,
        "project": project.number if project else None,
        "project_id": project.id if project else None,
        "categories": [{"abbreviation": c.abbreviation, "name": c.name} for c in matrix.categories],
        "codes": [_row_shape(matrix, row) for row in matrix.rows],
        "requested": [list(pair) for pair in _requested(matrix)],
    }


def _row_shape(matrix: Matrix, row: MatrixRow) -> dict[str, Any]:
    names = [kind.abbreviation for kind in matrix.categories]
    return {
        "id": row.record,
        "code": row.code,
        "description": row.description,
        "note": row.note or None,
        "types": {n: t.value for n, t in zip(names, row.ticks, strict=True) if t is not Tick.EMPTY},
        "stays": {n: why for n, why in zip(names, row.stays, strict=False) if why},
    }


def _requested(matrix: Matrix) -> list[tuple[str, str]]:
    wanted = requested(matrix.project.body) if matrix.project else ()
    return [(r.code, kind) for r in wanted for kind in r.categories]


def _told(matrix: Matrix) -> Iterator[str]:
    yield f"{matrix.title} ({len(matrix.rows):,})"
    if not matrix.rows:
        yield "  There are none."
        return
    columns = [Column("code"), Column("description", shrinks=True)]
    columns += [Column(kind.abbreviation) for kind in matrix.categories]
    columns += [Column("note")]
    yield from table(columns, (_cells(row) for row in matrix.rows))
    yield LEGEND


def _cells(row: MatrixRow) -> list[str]:
    stays = row.stays or ("",) * len(row.ticks)
    signs = [SIGNS[tick] + ("!" if why else "") for tick, why in zip(row.ticks, stays, strict=True)]
    return [row.code, row.description, *signs, row.note]


def _deleted(call: Call, project: RecordId) -> int:
    record = call.desk.record(project)
    removals = record.body.removals if isinstance(record.body, Project) else ()
    value = [
        {
            "at": shapes.moment(r.at), "by": r.by, "code": r.code,
            "category": r.category or None, "done": r.done, "why": r.why or None,
        }
        for r in removals
    ]  # fmt: skip
    columns = (Column("at"), Column("by"), Column("code"), Column("type"), Column("became of it"))
    rows = ((shapes.moment(r.at) or "", r.by, r.code, r.category, r.outcome) for r in removals)
    lines = table(columns, rows) if removals else ["Nothing was ever asked to be removed."]
    call.out.answer(value, lines if not call.out.json else ())
    return exits.DONE
