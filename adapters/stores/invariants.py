"""Whether a store keeps what must always hold: every invariant that its tables can tell of."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from adapters.sqlite import Connection, Database
from adapters.stores import rows
from adapters.stores.verify import AT_ONCE, NAMED, Part, faults
from core.anchors import MARK
from core.canonical import digest
from core.invariants import Finding
from core.people import CONNECTOR
from core.ports.leaving import seal
from core.tabs import DIRECT_ROWS, ENDORSED_ROWS, ROWS
from core.vocabulary import Action, Effect, ErpStatus, RecordKind, words

UNSEEN = timedelta(minutes=15)
"""How long something accepted may go without an end, and without anybody being told of it."""
ANCHORED = timedelta(minutes=5)
"""How long an entry may be without an anchor, once there are anchors."""
RULE_OF = {
    Part.FILE: "I24",
    Part.CHAIN: "I21",
    Part.RECORDS: "I20",
    Part.COUNTS: "counts",
    Part.DEBTS: "I17",
}
STAYS = frozenset({Action.ARRIVE, Action.CARRY})
"""Content changes, the status does not."""
OUTCOMES = (Action.CONFIRM, Action.FAIL, Action.LOSE, Action.FIND, Action.MISS, Action.DECLINE)
TO_THE_ERP = ", ".join(
    f"'{effect}'" for effect in (Effect.EXPORT, Effect.EXPORT_AT_ONCE, Effect.UPDATE, Effect.LOOK)
)

STEPS = """
    SELECT r.kind, a.action, a.source, a.target, count(*), min(a.seq), a.record
    FROM audit a JOIN records r ON r.id = a.record
    WHERE a.source IS NOT NULL GROUP BY 1, 2, 3, 4
"""
TWICE = "SELECT record, version, count(*) FROM audit GROUP BY 1, 2 HAVING count(*) > 1"
SHARED_KEY = """
    SELECT export_key, count(*), min(id) FROM records
    WHERE export_key IS NOT NULL AND status NOT IN ('archived', 'deleted')
    AND EXISTS (SELECT 1 FROM audit WHERE record = records.id AND target = 'exporting')
    GROUP BY 1 HAVING count(*) > 1
"""
UNMARKED = "SELECT seq, record FROM owed WHERE attempts > 0 AND taken_at IS NULL"
WITHOUT_ID = """
    SELECT id, status FROM records
    WHERE status IN ('synced', 'ready_to_update') AND coalesce(erp_id, '') = ''
    AND EXISTS (SELECT 1 FROM audit WHERE record = records.id AND target = 'synced'
        AND action IN ('confirm', 'find', 'vouch'))
"""
TOO_SOON = """
    SELECT m.seq, m.record FROM audit m JOIN audit l ON l.record = m.record
        AND l.version = m.version - 1
    WHERE m.action = 'miss' AND (l.action <> 'lose' OR m.at < l.at)
"""
NOT_THE_CONNECTOR = """
    SELECT seq, record, actor, action FROM audit
    WHERE action IN (SELECT value FROM json_each(?)) AND actor <> ?
"""
UNSEEN_ONES = f"""
    SELECT r.id, a.at FROM records r JOIN audit a ON a.record = r.id AND a.version = r.version
    WHERE r.status = 'exporting' AND a.action <> 'arrive' AND a.at < ?
    AND NOT EXISTS (SELECT 1 FROM owed o WHERE o.record = r.id AND o.effect IN ({TO_THE_ERP}))
"""
HANGS_ON = """
    SELECT r.id, named.value, done.seq FROM records r
    JOIN audit done ON done.record = r.id AND done.action IN ('confirm', 'find')
        AND done.source = 'exporting'
    JOIN json_each(CASE r.kind WHEN 'commitment' THEN json_array(r.project, r.vendor)
        ELSE json_array(r.parent) END) named ON named.value IS NOT NULL
    WHERE r.kind IN ('commitment', 'cco')
    AND EXISTS (SELECT 1 FROM records n WHERE n.id = named.value)
    AND NOT EXISTS (SELECT 1 FROM audit later WHERE later.record = r.id AND later.seq > done.seq
        AND later.action IN ('arrive', 'carry'))
    AND NOT EXISTS (
        SELECT 1 FROM records n JOIN audit was ON was.record = n.id AND was.seq < done.seq
            AND was.target IN ('synced', 'ready_to_update')
        WHERE n.id = named.value OR n.origin_id = named.value)
"""
LEFT_TWICE = "SELECT record, version, count(*) FROM exports GROUP BY 1, 2 HAVING count(*) > 1"
SENT_UNMARKED = """
    SELECT key, record FROM exports WHERE (sends > 0 AND (first_sent_at IS NULL OR sent_at IS NULL))
    OR (sending = 1 AND (owner = '' OR sends = 0))
"""
SYNCED_UNSEEN = "SELECT key, record FROM exports WHERE outcome = 'synced' AND erp_id = ''"
OTHER_CONTENT = """
    SELECT r.id, r.version FROM records r JOIN audit a ON a.record = r.id AND a.version = r.version
    WHERE a.digest <> '' AND a.digest <> r.digest
"""
FLOATS = """
    SELECT id FROM records WHERE body GLOB '*[0-9].[0-9]*'
    AND EXISTS (SELECT 1 FROM json_tree(body) WHERE type = 'real')
"""
NO_INTEGERS = "SELECT id FROM records WHERE typeof(amount) <> 'integer'"
ID, VERSION = (rows.RECORD.split(", ").index(name) for name in ("id", "version"))
PROMISES = {"foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0}


UNANCHORED = """
    SELECT mark, (SELECT coalesce(max(seq), 0) FROM audit),
        (SELECT at FROM audit WHERE seq = mark + 1)
    FROM marks WHERE source = ? AND mark > 0
"""


def findings(connection: Connection, now: datetime) -> Iterator[Finding]:
    """All that is amiss, one finding each; at most a few of each sort."""
    for part, sentences in faults(connection):
        yield from (Finding(RULE_OF[part], _named_in(text), text) for text in sentences)
    for sort in (_decisions, _steps, _exports, _leaving, _content, _prerequisites, _schema, _money):
        yield from sort(connection)
    yield from _unseen(connection, now)
    yield from _anchored(connection, now)


def _some(connection: Connection, statement: str, *values: object) -> list[tuple[object, ...]]:
    return list(connection.execute(f"{statement} LIMIT {NAMED}", values).fetchall())


def _decisions(connection: Connection) -> Iterator[Finding]:
    for record, version, count in _some(connection, TWICE):
        yield Finding(
            "I1", f"{record}", f"{record} was brought to version {version} {count} times."
        )


def _steps(connection: Connection) -> Iterator[Finding]:
    """Every step that was ever taken is a row of its kind's lifecycle."""
    for kind, action, source, target, count, seq, record in connection.execute(STEPS).fetchall():
        step = (rows.KIND[kind], rows.ACTION[action], rows.STATUS[source], rows.STATUS[target])
        if is_step(*step):
            continue
        rule = {ErpStatus.OUTCOME_UNKNOWN: "I13", ErpStatus.SYNCED: "I16"}.get(step[2], "steps")
        yield Finding(
            rule,
            record,
            f"Audit entry {seq} has {words(step[1])} take {record} from {words(step[2])} to "
            f"{words(step[3])}; no lifecycle of a {words(step[0])} has that step ({count} in all).",
        )


def is_step(kind: RecordKind, action: Action, source: ErpStatus, target: ErpStatus) -> bool:
    """Whether the lifecycles know this step."""
    if action in STAYS:
        return source is target
    if action is Action.RECALL or (action is Action.VOID and source is ErpStatus.EXPORTING):
        return source is ErpStatus.EXPORTING and _leaves_for_erp(kind, target)
    if action is Action.DISPROVE and source is target:
        return action in ROWS.get((kind, source), {})
    if action is Action.ACCEPT and source is target:
        return (kind, source) in ENDORSED_ROWS
    known = (table.get((kind, source), {}).get(action) for table in (ROWS, DIRECT_ROWS))
    return any(row is not None and row.target is target for row in known)


def _leaves_for_erp(kind: RecordKind, source: ErpStatus) -> bool:
    steps = (table.get((kind, source), {}) for table in (ROWS, DIRECT_ROWS))
    return any(row.target is ErpStatus.EXPORTING for known in steps for row in known.values())


def _exports(connection: Connection) -> Iterator[Finding]:
    for key, count, record in _some(connection, SHARED_KEY):
        yield Finding("I9", f"{record}", f"{count} records carry the export key {key}.")
    for seq, record in _some(connection, UNMARKED):
        yield Finding("I11", f"{record}", f"Effect {seq} of {record} was taken without a mark.")
    for record, status in _some(connection, WITHOUT_ID):
        yield Finding("I12", f"{record}", f"{record} is {status} and has no id in Sage.")
    for seq, record in _some(connection, TOO_SOON):
        yield Finding(
            "I14", f"{record}", f"Audit entry {seq} believes {record} absent before it was asked."
        )
    told = _some(connection, NOT_THE_CONNECTOR, _json(OUTCOMES), CONNECTOR.name)
    for seq, record, actor, action in told:
        yield Finding(
            "I15", f"{record}", f"Audit entry {seq}, {action} of {record}, is by {actor}."
        )


def _leaving(connection: Connection) -> Iterator[Finding]:
    """What approvals let leave: one for each, the very bytes, marked before they went."""
    for record, version, count in _some(connection, LEFT_TWICE):
        text = f"Version {version} of {record} was let leave under {count} keys."
        yield Finding("I9", f"{record}", text)
    for key, record in _some(connection, SENT_UNMARKED):
        yield Finding(
            "I11", f"{record}", f"Export {key} was sent, and nobody says by whom or when."
        )
    for key, record in _some(connection, SYNCED_UNSEEN):
        yield Finding("I12", f"{record}", f"Export {key} ended as synced without an id of Sage.")
    cursor = connection.execute("SELECT key, payload, digest, record FROM exports")
    while block := cursor.fetchmany(AT_ONCE):
        for key, payload, digest_, record in block:
            if seal(key, payload) != digest_:
                text = f"What leaves under {key} is not what was approved: its digest differs."
                yield Finding("I10", record, text)


def _content(connection: Connection) -> Iterator[Finding]:
    """Nobody changed what a record says without an entry."""
    told = _some(connection, OTHER_CONTENT)
    cursor = connection.execute(f"SELECT {rows.RECORD}, digest FROM records WHERE digest <> ''")
    while block := cursor.fetchmany(AT_ONCE):
        for *found, kept in block:
            if _digest(found) != kept:
                told.append((found[ID], found[VERSION]))
    for name, version in told[:NAMED]:
        text = f"The content of {name} at version {version} is not the one that was written down."
        yield Finding("I3", f"{name}", text)


def _digest(found: list[object]) -> str:
    """Of the content of a row; empty where the row is none that this program writes."""
    try:
        return digest(rows.record(found))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""


def _json(actions: tuple[Action, ...]) -> str:
    from json import dumps

    return dumps([action.value for action in actions])


def _prerequisites(connection: Connection) -> Iterator[Finding]:
    for record, named, seq in _some(connection, HANGS_ON):
        yield Finding(
            "I18",
            f"{record}",
            f"Audit entry {seq} has {record} synced, and {named} was not synced before it.",
        )


def _unseen(connection: Connection, now: datetime) -> Iterator[Finding]:
    for record, at in _some(connection, UNSEEN_ONES, rows.micros(now - UNSEEN)):
        since = rows.moment(int(f"{at}"))
        yield Finding(
            "I17",
            f"{record}",
            f"{record} is exporting since {since:%Y-%m-%d %H:%M:%S} UTC, and nothing is owed "
            "for it.",
        )


def _anchored(connection: Connection, now: datetime) -> Iterator[Finding]:
    """Once there was an anchor there is never long without one."""
    for mark, newest, at in connection.execute(UNANCHORED, (MARK,)).fetchall():
        if mark > newest:
            yield Finding("I22", "", f"{mark} entries were anchored, and there are {newest}.")
        elif at is not None and rows.moment(at) < now - ANCHORED:
            yield Finding(
                "I22",
                "",
                f"Audit entry {mark + 1} of {rows.moment(at):%Y-%m-%d %H:%M:%S} UTC is not "
                "anchored yet; run `countersign connector`.",
            )


def _schema(connection: Connection) -> Iterator[Finding]:
    held, wanted = _shape(connection), _wanted()
    for name, statement in wanted.items():
        if name not in held:
            yield Finding("I28", "", f"The schema's {name} is missing.")
        elif held[name] != statement:
            yield Finding("I28", "", f"The schema's {name} is not the one this program makes.")
    for pragma, value in PROMISES.items():
        is_now = connection.execute(f"PRAGMA {pragma}").fetchall()[0][0]
        if is_now != value:
            yield Finding("I28", "", f"This connection has {pragma} at {is_now}, not {value}.")
    if held != wanted:
        return  # on other tables SQLite may not know how to look for what they name
    for table, *_ in _some(connection, 'SELECT DISTINCT "table" FROM pragma_foreign_key_check'):
        yield Finding("I28", "", f"A row of {table} names one that is not there.")


def _shape(connection: Connection) -> dict[str, str]:
    found = connection.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    return {name: " ".join(statement.split()) for name, statement in found}


@cache
def _wanted() -> dict[str, str]:
    """What a new store's schema is."""
    from adapters.stores.opening import prepare

    new = Database(None)
    prepare(new)
    shape = _shape(new.connection)
    new.close()
    return shape


def _money(connection: Connection) -> Iterator[Finding]:
    for statement in (NO_INTEGERS, FLOATS):
        for (record,) in _some(connection, statement):
            yield Finding("I30", f"{record}", f"{record} holds an amount that is no whole number.")


def _named_in(sentence: str) -> str:
    """The record that a sentence of the examination is about, where it is about one."""
    before, _, rest = sentence.partition("Record ")
    return rest.split(" ")[0] if rest and not before else ""
