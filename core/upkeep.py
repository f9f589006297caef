"""What a refresh does with vendors besides listing them: types, those out of use, changes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from core.approvals import Approvals
from core.case import Answers, Case, Mirrored
from core.changes import followed
from core.people import CONNECTOR
from core.ports import Asked, RecordStore
from core.query import Query
from core.records import Company, Record, folded
from core.settings import InactiveVendor, Settings
from core.vocabulary import Action, ErpStatus, RecordKind, View

K, S = RecordKind, ErpStatus
MOST = 1_000_000
"""More vendors than any company has."""
OUT_OF_USE = "Inactive in Sage."
"""Why the connector puts a vendor away, and by what it knows that it was the one who did."""


def left_out(vendor_type: str) -> str:
    """Likewise, for a vendor whose type is not imported."""
    return f"Vendors of the type {vendor_type} are not imported."


def why_not_listed(vendor_type: str, settings: Settings) -> str:
    """Why a vendor of this type is not brought in; empty where it is (vendors 16, 17)."""
    ticked = settings.imported_vendor_types
    if ticked is None or not vendor_type or vendor_type in ticked:
        return ""
    return left_out(vendor_type)


def is_listed(seen: Mirrored, settings: Settings) -> bool:
    """Whether a vendor that only Sage holds gets a row of its own."""
    return not isinstance(seen.body, Company) or not why_not_listed(seen.body.vendor_type, settings)


class VendorUpkeep:
    """Puts vendors away and fetches them back as the settings say; linked ones follow Sage."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store
        self._approvals = Approvals(store)

    def keep(self) -> int:
        """Returns how many vendors were moved or changed."""
        settings = self._store.settings()
        held = {folded(seen.erp_id): seen for seen in self._store.mirrored(K.COMPANY)}
        away: dict[str, list[Asked]] = {}
        back: list[Asked] = []
        for record in self._vendors(View.READY_TO_IMPORT):
            if why := _why_away(record, held.get(folded(record.erp_id or "")), settings):
                away.setdefault(why, []).append(Asked(record.id, record.version))
        for record in self._vendors(View.ARCHIVED):
            seen = held.get(folded(record.erp_id or ""))
            if _was_put_away(record) and seen is not None and not _why_away(record, seen, settings):
                back.append(Asked(record.id, record.version))
        for why, asked in away.items():
            self._approvals.perform_many(Action.ARCHIVE, asked, CONNECTOR, Answers(reason=why))
        following = self._following(held, settings)
        for action, asked in ((Action.RESTORE, back), (Action.FOLLOW, following)):
            if asked:
                self._approvals.perform_many(action, asked, CONNECTOR)
        return sum(map(len, away.values())) + len(back) + len(following)

    def _vendors(self, view: View) -> Iterable[Record]:
        asked = self._store.ids(Query("vendors", view), MOST)
        return (self._store.find(one.record) for one in asked)

    def _following(self, held: Mapping[str, Mirrored], settings: Settings) -> list[Asked]:
        """Linked vendors of which Sage says something else than what is here."""
        now = datetime.now(UTC)
        found = []
        for record in self._store.of_kind(K.COMPANY):
            seen = held.get(folded(record.erp_id or "")) if record.status is S.SYNCED else None
            if seen is None:
                continue
            case = Case(record, CONNECTOR, now, settings=settings, mirrored=seen)
            if followed(case, record) != record:
                found.append(Asked(record.id, record.version))
        return found


def _why_away(record: Record, seen: Mirrored | None, settings: Settings) -> str:
    body = record.body
    if not isinstance(body, Company) or seen is None:
        return ""
    kind = seen.body.vendor_type if isinstance(seen.body, Company) else body.vendor_type
    out_of_use = settings.policies.inactive_vendor is InactiveVendor.ARCHIVED and not seen.active
    return OUT_OF_USE if out_of_use else why_not_listed(kind, settings)


def _was_put_away(record: Record) -> bool:
    """By the connector, and not by a person, who may have had other reasons."""
    body = record.body
    kinds = [left_out(body.vendor_type)] if isinstance(body, Company) else []
    return record.note in {OUT_OF_USE, *kinds}
