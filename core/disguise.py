"""A name that may be meant to pass for another: hidden signs, mixed alphabets, look-alike letters.

Nothing is refused for it: people are called as they are. Who decides is told to look twice.
"""

from collections.abc import Iterator

CYRILLIC = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0405\u0406\u0408\u050c\u051a\u051c\u04c0\u0430\u0435\u043e\u0440\u0441"
    "\u0443\u0445\u0455\u0456\u0458\u0501\u051b\u051d\u04bb\u04cf\u0475"
)
GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a5\u03a7\u03f9\u03bf\u03b9\u03bd\u03f2"
)
PASSES_FOR_LATIN = frozenset(CYRILLIC + GREEK)
"""Letters of other alphabets that are drawn as Latin ones are."""
ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "GEORGIAN", "COPTIC", "LISU")
"""Those whose letters pass for each other's; a word has letters of one."""
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NAMED = 3
"""How many of the letters are named."""


def disguise(name: str) -> str:
    """What is odd about a name, as a clause; empty where nothing is."""
    if name.isascii() and name.isprintable():
        return ""
    return next(_oddities(name), "")


def _oddities(name: str) -> Iterator[str]:
    from unicodedata import category, normalize  # most names never get here

    hidden = [letter for letter in name if category(letter) in HIDDEN]
    if hidden:
        yield f"holds signs that are not drawn or turn the reading round ({_codes(hidden)})"
    foreign = [letter for letter in name if _alphabet(letter) not in {"LATIN", ""}]
    for word in _words(name):
        alphabets = {alphabet for letter in word if (alphabet := _alphabet(letter))}
        if len(alphabets) > 1:
            strange = [letter for letter in word if letter in foreign]
            yield f"mixes {_listed(alphabets)} letters in one word ({_codes(strange)})"
    if foreign and PASSES_FOR_LATIN.issuperset(foreign):
        named = _listed({_alphabet(letter) for letter in foreign})
        yield f"has {named} letters, all of which look Latin ({_codes(foreign)})"
    drawn_as = [
        c for c in name if not c.isascii() and normalize("NFKC", c).isascii() and c.isalnum()
    ]
    if drawn_as:
        yield f"holds signs that stand for plain letters or figures ({_codes(drawn_as)})"
    figures = [letter for letter in name if category(letter) == "Nd" and not letter.isascii()]
    if figures:
        yield f"holds figures of another script ({_codes(figures)})"


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalpha() else " " for letter in name).split()


def _alphabet(letter: str) -> str:
    """The alphabet of a letter, where letters of it pass for those of others."""
    from unicodedata import name

    first = "LATIN" if letter.isascii() else name(letter, "").partition(" ")[0]
    return first if first in ALPHABETS else ""


def _listed(alphabets: set[str]) -> str:
    return " and ".join(sorted(alphabet.capitalize() for alphabet in alphabets))


def _codes(letters: list[str]) -> str:
    different = list(dict.fromkeys(letters))
    more = " and more" if len(different) > NAMED else ""
    return ", ".join(f"U+{ord(letter):04X}" for letter in different[:NAMED]) + more
