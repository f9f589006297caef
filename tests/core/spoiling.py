"""What may be amiss with a case: short ways to spoil one that is allowed."""

from collections.abc import Callable

from core.case import Case, Directory, Related
from tests.records import JOB, mirrored

Spoil = Callable[[Case], Case]


def both(*spoils: Spoil) -> Spoil:
    def spoil(of: Case) -> Case:
        for one in spoils:
            of = one(of)
        return of

    return spoil


def head(**changes: object) -> Spoil:
    return lambda of: of._replace(record=of.record._replace(**changes))


def body(**changes: object) -> Spoil:
    return lambda of: head(body=of.record.body._replace(**changes))(of)


def line(**changes: object) -> Spoil:
    """The first line is another."""

    def spoil(of: Case) -> Case:
        first, *others = of.record.body.lines
        return body(lines=(first._replace(**changes), *others))(of)

    return spoil


def known(**changes: object) -> Spoil:
    """What the case says besides the record."""
    return lambda of: of._replace(**changes)


def said(**answers: object) -> Spoil:
    return lambda of: of._replace(answers=of.answers._replace(**answers))


def chosen(**settings: object) -> Spoil:
    return lambda of: of._replace(settings=of.settings._replace(**settings))


def policy(**policies: object) -> Spoil:
    return lambda of: chosen(policies=of.settings.policies._replace(**policies))(of)


def relay(**changes: object) -> Spoil:
    return lambda of: chosen(relay=of.settings.relay._replace(**changes))(of)


def job(**changes: object) -> Spoil:
    return known(job=JOB._replace(**changes))


def seen(**changes: object) -> Spoil:
    """Sage holds another thing under its id."""
    return lambda of: of._replace(mirrored=mirrored(of, **changes))


def named(which: str, **changes: object) -> Spoil:
    """A record that this one names stands otherwise."""

    def spoil(of: Case) -> Case:
        other: Related = getattr(of, which)
        return of._replace(related={**of.related, other.id: other._replace(**changes)})

    return spoil


def target(**changes: object) -> Spoil:
    return lambda of: of._replace(target=of.target._replace(**changes))


def targets_body(**changes: object) -> Spoil:
    return lambda of: target(body=of.target.body._replace(**changes))(of)


def about(**changes: object) -> Spoil:
    """The directory knows more of the company."""
    return known(directory=Directory(**changes))
