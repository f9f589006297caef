"""The answers an action asks for, from --reason and --set."""

from collections.abc import Sequence
from datetime import date

from console.cli.call import Call, Trouble
from core.case import Answers, Case
from core.decision import Field
from core.fields import fields_of
from core.ports import Asked
from core.vocabulary import Action, capital, words

SETTABLE = tuple(name for name in Answers._fields if name != "fault")
SAMPLED = 100
"""Records that are looked at to learn which answers an action takes."""
YES = frozenset({"yes", "true", "1"})
LONGEST = 2000
"""Characters of an answer."""


def answers_of(call: Call, action: Action, asked: Sequence[Asked]) -> Answers:
    """Raises: Trouble."""
    given = dict(_pair(text) for text in call.several("set"))
    if reason := call.text("reason"):
        given["reason"] = reason
    if not given:
        return Answers()
    if "erp_id" in given and len(asked) > 1:
        raise Trouble(f"erp_id is one record's own; {len(asked)} records are asked for.")
    takes = _taken(call, action, asked) if set(given) - {"reason"} else {}
    read = {name: _value(call, name, text, takes, action) for name, text in given.items()}
    return Answers(**read)  # type: ignore[arg-type]  # names and types are those of SETTABLE


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = name.strip().replace("-", "_")
    if not equals or not name:
        raise Trouble(f"--set {text!r} is not FIELD=VALUE, such as erp_id=V100.")
    if name not in SETTABLE:
        raise Trouble(f"There is no field {name!r} to set; fields are {', '.join(SETTABLE)}.")
    if not value.strip():
        raise Trouble(f"--set {name}= has no value.")
    if len(value) > LONGEST:
        raise Trouble(f"--set {name}= is longer than {LONGEST} characters.")
    return name, value.strip()


def _taken(call: Call, action: Action, asked: Sequence[Asked]) -> dict[str, Field]:
    takes: dict[str, Field] = {}
    for one in asked[:SAMPLED]:
        case: Case = call.desk.case(one.record)
        takes |= {f.name: f for f in fields_of(case, action)}
    return takes


def _value(
    call: Call, name: str, text: str, takes: dict[str, Field], action: Action
) -> str | date | bool:
    if name == "reason":
        return text
    field = takes.get(name)
    if field is None:
        known = ", ".join(takes) or "nothing"
        raise Trouble(f"{capital(words(action))} takes no {name} here; it takes {known}.")
    if name.endswith("_date"):
        return _day(name, text)
    if name == "confirmed":
        if text.casefold() not in YES:
            raise Trouble(f"Set confirmed=yes to confirm: {field.label}.")
        return True
    if field.choices and text not in field.choices:
        known = ", ".join(field.choices)
        raise Trouble(f"{text!r} is not among the values of {field.name} ({field.label}): {known}.")
    if name == "link_to":
        from console.cli.choose import asked_one

        return asked_one(call, text).record
    return text


def _day(name: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or len(text) != len("YYYY-MM-DD"):
        raise Trouble(f"{name} {text!r} is no day; write YYYY-MM-DD, such as 2025-12-31.")
    return day
