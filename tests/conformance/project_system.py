"""What every project system has to keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from core.case import Mirrored
from core.ports import ProjectSystem, UnknownRecord
from core.records import Project, ProjectCode, Record, SovLine
from core.vocabulary import ErpStatus, Origin, RecordId, RecordKind
from tests.records import CODES, NOW, budget, commitment, company, many, prime_contract, project

S = ErpStatus
SAGES_JOB = Mirrored(
    RecordKind.PROJECT, "", "J1200", "Lake Street Bridge",
    body=Project(codes=(CODES[0], ProjectCode("26-000", "Electrical", ("M",), ("M",)))),
)  # fmt: skip
"""Sage dropped one code of the default project, and has another one that the project has not."""


class Site(NamedTuple):
    """A project system under test, and what its people may do in it."""

    system: ProjectSystem
    hold: Callable[[Record], object]
    """A record that both sides know of already."""
    draft: Callable[[Record], object]
    """Somebody makes a record there."""
    retitle: Callable[[RecordId, str], object]
    """Somebody edits a title there."""
    shown: Callable[[RecordId], Record]
    """What its people see."""


def pages(system: ProjectSystem, mark: int = 0, limit: int = 2) -> tuple[list[Record], int]:
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
        for record in many(commitment, 5, status=S.UNSENT):
            site.draft(record)

        news, mark = pages(site.system)
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
        sent = commitment(changed_at=NOW)
        site.system.tell(commitment(S.REJECTED, changed_at=NOW + timedelta(seconds=1)), S.REJECTED)

        site.system.tell(sent, S.READY_TO_EXPORT)

        assert site.shown(RecordId("commitment-1")).status is S.REJECTED

    def test_what_both_sides_know_is_no_news(self, site: Site):
        site.hold(commitment(S.UNSENT))

        assert pages(site.system) == ([], 0)

    def test_an_edit_is_news_with_the_new_content(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.retitle(RecordId("commitment-1"), "Longer deck")

        news, _ = pages(site.system)
        assert [(r.id, r.title) for r in news] == [("commitment-1", "Longer deck")]

    def test_being_told_is_no_news(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(), S.READY_TO_EXPORT)

        assert pages(site.system) == ([], 0)

    def test_a_status_an_erp_id_and_the_last_words_are_shown(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(S.REJECTED, note="Wrong vendor"), S.REJECTED)
        rejected = site.shown(RecordId("commitment-1"))
        site.system.tell(commitment(S.SYNCED), S.SYNCED)
        synced = site.shown(RecordId("commitment-1"))

        assert (rejected.status, rejected.note) == (S.REJECTED, "Wrong vendor")
        assert (synced.status, synced.erp_id) == (S.SYNCED, "SC0001")

    def test_what_is_sent_is_locked_and_what_is_rejected_is_open_again(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(), S.READY_TO_EXPORT)
        site.retitle(RecordId("commitment-1"), "Changed under the approver's eyes")
        locked = site.shown(RecordId("commitment-1"))
        site.system.tell(commitment(S.REJECTED), S.REJECTED)
        site.retitle(RecordId("commitment-1"), "Corrected")

        assert locked.title == "Bridge deck"
        assert site.shown(RecordId("commitment-1")).title == "Corrected"

    def test_being_told_does_not_undo_an_edit(self, site: Site):
        site.hold(commitment(S.REJECTED))
        site.retitle(RecordId("commitment-1"), "Corrected")

        site.system.tell(commitment(S.REJECTED, note="late words"), S.REJECTED)

        assert site.shown(RecordId("commitment-1")).title == "Corrected"
        assert [r.title for r in pages(site.system)[0]] == ["Corrected"]

    def test_telling_twice_is_telling_once(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(S.SYNCED), S.SYNCED)
        once = site.shown(RecordId("commitment-1"))
        site.system.tell(commitment(S.SYNCED), S.SYNCED)

        assert site.shown(RecordId("commitment-1")) == once

    def test_an_imported_record_is_made_once_and_is_no_news(self, site: Site):
        site.system.create(prime_contract(S.SYNCED))
        site.system.create(prime_contract(S.SYNCED, title="made again"))

        made = site.shown(RecordId("prime_contract-1"))

        assert (made.title, made.status, made.erp_id) == ("Lake Street Bridge", S.SYNCED, "PC100")
        assert pages(site.system) == ([], 0)

    def test_a_reimport_shows_what_sage_holds_now(self, site: Site):
        site.system.create(prime_contract(S.SYNCED))

        site.system.tell(prime_contract(S.SYNCED, title="Lake Street Viaduct"), S.SYNCED)

        assert site.shown(RecordId("prime_contract-1")).title == "Lake Street Viaduct"

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
        assert pages(site.system) == ([], 0)

    def test_what_named_a_merged_company_names_the_one_that_stays(self, site: Site):
        stays = company(S.UNSENT, id="company-2", title="Walsh & Sons")
        other = commitment(S.SYNCED, id="commitment-2", vendor="company-2", vendor_name="Kerr")
        for record in (stays, company(S.SYNCED), commitment(S.SYNCED), other):
            site.hold(record)
        ended = company(S.ARCHIVED, erp_id="V1001", parent="company-2", note="merged")

        site.system.tidy(ended)
        site.system.tidy(ended)

        mine, theirs = (site.shown(RecordId(f"commitment-{n}")) for n in (1, 2))
        assert (mine.vendor, mine.vendor_name) == ("company-2", "Walsh & Sons")
        assert (theirs.vendor, theirs.vendor_name) == ("company-2", "Kerr")
        shown = site.shown(RecordId("company-1"))
        assert (shown.status, shown.erp_id, shown.parent) == (S.ARCHIVED, None, "company-2")
        assert shown.body.active is False
        assert pages(site.system) == ([], 0)

    def test_a_vendor_whose_company_was_merged_may_become_a_company_again(self, site: Site):
        site.hold(company(S.SYNCED))
        site.system.tidy(company(S.ARCHIVED, parent="company-2"))

        site.system.create(company(S.SYNCED, title="Walsh again"))

        shown = site.shown(RecordId("company-1"))
        assert (shown.title, shown.status, shown.parent) == ("Walsh again", S.SYNCED, None)
        assert shown.body.active is True

    def test_what_is_deleted_is_gone_and_stays_so(self, site: Site):
        site.hold(commitment(S.UNSENT))

        site.system.tell(commitment(S.DELETED), S.DELETED)
        site.system.tell(commitment(S.DELETED), S.DELETED)

        with pytest.raises(UnknownRecord):
            site.system.find(RecordId("commitment-1"))

    @pytest.mark.rule("cost codes 17")
    def test_renewing_brings_one_projects_codes_in_line_and_no_other(self, site: Site):
        site.hold(project(S.SYNCED))
        site.hold(project(S.SYNCED, id="project-2", erp_id="J1300"))

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)

        codes = {c.code: c.erp_types for c in site.shown(RecordId("project-1")).body.codes}
        assert codes == {"01-100": ("L", "S"), "03-300": (), "26-000": ("M",)}
        assert site.shown(RecordId("project-2")).body.codes == CODES
        assert [r.id for r in pages(site.system)[0]] == ["project-1"]

    def test_renewing_twice_is_renewing_once(self, site: Site):
        site.hold(project(S.SYNCED))

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)
        news = pages(site.system)
        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=False)

        assert pages(site.system) == news

    @pytest.mark.parametrize(("locked", "lines"), [(False, 3), (True, 2)])
    def test_new_codes_become_empty_lines_of_a_budget_that_is_not_locked(
        self, site: Site, locked: bool, lines: int
    ):
        site.hold(project(S.SYNCED))
        site.hold(budget(S.UNSENT, locked=locked))

        site.system.renew(project(S.SYNCED), SAGES_JOB, into_budget=True)

        shown = site.shown(RecordId("budget-1"))
        assert len(shown.body.lines) == lines
        assert shown.amount == 300_000_00

    @pytest.mark.rule("cost codes 12", "cost codes 13")
    def test_what_nothing_uses_is_removed_and_what_is_used_stays_with_its_reason(self, site: Site):
        typed = ProjectCode("05-100", "Steel", ("M", "S"))
        site.hold(project(S.SYNCED, codes=(*CODES, typed)))
        site.hold(commitment(S.UNSENT, lines=(SovLine(1, "05-100", "M", 1_00),)))
        mine = project(S.SYNCED)

        stays = site.system.remove(mine, "05-100", "M")
        gone = site.system.remove(mine, "05-100", "S")
        again = site.system.remove(mine, "05-100", "S")

        assert stays == "05-100 M is used by commitment SC0001."
        assert (gone, again) == (None, None)
        assert site.shown(RecordId("project-1")).body.codes[-1].types == ("M",)
