//! Ledgers that are really damaged, hundreds of them: what comes back, and that nothing comes back that never was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use berth_core::attempt::{Event, Operation, Proof, RawAnswer};
use berth_core::money::Money;
use berth_core::policy::Reason;
use rusqlite::Connection;

use super::chain::Link;
use super::joining::Records;
use super::samples::{account, attempt, entry, id, now, policy, quote};
use super::tests::{answer, begun, folder, open};
use super::*;

const PAGE: usize = 4096;
const POLICIES: usize = 24;

/// A ledger as it was, with every version of its records, and its bytes on the disk.
struct Original {
    records: Records,
    versions: Vec<Attempt>,
    lines: BTreeMap<i64, Link>,
    file: Vec<u8>,
    log: Vec<u8>,
}

/// A ledger of many pages: three accounts, policies, attempts in every state, some too long for a page, quotes.
/// With `crashed`, as a process leaves it that was killed: what was written last is in the log beside it.
fn original(crashed: bool) -> Original {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    if crashed {
        // The log is not folded in of itself, so that a good part of the ledger is in it.
        book.db.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    }
    let mut versions = vec![];
    for number in [2, 3] {
        let log = Entry {
            body: serde_json::json!({ "label": format!("Account {number}") }),
            ..entry(account(number).id, &account(number).id.to_string(), "account_connected")
        };
        book.put_account(&account(number), &log).unwrap();
    }
    for number in 0..POLICIES as u128 {
        let owner = account(1 + number % 3).id;
        let name = format!("sc_{number}");
        book.add_policies(&[policy(owner, &name)], &entry(owner, &name, "reserved")).unwrap();
        let mut attempt = attempt(1000 + number, owner, &name);
        if number % 7 == 0 {
            attempt.operation = Operation::Cancel;
        }
        let log = Entry { attempt: Some(attempt.id), ..entry(owner, &name, "moved") };
        book.record(&attempt, &log).unwrap();
        versions.push(attempt.clone());
        let ways: [&[Event]; 4] = [
            &[],
            &[Event::Send],
            &[Event::Send, Event::Learn(Proof::Done)],
            &[Event::Send, Event::Learn(Proof::Nothing)],
        ];
        for event in ways[usize::try_from(number).unwrap() % 4] {
            attempt.step(*event, now()).unwrap();
            if attempt.state == berth_core::attempt::State::Confirmed {
                let body = "ä long answer ".repeat(usize::try_from(number).unwrap() * 60);
                attempt.answer = Some(RawAnswer { status: 200, body, date: None, received_at: now() });
            }
            book.advance(&attempt, None, &log).unwrap();
            versions.push(attempt.clone());
        }
        if number % 4 == 0 {
            book.put_quote(&quote(5000 + number, owner, now()), &entry(owner, "quote", "quoted")).unwrap();
        }
    }
    let mut lines = BTreeMap::new();
    chain::walk(&book.db, None, |link| {
        lines.insert(link.line.number, link);
        Ok::<_, rusqlite::Error>(true)
    })
    .unwrap();
    let records = Records::of(&book.db).unwrap();
    let read = |part| fs::read(crate::files::beside(&path, part)).unwrap_or_default();
    if crashed {
        return Original { records, versions, lines, file: read(""), log: read("-wal") };
    }
    drop(book);
    Original { records, versions, lines, file: read(""), log: read("-wal") }
}

/// What came back of a damaged ledger, after it was held against the original. `None`: the damage was not noticed, and
/// the ledger is as it was.
fn open_damaged(original: &Original, file: &[u8], log: &[u8], what: &str) -> Option<(Recovery, Records)> {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // SQLite may make do with a file whose log it can read. What is recovered of both is tried on one set aside before.
    let place = if log.is_empty() { path.clone() } else { path.with_file_name("ledger.db.damaged-20261120T115959Z") };
    fs::write(&place, file).unwrap();
    if !log.is_empty() {
        fs::write(crate::files::beside(&place, "-wal"), log).unwrap();
    }
    let (book, opened) = open(&path);
    let found = Records::of(&book.db).unwrap();
    let Some(set_aside) = opened.set_aside else {
        is_part(&found, original, what);
        return None;
    };
    let kept = set_aside.file;
    assert_eq!(fs::read(&kept).unwrap(), file, "{what}: the damaged file is touched");
    assert_eq!(fs::read(PathBuf::from(format!("{}-wal", kept.display()))).unwrap_or_default(), log, "{what}");
    let recovery = set_aside.recovery.unwrap_or_else(|| panic!("{what}: not recovered"));
    is_part(&found, original, what);

    let counted = |table: &str| -> usize {
        let sql = format!("SELECT count(*) FROM {table}");
        book.db.query_row(&sql, [], |row| row.get(0)).map(|count: u32| count as usize).unwrap()
    };
    assert_eq!(counted("account"), recovery.accounts.recovered + recovery.accounts.lost, "{what}");
    assert_eq!(counted("policy"), recovery.policies.recovered, "{what}");
    assert_eq!(counted("attempt"), recovery.attempts.recovered, "{what}");
    assert_eq!(counted("quote"), recovery.quotes.recovered, "{what}");
    assert_eq!(counted("former_activity"), recovery.activity.recovered, "{what}");
    for (account, id) in &recovery.bare_policies {
        assert!(original.records.policies.iter().any(|record| (record.account, &record.policy.id) == (*account, id)));
    }

    // The old lines are as they were, and the new log begins with what happened.
    chain::walk(&book.db, Some(&recovery.sha256), |link| {
        assert_eq!(original.lines.get(&link.line.number), Some(&link), "{what}");
        Ok::<_, rusqlite::Error>(true)
    })
    .unwrap();
    let former = chain::verify_former(&book.db).unwrap();
    assert!(former.iter().all(|log| log.broken.is_none()), "{what}: {former:?}");
    assert_eq!(book.verify_activity().unwrap(), Chain::Whole { entries: 1 }, "{what}");
    let wanted = ActivityQuery { realm: Realm::Live, account: None, subject: None, kind: None, before: None, limit: 9 };
    let told = book::activity_page(&book.db, &wanted).unwrap_or_else(|fault| panic!("{what}: {fault:?}")).remove(0);
    assert_eq!((told.entry.kind.as_str(), told.account), ("ledger_recovered", None));
    assert_eq!(told.entry.body["recovery"]["sha256"], *archive::sha256(&kept).unwrap());
    assert_eq!(told.entry.body["set_aside"], *kept.file_name().unwrap().to_str().unwrap());
    open::check(&book.db, "integrity_check").unwrap();
    Some((recovery, found))
}

/// Everything that is there was there, as it is.
fn is_part(found: &Records, original: &Original, what: &str) {
    for account in &found.accounts {
        let was = original.records.accounts.iter().find(|was| was.id == account.id);
        let was = was.unwrap_or_else(|| panic!("{what}: an account that never was"));
        let stands_in = account.forgotten_at.is_some() && account.safe_mode && account.label == was.label
            || account.label == "Recovered account";
        assert!(account == was || stands_in, "{what}: {account:?}");
    }
    for policy in &found.policies {
        assert!(original.records.policies.contains(policy), "{what}: {policy:?}");
    }
    for attempt in &found.attempts {
        assert!(original.versions.contains(attempt), "{what}: {attempt:?}");
    }
    for quote in &found.quotes {
        assert!(original.records.quotes.contains(quote), "{what}: {quote:?}");
    }
}

/// Bytes that look like nothing, the same ones every time.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(|_| next()).collect()
}

/// A page's table or index, what kind of page it is, and how many cells it has.
fn pages_of(original: &Original) -> Vec<(usize, String, String, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.db");
    fs::write(&path, &original.file).unwrap();
    let db = Connection::open(&path).unwrap();
    let mut statement = db.prepare("SELECT pageno, name, pagetype, ncell FROM dbstat ORDER BY pageno").unwrap();
    let count = |count: u32| count as usize;
    let pages = statement
        .query_map([], |row| Ok((row.get(0).map(count)?, row.get(1)?, row.get(2)?, row.get(3).map(count)?)))
        .unwrap();
    pages.map(Result::unwrap).collect()
}

#[test]
fn a_page_that_is_hit_loses_its_own_rows_and_nothing_else() {
    let original = original(false);
    let pages = pages_of(&original);
    assert!(pages.len() > 40, "{} pages", pages.len());
    for kind in ["leaf", "internal", "overflow"] {
        assert!(pages.iter().any(|(_, _, found, _)| found == kind), "no {kind} page in the sample");
    }
    let (mut tried, mut noticed) = (0, 0);
    for (number, table, kind, cells) in &pages {
        let both = [noise(*number as u64, PAGE), vec![0; PAGE]];
        // Of an index nothing can be lost, so one kind of damage will do.
        for bytes in both.into_iter().take(if table.contains('_') { 1 } else { 2 }) {
            tried += 1;
            let what = format!("{kind} page {number} of {table}");
            let mut file = original.file.clone();
            file[(number - 1) * PAGE..number * PAGE].copy_from_slice(&bytes);
            let Some((recovery, _)) = open_damaged(&original, &file, &[], &what) else { continue };
            noticed += 1;
            let gone = |name: &str| match kind.as_str() {
                _ if name != table => 0,
                "leaf" => *cells,
                "overflow" => 1,
                _ => 0,
            };
            let share = |all: usize, gone: usize| Share { recovered: all - gone, lost: gone };
            assert_eq!(recovery.accounts, share(3, gone("account")), "{what}");
            assert_eq!(recovery.policies, share(POLICIES, gone("policy")), "{what}");
            assert_eq!(recovery.bare_policies.len(), gone("policy"), "{what}");
            assert_eq!(recovery.attempts, share(POLICIES, gone("attempt")), "{what}");
            assert_eq!(recovery.quotes, share(POLICIES / 4, gone("quote")), "{what}");
            assert_eq!(recovery.activity, share(original.lines.len(), gone("activity")), "{what}");
            assert_eq!(recovery.chain_holds, gone("activity") == 0, "{what}");
        }
    }
    assert!(noticed > tried - 20, "{noticed} of {tried} damages were noticed");
}

#[test]
fn a_file_that_was_cut_off_gives_back_what_is_left() {
    let original = original(false);
    let pages = original.file.len() / PAGE;
    let mut before = 0;
    for kept in 0..pages {
        let what = format!("{kept} pages left");
        let found = open_damaged(&original, &original.file[..kept * PAGE], &[], &what);
        // An empty file is a ledger that was not begun.
        let Some((recovery, _)) = found else {
            assert_eq!(kept, 0, "{what}");
            continue;
        };
        let now = recovery.activity.recovered + recovery.policies.recovered + recovery.attempts.recovered;
        assert!(now >= before, "{what}: more of the file, less of what is in it");
        before = now;
    }
    assert!(before > 4 * POLICIES, "{before}");
    for odd in [1, 99, 100, 512, PAGE - 1, PAGE + 1, 7 * PAGE + 1234, original.file.len() - 1] {
        open_damaged(&original, &original.file[..odd], &[], &format!("{odd} bytes left"));
    }
}

#[test]
fn a_bad_header_costs_nothing() {
    type Spoil = fn(&mut Vec<u8>);
    let original = original(false);
    let spoils: [(&str, Spoil); 5] = [
        ("noise", |file| file[..100].copy_from_slice(&noise(1, 100))),
        ("zeros", |file| file[..100].fill(0)),
        ("another magic", |file| file[..16].copy_from_slice(b"Berth format 3\0\0")),
        ("no schema", |file| file[100..PAGE].fill(0)),
        ("freed pages without end", |file| file[32..40].copy_from_slice(&[0, 0, 0, 5, 0, 0, 0, 9])),
    ];
    for (what, spoil) in spoils {
        let mut file = original.file.clone();
        spoil(&mut file);
        let Some((_, found)) = open_damaged(&original, &file, &[], what) else { panic!("{what} was not noticed") };
        if what != "freed pages without end" {
            assert_eq!(found.accounts, original.records.accounts, "{what}");
            assert_eq!(found.policies, original.records.policies, "{what}");
            assert_eq!(found.attempts.len(), original.records.attempts.len(), "{what}");
            assert_eq!(found.quotes.len(), original.records.quotes.len(), "{what}");
        }
    }
}

#[test]
fn whatever_is_thrown_at_it_comes_back_true_or_not_at_all() {
    let original = original(false);
    let mut noticed = 0;
    for seed in 0..200_u64 {
        let mut file = original.file.clone();
        let dice = noise(seed + 1, 64);
        for hit in dice.chunks(8).take(1 + usize::from(dice[63]) % 6) {
            let at = usize::from_le_bytes(hit.try_into().unwrap()) % file.len();
            // From a single byte to several pages.
            let length = (1_usize << (hit[0] % 15)).min(file.len() - at);
            let bytes = match hit[1] % 3 {
                0 => vec![0; length],
                1 => vec![0xFF; length],
                _ => noise(seed, length),
            };
            file[at..at + length].copy_from_slice(&bytes);
        }
        noticed += usize::from(salvage_only(&original, &file, &format!("seed {seed}")));
    }
    assert!(noticed > 100, "{noticed}");
}

/// Recovers from bytes that may be spoilt inside of a text, where no part of the file would tell: then JSON that is still
/// JSON may say something else. So what came back is held against the original by its ids, and lines by their hashes.
fn salvage_only(original: &Original, file: &[u8], what: &str) -> bool {
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, file).unwrap();
    let Some(set_aside) = open::open(&path, now(), schema::STEPS).unwrap().1.set_aside else { return false };
    assert_eq!(fs::read(&set_aside.file).unwrap(), file, "{what}");
    let recovery = set_aside.recovery.unwrap_or_else(|| panic!("{what}: not recovered"));
    let (book, opened) = open(&path);
    assert_eq!(opened, Opened::default(), "{what}");
    chain::walk(&book.db, Some(&recovery.sha256), |link| {
        assert_eq!(original.lines.get(&link.line.number), Some(&link), "{what}");
        Ok::<_, rusqlite::Error>(true)
    })
    .unwrap();
    true
}

#[test]
fn a_log_beside_the_file_counts_as_far_as_it_was_committed() {
    let original = original(true);
    assert!(original.log.len() > 30 * PAGE, "{} bytes of log", original.log.len());
    // The file itself is spoilt, so that SQLite gives up on it.
    let mut file = original.file.clone();
    file[..100].fill(0xA5);
    let (recovery, found) = open_damaged(&original, &file, &original.log, "a whole log").unwrap();
    assert_eq!((recovery.attempts, recovery.chain_holds), (Share { recovered: POLICIES, lost: 0 }, true));
    let mut attempts = found.attempts.clone();
    attempts.sort_by_key(|attempt| attempt.id);
    assert_eq!(attempts, original.records.attempts, "the last version of each, not an earlier one");

    // Cut off anywhere, or with a spoilt frame anywhere.
    let frame = PAGE + 24;
    let frames = original.log.len() / frame;
    for part in 0..24 {
        let at = 32 + frames * part / 24 * frame;
        open_damaged(&original, &file, &original.log[..at + 1000], &format!("log cut off at {at}")).unwrap();
        let mut log = original.log.clone();
        log[at + 200..at + 900].copy_from_slice(&noise(7, 700));
        let what = format!("a spoilt frame at {at}");
        let (recovery, _) = open_damaged(&original, &file, &log, &what).unwrap();
        assert!(recovery.attempts.recovered > POLICIES / 2, "{what}: {recovery:?}");
    }
    for (what, log) in [("a log of noise", noise(3, 50_000)), ("a log of zeros", vec![0; 50_000])] {
        open_damaged(&original, &file, &log, what).unwrap();
    }
}

#[test]
fn the_further_of_two_versions_of_a_record_is_the_one_that_counts() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    let log = entry(owner, "sc_1", "purchase");
    book.add_policies(&[policy(owner, "sc_1")], &log).unwrap();
    drop(book);
    let earlier = fs::read(&path).unwrap();
    let (mut book, _) = open(&path);
    let mut bought = policy(owner, "sc_1");
    bought.bought_at = Some(now());
    bought.price_charged = Some(Money::new("8.48".parse().unwrap(), account(1).currency));
    answer(&mut book, &bought);
    drop(book);
    // Both files in one, the later one first and the header gone: which pages are the newer ones, nothing tells.
    let mut file = [fs::read(&path).unwrap(), earlier].concat();
    file[..16].fill(0);
    fs::write(&path, file).unwrap();
    let (book, opened) = open(&path);
    assert!(opened.set_aside.is_some());
    assert_eq!(book.read_policies(Realm::Live).unwrap(), [bought]);
}

#[test]
fn the_later_of_two_notes_is_the_one_that_is_recovered() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    let log = entry(owner, "sc_1", "annotated");
    let said = |note: &str, second: i64| {
        let said_at = Timestamp::from_second(second).ok();
        let reason = Reason { note: Some(note.into()), said_at, ..Reason::default() };
        PolicyRecord { reason, ..policy(owner, "sc_1") }
    };
    let (earliest, latest) = (said("earlier", 1), said("later", 2));
    book.add_policies(std::slice::from_ref(&earliest), &log).unwrap();
    drop(book);
    let earlier = fs::read(&path).unwrap();
    let (mut book, _) = open(&path);
    let (before, after) = (earliest.reason, latest.reason.clone());
    book.put_reasons(&[Reworded { account: owner, policy: earliest.policy.id, before, after, entry: log }]).unwrap();
    drop(book);
    let later = fs::read(&path).unwrap();
    // Whichever of the two comes first, as nothing tells which pages are the newer ones.
    for order in [[&later, &earlier], [&earlier, &later]] {
        let (_folder, path) = folder();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = order.map(Vec::as_slice).concat();
        file[..16].fill(0);
        fs::write(&path, file).unwrap();
        assert_eq!(open(&path).0.read_policies(Realm::Live).unwrap(), std::slice::from_ref(&latest));
    }
}

#[test]
fn a_process_that_ended_before_the_recovery_recovers_at_its_next_start() {
    let original = original(false);
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = original.file;
    file[..100].fill(0);
    fs::write(path.with_file_name("ledger.db.damaged-20261119T120000Z"), "an earlier one").unwrap();
    let aside = path.with_file_name("ledger.db.damaged-20261120T115959Z");
    fs::write(&aside, &file).unwrap();
    let (book, opened) = open(&path);
    let set_aside = opened.set_aside.unwrap();
    assert_eq!(set_aside.file, aside);
    assert_eq!(set_aside.recovery.unwrap().policies, Share { recovered: POLICIES, lost: 0 });
    assert_eq!(book.accounts().unwrap(), original.records.accounts);
    drop(book);
    assert_eq!(open(&path).1, Opened::default());
}

#[test]
fn a_process_that_ended_while_it_set_a_ledger_aside_does_so_at_its_next_start() {
    let original = original(true);
    let (_folder, path) = folder();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &original.file).unwrap();
    let aside = path.with_file_name("ledger.db.damaged-20261120T115959Z");
    fs::write(path.with_file_name("ledger.db.damaged-20261120T115959Z-wal"), &original.log).unwrap();
    let (book, opened) = open(&path);
    let set_aside = opened.set_aside.expect("without its log it is not the ledger that it was");
    assert_eq!(set_aside.file, aside);
    let recovery = set_aside.recovery.unwrap();
    assert_eq!(recovery.policies, Share { recovered: POLICIES, lost: 0 });
    assert_eq!(recovery.attempts, Share { recovered: original.records.attempts.len(), lost: 0 });
    drop(book);
    assert_eq!(open(&path).1, Opened::default());
}

#[test]
fn an_open_attempt_is_open_afterwards_and_still_locks_its_subject() {
    let (_folder, path) = folder();
    let mut book = begun(&path);
    let owner = account(1).id;
    let log = entry(owner, "sc_1", "purchase");
    let mut doubt = attempt(7, owner, "sc_1");
    book.record(&doubt, &log).unwrap();
    doubt.step(Event::Send, now()).unwrap();
    book.advance(&doubt, None, &log).unwrap();
    doubt.step(Event::Learn(Proof::Nothing), now()).unwrap();
    book.advance(&doubt, None, &log).unwrap();
    drop(book);
    spoil_header(&path);
    let (mut book, _) = open(&path);
    assert_eq!(book.open_attempts().unwrap(), [doubt.clone()]);
    assert_eq!(book.record(&attempt(8, owner, "sc_1"), &log), Err(LedgerError::Open(doubt.id)));
    assert_eq!(AttemptId(id(7)), doubt.id);
}

#[test]
fn the_logs_of_former_ledgers_survive_the_next_damage() {
    let (_folder, path) = folder();
    drop(begun(&path));
    let mut known = vec![];
    for round in 1..=3 {
        spoil_header(&path);
        let (book, opened) = open(&path);
        known.push(opened.set_aside.unwrap().recovery.unwrap().sha256);
        let mut former: Vec<_> =
            chain::verify_former(&book.db).unwrap().into_iter().map(|log| (log.ledger, log.lines, log.gaps)).collect();
        let mut expected: Vec<_> = known.iter().map(|sha256| (sha256.clone(), 1, 0)).collect();
        former.sort();
        expected.sort();
        assert_eq!(former, expected, "round {round}");
    }
}

fn spoil_header(path: &Path) {
    let mut file = fs::read(path).unwrap();
    file[..16].fill(0);
    fs::write(path, file).unwrap();
}

#[test]
fn a_recovery_of_every_version_finds_every_record() {
    for version in 1..=schema::STEPS.len() {
        let (_folder, path) = folder();
        drop(versions::make(&path, version));
        let expected = Records::of(&Connection::open(&path).unwrap()).unwrap();
        spoil_header(&path);
        let (book, opened) = open(&path);
        let recovery = opened.set_aside.unwrap().recovery.unwrap();
        let found = Records::of(&book.db).unwrap();
        assert_eq!(found.accounts.len(), expected.accounts.len(), "version {version}");
        assert_eq!(found.policies, expected.policies, "version {version}");
        assert_eq!(found.quotes, expected.quotes, "version {version}");
        assert_eq!(found.attempts.len(), expected.attempts.len(), "version {version}");
        assert!(expected.attempts.iter().all(|attempt| found.attempts.contains(attempt)), "version {version}");
        assert_eq!((recovery.activity, recovery.chain_holds), (Share { recovered: 21, lost: 0 }, true));
    }
}
