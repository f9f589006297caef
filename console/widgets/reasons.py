"""Refusals of a batch, gathered under the reasons they share.

Sentences of one rule differ in figures and names; what they share is the group's sentence, and an
ellipsis stands where they differ.
"""

from collections.abc import Iterable, Sequence

from core.decision import Outcome, Refused
from core.ports import Batch
from core.values import NamedTuple
from core.vocabulary import RecordId

ANY = "…"


class Reason(NamedTuple):
    """Why one record was refused; a record may have several."""

    record: RecordId
    rule: str
    text: str


class Group(NamedTuple):
    """The records that share a reason."""

    rule: str
    text: str
    reasons: tuple[Reason, ...]


def reasons_of(batch: Batch, outcomes: Sequence[Outcome] = ()) -> list[Reason]:
    """Every refusal with its rule; a batch of the time before rules were kept has none."""
    if outcomes:
        return [
            Reason(outcome.record, objection.rule, objection.text)
            for outcome in outcomes
            if isinstance(outcome.decision, Refused)
            for objection in outcome.decision.objections
        ]
    rules = batch.rules or [("",) * len(texts) for _, texts in batch.refused]
    return [
        Reason(record, rule, text)
        for (record, texts), cited in zip(batch.refused, rules, strict=True)
        for text, rule in zip(texts, cited, strict=True)
    ]


def grouped(reasons: Iterable[Reason]) -> list[Group]:
    """Largest first."""
    groups: dict[str, list[_Gathering]] = {}
    for reason in reasons:
        same_rule = groups.setdefault(reason.rule, [])
        tokens = reason.text.split()
        for gathering in same_rule:
            if gathering.takes(reason, tokens):
                break
        else:
            same_rule.append(_Gathering(reason, tokens))
    found = [g.group() for same_rule in groups.values() for g in same_rule]
    return sorted(found, key=lambda group: (-len(group.reasons), group.text))


class _Gathering:
    """A group that is being gathered, and the words its sentences share so far."""

    def __init__(self, first: Reason, tokens: list[str]) -> None:
        self._reasons = [first]
        self._shared = tokens

    def takes(self, reason: Reason, tokens: list[str]) -> bool:
        shared = _shared(self._shared, tokens)
        alike = sum(token != ANY for token in shared)
        if alike * 2 < max(len(tokens), len(self._shared)):
            return False
        self._shared = shared
        self._reasons.append(reason)
        return True

    def group(self) -> Group:
        return Group(self._reasons[0].rule, " ".join(self._shared), tuple(self._reasons))


def _shared(a: list[str], b: list[str]) -> list[str]:
    """The words of both, in place; where the number of words differs, both ends of them."""
    if a == b:
        return a
    if len(a) == len(b):
        return [x if x == y else ANY for x, y in zip(a, b, strict=True)]
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return [*a[:start], ANY, *(a[len(a) - end :] if end else ())]
