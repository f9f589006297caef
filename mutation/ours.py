"""Ways to make a line wrong that Cosmic Ray lacks: texts, entries of tables, answers, membership.

A wrong line is the source with one span of it written otherwise.
"""

import ast
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

OTHER_SIGN = "~"
OPPOSITE: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.In: (" in ", " not in "),
    ast.NotIn: (" not in ", " in "),
}


class Edit(NamedTuple):
    """One span of a source, and what stands there instead."""

    operator: str
    start: int
    end: int
    text: str
    first_line: int
    last_line: int

    def applied(self, source: str) -> str:
        return source[: self.start] + self.text + source[self.end :]


def edits(source: str) -> Iterator[Edit]:
    """Every such edit of a module that still is one."""
    tree = ast.parse(source)
    places = _Places(source)
    skipped = set(map(id, _left_alone(tree)))
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from _of(node, places)


class _Places:
    """Where a node of the tree stands in its source, in characters."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._lines = source.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]

    def start(self, node: ast.expr | ast.keyword) -> int:
        return self._at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.keyword) -> int:
        return self._at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def _at(self, line: int, column: int) -> int:
        """The tree counts columns in bytes."""
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)

    def edit(self, name: str, node: ast.expr, start: int, end: int, text: str) -> Edit:
        return Edit(name, start, end, text, node.lineno, node.end_lineno or node.lineno)


def _left_alone(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, annotations, what only a type checker reads, and the parts of f-strings."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node.value
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from (part for inner in node.body for part in ast.walk(inner))
            case ast.JoinedStr():
                yield from (part for part in ast.walk(node) if part is not node)
            case ast.AnnAssign():
                yield from ast.walk(node.annotation)
            case ast.FunctionDef():
                notes = [node.returns, *_hints_of(node)]
                yield from (part for note in notes if note for part in ast.walk(note))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript()) if name.istitle():
                yield from ast.walk(node.value)
            case ast.Call(func=ast.Name(id="NewType")):
                yield from ast.walk(node)


def _hints_of(function: ast.FunctionDef) -> list[ast.expr | None]:
    return [a.annotation for a in ast.walk(function.args) if isinstance(a, ast.arg)]


def _of(node: ast.AST, places: _Places) -> Iterator[Edit]:
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield _other_text(node, places)
        case ast.Tuple(elts=entries) | ast.List(elts=entries) | ast.Set(elts=entries):
            if not isinstance(getattr(node, "ctx", None), ast.Store):
                yield from _fewer("FewerEntries", node, [(e, e) for e in entries], places)
        case ast.Dict(keys=keys, values=values):
            pairs = [(key or value, value) for key, value in zip(keys, values, strict=True)]
            yield from _fewer("FewerEntries", node, pairs, places)
        case ast.Call(keywords=named) if named:
            yield from _without_keywords(node, places)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            start, end = places.start(value), places.end(value)
            yield places.edit("ReturnNone", value, start, end, "None")
        case ast.Compare(ops=[ast.In() | ast.NotIn() as op], left=left, comparators=[right]):
            yield from _other_membership(left, right, OPPOSITE[type(op)], places)


def _without_keywords(call: ast.Call, places: _Places) -> Iterator[Edit]:
    for before, word in pairwise([None, *call.args, *call.keywords]):
        if isinstance(word, ast.keyword):
            start = places.end(before) if before else places.start(word)
            yield places.edit("WithoutKeyword", word.value, start, places.end(word), "")


def _other_membership(
    left: ast.expr, right: ast.expr, words: tuple[str, str], places: _Places
) -> Iterator[Edit]:
    start, end = places.end(left), places.start(right)
    gap = places.source[start:end]
    if words[0] in gap:
        yield places.edit("OtherMembership", left, start, end, gap.replace(*words, 1))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _other_text(node: ast.expr, places: _Places) -> Edit:
    start = places.start(node)
    opening = places.source[start : start + 6]
    prefix = len(opening) - len(opening.lstrip("rRbBuUfF"))
    quotes = 3 if opening[prefix : prefix + 3] in {'"""', "'''"} else 1
    at = start + prefix + quotes
    return places.edit("OtherText", node, at, at, OTHER_SIGN)


def _fewer(
    name: str, node: ast.expr, entries: Iterable[tuple[ast.expr, ast.expr]], places: _Places
) -> Iterator[Edit]:
    """One entry with the comma after it is left out."""
    for first, last in entries:
        start, end = places.start(first), places.end(last)
        if isinstance(node, ast.Dict) and first is last:
            start = places.source.rindex("**", 0, start)
        rest = places.source[end:]
        gap = len(rest) - len(rest.lstrip())
        comma = end + gap + 1 if rest.lstrip().startswith(",") else end
        yield places.edit(name, first, start, comma, "")
