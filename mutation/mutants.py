"""Every wrong version of a module: Cosmic Ray's, thinned of those that say the same, and ours."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from mutation import ours

COMPARISONS = (
    "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
    "Lt_LtE", "Lt_Gt", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_Lt", "GtE_Gt", "GtE_Lt",
)  # fmt: skip
ARITHMETIC = (
    "Add_Sub", "Sub_Add", "Mul_FloorDiv", "FloorDiv_Mul", "Mod_Mul", "Div_Mul", "Pow_Mul",
    "BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitAnd",
)  # fmt: skip
THEIRS = (
    *(f"ReplaceComparisonOperator_{name}" for name in COMPARISONS),
    *(f"ReplaceBinaryOperator_{name}" for name in ARITHMETIC),
    "ReplaceUnaryOperator_Delete_Not", "ReplaceUnaryOperator_Delete_USub",
    "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue",
    "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop",
    "ExceptionReplacer", "NumberReplacer", "RemoveDecorator",
)  # fmt: skip
"""One or two ways to go wrong at each sign: its opposite, and the boundary one further."""


class Mutant(NamedTuple):
    """A module with one line wrong."""

    path: str
    operator: str
    line: int
    last_line: int
    was: str
    """The line as it is, to know it again when lines move."""
    now: str
    """What differs, one line."""
    code: str
    place: int
    """Which of those that are alike in path, operator and line."""

    @property
    def key(self) -> str:
        return f"{self.path}|{self.operator}|{self.was}|{self.now}|{self.place}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Those that can be compiled and differ from one another."""
    source = path.read_text(encoding="utf-8")
    same = {ast.dump(ast.parse(source))}
    alike: dict[str, int] = {}
    for operator, first, last, code in _all(source):
        try:
            meant = ast.dump(ast.parse(code))
        except (SyntaxError, ValueError):
            continue
        if meant in same:
            continue
        same.add(meant)
        was, now = _difference(source, code)
        mutant = Mutant(str(path), operator, first, last, was, now, code, 0)
        place = alike[mutant.key] = alike.get(mutant.key, -1) + 1
        yield mutant._replace(place=place)


def _all(source: str) -> Iterator[tuple[str, int, int, str]]:
    hints = set(_hints(ast.parse(source)))
    nodes = list(ast_nodes(get_ast(source)))
    for name in THEIRS:
        operator = get_operator(f"core/{name}")()
        places = [at for node in nodes for at in operator.mutation_positions(node)]
        for occurrence, ((first, column), (last, _)) in enumerate(places):
            if any(start <= (first, column) < end for start, end in hints):
                continue
            code = mutate_code(source, get_operator(f"core/{name}")(), occurrence)
            if code is not None:
                yield name, first, last, code
    for edit in ours.edits(source):
        yield edit.operator, edit.first_line, edit.last_line, edit.applied(source)


Position = tuple[int, int]


def _hints(tree: ast.Module) -> Iterator[tuple[Position, Position]]:
    """Where annotations stand: nothing reads them while the program runs."""
    for node in ast.walk(tree):
        notes: list[ast.expr | None] = []
        if isinstance(node, ast.FunctionDef):
            notes = [
                node.returns,
                *(a.annotation for a in ast.walk(node.args) if isinstance(a, ast.arg)),
            ]
        elif isinstance(node, ast.AnnAssign):
            notes = [node.annotation]
        for note in filter(None, notes):
            yield (note.lineno, note.col_offset), (note.end_lineno or 0, note.end_col_offset or 0)


def _difference(before: str, after: str) -> tuple[str, str]:
    """The first line that differs, as it was and as it is."""
    for was, now in zip(before.splitlines(), after.splitlines(), strict=False):
        if was != now:
            return was.strip(), now.strip()
    return "", ""
