"""What hh2 carries into Sage arrives once, wherever it is cut off: an invoice, a direct cost."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from adapters.hh2.staged import decoded
from adapters.sandbox.faults import FaultKind
from adapters.sandbox.ledger import Ledger
from core.case import Mirrored
from core.payload import payload
from core.ports import ErpRefused, OnlyAPersonSees, OutsideUnreachable, UnderWay
from core.receivers import Strategy, strategy
from core.records import CostTransaction, Record
from core.settings import Settings
from core.vocabulary import CostSource, ErpStatus, RecordKind
from tests.adapters.hh2.desk import client, desk, read_all
from tests.records import job_cost, subcontractor_invoice

K = RecordKind
KEY = "ex1:document:1"
CRANE = CostTransaction(
    0, 0, CostSource.JOB_COST, "03-300", "M", 125_050, date(2026, 10, 31),
    description="Crane, second day",
)  # fmt: skip


def invoice() -> Record:
    record = subcontractor_invoice(ErpStatus.EXPORTING, number="INV-7001", erp_id="INV-7001")
    return payload(record, Settings())


def cost(entry: CostTransaction = CRANE) -> Record:
    record = job_cost(ErpStatus.EXPORTING, lines=(), transactions=(entry,))
    return record._replace(number="DC-1", erp_id=None)


def invoices_of(ledger: Ledger) -> list[tuple[str, int]]:
    return [(d.erp_id, d.amount) for d in ledger.documents(K.SUBCONTRACTOR_INVOICE)]


def costs_of(ledger: Ledger) -> list[tuple[str, int]]:
    entries = ledger.find(K.JOB_COST, "J1200", "J1200").body.transactions
    return [(one.description, one.amount) for one in entries]


class Case(NamedTuple):
    """One sort of document: a record of it, and what of it stands in Sage."""

    leaving: Callable[[], Record]
    in_sage: Callable[[Ledger], list[tuple[str, int]]]
    once: list[tuple[str, int]]


INVOICE = Case(invoice, invoices_of, [("INV-7001", invoice().amount)])
COST = Case(cost, costs_of, [("Crane, second day", 125_050)])
BOTH = pytest.mark.parametrize("case", [INVOICE, COST], ids=["invoice", "cost"])


@pytest.fixture
def both(tmp_path):
    with desk(tmp_path) as made:
        yield made


def exported(erp, record, key=KEY):
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            return erp.export(record, key)
        except (UnderWay, OutsideUnreachable):
            time.sleep(0.01)
    raise AssertionError("it never ended")


@pytest.mark.call(
    "hh2", "make a document", "export a document", "read a document", "read AP invoices",
    "ask for the status of an operation", "read the distributions of AP invoices",
)  # fmt: skip
def test_an_invoice_goes_through_every_stage_and_is_told_back(both):
    receipt = exported(both.erp, invoice())

    both.sandbox.relay.sync()
    told, _, _ = read_all(both.erp, K.SUBCONTRACTOR_INVOICE)
    assert (receipt.erp_id, invoices_of(both.sandbox.ledger)) == ("INV-7001", INVOICE.once)
    mine = told["V1001", "INV-7001"]
    theirs = both.sandbox.ledger.find(K.SUBCONTRACTOR_INVOICE, "V1001", "INV-7001")
    assert (mine.amount, mine.parent, mine.job) == (theirs.amount, "SC0001", "J1200")
    assert [(x.item, x.amount, x.retainage) for x in mine.body.lines] == [
        (x.item, x.amount, x.retainage) for x in theirs.body.lines
    ]


@pytest.mark.call("hh2", "make a direct cost", "enter a direct cost")
def test_an_invoice_of_its_number_from_another_vendor_is_not_taken_for_it(both):
    exported(both.erp, invoice())
    other = Mirrored(
        K.SUBCONTRACTOR_INVOICE, "V2", "INV-7001", "Theirs", 5, vendor="V2", job="J1200",
        body=subcontractor_invoice().body,
    )  # fmt: skip
    both.sandbox.ledger.open_books([other])
    both.sandbox.relay.sync()
    told, _, _ = read_all(both.erp, K.SUBCONTRACTOR_INVOICE)

    held = both.erp.held(invoice(), KEY)

    assert set(told) == {("V1001", "INV-7001"), ("V2", "INV-7001")}
    assert [(one.vendor, one.erp_id) for one in held] == [("V1001", "INV-7001")]


def test_a_direct_cost_stands_on_its_job_and_is_told_back(both):
    exported(both.erp, cost(CRANE._replace(code="01-100", category="S", sub_job="EXTRA1")))

    both.sandbox.relay.sync()
    told, _, _ = read_all(both.erp, K.JOB_COST)
    (mine,) = told["J1200", "J1200"].body.transactions
    assert (mine.code, mine.category, mine.sub_job) == ("01-100", "S", "EXTRA1")
    assert (mine.amount, mine.dated, mine.source) == (125_050, CRANE.dated, CostSource.JOB_COST)


@BOTH
def test_it_says_at_which_stage_it_is(tmp_path, case):
    waits = "It waits in hh2's cloud for the client on the Sage server"

    with desk(tmp_path, stage=1000.0) as both, pytest.raises(UnderWay, match=waits):
        both.erp.export(case.leaving(), KEY)


@BOTH
@pytest.mark.parametrize("fault", [FaultKind.DROP, FaultKind.TIMEOUT, FaultKind.REFUSE])
def test_whatever_becomes_of_its_calls_one_document_comes_of_it(both, case, fault):
    both.sandbox.faults.turn(fault, 40)

    try:
        exported(both.erp, case.leaving())
    except OnlyAPersonSees:
        # Sage would take a cost twice, so nothing is asked twice that may have been heard.
        assert case is COST
        assert case.in_sage(both.sandbox.ledger) == []
    else:
        assert case.in_sage(both.sandbox.ledger) == case.once


@BOTH
def test_a_client_that_starts_anew_goes_on_where_the_other_stopped(both, case):
    """After each call of an export the process dies; its file is all that the next one has."""
    ends = []
    for _ in range(12):
        with client(both.address, both.place) as erp:
            erp._staged._session = _DyingAfter(erp._staged._session, calls=1 + len(ends) % 3)
            try:
                erp.export(case.leaving(), KEY)
            except (_Killed, UnderWay, OutsideUnreachable) as why:
                ends.append(type(why).__name__)
            else:
                break

    assert "_Killed" in ends
    assert case.in_sage(both.sandbox.ledger) == case.once


@BOTH
@pytest.mark.call("hh2", "read failures")
def test_a_failure_is_told_in_plain_words_and_goes_through_once_its_cause_is_gone(both, case):
    ledger = both.sandbox.ledger
    setup = ledger.setup()
    old = setup.settings.relay._replace(client="1.30.0")
    ledger.keep_setup(setup._replace(settings=setup.settings._replace(relay=old)))

    with pytest.raises(ErpRefused) as refused:
        exported(both.erp, case.leaving())
    kept = case.in_sage(ledger)
    ledger.keep_setup(setup)
    exported(both.erp, case.leaving())

    assert refused.value.text == "The client 1.30.0 is too old to carry invoices."
    assert kept == []
    assert case.in_sage(ledger) == case.once


def test_a_number_that_is_taken_is_refused_in_plain_words(both):
    exported(both.erp, invoice())

    with pytest.raises(ErpRefused, match="INV-7001") as refused:
        exported(both.erp, invoice(), "another key")

    assert refused.value.code == "INVOICE_DUPLICATE"


def test_a_request_that_may_have_been_heard_is_not_made_twice_where_sage_takes_two(both):
    keeping = both.erp._keeping
    errand = both.erp._staged._make(*_of(COST), KEY)
    keeping.begin(errand._replace(operation="?", begun_at=0.0))

    with pytest.raises(OnlyAPersonSees, match="look there, then say `vouch` or `disprove`"):
        both.erp.export(cost(), KEY)

    traits = both.erp.traits(K.JOB_COST)
    assert strategy(traits) is Strategy.RESEND
    assert strategy(traits, timedelta(hours=1)) is Strategy.LOOK_FOR_A_TIME_THEN_PARK
    assert costs_of(both.sandbox.ledger) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "99-999"}, "hh2 knows no cost code 99-999 M on this job."),
        ({"sub_job": "NORTH"}, "hh2 knows no cost code NORTH 03-300 M on this job."),
    ],
)
def test_a_cost_on_what_hh2_does_not_know_is_refused_before_anything_is_sent(both, changes, says):

    with pytest.raises(ErpRefused) as refused:
        both.erp.export(cost(CRANE._replace(**changes)), KEY)

    assert refused.value.text == says


@pytest.mark.parametrize(
    ("said", "code", "sentence"),
    [
        (
            "Exception of type 'DBI.TimberlineOffice.KeyAlreadyInUseException' was thrown.",
            "INVOICE_DUPLICATE",
            "Sage has a document of this number already.",
        ),
        (
            "TimberlineOffice.KeyAlreadyInUseException: V1001 has INV-7001 already.",
            "INVOICE_DUPLICATE",
            "V1001 has INV-7001 already.",
        ),
        (
            "Exception of type 'TimberlineOffice.PeriodClosedException' was thrown.",
            "SAGE_REFUSED",
            "Sage did not take it; hh2 gives only the reason period closed.",
        ),
        ("The period is closed: October.", "SAGE_REFUSED", "The period is closed: October."),
    ],
)
def test_a_failure_of_hh2s_is_read_in_either_of_its_forms(said, code, sentence):
    assert decoded(said, "INVOICE_DUPLICATE") == (code, sentence)


def _of(case: Case):
    from adapters.hh2.erp import FLOWS

    record = case.leaving()
    return FLOWS[record.kind], record


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
