"""Who hears of what: one row for each occasion and the kinds it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from string import ascii_letters, digits

from core.audit import SETTINGS, Entry
from core.people import Actor
from core.permissions import GRANTS, denials, grant
from core.records import Record
from core.settings import Policies, Recipients, Settings
from core.values import NamedTuple
from core.vocabulary import Action, ErpStatus, Level, Permission, RecordKind, Tool, words

A, K, S = Action, RecordKind, ErpStatus


class Occasion(StrEnum):
    """What a mail tells."""

    REJECTED = "rejected"
    RESENT = "sent again"
    FAILED = "failed export"
    FELL_BACK = "not exported directly"
    SUMMARY = "daily summary"
    STALE = "stale relay"
    STATEMENT = "statement of the history"
    TEST = "test"


class Role(StrEnum):
    """Whom a mail is for, by what they did or may do."""

    SENDER = "who sent it"
    CREATOR = "who created it"
    ACCEPTER = "the approver who accepted it"
    APPROVERS = "approvers of its kind who take the daily summary"
    ADMINS = "administrators of ERP Integrations"
    AUDITOR = "the auditor's address"


class ByPolicy(NamedTuple):
    """Roles by what the company chose."""

    policy: str
    """A field of core.settings.Policies."""
    roles: Mapping[object, tuple[Role, ...]]
    """By the policy's value."""


class Notice(NamedTuple):
    """One row."""

    occasion: Occasion
    kinds: tuple[RecordKind, ...]
    """Empty where it is about no one record."""
    who: tuple[Role, ...] | ByPolicy
    when: str
    rule: str

    def roles(self, policies: Policies) -> tuple[Role, ...]:
        if isinstance(self.who, ByPolicy):
            return self.who.roles[getattr(policies, self.who.policy)]
        return self.who


AT_ONCE, DAILY = "at once", "once a day while anything waits"
EACH_DAY = "once a day"
ONCE_AN_OUTAGE = "at once, once for each outage"
TOLD_BY_SENDING = (K.COMPANY, K.PROJECT, K.SUB_JOB, K.BUDGET, K.SUBCONTRACTOR_INVOICE)
"""A rejection of these is for whoever sent them: no source says otherwise."""
TOLD_BY_POLICY = (K.COMMITMENT, K.CCO, K.PCCO, K.OWNER_INVOICE)
EXPORTED = (*TOLD_BY_SENDING, *TOLD_BY_POLICY)
DIRECT = (K.COMMITMENT, K.CCO, K.SUBCONTRACTOR_INVOICE, K.OWNER_INVOICE)
"""What a company may have exported as it is sent (cross-cutting B.3)."""
REJECTION = ByPolicy(
    "reject_notice",
    {
        Recipients.CREATOR: (Role.CREATOR,),
        Recipients.SENDER: (Role.SENDER,),
        Recipients.BOTH: (Role.CREATOR, Role.SENDER),
    },
)
RESENDING = ByPolicy("resend_notice_at_once", {True: (Role.APPROVERS,), False: ()})

# fmt: off
NOTICES = (
    Notice(Occasion.REJECTED, TOLD_BY_SENDING, (Role.SENDER,), AT_ONCE, "cross-cutting D"),
    Notice(Occasion.REJECTED, TOLD_BY_POLICY, REJECTION, AT_ONCE, "financials 11 X6"),
    Notice(Occasion.RESENT, (K.SUBCONTRACTOR_INVOICE,), (Role.APPROVERS,), AT_ONCE,
           "cross-cutting D"),
    Notice(Occasion.RESENT, tuple(k for k in EXPORTED if k is not K.SUBCONTRACTOR_INVOICE),
           RESENDING, AT_ONCE, "financials 1.5"),
    Notice(Occasion.FAILED, EXPORTED, (Role.ACCEPTER, Role.SENDER), AT_ONCE, "ours"),
    Notice(Occasion.FELL_BACK, DIRECT, (Role.APPROVERS,), AT_ONCE, "ours"),
    Notice(Occasion.SUMMARY, (), (Role.APPROVERS,), DAILY, "cross-cutting D"),
    Notice(Occasion.STALE, (), (Role.ADMINS,), ONCE_AN_OUTAGE, "ours"),
    Notice(Occasion.STATEMENT, (), (Role.AUDITOR,), EACH_DAY, "reliability 6.6"),
)
# fmt: on
NOTICE = {(notice.occasion, kind): notice for notice in NOTICES for kind in notice.kinds}
SENDING, ACCEPTING = (A.SEND, A.RESEND), (A.ACCEPT, A.UPDATE)
ADDRESS_SIGNS = frozenset(ascii_letters + digits + ".!#$%&'*+/=^_`{|}~-")
"""All that an address may hold before its @, but for the question mark: with it, text in a header
can pass for something else."""
HOST_SIGNS = frozenset(ascii_letters + digits + ".-")
LONGEST_ADDRESS = 254
SERVER, NO_SERVER = "mail.host", "none"
"""How the history writes down the mail server, and that there is none."""


def answers_of(entry: Entry) -> dict[str, str]:
    """What an entry says, by the names of its lines."""
    return dict(line.partition("=")[::2] for line in entry.said.splitlines())


def occasion_of(entry: Entry) -> Occasion | None:
    """What an entry of the history is to those who hear of it; None where nobody does."""
    match entry.action:
        case A.REJECT:
            return Occasion.REJECTED
        case A.FAIL | A.DECLINE:
            return Occasion.FAILED
        case A.SEND | A.RESEND if "fell_back" in answers_of(entry):
            return Occasion.FELL_BACK
        case A.RESEND if entry.target is S.READY_TO_EXPORT:
            return Occasion.RESENT
        case _:
            return None


def switches_on(entry: Entry) -> bool:
    """Whether from this entry on there is a mail server, and before it there was none."""
    if entry.record != SETTINGS:
        return False
    said = answers_of(entry)
    return said.get(SERVER, NO_SERVER) != NO_SERVER and said.get("before") == NO_SERVER


class Told(NamedTuple):
    """Somebody who is to hear, or would be if it were possible."""

    person: str
    """The id; empty where nobody is known by the name."""
    name: str
    address: str = ""
    skipped: str = ""
    """Why nothing is sent."""


def is_address(text: str) -> bool:
    """Whether text is one plain mail address, and nothing a header could be made of."""
    local, _, host = text.rpartition("@")
    return (
        bool(local)
        and bool(host)
        and len(text) <= LONGEST_ADDRESS
        and set(local) <= ADDRESS_SIGNS
        and set(host) <= HOST_SIGNS
    )


def told(person: Actor) -> Told:
    """A person with the address, or with why there is none to use."""
    if not person.email:
        return Told(person.id, person.name, skipped=f"{person.name} has no mail address.")
    if not is_address(person.email):
        text = f"The mail address of {person.name} cannot be used."
        return Told(person.id, person.name, skipped=text)
    return Told(person.id, person.name, person.email)


def subscribed(person: Actor) -> Told:
    """The same for what nobody has to take."""
    if not person.digest:
        text = f"{person.name} has switched the daily summary off."
        return Told(person.id, person.name, skipped=text)
    return told(person)


def kinds_answered_by(person: Actor, settings: Settings) -> tuple[RecordKind, ...]:
    """The kinds this person may accept and reject."""
    if person.connector:
        return ()
    return tuple(
        kind
        for permission, kind in GRANTS
        if permission is Permission.APPROVER
        and not denials(grant(permission, kind, settings), person, kind)
    )


def administrators(people: Sequence[Actor]) -> list[Told]:
    return [told(p) for p in people if p.level(Tool.ERP) >= Level.ADMIN and not p.connector]


def auditor(settings: Settings) -> Told:
    """Whoever keeps the head of the history outside."""
    return Told("", "the auditor", settings.anchors.auditor)


def who_hears(
    entry: Entry,
    record: Record,
    history: Sequence[Entry],
    people: Sequence[Actor],
    settings: Settings,
) -> tuple[Told, ...]:
    """Everybody who is to hear of one entry of the history, each once."""
    occasion = occasion_of(entry)
    notice = NOTICE.get((occasion, record.kind)) if occasion else None
    if notice is None:
        return ()
    before = [e for e in history if e.version < entry.version]
    found: dict[tuple[str, str], Told] = {}
    for role in notice.roles(settings.policies):
        for one in _in_role(role, record, before, people, settings):
            found.setdefault((one.person, one.name), one)
    return tuple(found.values())


def _in_role(
    role: Role,
    record: Record,
    before: Sequence[Entry],
    people: Sequence[Actor],
    settings: Settings,
) -> list[Told]:
    match role:
        case Role.SENDER:
            return _called(_last_by(before, SENDING) or record.sent_by, role, people)
        case Role.CREATOR:
            return _called(record.created_by, role, people)
        case Role.ACCEPTER:
            name = _last_by(_since_sent(before), ACCEPTING)
            return _called(name, role, people) if name else []  # exported as it was sent
        case Role.APPROVERS:
            return [subscribed(p) for p in people if record.kind in kinds_answered_by(p, settings)]
        case Role.ADMINS:
            return administrators(people)
        case Role.AUDITOR:
            return [auditor(settings)] if settings.anchors.auditor else []


def _last_by(entries: Sequence[Entry], actions: Sequence[Action]) -> str:
    """Who did one of these last; empty where nobody did."""
    return next((e.actor for e in reversed(entries) if e.action in actions), "")


def _since_sent(entries: Sequence[Entry]) -> Sequence[Entry]:
    """What happened since it was sent last."""
    sent = [place for place, e in enumerate(entries) if e.action in SENDING]
    return entries[sent[-1] :] if sent else entries


def _called(name: str, role: Role, people: Sequence[Actor]) -> list[Told]:
    """Everybody of a name: the history knows people by it."""
    if not name:
        return [Told("", "", skipped=f"Nobody knows {role}.")]
    found = [told(p) for p in people if name in (p.name, p.id) and not p.connector]
    return found or [Told("", name, skipped=f"Nobody here is called {name}.")]


def summary_key(day: date, person: Actor) -> str:
    """A person's summary of a day: there is one."""
    return f"{Occasion.SUMMARY}:{day.isoformat()}:{person.id}"


def told_as_table() -> list[str]:
    """Who hears of what, as rows of Markdown: the table in docs/notices.md."""
    lines = ["| what | of which kinds | who | when | from |", "|---|---|---|---|---|"]
    for notice in NOTICES:
        kinds = ", ".join(words(kind) for kind in notice.kinds) or "the company"
        who = notice.who
        if isinstance(who, ByPolicy):
            choices = (
                f"{_choice(value)}: {' and '.join(roles) or 'nobody'}"
                for value, roles in who.roles.items()
            )
            people = f"by `policies.{who.policy}`; {'; '.join(choices)}"
        else:
            people = " and ".join(who)
        lines.append(f"| {notice.occasion} | {kinds} | {people} | {notice.when} | {notice.rule} |")
    return lines


def _choice(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)
