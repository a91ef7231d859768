//! Reservations: the old list with ids and statuses, the new one with neither, creating and withdrawing.
//!
//! A person at Gcore seems to decide about a new reservation. Here time does: approved after two hours, reserved after a
//! day, waiting for payment after two, active a week after it was made. One whose name contains `reject` is rejected.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Refused,
    machines::{HF_MEDIUM, Hardware, Machine, Period},
    price::{AmountPrices, Basket, HOURS_OF_A_MONTH, Hours, Line, Row, Tariff, months_later},
    query::Query,
    regions::Region,
    zoneless,
};
use crate::{answer::Answer, call::Call, clock::later, fields::Fields, money::fixed, state::State};

/// Every reservation, by id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reservations(BTreeMap<i64, Reservation>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Reservation {
    id: i64,
    name: String,
    region_id: i64,
    months: u32,
    created: Timestamp,
    active_from: civil::Date,
    lines: Vec<Line>,
    /// A status of the first state that time does not change.
    fixed_status: Option<Status>,
    /// Day of delivery when a machine was out of stock.
    eta: Option<civil::Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Created,
    Approved,
    Rejected,
    Reserved,
    WaitingForPayment,
    Activated,
    Expired,
    Copied,
}

const STATUSES: [&str; 8] =
    ["CREATED", "APPROVED", "REJECTED", "RESERVED", "WAITING_FOR_PAYMENT", "ACTIVATED", "EXPIRED", "COPIED"];

impl Status {
    fn next(self) -> &'static [Self] {
        match self {
            Self::Created => &[Self::Approved, Self::Rejected],
            Self::Approved => &[Self::Reserved, Self::Rejected],
            Self::Reserved => &[Self::WaitingForPayment],
            Self::WaitingForPayment => &[Self::Activated],
            Self::Activated => &[Self::Expired, Self::Copied],
            Self::Rejected | Self::Expired | Self::Copied => &[],
        }
    }

    fn word(self) -> &'static str {
        STATUSES[self as usize]
    }
}

impl Reservation {
    fn active_to(&self) -> civil::Date {
        months_later(self.active_from, self.months)
    }

    fn status(&self, now: Timestamp) -> Status {
        let age = now.duration_since(self.created);
        if let Some(status) = self.fixed_status {
            status
        } else if age < SignedDuration::from_hours(2) {
            Status::Created
        } else if self.name.to_ascii_lowercase().contains("reject") {
            Status::Rejected
        } else if now >= midnight(self.active_to()) {
            Status::Expired
        } else if now >= midnight(self.active_from) {
            Status::Activated
        } else if age < SignedDuration::from_hours(24) {
            Status::Approved
        } else if age < SignedDuration::from_hours(48) {
            Status::Reserved
        } else {
            Status::WaitingForPayment
        }
    }
}

fn midnight(day: civil::Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

fn day_of(at: Timestamp) -> civil::Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// A reservation in the old list's shape.
#[derive(Serialize)]
pub(crate) struct RecordV1<'a> {
    active_from: civil::Date,
    active_to: civil::Date,
    activity_period: &'static str,
    activity_period_length: u32,
    amount_prices: AmountPrices,
    billing_plan_id: i64,
    created_at: String,
    error: Option<&'static str>,
    eta: Option<civil::Date>,
    id: i64,
    is_expiration_message_visible: bool,
    name: &'a str,
    next_statuses: &'static [Status],
    region_id: i64,
    region_name: &'static str,
    remind_expiration_message: Option<civil::Date>,
    resources: Vec<ResourceV1>,
    status: Status,
    user_status: Status,
}

#[derive(Serialize)]
struct ResourceV1 {
    #[serde(flatten)]
    row: Row,
    billing_plan_item_id: i64,
    overcommit_billing_plan_item_id: i64,
    resource_count: u32,
    resource_type: &'static str,
    #[serde(flatten)]
    hardware: Hardware,
}

const UNKNOWN_HARDWARE: Hardware = Hardware { cpu: None, disk: None, ram: None };

fn hardware(line: &Line) -> Hardware {
    Machine::named(&line.machine).map_or(UNKNOWN_HARDWARE, Machine::hardware)
}

fn eight_digits(hours: u32) -> Hours {
    Hours::Text(fixed(hours.into(), 8))
}

impl<'a> RecordV1<'a> {
    fn of(reservation: &'a Reservation, now: Timestamp) -> Option<Self> {
        let region = Region::with_id(reservation.region_id)?;
        let months = reservation.months;
        let status = reservation.status(now);
        let ends_soon = status == Status::Activated && months_later(day_of(now), 2) >= reservation.active_to();
        let resource = |line: &Line| ResourceV1 {
            row: Row::of(line, months, region, 8, eight_digits),
            billing_plan_item_id: 2_584_252,
            overcommit_billing_plan_item_id: 2_585_397,
            resource_count: line.count,
            resource_type: "flavor",
            hardware: hardware(line),
        };
        Some(Self {
            active_from: reservation.active_from,
            active_to: reservation.active_to(),
            activity_period: "month",
            activity_period_length: months,
            amount_prices: AmountPrices::of(&reservation.lines, months, region, 8),
            billing_plan_id: 1114,
            created_at: zoneless(reservation.created),
            error: (status == Status::Rejected).then_some("Not enough free machines of this type in the region"),
            eta: reservation.eta,
            id: reservation.id,
            is_expiration_message_visible: ends_soon,
            name: &reservation.name,
            next_statuses: status.next(),
            region_id: region.id,
            region_name: region.name,
            remind_expiration_message: ends_soon.then(|| reservation.active_to()),
            resources: reservation.lines.iter().map(resource).collect(),
            status,
            user_status: status,
        })
    }
}

/// A row of the new list: one machine type of one commitment.
#[derive(Serialize)]
struct RowV2 {
    active_billing_plan_id: i64,
    active_overcommit: Overcommit,
    commit: Commit,
    hardware_info: Hardware,
    region_name: &'static str,
    resource_count: u32,
    resource_name: String,
    unit_name: &'static str,
    unit_size_month: Hours,
    unit_size_total: Hours,
}

#[derive(Serialize)]
struct Overcommit {
    active_from: Timestamp,
    plan_item_id: Option<i64>,
    price_per_month: String,
    price_per_unit: String,
    price_total: String,
    subscription_id: Option<i64>,
}

#[derive(Serialize)]
struct Commit {
    active_from: Timestamp,
    active_to: Option<Timestamp>,
    /// For one machine, unlike the total.
    price_per_month: String,
    price_per_unit: String,
    price_total: String,
    subscription_id: Option<i64>,
}

impl RowV2 {
    fn of(reservation: &Reservation, line: &Line, region: &'static Region) -> Self {
        let total = |tariff: Tariff| fixed(tariff.total(reservation.months) * Decimal::from(line.count), 8);
        // What null means in these three is not told; a three-year term has them here.
        let known = reservation.months == 12;
        let active_from = midnight(reservation.active_from);
        Self {
            active_billing_plan_id: 207_114,
            active_overcommit: Overcommit {
                active_from,
                plan_item_id: known.then_some(666),
                price_per_month: fixed(line.overcommit.month, 8),
                price_per_unit: fixed(line.overcommit.hour, 8),
                price_total: total(line.overcommit),
                subscription_id: known.then_some(12_344),
            },
            commit: Commit {
                active_from,
                active_to: known.then(|| midnight(reservation.active_to())),
                price_per_month: fixed(line.commit.month, 8),
                price_per_unit: fixed(line.commit.hour, 8),
                price_total: total(line.commit),
                subscription_id: known.then_some(12_345),
            },
            hardware_info: hardware(line),
            region_name: region.name,
            resource_count: line.count,
            resource_name: line.machine.clone(),
            unit_name: "H",
            unit_size_month: eight_digits(HOURS_OF_A_MONTH),
            unit_size_total: eight_digits(HOURS_OF_A_MONTH * reservation.months),
        }
    }
}

impl Reservations {
    /// All of them, in the old list's shape.
    pub(crate) fn records(&self, now: Timestamp) -> Vec<RecordV1<'_>> {
        self.0.values().filter_map(|reservation| RecordV1::of(reservation, now)).collect()
    }

    /// Machines and months' prices of what is active, for the cost report.
    pub(super) fn active_lines(&self, now: Timestamp) -> impl Iterator<Item = (i64, &Line)> {
        self.0
            .values()
            .filter(move |reservation| reservation.status(now) == Status::Activated)
            .flat_map(|reservation| reservation.lines.iter().map(|line| (reservation.region_id, line)))
    }

    fn add(&mut self, mut reservation: Reservation) -> &Reservation {
        let id = self.0.last_key_value().map_or(10_218, |(last, _)| last + 1);
        reservation.id = id;
        self.0.entry(id).or_insert(reservation)
    }
}

pub(super) fn list_v2(state: &State, call: &Call) -> Result<Answer, Refused> {
    let mut query = Query::of(call);
    let metric = query.text("metric_name");
    let orders = ["active_from.asc", "active_from.desc", "active_to.asc", "active_to.desc"];
    let order = query.word("order_by", &orders);
    let region_id = query.integer("region_id");
    let show_inactive = query.boolean("show_inactive").unwrap_or(true);
    let from: Option<Timestamp> = query.parsed("time_from", "Must be a date-time");
    let to: Option<Timestamp> = query.parsed("time_to", "Must be a date-time");
    query.check("time_to", from.is_some() == to.is_some(), "time_from and time_to go together");
    let period = from.zip(to);
    let longest = SignedDuration::from_hours(31 * 24);
    let short_enough = period.is_none_or(|(from, to)| from <= to && to.duration_since(from) <= longest);
    query.check("time_to", short_enough, "The period must be at most 31 days");
    query.finish()?;

    let mut kept: Vec<&Reservation> = state
        .gcore
        .0
        .values()
        .filter(|reservation| match reservation.status(call.now) {
            Status::Activated => true,
            Status::Expired => show_inactive || period.is_some(),
            _ => false,
        })
        .filter(|reservation| region_id.is_none_or(|id| id == reservation.region_id))
        .filter(|reservation| {
            period.is_none_or(|(from, to)| {
                midnight(reservation.active_from) < to && from < midnight(reservation.active_to())
            })
        })
        .collect();
    sort(&mut kept, order.as_deref().unwrap_or("active_from.desc"));
    let rows: Vec<RowV2> = kept
        .into_iter()
        .filter_map(|reservation| Some((reservation, Region::with_id(reservation.region_id)?)))
        .flat_map(|(reservation, region)| reservation.lines.iter().map(move |line| (reservation, line, region)))
        .filter(|(_, line, _)| metric.as_ref().is_none_or(|metric| *metric == format!("{}_min", line.machine)))
        .map(|(reservation, line, region)| RowV2::of(reservation, line, region))
        .collect();
    Ok(Answer::json(200, &super::List { count: rows.len(), results: rows }))
}

pub(super) fn list_v1(state: &State, call: &Call) -> Result<Answer, Refused> {
    let mut query = Query::of(call);
    let day = "Must be a date";
    let instant = "Must be a date-time";
    let activated: [Option<civil::Date>; 2] = [query.parsed("activated_from", day), query.parsed("activated_to", day)];
    let deactivated: [Option<civil::Date>; 2] =
        [query.parsed("deactivated_from", day), query.parsed("deactivated_to", day)];
    let created: [Option<Timestamp>; 2] = [query.parsed("created_from", instant), query.parsed("created_to", instant)];
    let page = query.page(1000);
    let metric = query.text("metric_name");
    let orders =
        ["active_from.asc", "active_from.desc", "active_to.asc", "active_to.desc", "created_at.asc", "created_at.desc"];
    let order = query.word("order_by", &orders);
    let region_id = query.integer("region_id");
    let statuses = query.texts("status");
    let known = statuses.iter().all(|status| STATUSES.contains(&status.as_str()));
    query.check("status", known, "Unknown status");
    query.finish()?;

    let mut kept: Vec<&Reservation> = state
        .gcore
        .0
        .values()
        .filter(|reservation| within(&activated, &reservation.active_from))
        .filter(|reservation| within(&deactivated, &reservation.active_to()))
        .filter(|reservation| within(&created, &reservation.created))
        .filter(|reservation| region_id.is_none_or(|id| id == reservation.region_id))
        .filter(|reservation| {
            statuses.is_empty() || statuses.iter().any(|word| word == reservation.status(call.now).word())
        })
        .filter(|reservation| {
            metric
                .as_ref()
                .is_none_or(|metric| reservation.lines.iter().any(|line| *metric == format!("{}_min", line.machine)))
        })
        .collect();
    sort(&mut kept, order.as_deref().unwrap_or("created_at.desc"));
    let rows = kept.into_iter().filter_map(|reservation| RecordV1::of(reservation, call.now)).collect();
    Ok(Answer::json(200, &page.of(rows)))
}

fn within<T: PartialOrd>([from, to]: &[Option<T>; 2], value: &T) -> bool {
    from.as_ref().is_none_or(|from| from <= value) && to.as_ref().is_none_or(|to| value <= to)
}

fn sort(rows: &mut [&Reservation], order: &str) {
    let (field, direction) = order.split_once('.').unwrap_or((order, "asc"));
    match field {
        "active_from" => rows.sort_by_key(|reservation| reservation.active_from),
        "active_to" => rows.sort_by_key(|reservation| reservation.active_to()),
        _ => rows.sort_by_key(|reservation| reservation.created),
    }
    if direction == "desc" {
        rows.reverse();
    }
}

pub(super) fn get(state: &State, call: &Call) -> Result<Answer, Refused> {
    let id = id_of_path(call)?;
    let found = state.gcore.0.get(&id).and_then(|reservation| RecordV1::of(reservation, call.now));
    found.map(|record| Answer::json(200, &record)).ok_or_else(|| missing(id))
}

/// More machines than this in one reservation count as sold out.
const MOST_MACHINES: u32 = 50;

pub(super) fn create(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let mut fields = Fields::of(call)?;
    let name = fields.text("name");
    fields.check("name", !name.trim().is_empty(), "Must not be empty");
    let region_id = fields.integer("region_id");
    let region = Region::with_id(region_id);
    let basket = Basket::read(&mut fields, region);
    fields.finish()?;
    let region = region.ok_or_else(|| Refused::Missing(format!("Region {region_id} could not be found")))?;
    let basket = basket.ok_or_else(|| Refused::invalid("period", "Must be MONTHS12 or MONTHS36"))?;
    if basket.resources.iter().map(|(_, count)| *count).sum::<u32>() > MOST_MACHINES {
        return Err(Refused::SoldOut("There is no capacity left for this flavor in the region".to_owned()));
    }

    let today = day_of(call.now);
    let short = basket.resources.iter().any(|(machine, count)| machine.stock(region).unwrap_or(0) < *count);
    let reservation = state.gcore.add(Reservation {
        id: 0,
        name,
        region_id: region.id,
        months: basket.period.months(),
        created: call.now,
        active_from: today.checked_add(jiff::Span::new().days(7)).unwrap_or(today),
        lines: basket.lines(region, call.price_moved),
        fixed_status: None,
        eta: short.then(|| months_later(today, 2)),
    });
    RecordV1::of(reservation, call.now).map(|record| Answer::json(200, &record)).ok_or_else(|| missing(reservation.id))
}

/// Which statuses allow it is not documented; what is active or over stays here.
pub(super) fn withdraw(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let id = id_of_path(call)?;
    let status = state.gcore.0.get(&id).ok_or_else(|| missing(id))?.status(call.now);
    if matches!(status, Status::Activated | Status::Expired | Status::Copied) {
        return Err(Refused::Conflict(format!("Reservation {id} cannot be deleted in status {}", status.word())));
    }
    state.gcore.0.remove(&id);
    Ok(Answer::empty(204))
}

fn id_of_path(call: &Call) -> Result<i64, Refused> {
    call.in_path("reservation_id").parse().map_err(|_| Refused::invalid("reservation_id", "Must be a whole number"))
}

fn missing(id: i64) -> Refused {
    Refused::Missing(format!("Reservation {id} could not be found"))
}

/// The reservations of the first state: every status once, and the two that were printed.
pub(crate) fn fill(state: &mut State, start: Timestamp) {
    // The printed row of the new list: an agreement of its own, only 5 % below the ordinary tariff.
    let agreed = Line {
        machine: HF_MEDIUM.to_owned(),
        count: 1,
        commit: Tariff { hour: Decimal::new(30_215_320, 8), month: Decimal::new(224_801_981, 6) },
        overcommit: Tariff { hour: Decimal::new(31_805_600, 8), month: Decimal::new(236_633_664, 6) },
        row_is_sum: false,
    };
    // Name, region, machine, count, period, days since it was made, days until it begins, status that time does not give.
    let plans = [
        ("edge cache eu", 4, HF_MEDIUM, 3, Period::Months12, 330, -320, None),
        ("video transcoding", 176, "bm2-hf-medium", 6, Period::Months36, 200, -190, None),
        ("old build farm", 140, "bm1-infrastructure-small", 2, Period::Months12, 420, -410, None),
        ("database refresh", 104, "bm1-hf-small", 2, Period::Months12, 4, 3, None),
        ("gpu pool", 84, "bm3-ai-1xlarge-h100-80-8", 2, Period::Months36, 1, 20, Some(Status::Reserved)),
        ("game servers", 180, "bm1-hf-small", 12, Period::Months12, 2, 5, Some(Status::Rejected)),
        ("archive", 76, "bm1-basic-small", 1, Period::Months12, 0, 9, Some(Status::Approved)),
        ("edge cache eu (renewed)", 4, HF_MEDIUM, 3, Period::Months12, 700, -690, Some(Status::Copied)),
        ("search cluster", 172, "bm2-hf-medium", 4, Period::Months12, 0, 7, None),
    ];
    let today = day_of(start);
    let in_days = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    for (name, region_id, machine, count, period, age, begins, fixed_status) in plans {
        let (Some(region), Some(machine)) = (Region::with_id(region_id), Machine::named(machine)) else {
            tracing::error!(name, "a reservation of the first state names an unknown machine or region");
            continue;
        };
        let lines = vec![Line::of(region, machine, count, period, false)];
        state.gcore.add(Reservation {
            id: 0,
            name: name.to_owned(),
            region_id,
            months: period.months(),
            created: later(start, -SignedDuration::from_hours(age * 24) - SignedDuration::from_mins(20)),
            active_from: in_days(begins),
            lines,
            fixed_status,
            eta: (fixed_status == Some(Status::Approved)).then(|| in_days(60)),
        });
    }
    state.gcore.add(Reservation {
        id: 0,
        name: "pilot".to_owned(),
        region_id: 4,
        months: 12,
        created: later(start, -SignedDuration::from_hours(100 * 24)),
        active_from: in_days(-95),
        lines: vec![agreed],
        fixed_status: None,
        eta: None,
    });
}
