//! What an account has reserved at Gcore, from the vendor's two lists, which nothing ties together.

use berth_core::money::Money;
use berth_core::quote::Tariff;
use berth_core::reservation::{Commitment, Dated, Listing, Older, Reservation, ReservationStatus};
use berth_core::savings;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use ts_rs::TS;

use crate::view::{MoneyView, brief, percent};

/// Rows that a vendor listed, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnsweredView<T> {
    /// When they were read, RFC 3339 in UTC.
    pub read_at: String,
    /// The rows.
    pub rows: Vec<T>,
}

impl<T> AnsweredView<T> {
    /// Rows as the page sees them.
    pub fn new<'row, R: 'row>(read_at: Timestamp, rows: &'row [R]) -> Self
    where
        T: From<&'row R>,
    {
        Self { read_at: read_at.to_string(), rows: rows.iter().map(T::from).collect() }
    }
}

/// What an account has reserved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListingView {
    /// When it was read, RFC 3339 in UTC.
    pub read_at: String,
    /// The current list: tariffs, with neither id nor status nor currency.
    pub commitments: Vec<CommitmentView>,
    /// The older list: ids and statuses.
    pub older: OlderView,
}

impl From<&Listing> for ListingView {
    fn from(listing: &Listing) -> Self {
        Self {
            read_at: listing.read_at.to_string(),
            commitments: listing.commitments.iter().map(CommitmentView::from).collect(),
            older: match &listing.older {
                Older::Read(rows) => OlderView::Read { rows: rows.iter().map(ReservationView::from).collect() },
                Older::Gone => OlderView::Gone,
                Older::Unread(why) => OlderView::Unread { why: why.clone() },
            },
        }
    }
}

/// What came of asking for the older list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OlderView {
    /// Its rows.
    Read {
        /// One for each reservation.
        rows: Vec<ReservationView>,
    },
    /// The vendor has it no more.
    Gone,
    /// It could not be read this time.
    Unread {
        /// Why, as a sentence.
        why: String,
    },
}

/// One machine type under one commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommitmentView {
    /// Machine type.
    pub resource: String,
    /// How many machines.
    pub count: Option<u32>,
    /// The region's name.
    pub region: Option<String>,
    /// The reserved tariff.
    pub commit: Option<DatedView>,
    /// The ordinary tariff beyond it.
    pub overcommit: Option<DatedView>,
    /// Percent below the ordinary tariff, by the month for one machine; two digits after the point.
    pub discount_percent: Option<String>,
    /// What the machines are made of, such as `cpu 2 x … · ram 2TB`.
    pub hardware: String,
}

impl From<&Commitment> for CommitmentView {
    fn from(commitment: &Commitment) -> Self {
        let month = |tariff: &Option<Dated>| tariff.and_then(|tariff| tariff.per_month);
        let both = month(&commitment.commit).zip(month(&commitment.overcommit));
        Self {
            resource: brief(&commitment.resource),
            count: commitment.count,
            region: commitment.region.as_deref().map(brief),
            commit: commitment.commit.map(DatedView::from),
            overcommit: commitment.overcommit.map(DatedView::from),
            discount_percent: both.and_then(|(commit, over)| savings::discount(commit, over)).and_then(percent),
            hardware: hardware(&commitment.hardware),
        }
    }
}

/// A tariff and when it holds. Figures as the vendor wrote them, in a currency that this list does not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DatedView {
    /// From when on, RFC 3339 in UTC.
    pub from: Option<String>,
    /// Until when, RFC 3339 in UTC.
    pub to: Option<String>,
    /// Per month for one machine, decimal text.
    pub per_month: Option<String>,
    /// For all machines and the whole term, decimal text.
    pub total: Option<String>,
}

impl From<Dated> for DatedView {
    fn from(tariff: Dated) -> Self {
        let figure = |figure: Option<Decimal>| figure.map(|figure| figure.normalize().to_string());
        Self {
            from: tariff.from.map(|at| at.to_string()),
            to: tariff.to.map(|at| at.to_string()),
            per_month: figure(tariff.per_month),
            total: figure(tariff.total),
        }
    }
}

/// A reservation and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReservationView {
    /// Gcore's number of it, as text.
    pub id: String,
    /// The label the user chose.
    pub name: Option<String>,
    /// How far it has come.
    pub status: Option<StatusView>,
    /// What may come next.
    pub next: Vec<StatusView>,
    /// When it was asked for, RFC 3339 in UTC.
    pub created_at: Option<String>,
    /// Its first day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Its last day.
    pub to: Option<String>,
    /// Its length in months.
    pub months: Option<u32>,
    /// The region's name, or its number.
    pub region: Option<String>,
    /// Reserved, per month for everything in it.
    pub per_month: Option<MoneyView>,
    /// The same by the ordinary tariff: the base of the discount.
    pub list_per_month: Option<MoneyView>,
    /// Reserved, for the whole term.
    pub total: Option<MoneyView>,
    /// Percent below the ordinary tariff, two digits after the point.
    pub discount_percent: Option<String>,
    /// Its machines, such as `3 × bm1-hf-medium_min`.
    pub machines: Vec<String>,
    /// What went wrong while reserving, in the vendor's words.
    pub error: Option<String>,
    /// When the machines are expected, where they are out of stock.
    pub eta: Option<String>,
    /// When the vendor reminds of its end.
    pub reminder: Option<String>,
}

impl From<&Reservation> for ReservationView {
    fn from(one: &Reservation) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        // Without a currency an amount is no money.
        let money = |tariff: Option<Tariff>, pick: fn(Tariff) -> Decimal| {
            tariff.map(pick).zip(one.currency).map(|(amount, currency)| MoneyView::from(Money::new(amount, currency)))
        };
        let both = one.commit.zip(one.overcommit);
        Self {
            id: one.id.to_string(),
            name: one.name.as_deref().map(brief),
            status: one.status.as_ref().map(StatusView::from),
            next: one.next.iter().map(StatusView::from).collect(),
            created_at: one.created_at.map(|at| at.to_string()),
            from: day(one.from),
            to: day(one.to),
            months: one.months,
            region: one.region_name.as_deref().map(brief).or_else(|| one.region.map(|number| number.to_string())),
            per_month: money(one.commit, |tariff| tariff.per_month),
            list_per_month: money(one.overcommit, |tariff| tariff.per_month),
            total: money(one.commit, |tariff| tariff.total),
            discount_percent: both
                .and_then(|(commit, over)| savings::discount(commit.per_month, over.per_month))
                .and_then(percent),
            machines: one.rows.iter().map(|row| machines(&row.resource, row.count)).collect(),
            error: one.error.as_deref().map(brief),
            eta: day(one.eta),
            reminder: day(one.reminder),
        }
    }
}

/// A status: a word of ours where the vendor's is known, else its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the vendor's words, whose meaning it does not explain")]
pub enum StatusView {
    Created,
    Approved,
    Rejected,
    Reserved,
    WaitingForPayment,
    Activated,
    Expired,
    Copied,
    /// A word that is new to us.
    Other {
        word: String,
    },
}

impl From<&ReservationStatus> for StatusView {
    fn from(status: &ReservationStatus) -> Self {
        match status {
            ReservationStatus::Created => Self::Created,
            ReservationStatus::Approved => Self::Approved,
            ReservationStatus::Rejected => Self::Rejected,
            ReservationStatus::Reserved => Self::Reserved,
            ReservationStatus::WaitingForPayment => Self::WaitingForPayment,
            ReservationStatus::Activated => Self::Activated,
            ReservationStatus::Expired => Self::Expired,
            ReservationStatus::Copied => Self::Copied,
            ReservationStatus::Other(word) => Self::Other { word: brief(word) },
        }
    }
}

pub(crate) fn machines(resource: &str, count: Option<u32>) -> String {
    let count = count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    format!("{count} × {}", brief(resource))
}

fn hardware(parts: &[(String, String)]) -> String {
    let parts: Vec<_> = parts.iter().map(|(part, what)| format!("{} {}", brief(part), brief(what))).collect();
    parts.join(" · ")
}
