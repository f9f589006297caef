"""Every screen at both sizes and in every dress, and what each role sees of those that differ."""

import pytest

from console.app import CountersignApp
from console.keys import PLACES, keys_in
from core.desk import Desk
from core.ports import RunState
from core.tabs import TABS
from tests.console.company import store
from tests.console.driving import LARGE, SMALL, settled
from tests.goldens.album import Stop, walk
from tests.people import ADA, ANA, SAM, VIC
from tests.records import NOW

FROM = "commitments"
HERE = "CommitmentsScreen"
SECTIONS = ("settings", "project", "people", "checks", "schedule", "mappings")
TAB_STOPS = tuple(Stop(f"tab {tab.name}", tab.name) for tab in TABS)
PLACE_STOPS = tuple(
    Stop(f"place {name}", (only or (FROM,))[0], (keys_in(keys)[0],))
    for keys, name, _, only in PLACES
    if name != "setup"
)
SETUP_STOPS = tuple(
    Stop(
        f"setup {section}",
        FROM,
        ("right_square_bracket",) if steps else ("f2",),
        screen="SetupScreen",
        stays=section != SECTIONS[-1],
    )
    for steps, section in enumerate(SECTIONS)
)
DECIDING_STOPS = (
    Stop("why", FROM, ("w",), screen="WhyModal"),
    Stop("reject", FROM, ("r",), screen="AnswersModal"),
    Stop("accept a vendor", "vendors", ("a",), screen="AnswersModal"),
    Stop("accept all", FROM, ("asterisk", "a"), screen="AnswersModal", back=("escape", "minus")),
)
OTHER_STOPS = (
    Stop("record", FROM, ("enter",), screen="RecordScreen"),
    Stop("help", FROM, ("question_mark",), screen="HelpScreen"),
    Stop("preview", FROM, ("P",), screen=f"PreviewModal|{HERE}", back=("P",)),
    Stop("marked", FROM, ("space", "space", "down", "space"), screen=HERE, back=("minus", "g")),
    Stop("filter", FROM, ("slash",), "steel", HERE, ("escape", "escape")),
    Stop("filter that is none", FROM, ("slash",), "amount:many", HERE, ("escape", "escape")),
    Stop("line", FROM, ("colon",), "vendors st", HERE, ("escape", "escape")),
    Stop("failed", FROM, ("greater_than_sign",), screen=HERE, back=("less_than_sign",)),
    Stop("empty view", "sub_jobs", ("greater_than_sign",) * 3, screen="SubJobsScreen"),
    Stop("refresh under way", "vendors", ("R",), screen="VendorsScreen"),
    Stop("save a view", FROM, ("slash", "s", "t", "ctrl+s"), screen="NameModal",
         back=("escape", "escape", "escape")),
    Stop("staged", FROM, ("left_parenthesis",), screen=HERE),
    Stop("tray", FROM, ("dollar_sign",), screen="TrayScreen"),
)  # fmt: skip
EVERYTHING = (*TAB_STOPS, *PLACE_STOPS, *SETUP_STOPS, *DECIDING_STOPS, *OTHER_STOPS)
OF_A_ROLE = (*TAB_STOPS, *SETUP_STOPS, *DECIDING_STOPS)
DRESSES = {"light": "light", "ansi": "ansi-dark"}
ROLES = {"administrator": ADA, "sender": SAM, "reader": VIC}


def company():
    """The made company, with a refresh of the vendors under way."""
    made = store()
    run = made.ask_refresh("vendors", ANA)
    made.next_refresh("a connector", 1e6)
    made.report_refresh(run._replace(state=RunState.RUNNING, seen=1500, total=2300, arrived=12))
    return made


async def walked(stops, album, size, theme="dark", who=ANA) -> None:
    app = CountersignApp(Desk(company(), who), FROM, clock=lambda: NOW, theme=theme)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await walk(pilot, stops, album)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_every_screen(album, size):
    await walked(EVERYTHING, album, size)

    assert album.differ == []
    assert album.faint == {}


@pytest.mark.parametrize("dress", ["light", "ansi"])
async def test_every_screen_in_another_dress(album, dress):
    await walked(EVERYTHING, album, SMALL, DRESSES[dress])

    assert album.differ == []
    assert album.faint == {}


@pytest.mark.parametrize("dress", ["contrast", "ansi-light"])
async def test_what_is_decided_in_the_dresses_that_few_wear(album, dress):
    await walked((*TAB_STOPS[:1], *DECIDING_STOPS, *OTHER_STOPS[:3]), album, SMALL, dress)

    assert album.differ == []
    assert dress != "contrast" or album.faint == {}


async def test_every_screen_without_colour(album, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    await walked(EVERYTHING, album, SMALL)

    assert album.differ == []


@pytest.mark.parametrize("role", ROLES)
async def test_what_another_role_sees(album, role):
    stops = [stop for stop in OF_A_ROLE if role == "administrator" or stop.screen != "AnswersModal"]

    await walked(stops, album, SMALL, who=ROLES[role])

    assert album.differ == []
