//! The ledger as a whole: looked through, verified, exported, backed up, restored.

use std::path::Path;

use super::Desk;
use crate::error::{Code, Effect, Failure};
use crate::ports::{ActivityLine, ActivityQuery, Contents, Examined, Integrity, Restored};
use crate::say;

impl Desk {
    /// Why the ledger cannot be written, if so: it can close to writing at any time, when the disk fails it.
    pub async fn read_only_because(&self) -> Result<Option<String>, Failure> {
        Ok(self.roles.archive.read_only_because().await?)
    }

    /// A page of the activity log, newest first.
    pub async fn activity(&self, wanted: &ActivityQuery) -> Result<Vec<ActivityLine>, Failure> {
        Ok(self.roles.archive.activity_page(wanted).await?)
    }

    /// Whether the activity log is as it was written. A break blocks nothing but that claim.
    pub async fn integrity(&self) -> Result<Integrity, Failure> {
        Ok(self.roles.archive.integrity().await?)
    }

    /// Writes the activity log to a new file; returns how many lines.
    pub async fn export_activity(&self, target: &Path) -> Result<u64, Failure> {
        Ok(self.roles.archive.export_activity(target).await?)
    }

    /// The name that an export made now is offered under.
    pub fn export_name(&self) -> String {
        format!("berth-activity-{}.jsonl", self.now().strftime("%Y-%m-%d"))
    }

    /// The name that a backup made now is offered under.
    pub fn backup_name(&self) -> String {
        format!("berth-ledger-{}.db", self.now().strftime("%Y-%m-%d"))
    }

    /// Writes the ledger to a new file; returns what was read back from it.
    pub async fn back_up(&self, target: &Path) -> Result<Contents, Failure> {
        Ok(self.roles.archive.back_up(target).await?)
    }

    /// Checks a backup and says what restoring it would do.
    pub async fn examine_backup(&self, backup: &Path) -> Result<Examined, Failure> {
        Ok(self.roles.archive.examine(backup).await?)
    }

    /// Restores a backup. What it holds as on its way is in doubt from then on, as after any restart.
    ///
    /// MONEY: no review that was opened before holds afterwards.
    pub async fn restore_backup(&self, backup: &Path) -> Result<Restored, Failure> {
        if self.busy() {
            return Err(Failure::new(
                Code::AlreadyRunning,
                say!(
                    "A request is on its way to a vendor. The ledger is as it was. Wait for the answer, then restore the backup."
                ),
            ));
        }
        self.reviews().clear();
        self.sessions().clear();
        let restored = self.roles.archive.restore(backup, self.now()).await?;
        self.restart().await.map_err(|failure| {
            let message = say!("The backup was restored, and then the ledger could not be written. What was on its way stays locked. Restart Berth, and check the disk.");
            Failure::new(failure.code, message).effect(Effect::Applied).detail(failure.detail)
        })?;
        Ok(restored)
    }
}
