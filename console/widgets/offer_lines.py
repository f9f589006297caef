"""Offers written out: an action, its key, where it leads, what it asks, what objects."""

from collections.abc import Iterable, Sequence

from console.clean import clean
from console.keys import KEYS, key_word, word
from console.widgets.lines import Line, Look, Span, faint, flowed, padded, said
from core.decision import Field, Offer
from core.objection import Objection
from core.values import NamedTuple
from core.vocabulary import Action, words

MAY, NOT_YET = "may", "not yet"
USUAL = (Action.ACCEPT, Action.RETRIEVE, Action.REIMPORT, Action.ARCHIVE)
"""Actions whose names have room before the verdict; longer ones push it to the right."""
NAME_AT = 3
WORD_AT = NAME_AT + max(len(words(a)) for a in USUAL) + 1
TEXT_AT = WORD_AT + len(NOT_YET) + 2
ORDER = {action: place for place, action in enumerate(KEYS)}


def in_order(offers: Iterable[Offer]) -> list[Offer]:
    """Open ones first; within each the order of the keys, always."""
    return sorted(offers, key=lambda offer: (not offer.open, ORDER.get(offer.action, len(ORDER))))


class Block(NamedTuple):
    """One action written out, and where in it each reason ends."""

    lines: list[Line]
    ends: list[int]


def block(offer: Offer, width: int) -> Block:
    """The action with the first objection beside it; the others each begin a line of their own."""
    spans = [*_head(offer), faint(f"to {words(offer.target)}")]
    if offer.fields and offer.open:
        spans.append(said("; asks " + ", ".join(asking(field) for field in offer.fields)))
    first, *others = offer.objections or (None,)
    if first is not None:
        spans += [faint("; " if offer.open else ": "), *_objection(first)]
    lines = flowed(spans, width, TEXT_AT)
    ends = [len(lines)]
    for other in others:
        more = [said(" " * TEXT_AT), *_objection(other)] if other else []
        lines += flowed(more, width, TEXT_AT)
        ends.append(len(lines))
    return Block(lines, ends)


def in_height(blocks: Sequence[Block], height: int) -> list[Line]:
    """Every action's first line before any action's second; then what more there is."""
    if sum(len(b.lines) for b in blocks) <= height:
        return [line for b in blocks for line in b.lines]
    left = max(0, height - 1)
    room = [1 if place < left else 0 for place in range(len(blocks))]
    left -= sum(room)
    for place, each in enumerate(blocks):
        more = min(left, len(each.lines) - 1)
        room[place] += more
        left -= more
    lines = [line for n, b in zip(room, blocks, strict=True) for line in b.lines[:n]]
    hidden = sum(end > n for n, b in zip(room, blocks, strict=True) for end in b.ends)
    rest = f"{'':{NAME_AT}}+{hidden} more, {word('screen.why')} shows all"
    return [*lines, (faint(rest),)][: max(height, 0)]


def asking(field: Field) -> str:
    """`Sage job id [J1200]`, `Reason (required)`, `Reason (may be left out)`."""
    if field.default:
        return f"{field.label} [{field.default}]"
    return f"{field.label} ({'required' if field.required else 'may be left out'})"


def _head(offer: Offer) -> list[Span]:
    key, name = f" {key_word(offer.action)}", words(offer.action)
    word, look = (MAY, Look.MAY) if offer.open else (NOT_YET, Look.NOT_YET)
    return [
        said(
            padded(clean(key), max(NAME_AT, len(key) + 1)), Look.KEY if offer.open else Look.FAINT
        ),
        said(padded(clean(name), max(WORD_AT - NAME_AT, len(name) + 1))),
        said(padded(clean(word), TEXT_AT - WORD_AT), look),
    ]


def _objection(objection: Objection) -> list[Span]:
    warning = [said("warning: ", Look.WARNING)] if objection.warning else []
    return [*warning, said(objection.text), faint(f" [{objection.rule}]")]
