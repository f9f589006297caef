"""What the program is made of: every pin has a hash, and an audit of nothing is no pass."""

import json

import pytest

from adapters.sqlite import VERSION
from supply import CONSTRAINTS, PINS, Pin, installed, needed, normal, read
from supply.audit import CLEAN, HOLES, UNKNOWN, weighed
from supply.sbom import sqlite


def test_every_pin_has_the_hash_of_its_file():
    pins = read(PINS)

    assert [pin.key for pin in pins] == [pin.key for pin in read(CONSTRAINTS)], "run `make pins`"
    assert all(pin.hashes for pin in pins)


def test_no_pin_names_an_index():
    text = PINS.read_text("utf-8") + CONSTRAINTS.read_text("utf-8")

    assert "://" not in text
    assert "index-url" not in text


def test_all_that_the_program_needs_is_pinned_and_installed_as_pinned():
    pinned, here = dict(pin.key for pin in read(CONSTRAINTS)), installed()

    assert needed() - set(pinned) == set()
    assert {n: v for n, v in here.items() if n in pinned and pinned[n] != v} == {}


def test_a_pin_is_read_with_its_hashes(tmp_path):
    file = tmp_path / "pins"
    file.write_text(f"# words\nSome_Thing==1.2 \\\n    --hash=sha256:{'a' * 64}\nother==3\n")

    assert read(file) == [Pin("Some_Thing", "1.2", ("a" * 64,)), Pin("other", "3")]
    assert normal("Some_Thing.x") == "some-thing-x"


def told(*dependencies: dict) -> str:
    return json.dumps({"dependencies": list(dependencies)})


FINE = {"name": "a", "version": "1", "vulns": []}
HOLED = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}]}
PASSED_OVER = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "pins", "code", "verdict"),
    [
        (told(FINE), 1, CLEAN, "Audited 1 of 1 pins; no known hole."),
        (told(FINE, HOLED), 2, HOLES, "Audited 2 of 2 pins; known holes: b 2: CVE-1"),
        (told(FINE, PASSED_OVER), 2, UNKNOWN, "Audited 1 of 2 pins: NOT A PASS"),
        (told(FINE), 2, UNKNOWN, "Audited 1 of 2 pins: NOT A PASS"),
        (told(), 2, UNKNOWN, "Audited 0 of 2 pins: NOT A PASS"),
        ("", 2, UNKNOWN, "Audited 0 of 2 pins: NOT A PASS"),
    ],
)
def test_what_was_not_audited_is_no_pass(found, pins, code, verdict):
    audited = weighed(pins, found, "ERROR: no data", 0)

    assert audited.code == code
    assert audited.verdict.startswith(verdict)


def test_the_bill_names_the_sqlite_that_no_index_knows():
    assert sqlite()["purl"] == f"pkg:generic/sqlite@{'.'.join(map(str, VERSION))}"
    assert sqlite()["description"].endswith("is fixed.")
