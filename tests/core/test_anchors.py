"""The head of the history is told often enough, kept as a line, and compared."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.stores.memory import MemoryStore
from adapters.witnesses import AnchorFile
from core.anchoring import Anchoring
from core.anchors import AT_LEAST_EVERY, MARK, Anchor, Head, Unanchored, disagreements, read
from core.people import CONNECTOR
from tests.records import NOW, commitment, many

HASHES = {number: f"{number:064x}" for number in range(1, 11)}


def anchor(seq: int, hash_: str | None = None, home: str = "/srv/home of ours") -> Anchor:
    return Anchor(Head(seq, hash_ or HASHES[seq]), datetime(2025, 12, 11, 12, tzinfo=UTC), home)


class Told:
    """Fits Witness, and remembers."""

    def __init__(self) -> None:
        self.anchors: list[Anchor] = []

    def tell(self, told: Anchor) -> None:
        self.anchors.append(told)


class Deaf:
    """Fits Witness, and takes nothing."""

    def tell(self, told: Anchor) -> None:
        raise Unanchored(f"{told.head.seq} is too much for me.")


class Time:
    """Seconds that pass when they are told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def arrived(store: MemoryStore, count: int, first: int = 1) -> None:
    records = many(commitment, first + count - 1)[first - 1 :]
    store.arrive([r._replace(erp_id=None) for r in records], CONNECTOR)


def test_an_anchor_is_read_back_from_any_text_that_holds_it():
    text = f"Dec 11 12:00:00 host countersign[7]: {anchor(4)}\r\nsomething else\n> {anchor(7)}\n"

    assert read(text) == [anchor(4), anchor(7)]


def test_an_anchor_is_read_back_from_a_mail_as_it_was_sent():
    mail = EmailMessage()
    mail.set_content(f"The history ends here.\n\n{anchor(4)}\n")

    assert f"{anchor(4)}" not in mail.as_string()
    assert read(mail.as_string()) == [anchor(4)]


def test_a_restore_ends_what_was_anchored_beyond_it():
    anew = anchor(5)._replace(restored=True)
    text = f"{anchor(4)}\n{anchor(9)}\n{anchor(8, home='/srv/another')}\n{anew}\n{anchor(6)}\n"

    found = read(text)

    assert [each.head.seq for each in found] == [4, 8, 5, 6]
    assert f"{anew}".startswith("countersign-restored seq=5 ")


def test_of_a_file_of_several_homes_only_ones_own_anchors_count():
    text = f"{anchor(4)}\n{anchor(7, home='/srv/another')}\n"

    assert read(text, "/srv/home of ours") == [anchor(4)]


def test_anchors_that_agree_say_nothing():
    assert disagreements([anchor(9), anchor(3)], 10, HASHES.get) == []


def test_a_history_that_was_written_anew_is_told_from_the_last_entry_that_agrees():
    anchors = [anchor(3), anchor(6, "f" * 64), anchor(9, "e" * 64)]

    found = disagreements(anchors, 10, HASHES.get)

    assert found[0].startswith("Audit entry 4 or one after it, up to 6, is not what was anchored")
    assert found[1] == "1 more anchors disagree."


def test_a_tail_that_was_dropped_is_told_with_the_first_entry_that_is_gone():
    (found,) = disagreements([anchor(9)], 7, HASHES.get)

    assert found.startswith("Audit entry 8 is missing: the anchor of 2025-12-11 12:00:00 UTC saw 9")


def test_the_first_round_anchors_what_there_is_and_the_next_waits():
    store, told = MemoryStore(lambda: NOW), Told()
    anchoring = Anchoring(store, lambda: [told], "/home", ticks=Time())
    arrived(store, 2)

    first, again = anchoring.round(), anchoring.round()
    arrived(store, 1, first=3)
    third = anchoring.round()

    assert (first, again, third) == (told.anchors[0], None, None)
    assert first.head == Head(2, store.history("commitment-00002")[-1].hash)
    assert store.mark(MARK) == 2


@pytest.mark.rule("invariant I22")
def test_a_hundred_entries_or_four_minutes_or_an_export_are_anchored():
    store, told, time = MemoryStore(lambda: NOW), Told(), Time()
    anchoring = Anchoring(store, lambda: [told], "/home", ticks=time)
    anchoring.round()
    arrived(store, AT_LEAST_EVERY - 1)
    assert anchoring.round() is None
    arrived(store, 1, first=AT_LEAST_EVERY)
    assert anchoring.round() is not None
    arrived(store, 1, first=AT_LEAST_EVERY + 1)
    assert anchoring.round() is None
    time.now += 240
    assert anchoring.round() is not None
    arrived(store, 1, first=AT_LEAST_EVERY + 2)

    assert anchoring.round(at_once=True) is not None


def test_one_witness_that_fails_is_told_of_and_the_others_hear():
    store, told = MemoryStore(lambda: NOW), Told()
    arrived(store, 3)
    anchoring = Anchoring(store, lambda: [Deaf(), told], "/home")

    anchoring.round()

    assert anchoring.trouble == ("3 is too much for me.",)
    assert [each.head.seq for each in told.anchors] == [3]


def test_what_nobody_took_is_told_again():
    store = MemoryStore(lambda: NOW)
    arrived(store, 3)

    assert Anchoring(store, lambda: [Deaf()], "/home").round() is None
    assert store.mark(MARK) == 0


def test_a_file_of_anchors_is_nobody_elses_and_is_read_back(tmp_path: Path):
    file = AnchorFile(tmp_path / "anchors", tmp_path / "home")

    file.tell(anchor(3, home=f"{tmp_path / 'home'}"))
    file.tell(anchor(4, home=f"{tmp_path / 'home'}"))

    assert [each.head.seq for each in file.anchors()] == [3, 4]
    assert (tmp_path / "anchors").stat().st_mode & 0o777 == 0o600


def test_a_file_inside_the_home_is_no_witness(tmp_path: Path):
    with pytest.raises(Unanchored, match="lies inside the home"):
        AnchorFile(tmp_path / "anchors", tmp_path).tell(anchor(3))


def test_a_file_that_cannot_be_written_or_read_says_so(tmp_path: Path):
    file = AnchorFile(tmp_path, tmp_path / "home")

    with pytest.raises(Unanchored, match="cannot be written"):
        file.tell(anchor(3))
    with pytest.raises(Unanchored, match="cannot be read"):
        file.anchors()
