"""The people of this company: what each holds, granting, taking and adding."""

from collections.abc import Sequence
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.refusal import refused
from console.cli.shapes import moment, of_objection
from core.audit import Entry
from core.decision import Refused
from core.granting import is_approver, may_grant
from core.people import Actor
from core.ports import Adjusted
from core.privileges import (
    EXPORTED,
    IMPORTED,
    PRIVILEGES,
    VALUED,
    YES,
    BadRight,
    Privilege,
    origins,
    value_of,
)
from core.roles import ROLES
from core.vocabulary import Tool

APPROVER = "approver"
"""The badge of an accounting approver."""
FOUNDED = "with the home"
"""Where a right comes from that nobody granted since."""


def users(call: Call) -> int:
    """Everybody, one line each."""
    people = call.desk.granter.people()
    columns = (
        Column("account"),
        Column("name", shrinks=True),
        Column("badge"),
        Column("ERP"),
        Column("push"),
        Column("export", right=True),
        Column("import", right=True),
        Column("grants"),
        Column("address", shrinks=True, spare=True),
    )
    rows = (
        (
            p.id,
            p.name,
            APPROVER if is_approver(p) else "",
            p.level(Tool.ERP).words,
            "yes" if p.can_push else "no",
            _ticks(p.exports, EXPORTED),
            _ticks(p.imports, IMPORTED),
            "may grant" if may_grant(p) else "",
            p.email,
        )
        for p in people
    )
    call.out.answer({"people": [_shape(p) for p in people]}, table(columns, rows))
    return exits.DONE


def show(call: Call) -> int:
    """Every right of one person."""
    granter = call.desk.granter
    person = _person(call)
    came = origins(granter.history(person.id))
    columns = (Column("right"), Column("is"), Column("holds"), Column("from", shrinks=True))
    rows = ((p.word, p.title, value_of(p, person), _from(came.get(p.word))) for p in PRIVILEGES)
    badge = f", {APPROVER}" if is_approver(person) else ""
    value = _shape(person)
    for right in value["rights"]:
        entry = came.get(right["right"])
        right["by"] = entry.actor if entry else None
        right["at"] = moment(entry.at) if entry else None
    against = [f"You cannot change these: {o.text}" for o in granter.objections()]
    call.out.answer(value, [f"{person.name} ({person.id}){badge}", *table(columns, rows), *against])
    return exits.DONE


def grant(call: Call) -> int:
    return _change(call, taken=False)


def revoke(call: Call) -> int:
    return _change(call, taken=True)


def confirm(call: Call) -> int:
    """What somebody granted themself may be used from now on."""
    account = call.word("person")
    return _done(call, account, call.desk.granter.confirm(account), "has nothing to be confirmed")


def add(call: Call) -> int:
    """Somebody new; with a role's rights and a key where these are said."""
    from console.cli.user_keys import admit, given

    account, name, role = call.word("account"), call.text("name"), call.text("role")
    if not name:
        raise Trouble("Say the person's name with --name.")
    if role is not None and role not in ROLES:
        raise Trouble(f"There is no role {role!r}; there are {', '.join(ROLES)}.")
    key = given(call) if call.text("key") else None
    granter = call.desk.granter
    done = granter.add(account, name)
    if not isinstance(done, Refused) and role is not None:
        done = granter.grant(account, ROLES[role])
    if isinstance(done, Refused):
        return refused(call, done)
    with_ = f"the rights of: {role}" if role else "no level and no privilege yet"
    text = f"{name} is here as {account} now, with {with_}."
    if key is None:
        call.out.answer(_shape(done.value), [text])
        return exits.DONE
    call.out.say(text)
    return admit(call, account, key)


def _change(call: Call, *, taken: bool) -> int:
    granter, account = call.desk.granter, call.word("person")
    rights = _rejoined(call.several("right"))
    try:
        done = granter.revoke(account, rights) if taken else granter.grant(account, rights)
    except BadRight as why:
        raise Trouble(str(why)) from None
    return _done(call, account, done, "holds none of that" if taken else "holds that already")


def _rejoined(words: Sequence[str]) -> list[str]:
    """`digest, push` and `digest push` are the same."""
    return [word for word in (text.strip(", ") for text in words) if word]


def _done(call: Call, id: str, done: Adjusted[Actor] | Refused, as_it_is: str) -> int:
    if isinstance(done, Refused):
        return refused(call, done)
    for warning in done.warnings:
        call.out.say(f"Note: {warning.text}")
    lines = done.said.splitlines()
    value = {
        "id": id,
        "changed": dict(line.split("=", 1) for line in lines),
        "warnings": [of_objection(o) for o in done.warnings],
    }
    told = [f"{id}: {line.replace('=', ' is now ', 1)}" for line in lines]
    call.out.answer(value, told or [f"{id} {as_it_is}; nothing changed."])
    return exits.DONE


def _person(call: Call) -> Actor:
    account = call.word("person")
    person = call.desk.granter.person(account)
    if person is None:
        known = ", ".join(p.id for p in call.desk.granter.people())
        raise Trouble(f"Nobody here has the account {account!r}; there are {known}.")
    return person


def _ticks(held: frozenset[Any], known: Sequence[Any]) -> str:
    count = sum(kind in held for kind in known)
    return "all" if count == len(known) else f"{count} of {len(known)}" if count else "none"


def _from(entry: Entry | None) -> str:
    return FOUNDED if entry is None else f"{entry.actor}, {moment(entry.at)}"


def _shape(person: Actor) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "approver": is_approver(person),
        "may_grant": may_grant(person),
        "rights": [_right(privilege, person) for privilege in PRIVILEGES],
    }


def _right(privilege: Privilege, person: Actor) -> dict[str, Any]:
    value = value_of(privilege, person)
    shown: str | bool | None = value
    if privilege.sort not in VALUED:
        shown = value == YES
    elif value == "none":
        shown = None
    return {"right": privilege.word, "title": privilege.title, "value": shown}
