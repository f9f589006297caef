"""The doctor's checks: each ends well, poorly and badly where it should."""

from datetime import UTC, datetime, timedelta

import pytest

from core.checkup import CHECKS, examined
from core.health import Doubt, Facts, Kept, Mode, Posted, Reach, State, Terminal
from core.ports import Freshness, JobRun, RunState
from core.requirements import GUARDS
from core.settings import Mail, Relay, Settings
from core.syncing import TO_US
from core.vocabulary import Action, RecordId, RecordKind
from tests.core.judging import FULL, rules_said
from tests.people import ANA
from tests.records import case, subcontractor_invoice

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
A_MOMENT_AGO = NOW - timedelta(seconds=4)
LONG_AGO = NOW - timedelta(minutes=61)
MAILED = Settings(mail=Mail("mail.example.org"))
FRESH = Freshness(A_MOMENT_AGO, A_MOMENT_AGO)
PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL


def kept(**changes: object) -> Kept:
    well = Kept(
        1, sandbox=False, settings=Settings(), newest=A_MOMENT_AGO,
        mirrors=dict.fromkeys(RecordKind, FRESH), owing=0, owed_since=None, doubts=(),
        jobs={TO_US: JobRun(TO_US, A_MOMENT_AGO, RunState.DONE, "0 new, 0 changed")},
    )  # fmt: skip
    return well._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def facts(inside: Kept | None = None, **changes: object) -> Facts:
    well = Facts(
        NOW, "0.1.0", "/home/company", "3.53.4", sqlite_fixed=True, journal="WAL",
        modes=(Mode("company", 0o700, 0o700), Mode("countersign.sqlite", 0o600, 0o600)),
        free=10_000_000_000, file_system="ext4 at /", on_network=False,
        terminal=Terminal(120, 40, 256, "utf-8"), connector=True, unreachable="",
        kept=inside or kept(), reached=(Reach("hh2", "It lets us in."),),
    )  # fmt: skip
    return well._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def state(name: str, of: Facts) -> list[State]:
    return [finding.state for check, finding in examined(of) if check.name == name]


def evidence(name: str, of: Facts) -> str:
    return next(f.evidence for check, f in examined(of) if check.name == name)


def test_where_all_is_well_every_check_passes_and_none_has_a_next_step():
    found = list(examined(facts()))

    assert {finding.state for _, finding in found} == {PASS}
    assert {finding.next_step for _, finding in found} == {""}
    assert {check.name for check, _ in found} == {check.name for check in CHECKS}


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("sqlite", facts(sqlite_fixed=False), WARN),
        ("journal", facts(journal="DELETE"), WARN),
        ("modes", facts(modes=(Mode("company", 0o750, 0o700),)), FAIL),
        ("modes", facts(modes=(Mode("countersign.sqlite", 0o640, 0o600),)), FAIL),
        ("modes", facts(modes=(Mode("countersign.sqlite", 0o600, 0o600, mine=False),)), FAIL),
        ("modes", facts(modes=(Mode("countersign.sqlite", 0o400, 0o600),)), PASS),
        ("space", facts(free=63_000_000), FAIL),
        ("space", facts(free=999_000_000), WARN),
        ("space", facts(free=1_000_000_000), PASS),
        ("space", facts(free=None), WARN),
        ("file system", facts(on_network=True, file_system="nfs4 at /mnt"), FAIL),
        ("file system", facts(file_system=""), WARN),
        ("terminal", facts(terminal=None), WARN),
        ("terminal", facts(terminal=Terminal(79, 24, 256, "utf-8")), WARN),
        ("terminal", facts(terminal=Terminal(80, 23, 256, "utf-8")), WARN),
        ("terminal", facts(terminal=Terminal(80, 24, 256, "UTF8")), PASS),
        ("terminal", facts(terminal=Terminal(80, 24, 16, "utf-8")), WARN),
        ("terminal", facts(terminal=Terminal(80, 24, 256, "latin-1")), WARN),
        ("clock", facts(now=datetime(1970, 1, 2, tzinfo=UTC)), FAIL),
        ("clock", facts(kept(newest=NOW + timedelta(seconds=6))), FAIL),
        ("clock", facts(kept(newest=NOW + timedelta(seconds=4))), PASS),
        ("clock", facts(kept(newest=None)), PASS),
        ("relay", facts(unreachable=None), WARN),
        ("relay", facts(unreachable="The relay is stopped."), FAIL),
        ("connector", facts(connector=False), WARN),
        ("connector", facts(kept(owing=2), connector=False), FAIL),
        ("owed", facts(kept(owing=2, owed_since=NOW - timedelta(seconds=60))), PASS),
        ("owed", facts(kept(owing=2, owed_since=NOW - timedelta(seconds=61))), WARN),
        ("owed", facts(kept(owing=2, owed_since=NOW - timedelta(minutes=16))), FAIL),
        ("mail", facts(), PASS),
        ("mail", facts(kept(settings=MAILED, posted=Posted(waiting=3, since=A_MOMENT_AGO))), PASS),
        ("mail", facts(kept(settings=MAILED, posted=Posted(failed=1))), WARN),
        ("mail", facts(kept(settings=MAILED, posted=Posted(waiting=1, since=LONG_AGO))), WARN),
        ("mail", facts(kept(posted=Posted(failed=1))), PASS),
        ("chain", facts(kept(chain=("Audit entry 3 is missing.",))), FAIL),
        ("records", facts(kept(records=("Record X is gone.",))), FAIL),
        ("counts", facts(kept(counts=("The count of jobs says 3; there are 4.",))), FAIL),
    ],
)
def test_a_check_ends_as_what_it_looks_at_deserves(name, of, expected):
    found = [(f.state, bool(f.next_step)) for check, f in examined(of) if check.name == name]

    assert [ended for ended, _ in found] == [expected]
    if expected is FAIL:
        assert found == [(FAIL, True)]


def test_the_doctor_names_the_mail_server_or_says_that_mail_is_off():
    assert evidence("mail", facts()) == "Mail is switched off: no server is set."
    named = evidence("mail", facts(kept(settings=MAILED)))
    assert named == "Mails go to mail.example.org:587; none failed."


@pytest.mark.parametrize("seconds", [60, 61])
def test_an_unknown_outcome_may_last_a_minute(seconds):
    doubt = Doubt(RecordId("R1"), "SC0001", NOW - timedelta(seconds=seconds))

    found = state("outcomes", facts(kept(doubts=(doubt,))))

    assert found == [FAIL if seconds > 60 else PASS]


@pytest.mark.parametrize(
    ("relay", "poll", "pace", "expected"),
    [
        (15 * 60, 60 * 60, 1.0, PASS),
        (15 * 60 + 1, 0, 1.0, WARN),
        (0, 60 * 60 + 1, 1.0, WARN),
        (15, 60, 60.0, PASS),
        (16, 0, 60.0, WARN),
        (0, 61, 60.0, WARN),
    ],
)
def test_a_picture_of_sage_is_stale_by_either_hop_and_sooner_in_a_sandbox(
    relay, poll, pace, expected
):
    ages = Freshness(NOW - timedelta(seconds=relay), NOW - timedelta(seconds=poll))
    mirrors = {RecordKind.COMPANY: ages}

    assert state("mirror", facts(kept(mirrors=mirrors), pace=pace)) == [expected]


def test_a_kind_that_was_never_read_fails_unless_hh2_never_tells_of_it():
    unread = dict.fromkeys((RecordKind.COMMITMENT, RecordKind.CCO), Freshness(None, None))
    never = dict.fromkeys(RecordKind, FRESH) | unread

    found = {
        finding.subject: finding.state
        for check, finding in examined(facts(kept(mirrors=never)))
        if check.name == "mirror"
    }

    assert len(found) == len(RecordKind)
    assert [subject for subject, ended in found.items() if ended is FAIL] == ["commitment"]


def test_a_store_that_does_not_open_fails_alone_and_what_is_inside_is_not_looked_at():
    shut = facts(store_fault="It is damaged.", connector=False)._replace(kept=None)

    found = list(examined(shut))

    assert [check.name for check, f in found if f.state is FAIL] == ["store"]
    assert evidence("store", shut) == "It is damaged."
    assert evidence("chain", shut) == "Not looked at: the store does not open."


SETUPS = [
    Settings(),
    Settings(tax_groups=True),
    Settings(relay=Relay(client="1.31.466.9999")),
    Settings(relay=Relay(client="1.31.467")),
    Settings(relay=Relay(client="1.31.1000.0")),
    Settings(relay=Relay(client="1.9.900")),
    Settings(relay=Relay(client="")),
    Settings(relay=Relay(client="newest")),
    Settings(relay=Relay(date_received_usage="Required")),
    Settings(relay=Relay(date_received_usage="Not Required")),
    Settings(relay=Relay(payment_date_usage="Warning")),
    Settings(relay=Relay(payment_date_usage="Not Used")),
]
"""What financials 68 to 70 are about, each right and wrong."""


@pytest.mark.rule("financials 68 (I7)", "financials 69 (I8)", "financials 70 (I9)")
@pytest.mark.parametrize("settings", SETUPS)
def test_what_the_doctor_finds_wrong_is_what_stops_an_invoice(settings):
    invoice = case(subcontractor_invoice(), ANA, settings=settings, answers=FULL)
    about = {"financials 68 (I7)", "financials 69 (I8)", "financials 70 (I9)"}

    stopped = {rule for rule in rules_said(invoice, Action.ACCEPT) if rule in about}
    failing = {
        rule
        for check, finding in examined(facts(kept(settings=settings)))
        if finding.state is FAIL
        for rule in check.rule.split(", ")
        if rule in about
    }

    assert failing == stopped


def test_a_rule_that_a_check_cites_is_a_guards():
    cited = {
        rule
        for check in CHECKS
        for rule in check.rule.split(", ")
        if rule.startswith("financials ") and check.blocks.split(",")[0] != "nothing"
    }
    held = {rule for guards in GUARDS.values() for guard in guards for rule in guard.rules}

    assert cited == {
        "financials 68 (I7)", "financials 69 (I8)", "financials 70 (I9)", "financials 75 (O1)",
    }  # fmt: skip
    assert cited <= held


def test_every_check_says_what_it_blocks():
    assert all(check.blocks and check.asks for check in CHECKS)


@pytest.mark.rule("job costs 16")
def test_budget_views_that_count_cost_twice_are_named():
    twice = facts(kept(twice=("24-101", "24-102")))

    assert state("double counting", twice) == [WARN]
    assert evidence("double counting", twice).startswith("Budget views of 24-101, 24-102 count")
    assert state("double counting", facts()) == [PASS]
