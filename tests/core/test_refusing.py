"""Refusals that no guard makes: their rules, codes and who can lift them."""

from datetime import UTC, datetime

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals, told
from core.audit import Entry
from core.case import Answers
from core.decide import decide, stale, unknown
from core.direct import standing
from core.direct import told as told_barriers
from core.identity import record_id
from core.objection import Cause, Guard, Objection
from core.people import CONNECTOR
from core.ports import Asked
from core.relay import at_least
from core.tabs import NEVER
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ADA
from tests.records import NOW, case, commitment, company, job_cost, record

A, S = Action, ErpStatus


def test_a_stale_and_an_unknown_record_cite_the_first_invariant():
    assert stale(A.SEND, "x").objections[0].rule == "invariant I1"
    assert unknown(A.SEND).objections[0].rule == "invariant I1"


@pytest.mark.parametrize(("kind", "action"), NEVER)
def test_what_never_happens_cites_its_rule_and_has_its_code(kind, action):
    rule, text = NEVER[kind, action]

    [objection] = decide(case(record(kind, S.SYNCED), ADA), action).objections

    assert objection == Objection(
        rule, text, cause=Cause.NO_SUCH_STEP, code="connector_unsupported"
    )


def test_a_step_that_is_not_there_cites_the_lifecycle():
    [objection] = decide(case(commitment(S.SYNCED), ADA), A.REJECT).objections

    assert objection == Objection(
        "lifecycle", "There is no reject of a commitment that is synced.", cause=Cause.NO_SUCH_STEP
    )


def test_what_is_missing_is_lifted_by_whoever_asks():
    [objection] = decide(case(commitment(), ADA), A.REJECT).objections

    assert objection == Objection(
        "financials 9", "Reject needs: Reason.", "you", cause=Cause.MISSING
    )


def test_what_was_answered_is_quoted_line_by_line_and_nothing_else_is():
    said = Answers(reason="", confirmed=False, erp_id="V9", vendor_type="Professional")

    decision = decide(case(company(), ADA, answers=said), A.ACCEPT)

    assert decision.said == "erp_id=V9\nvendor_type=Professional"


def test_several_barriers_are_told_in_one_line():
    barriers = (Objection("a", "One thing."), Objection("b", "Another."))

    assert told_barriers(barriers) == "One thing. Another."


def test_a_guard_that_asks_is_silent_until_it_is_answered():
    unanswered = case(company(number=""), ADA, holder="vendor Kerr")

    assert standing(unanswered, A.ACCEPT, S.READY_TO_EXPORT) == ()
    [taken] = standing(
        unanswered._replace(answers=Answers(erp_id="V1")), A.ACCEPT, S.READY_TO_EXPORT
    )
    assert taken.text == "Sage vendor id V1 is taken by vendor Kerr."


def test_an_objection_cites_every_rule_of_its_guard():
    one = Guard("one", ("vendors 1", "jobs 2"), "somebody", lambda _: "No.")

    assert one.objection(case(job_cost()), "No.") == Objection(
        "vendors 1, jobs 2", "No.", "somebody"
    )


def test_what_happened_meanwhile_is_told_in_words():
    at = datetime(2025, 12, 11, 14, 5, 9, tzinfo=UTC)
    entries = [
        Entry(1, at, "Sam", A.RETRIEVE, RecordId("r"), None, S.RETRIEVED, 2, "", "", ""),
        Entry(2, at, "Ana", A.UNLINK, RecordId("r"), None, None, 3, "", "", ""),
    ]

    assert told(entries) == (
        "Sam did retrieve at 14:05:09 UTC, now retrieved; Ana did unlink at 14:05:09 UTC, now "
    )


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("1.31.467", "1.31.467", True),
        ("1.31.466", "1.31.467", False),
        ("1.31.1000", "1.31.467", True),
        ("1.32", "1.31.467", True),
        ("1.31", "1.31.467", False),
        ("23", "23.0", True),
        ("23", "23.1", False),
        ("23.0.0.1", "23", True),
        ("unknown", "1", False),
        ("", "1", False),
    ],
)
def test_versions_are_compared_number_by_number(version, wanted, expected):
    assert at_least(version, wanted) is expected


def test_an_id_spells_its_moment_and_its_salt():
    at = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)

    assert record_id(at, 0) == "01KC6MGJG0-0000"
    assert record_id(at, 0xFFFFF) == "01KC6MGJG0-ZZZZ"
    assert record_id(at, 0x100000 + 33) == "01KC6MGJG0-0011"
    assert record_id(at.replace(microsecond=1000), 1) == "01KC6MGJG1-0001"


def test_answers_of_one_record_of_a_batch_are_made_legible():
    store = MemoryStore(lambda: NOW)
    store.arrive([company()], CONNECTOR)
    half = Answers(reason="Br\ud83dcke")

    batch, _ = Approvals(store).perform_many(
        A.REJECT, [Asked(RecordId("company-1"), answers=half)], ADA
    )

    assert batch.id.startswith("B-")
    assert store.find(RecordId("company-1")).note == "Br\ufffdcke"


def test_answers_of_one_record_asked_for_alone_are_made_legible():
    store = MemoryStore(lambda: NOW)
    store.arrive([company()], CONNECTOR)
    asked = Asked(RecordId("company-1"), answers=Answers(reason="Br\ud83dcke"))

    Approvals(store).perform(A.REJECT, asked, ADA)

    assert store.find(RecordId("company-1")).note == "Br\ufffdcke"
