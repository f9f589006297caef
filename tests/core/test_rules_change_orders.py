from datetime import date, timedelta

import pytest

from core.case import Answers
from core.decide import decide
from core.decision import Allowed
from core.payload import payload
from core.records import ChangeLine, ContractItem
from core.routes import Route, Routes
from core.settings import Limits, Settings
from core.vocabulary import Action, Approval, Effect, ErpStatus, Level, RecordId, RecordKind, Tool
from tests.core.judging import codes_said, moved, said, warned
from tests.people import ADA, SAM
from tests.records import (
    NOW,
    SOME_DAY,
    TODAY,
    case,
    cco,
    commitment,
    company,
    mirrored,
    pcco,
    prime_contract,
    related,
)

A, S = Action, ErpStatus


@pytest.mark.rule("financials 41 (K1)")
def test_a_change_order_waits_for_its_commitment():
    waiting = case(cco())
    named = {**waiting.related, RecordId("commitment-1"): related(commitment(), S.EXPORTING)}

    objections = said(waiting._replace(related=named), A.ACCEPT)

    assert objections == ["Commitment SC0001 is exporting; it must be synced."]


@pytest.mark.rule("financials 42 (K2)")
def test_a_change_order_number_has_five_characters_at_most():
    objections = said(case(cco(S.UNSENT, number="100001"), SAM), A.SEND)

    assert objections == ["Number is 6 characters; Sage 300 CRE takes 1 to 5."]


@pytest.mark.rule("financials 42 (K2)")
def test_a_change_order_id_has_five_characters_at_most():
    objections = said(case(cco(), answers=Answers(erp_id="100001")), A.ACCEPT)

    assert objections == ["Sage change order id 100001 is 6 characters; Sage 300 CRE takes 5."]


@pytest.mark.rule("financials 43 (K3)")
def test_a_change_order_title_has_thirty_characters_at_most():
    objections = said(case(cco(title="t" * 31)), A.ACCEPT)

    assert objections == ["Title is 31 characters; Sage 300 CRE takes 30."]


@pytest.mark.rule("financials 44 (K4)")
def test_a_change_order_is_approved_before_it_travels():
    objections = said(case(cco(approval=Approval.PENDING)), A.ACCEPT)

    assert objections == ["Status of the change order is Pending; it must be Approved."]


@pytest.mark.rule("financials 45 (K5)")
def test_a_change_order_waits_for_the_commitments_vendor():
    waiting = case(cco())
    named = {**waiting.related, RecordId("company-1"): related(company(), S.UNLINKED)}

    objections = said(waiting._replace(related=named), A.ACCEPT)

    assert objections == ["Vendor Walsh Construction is unlinked; it must be synced first."]


@pytest.mark.rule("financials 46 (K6)")
def test_a_change_order_has_a_line_with_a_code():
    assert said(case(cco(lines=())), A.ACCEPT) == [
        "It has no line; at least one with a cost code and category is needed."
    ]


@pytest.mark.rule("financials 47 (K7)")
def test_a_change_order_id_is_unique_within_its_commitment():
    objections = said(case(cco(), holder="CCO 1"), A.ACCEPT)

    assert objections == ["Commitment SC0001 has a 1 already: CCO 1."]


@pytest.mark.rule("financials 48 (K8)")
def test_a_change_order_has_a_date_of_creation_that_travels_unchanged():
    assert said(case(cco(created=None)), A.ACCEPT) == [
        "Date Created is empty; Sage takes it as the date of the change order."
    ]
    assert payload(cco(), Settings()).body.created == SOME_DAY


@pytest.mark.rule("financials 52")
def test_a_change_order_is_not_approved_in_the_future():
    tomorrow = TODAY + timedelta(days=1)

    assert said(case(cco(approved=TODAY)), A.ACCEPT) == []
    assert said(case(cco(approved=tomorrow)), A.ACCEPT) == [
        "It was approved on 2025-12-12, which is still to come; today is 2025-12-11."
    ]


@pytest.mark.rule("financials 53")
def test_a_change_order_that_sage_cannot_delete_stays_linked():
    held = case(cco(S.SYNCED), ADA)

    assert said(held, A.UNLINK) == ["Sage still holds 1; delete it there and sync, then unlink."]


@pytest.mark.rule("financials 36")
def test_what_hh2_never_tells_of_is_unlinked_on_the_word_of_who_looked():
    on_paper = Settings(routes=Routes(cco=Route.WORKLIST))
    held = case(cco(S.SYNCED), ADA)._replace(settings=on_paper, mirrored=None, mirror_age=None)

    assert said(held, A.UNLINK) == [
        "Sage holds it no more: hh2 does not tell, I looked there myself: it has to be confirmed."
    ]
    assert said(held._replace(answers=Answers(confirmed=True)), A.UNLINK) == []


@pytest.mark.rule("financials 54")
@pytest.mark.parametrize("tool", [Tool.COMMITMENTS, Tool.CHANGE_ORDERS])
def test_sending_a_change_order_takes_both_tools(tool):
    partly = SAM._replace(levels={**SAM.levels, tool: Level.STANDARD})

    assert codes_said(case(cco(S.UNSENT), partly), A.SEND) == ["needs_source_tool_admin"]
    assert said(case(cco(S.UNSENT), partly), A.SEND) == [
        f"This takes Admin of {tool}; you hold Standard."
    ]


@pytest.mark.rule("financials 55 (P1)")
def test_a_prime_change_waits_for_its_contract():
    waiting = case(pcco())
    contract = related(prime_contract(), S.READY_TO_IMPORT)

    objections = said(
        waiting._replace(related={**waiting.related, contract.id: contract}), A.ACCEPT
    )

    assert objections == ["Prime contract PC100 is ready to import; it must be synced."]


@pytest.mark.rule("financials 55 (P1)")
def test_a_contract_that_waits_for_a_reimport_is_a_warning_on_its_changes():
    contract = prime_contract(S.SYNCED)
    body = contract.body._replace(lines=(*contract.body.lines, ContractItem("9", "New", 1_00)))
    now = case(pcco(), contract=contract, contract_seen=mirrored(case(contract)))
    behind = now._replace(contract_seen=mirrored(case(contract), body=body))

    assert warned(now, A.ACCEPT) == []
    assert warned(behind, A.ACCEPT) == [
        "Item 9 of contract PC100 in Sage is not here yet; re-import it."
    ]


@pytest.mark.rule("financials 56 (P2)")
def test_a_prime_change_is_approved_before_it_travels():
    objections = said(case(pcco(approval=Approval.DRAFT)), A.ACCEPT)

    assert objections == ["Status of the change order is Draft; it must be Approved."]


@pytest.mark.rule("financials 57 (P3)")
def test_a_prime_change_has_a_date_of_creation():
    objections = said(case(pcco(created=None)), A.ACCEPT)

    assert objections == ["Date Created is empty; Sage takes it as the date of the change order."]


@pytest.mark.rule("financials 58 (P4)")
def test_a_prime_change_has_a_short_number_and_title():
    unsent = pcco(S.UNSENT, number="100001", title="t" * 31)

    assert said(case(unsent, SAM), A.SEND) == [
        "Title is 31 characters; Sage 300 CRE takes 30.",
        "Number is 6 characters; Sage 300 CRE takes 1 to 5.",
    ]


@pytest.mark.rule("financials 58 (P4)")
def test_the_limits_of_a_prime_change_are_settings():
    newer = Settings(limits=Limits(pcco_number=20, pcco_title=255))
    unsent = pcco(S.UNSENT, number="100001", title="t" * 31)

    assert said(case(unsent, SAM, settings=newer), A.SEND) == []


@pytest.mark.rule("financials 58 (P4)")
def test_the_id_of_a_prime_change_is_short_and_free_within_its_contract():
    long = case(pcco(), answers=Answers(erp_id="100001"))

    assert said(long, A.ACCEPT) == [
        "Sage change order id 100001 is 6 characters; Sage 300 CRE takes 5."
    ]
    assert said(case(pcco(), holder="PCCO 1"), A.ACCEPT) == [
        "Contract PC100 has a 1 already: PCCO 1."
    ]


@pytest.mark.rule("financials 59 (P5)")
def test_a_prime_change_takes_todays_transaction_date_unless_told_otherwise():
    waiting = case(pcco())
    chosen = Answers(transaction_date=date(2025, 12, 1))

    assert moved(waiting, A.ACCEPT).body.transaction_date == NOW.date()
    assert moved(waiting._replace(answers=chosen), A.ACCEPT).body.transaction_date == date(
        2025, 12, 1
    )


@pytest.mark.rule("financials 23")
def test_an_accepted_prime_change_moves_itself_and_nothing_else():
    decision = decide(case(pcco()), A.ACCEPT)

    assert isinstance(decision, Allowed)
    assert (decision.record.kind, decision.absorbed) == (RecordKind.PCCO, None)
    assert decision.effect is Effect.EXPORT


@pytest.mark.rule("financials 61 (P7)")
def test_a_potential_change_order_is_refused():
    objections = said(case(pcco(S.UNSENT, potential=True), SAM), A.SEND)

    assert objections == [
        "It is a potential change order; only a prime contract change order goes to Sage."
    ]


def test_a_prime_change_is_unlinked_with_a_word_on_what_stays_in_sage():
    held = case(pcco(S.SYNCED), ADA)

    assert said(held, A.UNLINK) == [
        "Sage keeps its entries; I will clean them up there by hand: it has to be confirmed."
    ]
    assert said(held._replace(answers=Answers(confirmed=True)), A.UNLINK) == []


def test_a_line_for_a_new_item_needs_a_pair_of_the_job():
    line = ChangeLine(None, "99-999", "S", 1_00)

    assert said(case(cco(lines=(line,))), A.ACCEPT) == [
        "Line 1 uses 99-999 S, which the Sage job does not have."
    ]
