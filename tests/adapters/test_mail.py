"""Conversations with a real mail server: what arrives, and what is said where nothing can."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from adapters.mail import SECRET, VARIABLE, SmtpCarrier
from core.ports.mails import Draft, MailPutOff, MailRefused, MailUnreachable
from core.settings import Mail
from soak.canaries import hostile_mail_server
from tests.mailserver import CERTIFICATE, PASSWORD, USER, serving

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def draft(**changes: object) -> Draft:
    made = Draft(
        "k", "rejected", "sam", "Sam Sender", "sam@example.org", "Acme: SC0001 was rejected",
        "Because.\n", "<abc@example.org>", NOW,
    )  # fmt: skip
    return made._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def mail(port: int, **changes: object) -> Mail:
    made = Mail("127.0.0.1", port, "countersign@example.org", encrypted=False)
    return made._replace(**changes)  # type: ignore[arg-type]  # the builder's open keywords


def text_of(took) -> str:
    """What it says; lines end otherwise on the way."""
    return took.get_content().replace("\r\n", "\n")


@contextmanager
def carrier(mail: Mail, home):
    made = SmtpCarrier(mail, home)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(autouse=True)
def _no_password_of_ones_own(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


@pytest.fixture
def trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / SECRET
    path.write_text(f"{PASSWORD}\n", encoding="ascii")
    path.chmod(0o600)
    return path


def said(mail: Mail, home) -> str:
    """What is wrong, in words."""
    with pytest.raises(MailUnreachable) as found, carrier(mail, home) as made:
        made.carry(draft())
    return str(found.value)


# what arrives


def test_a_mail_arrives_as_it_was_written(tmp_path):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        made.carry(draft())

    (took,) = server.took
    assert server.to == ["sam@example.org"]
    assert took["From"] == "Countersign <countersign@example.org>"
    assert took["To"] == "sam@example.org"
    assert took["Subject"] == "Acme: SC0001 was rejected"
    assert took["Message-ID"] == "<abc@example.org>"
    assert took["Date"].datetime == NOW
    assert took["Auto-Submitted"] == "auto-generated"
    assert text_of(took) == "Because.\n"
    assert server.encrypted == [False]


def test_several_mails_go_in_one_conversation(tmp_path):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        for number in range(3):
            made.carry(draft(message_id=f"<{number}@example.org>"))

    assert [took["Message-ID"] for took in server.took] == [f"<{n}@example.org>" for n in range(3)]


def test_letters_of_all_alphabets_and_lines_that_begin_with_a_dot_survive(tmp_path):
    body = ".\n.hidden\nStraße, Žižkov, 橋, €\n" + "long " * 400 + "\n"
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        made.carry(draft(subject="Straße 橋", body=body))

    (took,) = server.took
    assert took["Subject"] == "Straße 橋"
    assert text_of(took) == body
    assert server.sources[0].isascii()


@pytest.mark.parametrize(
    "hostile",
    [
        "SC1\r\nBcc: thief@example.net",
        "SC1\nBcc: thief@example.net",
        "SC1\r\n\r\nA body of one's own",
        "SC1\x0b\x0c\x85\u2028Bcc: thief@example.net",
        "=?utf-8?q?SC1=0D=0ABcc:_thief@example.net?=",
    ],
)
def test_no_title_becomes_a_header(tmp_path, hostile):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        made.carry(draft(subject=hostile))

    (took,) = server.took
    assert took["Bcc"] is None
    assert took.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
        "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert text_of(took) == "Because.\n"
    assert server.to == ["sam@example.org"]


# encryption and sign-in


def test_the_way_is_encrypted_and_signed_in(tmp_path, trusted, secret):
    with serving(encrypted=True, signed_in=True) as server:
        set_up = mail(server.port, host="localhost", encrypted=True, user=USER)
        with carrier(set_up, tmp_path) as made:
            made.carry(draft())

    assert (server.encrypted, server.signed_in) == ([True], [USER])


def test_the_password_of_the_environment_comes_first(tmp_path, trusted, secret, monkeypatch):
    secret.write_text("an old one", encoding="ascii")
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with serving(encrypted=True, signed_in=True) as server:
        set_up = mail(server.port, host="localhost", encrypted=True, user=USER)
        with carrier(set_up, tmp_path) as made:
            made.carry(draft())

    assert server.signed_in == [USER]


def test_a_certificate_nobody_vouches_for_ends_it_before_the_password(tmp_path, secret):
    with serving(encrypted=True, signed_in=True) as server:
        text = said(mail(server.port, host="localhost", encrypted=True, user=USER), tmp_path)

    assert text.endswith("shows a certificate that is not trusted: self-signed certificate.")
    assert (server.took, server.signed_in) == ([], [])


def test_a_certificate_of_another_name_is_not_trusted(tmp_path, trusted):
    with serving(encrypted=True) as server:
        text = said(mail(server.port, host="127.0.0.2", encrypted=True), tmp_path)

    assert "127.0.0.2" in text
    assert server.took == []


def test_where_encryption_is_wanted_and_not_offered_nothing_is_sent(tmp_path, secret):
    with serving() as server:
        text = said(mail(server.port, encrypted=True, user=USER), tmp_path)

    assert "offers no encryption" in text
    assert server.took == []


def test_a_wrong_password_is_said_and_not_shown(tmp_path, trusted, secret):
    secret.write_text("swordfish", encoding="ascii")
    with serving(encrypted=True, signed_in=True) as server:
        set_up = mail(server.port, host="localhost", encrypted=True, user=USER)
        with pytest.raises(MailUnreachable) as found:
            SmtpCarrier(set_up, tmp_path)

    assert "does not take the password: 535" in str(found.value)
    whole = [found.value, found.value.__cause__, found.value.__context__]
    assert "swordfish" not in repr(whole)


def test_a_password_that_others_may_read_is_not_used(tmp_path, trusted, secret):
    secret.chmod(0o640)
    with serving(encrypted=True, signed_in=True) as server:
        text = said(mail(server.port, host="localhost", encrypted=True, user=USER), tmp_path)

    assert "run chmod 600" in text
    assert server.signed_in == []


def test_a_password_file_that_is_a_link_is_not_followed(tmp_path, trusted, secret):
    secret.rename(tmp_path / "elsewhere")
    secret.symlink_to(tmp_path / "elsewhere")
    with serving(encrypted=True, signed_in=True) as server:
        text = said(mail(server.port, host="localhost", encrypted=True, user=USER), tmp_path)

    assert f"{secret} cannot be read" in text


def test_a_user_without_a_password_is_told_where_to_write_it(tmp_path, trusted):
    with serving(encrypted=True, signed_in=True) as server:
        text = said(mail(server.port, host="localhost", encrypted=True, user=USER), tmp_path)

    assert SECRET in text
    assert VARIABLE in text


# what the server answers


def test_a_recipient_nobody_knows_is_refused_for_good_and_the_next_mail_goes(tmp_path):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        server.to_recipient["sam@example.org"] = "550 5.1.1 no such\x07 person"
        with pytest.raises(MailRefused) as found:
            made.carry(draft())
        made.carry(draft(address="ana@example.org"))

    assert str(found.value).endswith("refused it: 550 5.1.1 no such<U+0007> person")
    assert server.to == ["ana@example.org"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("452 the box is full", MailPutOff), ("554 looks like spam", MailRefused)],
)
def test_four_hundred_means_later_and_five_hundred_never(tmp_path, answer, expected):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        server.answers = [answer]
        with pytest.raises(expected) as found:
            made.carry(draft())
        made.carry(draft())

    assert str(found.value).endswith(answer)
    assert len(server.took) == 1


@pytest.mark.parametrize(
    ("answer", "expected"), [("451 grey", MailPutOff), ("553 not from you", MailRefused)]
)
def test_the_sender_may_be_put_off_or_refused(tmp_path, answer, expected):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        server.to_sender["countersign@example.org"] = answer
        with pytest.raises(expected):
            made.carry(draft())

    assert server.took == []


def test_a_server_that_says_it_is_closing_is_unreachable(tmp_path):
    with serving() as server, carrier(mail(server.port), tmp_path) as made:
        server.to_recipient["sam@example.org"] = "421 shutting down"
        with pytest.raises(MailUnreachable, match="is closing: 421 shutting down"):
            made.carry(draft())


# where there is no conversation


def test_where_nobody_listens_it_is_said(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert said(mail(port), tmp_path) == f"127.0.0.1:{port} cannot be reached: Connection refused."


def test_a_name_nobody_knows_is_said(tmp_path):
    text = said(mail(25, host="no-such-host.invalid"), tmp_path)

    assert text.startswith("no-such-host.invalid:25 cannot be reached: ")


@pytest.mark.parametrize("host", ["a" * 70, "..", "über.example", "a b"])
def test_what_can_be_no_name_is_said(tmp_path, host):
    assert said(mail(25, host=host), tmp_path).startswith(f"{host}:25 ")


def test_a_server_that_never_answers_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr("adapters.mail.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        begun = time.monotonic()
        text = said(mail(deaf.getsockname()[1]), tmp_path)

    assert "does not answer within" in text
    assert time.monotonic() - begun < 5


def test_a_server_that_hangs_up_is_said(tmp_path):
    def hang_up() -> None:
        rude.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as rude:
        hanging = threading.Thread(target=hang_up)
        hanging.start()
        text = said(mail(rude.getsockname()[1]), tmp_path)
        hanging.join()

    assert "hung up" in text or "cannot be reached" in text


def test_a_server_that_speaks_something_else_is_said(tmp_path):
    def answer() -> None:
        met = talking.accept()[0]
        met.sendall(b"SSH-2.0-something\x1b[31m\r\n")
        met.close()

    with socket.create_server(("127.0.0.1", 0)) as talking:
        speaking = threading.Thread(target=answer)
        speaking.start()
        text = said(mail(talking.getsockname()[1]), tmp_path)
        speaking.join()

    assert text.isprintable()


def test_a_server_that_repeats_the_password_is_not_repeated(tmp_path):
    (tmp_path / "mail.secret").write_text("open sesame\n")
    (tmp_path / "mail.secret").chmod(0o600)

    with hostile_mail_server() as (port, signed_in):
        text = said(mail(port, user="someone"), tmp_path)

    assert signed_in() > 0
    assert "does not take the password: 535 5.7.8 (left out) is no password" in text
    assert "sesame" not in text
