"""What each kind's actions require besides their lifecycle: the guards, as one table."""

from core.guards import commitments
from core.objection import Guard
from core.vocabulary import Action, ErpStatus, RecordKind

K = RecordKind

REQUIRES: dict[RecordKind, dict[Action, tuple[Guard, ...]]] = {
    K.COMMITMENT: {
        Action.SEND: (commitments.title_fits_sage,),
        Action.ACCEPT: (commitments.title_fits_sage,),
    },
}

REQUIRES_FROM: dict[tuple[RecordKind, Action, ErpStatus], tuple[Guard, ...]] = {}
"""What an action requires from one status only, besides the above."""


def guards_of(kind: RecordKind, action: Action, source: ErpStatus) -> tuple[Guard, ...]:
    return (
        *REQUIRES.get(kind, {}).get(action, ()),
        *REQUIRES_FROM.get((kind, action, source), ()),
    )
