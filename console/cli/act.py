"""The verbs: one action on one record, on several, or on all that a filter leaves."""

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import Any

from console.cli import exits
from console.cli.answering import answers_of
from console.cli.call import Call
from console.cli.choose import asked_of
from console.cli.shapes import moment
from core.case import Answers
from core.decision import Allowed, Outcome, Refused, leaves_at
from core.objection import Cause
from core.ports import Asked, Batch
from core.vocabulary import Action, RecordId, capital, words

NAMED = 20
"""Up to so many refusals are told one by one; above, by rule."""
OTHERWISE = "Give answers with --reason TEXT or --set FIELD=VALUE; `why ID` names the fields."
HOW_TO_ANSWER = {
    Action.MERGE: "Say that you mean it with --confirm, and which id stays with --keep."
}
"""By what options the answers that are missing are given."""
NOTHING_MORE: Mapping[str, Any] = {}
MANY = 500
"""From so many records on, memory matters more than the microseconds of collecting."""


def perform(call: Call) -> int:
    """Do what the command is called, to what it names."""
    action = Action(call.name.replace("-", "_"))
    asked = asked_of(call)
    answers = answers_of(call, action, asked)
    if call.flag("stage"):
        from console.cli.tray import stage

        return stage(call, action, asked, answers)
    if not call.flag("dry-run") and (len(asked) > 1 or call.text("yes") is not None):
        from console.cli.confirming import confirm

        confirm(call, action, asked)
    return done(call, action, asked, answers)


def done(
    call: Call,
    action: Action,
    asked: Sequence[Asked],
    answers: Answers,
    called: str = "",
    more: Mapping[str, Any] = NOTHING_MORE,
) -> int:
    """Act, or rehearse it where --dry-run is said, and tell what became of it: the exit code.

    `called` is the batch's name unless --name says another; `more` goes along in JSON.
    """
    if len(asked) > MANY:
        gc.enable()
    if call.flag("dry-run"):
        outcomes = call.desk.rehearse(action, asked, answers)
        batch = None
    else:
        # One decision is one transaction: there is nothing between two to stop at.
        with _stoppable() if len(asked) > 1 else nullcontext([True]) as going:

            def progress(done: int, total: int) -> bool:
                call.out.progress(f"{words(action)}: {done:,} of {total:,}")
                return going[0]

            batch, outcomes = call.desk.perform_many(
                action, asked, answers, progress=progress, called=call.text("name") or called
            )
        call.out.progressed()
    answer = _as_json(action, batch, outcomes, len(asked)) | dict(more)
    lines = _as_text(call, action, batch, outcomes, len(asked))
    if batch is None:
        differences, told = _compared(call, action, asked, answers)
        answer, lines = answer | {"differences": differences}, chain(lines, told)
    call.out.answer(answer, lines)
    if len(outcomes) < len(asked):
        call.out.say(f"Stopped: {len(asked) - len(outcomes):,} were not looked at.")
        return exits.PARTLY
    causes = [o.decision.cause for o in outcomes if isinstance(o.decision, Refused)]
    return exits.of_batch(len(outcomes) - len(causes), causes)


def _compared(
    call: Call, action: Action, asked: Sequence[Asked], answers: Answers
) -> tuple[dict[str, Any], list[str]]:
    """What a rehearsed action would take over from Sage, of the first records by id."""
    from console.cli import comparing

    found = comparing.rehearsed(call, action, [a.record for a in asked[:NAMED]], answers)
    shapes = {record: comparing.of_compared([(action, found[record])]) for record in found}
    lines = []
    for record, choices in found.items() if not call.out.json else ():
        lines.append(f"Difference to Sage: {call.desk.record(record).number}")
        lines += comparing.lines_of_choices(choices)
    return shapes, lines


@contextmanager
def _stoppable() -> Iterator[list[bool]]:
    """Ctrl+C and a polite end finish the transaction at hand; the rest is left alone."""
    import signal  # slow, and of no use to one decision

    going = [True]

    def stop(*_: object) -> None:
        going[0] = False

    before = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield going
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refusals(outcomes: Sequence[Outcome]) -> list[tuple[RecordId, Refused]]:
    return [(o.record, o.decision) for o in outcomes if isinstance(o.decision, Refused)]


def _fallen_back(outcomes: Sequence[Outcome]) -> list[RecordId]:
    """What was sent to be exported directly, and waits for an approver."""
    allowed = (o.decision.record for o in outcomes if isinstance(o.decision, Allowed))
    return [record.id for record in allowed if record.fell_back]


def _as_json(
    action: Action, batch: Batch | None, outcomes: Sequence[Outcome], total: int
) -> dict[str, Any]:
    refused = _refusals(outcomes)
    return {
        "batch": batch.id if batch else None,
        "action": action.value,
        "dry_run": batch is None,
        "total": total,
        "done": len(outcomes) - len(refused),
        "refused": [
            {
                "id": record,
                "reasons": [o.text for o in decision.objections],
                "rules": [o.rule for o in decision.objections],
                "cause": decision.cause.value,
            }
            for record, decision in refused
        ],
        "leaves_at": moment(leaves_at(outcomes)),
        "fell_back": _fallen_back(outcomes),
        "warnings": [
            {"id": o.record, "reasons": [w.text for w in o.decision.warnings]}
            for o in outcomes
            if isinstance(o.decision, Allowed) and o.decision.warnings
        ],
    }


def _as_text(
    call: Call, action: Action, batch: Batch | None, outcomes: Sequence[Outcome], total: int
) -> Iterator[str]:
    refused = _refusals(outcomes)
    done = len(outcomes) - len(refused)
    if not total:
        yield f"{capital(words(action))}: no record matches."
        return
    head = f"{capital(words(action))}: {done:,} of {total:,}"
    yield (
        f"{head} done. Batch {batch.id}."
        if batch
        else f"{head} would be done. Nothing was changed."
    )
    if batch is not None and (leaves := leaves_at(outcomes)) is not None:
        until = f"  Leaves at {leaves:%H:%M:%S} UTC; until then"
        yield f"{until} `countersign recall --batch {batch.id}` takes it back."
    if fallen := _fallen_back(outcomes):
        yield f"  Fell back from direct export, to wait for an approver: {len(fallen):,}"
    if 0 < done <= NAMED:
        for o in outcomes:
            if isinstance(o.decision, Allowed):
                record = o.decision.record
                would = "" if batch else "would be "
                yield f"  {record.id}  {record.number}  {would}{words(record.status)}"
                yield from (f"      note: {w.text} [{w.rule}]" for w in o.decision.warnings)
    if refused:
        yield f"Refused: {len(refused):,}"
        if any(decision.cause is Cause.MISSING for _, decision in refused):
            yield HOW_TO_ANSWER.get(action, OTHERWISE)
        yield from (_by_rule(refused) if len(refused) > NAMED else _one_by_one(call, refused))


def _one_by_one(call: Call, refused: Sequence[tuple[RecordId, Refused]]) -> Iterator[str]:
    for refused_id, decision in refused:
        record = call.desk.record(refused_id)
        yield f"  {record.id}  {record.number}  {record.title}"
        for o in decision.objections:
            lifted = f" Can be lifted by {o.lifted_by}." if o.lifted_by else ""
            yield f"      {o.text} [{o.rule}]{lifted}"


def _by_rule(refused: Sequence[tuple[RecordId, Refused]]) -> Iterator[str]:
    counts: dict[str, int] = {}
    example: dict[str, str] = {}
    for _, decision in refused:
        for o in {o.rule: o for o in decision.objections}.values():
            counts[o.rule] = counts.get(o.rule, 0) + 1
            example.setdefault(o.rule, o.text)
    for rule in sorted(counts, key=lambda r: -counts[r]):
        yield f"  {counts[rule]:7,}  {rule}, for example: {example[rule]}"
    if sys.stdout.isatty():
        yield "  --json names every record with its reasons."
