"""What a refresh does with vendors: those out of use, of other types, changed or deleted."""

import pytest

from console.cli import exits
from tests.cli.conftest import first

ADMIN = ("--as", "admin")


def read(countersign) -> None:
    """Both hops."""
    assert countersign("sandbox", "sync").code == exits.DONE
    assert countersign("refresh", "vendors").code == exits.DONE


def waiting(countersign) -> list[str]:
    rows = countersign("list", "vendors", "--view", "Ready to Import", "--limit", "0", "--json")
    return [row["id"] for row in rows.json]


def test_a_vendor_taken_out_of_use_stays_with_its_reason_and_is_archived_by_hand(countersign):
    one = first(countersign, "vendors", "Ready to Import")
    countersign("sandbox", "vendor", one["erp_id"], "active=off")
    read(countersign)

    stayed = one["id"] in waiting(countersign)
    why = countersign("why", one["id"], "import")
    archived = countersign("archive", one["id"], "--reason", "closed")

    assert stayed
    assert "is inactive in Sage; archive it instead" in why.out
    assert archived.code == exits.DONE
    report = countersign(*ADMIN, "report", "archived", "--json").json
    assert [row["reason"] for row in report["rows"] if row["id"] == one["id"]] == ["closed"]


def test_a_vendor_taken_out_of_use_is_put_away_where_the_company_chose_so(countersign):
    one = first(countersign, "vendors", "Ready to Import")
    done = countersign(*ADMIN, "settings", "set", "policies.inactive_vendor", "is archived")
    assert done.code == exits.DONE, done.err
    countersign("sandbox", "vendor", one["erp_id"], "active=off")

    read(countersign)
    away = waiting(countersign)
    countersign("sandbox", "vendor", one["erp_id"], "active=on")
    read(countersign)

    assert one["id"] not in away
    assert one["id"] in waiting(countersign)


def test_a_vendor_deleted_in_sage_is_archived(countersign):
    one = first(countersign, "vendors", "Ready to Import")
    countersign("sandbox", "delete", "company", one["erp_id"])
    read(countersign)

    taken = countersign("import", one["id"])

    assert (taken.code, "Sage no longer holds" in taken.out) == (exits.PARTLY, True)
    assert countersign("archive", one["id"]).code == exits.DONE


@pytest.mark.rule("vendors 16")
def test_a_type_that_is_in_use_is_not_unticked(countersign):
    refused = countersign(*ADMIN, "settings", "set", "imported_vendor_types", "Professional")

    assert refused.code == exits.PARTLY
    assert "vendors 16" in refused.err + refused.out


@pytest.mark.rule("vendors 16")
def test_vendors_of_an_unticked_type_leave_the_list_and_return(countersign):
    one = first(countersign, "vendors", "Ready to Import")
    countersign("sandbox", "vendor", one["erp_id"], "vendor_type=Caterer")
    read(countersign)
    types = "Subcontractor, Material supplier, Professional"
    ticked = countersign(*ADMIN, "settings", "set", "imported_vendor_types", types, "--confirm")
    assert ticked.code == exits.DONE, ticked.err + ticked.out

    read(countersign)
    away = waiting(countersign)
    countersign(*ADMIN, "settings", "reset", "imported_vendor_types")
    read(countersign)

    assert one["id"] not in away
    assert one["id"] in waiting(countersign)


@pytest.mark.parametrize(("chosen", "city"), [("never", ""), ("on refresh", "Joliet")])
def test_changes_of_a_linked_vendor_are_taken_over_as_chosen(countersign, home, chosen, city):
    from console.bootstrap import opened
    from console.home import home_at

    one = first(countersign, "vendors", "Synced")
    done = countersign(*ADMIN, "settings", "set", "vendor_updates", chosen)
    assert done.code == exits.DONE, done.err
    countersign("sandbox", "vendor", one["erp_id"], "city=Joliet")
    read(countersign)
    countersign("connector", "--drain")

    house = opened(home_at(str(home)))
    mine, theirs = house.store.find(one["id"]), house.sandbox.projects.find(one["id"])
    assert (mine.body.city == "Joliet", theirs.body.city == "Joliet") == (bool(city),) * 2


def test_a_change_that_cannot_be_made_is_explained(countersign):
    one = first(countersign, "vendors", "Synced")["erp_id"]

    assert "Say what to change" in countersign("sandbox", "vendor", one, "Joliet").err
    assert "no field 'fax'" in countersign("sandbox", "vendor", one, "fax=1").err
    assert "neither on nor off" in countersign("sandbox", "vendor", one, "active=perhaps").err
    assert "Sage has no company" in countersign("sandbox", "vendor", "NONE", "city=x").err
