"""`countersign codes`, and what is done to codes by command."""

from console.cli import exits
from tests.cli.conftest import first


def test_the_companys_codes_are_told_with_their_defaults(countersign):
    told = countersign("codes", "--json")

    codes = {row["code"]: row for row in told.json["codes"]}
    assert told.code == exits.DONE
    assert {c["abbreviation"] for c in told.json["categories"]} >= {"L", "M", "S"}
    assert codes["01-000"]["note"] == "group"
    assert codes["01-100"]["types"]["L"] == "default"
    assert "Standard cost codes" in countersign("codes").out


def test_a_default_is_assigned_and_removed_by_command(countersign):
    code = first(countersign, "cost_codes", "Synced", "number:01-310")["id"]

    assigned = countersign("assign", code, "--set", "category=M", "--json")
    twice = countersign("assign", code, "--set", "category=M", "--json")
    listed = countersign("codes", "--json").json["codes"]
    removed = countersign("remove", code, "--set", "category=M", "--json")

    assert (assigned.json["done"], twice.json["done"], removed.json["done"]) == (1, 0, 1)
    assert next(c for c in listed if c["code"] == "01-310")["types"]["M"] == "default"


def test_an_update_says_beforehand_what_it_makes_in_sage(countersign):
    job = first(countersign, "jobs", "Ready to Update")

    shown = countersign("show", job["id"], "--json").json
    told = countersign("show", job["id"]).out
    matrix = countersign("codes", "--job", job["number"], "--json").json

    assert shown["requested"]
    assert "Requested updates: made in Sage by `update`" in told
    wanted = [[r["code"], kind] for r in shown["requested"] for kind in r["categories"]]
    assert matrix["requested"] == wanted


def test_why_a_code_stays_is_known_before_anybody_asks_for_it(countersign):
    job = first(countersign, "jobs", "Synced")
    matrix = countersign("codes", "--job", job["number"], "--json").json
    code = matrix["codes"][0]
    kind, reason = next(iter(code["stays"].items()))

    why = countersign(
        "why", job["id"], "remove", "--set", f"code={code['code']}", "--set", f"category={kind}",
        "--as", "admin", "--json",
    )  # fmt: skip

    assert [o["text"] for o in why.json["offers"][0]["objections"]] == [reason]


def test_a_code_is_dropped_in_sage_renewed_here_and_told_in_the_history(countersign):
    job = first(countersign, "jobs", "Synced")
    before = countersign("codes", "--job", job["number"], "--json").json["codes"][0]
    kind = next(iter(before["types"]))

    dropped = countersign("sandbox", "drop-code", job["erp_id"], before["code"], kind)
    countersign("sandbox", "sync")
    countersign("refresh", "jobs")
    countersign("connector", "--drain")
    renewed = countersign("renew", job["id"], "--as", "admin", "--json")
    countersign("connector", "--drain")
    after = countersign("codes", "--job", job["number"], "--json").json["codes"]
    deleted = countersign("codes", "--job", job["number"], "--deleted", "--json")

    assert (dropped.code, renewed.json["done"]) == (exits.DONE, 1)
    found = next(c for c in after if c["code"] == before["code"])
    assert (before["types"][kind], found["types"][kind]) == ("in Sage", "waits for Sage")
    assert (deleted.code, deleted.json) == (exits.DONE, [])


def test_a_history_needs_a_job_and_a_job_has_to_be_there(countersign):
    assert countersign("codes", "--deleted").code == exits.USAGE
    assert countersign("codes", "--job", "nothing").code == exits.USAGE


def test_a_rehearsed_reimport_shows_the_difference_to_sage(countersign):
    everything = countersign(
        "list", "prime_contracts", "--view", "Synced", "--limit", "0", "--json"
    ).json
    ids = [record["id"] for record in everything]

    rehearsed = countersign("reimport", *ids[:20], "--dry-run", "--as", "admin", "--json").json
    shown = countersign("show", ids[0], "--json").json

    assert set(rehearsed["differences"]) == set(ids[:20])
    assert shown["differences"][0]["action"] == "reimport"
    assert rehearsed["differences"][ids[0]] == [
        d for d in shown["differences"] if d["action"] == "reimport"
    ]
