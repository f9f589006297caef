"""The sandbox's other side: Sage's screens, the relay, the project system and the fault dial."""

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.choose import asked_one, one_named
from console.cli.editing import edited
from console.cli.shapes import minor_units, plain
from core.case import Mirrored, erp_place
from core.mappings import box_named
from core.ports import ErpRefused, UnknownRecord
from core.vocabulary import RecordKind, words


def post(call: Call) -> int:
    """Post all batches that wait."""
    posted = call.house.sandbox.ledger.post()
    call.out.answer({"posted": posted}, [f"Posted {posted:,} batches."])
    return exits.DONE


def sync(call: Call) -> int:
    """The first hop."""
    changed = call.house.sandbox.relay.sync()
    lines = [f"The relay read Sage; {changed:,} documents changed. `refresh TAB` brings them here."]
    call.out.answer({"changed": changed}, lines)
    return exits.DONE


def relay_stop(call: Call) -> int:
    """Nothing reaches Sage any more."""
    call.house.sandbox.relay.stop()
    call.out.answer({"relay": "stopped"}, ["The relay is stopped."])
    return exits.DONE


def relay_start(call: Call) -> int:
    call.house.sandbox.relay.start()
    call.out.answer({"relay": "running"}, ["The relay runs."])
    return exits.DONE


def mapping(call: Call) -> int:
    """Tick a box in the relay's client, or take the tick away."""
    name, state = box_named(call.word("name")), call.word("state").casefold()
    if name is None:
        raise Trouble(f"There is no mapping {call.word('name')!r}; see `countersign mappings`.")
    if state not in {"on", "off"}:
        raise Trouble(f"Say on or off, for example mapping {name!r} on.")
    call.house.sandbox.relay.set_box(name, on=state == "on")
    lines = [f"{name} is {state}; the connector tells it here with its next round."]
    call.out.answer({"mapping": name, "ticked": state == "on"}, lines)
    return exits.DONE


def account(call: Call) -> int:
    """Lock the relay out of Sage, or let it in."""
    said = call.word("reason").strip(" .")
    if not said:
        raise Trouble("Say why the account is locked out, or ok.")
    why = "" if said.casefold() == "ok" else f"{said}."
    call.house.sandbox.relay.lock_out(why)
    lines = [f"The relay's account is locked out: {why}" if why else "The relay's account works."]
    call.out.answer({"account": why or "ok"}, lines)
    return exits.DONE


def fault(call: Call) -> int:
    """Show the dial, or turn it."""
    from console.bootstrap import fault_kinds

    dial, kinds = call.house.sandbox.faults, fault_kinds()
    name, percent = call.text("name"), call.text("percent")
    if name is not None:
        known = ", ".join(kinds)
        if name not in list(kinds):
            raise Trouble(f"There is no fault {name!r}; the dial has {known}.")
        if percent is None or not percent.isdecimal():
            raise Trouble(f"Say how many of a hundred calls, for example fault {name} 30.")
        try:
            dial.turn(kinds(name), int(percent))
        except ValueError as why:
            raise Trouble(str(why)) from why
    stands = dial.turned()
    value = {kind.value: stands.get(kind, 0) for kind in kinds}
    call.out.answer({"faults": value}, [f"{name:8} {share:3} %" for name, share in value.items()])
    return exits.DONE


def delete(call: Call) -> int:
    """Delete a document as an accountant would; Sage may say no."""
    kind = _kind(call.word("kind"))
    found = _document(call, kind, call.word("id"), call.text("within"))
    try:
        call.house.sandbox.ledger.delete(found.kind, found.scope, found.erp_id)
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no
    value = {"deleted": found.erp_id, "kind": kind.value, "within": found.scope or None}
    call.out.answer(value, [f"Deleted {words(kind)} {found.erp_id} in Sage."])
    return exits.DONE


def key_in(call: Call) -> int:
    """Key in, or import, what waits for a person, as an accountant does; Sage may say no."""
    from core.worklist import BY_HAND, sheets

    asked, store = one_named(call), call.house.store
    waiting = {t.record.id: t for way in BY_HAND for s in sheets(store, way) for t in s.tasks}
    if asked not in waiting:
        number = call.desk.record(asked).number
        raise Trouble(f"{number} is not on the worklist; see `countersign report worklist`.")
    record = waiting[asked].record
    try:
        receipt = call.house.sandbox.ledger.write(record, f"by hand:{record.id}:{record.version}")
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no
    lines = [
        f"Keyed {words(record.kind)} {receipt.erp_id} into Sage; the relay has yet to read it."
    ]
    call.out.answer({"keyed_in": receipt.erp_id, "kind": record.kind.value}, lines)
    return exits.DONE


def add_item(call: Call) -> int:
    """Add an item to a prime contract."""
    ledger = call.house.sandbox.ledger
    found = _document(call, RecordKind.PRIME_CONTRACT, call.word("prime_contract"), None)
    items = [str(line.item) for line in getattr(found.body, "lines", ())]
    free = next(str(n) for n in range(len(items) + 1, len(items) * 2 + 2) if str(n) not in items)
    item, about = call.text("item") or free, call.text("description") or "Added work"
    amount = _cents(call.word("amount"))
    try:
        ledger.add_item(found.erp_id, item, about, amount)
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no
    value = {"prime_contract": found.erp_id, "item": item, "description": about}
    call.out.answer(value, [f"Prime contract {found.erp_id} has a new item {item}: {about}."])
    return exits.DONE


def edit(call: Call) -> int:
    """Edit a record where it was born."""
    projects = call.house.sandbox.projects
    record = call.desk.record(one_named(call))
    try:
        theirs = projects.find(type(record.id)(record.at_origin))
    except UnknownRecord as why:
        raise Trouble(
            f"{record.number} was not born in the project system; edit it in Sage."
        ) from why
    field, value = edited(theirs, call.word("change"))
    try:
        objection = projects.edit(theirs.id, **{field: value})
    except ValueError as why:
        raise Trouble(str(why)) from why
    if objection is not None:
        raise Trouble(objection.text, exits.PARTLY)
    lines = [f"Edited {record.number} in the project system; the connector brings it here."]
    call.out.answer({"id": record.id, "field": field, "value": plain(value)}, lines)
    return exits.DONE


def _kind(text: str) -> RecordKind:
    spelt = text.strip().casefold().replace(" ", "_").replace("-", "_")
    found = {"vendor": RecordKind.COMPANY, "job": RecordKind.PROJECT, "extra": RecordKind.SUB_JOB}
    known = {kind.value: kind for kind in RecordKind} | found
    if spelt not in known:
        raise Trouble(f"There is no kind {text!r}; kinds are {', '.join(known)}.")
    return known[spelt]


def _document(call: Call, kind: RecordKind, name: str, within: str | None) -> Mirrored:
    """A document of Sage by its id there, or by the record of ours that is linked to it."""
    ledger = call.house.sandbox.ledger
    scope = within or ""
    if found := ledger.find(kind, scope, name):
        return found
    same = [d for d in ledger.documents(kind) if d.erp_id == name and within in (None, d.scope)]
    if len(same) == 1:
        return same[0]
    if same:
        some = ", ".join(d.scope for d in same[:5])
        raise Trouble(f"Sage has {len(same)} of {name}; say --within, such as {some}.")
    try:
        case = call.desk.case(asked_one(call, name).record)
    except Trouble:
        case = None
    mine = case.record if case is not None else None
    if case and mine and (found := ledger.find(mine.kind, erp_place(case), mine.erp_id or "")):
        return found
    raise Trouble(f"Sage has no {words(kind)} {name!r}.")


def _cents(text: str) -> int:
    try:
        return minor_units(text)
    except ValueError as why:
        raise Trouble(str(why)) from why
