"""report: who may read which, in which shape, and into which file."""

from decimal import Decimal

import pytest

from console.cli import exits
from console.cli.table import BY_NAME, REPORTS
from core.reports import REPORTS as KNOWN
from tests.cli.conftest import first, permitted, ran

PLAIN = ["accountants", "archived", "unsyncable", "drift"]


def job_with_costs(countersign) -> str:
    return first(countersign, "job_costs", "Synced")["project"]


def test_the_commands_are_the_reports_that_there_are():
    assert {report.name: (report.does, report.by_job) for report in KNOWN} == REPORTS
    assert all(f"report {report.name}" in BY_NAME for report in KNOWN)


@pytest.mark.parametrize("name", PLAIN)
def test_a_report_is_told_as_text_and_as_json_alike(countersign, name):
    text = countersign("report", name, "--as", "admin")
    value = countersign("report", name, "--as", "admin", "--json").json

    assert text.code == exits.DONE
    assert text.out.splitlines()[0] == value["title"]
    assert all(note in text.out for note in value["notes"])
    assert all(list(row) == [c["name"] for c in value["columns"]] for row in value["rows"])


def test_job_costs_add_up_and_direct_cost_is_the_difference(countersign):
    job = job_with_costs(countersign)

    value = countersign("report", "job-costs", "--job", job, "--json").json

    assert value["rows"]
    for row in (*value["rows"], value["total"]):
        cost, invoiced = Decimal(row["job_to_date"]), Decimal(row["commitment_invoiced"])
        assert Decimal(row["direct"]) == cost - invoiced
    total = sum(Decimal(row["job_to_date"]) for row in value["rows"])
    assert Decimal(value["total"]["job_to_date"]) == total


def test_job_costs_are_of_one_job_that_is_named_and_known(countersign):
    unnamed = countersign("report", "job-costs")
    unknown = countersign("report", "job-costs", "--job", "J404")
    drifting = countersign("report", "drift", "--job", "J404")

    assert {unnamed.code, unknown.code, drifting.code} == {exits.USAGE}
    assert "Say which job" in unnamed.err
    assert "There is no job 'J404'" in unknown.err


@pytest.mark.parametrize(
    ("name", "person", "code"),
    [
        ("accountants", "approver", exits.DENIED),
        ("accountants", "admin", exits.DONE),
        ("archived", "reader", exits.DENIED),
        ("archived", "approver", exits.DONE),
        ("unsyncable", "reader", exits.DONE),
        ("drift", "reader", exits.DONE),
    ],
)
def test_a_report_is_read_by_whom_the_matrix_lets(countersign, name, person, code):
    ended = countersign("report", name, "--as", person)

    assert ended.code == code
    assert ("Can be lifted by" in ended.err) is (code == exits.DENIED)


def test_what_was_accepted_shows_as_the_accountants_last_verdict(countersign):
    named = first(countersign, "commitments", "Ready to Export")["id"]
    countersign("reject", named, "--reason", "The scope is wrong.", "--as", "approver")

    rows = countersign("report", "accountants", "--as", "admin", "--json").json["rows"]

    verdicts = {row["id"]: row["last_verdict"] for row in rows}
    assert verdicts == {"admin": None, "approver": f"reject {named}"}


def test_a_commitment_deleted_in_sage_is_drift_once_sage_was_read(countersign):
    record = next(
        r
        for r in countersign("list", "commitments", "--view", "Synced", "--json").json
        if countersign("sandbox", "delete", "commitment", r["erp_id"]).code == exits.DONE
    )
    before = countersign("report", "drift", "--job", record["project"], "--json").json
    countersign("sandbox", "sync")
    countersign("connector", "--once")

    after = countersign("report", "drift", "--job", record["project"], "--json").json

    lost = [r for r in after["rows"] if r["level"] == "record" and r["erp_id"] == record["erp_id"]]
    assert record["erp_id"] not in {r["erp_id"] for r in before["rows"]}
    assert [(r["here"], r["in_sage"], r["why"]) for r in lost] == [
        (record["amount"], None, "Sage holds it no more.")
    ]


def test_what_is_exported_drifts_from_nothing(countersign):
    chosen = permitted(countersign, "accept", "commitments", "Ready to Export")[:5]
    countersign("accept", *chosen)
    countersign("connector", "--drain")
    countersign("sandbox", "sync")
    countersign("connector", "--once")

    rows = countersign("report", "drift", "--json").json["rows"]

    assert not [r for r in rows if r["level"] == "record" and r["kind"] == "commitment"]


def test_a_report_is_written_to_both_files_at_once_and_over_none(countersign, tmp_path):
    csv, xlsx = tmp_path / "drift.csv", tmp_path / "drift.xlsx"
    words = ("report", "drift", "--csv", str(csv), "--xlsx", str(xlsx))

    value = countersign(*words, "--json").json
    again = countersign(*words)

    assert value["files"] == [str(csv), str(xlsx)]
    assert len(csv.read_text(encoding="utf-8-sig").splitlines()) == len(value["rows"]) + 1
    assert xlsx.read_bytes().startswith(b"PK")
    assert (again.code, "is there already" in again.err) == (exits.USAGE, True)


def test_one_file_is_not_two(countersign, tmp_path):
    path = str(tmp_path / "both")

    assert countersign("report", "drift", "--csv", path, "--xlsx", path).code == exits.USAGE
    assert list(tmp_path.glob("both")) == []


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_each_report_has_help(name):
    ended = ran("report", name, "--help")

    assert ended.code == exits.DONE
    assert "--xlsx FILE" in ended.out
