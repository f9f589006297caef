"""Triage in plain lines: what is told, what words do, and how it ends."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.people import CONNECTOR
from core.query import Query
from core.tabs import TABS
from core.vocabulary import RecordId
from tests.cli.conftest import first, permitted, ran

ROOT = Path(__file__).parents[2]
VIEW = ("--view", "Ready to Export")
READY = ("--tab", "commitments", *VIEW)
LIST = ("list", "commitments", *VIEW, "--limit", "0", "--json")
HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe\nRecord 9 of 9"


def events(home: Path) -> list[tuple[object, ...]]:
    """The whole audit as it must be the same: who did what to which record, and said what."""
    store = SqliteStore(str(home / "countersign.sqlite"))
    ids = [asked.record for tab in TABS for asked in store.ids(Query(tab.name), 10**9)]
    found = [entry for record in ids for entry in store.history(record)]
    store.close()
    return [
        (e.actor, e.action, e.record, e.source, e.target, e.said)
        for e in sorted(found, key=lambda e: e.seq)
    ]


def piped(home: Path, lines: list[str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "console", "triage", "--plain", *words, "--home", str(home)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip


def test_a_queue_triaged_through_a_pipe_leaves_the_audit_that_the_commands_leave(home, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(home, other)

    def by_command(*words: str):
        return ran(*words, "--home", str(other))

    listed = by_command(*LIST)
    queue = [row["id"] for row in listed.json]
    may = set(permitted(by_command, "accept", "commitments", "Ready to Export"))
    lines, plan = [], []
    for place, one in enumerate(queue[:-4]):
        if one in may and place % 3 == 0:
            lines += ["accept", f"OWN{place}"]
            plan.append(("accept", one, "--set", f"erp_id=OWN{place}"))
        elif one in may and place % 3 == 1:
            lines += ["a", ""]
            plan.append(("accept", one))
        elif place % 5 == 0:
            lines += ["why", "next"]
        else:
            lines += ["reject", f"wrong job {place}"]
            plan.append(("reject", one, "--reason", f"wrong job {place}"))
    lines += ["reject all", "the year is closed", "4"]
    plan.append(("reject", *queue[-4:], "--reason", "the year is closed"))

    ended = piped(home, lines, *READY)
    for words in plan:
        assert by_command(*words).code == exits.DONE, words

    assert (ended.returncode, ended.stderr) == (exits.DONE, "")
    assert events(home) == events(other)
    assert len(plan) > 8
    assert ran("audit", "verify", "--home", str(home)).code == exits.DONE


def test_a_record_is_told_in_lines_with_what_may_be_done_and_each_reason(countersign, triage):
    found = first(countersign, "commitments", "Ready to Export")

    ended = triage(["quit"], *READY)

    told = ended.out.splitlines()
    assert f"Commitment: {found['number']}" in told
    assert any(line.startswith("Record 1 of ") for line in told)
    assert any(line.startswith("Reject: yes, to rejected; asks Reason (required)") for line in told)
    assert any("[financials 27 (C4)] Can be lifted by" in line for line in told)
    assert "\x1b" not in ended.out + ended.err
    assert "\r" not in ended.out + ended.err


def test_what_is_refused_is_told_and_ends_in_the_code_of_a_refusal(countersign, triage):
    allowed = permitted(countersign, "accept", "commitments", "Ready to Export")
    listed = countersign(*LIST)
    barred = next(row for row in listed.json if row["id"] not in allowed)

    ended = triage(["accept"], *READY, "--where", f"number:{barred['number']}")

    assert ended.code == exits.PARTLY
    assert f"Accept is refused for {barred['number']}" in ended.out
    assert ended.out.splitlines()[-2:] == ["Refused: 1.", "Left as they were: 1 of 1."]


def test_a_script_never_decides_the_record_it_meant_to_pass(countersign, triage):
    """What is refused is passed over, so that the next line is for the next record."""
    allowed = permitted(countersign, "accept", "commitments", "Ready to Export")
    listed = countersign(*LIST).json
    place = next(p for p, row in enumerate(listed[:-1]) if row["id"] not in allowed)

    ended = triage([*["next"] * place, "accept", "reject", "wrong job"], *READY)

    statuses = [countersign("show", row["id"], "--json").json["status"] for row in listed]
    assert ended.code == exits.PARTLY
    assert statuses[place : place + 2] == ["ready_to_export", "rejected"]


def test_who_may_not_decide_hears_which_right_is_missing(triage):
    ended = triage(["a", "r"], *READY, "--as", "reader")

    assert ended.code == exits.DENIED
    assert "Accept is refused" in ended.out


def test_a_record_that_moved_since_it_was_told_is_refused_as_stale(home, tmp_path):
    """Somebody else retrieves it while the loop waits for the reason."""
    words = ["-m", "console", "triage", "--plain", *READY, "--home", str(home)]
    loop = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert loop.stdin is not None
    assert loop.stdout is not None
    loop.stdin.write("reject\n")
    loop.stdin.flush()
    next(line for line in loop.stdout if line.startswith("Reason"))
    ids = ran("list", "commitments", "--view", "Ready to Export", "--json", "--home", str(home))
    ran("retrieve", ids.json[0]["id"], "--as", "sender", "--home", str(home))

    out, err = loop.communicate("too late\n", timeout=20)

    assert loop.returncode == exits.STALE
    assert "It changed since you looked" in out
    assert err == ""


def test_a_script_that_is_not_understood_stops_before_it_does_harm(countersign, triage):
    ended = triage(["rejct", "all of it is wrong", "reject", "no"], *READY)

    assert ended.code == exits.USAGE
    assert "Line 1: 'rejct' is nothing that can be done here" in ended.err
    assert "done" not in ended.out


def test_all_of_the_rest_needs_its_count_typed(triage):
    ended = triage(["reject all", "wrong year", "yes", "b"], *READY, "--limit", "3")
    done = triage(["reject all", "wrong year", "3"], *READY, "--limit", "3")

    assert "Reject 3 records, together " in ended.out
    assert "Nothing was done." in ended.out
    assert "Left as they were: 3 of 3." in ended.out
    assert "Reject: 3 of 3 done. Batch B-" in done.out
    assert (ended.code, done.code) == (exits.DONE, exits.DONE)


def test_cancel_and_the_end_of_the_input_leave_a_record_as_it_is(triage):
    cancelled = triage(["reject", "cancel"], *READY)
    ended = triage(["reject"], *READY)

    assert "Nothing was done." in cancelled.out
    assert "done." not in ended.out
    assert (cancelled.code, ended.code) == (exits.DONE, exits.DONE)


def test_what_was_decided_last_is_taken_back_until_it_leaves(home, triage, countersign):
    may = permitted(countersign, "accept", "commitments", "Ready to Export")
    number = countersign("show", may[0], "--json").json["number"]
    assert countersign("settings", "set", "grace_seconds", "60", "--as", "controller").code == 0

    ended = triage(["undo", "a", "", "undo", "q"], *READY, "--where", f"number:{number}")
    kept = triage(["reject", "no", "z"], *READY, "--where", f"number:{number}")

    assert "There is nothing to take back." in ended.out
    assert "undo takes it back until then" in ended.out
    assert "Recall: 1 of 1 done." in ended.out
    assert ended.out.count("Record 1 of 1") == 2
    assert "Left as they were: 1 of 1." in ended.out
    assert "A reject is told at once and cannot be recalled" in kept.out
    assert (ended.code, kept.code) == (exits.DONE, exits.PARTLY)


def test_one_goes_on_and_back_and_reads_a_record_whole(triage):
    ended = triage(["s", "n", "n", "b", "?", "b", "b"], *READY, "--limit", "2")

    assert "History" in ended.out
    assert "This is the end of the queue." in ended.out
    assert "quit or q: leave" in ended.out
    assert "This is the first record." in ended.out


def test_without_a_tab_all_that_waits_is_one_queue(triage):
    ended = triage([], "--where", "state:ready")

    assert ended.code == exits.DONE
    assert "records wait in 10 tabs." in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "`countersign` alone opens the console"),
        (("--plain", "--json"), "leave --json away"),
        (("--plain", "--tab", "commitment"), "did you mean 'commitments'?"),
        (("--plain", "--view", "Redy"), "has no view"),
    ],
)
def test_what_cannot_be_triaged_is_said(countersign, words, said):
    ended = countersign("triage", *words)

    assert ended.code == exits.USAGE
    assert said in ended.err + ended.out


def test_nothing_of_hostile_data_reaches_the_terminal(home, triage, countersign):
    found = first(countersign, "commitments", "Ready to Export")
    store = SqliteStore(str(home / "countersign.sqlite"))
    record = store.find(RecordId(found["id"]))
    store.amend(record._replace(title=HOSTILE, vendor_name=HOSTILE), CONNECTOR, "renamed")
    store.close()

    ended = triage(["s", "w", "reject", "\x1b[31mno\u202e"], *READY, "--limit", "1")

    assert ended.code == exits.DONE
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.out + ended.err)
    assert "Record 9 of 9" not in ended.out.splitlines()
    assert "␛[2J" in ended.out


def test_at_a_terminal_a_paste_is_no_run_of_commands(home):
    words = ["-m", "console", "triage", "--plain", *READY, "--home", str(home)]
    loop = pexpect.spawn(
        sys.executable, words, dimensions=(24, 80), cwd=ROOT, encoding="utf-8",
        env={**os.environ, "TERM": "dumb"}, timeout=20,
    )  # fmt: skip
    loop.expect("help or quit: ")
    loop.send("reject\nfirst\nreject\nsecond\n")
    loop.expect("none was taken")
    loop.expect("help or quit: ")
    loop.sendline("reject")
    loop.expect("Reason .required, or cancel.: ")
    loop.sendline("wrong job")
    loop.expect("is rejected now")
    loop.expect("help or quit: ")
    loop.sendline("q")
    loop.expect(pexpect.EOF)
    loop.close()

    assert loop.exitstatus == exits.DONE
    assert "\x1b" not in (loop.before or "")
