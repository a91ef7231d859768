//! Overview: what the desk shows, from the ledger alone, so that it is there before any network is.

use std::collections::{BTreeMap, HashMap};

use super::Desk;
use crate::account::{Account, AccountId, Realm};
use crate::attempt::{Attempt, State};
use crate::bases::Bases;
use crate::error::Failure;
use crate::money::Currency;
use crate::policy::{PolicyId, PolicyRecord};
use crate::ports::LoggedEntry;
use crate::quote::Quote;
use crate::savings::{self, Totals};

/// A policy with what stands open on it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The record.
    pub record: PolicyRecord,
    /// The attempt that locks it.
    pub open: Option<Attempt>,
}

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
    /// Accounts of the realm.
    pub accounts: Vec<Account>,
    /// Its policies.
    pub policies: Vec<Shown>,
    /// Open attempts without a policy to stand on.
    pub loose: Vec<Attempt>,
    /// Sums by currency.
    pub totals: BTreeMap<Currency, Totals>,
    /// Quotes, newest first.
    pub quotes: Vec<Quote>,
    /// What the bases of their savings are set against.
    pub bases: Bases,
}

/// Everything known of one policy.
#[derive(Clone, Debug)]
pub struct PolicyDetail {
    /// Whose.
    pub account: Account,
    /// The policy.
    pub shown: Shown,
    /// Its activity, oldest first.
    pub activity: Vec<LoggedEntry>,
}

impl Desk {
    /// The overview of a realm.
    pub async fn overview(&self, realm: Realm) -> Result<Overview, Failure> {
        let ledger = &self.roles.ledger;
        let all = self.accounts().await?;
        let open = self.open_attempts().await?;
        let realms = count(&all, &open);
        let accounts: Vec<_> = all.into_iter().filter(|account| account.realm() == realm).collect();
        let records = ledger.policies(realm).await?;
        let mut open: Vec<_> =
            open.into_iter().filter(|attempt| accounts.iter().any(|account| account.id == attempt.account)).collect();
        let by_id: HashMap<AccountId, &Account> = accounts.iter().map(|account| (account.id, account)).collect();
        let owned = records.iter().filter_map(|record| Some((*by_id.get(&record.account)?, record)));
        let totals = savings::totals(owned, self.now());
        let quotes = ledger.quotes(realm).await?;
        let bases = Bases::new(&accounts, &records, &quotes);
        let policies = records
            .into_iter()
            .map(|record| {
                let own = |attempt: &Attempt| {
                    attempt.account == record.account && attempt.subject == record.policy.id.as_str()
                };
                let at = open.iter().position(own);
                Shown { open: at.map(|at| open.remove(at)), record }
            })
            .collect();
        Ok(Overview { realms, policies, loose: open, totals, quotes, bases, accounts })
    }

    /// The accounts of a realm and their policies: what its savings are made of.
    pub async fn owned(&self, realm: Realm) -> Result<(Vec<Account>, Vec<PolicyRecord>), Failure> {
        let accounts = self.accounts().await?.into_iter().filter(|account| account.realm() == realm).collect();
        Ok((accounts, self.roles.ledger.policies(realm).await?))
    }

    /// What the bases of savings in a realm are set against.
    pub async fn bases(&self, realm: Realm) -> Result<Bases, Failure> {
        let ledger = &self.roles.ledger;
        Ok(Bases::new(&self.accounts().await?, &ledger.policies(realm).await?, &ledger.quotes(realm).await?))
    }

    /// One policy with its history.
    pub async fn policy_detail(&self, account: AccountId, id: &PolicyId) -> Result<PolicyDetail, Failure> {
        let account = self.account(account).await?;
        let record = self.policy_record(account.id, id).await?;
        let open = self.open_on(account.id, id).await?.into_iter().next();
        let activity = self.roles.ledger.activity(account.id, id.as_str()).await?;
        Ok(PolicyDetail { account, shown: Shown { record, open }, activity })
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
