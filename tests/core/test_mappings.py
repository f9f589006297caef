"""The mappings of the relay's client: what each feature takes, what is amiss, what it blocks."""

import pytest

from core.checkup import examined
from core.health import State
from core.mappings import (
    MAPPING,
    MAPPINGS,
    NAMES,
    OBJECTS,
    OFF,
    USUAL,
    Feature,
    Ticks,
    amiss,
    box_named,
    boxes,
    deeply_synced,
    kinds_read,
    kinds_whole,
    mend,
    ticked,
)
from core.relay import all_of_sage
from core.settings import Relay, Settings
from core.vocabulary import Action, ErpStatus, RecordKind
from tests.core.judging import FULL, said
from tests.core.test_checkup import facts, kept
from tests.people import ADA, ANA
from tests.records import case, owner_invoice, pcco, prime_contract, subcontractor_invoice

A, F, K, S = Action, Feature, RecordKind, ErpStatus
ALL = Ticks(frozenset(OBJECTS), frozenset(OBJECTS))
BLOCKED = {
    F.SUBCONTRACTOR_INVOICES: (subcontractor_invoice(), A.ACCEPT),
    F.OWNER_INVOICES: (owner_invoice(), A.ACCEPT),
    F.PCCOS: (pcco(), A.ACCEPT),
    F.PRIME_CONTRACTS: (prime_contract(S.READY_TO_IMPORT), A.IMPORT),
}
"""A record and an action that each feature is needed for."""


def settings(ticks: Ticks, **more: object) -> Settings:
    return Settings(relay=Relay(mappings=ticks))._replace(**more)


def test_the_table_is_that_of_the_client():
    assert {row.feature for row in MAPPINGS} == set(Feature)
    assert MAPPING[F.SUBCONTRACTOR_INVOICES].tick == (
        "Distribution (AP)", "Distribution Payment (AP)", "Invoice (AP)", "Payment (AP)",
        "Invoice Payment (AP)", "Invoice Settings (AP)",
    )  # fmt: skip
    assert MAPPING[F.OWNER_INVOICES].tick == ("Distribution (AR)", "Invoice (AR)")
    assert len(MAPPING[F.PCCOS].tick) == 10
    assert [name.partition(": ")[2] for name in MAPPING[F.JOB_COST_TRANSACTIONS].untick] == [
        "Commitment Change Order", "Credit Account", "Debit Account", "Employee", "Equipment",
        "Pay Id", "Reference 1", "Reference 2",
    ]  # fmt: skip
    assert {row.feature for row in MAPPINGS if not row.stated} == {
        F.BILLED_RATES, F.PRIME_CONTRACTS,
    }  # fmt: skip


def test_a_usual_client_has_all_but_tax_groups():
    found = {feature for feature in Feature if amiss(feature, USUAL) is not None}

    assert found == {F.TAX_GROUPS}
    assert Relay().mappings == USUAL


def test_a_box_ticked_anew_brings_nothing_of_before_until_a_deep_sync():
    off = ticked(USUAL, "Invoice (AR)", on=False)
    anew = ticked(off, "Invoice (AR)", on=True)

    assert (K.OWNER_INVOICE in kinds_read(off), K.OWNER_INVOICE in kinds_whole(off)) == (
        False, False,
    )  # fmt: skip
    assert (K.OWNER_INVOICE in kinds_read(anew), K.OWNER_INVOICE in kinds_whole(anew)) == (
        True, False,
    )  # fmt: skip
    assert amiss(F.OWNER_INVOICES, anew) == (
        "Invoice (AR) is ticked and never had a deep sync from the beginning, which owner invoices"
        " need."
    )
    assert mend(F.OWNER_INVOICES, anew, all_of_sage(Relay(), "deep")) == (
        "Run `countersign hh2 sync --range all --depth deep`."
    )
    assert mend(F.OWNER_INVOICES, anew, all_of_sage(Relay(no_first_step="No."), "deep")) == (
        "Take a deep sync from the beginning in the hh2 client on the Sage server."
    )
    assert amiss(F.OWNER_INVOICES, deeply_synced(anew)) is None


def test_a_box_that_stands_as_asked_stays_whole():
    assert ticked(USUAL, "Invoice (AR)", on=True) == USUAL


def test_what_is_amiss_names_every_box_and_what_to_do():
    ticks = ticked(ticked(USUAL, "Distribution (AP)", on=False), "Payment (AP)", on=False)
    parts = ticked(USUAL, OFF[3], on=True)

    assert amiss(F.SUBCONTRACTOR_INVOICES, ticks) == (
        "Distribution (AP) and Payment (AP) are not ticked in the hh2 client, which subcontractor "
        "invoices need."
    )
    assert mend(F.SUBCONTRACTOR_INVOICES, ticks, "") == "Tick Distribution (AP) and Payment (AP)."
    assert amiss(F.JOB_COST_TRANSACTIONS, parts) == (
        "Transaction (JC): Employee is ticked in the hh2 client and must not be for job cost "
        "transactions."
    )
    assert mend(F.JOB_COST_TRANSACTIONS, parts, "") == "Un-tick Transaction (JC): Employee."
    assert mend(F.JOB_COST_TRANSACTIONS, USUAL, "") == ""


@pytest.mark.rule("cross-cutting C.3")
@pytest.mark.parametrize(
    ("feature", "box"),
    [(feature, box.name) for feature in BLOCKED for box in boxes(MAPPING[feature], USUAL)],
)
def test_a_box_that_is_amiss_blocks_what_its_feature_does_and_the_doctor_says_the_same(
    feature, box
):
    ticks = ticked(USUAL, box, on=box in MAPPING[feature].untick)
    record, action = BLOCKED[feature]
    wrong = amiss(feature, ticks)

    of = case(record, ADA if action is A.IMPORT else ANA, settings=settings(ticks), answers=FULL)
    stopped = said(of, action)
    failing = {
        finding.evidence: check.blocks
        for check, finding in examined(facts(kept(settings=settings(ticks))))
        if finding.state is State.FAIL
    }

    assert wrong is not None
    assert stopped == [wrong]
    assert failing[wrong] == MAPPING[feature].blocks


@pytest.mark.rule("cross-cutting C.3")
@pytest.mark.parametrize("feature", list(BLOCKED))
def test_a_feature_that_was_never_deeply_synced_is_blocked_where_it_must_be(feature):
    ticks = Ticks(USUAL.on, frozenset())
    record, action = BLOCKED[feature]

    of = case(record, ADA if action is A.IMPORT else ANA, settings=settings(ticks), answers=FULL)

    assert said(of, action) == ([amiss(feature, ticks)] if MAPPING[feature].deep else [])
    assert bool(MAPPING[feature].deep) is (feature is not F.SUBCONTRACTOR_INVOICES)


@pytest.mark.parametrize("feature", list(BLOCKED))
def test_with_all_in_order_nothing_is_blocked(feature):
    record, action = BLOCKED[feature]

    assert said(case(record, ADA if action is A.IMPORT else ANA, answers=FULL), action) == []


@pytest.mark.parametrize(
    ("of", "ticks", "expected"),
    [
        (Settings(), ticked(USUAL, "Invoice (AR)", on=False), State.FAIL),
        (Settings(owner_invoices=False), ticked(USUAL, "Invoice (AR)", on=False), State.PASS),
    ],
)
def test_the_doctor_asks_only_for_what_is_used(of, ticks, expected):
    of = of._replace(relay=Relay(mappings=ticks))

    found = [f.state for c, f in examined(facts(kept(settings=of))) if "owner" in c.name]

    assert found == [expected]


@pytest.mark.parametrize("feature", [F.TAX_GROUPS, F.BILLED_RATES])
def test_what_blocks_nothing_is_a_warning_and_only_where_it_is_used(feature):
    bare = Relay(mappings=Ticks())
    used = Settings(relay=bare, tax_groups=True, billed_rates=True)
    name = f"mapping of {feature}"

    warned = [f.state for c, f in examined(facts(kept(settings=used))) if c.name == name]
    unused = [
        f.state for c, f in examined(facts(kept(settings=Settings(relay=bare)))) if c.name == name
    ]

    assert (warned, unused) == ([State.WARN], [State.PASS])


def test_the_six_boxes_of_invoices_have_a_line_each():
    ticks = ticked(USUAL, "Payment (AP)", on=False)

    found = {
        f.subject: f.state
        for c, f in examined(facts(kept(settings=settings(ticks))))
        if c.name == "invoice mapping"
    }

    assert len(found) == 6
    assert [name for name, state in found.items() if state is State.FAIL] == ["Payment (AP)"]


def test_a_box_is_found_by_its_name_in_any_case_or_by_its_part():
    assert box_named("invoice (ap)") == "Invoice (AP)"
    assert box_named("  pay   ID ") == "Transaction (JC): Pay Id"
    assert box_named("Invoice") is None
    assert all(box_named(name) == name for name in NAMES)
