//! What was saved, and whether that can be believed.
//!
//! L is the list (compare-at) cost, P the price, F cancellation fees, R refunds, H the instance-hours reserved and h
//! those used; u = h / H. Every figure that cannot be reckoned exactly is absent, never zero.

use std::cmp::Reverse;
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

/// total / months: the monthly equivalent of a commitment. Nothing for no months.
pub fn monthly(total: Money, months: u32) -> Option<Money> {
    total.per(Decimal::from(months))
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
    /// It lies apart from the ordinary tariffs that other policies or quotes name for the same thing (see `bases`).
    OutOfLine,
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
    /// The policies that these sums are over, also those that make nothing of them.
    pub policies: usize,
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
    /// What one policy comes to alone.
    pub(crate) fn of_one(account: &Account, record: &PolicyRecord, now: Timestamp) -> Self {
        let mut own = Self::zero(account.currency);
        own.count(account, record, now);
        own
    }

    /// These sums and others of the same currency.
    pub(crate) fn join(&mut self, other: &Self) {
        self.policies += other.policies;
        add_part(&mut self.realised, other.realised);
        add_part(&mut self.realised_list, other.realised_list);
        self.realised_unknown += other.realised_unknown;
        self.before_fees += other.before_fees;
        self.assumed_fees += other.assumed_fees;
        self.unknown_fees += other.unknown_fees;
        add_part(&mut self.committed, other.committed);
        self.committed_unknown += other.committed_unknown;
        add_part(&mut self.free_to_cancel, other.free_to_cancel);
        self.free_to_cancel_count += other.free_to_cancel_count;
    }

    pub(crate) fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            policies: 0,
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
        self.policies += 1;
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
            Some(price) if price.currency == self.committed.currency => add(&mut self.committed, price),
            Some(_) | None => self.committed_unknown += 1,
        }
    }

    fn give_back(&mut self, account: &Account, record: &PolicyRecord) {
        if !record.bought() {
            return;
        }
        match &record.cancelled {
            Some(cancelled) if cancelled.cost_nothing() => {}
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

/// What one policy makes of the realised savings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it cost. Absent for one that was cancelled.
    pub price: Option<Money>,
    /// What the same would have cost on demand.
    pub list: Option<Money>,
    /// The fee on top: for processing, or for the cancellation. Absent where it is not known.
    pub fee: Option<Money>,
    /// What it saved, net of the fee as far as that is known; below zero where it cost more. Absent where nobody can tell.
    pub net: Option<Money>,
}

/// What a policy makes of the realised savings at `now`: one that was kept and has begun, or that was cancelled for a fee.
/// The nets of all policies are what [`totals`] says is realised.
pub fn made(account: &Account, record: &PolicyRecord, now: Timestamp) -> Option<Made> {
    let own = Totals::of_one(account, record, now);
    match record.stage(account.vendor_time(now)) {
        Stage::Running | Stage::Ended => Some(Made {
            price: price(account, record),
            list: list(account, record),
            fee: processing_fee(account, record),
            net: (own.realised_unknown == 0).then_some(own.realised),
        }),
        Stage::Cancelled => {
            let known = own.assumed_fees > 0;
            let fee = Money::zero(account.currency).minus(own.realised).ok().filter(|_| known);
            let made = Made { price: None, list: None, fee, net: known.then_some(own.realised) };
            (known || own.unknown_fees > 0).then_some(made)
        }
        Stage::Ready | Stage::Lapsed | Stage::Scheduled | Stage::Unknown => None,
    }
}

// A sum that overflows 28 digits keeps its last exact value: such prices are no prices, and the baseline check says so.
pub(crate) fn add(sum: &mut Money, amount: Money) {
    *sum = sum.plus(amount).unwrap_or(*sum);
}

/// Adds a sum to a sum. Most parts of most policies are nothing, and adding that takes time as well.
pub(crate) fn add_part(sum: &mut Money, amount: Money) {
    if !amount.amount.is_zero() {
        add(sum, amount);
    }
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

/// Sums of several currencies in the order in which they are shown: the one that most policies are sold in first, for which
/// nobody has to know what one is worth in another; those of as many by their codes.
pub fn by_use<T>(sums: &BTreeMap<Currency, T>, policies: impl Fn(&T) -> usize) -> Vec<&T> {
    let mut sums: Vec<_> = sums.values().collect();
    sums.sort_by_key(|sums| Reverse(policies(sums)));
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::account::Payment;
    use crate::money::decimal;
    use crate::policy::{Cancellation, Policy, PolicyId, PolicyStatus, Source};
    use crate::window::{Moment, Window};

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
    fn each_policy_makes_its_part_of_the_realised_savings_and_all_of_them_the_whole() {
        let account = Account { payment: Payment::Card, ..Account::sample() };
        let now = NOW.parse().unwrap();
        let cancelled = |fee, free| {
            changed(|record| {
                record.policy.status = Some(PolicyStatus::Canceled);
                record.bought_at = Some(Timestamp::UNIX_EPOCH);
                record.cancelled = Some(Cancellation { at: now, message: None, fee, free });
            })
        };
        let records = [
            running(),
            changed(|record| record.policy.pricing.list = None),
            cancelled(Some(CancelFee::Amount { value: decimal("4.24").unwrap() }), false),
            cancelled(None, false),
            cancelled(None, true),
            changed(|record| record.policy.window = window("2026-02-10T00:00:00Z", "2026-02-11T00:00:00Z")),
        ];
        let parts: Vec<_> = records.iter().map(|record| made(&account, record, now)).collect();
        let [Some(kept), Some(unlisted), Some(charged), Some(unknown), rest @ ..] = &parts[..] else {
            panic!("{parts:?}")
        };
        assert_eq!((kept.net, kept.fee), (Some(usd("3.08")), Some(usd("0.55"))), "3.63 less the fee for a card");
        assert_eq!((unlisted.price, unlisted.net), (Some(usd("8.48")), None));
        assert_eq!((charged.price, charged.fee, charged.net), (None, Some(usd("4.24")), Some(usd("-4.24"))));
        assert_eq!((unknown.fee, unknown.net), (None, None));
        assert_eq!(rest, [None, None], "given back for nothing, and not begun");
        let nets = parts.iter().flatten().filter_map(|made| made.net);
        let sum = nets.fold(usd("0"), |sum, net| sum.plus(net).unwrap());
        assert_eq!(sum, totals(records.iter().map(|record| (&account, record)), now)[&Currency::USD].realised);
    }

    const NOW: &str = "2026-01-10T12:00:00Z";

    /// A bought policy of 8.48 for 12.11 that runs at `NOW`.
    fn running() -> PolicyRecord {
        let mut policy = Policy::unknown(PolicyId::parse("sc_1").unwrap());
        policy.status = Some(PolicyStatus::Active);
        policy.created_at = Some("2026-01-08T12:00:00Z".parse().unwrap());
        policy.window = window("2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z");
        policy.pricing.price = decimal("8.48").ok();
        policy.pricing.list = decimal("12.11").ok();
        policy.pricing.card_fee = decimal("0.55").ok();
        policy.pricing.bank_fee = decimal("0.07").ok();
        PolicyRecord::new(Account::sample().id, policy, Source::Reserved, Timestamp::UNIX_EPOCH)
    }

    fn window(start: &str, end: &str) -> Option<Window> {
        Window::new(Moment::parse(start).unwrap(), Moment::parse(end).unwrap()).ok()
    }

    fn changed(change: impl FnOnce(&mut PolicyRecord)) -> PolicyRecord {
        let mut record = running();
        change(&mut record);
        record
    }

    fn summed(account: &Account, records: &[PolicyRecord]) -> Totals {
        let mut sums = totals(records.iter().map(|record| (account, record)), NOW.parse().unwrap());
        // How many they are of is what another test is about.
        Totals { policies: 0, ..sums.remove(&account.currency).unwrap() }
    }

    fn cancelled(free: bool, told: Option<CancelFee>) -> PolicyRecord {
        let at = NOW.parse().unwrap();
        changed(|record| record.cancelled = Some(Cancellation { at, message: None, fee: told, free }))
    }

    fn nothing() -> Totals {
        Totals::zero(Currency::USD)
    }

    #[test]
    fn what_runs_is_realised_and_committed_and_what_is_to_come_committed_only() {
        let account = Account::sample();
        let running = running();
        let ended = changed(|record| record.policy.window = window("2026-01-09T00:00:00Z", "2026-01-10T00:00:00Z"));
        let ahead = changed(|record| record.policy.window = window("2026-01-12T00:00:00Z", "2026-01-13T00:00:00Z"));
        let unpaid = changed(|record| record.policy.status = Some(PolicyStatus::ReadyForPurchase));
        let kept = Totals { realised: usd("3.63"), realised_list: usd("12.11"), before_fees: 1, ..nothing() };
        assert_eq!(summed(&account, &[running]), Totals { committed: usd("8.48"), ..kept.clone() });
        assert_eq!(summed(&account, std::slice::from_ref(&ended)), kept);
        assert_eq!(summed(&account, &[ahead]), Totals { committed: usd("8.48"), ..nothing() });
        assert_eq!(summed(&account, &[unpaid]), nothing());
        let twice = Totals { realised: usd("7.26"), realised_list: usd("24.22"), before_fees: 2, ..nothing() };
        assert_eq!(summed(&account, &[ended.clone(), ended]), twice);
    }

    #[test]
    fn a_processing_fee_is_taken_off_where_it_is_known_which_one_it_is() {
        for (payment, realised, before_fees) in
            [(Payment::Card, "3.08", 0), (Payment::Bank, "3.56", 0), (Payment::Unknown, "3.63", 1)]
        {
            let totals = summed(&Account { payment, ..Account::sample() }, &[running()]);
            assert_eq!((totals.realised, totals.before_fees), (usd(realised), before_fees));
        }
    }

    #[test]
    fn what_is_not_known_is_counted_beside_the_sum_it_is_missing_from() {
        let account = Account::sample();
        let no_list = changed(|record| record.policy.pricing.list = None);
        let no_price = changed(|record| record.policy.pricing.price = None);
        let totals = summed(&account, &[no_list, no_price.clone(), no_price]);
        assert_eq!((totals.realised_unknown, totals.committed_unknown), (3, 2));
        assert_eq!((totals.realised, totals.committed), (usd("0"), usd("8.48")));
    }

    #[test]
    fn a_cancellation_costs_its_fee_and_nothing_when_it_was_free() {
        let account = Account::sample();
        let fee = |value: &str| Some(CancelFee::Amount { value: decimal(value).unwrap() });
        assert_eq!(summed(&account, &[cancelled(true, None)]), nothing());
        let dear = Totals { realised: usd("-50"), assumed_fees: 1, ..nothing() };
        assert_eq!(summed(&account, &[cancelled(false, fee("50"))]), dear);
        assert_eq!(summed(&account, &[cancelled(true, fee("50"))]), dear, "a fee that was told outweighs the clock");
        let share = Some(CancelFee::RefundPercent { value: decimal("25").unwrap() });
        let gone = changed(|record| record.bought_at = Some(Timestamp::UNIX_EPOCH));
        let gone = PolicyRecord { policy: Policy { status: Some(PolicyStatus::Canceled), ..gone.policy }, ..gone };
        let unknown = [cancelled(false, share), cancelled(false, None), gone.clone()];
        assert_eq!(summed(&account, &unknown), Totals { unknown_fees: 3, ..nothing() });
        assert_eq!(summed(&account, &[PolicyRecord { bought_at: None, ..gone }]), nothing(), "never paid for");
    }

    #[test]
    fn what_can_still_be_cancelled_free_is_summed_up_to_the_last_moment() {
        let account = Account::sample();
        let created = |at: &str| changed(|record| record.policy.created_at = Some(at.parse().unwrap()));
        let free = |record: PolicyRecord| {
            let totals = summed(&account, &[record.clone(), record]);
            (totals.free_to_cancel, totals.free_to_cancel_count)
        };
        assert_eq!(free(created("2026-01-10T11:45:00.000000001Z")), (usd("16.96"), 2));
        assert_eq!(free(created("2026-01-10T11:45:00Z")), (usd("0"), 0));
        let mut cancelled = created("2026-01-10T11:50:00Z");
        cancelled.cancelled = self::cancelled(true, None).cancelled;
        assert_eq!(free(cancelled), (usd("0"), 0));
        let mut unpaid = created("2026-01-10T11:50:00Z");
        unpaid.policy.status = Some(PolicyStatus::ReadyForPurchase);
        assert_eq!(free(unpaid), (usd("0"), 0));
    }

    #[test]
    fn each_currency_has_sums_of_its_own() {
        let euros = Account { currency: "EUR".parse().unwrap(), ..Account::sample() };
        let (dollars, record) = (Account::sample(), running());
        let totals = totals([(&euros, &record), (&dollars, &record), (&euros, &record)], NOW.parse().unwrap());
        let committed: Vec<_> = totals.values().map(|totals| totals.committed.to_string()).collect();
        assert_eq!(committed, ["16.96 EUR", "8.48 USD"]);
    }

    #[test]
    fn the_currency_of_most_policies_stands_first_and_those_of_as_many_by_their_codes() {
        let in_currency = |code: &str| Account { currency: code.parse().unwrap(), ..Account::sample() };
        let (dollars, euros, yen) = (in_currency("USD"), in_currency("EUR"), in_currency("JPY"));
        let (running, gone) = (running(), changed(|record| record.policy.status = Some(PolicyStatus::Completed)));
        let sold = [(&euros, &running), (&yen, &running), (&dollars, &gone), (&dollars, &gone)];
        let totals = totals(sold, NOW.parse().unwrap());
        let order = by_use(&totals, |totals| totals.policies);
        assert_eq!(
            order.iter().map(|totals| totals.realised.currency.code()).collect::<Vec<_>>(),
            ["USD", "EUR", "JPY"]
        );
    }

    #[test]
    fn the_price_that_was_charged_outweighs_the_one_that_was_told() {
        let charged = changed(|record| record.price_charged = Some(usd("9.48")));
        assert_eq!(price(&Account::sample(), &charged), Some(usd("9.48")));
        assert_eq!(price(&Account::sample(), &running()), Some(usd("8.48")));
        assert_eq!(list(&Account::sample(), &running()), Some(usd("12.11")));
    }

    #[test]
    fn cancelling_pays_up_to_what_the_rest_would_not_cost_on_demand() {
        let fee = highest_fee(usd("8.48"), decimal("10").unwrap(), usd("12.11"), decimal("142.5").unwrap()).unwrap();
        assert_eq!(fee.rounded().to_string(), "7.63");
        assert_eq!(highest_fee(usd("1"), Decimal::ONE, usd("1"), Decimal::ZERO), None);
    }

    #[test]
    fn figures_of_two_currencies_make_no_share() {
        let euros = Money::new(Decimal::ONE, "EUR".parse().unwrap());
        assert_eq!(rate(usd("2"), euros), None);
        assert_eq!(break_even_use(usd("2"), euros), None);
        assert_eq!(effective_rate(usd("2"), euros, Ratio(Decimal::ONE)), None);
    }

    #[test]
    fn a_baseline_is_believed_up_to_five_times_the_price() {
        let weigh = |price: &str, list: &str| check_baseline(decimal(price).unwrap(), decimal(list).unwrap());
        assert_eq!(weigh("1", "5"), Baseline::Plausible);
        assert_eq!(weigh("1", "5.01"), Baseline::TooFar);
        assert_eq!(weigh("1", "1"), Baseline::Plausible, "no saving, and nothing against it");
        assert_eq!(weigh("0", "1"), Baseline::NotAPrice);
        assert_eq!(weigh("-1", "1"), Baseline::NotAPrice);
        assert_eq!(weigh("1", "-1"), Baseline::NotAPrice);
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

        #[test]
        fn a_discount_and_what_remains_to_pay_are_the_whole(commit in 0i64..1_000_000, overcommit in 1i64..1_000_000) {
            let (commit, overcommit) = (Decimal::new(commit, 2), Decimal::new(overcommit, 2));
            let left = Decimal::ONE - discount(commit, overcommit).unwrap().0;
            prop_assert!((left * overcommit - commit).abs() < Decimal::new(1, 12), "{left}");
        }

        #[test]
        fn at_break_even_the_months_paid_as_one_goes_cost_what_the_term_costs(
            months in 1u32..=36,
            commit in 0i64..1_000_000,
            overcommit in 1i64..1_000_000,
        ) {
            let (commit, overcommit) = (Decimal::new(commit, 2), Decimal::new(overcommit, 2));
            let even = break_even_months(months, commit, overcommit).unwrap();
            let (as_one_goes, term) = (even * overcommit, commit * Decimal::from(months));
            prop_assert!((as_one_goes - term).abs() < Decimal::new(1, 12), "{even}");
        }

        #[test]
        fn so_many_monthly_equivalents_are_the_total(total in 0i64..100_000_000, months in 1u32..=36) {
            let total = Money::new(Decimal::new(total, 2), Currency::USD);
            let each = monthly(total, months).unwrap();
            prop_assert!((each.amount * Decimal::from(months) - total.amount).abs() < Decimal::new(1, 12), "{each}");
            prop_assert_eq!(monthly(total, 0), None);
        }

        #[test]
        fn the_highest_fee_falls_with_each_hour_that_is_needed_and_leaves_nothing_over(
            refund in 0i64..1_000_000,
            list in 1i64..1_000_000,
            reserved in 1i64..10_000,
            needed in 1i64..10_000,
        ) {
            let usd = |cents| Money::new(Decimal::new(cents, 2), Currency::USD);
            let fee = |hours: i64| highest_fee(usd(refund), Decimal::from(hours), usd(list), Decimal::from(reserved)).unwrap();
            prop_assert_eq!(fee(0), usd(refund), "nothing is needed: all of it is worth paying");
            prop_assert!(fee(needed).amount < fee(needed - 1).amount);
            let replaced = usd(list).amount * Decimal::from(needed) / Decimal::from(reserved);
            prop_assert!((fee(needed).amount + replaced - usd(refund).amount).abs() < Decimal::new(1, 12));
        }

        #[test]
        fn what_was_realised_is_the_savings_of_what_was_kept_less_the_fees(
            kept in prop::collection::vec((1i64..100_000, 1i64..100_000), 1..6),
            fees in prop::collection::vec(1i64..100_000, 0..4),
            free in 0usize..3,
        ) {
            let account = Account::sample();
            let usd = |cents: i64| Money::new(Decimal::new(cents, 2), Currency::USD);
            let policies = kept.iter().map(|&(list, price)| {
                changed(|record| {
                    record.policy.pricing.list = Some(usd(list).amount);
                    record.policy.pricing.price = Some(usd(price).amount);
                })
            });
            let ended_early = fees.iter().map(|&fee| cancelled(false, Some(CancelFee::Amount { value: usd(fee).amount })));
            let given_back = (0..free).map(|_| cancelled(true, None));
            let all: Vec<_> = policies.chain(ended_early).chain(given_back).collect();
            let expected = kept.iter().map(|(list, price)| list - price).sum::<i64>() - fees.iter().sum::<i64>();
            prop_assert_eq!(summed(&account, &all).realised.amount, usd(expected).amount);
        }
    }
}
