"""What this program is made of: pins with hashes, known holes, and a bill of materials."""

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PINS = ROOT / "pins.txt"
PROJECT = "countersign"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s\\]+)(?P<rest>.*)$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Pin(NamedTuple):
    """A package in one version, with the files that may be it."""

    name: str
    version: str
    hashes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return normal(self.name), self.version


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read(path: Path) -> list[Pin]:
    """The pins of a file; a line may go on after a backslash."""
    text = path.read_text("utf-8").replace("\\\n", " ")
    found = (PIN.match(line) for line in text.splitlines())
    return [Pin(m["name"], m["version"], tuple(HASH.findall(m["rest"]))) for m in found if m]


def installed() -> dict[str, str]:
    """What is installed in this environment, by its normal name."""
    return {normal(each.metadata["Name"]): each.version for each in distributions()}


def needed() -> set[str]:
    """The packages that the program itself needs, however indirectly, by their normal names."""
    found: set[str] = set()
    todo = [PROJECT]
    while todo:
        name = todo.pop()
        try:
            wanted = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        for said in _here(wanted):
            if said not in found:
                found.add(said)
                todo.append(said)
    return found


def _here(wanted: Iterable[str]) -> Iterable[str]:
    """Requirements that hold on this machine and belong to no extra; pip comes with Python."""
    for said in map(Requirement, wanted):
        if (said.marker is None or said.marker.evaluate({"extra": ""})) and said.name != "pip":
            yield normal(said.name)
