"""What the company chose where sources disagree: each policy decides."""

from datetime import date

import pytest

from core.payload import payload
from core.permissions import CHOICES, DEED_CHOICES, GRANTS, Deed, deed_objections, denials, grant
from core.query import Query
from core.records import InvoiceLine
from core.settings import (
    ArchiveViewer,
    ChangesAtUnlock,
    CompanyRetriever,
    CompanySender,
    JobImporter,
    Limits,
    Policies,
    ProjectSender,
    Retainage,
    Settings,
    SubcontractStatus,
    UnlinkChange,
    VendorLinker,
)
from core.tabs import TAB
from core.viewing import seen, view_objections
from core.vocabulary import (
    Action,
    Approval,
    ContractType,
    ErpStatus,
    Level,
    Permission,
    RecordKind,
    Tool,
    View,
)
from tests.core.judging import FULL, codes_said, moved, said
from tests.people import ADA, ANA, SAM, STAN, VIC
from tests.records import NOW, budget, case, cco, commitment, pcco, subcontractor_invoice

A, S, K, P = Action, ErpStatus, RecordKind, Permission

USUAL = Settings()


def by(**policies) -> Settings:
    return Settings(policies=Policies(**policies))


def lacks(actor, permission, kind, settings=USUAL) -> list[str]:
    return [o.code for o in denials(grant(permission, kind, settings), actor, kind)]


def holding(**levels):
    return VIC._replace(levels=VIC.levels | {Tool[name]: level for name, level in levels.items()})


@pytest.mark.parametrize(("permission", "kind"), CHOICES)
def test_every_value_of_a_policy_says_what_a_right_takes(permission, kind):
    choice = CHOICES[permission, kind]
    usual = getattr(Policies(), choice.policy)

    assert set(choice.takes) == set(type(usual))
    assert choice.takes[usual] == grant(permission, kind) == GRANTS[permission, kind]


@pytest.mark.parametrize("deed", DEED_CHOICES)
def test_every_value_of_a_policy_says_what_a_deed_takes(deed):
    choice = DEED_CHOICES[deed]

    assert set(choice.takes) == set(type(getattr(Policies(), choice.policy)))


# X7, master-data 8.1


def test_unlinking_a_change_takes_the_privilege_or_an_erp_administrator():
    pusher = ANA._replace(levels=ANA.levels | {Tool.COMMITMENTS: Level.ADMIN})
    keeper = holding(ERP=Level.ADMIN, COMMITMENTS=Level.ADMIN)
    older = by(unlink_change=UnlinkChange.ADMIN)

    assert lacks(pusher, P.UNLINKER, K.CCO) == []
    assert lacks(keeper, P.UNLINKER, K.CCO) == ["needs_cpa"]
    assert lacks(pusher, P.UNLINKER, K.CCO, older) == ["level_too_low"]
    assert lacks(keeper, P.UNLINKER, K.CCO, older) == []
    assert lacks(keeper, P.UNLINKER, K.COMMITMENT, older) == ["needs_cpa"]


@pytest.mark.parametrize("kind", [K.PROJECT, K.SUB_JOB])
def test_jobs_are_imported_by_who_makes_projects_or_by_an_erp_administrator(kind):
    maker = STAN._replace(create_projects=True)
    keeper = holding(ERP=Level.ADMIN)
    stricter = by(job_importer=JobImporter.ERP_ADMIN)

    assert lacks(maker, P.IMPORTER, kind) == []
    assert lacks(keeper, P.IMPORTER, kind) == ["needs_directory_or_create_project"]
    assert lacks(maker, P.IMPORTER, kind, stricter) == ["level_too_low"]
    assert lacks(keeper, P.IMPORTER, kind, stricter) == []


@pytest.mark.parametrize("permission", [P.SENDER, P.RESENDER])
def test_a_project_is_sent_by_its_administrator_or_by_one_who_is_an_approver_too(permission):
    owner = holding(PROJECT_ADMIN=Level.ADMIN)
    both = ANA._replace(levels=ANA.levels | {Tool.PROJECT_ADMIN: Level.ADMIN})
    whole_chain = by(project_sender=ProjectSender.APPROVER)

    assert lacks(owner, permission, K.PROJECT) == []
    assert lacks(owner, permission, K.PROJECT, whole_chain) == ["level_too_low", "needs_cpa"]
    assert lacks(both, permission, K.PROJECT, whole_chain) == []


def test_a_vendor_is_linked_by_the_directory_or_by_an_erp_administrator():
    registrar = holding(ERP=Level.STANDARD, COMPANY_DIRECTORY=Level.ADMIN)
    keeper = holding(ERP=Level.ADMIN)
    newest = by(vendor_linker=VendorLinker.ERP_ADMIN)

    assert lacks(registrar, P.LINKER, K.COMPANY) == []
    assert lacks(registrar, P.LINKER, K.COMPANY, newest) == ["level_too_low"]
    assert lacks(keeper, P.LINKER, K.COMPANY) == ["needs_source_tool_admin"]
    assert lacks(keeper, P.LINKER, K.COMPANY, newest) == []


def test_a_company_is_taken_back_by_either_administrator_or_by_one_who_is_both():
    registrar = holding(COMPANY_DIRECTORY=Level.ADMIN)
    both = holding(COMPANY_DIRECTORY=Level.ADMIN, ERP=Level.ADMIN)
    stricter = by(company_retriever=CompanyRetriever.BOTH)

    assert lacks(registrar, P.RETRIEVER, K.COMPANY) == []
    assert lacks(registrar, P.RETRIEVER, K.COMPANY, stricter) == ["level_too_low"]
    assert lacks(both, P.RETRIEVER, K.COMPANY, stricter) == []


@pytest.mark.parametrize("permission", [P.SENDER, P.RESENDER])
def test_a_company_is_sent_from_either_directory_or_from_the_companys_only(permission):
    in_project = holding(PROJECT_DIRECTORY=Level.ADMIN)
    in_company = holding(COMPANY_DIRECTORY=Level.ADMIN)
    stricter = by(company_sender=CompanySender.COMPANY)

    assert lacks(in_project, permission, K.COMPANY) == []
    assert lacks(in_project, permission, K.COMPANY, stricter) == ["needs_source_tool_admin"]
    assert lacks(in_company, permission, K.COMPANY, stricter) == []


def test_the_archive_is_opened_by_standard_or_by_an_approver_only():
    stricter = by(archive_viewer=ArchiveViewer.APPROVER)

    def barred(actor, settings):
        return [o.code for o in view_objections("vendors", View.ARCHIVED, actor, settings)]

    assert barred(STAN, Settings()) == []
    assert barred(STAN, stricter) == ["needs_cpa"]
    assert barred(ANA, stricter) == []
    assert barred(VIC, Settings()) == ["level_too_low"]
    assert [o.code for o in deed_objections(Deed.SEE_ARCHIVED, STAN, stricter)] == ["needs_cpa"]


def test_a_list_that_is_not_open_is_left_out_of_the_whole_tab():
    archive, whole = Query("vendors", View.ARCHIVED), Query("vendors")

    assert seen(archive, VIC, Settings()) is None
    assert seen(archive, STAN, Settings()) == archive
    assert seen(whole, STAN, Settings()) == whole
    assert [(t.value, t.negated) for t in seen(whole, VIC, Settings()).terms] == [
        ("archived", True)
    ]


def test_synced_sub_jobs_are_for_who_makes_projects():
    maker = STAN._replace(create_projects=True)

    assert view_objections("sub_jobs", View.SYNCED, maker, Settings()) == ()
    assert [o.code for o in view_objections("sub_jobs", View.SYNCED, STAN, Settings())] == [
        "needs_directory_or_create_project"
    ]
    assert all(
        view_objections("sub_jobs", v, VIC, Settings()) == ()
        for v in TAB["sub_jobs"].views
        if v is not View.SYNCED
    )


def test_a_decision_is_judged_by_the_companys_policy():
    stricter = by(company_sender=CompanySender.COMPANY)

    assert codes_said(case(commitment(S.UNSENT), SAM, settings=stricter), A.SEND) == []
    company = case(cco(S.SYNCED), ADA._replace(can_push=False), settings=by())
    assert codes_said(company, A.UNLINK) == ["needs_cpa"]
    older = company._replace(settings=by(unlink_change=UnlinkChange.ADMIN), mirrored=None)
    assert codes_said(older, A.UNLINK) == []


# X8, X2, X3


@pytest.mark.rule("financials 29 (C6)")
def test_a_complete_subcontract_is_sent_unless_the_company_wants_it_approved():
    complete = commitment(S.UNSENT, approval=Approval.COMPLETE)
    stricter = by(subcontract_status=SubcontractStatus.APPROVED)

    assert said(case(complete, SAM), A.SEND) == []
    assert said(case(complete, SAM, settings=stricter), A.SEND) == [
        "Status of the subcontract is Complete; it must be Approved."
    ]
    order = commitment(S.UNSENT, type=ContractType.PURCHASE_ORDER, approval=Approval.COMPLETE)
    assert said(case(order, SAM), A.SEND) == [
        "Status of the purchase order is Complete; it must be Approved."
    ]


@pytest.mark.rule("financials 58 (P4)")
def test_a_prime_change_fits_the_strict_limits_unless_the_company_has_the_wider_ones():
    long = case(pcco(S.UNSENT, number="PCCO-0000012", title="t" * 200), SAM)
    wider = Settings(limits=Limits(pcco_number=20, pcco_title=255))

    assert len(said(long, A.SEND)) == 2
    assert said(long._replace(settings=wider), A.SEND) == []


def test_a_prime_change_makes_an_estimate_change_where_the_company_says_so():
    plain = moved(case(pcco()), A.ACCEPT)
    estimating = moved(case(pcco(), settings=by(pcco_estimates=True)), A.ACCEPT)

    assert (plain.body.estimates, estimating.body.estimates) == (False, True)


# X9


@pytest.mark.rule("financials 11 (X9)")
def test_a_budget_with_changes_is_unlocked_with_them_or_not_at_all():
    line = budget().body.lines[0]._replace(changes=5_00)
    changed = budget(S.UNSENT, lines=(line,))
    older = by(unlock_with_changes=ChangesAtUnlock.REFUSED)

    opened = moved(case(changed, SAM), A.UNLOCK)

    assert (opened.body.locked, opened.body.lines) == (False, (line,))
    assert said(case(changed, SAM, settings=older), A.UNLOCK) == [
        "1 line has budget changes; the company unlocks no budget that has any."
    ]
    assert said(case(budget(S.UNSENT), SAM, settings=older), A.UNLOCK) == []


# X4

LINES = (
    InvoiceLine(1, "01-100", "S", 100_00, 10_00, released=4_00),
    InvoiceLine(2, "03-300", "S", 50_00, 5_00),
)


@pytest.mark.rule("financials 67 (I6)")
@pytest.mark.parametrize(
    ("retainage", "held", "due"),
    [(Retainage.NET, [6_00, 5_00], 139_00), (Retainage.HELD, [10_00, 5_00], 135_00)],
)
def test_a_distribution_holds_what_is_kept_less_what_is_paid_out_or_what_is_kept(
    retainage, held, due
):
    bill = subcontractor_invoice(lines=LINES, gross=150_00, retainage=15_00, amount=139_00)

    leaving = payload(bill, by(retainage=retainage))

    assert [x.retainage for x in leaving.body.lines] == held
    assert leaving.body.retainage == sum(held)
    assert (leaving.body.gross, leaving.amount) == (150_00, due)
    assert said(case(bill), A.ACCEPT) == []


# the company's own date


@pytest.mark.rule("financials 52")
def test_today_is_the_companys_date():
    late = NOW.replace(hour=23, minute=30)
    tomorrow = cco(S.UNSENT, approved=date(2025, 12, 12))
    there = case(tomorrow, SAM, now=late, settings=Settings(time_zone="Europe/Berlin"))
    here = case(tomorrow, SAM, now=late)

    assert there.today == date(2025, 12, 12)
    assert said(there, A.SEND) == []
    assert said(here, A.SEND) == [
        "It was approved on 2025-12-12, which is still to come; today is 2025-12-11."
    ]


@pytest.mark.parametrize("name", ["", "UTC", "Nowhere/Atlantis", "../etc/passwd", "America"])
def test_a_time_zone_that_nobody_knows_is_utc(name):
    assert case(cco(), settings=Settings(time_zone=name)).today == NOW.date()


# ids


@pytest.mark.rule("financials 24 (C1)")
def test_a_suggested_commitment_id_is_told_apart_by_the_companys_prefix():
    prefixed = Settings(commitment_prefix="{job}-", commitment_mask="XXXXX-XXXXXX")

    accepted = moved(case(commitment(number="SC0001"), settings=prefixed), A.ACCEPT)
    wide = case(commitment(number="SC000001"), settings=prefixed)

    assert accepted.erp_id == "J1200-SC0001"
    assert said(wide, A.ACCEPT)[0] == (
        "Sage commitment id J1200-SC000001 is 14 characters; Sage 300 CRE takes 12."
    )


@pytest.mark.rule("financials 42 (K2)")
@pytest.mark.parametrize("build", [cco, pcco])
def test_a_change_orders_number_is_offered_as_its_id_unless_the_company_types_it(build):
    typed = Settings(use_change_number=False)

    assert moved(case(build()), A.ACCEPT).erp_id == "1"
    assert "Accept needs: Sage change order id." in said(case(build(), settings=typed), A.ACCEPT)
    answered = case(build(), settings=typed, answers=FULL._replace(erp_id="7"))
    assert moved(answered, A.ACCEPT).erp_id == "7"


def test_an_invoice_keeps_its_number_where_the_company_does_not_override_it():
    fixed = Settings(override_invoice_number=False)
    other = FULL._replace(erp_id="INV-7001A")

    assert moved(case(subcontractor_invoice(), settings=fixed), A.ACCEPT).erp_id == "INV-7001"
    assert moved(case(subcontractor_invoice(), answers=other), A.ACCEPT).erp_id == "INV-7001A"
    assert said(case(subcontractor_invoice(), settings=fixed, answers=other), A.ACCEPT) == [
        "Sage invoice number INV-7001A is not the invoice's own, INV-7001; they are to be the same."
    ]
