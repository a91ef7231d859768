//! The activity log as JSON Lines, so that others can check the chain without Berth. `docs/activity-log.md` describes the
//! form.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::archive::Stop;
use super::chain::{self, Hash, Link, ORIGIN};
use crate::files::Draft;

/// The first line of each log in the file.
#[derive(Serialize)]
struct Header<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    /// `None` for the ledger's own log, else the SHA-256 of the former ledger's file.
    former: Option<&'a str>,
    entries: i64,
    /// The hash of the last line.
    last: String,
}

/// One line of activity. The body is text within text: its hash is over these very characters.
#[derive(Serialize)]
struct Entry<'a> {
    number: i64,
    at: &'a str,
    account: Option<&'a str>,
    subject: &'a str,
    attempt: Option<&'a str>,
    kind: &'a str,
    body: &'a str,
    previous: String,
    hash: String,
}

impl<'a> Entry<'a> {
    fn of(Link { line, previous, hash }: &'a Link) -> Self {
        Self {
            number: line.number,
            at: &line.at,
            account: line.account.as_deref(),
            subject: &line.subject,
            attempt: line.attempt.as_deref(),
            kind: &line.kind,
            body: &line.body,
            previous: hex(previous),
            hash: hex(hash),
        }
    }
}

/// Writes the log, and after it what there is of former ones, to a new file. Returns how many lines of activity.
pub(super) fn export(db: &Connection, target: &Path) -> Result<u64, Stop> {
    // One snapshot: what is appended meanwhile is for the next export.
    let snapshot = db.unchecked_transaction()?;
    let (draft, file) = Draft::among_others(target)?;
    let mut file = BufWriter::new(file);
    let mut written = write_log(&snapshot, None, &mut file)?;
    for ledger in chain::former(&snapshot)? {
        written += write_log(&snapshot, Some(&ledger), &mut file)?;
    }
    drop(file.into_inner().map_err(io::IntoInnerError::into_error)?);
    draft.publish(target)?;
    Ok(written)
}

fn write_log(db: &Connection, former: Option<&str>, file: &mut impl Write) -> Result<u64, Stop> {
    let source = chain::source(former);
    let last: Option<Hash> = db
        .query_row(&format!("SELECT hash FROM {source} ORDER BY number DESC LIMIT 1"), [former], |row| row.get(0))
        .optional()?;
    let header = Header {
        format: "berth-activity",
        version: 1,
        program: env!("CARGO_PKG_VERSION"),
        former,
        entries: db.query_row(&format!("SELECT count(*) FROM {source}"), [former], |row| row.get(0))?,
        last: hex(&last.unwrap_or(ORIGIN)),
    };
    write_line(file, &header)?;
    let mut written = 0;
    chain::walk(db, former, |link| {
        write_line(file, &Entry::of(&link))?;
        written += 1;
        Ok::<_, Stop>(true)
    })?;
    Ok(written)
}

fn write_line(file: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *file, line)?;
    file.write_all(b"\n")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
