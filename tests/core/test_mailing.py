"""What is to be told becomes mails in the outbox: once, for the right people, in harmless words."""

import re
from datetime import timedelta

import pytest

from adapters.stores.memory import MemoryStore
from core.adjusting import Adjuster
from core.anchors import read as anchors_in
from core.case import Answers
from core.mailing import Mailing, pause
from core.notices import Occasion
from core.people import CONNECTOR
from core.ports.mails import MailState, MailUnreachable
from core.records import Fault
from core.settings import Anchors, Mail, Schedule, Settings
from core.vocabulary import View
from tests.conformance.stores.deeds import A, Clock, K, S, act, move, ready
from tests.people import ADA, ANA, CAST, SAM, VIC
from tests.records import company, project, sub_job

PEOPLE = tuple(p._replace(email=f"{p.id}@example.org") for p in CAST if not p.connector)
MAIL = Mail("mail.example.org", sender="countersign@example.org", daily_hour=7)
ON = Settings(mail=MAIL)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock) -> MemoryStore:
    store = MemoryStore(clock)
    for person in PEOPLE:
        store.keep_person(person)
    store.keep("company", "Acme")
    store.arrive([project(S.SYNCED), company(S.SYNCED)], CONNECTOR)
    return store


def nobody(_: Mail):
    raise MailUnreachable("mail.example.org:587 cannot be reached.")


def mailing(store: MemoryStore) -> Mailing:
    return Mailing(store, store.outbox(), nobody, owner="me", clock=store._clock)


def switched_on(store: MemoryStore, settings: Settings = ON) -> Mailing:
    store.keep_settings(settings)
    made = mailing(store)
    made.round()
    return made


def letters(store: MemoryStore, *occasions: Occasion) -> list:
    """The mails, oldest first."""
    found = store.outbox().mails(None, 1000)[::-1]
    return [x for x in found if not occasions or x.draft.occasion in occasions]


def rejected(store: MemoryStore, *numbers: str) -> None:
    records = [ready(number) for number in numbers]
    store.arrive(records, CONNECTOR)
    act(store, A.REJECT, *records, answers=because("The scope is missing."))


def because(reason: str) -> Answers:
    return Answers(reason=reason)


def test_while_no_server_is_set_no_mail_is_made(store):
    rejected(store, "SC0001")

    went = mailing(store).round()

    assert (went.made, letters(store), store.mark("mails")) == (0, [], 0)


def test_what_happened_before_a_server_was_set_is_told_to_nobody(store):
    rejected(store, "SC0001")
    made = switched_on(store)
    rejected(store, "SC0002")
    made.round()

    assert {x.draft.subject for x in letters(store)} == {"Acme: commitment SC0002 was rejected"}


def test_what_happened_since_a_server_was_set_is_told_by_a_connector_that_came_later(store):
    rejected(store, "SC0001")
    Adjuster(store, ADA).set("mail.host", "mail.example.org")
    rejected(store, "SC0002")

    mailing(store).round()

    assert {x.draft.subject for x in letters(store)} == {"Acme: commitment SC0002 was rejected"}


def test_what_happened_while_it_was_off_is_told_to_nobody_also_if_no_connector_saw_it(store):
    Adjuster(store, ADA).set("mail.host", "mail.example.org")
    mailing(store).round()
    rejected(store, "SC0001")
    Adjuster(store, ADA).set("mail.host", "none")
    rejected(store, "SC0002")
    Adjuster(store, ADA).set("mail.host", "mail.example.com")
    rejected(store, "SC0003")

    mailing(store).round()

    assert {x.draft.subject for x in letters(store)} == {"Acme: commitment SC0003 was rejected"}


def arrived(store: MemoryStore, *numbers: str) -> list:
    records = [ready(number) for number in numbers]
    store.arrive(records, CONNECTOR)
    return records


def reject(store: MemoryStore, record) -> None:
    act(store, A.REJECT, record, answers=because("No."))


def switch(store: MemoryStore, server: str) -> None:
    Adjuster(store, ADA).set("mail.host", server)


@pytest.mark.parametrize("seen_by_a_connector", [True, False])
def test_of_several_times_that_mail_was_switched_on_the_last_counts(store, seen_by_a_connector):
    one, two, three = arrived(store, "SC0001", "SC0002", "SC0003")
    if seen_by_a_connector:
        switched_on(store)
        switch(store, "none")
    switch(store, "mail.example.org")
    reject(store, one)
    switch(store, "none")
    reject(store, two)
    switch(store, "mail.example.org")
    reject(store, three)

    mailing(store).round()

    assert {x.draft.subject for x in letters(store)} == {"Acme: commitment SC0003 was rejected"}


def test_another_server_is_no_new_beginning(store):
    one, two = arrived(store, "SC0001", "SC0002")
    made = switched_on(store)
    reject(store, one)
    switch(store, "other.example.org")
    reject(store, two)

    made.round()

    assert [x.draft.subject for x in letters(store)] == ["Acme: 2 records were rejected"]


def test_a_long_history_is_read_block_by_block_and_each_entry_once(store, monkeypatch):
    monkeypatch.setattr("core.mailing.BLOCK", 3)
    made = switched_on(store)
    for record in arrived(store, *(f"SC{n:04}" for n in range(7))):
        reject(store, record)

    went = made.round()

    told = [x.draft.body.count("Reason:") for x in letters(store)]
    assert (sum(told), went.made) == (7, len(told))
    assert len(told) == 3
    assert made.round().made == 0


def test_all_that_was_made_is_counted_together(store, clock):
    made = switched_on(store)
    rejected(store, "SC0001")
    arrived(store, "SC0002")
    at(clock, 12, 8)

    assert made.round().made == len(letters(store)) == 3


def test_a_company_without_a_name_goes_without(store):
    store.keep("company", "")
    made = switched_on(store)
    rejected(store, "SC0001")

    made.round()

    assert letters(store)[0].draft.subject == "Commitment SC0001 was rejected"


def test_switching_off_and_on_again_starts_anew(store):
    made = switched_on(store)
    store.keep_settings(Settings())
    made.round()
    rejected(store, "SC0001")
    store.keep_settings(ON)
    made.round()

    assert letters(store) == []


@pytest.mark.rule("financials 9")
def test_a_rejection_is_one_mail_with_the_reason_the_actor_and_the_time(store):
    made = switched_on(store)
    rejected(store, "SC0001")

    made.round()
    made.round()

    (letter,) = letters(store)
    draft = letter.draft
    assert (draft.person, draft.address) == ("sam", "sam@example.org")
    assert draft.subject == "Acme: commitment SC0001 was rejected"
    assert "Reason: The scope is missing." in draft.body
    assert "Rejected by Ana Approver on 2025-12-11 at 12:00 UTC" in draft.body
    assert letter.state is MailState.WAITING


def test_times_are_told_in_the_companys_zone(store):
    made = switched_on(store, ON._replace(time_zone="America/Chicago"))
    rejected(store, "SC0001")

    made.round()

    assert "on 2025-12-11 at 06:00 CST" in letters(store)[0].draft.body


def test_many_at_once_are_one_mail_for_each_person(store):
    made = switched_on(store)
    rejected(store, *(f"SC{n:04}" for n in range(60)))

    made.round()

    (letter,) = letters(store)
    assert letter.draft.subject == "Acme: 60 records were rejected"
    assert letter.draft.body.count("Reason:") == 50
    assert "And 10 more." in letter.draft.body


def test_two_connectors_side_by_side_make_each_mail_once(store):
    one, two = switched_on(store), mailing(store)
    rejected(store, "SC0001")

    made = [one.round().made, two.round().made]

    assert made == [1, 0]
    assert len(letters(store)) == 1


def test_a_failure_says_what_sage_said(store):
    made = switched_on(store)
    record = ready()
    store.arrive([record], CONNECTOR)
    act(store, A.ACCEPT, record)
    exporting = store.find(record.id)
    fault = Fault("SAGE", "Vendor is\x1b[31m on hold")
    act(store, A.FAIL, exporting, actor=CONNECTOR, answers=because("")._replace(fault=fault))

    made.round()

    found = letters(store, Occasion.FAILED)
    assert {x.draft.person for x in found} == {"ana", "sam"}
    assert "Sage said: Vendor is<U+001B>[31m on hold" in found[0].draft.body
    assert found[0].draft.subject == "Acme: Sage did not take commitment SC0001"


def test_what_was_to_leave_directly_and_waits_is_told_with_the_reason(store):
    direct = ON._replace(direct_exports=frozenset({K.COMMITMENT}), commitment_mask="##-####")
    made = switched_on(store, direct)
    record = ready("SC0001", S.UNSENT)
    store.arrive([record], CONNECTOR)
    act(store, A.SEND, record, actor=SAM)

    made.round()

    found = letters(store, Occasion.FELL_BACK)
    assert {x.draft.person for x in found} == {"ana", "ada"}
    assert "Sent by Sam Sender" in found[0].draft.body
    assert "Reason: Sage commitment id SC0001 is not in the company's form" in found[0].draft.body


def test_a_hostile_title_stays_on_its_line(store):
    made = switched_on(store)
    hostile = ready("SC1\r\nBcc: x@y", title="Steel\r\n\r\nFrom: boss\u202e\x00" + "x" * 900)
    store.arrive([hostile], CONNECTOR)
    act(store, A.REJECT, hostile, answers=because("No\r\nTo: everybody"))

    made.round()

    draft = letters(store)[0].draft
    assert "\r" not in draft.subject + draft.body
    assert "\n" not in draft.subject
    assert "<U+202E>" in draft.body
    assert not [x for x in draft.body.splitlines() if x.startswith(("From:", "To:", "Bcc:"))]
    assert max(map(len, draft.body.splitlines())) < 400


def test_a_mail_has_a_name_of_its_own(store):
    made = switched_on(store)
    rejected(store, "SC0001")
    made.round()
    rejected(store, "SC0002")
    made.round()

    names = [x.draft.message_id for x in letters(store)]
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"<[0-9a-f]{32}@example\.org>", name) for name in names)


def test_who_is_skipped_is_seen_in_the_outbox(store):
    store.keep_person(SAM)
    made = switched_on(store)
    rejected(store, "SC0001")

    made.round()

    (letter,) = letters(store)
    assert (letter.state, letter.why) == (MailState.SKIPPED, "Sam Sender has no mail address.")


# the daily summary


def at(clock: Clock, day: int, hour: int, minute: int = 0) -> None:
    clock.now = clock.now.replace(day=day, hour=hour, minute=minute)


def summaries(store: MemoryStore) -> list:
    return letters(store, Occasion.SUMMARY)


@pytest.mark.rule("cross-cutting D")
def test_the_summary_comes_once_a_day_at_its_hour_while_anything_waits(store, clock):
    made = switched_on(store)
    store.arrive([ready()], CONNECTOR)
    seen = []
    for day, hour in ((11, 23), (12, 6), (12, 7), (12, 9), (13, 5), (13, 8)):
        at(clock, day, hour)
        made.round()
        seen.append({x.draft.made_at.day for x in summaries(store) if x.draft.person == "ana"})

    assert seen == [set(), set(), {12}, {12}, {12}, {12, 13}]
    assert len(summaries(store)) == 4
    assert {x.draft.person for x in summaries(store)} == {"ana", "ada"}


def test_where_nothing_waits_there_is_no_summary(store, clock):
    made = switched_on(store)
    store.arrive([ready("SC1", S.REJECTED), ready("SC2", S.SYNCED)], CONNECTOR)
    at(clock, 12, 8)

    made.round()

    assert summaries(store) == []


def test_switched_on_before_the_hour_the_first_comes_the_same_day(store, clock):
    store.arrive([ready()], CONNECTOR)
    at(clock, 11, 6)
    made = switched_on(store)
    assert summaries(store) == []
    at(clock, 11, 7)
    made.round()

    assert len(summaries(store)) == 2


def test_switched_on_within_the_hour_the_first_comes_tomorrow(store, clock):
    store.arrive([ready()], CONNECTOR)
    at(clock, 11, 7, 30)
    made = switched_on(store)
    at(clock, 11, 23)
    made.round()

    assert summaries(store) == []


def test_the_hour_is_the_companys(store, clock):
    store.arrive([ready()], CONNECTOR)
    at(clock, 11, 12)  # six in Chicago
    made = switched_on(store, ON._replace(time_zone="America/Chicago"))
    assert summaries(store) == []
    at(clock, 11, 13)
    made.round()

    assert len(summaries(store)) == 2


def test_a_connector_that_slept_for_days_sends_one(store, clock):
    made = switched_on(store)
    store.arrive([ready()], CONNECTOR)
    at(clock, 20, 15)
    made.round()
    made.round()

    assert len(summaries(store)) == 2


def test_a_clock_that_is_set_back_sends_none_again(store, clock):
    made = switched_on(store)
    store.arrive([ready()], CONNECTOR)
    for day in (14, 13, 14):
        at(clock, day, 9)
        made.round()

    assert len(summaries(store)) == 2


def test_who_took_the_summary_off_is_skipped_and_that_is_seen(store, clock):
    store.keep_person(ANA._replace(email="ana@example.org", digest=False))
    made = switched_on(store)
    store.arrive([ready()], CONNECTOR)
    at(clock, 12, 8)
    made.round()

    states = {x.draft.person: (x.state, x.why) for x in summaries(store)}
    assert states["ana"] == (
        MailState.SKIPPED, "Ana Approver has switched the daily summary off.",
    )  # fmt: skip
    assert states["ada"] == (MailState.WAITING, "mail.example.org:587 cannot be reached.")


def test_a_summary_counts_by_tab_and_view_with_amounts_and_ages(store, clock):
    now = clock.now
    store.arrive(
        [
            ready("SC1", amount=1_234_500, sent_at=now - timedelta(days=9)),
            ready("SC2", amount=500, sent_at=now - timedelta(days=3)),
            ready("SC3", amount=-700, currency="CAD", sent_at=now - timedelta(hours=5)),
            ready("SC4", S.FAILED, amount=100, sent_at=now - timedelta(minutes=2)),
            sub_job(sent_at=now),
        ],
        CONNECTOR,
    )

    words = mailing(store).summary(ANA, ON, now)

    assert words is not None
    assert words.subject == "Acme: 5 records wait for your answer"
    assert words.body.splitlines() == [
        "What waits for your answer on Thursday, 11 December 2025:",
        "",
        "Sub Jobs",
        "  Ready to Export: 1; the oldest for less than a minute",
        "",
        "Commitments",
        (
            "  Ready to Export: 3, CAD -7.00, USD 12,350.00; the oldest for 9 days; "
            "2 older than 2 days, 1 older than 7 days"
        ),
        "  Failed to Export: 1, USD 1.00; the oldest for 2 minutes",
        "",
        (
            "Open `countersign` to answer. This comes once a day while anything waits; an "
            "administrator of the Company Directory can switch it off for you."
        ),
        "",
        "Countersign",
    ]


def test_a_summary_tells_an_approver_only_of_what_they_may_answer(store, clock):
    store.arrive([ready(), sub_job()], CONNECTOR)
    narrow = ANA._replace(exports=frozenset({K.SUB_JOB}))

    words = mailing(store).summary(narrow, ON, clock.now)

    assert words is not None
    assert "Commitments" not in words.body
    assert words.subject == "Acme: 1 record waits for your answer"
    assert mailing(store).summary(VIC, ON, clock.now) is None


def test_requests_for_cost_codes_wait_for_an_answer_too(store, clock):
    move(store, project(S.SYNCED), S.READY_TO_UPDATE)

    words = mailing(store).summary(ANA, ON, clock.now)

    assert words is not None
    assert View.READY_TO_UPDATE in words.body


def test_mails_that_went_are_forgotten_after_ninety_days(store, clock):
    made = switched_on(store)
    rejected(store, "SC0001")
    made.round()
    store.outbox().sent(store.outbox().claim("x", 1) or letters(store)[0])
    assert letters(store)
    clock.pass_(91 * 86400)
    made.round()

    assert letters(store, Occasion.REJECTED) == []


# an outage


def read(store: MemoryStore) -> None:
    """Both hops are made now."""
    store.mirror(K.COMPANY, [], store._clock(), mark=1)


def test_a_picture_of_sage_that_is_stale_is_told_once_to_administrators(store, clock):
    made = switched_on(store)
    made.round()
    read(store)
    seen = []
    for minutes in (10, 6, 30, 600):
        clock.pass_(minutes * 60)
        made.round()
        seen.append([x.draft.person for x in letters(store, Occasion.STALE)])

    assert seen == [[], ["ada"], ["ada"], ["ada"]]
    assert "last read Sage on 2025-12-11 at 12:00 UTC" in letters(store)[0].draft.body


def test_the_next_outage_is_told_again(store, clock):
    made = switched_on(store)
    for _ in range(2):
        read(store)
        made.round()
        clock.pass_(3600)
        made.round()

    assert len(letters(store, Occasion.STALE)) == 2
    read(store)
    assert made.round().made == 0


def test_two_connectors_tell_of_an_outage_once(store, clock):
    one, two = switched_on(store), mailing(store)
    read(store)
    clock.pass_(3600)
    one.round()
    two.round()

    assert len(letters(store, Occasion.STALE)) == 1


def test_what_is_stale_follows_the_schedule_and_the_pace(store, clock):
    store.keep_settings(ON._replace(schedule=Schedule(relay_minutes=60, poll_minutes=60)))
    made = mailing(store)
    read(store)
    clock.pass_(119 * 60)
    slow = made.round().made
    store.keep("pace", "60 60")
    fast = made.round().made

    assert (slow, fast) == (0, 1)


def test_a_busy_moment_of_a_fast_sandbox_is_no_outage(store, clock):
    store.keep_settings(ON)
    store.keep("pace", "1000000 1000000")
    made = mailing(store)
    read(store)
    clock.pass_(14)
    early = made.round().made
    clock.pass_(2)

    assert (early, made.round().made) == (0, 1)


def test_what_was_never_read_is_no_outage(store, clock):
    made = switched_on(store)
    clock.pass_(10**6)
    made.round()

    assert letters(store, Occasion.STALE) == []


# what waits for a server


def test_pauses_grow_up_to_an_hour():
    assert [pause(n) for n in (1, 2, 3, 10, 11, 1000)] == [5, 10, 20, 2560, 3600, 3600]


def test_while_the_server_cannot_be_reached_mails_wait_with_the_reason(store):
    made = switched_on(store)
    rejected(store, "SC0001")

    went = made.round()

    (letter,) = letters(store)
    assert went.unreachable == "mail.example.org:587 cannot be reached."
    assert (letter.state, letter.attempts, letter.why) == (
        MailState.WAITING, 1, "mail.example.org:587 cannot be reached.",
    )  # fmt: skip


def test_a_mail_that_was_put_off_for_five_days_has_failed(store, clock):
    switched_on(store)
    rejected(store, "SC0001")
    mailing(store).round()
    clock.pass_(5 * 86400 + 1)

    mailing(store).round()

    (letter,) = letters(store, Occasion.REJECTED)
    assert letter.state is MailState.FAILED
    assert letter.why.startswith("Given up after 5 days and 2 attempts.")


# the statement for the auditor


@pytest.mark.rule("invariant I22")
def test_the_auditor_gets_the_head_of_the_history_each_day(store, clock):
    made = switched_on(store, ON._replace(anchors=Anchors(auditor="audit@example.com")))
    for day, hour in ((12, 6), (12, 8), (12, 9), (13, 8)):
        at(clock, day, hour)
        made.round()

    found = letters(store, Occasion.STATEMENT)

    assert [(x.draft.made_at.day, x.draft.address) for x in found] == [
        (12, "audit@example.com"),
        (13, "audit@example.com"),
    ]
    (anchor,) = anchors_in(found[0].draft.body)
    assert anchor.head == store.head()


def test_without_an_auditor_there_is_no_statement(store, clock):
    made = switched_on(store)
    at(clock, 12, 8)

    made.round()

    assert letters(store, Occasion.STATEMENT) == []
