"""What actions ask for, write and are refused for, as texts: a change shows as a few lines."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.case import Case
from core.decide import decide
from core.decision import Allowed, Field
from core.fields import fields_of
from core.people import CONNECTOR
from core.records import Record
from core.settings import Settings
from core.tabs import ROWS
from core.vocabulary import CONNECTORS_OWN, Action, ErpStatus, RecordKind
from tests.core.golden import best_case
from tests.core.guard_examples import EXAMPLES, MERGING
from tests.core.judging import FULL
from tests.people import ADA
from tests.records import LASTING, NOW

A, S, K = Action, ErpStatus, RecordKind
SNAPSHOTS = Path(__file__).parent.parent.parent / "snapshots"
COMMAND = "python -m pytest tests/core/test_asked_and_written.py --snapshot-update"
CHOOSY = Settings(
    project_templates=("Bridges", "Roads"), default_template="Roads", commitment_prefix="{job}-",
    override_invoice_number=False, use_change_number=False,
)  # fmt: skip
WORN: dict[str, object] = {
    "note": "An old note.",
    "fell_back": "It was too large.",
    "unposted_since": NOW - timedelta(days=1),
    "fault": LASTING,
}
"""What earlier steps may have left on a record."""
MOVES_ANYHOW = ("status", "version", "changed_at")
TWO_LINKED = MERGING._replace(record=MERGING.record._replace(erp_id="V2", status=S.SYNCED))


@pytest.mark.parametrize("name", ["asked", "written", "refused"])
def test_what_is_asked_and_written_is_the_golden_text(name, request):
    now = told({"asked": asked, "written": written, "refused": refused}[name]())
    golden = SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("update_snapshots", default=False):
        golden.write_text(now, encoding="utf-8")

    assert now == golden.read_text(encoding="utf-8"), f"Look at the difference, then: {COMMAND}"


Block = tuple[str, list[str]]
"""A step, and what is told of it."""


def told(blocks: Iterable[Block]) -> str:
    """Steps of which the same is told stand together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for title, lines in blocks:
        if lines:
            together.setdefault(tuple(lines), []).append(title)
    parts = [
        "\n".join([*titles, *(f"    {line}" for line in lines)])
        for lines, titles in together.items()
    ]
    return "\n\n".join(parts) + "\n"


def asked() -> Iterator[Block]:
    for (kind, status), rows in ROWS.items():
        for action in rows:
            made = best_case(kind, status, action)
            found = [field(f) for f in fields_of(made, action)]
            choosy = made._replace(settings=CHOOSY)
            if others := [f for x in fields_of(choosy, action) if (f := field(x)) not in found]:
                found += ["where the company is choosy:", *others]
            yield f"{kind} {status} {action}", found
    yield "two linked companies merge", [field(f) for f in fields_of(TWO_LINKED, A.MERGE)]


def field(of: Field) -> str:
    need = "required" if of.required else "optional"
    parts = [f"{of.name}: {of.label}", of.rule, need]
    parts += [f"default {of.default}"] if of.default is not None else []
    parts += [f"one of {', '.join(of.choices)}"] if of.choices else []
    parts += [f"hint {of.hint}"] if of.hint else []
    return "; ".join(parts)


def written() -> Iterator[Block]:
    for (kind, status), rows in ROWS.items():
        for action in rows:
            if action not in {A.ABSORB, A.INHERIT}:
                made = best_case(kind, status, action)
                yield f"{kind} {status} {action}", becomes(made, action)
    for example in EXAMPLES:
        if example.action in {A.MERGE, A.EDIT_COST, A.LOCK, A.UNLOCK, A.REINSTATE}:
            title = f"{example.action} as in the example of {example.guard.name}"
            yield title, becomes(example.good, example.action)


def refused() -> Iterator[Block]:
    """By every guard, in the case that is its example."""
    for example in EXAMPLES:
        decision = decide(example.spoil(example.good), example.action)
        found = decision.warnings if isinstance(decision, Allowed) else decision.objections
        lines = [
            f"{'warned' if o.warning else 'refused'} [{o.rule}] {o.text} Lifted by: {o.lifted_by}"
            for o in found
        ]
        yield f"{example.good.record.kind} {example.action}: {example.guard.name}", lines


def becomes(of: Case, action: Action) -> list[str]:
    """What an action leaves of a record that has been through much, by the connector or by ADA."""
    worn = of.record._replace(**WORN)
    if of.record.status is S.FAILED:
        worn = worn._replace(fault=of.record.fault)
    actor = CONNECTOR if action in CONNECTORS_OWN else ADA
    answers = of.answers if of.answers != FULL else FULL._replace(unposted=True, erp_id=worn.erp_id)
    decision = decide(of._replace(record=worn, actor=actor, answers=answers), action)
    if not isinstance(decision, Allowed):
        return [f"refused: {o.text}" for o in decision.objections]
    lines = [f"said {line}" for line in decision.said.splitlines()]
    lines += list(differences(worn, decision.record))
    if decision.absorbed is not None and of.target is not None:
        lines += [f"other {line}" for line in differences(of.target, decision.absorbed)]
    return lines


def differences(was: Record, now: Record) -> Iterator[str]:
    for name, before, after in zip(Record._fields, was, now, strict=True):
        if before != after and name not in (*MOVES_ANYHOW, "body"):
            yield f"{name} {before!r} > {after!r}"
    for name, before, after in zip(was.body._fields, was.body, now.body, strict=True):
        if before != after:
            yield f"body.{name} {before!r} > {after!r}"
