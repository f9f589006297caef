"""Cost codes by cost type: what is chosen, what Sage holds, what waits to be made there."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.records import Body, CostCode, CostType, Project, ProjectCode, Record, SubJob
from core.values import NamedTuple
from core.vocabulary import RecordId


class Tick(StrEnum):
    """One box of a matrix. The value is what a program is told."""

    EMPTY = "empty"
    DEFAULT = "default"
    """A project gets the type with the code."""
    HELD = "in Sage"
    PENDING = "waits for Sage"


class MatrixRow(NamedTuple):
    """A code and its boxes, in the order of the matrix's categories."""

    code: str
    description: str
    ticks: tuple[Tick, ...]
    record: RecordId | None = None
    """The standard code itself, in the company's matrix."""
    note: str = ""
    """`inactive`, `group` or both."""
    stays: tuple[str, ...] = ()
    """In a project's matrix: why each box cannot be taken off; empty where it can."""


class Matrix(NamedTuple):
    """Codes by categories: of the company, or of one project."""

    title: str
    categories: tuple[CostType, ...]
    rows: tuple[MatrixRow, ...]
    project: Record | None = None
    """Whose codes these are; None for the company's."""


class Requested(NamedTuple):
    """What an update would make in Sage."""

    code: str
    description: str
    categories: tuple[str, ...]
    new: bool
    """The job has not even the code yet."""


def default_types(body: CostCode) -> tuple[str, ...]:
    """The types that a project gets with a code: those chosen here, else Sage's own."""
    if body.defaults is not None:
        return body.defaults
    return tuple(kind.abbreviation for kind in body.types)


def as_synced(mine: Body, seen: Body) -> Body:
    """What Sage holds now, with what was chosen here and Sage does not know."""
    if isinstance(mine, CostCode) and isinstance(seen, CostCode):
        return seen._replace(defaults=mine.defaults)
    return seen


def requested(body: Body) -> tuple[Requested, ...]:
    """Codes and categories that an update of this job makes in Sage."""
    codes = body.codes if isinstance(body, (Project, SubJob)) else ()
    return tuple(
        Requested(code.code, code.description, code.pending, not code.erp_types)
        for code in codes
        if code.pending
    )


def renewed(mine: Iterable[ProjectCode], theirs: Iterable[ProjectCode]) -> tuple[ProjectCode, ...]:
    """A project's codes in line with its Sage job's: more of them, never fewer ticks."""
    held = {code.code: code.erp_types or code.types for code in theirs}
    codes = {c.code: c._replace(erp_types=held.get(c.code, ())) for c in mine}
    for code in theirs:
        known = codes.get(code.code, code._replace(types=(), erp_types=()))
        types = held[code.code]
        more = tuple(t for t in types if t not in known.types)
        codes[code.code] = known._replace(
            description=code.description or known.description,
            types=known.types + more,
            erp_types=types,
        )
    return tuple(codes.values())


def pairs(codes: Iterable[ProjectCode]) -> frozenset[tuple[str, str]]:
    """Every code with each of its categories that Sage holds."""
    return frozenset((code.code, kind) for code in codes for kind in code.erp_types)


def company_matrix(codes: Iterable[Record], inactive: frozenset[RecordId]) -> Matrix:
    """The standard codes; `inactive` are those that somebody archived."""
    held = [(r, r.body) for r in codes if isinstance(r.body, CostCode)]
    categories = _categories(kind for _, body in held for kind in body.types)
    return Matrix(
        "Standard cost codes",
        categories,
        tuple(
            MatrixRow(
                record.number,
                record.title,
                _defaults(body, categories),
                record.id,
                _note(body, active=record.id not in inactive),
            )
            for record, body in held
        ),
    )


def project_matrix(
    project: Record,
    standard: Iterable[Record],
    seen: Body | None,
    uses: Mapping[tuple[str, str], str],
) -> Matrix:
    """One project's codes; `seen` is its job in Sage, `uses` what its records are written on."""
    body = project.body if isinstance(project.body, (Project, SubJob)) else SubJob()
    named = {t.abbreviation: t for c in standard if isinstance(c.body, CostCode)
             for t in c.body.types}  # fmt: skip
    mine = (t for code in body.codes for t in (*code.types, *code.erp_types))
    categories = _categories(named.get(t, CostType(t)) for t in mine)
    in_sage = pairs_seen(seen)
    return Matrix(
        f"Cost codes of {project.number} {project.title}",
        categories,
        tuple(_project_row(code, categories, in_sage, uses) for code in body.codes),
        project,
    )


def pairs_seen(seen: Body | None) -> frozenset[tuple[str, str]]:
    """What a job as Sage holds it has of codes and categories."""
    codes = seen.codes if isinstance(seen, (Project, SubJob)) else ()
    return frozenset((c.code, t) for c in codes for t in c.erp_types or c.types)


def stays(
    code: ProjectCode,
    category: str,
    in_sage: frozenset[tuple[str, str]],
    uses: Mapping[tuple[str, str], str],
) -> str | None:
    """Why a code, or one category of it, cannot be taken off a project; None where it can."""
    what = f"{code.code} {category}".strip()
    if any(pair[0] == code.code and category in ("", pair[1]) for pair in in_sage):
        return f"{what} stands on the Sage job still; delete it there, sync, then renew the job."
    if category in code.erp_types or (not category and code.erp_types):
        return f"{what} was on the Sage job when its codes were last read; renew the job first."
    used = next(
        (named for (of, kind), named in uses.items()
         if of == code.code and (not category or kind in ("", category))), None,
    )  # fmt: skip
    return f"{what} is used by {used}." if used else None


def _categories(found: Iterable[CostType]) -> tuple[CostType, ...]:
    known: dict[str, CostType] = {}
    for kind in found:
        if kind.abbreviation not in known or not known[kind.abbreviation].name:
            known[kind.abbreviation] = kind
    return tuple(known[name] for name in sorted(known))


def _defaults(body: CostCode, categories: tuple[CostType, ...]) -> tuple[Tick, ...]:
    ticked = default_types(body)
    return tuple(Tick.DEFAULT if c.abbreviation in ticked else Tick.EMPTY for c in categories)


def _note(body: CostCode, *, active: bool) -> str:
    inactive = not (active and body.active)
    return ", ".join(word for word, so in (("group", body.group), ("inactive", inactive)) if so)


def _project_row(
    code: ProjectCode,
    categories: tuple[CostType, ...],
    in_sage: frozenset[tuple[str, str]],
    uses: Mapping[tuple[str, str], str],
) -> MatrixRow:
    ticks = tuple(_tick(code, kind.abbreviation) for kind in categories)
    reasons = tuple(
        "" if tick is Tick.EMPTY else stays(code, kind.abbreviation, in_sage, uses) or ""
        for tick, kind in zip(ticks, categories, strict=True)
    )
    return MatrixRow(code.code, code.description, ticks, None, "", reasons)


def _tick(code: ProjectCode, category: str) -> Tick:
    if category in code.erp_types:
        return Tick.HELD
    return Tick.PENDING if category in code.types else Tick.EMPTY


def held_too(mine: Body, theirs: Body | None) -> Body:
    """A linked job's codes with what Sage holds of them, never with less than before.

    A project that comes in linked says nothing of that.
    """
    if not isinstance(mine, (Project, SubJob)) or not isinstance(theirs, (Project, SubJob)):
        return mine
    held = {code.code: code.erp_types or code.types for code in theirs.codes}
    return mine._replace(
        codes=tuple(_held_too(code, held.get(code.code, ())) for code in mine.codes)
    )


def _held_too(code: ProjectCode, held: tuple[str, ...]) -> ProjectCode:
    more = tuple(t for t in code.pending if t in held)
    return code._replace(erp_types=(*code.erp_types, *more)) if more else code
