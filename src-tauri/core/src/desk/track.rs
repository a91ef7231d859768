//! Track: take a policy that was bought elsewhere into the ledger by its id.

use super::Desk;
use crate::account::AccountId;
use crate::error::Failure;
use crate::policy::{Policy, PolicyId, PolicyRecord, Source};
use crate::ports::LedgerError;

impl Desk {
    /// Tracks a policy. One that is known already is left as it is. Nothing is sent: the vendor has no way to ask.
    pub async fn track(&self, account: AccountId, id: PolicyId) -> Result<PolicyRecord, Failure> {
        let account = self.cloudidr(account).await?;
        if let Some(known) = self.roles.ledger.policy(account.id, &id).await? {
            return Ok(known);
        }
        let entry = self.entry(account.id, id.to_string(), "tracked");
        let record = PolicyRecord::new(account.id, Policy::unknown(id), Source::Tracked, self.now());
        match self.roles.ledger.add_policies(std::slice::from_ref(&record), &entry).await {
            // An answer of the vendor's has brought it meanwhile, and knows more of it.
            Err(LedgerError::There(id)) => self.policy_record(account.id, &id).await,
            added => Ok(added.map(|()| record)?),
        }
    }
}
