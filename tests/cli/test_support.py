"""doctor --bundle: what support gets to see, and what it must never see."""

import json
import os
import stat

import pytest

from adapters.stores.sqlite import SqliteStore
from console import crash
from console.cli import exits
from console.home import Home
from console.log import opened, without_secrets

CANARY = "canary-7f3a91"


def planted(home) -> None:
    """The same word wherever somebody may have put what is nobody else's business."""
    store = SqliteStore(home / "countersign.sqlite")
    store.keep("company", f"{CANARY} Builders")
    held = store.settings()
    store.keep_settings(held._replace(time_zone=CANARY))
    store.close()
    place = Home(home)
    with opened(place.log) as log:
        log.info("outside.unreachable", why=f"Vendor {CANARY} is unknown", seconds=2.5)
        log.info("round.failed", token=CANARY, owner=CANARY, tab="vendors")
    with place.log.open("a") as file:
        file.write(f"{CANARY} is no line of JSON\n")
        file.write(json.dumps({"event": "x", CANARY: "y", "seen": [CANARY]}) + "\n")
    try:
        _ = {}[CANARY]
    except KeyError as why:
        crash.kept(place.logs, why)


def words_of(countersign) -> set[str]:
    """Names, numbers and titles that the records hold, where they are long enough to be told."""
    listed = countersign("list", "commitments", "--limit", "0", "--json").json
    texts = {
        str(row[field]) for row in listed for field in ("number", "title", "vendor", "project")
    }
    return {text for text in texts if len(text) > 7}


def test_the_bundle_tells_versions_counts_settings_and_logs_and_nothing_of_anybody(
    countersign, home, tmp_path
):
    data = words_of(countersign)
    planted(home)
    path = tmp_path / "bundle.json"

    ended = countersign("doctor", "--bundle", str(path), "--json")

    text = path.read_text()
    told = json.loads(text)
    assert ended.json["bundle"] == str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {word for word in data if word in text} == set()
    assert told["versions"]["textual"]
    assert sum(told["counts"]["records"]["commitments"].values()) > 10
    assert {"name": "time_zone", "value": "<str>", "usual": False} in told["settings"]
    assert [line["event"] for line in told["log"]] == ["outside.unreachable", "round.failed", "x"]
    assert (told["log"][0]["why"], told["log"][0]["seconds"]) == ("<str>", 2.5)
    assert told["log"][1]["token"] == "<str>"
    assert told["crashes"][0].startswith("KeyError, code ")
    assert os.environ["PATH"] not in text
    assert str(home) not in text


def test_no_planted_word_leaves(countersign, home, tmp_path):
    planted(home)
    path = tmp_path / "bundle.json"

    countersign("doctor", "--bundle", str(path))

    assert CANARY not in path.read_text()


def test_a_file_that_is_there_is_left_as_it_is(countersign, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text("mine")

    ended = countersign("doctor", "--bundle", str(path))

    assert ended.code not in {exits.DONE, exits.PARTLY}
    assert path.read_text() == "mine"
    assert "is there already; name another file." in ended.err


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("GET https://u:p@h.example/x?token=abc#f failed", "GET https://h.example/x failed"),
        ("Authorization: Bearer abc.def-ghi, sent", "Authorization: Bearer <left out>, sent"),
        ("a token=abc;b", "a token=<left out>;b"),
        ('{"password": "abc"}', '{"password": "<left out>"}'),
        ("The token has expired.", "The token has expired."),
        ("a\x1b[2J\x9bb\u202ec\nd", "a\\u001b[2J\\u009bb\\u202ec\\u000ad"),
        ("Müller & Søn", "Müller & Søn"),
    ],
)
def test_a_text_of_the_log_opens_no_door_and_stays_on_its_line(said, logged):
    assert without_secrets(said) == logged


def test_what_is_no_text_and_no_figure_is_named_by_its_sort(tmp_path):
    path = tmp_path / "x.log"

    with opened(path) as log:
        log.info("x", why={"a": CANARY}, seen=3, took=(CANARY,), state=None)

    line = json.loads(path.read_text())
    assert path.read_text().count("\n") == 1
    assert (line["why"], line["took"], line["seen"], line["state"]) == (
        "<dict>",
        "<tuple>",
        3,
        None,
    )
