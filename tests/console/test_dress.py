"""Themes, colours and signs: chosen in one place, read in each, and none where none is meant."""

import os
import sys
from pathlib import Path

import pytest
from textual.color import Color

from console.app import CountersignApp
from console.ascii import TABLE, in_ascii
from console.columns import LOOKS
from console.dress import THEMES, Dress, NoSuchTheme, dress, keep
from console.keys import PLACES, keys_in
from console.screens.tab import TabScreen
from console.themes import OURS
from console.widgets.record_list import RecordList
from core.desk import Desk
from tests.cli.conftest import ran
from tests.console.company import NOW, store
from tests.console.driving import LARGE, SMALL, driven, press, settled
from tests.console.test_looks import ENOUGH, contrast
from tests.journeys.terminal import Terminal
from tests.people import ADA, ANA

ROOT = Path(__file__).parents[2]
GROUNDS = ("background", "surface", "panel")
STATES = ("primary", "success", "warning", "error", "foreground", "accent", "secondary")


@pytest.fixture(autouse=True)
def config(monkeypatch, tmp_path) -> Path:
    monkeypatch.setenv("COUNTERSIGN_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("COUNTERSIGN_ASCII", raising=False)
    monkeypatch.delenv("COUNTERSIGN_MARKER", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path / "config" / "looks.toml"


def dressed(theme: str, tab: str = "commitments", who=ANA) -> CountersignApp:
    return CountersignApp(Desk(store(8), who), tab, clock=lambda: NOW, theme=theme)


def drawn_pairs(app: CountersignApp) -> list[tuple[str, Color, Color]]:
    """Every text on screen with its colour and its ground."""
    return [
        (text.strip(), Color.from_rich_color(s.color), Color.from_rich_color(s.bgcolor))
        for strip in app.screen._compositor.render_strips()
        for text, s, _ in strip
        if s and s.color and s.bgcolor and text.strip(" ─▁▔│╭╮╰╯█▇▆▅▄▃▂▊▎")
    ]


@pytest.mark.parametrize("name", OURS)
def test_every_state_can_be_read_on_every_ground(name):
    theme = OURS[name]
    colours = {part: Color.parse(getattr(theme, part)) for part in (*STATES, *GROUNDS)}
    pairs = {(s, g): contrast(colours[s], colours[g]) for s in STATES for g in GROUNDS}
    cursor = contrast(colours["background"], colours["primary"])

    assert {pair: ratio for pair, ratio in pairs.items() if ratio < ENOUGH} == {}
    assert cursor >= ENOUGH
    assert name != "contrast" or min(*pairs.values(), cursor) >= 7
    assert len(LOOKS) >= 12


@pytest.mark.parametrize("name", OURS)
async def test_all_that_is_drawn_can_be_read_in_every_theme_of_ours(name):
    app = dressed(name)
    faint: dict[str, float] = {}

    async with driven(app, LARGE) as pilot:
        for keys in (["space"], ["w"], ["escape", "enter"], ["escape", "question_mark"]):
            await press(pilot, *keys)
            faint |= {text: contrast(*pair) for text, *pair in drawn_pairs(app)}

    assert len(faint) > 40
    assert {text: ratio for text, ratio in faint.items() if ratio < ENOUGH} == {}


TABS_WITH_PLACES = ("commitments", "cost_codes", "vendors", "job_costs")


@pytest.mark.parametrize("tab", TABS_WITH_PLACES)
async def test_no_screen_has_a_colour_where_none_is_wanted(monkeypatch, tab):
    monkeypatch.setenv("NO_COLOR", "1")
    app = dressed("light", tab, ADA)
    everywhere = tab == TABS_WITH_PLACES[0]
    here = [p for p in PLACES if tab in p[3] or (everywhere and not p[3])]
    places = {name: keys for keys, name, _, _ in here}
    coloured: set[str] = set()

    async with driven(app, SMALL) as pilot:
        for name, keys in places.items():
            await press(pilot, keys_in(keys)[0])
            assert not isinstance(app.screen, TabScreen), name
            styles = [s for line in app.screen._compositor.render_strips() for _, s, _ in line if s]
            colours = [c for s in styles for c in (s.color, s.bgcolor) if c]
            coloured |= {name for colour in colours if not colour.is_default}
            app.pop_screen()
            await settled(pilot)

    assert app.theme == "ansi-dark"
    assert places
    assert coloured == set()


def test_every_place_is_on_a_tab_that_is_looked_at():
    assert all(not only or {*only} & {*TABS_WITH_PLACES} for _, _, _, only in PLACES)


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
async def test_the_terminals_own_colours_are_used_where_they_are_chosen(name):
    app = dressed(name)

    async with driven(app):
        styles = [s for strip in app.screen._compositor.render_strips() for _, s, _ in strip if s]

    colours = {c for s in styles for c in (s.color, s.bgcolor) if c}
    assert app.theme == name
    assert {c for c in colours if c.triplet is not None} == set()
    assert any(not c.is_default for c in colours)


def test_a_theme_that_is_said_is_kept_and_nothing_else_of_the_file_is_touched(config):
    usual = dress()
    keep("contrast")
    config.write_text(f"# mine\n{config.read_text()}ascii = true  # no Unicode here\n")

    keep("light")

    assert usual == Dress("dark", ascii=False)
    assert config.read_text() == '# mine\ntheme = "light"\nascii = true  # no Unicode here\n'
    assert dress() == Dress("light", ascii=True)
    assert dress("dark") == Dress("dark", ascii=True)


def test_what_is_said_now_comes_before_the_environment_and_that_before_the_file(
    config, monkeypatch
):
    config.parent.mkdir()
    config.write_text("ascii = true\n")
    monkeypatch.setenv("COUNTERSIGN_ASCII", "0")

    assert not dress().ascii
    assert dress(ascii=True).ascii


@pytest.mark.parametrize("text", ['theme = "pink"', "theme = ", "\x00"])
def test_a_file_that_cannot_be_followed_is_said_and_the_usual_looks_are_worn(config, text):
    config.parent.mkdir()
    config.write_text(text)

    worn = dress()

    assert (worn.theme, worn.ascii) == ("dark", False)
    assert f"{config} is not followed: " in worn.trouble


def test_an_unknown_theme_is_refused_and_not_kept(config):
    with pytest.raises(NoSuchTheme, match="there are dark, light, contrast"):
        keep("pink")

    assert not config.exists()
    assert set(OURS) < set(THEMES)


def test_a_theme_is_of_no_use_to_a_command():
    ended = ran("--theme", "dark", "tabs")

    assert (ended.code, ended.err) == (
        2,
        "countersign: --theme is how the console looks; leave it away here.\n",
    )


def test_a_marker_for_slow_lines_is_said_once_or_kept(config, monkeypatch):
    usual = dress()
    config.parent.mkdir()
    config.write_text("marker = true\n")
    kept = dress()
    monkeypatch.setenv("COUNTERSIGN_MARKER", "no")

    assert (usual.marker, kept.marker, dress().marker) == (False, True, False)
    assert dress(marker=True).marker


async def test_a_marker_stands_before_its_row_which_keeps_its_colours():
    app = dressed("dark")
    app.marker = True

    async with driven(app, LARGE) as pilot:
        await press(pilot, "down")
        records = app.screen.query_one(RecordList)
        line = records.render_line(1)
        bars = {s.bgcolor for _, s, _ in line if s}

        assert line.text.startswith(">")
        assert bars == {s.bgcolor for _, s, _ in records.render_line(0) if s}


def test_every_sign_that_only_draws_has_one_letter_of_ascii():
    assert all(len(plain) == 1 and plain.isascii() for plain in TABLE.values())
    assert in_ascii("╭─ Why ─╮│…│▁▄█") == "+- Why -+|~|_=#"
    assert in_ascii("Müller & Søn") == "Müller & Søn"


def test_in_a_terminal_the_console_draws_in_ascii_where_that_is_wanted(tmp_path):
    home = tmp_path / "home"
    assert ran("demo", "--records", "20", "--no-ui", "--home", str(home)).code == 0
    words = [sys.executable, "-m", "console", "--home", str(home), "--ascii", "--theme", "contrast"]
    kept = {"COUNTERSIGN_CONFIG": os.environ["COUNTERSIGN_CONFIG"]}

    terminal = Terminal(words, cwd=str(ROOT), environment=kept)
    try:
        terminal.until(r"\[Codes\]")
        terminal.press("7")
        terminal.until("accept")
        terminal.press("w")
        why = terminal.until(r"\+- Why: ")
        terminal.press("escape")
        terminal.until_gone(r"\+- Why: ")
        terminal.press("q")
        ended = terminal.ended()
    finally:
        terminal.close()

    assert ended == 0
    assert terminal.bytes.isascii()
    assert why.count("|") > 10
    assert dress().theme == "contrast"
