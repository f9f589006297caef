"""All that proves what happened to one record, for somebody who does not trust this program."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.choose import one_named
from console.version import VERSION
from core.audit import GENESIS, Entry, chained
from core.canonical import canonical
from core.evidence import InForce, in_force

if TYPE_CHECKING:
    from core.ports.leaving import Frozen

HOW = (
    (
        "Each entry's hash is SHA-256 over the hash before it and its own fields, joined by the "
        "unit separator: number, at_ms, actor, action, record, from, to, version, batch, "
        "words; and, where any of them is there, person, digest and origin."
    ),
    "An entry's digest is SHA-256 of the record's canonical content at that version.",
    "What left is sealed by SHA-256 over its key and its text; `intact` says that they agree.",
    (
        "The last entry is covered by every anchor with a higher number; compare one that was kept "
        "elsewhere."
    ),
)


def evidence(call: Call) -> int:
    """Write the pack to a new zip file, or to stdout as text or JSON.

    Raises:
        Trouble: the file is there already, cannot be written, or is not to be written from afar.
    """
    out = call.text("out")
    if out is not None and call.visitor is not None:
        raise Trouble("Leave --out away: nothing is written on the server; keep the output.")
    pack = _pack(call)
    if out is None:
        call.out.answer(pack, _lines(pack))
        return exits.DONE
    try:
        _written(Path(out), pack)
    except OSError as why:
        raise Trouble(f"{out} cannot be written ({why.strerror}).") from why
    call.out.answer({"written": out}, [f"Written to {out}."])
    return exits.DONE


def _pack(call: Call) -> dict[str, Any]:
    named = one_named(call)
    store, now = call.house.store, datetime.now(UTC)
    record, history = call.desk.record(named), call.desk.history(named)
    head = store.head()
    return {
        "made": {"at": shapes.moment(now), "by": call.actor.name, "program": VERSION},
        "company": call.desk.company,
        "record": shapes.of_record(record, now),
        "content": canonical(record),
        "events": [_event(call, entry) for entry in history],
        "in_force": [_in_force(each) for each in in_force(store, history)],
        "exports": [_export(each) for each in store.left_for(named)],
        "head": {"seq": head.seq, "hash": head.hash},
        "anchored": _anchored(call, history),
        "how": list(HOW),
    }


def _event(call: Call, entry: Entry) -> dict[str, Any]:
    """An entry with what proves its place: the hash before it, and the entry after it."""
    around = call.house.store.outbox().entries(max(1, entry.seq - 1), 3)
    before = next((e.hash for e in around if e.seq == entry.seq - 1), GENESIS)
    after = next((e for e in around if e.seq == entry.seq + 1), None)
    return _entry(entry) | {
        "hash_before": before,
        "holds": chained(before, entry) == entry.hash,
        "next": _entry(after) | {"holds": chained(entry.hash, after) == after.hash}
        if after
        else None,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    (shape,) = shapes.of_history([entry])
    at = round(entry.at.timestamp() * 1000)
    return shape | {"at_ms": at, "record": entry.record, "hash": entry.hash}


def _in_force(each: InForce) -> dict[str, Any]:
    return {
        "seq": each.entry.seq,
        "action": each.entry.action.value,
        "actor": each.entry.actor,
        "rights": dict(each.rights),
        "settings": dict(each.settings),
    }


def _export(frozen: "Frozen") -> dict[str, Any]:
    return {
        "key": frozen.key,
        "effect": frozen.effect.value,
        "version": frozen.version,
        "approved_by": frozen.approved_by or None,
        "approved_at": shapes.moment(frozen.approved_at),
        "amount": shapes.money(frozen.amount),
        "text": frozen.text,
        "digest": frozen.digest,
        "intact": frozen.intact,
        "sends": frozen.sends,
        "first_sent_at": shapes.moment(frozen.first_sent_at),
        "last_sent_at": shapes.moment(frozen.sent_at),
        "ended_at": shapes.moment(frozen.ended_at),
        "outcome": frozen.outcome or None,
        "receipt": frozen.erp_id or None,
    }


def _anchored(call: Call, history: Sequence[Entry]) -> dict[str, Any] | None:
    """The first anchor of the file that covers the record's last entry."""
    from core.anchors import Unanchored

    file, last = call.house.anchor_file(), history[-1].seq if history else 0
    try:
        anchors = file.anchors() if file is not None else []
    except Unanchored:
        return None
    covering = next((a for a in anchors if a.head.seq >= last), None)
    return {"anchor": str(covering)} if covering else None


def _lines(pack: dict[str, Any]) -> Iterator[str]:
    record = pack["record"]
    yield f"Evidence for {record['id']}: {record['kind']} {record['number']}, {record['title']}"
    yield f"{pack['company']}; made {pack['made']['at']} by {pack['made']['by']}"
    yield f"Now {record['status']}, version {record['version']}, digest {record['digest']}"
    yield ""
    for event in pack["events"]:
        yield from _told(event)
    for each in pack["exports"]:
        yield ""
        yield f"Left for the ERP under {each['key']}, {'intact' if each['intact'] else 'CHANGED'}"
        yield f"  digest {each['digest']}, amount {each['amount']}, sent {each['sends']} times"
        yield f"  outcome {each['outcome']}, receipt {each['receipt']}, ended {each['ended_at']}"
    for each in pack["in_force"]:
        yield ""
        yield f"In force at entry {each['seq']}, {words_of(each['action'])} by {each['actor']}"
        yield "  rights: " + ("; ".join(f"{n}={v}" for n, v in each["rights"].items()) or "unknown")
        yield "  settings: " + "; ".join(f"{n}={v}" for n, v in each["settings"].items())
    yield ""
    yield f"Head of the history: {pack['head']['seq']} {pack['head']['hash']}"
    yield pack["anchored"]["anchor"] if pack["anchored"] else "No anchor covers it yet."
    yield ""
    yield from pack["how"]


def words_of(action: str) -> str:
    return action.replace("_", " ")


def _told(event: dict[str, Any]) -> Iterator[str]:
    led = f"{event['from'] or 'nothing'} to {event['to']}"
    yield f"{event['seq']}  {event['at']}  {event['actor']}  {words_of(event['action'])}, {led}"
    for name in ("person", "origin", "digest", "said"):
        if event[name]:
            yield f"    {name}: {'; '.join(event[name].splitlines())}"
    yield f"    hash {event['hash']}{'' if event['holds'] else ': DOES NOT HOLD'}"
    yield f"    before it {event['hash_before']}"
    if event["next"]:
        holds = "holds" if event["next"]["holds"] else "DOES NOT HOLD"
        yield f"    after it {event['next']['seq']} {event['next']['hash']}, {holds}"


def _written(path: Path, pack: dict[str, Any]) -> None:
    """A zip that is whole or not there."""
    import os
    from json import dumps
    from zipfile import ZIP_DEFLATED, ZipFile

    from console.clean import clean

    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    text = "\n".join(clean(line) for line in _lines(pack)) + "\n"
    with os.fdopen(number, "wb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as pack_file:
            pack_file.writestr("evidence.json", dumps(pack, indent=1))
            pack_file.writestr("evidence.txt", text)
        file.flush()
        os.fsync(file.fileno())
