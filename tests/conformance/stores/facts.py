"""Settings, people and facts."""

from concurrent.futures import ThreadPoolExecutor

from core.people import CONNECTOR
from core.ports import (
    Batch,
)
from core.settings import Limits, Policy, Settings
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import A, K, act, ready, world
from tests.people import ADA, ANA, CAST, VIC


class Keeping:
    """Part of StoreContract."""

    def test_settings_come_back_as_they_were_kept(self, store):
        mine = Settings(
            limits=Limits(job_id=7), commitment_title=Policy.WARN, vendor_types=("A", "B")
        )
        assert store.settings() == Settings()

        store.keep_settings(mine)

        assert store.settings() == mine
        assert type(store.settings().commitment_title) is Policy

    def test_settings_are_part_of_every_case(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        store.case(ready().id, ANA)

        store.keep_settings(Settings(suggest_job_id=False))

        assert not store.case(ready().id, ANA).settings.suggest_job_id

    def test_people_come_back_as_they_were_kept(self, store):
        narrow = ANA._replace(
            id="nan", exports=frozenset({K.COMMITMENT}), imports=frozenset(), create_projects=True
        )
        for person in (*CAST, narrow):
            store.keep_person(person)
        store.keep_person(VIC._replace(name="Victoria"))

        assert store.person("nan") == narrow
        assert store.person("ada") == ADA
        assert store.person("vic").name == "Victoria"
        assert store.person("nobody") is None
        assert {p.id for p in store.people()} == {p.id for p in CAST} | {"nan"}

    def test_facts_and_marks_are_kept(self, store):
        assert (store.kept("company"), store.mark("x")) == (None, 0)

        store.keep("company", "City of Chicago")
        store.keep("company", "Chicago")
        store.keep_mark("x", 5)
        store.keep_mark("x", 7)

        assert (store.kept("company"), store.mark("x")) == ("Chicago", 7)

    def test_a_fact_is_revised_by_one_at_a_time(self, store):
        def more(before):
            return f"{before or ''}x"

        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda _: store.revise("tally", more), range(20)))

        assert sorted(map(len, told)) == list(range(1, 21))
        assert store.kept("tally") == "x" * 20

    def test_a_batch_comes_back_as_it_was_kept(self, store, clock):
        batch = Batch("B-1", A.ACCEPT, "Ana", clock.now, 3, 1, ((RecordId("r"), ("No.", "Nor.")),))

        store.keep_batch(batch)

        assert store.batch("B-1") == batch
        assert store.batch("B-2") is None

    def test_a_change_by_anyone_is_noticed(self, store):
        world(store)
        store.arrive([ready()], CONNECTOR)
        seen = [store.change(), store.change()]

        act(store, A.ACCEPT, ready())
        seen.append(store.change())
        store.claim("w", 30, 1)
        seen.append(store.change())

        assert seen[0] == seen[1]
        assert len(set(seen)) == 3
