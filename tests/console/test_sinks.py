"""Nothing reaches a widget but what came through `console/clean.py`: the ways round it are shut."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "console").rglob("*.py"))
}
DOOR = "console/clean.py"
SINKS = "console/widgets/sinks.py"
MAKES = {DOOR, "console/widgets/lines.py"}
"""The door, and where what came through it is cut and joined."""
TEXTUALS = {"Input", "Sparkline"}
"""Widgets of Textual's own that are used as they are: one is drawn verbatim, one draws no text."""
DRAWS = {
    "console/cells.py", "console/widgets/bar.py", "console/widgets/choice.py",
    "console/widgets/matrix.py", "console/widgets/record_list.py", "console/widgets/sheet.py",
}  # fmt: skip
"""Who makes segments: `tests/console/test_hostile.py` tries each with hostile text."""
CALLS = {"shown", "drawn", "beside"}
TITLES = {"border_title", "border_subtitle", "tooltip"}
SCREEN_TITLES = {"title", "sub_title"}
MARKUP = {"from_markup", "from_text", "from_rich_text", "from_ansi", "assemble"}
POPPING_UP = {"notify", "add_column", "add_columns", "add_row", "add_rows"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def called(node: ast.AST | None) -> str:
    if not isinstance(node, ast.Call):
        return ""
    of = node.func
    return of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""


def widget_classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base) for base in node.bases]
            if any(word in base for base in bases for word in ("Screen", "Modal", "App", "Widget")):
                yield node


def untold(target: ast.expr, names: set[str]) -> bool:
    return isinstance(target, ast.Attribute) and target.attr in names


def test_widgets_that_draw_text_come_from_where_mypy_refuses_plain_text():
    """The classes of sinks.py are typed to take `Content`; those of Textual take anything."""
    taken = {
        (named(path), module, name)
        for path in TREES
        for module, name in imported(path)
        if module.startswith("textual.widgets") and name not in TEXTUALS
    }

    assert {(path, name) for path, _, name in taken if path != SINKS} == set()


def test_only_the_door_makes_what_a_widget_takes():
    made = {
        f"{named(path)} {node.lineno}: {ast.unparse(node)}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).partition(".")[0] in {"Content", "Text", "Shown"}
        and named(path) not in MAKES
    }

    assert {one for one in made if "Text(f'{FAILED} " not in one} == set()


def test_segments_are_made_where_the_text_was_cleaned_before():
    makes = {named(path) for path in TREES if ("rich.segment", "Segment") in set(imported(path))}

    assert makes <= DRAWS


def test_no_title_or_tip_is_set_to_plain_text():
    set_plainly = [
        f"{named(path)} {node.lineno}"
        for path, tree in TREES.items()
        for ours in [{id(node) for of in widget_classes(tree) for node in ast.walk(of)}]
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and called(node.value) not in CALLS
        for target in node.targets
        if untold(target, TITLES) or (id(node) in ours and untold(target, SCREEN_TITLES))
    ]
    said = [
        f"{named(path)} {node.value.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in TITLES and called(node.value) not in CALLS
    ]

    assert set_plainly + said == []


def test_nothing_pops_up_and_nothing_is_read_as_markup():
    found = [
        f"{named(path)} {node.lineno}: {called(node)}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if named(path) != DOOR and called(node) in POPPING_UP | MARKUP
    ]
    switched = [
        f"{named(path)} {node.value.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "markup"
    ]

    assert found + switched == []


def test_what_mypy_must_refuse_is_written_down_where_it_looks():
    """An ignored error that is none is an error of its own under `strict`."""
    text = (ROOT / SINKS).read_text(encoding="utf-8")

    for sink in ("Static(", "Static().update(", "Button(", "Option(", "OptionList("):
        assert f"{sink}text)  # type: ignore[arg-type]  # must be refused" in text
