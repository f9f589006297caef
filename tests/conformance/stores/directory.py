"""The part of the contract about the directory: namesakes, links in bulk, companies merged."""

import pytest

from core.case import Answers
from core.decision import Allowed, Refused
from core.matches import suggested, ties
from core.people import CONNECTOR
from core.ports import Asked
from core.records import Record
from core.settings import Settings
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind, View
from tests.conformance.stores.deeds import act, judge_by_the_rules, move
from tests.people import ADA, ANA
from tests.records import case, commitment, company, mirrored, subcontractor_invoice

A, K, S, V = Action, RecordKind, ErpStatus, View


def vendor(number: str, title: str, status: ErpStatus = S.READY_TO_IMPORT) -> Record:
    """One that Sage holds."""
    return company(status, id=f"vendor-{number}", erp_id=number, number=number, title=title)


def member(number: str, title: str, status: ErpStatus = S.UNSENT, **changes: object) -> Record:
    """A company of the directory."""
    named = {"id": f"company-{number}", "number": number, "title": title} | changes
    return company(status, **named)


def of(name: Record, **changes: object) -> Record:
    """A commitment of a company."""
    number = str(changes.pop("number", "SC1"))
    return commitment(
        changes.pop("status", S.SYNCED), id=f"commitment-{number}", number=number, erp_id=number,
        vendor=name.at_origin, vendor_name=name.title, **changes,
    )  # fmt: skip


def seen(store, clock, *vendors: Record) -> None:
    held = [mirrored(case(one)) for one in vendors]
    store.mirror(K.COMPANY, held, clock.now, mark=1)


def into(primary: Record, keep: str | None = None) -> Answers:
    return Answers(link_to=primary.id, erp_id=keep, confirmed=True)


class Directories:
    """The directory in the store."""

    def test_companies_are_listed_by_name_without_what_is_put_away(self, store):
        store.arrive(
            [
                vendor("V2", "Zeta"),
                member("C1", "alpha", active=False),
                vendor("V3", "Kerr", S.ARCHIVED),
                commitment(),
            ],
            CONNECTOR,
        )  # fmt: skip

        found = store.companies()

        assert [(c.title, c.status, c.erp_id, c.active) for c in found] == [
            ("alpha", S.UNSENT, None, False), ("Zeta", S.READY_TO_IMPORT, "V2", True),
        ]  # fmt: skip

    def test_a_case_knows_the_namesakes_of_a_company(self, store):
        waiting = member("C1", "Star Framing, L.L.C.", S.READY_TO_EXPORT)
        store.arrive([waiting, vendor("V1", "STAR FRAMING"), vendor("V2", "Stark Ltd")], CONNECTOR)

        near = store.case(waiting.id, ANA).directory.near

        assert [(n.company.erp_id, n.percent) for n in near] == [("V1", 100)]

    def test_how_alike_a_namesake_is_depends_on_the_policy(self, store):
        waiting = member("C1", "Creative Arts Found", S.READY_TO_EXPORT)
        store.arrive([waiting, vendor("V1", "Creative Arts Fund")], CONNECTOR)

        def found(percent: int) -> int:
            policies = Settings().policies._replace(near_duplicate=percent)
            store.keep_settings(Settings(policies=policies))
            return len(store.case(waiting.id, ANA).directory.near)

        assert [found(percent) for percent in (90, 97, 98, 100, 0)] == [1, 1, 0, 0, 0]

    def test_the_bulk_acceptance_of_companies_warns_of_each_namesake(self, store):
        pairs = [member(f"C{n}", f"Walsh {n}", S.READY_TO_EXPORT) for n in (11, 12)]
        store.arrive([*pairs, vendor("V11", "WALSH 11, Inc.")], CONNECTOR)

        one, two = act(store, A.ACCEPT, *pairs)

        assert [w.rule for w in one.warnings] == ["vendors 2.2"]
        assert [len(d.warnings) for d in (one, two)] == [1, 0]

    def test_namesakes_follow_what_happens_to_them(self, store, clock):
        waiting = member("C1", "Star Framing", S.READY_TO_EXPORT)
        other = vendor("V1", "Star Framing")
        store.arrive([waiting, other], CONNECTOR)
        assert store.case(waiting.id, ANA).directory.near
        seen(store, clock, other)

        renamed = other._replace(title="Moon Plumbing")
        store.amend(renamed, CONNECTOR, "renamed")
        none = store.case(waiting.id, ANA).directory.near
        store.amend(store.find(other.id)._replace(title="Star Framings"), CONNECTOR, "again")
        (one,) = store.case(waiting.id, ANA).directory.near
        act(store, A.ARCHIVE, store.find(other.id), actor=ADA)

        assert (none, one.company.title) == ((), "Star Framings")
        assert store.case(waiting.id, ANA).directory.near == ()

    def test_an_undone_transaction_leaves_no_name_behind(self, store):
        waiting = member("C1", "Star Framing", S.READY_TO_EXPORT)
        twin = member("C2", "Kerr", S.READY_TO_EXPORT)
        store.arrive([waiting, twin], CONNECTOR)
        store.case(waiting.id, ANA)
        asked = [Asked(twin.id), Asked(twin.id), Asked("company-none")]

        def judge(of_case, _):
            if of_case.record.version > 1:
                raise RuntimeError("in the middle")
            return Allowed(A.ACCEPT, of_case.record._replace(title="Star Framing", version=2), None)

        with pytest.raises(RuntimeError, match="in the middle"):
            store.decide(asked, ANA, Answers(), judge, A.ACCEPT)

        assert store.case(waiting.id, ANA).directory.near == ()

    def test_links_in_bulk_have_an_answer_each(self, store, clock):
        pairs = [(vendor(f"V{n}", f"Walsh {n}"), member(f"C{n}", f"walsh {n}")) for n in range(3)]
        store.arrive([record for pair in pairs for record in pair], CONNECTOR)
        seen(store, clock, *(one for one, _ in pairs))
        asked = [match.asked for match in ties(suggested(store.companies()))]

        done = store.decide(asked, ADA, Answers(), judge_by_the_rules(A.LINK), A.LINK, batch="B-1")

        assert all(isinstance(o.decision, Allowed) for o in done)
        assert [store.find(v.id).at_origin for v, _ in pairs] == [c.id for _, c in pairs]
        assert {store.history(c.id)[-1].batch for _, c in pairs} == {"B-1"}

    def test_a_merged_company_ends_and_its_records_name_the_other(self, store):
        stays, goes = member("C1", "Walsh"), member("C2", "Walsh Inc", S.REJECTED)
        theirs = of(goes, status=S.UNSENT)
        store.arrive([stays, goes, theirs], CONNECTOR)

        (decision,) = act(store, A.MERGE, goes, actor=ADA, answers=into(stays))

        assert isinstance(decision, Allowed), decision
        ended, carried = store.find(goes.id), store.find(theirs.id)
        assert (ended.status, ended.erp_id, ended.parent) == (S.ARCHIVED, None, stays.id)
        assert (carried.vendor, carried.vendor_name, carried.version) == (stays.id, "Walsh", 2)
        assert store.history(theirs.id)[-1].action is A.CARRY
        assert store.find(stays.id) == stays

    def test_the_vendor_of_a_merged_company_may_survive(self, store):
        stays = member("C1", "Walsh")
        goes = vendor("V2", "Walsh Inc", S.SYNCED)._replace(origin_id="company-C2")
        theirs = of(goes)
        store.arrive([stays, goes, theirs], CONNECTOR)

        (decision,) = act(store, A.MERGE, goes, actor=ADA, answers=into(stays))

        assert isinstance(decision, Allowed), decision
        heir, ended = store.find(stays.id), store.find(goes.id)
        assert (heir.status, heir.erp_id, heir.title) == (S.SYNCED, "V2", "Walsh")
        assert (ended.status, ended.erp_id) == (S.ARCHIVED, None)
        assert store.find(theirs.id).vendor == stays.id
        assert store.history(stays.id)[-1].action is A.INHERIT
        assert store.owing() == 2

    def test_two_vendors_exchange_their_ids_where_the_other_one_survives(self, store):
        stays, goes = vendor("V1", "Walsh", S.SYNCED), vendor("V2", "Walsh Inc", S.SYNCED)
        store.arrive([stays, goes], CONNECTOR)

        (decision,) = act(store, A.MERGE, goes, actor=ADA, answers=into(stays, "V2"))

        assert isinstance(decision, Allowed), decision
        heir, ended = store.find(stays.id), store.find(goes.id)
        assert (heir.status, heir.erp_id) == (S.SYNCED, "V2")
        assert (ended.status, ended.erp_id) == (S.ARCHIVED, "V1")
        assert store.linked(K.COMPANY, "V2").id == stays.id
        assert store.linked(K.COMPANY, "V1").id == goes.id

    def test_a_vendor_that_does_not_survive_can_be_restored_as_one_that_only_sage_holds(
        self, store
    ):
        stays, goes = vendor("V1", "Walsh", S.SYNCED), vendor("V2", "Walsh Inc", S.SYNCED)
        store.arrive([stays, goes._replace(origin_id="company-C2")], CONNECTOR)
        act(store, A.MERGE, store.find(goes.id), actor=ADA, answers=into(stays, "V1"))

        act(store, A.RESTORE, store.find(goes.id), actor=ADA)

        restored = store.find(goes.id)
        assert (restored.status, restored.erp_id) == (S.READY_TO_IMPORT, "V2")
        assert (restored.parent, restored.origin_id, restored.note) == (None, "", "")
        assert store.carrier(RecordId("company-C2")) == "company-C2"

    def test_a_merge_that_would_make_one_of_two_invoices_is_refused(self, store):
        stays, goes = member("C1", "Walsh"), member("C2", "Walsh Inc")
        bills = [
            subcontractor_invoice(
                S.SYNCED, id=f"invoice-{name.number}", vendor=name.id, vendor_name=name.title,
                erp_id="INV-1",
            )
            for name in (stays, goes)
        ]  # fmt: skip
        store.arrive([stays, goes, *bills], CONNECTOR)

        (decision,) = act(store, A.MERGE, goes, actor=ADA, answers=into(stays))

        assert isinstance(decision, Refused)
        assert decision.objections[0].text == (
            "Sage id INV-1 is taken by subcontractor invoice INV-7001, Bridge deck, October."
        )
        assert store.find(goes.id) == goes

    def test_a_case_counts_who_names_a_company(self, store):
        named = member("C1", "Walsh")
        store.arrive([named, of(named), of(named, number="SC2", status=S.UNSENT)], CONNECTOR)
        move(store, store.find(RecordId("commitment-SC1")), S.EXPORTING)

        found = store.case(named.id, ADA).directory

        assert (found.commitments, found.on_their_way) == (2, 1)
