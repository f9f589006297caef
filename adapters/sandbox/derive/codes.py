"""The company's standard cost codes as records: good, retired, broken, and typed into projects."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.sandbox.derive.calendar import EXTRACTED, OLDEST_RECORD, Calendar
from adapters.sandbox.derive.life import standing
from adapters.sandbox.derive.work import (
    BROKEN,
    PROJECT_ONLY,
    RETIRED,
    STANDARD,
    Standard,
    cost_code,
)
from core.records import Record
from core.vocabulary import ErpStatus, Origin, RecordKind

K, S = RecordKind, ErpStatus


def cost_codes(calendar: Calendar) -> list[Record]:
    """In Sage from the beginning, but for those that people typed into projects."""
    return [
        *_made(STANDARD, S.SYNCED, calendar),
        *_made(RETIRED, S.ARCHIVED, calendar),
        *_made(BROKEN, S.READY_TO_IMPORT, calendar),
        *_made(PROJECT_ONLY, S.UNSENT, calendar, Origin.PROJECT),
    ]


def _made(
    codes: Sequence[Standard], status: ErpStatus, calendar: Calendar, origin: Origin = Origin.ERP
) -> list[Record]:
    created = EXTRACTED - OLDEST_RECORD - timedelta(days=30)
    return [
        standing(
            Record(
                calendar.id(K.COST_CODE, code.code, created), K.COST_CODE, S.UNSENT, 1, code.code,
                code.description, cost_code(code, active=status is not S.ARCHIVED), origin,
                created_at=created,
            ),
            code.code, status, calendar,
        )
        for code in codes
    ]  # fmt: skip
