"""What Procore says with a refusal, in whichever of its families it comes (interfaces 1.6)."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 400
"""Characters of a refusal that are kept."""
SILENT = "it gives no reason"


def explained(value: Any) -> tuple[str, Mapping[str, str]]:  # noqa: ANN401  # whatever they answer
    """A sentence, and what is said of single fields. Any shape will do, also none."""
    fields = dict(_fields(value))
    text = next((t for t in _texts(value) if t), "")
    if not text:
        text = "; ".join(f"{name}: {why}" for name, why in fields.items())
    return (text or SILENT)[:MOST], fields


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401  # likewise
    """The sentences of each family, the likeliest first."""
    if not isinstance(value, dict):
        return
    error = value.get("error")
    if isinstance(error, dict):
        yield _text(error.get("message")) or _text(error.get("code"))
    for name in ("message", "reason", "error_description", "error", "exception"):
        yield _text(value.get(name))
    errors = value.get("errors")
    yield _text(errors)
    if isinstance(errors, list):
        yield "; ".join(t for t in map(_told, errors) if t)


def _fields(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # likewise
    """Of v1: `{errors: {field: [text]}}`; of v2: the details of the error."""
    if not isinstance(value, dict):
        return
    for holder in (value.get("errors"), value.get("fields")):
        if isinstance(holder, dict):
            for name, why in holder.items():
                yield str(name), _told(why)
    error = value.get("error")
    details = error.get("details") if isinstance(error, dict) else None
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, dict):
            yield _text(detail.get("source")) or "?", _text(detail.get("message"))


def _told(value: Any) -> str:  # noqa: ANN401  # likewise
    if isinstance(value, list):
        return ", ".join(t for t in map(_told, value) if t)
    if isinstance(value, dict):
        return _text(value.get("message")) or "; ".join(
            f"{name} {_told(why)}" for name, why in value.items()
        )
    return _text(value)


def _text(value: Any) -> str:  # noqa: ANN401  # likewise
    return value.strip() if isinstance(value, str) else ""
