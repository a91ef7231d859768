//! What Gcore would charge for a basket of machines over a term, beside its ordinary tariff.
//!
//! Every figure is the vendor's own, digit for digit. None is derived from another: an hourly price times 744 misses the
//! monthly one in its last digits, and what `unit_size_total` counts is described and printed differently.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::account::AccountId;
use crate::money::{Currency, Money};
use crate::savings::{self, Baseline};
use crate::shape::Shape;

/// Our own id of a saved quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuoteId(pub Uuid);

/// Length of the commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// One year.
    Months12,
    /// Three years.
    Months36,
}

impl Term {
    /// Both, shortest first.
    pub const ALL: [Self; 2] = [Self::Months12, Self::Months36];

    /// The one of so many months, if there is one.
    pub fn of_months(months: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.months() == months)
    }

    /// Its length in months.
    pub fn months(self) -> u32 {
        match self {
            Self::Months12 => 12,
            Self::Months36 => 36,
        }
    }
}

/// One line of a basket: a machine type as the catalogue names it, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasketLine {
    /// Machine type, such as `bm1-hf-medium`.
    pub resource: String,
    /// How many machines, at least one.
    pub count: u32,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// Gcore's number of the region.
    pub region: i64,
    /// Machine types and counts.
    pub lines: Vec<BasketLine>,
    /// Whether Windows licences are wanted.
    pub windows_licences: bool,
}

/// Whether there is a price. A 200 alone does not say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum PriceStatus {
    /// The prices are good.
    Show,
    /// The vendor keeps the prices from this account.
    Hide,
    /// The vendor could not work them out.
    Error,
    /// A word that is new to us; treated as no price.
    Other(String),
}

impl From<String> for PriceStatus {
    fn from(word: String) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "show" => Self::Show,
            "hide" => Self::Hide,
            "error" => Self::Error,
            _ => Self::Other(word),
        }
    }
}

impl From<PriceStatus> for String {
    fn from(status: PriceStatus) -> Self {
        match status {
            PriceStatus::Show => "show".into(),
            PriceStatus::Hide => "hide".into(),
            PriceStatus::Error => "error".into(),
            PriceStatus::Other(word) => word,
        }
    }
}

/// One tariff's three figures, as sent. No currency of their own: the answer names it once, for the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// Per hour.
    pub per_hour: Decimal,
    /// Per month.
    pub per_month: Decimal,
    /// For the whole term.
    pub total: Decimal,
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRow {
    /// The machine type as answered, with its billing suffix (`bm1-hf-medium_min`).
    pub resource: String,
    /// The reserved tariff.
    pub commit: Tariff,
    /// The ordinary tariff.
    pub overcommit: Tariff,
    /// `H` or `PC*Hour`.
    pub unit: String,
    /// Hours billed a month.
    pub hours_per_month: Decimal,
}

/// Prices of a basket over one term. Absent figures mean that the vendor showed none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// How long.
    pub term: Term,
    /// Whether there is a price.
    pub status: PriceStatus,
    /// The currency of all figures.
    pub currency: Option<Currency>,
    /// The reserved tariff for the basket.
    pub commit: Option<Tariff>,
    /// The ordinary tariff for the basket.
    pub overcommit: Option<Tariff>,
    /// The basket's rows; their figures may be for one machine or for all, which the vendor leaves open.
    pub rows: Vec<OfferRow>,
}

impl Offer {
    /// Monthly price under the commitment, if the vendor shows one.
    pub fn commit_per_month(&self) -> Option<Money> {
        Some(Money::new(self.shown()?.0.per_month, self.currency?))
    }

    /// Monthly price at the ordinary tariff, if the vendor shows one.
    pub fn overcommit_per_month(&self) -> Option<Money> {
        Some(Money::new(self.shown()?.1.per_month, self.currency?))
    }

    /// The commitment over the whole term: payable month by month.
    pub fn commitment(&self) -> Option<Money> {
        Some(Money::new(self.shown()?.0.total, self.currency?))
    }

    /// Both tariffs, when the status says that they may be shown.
    pub fn shown(&self) -> Option<(Tariff, Tariff)> {
        if self.status == PriceStatus::Show { self.commit.zip(self.overcommit) } else { None }
    }

    /// Whether the ordinary tariff can be believed as a base for a saving.
    pub fn baseline(&self) -> Option<Baseline> {
        let (commit, overcommit) = self.shown()?;
        Some(savings::check_baseline(commit.per_month, overcommit.per_month))
    }
}

/// A saved quote: one basket, both terms, one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Our id.
    pub id: QuoteId,
    /// Whose billing plan it was priced from.
    pub account: AccountId,
    /// What was asked.
    pub basket: Basket,
    /// The region's name as answered.
    pub region_name: String,
    /// When.
    pub taken_at: Timestamp,
    /// One offer a term.
    pub offers: Vec<Offer>,
    /// What its machine types are made of, as far as the vendor had told when it was taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shapes: BTreeMap<String, Shape>,
}

/// A region as far as the vendor describes it; only the first two fields are always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Gcore's number.
    pub id: i64,
    /// Name to show.
    pub name: String,
    /// Two letters.
    pub country: Option<String>,
    /// Whether bare metal stands there.
    pub bare_metal: Option<bool>,
    /// `ACTIVE`, `MAINTENANCE` and others.
    pub state: Option<String>,
}

/// A machine type that can be reserved in a region. No field of the vendor's answer is promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservable {
    /// Its name, which a basket asks for.
    pub name: String,
    /// Machines free now.
    pub available: Option<i64>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Terms on offer, in months where the unit is a month.
    pub terms: Vec<i64>,
    /// Processors.
    pub vcpus: Option<i64>,
    /// Memory in MiB.
    pub ram_mib: Option<i64>,
    /// Hardware in the vendor's words, by part (cpu, disk, ram, gpu …).
    pub hardware: Vec<(String, String)>,
}

/// Whose token it is, as Gcore tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Account status, such as `active`.
    pub status: Option<String>,
    /// E-mail address of the account.
    pub email: Option<String>,
}
