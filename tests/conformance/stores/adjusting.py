"""Changing settings, a project's settings and people: judged, kept and audited at once."""

import pytest

from core.audit import SETTINGS, chained, of_person, of_project
from core.case import NOTHING_SAID
from core.decision import Refused
from core.objection import Objection
from core.people import CONNECTOR
from core.ports import Adjusted, Asked
from core.settings import ProjectSettings, Settings
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import A, S, act, ready, world
from tests.people import ADA, ANA, VIC
from tests.records import company, project

NO = Refused(A.ADJUST, (Objection("here", "No."),))
BRIDGE = project(S.SYNCED).id


def zone(name: str):
    return lambda _, present: Adjusted(present._replace(time_zone=name), f"time_zone={name}")


def transactions(_, present):
    return Adjusted(present._replace(transactions=True), "transactions=yes")


def pusher(id: str):
    return lambda _, people: Adjusted(people[id]._replace(can_push=True), "can_push=yes")


class Adjusting:
    """Part of StoreContract."""

    def test_an_adjusted_setting_is_kept_with_one_entry_in_the_chain(self, store, clock):
        world(store)
        last = store.history(company(S.SYNCED).id)[-1]

        done = store.adjust_settings(ADA, zone("America/Chicago"))

        assert done == Adjusted(Settings(time_zone="America/Chicago"), "time_zone=America/Chicago")
        assert store.settings() == done.value
        (entry,) = store.history(SETTINGS)
        assert (entry.seq, entry.version, entry.at) == (last.seq + 1, 1, clock.now)
        assert (entry.actor, entry.action, entry.said) == (ADA.name, A.ADJUST, done.said)
        assert (entry.source, entry.target) == (None, None)
        assert entry.hash == chained(last.hash, entry)

    def test_each_subject_counts_its_own_changes(self, store):
        store.keep_person(VIC)
        store.adjust_settings(ADA, zone("Europe/Paris"))
        store.adjust_person("vic", ADA, pusher("vic"))
        store.adjust_settings(ADA, zone("Europe/Rome"))

        versions = [[e.version for e in store.history(of)] for of in (SETTINGS, of_person("vic"))]

        assert versions == [[1, 2], [1]]

    def test_what_is_refused_changes_nothing(self, store):
        store.keep_person(VIC)
        before = store.change()

        said = [
            store.adjust_settings(ADA, lambda *_: NO),
            store.adjust_project(BRIDGE, ADA, lambda *_: NO),
            store.adjust_person("vic", ADA, lambda *_: NO),
        ]

        assert said == [NO, NO, NO]
        assert (store.settings(), store.person("vic")) == (Settings(), VIC)
        assert [*store.history(SETTINGS), *store.history(of_person("vic"))] == []
        assert store.change() == before

    def test_a_value_that_stays_makes_no_entry(self, store):
        store.adjust_settings(ADA, zone("Europe/Paris"))

        done = store.adjust_settings(ADA, zone("Europe/Paris"))

        assert isinstance(done, Adjusted)
        assert len(store.history(SETTINGS)) == 1

    def test_a_judge_that_fails_changes_nothing(self, store):
        with pytest.raises(ZeroDivisionError):
            store.adjust_settings(ADA, lambda *_: 1 // 0)

        assert store.adjust_settings(ADA, zone("Europe/Paris")).value == store.settings()
        assert len(store.history(SETTINGS)) == 1

    def test_an_adjustment_is_noticed_by_others(self, store):
        before = store.change()

        store.adjust_settings(ADA, zone("Europe/Paris"))

        assert store.change() != before

    def test_the_judge_sees_the_rights_of_this_moment(self, store):
        store.keep_person(ANA._replace(can_push=False))
        seen = []

        for adjust in (
            lambda judge: store.adjust_settings(ANA, judge),
            lambda judge: store.adjust_project(BRIDGE, ANA, judge),
            lambda judge: store.adjust_person("ana", ANA, judge),
        ):
            adjust(lambda actor, _: seen.append(actor.can_push) or NO)

        assert seen == [False, False, False]

    def test_a_new_person_is_added_and_read_back_at_once(self, store):
        store.keep_person(ADA)

        store.adjust_person("vic", ADA, lambda *_: Adjusted(VIC, "added"))

        assert store.person("vic") == VIC
        assert [p.id for p in store.people()] == ["ada", "vic"]
        assert store.history(of_person("vic"))[0].said == "added"

    def test_rights_that_are_taken_are_gone_in_the_next_decision(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        store.keep_person(ANA)
        rightless = ANA._replace(can_push=False)

        store.adjust_person("ana", ADA, lambda *_: Adjusted(rightless, "can_push=no"))

        (done,) = act(store, A.ACCEPT, ready(), actor=ANA)
        assert isinstance(done, Refused)

    def test_a_projects_settings_reach_the_cases_of_its_records_and_its_own(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        unchosen = store.case(ready().id, ANA).chosen

        store.adjust_project(BRIDGE, ADA, transactions)

        mine = ProjectSettings(transactions=True)
        assert (unchosen, store.project_settings(BRIDGE)) == (ProjectSettings(), mine)
        cases = [store.case(of, ANA).chosen for of in (ready().id, BRIDGE, company().id)]
        assert cases == [mine, mine, ProjectSettings()]
        assert store.history(of_project(BRIDGE))[0].said == "transactions=yes"

    def test_projects_for_which_something_was_chosen_are_known(self, store):
        store.keep("project_settings", "no project's")

        store.adjust_project(BRIDGE, ADA, transactions)

        assert store.chosen_projects() == {BRIDGE: ProjectSettings(transactions=True)}

    def test_other_projects_keep_their_defaults(self, store):
        other = RecordId("project-other")
        world(store)
        store.arrive([ready(project=other)], CONNECTOR)

        store.adjust_project(BRIDGE, ADA, transactions)

        assert store.case(ready().id, ANA).chosen == ProjectSettings()
        assert store.project_settings(other) == ProjectSettings()

    def test_decisions_read_what_was_chosen(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        store.adjust_project(BRIDGE, ADA, transactions)
        seen = []

        def judge(case, _):
            seen.append(case.chosen.transactions)
            return NO

        store.decide([Asked(ready().id)], ANA, NOTHING_SAID, judge, A.ACCEPT)

        assert seen == [True]

    def test_a_record_of_a_linked_project_gets_what_was_chosen_for_the_row_it_lives_on_in(
        self, store
    ):
        row = project(S.SYNCED, id=RecordId("job-1"), origin_id=RecordId("project-1"))
        store.arrive([row, ready(project=RecordId("project-1"))], CONNECTOR)

        store.adjust_project(row.id, ADA, transactions)

        assert store.case(ready().id, ANA).chosen.transactions

    def test_what_was_chosen_for_a_project_stays_when_it_is_linked_to_a_row(self, store):
        row = project(S.SYNCED, id=RecordId("job-1"), origin_id=RecordId("project-1"))
        store.adjust_project(RecordId("project-1"), ADA, transactions)

        store.arrive([row, ready(project=RecordId("project-1"))], CONNECTOR)

        cases = [store.case(of, ANA).chosen.transactions for of in (ready().id, row.id)]
        assert cases == [True, True]
        assert store.project_settings(row.id).transactions
