"""How a company comes to its own systems: a person's yes at Procore, pasted into a terminal."""

import sys

from console.cli import exits
from console.cli.call import Call, Trouble
from core.permissions import Deed, deed_objections
from core.ports import OutsideUnreachable

PASTE = "Paste the code that Procore shows then, or the whole address that it sends you to:"
AGAIN = "Nothing was changed; run `countersign connection authorise` again."


def authorise(call: Call) -> int:
    """Let this program act at Procore for whoever says yes there."""
    objections = deed_objections(Deed.CHANGE_SETTINGS, call.actor, call.house.store.settings())
    if objections:
        raise Trouble(" ".join(o.text for o in objections), exits.DENIED)
    if call.house.store.kept("sandbox") is not None:
        raise Trouble("A sandbox company has no Procore of its own; there is nothing to authorise.")
    return authorised(call)


def asked_by_person(call: Call) -> bool:
    """Whether a company that is founded comes to Procore by a person's grant."""
    if call.flag("by-person") or not sys.stdin.isatty():
        return call.flag("by-person")
    import click

    question = "Will a person authorise it at Procore, instead of a service account?"
    return click.confirm(question, default=False, err=True)


def offered(call: Call) -> int:
    """At once where somebody is there; the company is founded, whatever comes of it."""
    if not sys.stdin.isatty():
        call.out.say("Next, a person lets it in at Procore: `countersign connection authorise`.")
        return exits.DONE
    try:
        return authorised(call)
    except (Trouble, OutsideUnreachable) as why:
        call.out.say(str(why))
        return exits.PARTLY


def authorised(call: Call) -> int:
    """Ask for a person's yes, keep what it gives, and say whose it is.

    Raises:
        Trouble: what was pasted is no code of this authorisation.
        OutsideUnreachable: Procore does not take it.
    """
    from console.bootstrap import authorising

    way = authorising(call.home)
    try:
        call.out.say("Open this address, sign in to Procore, and allow it:")
        call.out.say(f"  {way.address}")
        call.out.say(PASTE)
        sys.stderr.flush()
        try:
            done = way.finish(sys.stdin.readline())
        except ValueError as why:
            raise Trouble(f"{why}. {AGAIN}") from why
    finally:
        way.close()
    lines = [f"{done.who} has authorised this program at {done.company}."]
    if done.anew:
        lines.append("It comes by this from now on; restart the connector if it runs.")
    value = {"who": done.who, "company": done.company, "by_person": True}
    call.out.answer(value, lines)
    return exits.DONE
