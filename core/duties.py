"""Who may not decide on a record although they hold the right: one reason to a function.

Each answers in one sentence, or None. An emergency override sets them aside and takes a second
person; that nobody gives both of two acceptances is never set aside.
"""

from core.case import Case
from core.settings import Amounts
from core.vocabulary import Cents, ErpStatus, RecordKind, with_article, words

S = ErpStatus
AWAITED = frozenset({S.READY_TO_EXPORT, S.FAILED, S.READY_TO_UPDATE})
"""Where an approver is waited for. What is exported directly as it is sent stands elsewhere."""


def sent_it(case: Case) -> str | None:
    record, who = case.record, case.actor
    if not case.settings.duties.four_eyes or record.sent_by != who.name or _free(case):
        return None
    return f"You sent this {words(record.kind)}; somebody else has to accept it."


def edited_it(case: Case) -> str | None:
    record, who = case.record, case.actor
    editor = record.edited_by or record.created_by
    if not case.settings.duties.four_eyes or editor != who.name or _free(case):
        return None
    did = "changed" if record.edited_by else "made"
    return f"You {did} this {words(record.kind)}; somebody else has to accept it."


def over_the_limit(case: Case) -> str | None:
    limit, amount = limit_of(case), abs(case.record.amount)
    if limit is None or amount <= limit or _free(case):
        return None
    noun = with_article(words(case.record.kind))
    return f"It comes to {money(amount)}; you accept {noun} up to {money(limit)}."


def granted_it_themself(case: Case) -> str | None:
    if not case.own_grant or _free(case):
        return None
    return f"{case.own_grant}; another administrator has to confirm that first."


def gave_the_first(case: Case) -> str | None:
    if not case.record.endorsed_by or case.record.endorsed_by != case.actor.name:
        return None
    return "You gave the first of two acceptances; somebody else has to give the second."


DUTIES = (sent_it, edited_it, over_the_limit, granted_it_themself)
"""What an override sets aside."""


def bars(case: Case) -> bool:
    """Whether anything stands against this person that an override sets aside."""
    if not (case.settings.duties.four_eyes or case.own_grant) and limit_of(case) is None:
        return False
    bare = case._replace(answers=case.answers._replace(override=None))
    return any(duty(bare) is not None for duty in DUTIES)


def limit_of(case: Case) -> Cents | None:
    """Up to what a person accepts a record of this kind; None: whatever it comes to."""
    own = case.actor.limits.get(case.record.kind)
    usual = amount_of(case.settings.accept_limit, case.record.kind)
    return own if own is not None else usual or None


def takes_two(case: Case) -> bool:
    """Whether two people have to accept it."""
    if case.record.override or case.answers.override:
        return True
    least = amount_of(case.settings.second_approver, case.record.kind)
    return bool(least) and abs(case.record.amount) >= least


def is_first(case: Case) -> bool:
    """Whether an acceptance now is the first of two."""
    return case.record.status in AWAITED and takes_two(case) and not case.record.endorsed_by


def amount_of(amounts: Amounts, kind: RecordKind) -> Cents:
    """What was set for a kind; 0 where nothing was, and for kinds without an amount."""
    found: Cents = getattr(amounts, kind.value, 0)
    return found


def money(amount: Cents) -> str:
    return f"{amount // 100:,}.{amount % 100:02}"


def _free(case: Case) -> bool:
    """Nobody is waited for, or an emergency sets the rule aside."""
    return (
        case.record.status not in AWAITED
        or bool(case.answers.override)
        or bool(case.record.override)
    )
