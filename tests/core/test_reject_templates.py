"""Reasons to choose from, and the field that a reject has to name where the company wants it."""

from core.case import Answers
from core.decide import decide, offers
from core.decision import Allowed, Refused
from core.settings import Rejects, Settings
from core.vocabulary import Action, ErpStatus
from tests import records as make

POINTED = Settings(rejects=Rejects(("Wrong job", "No backup"), pointer=True))


def asked(of, settings):
    """What a reject asks, by name."""
    found = next(o for o in offers(make.case(of, settings=settings)) if o.action is Action.REJECT)
    return {field.name: field for field in found.fields}


def rejected(of, settings, **answers):
    return decide(make.case(of, settings=settings, answers=Answers(**answers)), Action.REJECT)


def test_a_company_that_chose_nothing_is_asked_for_the_reason_alone():
    assert list(asked(make.commitment(), Settings())) == ["reason"]


def test_the_reasons_are_offered_and_none_of_them_has_to_be_taken():
    assert asked(make.commitment(), POINTED)["reason"].suggestions == ("Wrong job", "No backup")
    assert isinstance(
        rejected(make.commitment(), POINTED, reason="Something else", fix="title"), Allowed
    )


def test_a_reject_names_the_field_that_has_to_be_fixed_and_its_sender_reads_it():
    unpointed = rejected(make.commitment(), POINTED, reason="Wrong job")
    pointed = rejected(make.commitment(), POINTED, reason="Wrong job", fix="lines")

    assert isinstance(unpointed, Refused)
    assert "Field that has to be fixed" in unpointed.objections[0].text
    assert pointed.record.note == "Wrong job (to be fixed: lines)"
    assert "fix=lines" in pointed.said


def test_the_fields_are_those_that_the_record_has():
    commitment = asked(make.commitment(), POINTED)["fix"].choices
    company = asked(make.company(), POINTED)["fix"].choices

    assert {"number", "title", "amount", "retainage", "lines", "other"} <= set(commitment)
    assert "lines" not in company
    assert "vendor_type" in company


def test_what_failed_is_rejected_without_one():
    assert isinstance(rejected(make.commitment(ErpStatus.FAILED), POINTED), Allowed)
