use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::RoundingStrategy;
use uuid::Uuid;

use super::*;
use crate::account::Payment;
use crate::money::decimal;
use crate::policy::{Cancellation, Policy, PolicyId, PolicyStatus, Source};
use crate::quote::{Basket, BasketLine, OfferRow, PriceStatus, QuoteId};
use crate::window::{Moment, Window};

const NOW: &str = "2026-01-10T12:00:00Z";

fn number(text: &str) -> Decimal {
    decimal(text).unwrap()
}

fn euro() -> Currency {
    "EUR".parse().unwrap()
}

/// An amount with four digits after the point, as the page shows a price per hour.
fn four(money: Option<Money>) -> String {
    let digits = |money: Money| money.amount.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
    money.map_or("–".into(), |money| format!("{:.4}", digits(money)))
}

fn cents(money: Option<Money>) -> String {
    money.map_or("–".into(), |money| money.to_string())
}

fn percent(ratio: Option<Ratio>) -> String {
    ratio.and_then(Ratio::percent).map_or("–".into(), |percent| percent.to_string())
}

fn used(percent: i64) -> Ratio {
    Ratio(Decimal::new(percent, 2))
}

/// The vendor's printed policy: 71.25 hours of two c5.large for 8.48 instead of 12.11.
fn sample() -> PolicyRecord {
    let mut policy = Policy::unknown(PolicyId::parse("sc_830349911839").unwrap());
    policy.status = Some(PolicyStatus::Active);
    let moment = |text| Moment::parse(text).unwrap();
    policy.window = Window::new(moment("2026-01-10T00:00:00-08:00"), moment("2026-01-12T23:15:00-08:00")).ok();
    policy.instance.kind = Some("c5.large".into());
    policy.instance.quantity = Some(2);
    policy.instance.vcpu = Some(2);
    policy.instance.memory = Some(Decimal::from(4));
    policy.instance.gpu = Some(0);
    policy.pricing.price = Some(number("8.48"));
    policy.pricing.list = Some(number("12.11"));
    policy.pricing.card_fee = Some(number("0.55"));
    PolicyRecord::new(Account::sample().id, policy, Source::Reserved, Timestamp::UNIX_EPOCH)
}

fn changed(change: impl FnOnce(&mut PolicyRecord)) -> PolicyRecord {
    let mut record = sample();
    change(&mut record);
    record
}

fn column(record: &PolicyRecord) -> Column {
    Column::of_policy(&Account::sample(), record, NOW.parse().unwrap(), &Catalogue::default())
}

fn tariff(per_hour: &str, per_month: &str, total: &str) -> Tariff {
    Tariff { per_hour: number(per_hour), per_month: number(per_month), total: number(total) }
}

fn offer(term: Term, commit: Tariff, overcommit: Tariff) -> Offer {
    let row = OfferRow {
        resource: "bm1-hf-medium_min".into(),
        commit,
        overcommit,
        unit: "H".into(),
        hours_per_month: number("744"),
    };
    Offer {
        term,
        status: PriceStatus::Show,
        currency: Some(euro()),
        commit: Some(commit),
        overcommit: Some(overcommit),
        rows: vec![row],
    }
}

/// Three machines at the tariff of the printed reservation, for both terms.
fn quote() -> Quote {
    let overcommit = tariff("4.11372", "3060.60768", "36727.29216");
    let year = tariff("1.7506125", "1302.4557", "15629.4684");
    let three = tariff("1.3575276", "1010.0005344", "36360.0192384");
    let shape = Shape { vcpu: Some(16), memory: Some(Decimal::from(128)), gpu: None };
    Quote {
        id: QuoteId(Uuid::nil()),
        account: Account::sample().id,
        basket: Basket {
            region: 76,
            lines: vec![BasketLine { resource: "bm1-hf-medium".into(), count: 3 }],
            windows_licences: false,
        },
        region_name: "Sines-3".into(),
        taken_at: Timestamp::UNIX_EPOCH,
        offers: vec![offer(Term::Months12, year, overcommit), offer(Term::Months36, three, overcommit)],
        shapes: BTreeMap::from([("bm1-hf-medium".into(), shape)]),
    }
}

fn term(quote: &Quote, term: Term) -> Column {
    Column::of_term(quote, term, &Catalogue::default())
}

#[test]
fn the_printed_policy_comes_to_its_printed_figures() {
    let column = column(&sample());
    assert_eq!(column.instance_hours().unwrap().to_string(), "142.5");
    assert_eq!((cents(column.total), column.fee), ("8.48 USD".into(), None));
    assert_eq!(four(column.list_per_instance_hour()), "0.0850");
    assert_eq!(four(column.per_instance_hour()), "0.0595");
    assert_eq!(four(column.per_vcpu_hour()), "0.0298");
    assert_eq!((column.gpus, column.per_gpu_hour()), (Some(0), None), "no GPU has no price");
    assert_eq!((column.vcpus, column.memory), (Some(4), Some(Decimal::from(8))));
    assert_eq!(percent(column.saving_rate()), "29.98");
    assert_eq!(percent(column.break_even_use()), "70.02");
    assert_eq!(percent(column.effective_rate(used(60))), "-16.71");
    assert_eq!(percent(column.effective_rate(used(100))), "29.98");
    assert_eq!(four(column.per_used_hour(used(60))), "0.0992");
    assert_eq!((column.break_even_months(), column.baseline), (None, Some(Baseline::Plausible)));
    assert_eq!(cents(column.per_month(HoursOfMonth::Average)), "86.88 USD");
    assert_eq!(cents(column.per_instance_month(HoursOfMonth::Longest)), "44.27 USD");
}

#[test]
fn the_printed_reservation_pays_after_five_months() {
    let column = term(&quote(), Term::Months12);
    assert_eq!(cents(column.per_month(HoursOfMonth::Longest)), "1302.46 EUR");
    assert_eq!(cents(column.against.map(|against| against.list)), "3060.61 EUR");
    assert_eq!(column.break_even_months().unwrap().round_dp(1).to_string(), "5.1");
    assert_eq!(percent(column.break_even_use()), "42.56");
    assert_eq!(column.instance_hours().unwrap().to_string(), "26784");
    assert_eq!(four(column.per_instance_hour()), "0.5835");
    assert_eq!(four(column.per_vcpu_hour()), "0.0365");
    assert_eq!((column.gpus, column.per_gpu_hour()), (None, None), "of GPUs nothing was said");
    assert_eq!(cents(column.total), "15629.47 EUR");
    assert_eq!(term(&quote(), Term::Months36).break_even_months().unwrap().round_dp(1).to_string(), "11.9");
}

#[test]
fn what_the_vendor_bills_for_such_a_month_is_its_own_figure_and_another_month_is_scaled() {
    let column = term(&quote(), Term::Months12);
    let billed = column.billed.unwrap();
    assert_eq!(column.per_month(HoursOfMonth::Longest), Some(billed.price));
    let average = column.per_month(HoursOfMonth::Average).unwrap();
    assert_eq!(average.amount, number("1302.4557") * Decimal::from(730) / Decimal::from(744));
    let unsaid = Column { billed: Some(Billed { hours: None, ..billed }), ..column };
    assert_eq!(unsaid.per_month(HoursOfMonth::Average).unwrap().amount, number("1.7506125") * Decimal::from(730));
}

#[test]
fn a_compare_at_price_that_cannot_be_believed_is_marked() {
    let far = Quote {
        offers: vec![offer(
            Term::Months12,
            tariff("0.15725878", "117.00000000", "1404.000000"),
            tariff("29.7781", "22154.92500000", "265859.1"),
        )],
        ..quote()
    };
    assert_eq!(term(&far, Term::Months12).baseline, Some(Baseline::TooFar));
    assert_eq!(cents(term(&far, Term::Months12).per_month(HoursOfMonth::Longest)), "117.00 EUR");
}

#[test]
fn a_month_has_730_hours_or_744_or_those_of_the_calendar() {
    let hours = |text| HoursOfMonth::parse(text).map(|month| month.hours().to_string());
    assert_eq!(hours("730"), Some("730".into()));
    assert_eq!(hours("744"), Some("744".into()));
    assert_eq!(hours("2026-02"), Some("672".into()));
    assert_eq!(hours("2028-02"), Some("696".into()));
    assert_eq!(hours("2026-11"), Some("720".into()));
    for text in ["", "731", "2026", "2026-13", "2026-1", "02-2026", "2026-02-01"] {
        assert_eq!(hours(text), None, "{text:?}");
    }
}

#[test]
fn a_processing_fee_is_told_beside_the_price_and_what_it_leaves_of_the_saving() {
    let account = Account { payment: Payment::Card, ..Account::sample() };
    let column = Column::of_policy(&account, &sample(), NOW.parse().unwrap(), &Catalogue::default());
    assert_eq!((cents(column.total), cents(column.fee)), ("8.48 USD".into(), "0.55 USD".into()));
    assert_eq!((four(column.per_instance_hour()), percent(column.break_even_use())), ("0.0595".into(), "70.02".into()));
    assert_eq!(percent(column.effective_rate_after_fee(used(100))), "25.43");
    assert_eq!(percent(column.effective_rate_after_fee(used(60))), "-24.28");
    assert_eq!(self::column(&sample()).effective_rate_after_fee(used(60)), None, "which fee it is, is not known");
    let at = NOW.parse().unwrap();
    let cancelled = Some(Cancellation { at, message: None, fee: None, free: true });
    let cancelled = changed(|record| record.cancelled = cancelled);
    let column = Column::of_policy(&account, &cancelled, at, &Catalogue::default());
    assert_eq!(column.effective_rate_after_fee(used(60)), None, "whether it is paid back is not known");
}

#[test]
fn what_is_not_told_is_not_known_and_never_zero() {
    let nothing = PolicyRecord::new(
        Account::sample().id,
        Policy::unknown(PolicyId::parse("sc_1").unwrap()),
        Source::Tracked,
        Timestamp::UNIX_EPOCH,
    );
    let nothing = column(&nothing);
    assert_eq!((nothing.currency(), nothing.instance_hours(), nothing.picture()), (None, None, None));
    assert_eq!((nothing.per_month(HoursOfMonth::Average), nothing.effective_rate(used(60))), (None, None));
    let uncounted = column(&changed(|record| record.policy.instance.quantity = None));
    assert_eq!((uncounted.per_instance_hour(), uncounted.vcpus), (None, None));
    assert_eq!(percent(uncounted.break_even_use()), "70.02", "which hangs on no count");
    let unlisted = column(&changed(|record| record.policy.pricing.list = None));
    assert_eq!((unlisted.break_even_use(), unlisted.baseline, unlisted.picture()), (None, None, None));
    assert_eq!(four(unlisted.per_instance_hour()), "0.0595");
    let hidden = Quote {
        offers: quote().offers.into_iter().map(|offer| Offer { status: PriceStatus::Hide, ..offer }).collect(),
        ..quote()
    };
    let hidden = [term(&hidden, Term::Months12), Column::of_pay_as_you_go(&hidden, &Catalogue::default())];
    assert!(hidden.iter().all(|column| column.currency().is_none() && column.machines == Some(3)));
}

#[test]
fn a_cancelled_policy_costs_what_its_cancellation_left_to_pay() {
    let at = NOW.parse().unwrap();
    let cancelled = |free, message: &str| {
        let (message, fee) = (Some(message.to_owned()), CancelFee::read(message));
        let cancelled = Some(Cancellation { at, message, fee, free });
        let column = column(&changed(|record| record.cancelled = cancelled));
        (cents(column.against.and_then(|against| against.paid)), percent(column.effective_rate(used(50))))
    };
    assert_eq!(cancelled(true, "done"), ("0.00 USD".into(), "100.00".into()));
    assert_eq!(cancelled(false, "fee = 2"), ("2.00 USD".into(), "66.97".into()));
    assert_eq!(cancelled(false, "Refund=25%"), ("6.36 USD".into(), "-5.04".into()));
    assert_eq!(cancelled(false, "a fee applies"), ("–".into(), "–".into()));
    let gone = changed(|record| record.policy.status = Some(PolicyStatus::Canceled));
    assert_eq!(column(&gone).effective_rate(used(50)), None, "on what terms it was cancelled is not known");
}

#[test]
fn pay_as_you_go_binds_to_nothing_and_costs_the_same_however_little_is_used() {
    let column = Column::of_pay_as_you_go(&quote(), &Catalogue::default());
    assert_eq!((column.commitment, column.total, column.instance_hours()), (Commitment::None, None, None));
    assert_eq!(four(column.per_instance_hour()), "1.3712");
    assert_eq!(column.per_used_hour(used(10)), column.per_instance_hour());
    assert_eq!(cents(column.per_month(HoursOfMonth::Longest)), "3060.61 EUR");
    assert_eq!((column.effective_rate(used(60)), column.break_even_use(), column.picture()), (None, None, None));
    let mut two = quote();
    two.offers[1].overcommit = Some(tariff("4.2", "3124.8", "37497.6"));
    assert_eq!(Column::of_pay_as_you_go(&two, &Catalogue::default()).currency(), None, "two answers are none");
}

#[test]
fn a_basket_of_several_types_is_counted_over_all_of_them() {
    let mut mixed = quote();
    mixed.basket.lines.push(BasketLine { resource: "bm3-gpu".into(), count: 2 });
    assert_eq!(term(&mixed, Term::Months12).vcpus, None, "of one of the two nothing is known");
    mixed.shapes.insert("bm3-gpu".into(), Shape { vcpu: Some(96), memory: Some(Decimal::from(1024)), gpu: Some(8) });
    let column = term(&mixed, Term::Months12);
    assert_eq!((column.machines, column.vcpus, column.gpus), (Some(5), Some(240), None));
    assert_eq!(column.memory, Some(Decimal::from(2432)));
    mixed.shapes.get_mut("bm1-hf-medium").unwrap().gpu = Some(0);
    assert_eq!(term(&mixed, Term::Months12).gpus, Some(16));
    let bare = Quote { shapes: BTreeMap::new(), ..mixed.clone() };
    let remembered = Column::of_term(&bare, Term::Months12, &Catalogue::new(&[], &[bare.clone(), mixed]));
    assert_eq!(remembered.vcpus, Some(240), "another quote told it");
}

#[test]
fn hours_of_a_month_that_two_rows_tell_differently_are_not_known() {
    let mut odd = quote();
    let row = OfferRow { hours_per_month: number("730"), ..odd.offers[0].rows[0].clone() };
    odd.offers[0].rows.push(row);
    let column = term(&odd, Term::Months12);
    assert_eq!((column.instance_hours(), column.billed.unwrap().hours), (None, None));
    odd.offers[0].rows = vec![];
    assert_eq!(term(&odd, Term::Months12).billed.unwrap().hours, None);
}

#[test]
fn the_lowest_is_marked_within_its_currency_only() {
    let money = |amount, currency| Some(Money::new(Decimal::new(amount, 2), currency));
    let (usd, eur) = (Currency::USD, euro());
    let figures = [money(200, usd), money(100, eur), money(150, usd), None];
    assert_eq!(lowest(&figures), [false, false, true, false], "one euro is not less than two dollars");
    assert_eq!(lowest(&[money(1, usd), money(1, usd)]), [true, true]);
    assert_eq!(lowest(&[money(1, usd), None]), [false, false], "nothing stands beside it");
    assert_eq!(lowest(&[]), [] as [bool; 0]);
}

#[test]
fn a_column_at_a_rate_has_every_figure_in_the_other_currency() {
    let rate = Rate { from: euro(), to: Currency::USD, value: number("1.1"), on: Date::constant(2026, 1, 9) };
    let before = term(&quote(), Term::Months12);
    let column = before.clone().at(&rate);
    assert_eq!(cents(column.total), "17192.42 USD");
    assert_eq!(cents(column.per_month(HoursOfMonth::Longest)), "1432.70 USD");
    assert_eq!(four(column.per_instance_hour()), "0.6419");
    assert_eq!(column.picture().unwrap().ceiling().currency, Currency::USD);
    assert_eq!(column.break_even_use(), before.break_even_use(), "a share hangs on no currency");
    assert_eq!(column.effective_rate(used(60)), before.effective_rate(used(60)));
    let other = self::column(&sample()).at(&rate);
    assert_eq!((other.currency(), other.against), (None, None), "dollars are no euros");
}

#[test]
fn the_lines_cross_where_the_commitment_breaks_even() {
    let picture = column(&sample()).picture().unwrap();
    let crossing = picture.crossing.unwrap();
    assert_eq!((percent(Some(crossing.used)), cents(Some(crossing.cost))), ("70.02".into(), "8.48 USD".into()));
    assert_eq!(cents(Some(picture.ceiling())), "12.11 USD");
    let dear = changed(|record| record.policy.pricing.price = Some(number("13")));
    let picture = column(&dear).picture().unwrap();
    assert_eq!((picture.crossing, cents(Some(picture.ceiling()))), (None, "13.00 USD".into()));
    let free = changed(|record| record.policy.pricing.list = Some(Decimal::ZERO));
    assert_eq!(column(&free).picture(), None);
}

proptest! {
    #[test]
    fn both_lines_cost_the_same_at_the_crossing(price in 1i64..1_000_000, more in 0i64..1_000_000) {
        let record = changed(|record| {
            record.policy.pricing.price = Some(Decimal::new(price, 2));
            record.policy.pricing.list = Some(Decimal::new(price + more, 2));
        });
        let picture = column(&record).picture().unwrap();
        let crossing = picture.crossing.unwrap();
        let on_demand = picture.on_demand[1].cost.amount * crossing.used.0;
        prop_assert!((on_demand - crossing.cost.amount).abs() < Decimal::new(1, 15));
        prop_assert_eq!(crossing.cost, picture.committed[0].cost);
    }

    #[test]
    fn so_many_unit_prices_are_the_total(price in 1i64..100_000_000, quarters in 1i64..3_000, machines in 1u32..500, vcpu in 1u32..200) {
        let record = changed(|record| {
            let start = record.policy.window.unwrap().start;
            let at = start.at.checked_add(jiff::SignedDuration::from_mins(quarters * 15)).unwrap();
            record.policy.window = Window::new(start, Moment { at, ..start }).ok();
            record.policy.pricing.price = Some(Decimal::new(price, 2));
            record.policy.instance.quantity = Some(machines);
            record.policy.instance.vcpu = Some(vcpu);
        });
        let column = column(&record);
        let hours = column.instance_hours().unwrap();
        let total = column.total.unwrap().amount;
        let near = |sum: Decimal| (sum - total).abs() < Decimal::new(1, 9);
        prop_assert!(near(column.per_instance_hour().unwrap().amount * hours));
        prop_assert!(near(column.per_vcpu_hour().unwrap().amount * hours * Decimal::from(vcpu)));
        let month = column.per_month(HoursOfMonth::Average).unwrap().amount;
        prop_assert!(near(month * column.hours.unwrap() / Decimal::from(730)));
        let all = column.per_used_hour(Ratio(Decimal::ONE)).unwrap();
        prop_assert_eq!(all, column.per_instance_hour().unwrap());
    }

    #[test]
    fn less_use_makes_a_used_hour_dearer_and_saves_less(percent in 2i64..=100) {
        for column in [column(&sample()), term(&quote(), Term::Months36)] {
            let (less, more) = (used(percent - 1), used(percent));
            prop_assert!(column.per_used_hour(less).unwrap().amount > column.per_used_hour(more).unwrap().amount);
            prop_assert!(column.effective_rate(less).unwrap() < column.effective_rate(more).unwrap());
        }
    }

    #[test]
    fn no_figure_of_any_size_wraps_or_panics(price in any::<i64>(), list in any::<i64>(), scale in 0u32..19, machines in any::<u32>(), percent in 0i64..=100) {
        let record = changed(|record| {
            record.policy.pricing.price = Some(Decimal::new(price, scale));
            record.policy.pricing.list = Some(Decimal::new(list, scale));
            record.policy.instance.quantity = Some(machines);
            record.policy.instance.vcpu = Some(u32::MAX);
        });
        let huge = Rate { from: Currency::USD, to: euro(), value: Decimal::MAX, on: Date::constant(2026, 1, 1) };
        for column in [column(&record), column(&record).at(&huge)] {
            column.per_month(HoursOfMonth::Longest);
            column.per_used_hour(used(percent));
            column.effective_rate(used(percent));
            prop_assert_eq!(column.per_vcpu_hour().is_none(), machines == 0 || column.hourly.is_none());
            if let Some(picture) = column.picture() {
                prop_assert!(picture.ceiling().amount >= picture.committed[0].cost.amount);
            }
        }
    }
}
