//! The ledger's reads and writes, on the one thread that owns the connection.

use std::cmp::Reverse;

use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId, Operation};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{Entry, LedgerError, LoggedEntry};
use berth_core::quote::Quote;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Chain;
use super::chain::{Hash, Line, ORIGIN};
use super::open::WriteLock;

/// An open ledger.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) db: Connection,
    /// Why nothing can be written, if so. Once set it stays for the life of the process.
    pub(super) read_only: Option<String>,
    /// Held as long as this book may write; the connection above is closed before it is let go.
    pub(super) _lock: Option<WriteLock>,
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
    fn explain(self) -> LedgerError {
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
        if let Some(reason) = &self.read_only {
            return Err(LedgerError::ReadOnly(reason.clone()));
        }
        match change(&mut self.db, entry, work) {
            Ok(()) => Ok(()),
            Err(Fault::Sql(error)) if spoils(&error) => Err(self.stop_writing(&error)),
            Err(fault) => Err(fault.explain()),
        }
    }

    /// MONEY: after a failed write nobody knows what reached the disk, and asking the system to write once more can report
    /// a success that is none. So nothing is written any more, not even the checkpoint at closing; the next start finds
    /// out what is there. Reading goes on.
    fn stop_writing(&mut self, error: &rusqlite::Error) -> LedgerError {
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
        self.change(entry, |tx| {
            tx.prepare_cached(
                "INSERT INTO account (id, realm, record) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET realm = excluded.realm, record = excluded.record",
            )?
            .execute(params![account.id.to_string(), word(&account.realm())?, json(account)?])?;
            Ok(())
        })
    }

    pub(super) fn policies(&self, realm: Realm) -> Result<Vec<PolicyRecord>, LedgerError> {
        let realm = word(&realm).map_err(Fault::explain)?;
        self.records(
            "SELECT policy.record FROM policy JOIN account ON account.id = policy.account
             WHERE account.realm = ?1 ORDER BY policy.rowid",
            [realm],
        )
    }

    pub(super) fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        self.record_of(
            "SELECT record FROM policy WHERE account = ?1 AND id = ?2",
            params![account.to_string(), id.as_str()],
        )
    }

    pub(super) fn put_policies(&mut self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| records.iter().try_for_each(|record| put_policy(tx, record)))
    }

    pub(super) fn record(&mut self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
            // The unique index would refuse it as well; asking first tells which attempt stands in the way.
            let open: Option<String> = tx
                .prepare_cached(
                    "SELECT id FROM attempt
                     WHERE account = ?1 AND subject = ?2 AND (operation = 'cancel') = (?3 = 'cancel')
                         AND state IN ('recorded', 'sent', 'unknown')",
                )?
                .query_row(params![attempt.account.to_string(), attempt.subject, word(&attempt.operation)?], |row| {
                    row.get(0)
                })
                .optional()?;
            if let Some(id) = open {
                let id = id.parse().map_err(|_| LedgerError::Failed(format!("{id:?} is no attempt's id")));
                return Err(Fault::Rule(id.map_or_else(|error| error, LedgerError::Open)));
            }
            tx.prepare_cached(
                "INSERT INTO attempt (id, account, subject, operation, state, recorded_at, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                attempt.id.to_string(),
                attempt.account.to_string(),
                attempt.subject,
                word(&attempt.operation)?,
                word(&attempt.state)?,
                attempt.recorded_at.as_microsecond(),
                json(attempt)?,
            ])?;
            Ok(())
        })
    }

    pub(super) fn advance(
        &mut self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
            let moved = tx
                .prepare_cached(
                    "UPDATE attempt SET account = ?2, subject = ?3, operation = ?4, state = ?5, recorded_at = ?6, record = ?7
                     WHERE id = ?1",
                )?
                .execute(params![
                    attempt.id.to_string(),
                    attempt.account.to_string(),
                    attempt.subject,
                    word(&attempt.operation)?,
                    word(&attempt.state)?,
                    attempt.recorded_at.as_microsecond(),
                    json(attempt)?,
                ])?;
            if moved != 1 {
                let unknown = LedgerError::Failed(format!("attempt {} was never recorded", attempt.id));
                return Err(Fault::Rule(unknown));
            }
            policy.map_or(Ok(()), |record| put_policy(tx, record))
        })
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

    pub(super) fn purchases_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        let mut purchases: Vec<Attempt> = self.records(
            "SELECT record FROM attempt WHERE account = ?1 AND operation = ?2 AND recorded_at >= ?3
             ORDER BY recorded_at, id",
            params![account.to_string(), word(&Operation::Purchase).map_err(Fault::explain)?, since.as_microsecond()],
        )?;
        // The column is cut to microseconds; the record is exact.
        purchases.retain(|attempt| attempt.recorded_at >= since);
        Ok(purchases)
    }

    pub(super) fn put_quote(&mut self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        self.change(entry, |tx| {
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
        })
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
        let lines = self.lines(
            "SELECT number, at, account, subject, attempt, kind, body, previous, hash FROM activity
             WHERE account = ?1 AND subject = ?2 ORDER BY number",
            params![account.to_string(), subject],
            |line, _, _| logged(line),
        );
        lines.map_err(Fault::explain)
    }

    /// Walks the whole chain. A break is an answer, not an error.
    pub(super) fn verify_activity(&self) -> Result<Chain, LedgerError> {
        let (mut number, mut previous) = (0, ORIGIN);
        let links = self.lines(
            "SELECT number, at, account, subject, attempt, kind, body, previous, hash FROM activity ORDER BY number",
            [],
            |line, follows, hash| {
                let holds = line.number == number + 1 && follows == previous && line.hash(&previous) == hash;
                (number, previous) = (line.number, hash);
                Ok((line.number, holds))
            },
        );
        let links = links.map_err(Fault::explain)?;
        Ok(match links.iter().find(|(_, holds)| !holds) {
            Some(&(at, _)) => Chain::Broken { at },
            None => Chain::Whole { entries: number },
        })
    }

    fn lines<R>(
        &self,
        sql: &str,
        which: impl Params,
        mut each: impl FnMut(Line, Hash, Hash) -> Result<R, Fault>,
    ) -> Result<Vec<R>, Fault> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(which)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let line = Line {
                number: row.get(0)?,
                at: row.get(1)?,
                account: row.get(2)?,
                subject: row.get(3)?,
                attempt: row.get(4)?,
                kind: row.get(5)?,
                body: row.get(6)?,
            };
            found.push(each(line, row.get(7)?, row.get(8)?)?);
        }
        Ok(found)
    }

    fn records<R: DeserializeOwned>(&self, sql: &str, which: impl Params) -> Result<Vec<R>, LedgerError> {
        let texts = || {
            let mut statement = self.db.prepare_cached(sql)?;
            let texts: Vec<String> = statement.query_map(which, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(texts)
        };
        texts().map_err(|error| Fault::Sql(error).explain())?.iter().map(|text| read(text)).collect()
    }

    fn record_of<R: DeserializeOwned>(&self, sql: &str, which: impl Params) -> Result<Option<R>, LedgerError> {
        Ok(self.records(sql, which)?.pop())
    }
}

fn change(
    db: &mut Connection,
    entry: &Entry,
    work: impl FnOnce(&Transaction<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    work(&tx)?;
    append(&tx, entry)?;
    tx.commit()?;
    Ok(())
}

fn append(tx: &Transaction<'_>, entry: &Entry) -> Result<(), Fault> {
    let last: Option<(i64, Hash)> = tx
        .prepare_cached("SELECT number, hash FROM activity ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (number, previous) = last.unwrap_or((0, ORIGIN));
    let line = Line {
        number: number + 1,
        at: entry.at.to_string(),
        account: entry.account.to_string(),
        subject: entry.subject.clone(),
        attempt: entry.attempt.map(|id| id.to_string()),
        kind: entry.kind.to_owned(),
        body: entry.body.to_string(),
    };
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

fn put_policy(tx: &Transaction<'_>, record: &PolicyRecord) -> Result<(), Fault> {
    tx.prepare_cached(
        "INSERT INTO policy (account, id, record) VALUES (?1, ?2, ?3)
         ON CONFLICT (account, id) DO UPDATE SET record = excluded.record",
    )?
    .execute(params![record.account.to_string(), record.policy.id.as_str(), json(record)?])?;
    Ok(())
}

fn logged(line: Line) -> Result<LoggedEntry, Fault> {
    let unreadable = |what: &str| Fault::Rule(LedgerError::Failed(format!("activity {}: {what}", line.number)));
    Ok(LoggedEntry {
        number: line.number,
        at: line.at.parse().map_err(|_| unreadable("its time cannot be read"))?,
        attempt: match &line.attempt {
            Some(id) => Some(id.parse().map_err(|_| unreadable("its attempt cannot be read"))?),
            None => None,
        },
        body: serde_json::from_str(&line.body).map_err(|_| unreadable("its body cannot be read"))?,
        kind: line.kind,
    })
}

/// The words by which the states of an attempt are told apart in SQL are those of its JSON.
fn word(value: &impl Serialize) -> Result<String, Fault> {
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
