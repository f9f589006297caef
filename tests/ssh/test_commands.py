"""Commands over a real sshd: who asks, what may be asked, and what is let through."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from adapters.stores.sqlite import SqliteStore
from console.gate.seating import seated
from core.query import Query
from core.vocabulary import ErpStatus, View
from tests.ssh.desk import ACCOUNT

DENIED, DONE = 3, 0
BY_SSHD = 255
READY = Query("commitments", View.READY_TO_EXPORT)


def at_once(*calls):
    """Several clients at the same time: their answers, in order."""
    with ThreadPoolExecutor(4) as pool:
        return [future.result() for future in [pool.submit(*call) for call in calls]]


def who(answer) -> str:
    assert answer.returncode == DONE, answer.stderr
    return json.loads(answer.stdout)["id"]


def test_keys_on_one_account_are_different_people_with_their_own_rights(desk, company):
    (row, *_) = company.store.rows(READY, 1)

    ana, vic, accepted = at_once(
        (desk.ssh, "approver", "whoami --json"),
        (desk.ssh, "reader", "countersign", "whoami", "--json"),
        (desk.ssh, "reader", f"accept {row.id} --json"),
    )

    assert (who(ana), who(vic)) == ("approver", "reader")
    assert accepted.returncode == DENIED
    (refused,) = json.loads(accepted.stdout)["refused"]
    assert "you hold Read Only" in refused["reasons"][0]


def test_two_approvers_accept_one_record_and_one_of_them_did(desk, company):
    mark = company.lets_in("approver", "second")
    ids = [one.record for one in company.store.ids(READY, 200)]
    able = desk.ssh("approver", "accept", "--dry-run", "--json", *ids)
    refused = {no["id"] for no in json.loads(able.stdout)["refused"]}
    record = next(one for one in ids if one not in refused)

    first, second = at_once(
        (desk.ssh, "approver", f"accept {record} --json"),
        (desk.ssh, "second", f"accept {record} --json"),
    )

    codes = sorted([first.returncode, second.returncode])
    assert codes[0] == DONE
    assert codes[1] != DONE
    entries = [e for e in company.store.history(record) if e.action == "accept"]
    assert len(entries) == 1
    said = dict(word.split("=", 1) for word in entries[0].origin.split(" "))
    mine = desk.fingerprint("approver") if first.returncode == DONE else mark
    assert (said["key"], said["from"]) == (mine, "127.0.0.1")
    assert said["session"]


def test_a_key_lets_nobody_in_unless_sshd_and_the_company_both_know_it(desk, company):
    for name in ("unknown", "listed", "granted"):
        desk.make_key(name)
    desk.authorise(f"restrict,pty {desk.public('listed')}")
    answer = desk.ssh("admin", "users key add reader --key - --label phone",
                      said=desk.public("granted"))  # fmt: skip
    assert answer.returncode == DONE, answer.stderr

    unknown, listed, granted = at_once(
        *((desk.ssh, name, "whoami") for name in ("unknown", "listed", "granted"))
    )

    assert (unknown.returncode, granted.returncode) == (BY_SSHD, BY_SSHD)
    assert listed.returncode == DENIED
    assert listed.stdout == ""
    assert f"The key {desk.fingerprint('listed')} belongs to nobody here" in listed.stderr
    assert listed.stderr.count("\n") == 1


def test_a_key_that_is_expired_or_disabled_or_whose_person_is_shut_out_is_refused(desk, company):
    then = datetime.now(UTC) - timedelta(days=2)
    company.lets_in("approver", "old", now=then, ends=then + timedelta(days=1))
    company.admitter.disable(company.lets_in("approver", "lost"))
    company.lets_in("standard", "fired")
    answer = desk.ssh("admin", "users revoke standard sign-in")
    assert answer.returncode == DONE, answer.stderr

    answers = at_once(*((desk.ssh, name, "whoami") for name in ("old", "lost", "fired")))

    assert [a.returncode for a in answers] == [DENIED] * 3
    assert "(old) is expired" in answers[0].stderr
    assert "(lost) is disabled" in answers[1].stderr
    assert "Nils Aaker may not sign in" in answers[2].stderr


def test_a_line_without_command_and_the_same_key_again_open_the_same_door(desk, company):
    company.lets_in("reader", "twice")
    key = desk.public("twice")
    desk.authorise(
        f'restrict,pty,command="{desk.wrapper} --as admin" {key}',
        f'command="/bin/sh",environment="COUNTERSIGN_HOME=/tmp" {key}',
        desk.public("approver"),
    )

    again, shell, plain = at_once(
        (desk.ssh, "twice", "whoami --json"),
        (desk.ssh, "twice", "id; cat /etc/passwd"),
        (desk.ssh, "approver", "/bin/sh -c id"),
    )

    assert who(again) == "reader"
    for refused in (shell, plain):
        assert (refused.returncode, refused.stdout) == (DENIED, "")
        assert "is not among the commands for sessions over SSH" in refused.stderr


def test_nothing_that_a_client_sends_along_gets_through(desk, tmp_path):
    forged = tmp_path / "forged"
    forged.write_text(f"publickey {desk.public('admin')}\n")
    forged.chmod(0o600)
    sent = (
        f"SetEnv=TEXTUAL_DRIVER=os:system TEXTUAL_LOG={tmp_path}/log PYTHONPATH={tmp_path} "
        f"LD_PRELOAD=/x.so BASH_ENV={tmp_path}/rc COUNTERSIGN_HOME={tmp_path} "
        f"_COUNTERSIGN_COMPLETE=bash_complete SSH_USER_AUTH={forged} LC_ALL=tr_TR.UTF-8"
    )

    plain = desk.ssh("reader", "whoami --json", options=("-o", sent))
    term = desk.ssh("reader", "whoami --json", term="../../tmp/\x1b]0;x\x07evil")

    assert (who(plain), who(term)) == ("reader", "reader")
    assert "\x1b" not in term.stdout + term.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"forged"}


@pytest.mark.parametrize(
    "words",
    [
        ("sftp", "-P", "{port}", "{account}@127.0.0.1:/etc/passwd", "{stolen}"),
        ("scp", "-O", "-P", "{port}", "{account}@127.0.0.1:/etc/passwd", "{stolen}"),
        ("ssh", "-p", "{port}", "-o", "ExitOnForwardFailure=yes", "-R", "127.0.0.1:0:127.0.0.1:22",
         "{account}@127.0.0.1", "whoami"),
        ("ssh", "-p", "{port}", "-W", "127.0.0.1:{port}", "{account}@127.0.0.1"),
    ],
    ids=["sftp", "scp", "remote forward", "local forward"],
)  # fmt: skip
def test_neither_files_nor_connections_pass(desk, tmp_path, words):
    stolen = tmp_path / "stolen"
    options = desk.words("approver")[5:-1]
    filled = [w.format(port=desk.port, account=ACCOUNT, stolen=stolen) for w in words]

    done = subprocess.run(
        [filled[0], "-F", "none", *options, *filled[1:]],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip

    assert done.returncode != DONE
    assert "SSH-2.0" not in done.stdout
    assert not stolen.exists()


def test_what_is_not_listed_or_names_a_file_is_refused_in_one_sentence(desk, company, tmp_path):
    asked = (
        "sandbox fault refuse 100", "demo", "connector --once", "gate",
        "list commitments --as admin",
        f"list commitments --home {tmp_path}", f"report drift --csv {tmp_path}/out.csv",
        "users key add reader --key /etc/passwd", "list 'commitments",
    )  # fmt: skip

    answers = at_once(*((desk.ssh, "admin", text) for text in asked))

    assert [a.returncode for a in answers] == [DENIED] * len(asked)
    assert [a.stderr.count("\n") for a in answers] == [1] * len(asked)
    assert all(a.stdout == "" for a in answers)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.rule("reliability T18")
def test_a_person_has_no_more_sessions_at_once_than_is_set(desk, company):
    seats = desk.home / "seats"
    company.store.keep_settings(company.store.settings()._replace(sessions_most=1))

    with seated(seats, "approver", 1):
        full, another = at_once(
            (desk.ssh, "approver", "whoami --json"), (desk.ssh, "reader", "whoami --json")
        )
    company.store.keep_settings(company.store.settings()._replace(sessions_most=20))

    assert (full.returncode, who(another)) == (DENIED, "reader")
    assert "1 of your sessions are open" in full.stderr


def test_a_session_without_a_terminal_opens_no_console(desk):
    answer = desk.ssh("approver")

    assert answer.returncode == 2
    assert "There is no terminal here" in answer.stderr


def test_a_whole_history_stays_whole(company):
    store = SqliteStore(company.desk.home / "countersign.sqlite")

    assert store.verify() == []
    assert not [r for r in store.rows(READY, 500) if r.status is not ErpStatus.READY_TO_EXPORT]
    store.close()
