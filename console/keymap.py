"""A person's own keys: `keys.toml` in the folder of configuration, read and checked as a whole.

Either every line of it holds, or the usual keys do: half a keymap would be nobody's.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from console.home import own_keys
from console.keys import KEY_WORDS, keys_in, table, usual
from core.tabs import TABS, Tab
from core.values import NamedTuple

FILE = "keys.toml"
NAMES = {sign: name for name, sign in KEY_WORDS.items()}
SPELT = {
    "del": "delete", "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown",
    "pgdown": "pagedown", "ins": "insert", " ": "space",
}  # fmt: skip
"""Other ways to write a key."""
PLAIN = re.compile(
    r"f([1-9]|1[0-2])|(shift\+)?(up|down|left|right|tab)|ctrl\+(up|down|left|right|[a-gk-ln-z])"
    r"|home|end|pageup|pagedown|insert|delete|backspace|enter|space|escape"
)
"""What every terminal sends; Ctrl with H, I, J or M is Backspace, Tab or Enter to it."""
SOME_SEND = re.compile(r"((ctrl|alt|shift|super|meta|hyper)\+)+([a-z0-9]|[a-z_]{2,}|f\d\d?)")
GETS_OUT = "screen.back"
"""Esc is its, always."""


class Keymap(NamedTuple):
    """What a file says."""

    path: str
    keys: Mapping[str, tuple[str, ...]]
    """By id; empty where the file is not there, or something is wrong in it."""
    troubles: tuple[str, ...] = ()
    """What is wrong, a sentence each."""
    there: bool = True

    @property
    def told(self) -> str:
        """For who opens the console: what is wrong first, and which keys hold."""
        more = f" And {len(self.troubles) - 1} more." if len(self.troubles) > 1 else ""
        told = f"{self.troubles[0]}{more}" if self.troubles else ""
        return f"{told} The usual keys are in force; `countersign keys` tells all." if told else ""


def keymap() -> Keymap:
    """The person's own keys, as they are written."""
    path = own_keys()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Keymap(path, {}, there=False)
    except (OSError, UnicodeDecodeError) as why:
        reason = getattr(why, "strerror", None) or "it is not UTF-8"
        return Keymap(path, {}, (f"{path} cannot be read ({reason}).",))
    return read(text, path)


def read(text: str, path: str = FILE) -> Keymap:
    """What a file of this text says."""
    import tomllib  # only where there is a file

    try:
        said = dict(_flat(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as why:
        return Keymap(path, {}, (f"{path} is no TOML: {why}.",))
    keys: dict[str, tuple[str, ...]] = {}
    troubles = list(_read(said, keys))
    if not troubles:
        troubles = list(dict.fromkeys(t for tab in TABS for t in _clashes(tab, keys, said)))
    if troubles:
        return Keymap(path, {}, tuple(f"{FILE}: {trouble}" for trouble in troubles))
    moved = {what: own for what, own in keys.items() if own != tuple(map(spell, usual()[what]))}
    return Keymap(path, moved)


def _flat(tables: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """`[record]` with `accept` in it, `record.accept` and `"record.accept"` are the same."""
    for name, value in tables.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _read(said: Mapping[str, Any], keys: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Fill in the keys of each line; say what is wrong with it."""
    for what, value in said.items():
        line = f"{what} = {_quoted(value)}"
        if what not in usual():
            yield f"{line}: there is no {what}{_nearest(what)} `countersign keys` lists them all."
            continue
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list) or not wanted or not all(_is_text(k) for k in wanted):
            yield f'{line}: write one key, "a", or several, ["a", "f9"].'
            continue
        spelt = tuple(dict.fromkeys(spell(key) for key in wanted))
        if "" in spelt:
            bad = wanted[[spell(key) for key in wanted].index("")]
            yield f"{line}: no terminal sends {bad!r}; write a letter, a sign, f5 or ctrl+y."
        elif not any(_plain(key) for key in spelt):
            yield f"{line}: not every terminal sends this; give a plain key besides."
        elif (what == GETS_OUT) != ("escape" in spelt):
            yield f"{line}: Esc always leads out; it stays with {GETS_OUT} and is nothing else."
        else:
            keys[what] = spelt


def _clashes(
    tab: Tab, own: Mapping[str, tuple[str, ...]], said: Mapping[str, Any]
) -> Iterator[str]:
    """Keys of one tab that would do two things, or decide beside something harmless."""
    holders: dict[str, str] = {}
    held = {what: own.get(what, usual()[what]) for what, _, _ in table(tab)}
    for what, keys in held.items():
        for key in map(spell, keys):
            other = holders.setdefault(key, what)
            if other != what:
                mine, theirs = (what, other) if what in own else (other, what)
                line = f"{mine} = {_quoted(said.get(mine))}"
                yield f"{line}: {KEY_WORDS.get(key, key)} is {theirs} too; move one of them."
    for what in own:
        for key in map(spell, held.get(what, ())):
            twin = holders.get(key.lower()) if len(key) == 1 and key.isupper() else None
            if what.startswith("record.") and twin not in {None, what}:
                yield (
                    f"{what} = {_quoted(said[what])}: {key} is {key.lower()} with Shift, "
                    f"which is {twin}; nothing that decides lies so close to another key."
                )


def spell(key: str) -> str:
    """A key by the name that the screens know it by; empty where no terminal sends it."""
    if len(key) == 1:
        known = NAMES.get(key) or SPELT.get(key) or key
        return known if known in KEY_WORDS or known == "space" or known.isalnum() else ""
    name = key.lower().replace(" ", "")
    *held, last = name.split("+")
    name = "+".join([*held, SPELT.get(last, NAMES.get(last, last))])
    return name if name in KEY_WORDS or PLAIN.fullmatch(name) or SOME_SEND.fullmatch(name) else ""


def _plain(key: str) -> bool:
    return len(key) == 1 or key in KEY_WORDS or PLAIN.fullmatch(key) is not None


def _is_text(key: object) -> bool:
    return isinstance(key, str) and key != ""


def _quoted(value: object) -> str:
    """As TOML writes it, near enough to find it again."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, list):
        return f"[{', '.join(_quoted(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _nearest(what: str) -> str:
    from difflib import get_close_matches  # only where something was misspelt

    near = get_close_matches(what, list(usual()), 1)
    return f"; did you mean {near[0]}?" if near else "."


def example() -> Iterator[str]:
    """A file in which every line is the usual key, and none is in force."""
    yield "# Your own keys. Take the # from a line and change its keys; one or several."
    yield f"# This belongs into {own_keys()}"
    for what, keys, text in table():
        signs = [KEY_WORDS.get(key, key) for key in keys_in(keys)]
        written = ", ".join(f"'{sign}'" if sign in '\\"' else f'"{sign}"' for sign in signs)
        yield ""
        yield f"# {text}"
        yield f"# {what} = {written if len(signs) == 1 else f'[{written}]'}"
