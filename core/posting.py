"""Use case: what sat in an unposted batch of the ERP, and was seen posted since."""

from core.approvals import Approvals
from core.people import CONNECTOR
from core.ports import Asked, RecordStore
from core.query import Field, Query, Term
from core.tabs import TAB_OF
from core.vocabulary import Action, RecordKind, View

BATCHED = frozenset({RecordKind.BUDGET, RecordKind.PCCO, RecordKind.COMMITMENT})
"""Kinds that the ERP may hold back until somebody posts them (financials 1.7)."""
MOST = 1_000_000


def take_posted(store: RecordStore, approvals: Approvals, kind: RecordKind) -> int:
    """Note every record of a kind that was seen posted after its export. Returns how many."""
    if kind not in BATCHED:
        return 0
    terms = (Term(Field.UNPOSTED, "is", "yes"), Term(Field.KIND, "is", kind.value))
    done = 0
    for waiting in store.ids(Query(TAB_OF[kind].name, View.SYNCED, terms), MOST):
        case = store.case(waiting.record, CONNECTOR)
        seen, read_at, since = case.mirrored, case.mirror_age, case.record.unposted_since
        if seen is None or not seen.posted or read_at is None or since is None or read_at <= since:
            continue
        asked = Asked(waiting.record, waiting.version)
        approvals.perform(Action.POST, asked, CONNECTOR)
        done += 1
    return done
