"""What is asked over all tabs at once."""

from datetime import timedelta

from core.people import CONNECTOR
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import S, ready
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
