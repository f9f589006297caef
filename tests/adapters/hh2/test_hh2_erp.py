"""Sage through hh2: what it tells, and who is let in."""

import json

import httpx2
import pytest

from adapters.hh2.calls import EXPORT, VENDORS
from adapters.hh2.keeping import Keeping, Kept
from adapters.hh2.reading import TELLS
from adapters.hh2.relay import Hh2Relay
from adapters.hh2.session import Barred, Credentials, Session, explained
from adapters.hh2.telling import TELLING, is_gone
from adapters.wire.failures import Declined, SentElsewhere
from adapters.wire.wire import Wire
from core.case import Mirrored
from core.ports import Depth, ErpRefused, OutsideUnreachable, Span
from core.records import Company
from core.routes import UNTOLD
from core.settings import Relay
from core.vocabulary import ContractType, ErpStatus, RecordKind
from tests.adapters.hh2.desk import HERE, client, desk, read_all
from tests.records import commitment

K = RecordKind


@pytest.fixture
def both(tmp_path):
    with desk(tmp_path) as made:
        yield made


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


def test_what_hh2_has_no_call_for_is_refused_before_anything_is_sent(both):
    with pytest.raises(ErpRefused, match="no call that writes a commitment"):
        both.erp.export(commitment(ErpStatus.EXPORTING), "key")


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


def test_hh2_says_why_nothing_here_has_it_read_sage(both):
    relay = Hh2Relay(both.erp._session, Relay, client="1.30.2")

    told = relay.report().relay

    assert (told.client, told.sage) == ("1.30.2", Relay().sage)
    assert told.no_first_step.startswith("hh2 has no call that starts its sync with Sage;")
    with pytest.raises(OutsideUnreachable) as refused:
        relay.begin("key", Span.ALL, Depth.DEEP)
    assert str(refused.value) == told.no_first_step


class Answering(httpx2.BaseTransport):
    """Lets everybody in with a result, then gives one answer after another."""

    def __init__(self, *answers, result=5):
        self.asked = []
        self._left, self._result = list(answers), result

    def handle_request(self, request):
        self.asked.append(request.url.path.rpartition("/")[2])
        status, said = 200, {"Result": self._result}
        if self.asked[-1] != "authenticate":
            status, said = self._left.pop(0)
        stream = httpx2.ByteStream(json.dumps(said).encode())
        return httpx2.Response(status, headers={"location": "/login.aspx"}, stream=stream)


def session_of(transport):
    return Session(Wire("hh2", "https://one", explain=explained, transport=transport), HERE)


WELL, FORBIDDEN, TO_A_PAGE = (200, []), (403, {"Errors": ["No."]}), (302, "")


@pytest.mark.parametrize("over", [FORBIDDEN, TO_A_PAGE, (401, "")])
def test_a_session_that_is_over_is_known_by_each_of_hh2s_ways_to_say_so(over):
    hh2 = Answering(WELL, over, WELL)
    session = session_of(hh2)

    session.ask(VENDORS)
    session.ask(VENDORS)

    assert hh2.asked == ["authenticate", "vendors", "vendors", "authenticate", "vendors"]


def test_what_hh2_forbids_to_a_new_session_is_not_asked_for_with_ever_newer_ones():
    hh2 = Answering(*[FORBIDDEN] * 4)
    session = session_of(hh2)

    for _ in range(4):
        with pytest.raises(Declined, match="403: No"):
            session.ask(VENDORS)

    assert hh2.asked == ["authenticate", *["vendors"] * 4]


def test_what_may_have_been_done_is_not_asked_for_again_under_a_new_session():
    hh2 = Answering(WELL, TO_A_PAGE)
    session = session_of(hh2)
    session.ask(VENDORS)

    with pytest.raises(SentElsewhere):
        session.ask(EXPORT)

    assert hh2.asked == ["authenticate", "vendors", "export"]


@pytest.mark.parametrize("result", [1, 2, 3, 4, 0, 17])
def test_whatever_a_sign_in_is_refused_with_it_is_not_tried_again(result):
    hh2 = Answering(result=result)
    session = session_of(hh2)

    for _ in range(3):
        with pytest.raises(Barred):
            session.ask(VENDORS)

    assert hh2.asked == ["authenticate"]


def test_a_refused_sign_in_is_remembered_by_the_next_process_until_a_person_asks_anew():
    """A connector that is started every minute would lock the user."""
    hh2, keeping = Answering(result=1), Keeping(None)

    def process(credentials=HERE):
        wire = Wire("hh2", "https://one", explain=explained, transport=hh2)
        return Session(wire, credentials, keeping)

    for _ in range(3):
        with pytest.raises(Barred, match="before `countersign doctor` gets in"):
            process().sign_in()
    before = len(hh2.asked)
    with pytest.raises(Barred):
        process(HERE._replace(password="another")).sign_in()
    others = len(hh2.asked)
    hh2._result = 5
    process().sign_in_anew()
    process().sign_in()

    assert (before, others, len(hh2.asked)) == (1, 2, 4)
    assert "sandbox" not in HERE.mark


@pytest.mark.call("hh2", "read the types of vendors")
def test_a_vendor_has_its_type(both):
    both.sandbox.ledger.enter(
        Mirrored(K.COMPANY, "", "V3", "Typed", body=Company(vendor_type="Subcontractor"))
    )
    setup = both.sandbox.ledger.setup()
    types = (*setup.settings.vendor_types, "Subcontractor")
    both.sandbox.ledger.keep_setup(
        setup._replace(settings=setup.settings._replace(vendor_types=types))
    )
    both.sandbox.relay.sync()

    told, _, _ = read_all(both.erp, K.COMPANY)

    assert (told["", "V3"].body.vendor_type, told["", "V2"].body.vendor_type) == (
        "Subcontractor", "",
    )  # fmt: skip


ONE, TWO, THREE = (f"00000000-0000-0000-0000-00000000000{n}" for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("status", "posted", "gone"),
    [(0, False, False), (1, False, False), (2, True, False), ("Posted", True, False),
     (3, False, True), ("Voided", False, True), ("3", False, True), (None, False, False)],
)  # fmt: skip
def test_an_invoice_that_is_voided_in_sage_is_gone_by_number_or_by_name(status, posted, gone):
    keeping = Keeping(None)
    keeping.keep(VENDORS.call.name, [Kept(ONE, ONE, 1, False, {"Code": "V1001"})])
    of = {"Code": "INV-1", "VendorId": ONE, "Status": status, "Amount": "12.5", "New": {"x": 1}}
    row = Kept(TWO, TWO, 2, False, of)

    told = TELLING[K.SUBCONTRACTOR_INVOICE](keeping, row)

    assert (told.scope, told.erp_id, told.body.gross) == ("V1001", "INV-1", 12_50)
    assert (told.posted, is_gone(K.SUBCONTRACTOR_INVOICE, row)) == (posted, gone)


@pytest.mark.parametrize(
    ("said", "type"),
    [
        (2, ContractType.PURCHASE_ORDER),
        ("Purchase order", ContractType.PURCHASE_ORDER),
        (1, ContractType.SUBCONTRACT),
        ("Subcontract", ContractType.SUBCONTRACT),
        (None, ContractType.SUBCONTRACT),
    ],
)
def test_a_commitments_type_is_read_as_a_number_and_as_a_word(said, type):
    row = Kept(THREE, THREE, 1, False, {"Code": "SC1", "Type": said, "Amount": 1})

    assert TELLING[K.COMMITMENT](Keeping(None), row).body.type == type


def test_what_the_core_takes_for_untold_is_what_no_call_tells():
    told = {kind for kind in RecordKind if kind in TELLS}

    assert set(RecordKind) - told == UNTOLD
