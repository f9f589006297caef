"""Every wrong version of a module: Cosmic Ray's, thinned of those that say the same, and ours."""

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
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
    for change in _all(source):
        code = change.made()
        meant = _meaning(code)
        if meant is None or meant in same:
            continue
        same.add(meant)
        mutant = _mutant(path, source, change, code)
        place = alike[mutant.key] = alike.get(mutant.key, -1) + 1
        yield mutant._replace(place=place)


def drawn(paths: Sequence[Path], count: int) -> list[Mutant]:
    """Some of all the mutants of several modules, by lot; each time the same ones."""
    sources = {path: path.read_text(encoding="utf-8") for path in paths}
    lots = [(path, change) for path, source in sources.items() for change in _all(source)]
    Random(count).shuffle(lots)  # the same lot each time is what is wanted
    seen = {(path, _meaning(source)) for path, source in sources.items()}
    alike: dict[str, int] = {}
    found: list[Mutant] = []
    for path, change in lots:
        code = change.made()
        meant = _meaning(code)
        if meant is None or (path, meant) in seen:
            continue
        seen.add((path, meant))
        mutant = _mutant(path, sources[path], change, code)
        place = alike[mutant.key] = alike.get(mutant.key, -1) + 1
        found.append(mutant._replace(place=place))
        if len(found) == count:
            break
    return found


def _meaning(code: str) -> str | None:
    """What a source says, without its looks; None where it says nothing."""
    try:
        return ast.dump(ast.parse(code))
    except (SyntaxError, ValueError):
        return None


def _mutant(path: Path, source: str, change: "_Change", code: str) -> Mutant:
    was, now = _difference(source, code)
    return Mutant(str(path), change.operator, change.line, change.last_line, was, now, code, 0)


class _Change(NamedTuple):
    """One way to make a source wrong, not yet done: doing it takes its time."""

    operator: str
    line: int
    last_line: int
    made: Callable[[], str]


def _all(source: str) -> Iterator[_Change]:
    hints = set(_hints(ast.parse(source)))
    nodes = list(ast_nodes(get_ast(source)))
    for name in THEIRS:
        operator = get_operator(f"core/{name}")()
        places = [at for node in nodes for at in operator.mutation_positions(node)]
        for occurrence, ((first, column), (last, _)) in enumerate(places):
            if any(start <= (first, column) < end for start, end in hints):
                continue
            yield _Change(name, first, last, partial(_by_theirs, name, source, occurrence))
    for edit in ours.edits(source):
        made = partial(edit.applied, source)
        yield _Change(edit.operator, edit.first_line, edit.last_line, made)


def _by_theirs(name: str, source: str, occurrence: int) -> str:
    """Unchanged where Cosmic Ray has nothing to change."""
    return mutate_code(source, get_operator(f"core/{name}")(), occurrence) or source


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
