//! Where secrets are kept: the operating system's keychain, or memory for those who chose it. Never a file.
//!
//! [`Vaults`] is what the rules see: it looks at the account's own choice and passes the call on. A keychain that fails
//! never falls back to memory by itself; its error says which of the four ways it failed in, and the user decides.

mod keychain;
mod keyring;
mod memory;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use berth_core::account::{Account, Keep};
use berth_core::ports::{Vault, VaultError};
use berth_core::secret::Secret;

pub use self::keyring::{Deadlines, KeyringVault, OpenStore};
pub use self::memory::MemoryVault;

/// The keychain's name for everything that is Berth's: the attribute `service` of each item.
pub const SERVICE: &str = "app.berth.desktop";

/// The keychain and memory, told apart by [`Account::keep`].
///
/// Each account's secret lies in one of the two. Whoever changes where an account keeps its secret removes it from the
/// old place with the old account, and stores it in the new place with the new one.
#[derive(Debug)]
pub struct Vaults {
    keychain: KeyringVault,
    memory: MemoryVault,
}

impl Vaults {
    /// This user's keychain, and an empty memory. Opens nothing yet: the keychain is asked when it is first needed.
    pub fn new() -> Self {
        Self::over(KeyringVault::new(SERVICE))
    }

    /// A keychain of the caller's, and an empty memory.
    pub fn over(keychain: KeyringVault) -> Self {
        Self { keychain, memory: MemoryVault::default() }
    }

    fn of(&self, account: &Account) -> &dyn Vault {
        match account.keep {
            Keep::Keychain => &self.keychain,
            Keep::UntilQuit => &self.memory,
        }
    }
}

impl Default for Vaults {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Vault for Vaults {
    async fn store(&self, account: &Account, secret: Secret) -> Result<(), VaultError> {
        self.of(account).store(account, secret).await
    }

    async fn read(&self, account: &Account) -> Result<Option<Secret>, VaultError> {
        self.of(account).read(account).await
    }

    async fn remove(&self, account: &Account) -> Result<bool, VaultError> {
        self.of(account).remove(account).await
    }
}
