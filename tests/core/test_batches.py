"""What is told of a batch: its sums, its refusals by rule, and what to try again."""

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.batches import Batches, as_report, since_then, summary
from core.people import CONNECTOR
from core.ports import Asked, asked_for
from core.records import Fault
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA
from tests.records import commitment, company, project

A, S = Action, ErpStatus
BUSY = Fault("SAGE_BUSY", "Sage was busy.", passing=True)


def numbered(number, status=S.READY_TO_EXPORT, **changes):
    return commitment(status, id=RecordId(number), number=number, **changes)


@pytest.fixture
def store():
    made = MemoryStore()
    made.keep_person(ANA)
    mine = [numbered(f"SC{n}", amount=n * 100_00) for n in range(1, 4)]
    long = numbered("SC4", title="A title that is far too long for Sage to hold")
    synced = numbered("SC5", S.SYNCED, erp_id="SC5")
    made.arrive([project(S.SYNCED), company(S.SYNCED), *mine, long, synced], CONNECTOR)
    return made


@pytest.fixture
def told(store):
    """The account of one batch, as it stands whenever it is asked for."""
    asked = [Asked(RecordId(f"SC{n}")) for n in range(1, 6)]
    batch, _ = Approvals(store).perform_many(A.ACCEPT, asked, ANA, called="Friday")
    batches = Batches(store, ANA, store.find)
    return lambda: batches.account(batch.id.lower())


def end(store, record, action, **answers):
    from core.case import Answers

    Approvals(store).perform(action, Asked(RecordId(record)), CONNECTOR, Answers(**answers))


def test_its_sums_are_those_of_what_was_done(told):
    account = told()

    (job,), (vendor,) = account.by_job, account.by_vendor
    assert (job.name, job.records, job.amount) == ("J1200", 3, 600_00)
    assert (vendor.name, vendor.records) == ("Walsh Construction", 3)
    assert summary(account.batch) == "accept 5: 3 done, 2 refused"
    assert account.left == 0


def test_refusals_are_gathered_by_their_rules(told):
    account = told()

    assert [(r.rule, r.records) for r in account.refusals] == [
        ("financials 27 (C4)", ("SC4",)),
        ("lifecycle", ("SC5",)),
    ]
    assert dict(account.names)["SC5"].startswith("SC5 ")


def test_it_tells_what_became_of_each_since_and_what_may_be_tried_again(store, told):
    end(store, "SC1", A.CONFIRM, erp_id="SC1")
    end(store, "SC2", A.FAIL, fault=BUSY)
    end(store, "SC3", A.FAIL, fault=BUSY._replace(passing=False))

    account = told()

    assert account.again == (asked_for(store.find(RecordId("SC2"))),)
    assert account.again_by is A.ACCEPT
    assert since_then(account) == "failed 2, synced 1; 1 can be tried again"


def test_as_a_file_it_has_a_row_for_each_record(told):
    report = as_report(told())

    assert len(report.rows) == 5
    assert {row[7] for row in report.rows} == {"done", "refused"}
    assert "Friday" in report.title


def test_there_is_no_account_of_a_batch_that_never_was(store):
    assert Batches(store, ANA, store.find).account("B-1") is None


def test_ones_own_are_told_apart(store, told):
    mine = Batches(store, ANA, store.find).recent(9, mine=True)

    assert [batch.name for batch in mine] == ["Friday"]
    assert Batches(store, CONNECTOR, store.find).recent(9, mine=True) == []
