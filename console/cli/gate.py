"""The way in over SSH: sshd runs this, and it runs what the person of the key may ask for."""

import os
from datetime import UTC, datetime

from console.cli import exits
from console.cli.call import Call, Trouble
from console.cli.reader import Reading
from console.gate.closing import closed_off, looked_over, swept
from console.gate.identity import NotLetIn, visitor
from console.gate.seating import seated
from console.session import sitting
from core.people import Actor

COMMAND = "SSH_ORIGINAL_COMMAND"


def gate(call: Call) -> int:
    """One session: the console, or the command that the client sent.

    Raises:
        Trouble: nobody is let in, or what was asked is not for sessions over SSH.
    """
    closed_off()
    session = sitting()
    try:
        told = dict(os.environ)
        looked_over(told)
        swept(os.environ)
        guest, most = _let_in(call, told, session)
        with seated(call.home.seats, guest.id, most):
            noted(f"session={session} person={guest.id} key={guest.session.key} "
                  f"from={guest.session.address} opened")  # fmt: skip
            code = _serve(call, told.get(COMMAND, ""), guest)
    except NotLetIn as why:
        noted(f"session={session} refused")
        raise Trouble(str(why), exits.DENIED) from None
    noted(f"session={session} closed exit={code}")
    return code


def noted(text: str) -> None:
    """Say it to the log of this machine, which the account of the sessions cannot take back."""
    from syslog import LOG_AUTHPRIV, LOG_INFO, LOG_PID, openlog, syslog

    openlog("countersign", LOG_PID, LOG_AUTHPRIV)
    syslog(LOG_INFO, text)


def _let_in(call: Call, told: dict[str, str], session: str) -> tuple[Actor, int]:
    """Who comes in, and how many sessions they may have at once."""
    store = call.house.store
    try:
        return visitor(store, told, datetime.now(UTC), session), store.settings().sessions_most
    finally:
        store.close()


def _serve(call: Call, text: str, guest: Actor) -> int:
    from console.cli.run import perform
    from console.gate.asking import asked

    reading = asked(text) if text.strip() else Reading(None, {})
    if isinstance(reading, int):
        return reading
    home = {"home": str(call.home.path)}
    return perform(Reading(reading.command, {**reading.said, **home}), guest)
