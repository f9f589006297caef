from datetime import date

import pytest

from adapters.stores.memory import MemoryStore
from core.approvals import Approvals
from core.people import CONNECTOR
from core.ports import Asked
from core.records import Company, Insurance, Record
from core.settings import InactiveVendor, Settings, VendorUpdates
from core.upkeep import VendorUpkeep, is_listed
from core.vocabulary import Action, ErpStatus, RecordKind
from tests.people import ADA
from tests.records import NOW, case, company, mirrored

A, K, S = Action, RecordKind, ErpStatus
USUAL = Settings()
POLICY = Insurance("General", "GL-1", date(2025, 1, 1), date(2026, 1, 1), 1_000_000_00)


def vendor(number: str, kind: str = "Subcontractor", status: ErpStatus = S.READY_TO_IMPORT):
    return company(status, id=f"company-{number}", erp_id=number, number=number, vendor_type=kind)


def holding(*records: Record, settings: Settings = USUAL, **seen: object) -> MemoryStore:
    """A store with these vendors, of which Sage says the same but for `seen`."""
    store = MemoryStore(lambda: NOW)
    store.keep_settings(settings)
    store.arrive(records, CONNECTOR)
    tell(store, *records, **seen)
    return store


def tell(store: MemoryStore, *records: Record, **seen: object) -> None:
    held = [mirrored(case(record), **seen) for record in records]
    store.mirror(K.COMPANY, held, NOW, mark=1)


def ticked(*types: str) -> Settings:
    return Settings(imported_vendor_types=types)


def standings(store: MemoryStore, *records: Record) -> list[ErpStatus]:
    return [store.find(record.id).status for record in records]


@pytest.mark.rule("vendors 17")
def test_a_vendor_of_an_unticked_type_gets_no_row_and_one_without_a_type_does():
    def seen(kind: str):
        return mirrored(case(vendor("V1", kind)))

    settings = ticked("Subcontractor")

    assert is_listed(seen("Subcontractor"), settings)
    assert not is_listed(seen("Professional"), settings)
    assert is_listed(seen(""), settings)
    assert is_listed(seen("Professional"), Settings())


@pytest.mark.rule("vendors 16")
def test_rows_of_a_type_that_is_unticked_leave_the_list_and_return_with_it():
    sub, pro, none = vendor("V1"), vendor("V2", "Professional"), vendor("V3", "")
    store = holding(sub, pro, none, settings=ticked("Subcontractor"))

    VendorUpkeep(store).keep()
    without = standings(store, sub, pro, none)
    note, entry = store.find(pro.id).note, store.history(pro.id)[-1]
    store.keep_settings(Settings())
    VendorUpkeep(store).keep()

    assert without == [S.READY_TO_IMPORT, S.ARCHIVED, S.READY_TO_IMPORT]
    assert note == "Vendors of the type Professional are not imported."
    assert (entry.action, entry.actor, entry.said) == (A.ARCHIVE, CONNECTOR.name, f"reason={note}")
    assert standings(store, sub, pro, none) == [S.READY_TO_IMPORT] * 3
    assert store.find(pro.id).note == ""


def test_what_a_person_archived_does_not_return_by_itself():
    pro = vendor("V2", "Professional")
    store = holding(pro)
    Approvals(store).perform(A.ARCHIVE, Asked(pro.id), ADA)

    VendorUpkeep(store).keep()

    assert standings(store, pro) == [S.ARCHIVED]


def test_a_linked_vendor_stays_whatever_its_type():
    linked = vendor("V2", "Professional", S.SYNCED)
    store = holding(linked, settings=ticked("Subcontractor"))

    VendorUpkeep(store).keep()

    assert standings(store, linked) == [S.SYNCED]


@pytest.mark.parametrize(
    ("policy", "status"),
    [(InactiveVendor.FLAGGED, S.READY_TO_IMPORT), (InactiveVendor.ARCHIVED, S.ARCHIVED)],
)
def test_a_vendor_that_sage_made_inactive_stays_or_is_put_away(policy, status):
    policies = Settings().policies._replace(inactive_vendor=policy)
    idle = vendor("V1")
    store = holding(idle, settings=Settings(policies=policies), active=False)

    VendorUpkeep(store).keep()

    assert standings(store, idle) == [status]


def test_a_vendor_in_use_again_returns():
    policies = Settings().policies._replace(inactive_vendor=InactiveVendor.ARCHIVED)
    idle = vendor("V1")
    store = holding(idle, settings=Settings(policies=policies), active=False)
    VendorUpkeep(store).keep()

    tell(store, idle, active=True)
    VendorUpkeep(store).keep()

    assert standings(store, idle) == [S.READY_TO_IMPORT]


MOVED = Company(vendor_type="Subcontractor", address="1 New St", city="Joliet", insurance=(POLICY,))


def test_insurance_of_a_linked_vendor_follows_sage_and_its_address_does_not_unless_chosen():
    linked = vendor("V1", status=S.SYNCED)
    store = holding(linked, title="Walsh & Sons", body=MOVED)

    VendorUpkeep(store).keep()

    mine = store.find(linked.id)
    assert (mine.title, mine.body.city, mine.body.insurance) == (
        "Walsh Construction", "Chicago", (POLICY,),
    )  # fmt: skip
    assert (store.history(linked.id)[-1].action, store.owing()) == (A.FOLLOW, 1)


def test_changes_of_a_linked_vendor_are_taken_over_where_that_is_chosen():
    linked = vendor("V1", status=S.SYNCED)
    settings = Settings(vendor_updates=VendorUpdates.AUTOMATIC, vendor_insurance=False)
    store = holding(linked, settings=settings, title="Walsh & Sons", body=MOVED)

    VendorUpkeep(store).keep()
    again = VendorUpkeep(store).keep()

    mine = store.find(linked.id)
    assert (mine.title, mine.body.address, mine.body.city) == ("Walsh & Sons", "1 New St", "Joliet")
    assert (mine.body.insurance, again) == ((), 0)


def test_blanks_and_a_name_that_was_cut_change_nothing():
    linked = vendor("V1", status=S.SYNCED)._replace(title="Walsh Construction of Greater Chicago")
    settings = Settings(vendor_updates=VendorUpdates.AUTOMATIC)
    bare = Company(vendor_type="Subcontractor")
    store = holding(linked, settings=settings, title=linked.title[:30], body=bare)

    assert VendorUpkeep(store).keep() == 0


def test_a_linked_vendor_that_is_inactive_in_sage_is_known_as_such():
    linked = vendor("V1", status=S.SYNCED)
    store = holding(linked, active=False)

    VendorUpkeep(store).keep()

    assert store.find(linked.id).body.erp_active is False


@pytest.mark.rule("vendors 22")
def test_the_type_of_a_linked_vendor_is_that_of_sage_whatever_was_chosen():
    linked = vendor("V1", status=S.SYNCED)
    store = holding(linked, body=Company(vendor_type="Professional"))

    VendorUpkeep(store).keep()

    assert store.find(linked.id).body.vendor_type == "Professional"
