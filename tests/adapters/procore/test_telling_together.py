"""What is owed for many records goes in few calls, each row taken or refused by itself."""

from collections import Counter
from datetime import timedelta

import pytest

from adapters.procore.projects import ProcoreProjects
from adapters.sandbox.faults import FaultKind
from adapters.stores.sqlite import SqliteStore
from core.case import NOTHING_SAID
from core.decision import Allowed
from core.dispatch import Dispatcher
from core.people import CONNECTOR
from core.ports import Asked, OutsideUnreachable
from core.vocabulary import Action, Effect, ErpStatus, Origin, RecordId
from tests.adapters.procore.desk import desk
from tests.adapters.procore.published import HeldToIt
from tests.conformance.stores.deeds import Clock
from tests.core.test_dispatch import SlowErp, Time
from tests.records import commitment, company, cost_code, project

S = ErpStatus
SYNC = "sync vendors"


class Killed(BaseException):
    """The connector ended here, as by SIGKILL."""


class Company:
    """A store that owes a word on many vendors, and connectors on one clock."""

    def __init__(self, made, *records, effect=Effect.TELL):
        self.desk, self.clock, self.asked = made, Clock(), []
        ask = made.session.ask

        def heard(known, **said):
            self.asked.append((known.call.name, said))
            return ask(known, **said)

        made.session.ask = heard
        self.store = SqliteStore(None, self.clock)
        self.store.arrive([one._replace(export_key=None) for one in records], CONNECTOR)
        action = Action.CONFIRM if effect is Effect.TELL else Action.IMPORT
        asked = [Asked(one.id, one.version) for one in records]

        def judged(case, _):
            linked = case.record._replace(
                status=S.SYNCED, version=case.record.version + 1, changed_at=case.now
            )
            return Allowed(action, linked, effect, "linked")

        self.store.decide(asked, CONNECTOR, NOTHING_SAID, judged, action)

    def connector(self, passing=lambda _: None, projects=None):
        return Dispatcher(
            self.store, SlowErp(Time()), projects or self.desk.client, owner="us", lease=60,
            passing=passing,
        )  # fmt: skip

    def perform(self, **named):
        """Whatever is due, until nothing is."""
        connector = self.connector(**named)
        while connector.perform_owed(10):
            pass

    def calls(self, name=SYNC):
        return [call for call in self.asked if call[0] == name]

    def linked(self):
        return Counter(self.desk.projects.find(one).erp_id for one in self.names)

    @property
    def names(self):
        found = self.desk.projects.database.rows("SELECT record FROM copies ORDER BY rowid")
        return [RecordId(name) for (name,) in found]


def vendors(count):
    return [
        company(S.UNSENT, id=RecordId(f"company-{n}"), number=f"V{n:05}", title=f"Vendor {n}")
        for n in range(count)
    ]


def owing(folder_desk, count):
    """The company once it knows its vendors by their names at Procore."""
    folder_desk.news(limit=10_000)
    ids = dict(folder_desk.projects.database.rows("SELECT thing, id FROM procore_things"))
    known = [
        company(
            S.EXPORTING, id=RecordId(f"procore-vendors-{ids[f'company-{n}']}"), number=f"V{n:05}",
            title=f"Vendor {n}", erp_id=f"V{n:05}",
        )
        for n in range(count)
    ]  # fmt: skip
    return Company(folder_desk, *known)


@pytest.fixture
def twelve(tmp_path):
    with desk(tmp_path, *vendors(12), place=tmp_path / "procore.sqlite") as made:
        yield owing(made, 12)


def test_two_thousand_five_hundred_vendors_are_told_in_three_calls(tmp_path):
    with desk(tmp_path, *vendors(2_500), page=1_000) as made:
        mine = owing(made, 2_500)

        mine.perform()

        assert mine.store.owing() == 0
        assert [name for name, _ in mine.asked] == [SYNC, SYNC, SYNC]
        assert set(mine.linked().values()) == {1}
        assert "V02499" in mine.linked()


def test_a_row_that_is_refused_keeps_its_debt_and_its_error_and_the_others_are_done(tmp_path):
    taken = company(S.SYNCED, id=RecordId("company-99"), erp_id="V00005", number="V99999")
    with desk(tmp_path, *vendors(12), taken) as made:
        mine = owing(made, 12)

        mine.perform()

        (left,) = mine.store.unperformed(10)
        assert left.record == made.name("company-5")
        assert left.why == "Procore, sync vendors: origin_id: has already been taken"
        assert left.due_at > mine.clock()
        assert sum(mine.linked().values()) == 13
        assert mine.linked()[None] == 1
        made.projects.tell(taken._replace(erp_id=None, status=S.UNLINKED), S.UNLINKED)
        mine.clock.pass_(120)
        mine.perform()
        assert mine.store.owing() == 0


@pytest.mark.parametrize("point", ["claimed", "sent", "answered"])
def test_who_dies_on_the_way_leaves_it_owed_and_the_next_one_doubles_nothing(twelve, point):
    def dies(reached):
        if reached == point:
            raise Killed

    with pytest.raises(Killed):
        twelve.connector(dies).perform_owed(10)
    sent = len(twelve.calls())

    assert twelve.store.owing() == 12
    twelve.clock.pass_(61)
    twelve.perform()

    assert twelve.store.owing() == 0
    assert len(twelve.calls()) == max(sent, 1)
    assert set(twelve.linked().values()) == {1}


def test_a_call_that_nobody_answered_is_looked_up_before_it_is_sent_again(twelve):
    twelve.desk.faults.turn(FaultKind.DROP, 100)
    twelve.perform()
    (why,) = {one.why for one in twelve.store.unperformed(20)}
    twelve.desk.faults.turn(FaultKind.DROP, 0)
    twelve.clock.pass_(120)

    twelve.perform()

    sent, looked = twelve.asked
    assert "sync vendors" in why
    assert twelve.store.owing() == 0
    assert (sent[0], looked[0]) == (SYNC, "list vendors")
    assert "filters[updated_at]" in looked[1]["query"]
    assert set(twelve.linked().values()) == {1}


def test_a_call_that_never_came_is_looked_up_and_then_sent_once(twelve):
    twelve.desk.faults.turn(FaultKind.TIMEOUT, 100)
    twelve.perform()
    twelve.desk.faults.turn(FaultKind.TIMEOUT, 0)
    twelve.clock.pass_(120)

    twelve.perform()

    assert twelve.store.owing() == 0
    assert set(twelve.linked().values()) == {1}


def test_the_mark_of_a_doubt_outlives_its_process(twelve, tmp_path):
    twelve.desk.faults.turn(FaultKind.DROP, 100)
    twelve.perform()
    twelve.desk.faults.turn(FaultKind.DROP, 0)
    twelve.clock.pass_(120)
    again = ProcoreProjects(twelve.desk.session, tmp_path / "procore.sqlite")

    twelve.perform(projects=again)

    assert len(twelve.calls()) == 1
    assert twelve.store.owing() == 0


@pytest.mark.parametrize(
    "kind", [FaultKind.DOWN, FaultKind.REFUSE, FaultKind.TIMEOUT, FaultKind.DROP]
)
def test_a_bad_line_ends_with_every_vendor_linked_once(twelve, kind):
    twelve.desk.faults.turn(FaultKind(kind), 50)

    for _ in range(40):
        twelve.perform()
        twelve.clock.pass_(120)

    assert twelve.store.owing() == 0
    assert set(twelve.linked().values()) == {1}
    assert None not in twelve.linked()


def test_vendors_of_sage_are_made_in_one_call_and_once(tmp_path):
    new = [
        company(
            S.READY_TO_IMPORT, id=RecordId(f"sage-{n}"), number=f"S{n:03}", title=f"Of Sage {n}",
            erp_id=f"S{n:03}", origin=Origin.ERP,
        )
        for n in range(30)
    ]  # fmt: skip
    with desk(tmp_path) as made:
        mine = Company(made, *new, effect=Effect.CREATE)
        made.faults.turn(FaultKind.DROP, 100)
        mine.perform()
        made.faults.turn(FaultKind.DROP, 0)
        mine.clock.pass_(120)

        mine.perform()

        assert mine.store.owing() == 0
        assert mine.linked() == Counter(one.erp_id for one in new)
        assert made.news() == ([], 0)


def test_standard_codes_are_made_in_one_call(tmp_path):
    new = [
        cost_code(
            S.READY_TO_IMPORT, id=RecordId(f"sage-{n}"), number=f"01-{n:03}", title=f"Code {n}",
            erp_id=f"01-{n:03}", origin=Origin.ERP,
        )
        for n in range(5)
    ]  # fmt: skip
    with desk(tmp_path) as made:
        mine = Company(made, *new, effect=Effect.CREATE)

        mine.perform()

        assert mine.store.owing() == 0
        assert len(mine.calls("sync standard cost codes")) == 1
        assert len(made.projects.database.rows("SELECT 1 FROM copies")) == 5


def test_each_project_has_a_call_of_its_own(tmp_path):
    jobs = [project(S.UNSENT, id=RecordId(f"project-{n}"), number=f"24-{n}") for n in (1, 2)]
    orders = [
        commitment(
            S.UNSENT, id=RecordId(f"order-{n}"), number=f"SC{n}", project=jobs[n % 2].id,
            project_number=jobs[n % 2].number,
        )
        for n in range(6)
    ]  # fmt: skip
    with desk(tmp_path, *jobs, *orders) as made:
        made.news()
        known = [
            one._replace(
                id=made.name(one.id), project=made.name(one.project), status=S.EXPORTING,
                erp_id=one.number,
            )
            for one in orders
        ]  # fmt: skip
        mine = Company(made, *known)

        mine.perform()

        assert mine.store.owing() == 0
        assert len(mine.calls("sync work order contracts")) == 2
        assert {made.projects.find(one.id).erp_id for one in orders} == {o.number for o in orders}


def test_a_whole_call_that_is_refused_is_halved_until_the_row_is_alone(twelve):
    ask = twelve.desk.session.ask

    def strict(known, **said):
        rows = (said.get("json") or {}).get("updates", ())
        if any(row["origin_id"] == "V00007" for row in rows):
            said["json"] = {**said["json"], "updates": "none"}
        return ask(known, **said)

    twelve.desk.session.ask = strict

    twelve.perform()

    (left,) = twelve.store.unperformed(20)
    assert left.record == twelve.desk.name("company-7")
    assert "400" in left.why


def test_what_goes_alone_still_goes_alone(tmp_path):
    with desk(tmp_path, *vendors(1)) as made:
        mine = owing(made, 1)

        mine.perform()

        assert (mine.store.owing(), mine.linked()) == (0, Counter({"V00000": 1}))


def test_a_word_that_comes_late_does_not_undo_a_later_one(twelve):
    first = twelve.store.find(twelve.desk.name("company-0"))
    later = first._replace(
        erp_id=None, status=S.UNLINKED, changed_at=first.changed_at + timedelta(seconds=1)
    )
    twelve.perform()
    twelve.desk.client.tell(later, S.UNLINKED)

    heard = twelve.desk.client.together(Effect.TELL, first.kind).perform([first])

    assert [one.why for one in heard] == [""]
    assert twelve.linked()[None] == 1


def test_nobody_is_reached_and_all_stays_owed(twelve):
    twelve.desk.faults.turn(FaultKind.DOWN, 100)
    records = [twelve.store.find(one.record) for one in twelve.store.unperformed(20)]

    with pytest.raises(OutsideUnreachable):
        twelve.desk.client.together(Effect.TELL, records[0].kind).perform(records)
    twelve.perform()

    assert twelve.store.owing() == 12


def test_what_is_sent_together_is_as_it_is_published(tmp_path):
    published = HeldToIt()
    new = [
        company(S.READY_TO_IMPORT, id=RecordId(f"sage-{n}"), number=f"S{n}", erp_id=f"S{n}")
        for n in range(2)
    ]
    with desk(tmp_path, *vendors(3), transport=published) as made:
        told = owing(made, 3)
        before = len(published.refused)
        made.faults.turn(FaultKind.DROP, 100)
        told.perform()
        made.faults.turn(FaultKind.DROP, 0)
        told.clock.pass_(120)
        told.perform()
        heard = made.client.together(Effect.CREATE, new[0].kind).perform(new)

    assert {one.why for one in heard} == {""}
    assert published.refused[before:] == []
