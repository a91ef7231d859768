//! Every earlier version of the ledger's file, with data in it, brought to this one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::samples::{account, entry};
use super::tests::{folder, open};
use super::*;

/// What a ledger of each version can hold that one of the version before could not, as SQL. The first is a whole file.
/// Whoever adds a step to the schema adds a line here: an empty one if the step brought no room for anything new.
const HOLDS: &[&str] = &[
    include_str!("released/version-1.sql"),
    // A cancellation in doubt, and another one after it.
    "UPDATE attempt SET state = 'unknown', record = json_set(record, '$.state', 'unknown') WHERE operation = 'cancel';
     INSERT INTO attempt
     SELECT '00000000-0000-0000-0000-000000000099', account, subject, operation, 'recorded', recorded_at + 1,
         json_set(record, '$.id', '00000000-0000-0000-0000-000000000099', '$.state', 'recorded')
     FROM attempt WHERE operation = 'cancel'",
    "INSERT INTO former_activity VALUES (
        'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 7, '2026-11-20T12:00:00Z', NULL, 'ledger', NULL,
        'recovered', '{}', zeroblob(32), zeroblob(32))",
    // A commitment that was asked for, and a withdrawal.
    "INSERT INTO attempt
     SELECT id, account, subject, operation, 'recorded', recorded_at, json_object('id', id, 'account', account,
         'subject', subject, 'operation', operation, 'state', 'recorded', 'price_seen', NULL, 'request', json('{}'),
         'recorded_at', '2026-11-20T12:00:00Z', 'sent_at', NULL, 'sends', 0, 'changed_at', '2026-11-20T12:00:00Z',
         'answer', NULL, 'note', NULL)
     FROM (SELECT (SELECT min(id) FROM account) AS account, 1795176000000000 AS recorded_at, made.*
         FROM (SELECT '00000000-0000-0000-0000-00000000009a' AS id, 'commitment/4/12/2*bm1-hf-medium' AS subject,
                 'create' AS operation
             UNION ALL SELECT '00000000-0000-0000-0000-00000000009b', 'reservation/10218', 'withdraw') AS made)",
];

/// Makes a ledger as the version wrote it, with all that such a ledger can hold.
pub(super) fn make(path: &Path, version: usize) -> Connection {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut db = Connection::open(path).unwrap();
    db.execute_batch(HOLDS[0]).unwrap();
    for reached in 2..=version {
        schema::migrate(&mut db, &schema::STEPS[..reached]).unwrap();
        db.execute_batch(HOLDS[reached - 1]).unwrap();
    }
    db
}

/// All rows of all tables, by the columns that are really stored.
type Tables = BTreeMap<String, (Vec<String>, Vec<Vec<Value>>)>;

fn rows(db: &Connection, table: &str, columns: &[String]) -> Vec<Vec<Value>> {
    let mut statement = db.prepare(&format!("SELECT {} FROM {table} ORDER BY rowid", columns.join(", "))).unwrap();
    let rows = statement.query_map([], |row| (0..columns.len()).map(|index| row.get(index)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn names(db: &Connection, sql: &str) -> Vec<String> {
    db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn tables(db: &Connection) -> Tables {
    let tables = names(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    let read = |table: String| {
        let columns = names(db, &format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0"));
        let rows = rows(db, &table, &columns);
        (table, (columns, rows))
    };
    tables.into_iter().map(read).collect()
}

#[test]
fn every_version_that_there_was_is_tried() {
    assert_eq!(HOLDS.len(), schema::STEPS.len(), "a step without a line in HOLDS");
}

#[test]
fn the_first_step_still_makes_what_was_released() {
    let (_folder, path) = folder();
    let released = make(&path, 1);
    let mut fresh = Connection::open_in_memory().unwrap();
    schema::migrate(&mut fresh, &schema::STEPS[..1]).unwrap();
    let schema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    assert_eq!(names(&released, schema), names(&fresh, schema));
}

#[test]
fn every_record_of_every_version_survives_the_way_to_this_one() {
    for version in 1..=HOLDS.len() {
        let (_folder, path) = folder();
        let db = make(&path, version);
        let before = tables(&db);
        assert!(before.values().all(|(_, rows)| !rows.is_empty()), "version {version} is tried with empty tables");
        drop(db);

        let (book, opened) = open(&path);
        assert_eq!(opened.copied_to.is_some(), version < HOLDS.len(), "version {version}");
        assert_eq!((opened.read_only, opened.set_aside), (None, None), "version {version}");
        for (table, (columns, expected)) in &before {
            assert_eq!(&rows(&book.db, table, columns), expected, "{table} of version {version}");
        }
        let entries = i64::try_from(before["activity"].1.len()).unwrap();
        assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries }, "version {version}");

        // Every record can be read by the rules, and the ledger goes on where it was.
        let realms = [Realm::Sandbox, Realm::Live, Realm::Test];
        let policies: usize = realms.iter().map(|realm| book.read_policies(*realm).unwrap().len()).sum();
        let waiting = 4 + usize::from(version > 1) + if version > 3 { 2 } else { 0 };
        assert_eq!((book.accounts().unwrap().len(), policies, book.open_attempts().unwrap().len()), (3, 3, waiting));
        assert_eq!(realms.iter().map(|realm| book.quotes(*realm).unwrap().len()).sum::<usize>(), 1);
        let mut book = book;
        let account = account(1);
        book.put_account(&account, &entry(account.id, "account", "account_changed")).unwrap();
        assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: entries + 1 });

        // What it was brought from is beside it, as it was.
        if let Some(copy) = opened.copied_to {
            let copy = Connection::open(copy).unwrap();
            assert_eq!(usize::try_from(schema::version(&copy).unwrap()).unwrap(), version);
            assert_eq!(tables(&copy), before);
        }
        drop(book);
        assert_eq!(open(&path).1, Opened::default());
    }
}
