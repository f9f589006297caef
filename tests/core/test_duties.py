"""Who decides: four eyes, limits, two acceptances, one's own grants, and the emergency override."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.stores.memory import MemoryStore
from adapters.stores.sqlite import SqliteStore
from core.canonical import digest
from core.case import Answers
from core.decision import Allowed
from core.desk import Desk
from core.objection import Cause
from core.people import CONNECTOR
from core.ports import Asked, asked_for
from core.settings import NEW_COMPANY, Amounts, Duties, Settings
from core.vocabulary import Action, Effect, ErpStatus, RecordKind
from tests.people import ADA, ANA
from tests.records import commitment, company, project

A, S, K = Action, ErpStatus, RecordKind
BEA = ANA._replace(id="bea", name="Bea Approver")
WHY = Answers(override="The roof leaks and Ana is on a ship.")
AMOUNT = 5_000_00


class Time:
    """A clock that a test moves."""

    now = datetime(2025, 12, 11, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture(params=["memory", "sqlite"])
def store(request, time):
    made = MemoryStore(time) if request.param == "memory" else SqliteStore(None, time)
    for person in (ANA, BEA, ADA):
        made.keep_person(person)
    sent = commitment(S.READY_TO_EXPORT, version=1, erp_id=None, amount=AMOUNT, sent_by="Sam")
    made.arrive([project(S.SYNCED), company(S.SYNCED), sent], CONNECTOR)
    yield made
    if isinstance(made, SqliteStore):
        assert made.verify() == []
        assert list(made.findings()) == []


def the_one(store):
    return store.find(commitment().id)


def accepts(store, person, answers=Answers()):  # noqa: B008  # a named tuple
    return Desk(store, person).perform(A.ACCEPT, asked_for(the_one(store)), answers)


def rules(decision):
    return [] if isinstance(decision, Allowed) else [o.rule for o in decision.objections]


def chosen(store, **settings):
    store.keep_settings(Settings(**settings))


@pytest.mark.rule("reliability I2")
@pytest.mark.parametrize("field", ["sent_by", "edited_by", "created_by"])
def test_with_four_eyes_who_sent_or_changed_it_does_not_accept_it(store, field):
    chosen(store, duties=Duties(four_eyes=True))
    store.amend(the_one(store)._replace(edited_by="Sam"), CONNECTOR, "edited")
    if field == "edited_by":
        store.amend(the_one(store)._replace(edited_by=ANA.name), CONNECTOR, "edited")
    if field == "sent_by":
        Desk(store, ADA).perform(A.REJECT, asked_for(the_one(store)), Answers(reason="no"))
        assert isinstance(Desk(store, ADA).perform(A.RESEND, asked_for(the_one(store))), Allowed)
    who = {"sent_by": ADA, "edited_by": ANA, "created_by": ANA}[field]

    decision = accepts(store, who)

    assert rules(decision) == ([] if field == "created_by" else ["reliability I2"])


@pytest.mark.rule("reliability I2")
def test_a_company_is_founded_with_four_eyes_and_the_sandbox_without():
    from adapters.sandbox.derive import SETTINGS

    assert NEW_COMPANY.duties == Duties(four_eyes=True, grantor_days=7)
    assert SETTINGS.duties == Duties()


@pytest.mark.rule("reliability I2")
def test_beyond_the_limit_of_a_kind_only_who_has_a_higher_one_of_their_own_accepts(store):
    chosen(store, accept_limit=Amounts(commitment=AMOUNT - 1))
    before = accepts(store, ANA)

    granted = Desk(store, ADA).granter.grant("ana", ["limit:commitment=5,000.00"])
    after = accepts(store, ANA)

    assert rules(before) == ["reliability I2"]
    assert "up to 4,999.99" in before.objections[0].text
    assert granted.said == "limit:commitment=5000.00"
    assert isinstance(after, Allowed)
    assert after.record.status is S.EXPORTING


@pytest.mark.rule("reliability I2")
def test_from_an_amount_on_two_people_accept_and_the_first_waits_to_be_seen(store):
    chosen(store, second_approver=Amounts(commitment=AMOUNT))

    first = accepts(store, ANA)
    again = accepts(store, ANA)
    second = accepts(store, BEA)

    assert (first.record.status, first.effect) == (S.READY_TO_EXPORT, None)
    assert first.record.endorsed_by == ANA.name
    assert "somebody else gives the second" in first.warnings[0].text
    assert rules(again) == ["reliability I2"]
    assert (second.record.status, second.effect) == (S.EXPORTING, Effect.EXPORT)
    assert f"endorsed_by={ANA.name}" in store.history(second.record.id)[-1].said


@pytest.mark.rule("reliability I3")
def test_other_content_takes_the_first_acceptance_back(store):
    chosen(store, second_approver=Amounts(commitment=AMOUNT))
    accepts(store, ANA)

    store.amend(the_one(store)._replace(title="Something else"), CONNECTOR, "edited")

    assert the_one(store).endorsed_by == ""
    assert accepts(store, BEA).record.status is S.READY_TO_EXPORT


@pytest.mark.rule("reliability I8")
def test_nobody_decides_by_what_they_granted_themselves_until_another_one_confirms(store, time):
    chosen(store, duties=Duties(grantor_days=7))
    Desk(store, ADA).granter.grant("ada", ["limit:commitment=9000"])
    own = accepts(store, ADA)
    herself = Desk(store, ADA).granter.confirm("ada")
    store.keep_person(BEA._replace(levels=ADA.levels, can_push=True))

    confirmed = Desk(store, BEA).granter.confirm("ada")

    assert rules(own) == ["reliability I8"]
    assert "limit:commitment" in own.objections[0].text
    assert rules(herself) == ["reliability I8"]
    assert confirmed.said == "confirmed=yes"
    assert isinstance(accepts(store, ADA), Allowed)


@pytest.mark.rule("reliability I8")
def test_after_the_days_that_are_set_ones_own_grant_is_as_good_as_any(store, time):
    chosen(store, duties=Duties(grantor_days=7))
    Desk(store, ADA).adjuster.set("accept_limit.commitment", "9000")
    at_once = accepts(store, ADA)

    time.now += timedelta(days=8)

    assert rules(at_once) == ["reliability I8"]
    assert isinstance(accepts(store, ADA), Allowed)


@pytest.mark.rule("reliability I2", "reliability I8")
def test_an_override_takes_a_reason_and_a_second_person_and_is_told_of(store):
    chosen(store, accept_limit=Amounts(commitment=1))

    turned = accepts(store, ANA, WHY)
    again = accepts(store, ANA, WHY)
    second = accepts(store, BEA)

    assert turned.record.status is S.READY_TO_EXPORT
    assert rules(again) == ["reliability I2"]
    assert second.record.status is S.EXPORTING
    told = store.overrides(datetime(2025, 12, 1, tzinfo=UTC))
    assert [(e.actor, WHY.override in e.said) for e in told] == [(ANA.name, True), (BEA.name, True)]
    front = Desk(store, ADA).overviews
    now = datetime(2025, 12, 12, tzinfo=UTC)
    for shown in (front.inbox(now, 9).overrides, front.dashboard(now).overrides):
        assert len(shown) == 2
        assert shown[1] == (
            f"Override, 2025-12-11: {ANA.name} set the rules aside for commitment SC0001: "
            f"{WHY.override}"
        )
    assert front.inbox(now + timedelta(days=30), 9).overrides == ()


@pytest.mark.rule("reliability I4")
def test_other_content_takes_an_acceptance_back_before_it_leaves(store):
    chosen(store, grace_seconds=60)
    accepts(store, ANA)
    accepted = the_one(store)
    wanted = accepted._replace(title="Something else", amount=1)

    voided = void(store, accepted, wanted)

    now = the_one(store)
    assert isinstance(voided, Allowed)
    assert (now.status, now.title, now.amount) == (S.READY_TO_EXPORT, "Something else", 1)
    assert (now.erp_id, now.export_key) == (None, None)
    assert {o.effect for o in store.claim("x", 60, 9)} == {Effect.TELL}
    assert store.history(now.id)[-1].digest == digest(now)


@pytest.mark.rule("reliability I4")
def test_what_is_being_sent_goes_to_its_end(store):
    accepts(store, ANA)
    accepted = the_one(store)
    store.claim("connector", 60, 9)

    late = void(store, accepted, accepted._replace(title="Something else"))

    assert rules(late) == ["reliability I4"]
    assert the_one(store) == accepted


def void(store, accepted, wanted):
    asked = Asked(accepted.id, accepted.version, content=wanted)
    return Desk(store, CONNECTOR).perform(A.VOID, asked, Answers(reason="edited"))


@pytest.mark.rule("reliability I2")
def test_whoever_is_not_among_the_people_decides_nothing_whatever_they_say_of_themselves(store):
    stranger = BEA._replace(id="eve", name="Eve")

    refused = [
        Desk(store, stranger).perform(action, asked_for(the_one(store)), Answers(reason="so"))
        for action in (A.ACCEPT, A.REJECT, A.RETRIEVE)
    ]

    assert {decision.cause for decision in refused} == {Cause.PERMISSION}
    assert the_one(store).version == 1
