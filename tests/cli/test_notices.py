"""notices: switched on, told, sent by the connector, tried out and looked at beforehand."""

import signal

import pytest

from adapters.mail import SECRET, VARIABLE
from adapters.stores.sqlite import SqliteStore
from console.cli import exits
from core.settings import Mail, Recipients
from tests.cli.conftest import permitted, process
from tests.cli.test_connector import until
from tests.mailserver import CERTIFICATE, PASSWORD, USER, serving


@pytest.fixture
def server():
    with serving() as made:
        yield made


@pytest.fixture(autouse=True)
def _addressed(home):
    """The people of the sandbox have mail addresses."""
    store = SqliteStore(home / "countersign.sqlite")
    for person in store.people():
        if not person.connector:
            store.keep_person(person._replace(email=f"{person.id}@example.org"))
    store.close()


@pytest.fixture
def switched_on(home, server):
    keep(home, Mail("127.0.0.1", server.port, "countersign@example.org", encrypted=False))
    return server


def keep(home, mail: Mail) -> None:
    store = SqliteStore(home / "countersign.sqlite")
    store.keep_settings(store.settings()._replace(mail=mail))
    store.close()


def for_sender_only(home) -> None:
    """Who created a contract hears nothing, so that each rejection is told once."""
    store = SqliteStore(home / "countersign.sqlite")
    policies = store.settings().policies._replace(reject_notice=Recipients.SENDER)
    store.keep_settings(store.settings()._replace(policies=policies))
    store.close()


def of_sam(countersign) -> list[dict]:
    """What Sam sent and an approver may reject; others who sent are no users of the sandbox."""
    found = countersign(
        "list", "commitments", "--view", "Ready to Export", "--limit", "0", "--json"
    )
    return [record for record in found.json if record["sent_by"] == "Sam Becker"]


def rejected(countersign) -> dict:
    """A record that waited is rejected; its sender hears of it."""
    record = of_sam(countersign)[0]
    ended = countersign("reject", record["id"], "--reason", "Which branch?")
    assert ended.code == exits.DONE, ended.err
    return record


def test_switched_off_nothing_is_made_and_it_is_said(countersign):
    rejected(countersign)
    countersign("connector", "--once")

    ended = countersign("notices")

    assert "Mail is switched off" in ended.out
    assert "No mail was made for you yet." in ended.out
    assert "No mail was made yet." in countersign("notices", "--as", "admin").out
    assert countersign("notices", "--json").json["mails"] == []


def test_a_rejection_reaches_whoever_sent_it_through_the_connector(countersign, home, switched_on):
    for_sender_only(home)
    countersign("connector", "--once")
    record = rejected(countersign)

    assert countersign("connector", "--once").code == exits.DONE

    (took,) = switched_on.took
    assert took["To"] == "sender@example.org"
    assert record["number"] in took["Subject"]
    assert "Which branch?" in took.get_content()
    found = countersign("notices", "--as", "admin", "--json").json
    assert found["tally"] == {"waiting": 0, "sent": 1, "failed": 0, "skipped": 0}
    (mail,) = found["mails"]
    assert (mail["about"], mail["for"], mail["state"]) == ("rejected", "sender", "sent")
    assert mail["message_id"] == took["Message-ID"]


def test_everybody_sees_their_own_mails_and_administrators_all(countersign, home, switched_on):
    for_sender_only(home)
    countersign("connector", "--once")
    rejected(countersign)
    countersign("connector", "--once")

    counts = {
        who: len(countersign("notices", "--as", who, "--json").json["mails"])
        for who in ("approver", "sender", "admin")
    }

    assert counts == {"approver": 0, "sender": 1, "admin": 1}


def test_why_a_mail_failed_is_listed_and_it_can_be_tried_again(countersign, home, switched_on):
    for_sender_only(home)
    countersign("connector", "--once")
    rejected(countersign)
    switched_on.to_recipient["sender@example.org"] = "550 unknown"
    countersign("connector", "--once")

    listed = countersign("notices", "--as", "admin").out
    check = next(c for c in countersign("doctor", "--json").json["checks"] if c["check"] == "mail")
    denied = countersign("notices", "retry")
    again = countersign("notices", "retry", "--as", "admin", "--json")
    switched_on.to_recipient.clear()
    countersign("connector", "--once")

    assert "1 failed" in listed
    assert "550 unknown" in listed
    assert (check["state"], "1 failed within a week" in check["evidence"]) == ("warn", True)
    assert denied.code == exits.DENIED
    assert again.json == {"waiting_again": 1}
    assert switched_on.to == ["sender@example.org"]


def test_draining_with_a_server_that_is_down_still_exports(countersign, home):
    keep(home, Mail("127.0.0.1", 1, encrypted=False))
    for_sender_only(home)
    countersign("connector", "--once")
    ids = permitted(countersign, "accept", "commitments", "Ready to Export")[:2]
    countersign("accept", *ids)
    rejected(countersign)

    ended = countersign("connector", "--drain")

    assert ended.code == exits.DONE
    (mail,) = countersign("notices", "--as", "admin", "--json").json["mails"]
    assert mail["state"] == "waiting"
    assert mail["next_try"]
    assert "Connection refused" in mail["why"]


def test_two_connectors_beside_each_other_send_each_mail_once(countersign, home, switched_on):
    for_sender_only(home)
    countersign("connector", "--once")
    records = of_sam(countersign)[:6]
    workers = [process("connector", "--home", str(home)) for _ in range(2)]
    try:
        for record in records:
            countersign("reject", record["id"], "--reason", "Which branch?")
        until(lambda: told(switched_on) >= len(records))
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=20)

    names = [took["Message-ID"] for took in switched_on.took]
    assert len(names) == len(set(names))
    assert told(switched_on) == len(records)


def told(server) -> int:
    """How many rejections the mails that came in tell of."""
    return sum(took.get_content().count("Which branch?") for took in server.took)


# a trial


def test_a_trial_says_that_the_server_took_it(countersign, switched_on):
    ended = countersign("notices", "test", "me@example.org", "--as", "admin", "--json")

    assert ended.code == exits.DONE
    assert ended.json["sent"] == "me@example.org"
    assert switched_on.to == ["me@example.org"]
    assert countersign("notices", "--as", "admin", "--json").json["mails"] == []


@pytest.mark.parametrize(
    ("mail", "words", "code"),
    [
        (Mail("127.0.0.1", 1, encrypted=False), "Connection refused", exits.OUTSIDE),
        (Mail("no-such-host.invalid", 25), "cannot be reached", exits.OUTSIDE),
        (Mail(), "Mail is switched off", exits.USAGE),
    ],
)
def test_a_trial_that_fails_says_exactly_what_is_wrong(countersign, home, mail, words, code):
    keep(home, mail)

    ended = countersign("notices", "test", "me@example.org", "--as", "admin")

    assert (ended.code, words in ended.err) == (code, True)


def test_a_trial_takes_an_address_and_the_right_to_change_settings(countersign, switched_on):
    assert countersign("notices", "test", "me at home", "--as", "admin").code == exits.USAGE
    assert countersign("notices", "test", "me@example.org").code == exits.DENIED
    assert countersign("notices", "test").code == exits.USAGE
    assert switched_on.took == []


def test_a_refused_trial_is_the_outsides_failure(countersign, switched_on):
    switched_on.to_recipient["me@example.org"] = "554 never"

    ended = countersign("notices", "test", "me@example.org", "--as", "admin", "--json")

    assert ended.code == exits.OUTSIDE
    assert ended.json["error"]["message"].endswith("refused it: 554 never")


def test_the_password_comes_from_the_home_and_is_found_nowhere_else(countersign, home, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    (home / SECRET).write_text(PASSWORD, encoding="ascii")
    (home / SECRET).chmod(0o600)
    with serving(encrypted=True, signed_in=True) as server:
        keep(home, Mail("localhost", server.port, "countersign@example.org", user=USER))
        tried = countersign("notices", "test", "me@example.org", "--as", "admin")
        rejected(countersign)
        countersign("connector", "--once")

    assert tried.code == exits.DONE
    assert server.signed_in
    outputs = [countersign(c, "--as", "admin", "--json").out for c in ("notices", "info", "doctor")]
    held = [p.read_bytes() for p in home.rglob("*") if p.is_file() and p.name != SECRET]
    assert PASSWORD not in "".join(outputs)
    assert all(PASSWORD.encode() not in content for content in held)


# the summary beforehand


def test_the_summary_is_shown_as_it_would_be_sent(countersign):
    ended = countersign("notices", "digest", "--json")

    assert ended.json["to"] == "approver@example.org"
    assert "wait for your answer" in ended.json["subject"]
    assert "Ready to Export" in ended.json["body"]
    text = countersign("notices", "digest").out
    assert text.startswith("To: approver@example.org\nSubject: ")


def test_somebody_elses_summary_is_for_administrators(countersign):
    assert countersign("notices", "digest", "--for", "admin").code == exits.DENIED
    assert countersign("notices", "digest", "--for", "nobody", "--as", "admin").code == exits.USAGE
    mine = countersign("notices", "digest", "--json").json
    theirs = countersign("notices", "digest", "--for", "approver", "--as", "admin", "--json").json
    assert theirs == mine


def test_who_answers_nothing_gets_no_summary(countersign):
    ended = countersign("notices", "digest", "--as", "reader")

    assert "Nothing waits for" in ended.out
    assert countersign("notices", "digest", "--as", "reader", "--json").json["body"] is None


def test_help_shows_what_notices_can_do(countersign):
    ended = countersign("notices", "--help")

    assert ended.code == exits.DONE
    assert all(word in ended.out for word in ("test", "digest", "retry"))
