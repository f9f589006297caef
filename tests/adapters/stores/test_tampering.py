"""Who has the file in hand and changes the history is seen: by chain, fold, or the last anchor."""

import random

import pytest

from soak.tampering import ATTACKS, attacked


@pytest.mark.rule("invariant I21", "invariant I22")
@pytest.mark.broken_store("an attack is made on it")
@pytest.mark.parametrize("kind", ATTACKS, ids=lambda kind: kind.name)
def test_an_attack_is_seen_or_lies_after_the_last_anchor(tmp_path, kind):
    seen = attacked(tmp_path / "countersign.sqlite", kind, random.Random(20251211))

    assert (kind.seen_by in seen.by) if kind.seen_by else seen.by == frozenset()


@pytest.mark.broken_store("an attack is made on it")
def test_the_first_bad_entry_is_named(tmp_path):
    dropped = next(kind for kind in ATTACKS if kind.seen_by == "anchor" and "drop" in kind.name)

    seen = attacked(tmp_path / "countersign.sqlite", dropped, random.Random(20251211))

    assert seen.first.startswith("Audit entry 57 is missing: the anchor of ")
