"""What every project system has to keep, and what it does with what it says it does not keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from core.case import Mirrored
from core.ports import Keeps, ProjectSystem, UnknownRecord
from core.records import Project, ProjectCode, Record, SovLine
from core.vocabulary import ContractType, ErpStatus, Origin, RecordId, RecordKind
from tests.records import (
    BUILDERS,
    CODES,
    NOW,
    budget,
    commitment,
    company,
    cost_code,
    many,
    prime_contract,
    project,
    record,
)

K, S = RecordKind, ErpStatus
ELECTRICAL = ProjectCode("26-000", "Electrical", ("M",), ("M",))
SAGES_JOB = Mirrored(
    K.PROJECT, "", "J1200", "Lake Street Bridge", body=Project(codes=(CODES[0], ELECTRICAL)),
)  # fmt: skip
"""Sage dropped one code of the default project, and has another one that the project has not."""
IN_LIST = cost_code(
    S.SYNCED, id=RecordId("cost_code-2"), number="26-000", title="Electrical", erp_id="26-000"
)
BORN = tuple(kind for kind in BUILDERS if kind not in (K.COST_CODE, K.JOB_COST))
"""Kinds that people of a project make."""


class Site(NamedTuple):
    """A project system under test, and what its people may do in it."""

    system: ProjectSystem
    hold: Callable[..., object]
    """Records that both sides know of already, and the project that they name."""
    draft: Callable[[Record], object]
    """Somebody makes a record there."""
    retitle: Callable[[RecordId, str], object]
    """Somebody edits a title there."""
    shown: Callable[[RecordId], Record]
    """What its people see; UnknownRecord where there is nothing."""
    count: Callable[[RecordKind], int]
    """How many records of a kind there are."""
    known: Callable[[], int]
    """The mark up to which both sides know everything."""

    def keeps(self, kind: RecordKind = K.COMMITMENT) -> Keeps:
        return self.system.keeps(kind)

    def news(self) -> list[Record]:
        """What is told that is not known yet."""
        return pages(self.system, self.known())[0]


def pages(system: ProjectSystem, mark: int, limit: int = 2) -> tuple[list[Record], int]:
    found: list[Record] = []
    while True:
        news, next_mark = system.news(mark, limit)
        found += news
        if next_mark == mark:
            return found, mark
        mark = next_mark


class ProjectSystemContract:
    """Subclasses give a fixture `site`."""

    def test_what_is_made_there_is_news_once(self, site: Site):
        for made in many(commitment, 5, status=S.UNSENT):
            site.draft(made)

        news, mark = pages(site.system, site.known())
        later, same = pages(site.system, mark)

        assert [r.number for r in news] == [f"SC0000{n}" for n in range(1, 6)]
        assert {r.status for r in news} == {S.UNSENT}
        assert (later, same) == ([], mark)

    def test_a_record_is_found_as_its_people_see_it(self, site: Site):
        site.hold(commitment(S.UNSENT))
        site.retitle(RecordId("commitment-1"), "Slab")

        assert site.system.find(RecordId("commitment-1")).title == "Slab"
        with pytest.raises(UnknownRecord):
            site.system.find(RecordId("nothing"))

    def test_a_word_that_comes_late_does_not_undo_a_later_one(self, site: Site):
        site.hold(commitment(S.UNSENT))
        before = site.shown(RecordId("commitment-1"))
        later = NOW + timedelta(seconds=1)
        site.system.tell(commitment(S.REJECTED, changed_at=later), S.REJECTED)

        site.system.tell(commitment(changed_at=NOW), S.READY_TO_EXPORT)
        site.system.tell(commitment(S.SYNCED, changed_at=NOW), S.SYNCED)

        shown = site.shown(RecordId("commitment-1"))
        assert shown.status is (S.REJECTED if site.keeps().status else before.status)
        assert shown.erp_id is None

    def test_what_both_sides_know_is_no_news(self, site: Site):
        site.hold(commitment(S.UNSENT))

        assert site.news() == []

    def test_an_edit_is_news_with_the_new_content(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.retitle(RecordId("commitment-1"), "Longer deck")

        assert [(r.id, r.title) for r in site.news()] == [("commitment-1", "Longer deck")]

    def test_being_told_is_no_news(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(), S.READY_TO_EXPORT)
        site.system.tell(commitment(S.SYNCED), S.SYNCED)

        assert site.news() == []

    def test_a_status_an_erp_id_and_the_last_words_are_shown(self, site: Site):
        site.hold(commitment(S.UNSENT))
        before = site.shown(RecordId("commitment-1"))

        site.system.tell(commitment(S.REJECTED, note="Wrong vendor"), S.REJECTED)
        rejected = site.shown(RecordId("commitment-1"))
        site.system.tell(commitment(S.SYNCED), S.SYNCED)
        synced = site.shown(RecordId("commitment-1"))

        if site.keeps().status:
            assert (rejected.status, rejected.note) == (S.REJECTED, "Wrong vendor")
        else:
            assert rejected == before
        assert (synced.status, synced.erp_id) == (S.SYNCED, "SC0001")

    def test_a_link_is_kept_where_there_is_a_field_for_it_and_nothing_else_is_touched(
        self, site: Site
    ):
        later = NOW + timedelta(seconds=1)
        born = [record(kind, S.UNSENT, origin=Origin.PROJECT) for kind in BORN]
        site.hold(*born)
        before = {held.kind: site.shown(held.id) for held in born}
        linked = [held._replace(status=S.SYNCED, erp_id="X1", changed_at=NOW) for held in born]

        for one in linked:
            site.system.tell(one, S.SYNCED)
        shown = {one.kind: site.shown(one.id) for one in linked}
        for one in linked:
            gone = one._replace(status=S.UNLINKED, erp_id=None, changed_at=later)
            site.system.tell(gone, S.UNLINKED)
        unlinked = {one.kind: site.shown(one.id) for one in linked}

        for kind in BORN:
            if site.keeps(kind).link:
                assert (shown[kind].status, shown[kind].erp_id) == (S.SYNCED, "X1"), kind
            else:
                assert shown[kind] == before[kind]
            assert (unlinked[kind].erp_id, unlinked[kind].body) == (None, before[kind].body), kind
        assert site.news() == []

    def test_what_is_sent_is_locked_or_else_its_edits_are_told(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(), S.READY_TO_EXPORT)
        site.retitle(RecordId("commitment-1"), "Changed under the approver's eyes")
        meanwhile = site.shown(RecordId("commitment-1")).title
        told = [r.title for r in site.news()]
        site.system.tell(commitment(S.REJECTED), S.REJECTED)
        site.retitle(RecordId("commitment-1"), "Corrected")

        if site.keeps().status:
            assert (meanwhile, told) == ("Bridge deck", [])
        else:
            assert told == [meanwhile] == ["Changed under the approver's eyes"]
        assert site.shown(RecordId("commitment-1")).title == "Corrected"

    def test_being_told_does_not_undo_an_edit(self, site: Site):
        site.hold(commitment(S.REJECTED))
        site.retitle(RecordId("commitment-1"), "Corrected")

        site.system.tell(commitment(S.REJECTED, note="late words"), S.REJECTED)

        assert site.shown(RecordId("commitment-1")).title == "Corrected"
        assert [r.title for r in site.news()] == ["Corrected"]

    def test_telling_twice_is_telling_once(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(S.SYNCED), S.SYNCED)
        once = site.shown(RecordId("commitment-1"))
        site.system.tell(commitment(S.SYNCED), S.SYNCED)

        assert site.shown(RecordId("commitment-1")) == once

    def test_an_imported_record_is_made_once_where_it_can_be_made(self, site: Site):
        general = cost_code(
            S.SYNCED, id=RecordId("cost_code-3"), number="01-100", erp_id="01-100"
        )  # fmt: skip
        site.hold(IN_LIST, general)
        # The budget names codes, which a project takes from the list.
        order = sorted(BUILDERS, key=lambda kind: (kind is not K.COST_CODE, kind is not K.PROJECT))
        imported = [record(kind, S.SYNCED, origin=Origin.ERP) for kind in order]

        for one in imported:
            site.system.create(one)
            site.system.create(one)

        for one in imported:
            if site.keeps(one.kind).imports:
                made = site.shown(one.id)
                assert (made.title, made.status) == (one.title, S.SYNCED), one.kind
                assert made.erp_id == one.erp_id
                assert site.count(one.kind) == 1 + 2 * (one.kind is K.COST_CODE)
            else:
                with pytest.raises(UnknownRecord):
                    site.shown(one.id)
        assert site.news() == []

    def test_a_reimport_shows_what_sage_holds_now_where_sage_rules_it(self, site: Site):
        site.hold(project(S.SYNCED))
        site.system.create(prime_contract(S.SYNCED))

        site.system.tell(prime_contract(S.SYNCED, title="Lake Street Viaduct"), S.SYNCED)

        kept = site.keeps(K.PRIME_CONTRACT).content
        shown = site.shown(RecordId("prime_contract-1"))
        assert shown.title == ("Lake Street Viaduct" if kept else "Lake Street Bridge")
        assert site.news() == []

    def test_a_linked_company_is_told_under_the_id_it_was_born_with(self, site: Site):
        site.hold(company(S.UNSENT))
        row = company(S.SYNCED)._replace(
            id=RecordId("vendor-row"), origin_id="company-1", origin=Origin.PROJECT
        )

        site.system.tell(row, S.SYNCED)

        shown = site.shown(RecordId("company-1"))
        assert (shown.id, shown.status, shown.erp_id) == ("company-1", S.SYNCED, "V1001")

    def test_a_company_is_kept_as_the_console_says(self, site: Site):
        site.hold(company(S.UNSENT))

        site.system.tidy(company(S.UNSENT, title="X-Walsh", active=False, city="Joliet"))

        shown = site.shown(RecordId("company-1"))
        assert (shown.title, shown.body.active, shown.body.city) == ("X-Walsh", False, "Joliet")
        assert site.news() == []

    def test_what_named_a_merged_company_names_the_one_that_stays(self, site: Site):
        stays = company(S.UNSENT, id="company-2", title="Walsh & Sons", number="V1002")
        other = commitment(S.UNSENT, id="commitment-2", vendor="company-2", vendor_name="Kerr")
        bought = commitment(
            S.UNSENT, id="commitment-3", number="PO1", type=ContractType.PURCHASE_ORDER
        )
        site.hold(stays, company(S.SYNCED), commitment(S.SYNCED), other, bought)
        ended = company(S.ARCHIVED, erp_id="V1001", parent="company-2", note="merged")

        site.system.tidy(ended)
        site.system.tidy(ended)

        mine, theirs, order = (site.system.find(RecordId(f"commitment-{n}")) for n in (1, 2, 3))
        assert (mine.vendor, mine.vendor_name) == ("company-2", "Walsh & Sons")
        assert (order.vendor, order.vendor_name) == ("company-2", "Walsh & Sons")
        assert (theirs.vendor, theirs.vendor_name) == ("company-2", theirs.vendor_name)
        shown = site.shown(RecordId("company-1"))
        assert (shown.erp_id, shown.body.active) == (None, False)
        if site.keeps(K.COMPANY).status:
            assert (shown.status, shown.parent) == (S.ARCHIVED, "company-2")
        assert site.news() == []

    def test_a_vendor_whose_company_was_merged_may_become_a_company_again(self, site: Site):
        site.hold(company(S.UNSENT, id="company-2", number="V1002"), company(S.SYNCED))
        site.system.tidy(company(S.ARCHIVED, parent="company-2"))

        site.system.create(company(S.SYNCED, title="Walsh again"))

        shown = site.shown(RecordId("company-1"))
        assert (shown.title, shown.status, shown.parent) == ("Walsh again", S.SYNCED, None)
        assert shown.body.active is True

    def test_what_is_deleted_is_gone_or_else_stays_as_its_people_had_it(self, site: Site):
        site.hold(commitment(S.UNSENT))
        before = site.shown(RecordId("commitment-1"))

        site.system.tell(commitment(S.DELETED), S.DELETED)
        site.system.tell(commitment(S.DELETED), S.DELETED)

        if site.keeps().deletion:
            with pytest.raises(UnknownRecord):
                site.system.find(RecordId("commitment-1"))
        else:
            assert site.shown(RecordId("commitment-1")) == before
        assert site.news() == []

    @pytest.mark.rule("cost codes 17")
    def test_renewing_brings_one_projects_codes_in_line_and_no_other(self, site: Site):
        other = project(S.SYNCED, id="project-2", number="J1300", erp_id="J1300")
        site.hold(IN_LIST, project(S.SYNCED), other)

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)

        codes = site.shown(RecordId("project-1")).body.codes
        assert [code.code for code in codes] == ["01-100", "03-300", "26-000"]
        if site.keeps(K.PROJECT).codes:
            assert [code.erp_types for code in codes] == [("L", "S"), (), ("M",)]
        assert site.shown(RecordId("project-2")).body.codes == CODES
        assert {r.id for r in site.news()} <= {"project-1"}

    def test_renewing_twice_is_renewing_once(self, site: Site):
        site.hold(IN_LIST, project(S.SYNCED))

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)
        news, mark = pages(site.system, site.known())
        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)

        assert pages(site.system, mark) == ([], mark)
        assert [r.id for r in news] == ["project-1"]

    @pytest.mark.parametrize("locked", [False, True])
    def test_new_codes_become_empty_lines_of_a_budget_that_is_not_locked(
        self, site: Site, locked: bool
    ):
        site.hold(IN_LIST, project(S.SYNCED), budget(S.UNSENT, locked=locked))

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=True)

        shown = site.shown(RecordId("budget-1"))
        more = not locked and site.keeps(K.PROJECT).codes
        assert len(shown.body.lines) == (3 if more else 2)
        assert shown.amount == 300_000_00

    @pytest.mark.rule("cost codes 12", "cost codes 13")
    def test_what_nothing_uses_is_removed_and_what_stays_says_why(self, site: Site):
        typed = ProjectCode("05-100", "Steel", ("M", "S"))
        order = commitment(S.UNSENT, lines=(SovLine(1, "05-100", "M", 1_00),))
        site.hold(project(S.SYNCED, codes=(*CODES, typed)), order)
        mine = project(S.SYNCED)

        stays = site.system.remove(mine, "05-100", "M")
        gone = site.system.remove(mine, "05-100", "S")
        again = site.system.remove(mine, "05-100", "S")

        left = site.shown(RecordId("project-1")).body.codes[-1].types
        if site.keeps(K.PROJECT).codes:
            assert stays == "05-100 M is used by commitment SC0001."
            assert (gone, again, left) == (None, None, ("M",))
        else:
            assert gone == again != stays
            assert "05-100 S" in gone
            assert left == ("M", "S")
        assert site.system.remove(mine, "99-999", "") is None
