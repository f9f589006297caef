"""Who decides: not who sent or changed it, not beyond a limit, not by a grant of their own."""

from core import duties
from core.case import Case
from core.objection import guard

SET_ASIDE = "override"
OVERRIDE = "or two people in an emergency: accept it and say why (--set override=WHY)"
ANOTHER = f"another accounting approver, {OVERRIDE}"


@guard("reliability I2", lifted_by=ANOTHER, set_aside_by=SET_ASIDE)
def sender_does_not_accept(case: Case) -> str | None:
    return duties.sent_it(case)


@guard("reliability I2", lifted_by=ANOTHER, set_aside_by=SET_ASIDE)
def editor_does_not_accept(case: Case) -> str | None:
    return duties.edited_it(case)


@guard(
    "reliability I2", lifted_by=f"an approver with a higher limit, {OVERRIDE}",
    set_aside_by=SET_ASIDE,
)  # fmt: skip
def amount_is_within_the_limit(case: Case) -> str | None:
    return duties.over_the_limit(case)


@guard(
    "reliability I8", lifted_by=f"another administrator, with `users confirm`, {OVERRIDE}",
    set_aside_by=SET_ASIDE,
)  # fmt: skip
def nobody_uses_their_own_grant(case: Case) -> str | None:
    return duties.granted_it_themself(case)


@guard("reliability I2", lifted_by="another accounting approver")
def two_acceptances_are_of_two_people(case: Case) -> str | None:
    return duties.gave_the_first(case)


ACCEPTED = (
    sender_does_not_accept,
    editor_does_not_accept,
    amount_is_within_the_limit,
    nobody_uses_their_own_grant,
    two_acceptances_are_of_two_people,
)
UPDATED = (sender_does_not_accept,)
