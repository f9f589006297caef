"""Every decision there is, as a text: what becomes of each record in the best case for its action.

One line an action: where it leads for each of the cast, or what they lack. Rules are at rest here;
each has a test of its own.
"""

from datetime import timedelta

from core.case import Case, Held
from core.costs import direct_cost
from core.decide import decide
from core.decision import Allowed
from core.objection import Cause
from core.records import BudgetLine, ContractItem, Project, ProjectCode, Record
from core.settings import ProjectSettings, Settings
from core.tabs import ROWS, TABS
from core.vocabulary import Action, Approval, ErpStatus, Origin, RecordKind
from tests.core.costing import cost
from tests.core.judging import FULL
from tests.people import CAST
from tests.records import BUILDERS, CODES, NEW_CODE, budget, case, mirrored, project, record

A, S, K = Action, ErpStatus, RecordKind

SHORT = {
    "level_too_low": "level",
    "needs_cpa": "push",
    "needs_source_tool_admin": "tool",
    "needs_directory_or_create_project": "directory",
    "connector_only": "connector",
}
"""The reason codes of cross-cutting A.2, short enough for a column."""
LINKING = Settings(allow_link_existing_project=True)
TYPED = ProjectCode("05-100", "Structural steel", ("M",))
"""A code that the project has and Sage has not."""
GONE_FIRST = frozenset({K.SUB_JOB, K.BUDGET, K.PRIME_CONTRACT})
"""Kinds that are put away only after Sage let go of them."""
WIDTH = 18


def best_case(kind: RecordKind, status: ErpStatus, action: Action) -> Case:
    """The case in which nothing but a lack of rights stands against an action."""
    mine = best_record(kind, status, action)
    made = case(mine, answers=FULL, settings=LINKING)
    if action in {A.ASSIGN, A.REMOVE, A.RENEW}:
        return _of_codes(made, action)
    match action:
        case A.EDIT_COST | A.DELETE_COST:
            said = FULL._replace(transaction="7-1", cost_amount="1.00")
            opened = made.settings._replace(edit_synced_costs=True)
            each = ProjectSettings(transactions=True)
            made = made._replace(answers=said, settings=opened, chosen=each)
        case A.UNLINK | A.ACCEPT:
            made = made._replace(mirrored=None)
        case A.ARCHIVE if kind in GONE_FIRST:
            made = made._replace(mirrored=None)
        case A.RECALL | A.VOID if status is S.EXPORTING:
            before = mine._replace(status=S.READY_TO_EXPORT, version=mine.version - 1)
            made = made._replace(held=Held(made.now + timedelta(seconds=10), before))
        case A.LINK | A.MERGE:
            target = BUILDERS[kind](S.UNSENT, id=f"{kind}-2")
            made = made._replace(target=target, answers=FULL._replace(link_to=target.id))
        case A.REIMPORT if kind is K.PRIME_CONTRACT:
            body = mine.body._replace(lines=(*mine.body.lines, ContractItem("9", "New", 1_00)))
            made = made._replace(mirrored=mirrored(made, body=body))
    return made


def best_record(kind: RecordKind, status: ErpStatus, action: Action) -> Record:
    mine = record(kind, status)
    match kind, action, status:
        case K.PROJECT, A.SEND, S.SYNCED:
            mine = project(status, codes=(*CODES, NEW_CODE))
        case K.JOB_COST, A.EDIT_COST | A.DELETE_COST, _:
            mine = record(kind, status, direct_costs=(direct_cost(cost()),))
        case K.BUDGET, A.SEND, S.SYNCED:
            mine = budget(status, lines=(BudgetLine("01-100", "L", 1_00),))
        case K.BUDGET, A.LOCK | A.UNLOCK, _:
            mine = budget(status, locked=action is A.UNLOCK)
        case K.BUDGET, A.REIMPORT, _:
            mine = budget(status, origin=Origin.ERP, locked=False)
        case K.COMMITMENT | K.CCO, A.DELETE, _:
            mine = record(kind, status, approval=Approval.DRAFT)
        case K.COMPANY, A.REINSTATE, _:
            mine = record(kind, status, title="X-Walsh Construction", active=False)
        case K.SUB_JOB, A.DELETE, _:
            mine = record(kind, status, codes=())
        case K.PROJECT, A.REMOVE, _:
            mine = project(status, codes=(*CODES, TYPED))
    return mine


def _of_codes(made: Case, action: Action) -> Case:
    """A type that is a default or may become one; a code that Sage has not; a dearer line."""
    mine = made.record
    if action is A.ASSIGN:
        return made._replace(answers=FULL._replace(category="M"), categories=frozenset("LMS"))
    if mine.kind is K.COST_CODE:
        return made._replace(answers=FULL._replace(category="L"))
    if action is A.REMOVE:
        seen = mirrored(made, body=Project(codes=CODES))
        return made._replace(answers=FULL._replace(code=TYPED.code), mirrored=seen)
    if mine.kind is not K.PRIME_CONTRACT:
        return made
    dearer = tuple(x._replace(scheduled=x.scheduled + 1) for x in mine.body.lines)
    return made._replace(mirrored=mirrored(made, body=mine.body._replace(lines=dearer)))


def cell(of: Case, action: Action) -> str:
    """`exporting`, or in brackets what is lacking."""
    decision = decide(of, action)
    if isinstance(decision, Allowed):
        return decision.record.status
    denied = [SHORT[o.code] for o in decision.objections if o.cause is Cause.PERMISSION]
    return f"({'+'.join(denied)})" if denied else f"[{decision.objections[0].rule}]"


def table() -> str:
    heads = "".join(actor.id.ljust(WIDTH) for actor in CAST)
    lines = [
        "Where each action leads, by kind, status and actor, when no rule stands against it.",
        "In brackets what the actor lacks: level of the ERP tool, Can Push to Accounting, Admin of",
        "the tool of origin, directory or Create New Project, being the connector.",
        "",
    ]
    for tab in TABS:
        for kind in tab.kinds:
            lines += [kind.upper(), f"  {'':32}{heads}".rstrip()]
            for status in S:
                lines += _block(kind, status)
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _block(kind: RecordKind, status: ErpStatus) -> list[str]:
    lines = []
    for action in A:
        if action is A.ABSORB or action not in ROWS.get((kind, status), {}):
            continue
        best = best_case(kind, status, action)
        cells = (cell(best._replace(actor=actor), action) for actor in CAST)
        found = "".join(text.ljust(WIDTH) for text in cells)
        lines.append(f"  {status:<20}{action:<12}{found}".rstrip())
    lines.append(f"  {status:<20}{'every other' if lines else 'every'} action: no step")
    return lines
