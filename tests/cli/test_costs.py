"""Job costs one by one, by command: switched on, brought, seen, edited, kept out, overwritten."""

from decimal import Decimal

import pytest

from console.cli import exits
from tests.cli.conftest import first


@pytest.fixture
def job(countersign) -> str:
    """A job whose project takes every transaction; synced."""
    named = first(countersign, "job_costs", "Synced")["erp_id"]
    done = countersign(
        "settings", "set", "project.transactions", "on", "--project", named, "--as", "admin"
    )
    assert done.code == exits.DONE, done.err
    assert countersign("refresh", "job_costs", "--as", "admin").code == exits.DONE
    return named


def seen(countersign, job: str, person: str = "admin"):
    return countersign("costs", job, "--as", person, "--json").json


def opened(countersign) -> None:
    done = countersign(
        "settings", "set", "edit_synced_costs", "on", "--confirm", "--as", "controller"
    )
    assert done.code == exits.DONE, done.err


def edit(countersign, job: str, *more: str, person: str = "sender", verb: str = "edit-cost"):
    found = seen(countersign, job)
    key = found["direct_costs"][0]["transaction"]
    words = [f"transaction={key}", "confirmed=yes", *more]
    sets = [part for word in words for part in ("--set", word)]
    return countersign(verb, found["record"], *sets, "--as", person)


def test_direct_costs_and_what_is_kept_out_come_to_sages_totals(countersign, job):
    found = seen(countersign, job)

    assert found["mode"] == "transactions"
    assert found["direct_costs"]
    parts = [*found["direct_costs"], *found["unsyncable"]]
    assert sum(Decimal(one["amount"]) for one in parts) == sum(
        Decimal(line["job_to_date"]) for line in found["lines"]
    )


def test_a_job_in_totals_says_so_and_an_unknown_one_is_refused(countersign):
    named = first(countersign, "job_costs", "Synced")["erp_id"]

    text, unknown = countersign("costs", named), countersign("costs", "J404")

    assert "Its project takes job costs as totals." in text.out
    assert (unknown.code, "There is no job 'J404'" in unknown.err) == (exits.USAGE, True)


def test_text_names_every_direct_cost_by_its_key(countersign, job):
    keys = [one["transaction"] for one in seen(countersign, job)["direct_costs"]]

    text = countersign("costs", job, "--as", "admin").out

    assert all(key in text for key in keys)


@pytest.mark.rule("job costs 11")
def test_who_may_not_see_direct_costs_sees_the_totals_and_why(countersign, job):
    found = seen(countersign, job, "standard")
    text = countersign("costs", job, "--as", "standard").out
    whole = countersign("show", found["record"], "--as", "standard", "--json").json

    assert found["lines"]
    assert (found["direct_costs"], found["unsyncable"]) == ([], [])
    assert [o["rule"] for o in found["hidden"]] == ["permissions A.1 row D7"]
    assert "This takes Read Only of Direct Costs; you hold None." in text
    assert whole["body"]["direct_costs"] == []


@pytest.mark.rule("job costs 6")
def test_a_synced_cost_is_edited_only_once_it_was_opened(countersign, job):
    shut = edit(countersign, job, "cost_amount=1.00")
    opened(countersign)
    done = edit(countersign, job, "cost_amount=1.00")

    changed = seen(countersign, job)["direct_costs"][0]
    log = countersign("audit", "log", seen(countersign, job)["record"]).out
    assert (shut.code, "read-only in this company" in shut.out) == (exits.PARTLY, True)
    assert "an administrator of ERP Integrations" in shut.out
    assert done.code == exits.DONE, done.out
    assert (changed["amount"], changed["edited"]) == ("1.00", True)
    assert f"transaction={changed['transaction']}" in log


@pytest.mark.rule("job costs 7")
def test_a_refresh_brings_back_what_was_edited_and_what_was_deleted(countersign, job):
    opened(countersign)
    before = seen(countersign, job)["direct_costs"]
    edit(countersign, job, "cost_description=Mine", verb="edit-cost")
    edit(countersign, job, verb="delete-cost")
    between = seen(countersign, job)["direct_costs"]

    countersign("refresh", "job_costs", "--as", "approver")

    assert between == before[1:]
    assert seen(countersign, job)["direct_costs"] == before


def test_a_cost_entered_in_sage_arrives_or_is_kept_out_with_its_reason(countersign, job):
    for code, category in (("01-310", "L"), ("99-999", "X")):
        countersign(
            "sandbox", "add-cost", job, code, category, "12.50", "--ledger", "pr", "--credit"
        )
    countersign("sandbox", "sync")
    countersign("refresh", "job_costs", "--as", "approver")

    found = seen(countersign, job)
    listed = countersign("report", "unsyncable", "--job", job, "--as", "sender", "--json").json

    newest = found["direct_costs"][-1]
    assert (newest["amount"], newest["type"]) == ("-12.50", "Payroll")
    assert [one["code"] for one in found["unsyncable"]][-1] == "99-999"
    row = next(row for row in listed["rows"] if row["code"] == "99-999")
    assert row["reason_code"] == "code_not_on_project"
    assert row["first_seen"] <= row["last_tried"]


def test_who_may_not_sync_transactions_is_told_who_may(countersign, job):
    told = countersign("refresh", "job_costs", "--as", "standard")

    assert told.code == exits.DONE
    assert "1 with transactions left to an administrator of ERP Integrations" in told.out


def test_a_reconciliation_has_a_variance_only_where_something_was_kept_out(countersign, job):
    countersign("sandbox", "add-cost", job, "99-999", "X", "7.00")
    countersign("sandbox", "sync")
    countersign("refresh", "job_costs", "--as", "admin")

    made = countersign("report", "reconciliation", "--job", job, "--as", "admin", "--json").json

    apart = [row for row in made["rows"] if Decimal(row["variance"])]
    assert [(row["code"], row["variance"]) for row in apart] == [("99-999", "-7.00")]
    assert "kept out" in apart[0]["why"]


@pytest.mark.rule("job costs 12")
@pytest.mark.parametrize(
    ("person", "read", "written"),
    [
        ("controller", exits.DONE, exits.DENIED),
        ("sender", exits.DONE, exits.DONE),
        ("approver", exits.DONE, exits.DONE),
        ("reader", exits.DENIED, exits.DENIED),
        ("standard", exits.DENIED, exits.DENIED),
    ],
)
def test_the_report_is_read_by_company_or_project_and_written_by_the_project(
    countersign, tmp_path, person, read, written
):
    job = first(countersign, "job_costs", "Synced")["erp_id"]
    asked = ("report", "job-costs", "--job", job, "--as", person)

    assert countersign(*asked).code == read
    assert countersign(*asked, "--csv", str(tmp_path / "costs.csv")).code == written
    assert (tmp_path / "costs.csv").exists() is (written == exits.DONE)
