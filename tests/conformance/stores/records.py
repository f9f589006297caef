"""What is put in comes back, once and whole."""

from datetime import UTC, date, datetime

import pytest

from core.grammar import parsed
from core.people import CONNECTOR
from core.ports import (
    StaleRecord,
    UnknownRecord,
)
from core.query import Query
from core.records import (
    Fault,
    Insurance,
    InvoiceLine,
    ProjectCode,
)
from core.vocabulary import Effect, RecordId, RecordKind
from tests.conformance.stores.deeds import READY, A, S, V, move, numbers, ready
from tests.people import ANA
from tests.records import (
    BUILDERS,
    commitment,
    company,
    many,
    project,
    subcontractor_invoice,
)


class Records:
    """Part of StoreContract."""

    @pytest.mark.parametrize("status", [S.UNSENT, S.FAILED, S.SYNCED])
    @pytest.mark.parametrize("kind", RecordKind)
    def test_every_kind_comes_back_as_it_was_put_in(self, store, kind, status):
        record = BUILDERS[kind](status)

        store.arrive([record], CONNECTOR)

        assert store.find(record.id) == record

    def test_dates_times_and_nested_lines_come_back_as_they_were(self, store):
        kept = [
            company(
                S.SYNCED,
                insurance=(
                    Insurance("GL", "P-1", date(2025, 1, 1), date(2025, 12, 31), 1_000_000_00),
                    Insurance("WC", "P-2"),
                ),
            ),
            project(S.SYNCED, codes=(ProjectCode("01-100", "x", ("L", "S"), ()),)),
            subcontractor_invoice(
                lines=(InvoiceLine(1, "01-100", "S", 5, cco=RecordId("cco-1")),),
                created_at=datetime(2025, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC),
                fault=Fault("X", "No.", passing=True),
                note="a note",
            ),
        ]

        store.arrive(kept, CONNECTOR)

        assert [store.find(r.id) for r in kept] == kept
        assert all(type(store.find(r.id).body) is type(r.body) for r in kept)

    @pytest.mark.parametrize(
        "text",
        ["", "O'Brien; DROP TABLE", "%_\\", "[@click=app.quit]", "\x1b]52;;\x07", "İstanbul ß"],
    )
    def test_text_of_any_sort_comes_back_as_it_was(self, store, text):
        record = ready(title=text, vendor_name=text)

        store.arrive([record], CONNECTOR)

        assert store.find(record.id) == record
        assert store.rows(READY, 10)[0].title == text

    def test_an_unknown_record_is_said_to_be_unknown(self, store):
        with pytest.raises(UnknownRecord):
            store.find(RecordId("nobody"))
        with pytest.raises(UnknownRecord):
            store.case(RecordId("nobody"), ANA)
        with pytest.raises(UnknownRecord):
            store.amend(ready(), CONNECTOR, "edited")

        assert store.history(RecordId("nobody")) == []

    def test_what_arrives_is_counted_and_entered_in_the_audit(self, store, clock):
        record = ready()

        arrived = store.arrive([record], CONNECTOR)

        (entry,) = store.history(record.id)
        assert arrived == 1
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 1}
        assert (entry.action, entry.source, entry.target) == (A.ARRIVE, None, S.READY_TO_EXPORT)
        assert (entry.actor, entry.at, entry.version) == (CONNECTOR.name, clock.now, 1)

    def test_what_is_here_already_is_left_alone(self, store):
        store.arrive([ready()], CONNECTOR)

        again = store.arrive([ready(title="Another"), ready("SC0002"), ready("SC0002")], CONNECTOR)

        assert again == 1
        assert store.find(ready().id).title == "Bridge deck"
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 2}

    def test_nobody_arrives_with_an_erp_id_that_is_claimed(self, store):
        store.arrive([company(S.SYNCED, erp_id="V1")], CONNECTOR)

        arrived = store.arrive(
            [company(S.READY_TO_IMPORT, id="company-2", erp_id="v1 ")], CONNECTOR
        )

        assert arrived == 0

    def test_thousands_arrive_at_once(self, store):
        arrived = store.arrive(many(commitment, 2500, erp_id=None), CONNECTOR)

        assert arrived == 2500
        assert store.counts() == {("commitments", V.READY_TO_EXPORT): 2500}
        assert store.tally(READY, 10_000) == 2500

    def test_amending_replaces_the_content_and_nothing_else(self, store, clock):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        clock.pass_(60)

        theirs = mine._replace(title="New words", amount=5, note="theirs", sent_by="them")
        store.amend(theirs, CONNECTOR, "edited in the project system")

        now = store.find(mine.id)
        assert (now.title, now.amount, now.version) == ("New words", 5, 2)
        assert (now.status, now.note, now.sent_by) == (mine.status, mine.note, mine.sent_by)
        assert store.history(mine.id)[-1].said == "edited in the project system"
        assert numbers(store.rows(Query("commitments", terms=parsed("new")), 5)) == ["SC0001"]

    def test_amending_keeps_what_was_owed_for_the_record(self, store):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        move(store, mine, S.REJECTED)

        store.amend(store.find(mine.id)._replace(title="New"), CONNECTOR, "edited")

        (owed,) = store.claim("w", 30, 5)
        assert owed.version == store.find(mine.id).version

    def test_amending_may_owe_a_word_of_it(self, store):
        mine = ready()
        store.arrive([mine], CONNECTOR)

        renewed = mine._replace(title="New")
        store.amend(renewed, CONNECTOR, "synced from the ERP", owes=Effect.TELL)

        (owed,) = store.claim("w", 30, 5)
        assert (owed.record, owed.effect, owed.version) == (mine.id, Effect.TELL, 2)

    def test_a_record_that_moved_or_is_on_its_way_is_not_amended(self, store):
        mine = ready()
        store.arrive([mine], CONNECTOR)
        move(store, mine, S.EXPORTING)

        with pytest.raises(StaleRecord):
            store.amend(mine._replace(title="New"), CONNECTOR, "edited")
        with pytest.raises(StaleRecord):
            store.amend(store.find(mine.id)._replace(title="New"), CONNECTOR, "edited")

        assert store.find(mine.id).title == "Bridge deck"
