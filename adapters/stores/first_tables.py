"""The tables with which the store began, as the first migration makes them."""

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
