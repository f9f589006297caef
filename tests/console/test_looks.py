"""Colours that can be read, and no blinking."""

from pathlib import Path

import pytest
from textual.color import Color

from console.columns import SIGNS, Look
from console.themes import DARK as THEME
from tests.console.company import console
from tests.console.driving import LARGE, driven, press

SHEET = Path(__file__).parents[2] / "console" / "console.tcss"
ENOUGH = 4.5


def contrast(text: Color, ground: Color) -> float:
    high, low = sorted((luminance(text), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: Color) -> float:
    parts = [c / 255 for c in (color.r, color.g, color.b)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("tab", ["commitments", "vendors", "jobs"])
async def test_every_text_on_screen_can_be_read(tab):
    app = console(tab=tab)
    faint: dict[str, float] = {}

    async with driven(app, LARGE) as pilot:
        await press(pilot, "space")
        for strip in app.screen._compositor.render_strips():
            for text, style, _ in strip:
                if style and style.color and style.bgcolor and text.strip(" ─▁▔"):
                    pair = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    faint[text.strip()] = contrast(*pair)

    assert {text: ratio for text, ratio in faint.items() if ratio < ENOUGH} == {}


def test_the_four_colours_are_told_apart_by_word_and_letter_too():
    by_look = {look: {s.text for s in SIGNS.values() if s.look is look} for look in Look}

    assert all(by_look.values())
    assert len({sign.word for sign in SIGNS.values()}) == len(SIGNS)


def test_nothing_blinks():
    assert "blink" not in SHEET.read_text()


def test_the_theme_is_dark_and_names_every_colour_the_signs_need():
    assert THEME.dark
    assert all((THEME.primary, THEME.success, THEME.warning, THEME.error))
