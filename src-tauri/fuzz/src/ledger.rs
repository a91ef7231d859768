//! The ledger's file in any state: a file that somebody else wrote, a backup that was cut, a disk that forgot.
//!
//! The first byte says how the rest is meant: as the file itself, or as patches of a sound ledger (three bytes of place,
//! one of length, and what is put there), which gets further than a whole file at random does. Patched so it can be the
//! ledger, or a backup to be brought in.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId};
use berth_core::policy::PolicyRecord;
use berth_core::ports::{Archive as _, Chain, Entry, Ledger as _, LedgerError, LoggedEntry};
use berth_local::ledger::SqliteLedger;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::answer::received_at;
use crate::readers::same_again;
use crate::seeds;

/// The rest is the file itself.
pub(crate) const WHOLE: u8 = b'0';
/// The rest is patches of the sound ledger.
pub(crate) const PATCHES: u8 = b'1';
/// The rest is the sound ledger's log, which its last writer did not fold in.
pub(crate) const LOG: u8 = b'2';

/// The rest is patches of a sound ledger, which is restored as a backup.
pub(crate) const BACKUP: u8 = b'3';

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime without input and output"));

/// A closed ledger with one of everything in it, and what its log says of the policy.
struct Sound {
    file: Vec<u8>,
    lines: Vec<LoggedEntry>,
}

static SOUND: LazyLock<Sound> = LazyLock::new(|| {
    let folder = folder();
    let path = folder.path().join("ledger.db");
    let lines = fill(&path).expect("a ledger in a folder of its own");
    Sound { file: fs::read(path).expect("the file just written"), lines }
});

/// Any file at the ledger's place.
pub fn ledger(data: &[u8]) {
    let Some((&how, data)) = data.split_first() else { return };
    if how == BACKUP {
        return backup(data);
    }
    let folder = folder();
    let path = folder.path().join("ledger.db");
    let log = folder.path().join("ledger.db-wal");
    let file = match how {
        PATCHES => patched(data),
        LOG => sound().to_owned(),
        _ => data.to_owned(),
    };
    fs::write(&path, &file).expect("room for a file");
    if how == LOG {
        fs::write(&log, data).expect("room for a log");
    }
    match SqliteLedger::open(&path, received_at()) {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            // What a newer Berth or another program wrote is left alone, to the byte.
            assert_eq!(fs::read(&path).ok(), Some(file), "refused ({error}), and changed");
        }
        Ok((ledger, opened)) => {
            if let Some(aside) = &opened.set_aside {
                assert_eq!(fs::read(&aside.file).ok(), Some(file), "what was set aside is not what was there");
            }
            if opened.read_only.is_none() {
                let sound = &*SOUND;
                RUNTIME.block_on(used(&ledger, sound));
            }
            ledger.close();
            let (again, opened) = SqliteLedger::open(&path, received_at()).expect("what was opened opens again");
            assert_eq!(opened.set_aside, None, "damaged by having been opened");
            again.close();
        }
    }
}

/// A backup in any state, brought into a sound ledger: nothing that the ledger knew is forgotten, whatever comes of it.
fn backup(data: &[u8]) {
    let folder = folder();
    let (path, backup) = (folder.path().join("ledger.db"), folder.path().join("backup.db"));
    fs::write(&path, sound()).expect("room for a file");
    fs::write(&backup, patched(data)).expect("room for a file");
    let (ledger, _) = SqliteLedger::open(&path, received_at()).expect("a sound ledger opens");
    RUNTIME.block_on(async {
        let examined = ledger.examine(&backup).await;
        let restored = ledger.restore(&backup, received_at()).await;
        match (&examined, &restored) {
            (Err(_), Ok(_)) => panic!("restored, and not fit to be looked at: {examined:?}"),
            (Ok(found), Ok(_)) => assert!(found.contradictions.is_empty(), "restored against {found:?}"),
            _ => {}
        }
        let before: Attempt = seeds::sample(seeds::ATTEMPT);
        let after = ledger.attempt(before.id).await;
        let kept =
            after.as_ref().is_ok_and(|after| after.as_ref().is_some_and(|after| after.joined(&before).is_some()));
        assert!(kept, "{before:?} became {after:?} by {restored:?}");
        let policy: PolicyRecord = seeds::sample(seeds::POLICY);
        let there = ledger.policy(policy.account, &policy.policy.id).await;
        assert!(matches!(there, Ok(Some(_))), "{there:?} after {restored:?}");
        if restored.is_err() {
            assert_eq!(there, Ok(Some(policy)), "not restored, and changed");
        }
    });
    ledger.close();
    let (again, opened) = SqliteLedger::open(&path, received_at()).expect("what was restored opens again");
    assert_eq!(opened.set_aside, None, "damaged by having been restored");
    again.close();
}

/// A ledger that opened for writing takes a record and gives it back, or says that it does not.
async fn used(ledger: &SqliteLedger, sound: &Sound) {
    read(ledger, sound).await;
    let account = Account { id: AccountId(Uuid::from_u128(0xf)), ..seeds::sample(seeds::ACCOUNT) };
    let entry = entry(account.id, "account", None);
    if ledger.put_account(&account, &entry).await.is_ok() {
        let activity = ledger.activity(account.id, "account").await;
        assert!(activity.as_ref().is_ok_and(|lines| !lines.is_empty()), "written, and not in the log: {activity:?}");
        if let Ok(accounts) = ledger.accounts().await {
            assert!(accounts.contains(&account), "written, and not there");
        }
    }
}

/// Whatever can be read can be written again, and a chain that holds is the one that was written.
async fn read(ledger: &SqliteLedger, sound: &Sound) {
    for realm in [Realm::Live, Realm::Sandbox, Realm::Test] {
        ledger.policies(realm).await.unwrap_or_default().iter().for_each(|record| same_again(&**record));
        ledger.quotes(realm).await.unwrap_or_default().iter().for_each(same_again);
    }
    ledger.open_attempts().await.unwrap_or_default().iter().for_each(same_again);
    let account = seeds::sample::<Account>(seeds::ACCOUNT).id;
    let chain = ledger.integrity().await.map(|found| found.log);
    if let Ok(Chain::Whole { entries: 1.. }) = chain
        && let Ok(lines) = ledger.activity(account, "sc_830349911839").await
    {
        assert!(lines.iter().all(|line| sound.lines.contains(line)), "a forged line in a whole chain: {lines:?}");
    }
}

/// The file of a closed ledger with one of everything in it.
pub(crate) fn sound() -> &'static [u8] {
    &SOUND.file
}

fn fill(path: &Path) -> Result<Vec<LoggedEntry>, LedgerError> {
    let (ledger, _) = SqliteLedger::open(path, received_at())?;
    let account: Account = seeds::sample(seeds::ACCOUNT);
    let policy: PolicyRecord = seeds::sample(seeds::POLICY);
    let attempt: Attempt = seeds::sample(seeds::ATTEMPT);
    let id = policy.policy.id.as_str();
    let lines = RUNTIME.block_on(async {
        ledger.put_account(&account, &entry(account.id, "account", None)).await?;
        ledger.add_policies(std::slice::from_ref(&policy), &entry(account.id, id, None)).await?;
        ledger.record(&attempt, &entry(account.id, id, Some(attempt.id))).await?;
        ledger.put_quote(&seeds::sample(seeds::QUOTE), &entry(account.id, "quote", None)).await?;
        ledger.activity(account.id, id).await
    })?;
    ledger.close();
    Ok(lines)
}

fn patched(mut data: &[u8]) -> Vec<u8> {
    let mut file = sound().to_owned();
    while let Some((&[high, middle, low, length], rest)) = data.split_first_chunk() {
        let length = usize::from(length).min(rest.len());
        let place = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        let place = place % file.len();
        let length = length.min(file.len() - place);
        file[place..place + length].copy_from_slice(&rest[..length]);
        data = &rest[length..];
    }
    file
}

fn entry(account: AccountId, subject: &str, attempt: Option<AttemptId>) -> Entry {
    let at: Timestamp = received_at();
    Entry { at, account, subject: subject.to_owned(), attempt, kind: "fuzzed", body: serde_json::json!({ "at": at }) }
}

/// A folder in memory where there is such a thing: a target opens thousands of ledgers.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder for one ledger")
}
