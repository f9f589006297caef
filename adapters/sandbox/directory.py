"""The project system's directory of companies: names, standings, and which were merged."""

from collections.abc import Iterator

from adapters.codec import decoded_record, encoded
from adapters.sandbox.books import unlink
from adapters.sqlite import Connection
from core.records import Company, Record
from core.vocabulary import ErpStatus, RecordId


def tidied(connection: Connection, mine: Record, record: Record) -> None:
    """Keep the directory's own copy of a company as the console says it is."""
    shown = mine._replace(
        title=record.title, body=record.body, status=record.status, version=record.version,
        erp_id=record.erp_id, note=record.note, changed_at=record.changed_at,
    )  # fmt: skip
    if record.parent and record.status is ErpStatus.ARCHIVED:
        shown = _ended(shown, record)
        for name in {record.id, record.at_origin}:
            unlink(connection, name)
        primary = _copy(connection, record.parent)
        for document in _naming(connection, {record.id, record.at_origin}):
            title = primary.title if primary is not None else document.vendor_name
            keep(connection, document._replace(vendor=record.parent, vendor_name=title))
    keep(connection, shown)


def was_merged(mine: Record) -> bool:
    """Whether a copy is of a company that went into another one."""
    return bool(mine.parent) and mine.status is ErpStatus.ARCHIVED


def _ended(mine: Record, record: Record) -> Record:
    """What is left of a company that was merged: out of use, and saying into which."""
    body = mine.body
    if isinstance(body, Company):
        body = body._replace(active=False)
    return mine._replace(
        body=body, erp_id=None, parent=record.parent, parent_number=record.parent_number
    )


def _copy(connection: Connection, record: RecordId) -> Record | None:
    found = connection.execute("SELECT content FROM copies WHERE record = ?", (record,)).fetchall()
    return decoded_record(found[0][0]) if found else None


def _naming(connection: Connection, companies: set[RecordId]) -> Iterator[Record]:
    """All copies that name one of these companies as their vendor."""
    for name in companies:
        found = connection.execute(
            "SELECT content FROM copies WHERE instr(content, ?) AND kind <> 'company'", (name,)
        ).fetchall()
        for (content,) in found:
            record = decoded_record(content)
            if record.vendor == name:
                yield record


def keep(connection: Connection, record: Record) -> None:
    """Put a copy in place of the one that is there; that is no news."""
    connection.execute(
        "UPDATE copies SET content = ?, number = ? WHERE record = ?",
        (encoded(record), record.number, record.id),
    )
