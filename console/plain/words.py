"""What may be said in the plain loop, and what each word means."""

from core.values import NamedTuple
from core.vocabulary import ASKABLE, Action, words

NEXT, BACK, SHOW, WHY, UNDO, HELP, QUIT = "next", "back", "show", "why", "undo", "help", "quit"
MEANT = {
    "n": NEXT, "b": BACK, "s": SHOW, "w": WHY, "z": UNDO, "?": HELP, "h": HELP,
    "q": QUIT, "exit": QUIT,
    "a": Action.ACCEPT.value, "r": Action.REJECT.value,
}  # fmt: skip
MOVES = frozenset({NEXT, BACK, SHOW, WHY, UNDO, HELP, QUIT})
ALL = "all"
VERBS = {words(action): action for action in ASKABLE}


class Said(NamedTuple):
    """One line, understood."""

    move: str = ""
    """What to do in the queue; empty where something is to be done to records."""
    action: Action | None = None
    rest: bool = False
    """Whether it is meant for this record and all that follow."""


def understood(line: str) -> Said | None:
    """What a line means; None where it means nothing."""
    text = " ".join(line.casefold().replace("_", " ").replace("-", " ").split())
    if (move := MEANT.get(text, text)) in MOVES:
        return Said(move)
    verb, _, last = text.rpartition(" ")
    rest = bool(verb) and last == ALL
    spelt = verb if rest else text
    action = VERBS.get(MEANT.get(spelt, spelt))
    return Said("", action, rest) if action else None


def helping() -> tuple[str, ...]:
    """Every word, a line each."""
    return (
        "accept or a: accept this record. reject or r: reject it; a reason is asked for.",
        "Any other word that the record says yes to, such as retrieve, does that.",
        "accept all: this record and all that follow; another word and all does likewise.",
        "Before that you hear how many and how much, and type the number.",
        "next or n: go on without deciding. back or b: the record before.",
        "show or s: everything about the record, with its lines and history.",
        "why or w: what stands against each action, and who can lift it.",
        "undo or z: take back what you decided last, as long as it has not left.",
        "Where something is asked, Enter takes what is in brackets; cancel leaves all as it is.",
        "quit or q: leave. What was decided stays decided.",
    )
