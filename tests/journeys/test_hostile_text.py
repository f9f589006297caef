"""Names from data are looked at, opened, marked, filtered and clicked on; they stay text."""

import re
import shutil

import pytest

from tests.journeys import hostile
from tests.journeys.conftest import Company
from tests.journeys.seat import TABS, Seat

SEQUENCE = re.compile(
    rb"\x1b\[([<=>?]?)[0-9;:]*([ -/]*[@-~])|\x1b(\])([0-9]+)|\x1b([PX^_])|\x1b([ -/]*[0-~])|"
    rb"([\x00-\x08\x0b-\x1a\x1c-\x1f\x7f])"
)
TRAP = "[@click=app.quit]x[/]"


@pytest.fixture(scope="module")
def hostile_company(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile")
    made = Company(place / "home")
    made.run("sandbox", "load", str(hostile.written(place / "contracts.csv")))
    return made


@pytest.fixture(scope="module")
def harmless_company(template, tmp_path_factory):
    home = tmp_path_factory.mktemp("harmless") / "home"
    shutil.copytree(template, home)
    return Company(home)


@pytest.fixture
def sat_down(request):
    """Sits the administrator down at a company of choice."""

    def sit(company):
        terminal = company.console("--as", "admin")
        request.addfinalizer(terminal.close)
        terminal.until(r"\d +oldest first")
        return Seat(terminal)

    return sit


MOVES = {b"L", b"M"}
"""Lines that moved are moved by the terminal: whether any do hangs on what stands in them."""


def shapes(seat):
    """Every control sequence a session has sent, without its numbers."""
    return {
        b" ".join(part for part in found if part) for found in SEQUENCE.findall(seat.terminal.bytes)
    }


def walked(ada, tabs=tuple(TABS)):
    """Each tab, the pages of its list, a record, its reasons, help; questions and results."""
    terminal = ada.terminal
    for tab in tabs:
        ada.open(tab, "All")
        ada.press("pagedown", "pagedown", "end", "home")
        terminal.settle(0.15)
        if not ada.current:
            continue
        ada.rest()
        ada.press("enter")
        ada.until("Field +Here")
        ada.press("tab", "tab", "pagedown", "end")
        terminal.settle(0.1)
        ada.press("escape", "w")
        terminal.settle(0.1)
        ada.press("escape", "?")
        ada.until("Help: ")
        ada.press("pagedown", "escape")
        ada.until("oldest first")
    ada.open("commitments", "Ready to Export")
    ada.rest()
    ada.press("r")
    ada.until("Reason +required")
    waiting = str(ada.in_view("Ready to Export"))
    ada.press("escape", "*")
    ada.until(r" \d+ marked")
    ada.press("a")
    ada.until("Together")
    ada.press(waiting, "enter")
    ada.until(r"Done \d+, refused \d+")
    ada.press("enter")
    terminal.settle(0.2)
    ada.press("escape", "escape")
    ada.until("oldest first")
    assert ada.leave() == 0
    assert terminal.restored
    return ada


def test_hostile_text_never_reaches_the_terminal_as_anything_but_text(
    hostile_company, harmless_company, sat_down
):
    plain = walked(sat_down(harmless_company), ("vendors", "change_orders"))

    seen = walked(sat_down(hostile_company))

    came_through = [sign for sign in hostile.SIGNS if sign.encode() in seen.terminal.bytes]
    assert came_through == []
    assert shapes(seen) - shapes(plain) - MOVES == set()
    shown = seen.terminal.bytes.decode()
    for picture in ("␛[31337m", "␛]52;c;", "<U+009B>", "<U+202E>", "<U+200B>", TRAP, "=cmd|"):
        assert picture in shown


def test_a_click_on_hostile_text_does_nothing(hostile_company, sat_down):
    before = hostile_company.run("tabs", "--json")
    ada = sat_down(hostile_company)
    ada.open("commitments", "All")
    ada.filter("click")
    ada.terminal.settle()

    def click_every_trap():
        found = 0
        for row, line in enumerate(ada.terminal.lines):
            for place in re.finditer(re.escape(TRAP[:10]), line):
                for column in {
                    place.start(),
                    place.start() + 8,
                    min(place.start() + 17, len(line)),
                }:
                    ada.terminal.click(row, column)
                found += 1
        ada.terminal.settle(0.2)
        return found

    assert click_every_trap() >= 2
    ada.until("/click")
    ada.press("enter")
    ada.until("Field +Here")
    ada.terminal.settle()
    assert click_every_trap() >= 2
    ada.until("Field +Here")
    ada.press("escape")
    ada.until("/click")
    ada.press("r")
    ada.terminal.settle(0.2)
    click_every_trap()
    ada.press("escape")
    ada.until("/click")

    assert ada.terminal.child.isalive()
    assert hostile_company.run("tabs", "--json") == before
    assert ada.leave() == 0


def test_what_is_pasted_into_the_filter_is_text_too(hostile_company, sat_down):
    ada = sat_down(hostile_company)
    ada.open("commitments", "All")

    ada.press("/", "\x1b[200~\x1b]52;c;aGk=\x07\u202eabc\x1b[201~")
    ada.until(r"/\S*abc")
    ada.press("enter")
    ada.until_said("Nothing here matches the filter.")

    came_through = [sign for sign in hostile.SIGNS if sign.encode() in ada.terminal.bytes]
    assert came_through == []
    assert ada.leave() == 0


@pytest.mark.parametrize("words", [("list", "commitments"), ("list", "vendors")])
def test_the_command_line_shows_hostile_text_as_text_too(hostile_company, words):
    told = hostile_company.run(*words)

    assert [sign for sign in hostile.SIGNS if sign in told] == []
    assert "␛[31337mred" in told
