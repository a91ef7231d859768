//! What an account may spend: safe mode and limits, reckoned from the vendor's own figures.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::account::Account;
use crate::money::Money;
use crate::wrong::{self, Wrong};

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
    let summed = account.limits.per_day.or(account.limits.per_month).is_some();
    let price = price.ok_or(GuardError::PriceUnknown)?;
    if price.currency != account.currency {
        return Err(GuardError::NotComparable);
    }
    // A sum that lacks a purchase holds no limit, be it the tightest by what is known or not.
    if spent.unpriced > 0 && summed {
        return Err(GuardError::PriceUnknown);
    }
    let amount = if wrong::on(Wrong::ShownPrice) { price.rounded() } else { price.amount };
    if amount <= rest.amount {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn usd(cents: i64) -> Money {
        Money::new(Decimal::new(cents, 2), Currency::USD)
    }

    /// An account that may spend, within limits in cents.
    fn account(per_purchase: Option<i64>, per_day: Option<i64>, per_month: Option<i64>) -> Account {
        let cents = |limit: Option<i64>| limit.map(|cents| Decimal::new(cents, 2));
        let limits = Limits { per_purchase: cents(per_purchase), per_day: cents(per_day), per_month: cents(per_month) };
        Account { limits, ..Account::sample() }
    }

    fn spent(today: i64, this_month: i64, unpriced: u32) -> Spent {
        Spent { today: usd(today), this_month: usd(this_month), unpriced }
    }

    #[test]
    fn what_a_limit_leaves_may_be_spent_to_the_last_cent_and_not_a_cent_more() {
        let account = account(None, Some(1000), None);
        assert_eq!(allow(&account, &spent(152, 152, 0), Some(usd(848))), Ok(()));
        let over = GuardError::OverLimit { limit: Limit::Day, allowed: usd(1000), left: usd(848) };
        assert_eq!(allow(&account, &spent(152, 152, 0), Some(usd(849))), Err(over));
    }

    #[test]
    fn the_tightest_limit_is_told_and_of_two_alike_the_one_for_a_purchase() {
        assert_eq!(left(&account(None, None, None), &spent(1, 1, 0)), Ok(None));
        let tight = |purchase, day, month| left(&account(purchase, day, month), &spent(100, 300, 0)).unwrap().unwrap();
        assert_eq!(tight(Some(500), Some(700), Some(900)), (Limit::Purchase, usd(500)));
        assert_eq!(tight(Some(601), Some(700), Some(1000)), (Limit::Day, usd(600)));
        assert_eq!(tight(Some(600), Some(700), Some(900)), (Limit::Purchase, usd(600)), "all three leave the same");
        assert_eq!(
            tight(None, Some(50), Some(299)),
            (Limit::Day, usd(0)),
            "what is overspent leaves nothing, not less"
        );
        assert_eq!(tight(None, None, Some(900)), (Limit::Month, usd(600)));
    }

    #[test]
    fn purchases_without_a_price_close_every_limit_that_sums_them_even_behind_a_tighter_one() {
        let unpriced = spent(0, 0, 1);
        let unknown = Err(GuardError::PriceUnknown);
        assert_eq!(allow(&account(Some(1000), Some(2000), None), &unpriced, Some(usd(1))), unknown);
        assert_eq!(allow(&account(Some(1000), None, Some(2000)), &unpriced, Some(usd(1))), unknown);
        assert_eq!(allow(&account(None, Some(2000), None), &unpriced, Some(usd(1))), unknown);
        assert_eq!(allow(&account(Some(1000), None, None), &unpriced, Some(usd(1))), Ok(()), "nothing is summed");
        assert_eq!(allow(&account(None, None, None), &unpriced, None), Ok(()), "no limit needs a price");
    }

    #[test]
    fn a_price_that_cannot_be_weighed_is_not_let_through() {
        let limited = account(Some(1000), None, None);
        assert_eq!(allow(&limited, &spent(0, 0, 0), None), Err(GuardError::PriceUnknown));
        let euros = Money::new(Decimal::ONE, "EUR".parse().unwrap());
        assert_eq!(allow(&limited, &spent(0, 0, 0), Some(euros)), Err(GuardError::NotComparable));
        let mixed = Spent { today: euros, ..spent(0, 0, 0) };
        assert_eq!(allow(&account(None, Some(1), None), &mixed, Some(usd(1))), Err(GuardError::NotComparable));
    }

    proptest! {
        #[test]
        fn a_purchase_passes_if_and_only_if_it_fits_all_three_limits(
            limits in prop::array::uniform3(prop::option::of(0i64..60)),
            today in 0i64..40,
            earlier in 0i64..40,
            price in 1i64..60,
            safe_mode in prop::bool::weighted(0.1),
        ) {
            let [purchase, day, month] = limits;
            let account = Account { safe_mode, ..account(purchase, day, month) };
            let used = [(purchase, 0), (day, today), (month, today + earlier)];
            let fits = used.iter().all(|(limit, used)| limit.is_none_or(|limit| used + price <= limit));
            let verdict = allow(&account, &spent(today, today + earlier, 0), Some(usd(price)));
            prop_assert_eq!(verdict.is_ok(), fits && !safe_mode);
            if let Err(GuardError::OverLimit { allowed, left, .. }) = verdict {
                let least = used.iter().filter_map(|(limit, used)| limit.map(|limit| (limit - used).max(0))).min();
                prop_assert_eq!(Some(left), least.map(usd));
                prop_assert!(limits.contains(&Some(i64::try_from(allowed.amount.mantissa()).unwrap())));
            }
        }
    }
}
