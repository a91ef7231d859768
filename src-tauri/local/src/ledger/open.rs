//! Finding the ledger's file in whatever state it is in, and opening it without ever making things worse.
//!
//! One process writes: whoever holds the lock on `ledger.lock` beside the file. Everybody else reads. What cannot be
//! written is opened for reading, with the reason, and so is what a newer Berth wrote; what is no ledger any more is set
//! aside under another name, whole, and a new one is begun.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use berth_core::ports::LedgerError;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use thiserror::Error;

use super::archive::Stop;
use super::book::{Book, CHANGES_IN_THE_LOG, Fault, Known, spoils};
use super::chain;
use super::joining::Records;
use super::salvage::{self, Recovery};
use super::schema::{self, APPLICATION_ID};
use crate::files;

/// What opening found, for the user to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Why nothing can be written, if so: a reason to show after "the ledger is read-only:".
    pub read_only: Option<String>,
    /// The damaged ledger that was found. The one that is open now is new, and holds what could be read of it.
    pub set_aside: Option<SetAside>,
    /// The copy that was made before the ledger was brought to this Berth's version.
    pub copied_to: Option<PathBuf>,
}

/// A damaged ledger that was put under another name, whole and untouched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it is.
    pub file: PathBuf,
    /// What was recovered of it. `None` when the recovery itself failed, so that the new ledger is empty.
    pub recovery: Option<Recovery>,
}

/// The right to write, held until it is dropped or the process ends.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

/// Why a file could not be opened for writing.
#[derive(Debug, Error)]
pub(super) enum Refusal {
    /// It can perhaps be read.
    #[error("{0}")]
    CannotWrite(String),
    /// It is no ledger any more.
    #[error("{0}")]
    Damaged(String),
    /// It must not be touched.
    #[error(transparent)]
    Hopeless(LedgerError),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ if spoils(&error) => Self::CannotWrite(error.to_string()),
            _ => Self::Hopeless(failed(error)),
        }
    }
}

/// Opens or begins the ledger at `path`. `now` names what has to be put aside or copied.
pub(super) fn open(path: &Path, now: Timestamp, steps: &[&str]) -> Result<(Book, Opened), LedgerError> {
    let path = place(path)?;
    for part in ["", "-wal", "-shm"] {
        refuse_detours(&files::beside(&path, part))?;
    }
    let lock = match take_lock(&path) {
        Ok(lock) => lock,
        Err(Refusal::CannotWrite(reason) | Refusal::Damaged(reason)) => return read_only(&path, reason, steps),
        Err(Refusal::Hopeless(error)) => return Err(error),
    };
    let mut opened = Opened::default();
    finish_setting_aside(&path)?;
    let unfolded = if left_open(&path) { CHANGES_IN_THE_LOG } else { 0 };
    let mut outcome = match unrecovered(&path) {
        // The process ended between the setting aside and the recovery.
        Some(damaged) => begin_from(&path, damaged, now, steps, &mut opened),
        None => writable(&path, now, steps, &mut opened),
    };
    if let Err(Refusal::Damaged(reason)) = &outcome {
        tracing::warn!(%reason, "the ledger looks damaged and is read again");
        outcome = match read_to_the_end(&path) {
            Ok(()) => writable(&path, now, steps, &mut opened),
            Err(error) => Err(Refusal::CannotWrite(format!("its disk cannot read it: {error}"))),
        };
    }
    if let Err(Refusal::Damaged(reason)) = &outcome {
        tracing::error!(%reason, "the ledger is damaged and is set aside");
        let damaged = set_aside(&path, now)?;
        outcome = begin_from(&path, damaged, now, steps, &mut opened);
    }
    match outcome {
        Ok(db) => {
            Ok((Book { path, db, read_only: None, unfolded, known: Known::default(), _lock: Some(lock) }, opened))
        }
        Err(Refusal::CannotWrite(reason)) => {
            let (book, found) = read_only(&path, reason, steps)?;
            Ok((book, Opened { set_aside: opened.set_aside, ..found }))
        }
        Err(Refusal::Damaged(reason)) => Err(LedgerError::Failed(reason)),
        Err(Refusal::Hopeless(error)) => Err(error),
    }
}

/// Opens the ledger at `path` once more, for the process that holds its lock.
pub(super) fn reopen(path: &Path, now: Timestamp) -> Result<Connection, Refusal> {
    writable(path, now, schema::STEPS, &mut Opened::default())
}

/// The folder, made if need be and closed to everybody else, and the file's name in it with every link resolved.
fn place(path: &Path) -> Result<PathBuf, LedgerError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(LedgerError::Failed("the ledger's path has no folder".into()));
    };
    files::make_folder(folder).map_err(failed)?;
    let folder = folder.canonicalize().map_err(failed)?;
    keep_to_ourselves(&folder, 0o700);
    Ok(folder.join(name))
}

/// SECURITY: a link at the ledger's place would have Berth write to a file of somebody else's choosing.
fn refuse_detours(path: &Path) -> Result<(), LedgerError> {
    let Ok(found) = path.symlink_metadata() else { return Ok(()) };
    let refuse = |what: &str| Err(LedgerError::Failed(format!("{} is {what} and is not opened", path.display())));
    if found.is_symlink() {
        return refuse("a symbolic link");
    }
    if !found.is_file() {
        return refuse("no file");
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&found) > 1 {
        return refuse("a file with several names");
    }
    Ok(())
}

fn take_lock(ledger: &Path) -> Result<WriteLock, Refusal> {
    let path = ledger.with_extension("lock");
    refuse_detours(&path).map_err(Refusal::Hopeless)?;
    let file = files::open(OpenOptions::new().read(true).write(true).create(true).truncate(false), &path)
        .map_err(|error| Refusal::CannotWrite(error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(WriteLock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Refusal::CannotWrite("another Berth is using it".into())),
        Err(TryLockError::Error(error)) => Err(Refusal::CannotWrite(format!("it cannot be locked: {error}"))),
    }
}

fn writable(path: &Path, now: Timestamp, steps: &[&str], opened: &mut Opened) -> Result<Connection, Refusal> {
    if closed_to_writing(path) {
        return Err(Refusal::CannotWrite("its file or folder is write-protected".into()));
    }
    begin_file(path).map_err(|error| Refusal::CannotWrite(error.to_string()))?;
    let mut db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if db.is_readonly("main")? {
        return Err(Refusal::CannotWrite("its file is write-protected".into()));
    }
    let version = recognise(&db, steps)?;
    let outdated = version < newest(steps);
    // What was not closed, or is about to be rebuilt, is read more thoroughly.
    check(&db, if outdated || left_open(path) { "integrity_check" } else { "quick_check" })?;
    if outdated {
        ready_for_steps(&db, &steps[..version as usize])?;
    }
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Refusal::CannotWrite(format!("its file system only allows the journal mode {mode}")));
    }
    // The book does it, so that a failure is known (see `Book::fold_in`).
    db.pragma_update(None, "wal_autocheckpoint", 0)?;
    if outdated && version > 0 {
        opened.copied_to = Some(copy(&db, path, version, now)?);
    }
    schema::migrate(&mut db, steps)?;
    // A disk that takes nothing is found out now, and not by the first purchase: this writes a page and says what it said.
    db.pragma_update(None, "user_version", newest(steps))?;
    Ok(db)
}

/// Whether a log with changes lies beside the file: its last writer did not close it, or is still at it.
fn left_open(path: &Path) -> bool {
    files::beside(path, "-wal").metadata().is_ok_and(|log| log.len() > 0)
}

/// Whether the system can read all of a ledger.
///
/// MONEY: SQLite can report a page that it could not read in the same words as one that is damaged, and a ledger that is
/// set aside takes every doubt in it along. So it only counts as damaged when all of it can be read and it is found
/// wanting again; a disk that fails leaves it where it is.
fn read_to_the_end(path: &Path) -> io::Result<()> {
    for part in ["", "-wal"] {
        match File::open(files::beside(path, part)).and_then(|mut file| io::copy(&mut file, &mut io::sink())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn read_only(path: &Path, reason: String, steps: &[&str]) -> Result<(Book, Opened), LedgerError> {
    if !path.exists() {
        return Err(LedgerError::Failed(format!("it cannot be begun: {reason}")));
    }
    let db = look(path, steps).map_err(|refusal| match refusal {
        Refusal::CannotWrite(why) | Refusal::Damaged(why) => {
            LedgerError::Failed(format!("it can be neither written ({reason}) nor read ({why})"))
        }
        Refusal::Hopeless(error) => error,
    })?;
    let opened = Opened { read_only: Some(reason.clone()), ..Opened::default() };
    let known = Known::default();
    Ok((Book { path: path.to_owned(), db, read_only: Some(reason), unfolded: 0, known, _lock: None }, opened))
}

/// Opens a ledger to read it. Where nothing can be written beside it, it is read as a file that nobody changes; which is
/// only right when no log lies there that the file still lacks.
fn look(path: &Path, steps: &[&str]) -> Result<Connection, Refusal> {
    let db = peek(path)?;
    let version = version_of(&db)?;
    if version < newest(steps) {
        let old = "it is of an older version, and cannot be brought to this one without writing";
        return Err(Refusal::CannotWrite(old.into()));
    }
    check(&db, "quick_check")?;
    if version > newest(steps) {
        // All of it, so that nobody is shown a part and takes it for the whole.
        legible(&db).map_err(|fault| {
            let what = format!("version {version}, and this one knows {}: {}", newest(steps), fault.explain());
            Refusal::Hopeless(LedgerError::Newer(what))
        })?;
    }
    Ok(db)
}

/// Whether all records and every line of the log can be read.
fn legible(db: &Connection) -> Result<(), Fault> {
    Records::of(db)?;
    db.prepare(&format!("SELECT {} FROM activity", chain::COLUMNS))?;
    Ok(())
}

/// A connection that only reads, to a file of which nothing is known yet.
pub(super) fn peek(path: &Path) -> rusqlite::Result<Connection> {
    let complete = !left_open(path);
    let db = if complete && closed_to_writing(path) {
        unchanging(path)?
    } else {
        let ordinary = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .and_then(|db| db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map(|()| db));
        match ordinary {
            Err(error) if complete && spoils(&error) => unchanging(path)?,
            other => other?,
        }
    };
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

pub(super) fn connect(path: &Path, how: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = how | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(Duration::from_secs(5))?;
    // Until the file is known to be sound, closing it must not fold its log into it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // A file is data, whoever wrote it: its schema may not reach further than ours does.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    for (name, value) in [
        // With a write-ahead log anything less leaves a committed attempt in memory only.
        ("synchronous", "FULL"),
        // macOS: an ordinary sync stops at the drive's cache.
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        ("cell_size_check", "ON"),
        // So that a REPLACE, too, meets the triggers that forbid a deletion.
        ("recursive_triggers", "ON"),
        // No scratch files of our rows outside the folder.
        ("temp_store", "MEMORY"),
    ] {
        db.pragma_update(None, name, value)?;
    }
    Ok(db)
}

/// Opens a ledger that is being made. It is synced as a whole before it gets its name, and until then a crash may have it.
pub(super) fn draft(path: &Path) -> rusqlite::Result<Connection> {
    let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.pragma_update(None, "synchronous", "OFF")?;
    Ok(db)
}

/// The version of a ledger, 0 for an empty file. Another program's file is refused.
fn version_of(db: &Connection) -> Result<u32, Refusal> {
    let owner: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = schema::version(db)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if owner != APPLICATION_ID && (owner != 0 || version != 0 || tables != 0) {
        return Err(Refusal::Hopeless(LedgerError::Failed("the file there belongs to another program".into())));
    }
    Ok(version)
}

/// The version of a ledger that may be written: a newer Berth's rules are not known here, so what they hold is only read.
pub(super) fn recognise(db: &Connection, steps: &[&str]) -> Result<u32, Refusal> {
    let version = version_of(db)?;
    if version > newest(steps) {
        let newer = format!("it was written by a newer Berth (version {version}; this one knows {})", newest(steps));
        return Err(Refusal::CannotWrite(newer));
    }
    Ok(version)
}

/// The version that all steps lead to.
fn newest(steps: &[&str]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

pub(super) fn check(db: &Connection, how: &str) -> Result<(), Refusal> {
    let verdict: String = db.query_row(&format!("PRAGMA {how}(1)"), [], |row| row.get(0)).map_err(|error| {
        match error.sqlite_error_code() {
            // A rule of the schema that stumbles over what a row holds, such as JSON that is none: no failure of the disk.
            Some(ErrorCode::Unknown) => Refusal::Damaged(error.to_string()),
            _ => error.into(),
        }
    })?;
    if verdict == "ok" { Ok(()) } else { Err(Refusal::Damaged(verdict)) }
}

/// Whether a ledger is what the steps that it says it took would leave, so that the next one finds what it builds on.
///
/// One bit of the header is enough for a ledger to name another version. The steps in between would then fail, some of
/// them after others were kept, and Berth would neither open the ledger nor recover it.
fn ready_for_steps(db: &Connection, taken: &[&str]) -> Result<(), Refusal> {
    let mut model = Connection::open_in_memory()?;
    schema::migrate(&mut model, taken)?;
    if schema::names(db)? != schema::names(&model)? {
        return Err(Refusal::Damaged(format!("its tables are not those of the version {} that it says", taken.len())));
    }
    if db.prepare("PRAGMA foreign_key_check")?.exists([])? {
        return Err(Refusal::Damaged("a record in it belongs to none".into()));
    }
    Ok(())
}

/// Makes an empty file that only this user can read, or sees to it that the one there is such.
fn begin_file(path: &Path) -> io::Result<()> {
    match files::make(path) {
        Ok(_) => files::sync_folder_of(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            keep_to_ourselves(path, 0o600);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A whole copy of a ledger, before a step changes it.
fn copy(db: &Connection, path: &Path, version: u32, now: Timestamp) -> Result<PathBuf, Refusal> {
    let target = files::free_name(path, &format!("version-{version}"), now);
    // Made first, so that it is never readable by others; SQLite fills an empty file.
    files::make(&target).map_err(|error| Refusal::CannotWrite(error.to_string()))?;
    db.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    files::sync(&target)
        .and_then(|()| files::sync_folder_of(&target))
        .map_err(|error| Refusal::CannotWrite(error.to_string()))?;
    Ok(target)
}

/// Begins a ledger with what can be read of one that was set aside.
fn begin_from(
    path: &Path,
    damaged: PathBuf,
    now: Timestamp,
    steps: &[&str],
    opened: &mut Opened,
) -> Result<Connection, Refusal> {
    let recovery = match salvage::recover(path, &damaged, now) {
        Ok(recovery) => Some(recovery),
        Err(Stop(error)) => {
            tracing::error!(%error, "nothing of the damaged ledger could be brought into the new one");
            None
        }
    };
    opened.set_aside = Some(SetAside { file: damaged, recovery });
    writable(path, now, steps, opened)
}

/// The damaged ledger that was set aside last, if there is none in its place yet.
fn unrecovered(path: &Path) -> Option<PathBuf> {
    if path.metadata().is_ok_and(|found| found.len() > 0) {
        return None;
    }
    let name = format!("{}.damaged-", path.file_name()?.to_str()?);
    let files = path.parent()?.read_dir().ok()?.filter_map(|file| Some(file.ok()?.path()));
    let damaged =
        files.filter(|file| file.file_name().and_then(OsStr::to_str).is_some_and(|own| own.starts_with(&name)));
    damaged.filter(|file| !["-wal", "-shm"].iter().any(|end| file.to_string_lossy().ends_with(end))).max()
}

/// Completes what the end of the process cut off in [`set_aside`]: a log that has its new name already, and its ledger
/// not. Alone in its old place that ledger could be taken for a whole one, of before its log.
fn finish_setting_aside(path: &Path) -> Result<(), LedgerError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(OsStr::to_str)) else { return Ok(()) };
    let Ok(files) = folder.read_dir() else { return Ok(()) };
    let begun = files.filter_map(|file| {
        let own = file.ok()?.file_name().into_string().ok()?;
        let target = own.strip_suffix("-wal")?;
        target.starts_with(&format!("{name}.damaged-")).then(|| folder.join(target))
    });
    match begun.filter(|target| !target.exists()).max() {
        Some(target) => move_to(path, &target),
        None => Ok(()),
    }
}

/// Moves a ledger and its log to another name. Nothing is overwritten, and nothing is thrown away.
fn set_aside(path: &Path, now: Timestamp) -> Result<PathBuf, LedgerError> {
    let target = files::free_name(path, "damaged", now);
    move_to(path, &target)?;
    Ok(target)
}

fn move_to(path: &Path, target: &Path) -> Result<(), LedgerError> {
    // The log goes first: one that has its new name alone tells the next start what was begun.
    for part in ["-wal", "-shm", ""] {
        let from = files::beside(path, part);
        if from.exists() {
            fs::rename(&from, files::beside(target, part)).map_err(failed)?;
        }
    }
    files::sync_folder_of(path).map_err(failed)
}

fn closed_to_writing(path: &Path) -> bool {
    let closed = |path: &Path| path.metadata().is_ok_and(|found| found.permissions().readonly());
    // On Windows a folder's read-only mark means something else.
    closed(path) || (cfg!(unix) && path.parent().is_some_and(closed))
}

/// Takes away what others may do with a file or folder. A file system without such rights is no reason to stop.
fn keep_to_ourselves(path: &Path, most: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let Ok(found) = path.metadata() else { return };
        let rights = found.permissions().mode() & 0o777;
        if rights & !most != 0
            && let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(rights & most))
        {
            tracing::warn!(%error, "others may read the ledger");
        }
    }
    #[cfg(not(unix))]
    let _ = (path, most);
}

/// Opens a file for SQLite to read as one that nobody changes meanwhile.
pub(super) fn unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let path = path.as_os_str().as_encoded_bytes();
    let root = if path.starts_with(b"/") { "" } else { "/" };
    let escaped = path.iter().map(|&byte| match byte {
        b'\\' if cfg!(windows) => "/".to_owned(),
        b'/' | b'-' | b'.' | b'_' | b'~' | b':' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    let name = format!("file:{root}{}?immutable=1", escaped.collect::<String>());
    connect(Path::new(&name), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn failed(error: impl std::fmt::Display) -> LedgerError {
    LedgerError::Failed(error.to_string())
}
