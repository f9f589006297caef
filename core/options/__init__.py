"""The table of settings: one row for every field that somebody may choose or read."""

from core.options.company import COMPANY
from core.options.duties import DUTIES
from core.options.option import PROJECT, Group, Option
from core.options.policies import POLICIES
from core.options.project import PROJECTS
from core.options.reading import BadValue
from core.options.routes import ROUTES
from core.options.widths import RELAY, WIDTHS

_ORDER = list(Group)
OPTIONS: tuple[Option, ...] = tuple(
    sorted(
        (*COMPANY, *POLICIES, *DUTIES, *ROUTES, *WIDTHS, *RELAY, *PROJECTS),
        key=lambda option: _ORDER.index(option.group),
    )
)
"""In the order of their groups."""
BY_NAME = {option.name: option for option in OPTIONS}


class NoSuchOption(LookupError):
    """There is no setting of this name; the text says so and names one that may be meant."""


def option_named(text: str, *, of_project: bool = False) -> Option:
    """A setting by its name; one of a project's may be called without `project.`.

    Raises:
        NoSuchOption: there is none.
    """
    name = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if of_project and PROJECT + name in BY_NAME:
        return BY_NAME[PROJECT + name]
    found = BY_NAME.get(name) or next((o for o in OPTIONS if o.title.casefold() == name), None)
    if found is None:
        raise NoSuchOption(f"There is no setting {text!r}{_nearest(name)}")
    return found


def _nearest(name: str) -> str:
    from difflib import get_close_matches  # only when something was misspelt

    near = get_close_matches(name, BY_NAME, 1)
    return f"; did you mean {near[0]!r}?" if near else "; `countersign settings` lists them all."


__all__ = ["BY_NAME", "OPTIONS", "BadValue", "Group", "NoSuchOption", "Option", "option_named"]
