//! What the ordinary tariff of one and the same thing is elsewhere in the ledger.
//!
//! A saving is only as good as its base. The vendor of a reservation names the base itself, so it is set against the bases
//! of other policies of the same instance, or of other quotes for the same basket. One that lies apart from them is not
//! proven wrong, and they are not proven right; but a saving reckoned from it is unverified.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::account::{Account, AccountId};
use crate::money::Currency;
use crate::policy::PolicyRecord;
use crate::quote::{Offer, Quote};
use crate::savings::{self, Baseline};

/// How far a base may lie from the median of the others, as a share of that median. Ordinary tariffs are changed seldom, and
/// then by less; the figure is ours.
const TOLERATED: Decimal = Decimal::from_parts(25, 0, 0, false, 2);

/// One and the same thing, whose ordinary tariff should be one and the same.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Thing {
    Instance {
        currency: Currency,
        kind: String,
        platform: Option<String>,
        tenancy: Option<String>,
        region: Option<String>,
    },
    /// A billing plan is an account's own.
    Basket { account: AccountId, currency: Currency, region: i64, lines: Vec<(String, u32)>, windows_licences: bool },
}

/// All bases of a realm.
#[derive(Debug, Default)]
pub struct Bases {
    /// In ascending order: of an instance, an hour of one; of a basket, a month of it.
    known: HashMap<Thing, Vec<Decimal>>,
}

impl Bases {
    /// The bases that these policies and quotes name. A policy whose account is not among the accounts counts for nothing.
    pub fn new<'a>(
        accounts: &[Account],
        policies: impl IntoIterator<Item = &'a PolicyRecord>,
        quotes: &[Quote],
    ) -> Self {
        let accounts: HashMap<AccountId, &Account> = accounts.iter().map(|account| (account.id, account)).collect();
        let windows = policies.into_iter().filter_map(|record| hour(accounts.get(&record.account)?, record));
        let mut known: HashMap<Thing, Vec<Decimal>> = HashMap::new();
        for (thing, base) in windows.chain(quotes.iter().filter_map(month)) {
            known.entry(thing).or_default().push(base);
        }
        for bases in known.values_mut() {
            bases.sort_unstable();
        }
        Self { known }
    }

    /// Whether a policy's list cost can be believed. `None` where it or the price is not known.
    pub fn of_policy(&self, account: &Account, record: &PolicyRecord) -> Option<Baseline> {
        let (list, price) = savings::list(account, record).zip(savings::price(account, record))?;
        Some(self.among_others(savings::check_baseline(price.amount, list.amount), hour(account, record)))
    }

    /// Whether the ordinary tariff of a quote's offer can be believed. `None` where the offer shows no prices.
    pub fn of_offer(&self, quote: &Quote, offer: &Offer) -> Option<Baseline> {
        let by_itself = offer.baseline()?;
        let own = month(quote).zip(offer.overcommit).map(|((thing, _), tariff)| (thing, tariff.per_month));
        Some(self.among_others(by_itself, own))
    }

    /// What is plausible by itself may still be out of line with the rest.
    fn among_others(&self, by_itself: Baseline, own: Option<(Thing, Decimal)>) -> Baseline {
        let Some((thing, base)) = own.filter(|_| by_itself == Baseline::Plausible) else { return by_itself };
        let others = self.known.get(&thing).and_then(|bases| median_without(bases, base));
        let apart = |others: Decimal| {
            let near = others.checked_mul(TOLERATED)?;
            Some(base.checked_sub(others)?.abs() > near)
        };
        if others.and_then(apart) == Some(true) { Baseline::OutOfLine } else { by_itself }
    }
}

/// The lower median of what is left without one of them, which need not be among them. They are in ascending order.
fn median_without(bases: &[Decimal], one: Decimal) -> Option<Decimal> {
    match bases.binary_search(&one) {
        Ok(at) => {
            let middle = bases.len().checked_sub(2)? / 2;
            bases.get(if middle < at { middle } else { middle + 1 })
        }
        Err(_) => bases.get(bases.len().checked_sub(1)? / 2),
    }
    .copied()
}

/// What an hour of one instance costs on demand, by a policy.
fn hour(account: &Account, record: &PolicyRecord) -> Option<(Thing, Decimal)> {
    let policy = &record.policy;
    let hours = policy.window?.instance_hours(policy.instance.quantity?)?;
    let thing = Thing::Instance {
        currency: account.currency,
        kind: policy.instance.kind.clone()?,
        platform: policy.instance.platform.clone(),
        tenancy: policy.instance.tenancy.clone(),
        region: policy.place.region.clone(),
    };
    Some((thing, policy.pricing.list?.checked_div(hours)?))
}

/// What a month of a basket costs without a commitment, by the first offer of a quote that tells.
fn month(quote: &Quote) -> Option<(Thing, Decimal)> {
    let told = |offer: &Offer| Some((offer.currency?, offer.shown()?.1.per_month));
    let (currency, base) = quote.offers.iter().find_map(told)?;
    let basket = &quote.basket;
    let mut lines: Vec<_> = basket.lines.iter().map(|line| (line.resource.clone(), line.count)).collect();
    lines.sort_unstable();
    let thing = Thing::Basket {
        account: quote.account,
        currency,
        region: basket.region,
        lines,
        windows_licences: basket.windows_licences,
    };
    Some((thing, base))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::policy::{Policy, PolicyId, Source};
    use crate::quote::{Basket, BasketLine, PriceStatus, QuoteId, Tariff, Term};
    use crate::window::{Moment, Window};

    /// Ten hours of two c5.large for 10.00, on demand for `list`.
    fn policy(number: usize, list: &str) -> PolicyRecord {
        let mut policy = Policy::unknown(PolicyId::parse(&format!("sc_{number}")).unwrap());
        policy.instance.kind = Some("c5.large".into());
        policy.instance.quantity = Some(2);
        policy.place.region = Some("us-west-2".into());
        policy.pricing.price = Some(Decimal::TEN);
        policy.pricing.list = Some(list.parse().unwrap());
        let at = |text: &str| Moment::parse(text).unwrap();
        policy.window = Window::new(at("2026-01-10T00:00:00Z"), at("2026-01-10T10:00:00Z")).ok();
        PolicyRecord::new(Account::sample().id, policy, Source::Reserved, Timestamp::UNIX_EPOCH)
    }

    fn found(policies: &[PolicyRecord]) -> Vec<Baseline> {
        let account = Account::sample();
        let bases = Bases::new(std::slice::from_ref(&account), policies, &[]);
        policies.iter().map(|record| bases.of_policy(&account, record).unwrap()).collect()
    }

    #[test]
    fn a_base_that_lies_apart_from_the_others_is_out_of_line_and_they_are_not() {
        use Baseline::{OutOfLine, Plausible};
        let policies: Vec<_> =
            (1..).zip(["12.10", "12.11", "12.00", "20.00"]).map(|(n, list)| policy(n, list)).collect();
        assert_eq!(found(&policies), [Plausible, Plausible, Plausible, OutOfLine]);
        assert_eq!(found(&policies[..1]), [Plausible], "nothing to set it against");
        let two = [policy(1, "12.00"), policy(2, "20.00")];
        assert_eq!(found(&two), [OutOfLine, OutOfLine], "of two that disagree neither is proven");
    }

    #[test]
    fn a_quarter_of_the_others_is_tolerated_and_no_more() {
        use Baseline::{OutOfLine, Plausible};
        let around = |list: &str| found(&[policy(1, "16"), policy(2, "16"), policy(3, "16"), policy(4, list)])[3];
        for list in ["12", "20", "16"] {
            assert_eq!(around(list), Plausible, "{list}");
        }
        for list in ["11.99", "20.01"] {
            assert_eq!(around(list), OutOfLine, "{list}");
        }
    }

    #[test]
    fn only_the_same_thing_is_set_against_another() {
        let one = policy(1, "12.00");
        let mut elsewhere = policy(2, "20.00");
        elsewhere.policy.place.region = Some("eu-west-1".into());
        let mut windows = policy(3, "40.00");
        windows.policy.instance.platform = Some("Windows Server".into());
        let mut unpriced = policy(4, "60.00");
        unpriced.policy.pricing.list = None;
        let policies = [one, elsewhere, windows];
        assert_eq!(found(&policies), [Baseline::Plausible; 3]);
        let account = Account::sample();
        assert_eq!(Bases::default().of_policy(&account, &unpriced), None);
        let foreign = Bases::new(&[], &policies, &[]);
        assert!(foreign.known.is_empty(), "of no account that is known");
    }

    #[test]
    fn what_is_wrong_by_itself_stays_so() {
        let policies = [policy(1, "12.00"), policy(2, "12.00"), policy(3, "9.00"), policy(4, "50.01")];
        assert_eq!(found(&policies)[2..], [Baseline::Below, Baseline::TooFar]);
    }

    fn quote(number: u128, count: u32, over: [&str; 2]) -> Quote {
        let tariff = |text: &str| {
            let figure: Decimal = text.parse().unwrap();
            Tariff { per_hour: figure, per_month: figure, total: figure }
        };
        let offer = |(term, over): (Term, &str)| Offer {
            term,
            status: PriceStatus::Show,
            currency: Some(Currency::USD),
            commit: Some(tariff("100")),
            overcommit: Some(tariff(over)),
            rows: Vec::new(),
        };
        Quote {
            id: QuoteId(Uuid::from_u128(number)),
            account: Account::sample().id,
            basket: Basket {
                region: 7,
                lines: vec![BasketLine { resource: "bm1-hf-medium".into(), count }],
                windows_licences: false,
            },
            region_name: "ED-10".into(),
            taken_at: Timestamp::UNIX_EPOCH,
            offers: Term::ALL.into_iter().zip(over).map(offer).collect(),
            shapes: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn a_quote_is_set_against_others_for_the_same_basket_and_not_against_itself() {
        use Baseline::{OutOfLine, Plausible};
        let quotes = [quote(1, 2, ["200", "200"]), quote(2, 2, ["200", "300"]), quote(3, 1, ["450", "450"])];
        let bases = Bases::new(&[], &[], &quotes);
        let of =
            |quote: &Quote| quote.offers.iter().map(|offer| bases.of_offer(quote, offer).unwrap()).collect::<Vec<_>>();
        assert_eq!(of(&quotes[0]), [Plausible, Plausible]);
        assert_eq!(of(&quotes[1]), [Plausible, OutOfLine]);
        assert_eq!(of(&quotes[2]), [Plausible, Plausible], "another basket");
        let mut hidden = quote(4, 2, ["200", "200"]);
        hidden.offers[0].status = PriceStatus::Hide;
        assert_eq!(bases.of_offer(&hidden, &hidden.offers[0]), None);
        assert_eq!(bases.of_offer(&hidden, &hidden.offers[1]), Some(Plausible));
    }

    proptest! {
        #[test]
        fn the_median_of_the_others_is_that_of_a_list_without_one(mut bases in proptest::collection::vec(0_i64..9, 0..9), one in 0_i64..9) {
            bases.sort_unstable();
            let mut others = bases.clone();
            if let Some(at) = others.iter().position(|base| *base == one) {
                others.remove(at);
            }
            let expected = others.get(others.len().saturating_sub(1) / 2).map(|base| Decimal::from(*base));
            let bases: Vec<_> = bases.into_iter().map(Decimal::from).collect();
            prop_assert_eq!(median_without(&bases, one.into()), expected);
        }
    }
}
