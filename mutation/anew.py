"""Wrong modules loaded anew, each in a fork of a session of pytest that has loaded nothing yet.

The wrong module is given to whoever imports it; nothing is written into the tree.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

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

LEAST_SECONDS = 30.0
LONGEST = 7200.0


def outcomes(mutants: Sequence[Mutant], known: Lines, folder: Path) -> dict[str, str]:
    """By key, what the tests say of each."""
    kept = folder / "anew.json"
    kept.unlink(missing_ok=True)
    loop = _Loop(mutants, known, kept)
    forked(lambda: int(pytest.main([*PYTEST, "-s", GO_ON], plugins=[loop])), LONGEST)
    return read_lines(kept)


class _Loop:
    """A plugin of pytest: tries the mutants where pytest would collect its tests."""

    def __init__(self, mutants: Sequence[Mutant], known: Lines, kept: Path) -> None:
        self._mutants, self._known, self._kept = mutants, known, kept

    def pytest_collection(self, session: pytest.Session) -> bool:
        for mutant in self._mutants:
            code = compile(mutant.code, str(Path(mutant.path).absolute()), "exec")
            stages = self._known.stages(mutant.path, range(mutant.line, mutant.last_line + 1))
            wanted = sum(self._known.seconds[test] for stage in stages for test in stage)
            seconds = LEAST_SECONDS + 5 * wanted
            said = outcome(
                forked(lambda: _failures(session, mutant.path, code, stages), seconds)  # noqa: B023  # at once
            )
            keep_line(self._kept, mutant.key, said)
        return True

    def pytest_runtestloop(self) -> bool:
        return True


def _failures(
    session: pytest.Session, path: str, code: CodeType, stages: Sequence[Sequence[str]]
) -> int:
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    sys.meta_path.insert(0, _Wrong(module, path, code))
    for stage in stages:
        names = set(stage)
        files = list(dict.fromkeys(name.partition("::")[0] for name in stage))
        session.perform_collect(files)
        items = [item for item in session.items if item.nodeid in names]
        if session.testsfailed or len(items) < len(names) or first_failure(items):
            return 1
    return 0


class _Wrong(MetaPathFinder, Loader):
    """Gives the wrong module to whoever imports it."""

    def __init__(self, module: str, path: str, code: CodeType) -> None:
        self._module, self._path, self._code = module, path, code

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002  # the protocol's
        target: object = None,  # noqa: ARG002  # the protocol's
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        package = self._path.endswith("__init__.py")
        spec = spec_from_loader(fullname, self, origin=self._path, is_package=package)
        if spec is not None and package:
            spec.submodule_search_locations = [str(Path(self._path).parent.absolute())]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(Path(self._path).absolute())
        exec(self._code, module.__dict__)
