"""Rows that wait to be imported after their original was deleted in Sage."""

import pytest

from core.vocabulary import Action, ErpStatus, RecordKind
from tests.core.judging import codes_said, moved, said
from tests.people import ADA, ANA, VIC
from tests.records import case, mirrored, record

A, S, K = Action, ErpStatus, RecordKind
KINDS = (K.SUB_JOB, K.BUDGET, K.PRIME_CONTRACT)


@pytest.mark.parametrize("kind", KINDS)
def test_what_sage_deleted_is_put_away(kind):
    gone = case(record(kind, S.READY_TO_IMPORT), ADA, mirrored=None)

    assert moved(gone, A.ARCHIVE).status is S.ARCHIVED


@pytest.mark.parametrize("kind", KINDS)
def test_what_sage_holds_is_not_put_away(kind):
    held = case(record(kind, S.READY_TO_IMPORT), ADA)
    erp_id, noun = held.record.erp_id, kind.replace("_", " ")

    assert said(held, A.ARCHIVE) == [
        f"Sage holds {erp_id}; only a {noun} that was deleted there can be archived."
    ]


@pytest.mark.parametrize("kind", [K.SUB_JOB, K.BUDGET])
def test_without_its_job_nobody_can_tell_whether_sage_holds_it(kind):
    lost = record(kind, S.READY_TO_IMPORT, project=None)

    assert said(case(lost, ADA, mirrored=None), A.ARCHIVE) == [
        "Its job J1200 is not linked, so Sage cannot be asked of it."
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_fetched_back_once_sage_holds_it_again(kind):
    away = case(record(kind, S.ARCHIVED), ADA, mirrored=None)
    erp_id = away.record.erp_id

    assert said(away, A.RESTORE) == [
        f"Sage no longer holds {erp_id}; restore it there and refresh, or archive it here."
    ]
    again = away._replace(mirrored=mirrored(away))
    assert moved(again, A.RESTORE).status is S.READY_TO_IMPORT


def test_putting_away_takes_the_right_to_import():
    budget = case(record(K.BUDGET, S.READY_TO_IMPORT), VIC, mirrored=None)
    extra = case(record(K.SUB_JOB, S.READY_TO_IMPORT), ANA, mirrored=None)

    assert codes_said(budget, A.ARCHIVE) == ["level_too_low"]
    assert codes_said(extra, A.ARCHIVE) == ["needs_directory_or_create_project"]
