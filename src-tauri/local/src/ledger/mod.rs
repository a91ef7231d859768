//! The record of everything: one SQLite file, one thread, one transaction a change.
//!
//! The vendor of policies has no read side, so this file is the only record its owner has of what was bought. A change
//! is on the disk, with its line in the activity log, before the call that asked for it returns. Records are kept whole
//! as JSON (see `schema`); what they mean is the rules' business.

mod book;
mod chain;
mod open;
mod schema;

#[cfg(test)]
mod crashes;
#[cfg(test)]
mod model;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::path::Path;

use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{Entry, Ledger, LedgerError, LoggedEntry};
use berth_core::quote::Quote;
use jiff::Timestamp;

use self::book::Book;
pub use self::open::Opened;
use crate::worker::Worker;

/// The ledger in an SQLite file.
#[derive(Debug)]
pub struct SqliteLedger {
    worker: Worker<Book>,
}

/// What a walk along the activity log's chain of hashes found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every line is as it was written.
    Whole {
        /// How many there are.
        entries: i64,
    },
    /// A line was changed, taken out or slipped in.
    Broken {
        /// The number of the first line that does not fit.
        at: i64,
    },
}

impl SqliteLedger {
    /// Opens the ledger at `path`, or begins it. `now` names what has to be set aside.
    /// Blocks while the file is checked: about five milliseconds for every thousand policies.
    ///
    /// A ledger that cannot be written opens for reading, and says why in [`Opened::read_only`]. One that was written by
    /// a newer Berth is an error, [`LedgerError::ReadOnly`], and stays as it is.
    pub fn open(path: &Path, now: Timestamp) -> Result<(Self, Opened), LedgerError> {
        let (book, opened) = open::open(path, now, schema::STEPS)?;
        Ok((Self::over(book)?, opened))
    }

    fn over(book: Book) -> Result<Self, LedgerError> {
        let worker = Worker::start("ledger", book).map_err(|error| LedgerError::Failed(error.to_string()))?;
        Ok(Self { worker })
    }

    /// Walks along the activity log and checks every link. Takes about two seconds for a million lines.
    pub async fn verify_activity(&self) -> Result<Chain, LedgerError> {
        self.call(|book| book.verify_activity()).await
    }

    /// Waits for what is under way and closes the file. Blocks. A ledger that is not closed loses nothing; its next
    /// opening is a little slower.
    pub fn close(self) {
        if let Err(gone) = self.worker.end() {
            tracing::error!(%gone, "the ledger was not closed in order");
        }
    }

    async fn call<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Book) -> Result<R, LedgerError> + Send + 'static,
    ) -> Result<R, LedgerError> {
        self.worker.call(work).await.unwrap_or_else(|gone| Err(LedgerError::Failed(gone.to_string())))
    }
}

#[async_trait]
impl Ledger for SqliteLedger {
    async fn accounts(&self) -> Result<Vec<Account>, LedgerError> {
        self.call(|book| book.accounts()).await
    }

    async fn put_account(&self, account: &Account, entry: &Entry) -> Result<(), LedgerError> {
        let (account, entry) = (account.clone(), entry.clone());
        self.call(move |book| book.put_account(&account, &entry)).await
    }

    async fn policies(&self, realm: Realm) -> Result<Vec<PolicyRecord>, LedgerError> {
        self.call(move |book| book.policies(realm)).await
    }

    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        let id = id.clone();
        self.call(move |book| book.policy(account, &id)).await
    }

    async fn put_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        let (records, entry) = (records.to_vec(), entry.clone());
        self.call(move |book| book.put_policies(&records, &entry)).await
    }

    async fn record(&self, attempt: &Attempt, entry: &Entry) -> Result<(), LedgerError> {
        let (attempt, entry) = (attempt.clone(), entry.clone());
        self.call(move |book| book.record(&attempt, &entry)).await
    }

    async fn advance(
        &self,
        attempt: &Attempt,
        policy: Option<&PolicyRecord>,
        entry: &Entry,
    ) -> Result<(), LedgerError> {
        let (attempt, policy, entry) = (attempt.clone(), policy.cloned(), entry.clone());
        self.call(move |book| book.advance(&attempt, policy.as_ref(), &entry)).await
    }

    async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, LedgerError> {
        self.call(move |book| book.attempt(id)).await
    }

    async fn open_attempts(&self) -> Result<Vec<Attempt>, LedgerError> {
        self.call(|book| book.open_attempts()).await
    }

    async fn purchases_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        self.call(move |book| book.purchases_since(account, since)).await
    }

    async fn put_quote(&self, quote: &Quote, entry: &Entry) -> Result<(), LedgerError> {
        let (quote, entry) = (quote.clone(), entry.clone());
        self.call(move |book| book.put_quote(&quote, &entry)).await
    }

    async fn quotes(&self, realm: Realm) -> Result<Vec<Quote>, LedgerError> {
        self.call(move |book| book.quotes(realm)).await
    }

    async fn activity(&self, account: AccountId, subject: &str) -> Result<Vec<LoggedEntry>, LedgerError> {
        let subject = subject.to_owned();
        self.call(move |book| book.activity(account, &subject)).await
    }
}
