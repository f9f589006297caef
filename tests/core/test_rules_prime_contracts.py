import pytest

from core.records import ContractItem
from core.settings import Relay, Settings
from core.vocabulary import Action, Approval, ErpStatus, Level, RecordId, Tool
from tests.core.judging import codes_said, moved, said
from tests.people import ADA, ANA, SAM, STAN
from tests.records import case, mirrored, prime_contract, project, related

A, S = Action, ErpStatus
NEW = ContractItem("2", "Lighting", 80_000_00)


def grown(**changes: object):
    """A synced contract that has a new line in Sage."""
    held = case(prime_contract(S.SYNCED, **changes), ADA)
    theirs = held.record.body._replace(lines=(*held.record.body.lines, NEW))
    return held._replace(mirrored=mirrored(held, body=theirs))


def without_a_job(of):
    unsent = related(project(), S.UNSENT)
    return of._replace(related={RecordId("project-1"): unsent})


@pytest.mark.rule("financials 76 (R1)")
def test_a_contract_is_imported_onto_a_synced_job_with_the_tool_on():
    fresh = case(prime_contract(), ANA)
    without_tool = fresh.job._replace(prime_contracts_tool=False)

    assert said(fresh, A.IMPORT) == []
    assert said(without_a_job(fresh), A.IMPORT) == [
        "Project J1200 is unsent; it must be synced first."
    ]
    assert said(fresh._replace(job=without_tool), A.IMPORT) == [
        "The Prime Contracts tool is not active on this project."
    ]


@pytest.mark.rule("financials 76 (R1)")
def test_a_contract_whose_job_is_in_no_project_says_so():
    adrift = case(prime_contract(project=None), ANA)

    assert said(adrift, A.IMPORT) == ["Its job J1200 is not in any project yet."]


@pytest.mark.rule("financials 77 (R2)")
def test_a_reimport_brings_new_lines():
    after = moved(grown(), A.REIMPORT)

    assert [line.item for line in after.body.lines] == ["1", "2"]
    assert after.amount == 480_000_00


@pytest.mark.rule("financials 77 (R2)")
def test_a_reimport_without_new_lines_is_refused():
    held = case(prime_contract(S.SYNCED), ADA)

    assert said(held, A.REIMPORT) == [
        "Sage has no line on this contract that is not here already; nothing is new."
    ]
    assert said(held._replace(mirrored=None), A.REIMPORT) == [
        "Sage no longer holds this contract; sync to see what became of it."
    ]


@pytest.mark.rule("financials 77 (R2)")
def test_each_bar_to_a_reimport_has_its_own_reason():
    barred = without_a_job(grown(approval=Approval.DRAFT, projects=2))

    assert said(barred, A.REIMPORT) == [
        "Status of the contract is Draft; it must be Approved.",
        "Project J1200 is unsent; it must be synced first.",
        "The contract is on 2 projects; it must be on one.",
    ]


@pytest.mark.rule("financials 78 (R3)")
def test_an_import_takes_standard_and_a_reimport_two_administrators():
    one_of_two = ADA._replace(levels={**ADA.levels, Tool.PRIME_CONTRACTS: Level.READ_ONLY})

    assert said(case(prime_contract(), STAN), A.IMPORT) == []
    assert said(case(prime_contract(), SAM), A.IMPORT) == [
        "This takes Standard of ERP Integrations; you hold Read Only."
    ]
    assert codes_said(grown()._replace(actor=STAN), A.REIMPORT) == [
        "level_too_low", "needs_source_tool_admin",
    ]  # fmt: skip
    assert codes_said(grown()._replace(actor=one_of_two), A.REIMPORT) == ["needs_source_tool_admin"]


@pytest.mark.rule("financials 79 (R4)")
@pytest.mark.parametrize("action", [A.SEND, A.ACCEPT])
def test_a_prime_contract_is_never_written_to_sage(action):
    assert said(case(prime_contract(S.SYNCED), ADA), action) == [
        "A prime contract comes from Sage and is never written back."
    ]


def test_an_old_sage_gives_no_prime_contracts_away():
    old = Settings(relay=Relay(sage="17.1.3"))

    assert said(case(prime_contract(), ANA, settings=old), A.IMPORT) == [
        "Sage is 17.1.3; prime contracts need 17.1.4."
    ]
