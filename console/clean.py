"""The one door for text from data: what can act on a terminal, hide or reorder becomes visible.

Whatever was written by somebody else is `str`; only what came through here is `Shown`, and the
widgets of this house draw `Shown` or nothing. Nothing is dropped silently: an approver is to see
that a name holds a character it should not hold.
"""

from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from textual.content import Content

Shown = NewType("Shown", str)
"""Text in which every character is visible and stays where it is written."""

NOTHING = Shown("")

PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
"""Control characters, each as the symbol Unicode has for it."""

UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

UNSEEN_RANGES = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)
"""Letters and marks that are drawn as nothing."""

MARKS_KEPT = 2
"""Combining marks a letter may carry; a heap of them would cover the lines above."""


def clean(text: str) -> Shown:
    """The text as it may be drawn. Cleaning twice is cleaning once."""
    if text.isascii() and text.isprintable():
        return Shown(text)
    return Shown("".join(_visible(text)))


def _visible(text: str) -> "list[str]":
    from unicodedata import category  # most text never gets here

    out: list[str] = []
    marks = MARKS_KEPT  # a mark with no letter before it has nothing to sit on
    for letter in text:
        code = ord(letter)
        kind = category(letter)
        if code in PICTURES:
            out.append(PICTURES[code])
            marks = MARKS_KEPT
        elif kind in UNSEEN_CATEGORIES or any(low <= code <= high for low, high in UNSEEN_RANGES):
            out.append(f"<U+{code:04X}>")
            marks = MARKS_KEPT
        elif kind == "Zs":
            out.append(" ")
            marks = MARKS_KEPT
        elif kind in {"Mn", "Me", "Mc"}:
            out.append(letter if marks < MARKS_KEPT else f"<U+{code:04X}>")
            marks += 1
        else:
            out.append(letter)
            marks = 0
    return out


def shown(text: str, style: str = "") -> "Content":
    """The text as a widget takes it: cleaned, and never read as markup."""
    return drawn(clean(text), style)


def drawn(text: Shown, style: str = "") -> "Content":
    """What was cleaned before, as a widget takes it: never read as markup."""
    from textual.content import Content  # the command line cleans without Textual

    return Content.styled(text, style) if style else Content(text)


def stacked(*texts: str) -> Shown:
    """Texts below each other: a line may break between two of them, and in none."""
    return Shown("\n".join(clean(text) for text in texts))


def beside(*parts: "Content") -> "Content":
    """One after the other on a line."""
    return drawn(NOTHING).join(parts)
