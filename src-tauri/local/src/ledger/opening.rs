//! The ledger's file in every state it can be found in.

use std::fs;
use std::path::{Path, PathBuf};

use super::samples::{account, attempt, entry, now, policy};
use super::tests::{begun, folder, open};
use super::*;
use rusqlite::Connection;

/// A ledger with enough rows to fill many pages, closed.
fn filled(path: &Path) -> Vec<PolicyRecord> {
    let mut book = begun(path);
    let account = account(1).id;
    let policies: Vec<_> = (0..200).map(|number| policy(account, &format!("sc_{number}"))).collect();
    book.add_policies(&policies, &entry(account, "policies", "imported")).unwrap();
    policies
}

fn names(path: &Path) -> Vec<String> {
    let files = path.parent().unwrap().read_dir().unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn refusal(path: &Path) -> LedgerError {
    open::open(path, now(), schema::STEPS).expect_err("it must not open")
}

#[test]
fn an_empty_file_is_a_ledger_that_was_not_begun() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "").unwrap();
    drop(begun(&path));
    assert_eq!(names(&path), ["ledger.db", "ledger.lock"]);
}

#[test]
fn a_second_berth_can_read_but_not_write_until_the_first_is_gone() {
    let (_folder, path) = folder();
    let first = begun(&path);
    let (mut second, opened) = open(&path);
    let reason = "another Berth is using it".to_owned();
    assert_eq!(opened, Opened { read_only: Some(reason.clone()), ..Opened::default() });
    assert_eq!(second.accounts().unwrap(), vec![account(1)]);
    let log = entry(account(1).id, "account", "account_changed");
    assert_eq!(second.put_account(&account(1), &log), Err(LedgerError::ReadOnly(reason)));
    assert!(second.db.execute("DELETE FROM quote", []).is_err(), "nor past the front door");
    drop(first);
    assert_eq!(open(&path).1, Opened::default());
}

#[test]
fn a_write_protected_file_opens_for_reading_with_the_reason() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    protect(&path, true);
    let (mut book, opened) = open(&path);
    assert_eq!(opened.read_only.as_deref(), Some("its file or folder is write-protected"));
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    let log = entry(account(1).id, "account", "account_changed");
    assert!(matches!(book.put_account(&account(1), &log), Err(LedgerError::ReadOnly(_))));
    drop(book);
    protect(&path, false);
    assert_eq!(open(&path).1, Opened::default());
}

#[cfg(unix)]
#[test]
fn a_write_protected_folder_opens_for_reading_and_is_left_as_it_was() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let before = (names(&path), fs::read(&path).unwrap());
    protect(path.parent().unwrap(), true);
    let (book, opened) = open(&path);
    assert!(opened.read_only.is_some());
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    drop(book);
    protect(path.parent().unwrap(), false);
    assert_eq!((names(&path), fs::read(&path).unwrap()), before);
}

#[test]
fn a_ledger_is_read_as_a_file_that_nobody_changes_where_nothing_can_be_written_beside_it() {
    let (folder, _) = folder();
    let path = folder.path().canonicalize().unwrap().join("50 % #1?").join("ledger.db");
    let policies = filled(&path);
    let db = open::unchanging(&path).unwrap();
    let book = Book {
        path: path.clone(),
        db,
        read_only: Some("a test".into()),
        unfolded: 0,
        known: book::Known::default(),
        _lock: None,
    };
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    assert_eq!(names(&path), ["ledger.db", "ledger.lock"]);
}

fn protect(path: &Path, protected: bool) {
    let mut rights = path.metadata().unwrap().permissions();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let all = if path.is_dir() { 0o700 } else { 0o600 };
        rights.set_mode(if protected { all & 0o500 } else { all });
    }
    #[cfg(not(unix))]
    rights.set_readonly(protected);
    fs::set_permissions(path, rights).unwrap();
}

#[test]
fn a_damaged_file_is_set_aside_byte_for_byte_and_a_new_ledger_begun() {
    type Damage = fn(&mut Vec<u8>);
    let cases: [(&str, Damage); 5] = [
        ("not a database", |bytes| *bytes = b"Dear diary,".to_vec()),
        ("a header of noise", |bytes| bytes[..100].fill(0xA5)),
        ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
        ("a page of noise in the middle", |bytes| bytes[5 * 4096..6 * 4096].fill(0xA5)),
        ("a page of zeros at the root", |bytes| bytes[4096..2 * 4096].fill(0)),
    ];
    for (name, damage) in cases {
        let (_folder, path) = folder();
        filled(&path);
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let (book, opened) = open(&path);
        let kept = opened.set_aside.expect(name).file;
        assert_eq!(kept, path.with_file_name("ledger.db.damaged-20261120T120000Z"), "{name}");
        assert_eq!(fs::read(&kept).unwrap(), bytes, "{name}");
        assert_eq!(opened.read_only, None, "{name}");
        let lines: i64 = book.db.query_row("SELECT count(*) FROM activity", [], |row| row.get(0)).unwrap();
        assert_eq!(lines, 1, "{name}: a log of its own, which begins with what happened");
        drop(book);
        assert_eq!(open(&path).1, Opened::default(), "{name}: the new one is sound");
    }
}

#[test]
fn a_record_that_is_no_json_any_more_is_damage_like_any_other() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let mut bytes = fs::read(&path).unwrap();
    let record = bytes.windows(7).rposition(|text| text == b"\"label\"").unwrap();
    bytes[record] = b'x';
    fs::write(&path, &bytes).unwrap();
    let (book, opened) = open(&path);
    let set_aside = opened.set_aside.unwrap();
    assert_eq!(fs::read(set_aside.file).unwrap(), bytes);
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
}

#[test]
fn a_second_damaged_ledger_does_not_overwrite_the_first() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for text in ["first", "second", "third"] {
        fs::write(&path, text).unwrap();
        assert!(open(&path).1.set_aside.is_some());
    }
    let kept: Vec<_> = ["", "-2", "-3"]
        .map(|suffix| fs::read_to_string(path.with_file_name(format!("ledger.db.damaged-20261120T120000Z{suffix}"))))
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kept, ["first", "second", "third"]);
}

#[test]
fn a_damaged_file_keeps_the_log_that_belongs_to_it() {
    let (_folder, path) = folder();
    filled(&path);
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    bytes[4096..(pages - 1) * 4096].fill(0xA5);
    // A log that a crash left: its content is not looked at when its checksums are wrong.
    let log = vec![7; 5000];
    fs::write(&path, &bytes).unwrap();
    fs::write(path.with_file_name("ledger.db-wal"), &log).unwrap();
    let kept = open(&path).1.set_aside.unwrap().file;
    assert_eq!(fs::read(&kept).unwrap(), bytes);
    let kept_log = PathBuf::from(format!("{}-wal", kept.display()));
    assert_eq!(fs::read(kept_log).unwrap(), log);
}

#[test]
fn a_file_of_another_program_is_refused_and_not_touched() {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(refusal(&path), LedgerError::Failed("the file there belongs to another program".into()));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_ledger_of_a_newer_berth_is_read_and_not_touched() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let newer = "CREATE TABLE note (text TEXT NOT NULL) STRICT; ALTER TABLE policy ADD COLUMN colour TEXT;
                 UPDATE policy SET record = json_set(record, '$.policy.colour', 'red');
                 PRAGMA user_version = 99";
    Connection::open(&path).unwrap().execute_batch(newer).unwrap();
    let before = fs::read(&path).unwrap();
    let (mut book, opened) = open::open(&path, now(), schema::STEPS).unwrap();
    let reason = format!("it was written by a newer Berth (version 99; this one knows {})", schema::STEPS.len());
    assert_eq!(opened, Opened { read_only: Some(reason.clone()), ..Opened::default() });
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 2 });
    let account = account(1);
    let changed = entry(account.id, "account", "account_changed");
    assert_eq!(book.put_account(&account, &changed), Err(LedgerError::ReadOnly(reason)));
    drop(book);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_ledger_of_a_newer_berth_with_words_that_are_not_known_is_refused_as_a_whole() {
    for change in [
        "UPDATE policy SET record = json_set(record, '$.policy.window', 'for ever')",
        "ALTER TABLE quote RENAME COLUMN record TO document",
        "ALTER TABLE activity RENAME COLUMN body TO particulars",
    ] {
        let (_folder, path) = folder();
        filled(&path);
        Connection::open(&path).unwrap().execute_batch(&format!("{change}; PRAGMA user_version = 99")).unwrap();
        let before = fs::read(&path).unwrap();
        let LedgerError::Newer(why) = refusal(&path) else { panic!("{change}") };
        assert!(why.starts_with("version 99") && why.contains("this one knows"), "{why}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_later_step_is_taken_after_a_whole_copy_was_made() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let steps = [schema::STEPS, &["CREATE TABLE note (text TEXT NOT NULL) STRICT"]].concat();
    let (book, opened) = open::open(&path, now(), &steps).unwrap();
    let copy = opened.copied_to.unwrap();
    let (before, after) = (schema::STEPS.len(), u32::try_from(steps.len()).unwrap());
    assert_eq!(copy, path.with_file_name(format!("ledger.db.version-{before}-20261120T120000Z")));
    assert_eq!(schema::version(&book.db).unwrap(), after);
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 2 });
    drop(book);
    // Nothing is left to do the second time, and the copy is a ledger of its own.
    assert_eq!(open::open(&path, now(), &steps).unwrap().1, Opened::default());
    let restored = path.with_file_name("restored.db");
    fs::rename(&copy, &restored).unwrap();
    assert_eq!(open(&restored).0.read_policies(Realm::Live).unwrap(), policies);
    let older = open(&path).1.read_only;
    assert!(older.is_some_and(|reason| reason.contains("a newer Berth")), "the older Berth knows that it is too old");
}

#[test]
fn a_ledger_that_names_an_older_version_than_it_is_of_is_recovered() {
    for version in 0..schema::STEPS.len() {
        let (_folder, path) = folder();
        let policies = filled(&path);
        // Where SQLite keeps `user_version`.
        let mut damaged = fs::read(&path).unwrap();
        damaged[60..64].copy_from_slice(&u32::try_from(version).unwrap().to_be_bytes());
        fs::write(&path, &damaged).unwrap();
        let (book, opened) = open(&path);
        let aside = opened.set_aside.unwrap();
        assert!(fs::read(&aside.file).unwrap() == damaged, "version {version}: set aside, and changed");
        assert_eq!(book.read_policies(Realm::Live).unwrap(), policies, "version {version}");
        assert_eq!(opened.copied_to, None, "version {version}: a copy of what is no such version");
    }
}

#[test]
fn an_older_ledger_with_a_record_that_belongs_to_none_is_recovered() {
    let (_folder, path) = folder();
    let db = versions::make(&path, 1);
    db.pragma_update(None, "foreign_keys", "OFF").unwrap();
    db.execute_batch("DROP TRIGGER account_remains; DELETE FROM account").unwrap();
    db.execute_batch("CREATE TRIGGER account_remains BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, ''); END")
        .unwrap();
    drop(db);
    let damaged = fs::read(&path).unwrap();
    let (_, opened) = open(&path);
    assert!(fs::read(opened.set_aside.unwrap().file).unwrap() == damaged, "set aside, and changed");
}

#[test]
fn a_step_that_fails_leaves_the_ledger_as_it_was() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let steps = [schema::STEPS, &["CREATE TABLE half (x TEXT) STRICT; CREATE TABLE account (x TEXT) STRICT"]].concat();
    let error = open::open(&path, now(), &steps).expect_err("the step cannot be taken");
    assert!(matches!(error, LedgerError::Failed(_)), "{error:?}");
    let (book, opened) = open(&path);
    assert_eq!(opened, Opened::default());
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    let halves: i64 =
        book.db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0)).unwrap();
    assert_eq!(halves, 0);
}

#[cfg(unix)]
#[test]
fn only_this_user_can_read_the_ledger_and_what_lies_beside_it() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, path) = folder();
    drop(begun(&path));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
    let steps = [schema::STEPS, &["CREATE TABLE note (text TEXT NOT NULL) STRICT"]].concat();
    let _book = open::open(&path, now(), &steps).unwrap();
    let names = names(&path);
    assert_eq!(names.len(), 5, "the ledger, its log, its index, its lock and its copy: {names:?}");
    for name in names {
        let rights = path.with_file_name(&name).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(rights, 0o600, "{name}");
    }
    assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn links_and_folders_at_the_ledgers_place_are_refused() {
    use std::os::unix::fs::symlink;

    type Put = fn(&Path, &Path);
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"] {
        let (_folder, path) = folder();
        filled(&path);
        let victim = path.with_file_name("victim");
        fs::write(&victim, "precious").unwrap();
        let place = path.with_file_name(name);

        let obstacles: [(&str, Put); 3] = [
            ("a symbolic link", |victim, place| symlink(victim, place).unwrap()),
            ("a file with several names", |victim, place| fs::hard_link(victim, place).unwrap()),
            ("no file", |_, place| fs::create_dir(place).unwrap()),
        ];
        for (what, put) in obstacles {
            let _ = fs::remove_file(&place);
            put(&victim, &place);
            let error = refusal(&path).to_string();
            assert!(error.contains(what), "{name}: {error}");
            assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_reached_through_a_link_is_fine() {
    let (folder, path) = folder();
    let policies = filled(&path);
    let detour = folder.path().join("detour");
    std::os::unix::fs::symlink(path.parent().unwrap(), &detour).unwrap();
    assert_eq!(open(&detour.join("ledger.db")).0.read_policies(Realm::Live).unwrap(), policies);
}

#[test]
fn a_full_disk_stops_all_writing_and_reading_goes_on() {
    let (_folder, path) = folder();
    let policies = filled(&path);
    let (mut book, _) = open(&path);
    let pages: i64 = book.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    book.db.pragma_update(None, "max_page_count", pages).unwrap();
    let account = account(1).id;
    let log = entry(account, "policies", "imported");
    let more: Vec<_> = (0..500).map(|number| policy(account, &format!("more_{number}"))).collect();
    let LedgerError::ReadOnly(reason) = book.add_policies(&more, &log).unwrap_err() else { panic!("it must say why") };
    assert!(reason.contains("full"), "{reason}");

    // Even what would fit is not tried any more in this process.
    book.db.pragma_update(None, "max_page_count", pages + 1000).unwrap();
    assert_eq!(book.record(&attempt(7, account, "sc_1"), &log), Err(LedgerError::ReadOnly(reason)));
    assert!(book.db.execute("DELETE FROM quote", []).is_err(), "the connection itself only reads");
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 2 });
    drop(book);

    let (mut book, opened) = open(&path);
    assert_eq!(opened, Opened::default());
    assert_eq!(book.read_policies(Realm::Live).unwrap(), policies);
    book.record(&attempt(7, account, "sc_1"), &log).unwrap();
}

#[test]
fn a_refusal_by_a_rule_does_not_stop_the_writing() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let log = entry(account, "sc_1", "tried");
    book.record(&attempt(7, account, "sc_1"), &log).unwrap();
    assert!(book.record(&attempt(8, account, "sc_1"), &log).is_err());
    assert!(book.record(&attempt(7, account, "sc_2"), &log).is_err(), "an id is used once");
    book.record(&attempt(8, account, "sc_2"), &log).unwrap();
}

/// How many policies the file holds by itself, as if its log had been lost.
fn in_the_file_alone(path: &Path) -> usize {
    let (_elsewhere, copy) = folder();
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::copy(path, &copy).unwrap();
    open(&copy).0.read_policies(Realm::Live).unwrap().len()
}

#[tokio::test]
async fn a_ledger_at_rest_is_one_file_and_goes_on_from_there() {
    let (_folder, path) = folder();
    filled(&path);
    let (ledger, _) = SqliteLedger::open(&path, now()).unwrap();
    let account = account(1).id;
    let log = entry(account, "sc_more", "imported");
    ledger.add_policies(&[policy(account, "sc_more")], &log).await.unwrap();
    assert_eq!(in_the_file_alone(&path), 200);
    ledger.rest().await.unwrap();
    assert_eq!(in_the_file_alone(&path), 201);
    assert_eq!(path.with_file_name("ledger.db-wal").metadata().unwrap().len(), 0);
    ledger.add_policies(&[policy(account, "sc_after")], &log).await.unwrap();
    drop(ledger);
    assert_eq!(open(&path).0.read_policies(Realm::Live).unwrap().len(), 202);
}

#[test]
fn a_log_that_a_crash_left_is_folded_in_by_the_first_change() {
    let (_folder, path) = folder();
    filled(&path);
    let account = account(1).id;
    let log = entry(account, "sc_more", "imported");
    let mut book = open(&path).0;
    book.add_policies(&[policy(account, "sc_more")], &log).unwrap();
    // What a crash leaves: both files as they are, and nobody who closes them.
    let (_elsewhere, left) = folder();
    fs::create_dir_all(left.parent().unwrap()).unwrap();
    for part in ["", "-wal"] {
        fs::copy(crate::files::beside(&path, part), crate::files::beside(&left, part)).unwrap();
    }
    let mut book = open(&left).0;
    assert_eq!(in_the_file_alone(&left), 200);
    book.add_policies(&[policy(account, "sc_after")], &log).unwrap();
    assert_eq!(in_the_file_alone(&left), 202);
}
