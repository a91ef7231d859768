//! The record of everything: one SQLite file, one thread, one transaction a change.
//!
//! The vendor of policies has no read side, so this file is the only record its owner has of what was bought. A change
//! is on the disk, with its line in the activity log, before the call that asked for it returns. Records are kept whole
//! as JSON (see `schema`); what they mean is the rules' business.
//!
//! What reads all of it (a page of the activity log, its verification, an export, a backup) does so on a thread and a
//! connection of its own, so that no purchase waits for it.

mod archive;
mod book;
mod chain;
mod export;
mod joining;
mod open;
mod pages;
mod salvage;
mod schema;

#[cfg(test)]
mod archiving;
#[cfg(test)]
mod crashes;
#[cfg(test)]
mod model;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod salvaging;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod versions;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use berth_core::account::{Account, AccountId, Realm};
use berth_core::attempt::{Attempt, AttemptId};
use berth_core::policy::{PolicyId, PolicyRecord};
use berth_core::ports::{
    ActivityLine, ActivityQuery, Archive, ArchiveError, Contents, Entry, Examined, Integrity, Ledger, LedgerError,
    LoggedEntry, Policies, Restored, Reworded,
};
#[cfg(test)]
use berth_core::ports::{Broken, Chain};
use berth_core::quote::Quote;
use jiff::Timestamp;
use rusqlite::Connection;

use self::archive::Stop;
use self::book::Book;
pub use self::open::{Opened, SetAside};
pub use self::salvage::{Recovery, Share};
use crate::worker::Worker;

/// The ledger in an SQLite file.
#[derive(Debug)]
pub struct SqliteLedger {
    worker: Worker<Book>,
    /// Where the file lies, for those who read it beside the worker.
    reader: Worker<PathBuf>,
    /// Held by whoever reads beside the worker, and alone by whoever puts another file in the ledger's place.
    gate: Arc<RwLock<()>>,
}

impl SqliteLedger {
    /// Opens the ledger at `path`, or begins it. `now` names what has to be set aside.
    /// Blocks while the file is checked: about five milliseconds for every thousand policies.
    ///
    /// A ledger that cannot be written opens for reading, and says why in [`Opened::read_only`]. So does one that was
    /// written by a newer Berth, if all it holds can be read; if not, it is an error and stays as it is.
    pub fn open(path: &Path, now: Timestamp) -> Result<(Self, Opened), LedgerError> {
        let (book, opened) = open::open(path, now, schema::STEPS)?;
        Ok((Self::over(book)?, opened))
    }

    fn over(book: Book) -> Result<Self, LedgerError> {
        let start = |error: std::io::Error| LedgerError::Failed(error.to_string());
        let reader = Worker::start("ledger-reader", book.path.clone()).map_err(start)?;
        Ok(Self { worker: Worker::start("ledger", book).map_err(start)?, reader, gate: Arc::default() })
    }

    /// Waits for what is under way and closes the file. Blocks. A ledger that is not closed loses nothing; its next
    /// opening is a little slower.
    pub fn close(self) {
        if let Err(gone) = self.reader.end().and(self.worker.end()) {
            tracing::error!(%gone, "the ledger was not closed in order");
        }
    }

    /// Waits for what is under way and folds the log into the file, as before the program ends. Changes can follow.
    pub async fn rest(&self) -> Result<(), LedgerError> {
        self.call(|book| {
            book.fold_in("TRUNCATE");
            Ok(())
        })
        .await
    }

    async fn call<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Book) -> Result<R, LedgerError> + Send + 'static,
    ) -> Result<R, LedgerError> {
        self.worker.call(work).await.unwrap_or_else(|gone| Err(LedgerError::Failed(gone.to_string())))
    }

    /// Reads on a connection of its own, which is closed afterwards.
    async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &Path) -> Result<R, Stop> + Send + 'static,
    ) -> Result<R, ArchiveError> {
        let gate = self.gate.clone();
        let work = move |path: &mut PathBuf| {
            let _open = gate.read().unwrap_or_else(PoisonError::into_inner);
            work(&open::peek(path)?, path)
        };
        let done = self.reader.call(work).await.map_err(|gone| LedgerError::Failed(gone.to_string()))?;
        done.map_err(|Stop(error)| error)
    }
}

/// What only reads can only fail by the ledger.
fn reading(error: ArchiveError) -> LedgerError {
    match error {
        ArchiveError::Ledger(error) => error,
        other => LedgerError::Failed(other.to_string()),
    }
}

#[async_trait]
impl Archive for SqliteLedger {
    async fn read_only_because(&self) -> Result<Option<String>, LedgerError> {
        self.call(|book| Ok(book.read_only.clone())).await
    }

    async fn activity_page(&self, wanted: &ActivityQuery) -> Result<Vec<ActivityLine>, LedgerError> {
        let wanted = wanted.clone();
        self.read(move |db, _| Ok(book::activity_page(db, &wanted)?)).await.map_err(reading)
    }

    /// Takes about two seconds for a million lines.
    async fn integrity(&self) -> Result<Integrity, LedgerError> {
        let walk =
            |db: &Connection, _: &Path| Ok(Integrity { log: chain::verify(db)?, former: chain::verify_former(db)? });
        self.read(walk).await.map_err(reading)
    }

    async fn export_activity(&self, target: &Path) -> Result<u64, ArchiveError> {
        let target = target.to_owned();
        self.read(move |db, _| export::export(db, &target)).await
    }

    async fn back_up(&self, target: &Path) -> Result<Contents, ArchiveError> {
        let target = target.to_owned();
        self.read(move |db, _| archive::back_up(db, &target)).await
    }

    async fn examine(&self, backup: &Path) -> Result<Examined, ArchiveError> {
        let backup = backup.to_owned();
        self.read(move |db, ledger| archive::examine(db, ledger, &backup)).await
    }

    async fn restore(&self, backup: &Path, now: Timestamp) -> Result<Restored, ArchiveError> {
        let (backup, gate) = (backup.to_owned(), self.gate.clone());
        let work = move |book: &mut Book| {
            let _closed = gate.write().unwrap_or_else(PoisonError::into_inner);
            archive::restore(book, &backup, now)
        };
        let restored = self.worker.call(work).await;
        restored.map_err(|gone| LedgerError::Failed(gone.to_string()))?.map_err(|Stop(error)| error)
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

    async fn policies(&self, realm: Realm) -> Result<Policies, LedgerError> {
        self.call(move |book| book.policies(realm)).await
    }

    async fn policy(&self, account: AccountId, id: &PolicyId) -> Result<Option<PolicyRecord>, LedgerError> {
        let id = id.clone();
        self.call(move |book| book.policy(account, &id)).await
    }

    async fn add_policies(&self, records: &[PolicyRecord], entry: &Entry) -> Result<(), LedgerError> {
        let (records, entry) = (records.to_vec(), entry.clone());
        self.call(move |book| book.add_policies(&records, &entry)).await
    }

    async fn put_reasons(&self, reworded: &[Reworded]) -> Result<(), LedgerError> {
        let reworded = reworded.to_vec();
        self.call(move |book| book.put_reasons(&reworded)).await
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

    async fn spending_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Attempt>, LedgerError> {
        self.call(move |book| book.spending_since(account, since)).await
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
