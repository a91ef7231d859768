//! What Gcore offers without a reservation: machine types with their ordinary tariff and their stock, by project and
//! region; and what a month's reservations came to.
//!
//! The vendor promises no field of it. A figure is a price only under the word `show`, with a currency, and above zero:
//! accounts on trial are shown zero for everything, and a zero that is believed is a price of nothing.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::money::{Currency, Money};
use crate::quote::PriceStatus;

/// A project of an account: machine types are listed for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Gcore's number.
    pub id: i64,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is the one that every account has from the start.
    pub is_default: bool,
    /// `ACTIVE` and others; the vendor lists no words.
    pub state: Option<String>,
}

/// Which of the vendor's three lists a machine type stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlavorKind {
    /// Whole machines.
    BareMetal,
    /// Whole machines with accelerators.
    GpuBareMetal,
    /// Virtual machines with accelerators.
    GpuVirtual,
}

impl FlavorKind {
    /// All of them, in the order in which they are read.
    pub const ALL: [Self; 3] = [Self::BareMetal, Self::GpuBareMetal, Self::GpuVirtual];
}

/// A machine type with its ordinary tariff and its stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flavor {
    /// The list it stands in.
    pub kind: FlavorKind,
    /// Its name, such as `bm1-hf-medium`.
    pub name: String,
    /// `linux` or `windows`, where the list says.
    pub os: Option<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Hardware in the vendor's words, by part (cpu, disk, ram, gpu …) and in the vendor's order.
    pub hardware: Vec<(String, String)>,
    /// Accelerators of one machine.
    pub gpus: Option<u32>,
    /// Processors of one machine; of a whole machine, its physical ones.
    pub vcpus: Option<i64>,
    /// Memory of one machine in MiB.
    pub ram_mib: Option<i64>,
    /// Machines free now.
    pub free: Option<i64>,
    /// Machines free out of the account's reservations.
    pub reserved: Option<i64>,
    /// Its ordinary tariff.
    pub price: OrdinaryPrice,
}

/// The ordinary tariff of one machine, as sent. Read it through [`OrdinaryPrice::hour`] and [`OrdinaryPrice::month`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrdinaryPrice {
    /// Whether there is a price; `None` when the vendor did not say.
    pub status: Option<PriceStatus>,
    /// The currency of both figures.
    pub currency: Option<Currency>,
    /// Per hour. Kept under `show` only.
    pub per_hour: Option<Decimal>,
    /// Per month. Kept under `show` only; not the hourly one times anything.
    pub per_month: Option<Decimal>,
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPrice {
    /// The vendor did not say whether there is one.
    Unsaid,
    /// The vendor keeps it from this account.
    Hidden,
    /// The vendor could not work it out.
    Failed,
    /// A status that is new to us.
    Other(String),
    /// A figure without a currency.
    NoCurrency,
    /// Zero, as accounts on trial are shown for everything.
    Zero,
    /// No figure, or one below zero.
    NotAPrice,
}

impl OrdinaryPrice {
    /// Per hour, or why that is not known.
    pub fn hour(&self) -> Result<Money, NoPrice> {
        self.shown(self.per_hour)
    }

    /// Per month, or why that is not known.
    pub fn month(&self) -> Result<Money, NoPrice> {
        self.shown(self.per_month)
    }

    // MONEY: the one place that decides whether a figure is a price.
    fn shown(&self, figure: Option<Decimal>) -> Result<Money, NoPrice> {
        match &self.status {
            None => return Err(NoPrice::Unsaid),
            Some(PriceStatus::Hide) => return Err(NoPrice::Hidden),
            Some(PriceStatus::Error) => return Err(NoPrice::Failed),
            Some(PriceStatus::Other(word)) => return Err(NoPrice::Other(word.clone())),
            Some(PriceStatus::Show) => {}
        }
        match figure {
            Some(zero) if zero.is_zero() => Err(NoPrice::Zero),
            Some(amount) if amount.is_sign_positive() => {
                Ok(Money::new(amount, self.currency.ok_or(NoPrice::NoCurrency)?))
            }
            _ => Err(NoPrice::NotAPrice),
        }
    }
}

/// What came of asking for all three lists of a region. At least one of them was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlavorLists {
    /// When, by our clock.
    pub read_at: Timestamp,
    /// For which project.
    pub project: i64,
    /// One for each of [`FlavorKind::ALL`], in that order.
    pub lists: Vec<(FlavorKind, FlavorList)>,
}

/// What came of asking for one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlavorList {
    /// Its machine types.
    Read(Vec<Flavor>),
    /// It could not be read this time; why, as a sentence.
    Unread(String),
}

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

/// Why a text is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a month is written as four digits, a dash and two digits, such as 2026-10")]
pub struct MonthError;

impl Month {
    /// A month by its numbers; January is 1.
    pub fn new(year: i16, month: i8) -> Result<Self, MonthError> {
        if !(0..=9999).contains(&year) {
            return Err(MonthError);
        }
        Date::new(year, month, 1).map(Self).map_err(|_| MonthError)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let (year, month) = text.trim().split_once('-').ok_or(MonthError)?;
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(MonthError);
        }
        Self::new(year.parse().map_err(|_| MonthError)?, month.parse().map_err(|_| MonthError)?)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// What a month's reservations came to, commit and overcommit together, as the vendor reports it. Its data may lag by an
/// hour, at times by a day or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostTotals {
    /// Whether the figures are good; `None` when the vendor did not say.
    pub status: Option<PriceStatus>,
    /// The rows, in the vendor's order. What a row holds differs by what it is about and is described nowhere.
    pub rows: Vec<CostRow>,
}

/// One row: names and values in the vendor's order. A text is itself, null is nothing, anything else is its JSON to the
/// letter. What is no object stands under an empty name.
pub type CostRow = Vec<(String, Option<String>)>;

#[cfg(test)]
mod tests {
    use super::*;

    fn price(status: Option<&str>, currency: Option<&str>, figure: Option<&str>) -> Result<String, NoPrice> {
        let price = OrdinaryPrice {
            status: status.map(|word| PriceStatus::from(word.to_owned())),
            currency: currency.map(|code| code.parse().unwrap()),
            per_hour: figure.map(|figure| figure.parse().unwrap()),
            per_month: None,
        };
        assert!(price.month().is_err(), "one figure does not stand in for the other");
        price.hour().map(|money| money.amount.to_string())
    }

    #[test]
    fn a_figure_is_a_price_only_under_show_with_a_currency_and_above_zero() {
        assert_eq!(price(Some("show"), Some("EUR"), Some("1.37124")), Ok("1.37124".into()));
        assert_eq!(price(Some("SHOW"), Some("EUR"), Some("0.0000001")), Ok("0.0000001".into()));
        for (status, currency, figure, why) in [
            (None, Some("EUR"), Some("1"), NoPrice::Unsaid),
            (Some("hide"), Some("EUR"), Some("1"), NoPrice::Hidden),
            (Some("error"), Some("EUR"), Some("0"), NoPrice::Failed),
            (Some("Soon"), Some("EUR"), Some("1"), NoPrice::Other("Soon".into())),
            (Some("show"), None, Some("1"), NoPrice::NoCurrency),
            (Some("show"), Some("EUR"), Some("0"), NoPrice::Zero),
            (Some("show"), Some("EUR"), Some("-0.00"), NoPrice::Zero),
            (Some("show"), None, Some("0.0"), NoPrice::Zero),
            (Some("show"), Some("EUR"), Some("-1"), NoPrice::NotAPrice),
            (Some("show"), Some("EUR"), None, NoPrice::NotAPrice),
        ] {
            assert_eq!(price(status, currency, figure), Err(why));
        }
    }

    #[test]
    fn a_month_is_what_the_calendar_has() {
        for good in ["2026-10", "0000-01", "9999-12"] {
            assert_eq!(good.parse::<Month>().unwrap().to_string(), good);
        }
        assert_eq!(" 2026-01 ".parse(), Month::new(2026, 1));
        for bad in ["", "2026", "2026-13", "2026-00", "2026-1", "26-10", "2026-10-01", "+026-10", "2026/10", "٢٠٢٦-١٠"]
        {
            assert_eq!(bad.parse::<Month>(), Err(MonthError), "{bad:?}");
        }
        assert_eq!((Month::new(-1, 1), Month::new(10_000, 1)), (Err(MonthError), Err(MonthError)));
    }
}
