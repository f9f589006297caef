"""`countersign keys`: what is in force, and a file to change it by."""

import json

import pytest

from tests.cli.conftest import ran


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTERSIGN_CONFIG", str(tmp_path))
    return tmp_path


def of(id):
    return next(row for row in ran("keys", "--json").json["keys"] if row["id"] == id)


def test_every_key_is_told_with_its_id_its_use_and_its_place(folder):
    assert of("record.accept")["keys"] == ["a"]
    assert of("record.merge") == {
        "id": "record.merge", "keys": ["+"], "usual": ["+"], "does": "Merge", "where": ["Vendors"],
    }  # fmt: skip
    assert of("screen.help")["where"] == []
    assert "Your own belong into" in ran("keys").out


def test_ones_own_keys_are_told_beside_the_usual_ones(folder):
    (folder / "keys.toml").write_text('record.accept = ["insert", "^"]')

    assert (of("record.accept")["keys"], of("record.accept")["usual"]) == (["insert", "^"], ["a"])
    assert ran("keys").out.endswith(f"1 of your own, from {folder}/keys.toml.\n")


def test_a_file_with_mistakes_is_told_and_the_usual_keys_with_it(folder):
    (folder / "keys.toml").write_text('record.acept = "insert"\nrecord.accept = "insert"')

    ended = ran("keys", "--json")

    assert ended.code == 2
    assert len(ended.json["problems"]) == 1
    assert "did you mean record.accept?" in ended.err
    assert next(row for row in ended.json["keys"] if row["id"] == "record.accept")["keys"] == ["a"]


def test_the_example_can_be_kept_as_it_is_printed(folder):
    (folder / "keys.toml").write_text(ran("keys", "--example").out)

    assert json.loads(ran("keys", "--json").out)["problems"] == []


def test_info_tells_where_they_lie(folder, countersign):
    before = countersign("info", "--json").json
    (folder / "keys.toml").write_text('record.accept = "insert"')
    after = countersign("info", "--json").json

    assert before["config"] == str(folder)
    assert before["keys"] == f"{folder}/keys.toml (not there: the usual keys)"
    assert after["keys"] == f"{folder}/keys.toml (1 of your own)"
