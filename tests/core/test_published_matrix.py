"""The matrix as it is published, cell by cell, against the rights of the tables.

Each row of cross-cutting A.1 as printed: what the four levels of ERP Integrations allow (`N` not,
`Y` yes, `C` where the rest is given), whether Can Push is asked for, and which other right is.
"""

import pytest

from core.matrix import ABSENT, holding
from core.people import Actor
from core.permissions import denials
from core.rulebook.matrix import MATRIX
from core.values import NamedTuple
from core.vocabulary import Level, RecordKind, Tool

T = Tool
LEVELS = (Level.NONE, Level.READ_ONLY, Level.STANDARD, Level.ADMIN)


class Printed(NamedTuple):
    row: str
    cells: str
    """None, Read Only, Standard, Admin."""
    push: bool = False
    other: tuple[Tool, ...] = ()
    """Tools of which one at least is asked for besides."""
    makes_projects: bool = False


PRINTED = (
    Printed("02", "NNCC", push=True),
    Printed("03", "NNCC", push=True),
    Printed("04", "NNCC", push=True),
    Printed("05", "NNCC", push=True),
    Printed("06", "NNCC", push=True),
    Printed("07", "NNCC", push=True),
    Printed("08", "NNCC", push=True),
    Printed("09", "NNCC", push=True),
    Printed("10", "NNCC", push=True),
    Printed("11", "CCCC", other=(T.PROJECT_ADMIN,)),  # sending; accepting is row 09
    Printed("12", "NNYY"),
    Printed("13", "NNCC", makes_projects=True),
    Printed("14", "NNYY"),
    Printed("15", "NNYY"),
    Printed("16", "NNNY"),
    Printed("17", "NNNY"),
    Printed("18", "NNNC", push=True),
    Printed("19", "NNYY"),
    Printed("20", "NNYY"),
    Printed("21", "NNCC", makes_projects=True),
    Printed("22", "NNYY", other=(T.COMPANY_DIRECTORY,)),  # master-data 8.1 no. 7
    Printed("23", "NNYY"),
    Printed("24", "CCCC", other=(T.PROJECT_ADMIN,)),
    Printed("26", "NNNY"),
    Printed("28", "NNCC", push=True, other=(T.COMMITMENTS,)),
    Printed("29", "NNCC", push=True, other=(T.COMMITMENTS,)),
    Printed("30", "NNCC", push=True, other=(T.PRIME_CONTRACTS,)),
    Printed("31", "NNCC", push=True, other=(T.PRIME_CONTRACTS,)),
    Printed("32", "NNCC", push=True, other=(T.COMMITMENTS,)),
    Printed("33", "NNYY"),
    Printed("34", "NNCC", makes_projects=True),
    Printed("35", "NNNY"),
    Printed("37", "CCCC", other=(T.REPORTS, T.DIRECT_COSTS)),
    Printed("38", "NNCC"),  # by policy with Can Push (master-data 8.1 no. 13)
    Printed("39", "NNCC", push=True),
    Printed("40", "NNYY"),
    Printed("42", "NNNC", other=(T.PRIME_CONTRACTS,)),
    Printed("43", "NNNC", other=(T.PRIME_CONTRACTS,)),
    Printed("44", "NNNY"),
    Printed("45", "NNNY"),
    Printed("46", "NNNY"),
    Printed("47", "CCCC", push=True, other=(T.COMPANY_DIRECTORY,)),
    Printed("48", "CCCC", other=(T.PROJECT_ADMIN,)),
    Printed("49", "CCCC", other=(T.BUDGET,)),
    Printed("50", "CCCC", other=(T.COMMITMENTS,)),
    Printed("51", "NNYY"),
)
OF_TWO_WAYS = {"25", "36", "41"}
"""Rows whose condition depends on the kind, on where it is read, or on another system's account."""


def person(row: Printed, level: Level, **changes: object) -> Actor:
    """Who holds this level of the ERP tool and everything else that a row asks for."""
    tools = dict.fromkeys(row.other, Level.ADMIN) | {Tool.ERP: level}
    return Actor(
        "p", "Somebody", tools, can_push=row.push, create_projects=row.makes_projects
    )._replace(**changes)


def takes(row: Printed):
    """What each right that holds the row takes at the usual policy, and for which kind."""
    return [(right.grants[0], right.kind or RecordKind.COMPANY) for right in holding(row.row)]


def refusals(row: Printed, actor: Actor) -> set[str]:
    return {o.code for wanted, kind in takes(row) for o in denials(wanted, actor, kind)}


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", PRINTED, ids=lambda row: row.row)
def test_each_level_may_what_the_matrix_prints(row):
    allowed = {
        level: all(not denials(w, person(row, level), kind) for w, kind in takes(row))
        for level in LEVELS
    }

    assert takes(row)
    assert allowed == {level: cell != "N" for level, cell in zip(LEVELS, row.cells, strict=True)}


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", [r for r in PRINTED if r.push], ids=lambda row: row.row)
@pytest.mark.parametrize("level", [Level.STANDARD, Level.ADMIN])
def test_no_level_replaces_can_push(row, level):
    assert "needs_cpa" in refusals(row, person(row, level, can_push=False))


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", [r for r in PRINTED if not r.push], ids=lambda row: row.row)
def test_can_push_is_asked_for_where_it_is_printed_only(row):
    assert "needs_cpa" not in refusals(row, person(row, Level.ADMIN))


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", [r for r in PRINTED if r.other], ids=lambda row: row.row)
def test_the_other_tool_is_asked_for_whatever_the_level(row):
    without = person(row, Level.ADMIN)._replace(levels={Tool.ERP: Level.ADMIN})

    assert "needs_source_tool_admin" in refusals(row, without)


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", [r for r in PRINTED if r.makes_projects], ids=lambda row: row.row)
def test_directory_admins_need_no_create_new_project(row):
    bare = person(row, Level.STANDARD, create_projects=False)
    keeper = bare._replace(levels={**bare.levels, Tool.COMPANY_DIRECTORY: Level.ADMIN})

    assert refusals(row, bare) == {"needs_directory_or_create_project"}
    assert refusals(row, keeper) == set()


@pytest.mark.rule("matrix")
@pytest.mark.parametrize("row", [r for r in PRINTED if r.push], ids=lambda row: row.row)
def test_can_export_bites_below_admin_of_the_company_directory(row):
    bare = person(row, Level.ADMIN, exports=frozenset())
    keeper = bare._replace(levels={**bare.levels, Tool.COMPANY_DIRECTORY: Level.ADMIN})
    bites = row.row != "47"  # granting is for no kind

    assert ("needs_type_export_right" in refusals(row, bare)) is bites
    assert "needs_type_export_right" not in refusals(row, keeper)


@pytest.mark.rule("matrix 25")
@pytest.mark.parametrize(
    ("kind", "tool"),
    [
        (RecordKind.PROJECT, T.PROJECT_ADMIN),
        (RecordKind.SUB_JOB, T.PROJECT_ADMIN),
        (RecordKind.BUDGET, T.BUDGET),
        (RecordKind.COMMITMENT, T.COMMITMENTS),
        (RecordKind.SUBCONTRACTOR_INVOICE, T.COMMITMENTS),
        (RecordKind.PCCO, T.PRIME_CONTRACTS),
        (RecordKind.OWNER_INVOICE, T.PRIME_CONTRACTS),
        (RecordKind.COMPANY, T.COMPANY_DIRECTORY),
    ],
    ids=str,
)
def test_sending_is_governed_by_the_tool_a_record_comes_from(kind, tool):
    grants = [right.grants[0] for right in holding("25") if right.kind is kind]
    sender = Actor("s", "Sender", {tool: Level.ADMIN})
    erp_admin = Actor("a", "Admin", {Tool.ERP: Level.ADMIN})

    assert grants
    assert all(denials(wanted, sender, kind) == () for wanted in grants)
    assert any(denials(wanted, erp_admin, kind) for wanted in grants)


def test_every_row_is_printed_here_or_told_apart():
    numbers = {row.number for row in MATRIX}

    assert numbers == {f"{n:02}" for n in range(1, 53)}
    assert {row.row for row in PRINTED} | OF_TWO_WAYS | set(ABSENT) == numbers
