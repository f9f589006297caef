"""Writes docs/handbook/ from the tables, with the tests that show each rule: `make handbook`."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from console.cli.keys import where
from console.cli.table import COMMANDS
from console.features import FEATURES
from console.keys import drawn, keys_in, usual
from console.keys import table as known_keys
from core.coverage import coverage
from core.handbook import Evidence, page, pages, table

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
HANDBOOK = ROOT / "docs" / "handbook"
NUMBER = re.compile(
    r"(?:cost codes|vendors|jobs|sub jobs|job costs|financials|question) \d+a?\b"
    r"|invariant I[1-7]\b"
    r"|reliability (?:I\d+|\d\.\d)\b|matrix \d\d\b|step [A-Z]+\d+a?\b|(?:matrix|steps|questions)\Z"
)
"""What a marker names: a row, or a whole section of them."""
FEWEST_WORDS = 3

Test = ast.FunctionDef | ast.AsyncFunctionDef


def evidence(tests: Path = TESTS) -> dict[str, Evidence]:
    """By number of rule: the tests whose marker names it, and a sentence that one quotes."""
    found: dict[str, Evidence] = {}
    for path in sorted(tests.rglob("test_*.py")) + sorted(tests.glob("conformance/*.py")):
        where = path.relative_to(tests.parent).as_posix()
        # Sentences come from the tests of the rules themselves; elsewhere strings are props.
        quotes = path.is_relative_to(tests / "core")
        for test, numbers in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            for number in numbers:
                before = found.get(number, Evidence())
                named = f"{where}::{test.name}"
                known = before.tests if named in before.tests else (*before.tests, named)
                said = before.sentence or (_sentence(test) if quotes else "")
                found[number] = Evidence(known, said)
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[Test, list[str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, Test):
            continue
        markers = [d for d in node.decorator_list if isinstance(d, ast.Call) and _is_rule(d.func)]
        texts = [a.value for m in markers for a in m.args if isinstance(a, ast.Constant)]
        numbers = [found[0] for text in texts if (found := NUMBER.match(str(text)))]
        if numbers:
            yield node, numbers


def _is_rule(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "rule"


def _sentence(test: Test) -> str:
    """The first sentence that a test expects: asserted, or among its parameters."""
    asserted = [node for node in ast.walk(test) if isinstance(node, ast.Assert)]
    for place in (*asserted, *test.body, *test.decorator_list):
        for node in ast.walk(place):
            text = _text(node)
            if text.endswith(".") and len(text.split()) >= FEWEST_WORDS:
                return text
    return ""


def _text(node: ast.AST) -> str:
    """A string, its placeholders shown as an ellipsis; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def handbook(shown: dict[str, Evidence]) -> dict[str, str]:
    """Every page by its file name."""
    commands = {command.name: command.help for command in COMMANDS}
    return {**pages(shown), "coverage.md": coverage(shown, commands), **our_own()}


def our_own() -> dict[str, str]:
    """The pages of what only the console has."""
    return {"keys.md": keys_page(), "features.md": features_page()}


def features_page() -> str:
    """What no other system of this trade was found to do, each with its test."""
    built = [f for f in FEATURES if f.does]
    absent = [f"- {f.number}. {f.name} (stage {f.stage})" for f in FEATURES if not f.does]
    rows = [
        (
            str(f.number),
            str(f.stage),
            f"**{f.name}.** {f.does}",
            ", ".join(
                [f"`` {drawn(usual()[named][0])} ``" for named in f.keys]
                + [f"`countersign {command}`" for command in f.commands]
            ),
            "<br>".join(f"`{test}`" for test in f.tests),
        )
        for f in built
    ]
    heads = ("No.", "Stage", "What it does", "Key or command", "Tests")
    return page("Features", [*table(heads, rows), "", "Not built:", "", *absent])


def keys_page() -> str:
    """Every id with its usual keys."""
    rows = [
        (
            f"`{what}`",
            ", ".join(f"`` {drawn(key)} ``" for key in keys_in(usual)),
            does,
            ", ".join(where(what)) or "every tab",
        )
        for what, usual, does in known_keys()
    ]
    return page("The keys", table(("Id", "Keys, unless moved", "Does", "On"), rows))


def main() -> int:
    """Write every page, and say which of them changed."""
    HANDBOOK.mkdir(parents=True, exist_ok=True)
    for name, text in handbook(evidence()).items():
        page = HANDBOOK / name
        known = page.read_text(encoding="utf-8") if page.exists() else None
        page.write_text(text, encoding="utf-8")
        standing = "as it was" if known == text else "written"
        sys.stdout.write(f"{page.relative_to(ROOT)}: {standing}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
