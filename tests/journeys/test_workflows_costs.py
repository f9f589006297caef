"""Job cost transactions: brought in, kept out with a reason, edited and overwritten again."""

import pytest

from tests.journeys.journal import PAUSE, Journal

pytestmark = pytest.mark.usefixtures("slow_relay")

WIDE = (120, 40)


@pytest.mark.rule("step D1", "step D2", "step D4", "step D5", "step D7", "step A1", "step A6")
@pytest.mark.rule("job costs 6", "job costs 7", "job costs 14")
def test_transactions_come_stay_out_with_a_reason_and_follow_sage(company, seat, request):
    extra = company.rows("sub_jobs", "Ready to Import")[0]
    job = extra["project"].split(" ")[0]
    one = next(r["id"] for r in company.rows("job_costs", "Synced") if r["project"] == job)
    journal = Journal(company, one, "job_cost_transactions")
    journal.call(extra["id"], "EXTRA ID")
    journal.call(job, "JOB")
    project = journal.call(journal.shown["project_id"], "PROJECT ID")
    line = next(x for x in company.json("costs", job)["lines"] if x["sub_job"])
    ada, sam = seat("admin", WIDE), seat("sender", WIDE)
    for who in (ada, sam):
        who.open("job_costs", "All")
        who.find(job, one)

    journal.press("sender", sam, "d", f"Not edited in {job}: ")
    journal.objections("edit_cost", "--as", "sender")
    on = ("settings", "set", "project.transactions", "on", "--project", project)
    journal.types("sender", *on, "--as", "sender")
    cost = ("sandbox", "add-cost", job, line["code"], line["category"], "777.00")
    journal.types("accountant", *cost, "--extra", extra["number"], "--description", "Fence")
    journal.press("administrator", ada, "H", "R refreshes.")
    journal.refreshes("administrator", ada, "Sync Job Costs")
    fence = wait_for(lambda: kept_out(company, job, "Fence"), ada)
    key = journal.call(fence["transaction"], "TRANSACTION")
    journal.notes("fence is kept out", fence["reasons"])
    journal.types("administrator", "import", extra["id"], "--as", "admin")
    journal.press("administrator", ada, "H", "R refreshes.")
    journal.refreshes("administrator", ada, "Sync Job Costs")
    wait_for(lambda: kept_out(company, job, "Fence") is None, ada)
    journal.notes("fence now", direct(company, job, "Fence")["amount"])

    journal.press("sender", sam, "d", f"Not edited in {job}: ")
    edits = ("settings", "set", "edit_synced_costs", "on", "--as", "admin")
    journal.types("administrator", *edits, code=2)
    journal.types("administrator", *edits, "--confirm")
    sam.until_said("d edit cost may")
    journal.opens("sender", sam, "d", "Key of the direct cost")
    journal.writes("sender", sam, key)
    journal.press("sender", sam, "enter", "such as 1250.50; empty leaves it")
    journal.writes("sender", sam, "700.00")
    journal.press("sender", sam, "enter enter", "the next sync brings its values back")
    journal.writes("sender", sam, "yes")
    journal.press("sender", sam, "enter", f"Edited in {job}")
    edited = direct(company, job, "Fence")
    journal.notes("fence here and in Sage", (edited["amount"], edited["sage_amount"]))
    journal.press("administrator", ada, "H", "R refreshes.")
    journal.refreshes("administrator", ada, "Sync Job Costs")
    wait_for(lambda: not direct(company, job, "Fence")["edited"], ada)
    journal.notes("fence after the next sync", direct(company, job, "Fence")["amount"])

    journal.ends(request)


def wait_for(looks, seat):
    """What is looked at, once it is there."""
    found = []

    def there():
        seat.terminal.settle(PAUSE, PAUSE)
        return bool(found.append(looks()) or found[-1])

    seat.terminal.wait(there, "the next sync")
    return found[-1]


def direct(company, job, description):
    """A direct cost of a job."""
    costs = company.json("costs", job)["direct_costs"]
    return next((x for x in costs if x["description"] == description), None)


def kept_out(company, job, description):
    """A transaction of a job that is not among its direct costs."""
    costs = company.json("costs", job)["unsyncable"]
    return next((x for x in costs if x["description"] == description), None)
