"""What a job, an extra and a contract bring along when they are imported, and what bars them."""

import pytest

from core.case import Answers, Mirrored
from core.locks import deletion_objection, rename_objection
from core.permissions import Deed, deed_objections
from core.records import ContractItem, Project
from core.settings import ProjectSettings, Settings
from core.vocabulary import Accounting, Action, Approval, ErpStatus, RecordKind
from tests.core.judging import FULL, codes_said, moved, said
from tests.people import ADA, SAM, STAN
from tests.records import (
    case,
    cco,
    commitment,
    mirrored,
    prime_contract,
    project,
    sub_job,
)

A, K, S = Action, RecordKind, ErpStatus
TEMPLATES = Settings(project_templates=("Bridge", "Road"), default_template="Road")


def importing(**changes: object):
    return case(project(S.READY_TO_IMPORT), ADA, **changes)


@pytest.mark.rule("jobs 13")
def test_no_job_is_imported_once_the_cap_is_reached():
    full = Settings(project_cap=3)

    assert said(importing(settings=full, projects=2), A.IMPORT) == []
    assert said(importing(settings=full, projects=3), A.IMPORT) == [
        "3 projects are linked to jobs; the company may have 3."
    ]


@pytest.mark.rule("jobs J7")
def test_an_imported_job_gets_the_companys_template_unless_another_one_is_chosen():
    usual = moved(importing(settings=TEMPLATES), A.IMPORT)
    other = moved(importing(settings=TEMPLATES, answers=Answers(template="Bridge")), A.IMPORT)
    none = moved(importing(settings=TEMPLATES, answers=Answers(template="none")), A.IMPORT)

    assert [usual.body.template, other.body.template, none.body.template] == ["Road", "Bridge", ""]


@pytest.mark.rule("jobs J7")
def test_a_template_that_the_company_has_not_is_refused_with_those_it_has():
    wrong = importing(settings=TEMPLATES, answers=Answers(template="Tunnel"))

    assert said(wrong, A.IMPORT) == [
        "There is no project template Tunnel; the company has Bridge, Road."
    ]


@pytest.mark.rule("sub jobs 4a")
@pytest.mark.parametrize(("status", "action"), [(S.UNSENT, A.SEND), (S.READY_TO_EXPORT, A.ACCEPT)])
def test_a_job_that_tracks_no_extras_takes_none(status, action):
    job = Mirrored(K.PROJECT, "", "J1200", "Lake Street Bridge", body=Project(tracks_extras=False))
    made = case(sub_job(status), ADA, job_seen=job)

    assert said(made, action) == [
        "Sage job J1200 does not track extras; switch that on in its set-up there."
    ]
    assert said(made._replace(job_seen=job._replace(body=Project())), action) == []


@pytest.mark.rule("sub jobs S9")
def test_with_sub_jobs_off_no_extra_comes_in_and_none_goes_out():
    off = Settings(sub_jobs=False)
    told = ["Sub jobs are switched off for this company; extras neither come in nor go out."]

    assert said(case(sub_job(S.READY_TO_IMPORT), ADA, settings=off), A.IMPORT) == told
    assert said(case(sub_job(S.UNSENT), ADA, settings=off), A.SEND) == told
    assert said(case(sub_job(S.READY_TO_EXPORT), ADA, settings=off), A.ACCEPT) == told


@pytest.mark.rule("sub jobs S2")
def test_a_project_without_sub_jobs_sends_none():
    made = case(sub_job(S.UNSENT), SAM, chosen=ProjectSettings(sub_jobs=False))

    assert said(made, A.SEND) == ["Sub jobs are switched off on project J1200."]


@pytest.mark.rule("sub jobs 7")
def test_a_synced_sub_job_is_renamed_to_its_extras_own_name_only():
    synced = sub_job(S.SYNCED)

    assert rename_objection(synced, "North ramp", "North ramp") is None
    assert rename_objection(synced, "North", "North ramp").text == (
        "Its extra is called 'North ramp' in Sage; rename it there first, then here likewise."
    )
    assert rename_objection(sub_job(S.UNSENT), "North", "North ramp") is None


@pytest.mark.rule("sub jobs 8")
def test_a_sub_job_with_codes_is_not_deleted():
    assert said(case(sub_job(S.SYNCED), ADA, answers=FULL), A.DELETE) == [
        "1 cost code is attached to sub job EXTRA2; take them off first."
    ]
    assert deletion_objection(sub_job(S.SYNCED)).rule == "sub jobs 8"


@pytest.mark.rule("sub jobs 8")
def test_a_synced_sub_job_without_codes_goes_and_leaves_its_extra_to_sage():
    gone = moved(case(sub_job(S.SYNCED, codes=()), ADA, answers=FULL), A.DELETE)

    assert (gone.status, gone.erp_id) == (S.DELETED, None)


@pytest.mark.rule("sub jobs 10")
def test_synced_sub_jobs_are_seen_by_who_may_make_projects():
    (objection,) = deed_objections(Deed.SEE_SUB_JOBS, STAN, kind=K.SUB_JOB)

    assert objection.code == "needs_directory_or_create_project"
    assert deed_objections(Deed.SEE_SUB_JOBS, ADA, kind=K.SUB_JOB) == ()


def measured(accounting: str | None, **settings: object):
    line = ContractItem("1", "Paving", 10_00, 4_000, "SY", 2_50)
    made = case(
        prime_contract(S.READY_TO_IMPORT, lines=(line,)), ADA,
        answers=Answers(accounting=accounting), settings=Settings(**settings),
    )  # fmt: skip
    return moved(made, A.IMPORT).body


@pytest.mark.rule("cross-cutting B.2")
def test_quantities_come_only_with_a_contract_that_is_kept_by_units():
    amounts, units = measured("amounts"), measured("units")

    assert (amounts.accounting, amounts.lines[0].quantity) == (Accounting.AMOUNTS, 0)
    assert (units.accounting, units.lines[0].quantity) == (Accounting.UNITS, 4_000)
    assert units.lines[0].unit_price == 2_50


@pytest.mark.rule("cross-cutting B.2")
def test_how_a_contract_is_kept_is_the_companys_choice_unless_it_is_said():
    assert measured(None, prime_contract_accounting=Accounting.UNITS).lines[0].unit == "SY"


@pytest.mark.rule("cross-cutting B.2")
def test_a_reimport_keeps_a_contract_as_it_was_imported():
    made = case(prime_contract(S.SYNCED, accounting=Accounting.UNITS), ADA)
    new = ContractItem("2", "Paving", 10_00, 4_000, "SY", 2_50)
    body = made.record.body._replace(
        lines=(*made.record.body.lines, new), accounting=Accounting.AMOUNTS
    )

    after = moved(made._replace(mirrored=mirrored(made, body=body)), A.REIMPORT)

    assert after.body.accounting is Accounting.UNITS
    assert after.body.lines[-1] == new


def dearer(actor=ADA):
    """A contract whose line Sage values higher, and on which Sage has a line more."""
    made = case(prime_contract(S.SYNCED), actor)
    (line,) = made.record.body.lines
    lines = (line._replace(scheduled=410_000_00), ContractItem("2", "Lane", 5_00))
    body = made.record.body._replace(lines=lines, customer="City")
    return made._replace(mirrored=mirrored(made, body=body))


@pytest.mark.rule("permissions A.1 row 43")
def test_renewing_a_contract_brings_values_and_leaves_new_lines_to_a_reimport():
    after = moved(dearer(), A.RENEW)

    assert (after.status, after.amount, after.body.customer) == (S.SYNCED, 410_000_00, "City")
    assert [line.item for line in after.body.lines] == ["1"]


@pytest.mark.rule("permissions A.1 row 43")
def test_renewing_a_contract_takes_the_two_administrators_of_a_reimport():
    assert codes_said(dearer(STAN), A.RENEW) == ["level_too_low", "needs_source_tool_admin"]


@pytest.mark.rule("permissions A.1 row 43")
def test_a_contract_that_sage_values_alike_is_not_renewed():
    assert said(case(prime_contract(S.SYNCED), ADA), A.RENEW) == [
        "Sage values every line as it stands here; there is nothing to renew."
    ]


@pytest.mark.rule("financials 38")
@pytest.mark.parametrize("build", [commitment, cco])
@pytest.mark.parametrize("status", [S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED])
def test_an_unlinked_draft_is_deleted_for_good(build, status):
    gone = moved(case(build(status, approval=Approval.DRAFT), ADA, answers=FULL), A.DELETE)

    assert (gone.status, gone.erp_id, gone.export_key) == (S.DELETED, None, None)
    assert all(said(case(gone, ADA, answers=FULL), action) for action in A)


@pytest.mark.rule("financials 38")
def test_what_is_no_draft_is_not_deleted():
    assert said(case(commitment(S.UNLINKED), ADA, answers=FULL), A.DELETE) == [
        "Its status is Approved; set it to Draft first, then delete it."
    ]


@pytest.mark.rule("financials 38")
@pytest.mark.parametrize("status", [S.READY_TO_EXPORT, S.EXPORTING, S.FAILED, S.SYNCED])
def test_what_accounting_or_sage_has_is_not_deleted(status):
    made = case(commitment(status, approval=Approval.DRAFT), ADA, answers=FULL)

    assert said(made, A.DELETE) == [
        f"There is no delete of a commitment that is {status.replace('_', ' ')}."
    ]


@pytest.mark.rule("financials 38")
def test_a_deletion_is_confirmed_in_words_and_takes_the_commitments_tool():
    draft = commitment(S.UNLINKED, approval=Approval.DRAFT)

    assert said(case(draft, ADA), A.DELETE) == [
        "It leaves its project for good; only its history is kept here: it has to be confirmed."
    ]
    assert codes_said(case(draft, STAN, answers=FULL), A.DELETE) == ["needs_source_tool_admin"]


@pytest.mark.rule("financials 38")
def test_a_commitment_with_a_linked_change_order_is_not_deleted():
    draft = commitment(S.UNLINKED, approval=Approval.DRAFT)

    assert said(case(draft, ADA, answers=FULL, dependants=1), A.DELETE) == [
        "1 linked record still belongs to it; unlink those first."
    ]
