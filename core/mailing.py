"""Use case: what is to be told becomes mails in the outbox, and the outbox is emptied.

Mails are made from the history after a mark, so that deciding has nothing to do with them: entries
are read, then in one transaction their mails are put down and the mark is moved. While no server is
set the mark is 0 and nothing is made; what happened before it was set is told to nobody.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

from core.anchors import Anchor
from core.audit import SETTINGS, Entry
from core.letters import (
    AGES,
    WAITING_VIEWS,
    Event,
    Words,
    outage,
    statement,
    summarised,
    trial,
    written,
    zone_of,
)
from core.notices import (
    Occasion,
    Told,
    administrators,
    auditor,
    is_address,
    kinds_answered_by,
    occasion_of,
    subscribed,
    summary_key,
    switches_on,
    who_hears,
)
from core.people import Actor
from core.ports import Freshness, Pace, RecordStore, UnknownRecord
from core.ports.mails import (
    Carrier,
    Draft,
    Letter,
    MailPutOff,
    MailRefused,
    MailUnreachable,
    Outbox,
)
from core.settings import Mail, Schedule, Settings
from core.syncing import limits, pace_of
from core.values import NamedTuple
from core.vocabulary import RecordKind

TOLD, SUMMED, OUTAGE = "mails", "mails: summary", "mails: outage"
"""The marks: the next entry to read, the day last summed up, and whether an outage was told."""
BLOCK = 2000
"""Entries read together."""
LEASE = 300.0
"""Seconds: longer than a conversation with a mail server lasts."""
AT_ONCE, ROUND = 20, 5.0
"""Mails and seconds a round: what is owed to Sage does not wait for a slow mail server."""
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 3600.0
LONGEST_REST = 60.0
"""Seconds without a try while the server cannot be used; they double up to this."""
GIVE_UP = timedelta(days=5)
"""A mail that was put off for so long has failed."""
KEPT = timedelta(days=90)
"""So long a mail that was sent stays to be looked at."""
SHORTEST_OUTAGE = timedelta(seconds=15)
"""Where a relay is so fast that a busy moment would pass for one."""


class Went(NamedTuple):
    """What a round did."""

    made: int = 0
    sent: int = 0
    failed: int = 0
    unreachable: str = ""
    """Why the mail server could not be used; empty where it could, or was not needed."""


class Mailing:
    """Makes mails and sends them. Several side by side send each mail once."""

    def __init__(
        self,
        store: RecordStore,
        outbox: Outbox,
        carrier: Callable[[Mail], Carrier],
        *,
        owner: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = monotonic,
    ) -> None:
        """`carrier` begins a conversation with a server."""
        self._store = store
        self._outbox = outbox
        self._carrier = carrier
        self._owner = owner
        self._clock, self._ticks = clock, ticks
        self._failures = 0
        self._next_try = 0.0

    def round(self) -> Went:
        """Make what is to be made, and send what is due."""
        settings = self._store.settings()
        if not settings.mail.host:
            if was := self._store.mark(TOLD):
                self._outbox.post((), TOLD, was, 0)
            return Went()
        made = self._tell(settings) + self._sum_up(settings) + self._watch(settings)
        return self._send(settings.mail)._replace(made=made)

    # making

    def _tell(self, settings: Settings) -> int:
        made = 0
        mark = self._store.mark(TOLD)
        if not mark:
            self._start_summing(settings)
            mark = self._beginning()
            if not self._outbox.post((), TOLD, 0, mark):
                return 0
        while entries := self._outbox.entries(mark, BLOCK):
            on = [place for place, entry in enumerate(entries, 1) if switches_on(entry)]
            drafts = self._drafts(entries[on[-1] :] if on else entries, settings)
            if not self._outbox.post(drafts, TOLD, mark, entries[-1].seq + 1):
                break  # another connector tells of these
            mark = entries[-1].seq + 1
            made += len(drafts)
        return made

    def _beginning(self) -> int:
        """The entry after the one that set a server; where none says so, the next one."""
        on = [entry.seq for entry in self._store.history(SETTINGS) if switches_on(entry)]
        return (on[-1] if on else self._outbox.newest_entry()) + 1

    def _drafts(self, entries: Sequence[Entry], settings: Settings) -> list[Draft]:
        """One mail for each person and occasion, of all that these entries say to them."""
        people: Sequence[Actor] = ()
        heard: dict[tuple[Occasion, Told], list[Event]] = {}
        for entry in entries:
            occasion = occasion_of(entry)
            event = self._event(entry) if occasion else None
            if occasion is None or event is None:
                continue
            people = people or self._store.people()
            history = self._store.history(entry.record)
            for one in who_hears(entry, event.record, history, people, settings):
                heard.setdefault((occasion, one), []).append(event)
        zone, company = zone_of(settings.time_zone), self._company()
        return [
            self._draft(
                f"{occasion}:{events[0].entry.seq}:{one.person}:{one.name}",
                occasion, one, written(occasion, company, events, zone), settings,
            )
            for (occasion, one), events in heard.items()
        ]  # fmt: skip

    def _event(self, entry: Entry) -> Event | None:
        try:
            return Event(entry, self._store.find(entry.record))
        except UnknownRecord:
            return None

    def _start_summing(self, settings: Settings) -> None:
        """The first summary comes when the hour strikes next."""
        local = self._clock().astimezone(zone_of(settings.time_zone))
        passed = local.hour >= settings.mail.daily_hour
        day = local.date().toordinal() - (not passed)
        self._outbox.post((), SUMMED, self._store.mark(SUMMED), day)

    def _sum_up(self, settings: Settings) -> int:
        now = self._clock()
        local = now.astimezone(zone_of(settings.time_zone))
        was, today = self._store.mark(SUMMED), local.date().toordinal()
        if was >= today or local.hour < settings.mail.daily_hour:
            return 0
        drafts = [*self._summaries(settings, now), *self._statement(settings, now)]
        if not self._outbox.post(drafts, SUMMED, was, today):
            return 0
        self._outbox.forget(now - KEPT)
        return len(drafts)

    def _summaries(self, settings: Settings, now: datetime) -> Iterator[Draft]:
        day = now.astimezone(zone_of(settings.time_zone)).date()
        for person in self._store.people():
            words = self.summary(person, settings, now)
            if words is not None:
                key = summary_key(day, person)
                yield self._draft(key, Occasion.SUMMARY, subscribed(person), words, settings)

    def _statement(self, settings: Settings, now: datetime) -> Iterator[Draft]:
        """The head of the history for the auditor, each day, whatever else there is to tell."""
        if settings.anchors.auditor:
            anchor = Anchor(self._store.head(), now, self._company())
            key = f"{Occasion.STATEMENT}:{now:%Y-%m-%d}:{anchor.head.seq}"
            words = statement(self._company(), anchor)
            yield self._draft(key, Occasion.STATEMENT, auditor(settings), words, settings)

    def summary(self, person: Actor, settings: Settings, now: datetime) -> Words | None:
        """A person's daily summary as it stands; None where nothing waits for them."""
        kinds = kinds_answered_by(person, settings)
        older = [now - limit for limit in AGES]
        piles = self._outbox.piles(WAITING_VIEWS, kinds, older) if kinds else ()
        if not piles:
            return None
        return summarised(self._company(), piles, now, zone_of(settings.time_zone))

    def _watch(self, settings: Settings) -> int:
        """Tell of a picture of Sage that is stale, once until it is fresh again."""
        ages = newest([self._store.freshness(kind) for kind in RecordKind])
        stale = is_stale(ages, self._clock(), settings.schedule, pace_of(self._store))
        was = self._store.mark(OUTAGE)
        if stale == bool(was):
            return 0
        if not stale:
            self._outbox.post((), OUTAGE, was, 0)
            return 0
        words = outage(self._company(), ages, zone_of(settings.time_zone))
        at = round(self._clock().timestamp())
        drafts = [
            self._draft(f"{Occasion.STALE}:{at}:{one.person}", Occasion.STALE, one, words, settings)
            for one in administrators(self._store.people())
        ]
        return len(drafts) if self._outbox.post(drafts, OUTAGE, 0, at) else 0

    def _draft(
        self, key: str, occasion: Occasion, one: Told, words: Words, settings: Settings
    ) -> Draft:
        now = self._clock()
        return Draft(
            key, occasion, one.person, one.name, one.address, words.subject, words.body,
            message_id(key, now, settings.mail), now, one.skipped,
        )  # fmt: skip

    def trial(self, asked_by: Actor, address: str) -> Draft:
        """A mail that shows whether mails go out; it is not put into the outbox."""
        mail, now = self._store.settings().mail, self._clock()
        words = trial(self._company(), asked_by.name)
        key = f"{Occasion.TEST}:{asked_by.id}:{address}"
        return Draft(
            key, Occasion.TEST, asked_by.id, asked_by.name, address, words.subject, words.body,
            message_id(key, now, mail), now,
        )  # fmt: skip

    def _company(self) -> str:
        return self._store.kept("company") or ""

    # sending

    def _send(self, mail: Mail) -> Went:
        begun = self._ticks()
        if begun < self._next_try:
            return Went()
        went, carrier = Went(), None
        try:
            for _ in range(AT_ONCE):
                letter = self._outbox.claim(self._owner, LEASE)
                if letter is None:
                    break
                try:
                    carrier = carrier or self._carrier(mail)
                    went = self._carry(carrier, letter, went)
                except MailUnreachable as why:
                    return self._turned_away(letter, str(why), went)
                if self._ticks() - begun > ROUND:
                    break
        finally:
            if carrier is not None:
                carrier.close()
        if went.sent or went.failed:
            self._failures = 0
        return went

    def _carry(self, carrier: Carrier, letter: Letter, went: Went) -> Went:
        """Raises: MailUnreachable."""
        try:
            carrier.carry(letter.draft)
        except MailRefused as why:
            self._outbox.failed(letter, str(why))
            return went._replace(failed=went.failed + 1)
        except MailPutOff as why:
            self._put_off(letter, str(why))
            return went
        self._outbox.sent(letter)
        return went._replace(sent=went.sent + 1)

    def _turned_away(self, letter: Letter, why: str, went: Went) -> Went:
        self._put_off(letter, why)
        self._failures += 1
        self._next_try = self._ticks() + min(LONGEST_REST, 2.0 ** (self._failures - 1))
        return went._replace(unreachable=why)

    def _put_off(self, letter: Letter, why: str) -> None:
        if self._clock() - letter.draft.made_at > GIVE_UP:
            text = f"Given up after {GIVE_UP.days} days and {letter.attempts:,} attempts. {why}"
            self._outbox.failed(letter, text)
        else:
            self._outbox.postpone(letter, pause(letter.attempts), why)


def pause(attempts: int) -> float:
    """Seconds to the next attempt, doubling up to an hour."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts - 1, 20))


def newest(ages: Sequence[Freshness]) -> Freshness:
    """When each hop was last made for any kind."""
    hops = zip(*ages, strict=True)
    return Freshness(*(max((at for at in hop if at), default=None) for hop in hops))


def is_stale(ages: Freshness, now: datetime, schedule: Schedule, pace: Pace) -> bool:
    """Whether a hop that was made before is overdue; what was never read is no outage."""
    most = (limits(schedule, pace.relay).relay, limits(schedule, pace.poll).poll)
    return any(
        at is not None and now - at > max(SHORTEST_OUTAGE, limit)
        for at, limit in zip(ages, most, strict=True)
    )


def message_id(key: str, made_at: datetime, mail: Mail) -> str:
    """A name for a mail that no other mail has."""
    from hashlib import sha256

    name = sha256(f"{key}\n{made_at.isoformat()}".encode()).hexdigest()[:32]
    return f"<{name}@{sender_of(mail).rpartition('@')[2]}>"


def sender_of(mail: Mail) -> str:
    """The address mails come from: the one that was set, else one made of the server's name."""
    if is_address(mail.sender):
        return mail.sender
    made = f"countersign@{mail.host}"
    return made if is_address(made) else "countersign@localhost"
