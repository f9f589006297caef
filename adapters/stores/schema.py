"""The tables of the store, and how an older file becomes a newer one.

Loaded only when a file has to be made or migrated: sqlite-utils is slow to import.
"""

from sqlite_utils import Database, Migrations

from adapters.stores.first_tables import INDEXES, TABLES, TRIGGERS
from adapters.stores.schema_exports import EXPORTS

MIGRATIONS = Migrations("countersign")


@MIGRATIONS()
def the_first_tables(database: Database) -> None:
    for statement in (*TABLES, *INDEXES, *TRIGGERS):
        database.execute(statement)


SYNCS = (
    """
    CREATE TABLE first_steps (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        span TEXT NOT NULL,
        depth TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        finished_at INTEGER,
        result TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    ("CREATE UNIQUE INDEX one_open_step ON first_steps ((1)) WHERE state IN ('asked', 'running')"),
    """
    CREATE TABLE job_runs (
        name TEXT PRIMARY KEY NOT NULL,
        at INTEGER NOT NULL,
        state TEXT NOT NULL,
        result TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


@MIGRATIONS()
def how_both_hops_went(database: Database) -> None:
    for statement in SYNCS:
        database.execute(statement)


MAILS = (
    """
    CREATE TABLE mails (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        occasion TEXT NOT NULL,
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        message_id TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        skipped TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        owner TEXT NOT NULL DEFAULT '',
        free_at INTEGER NOT NULL,
        ended_at INTEGER,
        why TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX mails_due ON mails (free_at, seq) WHERE state = 'waiting'",
    "CREATE INDEX mails_by_state ON mails (state, made_at)",
)


@MIGRATIONS()
def an_outbox_of_mails(database: Database) -> None:
    for statement in MAILS:
        database.execute(statement)


MARKERS = (
    "ALTER TABLE records ADD COLUMN fell_back TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE records ADD COLUMN unposted_since INTEGER",
    "CREATE INDEX fallen_back ON records (tray) WHERE fell_back <> ''",
    "CREATE INDEX unposted ON records (tray) WHERE unposted_since IS NOT NULL",
)


@MIGRATIONS()
def what_fell_back_and_what_is_unposted(database: Database) -> None:
    for statement in MARKERS:
        database.execute(statement)


MOMENTS = (
    "ALTER TABLE owed ADD COLUMN before TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE owed ADD COLUMN taken_at INTEGER",
    "ALTER TABLE batches ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE batches ADD COLUMN rules TEXT NOT NULL DEFAULT '[]'",
    "CREATE INDEX of_batch ON audit (batch, seq) WHERE batch <> ''",
    "CREATE INDEX batches_by_time ON batches (at)",
)


@MIGRATIONS()
def what_may_be_recalled_and_batches_of_a_name(database: Database) -> None:
    for statement in MOMENTS:
        database.execute(statement)


CALLED = (
    "CREATE INDEX called ON records (title) WHERE kind = 'company'",
    "CREATE INDEX numbered ON records (number) WHERE kind = 'project'",
)
"""Vendors and jobs by the first letters of what people call them."""


@MIGRATIONS()
def how_vendors_and_jobs_begin(database: Database) -> None:
    for statement in CALLED:
        database.execute(statement)


USER_KEYS = (
    """
    CREATE TABLE user_keys (
        fingerprint TEXT PRIMARY KEY NOT NULL CHECK (fingerprint GLOB 'SHA256:*'),
        person TEXT NOT NULL REFERENCES people (id),
        label TEXT NOT NULL,
        public TEXT NOT NULL,
        granted_by TEXT NOT NULL,
        granted_at INTEGER NOT NULL,
        starts INTEGER,
        ends INTEGER,
        state TEXT NOT NULL CHECK (state IN ('active', 'disabled'))
    ) STRICT, WITHOUT ROWID
    """,
    (
        "CREATE TRIGGER keys_stay BEFORE DELETE ON user_keys "
        "BEGIN SELECT raise(ABORT, 'a key stands for its person for good'); END"
    ),
    (
        "CREATE TRIGGER keys_keep BEFORE UPDATE OF fingerprint, person, public, granted_by, "
        "granted_at ON user_keys "
        "BEGIN SELECT raise(ABORT, 'a key stands for its person for good'); END"
    ),
)


@MIGRATIONS()
def keys_that_people_come_in_by(database: Database) -> None:
    for statement in USER_KEYS:
        database.execute(statement)


@MIGRATIONS()
def what_leaves_as_it_was_approved(database: Database) -> None:
    for statement in EXPORTS:
        database.execute(statement)


DIGESTS = (
    "ALTER TABLE records ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE records ADD COLUMN edited_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE records ADD COLUMN endorsed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE records ADD COLUMN override TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN person TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE audit ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    """
    CREATE TABLE contents (
        record TEXT NOT NULL REFERENCES records (id),
        digest TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (record, digest)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX endorsed ON records (tray) WHERE endorsed_by <> ''",
    (
        "CREATE INDEX overridden ON audit (at) "
        "WHERE instr(char(10) || said, char(10) || 'override=') > 0"
    ),
)
"""Entries from before say nothing of person, digest and origin, and their hashes hold still."""


@MIGRATIONS()
def what_a_decision_is_bound_to(database: Database) -> None:
    from adapters.stores.content import restate

    for statement in DIGESTS:
        database.execute(statement)
    restate(database.conn)


@MIGRATIONS()
def when_a_refresh_was_taken_up(database: Database) -> None:
    database.execute("ALTER TABLE runs ADD COLUMN began_at INTEGER")


@MIGRATIONS()
def batches_of_several_actions(database: Database) -> None:
    database.execute("ALTER TABLE batches ADD COLUMN parts TEXT NOT NULL DEFAULT '[]'")


@MIGRATIONS()
def what_the_database_itself_refuses(database: Database) -> None:
    from adapters.stores.guarding import guard

    guard(database.conn)


HAYSTACKS = (
    "ALTER TABLE records ADD COLUMN n INTEGER",
    "UPDATE records SET n = rowid",
    "CREATE UNIQUE INDEX by_n ON records (n)",
    # With the number an order is walked along without looking up what was not found.
    "DROP INDEX by_age",
    "DROP INDEX by_amount",
    "CREATE INDEX by_age ON records (tray, age_from, id, n)",
    "CREATE INDEX by_amount ON records (tray, amount, id, n)",
    (
        "CREATE VIRTUAL TABLE haystacks USING fts5(text, content='', contentless_delete=1, "
        "tokenize='trigram case_sensitive 1', detail='none')"
    ),
    "CREATE VIRTUAL TABLE trigrams USING fts5vocab('haystacks', 'row')",
    "INSERT INTO haystacks (rowid, text) SELECT n, haystack || char(23) FROM records",
    (
        "CREATE TRIGGER text_changes AFTER UPDATE OF haystack ON records "
        "WHEN OLD.haystack <> NEW.haystack "
        "AND EXISTS (SELECT 1 FROM haystacks_docsize WHERE id = OLD.n) "
        "BEGIN DELETE FROM haystacks WHERE rowid = OLD.n; "
        "INSERT INTO haystacks (rowid, text) VALUES (NEW.n, NEW.haystack || char(23)); END"
    ),
)
"""Which records hold which three letters in a row, by a number that no copy of the file changes.

The text ends in one mark more, so that every letter has two behind it. Records that have come since
stand behind the last number there until somebody takes them in (seeking.py)."""


@MIGRATIONS()
def which_records_hold_three_letters(database: Database) -> None:
    for statement in HAYSTACKS:
        database.execute(statement)


@MIGRATIONS()
def how_far_a_refresh_is(database: Database) -> None:
    database.execute("ALTER TABLE runs ADD COLUMN stage TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE runs ADD COLUMN about INTEGER NOT NULL DEFAULT 0")
    database.execute("ALTER TABLE runs ADD COLUMN ends_at INTEGER")
