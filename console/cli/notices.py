"""The mails: what became of each, a trial of the way there, and the daily summary beforehand."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from console.cli import exits, shapes
from console.cli.call import Call, Trouble
from console.cli.output import Column, table
from core.mailing import Mailing, sender_of
from core.notices import Occasion, is_address, subscribed
from core.people import Actor
from core.permissions import Deed, deed_objections
from core.ports.mails import Letter, MailPutOff, MailRefused, MailState, MailUnreachable
from core.settings import Mail

MOST = 50
COLUMNS = (
    Column("made"),
    Column("state"),
    Column("about", spare=True),
    Column("for", shrinks=True),
    Column("subject", shrinks=True),
    Column("tries", right=True, spare=True),
    Column("why", shrinks=True),
)
OFF = "Mail is switched off: no server is set. Set one: `countersign settings set mail.host HOST`."


def notices(call: Call) -> int:
    """The newest mails: everybody's for who may change settings, for others their own."""
    limit = MOST if (said := call.count("limit")) is None else said
    person = call.actor.id if _denied(call) else None
    outbox, mail = call.house.store.outbox(), call.house.store.settings().mail
    tally, letters = outbox.tally(person), outbox.mails(None, limit, person)
    if call.out.json:
        value = {
            "mail": _of_mail(mail),
            "tally": {state.value: tally.get(state, 0) for state in MailState},
            "mails": [_shape(letter) for letter in letters],
        }
        call.out.answer(value, ())
    else:
        summed = ", ".join(f"{n:,} {state}" for state, n in tally.items())
        nothing = "No mail was made for you yet." if person else "No mail was made yet."
        call.out.answer({}, _told(mail, letters, summed or nothing))
    return exits.DONE


def test(call: Call) -> int:
    """Send a mail now, past the outbox."""
    if denied := _denied(call):
        raise Trouble(denied, exits.DENIED)
    address, mail = call.word("address"), call.house.store.settings().mail
    if not mail.host:
        raise Trouble(OFF)
    if not is_address(address):
        raise Trouble(f"{address!r} is no mail address.")
    draft = _mailing(call).trial(call.actor, address)
    try:
        carrier = call.house.carrier(mail)
        try:
            carrier.carry(draft)
        finally:
            carrier.close()
    except (MailUnreachable, MailPutOff, MailRefused) as why:
        raise Trouble(str(why), exits.OUTSIDE) from why
    value = {"sent": address, "server": f"{mail.host}:{mail.port}", "message_id": draft.message_id}
    lines = [f"{mail.host}:{mail.port} took a mail for {address}. Look whether it arrives."]
    call.out.answer(value, lines)
    return exits.DONE


def retry(call: Call) -> int:
    """Put what failed back among what waits."""
    if denied := _denied(call):
        raise Trouble(denied, exits.DENIED)
    count = call.house.store.outbox().again()
    lines = [f"{count:,} {'mail waits' if count == 1 else 'mails wait'} for the connector again."]
    call.out.answer({"waiting_again": count}, lines)
    return exits.DONE


def digest(call: Call) -> int:
    """The daily summary of whoever asks, or of somebody else."""
    person, settings = _of_whom(call), call.house.store.settings()
    words = _mailing(call).summary(person, settings, datetime.now(UTC))
    goes = subscribed(person)
    value = {
        "for": person.id,
        "to": goes.address or None,
        "skipped": goes.skipped or None,
        "subject": words.subject if words else None,
        "body": words.body if words else None,
    }
    lines = [f"To: {goes.address or goes.skipped}"]
    if words is None:
        lines.append(f"Nothing waits for {person.name}; there would be no mail.")
    else:
        lines += [f"Subject: {words.subject}", "", *words.body.splitlines()]
    call.out.answer(value, lines)
    return exits.DONE


def _of_whom(call: Call) -> Actor:
    name = call.text("for")
    if name is None or name == call.actor.id:
        return call.actor
    if denied := _denied(call):
        raise Trouble(denied, exits.DENIED)
    person = call.house.store.person(name)
    if person is None or person.connector:
        raise Trouble(f"Nobody here is called {name!r}.")
    return person


def _denied(call: Call) -> str:
    """Why this person sees no mails but their own; empty for who may change settings."""
    found = deed_objections(Deed.CHANGE_SETTINGS, call.actor, call.house.store.settings())
    return " ".join(o.text for o in found)


def _mailing(call: Call) -> Mailing:
    from console.bootstrap import owner

    return call.house.mailing(owner())


def _told(mail: Mail, letters: Sequence[Letter], tally: str) -> Iterator[str]:
    if mail.host:
        way = "encrypted" if mail.encrypted else "not encrypted"
        yield f"Mails go to {mail.host}:{mail.port}, {way}, from {sender_of(mail)}."
    else:
        yield OFF
    yield tally
    if letters:
        yield from table(COLUMNS, map(_cells, letters))


def _cells(letter: Letter) -> tuple[str, ...]:
    draft = letter.draft
    to = draft.address or draft.name or "nobody"
    made = f"{draft.made_at.astimezone(UTC):%Y-%m-%d %H:%M}"
    return (
        made, letter.state.value, draft.occasion, to, draft.subject, str(letter.attempts),
        letter.why,
    )  # fmt: skip


def _of_mail(mail: Mail) -> dict[str, Any]:
    return {
        "on": bool(mail.host),
        "host": mail.host or None,
        "port": mail.port,
        "encrypted": mail.encrypted,
        "sender": sender_of(mail) if mail.host else None,
        "user": mail.user or None,
    }


def _shape(letter: Letter) -> dict[str, Any]:
    draft = letter.draft
    return {
        "id": letter.seq,
        "about": Occasion(draft.occasion).value,
        "for": draft.person or None,
        "name": draft.name or None,
        "to": draft.address or None,
        "subject": draft.subject,
        "message_id": draft.message_id,
        "made_at": shapes.moment(draft.made_at),
        "state": letter.state.value,
        "attempts": letter.attempts,
        "next_try": shapes.moment(letter.due_at) if letter.state is MailState.WAITING else None,
        "ended_at": shapes.moment(letter.ended_at),
        "why": letter.why or None,
    }
