"""The settings: what each is, who may change it, and changing it."""

from typing import TYPE_CHECKING, Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.choose import asked_one
from console.cli.output import Column, table
from console.cli.refusal import refused
from console.cli.shapes import of_objection
from core.options import BadValue, NoSuchOption, option_named
from core.tabs import TAB
from core.vocabulary import RecordId

if TYPE_CHECKING:
    from core.adjusting import Listed
    from core.decision import Refused
    from core.ports import Adjusted

MINE = "*"
"""Marks a value that somebody chose."""


def settings(call: Call) -> int:
    """All settings of the company, or of a project; or one of them, whole."""
    project = _project(call)
    name = call.text("name")
    if name is not None:
        return _one(call, _named(call, name, project), project)
    found = call.desk.adjuster.listed(project)
    call.out.answer({"settings": [_shape(one) for one in found]}, _listing(found))
    return exits.DONE


def change(call: Call) -> int:
    """Give a setting a value."""
    project = _project(call)
    listed = _named(call, call.word("name"), project, changes=True)
    try:
        done = call.desk.adjuster.set(
            listed.option.name, call.word("value"), project, confirmed=call.flag("confirm")
        )
    except BadValue as why:
        raise Trouble(str(why)) from None
    return _done(call, listed, project, done)


def reset(call: Call) -> int:
    """Give a setting its usual value."""
    project = _project(call)
    listed = _named(call, call.word("name"), project, changes=True)
    try:
        done = call.desk.adjuster.reset(listed.option.name, project)
    except BadValue as why:
        raise Trouble(str(why)) from None
    return _done(call, listed, project, done)


def _project(call: Call) -> RecordId | None:
    text = call.text("project")
    return asked_one(call, text, TAB["jobs"]).record if text is not None else None


def _named(call: Call, name: str, project: RecordId | None, *, changes: bool = False) -> "Listed":
    """Raises: Trouble: there is none, or a project's is changed with no project named."""
    try:
        option = option_named(name, of_project=project is not None)
    except NoSuchOption as why:
        raise Trouble(str(why)) from None
    if project is not None and not option.of_project:
        raise Trouble(f"{option.name} is the company's; leave --project away.")
    if changes and option.of_project and project is None:
        raise Trouble(f"{option.name} is a project's; say which with --project P.")
    return call.desk.adjuster.one(option.name, project)


def _listing(found: "tuple[Listed, ...]") -> list[str]:
    columns = (
        Column("setting"),
        Column("value", shrinks=True),
        Column(""),
        Column("usual", shrinks=True, spare=True),
        Column("may", spare=True),
        Column("from", shrinks=True, spare=True),
    )
    lines: list[str] = []
    rows = [
        (
            one.option.name,
            one.value,
            MINE if one.chosen else "",
            one.usual,
            "no" if one.objections else "yes",
            one.option.rule,
        )
        for one in found
    ]
    drawn = table(columns, rows)
    lines.append(drawn[0])
    group = None
    for one, row in zip(found, drawn[1:], strict=True):
        if one.option.group != group:
            group = one.option.group
            lines += ["", group]
        lines.append(row)
    return [*lines, "", f"{MINE} this company's choice. `countersign settings NAME` tells more."]


def _one(call: Call, one: "Listed", project: RecordId | None) -> int:
    option = one.option
    lines = [
        f"{option.title} ({option.name})",
        f"  value    {one.value}{'' if one.chosen else ', as usual'}",
        f"  usual    {one.usual}",
        f"  takes    {one.form}",
        f"  effect   {option.effect}",
        f"  from     {option.rule}",
        f"  changes  {_who(one)}",
        *([f"  final    {option.final}"] if option.final else []),
        *(f"  not you  {o.text}{_by(o.lifted_by)}" for o in one.objections),
    ]
    if option.of_project and project is None:
        lines.append("  of each  project; say which with --project P.")
    call.out.answer(_shape(one), lines)
    return exits.DONE


def _who(one: "Listed") -> str:
    from console.widgets.rights import takes
    from core.permissions import deed_grant

    if one.option.deed is None:
        return "nobody"
    grant = deed_grant(one.option.deed)
    return f"{takes(grant)} (row {grant.row})"


def _by(who: str) -> str:
    return f" Can be lifted by {who}." if who else ""


def _shape(one: "Listed") -> dict[str, Any]:
    option = one.option
    return {
        "name": option.name,
        "title": option.title,
        "group": option.group.value,
        "value": one.value,
        "usual": one.usual,
        "chosen": one.chosen,
        "takes": one.form,
        "choices": list(one.choices),
        "effect": option.effect,
        "rule": option.rule,
        "right": option.deed.value if option.deed else None,
        "final": option.final or None,
        "objections": [of_objection(o) for o in one.objections],
    }


def _done(
    call: Call, before: "Listed", project: RecordId | None, done: "Adjusted[Any] | Refused"
) -> int:
    from core.decision import Refused

    if isinstance(done, Refused):
        return refused(call, done)
    after = call.desk.adjuster.one(before.option.name, project)
    for warning in done.warnings:
        call.out.say(f"Note: {warning.text}")
    changed = after.value != before.value
    text = (
        f"{after.option.title} is {after.value} now; it was {before.value}."
        if changed
        else f"{after.option.title} is {after.value} already."
    )
    value = {
        "name": after.option.name,
        "value": after.value,
        "before": before.value,
        "changed": changed,
        "warnings": [of_objection(o) for o in done.warnings],
    }
    call.out.answer(value, [text])
    return exits.DONE
