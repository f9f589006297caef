"""Judging a chunk of records inside a write transaction, one after the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from adapters.stores.cases import Cases, Change, Holder, Writable
from adapters.stores.filing import erp_key, in_words, named_by
from adapters.stores.freezing import next_key
from core.audit import Entry, chained, origin_of
from core.canonical import CONTENT as FIELDS
from core.canonical import canonical, digest
from core.case import Answers
from core.decision import Allowed, Carried, Outcome, Refused
from core.moved import objections
from core.objection import Objection
from core.people import Actor
from core.ports import Asked, Judge
from core.records import Record
from core.vocabulary import Action, ErpStatus, RecordId, RecordKind

HASH = Entry._fields.index("hash")
CONTENT = attrgetter(*FIELDS)
"""A body that is the same one is not looked into."""
Names = Mapping[RecordId, Sequence[RecordId]]
"""Which records each one names."""
UNIQUE_BY = {
    RecordKind.COMPANY: "vendors 4",
    RecordKind.PROJECT: "jobs 4",
    RecordKind.SUB_JOB: "sub jobs 12",
    RecordKind.COMMITMENT: "financials 25 (C2)",
    RecordKind.CCO: "financials 47 (K7)",
    RecordKind.SUBCONTRACTOR_INVOICE: "financials 65 (I4)",
}


class Sitting:
    """One actor's decisions with one action; writes what was allowed through the shelf."""

    def __init__(
        self,
        shelf: Writable,
        action: Action,
        actor: Actor,
        answers: Answers,
        judge: Judge,
        batch: str,
        now: datetime,
        program: str = "",
    ) -> None:
        self._shelf = shelf
        self._origin = origin_of(actor.session, program)
        self._digests: dict[RecordId, tuple[Record, str]] = {}
        self._action, self._actor, self._answers = action, actor, answers
        self._judge, self._batch, self._now = judge, batch, now
        self._seq, self._hash = shelf.head()
        self.wrote = False
        """Whether anything was allowed."""

    def decide(self, asked: Sequence[Asked]) -> list[Outcome]:
        """One outcome for each, in the order asked."""
        outcomes: list[Outcome] = []
        while len(outcomes) < len(asked):
            rest = asked[len(outcomes) :]
            if self._answers.link_to or rest[0].answers is not None:
                rest = rest[:1]
            records = self._shelf.records([one.record for one in rest])
            names = {name: named_by(record) for name, record in records.items()}
            apart = _how_many_apart(rest, names)
            outcomes += self._decide_apart(rest[:apart], records, names)
        return outcomes

    def _decide_apart(
        self, asked: Sequence[Asked], records: Mapping[RecordId, Record], names: Names
    ) -> list[Outcome]:
        """Decide on records none of which is the same as, or names, another one."""
        present = [records[one.record] for one in asked if one.record in records]
        answers = asked[0].answers or self._answers
        cases = Cases(self._shelf, present, names, self._actor, answers, self._now, self._action)
        outcomes: list[Outcome] = []
        changes: list[Change] = []
        for one in asked:
            record = records.get(one.record)
            decision: Allowed | Refused
            if record is None:
                from core.decide import unknown  # whoever only lists loads no rules

                decision = unknown(self._action)
            else:
                decision = self._judged(one, record, cases)
                if isinstance(decision, Allowed):
                    decision = self._take(record, decision, cases, changes)
            outcomes.append(Outcome(one.record, decision))
        if changes:
            self._shelf.write(changes)
            self.wrote = True
        return outcomes

    def _judged(self, one: Asked, record: Record, cases: Cases) -> Allowed | Refused:
        """The judgement, unless the record is not what its actor had before the eyes."""
        told = self._digest(record) if one.digest else ""
        other = not told.startswith(one.digest)
        moved = one.version is not None and one.version != record.version
        since = self._shelf.since(one.record, one.version or 0) if moved or other else ()
        case = cases.case(record)
        if one.content is not None:
            case = case._replace(content=one.content)
        decision = self._judge(case, since)
        if not other or not isinstance(decision, Refused):
            return decision
        shown = self._shelf.earlier(record.id, one.digest)
        fields = objections(shown, canonical(record), one.digest, told)
        return decision._replace(objections=(*(decision.objections if moved else ()), *fields))

    def _digest(self, record: Record) -> str:
        """Of the content, which most decisions leave as it is."""
        known, told = self._digests.get(record.id, (None, ""))
        if known is None or CONTENT(known) != CONTENT(record):
            told = digest(record)
            self._digests[record.id] = (record, told)
        return told

    def _take(
        self, record: Record, allowed: Allowed, cases: Cases, changes: list[Change]
    ) -> Allowed | Refused:
        """Note what an allowed decision changes, unless another record claims its ERP id."""
        after = allowed.record
        new = erp_key(after, after.erp_id)
        if after.erp_id != record.erp_id:
            holder = cases.holder(new) if new else None
            second = allowed.absorbed.id if allowed.absorbed is not None else None
            if holder is not None and holder.id not in {record.id, second}:
                return _clash(allowed.action, after, holder)
            words = in_words(after.kind, after.number, after.title)
            cases.claimed(erp_key(record, record.erp_id), new, Holder(record.id, words))
        carried = self._carried(allowed.carried) if allowed.carried is not None else ()
        for _, record_carried in carried:
            key = erp_key(record_carried, record_carried.erp_id)
            holder = self._shelf.holders([key]).get(key) if key else None
            if holder is not None and holder.id != record_carried.id:
                return _clash(allowed.action, record_carried, holder)
        leaving = cases.leaving(allowed)
        if leaving is not None and record.status is ErpStatus.FAILED:
            known = self._shelf.sealed_as(leaving.key)
            if known is not None and known != leaving.digest:
                # What failed may still arrive, and is known by its own key; this is other content.
                after = after._replace(export_key=next_key(after))
                allowed = allowed._replace(record=after)
                leaving = cases.leaving(allowed)
        entry = self._entry(record, after, allowed.action, allowed.said)
        allowed = allowed._replace(leaves_at=cases.leaves_at(allowed))
        leaves_at = allowed.leaves_at
        changes.append(Change(record, after, new, entry, allowed.effect, leaves_at, leaving))
        cases.moved(record, after)
        if allowed.absorbed is not None:
            self._absorb(allowed.absorbed, allowed, changes)
        for before, now in carried:
            said = f"vendor_name={now.vendor_name}"
            entry = self._entry(before, now, Action.CARRY, said)
            changes.append(Change(before, now, erp_key(now, now.erp_id), entry, None))
        return allowed

    def _absorb(self, after: Record, allowed: Allowed, changes: list[Change]) -> None:
        before = self._shelf.records([after.id])[after.id]
        entry = self._entry(before, after, allowed.absorbed_by, after.note)
        key = erp_key(after, after.erp_id)
        changes.append(Change(before, after, key, entry, allowed.absorbed_owes))

    def _carried(self, carried: Carried) -> list[tuple[Record, Record]]:
        """Every record that names what ends, as it is and as it will be."""
        return [
            (
                record,
                record._replace(
                    vendor=carried.to,
                    vendor_name=carried.title,
                    version=record.version + 1,
                    changed_at=self._now,
                ),
            )
            for record in self._shelf.named_by_all(carried.names)
        ]

    def _entry(self, before: Record, after: Record, action: Action, said: str) -> Entry:
        entry = Entry(
            self._seq + 1,
            self._now,
            self._actor.name,
            action,
            after.id,
            before.status,
            after.status,
            after.version,
            self._batch,
            said,
            "",
            self._actor.id,
            self._digest(after),
            self._origin,
        )
        made = sealed(self._hash, entry)
        self._seq, self._hash = made.seq, made.hash
        return made


def sealed(before: str, entry: Entry) -> Entry:
    """The entry with the hash that chains it to the one before."""
    return Entry._make((*entry[:HASH], chained(before, entry), *entry[HASH + 1 :]))


def arrival(
    record: Record,
    actor: Actor,
    now: datetime,
    seq: int,
    before: str,
    program: str = "",
    told: str = "",
) -> Entry:
    """The first entry of a record; `told` is its digest, where that is known already."""
    return sealed(
        before,
        Entry(
            seq, now, actor.name, Action.ARRIVE, record.id, None, record.status, record.version,
            "", "", "", actor.id, told or digest(record), origin_of(actor.session, program),
        ),
    )  # fmt: skip


def amendment(
    mine: Record, after: Record, actor: Actor, now: datetime, seq: int, said: str, program: str
) -> Entry:
    """The entry of a record whose content changed where it stands; not sealed yet."""
    return Entry(
        seq, now, actor.name, Action.ARRIVE, mine.id, mine.status, mine.status, after.version,
        "", said, "", actor.id, digest(after), origin_of(actor.session, program),
    )  # fmt: skip


def amended(mine: Record, theirs: Record, now: datetime) -> Record:
    """Their content; where it stands, and what was decided about it, stays."""
    return theirs._replace(
        status=mine.status,
        version=mine.version + 1,
        erp_id=mine.erp_id,
        export_key=mine.export_key,
        sent_by=mine.sent_by,
        sent_at=mine.sent_at,
        fault=mine.fault,
        # A linked record's note says which edit came too late; before that it is a person's word.
        note=theirs.note if mine.status is ErpStatus.SYNCED else mine.note,
        fell_back=mine.fell_back,
        edited_by=theirs.edited_by or mine.edited_by,
        endorsed_by="",
        override="",
        unposted_since=mine.unposted_since,
        changed_at=now,
    )


def _clash(action: Action, record: Record, holder: Holder) -> Refused:
    text = f"Sage id {record.erp_id} is taken by {holder.words}."
    rule = UNIQUE_BY.get(record.kind, "reliability 6.1")
    return Refused(action, (Objection(rule, text, "the accounting approver, with another id"),))


def _how_many_apart(asked: Sequence[Asked], names: Names) -> int:
    """How many from the start can be judged on one reading.

    One with answers of its own is judged by itself. A record that is asked for again, names an
    earlier one, or is named by one, is read anew.
    """
    seen: set[RecordId] = set()
    named: set[RecordId] = set()
    for place, one in enumerate(asked):
        mine = names.get(one.record, ())
        if place and one.answers is not None:
            return place
        if one.record in seen or one.record in named or not seen.isdisjoint(mine):
            return place
        seen.add(one.record)
        named.update(mine)
    return len(asked)
