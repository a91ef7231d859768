//! The ledger's reads and writes, on the one thread that owns the connection.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId, Operation};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{ActivityLine, ActivityQuery, Entry, LedgerError, LoggedEntry, Policies, Reworded};
use berth_core::quote::Quote;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(test)]
use super::Chain;
use super::chain::{self, Hash, Line, Link, ORIGIN};
use super::open::WriteLock;

/// How many changes the log may hold: a few megabytes of it.
pub(super) const CHANGES_IN_THE_LOG: u32 = 100;

/// An open ledger.
#[derive(Debug)]
pub(super) struct Book {
    /// Where its file lies, every link resolved.
    pub(super) path: PathBuf,
    pub(super) db: Connection,
    /// Why nothing can be written, if so. Once set it stays for the life of the process.
    pub(super) read_only: Option<String>,
    /// How many changes were made since the log was last folded in. As many as it may hold when a log was left behind, for
    /// nobody knows how many are in it.
    pub(super) unfolded: u32,
    /// The policies of each realm as they were last read here.
    pub(super) known: Known,
    /// Held as long as this book may write; the connection above is closed before it is let go.
    pub(super) _lock: Option<WriteLock>,
}

/// The policies of each realm as they stand in the file, so that a hundred thousand need not be read again because one of
/// them changed.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// SQLite's mark of the file, which moves when another connection writes.
    version: i64,
    realms: HashMap<Realm, Policies>,
}

/// A change of more policies than this is read again rather than looked up one by one.
const LOOKED_UP: usize = 16;

impl Known {
    /// Nothing is known any more.
    pub(super) fn forget(&mut self) {
        self.realms.clear();
    }

    /// Takes over what was just committed.
    fn learn(&mut self, db: &Connection, records: &[PolicyRecord]) {
        if records.len() > LOOKED_UP || records.iter().try_for_each(|record| self.put(db, record)).is_err() {
            self.forget();
        }
    }

    fn put(&mut self, db: &Connection, record: &PolicyRecord) -> Result<(), Fault> {
        let realm = db
            .prepare_cached("SELECT realm FROM account WHERE id = ?1")?
            .query_row([record.account.to_string()], |row| row.get::<_, String>(0))?;
        let Some(known) = self.realms.get_mut(&serde_json::from_value(realm.into())?) else { return Ok(()) };
        let known = Arc::make_mut(known);
        let same = |other: &Arc<PolicyRecord>| other.account == record.account && other.policy.id == record.policy.id;
        match known.iter().position(same) {
            Some(at) => known[at] = Arc::new(record.clone()),
            None => known.push(Arc::new(record.clone())),
        }
        Ok(())
    }
}

/// Why a read or a change did not happen.
#[derive(Debug)]
pub(super) enum Fault {
    /// SQLite failed.
    Sql(rusqlite::Error),
    /// A rule said no.
    Rule(LedgerError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Rule(LedgerError::Failed(format!("a record cannot be written as JSON: {error}")))
    }
}

impl Fault {
    pub(super) fn explain(self) -> LedgerError {
        match self {
            Self::Sql(error) => LedgerError::Failed(error.to_string()),
            Self::Rule(error) => error,
        }
    }
}

impl Book {
    /// All of `work` and its activity entry, or nothing; durable when it returns.
    pub(super) fn change(
        &mut self,
        entry: &Entry,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), Fault>,
    ) -> Result<(), LedgerError> {
        self.change_with(std::iter::once(entry), work)
    }

    /// The same with several entries, in their order.
    fn change_with<'a>(
        &mut self,
        entries: impl Iterator<Item = &'a Entry>,
        work: impl FnOnce(&Transaction<'_>) -> Result<(), Fault>,
    ) -> Result<(), LedgerError> {
        if let Some(reason) = &self.read_only {
            return Err(LedgerError::ReadOnly(reason.clone()));
        }
        match change(&mut self.db, entries, work) {
            Ok(()) => {
                self.unfolded += 1;
                if self.unfolded >= CHANGES_IN_THE_LOG {
                    self.fold_in("PASSIVE");
                }
                Ok(())
            }
            Err(fault) => {
                // Whether a commit that failed is in the file, only the file can tell.
                self.known.forget();
                match fault {
                    Fault::Sql(error) if spoils(&error) => Err(self.stop_writing(&error)),
                    fault => Err(fault.explain()),
                }
            }
        }
    }

    /// Folds the log into the file: `PASSIVE` waits for no reader and keeps the log's file, `TRUNCATE` waits and empties
    /// it. SQLite would do so by itself, but keep to itself that it failed.
    ///
    /// What was committed is safe in the log either way, so a failure is none of that change. But a log is read up to its
    /// first bad page only, without a word about the rest, so it should be short and not lie there for days.
    pub(super) fn fold_in(&mut self, how: &str) {
        if self.read_only.is_some() {
            return;
        }
        self.unfolded = 0;
        match self.db.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(())) {
            Err(error) if spoils(&error) => drop(self.stop_writing(&error)),
            Err(error) => tracing::warn!(%error, "the ledger's log was not folded in"),
            Ok(()) => {}
        }
    }

    /// MONEY: after a failed write nobody knows what reached the disk, and asking the system to write once more can report
    /// a success that is none. So nothing is written any more, not even the checkpoint at closing; the next start finds
    /// out what is there. Reading goes on.
    pub(super) fn stop_writing(&mut self, error: &rusqlite::Error) -> LedgerError {
        let reason = format!("writing failed: {error}");
        tracing::error!(%error, "the ledger is read-only from here on");
        let quiet = self
            .db
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .and_then(|_| self.db.pragma_update(None, "query_only", true));
        if let Err(error) = quiet {
            tracing::error!(%error, "the ledger's connection could not be told to only read");
        }
        self.read_only = Some(reason.clone());
        LedgerError::ReadOnly(reason)
    }

    pub(super) fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.records("SELECT record FROM account ORDER BY id", [])
    }

    pub(super) fn put_account(&mut self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| put_account(tx, account))
    }

    pub(super) fn policies(&mut self, realm: Realm) -> Result<Policies, LedgerError> {
        let version = self.db.pragma_query_value(None, "data_version", |row| row.get(0));
        let version = version.map_err(|error| Fault::Sql(error).explain())?;
        if self.known.version != version {
            self.known.forget();
            self.known.version = version;
        }
        if let Some(known) = self.known.realms.get(&realm) {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(self.read_policies(realm)?.into_iter().map(Arc::new).collect());
        self.known.realms.insert(realm, Arc::clone(&found));
        Ok(found)
    }

    /// The policies of a realm as the file has them.
    pub(super) fn read_policies(&self, realm: Realm) -> Result<Vec<PolicyRecord>, LedgerError> {
        self.records(
            "SELECT policy.record FROM policy JOIN account ON account.id = policy.account
             WHERE account.realm = ?1 ORDER BY policy.rowid",
            [word(&realm).map_err(Fault::explain)?],
        )
    }

    pub(super) fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        policy_of(&self.db, account, id).map_err(Fault::explain)
    }

    pub(super) fn add_policies(&mut self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
            records.iter().try_for_each(|record| {
                let id = &record.policy.id;
                match policy_of(tx, record.account, id)? {
                    Some(_) => Err(Fault::Rule(LedgerError::There(id.clone()))),
                    None => put_policy(tx, record),
                }
            })
        })?;
        self.known.learn(&self.db, records);
        Ok(())
    }

    /// MONEY: reads each record and writes it again in one transaction, and nothing of it but what the user says: what a
    /// vendor's answer has told meanwhile stays told.
    pub(super) fn put_reasons(&mut self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        let mut written = Vec::with_capacity(reworded.len());
        self.change_with(reworded.iter().map(|one| &one.entry), |tx| {
            reworded.iter().try_for_each(|Reworded { account, policy, before, after, .. }| {
                let found = policy_of(tx, *account, policy)?.filter(|record| record.reason == *before);
                let record = found.ok_or_else(|| Fault::Rule(LedgerError::Reworded(policy.clone())))?;
                let record = PolicyRecord { reason: after.clone(), ..record };
                put_policy(tx, &record)?;
                written.push(record);
                Ok(())
            })
        })?;
        self.known.learn(&self.db, &written);
        Ok(())
    }

    pub(super) fn record(&mut self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
            // The unique index would refuse it as well; asking first tells which attempt stands in the way.
            let open: Option<String> = tx
                .prepare_cached(
                    "SELECT id FROM attempt
                     WHERE account = ?1 AND subject = ?2 AND (operation = 'cancel') = (?3 = 'cancel')
                         AND (state IN ('recorded', 'sent') OR (state = 'unknown' AND operation <> 'cancel'))",
                )?
                .query_row(params![attempt.account.to_string(), attempt.subject, word(&attempt.operation)?], |row| {
                    row.get(0)
                })
                .optional()?;
            if let Some(id) = open {
                let id = id.parse().map_err(|_| LedgerError::Failed(format!("{id:?} is no attempt's id")));
                return Err(Fault::Rule(id.map_or_else(|error| error, LedgerError::Open)));
            }
            begin_attempt(tx, attempt)
        })
    }

    pub(super) fn advance(
        &mut self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
            let moved = move_attempt(tx, attempt)?;
            if moved != 1 {
                let unknown = LedgerError::Failed(format!("attempt {} was never recorded", attempt.id));
                return Err(Fault::Rule(unknown));
            }
            policy.map_or(Ok(()), |record| put_policy(tx, record))
        })?;
        self.known.learn(&self.db, policy.map(std::slice::from_ref).unwrap_or_default());
        Ok(())
    }

    pub(super) fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        self.record_of("SELECT record FROM attempt WHERE id = ?1", [id.to_string()])
    }

    pub(super) fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        self.records(
            "SELECT record FROM attempt WHERE state IN ('recorded', 'sent', 'unknown') ORDER BY recorded_at, id",
            [],
        )
    }

    pub(super) fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        let [purchase, create] =
            [Operation::Purchase, Operation::Create].map(|spends| word(&spends).map_err(Fault::explain));
        let mut spending: Vec<Attempt> = self.records(
            "SELECT record FROM attempt WHERE account = ?1 AND operation IN (?2, ?3) AND recorded_at >= ?4
             ORDER BY recorded_at, id",
            params![account.to_string(), purchase?, create?, since.as_microsecond()],
        )?;
        // The column is cut to microseconds; the record is exact.
        spending.retain(|attempt| attempt.recorded_at >= since);
        Ok(spending)
    }

    pub(super) fn put_quote(&mut self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| put_quote(tx, quote))
    }

    pub(super) fn quotes(&self, realm: Realm) -> Result<Vec<Quote>, LedgerError> {
        let realm = word(&realm).map_err(Fault::explain)?;
        let mut quotes: Vec<Quote> = self.records(
            "SELECT quote.record FROM quote JOIN account ON account.id = quote.account
             WHERE account.realm = ?1 ORDER BY quote.taken_at DESC, quote.id DESC",
            [realm],
        )?;
        // The column is cut to microseconds; the record is exact.
        quotes.sort_by_key(|quote| Reverse((quote.taken_at, quote.id)));
        Ok(quotes)
    }

    pub(super) fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        let lines = lines(&self.db, "account = ?1 AND subject = ?2 ORDER BY number", (account.to_string(), subject));
        lines.map(|lines| lines.into_iter().map(|line| line.entry).collect()).map_err(Fault::explain)
    }

    #[cfg(test)]
    pub(super) fn verify_activity(&self) -> Result<Chain, LedgerError> {
        chain::verify(&self.db).map_err(|error| Fault::Sql(error).explain())
    }

    fn records<R: DeserializeOwned>(&self, sql: &str, which: impl Params) -> Result<Vec<R>, LedgerError> {
        records(&self.db, sql, which).map_err(Fault::explain)
    }

    fn record_of<R: DeserializeOwned>(&self, sql: &str, which: impl Params) -> Result<Option<R>, LedgerError> {
        Ok(self.records(sql, which)?.pop())
    }
}

/// The records in the first column of what is selected.
pub(super) fn records<R: DeserializeOwned>(db: &Connection, sql: &str, which: impl Params) -> Result<Vec<R>, Fault> {
    let mut statement = db.prepare_cached(sql)?;
    let texts: Vec<String> = statement.query_map(which, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    texts.iter().map(|text| read(text).map_err(Fault::Rule)).collect()
}

fn policy_of(db: &Connection, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, Fault> {
    let which = params![account.to_string(), id.as_str()];
    Ok(records(db, "SELECT record FROM policy WHERE account = ?1 AND id = ?2", which)?.pop())
}

/// A page of the activity log, newest first.
pub(super) fn activity_page(db: &Connection, wanted: &ActivityQuery) -> Result<Vec<ActivityLine>, Fault> {
    // The plus signs keep SQLite from fetching all lines of an account by the index in order to sort them: walking back
    // from the end is what finds a page quickly. With a subject as well, the index has them in order.
    let owner = match (wanted.account, &wanted.subject) {
        (None, _) => "(+account IS NULL OR +account IN (SELECT id FROM account WHERE realm = ?2)) AND ?3 IS NULL",
        (Some(_), None) => "+account = ?3 AND +account IN (SELECT id FROM account WHERE realm = ?2)",
        (Some(_), Some(_)) => "account = ?3 AND subject = ?4 AND +account IN (SELECT id FROM account WHERE realm = ?2)",
    };
    let which = format!(
        "number < ?1 AND {owner} AND (?4 IS NULL OR subject = ?4) AND (?5 IS NULL OR substr(kind, 1, length(?5)) = ?5)
         ORDER BY number DESC LIMIT ?6"
    );
    let values = params![
        wanted.before.unwrap_or(i64::MAX),
        word(&wanted.realm)?,
        wanted.account.map(|id| id.to_string()),
        wanted.subject,
        wanted.kind,
        wanted.limit,
    ];
    lines(db, &which, values)
}

fn lines(db: &Connection, which: &str, values: impl Params) -> Result<Vec<ActivityLine>, Fault> {
    let mut statement = db.prepare_cached(&format!("SELECT {} FROM activity WHERE {which}", chain::COLUMNS))?;
    let links: Vec<Link> = statement.query_map(values, Link::read)?.collect::<rusqlite::Result<_>>()?;
    links.into_iter().map(|link| logged(link.line)).collect()
}

fn change<'a>(
    db: &mut Connection,
    mut entries: impl Iterator<Item = &'a Entry>,
    work: impl FnOnce(&Transaction<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    work(&tx)?;
    entries.try_for_each(|entry| append(&tx, entry.into()))?;
    tx.commit()?;
    Ok(())
}

/// Appends a line under the next number, whatever number it says.
pub(super) fn append(tx: &Transaction<'_>, line: Line) -> Result<(), Fault> {
    let last: Option<(i64, Hash)> = tx
        .prepare_cached("SELECT number, hash FROM activity ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (number, previous) = last.unwrap_or((0, ORIGIN));
    let line = Line { number: number + 1, ..line };
    tx.prepare_cached(
        "INSERT INTO activity (number, at, account, subject, attempt, kind, body, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        line.number,
        line.at,
        line.account,
        line.subject,
        line.attempt,
        line.kind,
        line.body,
        previous,
        line.hash(&previous)
    ])?;
    Ok(())
}

impl From<&Entry> for Line {
    fn from(entry: &Entry) -> Self {
        Self {
            number: 0,
            at: entry.at.to_string(),
            account: Some(entry.account.to_string()),
            subject: entry.subject.clone(),
            attempt: entry.attempt.map(|id| id.to_string()),
            kind: entry.kind.to_owned(),
            body: entry.body.to_string(),
        }
    }
}

/// A line about the ledger itself.
pub(super) fn line_of_the_ledger(now: Timestamp, kind: &str, body: &serde_json::Value) -> Line {
    Line {
        number: 0,
        at: now.to_string(),
        account: None,
        subject: "ledger".into(),
        attempt: None,
        kind: kind.into(),
        body: body.to_string(),
    }
}

pub(super) fn put_account(tx: &Transaction<'_>, account: &Account) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO account (id, realm, record) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET realm = excluded.realm, record = excluded.record",
    )?
    .execute(params![account.id.to_string(), word(&account.realm())?, json(account)?])?;
    Ok(())
}

/// What stands in an attempt's columns, in the order of the table.
fn columns(attempt: &Attempt) -> Result<impl Params, Fault> {
    Ok((
        attempt.id.to_string(),
        attempt.account.to_string(),
        attempt.subject.clone(),
        word(&attempt.operation)?,
        word(&attempt.state)?,
        attempt.recorded_at.as_microsecond(),
        json(attempt)?,
    ))
}

pub(super) fn begin_attempt(tx: &Transaction<'_>, attempt: &Attempt) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO attempt (id, account, subject, operation, state, recorded_at, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(columns(attempt)?)?;
    Ok(())
}

/// Returns how many attempts were moved: one, or none if it was never recorded.
pub(super) fn move_attempt(tx: &Transaction<'_>, attempt: &Attempt) -> Result<usize, Fault> {
    let mut statement = tx.prepare_cached(
        "UPDATE attempt SET account = ?2, subject = ?3, operation = ?4, state = ?5, recorded_at = ?6, record = ?7
         WHERE id = ?1",
    )?;
    Ok(statement.execute(columns(attempt)?)?)
}

pub(super) fn put_quote(tx: &Transaction<'_>, quote: &Quote) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO quote (id, account, taken_at, record) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE
         SET account = excluded.account, taken_at = excluded.taken_at, record = excluded.record",
    )?
    .execute(params![
        quote.id.0.to_string(),
        quote.account.to_string(),
        quote.taken_at.as_microsecond(),
        json(quote)?
    ])?;
    Ok(())
}

pub(super) fn put_policy(tx: &Transaction<'_>, record: &PolicyRecord) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO policy (account, id, record) VALUES (?1, ?2, ?3)
         ON CONFLICT (account, id) DO UPDATE SET record = excluded.record",
    )?
    .execute(params![record.account.to_string(), record.policy.id.as_str(), json(record)?])?;
    Ok(())
}

fn logged(line: Line) -> Result<ActivityLine, Fault> {
    let unreadable = |what: &str| Fault::Rule(LedgerError::Failed(format!("activity {}: {what}", line.number)));
    let account = match &line.account {
        Some(id) => Some(id.parse().map_err(|_| unreadable("its account cannot be read"))?),
        None => None,
    };
    let entry = LoggedEntry {
        number: line.number,
        at: line.at.parse().map_err(|_| unreadable("its time cannot be read"))?,
        attempt: match &line.attempt {
            Some(id) => Some(id.parse().map_err(|_| unreadable("its attempt cannot be read"))?),
            None => None,
        },
        body: serde_json::from_str(&line.body).map_err(|_| unreadable("its body cannot be read"))?,
        kind: line.kind,
    };
    Ok(ActivityLine { account, subject: line.subject, entry })
}

/// The words by which the states of an attempt are told apart in SQL are those of its JSON.
pub(super) fn word(value: &impl Serialize) -> Result<String, Fault> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    Ok(serde_json::to_string(value)?)
}

fn read<R: DeserializeOwned>(text: &str) -> Result<R, LedgerError> {
    // The text itself stays out of the message, which goes to the log.
    serde_json::from_str(text).map_err(|error| LedgerError::Failed(format!("a record cannot be read: {error}")))
}

/// Whether an error means that this file, or the disk under it, can no longer be trusted to keep what is written.
pub(super) fn spoils(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
        )
    )
}
