//! The ledger as a whole, taken elsewhere and brought back as one file.
//!
//! A backup is written by SQLite from a snapshot, read again from beginning to end, and only then given its name. To
//! restore one, the ledger that is to be is made beside the present one, whole, and takes its place in a single rename; a
//! copy of the present one is on the disk by then, byte for byte. So whenever the process dies, either is there.
//!
//! MONEY: a restored backup is older than what it replaces, and what happened since must not be forgotten: the vendor
//! would let it be bought again. Everything the present ledger knows is therefore joined into the backup (see `joining`),
//! and the lines of its activity log that the backup lacks are kept beside the log. A backup that contradicts the present
//! ledger about an attempt is refused, and says which.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use berth_core::ports::{ArchiveError, Contents, Examined, LedgerError, Restored};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::book::{self, Book, Fault};
use super::export::hex;
use super::joining::{self, Joined, Records};
use super::open::{self, Refusal};
use super::{chain, schema};
use crate::files::{self, Draft};

/// Why the archive stopped: an [`ArchiveError`] that everything on the way to it turns into.
#[derive(Debug)]
pub(super) struct Stop(pub(super) ArchiveError);

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        Self(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self(fault.explain().into())
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sql(error).into()
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self(match error.kind() {
            io::ErrorKind::AlreadyExists => ArchiveError::Exists,
            _ => ArchiveError::Unwritable(error.to_string()),
        })
    }
}

/// The same failure, blamed on the backup.
fn unfit(error: impl std::fmt::Display) -> Stop {
    Stop(ArchiveError::Unfit(error.to_string()))
}

/// A failure from which on nobody can tell which of two files is the ledger.
fn unsettled(error: impl std::fmt::Display) -> Stop {
    Stop(ArchiveError::Unsettled(error.to_string()))
}

/// Writes a copy of a ledger to a new file, and checks it.
pub(super) fn back_up(db: &Connection, target: &Path) -> Result<Contents, Stop> {
    if target.exists() {
        return Err(ArchiveError::Exists.into());
    }
    let (draft, _) = Draft::among_others(target)?;
    copy(db, &draft)?;
    let contents = contents(&open_backup(draft.path(), schema::STEPS)?)?;
    draft.publish(target)?;
    Ok(contents)
}

/// Says what restoring a backup would do, by doing all of it but the last step.
pub(super) fn examine(present: &Connection, ledger: &Path, backup: &Path) -> Result<Examined, Stop> {
    let contents = contents(&open_backup(backup, schema::STEPS)?)?;
    let (_draft, _db, joined) = prepare(present, &files::beside(ledger, ".examined"), backup, "")?;
    Ok(Examined {
        contents,
        regained: joined.only_here,
        kept_policies: joined.policies,
        kept_attempts: joined.attempts,
        contradictions: joined.contradictions,
    })
}

/// Puts a backup in the place of an open ledger.
pub(super) fn restore(book: &mut Book, backup: &Path, now: Timestamp) -> Result<Restored, Stop> {
    if let Some(reason) = &book.read_only {
        return Err(Stop(LedgerError::ReadOnly(reason.clone()).into()));
    }
    let outcome = replace(book, backup, now);
    book.known.forget();
    // Whichever file is there now is opened as every ledger is. One that is not needs the next start.
    match open::reopen(&book.path, now) {
        Ok(db) => book.db = db,
        Err(why) => book.read_only = Some(format!("it could not be opened again: {why}")),
    }
    let set_aside = outcome?;
    let contents = contents(&book.db).map_err(|Stop(error)| unsettled(error))?;
    Ok(Restored { contents, set_aside })
}

fn replace(book: &mut Book, backup: &Path, now: Timestamp) -> Result<PathBuf, Stop> {
    // From here on the file alone is the whole ledger, with no log beside it that could be taken for the new one's.
    let mode = book.db.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0));
    if !mode.is_ok_and(|mode| mode == "delete") {
        return Err(ArchiveError::Unwritable("another Berth is reading the ledger".into()).into());
    }
    let set_aside = files::free_name(&book.path, "replaced", now);
    let (kept, mut file) = Draft::of(&set_aside)?;
    io::copy(&mut File::open(&book.path)?, &mut file)?;
    let fingerprint = sha256(&book.path)?;
    if sha256(kept.path())? != fingerprint {
        return Err(ArchiveError::Unwritable("the copy of the present ledger is not the same".into()).into());
    }

    // Read anew: a connection that has just changed its journal may go by pages that it remembers.
    let present = open::peek(&book.path)?;
    let (draft, mut db, joined) = prepare(&present, &files::beside(&book.path, ".restored"), backup, &fingerprint)?;
    drop(present);
    if !joined.contradictions.is_empty() {
        return Err(ArchiveError::Contradiction(joined.contradictions).into());
    }
    let body = json!({
        "backup_sha256": sha256(backup)?,
        "set_aside": set_aside.file_name().map(|name| name.to_string_lossy()),
        "set_aside_sha256": fingerprint,
        "kept_policies": joined.policies,
        "kept_attempts": joined.attempts,
    });
    let tx = db.transaction()?;
    book::append(&tx, book::line_of_the_ledger(now, "ledger_restored", &body))?;
    tx.commit()?;
    open::check(&db, "integrity_check").map_err(unfit)?;
    db.close().map_err(|(_, error)| error)?;

    kept.publish(&set_aside)?;
    // Windows replaces no file that is open.
    book.db = Connection::open_in_memory()?;
    draft.replace(&book.path).map_err(unsettled)?;
    Ok(set_aside)
}

/// The ledger that restoring would lead to, as a file beside: the backup, brought to this version, with all that the
/// present ledger knows. `fingerprint` is under what the present one's lines are kept.
fn prepare(
    present: &Connection,
    draft: &Path,
    backup: &Path,
    fingerprint: &str,
) -> Result<(Draft, Connection, Joined), Stop> {
    let (draft, _) = Draft::of(draft)?;
    copy(&open_backup(backup, schema::STEPS)?, &draft)?;
    let mut db = open::draft(draft.path()).map_err(unfit)?;
    schema::migrate(&mut db, schema::STEPS).map_err(unfit)?;
    let here = Records::of(&db).map_err(|fault| unfit(fault.explain()))?;
    let tx = db.transaction()?;
    let joined = joining::join(&tx, &here, &Records::of(present)?)?;
    if !fingerprint.is_empty() {
        chain::walk(present, None, |link| joining::keep_line(&tx, fingerprint, &link).map(|_| true))?;
        for ledger in chain::former(present)? {
            chain::walk(present, Some(&ledger), |link| joining::keep_line(&tx, &ledger, &link).map(|_| true))?;
        }
    }
    tx.commit()?;
    Ok((draft, db, joined))
}

/// Fills a draft with a whole copy of a ledger.
fn copy(db: &Connection, draft: &Draft) -> Result<(), Stop> {
    let Some(name) = draft.path().to_str() else {
        return Err(ArchiveError::Unwritable("its name is not text".into()).into());
    };
    // A name that could be taken for an address or an option is not one of an absolute path.
    let name = std::path::absolute(name)?;
    // The setting would forbid the copy as well. The connection was opened for reading, so it still writes nothing else.
    db.pragma_update(None, "query_only", false)?;
    db.execute("VACUUM INTO ?1", [name.to_string_lossy()])
        .map_err(|error| ArchiveError::Unwritable(error.to_string()))?;
    Ok(())
}

/// Opens a backup to read it, if it is a sound ledger of this version or an earlier one.
fn open_backup(path: &Path, steps: &[&str]) -> Result<Connection, Stop> {
    if fs::metadata(path).map_or(0, |found| found.len()) == 0 {
        return Err(unfit("it is empty, or not there"));
    }
    let look = || {
        let db = open::peek(path)?;
        open::recognise(&db, steps)?;
        open::check(&db, "integrity_check")?;
        Ok::<_, Refusal>(db)
    };
    look().map_err(unfit)
}

/// What a ledger holds, every record of it read.
fn contents(db: &Connection) -> Result<Contents, Stop> {
    let records = Records::of(db).map_err(|fault| unfit(fault.explain()))?;
    let newest: Option<String> =
        db.query_row("SELECT at FROM activity ORDER BY number DESC LIMIT 1", [], |row| row.get(0)).optional()?;
    Ok(Contents {
        policies: records.policies.len(),
        open: records.attempts.iter().filter(|attempt| attempt.state.open()).count(),
        attempts: records.attempts.len(),
        quotes: records.quotes.len(),
        accounts: records.accounts,
        newest: newest.and_then(|at| at.parse().ok()),
        log: chain::verify(db)?,
    })
}

/// What a file is known by, in hex.
pub(super) fn sha256(path: &Path) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut file = BufReader::new(File::open(path)?);
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        digest.update(bytes);
        let read = bytes.len();
        file.consume(read);
    }
    Ok(hex(&digest.finalize()))
}
