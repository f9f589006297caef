"""What was typed for a field: the problem with it, or the answer it makes."""

from collections.abc import Mapping
from datetime import date

from console.clean import clean
from core.case import Answers
from core.decision import Field
from core.vocabulary import Action, words

YES = "yes"
NUMBER = "number"
LONGEST_NUMBER = 3
"""Digits of a suggestion's number."""


def is_date(field: Field) -> bool:
    return field.name.endswith("_date")


def is_confirmation(field: Field) -> bool:
    return field.name == "confirmed"


def number_of(action: Action, count: int) -> Field:
    """The question that makes somebody read how many these are."""
    hint = f"type {count} to {words(action)} them"
    return Field(NUMBER, "Their number", "cross-cutting D", choices=(str(count),), hint=hint)


def is_number(field: Field) -> bool:
    """It is no answer that the action is given."""
    return field.name == NUMBER


def of_each(field: Field) -> bool:
    """The record's own: one answer cannot serve many."""
    return field.name == "erp_id"


def of_one(field: Field) -> bool:
    """An emergency is that of one record, and never of many at once."""
    return field.name == "override"


def suggested(field: Field, text: str) -> str:
    """The suggestion whose number was typed; else what was typed."""
    place = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
    return field.suggestions[place - 1] if 0 < place <= len(field.suggestions) else text


def numbered(field: Field) -> str:
    """`1 Wrong job, 2 No backup`; empty where nothing is suggested."""
    return ", ".join(f"{place} {text}" for place, text in enumerate(field.suggestions, 1))


def problem(field: Field, typed: str) -> str | None:
    """What is wrong with an answer and how to mend it; None if it will do."""
    text = typed.strip()
    if is_confirmation(field):
        agreed = text.casefold() == YES
        return None if agreed else f"Type {YES} to go on, or press Esc to leave things as they are."
    if is_number(field):
        right = text.replace(",", "") == field.choices[0]
        return None if right else f"That is not their number: there are {field.choices[0]}."
    if not text:
        return (
            f"{field.label} is required; type it, or press Esc to leave."
            if field.required
            else None
        )
    if is_date(field):
        return _date_problem(field, text)
    if field.choices and typed not in field.choices:
        return f"{clean(text)} is no {field.label.lower()}; choose with the left and right keys."
    return None


def _date_problem(field: Field, text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        right = False
    else:
        right = len(text) == len("YYYY-MM-DD")
    if right:
        return None
    example = field.default or "2025-12-31"
    return f"{clean(text)} is not a day; write YYYY-MM-DD, for example {example}."


def answers(typed: Mapping[str, tuple[Field, str]]) -> Answers:
    """The answers of a form in which nothing is a problem, by the names of its fields."""
    given: dict[str, object] = {}
    for name, (field, raw) in typed.items():
        if is_number(field):
            continue
        text = suggested(field, raw.strip())
        if is_confirmation(field):
            given[name] = text.casefold() == YES
        elif not text:
            given[name] = None
        elif field.choices:
            given[name] = raw
        elif field.default is not None and text == clean(field.default).strip():
            given[name] = date.fromisoformat(text) if is_date(field) else field.default
        else:
            given[name] = date.fromisoformat(text) if is_date(field) else clean(text)
    return Answers(**given)  # type: ignore[arg-type]  # named by Field.name, which is a field of Answers
