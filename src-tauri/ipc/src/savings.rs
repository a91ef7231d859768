//! Savings: sums by currency and account, and the policies that make them.

use std::collections::BTreeMap;
use std::sync::Arc;

use berth_core::account::{Account, AccountId, Realm};
use berth_core::money::Ratio;
use berth_core::policy::{PolicyRecord, Stage};
use berth_core::savings::{self, Made};
use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

use crate::view::{MoneyView, TotalsView, brief, percent};

/// Policies of one currency that are listed at most, the latest first. The sums are of all.
const ROWS: usize = 200;

/// The savings of a realm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavingsView {
    /// Which realm.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// One a currency; two are never added.
    pub currencies: Vec<CurrencySavingsView>,
}

/// What was saved in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurrencySavingsView {
    /// Of all accounts together.
    pub totals: TotalsView,
    /// Of each account that has any.
    pub accounts: Vec<AccountSavingsView>,
    /// The policies that make what is realised, the latest first.
    pub rows: Vec<SavedRowView>,
    /// How many more of them there are.
    pub more: usize,
}

/// What one account saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountSavingsView {
    /// Which.
    pub account: String,
    /// Its sums.
    pub totals: TotalsView,
}

/// What one policy makes of the realised savings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedRowView {
    /// Whose.
    pub account: String,
    /// Its id.
    pub policy: String,
    /// Its name.
    pub name: Option<String>,
    /// Kept, and still running or over; or cancelled for a fee.
    #[ts(type = "Stage")]
    pub stage: Stage,
    /// What it cost; `null` for one that was cancelled.
    pub price: Option<MoneyView>,
    /// What the same would have cost on demand.
    pub list: Option<MoneyView>,
    /// The fee on top: for processing, or for the cancellation. `null` where it is not known.
    pub fee: Option<MoneyView>,
    /// What it saved, net of the fee as far as that is known. `null` where nobody can tell.
    pub net: Option<MoneyView>,
    /// Percent of `list`, two digits after the point.
    pub share: Option<String>,
}

impl SavingsView {
    /// The savings of these policies at `now`.
    pub fn new(realm: Realm, accounts: &[Account], records: &[Arc<PolicyRecord>], now: Timestamp) -> Self {
        let by_id: BTreeMap<AccountId, &Account> = accounts.iter().map(|account| (account.id, account)).collect();
        let owned: Vec<_> =
            records.iter().filter_map(|record| Some((*by_id.get(&record.account)?, record.as_ref()))).collect();
        let currencies = savings::totals(owned.iter().copied(), now).into_iter().map(|(currency, totals)| {
            let here = || owned.iter().copied().filter(move |(account, _)| account.currency == currency);
            let own = |account: &&Account| {
                let totals = savings::totals(here().filter(|(owner, _)| owner.id == account.id), now);
                let totals = TotalsView::from(totals.get(&currency)?);
                Some(AccountSavingsView { account: account.id.to_string(), totals })
            };
            let made = |(account, record)| Some((account, record, savings::made(account, record, now)?));
            let mut rows: Vec<_> = here().filter_map(made).collect();
            rows.sort_by_key(|(_, record, _)| std::cmp::Reverse(record.policy.window.map(|window| window.start.at)));
            CurrencySavingsView {
                totals: (&totals).into(),
                accounts: accounts.iter().filter_map(|account| own(&account)).collect(),
                more: rows.len().saturating_sub(ROWS),
                rows: rows.iter().take(ROWS).map(|(account, record, made)| row(account, record, *made, now)).collect(),
            }
        });
        Self { realm, currencies: currencies.collect() }
    }
}

fn row(account: &Account, record: &PolicyRecord, made: Made, now: Timestamp) -> SavedRowView {
    let share = made.net.zip(made.list).and_then(|(net, list)| net.amount.checked_div(list.amount));
    SavedRowView {
        account: account.id.to_string(),
        policy: record.policy.id.to_string(),
        name: record.policy.name.as_deref().map(brief),
        stage: record.stage(account.vendor_time(now)),
        price: made.price.map(MoneyView::from),
        list: made.list.map(MoneyView::from),
        fee: made.fee.map(MoneyView::from),
        net: made.net.map(MoneyView::from),
        share: share.map(Ratio).and_then(percent),
    }
}
