"""G11: text of thirteen classes through the one door, into a cell of CSV, and into the log."""

import random
import re
from collections.abc import Callable
from unicodedata import category, combining

from console.clean import MARKS_KEPT, clean
from console.log import without_secrets
from console.sheets import safe
from soak import Figures

Random = random.Random
ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NOWHERE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
FORMULA = re.compile(r"\s*[=+\-@|%]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
PLAIN = "ACME acme 0123456789-./&"
EXAMPLES = 5
"""So many of those that fail are shown."""


def _letters(dice: Random, letters: str, most: int = 8) -> str:
    return "".join(dice.choice(letters) for _ in range(dice.randrange(1, most)))


def _between(dice: Random, letters: str, most: int = 8) -> str:
    return _letters(dice, PLAIN) + _letters(dice, letters, most) + _letters(dice, PLAIN)


def _codes(*ranges: range) -> str:
    return "".join(chr(code) for codes in ranges for code in codes)


def _sequence(dice: Random, begins: tuple[str, ...], ends: tuple[str, ...]) -> str:
    return dice.choice(begins) + _letters(dice, "0123456789;:?<=>") + dice.choice(ends)


def _anything(dice: Random) -> str:
    reach = (0x20, 0x100, 0x3000, 0x110000)
    return "".join(chr(dice.randrange(dice.choice(reach))) for _ in range(dice.randrange(40)))


MARKUP = (
    "[red]",
    "[/]",
    "[/x]",
    "[@click=app.quit]",
    "[link=x]",
    "\\[",
    "[[",
    "$accent",
    ":skull:",
)
OSC = ("\x1b]52;c;", "\x9d0;", "\x1b]8;;")
STRINGS = ("\x1bP", "\x1b_", "\x1b^", "\x90", "\x9f")
ENDS = ("\x07", "\x1b\\", "\x9c", "")
CLASSES: dict[str, Callable[[Random], str]] = {
    "C0": lambda dice: _between(dice, _codes(range(0x20), range(0x7F, 0x80))),
    "C1": lambda dice: _between(dice, _codes(range(0x80, 0xA0))),
    "CSI": lambda dice: PLAIN + _sequence(dice, ("\x1b[", "\x9b"), tuple("mHJKhlnrcqtABCD~")),
    "OSC": lambda dice: _sequence(dice, OSC, ENDS) + PLAIN,
    "DCS and APC": lambda dice: _sequence(dice, STRINGS, ENDS) + PLAIN,
    "bidi": lambda dice: _between(
        dice, _codes(range(0x202A, 0x202F), range(0x2066, 0x206A), range(0x200E, 0x2010))
    ),
    "unseen": lambda dice: _between(
        dice, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u3164\u115f\u2800"
    ),
    "tags and selectors": lambda dice: _between(
        dice, _codes(range(0xE0001, 0xE0080), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
    ),
    "marks": lambda dice: _between(dice, _codes(range(0x300, 0x370)), 60),
    "markup": lambda dice: _letters(dice, PLAIN) + dice.choice(MARKUP) + _letters(dice, PLAIN),
    "halves of pairs": lambda dice: _between(dice, _codes(range(0xD800, 0xE000, 0x80))),
    "wide": lambda dice: _between(
        dice, "\u6f22\u5b57\uff21\U0001f469\u200d\U0001f4bb\U0001f1fa\u2764\ufe0f\u0e33\u0b95"
    ),
    "anything": _anything,
}


def run(size: int, seed: int) -> Figures:
    """`size` strings of each class."""
    tried, wrong, examples = 0, dict.fromkeys(("door", "cell", "log"), 0), []
    for name, made in CLASSES.items():
        dice = random.Random(f"{seed} {name}")  # to be repeated, not to be secret
        for _ in range(size):
            text = made(dice)
            tried += 1
            for where, why in _faults(text):
                wrong[where] += 1
                examples.append(f"{name}: {where} {why} {text!a}")
    counted = (("classes", len(CLASSES)), ("strings", tried), *wrong.items())
    return Figures(tuple(counted), tuple(examples[:EXAMPLES]))


def _faults(text: str) -> list[tuple[str, str]]:
    seen = clean(text)
    found = []
    if ACTING.search(seen) or any(category(letter) in NOWHERE for letter in seen):
        found.append(("door", "lets through what acts or is not seen"))
    if clean(seen) != seen:
        found.append(("door", "changes what it let through"))
    if len(seen) < len(text) or _heaped(seen):
        found.append(("door", "drops or heaps"))
    cell = safe(text)
    if FORMULA.match(cell) and not NUMBER.match(cell):
        found.append(("cell", "is taken for a formula"))
    line = without_secrets(text)
    if ACTING.search(line) or "\n" in line:
        found.append(("log", "acts or breaks its line"))
    return found


def _heaped(text: str) -> bool:
    heap = 0
    for letter in text:
        heap = heap + 1 if combining(letter) else 0
        if heap > MARKS_KEPT:
            return True
    return False
