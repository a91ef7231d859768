//! Bringing the records of one ledger into another.
//!
//! MONEY: whatever either of the two knows stays known. A policy that one of them knows as bought or cancelled is so
//! afterwards; an attempt is as far as it got in either; and when they contradict each other about an attempt, that is
//! said, for no rule can decide it. The database's own rules hold throughout: an attempt that is brought in takes its way
//! through the states as it did the first time.

use std::collections::HashMap;

use berth_core::account::{Account, AccountId};
use berth_core::attempt::{Attempt, AttemptId, State};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::LedgerError;
use berth_core::quote::{Quote, QuoteId};
use rusqlite::{Connection, Transaction, ffi};

use super::book::{self, Fault, records};
use super::chain::{self, Link};

/// All records of a ledger but its activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Records {
    pub(super) accounts: Vec<Account>,
    pub(super) policies: Vec<PolicyRecord>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) quotes: Vec<Quote>,
}

impl Records {
    /// Reads all of them; one that cannot be read is an error.
    pub(super) fn of(db: &Connection) -> Result<Self, Fault> {
        Ok(Self {
            accounts: records(db, "SELECT record FROM account ORDER BY rowid", [])?,
            policies: records(db, "SELECT record FROM policy ORDER BY rowid", [])?,
            attempts: records(db, "SELECT record FROM attempt ORDER BY rowid", [])?,
            quotes: records(db, "SELECT record FROM quote ORDER BY rowid", [])?,
        })
    }
}

/// What joining came to, as told from the ledger that the others were brought into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Joined {
    /// Policies that only it had.
    pub(super) only_here: Vec<(AccountId, PolicyId)>,
    /// Policies that were brought into it, or of which it learnt something.
    pub(super) policies: Vec<(AccountId, PolicyId)>,
    /// Attempts that were brought into it, or that it learnt more of.
    pub(super) attempts: Vec<AttemptId>,
    /// Attempts that could not be brought into it, because it knows otherwise.
    pub(super) contradictions: Vec<AttemptId>,
}

/// Brings `other`'s records into the ledger whose records are `here`. Accounts are taken as `other` has them.
pub(super) fn join(tx: &Transaction<'_>, here: &Records, other: &Records) -> Result<Joined, Fault> {
    let mut joined = Joined::default();
    join_accounts(tx, here, other)?;
    join_policies(tx, here, other, &mut joined)?;
    join_attempts(tx, here, other, &mut joined)?;
    let known: Vec<QuoteId> = here.quotes.iter().map(|quote| quote.id).collect();
    for quote in other.quotes.iter().filter(|quote| !known.contains(&quote.id)) {
        book::put_quote(tx, quote)?;
    }
    Ok(joined)
}

fn join_accounts(tx: &Transaction<'_>, here: &Records, other: &Records) -> Result<(), Fault> {
    for account in &other.accounts {
        if here.accounts.iter().any(|known| known.id == account.id && known.realm() != account.realm()) {
            let moved = format!("account {} is of another realm there", account.id);
            return Err(Fault::Rule(LedgerError::Failed(moved)));
        }
        book::put_account(tx, account)?;
    }
    Ok(())
}

fn join_policies(tx: &Transaction<'_>, here: &Records, other: &Records, joined: &mut Joined) -> Result<(), Fault> {
    let key = |record: &PolicyRecord| (record.account, record.policy.id.clone());
    let mut known: HashMap<_, _> = here.policies.iter().map(|record| (key(record), record)).collect();
    for record in &other.policies {
        let before = known.remove(&key(record));
        let both = before.map_or_else(|| record.clone(), |before| record.joined(before));
        if before != Some(&both) {
            book::put_policy(tx, &both)?;
            joined.policies.push(key(record));
        }
    }
    joined.only_here.extend(here.policies.iter().map(key).filter(|key| known.contains_key(key)));
    Ok(())
}

fn join_attempts(tx: &Transaction<'_>, here: &Records, other: &Records, joined: &mut Joined) -> Result<(), Fault> {
    let known: HashMap<AttemptId, &Attempt> = here.attempts.iter().map(|attempt| (attempt.id, attempt)).collect();
    for attempt in &other.attempts {
        let Some(&before) = known.get(&attempt.id) else { continue };
        match attempt.joined(before) {
            Some(both) if both == before => {}
            Some(both) => {
                advance(tx, before.state, both)?;
                joined.attempts.push(attempt.id);
            }
            None => joined.contradictions.push(attempt.id),
        }
    }
    // What has ended goes first, so that it does not meet the lock of what is still open on the same subject.
    let mut new: Vec<_> = other.attempts.iter().filter(|attempt| !known.contains_key(&attempt.id)).collect();
    new.sort_by_key(|attempt| (attempt.state.open(), attempt.recorded_at, attempt.id));
    for attempt in new {
        let begun = Attempt { state: State::Recorded, ..attempt.clone() };
        match book::begin_attempt(tx, &begun) {
            Err(Fault::Sql(error)) if stands_in_the_way(&error) => joined.contradictions.push(attempt.id),
            Err(fault) => return Err(fault),
            Ok(()) => {
                advance(tx, State::Recorded, attempt)?;
                joined.attempts.push(attempt.id);
            }
        }
    }
    Ok(())
}

/// Leads an attempt from the state it has in the ledger to its own.
fn advance(tx: &Transaction<'_>, from: State, attempt: &Attempt) -> Result<(), Fault> {
    let way = from.way_to(attempt.state).unwrap_or_default();
    for state in way {
        book::move_attempt(tx, &Attempt { state, ..attempt.clone() })?;
    }
    book::move_attempt(tx, attempt)?;
    Ok(())
}

/// Whether another open attempt holds the lock on the subject.
fn stands_in_the_way(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(cause, _) if cause.extended_code == ffi::SQLITE_CONSTRAINT_UNIQUE)
}

/// Keeps a line of the log of another ledger, which is known by its file's SHA-256, unless the log has the very same line.
pub(super) fn keep_line(tx: &Transaction<'_>, ledger: &str, link: &Link) -> rusqlite::Result<bool> {
    let Link { line, previous, hash } = link;
    if chain::holds(tx, (line.number, *hash))? {
        return Ok(false);
    }
    let kept = tx
        .prepare_cached(
            "INSERT INTO former_activity (ledger, number, at, account, subject, attempt, kind, body, previous, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
        )?
        .execute((
            ledger,
            line.number,
            &line.at,
            &line.account,
            &line.subject,
            &line.attempt,
            &line.kind,
            &line.body,
            previous,
            hash,
        ))?;
    Ok(kept > 0)
}
