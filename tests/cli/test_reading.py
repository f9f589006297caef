"""One table, two readers: the quick one and click agree, and click explains what is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cli import clicked, exits
from console.cli.command import Command, Option
from console.cli.reader import Reading, read
from console.cli.table import BY_NAME, COMMANDS, GLOBAL, GROUPS, VERBS
from console.version import VERSION
from core.vocabulary import ASKABLE
from tests.cli.conftest import ran

TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=8)
WORDS = TEXT.filter(lambda t: not t.startswith("-"))


@st.composite
def lines(draw):
    """A command line that is well formed by the table."""
    command: Command = draw(st.sampled_from(COMMANDS))
    before = [
        w for o in draw(st.lists(st.sampled_from(GLOBAL), max_size=2)) for w in spelt(draw, o)
    ]
    after: list[list[str]] = []
    for argument in command.arguments:
        count = 1 if argument.required else draw(st.integers(0, 2 if argument.many else 1))
        after += [[draw(WORDS)] for _ in range(count)]
    options = draw(st.lists(st.sampled_from((*command.options, *GLOBAL)), max_size=4))
    for option in options:
        after.insert(draw(st.integers(0, len(after))), spelt(draw, option))
    return [*before, *command.name.split(), *(word for group in after for word in group)]


def spelt(draw, option: Option) -> list[str]:
    if not option.metavar:
        return [f"--{option.name}"]
    value = draw(WORDS)
    return draw(st.sampled_from([[f"--{option.name}", value], [f"--{option.name}={value}"]]))


@settings(max_examples=150, deadline=None)
@given(lines())
def test_what_the_quick_reader_reads_click_reads_the_same(words):
    quick = read(words)

    by_click = clicked.read(words)

    assert quick is not None
    assert isinstance(by_click, Reading)
    assert quick.command is by_click.command
    assert dict(quick.said) == dict(by_click.said)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(TEXT, st.sampled_from([*BY_NAME, *GROUPS, "--tab", "--all", "--"]))))
def test_whatever_the_quick_reader_takes_click_does_not_refuse(words):
    quick = read(words)

    assert quick is None or clicked.read(words) == Reading(quick.command, dict(quick.said))


def test_alone_it_opens_the_console():
    assert read([]) == Reading(None, {})
    assert read(["--home", "x"]) == Reading(None, {"home": "x"})
    assert clicked.read(["--home", "x"]) == Reading(None, {"home": "x"})


def test_global_options_stand_before_or_after_the_command():
    before = read(["--home", "x", "--json", "tabs"])
    after = read(["tabs", "--json", "--home", "x"])

    assert before == after == Reading(BY_NAME["tabs"], {"home": "x", "json": True})


def test_every_action_of_people_is_a_command_and_no_other_is():
    assert set(VERBS) == {a.value.replace("_", "-") for a in ASKABLE}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["acept"], "Did you mean 'accept'?"),
        (["tabs", "--jsno"], "No such option"),
        (["show"], "Missing argument 'ID'"),
        (["tabs", "more"], "unexpected extra argument"),
        (["list"], "Missing argument 'TAB'"),
        (["tabs", "--home"], "requires an argument"),
        (["audit", "vrify"], "Did you mean 'verify'?"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(words, sentence):
    ended = ran(*words)

    assert ended.code == exits.USAGE
    assert sentence in ended.err
    assert ended.out == ""


def test_with_json_a_line_that_cannot_be_read_is_an_answer_too():
    ended = ran("tabs", "--hmoe", "x", "--json")

    assert ended.code == exits.USAGE
    assert ended.json["error"]["code"] == "usage"


@pytest.mark.parametrize(
    "words", [["--help"], ["accept", "--help"], ["sandbox", "relay", "--help"]]
)
def test_help_goes_to_stdout_and_is_no_failure(words):
    ended = ran(*words)

    assert ended.code == exits.DONE
    assert "Usage: countersign" in ended.out
    assert ended.err == ""


def test_help_tells_the_exit_codes():
    text = " ".join(ran("--help").out.split())

    assert exits.HELP in text


def test_the_version_is_the_packages():
    from importlib.metadata import version

    assert version("countersign") == VERSION
    assert ran("--version").out == f"countersign {VERSION}\n"
