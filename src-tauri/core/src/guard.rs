//! What an account may spend: safe mode and limits, reckoned from the vendor's own figures.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::account::Account;
use crate::money::Money;

/// Spending limits of one account, in its currency. `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The most one purchase may cost.
    pub per_purchase: Option<Decimal>,
    /// The most that may be spent in one UTC day.
    pub per_day: Option<Decimal>,
    /// The most that may be spent in one UTC calendar month.
    pub per_month: Option<Decimal>,
}

/// What was already spent. Purchases in doubt count as spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// In this UTC day.
    pub today: Money,
    /// In this UTC calendar month.
    pub this_month: Money,
    /// Purchases of this month whose price is not known, and which the sums therefore lack.
    pub unpriced: u32,
}

/// Which of the three limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// One purchase.
    Purchase,
    /// One UTC day.
    Day,
    /// One UTC calendar month.
    Month,
}

/// Why a purchase may not go ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GuardError {
    /// Safe mode is on.
    #[error("safe mode is on")]
    SafeMode,
    /// A limit would be passed.
    #[error("the {limit:?} limit of {allowed} leaves {left}")]
    OverLimit {
        /// Which.
        limit: Limit,
        /// What it allows.
        allowed: Money,
        /// What it leaves before this purchase; never below zero.
        left: Money,
    },
    /// A limit is set, but the price is not known, so it cannot be checked.
    #[error("a limit is set and the price is not known")]
    PriceUnknown,
    /// The price is in another currency than the limits, or beyond exact reckoning.
    #[error("the price cannot be weighed against the limits")]
    NotComparable,
}

/// What the tightest limit leaves, before a purchase. `None`: no limit is set.
pub fn left(account: &Account, spent: &Spent) -> Result<Option<(Limit, Money)>, GuardError> {
    let money = |amount| Money::new(amount, account.currency);
    let limits = [
        (Limit::Purchase, account.limits.per_purchase, Money::zero(account.currency)),
        (Limit::Day, account.limits.per_day, spent.today),
        (Limit::Month, account.limits.per_month, spent.this_month),
    ];
    let mut tightest: Option<(Limit, Money)> = None;
    for (limit, allowed, used) in limits {
        let Some(allowed) = allowed else { continue };
        let rest = money(allowed).minus(used).map_err(|_| GuardError::NotComparable)?;
        let rest = money(rest.amount.max(Decimal::ZERO));
        if tightest.is_none_or(|(_, least)| rest.amount < least.amount) {
            tightest = Some((limit, rest));
        }
    }
    Ok(tightest)
}

/// Whether a purchase at `price` may go ahead.
///
/// MONEY: called with the vendor's figure as the ledger holds it, never with one that came from the page.
pub fn allow(account: &Account, spent: &Spent, price: Option<Money>) -> Result<(), GuardError> {
    if account.safe_mode {
        return Err(GuardError::SafeMode);
    }
    let Some((limit, rest)) = left(account, spent)? else { return Ok(()) };
    let price = price.ok_or(GuardError::PriceUnknown)?;
    if price.currency != account.currency {
        return Err(GuardError::NotComparable);
    }
    if spent.unpriced > 0 && limit != Limit::Purchase {
        return Err(GuardError::PriceUnknown);
    }
    if price.amount <= rest.amount {
        return Ok(());
    }
    let allowed = match limit {
        Limit::Purchase => account.limits.per_purchase,
        Limit::Day => account.limits.per_day,
        Limit::Month => account.limits.per_month,
    };
    let allowed = Money::new(allowed.unwrap_or_default(), account.currency);
    Err(GuardError::OverLimit { limit, allowed, left: rest })
}
