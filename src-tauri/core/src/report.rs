//! The report on savings: what was realised over time and by what, what is paid for windows ahead, and where a charge was
//! not the price that was seen.
//!
//! Every sum is of one currency and exact, and whatever cannot be reckoned is counted beside the sum it is missing from.
//! The parts are those of [`savings::totals`]: the buckets of a series, and the groups of a breakdown, come to the whole.
//!
//! **When a saving counts.** Realised savings are not spread over a window: nobody knows here how its hours were used, and a
//! price cut into days would no longer be exact. As in the totals, all of what a kept policy saves counts from the moment its
//! window starts, and all that a cancellation costs at the moment it was answered. So a bucket never changes once it is
//! over, save when the vendor or the user tells more of a policy in it. A moment that lies ahead (a policy that is called
//! completed before it starts) counts now, and a policy of which no moment is known stands apart, without a date.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId, Vendor};
use crate::money::{Currency, Money};
use crate::policy::{Drift, PolicyRecord, Stage};
use crate::savings::{self, Made, Totals, add, add_part};

/// Buckets of a series at most: five years of days. What lies before them is summed up as one.
pub const BUCKETS: usize = 2_000;

/// Groups of a breakdown at most, those that saved most. The others are summed up as one.
pub const GROUPS: usize = 100;

/// Months ahead at most. What starts later is summed up as one.
pub const MONTHS: usize = 60;

/// How much time one bucket of the series covers. All of them are cut in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// A day.
    Day,
    /// An ISO week: it starts on Monday.
    Week,
    /// A calendar month.
    Month,
}

impl Bucket {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The first day of the bucket that an instant lies in.
    pub fn of(self, at: Timestamp) -> Date {
        let day = Offset::UTC.to_datetime(at).date();
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Self::Month => day.first_of_month(),
        }
    }

    /// The first day of the bucket so many buckets later, or earlier where it is less than zero.
    fn step(self, first: Date, buckets: i64) -> Date {
        match self {
            Self::Day => first.saturating_add(buckets.days()),
            Self::Week => first.saturating_add(buckets.weeks()),
            Self::Month => first.saturating_add(buckets.months()),
        }
    }

    /// The first of the buckets that a series shows at most, the last of them being the one that `now` lies in.
    fn first_shown(self, now: Timestamp) -> Date {
        self.step(self.of(now), 1 - i64::try_from(BUCKETS).unwrap_or(i64::MAX))
    }
}

/// What the sums are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Whose money it is.
    Account,
    /// Who sells.
    Vendor,
    /// Instance family, such as `c5`.
    Family,
    /// Region code, such as `us-west-2`.
    Region,
    /// Who answers for the purchase, in the user's words.
    Owner,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Account, Self::Vendor, Self::Family, Self::Region, Self::Owner];

    /// The group that a policy belongs to.
    pub fn key<'a>(self, account: &Account, record: &'a PolicyRecord) -> Key<'a> {
        let word = |word: Option<&'a str>| match word.map(str::trim) {
            Some(word) if !word.is_empty() => Key::Word(word),
            _ => Key::Unknown,
        };
        match self {
            Self::Account => Key::Account(account.id),
            Self::Vendor => Key::Vendor(account.vendor),
            Self::Family => word(record.policy.instance.family()),
            Self::Region => word(record.policy.place.region.as_deref()),
            Self::Owner => word(record.reason.owner.as_deref()),
        }
    }
}

/// What the policies of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key<'a> {
    /// An account.
    Account(AccountId),
    /// A vendor.
    Vendor(Vendor),
    /// A family, region or owner.
    Word(&'a str),
    /// That it is not known.
    Unknown,
}

/// What some policies of one currency came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Realised {
    /// Saved, less the fees that are known.
    pub saved: Money,
    /// What the kept ones would have cost on demand: the base of the saving.
    pub list: Money,
    /// Policies that count here, with those whose part is not known.
    pub policies: u32,
    /// Kept policies whose saving is not known.
    pub unknown: u32,
    /// Kept policies whose processing fee is not known, and is therefore not subtracted.
    pub before_fees: u32,
    /// Cancellation fees in `saved` whose unit the vendor has not confirmed.
    pub assumed_fees: u32,
    /// Cancellations whose fee is not known.
    pub unknown_fees: u32,
}

impl Realised {
    fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { saved: zero, list: zero, policies: 0, unknown: 0, before_fees: 0, assumed_fees: 0, unknown_fees: 0 }
    }

    /// The part of one policy, or nothing where it makes none.
    fn of_one(stage: Stage, own: &Totals) -> Option<Self> {
        let makes = is_kept(stage) || own.assumed_fees > 0 || own.unknown_fees > 0;
        makes.then_some(Self {
            saved: own.realised,
            list: own.realised_list,
            policies: 1,
            unknown: own.realised_unknown,
            before_fees: own.before_fees,
            assumed_fees: own.assumed_fees,
            unknown_fees: own.unknown_fees,
        })
    }

    fn join(&mut self, other: &Self) {
        add_part(&mut self.saved, other.saved);
        add_part(&mut self.list, other.list);
        self.policies += other.policies;
        self.unknown += other.unknown;
        self.before_fees += other.before_fees;
        self.assumed_fees += other.assumed_fees;
        self.unknown_fees += other.unknown_fees;
    }
}

/// What was paid for windows of one currency that have not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Paid, as far as it is known.
    pub paid: Money,
    /// Policies that count here, with those whose price is not known.
    pub policies: u32,
    /// Those whose price is not known.
    pub unknown: u32,
}

impl Committed {
    fn zero(currency: Currency) -> Self {
        Self { paid: Money::zero(currency), policies: 0, unknown: 0 }
    }

    fn of_one(stage: Stage, own: &Totals) -> Option<Self> {
        is_ahead(stage).then_some(Self { paid: own.committed, policies: 1, unknown: own.committed_unknown })
    }

    fn join(&mut self, other: &Self) {
        add_part(&mut self.paid, other.paid);
        self.policies += other.policies;
        self.unknown += other.unknown;
    }
}

fn is_ahead(stage: Stage) -> bool {
    matches!(stage, Stage::Running | Stage::Scheduled)
}

/// One step of the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first day of the bucket.
    pub first: Date,
    /// What was realised in it.
    pub realised: Realised,
    /// Saved up to its end, with what lies before the first step, without what has no date.
    pub so_far: Money,
}

/// What was realised, over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Before the first step; nothing where the series shows all there is.
    pub earlier: Option<Realised>,
    /// Each bucket from the first that holds something to the one that is now, the empty ones as well.
    pub steps: Vec<Step>,
    /// Without a date: no moment is known at which it counts.
    pub undated: Option<Realised>,
}

/// A group of a breakdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<K> {
    /// What its policies have in common; for the rest of a breakdown, how many groups it holds.
    pub key: K,
    /// What was realised.
    pub realised: Realised,
    /// What is committed ahead.
    pub committed: Committed,
}

/// When a committed window starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    /// It has started, and has not ended.
    Running,
    /// In the month of this first day, in UTC.
    Month(Date),
    /// After the months that are shown one by one.
    Later,
    /// Nobody knows.
    Unknown,
}

/// What was charged otherwise than it was seen, where both are known in the currency of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DriftSum {
    /// The prices seen of those that drifted.
    pub seen: Money,
    /// What was charged for them.
    pub charged: Money,
    /// The second less the first.
    pub difference: Money,
    /// Policies that were charged higher.
    pub higher: u32,
    /// Policies that were charged lower.
    pub lower: u32,
    /// Policies that were charged what was seen, but for rounding.
    pub same: u32,
    /// Bought policies of which one of the two is not known in this currency.
    pub unknown: u32,
}

impl DriftSum {
    fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { seen: zero, charged: zero, difference: zero, higher: 0, lower: 0, same: 0, unknown: 0 }
    }

    fn count(&mut self, record: &PolicyRecord) {
        let currency = self.seen.currency;
        let both = record.price_seen.zip(record.price_charged);
        let Some((seen, charged)) =
            both.filter(|(seen, charged)| [seen, charged].iter().all(|one| one.currency == currency))
        else {
            self.unknown += u32::from(record.bought());
            return;
        };
        // Nearly all are the same to the last digit, and need no rounding to be told so.
        if seen.amount == charged.amount {
            self.same += 1;
            return;
        }
        match drifted(record, currency) {
            Some(drifted) => {
                add(&mut self.seen, drifted.seen);
                add(&mut self.charged, drifted.charged);
                add(&mut self.difference, drifted.difference);
                let counted =
                    if drifted.difference.amount.is_sign_positive() { &mut self.higher } else { &mut self.lower };
                *counted += 1;
            }
            None => self.same += 1,
        }
    }
}

/// A charge that was not the price seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drifted {
    /// What the user saw when confirming.
    pub seen: Money,
    /// What the purchase's answer said.
    pub charged: Money,
    /// The second less the first: above zero where more was charged.
    pub difference: Money,
}

/// What a policy adds to the record of drift in a currency, if its charge was not the price seen.
fn drifted(record: &PolicyRecord, currency: Currency) -> Option<Drifted> {
    let moved = matches!(record.drift(), Some(Drift::Higher | Drift::Lower));
    let (seen, charged) = record.price_seen.zip(record.price_charged)?;
    if !moved || seen.currency != currency {
        return None;
    }
    Some(Drifted { seen, charged, difference: charged.minus(seen).ok()? })
}

/// Everything the report says of one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<'a> {
    /// The whole.
    pub totals: Totals,
    /// What was realised, over time.
    pub series: Series,
    /// The same by what was asked for, and what is committed; those that saved most first, the unknown last.
    pub groups: Vec<Group<Key<'a>>>,
    /// Beyond the groups.
    pub rest: Option<Group<usize>>,
    /// What is paid for windows that have not ended, by their start.
    pub ahead: Vec<(Start, Committed)>,
    /// Where the charge was not the price seen.
    pub drift: DriftSum,
}

/// The moment at which a policy's part of the realised savings counts, where it makes one and the moment is known: the start
/// of the window it was kept for, or the answer to its cancellation; never later than `now`.
fn moment(record: &PolicyRecord, stage: Stage, now: Timestamp) -> Option<Timestamp> {
    let at = match stage {
        Stage::Running | Stage::Ended => record.policy.window?.start.at,
        Stage::Cancelled => record.cancelled.as_ref()?.at,
        Stage::Ready | Stage::Lapsed | Stage::Scheduled | Stage::Unknown => return None,
    };
    Some(at.min(now))
}

fn is_kept(stage: Stage) -> bool {
    matches!(stage, Stage::Running | Stage::Ended)
}

/// Whether a policy makes a part of what was realised, known or not.
fn makes(account: &Account, record: &PolicyRecord, stage: Stage, now: Timestamp) -> bool {
    let charged = || Realised::of_one(stage, &Totals::of_one(account, record, now)).is_some();
    is_kept(stage) || (stage == Stage::Cancelled && charged())
}

/// When the window of a committed policy starts.
fn start(record: &PolicyRecord, stage: Stage) -> Start {
    match (stage, record.policy.window) {
        (Stage::Running, _) => Start::Running,
        (_, Some(window)) => Start::Month(Bucket::Month.of(window.start.at)),
        (_, None) => Start::Unknown,
    }
}

/// The report on these policies, one entry a currency, in one pass over them.
pub fn report<'a>(
    policies: impl IntoIterator<Item = (&'a Account, &'a PolicyRecord)>,
    bucket: Bucket,
    by: Dimension,
    now: Timestamp,
) -> BTreeMap<Currency, Report<'a>> {
    let mut sums: BTreeMap<Currency, Sums<'a>> = BTreeMap::new();
    for (account, record) in policies {
        let sums = sums.entry(account.currency).or_insert_with(|| Sums::new(account.currency));
        sums.count(account, record, bucket, by, now);
    }
    sums.into_iter().map(|(currency, sums)| (currency, sums.report(bucket, now))).collect()
}

/// The sums of one currency while they are made.
struct Sums<'a> {
    totals: Totals,
    buckets: HashMap<Date, Realised>,
    undated: Option<Realised>,
    groups: HashMap<Key<'a>, (Realised, Committed)>,
    ahead: BTreeMap<Start, Committed>,
    drift: DriftSum,
}

impl<'a> Sums<'a> {
    fn new(currency: Currency) -> Self {
        Self {
            totals: Totals::zero(currency),
            buckets: HashMap::new(),
            undated: None,
            groups: HashMap::new(),
            ahead: BTreeMap::new(),
            drift: DriftSum::zero(currency),
        }
    }

    fn count(&mut self, account: &Account, record: &'a PolicyRecord, bucket: Bucket, by: Dimension, now: Timestamp) {
        let currency = account.currency;
        let own = Totals::of_one(account, record, now);
        self.totals.join(&own);
        self.drift.count(record);
        let stage = record.stage(account.vendor_time(now));
        let (realised, committed) = (Realised::of_one(stage, &own), Committed::of_one(stage, &own));
        if realised.is_none() && committed.is_none() {
            return;
        }
        let group = self.groups.entry(by.key(account, record));
        let group = group.or_insert_with(|| (Realised::zero(currency), Committed::zero(currency)));
        if let Some(realised) = realised {
            group.0.join(&realised);
            let place = match moment(record, stage, now) {
                Some(at) => self.buckets.entry(bucket.of(at)).or_insert_with(|| Realised::zero(currency)),
                None => self.undated.get_or_insert_with(|| Realised::zero(currency)),
            };
            place.join(&realised);
        }
        if let Some(committed) = committed {
            group.1.join(&committed);
            self.ahead.entry(start(record, stage)).or_insert_with(|| Committed::zero(currency)).join(&committed);
        }
    }

    fn report(self, bucket: Bucket, now: Timestamp) -> Report<'a> {
        let currency = self.totals.realised.currency;
        let mut groups: Vec<_> =
            self.groups.into_iter().map(|(key, (realised, committed))| Group { key, realised, committed }).collect();
        groups.sort_unstable_by_key(rank);
        let others = groups.split_off(groups.len().min(GROUPS));
        let none =
            Group { key: others.len(), realised: Realised::zero(currency), committed: Committed::zero(currency) };
        let rest = others.iter().fold(none, |mut rest, group| {
            rest.realised.join(&group.realised);
            rest.committed.join(&group.committed);
            rest
        });
        Report {
            totals: self.totals,
            series: series(self.buckets.into_iter().collect(), self.undated, bucket, now, currency),
            groups,
            rest: (rest.key > 0).then_some(rest),
            ahead: ahead(self.ahead, currency),
            drift: self.drift,
        }
    }
}

/// The unknown last, then by what was saved, what is paid ahead, and the name.
fn rank<'a>(group: &Group<Key<'a>>) -> (bool, Reverse<rust_decimal::Decimal>, Reverse<rust_decimal::Decimal>, Key<'a>) {
    let (saved, paid) = (group.realised.saved.amount, group.committed.paid.amount);
    (group.key == Key::Unknown, Reverse(saved), Reverse(paid), group.key)
}

fn series(
    mut buckets: BTreeMap<Date, Realised>,
    undated: Option<Realised>,
    bucket: Bucket,
    now: Timestamp,
    currency: Currency,
) -> Series {
    let shown = buckets.split_off(&bucket.first_shown(now));
    let earlier = buckets.into_values().reduce(|mut sum, realised| {
        sum.join(&realised);
        sum
    });
    let mut so_far = earlier.map_or_else(|| Money::zero(currency), |earlier| earlier.saved);
    let last = bucket.of(now);
    let mut steps = Vec::new();
    let mut first = shown.keys().next().copied();
    while let Some(at) = first.filter(|at| *at <= last) {
        let realised = shown.get(&at).copied().unwrap_or_else(|| Realised::zero(currency));
        add(&mut so_far, realised.saved);
        steps.push(Step { first: at, realised, so_far });
        // The calendar ends in the year 9999, and a step that goes nowhere is the last.
        first = Some(bucket.step(at, 1)).filter(|next| *next > at);
    }
    Series { earlier, steps, undated }
}

fn ahead(all: BTreeMap<Start, Committed>, currency: Currency) -> Vec<(Start, Committed)> {
    let mut later = Committed::zero(currency);
    let mut shown = Vec::new();
    let mut months = 0;
    for (start, committed) in all {
        match start {
            Start::Month(_) if months == MONTHS => later.join(&committed),
            Start::Month(_) => {
                months += 1;
                shown.push((start, committed));
            }
            Start::Running | Start::Later | Start::Unknown => shown.push((start, committed)),
        }
    }
    if later.policies > 0 {
        shown.push((Start::Later, later));
        shown.sort_unstable_by_key(|(start, _)| *start);
    }
    shown
}

/// A figure of the report, by which its policies are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// All that was realised.
    Realised,
    /// What was realised in one bucket, by its first day.
    Bucket(Bucket, Date),
    /// What was realised before the first step of the series.
    Earlier(Bucket),
    /// What was realised, without a date.
    Undated,
    /// A group of a breakdown, by the name of its key.
    Group(Dimension, Option<String>),
    /// What a breakdown shows no groups of.
    Rest(Dimension),
    /// All that is committed ahead.
    Committed,
    /// What is committed ahead, by its start.
    Ahead(Start),
    /// Charges that were not the price seen.
    Drift,
}

/// A policy that is in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Whose.
    pub account: &'a Account,
    /// The policy.
    pub record: &'a PolicyRecord,
    /// When it counts: for a drift the purchase, for what is ahead the start of its window.
    pub at: Option<Timestamp>,
}

impl Row<'_> {
    /// What it makes of the realised savings.
    pub fn made(&self, now: Timestamp) -> Option<Made> {
        savings::made(self.account, self.record, now)
    }

    /// Whether it is of the spend ahead.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        is_ahead(self.record.stage(self.account.vendor_time(now)))
    }

    /// How its charge differed from the price seen.
    pub fn drifted(&self) -> Option<Drifted> {
        drifted(self.record, self.account.currency)
    }
}

/// The policies that make a figure, the newest first (of what lies ahead: the next first) and those without a date last. `named` is the name of a group's key, as
/// it was handed out; nothing is the unknown.
pub fn rows<'a, P>(
    policies: P,
    currency: Currency,
    figure: &Figure,
    now: Timestamp,
    named: impl Fn(Key<'_>) -> Option<String>,
) -> Vec<Row<'a>>
where
    P: IntoIterator<Item = (&'a Account, &'a PolicyRecord)> + Clone,
{
    let shown = shown_groups(policies.clone(), currency, figure, now);
    let months = shown_months(policies.clone(), currency, figure, now);
    let mut rows: Vec<_> = policies
        .into_iter()
        .filter(|(account, _)| account.currency == currency)
        .filter_map(|(account, record)| {
            let stage = record.stage(account.vendor_time(now));
            let realised = makes(account, record, stage, now);
            let committed = is_ahead(stage);
            let at = || moment(record, stage, now);
            let begins = || record.policy.window.map(|window| window.start.at);
            let (belongs, at) = match figure {
                Figure::Realised => (realised, at()),
                Figure::Bucket(bucket, first) => (realised && at().is_some_and(|at| bucket.of(at) == *first), at()),
                Figure::Earlier(bucket) => {
                    (realised && at().is_some_and(|at| bucket.of(at) < bucket.first_shown(now)), at())
                }
                Figure::Undated => (realised && at().is_none(), None),
                Figure::Group(by, name) => {
                    let own = (realised || committed) && named(by.key(account, record)) == *name;
                    (own, at().or_else(begins))
                }
                Figure::Rest(by) => {
                    let own = (realised || committed) && !shown.contains(&by.key(account, record));
                    (own, at().or_else(begins))
                }
                Figure::Committed => (committed, begins()),
                Figure::Ahead(Start::Later) => (committed && !months.contains(&start(record, stage)), begins()),
                Figure::Ahead(wanted) => (committed && start(record, stage) == *wanted, begins()),
                Figure::Drift => (drifted(record, currency).is_some(), record.bought_at),
            };
            belongs.then_some(Row { account, record, at })
        })
        .collect();
    let next_first = matches!(figure, Figure::Committed | Figure::Ahead(_));
    rows.sort_unstable_by(|one, other| {
        let place = |row: &Row<'a>| (row.record.account, &row.record.policy.id);
        let in_time = if next_first { one.at.cmp(&other.at) } else { other.at.cmp(&one.at) };
        one.at.is_none().cmp(&other.at.is_none()).then(in_time).then_with(|| place(one).cmp(&place(other)))
    });
    rows
}

/// The groups of a breakdown that are shown one by one, where the rest of them is asked for.
fn shown_groups<'a>(
    policies: impl IntoIterator<Item = (&'a Account, &'a PolicyRecord)>,
    currency: Currency,
    figure: &Figure,
    now: Timestamp,
) -> HashSet<Key<'a>> {
    let Figure::Rest(by) = figure else { return HashSet::new() };
    let mut reports = report(policies, Bucket::Month, *by, now);
    reports.remove(&currency).into_iter().flat_map(|report| report.groups).map(|group| group.key).collect()
}

/// The starts that are shown one by one, where those after them are asked for.
fn shown_months<'a>(
    policies: impl IntoIterator<Item = (&'a Account, &'a PolicyRecord)>,
    currency: Currency,
    figure: &Figure,
    now: Timestamp,
) -> HashSet<Start> {
    let Figure::Ahead(Start::Later) = figure else { return HashSet::new() };
    let mut reports = report(policies, Bucket::Month, Dimension::Vendor, now);
    reports.remove(&currency).into_iter().flat_map(|report| report.ahead).map(|(start, _)| start).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::account::Payment;
    use crate::money::decimal;
    use crate::policy::{CancelFee, Cancellation, Instance, Policy, PolicyId, PolicyStatus, Source};
    use crate::window::{Moment, Window};

    const NOW: &str = "2026-03-18T12:00:00Z";

    fn now() -> Timestamp {
        NOW.parse().unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn usd(text: &str) -> Money {
        Money::new(decimal(text).unwrap(), Currency::USD)
    }

    /// A policy of 8 for 10 that was kept from `start` for a day.
    fn kept(id: &str, start: &str) -> PolicyRecord {
        let mut policy = Policy::unknown(PolicyId::parse(id).unwrap());
        policy.status = Some(PolicyStatus::Active);
        policy.window = window(start.parse().unwrap());
        policy.instance.kind = Some("c5.large".into());
        policy.place.region = Some("us-west-2".into());
        policy.pricing.price = decimal("8").ok();
        policy.pricing.list = decimal("10").ok();
        PolicyRecord::new(Account::sample().id, policy, Source::Reserved, Timestamp::UNIX_EPOCH)
    }

    fn window(start: Timestamp) -> Option<Window> {
        let moment = |at| Moment { at, offset: Offset::UTC };
        Window::new(moment(start), moment(start + SignedDuration::from_hours(24))).ok()
    }

    fn given_up(id: &str, at: &str, fee: Option<&str>) -> PolicyRecord {
        let fee = fee.map(|fee| CancelFee::Amount { value: decimal(fee).unwrap() });
        let cancelled = Cancellation { at: at.parse().unwrap(), message: None, fee, free: false };
        PolicyRecord { cancelled: Some(cancelled), ..kept(id, "2026-01-01T00:00:00Z") }
    }

    fn of<'a>(account: &'a Account, records: &'a [PolicyRecord], bucket: Bucket, by: Dimension) -> Report<'a> {
        report(records.iter().map(|record| (account, record)), bucket, by, now()).remove(&account.currency).unwrap()
    }

    fn name(key: Key<'_>) -> Option<String> {
        match key {
            Key::Account(id) => Some(id.to_string()),
            Key::Vendor(vendor) => Some(vendor.name().to_owned()),
            Key::Word(word) => Some(word.to_owned()),
            Key::Unknown => None,
        }
    }

    #[test]
    fn buckets_are_days_iso_weeks_and_months_in_utc() {
        let of = |bucket: Bucket, at: &str| bucket.of(at.parse().unwrap()).to_string();
        assert_eq!(of(Bucket::Day, "2026-03-01T00:30:00+02:00"), "2026-02-28");
        assert_eq!(of(Bucket::Month, "2026-03-01T00:30:00+02:00"), "2026-02-01");
        assert_eq!(of(Bucket::Week, "2026-01-01T00:00:00Z"), "2025-12-29", "the first week of 2026 begins in 2025");
        assert_eq!(of(Bucket::Week, "2026-01-05T00:00:00Z"), "2026-01-05");
        assert_eq!(of(Bucket::Week, "2026-01-11T23:59:59Z"), "2026-01-05");
        assert_eq!(of(Bucket::Day, "2024-02-29T12:00:00Z"), "2024-02-29");
    }

    #[test]
    fn a_saving_counts_when_its_window_starts_and_a_cancellation_when_it_is_answered() {
        let records = [
            kept("early", "2026-01-31T23:59:59Z"),
            kept("late", "2026-03-01T00:00:00Z"),
            given_up("gone", "2026-03-02T00:00:00Z", Some("5")),
            kept("ahead", "2026-04-02T00:00:00Z"),
        ];
        let account = Account::sample();
        let report = of(&account, &records, Bucket::Month, Dimension::Account);
        let steps: Vec<_> = report
            .series
            .steps
            .iter()
            .map(|step| (step.first.to_string(), step.realised.saved, step.realised.policies, step.so_far))
            .collect();
        let month = |first: &str, saved, policies, so_far| (first.to_owned(), usd(saved), policies, usd(so_far));
        assert_eq!(
            steps,
            [month("2026-01-01", "2", 1, "2"), month("2026-02-01", "0", 0, "2"), month("2026-03-01", "-3", 2, "-1")],
            "an empty month between two has a place of its own"
        );
        assert_eq!((report.series.earlier, report.series.undated), (None, None));
        assert_eq!(report.totals.realised, usd("-1"));
    }

    #[test]
    fn what_has_no_date_stands_apart_and_what_lies_ahead_counts_now() {
        let mut undated = kept("undated", NOW);
        undated.policy.window = None;
        undated.policy.status = Some(PolicyStatus::Completed);
        let mut hasty = kept("hasty", "2027-01-01T00:00:00Z");
        hasty.policy.status = Some(PolicyStatus::Completed);
        let mut gone = kept("gone", NOW);
        gone.policy.status = Some(PolicyStatus::Canceled);
        gone.bought_at = Some(Timestamp::UNIX_EPOCH);
        let (account, records) = (Account::sample(), [undated, hasty, gone]);
        let report = of(&account, &records, Bucket::Day, Dimension::Account);
        let undated = report.series.undated.unwrap();
        assert_eq!((undated.saved, undated.policies, undated.unknown_fees), (usd("2"), 2, 1));
        assert_eq!(report.series.steps.len(), 1);
        assert_eq!((report.series.steps[0].first, report.series.steps[0].so_far), (date("2026-03-18"), usd("2")));
        assert_eq!(moment(&records[1], Stage::Ended, now()), Some(now()));
        assert_eq!(moment(&records[2], Stage::Cancelled, now()), None);
    }

    #[test]
    fn a_series_shows_so_many_buckets_and_sums_up_what_lies_before() {
        let records = [kept("old", "1987-05-04T00:00:00Z"), kept("new", "2026-03-17T00:00:00Z")];
        let account = Account::sample();
        let by_day = of(&account, &records, Bucket::Day, Dimension::Vendor).series;
        assert_eq!(by_day.earlier.map(|earlier| (earlier.saved, earlier.policies)), Some((usd("2"), 1)));
        assert_eq!(by_day.steps.iter().map(|step| step.so_far).collect::<Vec<_>>(), [usd("4"), usd("4")]);
        let by_month = of(&account, &records, Bucket::Month, Dimension::Vendor).series;
        assert_eq!((by_month.earlier, by_month.steps.len()), (None, 467));
        let far = kept("far", "2020-09-26T00:00:00Z");
        let by_day = of(&account, std::slice::from_ref(&far), Bucket::Day, Dimension::Vendor).series;
        assert_eq!((by_day.earlier, by_day.steps.len()), (None, BUCKETS), "as long as it may be");
        let farther = kept("far", "2020-09-25T23:59:59Z");
        let by_day = of(&account, std::slice::from_ref(&farther), Bucket::Day, Dimension::Vendor).series;
        assert_eq!((by_day.earlier.is_some(), by_day.steps.len()), (true, 0));
    }

    #[test]
    fn a_family_is_what_stands_before_the_point_and_unknown_is_a_group_of_its_own() {
        let family =
            |kind: &str| Instance { kind: Some(kind.into()), ..Instance::default() }.family().map(str::to_owned);
        assert_eq!(family("c5.large").as_deref(), Some("c5"));
        assert_eq!(family("u-6tb1.metal").as_deref(), Some("u-6tb1"));
        assert_eq!(family("c5"), None);
        let mut records = [kept("a", "2026-01-01T00:00:00Z"), kept("b", NOW), kept("c", NOW), kept("d", NOW)];
        records[1].policy.instance.kind = None;
        records[2].policy.instance.kind = Some(".large".into());
        records[3].policy.instance.kind = Some("m7i.4xlarge".into());
        let account = Account::sample();
        let report = of(&account, &records, Bucket::Month, Dimension::Family);
        let groups: Vec<_> = report.groups.iter().map(|group| (group.key, group.realised.policies)).collect();
        assert_eq!(
            groups,
            [(Key::Word("m7i"), 1), (Key::Word("c5"), 1), (Key::Unknown, 2)],
            "what is paid ahead decides"
        );
        assert_eq!(report.groups[2].realised.saved, usd("4"), "unknown saved as well");
    }

    #[test]
    fn what_is_ahead_stands_by_the_month_of_its_start_and_what_runs_by_itself() {
        let mut loose = kept("loose", NOW);
        loose.policy.window = None;
        let mut free = kept("free", "2026-04-20T00:00:00Z");
        free.policy.pricing.price = None;
        let records = [
            kept("runs", "2026-03-18T00:00:00Z"),
            kept("soon", "2026-03-18T12:00:01Z"),
            kept("next", "2026-04-30T00:00:00Z"),
            free,
            loose,
            kept("over", "2026-03-01T00:00:00Z"),
        ];
        let account = Account::sample();
        let report = of(&account, &records, Bucket::Month, Dimension::Account);
        let ahead: Vec<_> =
            report.ahead.iter().map(|(start, sum)| (*start, sum.paid, sum.policies, sum.unknown)).collect();
        assert_eq!(
            ahead,
            [
                (Start::Running, usd("8"), 1, 0),
                (Start::Month(date("2026-03-01")), usd("8"), 1, 0),
                (Start::Month(date("2026-04-01")), usd("8"), 2, 1),
                (Start::Unknown, usd("8"), 1, 0),
            ]
        );
    }

    #[test]
    fn months_and_groups_beyond_the_last_that_is_shown_are_one() {
        let many = i64::try_from(GROUPS.max(MONTHS)).unwrap() + 7;
        let records: Vec<_> = (1..=many)
            .map(|at| {
                let start = Bucket::Month.step(date("2026-03-01"), at);
                let mut record = kept(&format!("p{at}"), &format!("{start}T00:00:00Z"));
                record.reason.owner = Some(format!("owner {at}"));
                record
            })
            .collect();
        let account = Account::sample();
        let owned = || records.iter().map(|record| (&account, record));
        let report = of(&account, &records, Bucket::Month, Dimension::Owner);
        let rest = report.rest.unwrap();
        assert_eq!((report.groups.len(), rest.key, rest.committed.policies), (GROUPS, 7, 7));
        assert_eq!(rows(owned(), Currency::USD, &Figure::Rest(Dimension::Owner), now(), name).len(), 7);
        let later = report.ahead.last().unwrap();
        let beyond = records.len() - MONTHS;
        assert_eq!((report.ahead.len(), later.0, later.1.policies as usize), (MONTHS + 1, Start::Later, beyond));
        let found = rows(owned(), Currency::USD, &Figure::Ahead(Start::Later), now(), name);
        assert_eq!(found.len(), beyond);
        assert!(found.windows(2).all(|pair| pair[0].at < pair[1].at), "the next first");
    }

    #[test]
    fn a_charge_that_was_not_the_price_seen_is_on_record_with_its_difference() {
        let bought = |id: &str, seen: Option<&str>, charged: Option<&str>| PolicyRecord {
            bought_at: Some(now()),
            price_seen: seen.map(usd),
            price_charged: charged.map(usd),
            ..kept(id, NOW)
        };
        let euros = Some(Money::new(decimal("9").unwrap(), "EUR".parse().unwrap()));
        let mut foreign = bought("foreign", None, None);
        (foreign.price_seen, foreign.price_charged) = (euros, euros.and_then(|euros| euros.plus(euros).ok()));
        let records = [
            bought("more", Some("8.00"), Some("9.50")),
            bought("less", Some("8.00"), Some("7.75")),
            bought("same", Some("8.00"), Some("8.004")),
            bought("unseen", None, Some("8")),
            foreign,
            PolicyRecord { policy: Policy::unknown(PolicyId::parse("tracked").unwrap()), ..kept("tracked", NOW) },
        ];
        let account = Account::sample();
        let drift = of(&account, &records, Bucket::Month, Dimension::Account).drift;
        assert_eq!((drift.seen, drift.charged, drift.difference), (usd("16"), usd("17.25"), usd("1.25")));
        assert_eq!((drift.higher, drift.lower, drift.same, drift.unknown), (1, 1, 1, 2));
        let owned = records.iter().map(|record| (&account, record));
        let found = rows(owned, Currency::USD, &Figure::Drift, now(), name);
        let found: Vec<_> =
            found.iter().map(|row| (row.record.policy.id.as_str(), row.drifted().unwrap().difference)).collect();
        assert_eq!(found, [("less", usd("-0.25")), ("more", usd("1.5"))]);
    }

    #[test]
    fn a_price_in_another_currency_than_its_account_s_is_unknown_and_not_lost() {
        let euros = Money::new(decimal("9").unwrap(), "EUR".parse().unwrap());
        let record = PolicyRecord { price_charged: Some(euros), ..kept("odd", NOW) };
        let account = Account::sample();
        let report = of(&account, std::slice::from_ref(&record), Bucket::Month, Dimension::Account);
        assert_eq!((report.totals.committed, report.totals.committed_unknown), (usd("0"), 1));
        assert_eq!((report.totals.realised, report.totals.realised_unknown), (usd("0"), 1));
    }

    #[test]
    fn rows_are_newest_first_and_those_without_a_date_last() {
        let mut undated = kept("undated", NOW);
        undated.policy.window = None;
        undated.policy.status = Some(PolicyStatus::Completed);
        let records = [
            undated,
            kept("b", "2026-01-02T00:00:00Z"),
            kept("a", "2026-01-02T00:00:00Z"),
            kept("c", "2026-02-02T00:00:00Z"),
        ];
        let account = Account::sample();
        let owned = records.iter().map(|record| (&account, record));
        let found = rows(owned, Currency::USD, &Figure::Realised, now(), name);
        let ids: Vec<_> = found.iter().map(|row| row.record.policy.id.as_str()).collect();
        assert_eq!(ids, ["c", "a", "b", "undated"]);
    }

    /// Any policy: bought or not, dated or not, cancelled or not, with each figure known or not.
    fn any_record() -> impl Strategy<Value = PolicyRecord> {
        let cents = || prop::option::weighted(0.8, 0i64..1_000_000);
        let word = |words: &'static [&'static str]| prop::option::of(prop::sample::select(words));
        let status = prop::option::of(prop::sample::select(
            &["ACTIVE", "COMPLETED", "CANCELED", "READY_FOR_PURCHASE", "ODD"][..],
        ));
        let cancelled = prop::option::weighted(0.3, (0i64..90 * 24, cents(), any::<bool>()));
        let start = prop::option::weighted(0.9, -400i64 * 24..120 * 24);
        let words = (
            word(&["c5.large", "c5.xlarge", "m7i.large", "odd", ".x"]),
            word(&["us-west-2", "eu-central-1", " "]),
            word(&["data", "web", ""]),
        );
        let prices = (cents(), cents(), cents(), cents(), cents());
        (0u128..3, status, start, cancelled, words, prices, any::<bool>()).prop_map(
            |(account, status, start, cancelled, (kind, region, owner), (price, list, fee, seen, charged), bought)| {
                let hours = |hours: i64| now() + SignedDuration::from_hours(hours);
                let amount = |cents: i64| rust_decimal::Decimal::new(cents, 2);
                let money = |cents: Option<i64>| cents.map(|cents| Money::new(amount(cents), Currency::USD));
                let mut record = kept("any", NOW);
                record.account = AccountId(Uuid::from_u128(account));
                record.policy.status = status.map(|status| status.to_owned().into());
                record.policy.window = start.and_then(|start| window(hours(start)));
                record.policy.instance.kind = kind.map(str::to_owned);
                record.policy.place.region = region.map(str::to_owned);
                record.reason.owner = owner.map(str::to_owned);
                record.policy.pricing.price = price.map(amount);
                record.policy.pricing.list = list.map(amount);
                record.policy.pricing.card_fee = fee.map(amount);
                (record.price_seen, record.price_charged) = (money(seen), money(charged));
                record.bought_at = bought.then(now);
                record.cancelled = cancelled.map(|(at, fee, free)| Cancellation {
                    at: hours(-at),
                    message: None,
                    fee: fee.map(|fee| CancelFee::Amount { value: amount(fee) }),
                    free,
                });
                record
            },
        )
    }

    /// Three accounts, two of them in dollars.
    fn accounts() -> [Account; 3] {
        let account = |at: u128, currency: &str, payment| Account {
            id: AccountId(Uuid::from_u128(at)),
            currency: currency.parse().unwrap(),
            payment,
            ..Account::sample()
        };
        [account(0, "USD", Payment::Card), account(1, "USD", Payment::Unknown), account(2, "EUR", Payment::Card)]
    }

    fn sum(parts: impl IntoIterator<Item = Realised>, currency: Currency) -> Realised {
        parts.into_iter().fold(Realised::zero(currency), |mut sum, part| {
            sum.join(&part);
            sum
        })
    }

    fn as_realised(totals: &Totals, policies: u32) -> Realised {
        Realised {
            saved: totals.realised,
            list: totals.realised_list,
            policies,
            unknown: totals.realised_unknown,
            before_fees: totals.before_fees,
            assumed_fees: totals.assumed_fees,
            unknown_fees: totals.unknown_fees,
        }
    }

    proptest! {
        #[test]
        fn the_parts_come_to_the_totals_however_they_are_cut(
            records in prop::collection::vec(any_record(), 1..40),
            bucket in prop::sample::select(&Bucket::ALL[..]),
            by in prop::sample::select(&Dimension::ALL[..]),
        ) {
            let accounts = accounts();
            let owner = |record: &PolicyRecord| accounts.iter().find(|account| account.id == record.account).unwrap();
            let owned = || records.iter().map(|record| (owner(record), record));
            let totals = savings::totals(owned(), now());
            let reports = report(owned(), bucket, by, now());
            prop_assert_eq!(reports.keys().collect::<Vec<_>>(), totals.keys().collect::<Vec<_>>());
            for (currency, report) in reports {
                let (series, currency_rows) = (&report.series, |figure: &Figure| rows(owned(), currency, figure, now(), name));
                prop_assert_eq!(&report.totals, &totals[&currency]);
                let whole = as_realised(&report.totals, u32::try_from(currency_rows(&Figure::Realised).len()).unwrap());
                let steps = series.steps.iter().map(|step| step.realised);
                prop_assert_eq!(sum(steps.chain(series.earlier).chain(series.undated), currency), whole);
                let last = series.steps.last().map(|step| step.so_far);
                let dated = sum(series.steps.iter().map(|step| step.realised).chain(series.earlier), currency).saved;
                prop_assert_eq!(last.unwrap_or(dated), dated);
                prop_assert_eq!(sum(report.groups.iter().map(|group| group.realised), currency), whole);
                let by_group = report.groups.iter().map(|group| group.committed);
                for parts in [by_group.collect::<Vec<_>>(), report.ahead.iter().map(|(_, sum)| *sum).collect()] {
                    let committed = parts.iter().fold(Committed::zero(currency), |mut sum, part| {
                        sum.join(part);
                        sum
                    });
                    prop_assert_eq!(committed.paid, report.totals.committed);
                    prop_assert_eq!(committed.unknown, report.totals.committed_unknown);
                    prop_assert_eq!(committed.policies as usize, currency_rows(&Figure::Committed).len());
                }
                prop_assert_eq!(report.drift.difference, report.drift.charged.minus(report.drift.seen).unwrap());
            }
        }

        #[test]
        fn each_figure_opens_the_policies_that_make_it(
            records in prop::collection::vec(any_record(), 1..30),
            bucket in prop::sample::select(&Bucket::ALL[..]),
            by in prop::sample::select(&Dimension::ALL[..]),
        ) {
            let accounts = accounts();
            let owner = |record: &PolicyRecord| accounts.iter().find(|account| account.id == record.account).unwrap();
            let owned = || records.iter().map(|record| (owner(record), record));
            for (currency, report) in report(owned(), bucket, by, now()) {
                let mut figures: Vec<_> =
                    report.series.steps.iter().map(|step| (Figure::Bucket(bucket, step.first), step.realised)).collect();
                figures.extend(report.series.earlier.map(|earlier| (Figure::Earlier(bucket), earlier)));
                figures.extend(report.series.undated.map(|undated| (Figure::Undated, undated)));
                for (figure, realised) in figures {
                    let found = rows(owned(), currency, &figure, now(), name);
                    prop_assert_eq!(found.len(), realised.policies as usize, "{:?}", figure);
                    let nets = found.iter().filter_map(|row| row.made(now())?.net);
                    let saved = nets.fold(Money::zero(currency), |sum, net| sum.plus(net).unwrap());
                    prop_assert_eq!(saved, realised.saved, "{:?}", figure);
                }
                for group in &report.groups {
                    let found = rows(owned(), currency, &Figure::Group(by, name(group.key)), now(), name);
                    let made = found.iter().filter(|row| row.made(now()).is_some()).count();
                    let ahead = found.iter().filter(|row| row.is_ahead(now())).count();
                    prop_assert_eq!((made, ahead), (group.realised.policies as usize, group.committed.policies as usize));
                }
                for (start, committed) in &report.ahead {
                    let found = rows(owned(), currency, &Figure::Ahead(*start), now(), name);
                    prop_assert_eq!(found.len(), committed.policies as usize);
                }
                let drifted = rows(owned(), currency, &Figure::Drift, now(), name);
                prop_assert_eq!(drifted.len(), (report.drift.higher + report.drift.lower) as usize);
            }
        }
    }
}
