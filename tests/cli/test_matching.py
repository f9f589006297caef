"""Vendors and companies of one name: listed, linked together, merged."""

import pytest

from console.cli import exits
from tests.cli.conftest import first

ADMIN = ("--as", "admin")


def pairs(countersign, *words: str):
    return countersign("matches", "--json", "--limit", "0", *words).json


def company_in_use(countersign, view: str):
    """A company of a view that commitments name."""
    for row in countersign("list", "vendors", "--view", view, "--json").json:
        named = countersign("list", "commitments", "--where", f'vendor:"{row["title"]}"', "--json")
        if named.json:
            return row
    raise AssertionError(f"no such company in {view}")


@pytest.mark.rule("vendors 15")
def test_matches_are_pairs_of_one_name(countersign):
    found = pairs(countersign)

    assert found
    assert all(m["vendor"]["name"].casefold() == m["company"]["name"].casefold() for m in found)
    assert {m["percent"] for m in found} == {100}
    assert "same name" in countersign("matches").out
    assert f"{len(found)} in all" in countersign("matches", "--limit", "1").out


def test_near_names_follow_the_equal_ones(countersign):
    equal, near = pairs(countersign), pairs(countersign, "--near")

    assert near[: len(equal)] == equal
    assert all(m["percent"] < 100 and not m["suggested"] for m in near[len(equal) :])


@pytest.mark.rule("vendors 15")
def test_all_that_leave_no_doubt_are_linked_as_one_batch(countersign):
    sure = [m for m in pairs(countersign) if m["suggested"]]

    rehearsed = countersign(*ADMIN, "link", "--suggested", "--dry-run", "--json")
    linked = countersign(*ADMIN, "link", "--suggested", "--json")

    assert (rehearsed.json["batch"], rehearsed.json["done"]) == (None, len(sure))
    assert (linked.code, linked.json["done"]) == (exits.DONE, len(sure))
    one = countersign("show", sure[0]["vendor"]["id"], "--json").json
    assert (one["status"], one["title"]) == ("synced", sure[0]["company"]["name"])
    assert one["history"][-1]["batch"] == linked.json["batch"]
    assert [m for m in pairs(countersign) if m["suggested"]] == []
    assert countersign(*ADMIN, "link", "--suggested").out.startswith("Link: no record matches.")


def test_linking_all_takes_the_right_to_link(countersign):
    refused = countersign("--as", "approver", "link", "--suggested", "--json")

    assert refused.code == exits.DENIED
    assert refused.json["done"] == 0


def test_a_link_by_hand_is_as_it_was(countersign):
    match = pairs(countersign)[0]

    linked = countersign(
        *ADMIN, "link", match["vendor"]["id"], "--set", f"link_to={match['company']['id']}"
    )
    muddled = countersign(*ADMIN, "link", "--suggested", match["vendor"]["id"])

    assert linked.code == exits.DONE, linked.out
    assert (muddled.code, "not both" in muddled.err) == (exits.USAGE, True)


@pytest.mark.rule("vendors 18")
def test_one_company_is_made_of_two(countersign):
    stays = first(countersign, "vendors", "Synced")
    goes = company_in_use(countersign, "Not Sent")

    unsure = countersign(*ADMIN, "merge", stays["id"], goes["id"])
    rehearsed = countersign(*ADMIN, "merge", stays["id"], goes["id"], "--confirm", "--dry-run")
    merged = countersign(*ADMIN, "merge", stays["id"], goes["id"], "--confirm", "--json")

    assert unsure.code == exits.USAGE
    assert "Merging cannot be undone" in unsure.out
    assert "mean it with --confirm" in unsure.out
    assert (rehearsed.code, "would be archived" in rehearsed.out) == (exits.DONE, True)
    assert (merged.code, merged.json["done"]) == (exits.DONE, 1), merged.out
    ended = countersign("show", goes["id"], "--json").json
    assert ended["status"] == "archived"
    old = countersign("list", "commitments", "--where", f'vendor:"{goes["title"]}"', "--json").json
    assert old == []
    assert countersign("audit", "verify").code == exits.DONE


@pytest.mark.rule("vendors 18")
def test_of_two_linked_companies_one_id_is_kept(countersign):
    rows = countersign("list", "vendors", "--view", "Synced", "--limit", "2", "--json").json
    stays, goes = rows

    unsaid = countersign(*ADMIN, "merge", stays["id"], goes["id"], "--confirm")
    merged = countersign(
        *ADMIN, "merge", stays["id"], goes["id"], "--confirm", "--keep", goes["erp_id"]
    )

    assert unsaid.code == exits.USAGE
    assert "say which id survives" in unsaid.err
    assert merged.code == exits.DONE, merged.out
    assert countersign("show", stays["id"], "--json").json["erp_id"] == goes["erp_id"]
    assert countersign("show", goes["id"], "--json").json["erp_id"] == stays["erp_id"]


@pytest.mark.rule("vendors 18")
def test_the_project_system_names_the_company_that_stayed(countersign, home):
    from console.bootstrap import opened
    from console.home import home_at

    stays = first(countersign, "vendors", "Synced")
    goes = company_in_use(countersign, "Not Sent")
    theirs = countersign("list", "commitments", "--where", f'vendor:"{goes["title"]}"', "--json")
    one = theirs.json[0]["id"]

    countersign(*ADMIN, "merge", stays["id"], goes["id"], "--confirm")
    drained = countersign("connector", "--drain")

    assert drained.code == exits.DONE, drained.err
    projects = opened(home_at(str(home))).sandbox.projects
    assert projects.find(one).vendor_name == stays["title"]
    ended = projects.find(goes["id"])
    assert (ended.status, ended.body.active, ended.parent) == ("archived", False, stays["id"])
    assert countersign("show", one, "--json").json["vendor"] == stays["title"]


@pytest.mark.rule("vendors 19")
def test_a_duplicate_is_set_aside_and_fetched_back(countersign, home):
    from console.bootstrap import opened
    from console.home import home_at

    alone = first(countersign, "vendors", "Ready to Import")
    countersign(*ADMIN, "import", alone["id"])
    countersign(*ADMIN, "unlink", alone["id"])

    aside = countersign(*ADMIN, "consolidate", alone["id"])
    countersign("connector", "--drain")

    assert aside.code == exits.DONE, aside.out
    projects = opened(home_at(str(home))).sandbox.projects
    copy = projects.find(alone["id"])
    assert (copy.title, copy.body.active) == (f"X-{alone['title']}", False)
    assert countersign(*ADMIN, "reinstate", alone["id"]).code == exits.DONE
    assert countersign("show", alone["id"], "--json").json["title"] == alone["title"]


@pytest.mark.rule("vendors 19")
def test_a_duplicate_with_a_commitment_is_not_set_aside(countersign):
    used = company_in_use(countersign, "Not Sent")

    refused = countersign(*ADMIN, "consolidate", used["id"])

    assert refused.code == exits.PARTLY
    assert "merge it into the other company instead" in refused.out
