"""What leaves for Sage: shown, stopped, let go on, and compared with what Sage holds."""

from collections.abc import Iterator
from typing import Any

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.refusal import refused
from console.cli.shapes import money
from core.decision import Refused
from core.held_back import held_back
from core.ports import OutsideUnreachable
from core.ports.leaving import Frozen
from core.receivers import strategy
from core.reconciling import Incident, after_restore, reconcile
from core.vocabulary import words

STOPPED = "sending.stopped"
SHOWN = 50


def stop(call: Call) -> int:
    """Nothing leaves any more; decisions go on and wait."""
    why = call.word("reason").strip()
    if not why:
        raise Trouble("Say why exports are stopped; everybody is shown it.")
    return _switch(call, f"{why} ({call.desk.actor.name})")


def go(call: Call) -> int:
    """What waits may leave again."""
    return _switch(call, "")


def _switch(call: Call, why: str) -> int:
    done = call.desk.adjuster.set(STOPPED, why)
    if isinstance(done, Refused):
        return refused(call, done)
    line = f"Exports are stopped: {why}" if why else "Exports go out."
    call.out.answer({"stopped": why or None}, [line])
    return exits.DONE


def rehearse(call: Call) -> int:
    """What the connector would send, under which keys, and what holds it back."""
    store, erp = call.house.store, call.house.erp
    leaving = [one for one in store.under_way() if not one.sending]
    held = tuple(held_back(store, call.house.witness()))
    value = {
        "leaving": [_shape(one) for one in leaving],
        "in_doubt": [one.key for one in store.under_way() if one.sending],
        "held": list(held),
    }
    lines = [*held, f"{len(leaving):,} would leave."]
    for one in leaving[:SHOWN]:
        traits = erp.traits(one.payload.kind)
        way = f"if nobody answers: {strategy(traits)}"
        if not traits.writes:
            way = f"refused: no route of this company takes a {words(one.payload.kind)}"
        lines.append(f"  {one.key}  {one.payload.number}  {money(one.amount)}  {way}")
    call.out.answer(value, lines)
    return exits.DONE


def _shape(one: Frozen) -> dict[str, Any]:
    return {
        "key": one.key,
        "record": one.record,
        "kind": one.payload.kind.value,
        "number": one.payload.number,
        "amount": money(one.amount),
        "digest": one.digest,
        "approved_by": one.approved_by,
        "approved_at": one.approved_at.isoformat(),
        "calls": one.sends,
    }


def compare(call: Call) -> int:
    """Read back what was exported lately; or what a restored copy has under way."""
    store, erp = call.house.store, call.house.erp
    try:
        if call.flag("after-restore"):
            return _after_restore(call)
        asked = call.count("days")
        days = store.settings().sending.reconcile_days if asked is None else asked
        done = reconcile(store, erp, days)
    except OutsideUnreachable as why:
        raise Trouble(str(why), exits.OUTSIDE) from why
    found = done.incidents
    value = {"checked": done.checked, "days": days, "incidents": [_incident(i) for i in found]}
    head = f"Compared {done.checked:,} exports of the last {days} days with Sage."
    call.out.answer(value, [head, *_told(found)])
    return exits.PARTLY if found else exits.DONE


def _after_restore(call: Call) -> int:
    done = after_restore(call.house.store, call.house.erp, call.house.witness())
    found = done.incidents
    value = {
        "epoch": done.mark.epoch,
        "found": done.found,
        "open": done.open,
        "incidents": [_incident(i) for i in found],
    }
    head = (
        f"Epoch {done.mark.epoch} begins. Sage holds {done.found:,} of what was under way; "
        f"{done.open:,} are looked for again before they are sent."
    )
    call.out.answer(value, [head, *_told(found)])
    return exits.PARTLY if found else exits.DONE


def _told(found: tuple[Incident, ...]) -> Iterator[str]:
    if not found:
        yield "All of it agrees."
    for one in found:
        yield f"{words(one.sort)}: {one.text} ({one.record})"


def _incident(one: Incident) -> dict[str, Any]:
    return {"sort": one.sort.value, "record": one.record, "key": one.key, "text": one.text}
