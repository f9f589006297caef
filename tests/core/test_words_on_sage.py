"""What the doctor says of the way from Sage, word for word."""

from datetime import timedelta

import pytest

from core.checkup import examined
from core.health import Behind, State
from core.ports import Depth, FirstStep, Freshness, JobRun, RunState, Span
from core.settings import Relay, Settings
from core.syncing import TO_US
from core.vocabulary import RecordKind
from tests.core.test_checkup import NOW, facts, kept

PASS, WARN, FAIL = State.PASS, State.WARN, State.FAIL
COMPANY = RecordKind.COMPANY


def polled(**ago: int) -> dict[str, JobRun]:
    return {TO_US: JobRun(TO_US, NOW - timedelta(**ago), RunState.DONE, "3 changed")}


def step(state: RunState, result: str = "") -> tuple[FirstStep, ...]:
    return (FirstStep(1, Span.WEEK, Depth.SHALLOW, "Ana", NOW, state, result=result),)


def read(relay: timedelta, ours: timedelta) -> dict[RecordKind, Freshness]:
    return {COMPANY: Freshness(NOW - relay, NOW - ours)}


def relayed(**changes: str) -> Settings:
    return Settings(relay=Relay(**changes))


@pytest.mark.parametrize(
    ("name", "of", "state", "evidence", "next_step"),
    [
        (
            "poll",
            facts(kept(jobs={})),
            WARN,
            "The relay was never polled from here.",
            "Run `countersign connector`, or open the console: it brings one.",
        ),
        (
            "poll",
            facts(kept(jobs=polled(minutes=59))),
            PASS,
            "The relay was polled 59 min ago (3 changed); it goes on by itself.",
            "",
        ),
        (
            "poll",
            facts(kept(jobs=polled(minutes=60))),
            PASS,
            "The relay was polled 1 h ago (3 changed); it goes on by itself.",
            "",
        ),
        (
            "poll",
            facts(kept(jobs=polled(minutes=61))),
            WARN,
            "The relay was polled 1 h ago (3 changed); more than 1 h is stale.",
            (
                "Take step two, `countersign refresh TAB`, for each of: cost_codes vendors "
                "jobs sub_jobs job_costs."
            ),
        ),
        ("client", facts(), PASS, "The hh2 client is 1.31.500.0; invoices need 1.31.467.", ""),
        (
            "client",
            facts(kept(settings=relayed(client=""))),
            FAIL,
            "The hh2 client is unknown; invoices need 1.31.467 or newer.",
            "Update the hh2 client on the Sage server.",
        ),
        (
            "client",
            facts(kept(settings=relayed(client="1.31.466"))),
            FAIL,
            "The hh2 client is 1.31.466; invoices need 1.31.467 or newer.",
            "Update the hh2 client on the Sage server.",
        ),
        ("account", facts(), PASS, "The relay's account gets into Sage.", ""),
        (
            "account",
            facts(kept(settings=relayed(account="its password expired."))),
            FAIL,
            "The relay's account does not get into Sage: its password expired.",
            (
                "In Sage, renew its password so that it never expires, and put it into "
                "Application Admin and Security Admin."
            ),
        ),
        (
            "set-up",
            facts(),
            PASS,
            "What is kept here of the relay's set-up is what it told last.",
            "",
        ),
        (
            "set-up",
            facts(reported=Relay()),
            PASS,
            "What is kept here of the relay's set-up is what it told last.",
            "",
        ),
        (
            "set-up",
            facts(reported=Relay(sage="24.1")),
            WARN,
            "The relay's set-up has changed since it was last asked; the old one is judged by.",
            "Run `countersign connector`, or open the console: it brings one.",
        ),
        (
            "mirror",
            facts(kept(mirrors={COMPANY: Freshness(None, NOW)})),
            FAIL,
            "It was never read.",
            "Refresh: `countersign refresh vendors`.",
        ),
        (
            "mirror",
            facts(kept(mirrors=read(timedelta(minutes=15), timedelta(minutes=60)))),
            PASS,
            "The relay read Sage 15 min ago, we read the relay 1 h ago.",
            "",
        ),
        (
            "mirror",
            facts(kept(mirrors=read(timedelta(minutes=16), timedelta(minutes=60)))),
            WARN,
            (
                "The relay read Sage 16 min ago, we read the relay 1 h ago; more than 15 "
                "min and 1 h is stale."
            ),
            "Step one: `countersign hh2 sync`. Refresh: `countersign refresh vendors`.",
        ),
        (
            "mirror",
            facts(kept(mirrors=read(timedelta(minutes=15), timedelta(minutes=61)))),
            WARN,
            (
                "The relay read Sage 15 min ago, we read the relay 1 h ago; more than 15 "
                "min and 1 h is stale."
            ),
            "Refresh: `countersign refresh vendors`.",
        ),
        (
            "range",
            facts(),
            PASS,
            "Step one was never taken by hand; the automatic sync leaves none out.",
            "",
        ),
        (
            "range",
            facts(kept(steps=step(RunState.RUNNING))),
            PASS,
            "The last step one was for week, shallow: running.",
            "",
        ),
        (
            "range",
            facts(kept(steps=step(RunState.ASKED, "2 were left out so far"))),
            PASS,
            "The last step one was for week, shallow: 2 were left out so far.",
            "",
        ),
        (
            "range",
            facts(kept(steps=step(RunState.DONE, "9 read"))),
            PASS,
            "The last step one was for week, shallow: 9 read.",
            "",
        ),
        (
            "range",
            facts(kept(steps=step(RunState.DONE, "9 read, 2 left out"))),
            WARN,
            "The last step one was for week, shallow: 9 read, 2 left out.",
            "Run `countersign hh2 sync --range all`.",
        ),
        (
            "vendors",
            facts(),
            PASS,
            "No vendor is kept back for being inactive or for its type.",
            "",
        ),
        (
            "vendors",
            facts(kept(behind=Behind(inactive=("V1", "V2")))),
            WARN,
            "2 vendors are inactive in Sage: V1, V2.",
            "Make them active in Sage, or tick their type with `countersign settings`.",
        ),
        (
            "vendors",
            facts(kept(behind=Behind(inactive=("V1",), untaken=("V2", "V3", "V4", "V5")))),
            WARN,
            (
                "1 vendors are inactive in Sage: V1. 4 are of a type that is not imported: "
                "V2, V3, V4 and 1 more."
            ),
            "Make them active in Sage, or tick their type with `countersign settings`.",
        ),
        ("posted", facts(), PASS, "Nothing waits in Sage to be posted.", ""),
        (
            "posted",
            facts(kept(behind=Behind(unposted=("J1", "J2")))),
            WARN,
            "2 wait in Sage to be posted: J1; J2.",
            "Post the batches in Sage.",
        ),
        ("projects", facts(), PASS, "No project is off the ERP's code list.", ""),
        (
            "projects",
            facts(kept(behind=Behind(projects=("P1 is not", "P2 is not")))),
            WARN,
            "2 projects cannot be sent: P1 is not; P2 is not.",
            "Set each to be synced, on the ERP's cost code list, then send it.",
        ),
        ("primes", facts(), PASS, "Every prime contract can be read from Sage.", ""),
        (
            "primes",
            facts(kept(behind=Behind(primes=("PC1 is a draft",)))),
            WARN,
            "1 prime contracts cannot be read from Sage: PC1 is a draft.",
            "Approve each, sync its job, and keep it on one project.",
        ),
        ("date received", facts(), PASS, "Date Received Usage is Not Used in Sage AP.", ""),
        (
            "date received",
            facts(kept(settings=relayed(date_received_usage="Required"))),
            FAIL,
            "Date Received Usage is Required in Sage AP.",
            "Set Date Received Usage to Not Used or Not Required in Sage AP's invoice settings.",
        ),
        ("payment date", facts(), PASS, "Payment Date Usage is Not Required in Sage AP.", ""),
        (
            "payment date",
            facts(kept(settings=relayed(payment_date_usage="Required"))),
            FAIL,
            "Payment Date Usage is Required in Sage AP.",
            "Set Payment Date Usage to Not Used or Not Required in Sage AP's invoice settings.",
        ),
        ("tax groups", facts(), PASS, "Tax groups are off, so invoices may be exported.", ""),
        (
            "tax groups",
            facts(kept(settings=Settings(tax_groups=True))),
            FAIL,
            "Tax groups are imported from Sage, which excludes the export of invoices.",
            "Switch one of the two off.",
        ),
    ],
)
def test_a_check_says_what_it_found_and_what_to_do(name, of, state, evidence, next_step):
    said = [(f.state, f.evidence, f.next_step) for check, f in examined(of) if check.name == name]

    assert said == [(state, evidence, next_step)]
