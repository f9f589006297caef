"""What a judgement may read."""

from datetime import timedelta

from core.case import NOTHING_SAID, Answers, Job, Mirrored
from core.people import CONNECTOR
from core.records import (
    InvoiceLine,
    ProjectCode,
)
from core.settings import Settings
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import K, S, ready, world
from tests.people import ADA, ANA
from tests.records import (
    cco,
    commitment,
    company,
    cost_code,
    project,
    sub_job,
    subcontractor_invoice,
)


class Cases:
    """Part of StoreContract."""

    def test_a_case_holds_what_its_record_names(self, store, clock):
        world(store)
        record = ready()
        store.arrive([record], CONNECTOR)

        case = store.case(record.id, ANA)

        assert (case.record, case.actor, case.now) == (record, ANA, clock.now)
        assert (case.settings, case.answers) == (Settings(), NOTHING_SAID)
        assert case.project.status is S.SYNCED
        assert (case.vendor.title, case.vendor.erp_id) == ("Walsh Construction", "V1001")
        assert case.parent is None
        assert set(case.related) == {record.project, record.vendor}

    def test_a_vendor_inactive_on_either_side_is_inactive(self, store):
        store.arrive([company(S.SYNCED, erp_active=False), ready()], CONNECTOR)

        assert not store.case(ready().id, ANA).vendor.active

    def test_an_invoice_names_the_changes_it_bills(self, store):
        invoice = subcontractor_invoice(
            lines=(InvoiceLine(1, "01-100", "S", 5), InvoiceLine(2, "a", "S", 5, cco="cco-1"))
        )
        store.arrive([invoice, cco(S.SYNCED), commitment(S.SYNCED)], CONNECTOR)

        case = store.case(invoice.id, ANA)

        assert case.related[RecordId("cco-1")].kind is K.CCO
        assert case.parent.kind is K.COMMITMENT

    def test_a_case_knows_the_job(self, store):
        codes = (ProjectCode("01-100", "", ("L", "M"), ("L",)),)
        store.arrive(
            [
                project(S.SYNCED, codes=codes, prime_contracts_tool=False),
                cost_code(S.SYNCED, group=True, number="01-000"),
                cost_code(S.SYNCED, id="cost_code-2", erp_id="02", number="02-000"),
                sub_job(S.SYNCED, number="EXTRA2"),
                sub_job(S.UNSENT, id="sub_job-2", number="EXTRA3"),
                ready(),
            ],
            CONNECTOR,
        )

        expected = Job(
            frozenset({("01-100", "L")}),
            frozenset({("01-100", "M")}),
            frozenset({"01-000"}),
            frozenset({"EXTRA2"}),
            prime_contracts_tool=False,
        )
        assert store.case(ready().id, ANA).job == expected
        assert store.case(project().id, ANA).job == expected
        assert store.case(cost_code().id, ANA).job is None

    def test_new_codes_of_a_job_are_seen_at_once(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        before = store.case(ready().id, ANA).job

        mine = store.find(project().id)
        more = (*mine.body.codes, ProjectCode("99-999", "", ("S",), ("S",)))
        store.amend(mine._replace(body=mine.body._replace(codes=more)), CONNECTOR, "edited")

        assert store.case(ready().id, ANA).job.codes - before.codes == {("99-999", "S")}

    def test_a_case_knows_who_claims_the_id_it_would_take(self, store):
        store.arrive(
            [
                commitment(S.SYNCED, id="commitment-9", number="X9", erp_id="sc0001"),
                ready("SC0001", title="Second"),
            ],
            CONNECTOR,
        )

        mine = store.case(RecordId("commitment-SC0001"), ANA)
        other = store.case(RecordId("commitment-SC0001"), ANA, Answers(erp_id="FREE"))
        theirs = store.case(RecordId("commitment-9"), ANA)

        assert mine.holder == "commitment X9, Bridge deck"
        assert other.holder is None
        assert theirs.holder is None

    def test_a_change_order_claims_its_id_within_its_commitment_only(self, store):
        store.arrive(
            [
                cco(S.SYNCED, id="cco-9", parent="commitment-9", erp_id="1"),
                cco(S.READY_TO_EXPORT, number="1"),
            ],
            CONNECTOR,
        )

        assert store.case(cco().id, ANA).holder is None

    def test_a_case_shows_what_the_erp_holds_under_its_id(self, store, clock):
        store.arrive([commitment(S.SYNCED), cco(S.READY_TO_EXPORT, number="1")], CONNECTOR)
        at = clock.now - timedelta(minutes=5)
        seen = Mirrored(K.CCO, "sc0001 ", "1", "In Sage", seen_at=at)
        elsewhere = Mirrored(K.CCO, "SC0002", "1", "Elsewhere", seen_at=at)

        store.mirror(K.CCO, [elsewhere, seen], at, mark=7)

        case = store.case(cco().id, ANA)
        assert case.mirrored == seen
        assert case.mirror_age == at
        assert store.case(commitment().id, ANA).mirror_age is None

    def test_a_case_counts_the_linked_records_that_name_it(self, store):
        store.arrive(
            [
                project(S.SYNCED),
                company(S.SYNCED),
                commitment(S.SYNCED),
                cco(S.SYNCED),
                cco(S.READY_TO_EXPORT, id="cco-2"),
                subcontractor_invoice(S.SYNCED),
            ],
            CONNECTOR,
        )

        dependants = {
            r.id: store.case(r.id, ANA).dependants for r in (project(), company(), commitment())
        }

        assert dependants == {"project-1": 3, "company-1": 3, "commitment-1": 2}

    def test_a_case_holds_the_record_to_link_to(self, store):
        target = company(S.UNSENT)
        theirs = company(S.READY_TO_IMPORT, id="company-2", erp_id="V7")
        store.arrive([target, theirs], CONNECTOR)

        case = store.case(theirs.id, ADA, Answers(link_to=target.id))

        assert case.target == target
        assert case.related[target.id].status is S.UNSENT
        assert store.case(theirs.id, ADA, Answers(link_to=RecordId("x"))).target is None

    def test_records_of_a_project_come_by_kind_and_id_under_any_of_its_names(self, store):
        linked = project(S.SYNCED, id="job-row", origin_id="project-1")
        elsewhere = commitment(id="commitment-8", number="SC8", project="project-8", erp_id=None)
        store.arrive([linked, company(S.SYNCED), commitment(), cco(), elsewhere], CONNECTOR)
        wanted = (K.COMMITMENT, K.CCO)

        by_origin = store.of_project(RecordId("project-1"), wanted, 9)
        by_row = store.of_project(linked.id, wanted, 9)

        assert [record.id for record in by_origin] == ["cco-1", "commitment-1"]
        assert by_row == by_origin
        assert [r.id for r in store.of_project(linked.id, wanted, 1)] == ["cco-1"]
        assert list(store.of_project(RecordId("project-1"), (K.COMPANY,), 9)) == []
