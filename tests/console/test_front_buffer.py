"""What is sent to the terminal makes the picture that Textual would have drawn, cell by cell."""

import random
from collections.abc import Iterable
from pathlib import Path

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

import console.app
from console.app import CountersignApp
from console.front_buffer import FrontBuffer, _by_one, front_buffer_of
from console.widgets import long_list
from core.desk import Desk
from tests.console.company import store
from tests.console.driving import LARGE, SMALL, driven, settled
from tests.people import ANA
from tests.records import NOW

STYLES = [
    Style(),
    Style(color="#d6dde4", bgcolor="#12171d"),
    Style(color="#6cb6ff", bgcolor="#12171d"),
    Style(color="#12171d", bgcolor="#6cb6ff", bold=True),
    Style(color="red", bgcolor="#12171d", underline=True),
    Style(color="#12171d", bgcolor="#4876a4", reverse=True),
    Style(dim=True, italic=True, strike=True),
    Style(color="green"),
    Style(color="green", bold=True),
]
WORDS = [
    "Bridge deck ",
    "SC1001 ",
    "      ",
    "                    ",
    "─────",
    "7,750.00 ",
    "ü",
    "> ",
]
DOUBTED = ["橋梁 ", "e\u0301te ", "مرحبا ", "🏗 "]

ORIGIN = Offset(0, 0)


class Emulator(pyte.Screen):
    """A terminal that fills what it erases with the ground of the pen, as those of today do."""

    def _fill(self, lines: Iterable[int]) -> None:
        for y in lines:
            for x in range(self.columns):
                self.buffer[y][x] = self.cursor.attrs._replace(data=" ")

    def erase_in_display(self, how: int = 0, *rest: object, **named: object) -> None:
        super().erase_in_display(how, *rest, **named)
        if how == 2:
            self._fill(range(self.lines))

    def insert_lines(self, count: int | None = None) -> None:
        super().insert_lines(count)
        self._fill(range(self.cursor.y, self.cursor.y + (count or 1)))

    def delete_lines(self, count: int | None = None) -> None:
        super().delete_lines(count)
        end = (self.margins.bottom if self.margins else self.lines - 1) + 1
        self._fill(range(end - (count or 1), end))


class Screens:
    """One terminal that is drawn on as Textual draws, and one that is told what differs."""

    def __init__(self, size: Size, *, erases: bool = True) -> None:
        self.size = size
        self.plain, self.told = (Emulator(*size) for _ in range(2))
        for screen in (self.plain, self.told):
            screen.reset_mode(7, private=True)
        self.front = FrontBuffer(None, erases=erases)
        self.console = Console(color_system="truecolor")
        self.sent: list[str] = []

    def draw(self, update: LayoutUpdate | ChopsUpdate, cursor: Offset = ORIGIN) -> None:
        whole = update.render_segments(self.console)
        pyte.Stream(self.plain).feed(whole + f"\x1b[{cursor.y + 1};{cursor.x + 1}H")
        data = self.front.frame(update, self.size, cursor)
        pyte.Stream(self.told).feed(data)
        if data:
            self.sent.append(data)

    def differing(self) -> list[tuple[int, int, object, object]]:
        pairs = (
            (y, x, seen(self.plain.buffer[y][x]), seen(self.told.buffer[y][x]))
            for y in range(self.size.height)
            for x in range(self.size.width)
        )
        found = [pair for pair in pairs if pair[2] != pair[3]]
        places = [(s.cursor.x, s.cursor.y) for s in (self.plain, self.told)]
        return found if places[0] == places[1] else [*found, (-1, -1, *places)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What an eye can tell: a blank has no ink unless it is turned round or struck through.

    Two colours turned round are the same two the other way about.
    """
    ink, ground, turned = cell.fg, cell.bg, cell.reverse
    if turned and "default" not in (ink, ground):
        ink, ground, turned = ground, ink, False
    marked = (turned, cell.underscore, cell.strikethrough)
    blank = cell.data in {"", " "} and not any(marked)
    return (
        cell.data or " ",
        ground,
        *marked,
        *(() if blank else (ink, cell.bold, cell.italics)),
    )


class Pictures:
    """Screens as they may follow on each other: other lines, lines that moved, other colours."""

    def __init__(self, seed: int, size: Size, words: list[str], *, parts: float = 0.3) -> None:
        """So many updates draw the middle of their lines only."""
        self.share = parts
        self.chance = random.Random(seed)
        self.size, self.words = size, words
        self.lines = [self.line() for _ in range(size.height)]

    def line(self) -> Strip:
        choice = self.chance.choice
        strip = Strip([])
        while strip.cell_length < self.size.width:
            text = "".join(choice(self.words) for _ in range(self.chance.randint(1, 5)))
            strip = Strip([*strip, Segment(text, choice(STYLES))])
        return strip.crop_extend(0, self.size.width, STYLES[1])

    def next(self) -> LayoutUpdate | ChopsUpdate:
        before, height = list(self.lines), self.size.height
        top = self.chance.randrange(height - 6)
        stop = self.chance.randrange(top + 5, height)
        match self.chance.randrange(4):
            case 0:
                self.lines[top] = self.line()
            case 1:
                self.lines[top:stop] = [*self.lines[top + 1 : stop], self.line()]
            case 2:
                self.lines[top:stop] = [self.line(), self.line(), *self.lines[top : stop - 2]]
            case _:
                self.lines[top:stop] = [self.line() for _ in range(stop - top)]
        if self.chance.random() < 0.2:
            return LayoutUpdate([[line] for line in self.lines], Region(0, 0, *self.size))
        return self.parts(before)

    def parts(self, before: list[Strip]) -> ChopsUpdate:
        """Lines in three pieces, of which the update names one or all."""
        width, cuts = self.size.width, (0, self.size.width // 3, 2 * self.size.width // 3)
        ends = [*cuts[1:], width]
        changed = [y for y, line in enumerate(self.lines) if line is not before[y]]
        chops = [
            {x: line.crop(x, end) for x, end in zip(cuts, ends, strict=True)} for line in self.lines
        ]
        whole = self.chance.random() > self.share
        spans = [(y, 0, width) for y in changed]
        if not whole:  # a part of a line only: the rest stays as it was
            spans = [(y, cuts[1], ends[1]) for y in changed]
            for y in changed:
                old = before[y]
                parts = [old.crop(0, cuts[1]), self.lines[y].crop(cuts[1], ends[1]), old]
                parts[2] = old.crop(ends[1], width)
                self.lines[y] = Strip.join(parts)
        return ChopsUpdate(chops, spans, [ends] * len(chops))


@pytest.mark.parametrize("erases", [True, False])
@pytest.mark.parametrize("seed", range(2))
def test_frames_of_any_kind_leave_the_picture_that_textual_draws(seed: int, erases: bool):
    screens = Screens(Size(60, 20), erases=erases)
    pictures = Pictures(seed, screens.size, WORDS)
    screens.draw(LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size)))

    for _ in range(60):
        screens.draw(pictures.next(), Offset(pictures.chance.randrange(60), 3))

        assert screens.differing() == []


@pytest.mark.parametrize("seed", range(2))
def test_letters_of_two_cells_or_none_leave_the_same_picture(seed: int):
    screens = Screens(Size(60, 20))
    pictures = Pictures(seed, screens.size, [*WORDS, *DOUBTED[:1]], parts=0)
    screens.draw(LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size)))

    for _ in range(40):
        screens.draw(pictures.next(), Offset(0, 0))

        assert screens.differing() == []


@pytest.mark.parametrize("word", DOUBTED)
def test_a_line_that_terminals_may_measure_otherwise_is_written_whole(word: str):
    screens = Screens(Size(40, 3))
    frames = [f"before {word}a after", f"before {word}b after"]
    for text in frames:
        line = Strip([Segment(text, STYLES[1])]).crop_extend(0, 40, STYLES[1])
        screens.draw(LayoutUpdate([[line], [line], [line]], Region(0, 0, 40, 3)))

    assert screens.sent[-1].count("after") == 3
    assert "\x1b[K" not in screens.sent[-1]


def test_what_stays_is_not_sent():
    screens = Screens(Size(60, 20))
    pictures = Pictures(1, screens.size, WORDS)
    whole = LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size))
    screens.draw(whole)

    screens.draw(whole)

    assert len(screens.sent) == 1


@pytest.mark.parametrize(
    ("ink", "ground", "way"), [("#6cb6ff", "#12171d", "\x1b[7m"), ("red", "blue", "\x1b[34;41m")]
)
def test_two_colours_of_ours_change_places_by_turning_the_pen_round(
    ink: str, ground: str, way: str
):
    screens = Screens(Size(8, 2))
    letters = Segment("a status", Style(color=ink, bgcolor=ground))
    bar = Segment("its bar!", Style(color=ground, bgcolor=ink))

    screens.draw(LayoutUpdate([[Strip([letters])], [Strip([bar])]], Region(0, 0, 8, 2)))

    assert screens.differing() == []
    assert way in screens.sent[0]


def test_lines_that_move_every_time_are_named_once():
    screens = Screens(Size(60, 20))
    pictures = Pictures(3, screens.size, WORDS)
    lines = [pictures.line() for _ in range(30)]

    for top in range(5):
        shown = [*lines[:2], *lines[2 + top : 17 + top], *lines[-3:]]
        screens.draw(LayoutUpdate([[line] for line in shown], Region(0, 0, *screens.size)))

        assert screens.differing() == []

    assert ["\x1b[3;17r" in data for data in screens.sent[1:]] == [True, False, False, False]
    assert all("\x1b[M" in data for data in screens.sent[1:])


@pytest.mark.parametrize("cursor", [Offset(59, 25), Offset(70, 3), Offset(70, 25), Offset(0, 20)])
def test_a_cursor_of_a_larger_screen_ends_no_session(cursor: Offset):
    screens = Screens(Size(60, 20))
    pictures = Pictures(5, screens.size, WORDS)
    whole = LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size))

    screens.draw(whole, cursor)
    screens.draw(whole, ORIGIN)

    assert screens.differing() == []


def test_a_screen_of_no_lines_takes_a_frame():
    screens = FrontBuffer(None, erases=True)

    assert "\x1b[" in screens.frame(LayoutUpdate([], Region(0, 0, 0, 0)), Size(0, 0), ORIGIN)


def test_lines_that_nothing_was_drawn_on_moved_nowhere():
    empty: list[list[object]] = [[], [], []]

    assert _by_one(empty, empty) == []


def test_after_another_size_everything_is_sent_again():
    screens = Screens(Size(60, 20))
    pictures = Pictures(1, screens.size, WORDS)
    whole = LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size))
    screens.draw(whole)

    screens.front.forget()
    screens.told.reset()
    screens.draw(whole)

    assert screens.differing() == []


SAME, OTHER = Size(60, 20), Size(61, 20)


@pytest.mark.parametrize(
    ("told", "in_order", "frames"),
    [
        ([SAME, SAME], False, 1),
        ([SAME, SAME, SAME], False, 2),
        ([SAME, SAME, OTHER, SAME], True, 2),
        ([SAME, SAME, SAME], True, 1),
    ],
    ids=["as it starts", "a signal, so it had another one", "it had another one", "the same again"],
)
def test_the_screen_is_sent_again_where_the_terminal_may_have_changed(
    told: list[Size], in_order: bool, frames: int
):
    screens = Screens(SAME)
    pictures = Pictures(1, screens.size, WORDS)
    whole = LayoutUpdate([[line] for line in pictures.lines], Region(0, 0, *screens.size))
    for size in told[:2]:
        screens.front.resized(size, in_order=False)
    screens.draw(whole)

    for size in told[2:]:
        screens.front.resized(size, in_order=in_order)
    screens.draw(whole)

    assert len(screens.sent) == frames


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "screen"}, True),
        ({"TERM": "vt100"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_a_terminal_that_nobody_knows_is_drawn_on_as_textual_does(
    environment: dict[str, str], known: bool
):
    front = front_buffer_of(environment, None)

    assert (front is not None) is known


class Watched(CountersignApp):
    """Draws every frame on both terminals, and counts what goes over the line."""

    CSS_PATH = Path(console.app.__file__).with_name("console.tcss")
    screens: Screens

    def _display(self, screen, renderable):
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self._batch_count:
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            self.screens.draw(renderable, cursor)
        super()._display(screen, renderable)

    def sent(self) -> tuple[int, int]:
        """Bytes and writes since this was last asked."""
        sent, self.screens.sent = self.screens.sent, []
        return sum(len(data.encode()) for data in sent), len(sent)


def watched(size: tuple[int, int], commitments: int = 400) -> Watched:
    app = Watched(Desk(store(commitments), ANA), "commitments", clock=lambda: NOW)
    app.screens = Screens(Size(*size))
    return app


WALK = (
    *["down"] * 14, "pagedown", "up", "end", "home", "space", "5", "7", "question_mark", "escape",
    "a", "escape", "enter", "escape", "slash", *"deck", "escape",
)  # fmt: skip


async def test_a_session_shows_what_textual_would_have_drawn_after_every_key():
    app = watched(SMALL)

    async with driven(app, SMALL) as pilot:
        for key in WALK:
            await pilot.press(key)
            await settled(pilot)

            assert app.screens.differing() == [], key


BARS = {"in view": 320, "scrolling": 420, "page": 3_700, "tab": 4_100, "start": 5_500}
"""Bytes that a key may send to a terminal of 120 by 40, as docs/performance.md has them."""


async def test_a_key_costs_no_more_than_its_share_of_a_slow_line(monkeypatch):
    app = watched(LARGE)
    sent: dict[str, list[tuple[int, int]]] = {name: [] for name in BARS}

    async with driven(app, LARGE) as pilot:
        sent["start"].append(app.sent())
        monkeypatch.setattr(long_list, "REST", 60.0)
        walk = ["in view"] * 20 + ["scrolling"] * 8 + ["page"] * 3 + ["tab"] * 2
        for name, key in zip(walk, [*["down"] * 28, *["pagedown"] * 3, "5", "7"], strict=True):
            await pilot.press(key)
            await pilot.pause(0.3 if name == "tab" else 0)
            sent[name].append(app.sent())

        assert app.screens.differing() == []
    middle = {name: sorted(values)[len(values) // 2] for name, values in sent.items()}
    assert {name for name, bar in BARS.items() if middle[name][0] > bar} == set()
    assert [middle[name][1] for name in ("in view", "scrolling", "page")] == [1, 1, 1]


async def test_a_mark_costs_a_fifth_of_a_bar(monkeypatch):
    app = watched(LARGE)
    app.marker = True
    sent: list[int] = []

    async with driven(app, LARGE) as pilot:
        monkeypatch.setattr(long_list, "REST", 60.0)
        app.sent()
        for _ in range(48):
            await pilot.press("down")
            await pilot.pause(0)
            sent.append(app.sent()[0])

        assert app.screens.differing() == []
    assert sorted(sent[:18])[9] <= 60
    assert sum(sent[-24:]) / 24 <= 200
