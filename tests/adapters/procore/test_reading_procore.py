"""What the project system holds is what news brings, kind by kind, over HTTP."""

import pytest

from adapters.procore.projects import ProcoreProjects
from adapters.sandbox.doors.allowance import Allowance, Window
from core.ports import OutsideUnreachable
from core.vocabulary import ErpStatus, RecordKind
from tests.adapters.procore.desk import desk
from tests.records import (
    budget,
    cco,
    commitment,
    company,
    cost_code,
    owner_invoice,
    pcco,
    prime_contract,
    project,
    sub_job,
    subcontractor_invoice,
)

S, K = ErpStatus, RecordKind
ALL = (
    company(S.UNSENT), project(S.UNSENT), sub_job(S.UNSENT), cost_code(S.SYNCED),
    commitment(S.UNSENT), prime_contract(S.UNSENT), cco(S.UNSENT), pcco(S.UNSENT),
    subcontractor_invoice(S.UNSENT), owner_invoice(S.UNSENT), budget(S.UNSENT),
)  # fmt: skip
UNPUBLISHED = {
    K.SUBCONTRACTOR_INVOICE: "Bridge deck", K.OWNER_INVOICE: "Payment application",
}  # fmt: skip
"""Kinds that have no title of their own at Procore, and how the one that we give begins."""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    with desk(folder, *ALL, place=folder / "procore.db") as made:
        news, _ = made.news()
        yield made, {record.kind: record for record in news}


def renamed(made, record):
    return made.name(record) if record else None


@pytest.mark.parametrize(
    "held", [r for r in ALL if r.kind not in (K.COST_CODE, K.BUDGET)], ids=lambda r: r.kind
)
def test_the_head_of_every_kind_comes_as_it_is_held(read, held):
    made, news = read

    found = news[held.kind]

    assert found.id == made.name(held.id)
    assert (found.number, found.amount, found.status) == (held.number, held.amount, S.UNSENT)
    assert found.title.startswith(UNPUBLISHED.get(held.kind, held.title))
    assert found.project == renamed(made, held.project)
    assert found.project_number == held.project_number
    assert found.vendor == renamed(made, held.vendor)
    assert found.vendor_name == held.vendor_name
    assert found.parent == renamed(made, held.parent)
    assert found.parent_number == held.parent_number


@pytest.mark.parametrize(
    "held", [r for r in ALL if r.kind is not K.COST_CODE], ids=lambda r: r.kind
)
def test_the_lines_of_every_kind_come_as_they_are_held(read, held):
    _, news = read
    mine, theirs = held.body, news[held.kind].body

    for name in ("lines", "approval", "dated", "retainage", "gross", "created", "scope", "tax",
                 "billing_date", "period_end", "customer", "locked", "city", "active"):  # fmt: skip
        assert getattr(theirs, name, None) == getattr(mine, name, None), name
    if hasattr(mine, "codes"):
        assert [(c.code, c.description, c.types) for c in theirs.codes] == [
            (c.code, c.description, c.types) for c in mine.codes
        ]


def test_reading_spends_no_more_calls_than_it_may(tmp_path):
    """Between two turns lie as many seconds as the calls of the first may take."""
    now = [1_700_000_000.0]
    with desk(tmp_path, *ALL) as made:
        session = made.session
        slow = ProcoreProjects(session, None, calls_an_hour=1_200, clock=lambda: now[0])
        slow.news(0, 100)
        spent = session.asked
        slow.news(10_000, 100)
        now[0] += spent * 3.0 - 1.0
        slow.news(10_000, 100)

        assert session.asked == spent

        now[0] += 2.0
        slow.news(10_000, 100)
        assert session.asked > spent


def test_a_limit_that_is_used_up_ends_the_turn_and_is_told(tmp_path):
    with desk(tmp_path, *ALL, allowance=Allowance([Window(5, 3_600.0)])) as made:
        made.client.news(0, 100)
        counted = len(made.heard)

        with pytest.raises(OutsideUnreachable, match="no more calls are allowed for"):
            made.client.news(10_000, 100)

        assert len(made.heard) - counted <= 1
