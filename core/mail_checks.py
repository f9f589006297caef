"""The doctor's look at mails: where they go, and whether they do."""

from collections.abc import Iterator
from datetime import timedelta

from core.health import Check, Facts, Finding, Kept, State, inside, span_of

PASS, WARN = State.PASS, State.WARN
LATE = timedelta(hours=1)
"""A mail that waits for longer waits for somebody to mend something."""


def mail(facts: Facts, kept: Kept) -> Iterator[Finding]:
    server, posted = kept.settings.mail, kept.posted
    if not server.host:
        yield Finding(PASS, "Mail is switched off: no server is set.")
        return
    text = f"Mails go to {server.host}:{server.port}"
    if posted.failed:
        step = "Read why with `countersign notices`; then `countersign notices retry`."
        yield Finding(WARN, f"{text}; {posted.failed:,} failed within a week.", step)
    elif posted.since is not None and facts.now - posted.since > LATE:
        age = span_of(facts.now - posted.since)
        step = "Try `countersign notices test ADDRESS`."
        yield Finding(WARN, f"{text}; {posted.waiting:,} wait, the oldest for {age}.", step)
    else:
        yield Finding(PASS, f"{text}; none failed.")


MAIL_CHECKS = (
    Check("mail", "Mails go out", "cross-cutting D", "nothing, but nobody is told", inside(mail)),
)
