"""The page of one record, drawn from a real store."""

from collections.abc import Iterator

import pytest

from adapters.stores.sqlite import SqliteStore
from console.screens.record import Chosen, RecordScreen
from console.screens.why import WhyModal
from console.widgets.lines import plain
from console.widgets.record_page import Page, page
from console.widgets.sheet import Sheet
from console.widgets.typed_lines import typed_lines
from core.case import Answers
from core.decide import offers
from core.desk import Desk
from core.ports import Asked
from core.records import BudgetLine, InvoiceLine, SovLine
from core.vocabulary import Action, ErpStatus, RecordId
from tests.console.panes.hosts import ScreenHost, links, seen, sentences, settled
from tests.people import ADA, ANA, CONNECTOR, VIC
from tests.records import (
    BUILDERS,
    NOW,
    budget,
    case,
    commitment,
    company,
    job_cost,
    mirrored,
    prime_contract,
    project,
    subcontractor_invoice,
)

S = ErpStatus


@pytest.fixture
def store(tmp_path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "countersign.sqlite", lambda: NOW)
    opened.arrive([company(S.SYNCED), project(S.SYNCED), commitment()], CONNECTOR)
    yield opened
    opened.close()


def opened(store, actor=ANA, record="commitment-1"):
    return ScreenHost(RecordScreen(Desk(store, actor), RecordId(record)))


def written(of, width=100, history=(), **changes):
    judged = case(of, **changes)
    lines = page(Page(judged, offers(judged), history), width)
    return [plain(line) for line in lines]


def rows_of(record, width=78):
    return [plain(line) for line in typed_lines(record, {}, width)]


# what is on the page


def test_lines_of_a_commitment_are_aligned_and_summed():
    assert rows_of(commitment()) == [
        "Schedule of values (2)",
        "Item  Code    Cat  Description       Amount",
        "   1  01-100  S    Mobilisation   40,000.00",
        "   2  03-300  S    Deck          210,000.00",
        " Sum                             250,000.00",
    ]


def test_a_budget_shows_what_its_last_export_held():
    lines = (BudgetLine("01-100", "L", 60_000_00), BudgetLine("03-300", "S", 100, changes=50))
    held = (BudgetLine("01-100", "L", 50_000_00),)

    assert rows_of(budget(S.SYNCED, lines=lines, exported=held)) == [
        "Budget lines (2)",
        "Code    Cat   Original  Changes    Revised  Last exported",
        "01-100  L    60,000.00     0.00  60,000.00      50,000.00",
        "03-300  S         1.00     0.50       1.50           0.00",
        "Sum          60,001.00     0.50  60,001.50      50,000.00",
    ]


def test_an_invoice_shows_gross_retainage_and_what_is_due():
    lines = rows_of(subcontractor_invoice())

    assert lines[1].split() == ["Item", "Code", "Cat", "Description", "Amount", "Retainage", "Due"]
    assert lines[-1].split() == ["Sum", "10,000.00", "1,000.00", "9,000.00"]


def test_an_invoice_line_on_a_change_order_names_it():
    billed = InvoiceLine(1, "01-100", "S", 100, cco=RecordId("cco-1"))
    record = subcontractor_invoice(lines=(billed,))

    drawn = [plain(x) for x in typed_lines(record, {RecordId("cco-1"): "CO 7"}, 78)]

    assert drawn[1].split()[:2] == ["Item", "CCO"]
    assert drawn[2].split()[:3] == ["1", "CO", "7"]


def test_job_costs_show_the_direct_part():
    assert rows_of(job_cost())[-1].split() == ["Sum", "90,000.00", "60,000.00", "30,000.00"]


def test_a_project_shows_which_categories_the_erp_does_not_hold():
    codes = tuple(c._replace(types=(*c.types, "E")) for c in project().body.codes)

    lines = rows_of(project(S.SYNCED, codes=codes))

    assert lines[1].endswith("Not in the ERP yet")
    assert all(line.endswith(" E") for line in lines[2:])


def test_a_company_without_insurance_says_so():
    assert rows_of(company()) == ["Insurance", "There are none."]


@pytest.mark.parametrize("width", [78, 118])
@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("kind", list(BUILDERS))
def test_every_kind_in_every_status_has_a_page_that_fits(kind, status, width):
    lines = written(BUILDERS[kind](status), width)

    assert lines[0] == "Record"
    assert [line for line in lines if len(line) > width] == []


def test_the_erp_s_side_stands_beside_ours_with_its_age():
    record = commitment(S.SYNCED)
    there = mirrored(case(record), title="Bridge deck (Sage)", amount=1_00, posted=False)

    lines = written(record, mirrored=there)

    rows = {line.split("  ")[0]: line.split() for line in lines}
    assert rows["Status"] == ["Status", "=", "synced", "in", "an", "unposted", "batch"]
    assert rows["Title"] == ["Title", "Bridge", "deck", "Bridge", "deck", "(Sage)"]
    assert rows["Amount"] == ["Amount", "250,000.00", "USD", "1.00", "USD"]
    assert "The ERP's side as read 1m ago (2025-12-11 11:59 UTC)." in lines


def test_what_the_erp_does_not_hold_or_was_never_asked_is_said():
    holds_nothing = written(commitment())
    never_read = written(commitment(), mirror_age=None)
    with_refresh = written(company(), mirror_age=None)

    assert any(
        x.startswith("The ERP holds nothing under its id, as read 1m") for x in holds_nothing
    )
    assert (
        "The ERP has not been read for this kind yet; the connector looks by itself." in never_read
    )
    assert "The ERP has not been read for this kind yet; Refresh Vendor List looks." in with_refresh


def test_the_erp_s_lines_are_shown_where_they_differ():
    record = prime_contract(S.SYNCED)
    theirs = record.body._replace(lines=(record.body.lines[0]._replace(scheduled=500_000_00),))

    same = written(record)
    differing = written(record, mirrored=mirrored(case(record), body=theirs))

    assert "In the ERP: Schedule of values (1)" not in same
    assert "In the ERP: Schedule of values (1)" in differing
    assert any("500,000.00" in line for line in differing)


def test_what_the_erp_said_stands_with_its_code():
    lines = written(commitment(S.FAILED))

    assert "The ERP said: The relay was busy; nothing was written. [RELAY_BUSY]" in lines


def test_related_records_show_where_they_stand():
    lines = written(commitment(), dependants=3)

    place = lines.index("Related records")
    assert [line.split()[0] for line in lines[place + 2 : place + 4]] == ["project", "company"]
    assert all("= synced" in line for line in lines[place + 2 : place + 4])
    assert "3 linked records name this one." in lines


# the screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_reads_the_record_off_the_screen_s_thread_and_draws_it(store, size):
    host = opened(store)

    async with host.run_test(size=size) as pilot:
        await settled(pilot)
        rows = seen(host).splitlines()

    assert rows[0].strip() == "Commitment SC0001: Bridge deck (S sent)"
    assert rows[1].strip() == "Record"
    assert rows[-1].split("   ")[0].strip() == "a accept"


async def test_history_tells_who_did_what_and_with_which_words(store):
    Desk(store, ANA).perform(
        Action.REJECT, Asked(RecordId("commitment-1")), Answers(reason="Wrong vendor")
    )
    host = opened(store)

    async with host.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        text = sentences(host)

    assert "History (2)" in text
    assert "Ana Approver reject ready to export → rejected reason: Wrong vendor" in text
    assert "the connector arrive new → ready to export" in text


async def test_the_key_of_an_open_action_leaves_with_the_version_that_was_seen(store):
    host = opened(store)

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)

    (chosen,) = host.left_with
    assert isinstance(chosen, Chosen)
    assert chosen.offer.action is Action.ACCEPT
    assert (chosen.asked.record, chosen.asked.version) == ("commitment-1", 1)


async def test_the_key_of_a_closed_action_says_why_and_stays(store):
    host = opened(store, VIC)

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        refused = sentences(host)
        await pilot.press("u")
        await settled(pilot)
        unknown = sentences(host)

    assert "This takes Standard of ERP Integrations; you hold Read Only." in refused
    assert "There is no unlink of a commitment that is ready to export." in unknown
    assert host.left_with == []


async def test_w_explains_and_esc_leads_back_step_by_step(store):
    host = opened(store, ADA)

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("w")
        await settled(pilot)
        explaining = isinstance(host.screen, WhyModal)
        await pilot.press("escape")
        await settled(pilot)
        back = isinstance(host.screen, RecordScreen)
        await pilot.press("q")
        await settled(pilot)

    assert (explaining, back) == (True, True)
    assert host.left_with == [None]


async def test_an_id_that_is_not_there_is_named_with_the_way_out(store):
    host = opened(store, record="commitment-9")

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("a", "w")
        await settled(pilot)
        text = sentences(host)
        await pilot.press("escape")
        await settled(pilot)

    assert "There is no record with the id commitment-9; press Esc to go back." in text
    assert host.left_with == [None]


async def test_long_lists_scroll_and_tab_goes_by_section(store):
    lines = tuple(SovLine(n, "03-300", "S", n * 100) for n in range(1, 500))
    store.arrive([commitment(lines=lines)._replace(id=RecordId("long"))], CONNECTOR)
    host = opened(store, record="long")

    async with host.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("tab", "tab", "tab", "tab")
        await settled(pilot)
        at_lines = seen(host).splitlines()
        await pilot.press("tab")
        await settled(pilot)
        sheet = host.screen.query_one(Sheet)
        below = sheet.scroll_offset.y

    assert at_lines[1].startswith(" Schedule of values (499)")
    assert below > 499


async def test_hostile_text_in_every_field_of_a_record_stays_text(store):
    trap = "[@click=app.accept]x[/]\x1b[2J\u202e"
    line = SovLine(1, trap, trap, 100, trap, trap, 0, trap)
    hostile = commitment(
        title=trap, scope=trap, lines=(line,), note=trap, created_by=trap, vendor_name=trap
    )
    store.arrive([hostile._replace(id=RecordId("bad"), number=trap)], CONNECTOR)
    host = opened(store, record="bad")

    async with host.run_test(size=(200, 60)) as pilot:
        await settled(pilot)
        text, found = seen(host), links(host)

    assert text.count("[@click=app.accept]x[/]␛[2J<U+202E>") >= 8
    assert found == []
    assert not {"\x1b", "\u202e"} & set(text)
    assert not host.clicked


def test_released_retainage_is_shown_by_line_and_in_all():
    lines = (InvoiceLine(1, "01-100", "S", 100_00, 10_00, released=4_00),)
    bill = subcontractor_invoice(lines=lines, gross=100_00, retainage=10_00, amount=94_00)

    text = " ".join(plain(line) for line in page(Page(case(bill), offers(case(bill)), ()), 120))
    silent = case(subcontractor_invoice())
    without = " ".join(plain(line) for line in page(Page(silent, offers(silent), ()), 120))

    assert "Retainage released" in text
    assert "Released" in text
    assert "94.00" in text
    assert "eleased" not in without


def test_a_forecast_is_shown_where_the_project_keeps_one():
    line = BudgetLine("01-100", "L", 100_00, completion=110_00, to_complete=40_00)

    text = " ".join(plain(x) for x in typed_lines(budget(lines=(line,)), {}, 120))
    without = " ".join(plain(x) for x in typed_lines(budget(), {}, 120))

    assert "At completion" in text
    assert "110.00" in text
    assert "At completion" not in without
