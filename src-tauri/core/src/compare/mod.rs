//! Offers of both vendors in one honest unit: what an hour costs, of a machine, of a virtual processor and of a GPU.
//!
//! A column is made of a vendor's own figures, and each is kept for the extent that it was told for. Gcore's price per hour
//! is the vendor's, not its monthly one divided, for the two differ in their last digits. Cloudidr tells one price for a
//! window and all its machines, which is divided by the window's hours. Columns of two currencies are never weighed
//! against each other, unless the user gives a rate; every figure then says so.

mod rate;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

pub use rate::{Rate, RateDraft, RateError, RateField};

use crate::account::Account;
use crate::draft::Order;
use crate::money::{Currency, Money, Ratio};
use crate::policy::{CancelFee, Instance, PolicyRecord, Stage};
use crate::quote::{Offer, Quote, Tariff, Term};
use crate::savings::{self, Baseline};
use crate::shape::{Catalogue, Shape};

/// How many hours a month is taken to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursOfMonth {
    /// 730: a twelfth of the 8760 hours of a year, as AWS reckons its monthly prices.
    Average,
    /// 744: the hours of 31 days, as Gcore bills every month.
    Longest,
    /// The hours of a month of the calendar, in UTC. Holds the month's first day.
    Actual(Date),
}

impl HoursOfMonth {
    /// Reads `730`, `744`, or a month such as `2026-02`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "730" => Some(Self::Average),
            "744" => Some(Self::Longest),
            month if month.len() == 7 => format!("{month}-01").parse().ok().map(Self::Actual),
            _ => None,
        }
    }

    /// So many hours.
    pub fn hours(self) -> Decimal {
        match self {
            Self::Average => Decimal::from(730),
            Self::Longest => Decimal::from(744),
            Self::Actual(first) => Decimal::from(i32::from(first.days_in_month()) * 24),
        }
    }
}

/// What one binds oneself to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commitment {
    /// A window, paid once.
    Window,
    /// A term, paid month by month.
    Term(Term),
    /// Nothing: what is used is paid.
    None,
}

/// A price that is billed every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Billed {
    /// What a month costs, all machines.
    pub price: Money,
    /// The hours of that month, by the vendor. Absent when it names none, or two.
    pub hours: Option<Decimal>,
}

/// What is paid against what the same would cost on demand, both for one extent: a whole window, or a month of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Against {
    /// What it costs, used or not.
    pub cost: Money,
    /// What is left to pay after a cancellation: P + F − R. Absent when the fee of one is not known.
    pub paid: Option<Money>,
    /// What the same costs on demand, all of it used.
    pub list: Money,
}

/// One offer, ready to be weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What one binds oneself to.
    pub commitment: Commitment,
    /// How many machines.
    pub machines: Option<u32>,
    /// Virtual processors of all machines.
    pub vcpus: Option<u64>,
    /// Accelerators of all machines; zero where the vendor says that there are none.
    pub gpus: Option<u64>,
    /// Memory of all machines in GiB.
    pub memory: Option<Decimal>,
    /// How long it lasts, in hours: a window as it is, a term as so many billed months.
    pub hours: Option<Decimal>,
    /// What it costs over all of that, before processing fees, as on the cards.
    pub total: Option<Money>,
    /// The processing fee on top. Absent where it is not known, and at Gcore, whose answers name none.
    pub fee: Option<Money>,
    /// An hour of all machines.
    pub hourly: Option<Money>,
    /// The same on demand.
    pub list_hourly: Option<Money>,
    /// What is billed a month, where the vendor bills by the month.
    pub billed: Option<Billed>,
    /// The cost against the list.
    pub against: Option<Against>,
    /// Whether the list can be believed.
    pub baseline: Option<Baseline>,
}

impl Column {
    /// A policy, bought or not: its price as charged, else as told.
    pub fn of_policy(account: &Account, record: &PolicyRecord, now: Timestamp, catalogue: &Catalogue) -> Self {
        let policy = &record.policy;
        let (price, list) = (savings::price(account, record), savings::list(account, record));
        let machines = policy.instance.quantity;
        let shape = catalogue.instance(&policy.instance);
        let hours = policy.window.map(|window| window.hours());
        let each = |whole: Option<Money>| whole?.per(hours?);
        let against = |(cost, list)| Against { cost, paid: paid(account, record, now, cost), list };
        Self {
            commitment: Commitment::Window,
            machines,
            vcpus: in_all(shape.vcpu, machines),
            gpus: in_all(shape.gpu, machines),
            memory: memory_in_all(shape, machines),
            hours,
            total: price,
            fee: savings::processing_fee(account, record),
            hourly: each(price),
            list_hourly: each(list),
            billed: None,
            against: price.zip(list).map(against),
            baseline: price.zip(list).map(|(price, list)| savings::check_baseline(price.amount, list.amount)),
        }
    }

    /// A window that is not asked for yet: what is known of it without the vendor, which names no price but for a policy.
    pub fn of_draft(order: Option<&Order>, catalogue: &Catalogue) -> Self {
        let instance = order.map_or_else(Instance::default, |order| Instance {
            kind: Some(order.instance_type.clone()),
            quantity: Some(order.quantity),
            ..Instance::default()
        });
        let (machines, shape) = (instance.quantity, catalogue.instance(&instance));
        Self {
            vcpus: in_all(shape.vcpu, machines),
            gpus: in_all(shape.gpu, machines),
            memory: memory_in_all(shape, machines),
            hours: order.map(|order| order.window.hours()),
            ..Self::unpriced(Commitment::Window, machines)
        }
    }

    /// One term of a quote.
    pub fn of_term(quote: &Quote, term: Term, catalogue: &Catalogue) -> Self {
        let frame = Self::of_basket(quote, Commitment::Term(term), catalogue);
        let Some(offer) = quote.offers.iter().find(|offer| offer.term == term) else { return frame };
        let Some(((commit, overcommit), currency)) = offer.shown().zip(offer.currency) else { return frame };
        let money = |amount| Money::new(amount, currency);
        let hours = billed_hours(offer);
        let (cost, list) = (money(commit.per_month), money(overcommit.per_month));
        Self {
            hours: hours.and_then(|hours| hours.checked_mul(Decimal::from(term.months()))),
            total: Some(money(commit.total)),
            hourly: Some(money(commit.per_hour)),
            list_hourly: Some(money(overcommit.per_hour)),
            billed: Some(Billed { price: cost, hours }),
            against: Some(Against { cost, paid: Some(cost), list }),
            baseline: offer.baseline(),
            ..frame
        }
    }

    /// The ordinary tariff of a quote. No figures where the answers for its terms tell two.
    pub fn of_pay_as_you_go(quote: &Quote, catalogue: &Catalogue) -> Self {
        let frame = Self::of_basket(quote, Commitment::None, catalogue);
        let Some((offer, tariff, currency)) = ordinary(quote) else { return frame };
        let money = |amount| Money::new(amount, currency);
        let hourly = Some(money(tariff.per_hour));
        Self {
            hourly,
            list_hourly: hourly,
            billed: Some(Billed { price: money(tariff.per_month), hours: billed_hours(offer) }),
            ..frame
        }
    }

    fn of_basket(quote: &Quote, commitment: Commitment, catalogue: &Catalogue) -> Self {
        let lines = &quote.basket.lines;
        let shapes: Vec<_> = lines.iter().map(|line| (catalogue.machine(quote, &line.resource), line.count)).collect();
        let all = |of: fn(&Shape) -> Option<u32>| {
            shapes.iter().try_fold(0_u64, |sum, (shape, count)| sum.checked_add(in_all(of(shape), Some(*count))?))
        };
        let memory = shapes
            .iter()
            .try_fold(Decimal::ZERO, |sum, (shape, count)| sum.checked_add(memory_in_all(*shape, Some(*count))?));
        let machines = lines.iter().try_fold(0_u32, |sum, line| sum.checked_add(line.count));
        Self {
            vcpus: all(|shape| shape.vcpu),
            gpus: all(|shape| shape.gpu),
            memory,
            ..Self::unpriced(commitment, machines)
        }
    }

    /// So many machines of which nothing else is known.
    fn unpriced(commitment: Commitment, machines: Option<u32>) -> Self {
        Self {
            commitment,
            machines,
            vcpus: None,
            gpus: None,
            memory: None,
            hours: None,
            total: None,
            fee: None,
            hourly: None,
            list_hourly: None,
            billed: None,
            against: None,
            baseline: None,
        }
    }

    /// The currency of its figures, where it has any.
    pub fn currency(&self) -> Option<Currency> {
        let price = self.hourly.or(self.total).or(self.list_hourly);
        price.map(|price| price.currency)
    }

    /// Hours times machines.
    pub fn instance_hours(&self) -> Option<Decimal> {
        self.hours?.checked_mul(Decimal::from(self.machines?)).map(|hours| hours.normalize())
    }

    /// An hour of one machine; of a basket of several types, on average.
    pub fn per_instance_hour(&self) -> Option<Money> {
        self.hourly?.per(Decimal::from(self.machines?))
    }

    /// The same on demand.
    pub fn list_per_instance_hour(&self) -> Option<Money> {
        self.list_hourly?.per(Decimal::from(self.machines?))
    }

    /// An hour of one virtual processor.
    pub fn per_vcpu_hour(&self) -> Option<Money> {
        self.hourly?.per(Decimal::from(self.vcpus?))
    }

    /// An hour of one accelerator. Nothing where there is none.
    pub fn per_gpu_hour(&self) -> Option<Money> {
        self.hourly?.per(Decimal::from(self.gpus?))
    }

    /// All machines for a month of so many hours. A price that the vendor bills for just such a month is the vendor's; one
    /// for another month is scaled; without any it is the hourly price times the hours.
    pub fn per_month(&self, month: HoursOfMonth) -> Option<Money> {
        let hours = month.hours();
        match self.billed {
            Some(Billed { price, hours: Some(billed) }) if billed == hours => Some(price),
            Some(Billed { price, hours: Some(billed) }) => times(price, hours)?.per(billed),
            _ => times(self.hourly?, hours),
        }
    }

    /// One machine for a month of so many hours.
    pub fn per_instance_month(&self, month: HoursOfMonth) -> Option<Money> {
        self.per_month(month)?.per(Decimal::from(self.machines?))
    }

    /// An hour of one machine that is really used, when the share `used` of the hours is. What is paid as one goes costs
    /// the same however little that is.
    pub fn per_used_hour(&self, used: Ratio) -> Option<Money> {
        match self.commitment {
            Commitment::None => self.per_instance_hour(),
            Commitment::Window | Commitment::Term(_) => self.per_instance_hour()?.per(used.0),
        }
    }

    /// What is saved when every hour is used.
    pub fn saving_rate(&self) -> Option<Ratio> {
        let Against { cost, list, .. } = self.against?;
        savings::rate(list, cost)
    }

    /// What is saved when the share `used` of the hours is.
    pub fn effective_rate(&self, used: Ratio) -> Option<Ratio> {
        let Against { paid, list, .. } = self.against?;
        savings::effective_rate(list, paid?, used)
    }

    /// The same with the processing fee as a part of what is paid. Nothing where the fee is not known, or the policy was
    /// cancelled: whether a fee is paid back is not known.
    pub fn effective_rate_after_fee(&self, used: Ratio) -> Option<Ratio> {
        let Against { cost, paid, list } = self.against?;
        let kept = paid.filter(|paid| *paid == cost)?;
        savings::effective_rate(list, kept.plus(self.fee?).ok()?, used)
    }

    /// Below which use it costs more than paying on demand.
    pub fn break_even_use(&self) -> Option<Ratio> {
        let Against { cost, list, .. } = self.against?;
        savings::break_even_use(list, cost)
    }

    /// After how many months of full use a term costs less than paying as one goes.
    pub fn break_even_months(&self) -> Option<Decimal> {
        let Commitment::Term(term) = self.commitment else { return None };
        let Against { cost, list, .. } = self.against?;
        savings::break_even_months(term.months(), cost.amount, list.amount)
    }

    /// Its cost against the use that is made of it.
    pub fn picture(&self) -> Option<Picture> {
        let Against { cost, list, .. } = self.against?;
        let believed = cost.amount > Decimal::ZERO && list.amount > Decimal::ZERO;
        let full = Ratio(Decimal::ONE);
        let nothing = Money::zero(cost.currency);
        let crossing = self.break_even_use().filter(|even| *even <= full).map(|used| Point { used, cost });
        believed.then_some(Picture {
            committed: [Point { used: Ratio(Decimal::ZERO), cost }, Point { used: full, cost }],
            on_demand: [Point { used: Ratio(Decimal::ZERO), cost: nothing }, Point { used: full, cost: list }],
            crossing,
        })
    }

    /// The same in another currency. A figure that grows beyond what can be kept exactly is absent.
    #[must_use]
    pub fn at(self, rate: &Rate) -> Self {
        let at = |money: Option<Money>| rate.convert(money?);
        Self {
            total: at(self.total),
            fee: at(self.fee),
            hourly: at(self.hourly),
            list_hourly: at(self.list_hourly),
            billed: self.billed.and_then(|Billed { price, hours }| Some(Billed { price: rate.convert(price)?, hours })),
            against: self.against.and_then(|Against { cost, paid, list }| {
                Some(Against { cost: rate.convert(cost)?, paid: at(paid), list: rate.convert(list)? })
            }),
            ..self
        }
    }
}

/// A point of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The share of the hours that is used, from 0 to 1.
    pub used: Ratio,
    /// What it costs then.
    pub cost: Money,
}

/// Cost against use: two straight lines, each by its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The commitment: the same whatever is used.
    pub committed: [Point; 2],
    /// On demand: nothing for nothing, the list for everything.
    pub on_demand: [Point; 2],
    /// Where they meet; nowhere for a commitment that costs more than the list.
    pub crossing: Option<Point>,
}

impl Picture {
    /// The highest cost in it.
    pub fn ceiling(&self) -> Money {
        let [committed, on_demand] = [self.committed[1].cost, self.on_demand[1].cost];
        if committed.amount > on_demand.amount { committed } else { on_demand }
    }
}

/// Where the lowest of the figures of each currency stands. A figure that has none of its currency beside it is not the
/// lowest of anything; the same figure twice is twice the lowest.
pub fn lowest(figures: &[Option<Money>]) -> Vec<bool> {
    let is_lowest = |own: Money| {
        let same: Vec<_> = figures.iter().flatten().filter(|other| other.currency == own.currency).collect();
        same.len() > 1 && same.iter().all(|other| own.amount <= other.amount)
    };
    figures.iter().map(|own| own.is_some_and(is_lowest)).collect()
}

/// What is left to pay for a policy: all of it while it is kept, else as far as the cancellation's words tell.
fn paid(account: &Account, record: &PolicyRecord, now: Timestamp, price: Money) -> Option<Money> {
    let Some(cancelled) = &record.cancelled else {
        let gone = record.stage(account.vendor_time(now)) == Stage::Cancelled;
        return (!gone).then_some(price);
    };
    if cancelled.cost_nothing() {
        return Some(Money::zero(price.currency));
    }
    match cancelled.fee? {
        CancelFee::Amount { value } => Some(Money::new(value, price.currency)),
        CancelFee::RefundPercent { value } => {
            let back = times(price, value)?.per(Decimal::ONE_HUNDRED)?;
            price.minus(back).ok()
        }
    }
}

/// Hours billed a month, where every row of the answer names the same.
fn billed_hours(offer: &Offer) -> Option<Decimal> {
    let hours = offer.rows.first()?.hours_per_month;
    let agree = offer.rows.iter().all(|row| row.hours_per_month == hours);
    (agree && hours > Decimal::ZERO).then_some(hours)
}

/// The ordinary tariff that all terms of a quote agree on.
fn ordinary(quote: &Quote) -> Option<(&Offer, Tariff, Currency)> {
    let shown = |offer: &Offer| Some((offer.shown()?.1, offer.currency?));
    let mut tariffs = quote.offers.iter().filter_map(|offer| Some((offer, shown(offer)?)));
    let (offer, (tariff, currency)) = tariffs.next()?;
    let same = |other: Tariff| (other.per_hour, other.per_month) == (tariff.per_hour, tariff.per_month);
    tariffs.all(|(_, (other, its))| same(other) && its == currency).then_some((offer, tariff, currency))
}

fn in_all(each: Option<u32>, machines: Option<u32>) -> Option<u64> {
    Some(u64::from(each?) * u64::from(machines?))
}

fn memory_in_all(shape: Shape, machines: Option<u32>) -> Option<Decimal> {
    shape.memory?.checked_mul(Decimal::from(machines?)).map(|memory| memory.normalize())
}

fn times(money: Money, by: Decimal) -> Option<Money> {
    money.amount.checked_mul(by).map(|amount| Money::new(amount, money.currency))
}
