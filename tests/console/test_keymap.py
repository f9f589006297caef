"""A person's own keys: read as a whole, in force everywhere, and told where they are wrong."""

from pathlib import Path

import pytest

from console.keymap import example, keymap, read
from console.keys import KEYS, choose, key_word, keys_of, steps, table, usual, word
from console.screens.answers import AnswersModal
from console.screens.record import RecordScreen
from console.screens.tab import SCREENS
from core.vocabulary import Action, ErpStatus
from tests.console.company import console, store
from tests.console.driving import drawn, driven, notice, press, says, under_cursor
from tests.console.test_type_ahead import OLDEST


@pytest.fixture
def own():
    """Puts a file's keys in force, for one test."""
    yield lambda text: choose(read(text).keys)
    choose({})


def troubles(text):
    found = read(text)
    assert found.keys == {}
    return list(found.troubles)


def test_ids_are_moved_in_each_way_that_toml_writes_them():
    wanted = {"record.accept": ("insert",), "tab.vendors": ("ctrl+x", "circumflex_accent")}

    assert read('record.accept = "insert"\ntab.vendors = ["ctrl+x", "^"]').keys == wanted
    assert read('[record]\naccept = "insert"\n[tab]\nvendors = ["Ctrl+X", "^"]').keys == wanted
    assert read('"record.accept" = "insert"\n"tab.vendors" = ["ctrl+x","^"]').keys == wanted


def test_two_keys_may_change_places():
    assert read('record.accept = "r"\nrecord.reject = "a"').troubles == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'record.acept = "a"',
            (
                'keys.toml: record.acept = "a": there is no record.acept; '
                "did you mean record.accept? `countersign keys` lists them all."
            ),
        ),
        (
            'record.accept = "r"',
            'keys.toml: record.accept = "r": r is record.reject too; move one of them.',
        ),
        (
            'screen.why = ["?", "~"]',
            'keys.toml: screen.why = ["?", "~"]: ? is screen.help too; move one of them.',
        ),
        (
            'record.accept = "Z"',
            (
                'keys.toml: record.accept = "Z": Z is z with Shift, which is record.remove; '
                "nothing that decides lies so close to another key."
            ),
        ),
        (
            'record.accept = "cmd+k"',
            (
                "keys.toml: record.accept = \"cmd+k\": no terminal sends 'cmd+k'; "
                "write a letter, a sign, f5 or ctrl+y."
            ),
        ),
        (
            'record.accept = "ctrl+enter"',
            (
                'keys.toml: record.accept = "ctrl+enter": not every terminal sends this; '
                "give a plain key besides."
            ),
        ),
        (
            'record.accept = "esc"',
            (
                'keys.toml: record.accept = "esc": Esc always leads out; '
                "it stays with screen.back and is nothing else."
            ),
        ),
        (
            'screen.back = "$"',
            (
                'keys.toml: screen.back = "$": Esc always leads out; '
                "it stays with screen.back and is nothing else."
            ),
        ),
        (
            "record.accept = 3",
            'keys.toml: record.accept = 3: write one key, "a", or several, ["a", "f9"].',
        ),
        (
            "record.accept = []",
            'keys.toml: record.accept = []: write one key, "a", or several, ["a", "f9"].',
        ),
        ("record.accept = a", "keys.toml is no TOML: Invalid value (at line 1, column 17)."),
    ],
)
def test_what_is_wrong_names_the_line_and_the_way_out(text, told):
    assert troubles(text) == [told]


def test_one_wrong_line_leaves_all_keys_as_usual_and_the_rest_is_counted():
    found = read('record.accept = "insert"\nrecord.acept = "a"\nrecord.link = 4')

    assert found.keys == {}
    assert found.told.endswith(
        "And 1 more. The usual keys are in force; `countersign keys` tells all."
    )


def test_the_example_says_the_usual_keys_and_moves_none():
    lines = list(example())

    said = "\n".join(line.removeprefix("# ") for line in lines if " = " in line)
    assert read("\n".join(lines)) == read("")
    assert (read(said).keys, read(said).troubles) == ({}, ())
    assert sum(" = " in line for line in lines) == len(usual())


def test_the_file_lies_in_the_folder_of_configuration(monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTERSIGN_CONFIG", str(tmp_path))
    before = keymap()
    (tmp_path / "keys.toml").write_text('record.accept = "insert"')
    after = keymap()
    (tmp_path / "keys.toml").write_bytes(b"\xff")

    assert (before.there, before.keys) == (False, {})
    assert after.keys == {"record.accept": ("insert",)}
    assert keymap().troubles == (f"{tmp_path}/keys.toml cannot be read (it is not UTF-8).",)


def test_every_id_is_told_once_and_every_binding_of_a_tab_has_one():
    ids = [what for what, _, _ in table()]
    bound = {b.id for made in SCREENS.values() for b in made.BINDINGS}

    assert len(ids) == len(set(ids))
    assert bound <= set(ids)
    assert {f"record.{action}" for action in KEYS} <= set(ids)


def test_the_lookup_knows_the_keys_in_force(own):
    own('record.accept = "insert"\nlist.move_next = ["down", "ctrl+j", "`"]\nscreen.why = "|"')

    assert (key_word(Action.ACCEPT), key_word(Action.REJECT)) == ("insert", "r")
    assert (steps().get("grave_accent"), steps().get("j"), steps().get("k")) == (1, None, -1)
    assert (word("screen.why"), keys_of("screen.help")) == ("|", ("question_mark", "f1"))


async def test_a_moved_key_acts_and_the_usual_one_does_nothing(own):
    own('record.accept = "insert"\nlist.move_next = "`"\nlist.open = ["|", "enter"]')
    made = store()
    app = console(made)

    async with driven(app) as pilot:
        await press(pilot, "a", "j")
        assert not isinstance(app.screen, AnswersModal)
        assert under_cursor(app) == "SC1040"

        await press(pilot, "grave_accent")
        assert under_cursor(app) == "SC1031"

        await press(pilot, "k", "insert", "enter")
        assert made.find(OLDEST).status is ErpStatus.EXPORTING

        await press(pilot, "vertical_line")
        assert isinstance(app.screen, RecordScreen)
        await press(pilot, "insert")
        assert isinstance(app.screen, AnswersModal)


async def test_two_keys_that_changed_places_do_each_others_work(own):
    own('record.accept = "r"\nrecord.reject = "a"')
    app = console()

    async with driven(app) as pilot:
        await press(pilot, "r")

        assert says(app, "Accept SC1040")


async def test_footer_verdict_help_why_and_messages_show_the_keys_in_force(own):
    own('record.accept = "insert"\nscreen.help = "|"\nscreen.unfilter = "~"\nscreen.filter = "`"')
    app = console()

    async with driven(app, size=(120, 40)) as pilot:
        assert "insert accept" in drawn(app)[-1]
        assert "| keys" in drawn(app)[-1]
        assert any(line.startswith(" insert accept") for line in drawn(app))

        await press(pilot, "w")
        assert says(app, "(key insert)")
        await press(pilot, "escape", "vertical_line")
        assert any(line.split()[:2] == ["insert", "Accept"] for line in drawn(app))
        await press(pilot, "escape", "grave_accent", "z", "z", "enter")
        assert says(app, "Press ~ to clear it.")


async def test_the_console_says_at_first_what_is_wrong_with_the_file():
    app = console()
    app._greeting = read('record.acept = "a"').told

    async with driven(app, size=(220, 40)):
        assert notice(app).startswith('keys.toml: record.acept = "a": there is no record.acept')
        assert notice(app).endswith("`countersign keys` tells all.")


def test_the_page_about_keys_shows_a_file_that_holds():
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")

    shown = read(page.split("```toml\n")[1].split("```")[0])

    assert shown.troubles == ()
    assert len(shown.keys) == 4
