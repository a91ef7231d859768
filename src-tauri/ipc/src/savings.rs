//! Savings: sums by currency over time, by what made them, what is ahead and what drifted; and the policies of each figure.

use std::borrow::Borrow;
use std::collections::HashMap;

use berth_core::account::{Account, AccountId, Realm, Vendor};
use berth_core::money::{Currency, Money, Ratio};
use berth_core::policy::{PolicyRecord, Stage};
use berth_core::report::{
    self, Bucket, Committed, Dimension, DriftSum, Figure, Key, Realised, Report, Row, Start, Step,
};
use berth_core::savings::{Made, by_use};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{MoneyView, TotalsView, brief, percent};

/// Policies of a figure that go out at once.
const PAGE: usize = 100;

/// How the savings are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavingsRequest {
    /// Of which realm.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// How much time one step of the series covers.
    #[ts(type = "Bucket")]
    pub bucket: Bucket,
    /// What they are broken down by.
    #[ts(type = "Dimension")]
    pub by: Dimension,
}

/// When a committed window starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StartView {
    /// It has started, and has not ended.
    Running,
    /// In a month, by its first day.
    Month {
        /// Such as `2026-04-01`.
        first: String,
    },
    /// After the months that are listed.
    Later,
    /// Nobody knows.
    Unknown,
}

impl From<Start> for StartView {
    fn from(start: Start) -> Self {
        match start {
            Start::Running => Self::Running,
            Start::Month(first) => Self::Month { first: first.to_string() },
            Start::Later => Self::Later,
            Start::Unknown => Self::Unknown,
        }
    }
}

/// A figure whose policies are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FigureRequest {
    /// All that was realised.
    Realised,
    /// One step of the series.
    Step {
        /// How much time it covers.
        #[ts(type = "Bucket")]
        bucket: Bucket,
        /// Its first day.
        first: String,
    },
    /// What lies before the first step.
    Earlier {
        /// How much time a step covers.
        #[ts(type = "Bucket")]
        bucket: Bucket,
    },
    /// What has no date.
    Undated,
    /// A group of a breakdown.
    Group {
        /// Of which.
        #[ts(type = "Dimension")]
        by: Dimension,
        /// Its key as it was handed out.
        key: Option<String>,
    },
    /// What lies beyond the groups.
    Rest {
        /// Of which breakdown.
        #[ts(type = "Dimension")]
        by: Dimension,
    },
    /// All that is committed ahead.
    Committed,
    /// What is committed ahead from one start on.
    Ahead {
        /// Which.
        start: StartView,
    },
    /// Charges that were not the price seen.
    Drift,
}

impl FigureRequest {
    /// The figure, if its dates are dates.
    fn read(&self) -> Option<Figure> {
        let date = |text: &str| text.parse::<Date>().ok();
        Some(match self {
            Self::Realised => Figure::Realised,
            Self::Step { bucket, first } => Figure::Bucket(*bucket, date(first)?),
            Self::Earlier { bucket } => Figure::Earlier(*bucket),
            Self::Undated => Figure::Undated,
            Self::Group { by, key } => Figure::Group(*by, key.clone()),
            Self::Rest { by } => Figure::Rest(*by),
            Self::Committed => Figure::Committed,
            Self::Ahead { start: StartView::Running } => Figure::Ahead(Start::Running),
            Self::Ahead { start: StartView::Month { first } } => Figure::Ahead(Start::Month(date(first)?)),
            Self::Ahead { start: StartView::Later } => Figure::Ahead(Start::Later),
            Self::Ahead { start: StartView::Unknown } => Figure::Ahead(Start::Unknown),
            Self::Drift => Figure::Drift,
        })
    }
}

/// Which policies are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedRowsRequest {
    /// Of which realm.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// In which currency.
    pub currency: String,
    /// Of which figure.
    pub figure: FigureRequest,
    /// How many of them are there already.
    pub skip: u32,
}

/// The savings of a realm. It has the same size whether ten policies stand behind it or a hundred thousand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavingsView {
    /// Which realm.
    #[ts(type = "Realm")]
    pub realm: Realm,
    /// How much time a step covers.
    #[ts(type = "Bucket")]
    pub bucket: Bucket,
    /// What the groups are of.
    #[ts(type = "Dimension")]
    pub by: Dimension,
    /// One a currency, that of most policies first; two are never added.
    pub currencies: Vec<CurrencySavingsView>,
}

/// What was saved in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurrencySavingsView {
    /// Of all of it together.
    pub totals: TotalsView,
    /// What lies before the first step; `null` where the steps show all there is.
    pub earlier: Option<RealisedView>,
    /// Over time, the empty steps as well.
    pub steps: Vec<StepView>,
    /// What has no date.
    pub undated: Option<RealisedView>,
    /// By what was asked for, those that saved most first.
    pub groups: Vec<GroupView>,
    /// What lies beyond the groups.
    pub rest: Option<RestView>,
    /// Paid for windows that have not ended, by their start.
    pub ahead: Vec<AheadView>,
    /// Where the charge was not the price seen.
    pub drift: DriftSumView,
}

/// What some policies realised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Realised` documents the fields")]
pub struct RealisedView {
    pub saved: MoneyView,
    pub list: MoneyView,
    /// Percent of `list`, two digits after the point.
    pub percent: Option<String>,
    pub policies: u32,
    pub unknown: u32,
    pub before_fees: u32,
    pub assumed_fees: u32,
    pub unknown_fees: u32,
}

impl From<&Realised> for RealisedView {
    fn from(realised: &Realised) -> Self {
        Self {
            saved: realised.saved.into(),
            list: realised.list.into(),
            percent: share(realised.saved, realised.list),
            policies: realised.policies,
            unknown: realised.unknown,
            before_fees: realised.before_fees,
            assumed_fees: realised.assumed_fees,
            unknown_fees: realised.unknown_fees,
        }
    }
}

fn share(saved: Money, list: Money) -> Option<String> {
    saved.amount.checked_div(list.amount).map(Ratio).and_then(percent)
}

/// What is paid for windows that have not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Committed` documents the fields")]
pub struct CommittedView {
    pub paid: MoneyView,
    pub policies: u32,
    pub unknown: u32,
}

impl From<&Committed> for CommittedView {
    fn from(committed: &Committed) -> Self {
        Self { paid: committed.paid.into(), policies: committed.policies, unknown: committed.unknown }
    }
}

/// One step of the series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Its first day, in UTC.
    pub first: String,
    /// What was realised in it.
    pub realised: RealisedView,
    /// Saved up to its end.
    pub so_far: MoneyView,
}

impl From<&Step> for StepView {
    fn from(step: &Step) -> Self {
        Self { first: step.first.to_string(), realised: (&step.realised).into(), so_far: step.so_far.into() }
    }
}

/// A group of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// An account's id, a vendor's word, a family, a region or an owner; `null` where it is not known.
    pub key: Option<String>,
    /// What was realised.
    pub realised: RealisedView,
    /// What is ahead.
    pub committed: CommittedView,
}

/// What lies beyond the groups of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestView {
    /// How many groups that is.
    pub groups: usize,
    /// What was realised.
    pub realised: RealisedView,
    /// What is ahead.
    pub committed: CommittedView,
}

/// What is committed ahead from one start on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AheadView {
    /// Which.
    pub start: StartView,
    /// What is paid.
    pub committed: CommittedView,
}

/// Charges that were not the price seen, summed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `DriftSum` documents the fields")]
pub struct DriftSumView {
    pub seen: MoneyView,
    pub charged: MoneyView,
    pub difference: MoneyView,
    pub higher: u32,
    pub lower: u32,
    pub same: u32,
    pub unknown: u32,
}

impl From<&DriftSum> for DriftSumView {
    fn from(drift: &DriftSum) -> Self {
        Self {
            seen: drift.seen.into(),
            charged: drift.charged.into(),
            difference: drift.difference.into(),
            higher: drift.higher,
            lower: drift.lower,
            same: drift.same,
            unknown: drift.unknown,
        }
    }
}

/// Policies of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedRowsView {
    /// The next of them.
    pub rows: Vec<SavedRowView>,
    /// How many more there are after these.
    pub more: usize,
}

/// What one policy makes of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedRowView {
    /// Whose.
    pub account: String,
    /// Its id.
    pub policy: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it is in its life.
    #[ts(type = "Stage")]
    pub stage: Stage,
    /// When it counts, RFC 3339 in UTC: the start of its window, the answer to its cancellation, for a drift its purchase.
    pub at: Option<String>,
    /// What it cost; `null` for one that was cancelled.
    pub price: Option<MoneyView>,
    /// What the same would have cost on demand.
    pub list: Option<MoneyView>,
    /// The fee on top: for processing, or for the cancellation. `null` where it is not known.
    pub fee: Option<MoneyView>,
    /// What it saved, net of the fee as far as that is known. `null` where nobody can tell, or nothing is realised yet.
    pub net: Option<MoneyView>,
    /// Percent of `list`, two digits after the point.
    pub share: Option<String>,
    /// Whether it makes a part of what was realised.
    pub realised: bool,
    /// Whether its window has not ended.
    pub ahead: bool,
    /// How its charge differed from the price seen, if it did.
    pub drift: Option<DriftedView>,
}

/// A charge that was not the price seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "core's `Drifted` documents the fields")]
pub struct DriftedView {
    pub seen: MoneyView,
    pub charged: MoneyView,
    pub difference: MoneyView,
}

impl SavingsView {
    /// The savings of these policies at `now`.
    pub fn new(
        request: SavingsRequest,
        accounts: &[Account],
        records: &[impl Borrow<PolicyRecord>],
        now: Timestamp,
    ) -> Self {
        let SavingsRequest { realm, bucket, by } = request;
        let accounts = by_id(accounts);
        let reports = report::report(owned(&accounts, records), bucket, by, now);
        Self {
            realm,
            bucket,
            by,
            currencies: by_use(&reports, |report| report.totals.policies)
                .into_iter()
                .map(CurrencySavingsView::from)
                .collect(),
        }
    }
}

impl From<&Report<'_>> for CurrencySavingsView {
    fn from(report: &Report<'_>) -> Self {
        let ahead =
            |(start, committed): &(Start, Committed)| AheadView { start: (*start).into(), committed: committed.into() };
        Self {
            totals: (&report.totals).into(),
            earlier: report.series.earlier.as_ref().map(RealisedView::from),
            steps: report.series.steps.iter().map(StepView::from).collect(),
            undated: report.series.undated.as_ref().map(RealisedView::from),
            groups: report
                .groups
                .iter()
                .map(|group| GroupView {
                    key: name(group.key),
                    realised: (&group.realised).into(),
                    committed: (&group.committed).into(),
                })
                .collect(),
            rest: report.rest.as_ref().map(|rest| RestView {
                groups: rest.key,
                realised: (&rest.realised).into(),
                committed: (&rest.committed).into(),
            }),
            ahead: report.ahead.iter().map(ahead).collect(),
            drift: (&report.drift).into(),
        }
    }
}

impl SavedRowsView {
    /// The policies of a figure at `now`, or what of the question cannot be read.
    pub fn new(
        request: &SavedRowsRequest,
        accounts: &[Account],
        records: &[impl Borrow<PolicyRecord>],
        now: Timestamp,
    ) -> Result<Self, &'static str> {
        let currency: Currency = request.currency.parse().map_err(|_| "currency")?;
        let figure = request.figure.read().ok_or("figure")?;
        let accounts = by_id(accounts);
        let found = report::rows(owned(&accounts, records), currency, &figure, now, name);
        let left = found.get(request.skip as usize..).unwrap_or_default();
        Ok(Self {
            rows: left.iter().take(PAGE).map(|row| SavedRowView::new(row, now)).collect(),
            more: left.len().saturating_sub(PAGE),
        })
    }
}

impl SavedRowView {
    fn new(row: &Row<'_>, now: Timestamp) -> Self {
        let Row { account, record, .. } = row;
        // What is not realised yet has a price and a list cost all the same, and no saving.
        let ahead = Made {
            price: berth_core::savings::price(account, record),
            list: berth_core::savings::list(account, record),
            fee: berth_core::savings::processing_fee(account, record),
            net: None,
        };
        let realised = row.made(now);
        let made = realised.unwrap_or(ahead);
        Self {
            account: account.id.to_string(),
            policy: record.policy.id.to_string(),
            name: record.policy.name.as_deref().map(brief),
            stage: record.stage(account.vendor_time(now)),
            at: row.at.map(|at| at.to_string()),
            price: made.price.map(MoneyView::from),
            list: made.list.map(MoneyView::from),
            fee: made.fee.map(MoneyView::from),
            net: made.net.map(MoneyView::from),
            share: made.net.zip(made.list).and_then(|(net, list)| share(net, list)),
            realised: realised.is_some(),
            ahead: row.is_ahead(now),
            drift: row.drifted().map(|drifted| DriftedView {
                seen: drifted.seen.into(),
                charged: drifted.charged.into(),
                difference: drifted.difference.into(),
            }),
        }
    }
}

fn by_id(accounts: &[Account]) -> HashMap<AccountId, &Account> {
    accounts.iter().map(|account| (account.id, account)).collect()
}

fn owned<'a, R: Borrow<PolicyRecord>>(
    accounts: &HashMap<AccountId, &'a Account>,
    records: &'a [R],
) -> impl Iterator<Item = (&'a Account, &'a PolicyRecord)> + Clone {
    records.iter().map(Borrow::borrow).filter_map(|record| Some((*accounts.get(&record.account)?, record)))
}

/// How a group is called: the page hands the same name back when it asks for the group's policies.
fn name(key: Key<'_>) -> Option<String> {
    match key {
        Key::Account(id) => Some(id.to_string()),
        Key::Vendor(Vendor::Cloudidr) => Some("cloudidr".to_owned()),
        Key::Vendor(Vendor::Gcore) => Some("gcore".to_owned()),
        Key::Word(word) => Some(brief(word)),
        Key::Unknown => None,
    }
}
