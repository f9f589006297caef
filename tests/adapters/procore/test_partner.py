"""Partner mode: what Procore's ERP tab is told, by calls that are not published."""

from datetime import timedelta

import pytest

from adapters.connections import STAGED_RECORDS
from adapters.procore.partner_calls import GUESSED, STAGE
from adapters.sandbox.doors.procore.partner import Partners
from adapters.sandbox.faults import FaultKind
from adapters.stores.sqlite import SqliteStore
from core.case import NOTHING_SAID
from core.people import CONNECTOR
from core.ports import Asked, OutsideUnreachable
from core.records import Fault
from core.showing import EVERY, Showing
from core.vocabulary import Action, Effect, ErpStatus, Origin, RecordId, RecordKind
from tests.adapters.procore.desk import desk
from tests.adapters.procore.test_telling_procore import LINKABLE, at_procore
from tests.conformance.stores.deeds import Clock, allowing
from tests.records import (
    NOW,
    cco,
    commitment,
    company,
    many,
    prime_contract,
    project,
    sub_job,
)

S, K = ErpStatus, RecordKind


@pytest.fixture
def made(tmp_path):
    with desk(tmp_path, *LINKABLE, cco(S.UNSENT), staging=STAGED_RECORDS) as one:
        one.news()
        yield one


@pytest.fixture
def partners(made):
    return Partners(made.projects)


def number(made, held):
    return int(made.name(held.id).rpartition("-")[2])


@pytest.mark.call("Procore, to partners", "list request details", "close a request detail")
@pytest.mark.parametrize(
    ("changes", "status", "messages"),
    [
        ({"status": S.SYNCED, "erp_id": "V1001"}, "success", "[]"),
        ({"status": S.REJECTED, "note": "Twice"}, "failed", '["Twice"]'),
        (
            {"status": S.FAILED, "fault": Fault("VENDOR_ID_TAKEN", "It is taken.")},
            "failed", '["It is taken."]',
        ),
    ],
)  # fmt: skip
def test_a_request_of_the_tab_ends_as_the_record_did(made, partners, changes, status, messages):
    held = company(S.UNSENT)
    partners.ask("vendor", number(made, held))
    partners.ask("sub_job", number(made, held))

    made.client.tell(at_procore(made, held, **changes), changes["status"])

    mine, other = partners.tab()["requests"]
    assert (mine["status"], mine["messages"]) == (status, messages)
    assert other["status"] == "in progress"


@pytest.mark.parametrize("status", [S.READY_TO_EXPORT, S.EXPORTING, S.OUTCOME_UNKNOWN])
def test_a_request_waits_for_as_long_as_nothing_has_ended(made, partners, status):
    held = company(S.UNSENT)
    partners.ask("vendor", number(made, held))

    made.client.tell(at_procore(made, held, status=status), status)

    assert partners.tab()["requests"][0]["status"] == "in progress"


@pytest.mark.call("Procore, to partners", "write link rows")
def test_a_change_order_is_linked_by_a_link_row_and_unlinked(made, partners):
    held = cco(S.UNSENT)
    contract = number(made, commitment(S.UNSENT))
    linked = at_procore(made, held, erp_id="CO3", status=S.SYNCED, changed_at=NOW)

    made.client.tell(linked, S.SYNCED)
    made.client.tell(linked, S.SYNCED)
    (row,) = partners.tab()["link_rows"]
    later = linked._replace(erp_id=None, status=S.UNLINKED, changed_at=NOW + timedelta(1))
    made.client.tell(later, S.UNLINKED)

    assert (row["item_type"], row["item_id"]) == ("change_order", number(made, held))
    assert (row["origin_id"], row["origin_code"]) == (f"{contract}/CO3", "CO3")
    assert partners.tab()["link_rows"][0]["origin_id"] is None


def test_in_public_mode_none_of_it_is_called(tmp_path):
    with desk(tmp_path, *LINKABLE, cco(S.UNSENT)) as public:
        public.news()
        asked = []
        ask = public.session.ask
        public.session.ask = lambda known, **said: (asked.append(known), ask(known, **said))[1]

        for held in (company(S.UNSENT), cco(S.UNSENT)):
            public.client.tell(at_procore(public, held, erp_id="X1", status=S.SYNCED), S.SYNCED)

        assert public.client.shows is None
        assert [known.call.name for known in asked] == ["sync vendors"]


def test_in_partner_mode_each_word_goes_by_itself_as_its_requests_have_to_be_asked_for(made):
    assert made.client.together(Effect.TELL, K.COMPANY) is None
    assert made.client.together(Effect.CREATE, K.COMPANY) is not None


# staged records


class Waiting:
    """A store in which things of Sage wait, and what shows them."""

    def __init__(self, made, *records):
        self.made, self.partners = made, Partners(made.projects)
        self.clock, self.now = Clock(), 0.0
        self.store = SqliteStore(None, self.clock)
        self.store.arrive([one._replace(export_key=None) for one in records], CONNECTOR)
        self.showing = Showing(self.store, made.client.shows, lambda: self.now)

    def show(self):
        self.now += EVERY
        return self.showing.perform()

    def step(self, record, action, target):
        asked = [Asked(record.id, record.version)]
        self.store.decide(
            asked, CONNECTOR, NOTHING_SAID, lambda case, _: allowing(case, action, target), action
        )

    def staged(self):
        return {row["origin_id"]: row["status"] for row in self.partners.tab()["staged"]}


def of_sage(make, **changes):
    return make(S.READY_TO_IMPORT, origin=Origin.ERP, **changes)


@pytest.mark.call("Procore, to partners", "stage records")
def test_what_waits_to_be_imported_is_staged_and_follows_what_becomes_of_it(made):
    vendor = of_sage(company, id=RecordId("sage-v"), erp_id="V77", number="V77")
    job = of_sage(project, id=RecordId("sage-j"), erp_id="J77", number="J77")
    other = of_sage(company, id=RecordId("sage-w"), erp_id="V78", number="V78")
    mine = Waiting(made, vendor, job, other)

    assert mine.show() == []
    first = mine.staged()
    mine.step(vendor, Action.IMPORT, S.SYNCED)
    mine.step(other, Action.ARCHIVE, S.ARCHIVED)
    mine.show()

    assert first == {"V77": "staged", "J77": "staged", "V78": "staged"}
    assert mine.staged() == {"V77": "imported", "J77": "staged", "V78": "archived"}


def test_what_is_of_a_project_waits_until_that_is_linked(made):
    home = project(S.UNSENT)
    named = made.name(home.id)
    extra = of_sage(sub_job, id=RecordId("sage-s"), erp_id="E9", number="E9", project=named)
    prime = of_sage(
        prime_contract, id=RecordId("sage-p"), erp_id="PC9", number="PC9", project=named
    )
    mine = Waiting(made, extra, prime)

    refused = mine.show()
    before = mine.staged()
    made.client.tell(at_procore(made, home, erp_id="J1200", status=S.SYNCED), S.SYNCED)
    mine.show()

    assert [one.why for one in refused] == ["Procore, stage records: its project is not linked"] * 2
    assert before == {}
    assert set(mine.staged().values()) == {"staged"}
    assert len(mine.staged()) == 2


def test_what_is_shown_already_is_not_shown_again(made):
    mine = Waiting(made, *[
        one._replace(origin=Origin.ERP, erp_id=one.number)
        for one in many(company, 5, status=S.READY_TO_IMPORT)
    ])  # fmt: skip
    mine.show()
    asked = made.session.asked

    mine.show()
    mine.step(many(company, 5, status=S.READY_TO_IMPORT)[0], Action.ARCHIVE, S.ARCHIVED)
    mine.show()

    assert made.session.asked == asked + 1


def test_a_bad_line_leaves_it_for_later(made):
    mine = Waiting(made, of_sage(company, id=RecordId("sage-v"), erp_id="V77", number="V77"))
    made.faults.turn(FaultKind.DROP, 100)
    with pytest.raises(OutsideUnreachable, match="stage records"):
        mine.show()
    made.faults.turn(FaultKind.DROP, 0)

    assert mine.show() == []
    assert mine.staged() == {"V77": "staged"}


def test_a_path_that_is_a_guess_is_named_as_one():
    assert GUESSED == (STAGE,)
    assert "the path is a guess" in STAGE.confidence
