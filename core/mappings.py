"""What has to be ticked in the relay's client for each feature, and what is amiss there.

A mapping lets the client read one sort of object of Sage. Ticking it brings what changes from then
on; what was there before comes with a deep sync from the beginning (cross-cutting C.3).
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from core.values import NamedTuple
from core.vocabulary import RecordKind, capital


class Feature(StrEnum):
    """What a company may use of the relay."""

    JOB_COST_TRANSACTIONS = "job cost transactions"
    SUBCONTRACTOR_INVOICES = "subcontractor invoices"
    OWNER_INVOICES = "owner invoices"
    PCCOS = "prime contract change orders"
    TAX_GROUPS = "tax groups"
    BILLED_RATES = "billed rates"
    PRIME_CONTRACTS = "prime contracts"


class Ticks(NamedTuple):
    """What the relay reports of its mappings."""

    on: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    """Objects that a deep sync brought from the beginning since they were ticked."""


class Mapping(NamedTuple):
    """One row: a feature and what it takes."""

    feature: Feature
    tick: tuple[str, ...]
    rule: str
    """The rule that is cited where it is amiss."""
    blocks: str
    """What cannot be done while it is amiss."""
    untick: tuple[str, ...] = ()
    deep: tuple[str, ...] = ()
    """Objects of which all is needed, from the beginning of time."""
    stated: bool = True
    """False where no source lists the ticks, and they follow from those of another feature."""


CATEGORY = "Transaction (JC)"
"""The object that has parts of its own to tick."""
PARTS = (
    "Commitment Change Order", "Credit Account", "Debit Account", "Employee", "Equipment",
    "Pay Id", "Reference 1", "Reference 2",
)  # fmt: skip
"""The parts of a job cost transaction that have to be off."""
OFF = tuple(f"{CATEGORY}: {part}" for part in PARTS)

INVOICE = "Invoice (AP)"
JOB = "Job (JC)"
ACCOUNTS = ("GL Account", "GL Account Prefix")
TRANSACTIONS = (*ACCOUNTS, INVOICE, JOB, CATEGORY)
AP = (
    "Distribution (AP)", "Distribution Payment (AP)", INVOICE, "Payment (AP)",
    "Invoice Payment (AP)", "Invoice Settings (AP)",
)  # fmt: skip
AR = ("Distribution (AR)", "Invoice (AR)")
CONTRACTS = ("Contract (CN)", "Contract Item (CN)")
CHANGES = ("Contract Change Order (CN)", "Contract Change Order Item (CN)")
CUSTOMERS = ("Customer", "Customer Type")
BILLING = ("Quick Bill Contract", "Quick Bill Item")
TAX = ("Tax Group", "Tax Rate")
MODULE = ("Contract Change Order (PJ)", "Change Request (PJ)")
"""Only where Sage has the PJ module; never asked for."""

F = Feature
# fmt: off
MAPPINGS = (
    Mapping(F.JOB_COST_TRANSACTIONS, TRANSACTIONS, "job costs 3",
            "switching on job cost transactions, and importing them",
            untick=OFF, deep=(*ACCOUNTS, INVOICE, CATEGORY)),
    Mapping(F.SUBCONTRACTOR_INVOICES, AP, "cross-cutting C.3",
            "sending and accepting subcontractor invoices"),
    Mapping(F.OWNER_INVOICES, AR, "financials 75 (O1)",
            "sending and accepting owner invoices", deep=AR),
    Mapping(F.PCCOS, (*CONTRACTS, *CHANGES, *CUSTOMERS, INVOICE, JOB, *BILLING),
            "cross-cutting C.3", "sending and accepting prime contract change orders",
            untick=OFF, deep=(*CONTRACTS, *CHANGES, *CUSTOMERS, *BILLING)),
    Mapping(F.TAX_GROUPS, TAX, "cross-cutting C.3",
            "nothing, but no tax group comes", deep=TAX),
    Mapping(F.BILLED_RATES, (CATEGORY,), "job costs 3",
            "nothing, but no billed rate comes", deep=(CATEGORY,), stated=False),
    Mapping(F.PRIME_CONTRACTS, CONTRACTS, "cross-cutting C.3",
            "importing prime contracts and reading them again", deep=CONTRACTS, stated=False),
)
# fmt: on
MAPPING = {row.feature: row for row in MAPPINGS}
OBJECTS = (*dict.fromkeys(name for row in MAPPINGS for name in row.tick), *MODULE)
"""Everything that may be ticked, besides what the connector cannot do without."""
NAMES = (*OBJECTS, *OFF)
USUAL = Ticks(frozenset(OBJECTS) - {*TAX, *MODULE}, frozenset(OBJECTS) - {*TAX, *MODULE})
"""What a client has that was set up for everything but tax groups."""

READ_BY: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.PROJECT: (JOB,),
    RecordKind.SUB_JOB: (JOB,),
    RecordKind.SUBCONTRACTOR_INVOICE: (INVOICE,),
    RecordKind.OWNER_INVOICE: ("Invoice (AR)",),
    RecordKind.PRIME_CONTRACT: CONTRACTS,
    RecordKind.PCCO: CHANGES,
}
"""The objects by which a kind is read. What is not named here is always read."""


class Tick(NamedTuple):
    """One box of the client, as a feature wants it and as it is."""

    name: str
    wanted: bool
    held: bool
    missing_deep: bool = False
    """It is ticked, and what Sage held before never came."""

    @property
    def well(self) -> bool:
        return self.wanted is self.held and not self.missing_deep


def boxes(mapping: Mapping, ticks: Ticks) -> tuple[Tick, ...]:
    """Every box that a feature is about."""
    return (
        *(
            Tick(
                name, wanted=True, held=name in ticks.on,
                missing_deep=name in mapping.deep and name in ticks.on and name not in ticks.whole,
            )
            for name in mapping.tick
        ),
        *(Tick(name, wanted=False, held=name in ticks.on) for name in mapping.untick),
    )  # fmt: skip


@cache
def amiss(feature: Feature, ticks: Ticks) -> str | None:
    """What is wrong with a feature's boxes, in one sentence; None where nothing is."""
    found = boxes(MAPPING[feature], ticks)
    off = [box.name for box in found if box.wanted and not box.held]
    if off:
        return f"{_listed(off)} {_are(off)} not ticked in the hh2 client, which {feature} need."
    on = [box.name for box in found if box.held and not box.wanted]
    if on:
        return f"{_listed(on)} {_are(on)} ticked in the hh2 client and must not be for {feature}."
    never = [box.name for box in found if box.missing_deep]
    if never:
        return (
            f"{_listed(never)} {_are(never)} ticked and never had a deep sync from the beginning, "
            f"which {feature} need."
        )
    return None


def mend(feature: Feature, ticks: Ticks, deep_sync: str) -> str:
    """What to do next about a feature's boxes; empty where nothing is wrong.

    `deep_sync` is how the relay is made to read all of Sage.
    """
    found = boxes(MAPPING[feature], ticks)
    steps = []
    if off := [box.name for box in found if box.wanted and not box.held]:
        steps.append(f"tick {_listed(off)}")
    if on := [box.name for box in found if box.held and not box.wanted]:
        steps.append(f"un-tick {_listed(on)}")
    deep = MAPPING[feature].deep
    if any(box.missing_deep or (not box.held and box.name in deep) for box in found):
        steps.append(deep_sync)
    text = ", then ".join(steps)
    return f"{capital(text)}." if text else ""


def kinds_read(ticks: Ticks) -> frozenset[RecordKind]:
    """The kinds that the client reads with these boxes."""
    return frozenset(
        kind for kind in RecordKind if all(name in ticks.on for name in READ_BY.get(kind, ()))
    )


def kinds_whole(ticks: Ticks) -> frozenset[RecordKind]:
    """The kinds of which everything came that Sage held when they were ticked."""
    return frozenset(
        kind for kind in RecordKind if all(name in ticks.whole for name in READ_BY.get(kind, ()))
    )


def ticked(ticks: Ticks, name: str, *, on: bool) -> Ticks:
    """As somebody sets one box in the client. A box that is ticked anew brings nothing yet."""
    if on:
        return ticks if name in ticks.on else Ticks(ticks.on | {name}, ticks.whole - {name})
    return Ticks(ticks.on - {name}, ticks.whole - {name})


def deeply_synced(ticks: Ticks) -> Ticks:
    """After a deep sync from the beginning of time: all that is ticked came whole."""
    return Ticks(ticks.on, ticks.on)


def box_named(text: str) -> str | None:
    """A box by its name in any case, or by the name of one of its parts alone."""
    known: dict[str, str] = {part.casefold(): off for part, off in zip(PARTS, OFF, strict=True)}
    known |= {name.casefold(): name for name in NAMES}
    return known.get(" ".join(text.split()).casefold())


def _listed(names: Iterable[str]) -> str:
    return " and ".join(_joined(list(names)))


def _joined(names: list[str]) -> Iterator[str]:
    """All but the last by commas."""
    if len(names) > 1:
        yield ", ".join(names[:-1])
    yield names[-1]


def _are(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"
