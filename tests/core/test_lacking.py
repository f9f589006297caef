"""What somebody lacks: the code, the sentence, and who can give it, for every sort of need."""

import pytest

from core.merging import planned
from core.needs import (
    AllOf,
    AnyOf,
    AtLeast,
    CreateProjects,
    Grant,
    IsConnector,
    MayExport,
    MayImport,
    Push,
    SendBudgets,
)
from core.objection import Objection
from core.people import Actor
from core.permissions import denials
from core.records import erp_scope
from core.vocabulary import ErpStatus, Level, RecordKind, Tool
from tests.records import cco, commitment, company, sub_job, subcontractor_invoice

K, L, S = RecordKind, Level, ErpStatus
NOBODY = Actor("n", "Nobody", exports=frozenset(), imports=frozenset())
DIRECTORY = "an administrator of the Company Directory"
ERP, BUDGET = AtLeast(Tool.ERP, L.STANDARD), AtLeast(Tool.BUDGET, L.ADMIN)


@pytest.mark.parametrize(
    ("need", "code", "text", "who"),
    [
        (
            ERP,
            "level_too_low",
            "This takes Standard of ERP Integrations; you hold None.",
            "an administrator of ERP Integrations",
        ),
        (
            BUDGET,
            "needs_source_tool_admin",
            "This takes Admin of Budget; you hold None.",
            "an administrator of Budget",
        ),
        (
            Push(),
            "needs_cpa",
            "This takes Can Push to Accounting besides the level, an administrator's too.",
            DIRECTORY,
        ),
        (
            MayExport(),
            "needs_type_export_right",
            "Can Export is not ticked for you on budget.",
            DIRECTORY,
        ),
        (
            MayImport(),
            "needs_type_import_right",
            "Can Import is not ticked for you on budget.",
            DIRECTORY,
        ),
        (
            CreateProjects(),
            "needs_directory_or_create_project",
            "This takes Create New Project.",
            DIRECTORY,
        ),
        (
            SendBudgets(),
            "needs_source_tool_admin",
            "This takes Send and Retrieve Budgets from ERP.",
            DIRECTORY,
        ),
        (IsConnector(), "connector_only", "Only the connector reports outcomes.", ""),
        (
            AnyOf((AllOf((BUDGET, ERP)), Push())),
            "needs_source_tool_admin",
            (
                "This takes Admin of Budget; you hold None. This takes Standard of ERP "
                "Integrations; you hold None. Or: This takes Can Push to Accounting besides the "
                "level, an administrator's too."
            ),
            "an administrator of Budget",
        ),
        (
            AnyOf((IsConnector(), ERP)),
            "level_too_low",
            "This takes Standard of ERP Integrations; you hold None.",
            "an administrator of ERP Integrations",
        ),
        (
            AnyOf((BUDGET, CreateProjects())),
            "needs_directory_or_create_project",
            "This takes Admin of Budget; you hold None. Or: This takes Create New Project.",
            "an administrator of Budget",
        ),
    ],
)
def test_a_lack_is_told_like_this(need, code, text, who):
    [objection] = denials(Grant("07", (need,)), NOBODY, K.BUDGET)

    assert (objection.code, objection.text, objection.lifted_by) == (code, text, who)


def test_ids_are_unique_within_what_holds_them_and_by_its_number_until_it_is_a_record():
    assert erp_scope(commitment()) == "commitment"
    assert erp_scope(cco()) == "cco:commitment-1"
    assert erp_scope(cco(parent=None)) == "cco:SC0001"
    assert erp_scope(subcontractor_invoice()) == "subcontractor_invoice:company-1"
    loose = subcontractor_invoice(vendor=None)
    assert erp_scope(loose) == "subcontractor_invoice:Walsh Construction"
    assert erp_scope(sub_job()) == "sub_job:project-1"
    assert erp_scope(sub_job(project=None)) == "sub_job:J1200"


def test_a_merge_that_keeps_an_id_of_neither_is_refused_before_it_is_planned():
    stays, goes = company(S.SYNCED), company(S.SYNCED, id="company-2", erp_id="V2")

    refused = planned(stays, [goes], "V9", confirmed=True)

    assert refused == Objection(
        "vendors 18", "V9 is the Sage id of none of them; keep V1001 or V2.", "you"
    )


def test_a_planned_merge_carries_the_confirmation_and_counts_linked_ids_only():
    stays = company(S.UNSENT)
    goes = company(S.FAILED, id="company-2", erp_id="V2")

    [asked] = planned(stays, [goes], None, confirmed=True)

    assert (asked.record, asked.answers.confirmed, asked.answers.erp_id) == (
        "company-2", True, None,
    )  # fmt: skip
