"""Cost codes of a project from start to end, and of the company."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step CC4", "step CC5", "step CC2", "cost codes 14")
def test_a_standard_code_is_archived_restored_and_given_a_default(company, seat, request):
    one = next(r["id"] for r in company.rows("cost_codes", "Synced") if r["number"] == "01-310")
    journal = Journal(company, one, "standard_cost_code")
    number = journal.shown["number"]
    ada = seat("admin", WIDE)
    ada.open("cost_codes", "All")
    ada.find(number, one)

    journal.objections("archive", "--as", "reader")
    journal.objections("send", "--as", "sender")
    journal.press("administrator", ada, "b", f"Archived {number}")
    journal.stands()
    journal.objections("assign", "--as", "admin")
    ada.until_may("restore", "archived")
    journal.press("administrator", ada, "f", f"Restored {number}")
    ada.until_may("assign", "synced")
    journal.opens("administrator", ada, "y", "Cost type")
    journal.writes("administrator", ada, "M")
    journal.press("administrator", ada, "enter", f"Assigned {number}")
    journal.stands()

    journal.ends(request)


@pytest.mark.rule("step CC7", "step CC9", "step CC10", "step CC11", "cost codes 12")
@pytest.mark.rule("cost codes 13")
def test_a_projects_code_goes_to_sage_and_is_taken_off_once_it_is_gone_there(
    company, seat, request
):
    one = company.rows("jobs", "Ready to Update")[0]["id"]
    journal = Journal(company, one, "project_cost_code")
    number = journal.shown["number"]
    code = next(c for c in journal.shown["body"]["codes"] if not c["erp_types"])["code"]
    used = journal.shown["body"]["codes"][0]["code"]
    ana, ada = seat("approver", WIDE), seat("admin", WIDE)
    for who in (ana, ada):
        who.open("jobs", "All")
        who.find(number, one)

    journal.objections("remove", "--as", "admin", "--set", f"code={code}")
    journal.opens("approver", ana, "c", "Requested updates")
    journal.press("approver", ana, "enter", f"Updated {number}")
    journal.until("synced", ana)
    journal.types("accountant", "sandbox", "sync")
    journal.refreshes("administrator", ada, "Refresh Job List")
    for wanted in (code, used):
        ada.until_may("renew", "synced")
        journal.opens("administrator", ada, "z", "Cost code")
        journal.writes("administrator", ada, wanted)
        journal.press("administrator", ada, "enter", "its abbreviation; empty takes the whole code")
        still = (
            f"Not asked to remove {number}: {wanted} stands on the Sage job still; delete it there"
        )
        journal.press("administrator", ada, "enter", still)
    journal.objections("remove", "--as", "admin", "--set", f"code={used}")
    journal.types("accountant", "sandbox", "drop-code", number, code)
    journal.types("accountant", "sandbox", "sync")
    journal.refreshes("administrator", ada, "Refresh Job List")
    before = journal.told()
    journal.opens("administrator", ada, "n", f"Renew {number}")
    journal.press("administrator", ada, "enter", f"Asked to renew {number}")
    journal.until_told(before, ada)
    journal.objections("remove", "--as", "admin", "--set", f"code={code}")
    journal.opens("administrator", ada, "z", "Cost code")
    journal.writes("administrator", ada, code)
    journal.press("administrator", ada, "enter", "its abbreviation; empty takes the whole code")
    journal.press("administrator", ada, "enter", f"Asked to remove {number}")
    ada.until(" 0 owed")
    journal.stands()
    deleted = company.json("codes", "--job", number, "--deleted")
    journal.notes("deleted codes", [(row["code"], row["by"], row["done"]) for row in deleted])

    journal.ends(request)
