import pytest

from core.case import Answers, Directory, Named, Near
from core.locks import deletion_objection, edit_objection
from core.payload import payload
from core.settings import Policy, Settings
from core.tabs import ROWS
from core.transitions import LINK
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind
from tests.core.judging import codes_said, moved, said, warned
from tests.people import ADA, ANA, SAM, STAN
from tests.records import CLAIMED, case, commitment, company, mirrored, project, related

A, S, K = Action, ErpStatus, RecordKind


def vendor(**changes: object):
    """A vendor that only Sage holds, about to be linked to a company of the directory."""
    target = company(S.UNSENT, id="company-2", title="Walsh Group", number="C77", **changes)
    row = company(S.READY_TO_IMPORT)
    return case(row, ADA, answers=Answers(link_to=target.id), target=target)


@pytest.mark.rule("vendors 1")
def test_a_name_of_thirty_one_characters_is_too_long_for_sage():
    thirty, more = company(S.UNSENT, title="x" * 30), company(S.UNSENT, title="x" * 31)

    objections = said(case(more, SAM), A.SEND)

    assert objections == ["Name is 31 characters; Sage 300 CRE takes 30."]
    assert said(case(thirty, SAM), A.SEND) == []


@pytest.mark.rule("vendors 2")
def test_a_company_made_inactive_after_it_was_sent_is_not_exported():
    objections = said(case(company(active=False)), A.ACCEPT)

    assert objections == [
        "Walsh Construction is inactive in the directory; only active companies go to Sage."
    ]


@pytest.mark.rule("vendors 3")
def test_accept_needs_a_vendor_id_and_a_type():
    bare = case(company(number=""))
    settings = bare.settings._replace(default_vendor_type="")

    objections = said(bare._replace(settings=settings), A.ACCEPT)

    assert objections == ["Accept needs: Sage vendor id.", "Accept needs: Vendor type."]


@pytest.mark.rule("vendors 4")
def test_a_vendor_id_that_is_in_use_is_refused():
    taken = case(company(), holder="vendor V1001 (Kerr)")

    objections = said(taken, A.ACCEPT)

    assert objections == ["Sage vendor id V1001 is taken by vendor V1001 (Kerr)."]


@pytest.mark.rule("vendors 4")
def test_a_vendor_id_that_only_sage_uses_is_refused_too():
    fresh = case(company())

    objections = said(fresh._replace(mirrored=mirrored(fresh, title="Kerr")), A.ACCEPT)

    assert objections == ["Sage vendor id V1001 is taken by Kerr."]


@pytest.mark.rule("vendors 5")
def test_a_vendor_id_has_one_to_ten_characters():
    objections = said(case(company(), answers=Answers(erp_id="V1234567890")), A.ACCEPT)

    assert objections == ["Sage vendor id V1234567890 is 11 characters; Sage 300 CRE takes 10."]
    assert said(case(company(), answers=Answers(erp_id="V123456789")), A.ACCEPT) == []


def test_an_id_with_hidden_signs_is_refused():
    objections = said(case(company(), answers=Answers(erp_id="V1\u202e1")), A.ACCEPT)

    assert objections == ["The Sage id holds a blank at an end, or a sign that Sage cannot keep."]


@pytest.mark.rule("vendors 6")
def test_a_vendor_type_is_one_of_sages():
    objections = said(case(company(), answers=Answers(vendor_type="Caterer")), A.ACCEPT)

    assert objections == [
        "Vendor type Caterer is none of Sage's: Subcontractor, Material supplier, Professional."
    ]


@pytest.mark.rule("vendors 7")
def test_a_linked_vendor_is_not_linked_again():
    objections = said(vendor()._replace(holder="company Kerr"), A.LINK)

    assert objections == ["V1001 is linked to company Kerr already."]


@pytest.mark.rule("vendors 7")
@pytest.mark.parametrize("status", sorted(CLAIMED | {S.READY_TO_EXPORT}))
def test_a_company_that_is_under_way_or_linked_is_not_linked(status):
    busy = vendor()
    target = busy.target._replace(status=status)
    word = status.replace("_", " ")

    objections = said(busy._replace(target=target), A.LINK)

    assert objections == [f"Walsh Group is {word}; only one that is not sent can be linked."]


@pytest.mark.rule("vendors 7")
def test_linking_needs_a_company_that_exists():
    lost = vendor()._replace(target=None)
    other = vendor()._replace(target=project(S.UNSENT))

    assert said(lost, A.LINK) == ["There is no record company-2 to link to."]
    assert said(other, A.LINK) == ["Lake Street Bridge is a project, not a company."]


@pytest.mark.rule("vendors 7")
def test_a_linked_company_is_one_record_afterwards():
    before = vendor()

    after = moved(before, A.LINK)

    assert (after.status, after.erp_id, after.title) == (S.SYNCED, "V1001", "Walsh Group")


def test_what_may_be_linked_is_what_may_be_absorbed():
    absorbed = {row.source for row in LINK if row.action is A.ABSORB}
    linkable = {s for s in S if said(vendor()._replace(target=company(s)), A.LINK) == []}

    assert linkable == absorbed


@pytest.mark.rule("vendors 8")
def test_an_inactive_company_is_not_linked():
    objections = said(vendor(active=False), A.LINK)

    assert objections == [
        "Walsh Group is inactive in the directory; only active companies can be linked."
    ]


@pytest.mark.rule("vendors 9")
def test_a_linked_vendor_is_not_archived():
    objections = said(case(company(S.SYNCED), ADA), A.ARCHIVE)

    assert objections == ["There is no archive of a company that is synced."]


@pytest.mark.rule("vendors 10")
def test_a_restored_vendor_is_ready_to_import_and_not_linked():
    restored = moved(case(company(S.ARCHIVED), ADA), A.RESTORE)

    assert (restored.status, restored.erp_id) == (S.READY_TO_IMPORT, "V1001")


@pytest.mark.rule("vendors 10")
def test_a_company_that_was_linked_away_is_not_restored():
    absorbed = company(S.ARCHIVED, erp_id=None)

    assert said(case(absorbed, ADA), A.RESTORE) == [
        "It was linked to a record of Sage and lives on there; only its history is kept here."
    ]


@pytest.mark.rule("vendors 11")
def test_a_company_that_was_sent_is_never_deleted():
    objection = deletion_objection(company(S.REJECTED))

    assert objection.text == ("A company that was once sent is kept; make it inactive instead.")
    assert deletion_objection(company(S.UNSENT)) is None


@pytest.mark.rule("vendors 12")
def test_a_sent_company_is_read_only():
    objection = edit_objection(company(), {"title"})

    assert objection.text == "It is ready to export; retrieve it to change it."
    assert edit_objection(company(S.RETRIEVED), {"title"}) is None


@pytest.mark.rule("vendors 13")
def test_a_company_is_not_retrieved_after_a_decision():
    objections = said(case(company(S.EXPORTING), SAM), A.RETRIEVE)

    assert objections == ["There is no retrieve of a company that is exporting."]


@pytest.mark.rule("vendors 14")
def test_insurance_of_a_linked_company_is_changed_in_sage():
    objection = edit_objection(company(S.SYNCED), {"insurance", "city"})

    assert objection.text == "Synced with Sage as V1001: insurance cannot be changed here."


@pytest.mark.rule("vendors 17")
def test_a_vendor_without_a_type_is_imported():
    assert said(case(company(S.READY_TO_IMPORT, vendor_type=""), ADA), A.IMPORT) == []


@pytest.mark.rule("vendors 20")
def test_without_the_privilege_nothing_is_accepted_or_rejected():
    waiting = case(company(), STAN, answers=Answers(reason="no"))

    assert codes_said(waiting, A.ACCEPT) == ["needs_cpa"]
    assert said(waiting, A.REJECT) == [
        "This takes Can Push to Accounting besides the level, an administrator's too."
    ]
    assert said(waiting._replace(actor=ANA), A.REJECT) == []


@pytest.mark.rule("vendors 21")
def test_a_commitment_waits_for_its_vendor():
    waiting = case(commitment())
    unsent = related(company(), S.READY_TO_EXPORT)

    objections = said(
        waiting._replace(related={**waiting.related, RecordId("company-1"): unsent}), A.ACCEPT
    )

    assert objections == ["Vendor Walsh Construction is ready to export; it must be synced first."]


@pytest.mark.rule("vendors 22")
def test_the_type_of_a_linked_vendor_is_changed_in_sage():
    objection = edit_objection(company(S.SYNCED), {"vendor_type"})

    assert objection.text == "Synced with Sage as V1001: vendor type cannot be changed here."


def test_a_vendor_that_is_inactive_in_sage_is_archived_rather_than_imported():
    idle = case(company(S.READY_TO_IMPORT), ADA)
    idle = idle._replace(mirrored=mirrored(idle, active=False))

    assert said(idle, A.IMPORT) == ["Vendor V1001 is inactive in Sage; archive it instead."]
    assert said(idle, A.ARCHIVE) == []


def test_a_vendor_that_left_sage_is_not_imported():
    gone = case(company(S.READY_TO_IMPORT), ADA, mirrored=None)

    assert said(gone, A.IMPORT) == [
        "Sage no longer holds V1001; restore it there and refresh, or archive it here."
    ]
    assert said(gone, A.ARCHIVE) == []


def test_a_company_on_synced_records_is_not_unlinked():
    used = case(company(S.SYNCED), ADA, dependants=2)

    assert said(used, A.UNLINK) == [
        "2 synced records name it as contract company; unlink those first."
    ]


def test_a_company_is_absorbed_from_every_status_in_which_it_may_be_linked():
    assert {s for (kind, s), rows in ROWS.items() if kind is K.COMPANY and A.ABSORB in rows} == {
        S.UNSENT, S.RETRIEVED, S.REJECTED, S.UNLINKED,
    }  # fmt: skip


@pytest.mark.rule("vendors 14")
def test_insurance_that_sage_does_not_fill_is_edited_here():
    linked = company(S.SYNCED)

    assert edit_objection(linked, {"insurance"}, insurance_from_sage=False) is None
    assert edit_objection(linked, {"vendor_type"}, insurance_from_sage=False) is not None
    assert edit_objection(company(), {"insurance"}, insurance_from_sage=False) is not None


@pytest.mark.rule("vendors 1")
def test_a_long_name_is_a_warning_and_is_cut_where_the_company_chose_so():
    policies = Settings().policies._replace(company_name=Policy.WARN)
    long = case(company(title="x" * 31), settings=Settings(policies=policies))

    assert said(long, A.ACCEPT) == []
    assert warned(long, A.ACCEPT) == ["Name is 31 characters; Sage 300 CRE takes 30."]
    assert payload(long.record, Settings()).title == "x" * 30


def near(status: ErpStatus, percent: int = 92, **changes: object) -> Near:
    held = {"erp_id": "V9"} if status in CLAIMED else {"erp_id": None}
    other = Named(RecordId("company-9"), status, 1, "C9", "Walsh Constr.", **held)
    return Near(other._replace(**changes), percent)


def test_a_namesake_that_sage_holds_is_told_before_a_company_is_accepted():
    waiting = case(company(), directory=Directory((near(S.READY_TO_IMPORT), near(S.SYNCED))))

    assert warned(waiting, A.ACCEPT) == [
        (
            "Vendor V9, Walsh Constr. (company-9, ready to import) is 92 % alike by name "
            "(1 more likewise); link or merge if it is the same."
        )
    ]


def test_a_namesake_of_the_directory_is_told_at_an_import_only():
    twins = Directory((near(S.UNSENT, 100),))
    taking = case(company(S.READY_TO_IMPORT), ADA, directory=twins)

    assert warned(case(company(), directory=twins), A.ACCEPT) == []
    assert warned(taking, A.IMPORT) == [
        (
            "Company Walsh Constr. (company-9, unsent) has the same name; "
            "link or merge if it is the same."
        )
    ]
