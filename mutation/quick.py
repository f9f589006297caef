"""Wrong functions, tried in a session of pytest that has collected its tests once.

A function is put wrong in place, in a fork of the session. What is run while a module loads cannot
be put wrong so; `anew` is for that.
"""

import gc
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from mutation.lines import Lines
from mutation.mutants import Mutant
from mutation.trial import (
    GO_ON,
    PYTEST,
    first_failure,
    forked,
    keep_line,
    outcome,
    read_lines,
)

LEAST_SECONDS = 15.0
LONGEST = 3600.0


def outcomes(
    mutants: Sequence[Mutant], known: Lines, suites: Sequence[str], folder: Path
) -> dict[str, str]:
    """By key, what the tests say of those that can be put wrong in place."""
    kept = folder / "quick.json"
    kept.unlink(missing_ok=True)
    loop = _Loop(mutants, known, kept)
    forked(lambda: int(pytest.main([*PYTEST, "-s", GO_ON, *suites], plugins=[loop])), LONGEST)
    return read_lines(kept)


class _Loop:
    """A plugin of pytest: tries the mutants where pytest would run its tests."""

    def __init__(self, mutants: Sequence[Mutant], known: Lines, kept: Path) -> None:
        self._mutants, self._known, self._kept = mutants, known, kept

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        right = cache(_right)
        for mutant in self._mutants:
            file, code, live = right(mutant.path)
            change = _change(code, compile(mutant.code, file, "exec"), live)
            tests = self._known.of(mutant.path, range(mutant.line, mutant.last_line + 1))
            if change is not None and tests is not self._known.tests:
                wanted = [items[test] for test in tests if test in items]
                keep_line(self._kept, mutant.key, self._outcome(change, wanted))
        return True

    def _outcome(
        self, change: tuple[Sequence[FunctionType], CodeType], items: Sequence[pytest.Item]
    ) -> str:
        seconds = LEAST_SECONDS + 5 * sum(self._known.seconds[item.nodeid] for item in items)
        return outcome(forked(lambda: _failures(change, items), seconds))


def _failures(change: tuple[Sequence[FunctionType], CodeType], items: Sequence[pytest.Item]) -> int:
    functions, code = change
    for function in functions:
        function.__code__ = code
    return first_failure(items)


Named = dict[str, list[FunctionType]]


def _right(path: str) -> tuple[str, CodeType, Named]:
    """A module as it is: its file, its code, its functions alive."""
    file = str(Path(path).absolute())
    code = compile(Path(path).read_text(encoding="utf-8"), file, "exec")
    return file, code, _functions(file)


def _functions(file: str) -> Named:
    """Every function alive that was defined in a file, by its qualified name."""
    found: Named = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename == file:
            found.setdefault(thing.__code__.co_qualname, []).append(thing)
    return found


def _change(
    right: CodeType, wrong: CodeType, live: Named
) -> tuple[Sequence[FunctionType], CodeType] | None:
    """The outermost function that differs and its code; None where more or something else does."""
    if _own(right) != _own(wrong):
        return None
    pairs = list(zip(_inner(right), _inner(wrong), strict=True))
    differing = [(was, now) for was, now in pairs if was != now]
    if len(differing) != 1:
        return None
    was, now = differing[0]
    functions = live.get(was.co_qualname, [])
    if functions and was.co_freevars == now.co_freevars:
        return functions, now
    return _change(was, now, live)


def _own(code: CodeType) -> tuple[object, ...]:
    """What a code does apart from the codes within it."""
    constants = [
        (type(c), c) if not isinstance(c, CodeType) else (CodeType, c.co_name)
        for c in code.co_consts
    ]
    return (code.co_code, tuple(constants), code.co_names, code.co_varnames)


def _inner(code: CodeType) -> Iterator[CodeType]:
    return (c for c in code.co_consts if isinstance(c, CodeType))
