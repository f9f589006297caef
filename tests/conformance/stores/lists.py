"""Windows, filters and tallies."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from core.canonical import digest
from core.grammar import parsed
from core.people import CONNECTOR
from core.ports import (
    Asked,
)
from core.query import Field, Order, Query, Term
from core.records import (
    Fault,
)
from core.vocabulary import RecordId, RecordKind
from tests.conformance.stores.deeds import READY, S, V, move, numbers, ready
from tests.records import company, project


class Lists:
    """Part of StoreContract."""

    @pytest.mark.parametrize("descending", [False, True])
    @pytest.mark.parametrize("order", Order)
    @pytest.mark.parametrize("view", [V.READY_TO_EXPORT, None])
    def test_windows_walk_the_whole_list_and_back(self, store, order, descending, view):
        titles = ["beta", "Alpha", "", "ägypt", "beta"]
        records = [
            ready(
                f"SC{place % 7}-{place:02}",
                title=titles[place % 5],
                amount=(place * 37) % 11 - 5,
                vendor_name=titles[(place + 2) % 5],
                project_number=f"J{place % 3}",
                sent_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=(place * 5) % 13),
                status=S.READY_TO_EXPORT if view or place % 3 else S.UNSENT,
            )
            for place in range(23)
        ]
        store.arrive(records, CONNECTOR)
        query = Query("commitments", view, order=order, descending=descending)

        whole = store.rows(query, 100)

        forwards, edge = [], None
        while window := store.rows(query, 4, after=edge):
            forwards += window
            edge = window[-1]
        backwards, edge = [], None
        while window := store.rows(query, 4, before=edge, last=edge is None):
            backwards = [*window, *backwards]
            edge = window[0]
        assert len(whole) == 23
        assert forwards == whole
        assert backwards == whole
        assert [a.record for a in store.ids(query, 100)] == [row.id for row in whole]
        assert [a.record for a in store.ids(query, 5)] == [row.id for row in whole[:5]]

    def test_by_age_what_waits_longest_comes_first(self, store):
        young = ready("SC2", sent_at=datetime(2025, 6, 2, tzinfo=UTC))
        old = ready("SC1", sent_at=datetime(2025, 6, 1, tzinfo=UTC))
        store.arrive([young, old], CONNECTOR)

        assert numbers(store.rows(READY, 5)) == ["SC1", "SC2"]

    def test_a_row_says_what_the_record_says(self, store):
        record = ready(fault=Fault("F", "Sage said no."), note="before", erp_id="SC0001")
        store.arrive([record], CONNECTOR)

        (row,) = store.rows(READY, 5)

        shared = set(row._fields) & set(record._fields)
        assert {f: getattr(row, f) for f in shared} == {f: getattr(record, f) for f in shared}
        assert row.age_from == record.sent_at
        assert row.remark == "Sage said no."

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("kerr", ["A-1"]),
            ("KERR", ["A-1"]),
            ("!kerr", ["A-2", "A-3", "B%4"]),
            ("vendor:kerr", ["A-1"]),
            ("title:kerr", []),
            ('vendor:"walsh con"', ["A-2", "A-3", "B%4"]),
            ("job:j9", ["A-3"]),
            ("erp:s77", ["A-2"]),
            ("sender:sam", ["A-1", "A-2", "A-3", "B%4"]),
            ("number:%", ["B%4"]),
            ("number:_", []),
            ("a-", ["A-1", "A-2", "A-3"]),
            ("amount:>100", ["A-2", "A-3"]),
            ("amount:<=-1.50", ["B%4"]),
            ("amount:100", ["A-1"]),
            ("!amount:100 !amount:>100", ["B%4"]),
            ("status:failed", ["A-3"]),
            ('status:"ready to export"', ["A-1", "A-2", "B%4"]),
            ("kind:commitment kerr", ["A-1"]),
            ("kind:cco", []),
            ("id:COMMITMENT-a-1", ["A-1"]),
            ("straße", ["A-3"]),
            ("STRASSE", ["A-3"]),
            ("nobody", []),
            ("vendor:", ["A-1", "A-2", "A-3", "B%4"]),
            ("number:a-*", ["A-1", "A-2", "A-3"]),
            ("number:-*", []),
            ("-number:a-*", ["B%4"]),
            ("ker*", ["A-1"]),
            ("sons*", []),
            ('"ker*"', []),
            ("state:!", ["A-3"]),
            ("state:failed,synced", ["A-3"]),
            ("-state:failed,ready", []),
            ("amount:100..200", ["A-1", "A-2"]),
            ("-amount:100..200", ["A-3", "B%4"]),
            ("amount:..0", ["B%4"]),
            ("sent:>=2025-01-01", ["A-1", "A-2", "A-3"]),
            ("-sent:>=2025-01-01", ["B%4"]),
            ("sent:<2025-01-01", []),
            ("age:>100000w", []),
            ("age:<100000w", ["A-1", "A-2", "A-3", "B%4"]),
            ('number:"\x12"', []),
            ('"\x13\x13"', []),
        ],
    )
    def test_what_is_typed_finds_the_same_everywhere(self, store, typed, expected):
        store.arrive(
            [
                ready("A-1", vendor_name="Kerr & Sons", title="Kern", amount=100_00),
                ready("A-2", vendor_name="WALSH CONSTRUCTION", erp_id="S77", amount=200_00),
                ready("A-3", S.FAILED, project_number="J99", title="Straße", amount=300_00),
                ready("B%4", amount=-1_50, sent_at=None),
            ],
            CONNECTOR,
        )
        query = Query("commitments", terms=parsed(typed), order=Order.NUMBER)

        assert numbers(store.rows(query, 10)) == expected
        assert store.tally(query, 10) == len(expected)
        assert store.tally(query, 1) == min(1, len(expected))
        assert len(store.ids(query, 10)) == len(expected)

    @pytest.mark.parametrize("amount", [10**20, -(10**20)])
    def test_an_amount_that_no_column_can_hold_finds_nothing(self, store, amount):
        store.arrive([ready()], CONNECTOR)

        query = READY._replace(terms=(Term(Field.AMOUNT, "is", amount),))

        assert store.rows(query, 5) == []

    def test_a_text_can_be_asked_for_exactly(self, store):
        store.arrive([ready("A-1"), ready("A-10")], CONNECTOR)

        query = READY._replace(terms=(Term(Field.NUMBER, "is", "a-1"),))

        assert numbers(store.rows(query, 5)) == ["A-1"]

    def test_ids_name_the_version_that_was_listed(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)
        move(store, record, S.REJECTED)

        told = digest(store.find(record.id))
        assert store.ids(Query("commitments"), 5) == [Asked(record.id, 2, digest=told)]

    def test_a_view_without_a_record_has_no_count(self, store):
        record = ready()
        store.arrive([record], CONNECTOR)

        move(store, record, S.REJECTED)

        assert store.counts() == {("commitments", V.RETURNED): 1}

    def test_what_vendors_and_jobs_are_called_is_found_by_its_first_letters(self, store):
        store.arrive(
            [
                company(id="c1", number="V1", title="Kerr & Sons", erp_id=None),
                company(id="c2", number="V2", title="KERR & SONS", erp_id=None),
                company(id="c3", number="V3", title="kerrigan", erp_id=None),
                company(id="c4", number="V4", title="Walsh%", erp_id=None),
                company(S.ARCHIVED, id="c5", number="V5", title="Kerry gone", erp_id="V5"),
                project(S.UNSENT, number="24-017", erp_id=None),
            ],
            CONNECTOR,
        )

        begun = partial(store.beginnings, RecordKind.COMPANY)

        assert begun("KERR", 9) == ["Kerr & Sons", "kerrigan"]
        assert begun("kerr", 1) == ["Kerr & Sons"]
        assert begun("%", 9) == []
        assert len(begun("", 9)) == 3
        assert store.beginnings(RecordKind.PROJECT, "24-", 9) == ["24-017"]

    def test_ids_are_found_by_how_they_begin(self, store):
        named = ("01Ab-1", "01aB-2", "01AC-3", "X01AB")
        store.arrive([ready(n)._replace(id=RecordId(n)) for n in named], CONNECTOR)

        found = store.ids(Query("commitments", terms=(Term(Field.ID, "starts", "01ab"),)), 10)

        assert sorted(a.record for a in found) == ["01Ab-1", "01aB-2"]
