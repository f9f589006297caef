"""The figures of the whole company: what waits, what was done, who is slow, what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call
from console.cli.output import Column, table
from core.dashboard import BUCKETS, Dashboard, Refusal, in_days

INDENT = "  "
REJECTED = (
    Column("sender"), Column("reason", shrinks=True), Column("to be fixed"),
    Column("times", right=True), Column("not the first", right=True),
)  # fmt: skip


def dashboard(call: Call) -> int:
    """As of now."""
    found = call.desk.overviews.dashboard(datetime.now(UTC))
    call.out.answer(_shape(found), _lines(found))
    return exits.DONE


def _lines(found: Dashboard) -> Iterator[str]:
    yield from found.held_back
    yield from found.overrides
    yield "What waits, by how long"
    columns = (Column("tab"), *(Column(name, right=True) for name in (*BUCKETS, "together")))
    rows = ((w.tab, *(f"{n:,}" for n in (*w.buckets, w.total))) for w in found.waits)
    yield from table(columns, rows) if found.waits else ("  Nothing waits.",)
    yield f"The last {len(found.weeks)} weeks, the oldest first"
    weeks = tuple(Column(f"{week:%d %b}", right=True) for week in found.weeks)
    done = ((name, *(f"{n:,}" for n in figures)) for name, figures in found.throughput.items())
    yield from table((Column("week of"), *weeks), done)
    yield "Slowest to send again what was rejected, by the median"
    if not found.slowest:
        yield f"{INDENT}Nothing that was rejected was sent again."
    for sender in found.slowest:
        yield f"{INDENT}{in_days(sender.median)}  {sender.name}, {sender.times:,} sent again"
    yield from _counted("Commonest reasons of approvers", found.reasons)
    yield "Rejected, by sender and reason"
    told = [(r.sender, r.reason, r.fix, f"{r.times:,}", f"{r.again:,}") for r in found.rejected]
    yield from table(REJECTED, told) if told else (f"{INDENT}None.",)
    yield from _counted("Commonest refusals of rules in batches", found.refusals)
    if found.more:
        yield "So much was done that only the newest of it was looked at."


def _counted(title: str, refusals: tuple[Refusal, ...]) -> Iterator[str]:
    yield title
    if not refusals:
        yield f"{INDENT}None."
    for one in refusals:
        yield f"{INDENT}{one.times:,}  {one.text}"


def _shape(found: Dashboard) -> dict[str, Any]:
    return {
        "waits": [
            {
                "tab": w.tab,
                "ages": dict(zip(BUCKETS, w.buckets, strict=True)),
                "total": w.total,
            }
            for w in found.waits
        ],
        "weeks": [
            {"from": shapes.moment(week), **{k: v[n] for k, v in found.throughput.items()}}
            for n, week in enumerate(found.weeks)
        ],
        "slowest_senders": [
            {"name": s.name, "median_s": int(s.median.total_seconds()), "times": s.times}
            for s in found.slowest
        ],
        "reasons": [one._asdict() for one in found.reasons],
        "rejected": [one._asdict() for one in found.rejected],
        "refusals": [one._asdict() for one in found.refusals],
        "capped": found.more,
        "overrides": list(found.overrides),
        "held_back": list(found.held_back),
    }
