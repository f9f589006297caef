"""What waits for whom, and what stands first."""

from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core import inbox
from core.inbox import Points, decisions, points, ranked, read
from core.people import CONNECTOR
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.people import ADA, ANA, SAM, STAN, VIC
from tests.records import NOW, cco, commitment, company, project

A, K, S = Action, RecordKind, ErpStatus


def store(*records):
    made = MemoryStore(lambda: NOW)
    made.arrive(records, CONNECTOR)
    return made


def row(days: float = 0, amount: int = 0, name: str = "SC1"):
    sent = commitment(id=RecordId(name), number=name, sent_at=NOW - timedelta(days=days))
    record = sent._replace(amount=amount)
    (item,) = read(store(record), ANA, NOW, 1).items
    return item.row


@pytest.mark.parametrize(
    ("days", "amount", "blocks", "expected"),
    [
        (0, 0, 0, Points(0, 0, 0)),
        (1.5, 999_99, 0, Points(1, 0, 0)),
        (14, 1_000_00, 1, Points(14, 3, 5)),
        (90, -1_000_000_00, 6, Points(14, 12, 30)),
        (0, 10**15, 99, Points(0, 18, 30)),
    ],
)
def test_age_amount_and_what_waits_for_it_make_the_points(days, amount, blocks, expected):
    assert points(row(days, amount), blocks, NOW) == expected


def test_the_most_pressing_stands_first_and_of_equal_ones_the_older():
    young, old, large = row(0, 0, "SC1"), row(0.5, 0, "SC2"), row(0, 5_000_00, "SC3")
    blocking = row(0, 0, "SC4")

    found = ranked([(r, ()) for r in (young, old, large, blocking)], {blocking.id: 2}, NOW)

    assert [item.row.id for item in found] == ["SC4", "SC3", "SC2", "SC1"]
    assert found[0].blocks == 2


@pytest.mark.parametrize(
    ("who", "kind", "status", "expected"),
    [
        (ANA, K.COMMITMENT, S.READY_TO_EXPORT, (A.ACCEPT, A.REJECT)),
        (ANA, K.COMMITMENT, S.OUTCOME_UNKNOWN, (A.VOUCH, A.DISPROVE)),
        (ANA, K.PROJECT, S.READY_TO_UPDATE, (A.UPDATE, A.REJECT)),
        (ANA, K.COMMITMENT, S.SYNCED, ()),
        (ANA._replace(exports=frozenset()), K.COMMITMENT, S.READY_TO_EXPORT, ()),
        (STAN, K.COMMITMENT, S.READY_TO_EXPORT, ()),
        (SAM, K.COMMITMENT, S.FAILED, ()),
        (ADA, K.COMPANY, S.READY_TO_IMPORT, (A.IMPORT, A.LINK)),
    ],
)
def test_only_what_somebody_has_the_right_to_decide_is_theirs(who, kind, status, expected):
    assert decisions(kind, status, who, Settings()) == expected


def test_what_waits_is_counted_by_tab_and_judged():
    vendor = company(S.READY_TO_EXPORT, title="W" * 40)
    mine = (vendor, project(S.SYNCED), commitment()._replace(amount=0), cco(S.SYNCED))

    found = read(store(*mine), ANA, NOW, 10)

    assert found.waiting == {"vendors": 1, "commitments": 1}
    first = found.items[0]
    assert (first.row.id, first.blocks, first.open) == (vendor.id, 1, (A.REJECT,))
    assert "40 characters" in first.held[0].text


def test_one_kind_of_a_tab_may_be_somebodys_and_the_other_not():
    ana = ANA._replace(exports=frozenset({K.CCO}))

    found = read(store(cco(), cco(S.FAILED, id=RecordId("cco-2"))), ana, NOW, 10)

    assert found.waiting == {"change_orders": 2}
    assert read(store(cco()), ANA._replace(exports=frozenset({K.PCCO})), NOW, 10).total == 0


def test_nothing_waits_for_who_only_looks():
    assert read(store(commitment()), VIC, NOW, 10) == inbox.Inbox((), {})


def test_of_a_long_list_the_oldest_and_the_largest_are_candidates(monkeypatch):
    monkeypatch.setattr(inbox, "WINDOW", 2)
    many = [
        commitment(
            id=RecordId(f"SC{n}"), number=f"SC{n}", sent_at=NOW - timedelta(hours=n)
        )._replace(amount=10**n)
        for n in range(1, 7)
    ]

    found = read(store(*many), ANA, NOW, 10)

    assert found.total == 6
    assert {item.row.id for item in found.items} == {"SC6", "SC5"}
