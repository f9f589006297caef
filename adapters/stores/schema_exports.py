"""The table of what approvals let leave, which nobody changes or takes away."""

EXPORTS = (
    """
    CREATE TABLE exports (
        key TEXT PRIMARY KEY NOT NULL,
        record TEXT NOT NULL,
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
