"""The ids that hh2 gave to what a record of ours names."""

from collections.abc import Callable

from adapters.hh2.calls import CATEGORIES, JOB_CODES, JOBS
from adapters.hh2.keeping import Keeping, Kept
from adapters.hh2.reading import text
from adapters.wire.known import Known
from core.ports import ErpRefused
from core.vocabulary import RecordId

Linked = Callable[[RecordId], str]
"""The id in Sage of a record of ours; empty where it has none."""


class Naming:
    """Looks things up in what hh2 told."""

    def __init__(self, keeping: Keeping, linked: Linked) -> None:
        self._keeping = keeping
        self._linked = linked

    def named(self, read: Known, what: str, record: RecordId | None) -> Kept:
        """What a record of ours is at hh2.

        Raises:
            ErpRefused: hh2 does not know it.
        """
        code = self._linked(record) if record else ""
        found = self._keeping.coded(read.call.name, code) if code else None
        if found is None:
            raise ErpRefused(f"{what.upper()}_UNKNOWN", f"hh2 knows no {what} {code or '(none)'}.")
        return found

    def parts(self, read: Known, whole: Kept) -> list[Kept]:
        """The rows of a call that are parts of a thing."""
        return self._keeping.parts(read.call.name, whole.root)

    def place(self, job: str, extra: str, code: str, category: str) -> dict[str, str]:
        """Job, cost code and category by hh2's ids; `job` is one of them, and may have extras.

        Raises:
            ErpRefused: hh2 knows no such cost code there.
        """
        below = self._keeping.below(JOBS.call.name, job) if extra else []
        on = next((x.id for x in below if text(x.content, "Code") == extra), "" if extra else job)
        for held in self._keeping.parts(JOB_CODES.call.name, on):
            if text(held.content, "Code") != code:
                continue
            for one in self._keeping.parts(CATEGORIES.call.name, on):
                of = one.content
                if text(of, "CostCodeId") == held.id and text(of, "Code") == category:
                    place = {"JobId": on, "CostCodeId": held.id, "CategoryId": one.id}
                    return place | _standard(held, "CostCode") | _standard(one, "Category")
        where = " ".join(filter(None, (extra, code, category)))
        raise ErpRefused("COST_CODE_UNKNOWN", f"hh2 knows no cost code {where} on this job.")


def _standard(row: Kept, what: str) -> dict[str, str]:
    """What a row says it is of the standard lists; nothing where it does not say."""
    name = f"Standard{what}Id"
    found = text(row.content, name)
    return {name: found} if found else {}
