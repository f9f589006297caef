"""One wrong module, and the tests that run its line: do they notice?

Each trial is a fork of a process that has loaded everything but the project. The wrong module is
given to whoever imports it; nothing is written into the tree.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

import pytest

PYTEST = (
    "-x", "-q", "-p", "no:cacheprovider", "-p", "pytest_asyncio.plugin",
    "-p", "_hypothesis_pytestplugin", "--no-header", "--tb=no",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
WARM = ("hypothesis", "pytest_asyncio.plugin", "sqlite_utils", "pysqlite3", "click", "pydantic")
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


def warm() -> None:
    """Load what every trial needs and no trial changes."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in WARM:
        __import__(name)


def tried(path: str, code: str, tests: Sequence[str], seconds: float) -> str:
    """What the tests say of a wrong module."""
    if not tests:
        return SURVIVED
    module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    compiled = compile(code, str(Path(path).absolute()), "exec")
    status = forked(lambda: _tests_pass(module, path, compiled, tests), seconds)
    if status is None:
        return TIMED_OUT
    return SURVIVED if status == 0 else KILLED


def forked(work: Callable[[], int], seconds: float) -> int | None:
    """What work answers in a process of its own; None where it takes longer."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        answer = 99
        try:
            answer = work()
        finally:
            os._exit(answer)
    return _awaited(child, seconds)


def _awaited(child: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    pause = 0.005
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _tests_pass(module: str, path: str, code: CodeType, tests: Sequence[str]) -> int:
    sys.meta_path.insert(0, _Wrong(module, path, code))
    return int(pytest.main([*PYTEST, *tests]))


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
