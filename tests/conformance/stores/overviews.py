"""What is asked over all tabs at once."""

from datetime import timedelta

from core.people import CONNECTOR
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import A, S, move, ready, world
from tests.records import LASTING, NOW, PASSING, company, project


class Overviews:
    """Part of StoreContract."""

    def test_what_has_yet_to_get_through_and_names_a_record_waits_for_it(self, store):
        vendor, job = company(S.READY_TO_EXPORT), project(S.READY_TO_EXPORT)
        waiting = [
            ready("SC0001"),
            ready("SC0002", S.UNSENT),
            ready("SC0003", S.FAILED, erp_id="A3"),
        ]
        through = [
            ready("SC0004", S.SYNCED, erp_id="A4"),
            ready("SC0005", S.EXPORTING, erp_id="A5"),
        ]
        store.arrive([vendor, job, *waiting, *through], CONNECTOR)

        found = store.blocking([vendor.id, job.id, waiting[0].id, RecordId("nobody")], 99)

        assert found == {vendor.id: 3, job.id: 3}
        assert store.blocking([vendor.id], 2) == {vendor.id: 2}
        assert store.blocking([], 2) == {}

    def test_a_record_is_waited_for_under_the_id_of_the_project_system_too(self, store):
        vendor = company(S.READY_TO_EXPORT, id=RecordId("sage-1"), origin_id="company-1")
        store.arrive([vendor, ready("SC0001", vendor=RecordId("company-1"))], CONNECTOR)

        assert store.blocking([vendor.id], 9) == {vendor.id: 1}

    def test_what_was_refused_or_not_answered_is_found_the_oldest_first(self, store):
        declined = project(S.READY_TO_UPDATE, fault=LASTING, sent_at=NOW)
        failed = ready(
            "SC0001", S.FAILED, fault=PASSING, erp_id="A1", sent_at=NOW - timedelta(days=2)
        )
        lost = ready(
            "SC0002", S.OUTCOME_UNKNOWN, fault=PASSING, erp_id="A2", sent_at=NOW - timedelta(days=1)
        )
        others = [ready("SC0003"), ready("SC0004", S.EXPORTING, fault=PASSING, erp_id="A4")]
        store.arrive([declined, failed, lost, *others], CONNECTOR)

        found = store.failures(9)

        assert [one.row.id for one in found] == [failed.id, lost.id, declined.id]
        assert [one.fault for one in found] == [PASSING, PASSING, LASTING]
        assert [one.row.id for one in store.failures(1)] == [failed.id]
        assert found[0].parent_number == failed.parent_number

    def test_what_happened_on_a_tab_after_an_entry_is_told_the_oldest_first(self, store):
        world(store)
        before = store.last_entry()
        first, second = ready("SC0001"), ready("SC0002")
        store.arrive([first, second, company(S.UNSENT, id=RecordId("other"))], CONNECTOR)
        move(store, first, S.REJECTED)

        found = store.happened("commitments", before, 9)

        assert [(e.record, e.version) for e in found] == [
            (first.id, 1), (second.id, 1), (first.id, 2)
        ]  # fmt: skip
        assert [e.record for e in store.happened("commitments", before, 1)] == [first.id]
        assert store.happened("commitments", store.last_entry(), 9) == []
        assert store.last_entry() == found[-1].seq

    def test_the_newest_entry_of_an_action_is_found_for_each_record(self, store):
        world(store)
        first, second = ready("SC0001"), ready("SC0002")
        store.arrive([first, second], CONNECTOR)
        move(store, first, S.REJECTED)
        move(store, first, S.READY_TO_EXPORT)

        found = store.newest([first.id, second.id], A.ACCEPT)

        assert {record: entry.version for record, entry in found.items()} == {first.id: 3}
        assert store.newest([], A.ACCEPT) == {}
