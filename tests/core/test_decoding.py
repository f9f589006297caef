"""Failures by their root, in words for every code that Sage has here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import doubting, sending
from core.decoding import Group, Root, asked, grouped, root_of
from core.ports import Asked, Failed
from core.records import Fault, Row
from core.troubles import FAULTS, UNKNOWN
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.records import NOW

A, K, S = Action, RecordKind, ErpStatus
SANDBOX = Path(__file__).parents[2] / "adapters" / "sandbox"
GIVES = {"Refusal", "ErpRefused", "Fault", "_id", "_masked", "_unique", "_title"}
"""What makes a no of the sandbox's Sage, its code first."""


def failed(
    code: str,
    text: str = "",
    kind: RecordKind = K.COMMITMENT,
    *,
    passing: bool = False,
    status: ErpStatus = S.FAILED,
    name: str = "SC1",
    amount: int = 100,
    currency: str = "USD",
) -> Failed:
    row = Row(
        RecordId(name), kind, status, 3, name, "Walsh", "J1200", "Walsh Construction", amount,
        currency, None, "Sam", NOW, text,
    )  # fmt: skip
    return Failed(row, Fault(code, text, passing), "SC0001")


def codes_in(*files: Path) -> Iterator[str]:
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GIVES and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield code.value


def test_every_code_that_the_sandboxs_sage_gives_has_words():
    given = set(codes_in(*SANDBOX.rglob("*.py")))

    assert len(given) > 60
    assert given - set(FAULTS) == set()


def test_every_code_that_the_connector_gives_has_words():
    given = set(codes_in(Path(sending.__file__), Path(doubting.__file__)))

    assert given == {
        "OUTCOME_UNKNOWN", "NEEDS_A_PERSON", "CHANGED_SINCE_APPROVAL", "SAID_NOT_IN_SAGE",
        "NOT_IN_SAGE",
    }  # fmt: skip
    assert given <= set(FAULTS)


def test_no_words_are_kept_for_a_code_that_nobody_gives():
    given = set(codes_in(*SANDBOX.rglob("*.py"), Path(sending.__file__), Path(doubting.__file__)))

    assert set(FAULTS) - given == set()


@pytest.mark.parametrize("code", FAULTS)
def test_the_words_are_sentences(code):
    meaning = FAULTS[code]

    assert meaning.cause.endswith(".")
    assert meaning.step.endswith(".")
    assert meaning.who


@pytest.mark.parametrize(
    ("one", "thing"),
    [
        (failed("SAGE_BUSY"), ""),
        (failed("VENDOR_INACTIVE", "Vendor V100 is inactive in Sage."), "Walsh Construction"),
        (failed("JOB_CLOSED", "Job 1 is closed in Sage."), "J1200"),
        (failed("JOB_CLOSED", kind=K.PROJECT, name="J7"), "J7"),
        (failed("COMMITMENT_UNPOSTED"), "SC0001"),
        (failed("VENDOR_TYPE_UNKNOWN", "Vendor type 'Odd' is none of A, B."), "Odd"),
        (failed("COST_CODE_UNKNOWN", "Job J has no cost code 03-300."), "03-300 on J1200"),
        (
            failed("CATEGORY_UNKNOWN", "Category X of cost code 03-300 is not one of Sage's."),
            "03-300 X on J1200",
        ),
        (failed("ITEM_UNKNOWN", "The commitment has no item 4."), "4 of SC0001"),
        (failed("ITEM_UNKNOWN", "Something else."), ""),
        (failed("PERIOD_CLOSED", "The accounting period 2025-11 is closed in Sage."), "2025-11"),
        (failed("VENDOR_IN_USE", kind=K.COMPANY), "Walsh"),
    ],
)
def test_a_root_names_what_one_step_would_mend(one, thing):
    assert root_of(one) == Root(one.fault.code, thing)


def test_one_bad_code_explains_all_that_it_stopped_and_the_largest_group_comes_first():
    text = "Job J1200 has no cost code 03-300."
    many = [failed("COST_CODE_UNKNOWN", text, name=f"SC{n}") for n in range(3)]
    other = failed("COST_CODE_UNKNOWN", "Job J1200 has no cost code 05-100.", name="SC9")

    first, second = grouped([other, *many])

    assert first.root == Root("COST_CODE_UNKNOWN", "03-300 on J1200")
    assert asked(first.failures) == [Asked(RecordId(f"SC{n}"), 3) for n in range(3)]
    assert first.totals == (("USD", 300),)
    assert second.root.thing == "05-100 on J1200"


def test_an_unknown_code_is_told_in_sages_own_words_and_no_others():
    (group,) = grouped([failed("ZZ_TOP", "Sharp dressed.")])

    assert (group.known, group.meaning) == (False, UNKNOWN)
    assert group.root == Root("ZZ_TOP", "Sharp dressed.")
    assert group.example == "Sharp dressed."


def group_of(*found: Failed) -> Group:
    (group,) = grouped(found)
    return group


def test_only_what_passes_is_tried_again_and_all_may_be_rejected():
    passing, lasting = failed("SAGE_BUSY", passing=True), failed("SAGE_BUSY", name="SC2")

    group = group_of(passing, lasting)

    assert group.passing == 1
    assert group.meant(A.ACCEPT) == (passing,)
    assert group.meant(A.REJECT) == (passing, lasting)
    assert group.meant(A.UNLINK) == ()
    assert group.actions == (A.ACCEPT, A.REJECT)


def test_an_update_is_tried_again_as_an_update():
    declined = failed("JOB_CLOSED", kind=K.PROJECT, status=S.READY_TO_UPDATE)

    assert group_of(declined).actions == (A.UPDATE, A.REJECT)


def test_what_nobody_answered_for_is_not_decided_by_the_group():
    lost = failed("OUTCOME_UNKNOWN", status=S.OUTCOME_UNKNOWN, passing=True)

    assert group_of(lost).actions == ()


def test_what_it_comes_to_is_told_by_currency():
    group = group_of(failed("SAGE_BUSY"), failed("SAGE_BUSY", currency="EUR", amount=-50))

    assert group.totals == (("EUR", -50), ("USD", 100))
    assert group_of(failed("SAGE_BUSY", amount=0)).totals == ()
