"""What is wrong with a layout: where it is, by line and field, and the way out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

OUT = {
    "missing": "it is missing; say it as the layouts of `countersign files layouts` do",
    "string_pattern_mismatch": "write one to four small letters, such as txt",
    "too_short": "name at least one",
    "string_too_short": "write something",
    "string_type": "write a text in quotes",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "tuple_type": "write a list in [ ]",
    "model_type": "write a table of fields",
}
"""The way out by the sort of fault."""
RECORD = re.compile(r"^\s*\[\[\s*records\s*\]\]", re.MULTILINE)
NAME = re.compile(r"\bname\s*=")


def told(faults: Sequence[Mapping[str, Any]], text: str, fields: Mapping[int, str]) -> str:
    """The first of them in a sentence, and how many more there are.

    `fields` names the fields that there are by how deep they stand.
    """
    found = [fault for fault in faults if not _holds_another(fault, faults)]
    first, left = found[0], len(found) - 1
    more = f" {left} more {'is' if left == 1 else 'are'} wrong besides." if left else ""
    where = ", ".join(_where(first["loc"], text))
    return f"{where or 'the layout'}: {_why(first, fields)}.{more}"


def _holds_another(fault: Mapping[str, Any], faults: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it is only that something in it is wrong, which is told by itself."""
    of = fault["loc"]
    return any(len(one["loc"]) > len(of) and one["loc"][: len(of)] == of for one in faults)


def _where(loc: tuple[int | str, ...], text: str) -> Iterator[str]:
    """`line 14, record 1, column 2 (phase), kind`."""
    places = [part for part in loc if isinstance(part, int)]
    line, name = _found(text, places) if places else _of_the_whole(text, loc)
    if line:
        yield f"line {line}"
    for what, place in zip(("record", "column"), places, strict=False):
        named = f" ({name})" if what == "column" and name else ""
        yield f"{what} {place + 1}{named}"
    last = loc[-1] if loc else ""
    if isinstance(last, str) and last:
        yield last


def _of_the_whole(text: str, loc: tuple[int | str, ...]) -> tuple[int, str]:
    """The line of a field of the layout itself; 0 where it has none."""
    field = re.search(rf"^\s*{re.escape(str(loc[0]))}\s*=", text, re.MULTILINE) if loc else None
    return (text.count("\n", 0, field.end()) + 1 if field else 0), ""


def _found(text: str, places: Sequence[int]) -> tuple[int, str]:
    """The line of a record, or of a column by its name; 0 where it is not to be found."""
    heads = [found.end() for found in RECORD.finditer(text)]
    if places[0] >= len(heads):
        return 0, ""
    start = heads[places[0]]
    end = heads[places[0] + 1] if places[0] + 1 < len(heads) else len(text)
    name = ""
    if len(places) > 1:
        names = list(NAME.finditer(text, start, end))
        if places[1] >= len(names):
            return 0, ""
        start = names[places[1]].end()
        quoted = re.match(r"""\s*["']([^"'\n]{1,60})["']""", text[start:])
        name = quoted[1] if quoted else ""
    return text.count("\n", 0, start) + 1, name


def _why(fault: Mapping[str, Any], fields: Mapping[int, str]) -> str:
    sort, about = fault["type"], fault.get("ctx", {})
    match sort:
        case "extra_forbidden":
            depth = sum(isinstance(part, int) for part in fault["loc"])
            return f"there is no such field; there are {fields[depth]}"
        case "literal_error" | "enum":
            return f"{fault['input']!r} is none of {about['expected']}"
        case "less_than_equal":
            return f"write {about['le']} at most"
        case "greater_than_equal":
            return f"write {about['ge']} at least"
        case "value_error":
            return str(fault["msg"]).removeprefix("Value error, ")
        case _:
            return OUT.get(sort, str(fault["msg"]))
