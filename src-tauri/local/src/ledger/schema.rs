//! The ledger's tables, as a list of steps that each lead from one version to the next.
//!
//! Every row keeps its record whole, as JSON; that is the truth. Columns beside it exist for three reasons only: keys and
//! references, what the database itself must enforce, and what is filtered and sorted by. The last kind is generated
//! from the record, so the two cannot disagree, and a later version can add one without touching a row. Generated moments
//! are whole seconds since 1970, `recorded_at` and `taken_at` microseconds; money is text, as in the record.
//!
//! `salvage` reads a damaged file without this schema: a step that gives a table of records another column changes it too.
//!
//! What the database enforces by itself, whoever writes to it: one open attempt a subject (and one cancellation on its way
//! beside it, which is the way out of a doubt), an attempt's way through its states, an activity log that only grows and
//! whose chain has no gap, and that nothing is ever deleted.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as a ledger of Berth's ("Bert" in ASCII).
pub(super) const APPLICATION_ID: i32 = 0x4265_7274;

/// The steps. Step n leads from version n to version n + 1. One that was ever released is never changed.
pub(super) const STEPS: &[&str] = &[FIRST, REPEATED_CANCEL, LINES_OF_THE_LEDGER, COMMITMENTS];

const FIRST: &str = "
CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    realm TEXT NOT NULL CHECK (realm IN ('sandbox', 'live', 'test')),
    record TEXT NOT NULL CHECK (json_valid(record) AND record ->> '$.id' = id)
) STRICT;

CREATE TABLE policy (
    account TEXT NOT NULL REFERENCES account (id),
    id TEXT NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record) AND record ->> '$.policy.id' = id AND record ->> '$.account' = account),
    name TEXT AS (record ->> '$.policy.name') VIRTUAL,
    status TEXT AS (record ->> '$.policy.status') VIRTUAL,
    instance TEXT AS (record ->> '$.policy.instance.kind') VIRTUAL,
    region TEXT AS (record ->> '$.policy.place.region') VIRTUAL,
    owner TEXT AS (record ->> '$.reason.owner') VIRTUAL,
    starts_at INTEGER AS (unixepoch(record ->> '$.policy.window.start')) VIRTUAL,
    ends_at INTEGER AS (unixepoch(record ->> '$.policy.window.end')) VIRTUAL,
    created_at INTEGER AS (unixepoch(record ->> '$.policy.created_at')) VIRTUAL,
    bought_at INTEGER AS (unixepoch(record ->> '$.bought_at')) VIRTUAL,
    cancelled_at INTEGER AS (unixepoch(record ->> '$.cancelled.at')) VIRTUAL,
    price TEXT AS (record ->> '$.policy.pricing.price') VIRTUAL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE attempt (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    subject TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('reserve', 'purchase', 'cancel', 'configure', 'renew')),
    state TEXT NOT NULL CHECK (state IN ('recorded', 'sent', 'confirmed', 'refused', 'unknown', 'absent')),
    recorded_at INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (
        json_valid(record)
        AND record ->> '$.id' = id
        AND record ->> '$.account' = account
        AND record ->> '$.subject' = subject
        AND record ->> '$.operation' = operation
        AND record ->> '$.state' = state
    )
) STRICT;

CREATE UNIQUE INDEX attempt_open ON attempt (account, subject, operation = 'cancel') WHERE state IN ('recorded', 'sent', 'unknown');
CREATE INDEX attempt_spent ON attempt (account, operation, recorded_at);

CREATE TABLE quote (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    taken_at INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record) AND record ->> '$.id' = id AND record ->> '$.account' = account)
) STRICT;

CREATE INDEX quote_taken ON quote (account, taken_at);

CREATE TABLE activity (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id),
    subject TEXT NOT NULL,
    attempt TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX activity_subject ON activity (account, subject, number);

CREATE TRIGGER activity_continues BEFORE INSERT ON activity
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM activity)
    OR NEW.previous IS NOT coalesce((SELECT hash FROM activity ORDER BY number DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'an activity entry continues the chain'); END;
CREATE TRIGGER activity_stays BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never changed'); END;
CREATE TRIGGER activity_remains BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never deleted'); END;

CREATE TRIGGER attempt_begins BEFORE INSERT ON attempt
WHEN NEW.state <> 'recorded' OR EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an attempt begins once, as recorded'); END;
CREATE TRIGGER attempt_moves BEFORE UPDATE ON attempt
WHEN NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('recorded', 'sent'), ('recorded', 'refused'), ('recorded', 'unknown'),
    ('sent', 'confirmed'), ('sent', 'refused'), ('sent', 'unknown'),
    ('unknown', 'confirmed'), ('unknown', 'absent'))
BEGIN SELECT RAISE(ABORT, 'an attempt cannot move that way'); END;
CREATE TRIGGER attempt_keeps BEFORE UPDATE ON attempt
WHEN (NEW.id, NEW.account, NEW.subject, NEW.operation, NEW.recorded_at)
    IS NOT (OLD.id, OLD.account, OLD.subject, OLD.operation, OLD.recorded_at)
    OR NEW.record -> '$.price_seen' IS NOT OLD.record -> '$.price_seen'
    OR NEW.record -> '$.request' IS NOT OLD.record -> '$.request'
BEGIN SELECT RAISE(ABORT, 'what an attempt asked for is never changed'); END;
CREATE TRIGGER attempt_remains BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;

CREATE TRIGGER account_keeps BEFORE UPDATE ON account
WHEN NEW.id <> OLD.id OR NEW.realm <> OLD.realm
BEGIN SELECT RAISE(ABORT, 'an account never changes realm'); END;
CREATE TRIGGER account_remains BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;

CREATE TRIGGER policy_keeps BEFORE UPDATE ON policy
WHEN NEW.account <> OLD.account OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a policy never changes its id'); END;
CREATE TRIGGER policy_remains BEFORE DELETE ON policy
BEGIN SELECT RAISE(ABORT, 'a policy is never deleted'); END;
";

/// A cancellation in doubt no longer stands in the way of another: repeating it harms nobody, and its answer settles both.
const REPEATED_CANCEL: &str = "
DROP INDEX attempt_open;
CREATE UNIQUE INDEX attempt_open ON attempt (account, subject, operation = 'cancel')
    WHERE state IN ('recorded', 'sent') OR (state = 'unknown' AND operation <> 'cancel');
";

/// Lines about the ledger itself, which belong to no account; and what was brought in of the activity logs of former
/// ledgers, beside the log and not in it, because lines of another chain, with or without gaps, cannot continue this one.
const LINES_OF_THE_LEDGER: &str = "
CREATE TABLE activity_next (
    number INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    account TEXT REFERENCES account (id),
    subject TEXT NOT NULL,
    attempt TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO activity_next
SELECT number, at, account, subject, attempt, kind, body, previous, hash FROM activity ORDER BY number;
DROP TABLE activity;
ALTER TABLE activity_next RENAME TO activity;

CREATE INDEX activity_subject ON activity (account, subject, number);

CREATE TRIGGER activity_continues BEFORE INSERT ON activity
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM activity)
    OR NEW.previous IS NOT coalesce((SELECT hash FROM activity ORDER BY number DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'an activity entry continues the chain'); END;
CREATE TRIGGER activity_stays BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never changed'); END;
CREATE TRIGGER activity_remains BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never deleted'); END;

CREATE TABLE former_activity (
    ledger TEXT NOT NULL CHECK (length(ledger) = 64),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    account TEXT,
    subject TEXT NOT NULL,
    attempt TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (ledger, number)
) STRICT;

CREATE TRIGGER former_activity_stays BEFORE UPDATE ON former_activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never changed'); END;
CREATE TRIGGER former_activity_remains BEFORE DELETE ON former_activity
BEGIN SELECT RAISE(ABORT, 'an activity entry is never deleted'); END;
";

/// Commitments at Gcore and their withdrawal are attempts like any other. The index has a new name, so that a ledger of this
/// version can be told from one of the version before.
const COMMITMENTS: &str = "
CREATE TABLE attempt_next (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (id),
    subject TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('reserve', 'purchase', 'cancel', 'configure', 'renew', 'create', 'withdraw')),
    state TEXT NOT NULL CHECK (state IN ('recorded', 'sent', 'confirmed', 'refused', 'unknown', 'absent')),
    recorded_at INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (
        json_valid(record)
        AND record ->> '$.id' = id
        AND record ->> '$.account' = account
        AND record ->> '$.subject' = subject
        AND record ->> '$.operation' = operation
        AND record ->> '$.state' = state
    )
) STRICT;
INSERT INTO attempt_next
SELECT id, account, subject, operation, state, recorded_at, record FROM attempt ORDER BY rowid;
DROP TABLE attempt;
ALTER TABLE attempt_next RENAME TO attempt;

CREATE UNIQUE INDEX attempt_open ON attempt (account, subject, operation = 'cancel')
    WHERE state IN ('recorded', 'sent') OR (state = 'unknown' AND operation <> 'cancel');
CREATE INDEX attempt_spending ON attempt (account, operation, recorded_at);

CREATE TRIGGER attempt_begins BEFORE INSERT ON attempt
WHEN NEW.state <> 'recorded' OR EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an attempt begins once, as recorded'); END;
CREATE TRIGGER attempt_moves BEFORE UPDATE ON attempt
WHEN NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('recorded', 'sent'), ('recorded', 'refused'), ('recorded', 'unknown'),
    ('sent', 'confirmed'), ('sent', 'refused'), ('sent', 'unknown'),
    ('unknown', 'confirmed'), ('unknown', 'absent'))
BEGIN SELECT RAISE(ABORT, 'an attempt cannot move that way'); END;
CREATE TRIGGER attempt_keeps BEFORE UPDATE ON attempt
WHEN (NEW.id, NEW.account, NEW.subject, NEW.operation, NEW.recorded_at)
    IS NOT (OLD.id, OLD.account, OLD.subject, OLD.operation, OLD.recorded_at)
    OR NEW.record -> '$.price_seen' IS NOT OLD.record -> '$.price_seen'
    OR NEW.record -> '$.request' IS NOT OLD.record -> '$.request'
BEGIN SELECT RAISE(ABORT, 'what an attempt asked for is never changed'); END;
CREATE TRIGGER attempt_remains BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'an attempt is never deleted'); END;
";

/// The version a ledger is at.
pub(super) fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The kind and name of everything that the steps made, in an order of its own.
pub(super) fn names(db: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut made =
        db.prepare("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY 1, 2")?;
    made.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Takes the steps that are still to be taken: all of them, or none.
pub(super) fn migrate(db: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&tx)?;
    for (from, step) in (0..).zip(steps).skip_while(|(from, _)| *from < version) {
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", from + 1)?;
    }
    tx.commit()
}
