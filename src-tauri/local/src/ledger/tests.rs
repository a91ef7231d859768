//! What the ledger promises, tried against real files.

use std::path::{Path, PathBuf};

use berth_core::attempt::{Event, Operation, Proof, State, Verdict};
use berth_core::policy::Reason;
use rusqlite::OpenFlags;
use tempfile::TempDir;

use super::samples::{account, attempt, entry, id, now, policy, quote};
use super::*;

pub(super) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap().join("berth").join("ledger.db");
    (folder, path)
}

pub(super) fn open(path: &Path) -> (Book, Opened) {
    open::open(path, now(), schema::STEPS).unwrap()
}

/// A ledger with one account, number 1.
pub(super) fn begun(path: &Path) -> Book {
    let (mut book, opened) = open(path);
    assert_eq!(opened, Opened::default());
    let account = account(1);
    book.put_account(&account, &entry(account.id, "account", "account_connected")).unwrap();
    book
}

/// What a vendor's answer tells of a policy, written as one.
pub(super) fn answer(book: &mut Book, record: &PolicyRecord) {
    let mut attempt = attempt(9_000, record.account, record.policy.id.as_str());
    let log = Entry { attempt: Some(attempt.id), ..entry(record.account, &attempt.subject, "moved") };
    book.record(&attempt, &log).unwrap();
    for event in [Event::Send, Event::Learn(Proof::Done)] {
        attempt.step(event, now()).unwrap();
        book.advance(&attempt, Some(record), &log).unwrap();
    }
}

/// A second connection to the same file, past the lock that would keep it from writing.
fn intruder(path: &Path) -> Book {
    let db = open::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    Book { path: path.to_owned(), db, read_only: None, unfolded: 0, known: book::Known::default(), _lock: None }
}

#[test]
fn what_was_written_is_there_after_reopening() {
    let (_folder, path) = folder();
    let (account, policy) = (account(1), policy(account(1).id, "sc_1"));
    let (attempt, quote) = (attempt(7, account.id, "sc_1"), quote(8, account.id, now()));
    {
        let mut book = begun(&path);
        book.add_policies(std::slice::from_ref(&policy), &entry(account.id, "sc_1", "reserved")).unwrap();
        book.record(&attempt, &entry(account.id, "sc_1", "purchase_recorded")).unwrap();
        book.put_quote(&quote, &entry(account.id, "quote", "quoted")).unwrap();
    }
    let (book, opened) = open(&path);
    assert_eq!(opened, Opened::default());
    assert_eq!(book.accounts().unwrap(), vec![account.clone()]);
    assert_eq!(book.read_policies(Realm::Live).unwrap(), vec![policy.clone()]);
    assert_eq!(book.read_policies(Realm::Sandbox).unwrap(), vec![], "realms never mix");
    assert_eq!(book.policy(account.id, &policy.policy.id).unwrap(), Some(policy));
    assert_eq!(book.attempt(attempt.id).unwrap(), Some(attempt.clone()));
    assert_eq!(book.open_attempts().unwrap(), vec![attempt]);
    assert_eq!(book.quotes(Realm::Live).unwrap(), vec![quote]);
    let kinds: Vec<_> =
        book.activity(account.id, "sc_1").unwrap().into_iter().map(|line| (line.number, line.kind)).collect();
    assert_eq!(kinds, vec![(2, "reserved".into()), (3, "purchase_recorded".into())]);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 4 });
}

#[test]
fn the_settings_that_make_a_commit_durable_are_on() {
    let (_folder, path) = folder();
    let book = begun(&path);
    let pragma = |name: &str| -> String {
        book.db
            .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|value| match value {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            })
            .unwrap()
    };
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("checkpoint_fullfsync", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("recursive_triggers", "1"),
        ("busy_timeout", "5000"),
        ("application_id", "1113944692"),
        ("user_version", &schema::STEPS.len().to_string()),
    ] {
        assert_eq!(pragma(name), value, "{name}");
    }
    let loose: i64 = book
        .db
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0, "every table is strict");
}

#[test]
fn a_subject_has_one_open_attempt_even_across_connections() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let mut other = intruder(&path);
    let account = account(1).id;
    let log = entry(account, "sc_1", "purchase_recorded");
    let mut first = attempt(7, account, "sc_1");
    book.record(&first, &log).unwrap();
    let second = attempt(8, account, "sc_1");
    assert_eq!(book.record(&second, &log), Err(LedgerError::Open(first.id)));
    assert_eq!(other.record(&second, &log), Err(LedgerError::Open(first.id)));
    other.record(&attempt(9, account, "sc_2"), &log).unwrap();

    // It stays locked while nobody can tell, and is free once that is settled.
    first.step(Event::Restart, now()).unwrap();
    book.advance(&first, None, &log).unwrap();
    assert_eq!(other.record(&second, &log), Err(LedgerError::Open(first.id)));
    first.step(Event::Settle(Verdict::NotDone), now()).unwrap();
    book.advance(&first, None, &log).unwrap();
    other.record(&second, &log).unwrap();
}

#[test]
fn a_cancel_may_stand_beside_a_purchase_in_doubt_and_a_second_cancel_may_not() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let log = entry(account, "sc_1", "recorded");
    book.record(&attempt(7, account, "sc_1"), &log).unwrap();
    let cancel = |id| Attempt { operation: Operation::Cancel, ..attempt(id, account, "sc_1") };
    let first = cancel(8);
    book.record(&first, &log).unwrap();
    assert_eq!(book.record(&cancel(9), &log), Err(LedgerError::Open(first.id)));
    let purchase = attempt(10, account, "sc_1");
    assert_eq!(book.record(&purchase, &log), Err(LedgerError::Open(attempt(7, account, "sc_1").id)));
}

#[test]
fn the_index_alone_keeps_a_second_open_attempt_out() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    book.record(&attempt(7, account, "sc_1"), &entry(account, "sc_1", "purchase_recorded")).unwrap();
    let error = insert_unchecked(&book, &attempt(8, account, "sc_1")).unwrap_err();
    assert!(error.to_string().contains("UNIQUE"), "{error}");
}

fn insert_unchecked(book: &Book, attempt: &Attempt) -> rusqlite::Result<usize> {
    let record = serde_json::to_string(attempt).unwrap();
    let word = |name: &str| serde_json::to_value(attempt).unwrap()[name].as_str().unwrap().to_owned();
    book.db.execute(
        "INSERT INTO attempt (id, account, subject, operation, state, recorded_at, record) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
        [word("id"), word("account"), word("subject"), word("operation"), word("state"), record],
    )
}

#[test]
fn an_attempt_moves_in_the_ledger_exactly_as_the_rules_allow() {
    let events = [
        Event::Send,
        Event::Learn(Proof::Done),
        Event::Learn(Proof::NotDone),
        Event::Learn(Proof::Nothing),
        Event::Restart,
        Event::Settle(Verdict::Done),
        Event::Settle(Verdict::NotDone),
    ];
    let states = [State::Recorded, State::Sent, State::Confirmed, State::Refused, State::Unknown, State::Absent];
    let ways: [&[Event]; 6] = [
        &[],
        &[Event::Send],
        &[Event::Send, Event::Learn(Proof::Done)],
        &[Event::Send, Event::Learn(Proof::NotDone)],
        &[Event::Send, Event::Learn(Proof::Nothing)],
        &[Event::Restart, Event::Settle(Verdict::NotDone)],
    ];
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let mut number = 100;
    for (from, way) in states.into_iter().zip(ways) {
        for to in states {
            number += 1;
            let mut attempt = attempt(number, account, &number.to_string());
            let log = entry(account, &attempt.subject, "tried");
            book.record(&attempt, &log).unwrap();
            for event in way {
                attempt.step(*event, now()).unwrap();
                book.advance(&attempt, None, &log).unwrap();
            }
            assert_eq!(attempt.state, from);
            let allowed = from == to || events.iter().any(|event| from.after(*event) == Ok(to));
            attempt.state = to;
            assert_eq!(book.advance(&attempt, None, &log).is_ok(), allowed, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn an_attempt_begins_as_recorded_and_never_changes_what_it_asked_for() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let log = entry(account, "sc_1", "tried");
    let honest = attempt(7, account, "sc_1");
    assert!(book.record(&Attempt { state: State::Sent, ..honest.clone() }, &log).is_err());
    assert!(book.advance(&honest, None, &log).is_err(), "what was never recorded cannot move on");
    book.record(&honest, &log).unwrap();
    let changes: [fn(&mut Attempt); 5] = [
        |attempt| attempt.subject = "sc_2".into(),
        |attempt| attempt.operation = Operation::Cancel,
        |attempt| attempt.price_seen = None,
        |attempt| attempt.request = serde_json::json!({ "cidr_id": "sc_2" }),
        |attempt| attempt.recorded_at = Timestamp::UNIX_EPOCH,
    ];
    for change in changes {
        let mut forged = honest.clone();
        change(&mut forged);
        assert!(book.advance(&forged, None, &log).is_err(), "{forged:?}");
    }
    assert_eq!(book.attempt(honest.id).unwrap(), Some(honest));
    assert_eq!(book.activity(account, "sc_1").unwrap().len(), 1, "what was refused leaves no line behind");
}

#[test]
fn a_change_and_its_line_are_written_together_or_not_at_all() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let (known, unknown) = (account(1).id, account(2).id);
    let refused =
        book.add_policies(&[policy(known, "sc_1"), policy(unknown, "sc_2")], &entry(known, "sc_1", "reserved"));
    assert!(matches!(refused, Err(LedgerError::Failed(_))), "rows of an account that nobody connected: {refused:?}");
    assert_eq!(book.read_policies(Realm::Live).unwrap(), vec![]);
    let refused = book.add_policies(&[policy(known, "sc_1")], &entry(unknown, "sc_1", "reserved"));
    assert!(refused.is_err());
    assert_eq!(book.read_policies(Realm::Live).unwrap(), vec![]);
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 1 });
    book.add_policies(&[policy(known, "sc_1")], &entry(known, "sc_1", "reserved")).unwrap();
}

#[test]
fn a_policy_that_is_there_is_not_written_over_and_nothing_is_added_beside_it() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    let log = entry(owner, "policies", "imported");
    let mut bought = policy(owner, "sc_2");
    bought.bought_at = Some(now());
    book.add_policies(std::slice::from_ref(&bought), &log).unwrap();
    for (added, there) in [(["sc_1", "sc_2"], "sc_2"), (["sc_1", "sc_1"], "sc_1")] {
        let refused = book.add_policies(&added.map(|id| policy(owner, id)), &log);
        assert_eq!(refused, Err(LedgerError::There(PolicyId::parse(there).unwrap())));
        assert_eq!(book.read_policies(Realm::Live).unwrap(), std::slice::from_ref(&bought));
    }
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 2 });
}

#[test]
fn what_is_said_of_policies_changes_that_alone_in_one_step_with_a_line_for_each() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    let mut bought = policy(owner, "sc_1");
    bought.bought_at = Some(now());
    book.add_policies(&[bought.clone(), policy(owner, "sc_2")], &entry(owner, "policies", "imported")).unwrap();
    let said = |note: &str| Reason { note: Some(note.into()), tags: vec!["prod".into()], ..Reason::default() };
    let reworded = |id: &str, before: &Reason, after: &Reason| Reworded {
        account: owner,
        policy: PolicyId::parse(id).unwrap(),
        before: before.clone(),
        after: after.clone(),
        entry: entry(owner, id, "annotated"),
    };
    let (nothing, first) = (Reason::default(), said("first"));
    assert_eq!(book.policies(Realm::Live).unwrap().len(), 2, "what is known of them is kept up");
    book.put_reasons(&[reworded("sc_1", &nothing, &first), reworded("sc_2", &nothing, &first)]).unwrap();
    let told = book.read_policies(Realm::Live).unwrap();
    assert!(book.policies(Realm::Live).unwrap().iter().map(|record| &**record).eq(&told));
    assert_eq!(told[0], PolicyRecord { reason: first.clone(), ..bought });
    assert_eq!(told[1].reason, first);
    let lines = |book: &Book, id: &str| book.activity(owner, id).unwrap().len();
    assert_eq!((lines(&book, "sc_1"), lines(&book, "sc_2")), (1, 1));

    // Of two, one of which is not as it was, or not there: neither.
    for other in [reworded("sc_2", &nothing, &said("late")), reworded("sc_404", &nothing, &said("late"))] {
        let refused = book.put_reasons(&[reworded("sc_1", &first, &said("late")), other.clone()]);
        assert_eq!(refused, Err(LedgerError::Reworded(other.policy)));
        assert_eq!(book.read_policies(Realm::Live).unwrap(), told);
        assert!(book.policies(Realm::Live).unwrap().iter().map(|record| &**record).eq(&told));
    }
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 4 });
    book.read_only = Some("it is looked at".into());
    let refused = book.put_reasons(&[reworded("sc_1", &first, &said("late"))]);
    assert_eq!(refused, Err(LedgerError::ReadOnly("it is looked at".into())));
}

#[test]
fn the_activity_log_only_grows() {
    let (_folder, path) = folder();
    let book = begun(&path);
    for change in [
        "UPDATE activity SET body = '{}'",
        "UPDATE activity SET number = 5",
        "DELETE FROM activity",
        "REPLACE INTO activity SELECT * FROM activity",
        "INSERT INTO activity SELECT number + 2, at, account, subject, attempt, kind, body, hash, hash FROM activity",
        "INSERT INTO activity SELECT number + 1, at, account, subject, attempt, kind, body, previous, hash FROM activity",
        "INSERT INTO activity SELECT 0, at, account, subject, attempt, kind, body, previous, hash FROM activity",
        "INSERT INTO activity SELECT -1, at, account, subject, attempt, kind, body, hash, hash FROM activity",
    ] {
        let error = book.db.execute(change, []).unwrap_err().to_string();
        assert!(error.contains("activity entry"), "{change}: {error}");
    }
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 1 });
}

#[test]
fn nothing_is_ever_deleted_and_no_account_changes_realm() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1);
    let log = entry(owner.id, "sc_1", "tried");
    book.add_policies(&[policy(owner.id, "sc_1")], &log).unwrap();
    book.record(&attempt(7, owner.id, "sc_1"), &log).unwrap();
    for change in ["DELETE FROM policy", "DELETE FROM attempt", "DELETE FROM account"] {
        assert!(book.db.execute(change, []).is_err(), "{change}");
    }
    let moved = Account { endpoint: berth_core::account::Endpoint::Sandbox, ..owner.clone() };
    assert!(book.put_account(&moved, &log).is_err());
    assert_eq!(book.accounts().unwrap(), vec![owner]);
}

#[test]
fn a_line_that_was_changed_behind_berths_back_breaks_the_chain_there() {
    let tampering = [
        "UPDATE activity SET body = '{\"price\":\"1.00\"}' WHERE number = 3",
        "UPDATE activity SET hash = zeroblob(32) WHERE number = 3",
        "UPDATE activity SET previous = zeroblob(32) WHERE number = 3",
        "UPDATE activity SET at = '2020-01-01T00:00:00Z' WHERE number = 3",
        "DELETE FROM activity WHERE number = 2",
    ];
    for change in tampering {
        let (_folder, path) = folder();
        let mut book = begun(&path);
        let account = account(1);
        for _ in 0..4 {
            book.put_account(&account, &entry(account.id, "account", "account_changed")).unwrap();
        }
        book.db.execute_batch("DROP TRIGGER activity_stays; DROP TRIGGER activity_remains").unwrap();
        book.db.execute(change, []).unwrap();
        let Chain::Broken(found) = book.verify_activity().unwrap() else { panic!("{change} goes unnoticed") };
        let at = if change.contains("at =") { "2020-01-01T00:00:00Z".parse().unwrap() } else { now() };
        assert_eq!(found, Broken { number: 3, at: Some(at), kind: "account_changed".into() }, "{change}");
    }
}

#[test]
fn the_columns_for_sorting_say_what_the_record_says() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    book.add_policies(&[policy(account, "sc_1")], &entry(account, "sc_1", "reserved")).unwrap();
    let row: (String, String, i64, i64, i64, String, Option<i64>) = book
        .db
        .query_row("SELECT status, region, starts_at, ends_at, created_at, price, bought_at FROM policy", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
        })
        .unwrap();
    let seconds = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
    let expected = (
        "READY_FOR_PURCHASE".into(),
        "us-west-2".into(),
        seconds("2026-12-10T08:00:00Z"),
        seconds("2026-12-13T07:15:00Z"),
        now().as_second(),
        "8.48".into(),
        None,
    );
    assert_eq!(row, expected);
}

#[test]
fn what_spends_is_counted_from_the_very_moment_asked_for() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let log = entry(account, "s", "purchase_recorded");
    let moments = ["2026-11-19T23:59:59.999999999Z", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00.000000001Z"];
    for (number, at) in (1..).zip(moments) {
        let mut purchase = attempt(number, account, &number.to_string());
        purchase.recorded_at = at.parse().unwrap();
        book.record(&purchase, &log).unwrap();
    }
    for (number, operation) in [(7, Operation::Create), (8, Operation::Withdraw), (9, Operation::Cancel)] {
        let mut other = attempt(number, account, &number.to_string());
        other.operation = operation;
        other.recorded_at = moments[2].parse().unwrap();
        book.record(&other, &log).unwrap();
    }
    let counted = |since: &str| -> Vec<_> {
        let found = book.spending_since(account, since.parse().unwrap()).unwrap();
        found.into_iter().map(|attempt| attempt.id.0.as_u128()).collect()
    };
    assert_eq!(counted("2026-11-20T00:00:00Z"), vec![2, 3, 7]);
    assert_eq!(counted("2026-11-20T00:00:00.000000001Z"), vec![3, 7]);
    assert_eq!(counted("2026-11-01T00:00:00Z"), vec![1, 2, 3, 7]);
}

#[test]
fn quotes_come_newest_first() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let account = account(1).id;
    let log = entry(account, "quote", "quoted");
    for (number, at) in
        [(1, "2026-01-02T00:00:00Z"), (2, "2026-01-03T00:00:00.000000002Z"), (3, "2026-01-03T00:00:00.000000001Z")]
    {
        book.put_quote(&quote(number, account, at.parse().unwrap()), &log).unwrap();
    }
    let ids: Vec<_> = book.quotes(Realm::Live).unwrap().into_iter().map(|quote| quote.id.0).collect();
    assert_eq!(ids, vec![id(2), id(3), id(1)]);
}

#[tokio::test]
async fn a_restart_can_turn_every_open_attempt_into_an_unknown_one() {
    let (_folder, path) = folder();
    let account = account(1).id;
    {
        let mut book = begun(&path);
        let log = entry(account, "s", "tried");
        for number in 1..=3 {
            book.record(&attempt(number, account, &number.to_string()), &log).unwrap();
        }
        let mut sent = attempt(2, account, "2");
        sent.step(Event::Send, now()).unwrap();
        book.advance(&sent, None, &log).unwrap();
    }
    let (ledger, _) = SqliteLedger::open(&path, now()).unwrap();
    for mut attempt in ledger.open_attempts().await.unwrap() {
        attempt.step(Event::Restart, now()).unwrap();
        ledger.advance(&attempt, None, &entry(account, &attempt.subject, "found_at_start")).await.unwrap();
    }
    let states: Vec<_> = ledger.open_attempts().await.unwrap().into_iter().map(|attempt| attempt.state).collect();
    assert_eq!(states, vec![State::Unknown; 3]);
}

#[test]
fn what_is_known_of_policies_is_what_the_file_holds_whoever_wrote_it() {
    let (_folder, path) = folder();
    let own = account(1);
    let mut book = begun(&path);
    let known = |book: &mut Book| {
        let known = book.policies(Realm::Live).unwrap();
        let read = book.read_policies(Realm::Live).unwrap();
        assert!(known.iter().map(|record| &**record).eq(&read), "{known:?} is not {read:?}");
        known
    };
    assert!(known(&mut book).is_empty());
    let all: Vec<_> = (0..40).map(|at| policy(own.id, &format!("sc_{at}"))).collect();
    let line = entry(own.id, "sc_1", "tracked");
    book.add_policies(&all[..3], &line).unwrap();
    let first = known(&mut book);
    assert!(Arc::ptr_eq(&first, &known(&mut book)), "it is not read again");

    let mut renamed = all[1].clone();
    renamed.policy.name = Some("another".into());
    answer(&mut book, &renamed);
    let second = known(&mut book);
    assert_eq!(first[1].policy.name, all[1].policy.name, "whoever holds the former list still has it");
    assert!(Arc::ptr_eq(&first[0], &second[0]), "what did not change is shared");
    book.add_policies(&all[3..], &line).unwrap();
    assert_eq!(known(&mut book).len(), 40);

    let mut other = intruder(&path);
    other.add_policies(&[policy(own.id, "sc_of_another")], &line).unwrap();
    assert_eq!(known(&mut book).len(), 41, "another connection wrote");
    drop(other);

    let nobody = policy(account(9).id, "sc_1");
    book.add_policies(&[policy(own.id, "sc_late"), nobody], &line).unwrap_err();
    assert_eq!(known(&mut book).len(), 41, "what was not committed is not known");
}
