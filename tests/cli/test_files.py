"""Import files for Sage from the command line: by a layout of one's own, each record once."""

from adapters.routes.files import shipped
from console.cli import exits

ESTIMATE = next(str(place) for place, _ in shipped() if place.stem == "jc-estimate")


def accepted(countersign):
    """A budget that was accepted and waits for a file; its id."""
    countersign("settings", "set", "routes.budget", "file", "--as", "admin")
    for row in countersign("list", "budgets", "--view", "Ready to Export", "--json").json:
        words = ("accept", row["id"], "--set", "confirmed=yes", "--as", "approver")
        if countersign(*words).code == exits.DONE:
            countersign("connector", "--drain")
            return row["id"]
    raise AssertionError("nothing may be accepted")


def test_a_budget_goes_into_one_file_by_the_layout_that_was_taken_over(countersign):
    name = accepted(countersign)
    without = countersign("files", "write", "budget", "--as", "approver")
    countersign("files", "use", "budget", ESTIMATE, "--as", "admin")

    made = countersign("files", "write", "budget", "--as", "approver", "--json")
    again = countersign("files", "write", "budget", "--as", "approver")

    listed = countersign("files", "list", "--as", "approver", "--json").json
    assert without.code == exits.PARTLY
    assert "There is no layout for a budget yet" in without.err
    assert made.json["records"] == [name]
    assert "are in a file, --again writes them once more" in again.err
    assert [(one["hash"], one["amiss"]) for one in listed] == [(made.json["hash"], None)]


def test_writing_a_file_takes_the_right_to_push(countersign):
    accepted(countersign)

    refused = countersign("files", "write", "budget", "--as", "standard")

    assert refused.code == exits.DENIED
    assert "Can Push to Accounting" in refused.err


def test_a_table_is_taken_over_by_who_may_and_of_what_hh2_does_not_tell(countersign, tmp_path):
    place = tmp_path / "contracts.csv"
    place.write_text("contract,title,job,item,description,scheduled\nPC9,Bridge,J9,1,Deck,7.50\n")
    words = ("files", "take", "prime contract", str(place))

    refused = countersign(*words, "--as", "reader")
    strange = countersign("files", "take", "vendor", str(place), "--as", "approver")
    taken = countersign(*words, "--as", "approver", "--json")

    assert refused.code == exits.DENIED
    assert "tables are of prime_contract" in strange.err
    assert (taken.code, taken.json["held"]) == (exits.DONE, 1)
