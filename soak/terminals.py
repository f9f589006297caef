"""G12: every screen in a real terminal, over records full of what acts on terminals."""

import os
import pwd
import random
import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from subprocess import run as ran
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from adapters.stores.sqlite import SqliteStore
from console.keys import PLACES, TAB_KEYS, keys_in
from core.newcomer import Newcomer
from core.people import CONNECTOR, Actor
from core.ports import Adjusted
from core.records import Record
from core.saved import Saved
from soak import Figures
from tests.console import company
from tests.journeys.terminal import Terminal
from tests.people import ADA, CAST

ROOT = Path(__file__).parent.parent
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
LANES = 4
OURS = {(final,) for final in "GHJKLMXABCDdfmr@P"}
"""How cells are written, erased and moved, whatever stands in them."""
CLASSES: dict[str, Callable[[int], str]] = {
    "CSI": lambda n: f"\x1b[{31_000_000 + n}m",
    "CSI question": lambda n: f"\x1b[6n{n}",
    "screen left": lambda n: f"\x1b[?1049l{n}",
    "clipboard": lambda n: f"\x1b]52;c;{n}\x07",
    "title": lambda n: f"\x1b]0;{n}\x07",
    "link": lambda n: f"\x1b]8;;https://evil.example/{n}\x1b\\",
    "DCS": lambda n: f"\x1bP+q{n}\x1b\\",
    "APC": lambda n: f"\x1b_G{n}\x1b\\",
    "charset": lambda n: f"\x1b(0{n}",
    "C1 CSI": lambda n: f"\x9b{31_000_000 + n}m",
    "C1 OSC": lambda n: f"\x9d52;c;{n}\x9c",
    "C0": lambda n: f"\x07\x08\x0b\x0e{n}\x0f\x7f\x00",
    "line ends": lambda n: f"\r{n}\n\x85\u2028",
    "bidi": lambda n: f"\u202e{n}\u2066\u200f",
    "unseen": lambda n: f"\u200b{n}\u2060\ufeff\u00ad",
    "tags": lambda n: f"\U000e0041{n}\U000e007f",
    "marks": lambda n: f"a{chr(0x0301) * 40}{n}",
    "action": lambda n: f"[@click=app.exit]{n}[/]",
    "markup": lambda n: f"[bold red]{n}[/",
    "private": lambda n: f"\ue000{n}\U0010fffd",
}
FORBIDDEN = re.compile(
    "[\x00-\x06\x07\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
"""What no screen of ours ever sends by itself."""
POINTER = re.compile(r"\x1b\]22;[a-z-]*\x07")
"""How the mouse looks, which Textual sets by itself."""
SHAPE = re.compile(
    r"\x1b\[([<=>?]?)[0-9;:]*([ -/]*[@-~])|\x1b(\])([0-9]*)|\x1b([PX^_])|\x1b([ -/]*[0-~])"
)
NOT_TEXT = frozenset(
    {"id", "erp_id", "export_key", "project", "vendor", "parent", "origin_id", "currency"}
)


class Seen(NamedTuple):
    """What one session sent."""

    screens: int
    text: str
    payloads: int
    fault: str = ""
    """Where the program failed, from its log."""


def run(size: int, seed: int) -> Figures:
    """`size` sessions, each through every screen, over a company with payloads of its own."""
    # Terminals are forked, and a process that forks has no other threads.
    with ProcessPoolExecutor(LANES, mp_context=get_context("spawn")) as pool:
        harmless = pool.submit(_session, None)
        made = [pool.submit(_session, f"{seed} {n}") for n in range(size)]
        known = _shapes(harmless.result().text) | OURS
        seen = [one.result() for one in made]
    violations: list[str] = []
    for n, one in enumerate(seen):
        found = {hex(ord(c)) for c in FORBIDDEN.findall(one.text)}
        if found:
            violations.append(f"session {n}: {', '.join(sorted(found))} came through.")
        if new := _shapes(one.text) - known:
            violations.append(f"session {n}: sequences of no harmless session: {sorted(new)}.")
        violations += [f"session {n}: {head!r} came through." for head in _heads(one.text)]
        if one.screens < _screens():
            gone = f"only {one.screens} of {_screens()} steps were gone"
            violations.append(f"session {n}: {gone}. {one.fault}")
    return Figures(
        (
            ("sessions", len(seen)),
            ("steps through the screens", sum(one.screens for one in seen)),
            ("classes of payload", len(CLASSES)),
            ("payloads in records, people, views and settings", sum(one.payloads for one in seen)),
            ("letters scanned", sum(len(one.text) for one in seen)),
        ),
        tuple(violations),
        "Each session goes through every screen; payloads of all classes stand in it at once.",
    )


def _shapes(text: str) -> set[tuple[str, ...]]:
    """Every control sequence without its numbers."""
    return {tuple(part for part in found if part) for found in SHAPE.findall(text)}


def _heads(text: str) -> list[str]:
    """The beginnings of our own payloads, where one came through as it is."""
    return [
        head
        for head in ("\x1b[310", "\x1b[6n", "\x1b]52", "\x1b]0;", "\x1b]8;", "\x1b(0")
        if head in text
    ]


def _screens() -> int:
    return len(_walk()) + 1


def _walk() -> list[tuple[str, ...]]:
    """The keys to every screen and back."""
    places = [(keys_in(keys)[-1], only) for keys, _, _, only in PLACES]
    signs = {
        "number_sign": "#", "exclamation_mark": "!", "at": "@", "dollar_sign": "$",
        "quotation_mark": '"', "apostrophe": "'", "equals_sign": "=", "percent_sign": "%",
    }  # fmt: skip
    tabs = {"cost_codes": "1", "vendors": "2", "jobs": "3", "job_costs": "5"}
    steps: list[tuple[str, ...]] = []
    for key in TAB_KEYS:
        steps += [
            (key, ">", ">"),
            ("end", "home"),
            ("enter",),
            ("pagedown", "escape"),
            ("w",),
            ("escape", "?"),
            ("escape",),
        ]
    for key, only in places:
        at = (tabs[only[0]],) if only else ("7",)
        steps += [
            (*at, signs.get(key, key)),
            ("down", "enter"),
            ("pagedown", "escape"),
            ("]",),
            ("]",),
            ("escape", "escape"),
        ]
    return [
        *steps,
        ("7", "r"),
        ("escape",),
        ("a",),
        ("escape", "*"),
        ("a",),
        ("enter",),
        ("escape", "escape"),
        ("P",),
        ("P",),
    ]


def _session(seed: str | None) -> Seen:
    """One walk over a company of its own; without a seed over a harmless one."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        payloads = _founded(home, seed)
        environment = {"HOME": folder, "XDG_CONFIG_HOME": folder}
        terminal = Terminal(
            [sys.executable, "-m", "console", "--home", folder],
            columns=100, rows=30, cwd=str(ROOT), environment=environment,
        )  # fmt: skip
        looked = 0
        try:
            terminal.until(r"(?i)oldest first")
            for keys in _walk():
                for key in keys:
                    terminal.child.send(_sent(key))
                    terminal.settle(0.04, 1)
                looked += terminal.child.isalive()
            terminal.press("escape", "escape", "q")
            terminal.settle(0.1, 1)
        finally:
            terminal.close()
        text = POINTER.sub("", terminal.bytes.decode(errors="surrogateescape"))
        for words in (
            ["list", "commitments"],
            ["users"],
            ["audit", "log", "commitment-1"],
            ["views"],
        ):
            told = ran(
                [sys.executable, "-m", "console", *words, "--home", folder],
                capture_output=True, cwd=ROOT, check=False,
            )  # fmt: skip
            text += (told.stdout + told.stderr).decode(errors="surrogateescape")
        log = home / "log" / "crash.log"
        fault = log.read_text(encoding="utf-8")[-2000:] if log.exists() else ""
        return Seen(looked + 1, text, payloads, fault)


def _sent(key: str) -> str:
    from tests.journeys.terminal import KEYS

    return KEYS.get(key, key)


def _founded(home: Path, seed: str | None) -> int:
    """A company whose texts are payloads; how many there are."""
    numbers = count(1)
    chance = random.Random(seed or 0)

    def poison(text: str) -> str:
        if seed is None or not text:
            return text
        made = CLASSES[chance.choice(list(CLASSES))](next(numbers))
        place = chance.randrange(len(text) + 1)
        return f"{text[:place]}{made}{text[place:]}"

    store = SqliteStore(home / "countersign.sqlite", lambda: datetime.now(UTC))
    store.keep("company", poison("Lake Street Builders"))
    for person in (*CAST, ADA._replace(id=ACCOUNT)):
        named = person if person.connector else person._replace(name=poison(person.name))
        store.keep_person(named)
        Newcomer(store, named).welcomed()
    store.arrive([_poisoned(record, poison) for record in company.records(40)], CONNECTOR)
    store.adjust_view("late", ACCOUNT, ADA, _saved(poison))
    store.keep_settings(
        store.settings()._replace(commitment_prefix=poison("PO-"), job_mask="XXXXX")
    )
    store.close()
    return next(numbers) - 1


def _saved(poison: Callable[[str], str]) -> Callable[[Actor, Saved | None], Adjusted[Saved | None]]:
    saved = Saved("late", ACCOUNT, "commitments", f'"{poison("walsh")}"')
    return lambda _, __: Adjusted(saved, poison("query=walsh"))


def _poisoned(record: Record, poison: Callable[[str], str]) -> Record:
    made: Record = _through(record, poison)
    return made


def _through(value: Any, poison: Callable[[str], str]) -> Any:  # noqa: ANN401  # bodies are of many sorts
    if type(value) is str:
        return poison(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        pairs = zip(value._fields, value, strict=True)
        return type(value)(*(v if f in NOT_TEXT else _through(v, poison) for f, v in pairs))
    if type(value) is tuple:
        return tuple(_through(v, poison) for v in value)
    return value
