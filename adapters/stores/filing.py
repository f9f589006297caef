"""What is worked out from a record when it is filed, the same in every store."""

from datetime import UTC, datetime

from core.canonical import digest
from core.case import Related
from core.query import Field
from core.records import (
    Body,
    Company,
    CostCode,
    Project,
    Record,
    Row,
    SubcontractorInvoice,
    erp_scope,
    folded,
)
from core.tabs import TAB_OF
from core.vocabulary import VIEW_OF, ErpStatus, RecordId, RecordKind, View, words

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LINKED = (ErpStatus.SYNCED, ErpStatus.READY_TO_UPDATE)
"""Both systems hold such a record and are tied together."""
IN_FLIGHT = frozenset({ErpStatus.EXPORTING, ErpStatus.OUTCOME_UNKNOWN})
"""What was accepted is what is sent: the content of such a record stands still."""
SEPARATOR = "\x1f"
TEXTS = (Field.NUMBER, Field.TITLE, Field.VENDOR, Field.JOB, Field.ERP, Field.SENDER)
"""The text columns in the order in which the haystack holds them."""
MARKS = "\x11\x12\x13\x14\x15\x16\x17"
"""The haystack's text columns stand between these; no column holds a control character."""
MARK_OF = {field: (MARKS[place], MARKS[place + 1]) for place, field in enumerate(TEXTS)}
_BLANKS = dict.fromkeys(range(0x20), " ")
NARROW = frozenset(
    {
        RecordKind.CCO,
        RecordKind.PCCO,
        RecordKind.SUBCONTRACTOR_INVOICE,
        RecordKind.SUB_JOB,
        RecordKind.BUDGET,
        RecordKind.JOB_COST,
    }
)
"""Kinds whose ERP id is unique within another record only."""


Tray = tuple[str, View]
"""A tab and one of its views."""
TRAY: dict[tuple[RecordKind, ErpStatus], Tray] = {
    (kind, status): (tab.name, VIEW_OF[status])
    for kind, tab in TAB_OF.items()
    for status in ErpStatus
}
"""In which tray such a record lies."""


def tray_of(record: Record) -> Tray:
    return TRAY[record.kind, record.status]


def erp_key(record: Record, erp_id: str | None) -> str | None:
    """The same for two records that would claim one ERP id; None where none is claimed."""
    return f"{folded(erp_id)}{SEPARATOR}{erp_scope(record)}" if erp_id else None


def wide_key(kind: RecordKind, erp_id: str) -> str:
    """The key of a company-wide ERP id, and the start of the keys of narrower ones."""
    return f"{folded(erp_id)}{SEPARATOR}{kind}"


def mirror_key(kind: RecordKind, scope: str, erp_id: str) -> str:
    """Names what the ERP holds, in whatever spelling."""
    return f"{folded(erp_id)}{SEPARATOR}{kind}{SEPARATOR}{folded(scope)}"


def within(kind: RecordKind, project: str, vendor: str, parent: str) -> str:
    """Which of a record's surroundings its ERP id is unique within."""
    match kind:
        case RecordKind.CCO | RecordKind.PCCO:
            return parent
        case RecordKind.SUBCONTRACTOR_INVOICE:
            return vendor
        case RecordKind.SUB_JOB | RecordKind.BUDGET | RecordKind.JOB_COST:
            return project
        case _:
            return ""


def haystack(record: Record) -> str:
    """All text that a list can be filtered by, without regard to case."""
    texts: tuple[str, ...] = (
        record.number,
        record.title,
        record.vendor_name,
        record.project_number,
        record.erp_id or "",
        record.sent_by,
    )
    if not "".join(texts).isprintable():
        texts = tuple(text.translate(_BLANKS) for text in texts)
    number, title, vendor, job, erp, sender = texts
    return f"\x11{number}\x12{title}\x13{vendor}\x14{job}\x15{erp}\x16{sender}\x17".casefold()


def sought(text: str) -> str:
    """What is looked for, as a haystack would hold it."""
    return (text if text.isprintable() else text.translate(_BLANKS)).casefold()


def age_from(record: Record) -> datetime:
    """Since when it waits where it stands."""
    return record.sent_at or record.changed_at or record.created_at or EPOCH


def row_of(record: Record) -> Row:
    return Row(
        record.id,
        record.kind,
        record.status,
        record.version,
        record.number,
        record.title,
        record.project_number,
        record.vendor_name,
        record.amount,
        record.currency,
        record.erp_id,
        record.sent_by,
        age_from(record),
        record.fault.text if record.fault else record.note,
        record.fell_back,
        record.unposted_since,
        digest=digest(record),
        endorsed_by=record.endorsed_by,
    )


def choice_of(project: RecordId) -> str:
    """The name of the fact that holds what was chosen for a project."""
    return f"project_settings{SEPARATOR}{project}"


def view_fact(owner: str, name: str) -> str:
    """The name of the fact that holds a saved view."""
    return f"saved_view{SEPARATOR}{owner}{SEPARATOR}{name.casefold()}"


def is_active(record: Record) -> bool:
    """False where one of the two systems says that it is used no more."""
    body = record.body
    if isinstance(body, Company):
        return body.active and body.erp_active
    return body.active if isinstance(body, CostCode) else True


def is_group(record: Record) -> bool:
    """Whether it is a summary code, which no line may choose."""
    return isinstance(record.body, CostCode) and record.body.group


def related_of(record: Record) -> Related:
    return Related(
        record.id,
        record.kind,
        record.status,
        record.number,
        record.title,
        record.erp_id,
        is_active(record),
    )


def in_words(kind: RecordKind, number: str, title: str) -> str:
    """Who holds an ERP id: `commitment SC0001, Bridge deck`."""
    return f"{words(kind)} {number}, {title}"


def named_by(record: Record) -> list[RecordId]:
    """Every record that this one names."""
    named = [n for n in (record.project, record.vendor, record.parent) if n]
    if isinstance(record.body, SubcontractorInvoice):
        named += [line.cco for line in record.body.lines if line.cco]
    return named


def bills(body: Body, change: RecordId) -> bool:
    """Whether this is an invoice that bills a change order."""
    return isinstance(body, SubcontractorInvoice) and any(x.cco == change for x in body.lines)


JobCodes = tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]], bool]


def job_codes(project: Project) -> JobCodes:
    """The code and category pairs that Sage holds, those it does not hold yet, and the tool."""
    held = frozenset((c.code, t) for c in project.codes for t in c.erp_types)
    chosen = frozenset((c.code, t) for c in project.codes for t in c.types)
    return held, chosen - held, project.prime_contracts_tool
