"""Sage through hh2: what it tells, and an invoice that is exported once, wherever it is cut off."""

import time

import pytest

from adapters.hh2.session import Barred, Credentials
from adapters.sandbox.faults import FaultKind
from core.payload import payload
from core.ports import ErpRefused, OutsideUnreachable, UnderWay
from core.settings import Settings
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.hh2.desk import client, desk
from tests.records import commitment, subcontractor_invoice

K = RecordKind
KEY = "ex1:invoice:1"


@pytest.fixture
def both(tmp_path):
    with desk(tmp_path) as made:
        yield made


def leaving(number="INV-7001"):
    record = subcontractor_invoice(ErpStatus.EXPORTING, number=number, erp_id=number)
    return payload(record, Settings())


def read_all(erp, kind):
    """Everything of a kind, block by block."""
    mark, told, gone = 0, {}, []
    while True:
        block = erp.seen(kind, mark, 2)
        told |= {(m.scope, m.erp_id): m for m in block.records}
        gone += block.gone
        if not block.remaining:
            return told, gone, block.mark
        mark = block.mark


def exported(erp, record, key=KEY):
    for kind in (K.COMMITMENT, K.SUBCONTRACTOR_INVOICE):
        read_all(erp, kind)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            return erp.export(record, key)
        except (UnderWay, OutsideUnreachable):
            time.sleep(0.01)
    raise AssertionError("it never ended")


def in_sage(both):
    return [d.erp_id for d in both.sandbox.ledger.documents(K.SUBCONTRACTOR_INVOICE)]


@pytest.mark.call(
    "hh2", "sign in", "read vendors", "read jobs", "read the cost codes of jobs",
    "read the categories of jobs", "read standard cost codes", "read standard categories",
    "read commitments", "read the items of commitments",
)  # fmt: skip
@pytest.mark.parametrize("kind", [K.COMPANY, K.PROJECT, K.SUB_JOB, K.COMMITMENT, K.COST_CODE])
def test_what_hh2_tells_is_what_sage_holds(both, kind):
    told, gone, _ = read_all(both.erp, kind)

    held = {(m.scope, m.erp_id): m for m in both.sandbox.ledger.documents(kind)}
    assert set(told) == set(held)
    assert gone == []
    for name, mine in told.items():
        theirs = held[name]
        assert (mine.title, mine.amount, mine.active, mine.job, mine.vendor) == (
            theirs.title, theirs.amount, theirs.active, theirs.job, theirs.vendor,
        )  # fmt: skip


def test_a_commitment_is_told_with_its_lines(both):
    told, _, _ = read_all(both.erp, K.COMMITMENT)

    mine, theirs = told["", "SC0001"].body, commitment().body
    assert [(x.item, x.code, x.category, x.amount) for x in mine.lines] == [
        (x.item, x.code, x.category, x.amount) for x in theirs.lines
    ]


def test_only_what_changed_is_told_again_and_what_went_is_told_as_gone(both):
    _, _, mark = read_all(both.erp, K.COMPANY)
    both.sandbox.ledger.set_inactive("V2")
    both.sandbox.relay.sync()
    changed = both.erp.seen(K.COMPANY, mark, 10)
    both.sandbox.ledger.delete(K.COMPANY, "", "V2")
    both.sandbox.relay.sync()

    gone = both.erp.seen(K.COMPANY, changed.mark, 10)

    assert [(m.erp_id, m.active) for m in changed.records] == [("V2", False)]
    assert (list(gone.records), list(gone.gone)) == ([], [("", "V2")])


def test_what_was_read_for_another_kind_is_told_with_its_whole(both):
    """The categories of jobs come with the standard codes, before anybody has read the jobs."""
    both.erp.seen(K.COST_CODE, 0, 100)

    first = both.erp.seen(K.JOB_COST, 0, 100)
    second = both.erp.seen(K.JOB_COST, first.mark, 100)

    told = [m.erp_id for m in (*first.records, *second.records)]
    assert "J1200" in told


@pytest.mark.call("hh2", "read job cost transactions")
def test_the_costs_of_a_job_are_told(both):
    told, _, _ = read_all(both.erp, K.JOB_COST)

    held = both.sandbox.ledger.documents(K.JOB_COST)
    assert [(d.scope, d.erp_id) for d in held] == list(told)


@pytest.mark.call(
    "hh2", "make a document", "export a document", "read a document", "read AP invoices",
    "ask for the status of an operation", "read the distributions of AP invoices",
)  # fmt: skip
def test_an_invoice_goes_through_every_stage_and_is_told_back(both):
    receipt = exported(both.erp, leaving())

    both.sandbox.relay.sync()
    told, _, _ = read_all(both.erp, K.SUBCONTRACTOR_INVOICE)
    assert (receipt.erp_id, in_sage(both)) == ("INV-7001", ["INV-7001"])
    mine = told["V1001", "INV-7001"]
    theirs = both.sandbox.ledger.find(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")
    assert (mine.amount, mine.parent, mine.job) == (theirs.amount, "SC0001", "J1200")
    assert [(x.item, x.amount, x.retainage) for x in mine.body.lines] == [
        (x.item, x.amount, x.retainage) for x in theirs.body.lines
    ]


def test_it_says_at_which_stage_it_is(tmp_path):
    with desk(tmp_path, stage=1000.0) as both:
        read_all(both.erp, K.SUBCONTRACTOR_INVOICE)

        with pytest.raises(UnderWay, match="waits in hh2's cloud"):
            both.erp.export(leaving(), KEY)


@pytest.mark.parametrize("fault", [FaultKind.DROP, FaultKind.TIMEOUT, FaultKind.REFUSE])
def test_whatever_becomes_of_its_calls_one_document_comes_of_it(both, fault):
    both.sandbox.faults.turn(fault, 40)

    exported(both.erp, leaving())

    assert in_sage(both) == ["INV-7001"]


def test_a_client_that_starts_anew_goes_on_where_the_other_stopped(both):
    """After each call of an export the process dies; its file is all that the next one has."""
    read_all(both.erp, K.SUBCONTRACTOR_INVOICE)
    ends = []
    for _ in range(12):
        with client(both.address, both.place) as erp:
            erp._invoices._session = _DyingAfter(erp._invoices._session, calls=1 + len(ends) % 3)
            try:
                ends.append(erp.export(leaving(), KEY))
            except (_Killed, UnderWay, OutsideUnreachable) as why:
                ends.append(type(why).__name__)
            else:
                break

    assert ends[-1].erp_id == "INV-7001"
    assert "_Killed" in ends
    assert in_sage(both) == ["INV-7001"]


@pytest.mark.call("hh2", "read failures")
def test_a_number_that_is_taken_is_refused_in_plain_words(both):
    exported(both.erp, leaving())

    with pytest.raises(ErpRefused, match="INV-7001") as refused:
        exported(both.erp, leaving(), "another key")

    assert refused.value.code == "INVOICE_DUPLICATE"


def test_what_hh2_has_no_call_for_is_refused_before_anything_is_sent(both):
    with pytest.raises(ErpRefused, match="no call that writes a commitment"):
        both.erp.export(commitment(ErpStatus.EXPORTING), KEY)


def test_refused_credentials_are_never_tried_a_second_time(both):
    guessed = Credentials("sandbox", "sandbox", "me", "guess")

    with client(both.address, both.place, guessed) as wrong:
        for _ in range(10):
            with pytest.raises(Barred, match="does not know this user or password"):
                wrong.seen(K.COMPANY, 0, 10)

    assert both.door.sessions.tries == 1


def test_a_session_that_ended_is_opened_again_once(both):
    read_all(both.erp, K.COMPANY)
    both.door.sessions.end_all()

    read_all(both.erp, K.PROJECT)

    assert both.door.sessions.tries == 2


def test_credentials_never_show():
    assert "hunter2" not in repr(Credentials("k", "s", "u", "hunter2"))


class _Killed(BaseException):
    """The process is gone."""


class _DyingAfter:
    """A session whose process dies after so many answers have come in."""

    def __init__(self, session, calls):
        self._session, self._calls = session, calls

    def ask(self, *said, **named):
        answer = self._session.ask(*said, **named)
        self._calls -= 1
        if self._calls <= 0:
            raise _Killed
        return answer
