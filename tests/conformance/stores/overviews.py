"""What is asked over all tabs at once."""

from datetime import timedelta

from core.people import CONNECTOR
from core.ports import Batch, Deed
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import A, S, V, move, ready, world
from tests.people import ADA
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

    def test_what_waits_is_counted_by_tab_and_since_when(self, store, clock):
        ages = (0, 2, 2, 9)
        many = [
            ready(f"SC{n}", sent_at=clock.now - timedelta(days=days)) for n, days in enumerate(ages)
        ]
        store.arrive([*many, ready("SC9", S.UNSENT), company(S.READY_TO_IMPORT)], CONNECTOR)
        edges = [clock.now - timedelta(days=1), clock.now - timedelta(days=3)]

        found = store.waiting_since({V.READY_TO_EXPORT}, edges)

        assert found == {"commitments": (1, 2, 1)}

    def test_deeds_are_told_by_time_and_of_many_the_newest(self, store, clock):
        world(store)
        many = [ready(f"SC{n}") for n in range(3)]
        store.arrive(many, CONNECTOR)
        for one in many:
            clock.pass_(60)
            move(store, one, S.REJECTED)
        start = clock.now - timedelta(seconds=60)

        found = store.deeds(start, {A.ACCEPT}, 9)

        assert [d.record for d in found] == [many[1].id, many[2].id]
        assert found[-1] == Deed(clock.now, ADA.name, A.ACCEPT, many[2].id, "because")
        assert [d.record for d in store.deeds(start, {A.ACCEPT}, 1)] == [many[2].id]
        assert store.deeds(clock.now + timedelta(days=1), {A.ACCEPT}, 9) == []
        assert store.deeds(start, {A.REJECT}, 9) == []

    def test_reasons_of_refusals_are_told_of_the_newest_batches(self, store, clock):
        first, second = RecordId("SC1"), RecordId("SC2")
        store.keep_batch(
            Batch("B1", A.ACCEPT, "Ana", clock.now, 2, 0, ((first, ("One.", "Two.")),))
        )
        clock.pass_(60)
        store.keep_batch(Batch("B2", A.ACCEPT, "Ana", clock.now, 1, 0, ((second, ("Three.",)),)))
        store.keep_batch(Batch("B3", A.ACCEPT, "Ana", clock.now, 1, 1))

        assert store.refused_since(clock.now - timedelta(days=1), 9) == ["Three.", "One.", "Two."]
        assert store.refused_since(clock.now - timedelta(days=1), 1) == ["Three."]
        assert store.refused_since(clock.now, 9) == ["Three."]
