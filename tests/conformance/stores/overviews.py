"""What is asked over all tabs at once."""

from core.people import CONNECTOR
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import S, ready
from tests.records import company, project


class Overviews:
    """Part of StoreContract."""

    def test_what_has_yet_to_get_through_and_names_a_record_waits_for_it(self, store):
        vendor, job = company(S.READY_TO_EXPORT), project(S.READY_TO_EXPORT)
        waiting = [ready("SC0001"), ready("SC0002", S.UNSENT), ready("SC0003", S.FAILED)]
        through = [ready("SC0004", S.SYNCED), ready("SC0005", S.EXPORTING)]
        store.arrive([vendor, job, *waiting, *through], CONNECTOR)

        found = store.blocking([vendor.id, job.id, waiting[0].id, RecordId("nobody")], 99)

        assert found == {vendor.id: 3, job.id: 3}
        assert store.blocking([vendor.id], 2) == {vendor.id: 2}
        assert store.blocking([], 2) == {}

    def test_a_record_is_waited_for_under_the_id_of_the_project_system_too(self, store):
        vendor = company(S.READY_TO_EXPORT, id=RecordId("sage-1"), origin_id="company-1")
        store.arrive([vendor, ready("SC0001", vendor=RecordId("company-1"))], CONNECTOR)

        assert store.blocking([vendor.id], 9) == {vendor.id: 1}
