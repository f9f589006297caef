"""The fields an action asks for, one line each, with their defaults in brackets."""

from collections.abc import Callable, Sequence

from console.plain.talk import Talk
from console.widgets.asking import YES, answers, is_confirmation, is_date, numbered, of_each
from core.case import Answers
from core.decision import Field

CANCEL = "cancel"
"""Alone on a line it leaves everything as it is."""
Typed = dict[str, tuple[Field, str]]


class LeftAlone(Exception):
    """The person thought better of it."""


class Form:
    """Asks until every field has an answer that will do."""

    def __init__(self, talk: Talk, found: Callable[[str], str]) -> None:
        """`found` is the id of the record that was typed; it raises Trouble."""
        self._talk = talk
        self._found = found

    def of_one(self, fields: Callable[[Answers], Sequence[Field]]) -> Answers:
        """The answers for one record; what else is asked may follow from what was answered.

        Raises:
            LeftAlone: cancelled.
        """
        typed: Typed = {}
        while field := _next(fields(answers(typed)), typed):
            typed[field.name] = (field, self._answer(field, field.default))
        return answers(typed)

    def of_many(self, fields: Sequence[Field]) -> Answers:
        """The answers for many; where nothing is typed each record keeps its own suggestion.

        Raises:
            LeftAlone: cancelled.
        """
        for field in filter(of_each, fields):
            self._talk.tell(f"{field.label}: each record keeps its own suggestion.")
        asked = [f for f in fields if not of_each(f)]
        typed = {f.name: (f, self._answer(f, "" if f.default else None)) for f in asked}
        return answers(typed)

    def _answer(self, field: Field, usual: str | None) -> str:
        while True:
            text = self._talk.ask(_prompt(field))
            if text.casefold() == CANCEL:
                raise LeftAlone
            if not text and usual is not None and not is_confirmation(field):
                return usual
            wrong = _problem(field, text)
            if wrong is None and field.name == "link_to":
                text, wrong = self._record(text)
            if wrong is None:
                return _chosen(field, text)
            self._talk.wrong(wrong)

    def _record(self, text: str) -> tuple[str, str | None]:
        from console.cli.call import Trouble

        try:
            return self._found(text), None
        except Trouble as why:
            return text, str(why)


def _next(fields: Sequence[Field], typed: Typed) -> Field | None:
    return next((f for f in fields if f.name not in typed), None)


def _prompt(field: Field) -> str:
    hint = f", {field.hint}" if field.hint else ""
    if is_confirmation(field):
        return f"{field.label}{hint}. Type {YES} or {CANCEL}"
    choices = f", one of {', '.join(field.choices)}" if field.choices else ""
    if field.default:
        return f"{field.label}{hint}{choices} [{field.default}]"
    needed = "required" if field.required else "may be left out"
    known = f", or a number: {numbered(field)}" if field.suggestions else ""
    return f"{field.label} ({needed}, or {CANCEL}){hint}{choices}{known}"


def _problem(field: Field, text: str) -> str | None:
    if is_confirmation(field):
        agreed = text.casefold() == YES
        return None if agreed else f"Type {YES} to go on, or {CANCEL} to leave things as they are."
    if not text:
        return f"{field.label} is required; type it, or {CANCEL}." if field.required else None
    if is_date(field) and not _is_day(text):
        return f"{text} is not a day; write YYYY-MM-DD, for example 2025-12-31."
    if field.choices and _chosen(field, text) not in field.choices:
        return f"{text} is no {field.label.lower()}; type one of {', '.join(field.choices)}."
    return None


def _chosen(field: Field, text: str) -> str:
    """The choice as the table spells it."""
    spelt = text.casefold()
    return next((c for c in field.choices if c.casefold() == spelt), text)


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("YYYY-MM-DD")
