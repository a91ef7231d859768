//! Overview: what the desk shows, from the ledger alone, so that it is there before any network is.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::Desk;
use crate::account::{Account, AccountId, Realm};
use crate::attempt::{Attempt, State};
use crate::error::Failure;
use crate::policy::{PolicyId, PolicyRecord};
use crate::portfolio::{Portfolio, Standing};
use crate::ports::LoggedEntry;

/// What waits in a realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RealmCount {
    /// Which.
    pub realm: Realm,
    /// Connected accounts.
    pub accounts: u32,
    /// Attempts in doubt: what is under way still is not one yet.
    pub doubts: u32,
}

/// Everything the desk shows of one realm.
#[derive(Debug)]
pub struct Overview {
    /// The sandbox and live always, test when it has an account.
    pub realms: Vec<RealmCount>,
    /// Its accounts, policies, open attempts and quotes.
    pub portfolio: Arc<Portfolio>,
    /// How its cards stand now.
    pub standing: Arc<Standing>,
}

/// Everything known of one policy.
#[derive(Clone, Debug)]
pub struct PolicyDetail {
    /// Whose.
    pub account: Account,
    /// The policy.
    pub record: PolicyRecord,
    /// The attempt that locks it.
    pub open: Option<Attempt>,
    /// Its activity, oldest first.
    pub activity: Vec<LoggedEntry>,
}

impl Desk {
    /// The overview of a realm.
    pub async fn overview(&self, realm: Realm) -> Result<Overview, Failure> {
        let (accounts, open) = (self.accounts().await?, self.open_attempts().await?);
        let realms = count(&accounts, &open);
        let portfolio = self.assemble(realm, accounts, open).await?;
        let standing = portfolio.standing(self.now());
        Ok(Overview { realms, portfolio, standing })
    }

    /// A realm's policies and open attempts. What did not change since the last time is not reckoned again.
    pub async fn portfolio(&self, realm: Realm) -> Result<Arc<Portfolio>, Failure> {
        self.assemble(realm, self.accounts().await?, self.open_attempts().await?).await
    }

    /// The portfolio that an account is part of.
    pub async fn portfolio_of(&self, account: AccountId) -> Result<Arc<Portfolio>, Failure> {
        self.portfolio(self.account(account).await?.realm()).await
    }

    async fn assemble(
        &self,
        realm: Realm,
        mut accounts: Vec<Account>,
        mut open: Vec<Attempt>,
    ) -> Result<Arc<Portfolio>, Failure> {
        accounts.retain(|account| account.realm() == realm);
        open.retain(|attempt| accounts.iter().any(|account| account.id == attempt.account));
        let policies = self.roles.ledger.policies(realm).await?;
        let quotes = self.roles.ledger.quotes(realm).await?;
        let before = self.portfolios().get(&realm).cloned();
        if let Some(before) = before.as_ref().filter(|before| before.is_of(&accounts, &policies, &open, &quotes)) {
            return Ok(Arc::clone(before));
        }
        let portfolio = Arc::new(Portfolio::new(before.as_deref(), accounts, policies, open, quotes));
        self.portfolios().insert(realm, Arc::clone(&portfolio));
        Ok(portfolio)
    }

    fn portfolios(&self) -> MutexGuard<'_, HashMap<Realm, Arc<Portfolio>>> {
        self.portfolios.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One policy with its history.
    pub async fn policy_detail(&self, account: AccountId, id: &PolicyId) -> Result<PolicyDetail, Failure> {
        let account = self.account(account).await?;
        let record = self.policy_record(account.id, id).await?;
        let open = self.open_on(account.id, id).await?.into_iter().next();
        let activity = self.roles.ledger.activity(account.id, id.as_str()).await?;
        Ok(PolicyDetail { account, record, open, activity })
    }
}

fn count(accounts: &[Account], open: &[Attempt]) -> Vec<RealmCount> {
    let realm_of = |id: AccountId| accounts.iter().find(|account| account.id == id).map(Account::realm);
    let count = |realm| {
        let connected = |account: &&Account| account.realm() == realm && account.forgotten_at.is_none();
        let in_doubt = |attempt: &&Attempt| attempt.state == State::Unknown && realm_of(attempt.account) == Some(realm);
        let doubts = open.iter().filter(in_doubt).count();
        RealmCount {
            realm,
            accounts: u32::try_from(accounts.iter().filter(connected).count()).unwrap_or(u32::MAX),
            doubts: u32::try_from(doubts).unwrap_or(u32::MAX),
        }
    };
    [Realm::Sandbox, Realm::Live, Realm::Test]
        .into_iter()
        .map(count)
        .filter(|shown| shown.realm != Realm::Test || accounts.iter().any(|account| account.realm() == Realm::Test))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::account::Endpoint;
    use crate::attempt::{AttemptId, Operation};

    fn open(account: AccountId, state: State) -> Attempt {
        Attempt {
            id: AttemptId(Uuid::nil()),
            account,
            operation: Operation::Purchase,
            subject: "sc_1".into(),
            state,
            price_seen: None,
            request: serde_json::Value::Null,
            recorded_at: Timestamp::UNIX_EPOCH,
            sent_at: None,
            sends: 0,
            changed_at: Timestamp::UNIX_EPOCH,
            answer: None,
            note: None,
        }
    }

    #[test]
    fn a_request_under_way_is_not_counted_as_a_doubt_nor_a_doubt_in_another_realm() {
        let live = Account::sample();
        let sandbox = Account { id: AccountId(Uuid::max()), endpoint: Endpoint::Sandbox, ..Account::sample() };
        let attempts = [
            open(live.id, State::Recorded),
            open(live.id, State::Sent),
            open(live.id, State::Unknown),
            open(live.id, State::Unknown),
            open(sandbox.id, State::Sent),
        ];
        let counted = count(&[live, sandbox], &attempts);
        let doubts: Vec<_> = counted.iter().map(|count| (count.realm, count.doubts)).collect();
        assert_eq!(doubts, [(Realm::Sandbox, 0), (Realm::Live, 2)]);
    }
}
