//! Secrets that live until Berth quits.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use berth_core::account::{Account, AccountId};
use berth_core::ports::{Vault, VaultError};
use berth_core::secret::Secret;

/// Secrets in this process's memory, wiped when they are dropped.
#[derive(Debug, Default)]
pub struct MemoryVault {
    secrets: Mutex<HashMap<AccountId, Secret>>,
}

impl MemoryVault {
    fn secrets(&self) -> MutexGuard<'_, HashMap<AccountId, Secret>> {
        // Each change of the map is a single call, so a thread that died while holding it left it whole.
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn store(&self, account: &Account, secret: Secret) -> Result<(), VaultError> {
        self.secrets().insert(account.id, secret);
        Ok(())
    }

    async fn read(&self, account: &Account) -> Result<Option<Secret>, VaultError> {
        Ok(self.secrets().get(&account.id).cloned())
    }

    async fn remove(&self, account: &Account) -> Result<bool, VaultError> {
        Ok(self.secrets().remove(&account.id).is_some())
    }
}
