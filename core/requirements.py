"""What each kind's actions require besides their lifecycle: the guards, as one table."""

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
    relay,
    shared,
    sub_jobs,
    vendors,
)
from core.objection import Guard
from core.vocabulary import Action, ErpStatus, RecordKind

K, A, S = RecordKind, Action, ErpStatus
Guards = tuple[Guard, ...]

GOOD_CODE: Guards = (
    cost_codes.code_is_sectioned,
    cost_codes.separators_are_known,
    cost_codes.sections_are_few,
    cost_codes.code_fits_sage,
    cost_codes.code_has_the_layout,
    cost_codes.description_fits_sage,
    cost_codes.categories_fit_sage,
)
IMPORTABLE: Guards = (shared.erp_holds_it_still, shared.erp_record_is_not_linked)
LINKABLE: Guards = (*IMPORTABLE, shared.target_is_free)
OPEN_COSTS: Guards = (
    job_costs.synced_costs_are_open,
    job_costs.costs_come_one_by_one,
    job_costs.the_cost_is_listed,
)
RESTORABLE: Guards = (shared.it_came_from_the_erp,)
ARCHIVABLE_ONCE_GONE: dict[Action, Guards] = {
    A.ARCHIVE: (shared.erp_let_go_of_it,),
    A.RESTORE: (shared.erp_holds_it_still,),
}
"""Kinds that nobody hides by choice: a row whose original was deleted in Sage has this way out."""

COMPANY_MERGED: Guards = (
    directory.primary_is_another_company,
    directory.primary_waits_for_nobody,
    directory.nothing_of_it_is_on_its_way,
    directory.they_share_no_bid_package,
    directory.primary_has_no_locked_contract,
    directory.surviving_id_is_one_of_theirs,
)
COMPANY_SENT: Guards = (vendors.name_fits_sage, vendors.company_is_active)
COMPANY_ACCEPTED: Guards = (
    *COMPANY_SENT,
    vendors.vendor_id_fits_sage,
    shared.erp_id_is_plain,
    vendors.vendor_id_is_free,
    vendors.vendor_type_is_known,
    vendors.no_namesake_in_sage,
)

PROJECT_SENT: Guards = (
    jobs.erp_sync_is_on,
    jobs.code_list_is_the_erps,
    jobs.project_has_codes,
    jobs.codes_have_types,
    jobs.name_fits_sage,
)
PROJECT_ACCEPTED: Guards = (
    *PROJECT_SENT,
    jobs.job_id_has_the_form,
    jobs.job_id_is_spelt_plainly,
    jobs.job_id_fits_sage,
    jobs.job_id_is_free,
)

EXTRAS_GO_OUT: Guards = (
    sub_jobs.company_exchanges_extras,
    sub_jobs.project_has_sub_jobs,
    sub_jobs.parent_project_is_synced,
    sub_jobs.job_tracks_extras,
)
SUB_JOB_SENT: Guards = (
    *EXTRAS_GO_OUT,
    sub_jobs.code_fits_sage,
    sub_jobs.name_fits_sage,
    sub_jobs.sub_job_has_codes,
)
SUB_JOB_ACCEPTED: Guards = (
    *EXTRAS_GO_OUT,
    sub_jobs.name_fits_sage,
    sub_jobs.sub_job_has_codes,
    sub_jobs.extra_id_fits_sage,
    shared.erp_id_is_plain,
    sub_jobs.extra_id_is_free,
)

BUDGET_SENT: Guards = (
    *shared.ON_THE_JOB,
    budgets.budget_has_lines,
    budgets.budget_is_locked,
    budgets.lines_have_types,
    budgets.budget_began_here,
)
BUDGET_LOCKED: Guards = (budgets.budget_is_open, budgets.budget_has_lines)
BUDGET_UNLOCKED: Guards = (
    budgets.budget_is_closed,
    budgets.last_export_is_posted,
    budgets.changes_survive_the_unlock,
)
BUDGET_REIMPORTED: Guards = (
    shared.project_is_synced,
    shared.erp_holds_it_still,
    budgets.budget_was_never_exported,
    budgets.budget_is_unlocked,
)

COMMITMENT_ON_PAPER: Guards = (
    *shared.ON_THE_JOB,
    shared.vendor_is_synced,
    commitments.title_fits_sage,
    commitments.commitment_is_approved,
    commitments.lines_have_codes,
    commitments.units_fit_sage,
    commitments.amounts_fit_sage,
)
COMMITMENT_SENT: Guards = (*COMMITMENT_ON_PAPER, commitments.number_fits_sage)
COMMITMENT_ACCEPTED: Guards = (
    *COMMITMENT_ON_PAPER,
    commitments.commitment_id_fits_sage,
    commitments.commitment_id_has_the_form,
    commitments.commitment_id_is_free,
)

CCO_ON_PAPER: Guards = (
    *shared.ON_THE_JOB,
    change_orders.change_is_approved,
    change_orders.cco_lines_have_codes,
    change_orders.date_created_is_filled,
    change_orders.commitment_is_synced,
    change_orders.commitments_vendor_is_synced,
    change_orders.cco_title_fits_sage,
    change_orders.approval_is_not_to_come,
)
CCO_SENT: Guards = (*CCO_ON_PAPER, change_orders.cco_number_fits_sage)
CCO_ACCEPTED: Guards = (
    *CCO_ON_PAPER,
    change_orders.cco_id_fits_sage,
    shared.erp_id_is_plain,
    change_orders.cco_id_is_free,
)
PCCO_ON_PAPER: Guards = (
    *shared.ON_THE_JOB,
    change_orders.pcco_is_approved,
    change_orders.pcco_lines_have_codes,
    change_orders.pcco_date_created_is_filled,
    change_orders.prime_contract_is_synced,
    change_orders.prime_contract_is_current,
    change_orders.pcco_title_fits_sage,
    change_orders.change_is_not_potential,
    relay.changes_are_mapped,
)
PCCO_SENT: Guards = (*PCCO_ON_PAPER, change_orders.pcco_number_fits_sage)
PCCO_ACCEPTED: Guards = (
    *PCCO_ON_PAPER,
    change_orders.pcco_id_fits_sage,
    shared.erp_id_is_plain,
    change_orders.pcco_id_is_free,
)

SUBCONTRACTOR_INVOICE_ON_PAPER: Guards = (
    *shared.ON_THE_JOB,
    shared.vendor_is_synced,
    invoices.invoice_is_approved,
    invoices.commitment_is_synced,
    invoices.billed_changes_are_synced,
    invoices.totals_agree,
    invoices.tax_groups_are_off,
    invoices.no_extra_date_is_required,
    invoices.client_takes_invoices,
    relay.invoices_are_mapped,
    invoices.invoice_is_not_zero,
)
OWNER_INVOICE_ON_PAPER: Guards = (
    shared.project_is_synced,
    invoices.invoice_is_approved,
    invoices.prime_contract_is_synced,
    invoices.owner_invoices_are_on,
    invoices.billed_as_a_lump_sum,
    invoices.client_takes_invoices,
    relay.owner_invoices_are_mapped,
)
INVOICE_ID: Guards = (
    invoices.invoice_id_fits_sage,
    shared.erp_id_is_plain,
    invoices.invoice_id_is_free,
    invoices.invoice_keeps_its_number,
)


DELETABLE: Guards = (shared.it_is_a_draft, shared.nothing_linked_belongs_to_it)


def _sent(guards: Guards) -> dict[Action, Guards]:
    return {A.SEND: guards, A.RESEND: guards}


REQUIRES: dict[RecordKind, dict[Action, Guards]] = {
    K.COST_CODE: {
        A.IMPORT: GOOD_CODE,
        A.ASSIGN: (
            cost_codes.code_takes_cost,
            cost_codes.code_is_active,
            cost_codes.category_is_the_companys,
            cost_codes.category_is_no_default_yet,
        ),
        A.REMOVE: (cost_codes.category_is_a_default,),
    },
    K.COMPANY: {
        **_sent(COMPANY_SENT),
        A.ACCEPT: COMPANY_ACCEPTED,
        A.UNLINK: (vendors.nothing_synced_names_it,),
        A.IMPORT: (*IMPORTABLE, vendors.erp_vendor_is_active, vendors.no_namesake_anywhere),
        A.LINK: (*LINKABLE, vendors.erp_vendor_is_active, vendors.target_company_is_active),
        A.RESTORE: RESTORABLE,
        A.MERGE: COMPANY_MERGED,
        A.CONSOLIDATE: (directory.no_commitment_names_it, directory.it_is_not_set_aside),
        A.REINSTATE: (directory.it_is_set_aside,),
    },
    K.PROJECT: {
        **_sent(PROJECT_SENT),
        A.ACCEPT: PROJECT_ACCEPTED,
        A.UPDATE: (jobs.something_waits_for_sage, jobs.codes_have_types),
        A.IMPORT: (
            *IMPORTABLE,
            jobs.erp_codes_have_categories,
            jobs.cap_is_not_reached,
            jobs.template_is_known,
        ),
        A.RENEW: (jobs.code_list_is_the_erps, shared.erp_holds_it_still),
        A.REMOVE: (jobs.code_is_the_projects, jobs.code_can_go, jobs.it_is_not_asked_already),
        A.LINK: (*LINKABLE, jobs.linking_is_allowed, jobs.target_project_is_integrated),
        A.RESTORE: RESTORABLE,
    },
    K.SUB_JOB: {
        **_sent(SUB_JOB_SENT),
        A.ACCEPT: SUB_JOB_ACCEPTED,
        A.IMPORT: (
            sub_jobs.parent_project_is_synced,
            sub_jobs.company_exchanges_extras,
            *IMPORTABLE,
        ),
        A.DELETE: (sub_jobs.no_codes_are_attached,),
        **ARCHIVABLE_ONCE_GONE,
    },
    K.JOB_COST: {
        A.IMPORT: (shared.project_is_synced,),
        A.EDIT_COST: (
            *OPEN_COSTS,
            job_costs.the_amount_is_one,
            job_costs.the_description_fits,
            job_costs.something_changes,
        ),
        A.DELETE_COST: OPEN_COSTS,
    },
    K.BUDGET: {
        **_sent(BUDGET_SENT),
        A.ACCEPT: (*BUDGET_SENT, budgets.forecast_goes_along),
        A.LOCK: BUDGET_LOCKED,
        A.UNLOCK: BUDGET_UNLOCKED,
        A.IMPORT: BUDGET_REIMPORTED,
        A.REIMPORT: BUDGET_REIMPORTED,
        **ARCHIVABLE_ONCE_GONE,
    },
    K.COMMITMENT: {
        **_sent(COMMITMENT_SENT),
        A.ACCEPT: COMMITMENT_ACCEPTED,
        A.UNLINK: (shared.erp_holds_it_no_more, shared.nothing_linked_belongs_to_it),
        A.DELETE: DELETABLE,
    },
    K.CCO: {
        **_sent(CCO_SENT),
        A.ACCEPT: CCO_ACCEPTED,
        A.UNLINK: (change_orders.erp_holds_the_cco_no_more, shared.nothing_linked_belongs_to_it),
        A.DELETE: DELETABLE,
    },
    K.PCCO: {**_sent(PCCO_SENT), A.ACCEPT: PCCO_ACCEPTED},
    K.SUBCONTRACTOR_INVOICE: {
        **_sent((*SUBCONTRACTOR_INVOICE_ON_PAPER, invoices.number_fits_sage)),
        A.ACCEPT: (*SUBCONTRACTOR_INVOICE_ON_PAPER, *INVOICE_ID),
        A.UNLINK: (invoices.erp_holds_the_invoice_no_more,),
    },
    K.OWNER_INVOICE: {
        **_sent((*OWNER_INVOICE_ON_PAPER, invoices.number_fits_sage)),
        A.ACCEPT: (*OWNER_INVOICE_ON_PAPER, *INVOICE_ID),
        A.UNLINK: (invoices.erp_holds_the_invoice_no_more,),
    },
    K.PRIME_CONTRACT: {
        A.IMPORT: (
            prime_contracts.job_is_synced,
            prime_contracts.tool_is_active,
            prime_contracts.sage_is_new_enough,
            relay.contracts_are_mapped,
            *IMPORTABLE,
        ),
        A.REIMPORT: (
            relay.contracts_are_mapped,
            prime_contracts.contract_is_approved,
            prime_contracts.job_is_synced_still,
            prime_contracts.contract_is_on_one_project,
            prime_contracts.there_are_new_lines,
        ),
        A.RENEW: (
            prime_contracts.job_is_synced_still,
            shared.erp_holds_it_still,
            prime_contracts.values_differ,
        ),
        **ARCHIVABLE_ONCE_GONE,
    },
}

FOUND: Guards = (
    doubts.connector_has_looked,
    shared.erp_id_is_plain,
    doubts.found_id_is_nobody_elses,
)
NOT_FOUND: Guards = (doubts.connector_has_looked, doubts.second_word_is_another_persons)
REQUIRES |= {
    kind: guards | {A.VOUCH: FOUND, A.DISPROVE: NOT_FOUND, A.RECALL: (leaving.it_waits,)}
    for kind, guards in REQUIRES.items()
    if A.ACCEPT in guards
}
"""Whatever is exported may be lost on the way."""

for _guards in REQUIRES.values():
    if A.ACCEPT in _guards:
        _guards[A.ACCEPT] = (*_guards[A.ACCEPT], *duties.ACCEPTED)
    if A.UPDATE in _guards:
        _guards[A.UPDATE] = (*_guards[A.UPDATE], *duties.UPDATED)

REQUIRES_FROM: dict[tuple[RecordKind, Action, ErpStatus], Guards] = {
    (K.PROJECT, A.SEND, S.SYNCED): (jobs.something_waits_for_sage,),
    (K.BUDGET, A.SEND, S.SYNCED): (budgets.last_export_is_posted, budgets.budget_has_changed),
}
for _kind, _guards in REQUIRES.items():
    if A.ACCEPT in _guards:
        REQUIRES_FROM[_kind, A.ACCEPT, S.FAILED] = (shared.fault_is_passing,)
"""What an action requires from one status only, besides the above."""

GUARDS: dict[tuple[RecordKind, Action, ErpStatus], Guards] = {
    (kind, action, status): (*guards, *REQUIRES_FROM.get((kind, action, status), ()))
    for kind, actions in REQUIRES.items()
    for action, guards in actions.items()
    for status in S
}
"""Both tables as one, so that a judgement looks once."""


def guards_of(kind: RecordKind, action: Action, source: ErpStatus) -> Guards:
    return GUARDS.get((kind, action, source), ())
