"""The lifecycles: which action takes a record from which status to which, by whose right.

A row is the only way in which a status changes. No row, no action.
"""

from collections.abc import Callable

from core import changes as c
from core.case import Case
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
    T(A.RETRIEVE, S.READY_TO_EXPORT,   S.RETRIEVED,         P.RETRIEVER, E.TELL),
    T(A.VOID,     S.READY_TO_EXPORT,   S.RETRIEVED,         P.CONNECTOR, E.TELL,   c.voided),
    T(A.RESEND,   S.REJECTED,          S.READY_TO_EXPORT,   P.RESENDER,  E.TELL,   c.sent),
    T(A.ACCEPT,   S.READY_TO_EXPORT,   S.EXPORTING,         P.APPROVER,  E.EXPORT, c.proposed),
    T(A.REJECT,   S.READY_TO_EXPORT,   S.REJECTED,          P.APPROVER,  E.TELL,   c.reasoned),
    T(A.ACCEPT,   S.FAILED,            S.EXPORTING,         P.APPROVER,  E.EXPORT, c.proposed),
    T(A.REJECT,   S.FAILED,            S.REJECTED,          P.APPROVER,  E.TELL,   c.reasoned),
    T(A.CONFIRM,  S.EXPORTING,         S.SYNCED,            P.CONNECTOR, E.TELL,   c.linked),
    T(A.FAIL,     S.EXPORTING,         S.FAILED,            P.CONNECTOR, E.TELL,   c.faulted),
    T(A.LOSE,     S.EXPORTING,         S.OUTCOME_UNKNOWN,   P.CONNECTOR, E.LOOK,   c.faulted),
    T(A.FIND,     S.OUTCOME_UNKNOWN,   S.SYNCED,            P.CONNECTOR, E.TELL,   c.linked),
    T(A.MISS,     S.OUTCOME_UNKNOWN,   S.EXPORTING,         P.CONNECTOR, E.EXPORT),
)
"""What every exported record goes through (financials 1.2, master-data 0.3)."""

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

UNLINK: Lifecycle = (
    T(A.UNLINK,   S.SYNCED,            S.UNLINKED,          P.UNLINKER,  E.TELL,   c.unlinked),
    T(A.SEND,     S.UNLINKED,          S.READY_TO_EXPORT,   P.SENDER,    E.TELL,   c.sent),
)

IMPORT: Lifecycle = (
    T(A.IMPORT,   S.READY_TO_IMPORT,   S.SYNCED,            P.IMPORTER,  E.CREATE, c.taken_over),
)

ARCHIVE: Lifecycle = (
    T(A.ARCHIVE,  S.READY_TO_IMPORT,   S.ARCHIVED,          P.ARCHIVER),
    T(A.RESTORE,  S.ARCHIVED,          S.READY_TO_IMPORT,   P.ARCHIVER),
)

LINK: Lifecycle = (
    T(A.LINK,     S.READY_TO_IMPORT,   S.SYNCED,            P.LINKER,    E.TELL,   c.joined),
    T(A.ABSORB,   S.UNSENT,            S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.RETRIEVED,         S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.REJECTED,          S.ARCHIVED,          P.LINKER),
    T(A.ABSORB,   S.UNLINKED,          S.ARCHIVED,          P.LINKER),
)

CODE_UPDATES: Lifecycle = (
    T(A.SEND,     S.SYNCED,            S.READY_TO_UPDATE,   P.SENDER,    E.TELL,   c.sent),
    T(A.RETRIEVE, S.READY_TO_UPDATE,   S.SYNCED,            P.RETRIEVER, E.TELL,   c.withdrawn),
    T(A.VOID,     S.READY_TO_UPDATE,   S.SYNCED,            P.CONNECTOR, E.TELL,   c.voided),
    T(A.UPDATE,   S.READY_TO_UPDATE,   S.EXPORTING,         P.APPROVER,  E.UPDATE),
    T(A.REJECT,   S.READY_TO_UPDATE,   S.SYNCED,            P.APPROVER,  E.TELL,   c.refused_update),
    T(A.DECLINE,  S.EXPORTING,         S.READY_TO_UPDATE,   P.CONNECTOR, None,     c.faulted),
)
"""A linked job's new cost codes wait under Ready to Update (cost codes CC8)."""

STANDARD_CODES: Lifecycle = (
    *IMPORT,
    T(A.ARCHIVE,  S.SYNCED,            S.ARCHIVED,          P.ARCHIVER,  E.TELL),
    T(A.RESTORE,  S.ARCHIVED,          S.SYNCED,            P.ARCHIVER,  E.TELL),
)

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
# fmt: on
