"""Who hears of what: the table, and the people it comes to."""

from pathlib import Path

import pytest

from core.audit import Entry
from core.notices import (
    EXPORTED,
    NOTICE,
    NOTICES,
    Occasion,
    Role,
    Told,
    is_address,
    kinds_answered_by,
    told_as_table,
    who_hears,
)
from core.people import CONNECTOR
from core.settings import Mail, Policies, Recipients, Settings
from core.tabs import ROWS
from core.vocabulary import RecordId
from tests.conformance.stores.deeds import A, Clock, K, S
from tests.people import ADA, ANA, CAST, SAM, STAN, VIC
from tests.records import (
    budget,
    cco,
    commitment,
    company,
    owner_invoice,
    pcco,
    project,
    sub_job,
    subcontractor_invoice,
)

CREATED = (commitment, cco, pcco, owner_invoice)
SENT = (company, project, sub_job, budget, subcontractor_invoice)
PEOPLE = tuple(p._replace(email=f"{p.id}@example.org") for p in CAST if not p.connector)
CORA = VIC._replace(id="cora", name="Cora Creator", email="cora@example.org")
MAIL = Mail("mail.example.org", sender="countersign@example.org", daily_hour=7)
ON = Settings(mail=MAIL)


def entry(action: A, actor: str, version: int, record: RecordId, said: str = "") -> Entry:
    target = S.READY_TO_EXPORT if action in {A.SEND, A.RESEND} else S.REJECTED
    at = Clock().now
    return Entry(version, at, actor, action, record, S.UNSENT, target, version, "", said, "")


def hears(action: A, record, settings: Settings = ON, people=(*PEOPLE, CORA), before=()) -> set:
    """The ids of who hears when this happens to a record that Cora made and Sam sent."""
    record = record._replace(created_by=CORA.name, sent_by=SAM.name)
    now = entry(action, ANA.name, len(before) + 1, record.id)
    history = [entry(a, who, n, record.id) for n, (a, who) in enumerate(before, 1)]
    return {one.person for one in who_hears(now, record, history, people, settings)}


def by_policy(**choice: object) -> Settings:
    return ON._replace(policies=Policies(**choice))  # type: ignore[arg-type]  # open keywords


# the table


def test_every_rejection_resending_and_failure_has_one_row():
    rejected = {kind for (kind, _), rows in ROWS.items() if A.REJECT in rows}

    assert rejected == set(EXPORTED)
    for occasion in (Occasion.REJECTED, Occasion.RESENT, Occasion.FAILED):
        kinds = [kind for row in NOTICES if row.occasion is occasion for kind in row.kinds]
        assert sorted(kinds) == sorted(EXPORTED)
    assert all(row.rule and row.when for row in NOTICES)


def test_every_policy_has_its_roles():
    for notice in NOTICES:
        assert all(isinstance(role, Role) for role in notice.roles(Policies()))
    rejection = NOTICE[Occasion.REJECTED, K.COMMITMENT]
    assert {choice: rejection.roles(Policies(reject_notice=choice)) for choice in Recipients} == {
        Recipients.CREATOR: (Role.CREATOR,),
        Recipients.SENDER: (Role.SENDER,),
        Recipients.BOTH: (Role.CREATOR, Role.SENDER),
    }


# who hears of a rejection


@pytest.mark.rule("cross-cutting D")
@pytest.mark.parametrize("made", SENT)
@pytest.mark.parametrize("choice", list(Recipients))
def test_who_sent_master_data_a_budget_or_an_invoice_hears_of_its_rejection(made, choice):
    assert hears(A.REJECT, made(), by_policy(reject_notice=choice)) == {"sam"}


@pytest.mark.rule("financials 9", "cross-cutting D")
@pytest.mark.parametrize("made", CREATED)
@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Recipients.CREATOR, {"cora"}),
        (Recipients.SENDER, {"sam"}),
        (Recipients.BOTH, {"cora", "sam"}),
    ],
)
def test_of_contracts_and_changes_the_company_chooses_creator_sender_or_both(
    made, choice, expected
):
    assert hears(A.REJECT, made(), by_policy(reject_notice=choice)) == expected


def test_who_created_and_sent_it_hears_once():
    record = commitment(created_by=SAM.name, sent_by=SAM.name)
    now = entry(A.REJECT, ANA.name, 2, record.id)

    found = who_hears(now, record, [], PEOPLE, ON)

    assert [one.address for one in found] == ["sam@example.org"]


def test_who_sent_it_is_whoever_did_last_before_it_was_rejected():
    before = [(A.SEND, SAM.name), (A.REJECT, ANA.name), (A.RESEND, STAN.name)]

    assert hears(A.REJECT, company(), before=before) == {"stan"}


# who hears of the rest


@pytest.mark.rule("cross-cutting D", "financials 1.5")
def test_a_resent_invoice_is_told_to_its_approvers_at_once_whatever_the_policy():
    for at_once in (True, False):
        settings = by_policy(resend_notice_at_once=at_once)
        assert hears(A.RESEND, subcontractor_invoice(), settings) == {"ana", "ada"}


@pytest.mark.parametrize("made", [commitment, budget, company, owner_invoice])
def test_anything_else_that_is_resent_is_told_by_policy(made):
    assert hears(A.RESEND, made(), by_policy(resend_notice_at_once=True)) == {"ana", "ada"}
    assert hears(A.RESEND, made(), by_policy(resend_notice_at_once=False)) == set()


def test_who_may_not_answer_a_kind_hears_nothing_of_it():
    narrow = ANA._replace(exports=frozenset({K.COMMITMENT}), email="ana@example.org")

    assert hears(A.RESEND, commitment(), people=[narrow]) == {"ana"}
    assert hears(A.RESEND, budget(), people=[narrow]) == set()


def test_what_was_never_rejected_and_what_went_well_is_told_to_nobody():
    for action in (A.SEND, A.ACCEPT, A.RETRIEVE, A.CONFIRM, A.LOSE, A.ARRIVE, A.UNLINK):
        assert hears(action, commitment()) == set()


def test_a_failed_export_is_told_to_who_accepted_and_to_who_sent_it():
    before = [(A.SEND, SAM.name), (A.ACCEPT, ADA.name)]

    assert hears(A.FAIL, commitment(), before=before) == {"ada", "sam"}
    assert hears(A.DECLINE, project(), before=[*before, (A.UPDATE, ANA.name)]) == {"ana", "sam"}


def test_who_accepted_is_known_however_long_the_answer_took():
    before = [
        (A.SEND, SAM.name), (A.ACCEPT, ADA.name), (A.LOSE, CONNECTOR.name),
        (A.MISS, CONNECTOR.name),
    ]  # fmt: skip

    assert hears(A.FAIL, commitment(), before=before) == {"ada", "sam"}


def test_what_was_exported_as_it_was_sent_failed_for_its_sender_alone():
    before = [(A.SEND, SAM.name), (A.ACCEPT, ADA.name), (A.REJECT, ADA.name), (A.RESEND, SAM.name)]

    assert hears(A.FAIL, commitment(), before=before) == {"sam"}


def test_what_fell_back_from_direct_export_is_told_to_its_approvers():
    record = commitment()
    now = entry(A.SEND, SAM.name, 2, record.id, "fell_back=A Sage id has to be given.")

    assert {one.person for one in who_hears(now, record, [], PEOPLE, ON)} == {"ana", "ada"}


def test_two_of_one_name_both_hear_for_the_history_cannot_tell_them_apart():
    twin = SAM._replace(id="sam2", email="sam2@example.org")

    assert hears(A.REJECT, company(), people=(*PEOPLE, twin)) == {"sam", "sam2"}


def test_somebody_is_known_by_the_account_as_well():
    record = company(sent_by="sam")

    (one,) = who_hears(entry(A.REJECT, ANA.name, 2, record.id), record, [], PEOPLE, ON)

    assert one.address == "sam@example.org"


# who cannot hear


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (SAM, "Sam Sender has no mail address."),
        (SAM._replace(email="sam@example.org\r\nBcc: all"), "The mail address of Sam Sender"),
        (SAM._replace(name="Somebody Else", id="else"), "Nobody here is called Sam Sender."),
    ],
)
def test_who_cannot_be_reached_is_named_with_the_reason(person, why):
    record = company(sent_by=SAM.name)

    (one,) = who_hears(entry(A.REJECT, ANA.name, 2, record.id), record, [], [person], ON)

    assert one.address == ""
    assert one.skipped.startswith(why)


def test_an_approver_who_took_the_summary_off_is_named_and_not_written_to():
    quiet = ANA._replace(email="ana@example.org", digest=False)
    record = subcontractor_invoice()

    (one,) = who_hears(entry(A.RESEND, SAM.name, 2, record.id), record, [], [quiet], ON)

    assert (one.address, one.skipped) == ("", "Ana Approver has switched the daily summary off.")


def test_who_is_not_known_at_all_is_said():
    record = company(sent_by="")

    (one,) = who_hears(entry(A.REJECT, ANA.name, 2, record.id), record, [], PEOPLE, ON)

    assert one == Told("", "", skipped="Nobody knows who sent it.")


def test_a_name_nobody_bears_belongs_to_no_person():
    record = company(sent_by="Somebody Else")

    (one,) = who_hears(entry(A.REJECT, ANA.name, 2, record.id), record, [], PEOPLE, ON)

    assert one == Told("", "Somebody Else", skipped="Nobody here is called Somebody Else.")


@pytest.mark.parametrize("text", ["a@b", "first.last+tag@mail.example.org", "o'neil@x-y.example"])
def test_an_address_is_taken(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "@b", "a@", "a b@c", "a@b c", "a@b\r\nBcc: d@e", "a@b,c@d", "<a@b>", "a@b@c",
        '"a"@b', "a@[1.2.3.4]", "ü@example.org", "a@exämple.org", "=?utf-8?q?a?=@b",
        "a" * 250 + "@bcde",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_not_taken(text):
    assert not is_address(text)


def test_the_connector_answers_nothing():
    assert kinds_answered_by(CONNECTOR, ON) == ()
    assert K.COMMITMENT in kinds_answered_by(ANA, ON)
    assert kinds_answered_by(STAN, ON) == ()


# the page


def test_the_page_shows_the_table():
    page = (Path(__file__).parents[2] / "docs" / "notices.md").read_text(encoding="utf-8")

    assert "\n".join(told_as_table()) in page
