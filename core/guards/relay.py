"""What the relay's client has to have ticked before something may go through it (C.3)."""

from core.case import Case
from core.mappings import Feature, amiss
from core.objection import guard

KEEPER = "whoever keeps the hh2 client, by its mappings and a deep sync"


def _amiss(case: Case, feature: Feature) -> str | None:
    return amiss(feature, case.settings.relay.mappings)


@guard("cross-cutting C.3", lifted_by=KEEPER)
def invoices_are_mapped(case: Case) -> str | None:
    return _amiss(case, Feature.SUBCONTRACTOR_INVOICES)


@guard("financials 75 (O1)", "cross-cutting C.3", lifted_by=KEEPER)
def owner_invoices_are_mapped(case: Case) -> str | None:
    return _amiss(case, Feature.OWNER_INVOICES)


@guard("cross-cutting C.3", lifted_by=KEEPER)
def changes_are_mapped(case: Case) -> str | None:
    return _amiss(case, Feature.PCCOS)


@guard("cross-cutting C.3", lifted_by=KEEPER)
def contracts_are_mapped(case: Case) -> str | None:
    return _amiss(case, Feature.PRIME_CONTRACTS)
