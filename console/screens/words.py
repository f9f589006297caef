"""What the screen of a tab says: every sentence of its last lines."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from console.clean import clean
from console.columns import ORDER_WORDS
from console.keys import key_word, word
from console.widgets.figures import money
from console.widgets.lines import Line, Look, Span, cells, faint, said, shortened
from console.widgets.record_list import Mark, RecordList
from console.widgets.window import Window
from core.decision import Allowed, Outcome, Refused, leaves_at
from core.lately import WORDS, News, since_words
from core.lately import told as happened
from core.markers import marking
from core.objection import Objection
from core.ports import Adjusted, Batch, FirstStep, Run, RunState
from core.query import SORTED_AT_MOST, BadQuery, Order
from core.records import Record, Row
from core.saved import Saved
from core.tabs import Tab
from core.vocabulary import Action, View, capital, words

if TYPE_CHECKING:
    from core.refreshes import Wait


A = Action
Reasons = Sequence[Objection]

DOING: dict[Action, str] = {
    A.SEND: "Sending",
    A.RETRIEVE: "Retrieving",
    A.ACCEPT: "Accepting",
    A.REJECT: "Rejecting",
    A.RESEND: "Resending",
    A.UNLINK: "Unlinking",
    A.REIMPORT: "Re-importing",
    A.IMPORT: "Importing",
    A.LINK: "Linking",
    A.ARCHIVE: "Archiving",
    A.RESTORE: "Restoring",
    A.UPDATE: "Updating",
    A.LOCK: "Locking",
    A.UNLOCK: "Unlocking",
    A.VOUCH: "Vouching for",
    A.DISPROVE: "Disproving",
    A.DELETE: "Deleting",
    A.ASSIGN: "Assigning",
    A.REMOVE: "Removing",
    A.RENEW: "Renewing",
    A.MERGE: "Merging",
    A.CONSOLIDATE: "Consolidating",
    A.REINSTATE: "Reinstating",
    A.RECALL: "Recalling",
    A.EDIT_COST: "Editing in",
    A.DELETE_COST: "Deleting from",
}
DONE: dict[Action, str] = {
    A.SEND: "Sent",
    A.RETRIEVE: "Retrieved",
    A.ACCEPT: "Accepted",
    A.REJECT: "Rejected",
    A.RESEND: "Resent",
    A.UNLINK: "Unlinked",
    A.REIMPORT: "Re-imported",
    A.IMPORT: "Imported",
    A.LINK: "Linked",
    A.ARCHIVE: "Archived",
    A.RESTORE: "Restored",
    A.UPDATE: "Updated",
    A.LOCK: "Locked",
    A.UNLOCK: "Unlocked",
    A.VOUCH: "Vouched for",
    A.DISPROVE: "Disproved",
    A.DELETE: "Deleted",
    A.ASSIGN: "Assigned",
    A.REMOVE: "Asked to remove",
    A.RENEW: "Asked to renew",
    A.MERGE: "Merged",
    A.CONSOLIDATE: "Consolidated",
    A.REINSTATE: "Reinstated",
    A.RECALL: "Recalled",
    A.EDIT_COST: "Edited in",
    A.DELETE_COST: "Deleted from",
}


def doing(action: Action) -> str:
    return DOING[action]


def name(record: Record | Row) -> str:
    return f"{record.number} {record.title}".strip()


def too_small(wide: int, high: int, least: tuple[int, int]) -> tuple[Line, Line, Line]:
    return (
        (said("The terminal is too small.", Look.WARNING),),
        (said(f"It is {wide} by {high};"),),
        (said(f"make it {least[0]} by {least[1]} or more."),),
    )


def listed(window: Window, typed: str, width: int) -> Line:
    """`Ready to Export  37  /kerr          oldest first`."""
    query = window.query
    view = query.view.value if query.view is not None else "All"
    count = f"{window.total:,}{'' if window.exact else ' or more'}"
    # While a filter is typed there is little room, and the count is what is looked at.
    room_of_view = max(0, width - len(count) - 4)
    short = shortened(clean(view), room_of_view)
    left: list[Span] = [said(f"  {short}", Look.HEAD), said(f"  {count}")]
    right = faint(f"{ORDER_WORDS[query.order][query.descending]} ")
    if typed:
        found = said(f"  /{typed}", Look.KEY)
        room = width - cells((*left, right)) - 1
        left.append(found._replace(text=shortened(found.text, max(0, room))))
    gap = width - cells((*left, right))
    return (*left, said(" " * gap), right) if gap > 0 else tuple(left)


def position(records: RecordList) -> Line:
    """Where the cursor is, and what is marked."""
    window = records.window
    if window is None or not window.total:
        return ()
    if (start := records.span_from) is not None:
        end = f"go to its other end and press {word('list.span')}"
        text = f" Range from {start.number}: {end}; Esc drops it."
        return (said(text, Look.KEY),)
    at = f" {records.cursor + 1:,} of {window.total:,}{'' if window.exact else ' or more'}"
    marks = records.marks
    if not marks and (letter := records.letter) is not None:
        return (faint(f"{at}   "), said(f"{letter} {WORDS[letter]}", Look.KEY))
    if not marks:
        return (faint(at),)
    total = together(marks)
    chosen = f"{len(marks):,} marked{f', {total}' if total else ''}"
    return (faint(f"{at}   "), said(chosen, Look.KEY), faint("   - clears"))


def together(marks: Sequence[Mark]) -> str:
    """The marked amounts together; nothing where one is not known or currencies differ."""
    currencies = {mark.currency for mark in marks}
    amounts = [mark.amount for mark in marks if mark.amount is not None]
    if len(currencies) != 1 or len(amounts) != len(marks) or not any(amounts):
        return ""
    return money(sum(amounts), currencies.pop())


def question(
    action: Action, count: int, about: Record | None, total: str, objections: Reasons
) -> tuple[str, str]:
    """The title of what is asked before an action, and what else matters.

    `objections` are those that stand unless an answer sets them aside.
    """
    verb = capital(words(action))
    if count == 1 and about is not None:
        amount = [money(about.amount, about.currency)] if about.amount else []
        against = [o.text for o in objections if not o.warning]
        return f"{verb} {name(about)}", "  ".join([*amount, *against])
    return f"{verb} {count:,} records", f"Together {total}." if total else ""


def progress(action: Action, done: int, total: int) -> Line:
    if total == 1:
        return (said(f" {doing(action)} ..."),)
    return (said(f" {doing(action)} {done:,} of {total:,}; Esc stops after the running hundred."),)


def outcome(
    action: Action, batch: Batch | None, outcomes: Sequence[Outcome], number: str = ""
) -> Line:
    """One sentence on what became of it; `number` is that of the record, where it is one."""
    if batch is not None:
        text = f" {DONE[action]} {batch.done:,} of {batch.total:,}."
        left = batch.total - batch.done - len(batch.refused)
        no = f" {len(batch.refused):,} refused." if batch.refused else ""
        stopped = f" {left:,} left alone." if left else ""
        fallen = _fallen_back(outcomes)
        return (
            said(text, Look.MAY),
            said(no, Look.NOT_YET),
            said(f"{stopped}{fallen}", Look.WARNING),
            faint(_leaving(outcomes)),
        )
    decision = outcomes[0].decision
    if isinstance(decision, Refused):
        return refused(number or "it", decision)
    told = said(f" {DONE[action]} {name(decision.record)}.", Look.MAY)
    apart = marking(decision.record) if decision.record.fell_back else ""
    if apart:
        return (told, said(f" {apart}", Look.WARNING))
    leaving = _leaving(outcomes)
    return (told, faint(leaving)) if leaving else (told,)


def _leaving(outcomes: Sequence[Outcome]) -> str:
    """Until when it can be taken back; empty where nothing waits."""
    leaves = leaves_at(outcomes)
    if leaves is None:
        return ""
    return f" Leaves at {leaves:%H:%M:%S} UTC; {word('screen.undo')} takes it back."


def no_tour() -> Line:
    return (faint(" There is a tour of sandbox companies only; `countersign demo` makes one."),)


def nothing_to_undo() -> Line:
    return (faint(" You have decided nothing here that is not taken back already."),)


def _fallen_back(outcomes: Sequence[Outcome]) -> str:
    """Of those sent to be exported directly, how many wait for an approver."""
    allowed = (o.decision for o in outcomes if isinstance(o.decision, Allowed))
    count = sum(1 for decision in allowed if decision.record.fell_back)
    return f" {count:,} fell back from direct export." if count else ""


def refused(number: str, decision: Refused) -> Line:
    reasons = " ".join(_reason(o) for o in decision.objections if not o.warning)
    head = said(f" Not {DONE[decision.action].lower()} {number}: ", Look.NOT_YET)
    return (head, said(reasons))


def _reason(objection: Objection) -> str:
    return f"{objection.text} [{objection.rule}]"


def no_such_step(action: Action, view: View | None) -> Line:
    where = f" from {view.value}" if view is not None else " of this record"
    return (said(f" There is no {words(action)}{where}.", Look.NOT_YET),)


def no_such_key(action: Action, tab: Tab) -> Line:
    """For a key that only other tabs have."""
    text = f" {key_word(action)} does nothing on {tab.title}; {word('screen.help')} lists the keys."
    return (said(text, Look.NOT_YET),)


def left_alone(action: Action, count: int) -> Line:
    which = "Nothing was" if count == 1 else f"None of the {count:,} was"
    return (faint(f" {which} {DONE[action].lower()}."),)


def busy(what: str) -> Line:
    return (said(f" {what} is not over yet; Esc stops it.", Look.WARNING),)


def stopping() -> Line:
    return (said(" Stopping after the running hundred.", Look.WARNING),)


def not_a_command() -> Line:
    """What is pasted over a list."""
    text = f" A paste is not a command; press {word('screen.filter')} first to filter by it."
    return (said(text, Look.WARNING),)


def not_taken(count: int) -> Line:
    """Keys that were typed ahead of something that did not come."""
    what = "A key was" if count == 1 else f"{count} keys were"
    return (said(f" {what} typed ahead and not taken: what was begun takes long.", Look.WARNING),)


def not_decided_here(action: Action) -> Line:
    """A key for what the inbox or the errors do not offer of this record."""
    text = f" There is no {words(action)} from here, or it is not yours; Enter opens the record."
    return (said(text, Look.NOT_YET),)


def not_for_the_group(action: Action) -> Line:
    """A key that does nothing to all that failed for one reason."""
    if action is Action.ACCEPT:
        text = " None of these passes by itself: mend the cause, then reject them to be sent again."
    else:
        text = f" There is no {words(action)} of all of these; Enter lists them, one by one."
    return (said(text, Look.NOT_YET),)


def lately(news: News, now: datetime) -> Line:
    """How much is new, came back or changed since somebody last looked."""
    return (said(f" {text}.", Look.KEY),) if (text := happened(news, now)) else ()


def back(at: datetime, now: datetime) -> Line:
    """To who comes back after the line dropped."""
    return (said(f" Back where you were: {since_words(at, now)} UTC.", Look.KEY),)


def looked_at() -> Line:
    return (faint(" From now on only what happens from now on is marked."),)


def trouble(text: str) -> Line:
    return (said(f" {text}", Look.NOT_YET),)


def too_long_to_sort(order: Order, window: Window) -> Line:
    count = f"{window.total:,}{'' if window.exact else ' or more'}"
    offer = f"sort:{order} is offered for at most {SORTED_AT_MOST:,} records; here are {count}."
    return (said(f" {offer} Narrow the list first.", Look.NOT_YET),)


def no_such_order(order: Order, known: Sequence[Order]) -> Line:
    return (said(f" This tab is not sorted by {order}; by {', '.join(known)}.", Look.NOT_YET),)


def kept_view(name: str, done: "Adjusted[Saved | None] | Refused") -> Line:
    if isinstance(done, Refused):
        return (said(" ".join(f" {o.text} [{o.rule}]" for o in done.objections), Look.NOT_YET),)
    whose = " for everybody" if done.value is not None and done.value.shared else ""
    return (said(f" Saved{whose} as @{name}; ", Look.MAY), faint(f"`:view {name}` goes there."))


def bad_query(why: BadQuery) -> Line:
    return (said(f" Column {why.column}: ", Look.NOT_YET), said(str(why)))


def early(tab: Tab, old: Reasons, read_at: datetime | None, against: Reasons) -> Line:
    """When a refresh would be of that comes too early, what may be done (`against`: not), why."""
    when = f"as of {read_at:%H:%M:%S}" if read_at else "never read"
    first = "" if against else ", H reads Sage first"
    head = f" {tab.title} {when}: R again refreshes all the same{first}. "
    return (said(head, Look.WARNING), said(" ".join(o.text for o in old)))


def first_step(step: FirstStep | None, objections: Reasons) -> Line:
    """How far it is: `Step one (week, shallow): 120 of 400`."""
    if objections:
        reasons = " ".join(_reason(o) for o in objections)
        return (said(f" Sage is not read: {reasons}", Look.NOT_YET),)
    if step is None:
        return (faint(" Step one: nothing to tell."),)
    head = f" Step one ({step.span}, {step.depth})"
    if step.finished_at is None:
        how = f"{step.seen:,} of {step.total:,}" if step.total else "asked"
        return (said(f"{head}: {how}"),)
    if step.state is RunState.FAILED:
        return (said(f"{head} failed: {step.result}", Look.NOT_YET),)
    return (said(f"{head}: {step.total:,} read, {step.result}. R refreshes.", Look.MAY),)


def refresh(
    tab: Tab,
    run: Run | None,
    objections: Reasons,
    old: Reasons = (),
    wait: "Wait | None" = None,
    now: datetime | None = None,
) -> Line:
    """How far it is: `Refresh Vendor List: 1,500 of 2,300, 12 new, about 4 s left`."""
    title = tab.refresh or "Refresh"
    if objections:
        reasons = " ".join(_reason(o) for o in objections)
        return (said(f" Not refreshed: {reasons}", Look.NOT_YET),)
    if run is None:
        return (faint(f" {title}: nothing to tell."),)
    if run.finished_at is not None:
        done = said(f" {title}: {run.result.rstrip('.')}.", Look.MAY)
        if run.state is RunState.FAILED:
            done = said(f" {title} failed: {run.result}", Look.NOT_YET)
        elif run.state is RunState.CANCELLED:
            brought = f"{run.arrived:,} new and {run.changed:,} changed stay"
            done = said(f" {title}: {run.result.rstrip('.')}; {brought}.", Look.WARNING)
        late = " ".join(o.text for o in old)
        return (done, said(f" Old data: {late}", Look.WARNING)) if late else (done,)
    from core.refreshes import far

    left = _left(run, wait, now)
    if run.total or run.seen:
        new = "" if run.stage else f", {run.arrived:,} new"
        return (said(f" {title}: {far(run)}{new}{left}"), *_stops())
    if wait is not None and wait.ahead:
        line = f" {title}: asked, {wait.ahead} before it{left}"
        return (said(line), *_stops())
    return (said(f" {title}: asked; the connector has not begun{left}."), *_stops())


def _left(run: Run, wait: "Wait | None", now: datetime | None) -> str:
    """`, about 4 s left`, or `, usually 4 s` before it begins; empty where nobody can tell."""
    left = wait.left(run, now) if wait is not None and now is not None else None
    if left is None:
        return ""
    from core.refreshes import span

    return f", usually {span(left)}" if run.began_at is None else f", about {span(left)} left"


def _stops() -> Line:
    key = word("screen.cancel_refresh")
    return (said(f"   {key}", Look.KEY), faint(" cancels")) if key else ()
