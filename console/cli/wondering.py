"""Why something is not there: no refresh, no Accept, no project, no recent data."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from core.tabs import TABS, Tab

if TYPE_CHECKING:
    from core.questions import Answer

Wondered = Callable[[Call, str], "Iterable[Answer]"]


def wonder(call: Call, topic: str) -> int:
    """Answer a question that no record can be asked.

    Raises:
        Trouble: it names no tab, or no number.
    """
    answers = list(TOPICS[topic](call, (call.text("action") or "").strip()))
    call.out.answer({"topic": topic, "answers": [_shape(a) for a in answers]}, _told(answers))
    return exits.DONE


def _refresh(call: Call, subject: str) -> "Iterable[Answer]":
    from core.questions import no_refresh

    yield no_refresh(call.desk, _tab("refresh", subject or call.text("tab")))


def _answering(call: Call, subject: str) -> "Iterable[Answer]":
    from core.questions import no_answering

    yield no_answering(call.desk, _tab("accept", subject or call.text("tab")))


def _missing(call: Call, subject: str) -> "Iterable[Answer]":
    from core.questions import is_missing

    if not subject:
        raise Trouble("Say what is missing, for example `countersign why missing 101718`.")
    return is_missing(call.desk, _tab("missing", call.text("tab") or "jobs"), subject)


def _recent(call: Call, subject: str) -> "Iterable[Answer]":
    from console.examination import facts_of
    from core.questions import not_recent

    tab = _tab("recent", subject or call.text("tab"))
    yield not_recent(tab, facts_of(call.home, looked_through=False))


TOPICS: dict[str, Wondered] = {
    "refresh": _refresh,
    "accept": _answering,
    "reject": _answering,
    "missing": _missing,
    "recent": _recent,
}
"""Words that stand where a record's id does, and what each asks."""


def _tab(topic: str, name: str | None) -> Tab:
    from core.questions import tab_named

    tab = tab_named(name) if name else None
    if tab is None:
        known = ", ".join(tab.name for tab in TABS)
        said = f"There is no tab {name!r}" if name else "Say which tab"
        raise Trouble(f"{said}, for example `countersign why {topic} jobs`; the tabs are {known}.")
    return tab


def _shape(answer: "Answer") -> dict[str, Any]:
    return {
        "about": answer.about,
        "reasons": [shapes.of_objection(reason) for reason in answer.reasons],
        "well": list(answer.well),
    }


def _told(answers: "Iterable[Answer]") -> Iterator[str]:
    for answer in answers:
        yield answer.about
        for reason in answer.reasons:
            lifted = _lifted(reason.lifted_by)
            rule = f" [{reason.rule}]" if reason.rule else ""
            sign = "~" if reason.warning else "-"
            yield f"  {sign} {reason.text}{rule}{lifted}"
        yield from (f"  + {well}" for well in answer.well)


def _lifted(by: str) -> str:
    """Who can lift it; a check names what to do next instead, in a sentence of its own."""
    if by.endswith("."):
        return f" {by}"
    return f" Can be lifted by {by}." if by else ""
