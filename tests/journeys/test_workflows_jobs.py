"""Jobs and sub jobs from start to end, from either side."""

import pytest

from tests.journeys.journal import Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step J2", "step J3", "step J4", "step J6", "step J10", "step CC8", "step CC8a")
@pytest.mark.rule("jobs 2", "cost codes 16")
def test_a_project_becomes_a_job_and_its_codes_follow(company, seat, request):
    one = company.able("jobs", "Not Sent", "send", "--as", "sender")[0]
    journal = Journal(company, one, "project")
    number = journal.shown["number"]
    taken = journal.call(company.rows("jobs", "Synced")[0]["erp_id"], "ANOTHER JOB")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("jobs", "All")
        who.find(number, one)

    journal.objections("send", "--as", "reader")
    journal.press("sender", sam, "s", f"Sent {number}")
    journal.bars("sender", "title=Another name")
    sam.until_may("retrieve", "sent")
    journal.press("sender", sam, "t", f"Retrieved {number}")
    ana.until_said("R retrieved")
    sam.until_may("resend", "retrieved")
    journal.press("sender", sam, "e", f"Resent {number}")
    journal.types("administrator", "settings", "set", "job_mask", "XX-XXXX", "--as", "admin")
    ana.until_said("is not in the company's form, XX-XXXX")
    journal.opens("approver", ana, "a", "in the form XX-XXXX")
    journal.overwrites("approver", ana, "CW2026001")
    journal.press("approver", ana, "enter", f"Not accepted {number}: Sage job id CW2026001 is not")
    journal.types("administrator", "settings", "reset", "job_mask", "--as", "admin")
    ana.until_said("is not in the company's form, XXXXXXXXXX")
    journal.opens("approver", ana, "a", "in the form XXXXXXXXXX")
    journal.overwrites("approver", ana, taken)
    refused = f"Not accepted {number}: Sage job id {taken} is taken by"
    journal.press("approver", ana, "enter", refused)
    journal.objections("accept", "--set", f"erp_id={taken}")
    journal.opens("approver", ana, "a", "in the form XXXXXXXXXX")
    journal.overwrites("approver", ana, "CW2026001")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.mends("sender", "codes.1.types=L,M")
    sam.until_may("send", "synced")
    journal.press("sender", sam, "s", f"Sent {number}")
    journal.stands()
    journal.objections("update", "--as", "sender")
    ana.until_may("update", "to update")
    journal.opens("approver", ana, "c", "Requested updates")
    journal.press("approver", ana, "enter", f"Updated {number}")
    journal.until("synced", ana)
    journal.objections("send", "--as", "sender")

    journal.ends(request)


@pytest.mark.rule("step J7", "step J8", "step J9", "step J11", "jobs 15")
def test_a_job_of_sage_is_put_away_fetched_back_and_linked(company, seat, request):
    one = company.rows("jobs", "Ready to Import")[0]["id"]
    mine = company.able("jobs", "Not Sent", "send", "--as", "sender")[0]
    journal = Journal(company, one, "job_linked")
    number = journal.shown["number"]
    journal.call(mine, "PROJECT ID")
    ada = seat("admin", WIDE)
    ada.open("jobs", "All")
    ada.find(number, one)

    journal.objections("import", "--as", "reader")
    journal.press("administrator", ada, "b", f"Archived {number}")
    journal.stands()
    journal.objections("link", "--as", "admin")
    ada.until_may("restore", "archived")
    journal.press("administrator", ada, "f", f"Restored {number}")
    ada.until_may("import", "to import")
    journal.press("administrator", ada, "l", f"Not linked {number}: A job is made in one system")
    allowed = ("settings", "set", "allow_link_existing_project", "on", "--as", "admin")
    journal.types("administrator", *allowed)
    ada.until_may("link", "to import")
    journal.opens("administrator", ada, "l", "Record to link to")
    journal.writes("administrator", ada, mine)
    journal.press("administrator", ada, "enter", f"Linked {number}")
    journal.stands()
    journal.objections("archive", "--as", "admin")

    journal.ends(request)


@pytest.mark.rule("step J7", "step J11")
def test_a_job_of_sage_becomes_a_project_by_a_template(company, seat, request):
    one = company.rows("jobs", "Ready to Import")[-1]["id"]
    journal = Journal(company, one, "job_imported")
    number = journal.shown["number"]
    ada = seat("admin", WIDE)
    ada.open("jobs", "All")
    ada.find(number, one)

    templates = ("settings", "set", "project_templates", "Roadworks, Buildings", "--as", "admin")
    journal.types("administrator", *templates)
    journal.opens("administrator", ada, "m", "Project template")
    journal.press("administrator", ada, "right", "< Roadworks >")
    journal.press("administrator", ada, "enter", f"Imported {number}")
    journal.stands()
    journal.objections("send", "--as", "sender")
    journal.objections("retrieve", "--as", "sender")

    journal.ends(request)


@pytest.mark.rule("step S4", "step S5", "step S6", "step S7", "step S8", "step S10", "step S11")
def test_a_sub_job_becomes_an_extra_and_follows_its_name(company, seat, request):
    one = company.able("sub_jobs", "Not Sent", "send", "--as", "sender")[0]
    journal = Journal(company, one, "sub_job")
    number, job = journal.shown["number"], journal.call(journal.shown["project"], "JOB")
    ana, sam = seat("approver", WIDE), seat("sender", WIDE)
    for who in (ana, sam):
        who.open("sub_jobs", "All")
        who.find(number, one)

    journal.press("sender", sam, "s", f"Sent {number}")
    sam.until_may("retrieve", "sent")
    journal.press("sender", sam, "t", f"Retrieved {number}")
    ana.until_said("R retrieved")
    sam.until_may("resend", "retrieved")
    journal.press("sender", sam, "e", f"Resent {number}")
    ana.until_may("reject", "sent")
    journal.opens("approver", ana, "r", f"Reject {number}")
    journal.press("approver", ana, "enter", f"Rejected {number}")
    journal.stands()
    sam.until_may("resend", "rejected")
    journal.press("sender", sam, "e", f"Resent {number}")
    journal.types("accountant", "sandbox", "extras", job, "off")
    journal.types("accountant", "sandbox", "sync")
    ana.until_said("does not track extras")
    journal.objections("accept")
    journal.types("accountant", "sandbox", "extras", job, "on")
    journal.types("accountant", "sandbox", "sync")
    ana.until_may("accept", "sent")
    journal.opens("approver", ana, "a", "Sage extra")
    journal.press("approver", ana, "enter", f"Accepted {number}")
    journal.until("synced", ana)
    journal.types("accountant", "sandbox", "sync")
    journal.types("sender", "sandbox", "edit", one, "title=Works of 2023", code=5)
    journal.types("accountant", "sandbox", "rename-extra", job, number, "Works of 2023")
    journal.types("accountant", "sandbox", "sync")
    journal.refreshes("approver", ana, "Refresh Job List")
    journal.mends("sender", "title=Works of 2023")
    journal.reads("approver", ana, "Works of 2023")
    sam.until_said("Nothing here matches the filter.")  # who may see synced ones is another matter
    journal.refuses(
        "administrator", "delete", one, "--set", "confirmed=yes", "--as", "admin", code=5
    )
    journal.objections("retrieve", "--as", "sender")

    journal.ends(request)


@pytest.mark.rule("step S1", "step S9", "sub jobs 9")
def test_an_extra_of_sage_becomes_a_sub_job(company, seat, request):
    one = company.able("sub_jobs", "Ready to Import", "import", "--as", "admin")[0]
    journal = Journal(company, one, "sub_job_imported")
    number = journal.shown["number"]
    ada = seat("admin", WIDE)
    ada.open("sub_jobs", "All")
    ada.find(number, one)

    journal.objections("import", "--as", "standard")
    journal.types("administrator", "settings", "set", "sub_jobs", "off", "--as", "admin")
    ada.until_said("Sub jobs are switched off for this company")
    journal.press("administrator", ada, "m", f"Not imported {number}: Sub jobs are switched off")
    journal.types("administrator", "settings", "set", "sub_jobs", "on", "--as", "admin")
    ada.until_may("import", "to import")
    journal.press("administrator", ada, "m", f"Imported {number}")
    journal.stands()
    journal.objections("archive", "--as", "admin")

    journal.ends(request)
