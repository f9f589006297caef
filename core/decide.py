"""decide() and offers(): one judgement, asked of the same tables.

`decide` is what the use cases obey, `offers` what a screen draws.
"""

from core.case import Answers, Case
from core.decision import Allowed, Carried, Field, Offer, Refused
from core.direct import Way, standing, told, warnings, way_of
from core.duties import is_first
from core.fields import answered, fields_of, missing
from core.objection import Cause, Objection
from core.permissions import denials, grant
from core.recalling import gone_by, too_late_to_void, way_back
from core.records import Fault, Record
from core.seconding import as_seconded
from core.tabs import ENDORSED_ROWS, NEVER, ROWS
from core.transitions import Transition
from core.vocabulary import CONNECTORS_OWN, Action, capital, with_article, words

EDITS = frozenset(
    {
        Action.LOCK,
        Action.UNLOCK,
        Action.CONSOLIDATE,
        Action.REINSTATE,
        Action.REMOVE,
        Action.EDIT_COST,
        Action.DELETE_COST,
    }
)
"""By which a person here changes what a record holds."""


def decide(case: Case, action: Action) -> Allowed | Refused:
    """Judge one action. The same case has the same answer for ever."""
    row = ROWS.get((case.record.kind, case.record.status), {}).get(action)
    if row is None:
        return Refused(action, (_no_step(case, action),))
    row = as_seconded(case, way_back(case, row))
    if action is Action.VOID and (late := too_late_to_void(case)) is not None:
        objection = Objection("reliability I4", late, cause=Cause.NO_SUCH_STEP)
        return Refused(action, (objection,))
    fields = fields_of(case, action)
    asked = answered(case, fields)
    objections = (*_objections(asked, row), *_unanswered(asked, fields, action))
    if any(not o.warning for o in objections):
        return Refused(action, tuple(o for o in objections if not o.warning))
    way = way_of(case, row)
    if way is not None:
        return _sent_directly(way, asked, row, objections)
    first = first_of_two(asked, row)
    if first is not None:
        row, objections = first, (*objections, _first(asked))
    moved = _moved(asked, asked.record, row)
    allowed = Allowed(action, moved, row.effect, _decided(asked, action), objections)
    match action:
        case Action.LINK:
            return allowed._replace(absorbed=_absorbed(asked))
        case Action.MERGE:
            return _merging(asked, allowed)
        case _:
            return allowed


def first_of_two(case: Case, row: Transition) -> Transition | None:
    """The step that an acceptance is while it is the first of two; None for any other."""
    if row.action is not Action.ACCEPT or not is_first(case):
        return None
    return ENDORSED_ROWS.get((case.record.kind, case.record.status))


def _first(case: Case) -> Objection:
    """What there is to know before giving the first of two acceptances."""
    why = "by an override" if case.answers.override else "from its amount on"
    text = f"Two people accept it, {why}: this is the first, and somebody else gives the second."
    return Objection("reliability I2", text, "another accounting approver", warning=True)


def _decided(case: Case, action: Action) -> str:
    """What was answered; of the second of two acceptances, what the first one said, too."""
    record = case.record
    told = [_said(case)]
    if action is Action.ACCEPT and record.endorsed_by:
        told.append(_line("endorsed_by", record.endorsed_by))
        told += [_line("override", record.override)] if record.override else []
    return "\n".join(filter(None, told))


def _sent_directly(
    way: Way, asked: Case, row: Transition, warned: tuple[Objection, ...]
) -> Allowed:
    """Exported as it is sent; or put before an approver, with the reason."""
    if not way.barriers:
        moved = _moved(way.case, way.case.record, way.row)
        said = (_said(way.case), "direct_export=yes")
        return Allowed(row.action, moved, way.row.effect, "\n".join(filter(None, said)), warned)
    why = told(way.barriers)
    moved = _moved(asked, asked.record, row)._replace(fell_back=why)
    said = (_said(asked), _line("fell_back", why))
    warned = (*warned, *warnings(asked.record, way.barriers))
    return Allowed(row.action, moved, row.effect, "\n".join(filter(None, said)), warned)


def offers(case: Case) -> tuple[Offer, ...]:
    """Every action the tables know from here, each with what it asks and what stands against it.

    A field that is still to be filled in is no objection; a default that will not do is one.
    """
    rows = ROWS.get((case.record.kind, case.record.status), {})
    return tuple(
        _offer(case, as_seconded(case, way_back(case, row)))
        for row in rows.values()
        if _for_people(row)
    )


def _offer(case: Case, row: Transition) -> Offer:
    fields = fields_of(case, row.action)
    objections = _objections(answered(case, fields), row)
    way = way_of(case, row)
    if (first := first_of_two(case, row)) is not None:
        return Offer(row.action, first.target, (*objections, _first(case)), fields)
    if way is None:
        return Offer(row.action, row.target, objections, fields)
    target = row.target if way.barriers else way.row.target
    return Offer(row.action, target, (*objections, *warnings(case.record, way.barriers)), fields)


def _for_people(row: Transition) -> bool:
    return row.action not in CONNECTORS_OWN


def stale(action: Action, what_happened: str) -> Refused:
    """The refusal of a decision that was made on an older version."""
    text = f"It changed since you looked: {what_happened}. Look again, then decide."
    return Refused(action, (Objection("invariant I1", text, cause=Cause.STALE),))


def unknown(action: Action) -> Refused:
    text = "There is no record with this id."
    return Refused(action, (Objection("invariant I1", text, cause=Cause.UNKNOWN),))


def _no_step(case: Case, action: Action) -> Objection:
    never = NEVER.get((case.record.kind, action))
    if never:
        code = "connector_unsupported"
        return Objection(never[0], never[1], cause=Cause.NO_SUCH_STEP, code=code)
    if action is Action.RECALL:
        return Objection("lifecycle", gone_by(case), cause=Cause.NO_SUCH_STEP)
    kind, status = words(case.record.kind), words(case.record.status)
    text = f"There is no {words(action)} of {with_article(kind)} that is {status}."
    return Objection("lifecycle", text, cause=Cause.NO_SUCH_STEP)


def _objections(case: Case, row: Transition) -> tuple[Objection, ...]:
    kind = case.record.kind
    denied = denials(grant(row.permission, kind, case.settings), case.actor, kind)
    return (*denied, *standing(case, row.action, row.source))


def _unanswered(case: Case, fields: tuple[Field, ...], action: Action) -> tuple[Objection, ...]:
    return tuple(
        Objection(f.rule, _asked_for(f, action), "you", Cause.MISSING)
        for f in missing(case, fields)
    )


def _asked_for(field: Field, action: Action) -> str:
    if field.name == "confirmed":
        return f"{field.label}: it has to be confirmed."
    return f"{capital(words(action))} needs: {field.label}."


def _moved(case: Case, record: Record, row: Transition) -> Record:
    changed = row.change(case, record) if row.change else record
    if row.action in EDITS and not case.actor.connector:
        changed = changed._replace(edited_by=case.actor.name)
    return changed._replace(status=row.target, version=record.version + 1, changed_at=case.now)


def _absorbed(case: Case) -> Record | None:
    target = case.target
    if target is None:
        return None
    row = ROWS[target.kind, target.status][Action.ABSORB]
    moved = _moved(case, target, row)
    return moved._replace(note=f"linked as {case.record.erp_id}")


def _merging(case: Case, allowed: Allowed) -> Allowed:
    """What becomes of the company that stays, and of what names the one that ends."""
    primary, record = case.target, case.record
    if primary is None:
        return allowed
    names = tuple(dict.fromkeys((record.id, record.at_origin)))
    carried = Carried(names, primary.at_origin, primary.number, primary.title)
    if record.erp_id is None or record.erp_id != case.answers.erp_id:
        return allowed._replace(carried=carried)
    row = ROWS[primary.kind, primary.status][Action.INHERIT]
    heir = _moved(case, primary, row)._replace(note=f"took over {record.erp_id} of {record.title}")
    return allowed._replace(
        absorbed=heir, absorbed_by=Action.INHERIT, absorbed_owes=row.effect, carried=carried
    )


def _said(case: Case) -> str:
    """The answers as lines of `field=value`, for the audit entry."""
    said = [
        _line(name, value.text if isinstance(value, Fault) else value)
        for name, value in zip(Answers._fields, case.answers, strict=True)
        if value not in (None, False, "")
    ]
    return "\n".join(said)


def _line(name: str, value: object) -> str:
    return " ".join(f"{name}={value}".splitlines())
