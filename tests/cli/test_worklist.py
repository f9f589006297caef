"""What is accepted and keyed in by a person: listed line by line, and synced once Sage shows it."""

from console.cli import exits

ROUTE = ("settings", "set", "routes.commitment")


def accepted(countersign):
    """A commitment that was accepted and waits for a person; its id."""
    assert countersign(*ROUTE, "worklist", "--as", "admin").code == exits.DONE
    for row in countersign("list", "commitments", "--view", "Ready to Export", "--json").json:
        if countersign("accept", row["id"], "--as", "approver").code == exits.DONE:
            ended = countersign("connector", "--drain")
            assert ended.code == exits.DONE
            assert "1 wait for a person at Sage" in ended.out
            return row["id"]
    raise AssertionError("nothing may be accepted")


def worklist(countersign):
    return countersign("report", "worklist", "--json", "--as", "admin").json["rows"]


def test_an_accepted_record_waits_on_the_worklist_with_its_lines_and_is_not_synced(countersign):
    name = accepted(countersign)

    shown = countersign("show", name, "--json").json
    rows = worklist(countersign)
    assert shown["status"] == "exporting"
    assert rows[0]["erp_id"] == shown["erp_id"]
    assert rows[0]["amount"] == shown["amount"]
    assert sum(float(row["amount"]) for row in rows[1:]) == float(shown["amount"])


def test_it_is_synced_by_itself_once_sage_shows_it(countersign):
    name = accepted(countersign)

    keyed = countersign("sandbox", "key-in", name)
    countersign("sandbox", "sync")
    drained = countersign("connector", "--drain")

    assert (keyed.code, drained.code) == (exits.DONE, exits.DONE)
    assert countersign("show", name, "--json").json["status"] == "synced"
    assert worklist(countersign) == []


def test_what_is_not_on_the_worklist_is_not_keyed_in(countersign):
    name = countersign("list", "commitments", "--view", "Ready to Export", "--json").json[0]["id"]

    refused = countersign("sandbox", "key-in", name)

    assert refused.code == exits.USAGE
    assert "is not on the worklist" in refused.err


def test_a_kind_takes_only_a_route_that_exists_for_it(countersign):
    refused = countersign(*ROUTE, "hh2", "--as", "admin")

    assert refused.code == exits.PARTLY
    assert "A commitment has no way to Sage by hh2; it has sandbox, worklist." in (
        refused.err + refused.out
    )
