//! One request at a time on one subject, within this process. The ledger holds the same rule across processes.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::account::AccountId;
use crate::error::{Code, Failure};

type Key = (AccountId, String);

#[derive(Clone, Default)]
pub(super) struct Locks(Arc<Mutex<HashSet<Key>>>);

impl Locks {
    /// Takes the lock on a subject, or says that something is under way on it.
    pub(super) fn take(&self, account: AccountId, subject: &str) -> Result<Lock, Failure> {
        let key = (account, subject.to_owned());
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        if taken {
            Ok(Lock { locks: self.clone(), key })
        } else {
            Err(Failure::new(
                Code::AlreadyRunning,
                "The same request is already under way. Nothing was sent a second time. Wait for its answer.",
            ))
        }
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
