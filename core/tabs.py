"""The ten tabs, one row each: what it lists, and the life those records lead."""

from core import transitions as t
from core.settings import DIRECT
from core.transitions import Lifecycle, Transition
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, RecordKind, View

K, V = RecordKind, View


class Tab(NamedTuple):
    """One screen of the console."""

    name: str
    title: str
    short: str
    """For a strip of ten on eighty columns."""
    kinds: dict[RecordKind, Lifecycle]
    views: tuple[View, ...]
    """The first is where the tab opens."""
    refresh: str | None = None
    """The words on its refresh button; None where there is none (financials 1.6)."""


EXPORTED = (V.READY_TO_EXPORT, V.FAILED, V.EXPORTING, V.RETURNED, V.NOT_SENT, V.SYNCED)

# fmt: off
TABS = (
    Tab("cost_codes",      "Std. Cost Codes & Categories", "Codes",
        {K.COST_CODE: t.STANDARD_CODES},
        (V.SYNCED, V.READY_TO_IMPORT, V.NOT_SENT, V.ARCHIVED),
        "Sync Cost Codes & Categories"),
    Tab("vendors",         "Vendors", "Vendors",
        {K.COMPANY: t.MASTER + t.UNLINK + t.IMPORT + t.ARCHIVE + t.LINK + t.DIRECTORY},
        (V.READY_TO_EXPORT, V.READY_TO_IMPORT, *EXPORTED[1:], V.ARCHIVED),
        "Refresh Vendor List"),
    Tab("jobs",            "Jobs", "Jobs",
        {K.PROJECT: t.MASTER + t.CODE_UPDATES + t.IMPORT + t.ARCHIVE + t.LINK},
        (V.READY_TO_EXPORT, V.READY_TO_IMPORT, V.READY_TO_UPDATE, *EXPORTED[1:], V.ARCHIVED),
        "Refresh Job List"),
    Tab("sub_jobs",        "Sub Jobs", "SubJobs",
        {K.SUB_JOB: t.MASTER + t.IMPORT + t.ARCHIVE + t.SYNCED_DELETION},
        (V.READY_TO_EXPORT, V.READY_TO_IMPORT, *EXPORTED[1:], V.ARCHIVED, V.DELETED),
        "Refresh Job List"),
    Tab("job_costs",       "Job Costs", "Costs",
        {K.JOB_COST: t.IMPORT + t.DIRECT_COSTS},
        (V.SYNCED, V.READY_TO_IMPORT),
        "Sync Job Costs"),
    Tab("budgets",         "Budgets", "Budgets",
        {K.BUDGET: t.FINANCIAL + t.DELTAS + t.IMPORT + t.ARCHIVE + t.REIMPORT + t.LOCKS + t.POSTED},
        (V.READY_TO_EXPORT, V.READY_TO_IMPORT, *EXPORTED[1:], V.ARCHIVED)),
    Tab("commitments",     "Commitments", "Commit",
        {K.COMMITMENT: t.FINANCIAL + t.UNLINK + t.UNLINKED_DELETION + t.POSTED},
        (*EXPORTED, V.DELETED)),
    Tab("change_orders",   "Change Orders", "Changes",
        {K.CCO: t.FINANCIAL + t.UNLINK + t.UNLINKED_DELETION, K.PCCO: t.FINANCIAL + t.UNLINK + t.POSTED},
        (*EXPORTED, V.DELETED)),
    Tab("invoices",        "Invoices", "Invoices",
        {K.SUBCONTRACTOR_INVOICE: t.FINANCIAL + t.UNLINK, K.OWNER_INVOICE: t.FINANCIAL + t.UNLINK},
        EXPORTED),
    Tab("prime_contracts", "Prime Contracts", "Primes",
        {K.PRIME_CONTRACT: t.IMPORT + t.ARCHIVE + t.REIMPORT + t.RENEWAL},
        (V.READY_TO_IMPORT, V.SYNCED, V.ARCHIVED)),
)
# fmt: on

TAB = {tab.name: tab for tab in TABS}
TAB_OF = {kind: tab for tab in TABS for kind in tab.kinds}
ROWS: dict[tuple[RecordKind, ErpStatus], dict[Action, Transition]] = {}
for _tab in TABS:
    for _kind, _life in _tab.kinds.items():
        for _row in _life:
            ROWS.setdefault((_kind, _row.source), {})[_row.action] = _row

DIRECT_ROWS: dict[tuple[RecordKind, ErpStatus], dict[Action, Transition]] = {}
for _kind in DIRECT:
    for _row in t.DIRECTLY:
        DIRECT_ROWS.setdefault((_kind, _row.source), {})[_row.action] = _row
"""How a record of these kinds is sent where the company exports them directly (B.3)."""

ENDORSED_ROWS: dict[tuple[RecordKind, ErpStatus], Transition] = {
    (_kind, _row.source): _row
    for _kind, _source in ROWS
    for _row in t.ENDORSED
    if _row.source is _source and Action.ACCEPT in ROWS[_kind, _source]
}
"""The first of two acceptances."""

NEVER: dict[tuple[RecordKind, Action], tuple[str, str]] = {
    (K.COST_CODE, Action.SEND): (
        "cost codes 5",
        "Standard cost codes and categories are made in Sage, then synced from there.",
    ),
    (K.JOB_COST, Action.SEND): (
        "job costs 1",
        "Job costs come from Sage; a direct cost made here is never exported.",
    ),
    (K.PRIME_CONTRACT, Action.SEND): (
        "financials 79 (R4)",
        "A prime contract comes from Sage and is never written back.",
    ),
    (K.PRIME_CONTRACT, Action.ACCEPT): (
        "financials 79 (R4)",
        "A prime contract comes from Sage and is never written back.",
    ),
}
"""Steps that no lifecycle of this connector has, with the reason people ask for: rule, sentence."""


def arrival(tab: Tab) -> str:
    """How records come to a tab by themselves, as the lifecycles of its kinds begin."""
    steps = {row.action for life in tab.kinds.values() for row in life}
    ways = {Action.IMPORT: "with the automatic sync", Action.SEND: "by being sent"}
    return " or ".join(way for action, way in ways.items() if action in steps)
