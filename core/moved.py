"""What moved since somebody looked: two contents of a record, field by field, in words."""

import json
from collections.abc import Iterator
from typing import Any

from core.canonical import short
from core.objection import Cause, Objection

RULE = "reliability I3"
MOST = 6
"""So many fields are told one by one."""
LONGEST = 60
"""So many characters of a value are told."""
MONEY = frozenset(
    {
        "amount", "changes", "completion", "gross", "job_to_date", "original", "released",
        "retainage", "scheduled", "tax", "to_complete", "unit_cost", "unit_price",
    }
)  # fmt: skip
"""Fields that hold minor units."""
NOTHING = "nothing"
Fields = dict[str, Any]


def objections(shown: str | None, present: str, seen: str, now: str) -> tuple[Objection, ...]:
    """Why content is not what somebody looked at: one objection a field.

    `shown` and `present` are canonical, `shown` None where no such content is known; `seen` and
    `now` are their digests.
    """
    if shown is None:
        text = (
            f"You decided on content {short(seen)}, which it does not hold; it holds "
            f"{short(now)}. Look again, then decide."
        )
        return (_stale(text),)
    was, is_ = _flat(json.loads(shown)), _flat(json.loads(present))
    names = [n for n in dict.fromkeys((*was, *is_)) if was.get(n) != is_.get(n)]
    told = [_stale(f"{name}: you saw {_of(was, name)}, now {_of(is_, name)}.") for name in names]
    if len(told) > MOST:
        more = len(told) - MOST
        told = [*told[:MOST], _stale(f"{more} more {'field' if more == 1 else 'fields'} moved.")]
    return tuple(told)


def _stale(text: str) -> Objection:
    return Objection(RULE, text, "you, by looking again", Cause.STALE)


def _flat(content: Any) -> Fields:  # noqa: ANN401  # whatever JSON holds
    return {name: value for name, value in _fields(content, "") if name != "schema"}


def _fields(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # likewise
    if isinstance(value, dict):
        for name, inner in value.items():
            plain = name.replace("_", " ")
            yield from _fields(inner, plain if path in {"", "body"} else f"{path} {plain}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for place, inner in enumerate(value, 1):
            yield from _fields(inner, f"{path.removesuffix('s')} {place}")
    else:
        yield path, value


def _of(fields: Fields, name: str) -> str:
    value = fields.get(name)
    last = name.rpartition(" ")[2]
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and (last in MONEY or name.replace(" ", "_") in MONEY):
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02}"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
