"""What the doctor says, word for word: evidence and next step of each check that is not well."""

from datetime import UTC, datetime, timedelta

import pytest

from core.checkup import examined
from core.health import Doubt, Mode, Terminal, ago, some_of
from core.lateness import often, span_words
from core.settings import Settings
from core.vocabulary import RecordId
from tests.core.test_checkup import NOW, facts, kept


def earlier(**ago: int) -> datetime:
    return NOW - timedelta(**ago)


def doubts(*numbers: str) -> tuple[Doubt, ...]:
    return tuple(Doubt(RecordId(f"R{n}"), n, earlier(minutes=2)) for n in numbers)


@pytest.mark.parametrize(
    ("name", "of", "evidence", "next_step"),
    [
        (
            "store",
            facts()._replace(kept=None, store_fault="It is not a store."),
            "It is not a store.",
            "Do what it says, then run this again.",
        ),
        ("store", facts(), "/home/company opens: schema 1, Countersign 0.1.0.", ""),
        ("sqlite", facts(), "SQLite 3.53.4 has the fix of the WAL-reset fault.", ""),
        (
            "sqlite",
            facts(sqlite_fixed=False),
            "SQLite 3.53.4 may lose a commit under WAL, so WAL is off.",
            "Update pysqlite3 to one with SQLite 3.51.3 or newer.",
        ),
        ("journal", facts(), "The journal is WAL: readers wait for nobody.", ""),
        (
            "journal",
            facts(journal="DELETE"),
            "The journal is DELETE: a commit waits for those who read.",
            "Update pysqlite3; the journal follows.",
        ),
        ("modes", facts(), "2 folders and files are yours alone.", ""),
        (
            "modes",
            facts(modes=(Mode("company", 0o750, 0o700),)),
            "Others may look in: company is 0750.",
            "chmod 700 what is named; folders are 0700 and files 0600.",
        ),
        (
            "modes",
            facts(modes=(Mode("company", 0o700, 0o700, mine=False),)),
            "company belongs to somebody else.",
            "Take it over with chown.",
        ),
        ("space", facts(free=None), "Nobody can tell how much space is free.", ""),
        (
            "space",
            facts(free=63_999_999),
            "64 MB are free where the home is.",
            "Make room on that disk.",
        ),
        (
            "space",
            facts(free=64_000_000),
            "64 MB are free where the home is.",
            "Make room on that disk soon.",
        ),
        ("space", facts(free=1_000_000_000), "1,000 MB are free where the home is.", ""),
        ("file system", facts(), "The home lies on a local disk: ext4 at /.", ""),
        (
            "file system",
            facts(file_system=""),
            "Nobody can tell which file system the home lies on.",
            "",
        ),
        (
            "file system",
            facts(on_network=True, file_system="nfs4 at /mnt"),
            "The home lies on a network file system: nfs4 at /mnt.",
            "Move the home to a local disk.",
        ),
        (
            "terminal",
            facts(terminal=None),
            "There is no terminal here: commands work, the console does not open.",
            "Run this in the terminal where the console is to open.",
        ),
        (
            "terminal",
            facts(terminal=Terminal(79, 24, 255, "")),
            "79 x 24, 255 colours, no encoding.",
            (
                "Make it 80 x 24 or larger. "
                "Set TERM to one with 256 colours, such as xterm-256color. "
                "Choose a locale with UTF-8."
            ),
        ),
        (
            "terminal",
            facts(terminal=Terminal(80, 23, 256, "utf-8")),
            "80 x 23, 256 colours, utf-8.",
            "Make it 80 x 24 or larger.",
        ),
        (
            "terminal",
            facts(terminal=Terminal(80, 24, 256, "UTF-8")),
            "80 x 24, 256 colours, UTF-8.",
            "",
        ),
        ("clock", facts(), "It is 2026-03-02 12:00:00 UTC, after everything in the history.", ""),
        ("clock", facts(kept(newest=None)), "It is 2026-03-02 12:00:00 UTC.", ""),
        (
            "clock",
            facts(now=datetime(2024, 12, 31, tzinfo=UTC)),
            "It is 2024-12-31 00:00:00 UTC, which cannot be.",
            "Set this machine's clock, best by NTP.",
        ),
        (
            "clock",
            facts(now=datetime(2100, 1, 2, tzinfo=UTC)),
            "It is 2100-01-02 00:00:00 UTC, which cannot be.",
            "Set this machine's clock, best by NTP.",
        ),
        (
            "clock",
            facts(kept(newest=NOW + timedelta(seconds=6))),
            (
                "It is 2026-03-02 12:00:00 UTC, "
                "and the history's newest entry is of 2026-03-02 12:00:06."
            ),
            "Set this machine's clock, best by NTP.",
        ),
        (
            "relay",
            facts(unreachable=None),
            "The relay was not asked: nothing that can be read here says how it is reached.",
            "Mend the connections, or make a sandbox.",
        ),
        (
            "relay",
            facts(unreachable="The relay is stopped."),
            "The relay is stopped.",
            "Start hh2's service on the Sage server; restart it after its database restarts.",
        ),
        ("relay", facts(), "The relay answers, and it reaches Sage.", ""),
        ("connector", facts(), "A connector runs on this home.", ""),
        (
            "connector",
            facts(connector=False),
            "No connector runs; nothing is owed.",
            "Run `countersign connector`, or open the console: it brings one.",
        ),
        (
            "connector",
            facts(kept(owing=1234), connector=False),
            "No connector runs, and 1,234 effects are owed.",
            "Run `countersign connector`, or open the console: it brings one.",
        ),
        ("owed", facts(), "Nothing is owed.", ""),
        (
            "owed",
            facts(kept(owing=2, owed_since=earlier(seconds=60))),
            "2 effects are owed, the oldest 1 min ago.",
            "",
        ),
        (
            "owed",
            facts(kept(owing=2, owed_since=earlier(seconds=61))),
            "2 effects are owed, the oldest 1 min ago.",
            "See why with `countersign connector owed`.",
        ),
        (
            "owed",
            facts(kept(owing=2, owed_since=earlier(minutes=15))),
            "2 effects are owed, the oldest 15 min ago.",
            "See why with `countersign connector owed`.",
        ),
        (
            "owed",
            facts(kept(owing=2, owed_since=earlier(minutes=15, seconds=1))),
            "2 effects are owed, the oldest 15 min ago.",
            "See why with `countersign connector owed`.",
        ),
        ("outcomes", facts(), "No outcome is unknown.", ""),
        (
            "outcomes",
            facts(kept(doubts=doubts("SC1", "SC2"))),
            "Nobody knows whether Sage took SC1 (RSC1), SC2 (RSC2), for longer than a minute.",
            "The connector looks in Sage: `countersign connector --drain`. Enter nothing by hand.",
        ),
        (
            "outcomes",
            facts(kept(doubts=(Doubt(RecordId("R1"), "SC1", NOW),))),
            "Just now 1 are being looked for in Sage.",
            "",
        ),
        ("double counting", facts(), "No budget view counts cost in both ways.", ""),
        (
            "double counting",
            facts(kept(twice=("P1", "P2"))),
            "Budget views of P1, P2 count direct costs beside the old ERP Direct Costs column.",
            "Take the column out of the view, then switch it off here.",
        ),
        ("time zone", facts(), "The company's date is that of UTC.", ""),
        (
            "time zone",
            facts(kept(settings=Settings(time_zone="America/Denver"))),
            "The company's date is that of America/Denver.",
            "",
        ),
        (
            "time zone",
            facts(kept(settings=Settings(time_zone="Nowhere/There"))),
            (
                "This machine knows no time zone 'Nowhere/There', "
                "so the company's date is that of UTC."
            ),
            "Choose another time_zone, or install the time zone data.",
        ),
        ("chain", facts(), "The history's chain holds.", ""),
        (
            "chain",
            facts(kept(chain=("Audit entry 3 is missing.",))),
            "Audit entry 3 is missing.",
            "Read all with `countersign audit verify`; put a good copy of the home in its place.",
        ),
        ("records", facts(), "The file is sound, and every record is as its history says.", ""),
        (
            "records",
            facts(kept(records=("Record X is gone.", "Record Y is gone.", "Record Z is gone."))),
            "Record X is gone. And 2 more.",
            "Read all with `countersign audit verify`; put a good copy of the home in its place.",
        ),
        ("counts", facts(), "Every count equals what it counts.", ""),
        (
            "counts",
            facts(kept(counts=("The count of jobs says 3; there are 4.",))),
            "The count of jobs says 3; there are 4.",
            "Read all with `countersign audit verify`; put a good copy of the home in its place.",
        ),
    ],
)
def test_a_check_says_what_it_found_and_what_to_do(name, of, evidence, next_step):
    said = [(f.evidence, f.next_step) for check, f in examined(of) if check.name == name]

    assert said == [(evidence, next_step)]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 s ago"), (0, "0 s ago"), (59, "59 s ago"), (60, "1 min ago"), (3599, "59 min ago"),
        (3600, "1 h ago"), (86399, "23 h ago"), (86400, "1 d ago"), (200_000, "2 d ago"),
    ],
)  # fmt: skip
def test_an_age_is_said_by_its_largest_unit(seconds, said):
    age = timedelta(seconds=seconds)

    assert ago(age) == f"{span_words(age)} ago" == said


def test_how_often_is_said_in_seconds_below_a_minute():
    assert often(timedelta(seconds=3)) == "3.0 s"
    assert often(timedelta(seconds=59.9)) == "59.9 s"
    assert often(timedelta(minutes=1)) == "1 min"


def test_of_many_three_are_named_and_the_others_counted():
    assert some_of(["A", "B", "C"]) == "A, B, C"
    assert some_of(["A", "B", "C", "D", "E"]) == "A, B, C and 2 more"
    assert some_of(["A", "B"], "; ") == "A; B"
