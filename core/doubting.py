"""What a record becomes of which somebody says that the ERP does not hold it."""

from core.case import Case
from core.records import Fault, Record


def doubted(case: Case, record: Record) -> Record:
    """One person did not find it; the next one has to be another."""
    text = f"{case.actor.name} looked in Sage and did not find it there; a second person has to."
    return record._replace(fault=Fault("SAID_NOT_IN_SAGE", text), note=case.actor.name)


def disproved(case: Case, record: Record) -> Record:
    """As if Sage had refused it for a reason that passes: it may be tried again, or rejected.

    The key stays. Whatever was sent under it may still arrive, and is then found by it.
    """
    text = f"{case.actor.name} looked in Sage and did not find it there."
    return record._replace(fault=Fault("NOT_IN_SAGE", text, passing=True))
