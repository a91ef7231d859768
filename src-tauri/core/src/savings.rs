//! What was saved, and whether that can be believed.
//!
//! L is the list (compare-at) cost, P the price, F cancellation fees, R refunds, H the instance-hours reserved and h
//! those used; u = h / H. Every figure that cannot be reckoned exactly is absent, never zero.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::account::{Account, Payment};
use crate::money::{Currency, Money, Ratio};
use crate::policy::{CancelFee, PolicyRecord, Stage};

/// L − P.
pub fn saving(list: Money, price: Money) -> Option<Money> {
    list.minus(price).ok()
}

/// (L − P) / L: the share of the list cost that is saved.
pub fn rate(list: Money, price: Money) -> Option<Ratio> {
    saving(list, price)?.amount.checked_div(list.amount).map(Ratio)
}

/// P / L: the share of the reserved hours below which the commitment costs more than paying on demand.
pub fn break_even_use(list: Money, price: Money) -> Option<Ratio> {
    (list.currency == price.currency).then(|| price.amount.checked_div(list.amount)).flatten().map(Ratio)
}

/// 1 − (P + F − R) / (u × L): the saving that is left when only the share `used` of the hours is used.
pub fn effective_rate(list: Money, paid: Money, used: Ratio) -> Option<Ratio> {
    if list.currency != paid.currency {
        return None;
    }
    let base = list.amount.checked_mul(used.0)?;
    Decimal::ONE.checked_sub(paid.amount.checked_div(base)?).map(Ratio)
}

/// 1 − commit / overcommit: Gcore's discount.
pub fn discount(commit: Decimal, overcommit: Decimal) -> Option<Ratio> {
    Decimal::ONE.checked_sub(commit.checked_div(overcommit)?).map(Ratio)
}

/// term × commit / overcommit: after how many months of full use the term costs less than paying as one goes.
pub fn break_even_months(months: u32, commit: Decimal, overcommit: Decimal) -> Option<Decimal> {
    commit.checked_mul(Decimal::from(months))?.checked_div(overcommit)
}

/// refund − needed hours × L / H: the highest cancellation fee at which cancelling still pays.
pub fn highest_fee(refund: Money, needed_hours: Decimal, list: Money, reserved_hours: Decimal) -> Option<Money> {
    let replacement = list.amount.checked_mul(needed_hours)?.checked_div(reserved_hours)?;
    refund.minus(Money::new(replacement, list.currency)).ok()
}

/// Whether a vendor's compare-at price can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// Nothing speaks against it.
    Plausible,
    /// The ordinary tariff is more than five times the reserved one. Published discounts of either vendor end well
    /// below 80 %, so such a figure is more likely test data than an offer.
    TooFar,
    /// The ordinary tariff lies below the reserved one: there is no saving to speak of.
    Below,
    /// One of the two is zero or negative.
    NotAPrice,
}

/// Weighs a reserved price against the price it is compared with.
pub fn check_baseline(price: Decimal, list: Decimal) -> Baseline {
    if price <= Decimal::ZERO || list <= Decimal::ZERO {
        return Baseline::NotAPrice;
    }
    if list < price {
        return Baseline::Below;
    }
    match price.checked_mul(Decimal::from(5)) {
        Some(far) if list > far => Baseline::TooFar,
        _ => Baseline::Plausible,
    }
}

/// The price of a policy in its account's currency, without processing fees.
pub fn price(account: &Account, record: &PolicyRecord) -> Option<Money> {
    record.price_charged.or_else(|| Some(Money::new(record.policy.pricing.price?, account.currency)))
}

/// The processing fee, if it is known which one applies and how much it is.
pub fn processing_fee(account: &Account, record: &PolicyRecord) -> Option<Money> {
    let fee = match account.payment {
        Payment::Unknown => None,
        Payment::Card => record.policy.pricing.card_fee,
        Payment::Bank => record.policy.pricing.bank_fee,
    };
    fee.map(|fee| Money::new(fee, account.currency))
}

/// The list cost of a policy in its account's currency.
pub fn list(account: &Account, record: &PolicyRecord) -> Option<Money> {
    Some(Money::new(record.policy.pricing.list?, account.currency))
}

/// Sums in one currency over a realm's policies. What could not be reckoned is counted beside the sum it is missing from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Saved on policies whose window has begun and that were kept, less processing and cancellation fees that are known.
    pub realised: Money,
    /// What those policies would have cost on demand: the base of the saving.
    pub realised_list: Money,
    /// Kept policies whose saving is not known.
    pub realised_unknown: u32,
    /// Kept policies whose processing fee is not known, and is therefore not subtracted.
    pub before_fees: u32,
    /// Cancellation fees in `realised` whose unit the vendor has not confirmed.
    pub assumed_fees: u32,
    /// Cancellations whose fee is not known.
    pub unknown_fees: u32,
    /// Paid for windows that have not ended.
    pub committed: Money,
    /// Policies in `committed` whose price is not known.
    pub committed_unknown: u32,
    /// Price of bought policies that can still be cancelled free of charge, for certain.
    pub free_to_cancel: Money,
    /// How many those are.
    pub free_to_cancel_count: u32,
}

impl Totals {
    fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            realised: zero,
            realised_list: zero,
            realised_unknown: 0,
            before_fees: 0,
            assumed_fees: 0,
            unknown_fees: 0,
            committed: zero,
            committed_unknown: 0,
            free_to_cancel: zero,
            free_to_cancel_count: 0,
        }
    }

    fn count(&mut self, account: &Account, record: &PolicyRecord, now: Timestamp) {
        let vendor_now = account.vendor_time(now);
        let price = price(account, record);
        match record.stage(vendor_now) {
            Stage::Running => {
                self.keep(account, record);
                self.commit(price);
            }
            Stage::Ended => self.keep(account, record),
            Stage::Scheduled => self.commit(price),
            Stage::Cancelled => self.give_back(account, record),
            Stage::Ready | Stage::Lapsed | Stage::Unknown => {}
        }
        let free = record.bought()
            && record.cancelled.is_none()
            && record.free_cancel_until().is_some_and(|until| vendor_now < until);
        if let (true, Some(price)) = (free, price) {
            add(&mut self.free_to_cancel, price);
            self.free_to_cancel_count += 1;
        }
    }

    fn keep(&mut self, account: &Account, record: &PolicyRecord) {
        let known = list(account, record).zip(price(account, record));
        let Some((list, saved)) = known.and_then(|(list, price)| Some((list, saving(list, price)?))) else {
            self.realised_unknown += 1;
            return;
        };
        add(&mut self.realised, saved);
        add(&mut self.realised_list, list);
        match processing_fee(account, record) {
            Some(fee) => subtract(&mut self.realised, fee),
            None => self.before_fees += 1,
        }
    }

    fn commit(&mut self, price: Option<Money>) {
        match price {
            Some(price) => add(&mut self.committed, price),
            None => self.committed_unknown += 1,
        }
    }

    fn give_back(&mut self, account: &Account, record: &PolicyRecord) {
        if !record.bought() {
            return;
        }
        match &record.cancelled {
            Some(cancelled) if cancelled.free && cancelled.fee.is_none() => {}
            Some(cancelled) => match cancelled.fee {
                Some(CancelFee::Amount { value }) => {
                    subtract(&mut self.realised, Money::new(value, account.currency));
                    self.assumed_fees += 1;
                }
                Some(CancelFee::RefundPercent { .. }) | None => self.unknown_fees += 1,
            },
            None => self.unknown_fees += 1,
        }
    }
}

// A sum that overflows 28 digits keeps its last exact value: such prices are no prices, and the baseline check says so.
fn add(sum: &mut Money, amount: Money) {
    *sum = sum.plus(amount).unwrap_or(*sum);
}

fn subtract(sum: &mut Money, amount: Money) {
    *sum = sum.minus(amount).unwrap_or(*sum);
}

/// The totals of one realm, one entry a currency.
pub fn totals<'a>(
    policies: impl IntoIterator<Item = (&'a Account, &'a PolicyRecord)>,
    now: Timestamp,
) -> BTreeMap<Currency, Totals> {
    let mut totals = BTreeMap::new();
    for (account, record) in policies {
        totals.entry(account.currency).or_insert_with(|| Totals::zero(account.currency)).count(account, record, now);
    }
    totals
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::decimal;

    fn usd(text: &str) -> Money {
        Money::new(decimal(text).unwrap(), Currency::USD)
    }

    fn percent(ratio: Option<Ratio>) -> String {
        ratio.unwrap().percent().unwrap().to_string()
    }

    #[test]
    fn the_flexcompute_sample_saves_3_63_which_is_29_98_percent() {
        let (list, price) = (usd("12.11"), usd("8.48"));
        assert_eq!(saving(list, price).unwrap().rounded().to_string(), "3.63");
        assert_eq!(percent(rate(list, price)), "29.98");
        assert_eq!(percent(break_even_use(list, price)), "70.02");
        assert_eq!(percent(effective_rate(list, price, Ratio(decimal("0.6").unwrap()))), "-16.71");
        assert_eq!(list.per(decimal("142.5").unwrap()).unwrap().amount.round_dp(4).to_string(), "0.0850");
    }

    #[test]
    fn the_gcore_samples_are_57_44_percent_and_implausible() {
        let (commit, overcommit) = (decimal("1302.45570000").unwrap(), decimal("3060.60768000").unwrap());
        assert_eq!(percent(discount(commit, overcommit)), "57.44");
        assert_eq!(break_even_months(12, commit, overcommit).unwrap().round_dp(1).to_string(), "5.1");
        assert_eq!(check_baseline(commit, overcommit), Baseline::Plausible);
        let (commit, overcommit) = (decimal("117.00000000").unwrap(), decimal("22154.92500000").unwrap());
        assert_eq!(check_baseline(commit, overcommit), Baseline::TooFar);
    }

    #[test]
    fn a_baseline_of_nothing_is_no_price() {
        assert_eq!(check_baseline(Decimal::ONE, Decimal::ZERO), Baseline::NotAPrice);
        assert_eq!(check_baseline(Decimal::TWO, Decimal::ONE), Baseline::Below);
        assert_eq!(rate(usd("0"), usd("1")), None);
    }

    proptest! {
        #[test]
        fn saving_plus_price_is_list(list in 0i64..10_000_000, price in 0i64..10_000_000) {
            let (list, price) = (Money::new(Decimal::new(list, 2), Currency::USD), Money::new(Decimal::new(price, 2), Currency::USD));
            prop_assert_eq!(saving(list, price).unwrap().plus(price).unwrap(), list);
        }

        #[test]
        fn full_use_gives_the_nominal_rate_and_break_even_use_gives_none(list in 1i64..10_000_000, price in 1i64..10_000_000) {
            let (list, price) = (Money::new(Decimal::new(list, 2), Currency::USD), Money::new(Decimal::new(price, 2), Currency::USD));
            let nominal = rate(list, price).unwrap().percent();
            prop_assert_eq!(effective_rate(list, price, Ratio(Decimal::ONE)).unwrap().percent(), nominal);
            let even = break_even_use(list, price).unwrap();
            let left = effective_rate(list, price, even).unwrap().0;
            prop_assert!(left.abs() < Decimal::new(1, 12), "{left}");
        }

        #[test]
        fn using_less_never_saves_more(list in 1i64..1_000_000, price in 1i64..1_000_000, used in 2i64..100) {
            let (list, price) = (Money::new(Decimal::new(list, 2), Currency::USD), Money::new(Decimal::new(price, 2), Currency::USD));
            let at = |share| effective_rate(list, price, Ratio(Decimal::new(share, 2))).unwrap();
            prop_assert!(at(used - 1) <= at(used));
        }
    }
}
