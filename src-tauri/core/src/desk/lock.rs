//! One request at a time on one subject, within this process. The ledger holds the same rule across processes.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::account::{Account, AccountId};
use crate::attempt::{Attempt, State};
use crate::error::{Code, Failure};
use crate::said::Said;
use crate::say;
use crate::wrong::{self, Wrong};

/// Whether a policy is free for a request that could spend, given the one that is open on it; or why not, as a sentence.
pub(super) fn unlocked(account: &Account, open: Option<&Attempt>) -> Result<(), Said> {
    if account.forgotten_at.is_some() {
        return Err(say!("The account's credentials were removed."));
    }
    match open.map(|attempt| attempt.state) {
        None => Ok(()),
        Some(State::Unknown) if wrong::on(Wrong::DoubtDoesNotLock) => Ok(()),
        Some(State::Unknown) => Err(say!("An earlier request is in doubt. Settle it first.")),
        Some(_) => Err(say!("A request is under way.")),
    }
}

/// A policy's id or a draft's, whichever account it is asked for under, or an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Subject(String),
    Account(AccountId),
}

#[derive(Clone, Default)]
pub(super) struct Locks(Arc<Mutex<HashSet<Key>>>);

impl Locks {
    /// Takes the lock on a subject, or says that something is under way on it.
    ///
    /// MONEY: one lock a policy, not one an account and policy: two accounts may be the same person's at the vendor.
    pub(super) fn take(&self, subject: &str) -> Result<Lock, Failure> {
        self.lock(Key::Subject(subject.to_owned())).ok_or_else(|| {
            Failure::new(
                Code::AlreadyRunning,
                say!("The same request is already under way. Nothing was sent a second time. Wait for its answer."),
            )
        })
    }

    /// Takes the lock on the account itself, which is held for two calls of the ledger at most: by whoever changes what
    /// it may spend, and by whoever weighs it.
    pub(super) fn take_account(&self, account: AccountId) -> Result<Lock, Failure> {
        self.lock(Key::Account(account)).ok_or_else(|| {
            Failure::new(
                Code::AlreadyRunning,
                say!("This account is being changed or spent from at this very moment. Nothing was sent or changed. Try again."),
            )
            .retryable()
        })
    }

    fn lock(&self, key: Key) -> Option<Lock> {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        (taken || wrong::on(Wrong::NoLock)).then(|| Lock { locks: self.clone(), key })
    }

    pub(super) fn any(&self) -> bool {
        !self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// Gives the lock back when dropped, however the use case ends.
pub(super) struct Lock {
    locks: Locks,
    key: Key,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.locks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
