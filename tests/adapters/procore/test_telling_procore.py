"""What is linked, unlinked and made at Procore, also where the line breaks."""

from datetime import timedelta

import httpx2
import pytest

from adapters.sandbox.faults import FaultKind
from adapters.wire.deadline import Deadline
from adapters.wire.failures import NotSent
from core.case import Mirrored
from core.ports import OutsideUnreachable, UnknownRecord
from core.records import (
    BudgetLine,
    CostCode,
    CostTransaction,
    CostType,
    DirectCost,
    Project,
    ProjectCode,
)
from core.vocabulary import (
    CostSource,
    DirectCostType,
    ErpStatus,
    Origin,
    RecordId,
    RecordKind,
)
from tests.adapters.procore.desk import client, desk
from tests.records import (
    CODES,
    NOW,
    SOME_DAY,
    budget,
    cco,
    commitment,
    company,
    cost_code,
    job_cost,
    many,
    owner_invoice,
    prime_contract,
    project,
    sub_job,
    subcontractor_invoice,
)

S, K = ErpStatus, RecordKind
LINKABLE = (
    company(S.UNSENT), project(S.UNSENT), sub_job(S.UNSENT), commitment(S.UNSENT),
    prime_contract(S.UNSENT), subcontractor_invoice(S.UNSENT), owner_invoice(S.UNSENT),
)  # fmt: skip
STANDARD = [
    cost_code(S.SYNCED),
    cost_code(S.SYNCED, id=RecordId("cost_code-2"), number="26-000", title="Electrical",
              erp_id="26-000"),
]  # fmt: skip
ERP_IDS = {
    K.COMPANY: "V1001", K.PROJECT: "J1200", K.SUB_JOB: "EXTRA2", K.COMMITMENT: "SC0001",
    K.PRIME_CONTRACT: "PC100", K.SUBCONTRACTOR_INVOICE: "INV-7001", K.OWNER_INVOICE: "OI-12",
}  # fmt: skip


@pytest.fixture
def full(tmp_path):
    with desk(tmp_path, *LINKABLE, cco(S.UNSENT), budget(S.UNSENT)) as made:
        made.news()
        yield made


def at_procore(made, held, **changes):
    """A record as the console has it, born at Procore."""
    return held._replace(id=made.name(held.id), **changes)


def persistently(action, *asked, **named):
    """As the connector does: again for as long as the outside does not answer."""
    for _ in range(60):
        try:
            return action(*asked, **named)
        except OutsideUnreachable:
            continue
    raise AssertionError("it never came through")


@pytest.mark.parametrize("held", LINKABLE, ids=lambda r: r.kind)
def test_a_link_is_written_once_and_taken_away(full, held):
    erp_id = ERP_IDS[held.kind]
    synced = at_procore(full, held, erp_id=erp_id, status=S.SYNCED, changed_at=NOW)

    full.client.tell(synced, S.SYNCED)
    full.client.tell(synced, S.SYNCED)
    linked = full.projects.find(held.id)
    full.client.tell(
        synced._replace(erp_id=None, status=S.UNLINKED, changed_at=NOW + timedelta(1)), S.UNLINKED
    )

    assert (linked.status, linked.erp_id) == (S.SYNCED, erp_id)
    unlinked = full.projects.find(held.id)
    assert (unlinked.status, unlinked.erp_id) == (S.UNLINKED, None)
    assert full.news(mark=10_000)[0] == []
    assert len([call for call in full.heard if call[0] == "PATCH"]) == 2


def test_a_linked_record_is_known_as_linked_by_a_client_that_lost_its_file(full):
    mine = at_procore(full, LINKABLE[2], erp_id="EXTRA2", status=S.SYNCED)
    full.client.tell(mine, S.SYNCED)

    with client(full.served.address, full.folder) as later:
        news, mark = later.news(500, 100)

    found = {record.id: record for record in news}[mine.id]
    assert (found.status, found.erp_id) == (S.SYNCED, "EXTRA2")
    assert mark > 500


def test_a_link_that_another_program_wrote_stays(full):
    full.projects.tell(company(S.SYNCED), S.SYNCED)
    full.client.tell(at_procore(full, commitment(S.REJECTED), erp_id=None), S.REJECTED)

    assert full.projects.find(RecordId("company-1")).erp_id == "V1001"
    assert not [call for call in full.heard if call[0] == "PATCH"]


def test_what_has_no_field_for_a_link_is_told_to_nobody(full):
    before = len(full.heard)

    full.client.tell(at_procore(full, cco(S.SYNCED)), S.SYNCED)
    full.client.tell(budget(S.SYNCED, id=RecordId("procore-budgets-2")), S.SYNCED)

    assert len(full.heard) == before


def test_a_word_that_comes_late_does_not_undo_a_later_one(full):
    mine = at_procore(full, commitment(S.SYNCED), changed_at=NOW)
    full.client.tell(
        mine._replace(erp_id=None, status=S.UNLINKED, changed_at=NOW + timedelta(1)), S.UNLINKED
    )

    full.client.tell(mine, S.SYNCED)

    assert full.projects.find(RecordId("commitment-1")).erp_id is None


def test_an_edit_is_news_and_a_link_is_none(full):
    """An invoice goes by the title of its commitment: it has none of its own at Procore."""
    _, mark = full.news()
    full.client.tell(at_procore(full, company(S.SYNCED)), S.SYNCED)
    full.projects.edit(RecordId("commitment-1"), title="Longer deck")

    news, _ = full.news(mark)

    mine = [(r.kind, r.title) for r in news if r.kind is not K.SUBCONTRACTOR_INVOICE]
    assert mine == [(K.COMMITMENT, "Longer deck")]


def test_a_record_is_found_as_its_people_see_it(full):
    full.projects.edit(RecordId("commitment-1"), title="Slab")
    full.projects.delete(RecordId("company-1"))

    assert full.client.find(full.name("commitment-1")).title == "Slab"
    with pytest.raises(UnknownRecord):
        full.client.find(RecordId("procore-vendors-1"))
    with pytest.raises(UnknownRecord):
        full.client.find(RecordId("nothing"))


@pytest.mark.parametrize("held", [*LINKABLE, cco(S.UNSENT)], ids=lambda r: r.kind)
def test_a_record_that_is_found_reads_as_its_news_did(full, held):
    news = {record.id: record for record in full.news()[0]}

    found = full.client.find(full.name(held.id))

    assert found._replace(created_at=None) == news[found.id]._replace(created_at=None)


IMPORTED = (
    company(S.SYNCED, id=RecordId("01-vendor"), origin=Origin.ERP),
    project(S.SYNCED, id=RecordId("01-job"), origin=Origin.ERP),
    sub_job(S.SYNCED, id=RecordId("01-extra"), origin=Origin.ERP, project=RecordId("01-job")),
    prime_contract(S.SYNCED, id=RecordId("01-prime"), project=RecordId("01-job")),
    cost_code(S.SYNCED, id=RecordId("01-code"), number="09-900", erp_id="09-900"),
    budget(S.SYNCED, id=RecordId("01-budget"), project=RecordId("01-job"), origin=Origin.ERP,
           lines=(BudgetLine("03-300", "L", 50_00), BudgetLine("03-300", "S", 7_25))),
    job_cost(S.SYNCED, id=RecordId("01-costs"), project=RecordId("01-job"), direct_costs=(
        DirectCost(CostTransaction(7, 1, CostSource.JOB_COST, "03-300", "L", 90_10),
                   DirectCostType.EXPENSE, 90_10, "Hours"),
        DirectCost(CostTransaction(7, 2, CostSource.ACCOUNTS_PAYABLE, "03-300", "S", -5_00,
                                   SOME_DAY, invoice="A-1"),
                   DirectCostType.INVOICE, -5_00, "Credit"),
    )),
)  # fmt: skip


def copies(made, kind):
    return made.projects.database.rows("SELECT count(*) FROM copies WHERE kind = ?", (kind,))[0][0]


@pytest.mark.parametrize("percent", [0, 40])
def test_imports_are_made_once_however_often_the_line_breaks(tmp_path, percent):
    with desk(tmp_path, *STANDARD) as made:
        for kind in (FaultKind.DOWN, FaultKind.REFUSE, FaultKind.TIMEOUT, FaultKind.DROP):
            made.faults.turn(kind, percent if kind is FaultKind.DROP else percent // 4)

        for record in IMPORTED:
            persistently(made.client.create, record)
            persistently(made.client.create, record)

        for record in IMPORTED:
            named = f"{record.kind} {record.number}"
            assert copies(made, record.kind) == 1 + 2 * (record.kind is K.COST_CODE), named
        kinds = (K.COMPANY, K.PROJECT, K.SUB_JOB, K.PRIME_CONTRACT)
        shown = {
            kind: made.projects.database.rows("SELECT number FROM copies WHERE kind = ?", (kind,))[
                0
            ][0]
            for kind in kinds
        }
        assert shown == {r.kind: r.number for r in IMPORTED if r.kind in kinds}


def test_links_stand_as_they_were_told_however_often_the_line_breaks(full):
    full.faults.turn(FaultKind.DROP, 40)
    full.faults.turn(FaultKind.DOWN, 40)
    for held in LINKABLE:
        mine = at_procore(full, held, erp_id=ERP_IDS[held.kind], status=S.SYNCED)
        persistently(full.client.tell, mine, S.SYNCED)
    unlinked = at_procore(full, LINKABLE[0], erp_id=None, status=S.UNLINKED)
    persistently(full.client.tell, unlinked, S.UNLINKED)

    shown = {held.kind: full.projects.find(held.id).erp_id for held in LINKABLE}

    assert shown == {**ERP_IDS, K.COMPANY: None}


def test_an_import_that_is_there_already_is_taken_for_it(tmp_path):
    with desk(tmp_path, company(S.SYNCED)) as made:
        made.client.create(company(S.SYNCED, id=RecordId("01-vendor"), origin=Origin.ERP))

        assert copies(made, K.COMPANY) == 1
        found = made.client.find(RecordId("01-vendor"))
        assert (found.id, found.erp_id) == ("01-vendor", "V1001")


def test_what_was_made_is_known_by_our_mark_where_the_answer_was_lost(tmp_path):
    with desk(tmp_path, *STANDARD) as made:
        made.client.create(IMPORTED[1])
        (tmp_path / "another").mkdir()

        with client(made.served.address, tmp_path / "another") as other:
            found, _ = other.news(0, 10)

        assert [(r.id, r.status) for r in found] == [("01-job", S.SYNCED)]


class OnceDeaf(httpx2.BaseTransport):
    """Loses the first call to a path."""

    def __init__(self, path):
        self._path, self._through = path, Deadline()

    def handle_request(self, request):
        if request.url.path == self._path:
            self._path = ""
            raise NotSent("Procore", "a call", "nobody answers")
        return self._through.handle_request(request)

    def close(self):
        self._through.close()


def test_what_broke_off_after_its_head_is_made_whole(tmp_path):
    line = OnceDeaf("/rest/v1.0/cost_codes/copy_subset_from_standard_list")
    job = project(S.SYNCED, id=RecordId("01-job"), origin=Origin.ERP, codes=CODES[1:])
    with desk(tmp_path, *STANDARD, transport=line) as made:
        persistently(made.client.create, job)

        codes = made.client.find(job.id).body.codes

    assert [code.code for code in codes] == ["03-300"]


def test_what_was_made_is_no_news(tmp_path):
    with desk(tmp_path, *STANDARD) as made:
        for record in IMPORTED:
            made.client.create(record)

        assert made.news()[0] == []


def test_a_prime_contract_comes_with_its_lines_and_its_owner_system_knows_it(tmp_path):
    with desk(tmp_path, *STANDARD) as made:
        for record in IMPORTED:
            made.client.create(record)

        found = made.client.find(RecordId("01-prime"))

        assert (found.amount, found.erp_id) == (400_000_00, "PC100")
        assert found.body.lines == prime_contract().body.lines


@pytest.mark.rule("financials 17")
def test_the_budget_and_the_costs_of_a_job_come_with_their_amounts(tmp_path):
    with desk(tmp_path, *STANDARD) as made:
        for record in IMPORTED:
            made.client.create(record)

        held = {
            record.kind: record
            for record in made.projects.of_project(made.projects.find(of_job(made)).id)
        }

    assert [(x.code, x.category, x.original) for x in held[K.BUDGET].body.lines] == [
        ("03-300", "L", 50_00), ("03-300", "S", 7_25),
    ]  # fmt: skip
    assert [(x.of.key, x.of.category, x.amount) for x in held[K.JOB_COST].body.direct_costs] == [
        ("7-1", "L", 90_10), ("7-2", "S", -5_00),
    ]  # fmt: skip


def of_job(made):
    """The project that was made for the job."""
    found = made.projects.database.rows("SELECT record FROM copies WHERE kind = 'project'")
    return RecordId(found[0][0])


def test_only_what_changed_of_the_costs_is_told_again(tmp_path):
    with desk(tmp_path, *STANDARD) as made:
        for record in IMPORTED:
            made.client.create(record)
        costs = IMPORTED[-1]
        first, second = costs.body.direct_costs
        renewed = costs._replace(
            body=costs.body._replace(direct_costs=(first, second._replace(amount=-6_00)))
        )
        before = len(made.heard)

        made.client.tell(costs, S.SYNCED)
        made.client.tell(renewed, S.SYNCED)

        heads = [path for _, path, _ in made.heard[before:] if path.endswith("direct_costs/sync")]
        assert len(heads) == 1
        (held,) = [r for r in made.projects.of_project(of_job(made)) if r.kind is K.JOB_COST]
        assert [cost.amount for cost in held.body.direct_costs] == [90_10, -6_00]


@pytest.mark.rule("cost codes 17")
def test_codes_of_the_job_that_the_project_has_not_are_copied_from_the_list(tmp_path):
    types = (CostType("M"),)
    electrical = cost_code(S.SYNCED, number="26-000", title="Electrical", types=types)
    with desk(tmp_path, project(S.UNSENT), electrical) as made:
        made.news()
        job = Mirrored(K.PROJECT, "", "J1200", "Lake Street Bridge", body=Project(
            codes=(*CODES, ProjectCode("26-000", "Electrical", ("M",), ("M",)))
        ))  # fmt: skip
        mine = at_procore(made, project(S.SYNCED))

        made.client.renew(mine, job, into_budget=False)
        made.client.renew(mine, job, into_budget=False)

        codes = made.projects.find(RecordId("project-1")).body.codes
        assert [code.code for code in codes] == ["01-100", "03-300", "26-000"]


def test_taking_a_code_off_a_project_is_for_a_person(tmp_path):
    with desk(tmp_path, project(S.UNSENT)) as made:
        made.news()
        mine = at_procore(made, project(S.SYNCED))

        assert made.client.remove(mine, "01-100", "L") == (
            "Procore lets no other program take 01-100 L off a project; do it there by hand."
        )
        assert made.client.remove(mine, "01-100", "X") is None
        assert made.client.remove(mine, "99-999", "") is None


def test_a_company_is_kept_as_the_console_says(full):
    edited = company(S.UNSENT, title="X-Walsh", active=False, city="Joliet")

    full.client.tidy(at_procore(full, edited))

    shown = full.projects.find(RecordId("company-1"))
    assert (shown.title, shown.body.active, shown.body.city) == ("X-Walsh", False, "Joliet")
    assert full.news(10_000)[0] == []


def test_what_was_refused_names_the_system_the_call_and_the_reason(tmp_path):
    two = many(commitment, 2, status=S.UNSENT)
    with desk(tmp_path, project(S.UNSENT), *two) as made:
        made.news()
        first, second = (at_procore(made, one, erp_id="SC1", status=S.SYNCED) for one in two)
        made.client.tell(first, S.SYNCED)

        with pytest.raises(
            OutsideUnreachable, match=r"^Procore, sync work order contracts: .*taken"
        ):
            made.client.tell(second, S.SYNCED)


def test_nothing_is_told_of_what_was_never_read(tmp_path):
    with desk(tmp_path) as made:
        made.client.tell(commitment(S.REJECTED), S.REJECTED)

        with pytest.raises(OutsideUnreachable, match="commitment SC0001 is in none of its lists"):
            made.client.tell(commitment(S.SYNCED), S.SYNCED)
        assert isinstance(cost_code().body, CostCode)
