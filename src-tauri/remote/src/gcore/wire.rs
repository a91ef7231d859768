//! The shapes Gcore sends and takes.
//!
//! Money comes as text, and came as numbers; status words come in either case; a price answer that says `hide` or
//! `error` may hold anything where the amounts would be, so the amounts are read only under `show`, and then all of them
//! must be there.

use berth_core::catalogue::{CostRow, CostTotals, Flavor, FlavorKind, Month, OrdinaryPrice, Project};
use berth_core::money::Currency;
use berth_core::quote::{Basket, BasketLine, Holder, Offer, OfferRow, PriceStatus, Region, Reservable, Tariff, Term};
use berth_core::reservation::{Commitment, CommitmentOrder, Dated, Reservation, ReservationStatus, ReservedRow};
use berth_core::window::Moment;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::field::{self, AnswerError, Exact, Lenient, Pairs, Told, Untyped};
use crate::words;

/// The path of one reservation, as the log has it.
pub(super) const ONE_RESERVATION: &str = "/cloud/v1/reservations/{id}";

/// A commitment: what a price is asked for with, under a name and in a region.
#[derive(Serialize)]
pub(super) struct CreateRequest<'a> {
    name: &'a str,
    region_id: i64,
    #[serde(flatten)]
    what: PriceRequest<'a>,
}

impl<'a> CreateRequest<'a> {
    pub(super) fn new(order: &'a CommitmentOrder) -> Self {
        let CommitmentOrder { name, basket, term } = order;
        Self { name, region_id: basket.region, what: PriceRequest::new(basket, *term) }
    }
}

/// What a basket costs over a term.
#[derive(Serialize)]
pub(super) struct PriceRequest<'a> {
    period: &'static str,
    has_windows: bool,
    resources: Vec<ResourceRequest<'a>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the vendor's names")]
struct ResourceRequest<'a> {
    resource_name: &'a str,
    resource_type: &'static str,
    resource_value: u32,
}

impl<'a> PriceRequest<'a> {
    pub(super) fn new(basket: &'a Basket, term: Term) -> Self {
        let resource = |line: &'a BasketLine| ResourceRequest {
            resource_name: &line.resource,
            resource_type: "flavor",
            resource_value: line.count,
        };
        Self {
            period: match term {
                Term::Months12 => "MONTHS12",
                Term::Months36 => "MONTHS36",
            },
            has_windows: basket.windows_licences,
            resources: basket.lines.iter().map(resource).collect(),
        }
    }
}

/// One line of a price answer. The sums over the basket have the same six amounts.
#[derive(Deserialize)]
struct AmountsWire {
    commit_price_per_unit: Exact,
    commit_price_per_month: Exact,
    commit_price_total: Exact,
    overcommit_price_per_unit: Exact,
    overcommit_price_per_month: Exact,
    overcommit_price_total: Exact,
}

impl AmountsWire {
    /// The reserved tariff and the ordinary one.
    fn tariffs(&self) -> (Tariff, Tariff) {
        let commit = Tariff {
            per_hour: self.commit_price_per_unit.0,
            per_month: self.commit_price_per_month.0,
            total: self.commit_price_total.0,
        };
        let overcommit = Tariff {
            per_hour: self.overcommit_price_per_unit.0,
            per_month: self.overcommit_price_per_month.0,
            total: self.overcommit_price_total.0,
        };
        (commit, overcommit)
    }
}

/// The currency of an answer stands beside its sums, once.
#[derive(Default, Deserialize)]
struct CurrencyWire {
    #[serde(default)]
    currency_code: Lenient<String>,
}

/// What a row says beside its amounts. `unit_size_total` is left out: how it is described and what is printed differ.
#[derive(Deserialize)]
struct RowWire {
    resource_name: String,
    #[serde(default)]
    unit_name: Lenient<String>,
    unit_size_month: Exact,
}

/// Reads a price answer for a term in a region: the offer, and the region's name.
pub(crate) fn read_price(json: &str, region: i64, term: Term) -> Result<(Offer, String), AnswerError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        price_status: String,
        #[serde(default)]
        region_id: Lenient<i64>,
        #[serde(default)]
        region_name: Lenient<String>,
        #[serde(default)]
        activity_period: Lenient<String>,
        #[serde(default)]
        activity_period_length: Lenient<i64>,
        #[serde(borrow, default)]
        amount_prices: Option<&'a RawValue>,
        #[serde(borrow, default)]
        resources: Option<&'a RawValue>,
    }
    let wire: Wire<'_> = field::read(json)?;
    if let Some(other) = wire.region_id.0.filter(|other| *other != region) {
        return Err(AnswerError(format!("region_id: the answer is about region {other}")));
    }
    let length = wire.activity_period_length.0.and_then(|length| months(wire.activity_period.0.as_deref(), length));
    if let Some(other) = length.filter(|length| *length != i64::from(term.months())) {
        return Err(AnswerError(format!("activity_period_length: the answer is about {other} months")));
    }

    let region_name = wire.region_name.0.filter(|name| !name.is_empty()).unwrap_or_else(|| region.to_string());
    let sums = wire.amount_prices.map_or("null", RawValue::get);
    let currency = serde_json::from_str::<CurrencyWire>(sums).unwrap_or_default().currency_code.0;
    let currency = currency.and_then(|code| code.parse::<Currency>().ok());
    let status = PriceStatus::from(wire.price_status);
    let mut offer = Offer { term, status, currency, commit: None, overcommit: None, rows: Vec::new() };
    // MONEY: whatever stands beside `hide`, `error` or a new word is no price, least of all a price of zero.
    if offer.status == PriceStatus::Show {
        if currency.is_none() {
            return Err(AnswerError("amount_prices.currency_code: no currency".into()));
        }
        let (commit, overcommit) = field::read_part::<AmountsWire>(sums, "amount_prices")?.tariffs();
        offer.commit = Some(commit);
        offer.overcommit = Some(overcommit);
        let rows: Vec<&RawValue> = match wire.resources {
            Some(rows) => field::read_part(rows.get(), "resources")?,
            None => Vec::new(),
        };
        offer.rows = rows.into_iter().map(|row| read_row(row.get())).collect::<Result<_, _>>()?;
    }
    Ok((offer, region_name))
}

/// The two shapes that a row unites are read one after the other: flattening one into the other would take the
/// amounts through a form that has lost their digits.
fn read_row(json: &str) -> Result<OfferRow, AnswerError> {
    let row: RowWire = field::read_part(json, "resources")?;
    let (commit, overcommit) = field::read_part::<AmountsWire>(json, "resources")?.tariffs();
    Ok(OfferRow {
        resource: row.resource_name,
        commit,
        overcommit,
        unit: row.unit_name.0.unwrap_or_default(),
        hours_per_month: row.unit_size_month.0,
    })
}

/// A length counted in a unit, as months, where that can be told. No unit is taken for months.
fn months(unit: Option<&str>, length: i64) -> Option<i64> {
    match unit.unwrap_or("month").to_ascii_lowercase().as_str() {
        "month" => Some(length),
        "year" => length.checked_mul(12),
        _ => None,
    }
}

/// One page of a list, and how many rows there are on all pages, if the answer says so.
pub(crate) struct Page<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) total: Option<i64>,
}

#[derive(Deserialize)]
struct PageWire<T> {
    #[serde(default)]
    count: Lenient<i64>,
    results: Vec<T>,
}

impl<T> PageWire<T> {
    fn page<U>(self, row: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.results.into_iter().map(row).collect(), total: self.count.0 }
    }
}

/// Reads a page of regions. Only a region's number and name are demanded.
pub(crate) fn read_regions(json: &str) -> Result<Page<Region>, AnswerError> {
    #[derive(Deserialize)]
    struct Row {
        id: i64,
        display_name: String,
        #[serde(default)]
        country: Lenient<String>,
        #[serde(default)]
        has_baremetal: Lenient<bool>,
        #[serde(default)]
        state: Lenient<String>,
    }
    let region = |row: Row| Region {
        id: row.id,
        name: row.display_name,
        country: row.country.0,
        bare_metal: row.has_baremetal.0,
        state: row.state.0,
    };
    Ok(field::read::<PageWire<Row>>(json)?.page(region))
}

/// What a machine is made of. Any part may be null.
#[derive(Default, Deserialize)]
struct HardwareWire {
    #[serde(default)]
    cpu: Lenient<String>,
    #[serde(default)]
    disk: Lenient<String>,
    #[serde(default)]
    ram: Lenient<String>,
}

impl HardwareWire {
    fn parts(self) -> Vec<(String, String)> {
        let parts = [("cpu", self.cpu.0), ("ram", self.ram.0), ("disk", self.disk.0)];
        parts.into_iter().filter_map(|(part, words)| Some((part.to_owned(), words?))).collect()
    }
}

/// Reads the list of commitments (v2). A row without a machine type says nothing of anything and is left out.
pub(crate) fn read_commitments(json: &str) -> Result<Vec<Commitment>, AnswerError> {
    #[derive(Deserialize)]
    struct TariffWire {
        #[serde(default)]
        active_from: Lenient<Moment>,
        #[serde(default)]
        active_to: Lenient<Moment>,
        #[serde(default)]
        price_per_unit: Lenient<Decimal>,
        #[serde(default)]
        price_per_month: Lenient<Decimal>,
        #[serde(default)]
        price_total: Lenient<Decimal>,
    }
    #[derive(Deserialize)]
    struct Row<'a> {
        #[serde(default)]
        resource_name: Lenient<String>,
        #[serde(default)]
        resource_count: Lenient<u32>,
        #[serde(default)]
        region_name: Lenient<String>,
        #[serde(borrow, default)]
        commit: Option<&'a RawValue>,
        #[serde(borrow, default)]
        active_overcommit: Option<&'a RawValue>,
        #[serde(default, deserialize_with = "field::object")]
        hardware_info: HardwareWire,
        #[serde(default)]
        unit_name: Lenient<String>,
        #[serde(default)]
        unit_size_month: Lenient<Decimal>,
    }
    let dated = |raw: Option<&RawValue>| {
        let wire: TariffWire = serde_json::from_str(raw?.get()).ok()?;
        let (from, to) = (wire.active_from.0.map(|from| from.at), wire.active_to.0.map(|to| to.at));
        Some(Dated {
            from,
            to: to.filter(|to| from.is_none_or(|from| from < *to)),
            per_hour: wire.price_per_unit.0,
            per_month: wire.price_per_month.0,
            total: wire.price_total.0,
        })
    };
    let commitment = |row: Row<'_>| {
        Some(Commitment {
            resource: row.resource_name.0.filter(|name| !name.is_empty())?,
            count: row.resource_count.0,
            region: row.region_name.0,
            commit: dated(row.commit),
            overcommit: dated(row.active_overcommit),
            hardware: row.hardware_info.parts(),
            unit: row.unit_name.0,
            hours_per_month: row.unit_size_month.0,
        })
    };
    // No paging is documented for this list.
    Ok(field::read::<PageWire<Row<'_>>>(json)?.page(commitment).rows.into_iter().flatten().collect())
}

/// Reads a page of reservations with their status (v1). Only the number is demanded.
pub(crate) fn read_reservations(json: &str) -> Result<Page<Reservation>, AnswerError> {
    Ok(field::read::<PageWire<ReservationWire<'_>>>(json)?.page(ReservationWire::reservation))
}

/// Reads one reservation with its status (v1). Only the number is demanded.
pub(crate) fn read_reservation(json: &str) -> Result<Reservation, AnswerError> {
    Ok(field::read::<ReservationWire<'_>>(json)?.reservation())
}

#[derive(Deserialize)]
struct ReservationWire<'a> {
    id: i64,
    #[serde(default)]
    name: Lenient<String>,
    #[serde(default)]
    status: Lenient<String>,
    #[serde(default)]
    user_status: Lenient<String>,
    #[serde(default)]
    next_statuses: Lenient<Untyped>,
    #[serde(default)]
    created_at: Lenient<Moment>,
    #[serde(default)]
    active_from: Lenient<Date>,
    #[serde(default)]
    active_to: Lenient<Date>,
    #[serde(default)]
    activity_period: Lenient<String>,
    #[serde(default)]
    activity_period_length: Lenient<i64>,
    #[serde(default)]
    region_id: Lenient<i64>,
    #[serde(default)]
    region_name: Lenient<String>,
    #[serde(borrow, default)]
    amount_prices: Option<&'a RawValue>,
    #[serde(borrow, default)]
    resources: Option<&'a RawValue>,
    #[serde(default)]
    error: Lenient<String>,
    #[serde(default)]
    eta: Lenient<Date>,
    #[serde(default)]
    remind_expiration_message: Lenient<Date>,
}
impl ReservationWire<'_> {
    fn reservation(self) -> Reservation {
        let row = self;
        let length = row.activity_period_length.0;
        let months = length.and_then(|length| months(row.activity_period.0.as_deref(), length));
        let sums = row.amount_prices.map_or("null", RawValue::get);
        let currency = serde_json::from_str::<CurrencyWire>(sums).unwrap_or_default().currency_code.0;
        let (commit, overcommit) = amounts(sums).unzip();
        let next = match row.next_statuses.0 {
            Some(Untyped(Value::Array(words))) => words,
            _ => Vec::new(),
        };
        let rows = row.resources.and_then(|rows| serde_json::from_str::<Vec<&RawValue>>(rows.get()).ok());
        Reservation {
            id: row.id,
            name: row.name.0,
            status: row.status.0.map(ReservationStatus::from),
            for_customer: row.user_status.0.map(ReservationStatus::from),
            next: next.into_iter().map(|word| said(&word).into()).collect(),
            created_at: row.created_at.0.map(|created| created.at),
            from: row.active_from.0,
            to: row.active_to.0,
            months: months.and_then(|months| months.try_into().ok()),
            region: row.region_id.0,
            region_name: row.region_name.0,
            currency: currency.and_then(|code| code.parse().ok()),
            commit,
            overcommit,
            rows: rows.unwrap_or_default().into_iter().filter_map(|row| reserved_row(row.get())).collect(),
            error: row.error.0.map(|error| words::plain(&error)),
            eta: row.eta.0,
            reminder: row.remind_expiration_message.0,
        }
    }
}

/// All six amounts, or none: half a tariff is no tariff.
fn amounts(json: &str) -> Option<(Tariff, Tariff)> {
    serde_json::from_str::<AmountsWire>(json).ok().map(|wire| wire.tariffs())
}

fn reserved_row(json: &str) -> Option<ReservedRow> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default)]
        resource_name: Lenient<String>,
        #[serde(default)]
        resource_count: Lenient<u32>,
    }
    let wire: Wire = serde_json::from_str(json).ok()?;
    let (commit, overcommit) = amounts(json).unzip();
    let hardware: HardwareWire = serde_json::from_str(json).unwrap_or_default();
    Some(ReservedRow {
        resource: wire.resource_name.0?,
        count: wire.resource_count.0,
        commit,
        overcommit,
        hardware: hardware.parts(),
    })
}

/// Terms on offer: a list in one answer, a number in every other.
struct Terms(Vec<i64>);

impl Told for Terms {
    fn told(json: &str) -> Option<Self> {
        match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(items) => Some(Self(items.iter().filter_map(|item| i64::told(item.get())).collect())),
            Err(_) => i64::told(json).map(|one| Self(vec![one])),
        }
    }
}

#[derive(Deserialize)]
struct ReservableWire {
    #[serde(default)]
    flavor_name: Lenient<String>,
    #[serde(default)]
    flavor_id: Lenient<String>,
    #[serde(default)]
    resource_class: Lenient<String>,
    #[serde(default)]
    activity_period: Lenient<String>,
    #[serde(default)]
    activity_period_length: Lenient<Terms>,
    #[serde(default)]
    available_count: Lenient<i64>,
    #[serde(default)]
    disabled: Lenient<bool>,
    #[serde(default)]
    vcpus: Lenient<i64>,
    #[serde(default)]
    ram: Lenient<i64>,
    #[serde(default)]
    hardware_description: Lenient<Untyped>,
}

/// Reads the machine types that can be reserved: a bare list. One without any name cannot be asked for and is left out.
pub(crate) fn read_reservable(json: &str) -> Result<Vec<Reservable>, AnswerError> {
    let rows: Vec<ReservableWire> = field::read(json)?;
    Ok(rows.into_iter().filter_map(reservable).collect())
}

fn reservable(row: ReservableWire) -> Option<Reservable> {
    let names = [row.flavor_name.0, row.flavor_id.0, row.resource_class.0];
    let name = names.into_iter().flatten().find(|name| !name.is_empty())?;
    let unit = row.activity_period.0;
    let terms = row.activity_period_length.0.map_or_else(Vec::new, |Terms(lengths)| lengths);
    let hardware = match row.hardware_description.0 {
        Some(Untyped(Value::Object(parts))) => parts,
        _ => serde_json::Map::new(),
    };
    let part = |(part, value): (String, Value)| match value {
        Value::Null => None,
        Value::String(words) => Some((part, words)),
        other => Some((part, other.to_string())),
    };
    Some(Reservable {
        name,
        available: row.available_count.0,
        disabled: row.disabled.0.unwrap_or(false),
        terms: terms.into_iter().filter_map(|length| months(unit.as_deref(), length)).collect(),
        vcpus: row.vcpus.0,
        ram_mib: row.ram.0,
        hardware: hardware.into_iter().filter_map(part).collect(),
    })
}

/// Reads a page of projects. Only a project's number is demanded.
pub(crate) fn read_projects(json: &str) -> Result<Page<Project>, AnswerError> {
    #[derive(Deserialize)]
    struct Row {
        id: i64,
        #[serde(default)]
        name: Lenient<String>,
        #[serde(default)]
        is_default: Lenient<bool>,
        #[serde(default)]
        state: Lenient<String>,
    }
    let project = |row: Row| Project {
        id: row.id,
        name: row.name.0.filter(|name| !name.is_empty()),
        is_default: row.is_default.0.unwrap_or(false),
        state: row.state.0,
    };
    Ok(field::read::<PageWire<Row>>(json)?.page(project))
}

/// An ordinary tariff: beside the machine type's other fields in one list, in an object of its own in the others.
#[derive(Default, Deserialize)]
struct OrdinaryWire {
    #[serde(default)]
    currency_code: Lenient<String>,
    #[serde(default)]
    price_per_hour: Lenient<Decimal>,
    #[serde(default)]
    price_per_month: Lenient<Decimal>,
    #[serde(default)]
    price_status: Lenient<String>,
}

impl From<OrdinaryWire> for OrdinaryPrice {
    fn from(wire: OrdinaryWire) -> Self {
        let status = wire.price_status.0.map(PriceStatus::from);
        // MONEY: whatever stands beside another word than `show` is no price.
        let shown = |figure: Lenient<Decimal>| figure.0.filter(|_| status == Some(PriceStatus::Show));
        Self {
            currency: wire.currency_code.0.and_then(|code| code.parse().ok()),
            per_hour: shown(wire.price_per_hour),
            per_month: shown(wire.price_per_month),
            status,
        }
    }
}

/// A machine type of any of the three lists; each has some of the fields.
#[derive(Deserialize)]
struct FlavorWire<'a> {
    #[serde(default)]
    flavor_name: Lenient<String>,
    #[serde(default)]
    flavor_id: Lenient<String>,
    #[serde(default)]
    name: Lenient<String>,
    #[serde(default)]
    os_type: Lenient<String>,
    #[serde(default)]
    disabled: Lenient<bool>,
    #[serde(default)]
    vcpus: Lenient<i64>,
    #[serde(default)]
    ram: Lenient<i64>,
    #[serde(default)]
    capacity: Lenient<i64>,
    #[serde(default)]
    reserved_capacity: Lenient<i64>,
    #[serde(borrow, default)]
    hardware_description: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "field::object")]
    hardware_properties: PropertiesWire,
    #[serde(borrow, default)]
    price: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
struct PropertiesWire {
    #[serde(default)]
    gpu_count: Lenient<u32>,
    #[serde(default)]
    gpu_manufacturer: Lenient<String>,
    #[serde(default)]
    gpu_model: Lenient<String>,
    #[serde(default)]
    nic_eth: Lenient<String>,
    #[serde(default)]
    nic_ib: Lenient<String>,
}

/// Reads a page of one of the lists of machine types. No field is promised; a type without a name is left out.
pub(crate) fn read_flavors(json: &str, kind: FlavorKind) -> Result<Page<Flavor>, AnswerError> {
    let page = field::read::<PageWire<&RawValue>>(json)?.page(|row| flavor(row.get(), kind));
    Ok(Page { rows: page.rows.into_iter().flatten().collect(), total: page.total })
}

fn flavor(json: &str, kind: FlavorKind) -> Option<Flavor> {
    let row: FlavorWire<'_> = serde_json::from_str(json).ok()?;
    let names = [row.flavor_name.0, row.flavor_id.0, row.name.0];
    let price = match kind {
        FlavorKind::BareMetal => json,
        FlavorKind::GpuBareMetal | FlavorKind::GpuVirtual => row.price.map_or("null", RawValue::get),
    };
    let mut parts = Pairs::of(row.hardware_description);
    let (mut vcpus, mut ram_mib) = (row.vcpus.0, row.ram.0);
    if kind == FlavorKind::GpuVirtual {
        vcpus = vcpus.or(parts.take("vcpus"));
        ram_mib = ram_mib.or(parts.take("ram"));
    }
    Some(Flavor {
        kind,
        name: names.into_iter().flatten().find(|name| !name.is_empty())?,
        os: row.os_type.0,
        disabled: row.disabled.0.unwrap_or(false),
        gpus: row.hardware_properties.gpu_count.0,
        hardware: hardware(kind, &parts, row.hardware_properties),
        vcpus,
        ram_mib,
        free: row.capacity.0,
        reserved: row.reserved_capacity.0,
        price: serde_json::from_str::<OrdinaryWire>(price).unwrap_or_default().into(),
    })
}

/// The parts that are described, and what the properties add to them.
fn hardware(kind: FlavorKind, parts: &Pairs<'_>, properties: PropertiesWire) -> Vec<(String, String)> {
    let described = |(name, value): (String, Option<String>)| {
        // The one figure that is left here is in GiB, as the vendor documents it for virtual machines.
        let in_gib = kind == FlavorKind::GpuVirtual && name == "local_storage";
        let bare = in_gib && value.as_ref().is_some_and(|value| value.bytes().all(|byte| byte.is_ascii_digit()));
        let value = value.filter(|value| !value.is_empty())?;
        Some((name, if bare { format!("{value} GiB") } else { value }))
    };
    let mut hardware: Vec<_> = parts.texts().into_iter().filter_map(described).collect();
    let PropertiesWire { gpu_manufacturer, gpu_model, nic_eth, nic_ib, .. } = properties;
    let model: Vec<_> = [gpu_manufacturer.0, gpu_model.0].into_iter().flatten().collect();
    let gpu = (!model.is_empty()).then(|| model.join(" "));
    for (name, words) in [("gpu", gpu), ("nic_eth", nic_eth.0), ("nic_ib", nic_ib.0)] {
        if let Some(words) = words.filter(|_| hardware.iter().all(|(part, _)| part != name)) {
            hardware.push((name.to_owned(), words));
        }
    }
    hardware
}

/// What a month's reservations came to. Without a format the vendor chooses one.
#[derive(Serialize)]
pub(super) struct TotalsRequest {
    year_month: String,
    response_format: &'static str,
}

impl TotalsRequest {
    pub(super) fn new(month: Month) -> Self {
        Self { year_month: month.to_string(), response_format: "json" }
    }
}

/// Reads a month's totals. Nothing of a row is described, so all of it is kept as it came.
pub(crate) fn read_totals(json: &str) -> Result<CostTotals, AnswerError> {
    #[derive(Deserialize)]
    struct Wire<'a> {
        #[serde(default)]
        price_status: Lenient<String>,
        #[serde(borrow)]
        results: Vec<&'a RawValue>,
    }
    let wire: Wire<'_> = field::read(json)?;
    let row = |row: &RawValue| -> CostRow {
        match serde_json::from_str::<Pairs<'_>>(row.get()) {
            Ok(pairs) => pairs.texts(),
            Err(_) => vec![(String::new(), field::as_sent(row))],
        }
    };
    Ok(CostTotals {
        status: wire.price_status.0.map(PriceStatus::from),
        rows: wire.results.into_iter().map(row).collect(),
    })
}

/// Reads whose token it is. The guide names two fields and prints none of the rest.
pub(crate) fn read_holder(json: &str) -> Result<Holder, AnswerError> {
    #[derive(Deserialize)]
    struct Wire {
        #[serde(default)]
        status: Lenient<String>,
        #[serde(default)]
        email: Lenient<String>,
    }
    let wire: Wire = field::read(json)?;
    Ok(Holder { status: wire.status.0, email: wire.email.0 })
}

/// The vendor's reason in an error's body, with the complaints about single fields where the message does not have them.
pub(super) fn read_error(body: &str) -> (String, bool) {
    #[derive(Deserialize)]
    struct Wire {
        message: String,
        #[serde(default)]
        invalid_fields: Lenient<Untyped>,
    }
    let Ok(wire) = serde_json::from_str::<Wire>(body) else { return (words::stray(body), false) };
    let Some(Untyped(Value::Object(fields))) = wire.invalid_fields.0 else {
        return (words::plain(&wire.message), true);
    };
    let missing = fields.iter().filter(|(name, _)| !wire.message.contains(name.as_str()));
    let complaints: Vec<_> = missing.map(|(name, value)| format!("{name}: {}", said(value))).collect();
    if complaints.is_empty() {
        return (words::plain(&wire.message), true);
    }
    (words::plain(&format!("{} ({})", wire.message, complaints.join("; "))), true)
}

/// The words in a value, however they nest.
fn said(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(values) => values.iter().map(said).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.values().map(said).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
