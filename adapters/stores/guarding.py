"""What the database itself refuses, whoever writes: the lifecycles and their audit as triggers."""

from functools import cache

from adapters.sqlite import Connection
from core.tabs import DIRECT_ROWS, ENDORSED_ROWS, ROWS
from core.vocabulary import Action, ErpStatus

S = ErpStatus
Step = tuple[str, str, str, str]
"""Kind, action, source and target."""
IN_FLIGHT = "('exporting', 'outcome_unknown')"
APPROVERS_OWN = "('accept', 'reject', 'update', 'vouch', 'disprove')"
PUSHES = (
    "json_extract({0}, '$.can_push') = 1 AND coalesce(json_extract({0}, '$.may_enter'), 1) = 1 "
    "AND coalesce(json_extract({0}, '$.levels.\"ERP Integrations\"'), 0) >= 2"
)
"""Whether the text of a person says that they are an accounting approver."""
CONTENT = (
    "number", "title", "body", "project", "project_number", "vendor", "vendor_name", "parent",
    "parent_number", "amount", "currency",
)  # fmt: skip
CHANGED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in CONTENT)

TABLES = (
    """
    CREATE TABLE steps (
        kind TEXT NOT NULL,
        action TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        PRIMARY KEY (kind, action, source, target)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE approvers (id TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID",
)
APPROVERS = f"INSERT INTO approvers SELECT id FROM people WHERE {PUSHES.format('person')}"


def _refusal(name: str, when: str, condition: str, why: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} "
        f"BEGIN SELECT raise(ABORT, '{why}'); END"
    )


def _following(name: str, when: str, does: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} ON people BEGIN {does}; END"


TAKEN = "DELETE FROM approvers WHERE id = OLD.id"
GIVEN = f"INSERT INTO approvers SELECT NEW.id WHERE {PUSHES.format('NEW.person')}"
TRIGGERS = (
    _refusal(
        "records_step",
        "UPDATE OF status, version ON records",
        "NEW.version <> OLD.version + 1 OR NOT EXISTS (SELECT 1 FROM audit e "
        "WHERE e.record = NEW.id AND e.version = NEW.version AND e.source = OLD.status "
        "AND e.target = NEW.status AND e.digest = NEW.digest "
        "AND (e.source = e.target AND e.action IN ('arrive', 'carry') "
        "OR EXISTS (SELECT 1 FROM steps s WHERE s.kind = NEW.kind AND s.action = e.action "
        "AND s.source = e.source AND s.target = e.target)))",
        "a record moves by a step of its lifecycle, one version on, with its audit entry",
    ),
    _refusal(
        "records_content",
        f"UPDATE OF {', '.join(CONTENT)}, digest ON records",
        f"({CHANGED} OR NEW.digest <> OLD.digest) AND (NEW.version = OLD.version "
        f"OR OLD.status IN {IN_FLIGHT} AND NEW.status IN {IN_FLIGHT} AND NEW.digest <> OLD.digest)",
        "content changes with a version, and never while it is being exported",
    ),
    _refusal(
        "records_identity",
        "UPDATE OF id, kind ON records",
        "NEW.id <> OLD.id OR NEW.kind <> OLD.kind",
        "a record stays what it is",
    ),
    _refusal(
        "records_claim",
        "UPDATE OF erp_key ON records",
        "NEW.erp_key IS NOT NULL AND NEW.erp_key IS NOT OLD.erp_key "
        "AND EXISTS (SELECT 1 FROM records WHERE erp_key = NEW.erp_key)",
        "another record holds this id of the ERP",
    ),
    _refusal(
        "records_stay", "DELETE ON records", "1", "a record is never deleted",
    ),
    _refusal(
        "records_arrive",
        "INSERT ON records",
        "EXISTS (SELECT 1 FROM records WHERE id = NEW.id OR erp_key = NEW.erp_key) "
        "OR NOT EXISTS (SELECT 1 FROM audit WHERE record = NEW.id AND version = NEW.version "
        "AND action = 'arrive' AND source IS NULL AND target = NEW.status AND digest = NEW.digest)",
        "a record arrives once, with its audit entry",
    ),
    _refusal(
        "audit_once",
        "INSERT ON audit",
        "EXISTS (SELECT 1 FROM audit WHERE record = NEW.record AND version = NEW.version)",
        "one entry a version",
    ),
    _refusal(
        "audit_entitled",
        "INSERT ON audit",
        f"NEW.action IN {APPROVERS_OWN} AND NOT EXISTS (SELECT 1 FROM approvers "
        "WHERE id = NEW.person) AND EXISTS (SELECT 1 FROM people)",
        "only an accounting approver decides",
    ),
    _refusal(
        "audit_endorsed",
        "INSERT ON audit",
        "NEW.action = 'accept' AND NEW.target = 'exporting' AND EXISTS (SELECT 1 FROM records "
        "WHERE id = NEW.record AND endorsed_by = NEW.actor)",
        "two acceptances are of two people",
    ),
    _refusal("steps_stay", "DELETE ON steps", "1", "the lifecycles stand in the program"),
    _refusal("steps_keep", "UPDATE ON steps", "1", "the lifecycles stand in the program"),
    _refusal(
        "approvers_hold_it",
        "INSERT ON approvers",
        "NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.id AND "
        f"{PUSHES.format('person')})",
        "an approver is a person who holds the right",
    ),
    _refusal("contents_keep", "UPDATE ON contents", "1", "what was shown stays as it was"),
    _refusal("contents_stay", "DELETE ON contents", "1", "what was shown stays as it was"),
    _following("people_added", "INSERT", GIVEN),
    _following("people_changed", "UPDATE", f"{TAKEN}; {GIVEN}"),
    _following("people_gone", "DELETE", TAKEN),
)  # fmt: skip


def guard(connection: Connection) -> None:
    """Make the tables and triggers."""
    for statement in (*TABLES, APPROVERS):
        connection.execute(statement)
    for statement in TRIGGERS:
        connection.execute(statement)


def learn(connection: Connection) -> None:
    """Take the steps of this program's lifecycles in; a further step takes a further migration."""
    connection.executemany("INSERT INTO steps VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", steps())


@cache
def steps() -> tuple[Step, ...]:
    """Every step that the lifecycles know; what stays where it stands is left out."""
    found = {
        (kind, row.action, source, row.target)
        for table in (ROWS, DIRECT_ROWS)
        for (kind, source), rows in table.items()
        for row in rows.values()
    }
    for kind, action, source, target in tuple(found):
        if target is S.EXPORTING and source is not S.OUTCOME_UNKNOWN:
            found |= {(kind, back, target, source) for back in (Action.RECALL, Action.VOID)}
        if action is Action.DISPROVE:
            found.add((kind, action, source, source))
    found |= {
        (kind, row.action, source, row.target) for (kind, source), row in ENDORSED_ROWS.items()
    }
    return tuple(sorted((str(k), str(a), str(s), str(t)) for k, a, s, t in found))
