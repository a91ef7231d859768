//! A process that dies at every point of an attempt, and one whose disk fails: what the next start finds.
//!
//! The process is this test binary again, told to run one ignored test. It says where it is and waits there; then it is
//! killed, which leaves it no chance to put anything in order.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use berth_core::attempt::{Event, Proof, RawAnswer, State};
use rusqlite::Transaction;

use super::book::Fault;
use super::samples::{account, attempt, entry, now, policy};
use super::tests::{begun, folder, open};
use super::*;

const LEDGER: &str = "BERTH_TEST_LEDGER";
const HALT_AT: &str = "BERTH_TEST_HALT_AT";

/// The points at which the child can be told to wait, in the order in which it passes them.
const POINTS: [&str; 7] = ["begun", "recording", "recorded", "sending", "sent", "confirming", "confirmed"];

/// What must be there when the process dies at a point: the attempt's state, and whether its policy is known.
fn remains(point: &str) -> (Option<State>, bool) {
    match point {
        "begun" | "recording" => (None, false),
        "recorded" | "sending" => (Some(State::Recorded), false),
        "sent" | "confirming" => (Some(State::Sent), false),
        _ => (Some(State::Confirmed), true),
    }
}

#[test]
fn a_process_killed_between_any_two_steps_leaves_the_last_one_whole() {
    for point in POINTS {
        let (_folder, path) = folder();
        drop(begun(&path));
        let (mut child, mut lines) = child("dies_where_it_is_told", &path, point);
        assert_eq!(next_line(&mut lines), point);
        child.kill().unwrap();
        child.wait().unwrap();

        let (book, opened) = open(&path);
        assert_eq!(opened, Opened::default(), "{point}");
        let found = book.attempt(attempt(7, account(1).id, "sc_1").id).unwrap();
        let known = book.policy(account(1).id, &PolicyId::parse("sc_1").unwrap()).unwrap();
        assert_eq!((found.map(|attempt| attempt.state), known.is_some()), remains(point), "{point}");
        let lines = i64::try_from(POINTS.iter().position(|name| *name == point).unwrap() / 2).unwrap();
        assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 1 + lines }, "{point}");
    }
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn dies_where_it_is_told() {
    let (path, halt_at) = orders();
    let reached = |point: &str| {
        if point == halt_at {
            say(point);
            std::thread::sleep(Duration::from_mins(1));
            panic!("nobody killed it");
        }
    };
    let (mut book, _) = open(&path);
    let log = entry(account(1).id, "sc_1", "purchase");
    reached("begun");
    let mut attempt = attempt(7, account(1).id, "sc_1");
    // The same transactions as those of `record` and `advance`, with a halt before their last line.
    let halting = |point: &'static str, record: String| {
        move |tx: &Transaction<'_>| -> Result<(), Fault> {
            if record.contains("\"recorded\"") {
                tx.execute(
                    "INSERT INTO attempt (id, account, subject, operation, state, recorded_at, record)
                     SELECT ?1 ->> '$.id', ?1 ->> '$.account', ?1 ->> '$.subject', ?1 ->> '$.operation', 'recorded', 0, ?1",
                    [&record],
                )?;
            } else {
                tx.execute("UPDATE attempt SET state = ?1 ->> '$.state', record = ?1", [&record])?;
            }
            reached(point);
            Ok(())
        }
    };
    let json = |attempt: &Attempt| serde_json::to_string(attempt).unwrap();
    if halt_at == "recording" {
        book.change(&log, halting("recording", json(&attempt))).unwrap();
    }
    book.record(&attempt, &log).unwrap();
    reached("recorded");
    attempt.step(Event::Send, now()).unwrap();
    if halt_at == "sending" {
        book.change(&log, halting("sending", json(&attempt))).unwrap();
    }
    book.advance(&attempt, None, &log).unwrap();
    reached("sent");
    attempt.step(Event::Learn(Proof::Done), now()).unwrap();
    attempt.answer = Some(RawAnswer { status: 200, body: "{}".into(), date: None, received_at: now() });
    if halt_at == "confirming" {
        book.change(&log, halting("confirming", json(&attempt))).unwrap();
    }
    book.advance(&attempt, Some(&policy(account(1).id, "sc_1")), &log).unwrap();
    reached("confirmed");
}

#[test]
fn whatever_was_acknowledged_before_a_kill_at_any_moment_is_there() {
    for patience in [1, 2, 3, 5, 8, 13, 21, 34] {
        let (_folder, path) = folder();
        drop(begun(&path));
        let (mut child, mut lines) = child("records_without_end", &path, "");
        for _ in 0..patience {
            next_line(&mut lines);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said between the last line read and the kill counts as well.
        let acknowledged =
            patience + lines.lines().filter(|line| line.as_ref().is_ok_and(|line| line.starts_with(MARK))).count();

        let (book, opened) = open(&path);
        assert_eq!(opened, Opened::default());
        let found = book.open_attempts().unwrap().len();
        assert!((acknowledged..=acknowledged + 1).contains(&found), "{acknowledged} acknowledged, {found} found");
        let entries = i64::try_from(found).unwrap() + 1;
        assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries });
    }
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn records_without_end() {
    let (path, _) = orders();
    let (mut book, _) = open(&path);
    for number in 100.. {
        let subject = number.to_string();
        book.record(&attempt(number, account(1).id, &subject), &entry(account(1).id, &subject, "recorded")).unwrap();
        say(&subject);
    }
}

#[test]
fn a_kill_at_any_moment_of_restoring_leaves_the_old_ledger_or_the_new_one_whole() {
    let (folder, path) = folder();
    let mut book = begun(&path);
    let log = entry(account(1).id, "sc_1", "purchase");
    book.add_policies(&[policy(account(1).id, "sc_1")], &log).unwrap();
    archive::back_up(&book.db, &folder.path().join("backup.db")).unwrap();
    // What the backup lacks must be there whichever ledger is found.
    book.record(&attempt(7, account(1).id, "sc_1"), &log).unwrap();
    drop(book);
    let (mut old, mut new) = (0, 0);
    for round in 0..40 {
        let (mut child, mut lines) = child("restores_without_end", &path, "");
        for _ in 0..=round % 3 {
            next_line(&mut lines);
        }
        std::thread::sleep(Duration::from_micros(round * 1700));
        child.kill().unwrap();
        child.wait().unwrap();
        let restored = lines.lines().filter(|line| line.as_ref().is_ok_and(|line| line.starts_with(MARK))).count();

        let (book, opened) = open(&path);
        assert_eq!(opened, Opened::default(), "round {round}");
        let records = joining::Records::of(&book.db).unwrap();
        assert_eq!((records.accounts.len(), records.policies.len()), (1, 1), "round {round}");
        assert_eq!(records.attempts, vec![attempt(7, account(1).id, "sc_1")], "round {round}");
        let Chain::Whole { entries } = book.verify_activity().unwrap() else { panic!("round {round}: a broken chain") };
        // The log of a restored ledger is the backup's two lines and the one that says so.
        let is_new = entries == 3
            && book.db.query_row("SELECT count(*) > 0 FROM former_activity", [], |row| row.get(0)).unwrap();
        assert!(is_new || (entries == 3 && restored == 0), "round {round}: {entries} lines");
        *(if is_new { &mut new } else { &mut old }) += 1;
    }
    assert!(new > 0, "{old} old, {new} new: no round came far enough");
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn restores_without_end() {
    let (path, _) = orders();
    let (mut book, _) = open(&path);
    let backup = path.parent().and_then(Path::parent).unwrap().join("backup.db");
    say("begun");
    loop {
        archive::restore(&mut book, &backup, now()).unwrap();
        say("restored");
    }
}

#[test]
fn a_disk_that_takes_no_more_stops_the_writing_and_loses_nothing_that_was_acknowledged() {
    let (_folder, path) = folder();
    drop(begun(&path));
    // No file may grow beyond a megabyte: the operating system itself fails the write.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 2048; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    let (mut child, mut lines) = start(limited, "writes_until_the_disk_fails", &path, "");
    let acknowledged: usize = next_line(&mut lines).parse().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(acknowledged > 0);

    let (book, opened) = open(&path);
    assert_eq!(opened, Opened::default());
    let found = book.open_attempts().unwrap().len();
    assert!((acknowledged..=acknowledged + 1).contains(&found), "{acknowledged} acknowledged, {found} found");
    let entries = i64::try_from(found).unwrap() + 1;
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries });
}

#[test]
fn a_disk_that_is_full_at_the_start_opens_the_ledger_for_reading_and_says_so() {
    let (_folder, path) = folder();
    drop(begun(&path));
    let before = std::fs::read(&path).unwrap();
    // Not even one page fits into a log that has yet to be made.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    let (mut child, mut lines) = start(limited, "opens_on_a_full_disk", &path, "");
    let reason = next_line(&mut lines);
    assert!(child.wait().unwrap().success());
    assert_ne!(reason, "writable");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let (book, opened) = open(&path);
    assert_eq!((book.accounts().unwrap(), opened), (vec![account(1)], Opened::default()));
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn opens_on_a_full_disk() {
    let (path, _) = orders();
    let (book, opened) = open(&path);
    assert_eq!(book.accounts().unwrap(), vec![account(1)]);
    say(opened.read_only.as_deref().unwrap_or("writable"));
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn writes_until_the_disk_fails() {
    let (path, _) = orders();
    let (mut book, _) = open(&path);
    let mut acknowledged = 0;
    let reason = loop {
        let mut large = attempt(100 + acknowledged, account(1).id, &acknowledged.to_string());
        large.request = serde_json::json!({ "words": "x".repeat(20_000) });
        match book.record(&large, &entry(account(1).id, &large.subject, "recorded")) {
            Ok(()) => acknowledged += 1,
            Err(LedgerError::ReadOnly(reason)) => break reason,
            Err(other) => panic!("{other:?}"),
        }
        assert!(acknowledged < 1000, "the disk never failed");
    };
    assert!(reason.starts_with("writing failed:"), "{reason}");
    let log = entry(account(1).id, "account", "account_changed");
    assert_eq!(book.put_account(&account(1), &log), Err(LedgerError::ReadOnly(reason)));
    let found = book.open_attempts().unwrap();
    assert_eq!(u128::try_from(found.len()).unwrap(), acknowledged, "reading goes on");
    say(&acknowledged.to_string());
}

#[test]
fn a_log_that_cannot_be_folded_in_stops_the_writing_as_well() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    // Large enough that the file meets its limit when the log, which is smaller, is folded into it.
    let mut large = policy(owner, "sc_1");
    large.reason.purpose = Some("x".repeat(20_000));
    let many: Vec<_> = (0..600)
        .map(|number| PolicyRecord { policy: policy(owner, &format!("sc_{number}")).policy, ..large.clone() })
        .collect();
    book.add_policies(&many, &entry(owner, "policies", "imported")).unwrap();
    drop(book);
    let blocks = path.metadata().unwrap().len() / 512 + 40;
    let mut limited = Command::new("sh");
    let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    limited.args(["-c", &limit]).arg(std::env::current_exe().unwrap());
    let (mut child, mut lines) = start(limited, "writes_until_the_log_is_not_folded_in", &path, "");
    let acknowledged: usize = next_line(&mut lines).parse().unwrap();
    assert!(child.wait().unwrap().success());

    let (book, opened) = open(&path);
    assert_eq!(opened, Opened::default());
    assert_eq!(book.open_attempts().unwrap().len(), acknowledged);
    let entries = i64::try_from(acknowledged).unwrap() + 2;
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries });
}

#[test]
#[ignore = "run by another test, as a process of its own"]
fn writes_until_the_log_is_not_folded_in() {
    let (path, _) = orders();
    let (mut book, _) = open(&path);
    let mut acknowledged = 0;
    while book.read_only.is_none() {
        let one = attempt(100_000 + acknowledged, account(1).id, &acknowledged.to_string());
        // Every change is acknowledged: what failed was done to those before it, which are safe in the log.
        book.record(&one, &entry(account(1).id, &one.subject, "recorded")).unwrap();
        acknowledged += 1;
        assert!(acknowledged < 1000, "the disk never failed");
    }
    let log = path.with_file_name("ledger.db-wal").metadata().unwrap().len();
    let file = path.metadata().unwrap().len();
    assert!(log < file, "the log itself met the limit: {log} bytes, and the file {file}");
    let Err(LedgerError::ReadOnly(reason)) = book.put_account(&account(1), &entry(account(1).id, "account", "changed"))
    else {
        panic!("it still writes")
    };
    assert!(reason.starts_with("writing failed:"), "{reason}");
    assert_eq!(u128::try_from(book.open_attempts().unwrap().len()).unwrap(), acknowledged, "reading goes on");
    say(&acknowledged.to_string());
}

fn child(test: &str, ledger: &Path, halt_at: &str) -> (Child, BufReader<ChildStdout>) {
    start(Command::new(std::env::current_exe().unwrap()), test, ledger, halt_at)
}

fn start(mut program: Command, test: &str, ledger: &Path, halt_at: &str) -> (Child, BufReader<ChildStdout>) {
    let name = format!("{}::{test}", module_path!().split_once("::").unwrap().1);
    let mut child = program
        .args([&name, "--exact", "--ignored", "--nocapture"])
        .env(LEDGER, ledger)
        .env(HALT_AT, halt_at)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    (child, lines)
}

fn orders() -> (PathBuf, String) {
    let path = std::env::var_os(LEDGER).expect("this test is only run by another one");
    (path.into(), std::env::var(HALT_AT).unwrap())
}

/// Marks the child's own lines among those of the test runner.
const MARK: &str = "child: ";

fn say(what: &str) {
    // One write, so that a kill cannot leave half a line.
    std::io::stdout().write_all(format!("\n{MARK}{what}\n").as_bytes()).unwrap();
}

fn next_line(lines: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        if let Some(said) = line.trim_end().strip_prefix(MARK) {
            return said.to_owned();
        }
        line.clear();
    }
    panic!("the child ended without a word");
}
