"""The chain of the history."""

from datetime import UTC, datetime
from hashlib import sha256

from core.audit import GENESIS, Entry, chained
from core.vocabulary import Action, ErpStatus, RecordId


def test_an_entry_is_chained_by_sha_256_over_its_fields():
    at = datetime(2025, 12, 11, 9, 30, tzinfo=UTC)
    entry = Entry(
        7, at, "Ann", Action.ACCEPT, RecordId("R1"), ErpStatus.READY_TO_EXPORT,
        ErpStatus.EXPORTING, 3, "B1", "erp_id=V100", "",
    )  # fmt: skip

    chain = chained(GENESIS, entry)

    millis = str(round(at.timestamp() * 1000))
    fields = (
        GENESIS, "7", millis, "Ann", "accept", "R1", "ready_to_export", "exporting", "3", "B1",
        "erp_id=V100",
    )  # fmt: skip
    assert chain == sha256("\x1f".join(fields).encode()).hexdigest()


def test_an_entry_of_what_is_no_record_is_chained_with_nothing_in_its_place():
    at = datetime(2025, 12, 11, 9, 30, tzinfo=UTC)
    entry = Entry(1, at, "Ann", Action.ARRIVE, RecordId("R1"), None, None, 1, "", "a\x1fb", "")

    chain = chained("before", entry)

    fields = (
        "before", "1", str(round(at.timestamp() * 1000)), "Ann", "arrive", "R1", "", "", "1", "",
        "a b",
    )  # fmt: skip
    assert chain == sha256("\x1f".join(fields).encode()).hexdigest()
    assert entry.left_it == ""
    assert entry._replace(target=ErpStatus.READY_TO_EXPORT).left_it == "ready to export"
