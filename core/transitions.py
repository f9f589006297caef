"""The lifecycles: which action takes a record from which status to which, by whose right.

A row is the only way in which a status changes. No row, no action.
"""

from collections.abc import Callable

from core import changes as c
from core.case import Case
from core.doubting import disproved
from core.records import Record
from core.values import NamedTuple
from core.vocabulary import Action as A
from core.vocabulary import Effect as E
from core.vocabulary import ErpStatus as S
from core.vocabulary import Permission as P

Change = Callable[[Case, Record], Record]


class Transition(NamedTuple):
    """One row: this action takes a record from one status to the next."""

    action: A
    source: S
    target: S
    permission: P
    effect: E | None = None
    change: Change | None = None


Lifecycle = tuple[Transition, ...]
T = Transition

# fmt: off
ANSWERED: Lifecycle = (
    #  action      from                 to                   by           then      writes
    T(A.SEND,     S.UNSENT,            S.READY_TO_EXPORT,   P.SENDER,    E.TELL,   c.sent),
    T(A.RETRIEVE, S.READY_TO_EXPORT,   S.RETRIEVED,         P.RETRIEVER, E.TELL,   c.retrieved),
    T(A.VOID,     S.READY_TO_EXPORT,   S.RETRIEVED,         P.CONNECTOR, E.TELL,   c.voided),
    T(A.VOID,     S.EXPORTING,         S.READY_TO_EXPORT,   P.CONNECTOR, E.TELL,   c.reopened),
    T(A.RESEND,   S.REJECTED,          S.READY_TO_EXPORT,   P.RESENDER,  E.TELL,   c.sent),
    T(A.ACCEPT,   S.READY_TO_EXPORT,   S.EXPORTING,         P.APPROVER,  E.EXPORT, c.proposed),
    T(A.REJECT,   S.READY_TO_EXPORT,   S.REJECTED,          P.APPROVER,  E.TELL,   c.reasoned),
    T(A.ACCEPT,   S.FAILED,            S.EXPORTING,         P.APPROVER,  E.EXPORT, c.proposed),
    T(A.REJECT,   S.FAILED,            S.REJECTED,          P.APPROVER,  E.TELL,   c.reasoned),
    T(A.RECALL,   S.EXPORTING,         S.READY_TO_EXPORT,   P.APPROVER,  None,     c.recalled),
    T(A.CONFIRM,  S.EXPORTING,         S.SYNCED,            P.CONNECTOR, E.TELL,   c.linked),
    T(A.FAIL,     S.EXPORTING,         S.FAILED,            P.CONNECTOR, E.TELL,   c.faulted),
    T(A.LOSE,     S.EXPORTING,         S.OUTCOME_UNKNOWN,   P.CONNECTOR, E.LOOK,   c.faulted),
    T(A.FIND,     S.OUTCOME_UNKNOWN,   S.SYNCED,            P.CONNECTOR, E.TELL,   c.linked),
    T(A.MISS,     S.OUTCOME_UNKNOWN,   S.EXPORTING,         P.CONNECTOR, E.EXPORT),
    T(A.PARK,     S.OUTCOME_UNKNOWN,   S.OUTCOME_UNKNOWN,   P.CONNECTOR, None,     c.faulted),
    T(A.VOUCH,    S.OUTCOME_UNKNOWN,   S.SYNCED,            P.APPROVER,  E.TELL,   c.linked),
    T(A.DISPROVE, S.OUTCOME_UNKNOWN,   S.FAILED,            P.APPROVER,  E.TELL,   disproved),
)
"""What every exported record goes through (financials 1.2, master-data 0.3). A recall leads back to
wherever the record stood (core.recalling), and so does other content that came before anything was
sent; ready to export is the usual one."""

ENDORSED: Lifecycle = (
    T(A.ACCEPT,   S.READY_TO_EXPORT,   S.READY_TO_EXPORT,   P.APPROVER,  None,     c.endorsed),
    T(A.ACCEPT,   S.FAILED,            S.FAILED,            P.APPROVER,  None,     c.endorsed),
)
"""What an acceptance becomes that is the first of two (core.duties)."""

MASTER: Lifecycle = (
    *ANSWERED,
    T(A.RESEND,   S.RETRIEVED,         S.READY_TO_EXPORT,   P.RESENDER,  E.TELL,   c.sent),
)
"""Master data says re-send after a retrieve, too (master-data C5)."""

FINANCIAL: Lifecycle = (
    *ANSWERED,
    T(A.SEND,     S.RETRIEVED,         S.READY_TO_EXPORT,   P.SENDER,    E.TELL,   c.sent),
)
"""Financial records are sent anew after a retrieve; re-send follows a reject only (T1, T8)."""

DIRECTLY: Lifecycle = (
    T(A.SEND,     S.UNSENT,            S.EXPORTING,         P.SENDER,    E.EXPORT_AT_ONCE, c.dispatched),
    T(A.SEND,     S.RETRIEVED,         S.EXPORTING,         P.SENDER,    E.EXPORT_AT_ONCE, c.dispatched),
    T(A.SEND,     S.UNLINKED,          S.EXPORTING,         P.SENDER,    E.EXPORT_AT_ONCE, c.dispatched),
    T(A.RESEND,   S.REJECTED,          S.EXPORTING,         P.RESENDER,  E.EXPORT_AT_ONCE, c.dispatched),
)
"""What sending becomes where the company exports a kind directly and no approver has to be asked
(T11)."""

POSTED: Lifecycle = (
    T(A.POST,     S.SYNCED,            S.SYNCED,            P.CONNECTOR, None,     c.posted),
)
"""What waits in an unposted batch of Sage is posted there some day (financials 1.7)."""

LOCKS: Lifecycle = (
    T(A.LOCK,     S.UNSENT,            S.UNSENT,            P.KEEPER,    E.TELL,   c.locked),
    T(A.LOCK,     S.RETRIEVED,         S.RETRIEVED,         P.KEEPER,    E.TELL,   c.locked),
    T(A.LOCK,     S.REJECTED,          S.REJECTED,          P.KEEPER,    E.TELL,   c.locked),
    T(A.LOCK,     S.SYNCED,            S.SYNCED,            P.KEEPER,    E.TELL,   c.locked),
    T(A.UNLOCK,   S.UNSENT,            S.UNSENT,            P.KEEPER,    E.TELL,   c.opened),
    T(A.UNLOCK,   S.RETRIEVED,         S.RETRIEVED,         P.KEEPER,    E.TELL,   c.opened),
    T(A.UNLOCK,   S.REJECTED,          S.REJECTED,          P.KEEPER,    E.TELL,   c.opened),
    T(A.UNLOCK,   S.SYNCED,            S.SYNCED,            P.KEEPER,    E.TELL,   c.opened),
    T(A.UNLOCK,   S.READY_TO_IMPORT,   S.READY_TO_IMPORT,   P.KEEPER,    E.TELL,   c.opened),
)
"""A budget is locked to be sent, and unlocked to be edited or imported (financials 2.2)."""

UNLINK: Lifecycle = (
    T(A.UNLINK,   S.SYNCED,            S.UNLINKED,          P.UNLINKER,  E.TELL,   c.unlinked),
    T(A.SEND,     S.UNLINKED,          S.READY_TO_EXPORT,   P.SENDER,    E.TELL,   c.sent),
)

IMPORT: Lifecycle = (
    T(A.IMPORT,   S.READY_TO_IMPORT,   S.SYNCED,            P.IMPORTER,  E.CREATE, c.taken_over),
)

ARCHIVE: Lifecycle = (
    T(A.ARCHIVE,  S.READY_TO_IMPORT,   S.ARCHIVED,          P.ARCHIVER,  None,     c.put_away),
    T(A.RESTORE,  S.ARCHIVED,          S.READY_TO_IMPORT,   P.ARCHIVER,  None,     c.fetched_back),
)

LINK: Lifecycle = (
    T(A.LINK,     S.READY_TO_IMPORT,   S.SYNCED,            P.LINKER,    E.TELL,   c.joined),
    T(A.ABSORB,   S.UNSENT,            S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.RETRIEVED,         S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.REJECTED,          S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.UNLINKED,          S.ARCHIVED,          P.LINKER),
)

_SETTLED = (S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED)
DIRECTORY: Lifecycle = (
    *(T(A.MERGE,       s, S.ARCHIVED, P.DIRECTORY_KEEPER, E.TIDY, c.merged) for s in _SETTLED),
    T(A.MERGE,    S.SYNCED,            S.ARCHIVED,          P.DIRECTORY_KEEPER, E.TIDY, c.merged),
    *(T(A.INHERIT,     s, S.SYNCED,   P.DIRECTORY_KEEPER, E.TELL, c.inherited) for s in _SETTLED),
    T(A.INHERIT,  S.SYNCED,            S.SYNCED,            P.DIRECTORY_KEEPER, E.TELL, c.inherited),
    *(T(A.CONSOLIDATE, s, s,          P.DIRECTORY_KEEPER, E.TIDY, c.set_aside) for s in _SETTLED),
    *(T(A.REINSTATE,   s, s,          P.DIRECTORY_KEEPER, E.TIDY, c.reinstated) for s in _SETTLED),
    T(A.FOLLOW,   S.SYNCED,            S.SYNCED,            P.CONNECTOR, E.TIDY,   c.followed),
)
"""Duplicates are merged, or set aside by hand; a linked vendor follows Sage (vendors V9, V14, V15)."""

CODE_UPDATES: Lifecycle = (
    T(A.SEND,     S.SYNCED,            S.READY_TO_UPDATE,   P.SENDER,    E.TELL,   c.sent),
    T(A.RETRIEVE, S.READY_TO_UPDATE,   S.SYNCED,            P.RETRIEVER, E.TELL,   c.withdrawn),
    T(A.VOID,     S.READY_TO_UPDATE,   S.SYNCED,            P.CONNECTOR, E.TELL,   c.voided),
    T(A.UPDATE,   S.READY_TO_UPDATE,   S.EXPORTING,         P.APPROVER,  E.UPDATE),
    T(A.REJECT,   S.READY_TO_UPDATE,   S.SYNCED,            P.APPROVER,  E.TELL,   c.refused_update),
    T(A.DECLINE,  S.EXPORTING,         S.READY_TO_UPDATE,   P.CONNECTOR, None,     c.faulted),
    T(A.RENEW,    S.SYNCED,            S.SYNCED,            P.RENEWER,   E.RENEW),
    T(A.REMOVE,   S.SYNCED,            S.SYNCED,            P.CODE_KEEPER, E.REMOVE, c.removal_asked),
)
"""A linked job's new cost codes wait under Ready to Update (cost codes CC8)."""

STANDARD_CODES: Lifecycle = (
    *IMPORT,
    T(A.ARCHIVE,  S.SYNCED,            S.ARCHIVED,          P.ARCHIVER,  E.TELL),
    T(A.RESTORE,  S.ARCHIVED,          S.SYNCED,            P.ARCHIVER,  E.TELL),
    T(A.ASSIGN,   S.SYNCED,            S.SYNCED,            P.CODE_KEEPER, E.TELL, c.assigned),
    T(A.REMOVE,   S.SYNCED,            S.SYNCED,            P.CODE_KEEPER, E.TELL, c.unassigned),
)

DELETION: Lifecycle = (
    T(A.DELETE,   S.UNSENT,            S.DELETED,           P.DELETER,   E.TELL,   c.unlinked),
    T(A.DELETE,   S.RETRIEVED,         S.DELETED,           P.DELETER,   E.TELL,   c.unlinked),
    T(A.DELETE,   S.REJECTED,          S.DELETED,           P.DELETER,   E.TELL,   c.unlinked),
)
"""What Sage does not hold is deleted for good (financials 38)."""

UNLINKED_DELETION: Lifecycle = (
    *DELETION,
    T(A.DELETE,   S.UNLINKED,          S.DELETED,           P.DELETER,   E.TELL,   c.unlinked),
)

SYNCED_DELETION: Lifecycle = (
    *DELETION,
    T(A.DELETE,   S.SYNCED,            S.DELETED,           P.DELETER,   E.TELL,   c.unlinked),
)
"""A sub job without codes goes from its project; Sage keeps its extra (sub jobs 8)."""

DELTAS: Lifecycle = (
    T(A.SEND,     S.SYNCED,            S.READY_TO_EXPORT,   P.SENDER,    E.TELL,   c.sent),
)
"""A budget that changed after its export is sent again (financials 2.2)."""

DIRECT_COSTS: Lifecycle = (
    T(A.EDIT_COST,   S.SYNCED,         S.SYNCED,            P.COST_EDITOR, None,   c.cost_edited),
    T(A.DELETE_COST, S.SYNCED,         S.SYNCED,            P.COST_EDITOR, None,   c.cost_deleted),
)
"""An edit of a synced direct cost stays here: nothing is owed to anybody (job costs 6, 7)."""

REIMPORT: Lifecycle = (
    T(A.REIMPORT, S.SYNCED,            S.SYNCED,            P.REIMPORTER, E.TELL,  c.taken_over),
)

RENEWAL: Lifecycle = (
    T(A.RENEW,    S.SYNCED,            S.SYNCED,            P.RENEWER,   E.TELL,   c.values_renewed),
)
"""A synced prime contract's values are read anew, its lines kept (row 43)."""
# fmt: on
