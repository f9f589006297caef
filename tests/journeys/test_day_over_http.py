"""A day in the life over HTTP only: a sandbox, two connectors, a console, and a bad line between.

All ten tabs are moved in each direction that they have. Every call may go wrong in every manner of
the dial, all day long. Afterwards the ledger, the store, the history and the projects agree, and
nothing stands anywhere twice.
"""

from contextlib import contextmanager

from adapters.sandbox.faults import FaultDial, FaultKind
from core.routes import Route, Routes
from core.vocabulary import ErpStatus, RecordKind, View
from tests.journeys import by_keys, lake_street
from tests.journeys.agreeing import assert_agreed
from tests.journeys.living import Day
from tests.journeys.outside import LAYOUT, founded, serving, started

K, S, V, W = RecordKind, ErpStatus, View, Route.WORKLIST
ROUTES = Routes(W, W, W, Route.FILE, W, W, W, Route.HH2, W)
"""Each kind by the route that it has at a company of its own: worklist, file, hh2."""
SIZE = 2
"""Records of each kind, each way."""
OF_A_HUNDRED = 4
"""Calls that go wrong in each of the five manners of the dial: every fifth in all."""


@contextmanager
def living(folder, size):
    """Four processes: the sandbox, two connectors, and whoever sits down or gives commands."""
    sides = lake_street.opened(folder / "sage", size)
    with serving(folder / "sage") as address:
        day = Day(folder / "own", founded(folder / "own", address, ROUTES), sides)
        day.command("files", "use", "budget", LAYOUT)
        dial = FaultDial(sides.ledger.database)
        dial.set_slowness(0.05)
        for kind in FaultKind:
            dial.turn(kind, OF_A_HUNDRED)
        connectors = [started("connector", "--home", str(day.home)) for _ in range(2)]
        try:
            yield day
        finally:
            for one in connectors:
                one.terminate()
            for one in connectors:
                one.communicate(timeout=30)
            day.store.close()
            sides.close()


def morning(day, size, seat):
    """With whom there is business, and where: codes, vendors, jobs."""
    here = day.until_there(K.COMPANY, V.NOT_SENT, size + 1)
    there = day.until_there(K.COMPANY, V.READY_TO_IMPORT, size + 1)
    day.until_there(K.PROJECT, V.NOT_SENT, size)
    day.until_there(K.PROJECT, V.READY_TO_IMPORT, size)
    (mine,) = (row for row in here if row.title == lake_street.BOTH)
    (theirs,) = (row for row in there if row.title == lake_street.BOTH)
    by_keys.rejected_and_resent(seat, "vendors", "VP1")
    by_keys.imported(seat, "jobs", "JS1")
    by_keys.refreshed(seat, "vendors", "Refresh Vendor List")
    day.ask("link", [theirs], "--set", f"link_to={mine.id}")
    day.ask("import", day.of(K.COMPANY, V.READY_TO_IMPORT))
    day.ask("import", day.of(K.PROJECT, V.READY_TO_IMPORT))
    by_keys.accepted(seat, "vendors", "VP1", answers=2)
    for kind in (K.COMPANY, K.PROJECT):
        day.send_and_accept(kind)
    day.until([K.PROJECT, K.COST_CODE, K.JOB_COST])


def noon(day, size, seat):
    """What is bought, and what it may cost: sub jobs, budgets, commitments, job costs."""
    for row in day.of(K.PROJECT):
        day.command("settings", "set", "project.transactions", "on", "--project", row.id)
    by_keys.refreshed(seat, "job_costs", "Sync Job Costs")
    day.ask("import", day.until_there(K.SUB_JOB, V.READY_TO_IMPORT, size))
    waiting = day.until_there(K.BUDGET, V.READY_TO_IMPORT, size)
    day.ask("import", waiting, "--set", "existing_lines=keep")
    by_keys.rejected_and_resent(seat, "commitments", "SC1")
    by_keys.accepted(seat, "commitments", "SC1", answers=1)
    for kind in (K.SUB_JOB, K.COMMITMENT):
        day.send_and_accept(kind)
    day.send_and_accept(K.BUDGET, "--set", "confirmed=yes")
    day.import_file(K.BUDGET)
    day.until([K.SUB_JOB, K.BUDGET, K.COMMITMENT])


def afternoon(day, size, seat):
    """What changed, and what is billed, on both ends: change orders, invoices, prime contracts."""
    day.takes_table(K.PRIME_CONTRACT)
    for row in day.until_there(K.PRIME_CONTRACT, V.READY_TO_IMPORT, size):
        by_keys.imported(seat, "prime_contracts", row.number, answers=1)
    for kind in (K.CCO, K.SUBCONTRACTOR_INVOICE):
        day.send_and_accept(kind)
    day.vouch(K.CCO)
    day.wait(lambda: day.store.owing() == 0, "the prime contracts are told")
    lake_street.billed_to_owners(day.sides)
    for kind in (K.PCCO, K.OWNER_INVOICE):
        day.until_there(kind, V.NOT_SENT, size)
        day.send_and_accept(kind)
        day.vouch(kind)
    day.until([K.CCO, K.PCCO, K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE, K.PRIME_CONTRACT])


def evening(day, _, seat):
    """The last words arrive, and the console is left."""
    held = day.sides.ledger.documents
    day.wait(lambda: len(day.of(K.JOB_COST)) == len(held(K.JOB_COST)), "what the jobs cost")
    day.wait(lambda: day.store.owing() == 0, "all is told")
    assert seat.leave() == 0


def test_a_day_over_a_bad_line_leaves_all_sides_in_agreement(tmp_path):
    with living(tmp_path, SIZE) as day, by_keys.seated(day.home) as seat:
        for part in (morning, noon, afternoon, evening):
            part(day, SIZE, seat)

        assert_agreed(day)
