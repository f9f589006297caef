"""For every guard one case that is allowed, and how it is spoilt so that it alone objects."""

from datetime import timedelta
from typing import NamedTuple

from core.case import Case, Named, Near
from core.guards import (
    budgets,
    change_orders,
    commitments,
    cost_codes,
    directory,
    doubts,
    duties,
    invoices,
    job_costs,
    jobs,
    leaving,
    prime_contracts,
    shared,
    sub_jobs,
    vendors,
)
from core.guards import relay as mapped
from core.mappings import Ticks
from core.objection import Guard
from core.records import (
    BudgetLine,
    CostTransaction,
    CostType,
    DirectCost,
    Fault,
    InvoiceLine,
    Project,
    ProjectCode,
    Removal,
)
from core.settings import (
    Amounts,
    ChangesAtUnlock,
    Duties,
    ProjectSettings,
    Sending,
    Settings,
)
from core.vocabulary import (
    Action,
    Approval,
    BillingMethod,
    CostSource,
    DirectCostType,
    ErpStatus,
    Origin,
    RecordId,
    RecordKind,
)
from tests.core.golden import best_case
from tests.core.judging import FULL
from tests.core.spoiling import (
    Spoil,
    about,
    body,
    both,
    chosen,
    head,
    job,
    known,
    line,
    named,
    policy,
    relay,
    said,
    seen,
    target,
    targets_body,
)
from tests.people import ADA
from tests.records import (
    CODES,
    LASTING,
    NOW,
    TODAY,
    budget,
    case,
    cco,
    company,
    job_cost,
    mirrored,
)

A, S, K = Action, ErpStatus, RecordKind
LONG = "x" * 31
LATER = TODAY + timedelta(days=1)
WAITING = S.READY_TO_EXPORT


class Example(NamedTuple):
    """A case that is allowed, and what has to happen for one guard to object."""

    guard: Guard
    action: Action
    good: Case
    spoil: Spoil


def best(kind: RecordKind, status: ErpStatus, action: Action) -> Case:
    return best_case(kind, status, action)._replace(actor=ADA)


COST = DirectCost(
    CostTransaction(118, 2, CostSource.ACCOUNTS_PAYABLE, "03-300", "S", 1_250_00),
    DirectCostType.INVOICE, 1_250_00, "Formwork",
)  # fmt: skip
COSTS = case(
    job_cost(S.SYNCED, direct_costs=(COST,)), ADA,
    settings=Settings(edit_synced_costs=True),
    chosen=ProjectSettings(transactions=True),
    answers=FULL._replace(transaction=COST.of.key, cost_amount="1300.00"),
)  # fmt: skip
MERGING = case(
    company(S.UNSENT, id="company-2", title="Walsh Constr.", number="C77"), ADA,
    target=company(S.SYNCED), answers=FULL._replace(link_to=RecordId("company-1")),
)  # fmt: skip
SYNCED_BUDGET = best(K.BUDGET, S.SYNCED, A.SEND)
DELETED_THERE = best(K.PRIME_CONTRACT, S.READY_TO_IMPORT, A.ARCHIVE)._replace(mirrored=None)
NEAR = Near(Named(RecordId("c"), S.SYNCED, 1, "V2", "Walsh Co", "V2"), 95)
BARE = (ProjectCode("01-100", "General conditions"),)
NOTHING_TICKED = relay(mappings=Ticks())
TYPELESS = (BudgetLine("01-100", "", 1_00),)


def accepted(kind: RecordKind) -> Case:
    return best(kind, WAITING, A.ACCEPT)


def accepting(kind: RecordKind, guard: Guard, spoil: Spoil) -> Example:
    return Example(guard, A.ACCEPT, accepted(kind), spoil)


def doing(
    action: Action, kind: RecordKind, status: ErpStatus, guard: Guard, spoil: Spoil
) -> Example:
    return Example(guard, action, best(kind, status, action), spoil)


def sending(kind: RecordKind, guard: Guard, spoil: Spoil) -> Example:
    return doing(A.SEND, kind, S.UNSENT, guard, spoil)


def importing(kind: RecordKind, guard: Guard, spoil: Spoil) -> Example:
    return doing(A.IMPORT, kind, S.READY_TO_IMPORT, guard, spoil)


SHARED = (
    accepting(K.BUDGET, shared.project_is_synced, named("project", status=S.UNSENT)),
    accepting(K.COMMITMENT, shared.vendor_is_synced, named("vendor", active=False)),
    accepting(K.COMMITMENT, shared.lines_are_on_the_job, line(code="99-999")),
    accepting(K.COMMITMENT, shared.lines_are_updated, both(
        line(code="05-100"), job(pending=frozenset({("05-100", "S")})))),
    accepting(K.COMMITMENT, shared.sub_jobs_are_synced, line(sub_job="EXTRA9")),
    accepting(K.COMMITMENT, shared.no_line_is_on_a_group_code, both(
        line(code="01-000"), job(codes=frozenset({("01-000", "S"), ("03-300", "S")})))),
    doing(A.ACCEPT, K.COMMITMENT, S.FAILED, shared.fault_is_passing, head(fault=LASTING)),
    doing(A.UNLINK, K.COMMITMENT, S.SYNCED, shared.erp_holds_it_no_more, seen()),
    doing(A.UNLINK, K.COMMITMENT, S.SYNCED, shared.nothing_linked_belongs_to_it,
          known(dependants=1)),
    importing(K.COMPANY, shared.erp_holds_it_still, known(mirrored=None)),
    importing(K.COMPANY, shared.erp_record_is_not_linked, known(holder="company Kerr")),
    doing(A.RESTORE, K.COMPANY, S.ARCHIVED, shared.it_came_from_the_erp, head(erp_id=None)),
    doing(A.LINK, K.COMPANY, S.READY_TO_IMPORT, shared.target_is_free, known(target=None)),
    accepting(K.COMPANY, shared.erp_id_is_plain, said(erp_id="V 1\u00e9")),
    doing(A.DELETE, K.COMMITMENT, S.UNSENT, shared.it_is_a_draft, body(approval=Approval.VOID)),
    Example(shared.erp_let_go_of_it, A.ARCHIVE, DELETED_THERE, seen()),
)  # fmt: skip

MASTER_DATA = (
    sending(K.COMPANY, vendors.name_fits_sage, head(title=LONG)),
    sending(K.COMPANY, vendors.company_is_active, body(active=False)),
    accepting(K.COMPANY, vendors.vendor_id_fits_sage, said(erp_id="V1234567890")),
    accepting(K.COMPANY, vendors.vendor_id_is_free, known(holder="vendor Kerr")),
    accepting(K.COMPANY, vendors.vendor_type_is_known, said(vendor_type="Caterer")),
    accepting(K.COMPANY, vendors.no_namesake_in_sage, about(near=(NEAR,))),
    importing(K.COMPANY, vendors.no_namesake_anywhere, about(near=(NEAR,))),
    importing(K.COMPANY, vendors.erp_vendor_is_active, seen(active=False)),
    doing(A.LINK, K.COMPANY, S.READY_TO_IMPORT, vendors.target_company_is_active,
          targets_body(active=False)),
    doing(A.UNLINK, K.COMPANY, S.SYNCED, vendors.nothing_synced_names_it, known(dependants=2)),
    Example(directory.primary_is_another_company, A.MERGE, MERGING, target(kind=K.PROJECT)),
    Example(directory.primary_waits_for_nobody, A.MERGE, MERGING, target(status=S.FAILED)),
    Example(directory.nothing_of_it_is_on_its_way, A.MERGE, MERGING, about(on_their_way=1)),
    Example(directory.they_share_no_bid_package, A.MERGE, MERGING, both(
        body(bid_packages=("BP1",)), targets_body(bid_packages=("BP1",)))),
    Example(directory.primary_has_no_locked_contract, A.MERGE, MERGING, both(
        chosen(lock_contract_company=True), about(approved_for_target=1))),
    Example(directory.surviving_id_is_one_of_theirs, A.MERGE, MERGING, said(erp_id="V9")),
    doing(A.CONSOLIDATE, K.COMPANY, S.UNSENT, directory.no_commitment_names_it,
          about(commitments=1)),
    doing(A.CONSOLIDATE, K.COMPANY, S.UNSENT, directory.it_is_not_set_aside, both(
        head(title="X-Walsh"), body(active=False))),
    Example(directory.it_is_set_aside, A.REINSTATE,
            case(company(S.UNSENT, title="X-Walsh", active=False), ADA), body(active=True)),
    sending(K.PROJECT, jobs.erp_sync_is_on, body(erp_sync=False)),
    sending(K.PROJECT, jobs.code_list_is_the_erps, body(erp_code_list=False)),
    sending(K.PROJECT, jobs.project_has_codes, body(codes=())),
    sending(K.PROJECT, jobs.codes_have_types, body(codes=(*CODES, *BARE))),
    sending(K.PROJECT, jobs.name_fits_sage, head(title=LONG)),
    doing(A.SEND, K.PROJECT, S.SYNCED, jobs.something_waits_for_sage, body(codes=CODES)),
    accepting(K.PROJECT, jobs.job_id_has_the_form, chosen(job_mask="##-###")),
    accepting(K.PROJECT, jobs.job_id_is_spelt_plainly, both(
        chosen(job_mask="X/XXXX"), said(erp_id="J/1200"))),
    accepting(K.PROJECT, jobs.job_id_fits_sage, both(
        chosen(job_mask="XXXXXXXXXXXX"), said(erp_id="J1234567890"))),
    accepting(K.PROJECT, jobs.job_id_is_free, known(holder="job J1200")),
    importing(K.PROJECT, jobs.erp_codes_have_categories, seen(body=Project(codes=BARE))),
    importing(K.PROJECT, jobs.cap_is_not_reached, known(projects=10**6)),
    importing(K.PROJECT, jobs.template_is_known, said(template="Bridges")),
    doing(A.REMOVE, K.PROJECT, S.SYNCED, jobs.code_is_the_projects, said(code="99-999")),
    doing(A.REMOVE, K.PROJECT, S.SYNCED, jobs.code_can_go, said(code="01-100")),
    doing(A.REMOVE, K.PROJECT, S.SYNCED, jobs.it_is_not_asked_already,
          body(removals=(Removal("05-100", "", "Sam", NOW),))),
    doing(A.LINK, K.PROJECT, S.READY_TO_IMPORT, jobs.linking_is_allowed,
          chosen(allow_link_existing_project=False)),
    doing(A.LINK, K.PROJECT, S.READY_TO_IMPORT, jobs.target_project_is_integrated,
          targets_body(erp_sync=False)),
    accepting(K.SUB_JOB, sub_jobs.company_exchanges_extras, chosen(sub_jobs=False)),
    accepting(K.SUB_JOB, sub_jobs.project_has_sub_jobs,
              known(chosen=ProjectSettings(sub_jobs=False))),
    accepting(K.SUB_JOB, sub_jobs.parent_project_is_synced, named("project", status=S.UNSENT)),
    accepting(K.SUB_JOB, sub_jobs.job_tracks_extras, lambda of: of._replace(
        job_seen=mirrored(of, body=Project(tracks_extras=False)))),
    sending(K.SUB_JOB, sub_jobs.code_fits_sage, head(number=LONG)),
    accepting(K.SUB_JOB, sub_jobs.name_fits_sage, head(title=LONG)),
    accepting(K.SUB_JOB, sub_jobs.sub_job_has_codes, body(codes=())),
    accepting(K.SUB_JOB, sub_jobs.extra_id_fits_sage, said(erp_id="EXTRA123456")),
    accepting(K.SUB_JOB, sub_jobs.extra_id_is_free, known(holder="an extra")),
    doing(A.DELETE, K.SUB_JOB, S.UNSENT, sub_jobs.no_codes_are_attached, body(codes=CODES)),
    importing(K.COST_CODE, cost_codes.code_is_sectioned, both(
        head(number="03300"), chosen(cost_code_mask="#####"))),
    importing(K.COST_CODE, cost_codes.separators_are_known, head(number="03-3_0")),
    importing(K.COST_CODE, cost_codes.sections_are_few, both(
        head(number="0-3-3-0"), chosen(cost_code_mask="#-#-#-#"))),
    importing(K.COST_CODE, cost_codes.code_fits_sage, both(
        head(number="03-33333333333"), chosen(cost_code_mask="##-###########"))),
    importing(K.COST_CODE, cost_codes.code_has_the_layout, head(number="03-30")),
    importing(K.COST_CODE, cost_codes.description_fits_sage, head(title=LONG)),
    importing(K.COST_CODE, cost_codes.categories_fit_sage, body(types=(CostType("LABO"),))),
    doing(A.ASSIGN, K.COST_CODE, S.SYNCED, cost_codes.code_takes_cost, body(group=True)),
    doing(A.ASSIGN, K.COST_CODE, S.SYNCED, cost_codes.code_is_active, body(active=False)),
    doing(A.ASSIGN, K.COST_CODE, S.SYNCED, cost_codes.category_is_the_companys,
          known(categories=frozenset("L"))),
    doing(A.ASSIGN, K.COST_CODE, S.SYNCED, cost_codes.category_is_no_default_yet,
          said(category="L")),
    doing(A.REMOVE, K.COST_CODE, S.SYNCED, cost_codes.category_is_a_default, said(category="M")),
    Example(job_costs.synced_costs_are_open, A.EDIT_COST, COSTS,
            chosen(edit_synced_costs=False)),
    Example(job_costs.costs_come_one_by_one, A.EDIT_COST, COSTS,
            known(chosen=ProjectSettings())),
    Example(job_costs.the_cost_is_listed, A.EDIT_COST, COSTS, said(transaction="9-9")),
    Example(job_costs.the_amount_is_one, A.EDIT_COST, COSTS, said(cost_amount="much")),
    Example(job_costs.something_changes, A.EDIT_COST, COSTS, said(cost_amount="1250.00")),
    Example(job_costs.the_description_fits, A.EDIT_COST, COSTS, said(cost_description=LONG)),
)  # fmt: skip

WHO_DECIDES = (
    accepting(K.COMMITMENT, duties.sender_does_not_accept, both(
        head(sent_by=ADA.name), chosen(duties=Duties(four_eyes=True)))),
    accepting(K.COMMITMENT, duties.editor_does_not_accept, both(
        head(edited_by=ADA.name), chosen(duties=Duties(four_eyes=True)))),
    accepting(K.COMMITMENT, duties.amount_is_within_the_limit,
              chosen(accept_limit=Amounts(commitment=1))),
    accepting(K.COMMITMENT, duties.nobody_uses_their_own_grant, known(own_grant="You did")),
    accepting(K.COMMITMENT, duties.two_acceptances_are_of_two_people, head(endorsed_by=ADA.name)),
)  # fmt: skip

MONEY = (
    sending(K.BUDGET, budgets.budget_has_lines, body(lines=())),
    sending(K.BUDGET, budgets.budget_is_locked, body(locked=False)),
    sending(K.BUDGET, budgets.lines_have_types, body(lines=TYPELESS)),
    sending(K.BUDGET, budgets.budget_began_here, head(origin=Origin.ERP)),
    Example(budgets.last_export_is_posted, A.SEND, SYNCED_BUDGET, seen(posted=False)),
    Example(budgets.budget_has_changed, A.SEND, SYNCED_BUDGET,
            lambda of: body(lines=of.record.body.exported)(of)),
    importing(K.BUDGET, budgets.budget_was_never_exported, known(holder="a budget")),
    importing(K.BUDGET, budgets.budget_is_unlocked, body(locked=True)),
    accepting(K.BUDGET, budgets.forecast_goes_along, chosen(forecast_export=True)),
    Example(budgets.budget_is_open, A.LOCK,
            case(budget(S.UNSENT, locked=False), ADA), body(locked=True)),
    Example(budgets.budget_is_closed, A.UNLOCK, case(budget(S.UNSENT), ADA), body(locked=False)),
    Example(budgets.changes_survive_the_unlock, A.UNLOCK, case(budget(S.UNSENT), ADA), both(
        line(changes=5_00), policy(unlock_with_changes=ChangesAtUnlock.REFUSED))),
    accepting(K.COMMITMENT, commitments.title_fits_sage, head(title=LONG)),
    accepting(K.COMMITMENT, commitments.commitment_is_approved, body(approval=Approval.DRAFT)),
    accepting(K.COMMITMENT, commitments.lines_have_codes, line(category="")),
    accepting(K.COMMITMENT, commitments.units_fit_sage, line(unit="fathoms")),
    accepting(K.COMMITMENT, commitments.amounts_fit_sage, line(amount=10**9)),
    sending(K.COMMITMENT, commitments.number_fits_sage, head(number=LONG)),
    accepting(K.COMMITMENT, commitments.commitment_id_fits_sage, both(
        chosen(commitment_mask="X" * 13), said(erp_id="S" * 13))),
    accepting(K.COMMITMENT, commitments.commitment_id_has_the_form,
              chosen(commitment_mask="##-###")),
    accepting(K.COMMITMENT, commitments.commitment_id_is_free, known(holder="commitment 1")),
    accepting(K.CCO, change_orders.change_is_approved, body(approval=Approval.PENDING)),
    accepting(K.CCO, change_orders.cco_lines_have_codes, line(category="")),
    accepting(K.CCO, change_orders.date_created_is_filled, body(created=None)),
    accepting(K.CCO, change_orders.commitment_is_synced, named("parent", status=S.UNSENT)),
    accepting(K.CCO, change_orders.commitments_vendor_is_synced, named("vendor", active=False)),
    accepting(K.CCO, change_orders.cco_title_fits_sage, head(title=LONG)),
    accepting(K.CCO, change_orders.approval_is_not_to_come, body(approved=LATER)),
    sending(K.CCO, change_orders.cco_number_fits_sage, head(number=LONG)),
    accepting(K.CCO, change_orders.cco_id_fits_sage, said(erp_id="123456")),
    accepting(K.CCO, change_orders.cco_id_is_free, known(holder="change order 1")),
    doing(A.UNLINK, K.CCO, S.SYNCED, change_orders.erp_holds_the_cco_no_more, seen()),
    accepting(K.PCCO, change_orders.pcco_is_approved, body(approval=Approval.PENDING)),
    accepting(K.PCCO, change_orders.pcco_lines_have_codes, line(category="")),
    accepting(K.PCCO, change_orders.pcco_date_created_is_filled, body(created=None)),
    accepting(K.PCCO, change_orders.prime_contract_is_synced, named("parent", status=S.ARCHIVED)),
    accepting(K.PCCO, change_orders.prime_contract_is_current, known(
        contract=best(K.PRIME_CONTRACT, S.SYNCED, A.REIMPORT).record,
        contract_seen=best(K.PRIME_CONTRACT, S.SYNCED, A.REIMPORT).mirrored)),
    accepting(K.PCCO, change_orders.pcco_title_fits_sage, head(title=LONG)),
    accepting(K.PCCO, change_orders.change_is_not_potential, body(potential=True)),
    sending(K.PCCO, change_orders.pcco_number_fits_sage, head(number=LONG)),
    accepting(K.PCCO, change_orders.pcco_id_fits_sage, said(erp_id="123456")),
    accepting(K.PCCO, change_orders.pcco_id_is_free, known(holder="change order 1")),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.invoice_is_approved, body(approval=Approval.DRAFT)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.commitment_is_synced,
              named("parent", status=S.UNSENT)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.billed_changes_are_synced, line(cco=cco().id)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.totals_agree, head(amount=1_00)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.tax_groups_are_off, chosen(tax_groups=True)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.no_extra_date_is_required,
              relay(payment_date_usage="Required")),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.client_takes_invoices, relay(client="1.31.466")),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.invoice_is_not_zero, both(
        head(amount=0),
        body(gross=0, retainage=0, lines=(InvoiceLine(1, "01-100", "S", 0),)))),
    sending(K.SUBCONTRACTOR_INVOICE, invoices.number_fits_sage, head(number=LONG)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.invoice_id_fits_sage, said(erp_id="I" * 16)),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.invoice_keeps_its_number, both(
        chosen(override_invoice_number=False), said(erp_id="OTHER"))),
    accepting(K.SUBCONTRACTOR_INVOICE, invoices.invoice_id_is_free, known(holder="invoice 1")),
    doing(A.UNLINK, K.SUBCONTRACTOR_INVOICE, S.SYNCED, invoices.erp_holds_the_invoice_no_more,
          seen()),
    accepting(K.OWNER_INVOICE, invoices.prime_contract_is_synced,
              named("parent", status=S.ARCHIVED)),
    accepting(K.OWNER_INVOICE, invoices.owner_invoices_are_on, chosen(owner_invoices=False)),
    accepting(K.OWNER_INVOICE, invoices.billed_as_a_lump_sum,
              body(billing=BillingMethod.QUICKBILL_UNITS)),
    importing(K.PRIME_CONTRACT, prime_contracts.job_is_synced,
              named("project", status=S.UNSENT)),
    importing(K.PRIME_CONTRACT, prime_contracts.tool_is_active, job(prime_contracts_tool=False)),
    importing(K.PRIME_CONTRACT, prime_contracts.sage_is_new_enough, relay(sage="17.1.3")),
    doing(A.REIMPORT, K.PRIME_CONTRACT, S.SYNCED, prime_contracts.contract_is_approved,
          body(approval=Approval.DRAFT)),
    doing(A.REIMPORT, K.PRIME_CONTRACT, S.SYNCED, prime_contracts.job_is_synced_still,
          named("project", status=S.UNSENT)),
    doing(A.REIMPORT, K.PRIME_CONTRACT, S.SYNCED, prime_contracts.contract_is_on_one_project,
          body(projects=2)),
    doing(A.REIMPORT, K.PRIME_CONTRACT, S.SYNCED, prime_contracts.there_are_new_lines, seen()),
    doing(A.RENEW, K.PRIME_CONTRACT, S.SYNCED, prime_contracts.values_differ, seen()),
    accepting(K.SUBCONTRACTOR_INVOICE, mapped.invoices_are_mapped, NOTHING_TICKED),
    accepting(K.OWNER_INVOICE, mapped.owner_invoices_are_mapped, NOTHING_TICKED),
    accepting(K.PCCO, mapped.changes_are_mapped, NOTHING_TICKED),
    importing(K.PRIME_CONTRACT, mapped.contracts_are_mapped, NOTHING_TICKED),
    doing(A.VOUCH, K.COMMITMENT, S.OUTCOME_UNKNOWN, doubts.connector_has_looked,
          head(changed_at=NOW)),
    doing(A.VOUCH, K.COMMITMENT, S.OUTCOME_UNKNOWN, doubts.found_id_is_nobody_elses,
          known(holder="commitment 1")),
    doing(A.DISPROVE, K.COMMITMENT, S.OUTCOME_UNKNOWN, doubts.second_word_is_another_persons,
          both(head(fault=Fault("SAID_NOT_IN_SAGE", "Not there."), note=ADA.name),
               known(settings=Settings(sending=Sending(disprove_by_two=True))))),
    doing(A.RECALL, K.COMMITMENT, S.EXPORTING, leaving.it_waits, known(held=None)),
)  # fmt: skip

EXAMPLES = (*SHARED, *MASTER_DATA, *MONEY, *WHO_DECIDES)
