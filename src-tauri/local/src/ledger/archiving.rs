//! The ledger as a whole: read by pages, verified, exported, backed up and restored.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use berth_core::account::Keep;
use berth_core::attempt::{Event, Proof, State, Verdict};
use berth_core::guard::Limits;
use berth_core::ports::{FormerLog, Vault};
use berth_core::secret::Secret;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::samples::{account, attempt, entry, now, policy, quote};
use super::tests::{begun, folder, open};
use super::*;

fn ledger(path: &Path) -> SqliteLedger {
    SqliteLedger::open(path, now()).unwrap().0
}

/// One account, one bought policy and one that is not, a confirmed attempt and one in doubt, a quote.
fn filled(path: &Path) -> Book {
    let mut book = begun(path);
    let owner = account(1).id;
    let log = |subject: &str, kind| entry(owner, subject, kind);
    let mut bought = policy(owner, "sc_1");
    bought.bought_at = Some(now());
    book.add_policies(&[bought, policy(owner, "sc_2")], &log("sc_1", "reserved")).unwrap();
    for (number, way) in
        [(7, vec![Event::Send, Event::Learn(Proof::Done)]), (8, vec![Event::Send, Event::Learn(Proof::Nothing)])]
    {
        let mut attempt = attempt(number, owner, &format!("sc_{}", number - 6));
        book.record(&attempt, &log(&attempt.subject, "purchase_recorded")).unwrap();
        for event in way {
            attempt.step(event, now()).unwrap();
            book.advance(&attempt, None, &log(&attempt.subject, "purchase_learnt")).unwrap();
        }
    }
    book.put_quote(&quote(9, owner, now()), &log("quote", "quoted")).unwrap();
    book
}

fn everything(realm: Realm) -> ActivityQuery {
    ActivityQuery { realm, account: None, subject: None, kind: None, before: None, limit: 1000 }
}

async fn numbers(ledger: &SqliteLedger, wanted: &ActivityQuery) -> Vec<i64> {
    ledger.activity_page(wanted).await.unwrap().iter().map(|line| line.entry.number).collect()
}

#[tokio::test]
async fn the_activity_is_read_by_pages_newest_first() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let ledger = ledger(&path);
    assert_eq!(numbers(&ledger, &everything(Realm::Live)).await, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
    let mut wanted = ActivityQuery { limit: 4, ..everything(Realm::Live) };
    let mut pages = vec![];
    loop {
        let page = numbers(&ledger, &wanted).await;
        let Some(&last) = page.last() else { break };
        wanted.before = Some(last);
        pages.push(page);
    }
    assert_eq!(pages, [vec![9, 8, 7, 6], vec![5, 4, 3, 2], vec![1]]);
}

#[tokio::test]
async fn the_activity_is_narrowed_by_realm_account_subject_and_kind() {
    let (_folder, path) = folder();
    let mut book = filled(&path);
    // Number 3 is of the sandbox, number 4 a second live one.
    for number in [3, 4] {
        let other = account(number);
        book.put_account(&other, &entry(other.id, "sc_1", "account_connected")).unwrap();
    }
    drop(book);
    let ledger = ledger(&path);
    let mine = || ActivityQuery { account: Some(account(1).id), ..everything(Realm::Live) };
    let about = || ActivityQuery { subject: Some("sc_1".into()), ..mine() };
    let kind = |kind: &str, wanted| ActivityQuery { kind: Some(kind.into()), ..wanted };
    for (wanted, expected) in [
        (everything(Realm::Sandbox), vec![10]),
        (everything(Realm::Test), vec![]),
        (ActivityQuery { limit: 2, ..everything(Realm::Live) }, vec![11, 9]),
        (mine(), vec![9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (ActivityQuery { realm: Realm::Sandbox, ..mine() }, vec![]),
        (about(), vec![5, 4, 3, 2]),
        (ActivityQuery { account: None, ..about() }, vec![11, 5, 4, 3, 2]),
        (kind("purchase", mine()), vec![8, 7, 6, 5, 4, 3]),
        (kind("purchase_l", about()), vec![5, 4]),
        (kind("%", mine()), vec![]),
        (ActivityQuery { before: Some(4), ..about() }, vec![3, 2]),
    ] {
        assert_eq!(numbers(&ledger, &wanted).await, expected, "{wanted:?}");
    }
}

#[test]
fn a_page_of_a_hundred_thousand_lines_is_found_without_reading_them() {
    let (_folder, path) = folder();
    let book = begun(&path);
    book.db.execute_batch("DROP TRIGGER activity_continues").unwrap();
    book.db
        .execute_batch(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             INSERT INTO activity
             SELECT i, '2026-11-20T12:00:00Z', '{owner}', 'sc_' || (i % 1000), NULL, 'purchase_sent',
                 '{{\"words\":\"' || printf('%.*c', 300, 'x') || '\"}}', zeroblob(32), zeroblob(32) FROM n",
            owner = account(1).id
        ))
        .unwrap();
    // The quickest of three, so that a busy machine does not count.
    let time = |wanted: &ActivityQuery| -> Duration {
        let run = || {
            let begun = std::time::Instant::now();
            let found = book::activity_page(&book.db, wanted).unwrap().len();
            assert_eq!(found, if wanted.kind.as_deref() == Some("cancel") { 0 } else { 100 });
            begun.elapsed()
        };
        (0..3).map(|_| run()).min().unwrap()
    };
    let mine = ActivityQuery { account: Some(account(1).id), limit: 100, ..everything(Realm::Live) };
    // The worst there is: a filter that no line passes, so that all of them are looked at.
    let worst = time(&ActivityQuery { kind: Some("cancel".into()), ..mine.clone() });
    for wanted in [
        ActivityQuery { account: None, ..mine.clone() },
        mine.clone(),
        ActivityQuery { before: Some(40_000), ..mine.clone() },
        ActivityQuery { subject: Some("sc_7".into()), ..mine.clone() },
        ActivityQuery { kind: Some("purchase".into()), ..mine.clone() },
    ] {
        let took = time(&wanted);
        println!("{took:?}, against {worst:?}: {wanted:?}");
        assert!(took * 4 < worst, "{took:?}, against {worst:?}: {wanted:?}");
    }
}

#[tokio::test]
async fn a_verification_does_not_hold_up_a_change() {
    let (_folder, path) = folder();
    drop(filled(&path));
    let ledger = ledger(&path);
    let (go, gate) = std::sync::mpsc::channel::<()>();
    // The reader's thread is held up for as long as this test likes.
    let held = ledger.read(move |db, _| {
        let _snapshot = db.unchecked_transaction()?;
        gate.recv().map_err(|_| ArchiveError::Unwritable("the test ended".into()))?;
        Ok(())
    });
    let change = async {
        let log = entry(account(1).id, "account", "account_changed");
        ledger.put_account(&account(1), &log).await.unwrap();
        go.send(()).unwrap();
    };
    let (held, ()) = tokio::time::timeout(Duration::from_secs(20), async { tokio::join!(held, change) }).await.unwrap();
    held.unwrap();
    assert_eq!(ledger.integrity().await.unwrap(), Integrity { log: Chain::Whole { entries: 10 }, former: vec![] });
}

// --- Exported, and checked by somebody who has only docs/activity-log.md ---

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    assert_eq!(hex.len(), 64);
    (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// Checks an exported file by the description alone. Says how many lines each log has, or what is wrong.
fn check(text: &str) -> Result<Vec<(Option<String>, u64)>, String> {
    let mut logs: Vec<(Option<String>, u64)> = vec![];
    let (mut expected, mut before, mut last) = (0, vec![0; 32], vec![0; 32]);
    let mut number = 0;
    for line in text.strip_suffix('\n').ok_or("the last line has no end")?.split('\n') {
        let line: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if line["format"] == "berth-activity" {
            if expected != 0 || before != last {
                return Err("a log is not as long as its header says".into());
            }
            assert_eq!(line["version"], 1);
            expected = line["entries"].as_u64().unwrap();
            last = bytes(&line["last"]);
            logs.push((line["former"].as_str().map(str::to_owned), expected));
            (number, before) = (0, vec![0; 32]);
            continue;
        }
        let mut hash = Sha256::new();
        hash.update(b"berth activity 1\n");
        hash.update(bytes(&line["previous"]));
        hash.update(line["number"].as_i64().unwrap().to_be_bytes());
        for field in ["at", "account", "subject", "attempt", "kind", "body"] {
            let text = line[field].as_str().unwrap_or("");
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        let own = line["number"].as_i64().unwrap();
        let first_of_former = number == 0 && logs.last().is_some_and(|(former, _)| former.is_some());
        if !first_of_former && (own != number + 1 || bytes(&line["previous"]) != before) {
            return Err(format!("line {own} does not follow line {number}"));
        }
        if hash.finalize().to_vec() != bytes(&line["hash"]) {
            return Err(format!("line {own} is not what was hashed"));
        }
        (number, before) = (own, bytes(&line["hash"]));
        expected -= 1;
    }
    if expected == 0 && before == last { Ok(logs) } else { Err("the file ends too soon".into()) }
}

#[tokio::test]
async fn an_export_can_be_checked_by_the_description_alone() {
    let (folder, path) = folder();
    let mut book = filled(&path);
    let odd = Entry {
        body: serde_json::json!({ "words": "\u{0}\u{2028}<b>\"\\\n🧪", "price": "8.480" }),
        attempt: Some(AttemptId(samples::id(7))),
        ..entry(account(1).id, "ÿ\n", "odd")
    };
    book.put_account(&account(1), &odd).unwrap();
    drop(book);
    let target = folder.path().join("activity.jsonl");
    assert_eq!(ledger(&path).export_activity(&target).await, Ok(10));
    let text = fs::read_to_string(&target).unwrap();
    assert_eq!(check(&text), Ok(vec![(None, 10)]));

    // The check itself notices what it should.
    for (from, to) in [("purchase_learnt", "purchase_unlearnt"), ("8.480", "8.481"), ("\"number\":4", "\"number\":5")] {
        assert!(check(&text.replacen(from, to, 1)).is_err(), "{from}");
    }
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    assert!(check(&[&lines[..4], &lines[5..]].concat().concat()).is_err(), "a line is missing");
    assert!(check(&lines[..9].concat()).is_err(), "the end is missing");
}

#[tokio::test]
async fn an_export_of_nothing_is_a_header() {
    let (folder, path) = folder();
    let ledger = ledger(&path);
    let target = folder.path().join("activity.jsonl");
    assert_eq!(ledger.export_activity(&target).await, Ok(0));
    assert_eq!(check(&fs::read_to_string(&target).unwrap()), Ok(vec![(None, 0)]));
}

#[tokio::test]
async fn neither_an_export_nor_a_backup_overwrites_anything_or_leaves_half_a_file() {
    let (folder, path) = folder();
    drop(filled(&path));
    let ledger = ledger(&path);
    let target = folder.path().join("precious");
    fs::write(&target, "precious").unwrap();
    assert_eq!(ledger.export_activity(&target).await, Err(ArchiveError::Exists));
    assert_eq!(ledger.back_up(&target).await, Err(ArchiveError::Exists));
    assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    // What lies beside it is not ours either, whatever it is called.
    fs::write(folder.path().join("activity.jsonl.new"), "a draft of somebody's").unwrap();
    ledger.export_activity(&folder.path().join("activity.jsonl")).await.unwrap();
    ledger.back_up(&folder.path().join("backup.db")).await.unwrap();
    assert_eq!(names(folder.path()), ["activity.jsonl", "activity.jsonl.new", "backup.db", "berth", "precious"]);
    let nowhere = folder.path().join("no/such/folder");
    assert!(matches!(ledger.export_activity(&nowhere).await, Err(ArchiveError::Unwritable(_))));
    assert!(matches!(ledger.back_up(&nowhere).await, Err(ArchiveError::Unwritable(_))));
    assert_eq!(names(folder.path()).len(), 5, "no half a file is left");
}

#[tokio::test]
async fn no_stored_secret_is_in_the_ledger_an_export_or_a_backup() {
    const CANARY: &str = "1234$canary-7f3a";
    let (folder, path) = folder();
    let owner = Account { keep: Keep::UntilQuit, ..account(1) };
    crate::vault::Vaults::new().store(&owner, Secret::parse(CANARY.into()).unwrap()).await.unwrap();
    let mut book = filled(&path);
    // What the desk writes down when credentials are stored: the account as it is.
    let log = Entry { body: serde_json::to_value(&owner).unwrap(), ..entry(owner.id, "account", "account_connected") };
    book.put_account(&owner, &log).unwrap();
    drop(book);
    let ledger = ledger(&path);
    ledger.export_activity(&folder.path().join("activity.jsonl")).await.unwrap();
    ledger.back_up(&folder.path().join("backup.db")).await.unwrap();
    let files = [names(folder.path()), names(path.parent().unwrap())].concat();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        for place in [folder.path().join(&file), path.with_file_name(&file)] {
            let held = fs::read(&place).unwrap_or_default();
            let found = |what: &[u8]| held.windows(what.len()).any(|part| part == what);
            assert!(!found(b"canary"), "{} holds a secret", place.display());
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        folder.read_dir().unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

// --- Backed up and restored ---

/// A ledger, a backup of it, and the folder that both are in.
async fn backed_up() -> (tempfile::TempDir, PathBuf, PathBuf, SqliteLedger) {
    let (folder, path) = folder();
    drop(filled(&path));
    let ledger = ledger(&path);
    let backup = folder.path().join("backup.db");
    let contents = ledger.back_up(&backup).await.unwrap();
    assert_eq!(contents, filled_contents());
    (folder, path, backup, ledger)
}

fn filled_contents() -> Contents {
    Contents {
        accounts: vec![account(1)],
        policies: 2,
        attempts: 2,
        open: 1,
        quotes: 1,
        newest: Some(now()),
        log: Chain::Whole { entries: 9 },
    }
}

#[tokio::test]
async fn a_backup_is_one_file_that_is_a_ledger_by_itself() {
    let (folder, path, backup, ledger) = backed_up().await;
    assert_eq!(names(folder.path()), ["backup.db", "berth"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    ledger.close();
    let (original, _) = open(&path);
    let elsewhere = folder.path().join("elsewhere").join("ledger.db");
    fs::create_dir(elsewhere.parent().unwrap()).unwrap();
    fs::copy(&backup, &elsewhere).unwrap();
    let (copy, opened) = open(&elsewhere);
    assert_eq!(opened, Opened::default());
    assert_eq!(joining::Records::of(&copy.db).unwrap(), joining::Records::of(&original.db).unwrap());
}

#[tokio::test]
async fn a_new_machine_gets_everything_back() {
    let (_folder, path, backup, ledger) = backed_up().await;
    ledger.close();
    let before = joining::Records::of(&open(&path).0.db).unwrap();
    let (_other, fresh) = folder();
    let ledger = self::ledger(&fresh);
    let examined = ledger.examine(&backup).await.unwrap();
    assert_eq!(examined.contents, filled_contents());
    assert_eq!(examined.regained.len(), 2);
    assert_eq!((examined.kept_policies, examined.kept_attempts, examined.contradictions), (vec![], vec![], vec![]));
    assert_eq!(names(fresh.parent().unwrap()).len(), 4, "examining leaves nothing behind");

    let restored = ledger.restore(&backup, now()).await.unwrap();
    assert_eq!(restored.contents, Contents { log: Chain::Whole { entries: 10 }, ..filled_contents() });
    assert_eq!(restored.set_aside, fresh.with_file_name("ledger.db.replaced-20261120T120000Z"));
    let last = ledger.activity_page(&ActivityQuery { limit: 1, ..everything(Realm::Sandbox) }).await.unwrap().remove(0);
    assert_eq!((last.account, last.subject.as_str(), last.entry.kind.as_str()), (None, "ledger", "ledger_restored"));
    let fingerprint = archive::sha256(&restored.set_aside).unwrap();
    assert_eq!(last.entry.body["set_aside_sha256"], *fingerprint);
    assert_eq!(last.entry.body["backup_sha256"], *archive::sha256(&backup).unwrap());

    // It goes on from there, in this process and the next.
    ledger.put_account(&account(1), &entry(account(1).id, "account", "account_changed")).await.unwrap();
    ledger.close();
    let (book, opened) = open(&fresh);
    assert_eq!(opened, Opened::default());
    assert_eq!(joining::Records::of(&book.db).unwrap(), before);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 11 });
}

#[tokio::test]
async fn restoring_forgets_no_purchase_no_doubt_and_no_verdict_since_the_backup() {
    let (folder, path, backup, ledger) = backed_up().await;
    let owner = account(1);
    let log = |subject: &str| entry(owner.id, subject, "since");
    // Since then: the doubt was settled as done, a policy was reserved, bought in doubt, and limits were set.
    let mut settled = ledger.open_attempts().await.unwrap().remove(0);
    settled.step(Event::Settle(Verdict::Done), now()).unwrap();
    let mut bought = policy(owner.id, "sc_2");
    bought.bought_at = Some(now());
    ledger.advance(&settled, Some(&bought), &log("sc_2")).await.unwrap();
    ledger.add_policies(&[policy(owner.id, "sc_3")], &log("sc_3")).await.unwrap();
    let mut doubt = attempt(10, owner.id, "sc_3");
    ledger.record(&doubt, &log("sc_3")).await.unwrap();
    doubt.step(Event::Send, now()).unwrap();
    ledger.advance(&doubt, None, &log("sc_3")).await.unwrap();
    let limited = Account { limits: Limits { per_purchase: Some(1.into()), ..Limits::default() }, ..owner.clone() };
    ledger.put_account(&limited, &log("account")).await.unwrap();
    let kept = |names: &[&str]| names.iter().map(|id| (owner.id, PolicyId::parse(id).unwrap())).collect::<Vec<_>>();

    let examined = ledger.examine(&backup).await.unwrap();
    assert_eq!(examined.regained, vec![]);
    assert_eq!(examined.kept_policies, kept(&["sc_2", "sc_3"]));
    assert_eq!(examined.kept_attempts, vec![settled.id, doubt.id]);
    let before = all(&ledger).await;
    let restored = ledger.restore(&backup, now()).await.unwrap();
    assert_eq!(all(&ledger).await, before, "nothing that is known is unlearnt");
    assert_eq!(ledger.attempt(doubt.id).await.unwrap().unwrap().state, State::Sent);
    assert_eq!(ledger.attempt(settled.id).await.unwrap(), Some(settled));

    // The log of the replaced ledger parts from the backup's after line 9; what came then is kept beside.
    let ledger_of = archive::sha256(&restored.set_aside).unwrap();
    let former = FormerLog { ledger: ledger_of.clone(), lines: 5, gaps: 0, broken: None };
    let found = ledger.integrity().await.unwrap();
    assert_eq!(found, Integrity { log: Chain::Whole { entries: 10 }, former: vec![former] });
    let export = folder.path().join("activity.jsonl");
    assert_eq!(ledger.export_activity(&export).await, Ok(15));
    assert_eq!(check(&fs::read_to_string(export).unwrap()), Ok(vec![(None, 10), (Some(ledger_of), 5)]));
    ledger.close();
    assert_eq!(open(&path).1, Opened::default());
    assert_eq!(joining::Records::of(&open(&restored.set_aside).0.db).unwrap().attempts.len(), 3);
}

/// Everything but the activity, in no order.
async fn all(ledger: &SqliteLedger) -> Vec<String> {
    let records = ledger.read(|db, _| Ok(joining::Records::of(db)?)).await.unwrap();
    let texts = |records: Vec<String>| records;
    let mut all = [
        texts(records.accounts.iter().map(|record| format!("{record:?}")).collect()),
        texts(records.policies.iter().map(|record| format!("{record:?}")).collect()),
        texts(records.attempts.iter().map(|record| format!("{record:?}")).collect()),
        texts(records.quotes.iter().map(|record| format!("{record:?}")).collect()),
    ]
    .concat();
    all.sort();
    all
}

#[tokio::test]
async fn a_backup_that_contradicts_the_ledger_about_an_attempt_is_refused_and_named() {
    let (_folder, path, backup, ledger) = backed_up().await;
    let doubt = ledger.open_attempts().await.unwrap().remove(0);
    // In the backup the doubt is settled one way, in the ledger the other.
    for (path, verdict) in [(&backup, Verdict::Done), (&path, Verdict::NotDone)] {
        let mut db = open::connect(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        let mut settled = doubt.clone();
        settled.step(Event::Settle(verdict), now()).unwrap();
        let tx = db.transaction().unwrap();
        book::move_attempt(&tx, &settled).unwrap();
        tx.commit().unwrap();
    }
    let before = all(&ledger).await;
    assert_eq!(ledger.examine(&backup).await.unwrap().contradictions, vec![doubt.id]);
    assert_eq!(ledger.restore(&backup, now()).await, Err(ArchiveError::Contradiction(vec![doubt.id])));
    assert_eq!(all(&ledger).await, before);
    assert_eq!(names(path.parent().unwrap()), ["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.lock"]);
    ledger.put_account(&account(1), &entry(account(1).id, "account", "account_changed")).await.unwrap();
}

#[tokio::test]
async fn what_is_no_sound_backup_is_refused_and_nothing_is_touched() {
    type Spoil = fn(&Path);
    let (folder, path, backup, ledger) = backed_up().await;
    let spoils: [(&str, Spoil); 6] = [
        ("nothing", |path| fs::remove_file(path).unwrap()),
        ("an empty file", |path| fs::write(path, "").unwrap()),
        ("another program's file", |path| {
            fs::remove_file(path).unwrap();
            Connection::open(path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
        }),
        ("a newer version", |path| Connection::open(path).unwrap().pragma_update(None, "user_version", 99).unwrap()),
        ("a record that no rule can read", |path| {
            let db = Connection::open(path).unwrap();
            db.execute("UPDATE policy SET record = json_remove(record, '$.seen_at')", []).unwrap();
        }),
        ("a page of noise", |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[8192..12288].fill(0xA5);
            fs::write(path, bytes).unwrap();
        }),
    ];
    let before = all(&ledger).await;
    for (name, spoil) in spoils {
        let victim = folder.path().join("spoilt.db");
        fs::copy(&backup, &victim).unwrap();
        spoil(&victim);
        assert!(matches!(ledger.examine(&victim).await, Err(ArchiveError::Unfit(_))), "{name}");
        assert!(matches!(ledger.restore(&victim, now()).await, Err(ArchiveError::Unfit(_))), "{name}");
        assert_eq!(all(&ledger).await, before, "{name}");
    }
    ledger.put_account(&account(1), &entry(account(1).id, "account", "account_changed")).await.unwrap();
    assert_eq!(names(path.parent().unwrap()), ["ledger.db", "ledger.db-shm", "ledger.db-wal", "ledger.lock"]);
}

#[tokio::test]
async fn a_backup_of_an_earlier_version_is_brought_to_this_one_and_stays_as_it_is() {
    let (folder, path) = folder();
    let backup = folder.path().join("version-1.db");
    drop(versions::make(&backup, 1));
    let before = fs::read(&backup).unwrap();
    let ledger = ledger(&path);
    let restored = ledger.restore(&backup, now()).await.unwrap();
    assert_eq!((restored.contents.accounts.len(), restored.contents.policies, restored.contents.attempts), (3, 3, 7));
    assert_eq!(fs::read(&backup).unwrap(), before);
}

#[tokio::test]
async fn a_ledger_that_another_berth_reads_is_not_replaced_under_it() {
    let (_folder, path, backup, ledger) = backed_up().await;
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM policy").unwrap();
    let before = all(&ledger).await;
    assert!(matches!(ledger.restore(&backup, now()).await, Err(ArchiveError::Unwritable(_))));
    drop(reader);
    assert_eq!(all(&ledger).await, before);
    ledger.restore(&backup, now()).await.unwrap();
}

#[tokio::test]
async fn a_broken_chain_is_told_of_and_blocks_neither_backup_nor_restoring() {
    let (folder, path) = folder();
    let book = filled(&path);
    book.db.execute_batch("DROP TRIGGER activity_stays; UPDATE activity SET kind = 'forged' WHERE number = 4").unwrap();
    drop(book);
    let broken = Chain::Broken(Broken { number: 4, at: Some(now()), kind: "forged".into() });
    let ledger = ledger(&path);
    let backup = folder.path().join("backup.db");
    assert_eq!(ledger.back_up(&backup).await.unwrap().log, broken);
    assert_eq!(ledger.examine(&backup).await.unwrap().contents.log, broken);
    assert_eq!(ledger.restore(&backup, now()).await.unwrap().contents.log, broken);
}
