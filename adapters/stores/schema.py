"""The tables of the store, and how an older file becomes a newer one.

Loaded only when a file has to be made or migrated: sqlite-utils is slow to import.
"""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("countersign")

RECORDS = """
CREATE TABLE records (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    number TEXT NOT NULL COLLATE NOCASE,
    title TEXT NOT NULL COLLATE NOCASE,
    origin TEXT NOT NULL,
    project TEXT,
    project_number TEXT NOT NULL COLLATE NOCASE,
    vendor TEXT,
    vendor_name TEXT NOT NULL COLLATE NOCASE,
    parent TEXT,
    parent_number TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    erp_id TEXT,
    export_key TEXT,
    created_by TEXT NOT NULL,
    created_at INTEGER,
    sent_by TEXT NOT NULL,
    sent_at INTEGER,
    changed_at INTEGER,
    fault_code TEXT,
    fault_text TEXT,
    fault_passing INTEGER,
    note TEXT NOT NULL,
    origin_id TEXT NOT NULL,
    tray INTEGER NOT NULL,
    erp_key TEXT,
    age_from INTEGER NOT NULL,
    is_active INTEGER NOT NULL,
    is_group INTEGER NOT NULL,
    haystack TEXT NOT NULL,
    body TEXT NOT NULL,
    FOREIGN KEY (id, version) REFERENCES audit (record, version) DEFERRABLE INITIALLY DEFERRED
) STRICT
"""
"""No record reaches a version without the audit entry of that version: the foreign key."""

TABLES = (
    """
    CREATE TABLE audit (
        seq INTEGER PRIMARY KEY NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        record TEXT NOT NULL,
        source TEXT,
        target TEXT NOT NULL,
        version INTEGER NOT NULL,
        batch TEXT NOT NULL,
        said TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
    """,
    RECORDS,
    """
    CREATE TABLE counts (
        tray INTEGER PRIMARY KEY NOT NULL,
        tab TEXT NOT NULL,
        view TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0)
    ) STRICT
    """,
    """
    CREATE TABLE owed (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        effect TEXT NOT NULL,
        record TEXT NOT NULL REFERENCES records (id),
        version INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        owner TEXT NOT NULL DEFAULT '',
        owed_at INTEGER NOT NULL,
        free_at INTEGER NOT NULL,
        why TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE mirror (
        kind TEXT NOT NULL,
        scope TEXT NOT NULL,
        erp_id TEXT NOT NULL,
        title TEXT NOT NULL,
        amount INTEGER NOT NULL,
        active INTEGER NOT NULL,
        posted INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        body TEXT,
        job TEXT NOT NULL,
        vendor TEXT NOT NULL,
        parent TEXT NOT NULL,
        key TEXT PRIMARY KEY NOT NULL
    ) STRICT
    """,
    (
        "CREATE TABLE freshness (kind TEXT PRIMARY KEY NOT NULL, relay_read_erp INTEGER NOT NULL, "
        "we_read_relay INTEGER NOT NULL) STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE marks (source TEXT PRIMARY KEY NOT NULL, mark INTEGER NOT NULL) "
        "STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) "
        "STRICT, WITHOUT ROWID"
    ),
    (
        "CREATE TABLE people (id TEXT PRIMARY KEY NOT NULL, person TEXT NOT NULL) "
        "STRICT, WITHOUT ROWID"
    ),
    """
    CREATE TABLE batches (
        id TEXT PRIMARY KEY NOT NULL,
        action TEXT NOT NULL,
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        total INTEGER NOT NULL,
        done INTEGER NOT NULL,
        refused TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        tab TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        total INTEGER NOT NULL DEFAULT 0,
        arrived INTEGER NOT NULL DEFAULT 0,
        changed INTEGER NOT NULL DEFAULT 0,
        finished_at INTEGER,
        result TEXT NOT NULL DEFAULT '',
        owner TEXT NOT NULL DEFAULT '',
        lease INTEGER NOT NULL DEFAULT 0,
        free_at INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
)

INDEXES = (
    "CREATE INDEX by_age ON records (tray, age_from, id)",
    "CREATE INDEX by_amount ON records (tray, amount, id)",
    "CREATE UNIQUE INDEX by_erp_key ON records (erp_key) WHERE erp_key IS NOT NULL",
    "CREATE INDEX carriers ON records (origin_id) WHERE origin_id <> ''",
    "CREATE INDEX of_project ON records (project) WHERE project IS NOT NULL",
    "CREATE INDEX of_vendor ON records (vendor) WHERE vendor IS NOT NULL",
    "CREATE INDEX of_parent ON records (parent) WHERE parent IS NOT NULL",
    "CREATE INDEX sub_jobs ON records (project, status, number) WHERE kind = 'sub_job'",
    "CREATE INDEX groups ON records (number) WHERE is_group = 1",
    "CREATE UNIQUE INDEX history ON audit (record, version)",
    "CREATE INDEX due ON owed (free_at, seq)",
    "CREATE INDEX owed_for ON owed (record)",
    "CREATE INDEX mirrored_kind ON mirror (kind, erp_id)",
    "CREATE INDEX runs_of_tab ON runs (tab, id)",
    "CREATE UNIQUE INDEX one_open_run ON runs (tab) WHERE state IN ('asked', 'running')",
)
"""Where a record stands is held by the order indexes, and that of sub jobs: a decision moves it
there, and touches none of the others but by_erp_key."""

TRIGGERS = (
    (
        "CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit "
        "BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END"
    ),
    (
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit "
        "BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END"
    ),
    (
        "CREATE TRIGGER audit_goes_on BEFORE INSERT ON audit "
        "WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit) "
        "BEGIN SELECT raise(ABORT, 'the audit is only ever added to'); END"
    ),
)


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


EXPORTS = (
    """
    CREATE TABLE exports (
        key TEXT PRIMARY KEY NOT NULL,
        record TEXT NOT NULL REFERENCES records (id),
        effect TEXT NOT NULL,
        version INTEGER NOT NULL,
        approved_by TEXT NOT NULL,
        approved_at INTEGER NOT NULL,
        amount INTEGER NOT NULL,
        payload TEXT NOT NULL,
        digest TEXT NOT NULL,
        sends INTEGER NOT NULL DEFAULT 0,
        sending INTEGER NOT NULL DEFAULT 0,
        owner TEXT NOT NULL DEFAULT '',
        attempt INTEGER NOT NULL DEFAULT 0,
        first_sent_at INTEGER,
        sent_at INTEGER,
        ended_at INTEGER,
        outcome TEXT NOT NULL DEFAULT '',
        erp_id TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX exports_of ON exports (record) WHERE ended_at IS NULL",
    "CREATE INDEX exports_ended ON exports (ended_at) WHERE ended_at IS NOT NULL",
    "CREATE INDEX exports_begun ON exports (first_sent_at) WHERE first_sent_at IS NOT NULL",
    "CREATE INDEX exports_sent ON exports (sent_at) WHERE sent_at IS NOT NULL",
    (
        "CREATE TRIGGER exports_keep BEFORE UPDATE OF key, record, amount, payload, digest "
        "ON exports WHEN NEW.payload <> OLD.payload OR NEW.digest <> OLD.digest "
        "OR NEW.key <> OLD.key OR NEW.record <> OLD.record OR NEW.amount <> OLD.amount "
        "BEGIN SELECT raise(ABORT, 'what was approved to leave stays as it was'); END"
    ),
    (
        "CREATE TRIGGER exports_stay BEFORE DELETE ON exports "
        "BEGIN SELECT raise(ABORT, 'what was approved to leave stays as it was'); END"
    ),
)


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
