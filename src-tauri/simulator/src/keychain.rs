//! The rest of the machine: a keychain that fails now and then, and the roles that no history uses.

use std::path::Path;

use async_trait::async_trait;
use berth_core::account::{Account, Loopback, Origin};
use berth_core::ports::{
    ActivityLine, ActivityQuery, Archive, ArchiveError, Contents, Examined, Integrity, LedgerError, Origins, Restored,
    Vault, VaultError,
};
use berth_core::secret::Secret;
use jiff::Timestamp;

use crate::coverage::{Deed, Situation};
use crate::world::Machine;

impl Machine {
    async fn keychain(&self) -> Result<(), VaultError> {
        self.rest().await;
        let fails = self.world.with(|world| {
            let fails = world.fault(40);
            if fails {
                world.saw(Situation::User(Deed::KeychainFails));
                world.tell(|| "  the keychain fails".to_owned());
            }
            fails
        });
        // The keychain may ask the user something, which takes as long as it takes.
        self.rest().await;
        if fails { Err(VaultError::TimedOut) } else { Ok(()) }
    }
}

#[async_trait]
impl Vault for Machine {
    async fn store(&self, _: &Account, _: Secret) -> Result<(), VaultError> {
        self.keychain().await
    }

    async fn read(&self, _: &Account) -> Result<Option<Secret>, VaultError> {
        self.keychain().await?;
        Ok(Secret::parse("password".to_owned()).ok())
    }

    async fn remove(&self, _: &Account) -> Result<bool, VaultError> {
        self.keychain().await?;
        Ok(true)
    }
}

#[async_trait]
impl Origins for Machine {
    async fn resolve(&self, _: &Account) -> Result<Origin, String> {
        Ok(Origin::Loopback(Loopback::v4(9)))
    }
}

/// No history looks at the ledger as a whole: what that does is a file's affair.
#[async_trait]
impl Archive for Machine {
    async fn read_only_because(&self) -> Result<Option<String>, LedgerError> {
        Err(no_archive())
    }

    async fn activity_page(&self, _: &ActivityQuery) -> Result<Vec<ActivityLine>, LedgerError> {
        Err(no_archive())
    }

    async fn integrity(&self) -> Result<Integrity, LedgerError> {
        Err(no_archive())
    }

    async fn export_activity(&self, _: &Path) -> Result<u64, ArchiveError> {
        Err(no_archive().into())
    }

    async fn back_up(&self, _: &Path) -> Result<Contents, ArchiveError> {
        Err(no_archive().into())
    }

    async fn examine(&self, _: &Path) -> Result<Examined, ArchiveError> {
        Err(no_archive().into())
    }

    async fn restore(&self, _: &Path, _: Timestamp) -> Result<Restored, ArchiveError> {
        Err(no_archive().into())
    }
}

fn no_archive() -> LedgerError {
    LedgerError::Failed("a ledger made of numbers has no archive".to_owned())
}
