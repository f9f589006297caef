"""The protocol from decision to export as a small world, every way through which can be walked.

One record; Ana and Ada, who may accept, and Vic, who may not; an administrator who may take Ana's
right; a project system that edits the record; two connectors; a network that delays and loses; a
receiver that takes whatever comes, and shows it late. Everything that can happen is a step, and a
step is what the real program does in one transaction or one call.
"""

from collections.abc import Iterator
from typing import NamedTuple

GUARDS = {
    "version": "a decision names the version that was looked at",
    "void": "content that changes after its acceptance takes the acceptance back",
    "rights": "rights are read again in the transaction that decides",
    "mark": "that a call is about to be made is committed before it is made",
    "freeze": "what is sent is what was frozen, and not what stands there by then",
    "fence": "an outcome is written only by whoever still holds the effect",
    "doubt": "a call whose connector is gone is in doubt, and never simply due again",
    "horizon": "absence is believed only of a look that is later than any arrival can be",
    "lease": "right before the first byte a connector makes sure that its lease holds",
    "entry": "the audit entry is written in the transaction of its change",
}
"""Each can be taken away."""
PEOPLE = ("Ana", "Ada", "Vic")
READY, ACCEPTED, SENDING, DOUBT, SYNCED, REJECTED = (
    "ready", "accepted", "sending", "in doubt", "synced", "rejected",
)  # fmt: skip


class Bounds(NamedTuple):
    """How much may go wrong on one way."""

    deaths: int = 1
    edits: int = 1
    losses: int = 1
    calls: int = 2


class Hand(NamedTuple):
    """What one connector is at."""

    call: int
    """The number of the call it has in hand."""
    content: int
    """What it is going to send; looked up again where nothing is frozen."""
    made: bool = False


class World(NamedTuple):
    """A moment."""

    status: str = READY
    version: int = 0
    content: int = 0
    approved: int | None = None
    looking: tuple[tuple[int, int] | None, ...] = (None, None, None)
    """What each person has on screen: version and content."""
    may: tuple[bool, ...] = (True, True, False)
    hands: tuple[Hand | None, ...] = (None, None)
    holder: int | None = None
    """Which connector holds the lease."""
    calls: int = 0
    flying: tuple[int, ...] = ()
    """Calls on the wire, by their content."""
    held: tuple[int, ...] = ()
    """What the receiver holds."""
    shown: int = 0
    """How much of that its answers show."""
    decisions: int = 0
    """Since the record was last put before anybody."""
    unwritten: int = 0
    """Changes without an entry."""
    deaths: int = 0
    edits: int = 0
    losses: int = 0
    wrong: frozenset[str] = frozenset()
    """What must not happen and did, where the moment itself does not show it."""


Step = tuple[str, World]


def broken(world: World) -> frozenset[str]:
    """Which invariants do not hold."""
    found = set(world.wrong)
    if len(world.held) > 1:
        found.add("one document for each approval")
    if world.held and world.approved is not None and world.held[0] != world.approved:
        found.add("what arrives is what was approved")
    if world.held and world.status in {READY, REJECTED} and world.approved is None:
        found.add("nothing arrives that is not approved")
    if world.unwritten:
        found.add("every change has its entry")
    if world.status == SYNCED and not world.held:
        found.add("synced only with evidence")
    return frozenset(found)


class Protocol:
    """The steps, with the guards that are in force."""

    def __init__(self, guards: frozenset[str], bounds: Bounds) -> None:
        self.guards, self.bounds = guards, bounds

    def steps(self, at: World) -> Iterator[Step]:
        """Everything that can happen next."""
        for person in range(len(PEOPLE)):
            yield from self._person(at, person)
        yield from self._others(at)
        for worker in range(len(at.hands)):
            yield from self._worker(at, worker)
        yield from self._outside(at)

    def _moved(self, at: World, status: str, **also: object) -> World:
        wrong = at.wrong
        if at.status == SYNCED and status != SYNCED:
            wrong |= {"synced is final"}
        return at._replace(status=status, version=at.version + 1, wrong=wrong, **also)

    # people

    def _person(self, at: World, who: int) -> Iterator[Step]:
        name, seen = PEOPLE[who], at.looking[who]
        if seen is None:
            if at.status == READY:
                screen = (at.version, at.content)
                yield f"{name} looks", at._replace(looking=_put(at.looking, who, screen))
            return
        away = at._replace(looking=_put(at.looking, who, None))
        fresh = seen[0] == at.version
        if "version" not in self.guards:
            fresh = at.status in {READY, ACCEPTED, REJECTED}
        if not fresh or ("rights" in self.guards and not at.may[who]):
            yield f"{name} is refused", away
            return
        for status in (ACCEPTED, REJECTED):
            yield from self._decided(away, who, status, seen[1])

    def _decided(self, at: World, who: int, status: str, content: int) -> Iterator[Step]:
        wrong = set(at.wrong)
        if not at.may[who]:
            wrong.add("only who may decides")
        if at.decisions:
            wrong.add("one decision for each version")
        approved = content if status == ACCEPTED else None
        after = self._moved(
            at._replace(wrong=frozenset(wrong)), status, approved=approved,
            decisions=at.decisions + 1,
        )  # fmt: skip
        name = f"{PEOPLE[who]} has it {status}"
        yield name, after
        if "entry" not in self.guards and at.deaths < self.bounds.deaths:
            gone = after._replace(unwritten=1, deaths=at.deaths + 1)
            yield f"{name}, and the session dies before the entry", gone

    def _others(self, at: World) -> Iterator[Step]:
        if at.may[0]:
            yield "the administrator takes Ana's right", at._replace(may=(False, *at.may[1:]))
        if at.edits < self.bounds.edits:
            edited = at._replace(edits=at.edits + 1, content=at.content + 1)
            if at.status == ACCEPTED and "void" in self.guards:
                edited = self._voided(edited)
            elif at.status == READY:
                edited = edited._replace(version=at.version + 1)
            yield "the project system edits it", edited

    def _voided(self, at: World) -> World:
        return self._moved(at, READY, approved=None, decisions=0)

    # connectors

    def _worker(self, at: World, who: int) -> Iterator[Step]:
        hand = at.hands[who]
        if hand is None:
            if at.status == ACCEPTED:
                yield from self._taken(at, who)
            elif at.status == DOUBT:
                yield from self._looked(at, who)
            return
        free = at._replace(hands=_put(at.hands, who, None))
        if at.deaths < self.bounds.deaths:
            yield f"connector {who} is killed", free._replace(deaths=at.deaths + 1)
        mine = at.status == SENDING and at.holder == who and at.calls == hand.call
        if hand.made:
            yield from self._answered(at, free, who, mine=mine)
        elif not mine and {"lease", "mark"} <= self.guards:
            yield f"connector {who} lost its lease and sends nothing", free
        else:
            content = hand.content if "freeze" in self.guards else at.content
            made = _put(at.hands, who, hand._replace(made=True))
            yield f"connector {who} sends", at._replace(flying=(*at.flying, content), hands=made)

    def _taken(self, at: World, who: int) -> Iterator[Step]:
        if at.calls >= self.bounds.calls or at.approved is None:
            return
        wrong = at.wrong
        if at.approved != at.content:
            wrong |= {"nothing is sent whose content has changed"}
        hand = Hand(at.calls + 1, at.approved)
        after = at._replace(hands=_put(at.hands, who, hand), calls=at.calls + 1, wrong=wrong)
        if "mark" in self.guards:
            yield f"connector {who} marks a call", self._moved(after, SENDING, holder=who)
        else:
            yield f"connector {who} takes it, and nobody knows", after

    def _answered(self, at: World, free: World, who: int, *, mine: bool) -> Iterator[Step]:
        writes = mine or "fence" not in self.guards or "mark" not in self.guards
        if at.held:
            after = self._moved(free, SYNCED, holder=None) if writes else free
            yield f"connector {who} is answered", after
        if not writes or "mark" not in self.guards:
            yield f"connector {who} gives up waiting, and writes nothing", free
        else:
            yield f"connector {who} gives up waiting", self._lost(free)

    def _lost(self, at: World) -> World:
        return self._moved(at, DOUBT if "doubt" in self.guards else ACCEPTED, holder=None)

    def _looked(self, at: World, who: int) -> Iterator[Step]:
        if at.shown:
            yield f"connector {who} looks and finds it", self._moved(at, SYNCED)
            return
        late = bool(at.flying) or at.shown < len(at.held)
        if "horizon" in self.guards and late:
            return
        if at.approved != at.content and "void" in self.guards:
            yield f"connector {who} looks, it is absent, and was edited", self._voided(at)
        else:
            after = self._moved(at, ACCEPTED)
            yield f"connector {who} looks, and it is absent", after

    # the outside

    def _outside(self, at: World) -> Iterator[Step]:
        if at.status == SENDING and at.holder is not None:
            yield "the lease runs out", self._lost(at)
        for place, content in enumerate(at.flying):
            rest = at.flying[:place] + at.flying[place + 1 :]
            yield "a call arrives", at._replace(flying=rest, held=(*at.held, content))
            if at.losses < self.bounds.losses:
                lost = at._replace(flying=rest, losses=at.losses + 1)
                yield "the network loses a call", lost
        if at.shown < len(at.held):
            yield "the receiver's answers catch up", at._replace(shown=len(at.held))


def _put(of: tuple, place: int, value: object) -> tuple:
    return (*of[:place], value, *of[place + 1 :])
