"""What a record moves on its cost codes, and what is left there."""

from core.impact import Basis, Share, impact
from core.records import BudgetLine, ChangeLine, InvoiceLine, SovLine
from core.settings import Policies, Settings
from core.vocabulary import ErpStatus
from tests import records as make

S = ErpStatus
BUDGET = make.budget(S.SYNCED)
"""50,000.00 on 01-100 L, 250,000.00 on 03-300 S."""


def on_deck(build, cents, *, line=SovLine, **changes):
    """A record with one line on 03-300 S."""
    made = {
        SovLine: lambda: SovLine(1, "03-300", "S", cents),
        ChangeLine: lambda: ChangeLine(1, "03-300", "S", cents),
        InvoiceLine: lambda: InvoiceLine(1, "03-300", "S", cents),
    }[line]()
    return build(**({"lines": (made,)} | changes))


def test_a_commitment_takes_from_the_budget_less_what_is_committed():
    other = on_deck(make.commitment, 30_000_00, status=S.SYNCED, id="commitment-2")
    change = on_deck(make.cco, 5_000_00, line=ChangeLine, status=S.EXPORTING)

    found = impact(make.commitment(), [BUDGET, other, change], Settings())

    assert found.basis is Basis.BUDGET
    assert found.shares == (
        Share("", "01-100", "S", 0, 0, 0, 40_000_00, -40_000_00),
        Share("", "03-300", "S", 250_000_00, 35_000_00, 0, 210_000_00, 5_000_00),
    )
    assert [share.name for share in found.over] == ["01-100 S"]


def test_what_waits_or_was_deleted_moves_nothing_yet():
    waiting = on_deck(make.commitment, 1, id="commitment-2")
    deleted = make.budget(S.DELETED)

    found = impact(on_deck(make.cco, 2, line=ChangeLine), [waiting, deleted], Settings())

    assert found.shares == (Share("", "03-300", "S", None, 0, 0, 2, None),)
    assert found.over == ()


def test_an_invoice_takes_from_what_is_committed_and_not_yet_invoiced():
    commitment = on_deck(make.commitment, 100, status=S.SYNCED)
    billed = on_deck(
        make.subcontractor_invoice, 70, line=InvoiceLine, status=S.SYNCED, id="invoice-2"
    )

    asked = on_deck(make.subcontractor_invoice, 40, line=InvoiceLine)
    found = impact(asked, [BUDGET, commitment, billed], Settings())

    assert found.basis is Basis.COMMITMENT
    assert found.shares == (Share("", "03-300", "S", 250_000_00, 100, 70, 40, -10),)


def test_a_budget_moves_what_differs_from_its_last_export():
    lines = (BudgetLine("01-100", "L", 50_000_00, 1_000_00), BudgetLine("03-300", "S", 20_000_00))
    commitment = on_deck(make.commitment, 30_000_00, status=S.SYNCED)

    changed = BUDGET._replace(body=BUDGET.body._replace(lines=lines))
    found = impact(changed, [BUDGET, commitment], Settings())

    assert found.shares == (
        Share("", "01-100", "L", 50_000_00, 0, 0, 1_000_00, 51_000_00),
        Share("", "03-300", "S", 250_000_00, 30_000_00, 0, -230_000_00, -10_000_00),
    )


def test_another_currency_and_the_record_itself_are_not_counted():
    mine = on_deck(make.commitment, 7, status=S.SYNCED)
    foreign = on_deck(make.commitment, 9, status=S.SYNCED, id="commitment-2", currency="CAD")

    found = impact(mine, [mine, foreign], Settings())

    assert (found.shares[0].committed, found.shares[0].amount) == (0, 7)


def test_a_prime_change_order_moves_an_estimate_only_where_the_company_chose_so():
    policies = Policies(pcco_estimates=True)

    nothing = impact(make.pcco(), [BUDGET], Settings())
    moved = impact(make.pcco(), [BUDGET], Settings(policies=policies))

    assert (nothing.shares, "policies.pcco_estimates" in nothing.why) == ((), True)
    assert moved.shares == (Share("", "01-100", "S", 0, 0, 0, 7_000_00, 7_000_00),)


def test_a_vendor_moves_no_budget():
    assert impact(make.company(), [BUDGET], Settings()) is None
