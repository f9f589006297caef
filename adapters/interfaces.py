"""Writes docs/handbook/interfaces.md: every call that is made outside, and the test that makes it.

It stands beside the other pages of the handbook, which are the console's: `make handbook`.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from adapters.hh2.calls import KNOWN
from adapters.procore.calls import CALLS
from adapters.procore.partner_calls import CALLS as OF_PARTNERS
from core.handbook import table
from core.values import NamedTuple

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests" / "adapters"
PAGE = ROOT / "docs" / "handbook" / "interfaces.md"
MARKER = "call"
WRITTEN = "Written by `python -m adapters.interfaces` from the tables of calls; edit those instead."
ABOUT = """\
Confidence: high where two independent public sources agree or the vendor says it plainly.
Medium where one good source says it, low where it is inferred.

Every call to Procore is one of its published description, and a test holds each request to it.
hh2 publishes none, and Procore none of its calls to partners, which are made in partner mode alone.
"""


class Interface(NamedTuple):
    """A call, as the page tells of it."""

    system: str
    name: str
    method: str
    path: str
    purpose: str
    confidence: str


def interfaces() -> list[Interface]:
    """All calls of all systems."""
    systems = (("hh2", KNOWN), ("Procore", CALLS), ("Procore, to partners", OF_PARTNERS))
    return [
        Interface(system, *known.call, known.purpose, known.confidence)
        for system, calls in systems
        for known in calls
    ]


def makers(tests: Path = TESTS) -> dict[tuple[str, str], list[str]]:
    """By system and call: the tests whose marker names it, or names its system alone."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(tests.rglob("test_*.py")):
        where = path.relative_to(tests.parent.parent).as_posix()
        for test, system, names in _marked(ast.parse(path.read_text("utf-8"))):
            for call in interfaces():
                if call.system == system and (call.name in names or not names):
                    found.setdefault((system, call.name), []).append(f"{where}::{test}")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, str, list[str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        for marker in node.decorator_list:
            if isinstance(marker, ast.Call) and _is_call(marker.func):
                system, *names = [a.value for a in marker.args if isinstance(a, ast.Constant)]
                yield node.name, str(system), [str(name) for name in names]


def _is_call(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == MARKER


def interfaces_page() -> str:
    """The page, in Markdown."""
    shown = makers()
    rows = [
        (
            call.system,
            f"**{call.name}**<br>`{call.method} {call.path}`",
            call.purpose,
            call.confidence,
            "<br>".join(f"`{test}`" for test in shown.get((call.system, call.name), ())),
        )
        for call in interfaces()
    ]
    heads = ("System", "Call", "What for", "Confidence", "Tests")
    return "\n".join(("# Interfaces", "", WRITTEN, "", ABOUT, *table(heads, rows), ""))


def main() -> int:
    """Write the page, and say whether it changed."""
    text = interfaces_page()
    known = PAGE.read_text("utf-8") if PAGE.exists() else None
    PAGE.write_text(text, "utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}: {'as it was' if known == text else 'written'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
