"""Batches: listed, told whole, written to files, and what failed in passing tried again."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from console.cli import act, exits
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from console.cli.shapes import moment, money
from core.batches import Account, Total, as_report, since_then, summary
from core.case import NOTHING_SAID
from core.ports import Batch
from core.vocabulary import words

SHOWN = 50
LISTED = (
    Column("batch"), Column("name", shrinks=True), Column("when, UTC"), Column("who", spare=True),
    Column("action"), Column("total", right=True), Column("done", right=True),
    Column("refused", right=True),
)  # fmt: skip
TOTALS = (
    Column("name", shrinks=True), Column("records", right=True), Column("amount", right=True),
    Column("currency"),
)  # fmt: skip
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def batches(call: Call) -> int:
    """Raises: Trouble: --since cannot be read."""
    limit = call.count("limit")
    found = call.desk.batches.recent(
        SHOWN if limit is None else limit or -1, mine=call.flag("mine"), since=_since(call)
    )
    call.out.answer([shape_of(batch) for batch in found], _listed(found))
    return exits.DONE


def batch(call: Call) -> int:
    """One batch; with --retry what failed for a reason that passes is done once more.

    Raises:
        Trouble: there is no such batch, or nothing in it to try again.
        FileTaken: the file cannot be made.
    """
    name = call.word("id")
    found = call.desk.batches.account(name)
    if found is None:
        raise Trouble(f"There is no batch {name!r}; `countersign batches` lists them.")
    if call.flag("retry"):
        if not found.again:
            raise Trouble(f"Nothing of {found.batch.id} failed for a reason that passes.")
        called = call.text("name") or f"Retry of {found.batch.name or found.batch.id}"
        return act.done(call, found.again_by, found.again, NOTHING_SAID, called)
    files = _files(call, found)
    call.out.answer(_whole(found) | {"files": files}, _told(found, files))
    return exits.DONE


def _since(call: Call) -> datetime | None:
    """`2d`, `12h`, or a day such as 2026-11-22."""
    text = call.text("since")
    if text is None:
        return None
    if span := re.fullmatch(r"(\d{1,4})([mhdw])", text.strip()):
        return datetime.now(UTC) - timedelta(**{UNITS[span[2]]: int(span[1])})
    try:
        day = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Trouble(f"--since takes 2d, 12h or 2026-11-22; {text!r} is none.") from None
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _files(call: Call, found: Account) -> list[str]:
    """Write the files that were asked for, and name them."""
    csv, xlsx = call.text("csv"), call.text("xlsx")
    if csv is not None and csv == xlsx:
        raise Trouble("--csv and --xlsx name the same file; name two.")
    if csv is None and xlsx is None:
        return []
    from console.sheets import write_csv, write_xlsx

    made = as_report(found)
    if csv is not None:
        write_csv(made, csv)
    if xlsx is not None:
        write_xlsx(made, xlsx)
    return [path for path in (csv, xlsx) if path is not None]


def _listed(found: Sequence[Batch]) -> Iterator[str]:
    if not found:
        yield "There is no batch yet; one is made whenever several records are decided at once."
        return
    rows = [
        (
            b.id, b.name, f"{b.at:%Y-%m-%d %H:%M:%S}", b.actor, _actions(b), f"{b.total:,}",
            f"{b.done:,}", f"{len(b.refused):,}",
        )
        for b in found
    ]  # fmt: skip
    yield from table(LISTED, rows)


def _actions(batch: Batch) -> str:
    parts = batch.parts or ((batch.action, batch.total),)
    return ", ".join(words(action) for action, _ in parts)


def _told(found: Account, files: list[str]) -> Iterator[str]:
    batch = found.batch
    yield f"Batch {batch.id}{f': {batch.name}' if batch.name else ''}"
    yield f"{batch.actor}, {batch.at:%Y-%m-%d %H:%M:%S} UTC: {summary(batch)}."
    if files:
        yield f"{batch.done + len(batch.refused):,} rows written to {' and '.join(files)}."
    if found.done:
        yield f"Since then: {since_then(found)}."
    for title, totals in (("job", found.by_job), ("vendor", found.by_vendor)):
        if any(total.name for total in totals):
            yield f"By {title}:"
            yield from (f"  {line}" for line in table(TOTALS, [_cells(t) for t in totals]))
    if found.refusals:
        yield "Refused, by rule:"
    for refusal in found.refusals:
        rule = f" [{refusal.rule}]" if refusal.rule else ""
        yield f"  {len(refusal.records):7,}  {refusal.text}{rule}"
    if found.again:
        yield f"`countersign batch {batch.id} --retry` tries the {len(found.again):,} again."


def _cells(total: Total) -> tuple[str, ...]:
    return total.name or "none", f"{total.records:,}", money(total.amount), total.currency


def shape_of(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "name": batch.name or None,
        "action": batch.action.value,
        "actions": {action.value: count for action, count in batch.parts}
        or {batch.action.value: batch.total},
        "actor": batch.actor,
        "at": moment(batch.at),
        "total": batch.total,
        "done": batch.done,
        "refused": len(batch.refused),
    }


def _whole(found: Account) -> dict[str, Any]:
    return shape_of(found.batch) | {
        "left": found.left,
        "since": {status.value: count for status, count in found.since},
        "by_job": [_total(total) for total in found.by_job],
        "by_vendor": [_total(total) for total in found.by_vendor],
        "reasons": [
            {"rule": r.rule or None, "text": r.text, "ids": list(r.records)}
            for r in found.refusals
        ],
        "records": [
            {
                "id": r.id, "number": r.number, "title": r.title, "status": r.status.value,
                "amount": money(r.amount), "currency": r.currency, "version": r.version,
            }
            for r in found.done
        ],
        "retry": [asked.record for asked in found.again],
    }  # fmt: skip


def _total(total: Total) -> dict[str, Any]:
    return {
        "name": total.name or None,
        "records": total.records,
        "amount": money(total.amount),
        "currency": total.currency,
    }
