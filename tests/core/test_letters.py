"""The words of mails, to the letter."""

from datetime import UTC, datetime, timedelta

import pytest

from core.audit import Entry
from core.letters import Event, age, money, named, one_line, outage, trial, written
from core.notices import Occasion
from core.ports import Freshness
from core.vocabulary import Action, ErpStatus, RecordId
from tests.people import ANA, SAM
from tests.records import cco, commitment, company, pcco, project, sub_job

A, S = Action, ErpStatus
AT = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
QUEUE = "What was sent waits for your answer under Ready to Export."


def event(action: Action, said: str = "", who: str = ANA.name, **changes: object) -> Event:
    head = {"title": "Deck", "amount": 1_234_56, "project_number": "J1200", "vendor_name": "Walsh"}
    record = commitment(S.REJECTED, **(head | changes))
    entry = Entry(9, AT, who, action, RecordId("r"), S.UNSENT, S.REJECTED, 2, "", said, "")
    return Event(entry, record)


def body(occasion: Occasion, of: Event) -> list[str]:
    return written(occasion, "Acme", [of], UTC).body.splitlines()


def test_a_rejection_word_for_word():
    rejected = event(A.REJECT, "reason=Wrong job.")

    assert written(Occasion.REJECTED, "Acme", [rejected], UTC).subject == (
        "Acme: commitment SC0001 was rejected"
    )
    assert body(Occasion.REJECTED, rejected) == [
        'Commitment SC0001, "Deck", Walsh, USD 1,234.56',
        "  Project: J1200",
        "  Rejected by Ana Approver on 2025-12-11 at 12:00 UTC",
        "  Reason: Wrong job.",
        "",
        "What was rejected is yours again: mend it where it was made, then send it again.",
        "",
        "Countersign",
    ]


def test_what_a_record_lacks_is_left_away():
    bare = event(A.REJECT, title="", vendor_name="", amount=0, project_number="", number="")

    assert body(Occasion.REJECTED, bare)[:3] == [
        "Commitment without a number",
        "  Rejected by Ana Approver on 2025-12-11 at 12:00 UTC",
        "",
    ]


def test_a_resending_word_for_word():
    resent = event(A.RESEND, who=SAM.name)

    assert body(Occasion.RESENT, resent)[2:] == [
        "  Sent by Sam Sender on 2025-12-11 at 12:00 UTC", "", QUEUE, "", "Countersign",
    ]  # fmt: skip


def test_what_fell_back_word_for_word():
    fallen = event(A.SEND, "erp_id=X\nfell_back=Sage commitment id has to be given.", SAM.name)

    assert written(Occasion.FELL_BACK, "", [fallen], UTC).subject == (
        "Commitment SC0001 was not exported directly"
    )
    assert body(Occasion.FELL_BACK, fallen)[2:5] == [
        "  Sent by Sam Sender on 2025-12-11 at 12:00 UTC",
        "  Reason: Sage commitment id has to be given.",
        "",
    ]


@pytest.mark.parametrize(
    ("said", "heard"), [("fault=Vendor=V1 is on hold", "Vendor=V1 is on hold"), ("", "no.")]
)
def test_a_failure_word_for_word(said, heard):
    assert body(Occasion.FAILED, event(A.FAIL, said))[2:] == [
        f"  On 2025-12-11 at 12:00 UTC Sage said: {heard}",
        "",
        (
            "It stands under Failed to Export until an approver rejects it, or accepts it once "
            "more where the cause passes. A request for cost codes goes back to Ready to Update."
        ),
        "",
        "Countersign",
    ]


@pytest.mark.parametrize(
    ("occasion", "subject"),
    [
        (Occasion.REJECTED, "Acme: 1,001 records were rejected"),
        (Occasion.RESENT, "Acme: 1,001 records were sent again"),
        (Occasion.FELL_BACK, "Acme: 1,001 records were not exported directly"),
        (Occasion.FAILED, "Acme: Sage did not take 1,001 records"),
    ],
)
def test_many_are_counted_and_the_first_fifty_told(occasion, subject):
    words = written(occasion, "Acme", [event(A.REJECT)] * 1001, UTC)

    assert words.subject == subject
    assert words.body.count("Commitment SC0001") == 50
    assert "\n\nAnd 951 more.\n\n" in words.body


def test_fifty_are_told_whole():
    assert "more" not in written(Occasion.RESENT, "Acme", [event(A.RESEND)] * 50, UTC).body


def test_an_outage_word_for_word():
    words = outage("Acme", Freshness(AT, None), UTC)

    assert words.subject == "Acme: Nothing new has come from Sage"
    assert words.body.splitlines() == [
        "The relay last read Sage on 2025-12-11 at 12:00 UTC.",
        "This console last read the relay: not yet.",
        "",
        (
            "Until this is mended nothing new of Sage is seen here. `countersign doctor` says "
            "what to look at. No further mail comes of this outage."
        ),
        "",
        "Countersign",
    ]


def test_a_trial_word_for_word():
    words = trial("Acme", "Ada\nBcc: x")

    assert words.subject == "Acme: Mails go out"
    assert words.body.splitlines() == [
        "Ada Bcc: x asked for this mail, to see whether mails go out. They do.",
        "",
        "There is nothing to do.",
        "",
        "Countersign",
    ]


def test_a_company_with_a_long_name_is_cut():
    assert trial("A" * 60, "x").subject == f"{'A' * 60}: Mails go out"
    assert trial("A" * 61, "x").subject == f"{'A' * 60}...: Mails go out"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (company, "vendor V1001"),
        (project, "job J1200"),
        (cco, "commitment change order 1"),
        (pcco, "prime contract change order 1"),
    ],
)
def test_kinds_are_called_what_people_call_them(made, expected):
    assert named(made()) == expected
    assert named(sub_job()).startswith("sub job ")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "less than a minute"), (59, "less than a minute"), (60, "1 minute"),
        (119, "1 minute"), (120, "2 minutes"), (3599, "59 minutes"), (3600, "1 hour"),
        (7200, "2 hours"), (86399, "23 hours"), (86400, "1 day"), (172800, "2 days"),
    ],
)  # fmt: skip
def test_ages_are_told_in_the_largest_unit(seconds, expected):
    assert age(timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(0, "USD 0.00"), (5, "USD 0.05"), (-1_234_567_89, "USD -1,234,567.89")],
)
def test_money_is_told_whole(cents, expected):
    assert money(cents, "USD") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\tb\nc\rd\x0be\x0cf", "a b c d e f"),
        ("a\x1b[31m\u202eb\u00a0\x00", "a<U+001B>[31m<U+202E>b<U+00A0><U+0000>"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 120 + "..."),
    ],
)
def test_a_line_is_one_line_and_hides_nothing(text, expected):
    assert one_line(text) == expected
