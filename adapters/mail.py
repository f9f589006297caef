"""Brings mails to an SMTP server: encrypted where the settings say so, with a password or without.

The password is read from the environment or from a file of the home, when a conversation begins; it
is kept nowhere else and said to nobody but the server.
"""

import os
import stat
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from core.letters import one_line
from core.mailing import sender_of
from core.ports.mails import Draft, MailPutOff, MailRefused, MailUnreachable
from core.settings import Mail

if TYPE_CHECKING:
    from email.message import EmailMessage
    from smtplib import SMTP

VARIABLE = "COUNTERSIGN_MAIL_PASSWORD"
SECRET = "mail.secret"  # noqa: S105  # the name of the file, not what is in it
TIMEOUT = 10.0
"""Seconds to wait for each answer of the server."""
NO_ANSWER = f"does not answer within {TIMEOUT:.0f} s."
LONGEST_SAID = 300
FOR_GOOD = 500
"""Answers from here on will be the same next time."""
CLOSING = 421
"""The server's word for going away, whatever it was asked."""


class SmtpCarrier:
    """Fits Carrier: one conversation with the server."""

    def __init__(self, mail: Mail, home: "str | os.PathLike[str]") -> None:
        """Raises: MailUnreachable: no conversation comes about; the text says what is wrong."""
        self._mail = mail
        self._smtp = _connected(mail)
        try:
            with _answers(mail):
                _introduced(self._smtp, mail, home)
        except BaseException:
            self._smtp.close()
            raise

    def carry(self, draft: Draft) -> None:
        message = composed(draft, sender_of(self._mail))
        sender, to = sender_of(self._mail), draft.address
        with _answers(self._mail):
            # One step after the other, so that each answer is known for what it answers.
            self._step(*self._smtp.mail(sender))
            self._step(*self._smtp.rcpt(to))
            self._step(*self._data(message.as_bytes()))

    def _data(self, message: bytes) -> tuple[int, bytes]:
        from smtplib import SMTPDataError

        try:
            return self._smtp.data(message)
        except SMTPDataError as no:
            return no.smtp_code, no.smtp_error if isinstance(no.smtp_error, bytes) else b""

    def close(self) -> None:
        with suppress(OSError):
            self._smtp.quit()
        self._smtp.close()

    def _step(self, code: int, words: bytes) -> None:
        if code < 400:  # noqa: PLR2004  # the first answer that is a no
            return
        said = _said(code, words)
        if code == CLOSING:
            raise MailUnreachable(f"{_place(self._mail)} is closing: {said}")
        self._smtp.rset()
        if code >= FOR_GOOD:
            raise MailRefused(f"{_place(self._mail)} refused it: {said}")
        raise MailPutOff(f"{_place(self._mail)} put it off: {said}")


def composed(draft: Draft, sender: str) -> "EmailMessage":
    """The mail as it travels. No line of it can become a header of its own."""
    from email.message import EmailMessage
    from email.policy import SMTP as TRAVELLING

    message = EmailMessage(policy=TRAVELLING.clone(cte_type="7bit"))
    message["From"] = f"Countersign <{sender}>"
    message["To"] = draft.address
    # What looks like an encoded word would be decoded, line ends and all.
    message["Subject"] = one_line(draft.subject, 200).replace("=?", "= ?")
    message["Date"] = draft.made_at
    message["Message-ID"] = draft.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(draft.body, charset="utf-8")
    return message


def password(home: "str | os.PathLike[str]") -> str:
    """The password: the environment's, else that of the file in the home; empty where none is.

    Raises:
        MailUnreachable: the file cannot be read, or others may read it too.
    """
    if kept := os.environ.get(VARIABLE):
        return kept
    path = os.path.join(home, SECRET)  # noqa: PTH118  # pathlib is slow to load
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return ""
    except OSError as why:
        raise MailUnreachable(f"{path} cannot be read ({why.strerror}).") from why
    with os.fdopen(number, encoding="utf-8") as file:
        if stat.S_IMODE(os.fstat(number).st_mode) & 0o077:
            raise MailUnreachable(f"Others may read {path}; run chmod 600 on it. Nothing was sent.")
        try:
            return file.readline().rstrip("\r\n")
        except (OSError, ValueError) as why:
            raise MailUnreachable(f"{path} holds no password that can be read.") from why


def _connected(mail: Mail) -> "SMTP":
    from smtplib import SMTP

    with _answers(mail):
        return SMTP(mail.host, mail.port, timeout=TIMEOUT)


def _introduced(smtp: "SMTP", mail: Mail, home: "str | os.PathLike[str]") -> None:
    """Say who we are: encrypted first, and signed in where there is a user."""
    smtp.ehlo_or_helo_if_needed()
    if mail.encrypted:
        if not smtp.has_extn("starttls"):
            raise MailUnreachable(
                f"{_place(mail)} offers no encryption (STARTTLS); nothing was sent. Choose another "
                "port, or set mail.encrypted to no where the way there is safe."
            )
        from ssl import create_default_context

        smtp.starttls(context=create_default_context())
        smtp.ehlo_or_helo_if_needed()
    if mail.user:
        secret = password(home)
        if not secret:
            raise MailUnreachable(
                f"There is no password for {one_line(mail.user)}: write it into {SECRET} in the "
                f"home, mode 0600, or into {VARIABLE}."
            )
        _signed_in(smtp, mail.user, secret)


def _signed_in(smtp: "SMTP", user: str, secret: str) -> None:
    """A server may repeat in its refusal what it was told; that goes no further."""
    from smtplib import SMTPResponseException

    try:
        smtp.login(user, secret)
    except SMTPResponseException as why:
        told = why.smtp_error
        raw = told.encode(errors="replace") if isinstance(told, str) else told
        for part in (f"\0{user}\0{secret}", secret):
            for form in (b64encode(part.encode()), part.encode()):
                raw = raw.replace(form, b"(left out)")
        why.smtp_error = raw
        raise


@contextmanager
def _answers(mail: Mail) -> Iterator[None]:
    """Whatever goes wrong on the way is a server that cannot be used now, told without secrets."""
    try:
        yield
    except (OSError, UnicodeError) as why:  # what smtplib raises are OSErrors, too
        text = f"{_place(mail)} {_trouble(why)}"
    else:
        return
    # What the failed call was given may hold the password, so no cause goes with the sentence.
    raise MailUnreachable(text)


def _trouble(why: OSError | UnicodeError) -> str:
    import smtplib

    match why:
        case smtplib.SMTPAuthenticationError():
            return f"does not take the password: {_said(why.smtp_code, why.smtp_error)}"
        case smtplib.SMTPServerDisconnected() if isinstance(why.__context__, TimeoutError):
            return NO_ANSWER
        case smtplib.SMTPServerDisconnected():
            return "hung up."
        case smtplib.SMTPResponseException():
            return f"answered {_said(why.smtp_code, why.smtp_error)}"
        case smtplib.SMTPNotSupportedError():
            return "knows no way to sign in."
        case smtplib.SMTPException():
            return f"cannot be spoken to: {type(why).__name__}."
        case _:
            return _no_way(why)


def _no_way(why: OSError | UnicodeError) -> str:
    import ssl

    match why:
        case ssl.SSLCertVerificationError():
            return f"shows a certificate that is not trusted: {one_line(why.verify_message)}."
        case ssl.SSLError():
            return f"comes to no encryption with us: {one_line(why.reason or '')}."
        case TimeoutError():
            return NO_ANSWER
        case OSError():
            return f"cannot be reached: {one_line(why.strerror or str(why))}."
        case _:
            return "is no name of a server, or the user or the password is not plain ASCII."


def _place(mail: Mail) -> str:
    return f"{one_line(mail.host, 80)}:{mail.port}"


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {one_line(' '.join(text.split()), LONGEST_SAID)}"
