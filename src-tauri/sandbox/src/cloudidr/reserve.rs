//! Asking for a window of capacity: eleven fields in, a priced and unpaid policy out.

use jiff::{Timestamp, civil, tz};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Policy, Refused,
    booking::{Booking, Network},
    catalogue::{MACHINES, Machine, Region, Shortage, shortage},
    policy::Pricing,
    price::Price,
};
use crate::{answer::Answer, call::Call, fields::Fields, state::State};

const PLATFORMS: [&str; 2] = ["Linux/UNIX", "Windows Server"];

/// Account numbers with a name. The first is the printed sample's.
const ACCOUNTS: [(&str, &str); 6] = [
    ("014876987943", "personal AWS"),
    ("120394857610", "ml-platform"),
    ("238475610293", "billing-prod"),
    ("345610298374", "load-testing"),
    ("456102983745", "data-warehouse"),
    ("561029837456", "game-backend eu"),
];

/// What a client asks for, checked.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) account_name: String,
    pub(crate) name: String,
    pub(crate) machine: &'static Machine,
    pub(crate) region: &'static Region,
    pub(crate) zone: String,
    pub(crate) windows: bool,
    pub(crate) quantity: u32,
    pub(crate) launch: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) utc_offset: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reserved<'a> {
    my_policy: Option<Policy<'a>>,
    capacity_available: bool,
    alternative_qty_recommendations: Vec<Value>,
    alternative_time_recommendations: Vec<Value>,
    alternative_type_recommendations: Vec<Value>,
}

pub(super) fn reserve(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let wish = wish(call)?;
    if let Some(shortage) = shortage(wish.machine, wish.region, &wish.zone, wish.quantity) {
        return Ok(Answer::json(200, &alternatives(&wish, shortage)));
    }
    let booking = wish.booked(state, call.now);
    let answer = Answer::json(200, &reserved_answer(&booking));
    state.cloudidr.bookings.insert(booking.cidr_id.clone(), booking);
    Ok(answer)
}

/// What reserve answers, or once answered, for this policy.
pub(crate) fn reserved_answer(booking: &Booking) -> impl Serialize + '_ {
    Reserved {
        my_policy: Some(Policy::as_reserved(booking)),
        capacity_available: true,
        alternative_qty_recommendations: Vec::new(),
        alternative_time_recommendations: Vec::new(),
        alternative_type_recommendations: Vec::new(),
    }
}

impl Wish {
    /// A wish of the first state, whose quantity and window the caller fills in.
    pub(crate) fn shipped(name: &str, account_name: &str, machine: &str, zone: &str) -> Option<Self> {
        Some(Self {
            account_name: account_name.to_owned(),
            name: name.to_owned(),
            machine: Machine::named(machine)?,
            region: Region::of_zone(zone)?,
            zone: zone.to_owned(),
            windows: false,
            quantity: 1,
            launch: Timestamp::UNIX_EPOCH,
            end: Timestamp::UNIX_EPOCH,
            utc_offset: 0,
        })
    }

    /// The policy, with an id no other one has.
    pub(crate) fn booked(self, state: &mut State, now: Timestamp) -> Booking {
        let cidr_id = loop {
            let id = format!("sc_{:012}", state.ids.below(1_000_000_000_000));
            if !state.cloudidr.bookings.contains_key(&id) {
                break id;
            }
        };
        let quoted = self.price();
        Booking {
            cidr_id,
            name: self.name,
            account_name: self.account_name,
            machine: self.machine.name.to_owned(),
            platform: PLATFORMS[usize::from(self.windows)].to_owned(),
            zone: self.zone,
            quantity: self.quantity,
            launch: self.launch,
            end: self.end,
            utc_offset: self.utc_offset,
            created: now,
            quoted,
            charged: None,
            purchases: Vec::new(),
            cancellation: None,
            network: Network::default(),
            renewal: None,
            label: None,
        }
    }

    fn price(&self) -> Price {
        self.price_of(self.machine, self.quantity)
    }

    fn price_of(&self, machine: &Machine, quantity: u32) -> Price {
        Price::of(machine, self.region, self.windows, quantity, self.launch, self.end)
    }
}

fn wish(call: &Call) -> Result<Wish, Refused> {
    let mut fields = Fields::of(call)?;
    let account = fields.text("accountId");
    let name = fields.text("policyName");
    let machine_name = fields.text("instanceType");
    let platform = fields.text("platform");
    let zone = fields.text("zoneId");
    let quantity = fields.integer("quantity");
    let starts = (fields.text("startDate"), fields.text("startTime"));
    let ends = (fields.text("endDate"), fields.text("endTime"));
    let offset = fields.text("utcOffsetHours");

    fields.check("accountId", account.len() == 12 && all_digits(&account), "Must be 12 digits");
    fields.check("policyName", !name.trim().is_empty(), "Must not be empty");
    let machine = Machine::named(&machine_name);
    fields.check("instanceType", machine.is_some(), "Unknown instance type");
    fields.check("platform", PLATFORMS.contains(&platform.as_str()), "Must be Linux/UNIX or Windows Server");
    let region = Region::of_zone(&zone);
    fields.check("zoneId", region.is_some(), "Unknown availability zone id");
    let quantity = u32::try_from(quantity).unwrap_or(0);
    fields.check("quantity", quantity >= 1, "Must be at least 1");
    for (name, text) in [("startDate", &starts.0), ("endDate", &ends.0)] {
        fields.check(name, date(text).is_some(), "Must be a date as MM/DD/YYYY");
    }
    for (name, text) in [("startTime", &starts.1), ("endTime", &ends.1)] {
        fields.check(name, time(text).is_some(), "Must be HH:mm on a quarter hour");
    }
    let utc_offset = offset_hours(&offset);
    fields.check("utcOffsetHours", utc_offset.is_some(), "Must be whole hours from -12 to 14, as text");
    let window = utc_offset.and_then(|hours| Some((instant(&starts, hours)?, instant(&ends, hours)?)));
    fields.check("endDate", window.is_none_or(|(launch, end)| launch < end), "The end must be after the start");
    fields.finish()?;

    let (Some(machine), Some(region), Some(utc_offset), Some((launch, end))) = (machine, region, utc_offset, window)
    else {
        return Err(Refused::bad("The window lies outside of the calendar"));
    };
    Ok(Wish {
        account_name: account_name(&account)?,
        name,
        machine,
        region,
        zone,
        windows: platform == PLATFORMS[1],
        quantity,
        launch,
        end,
        utc_offset,
    })
}

/// Any account counts as linked, but for those that begin with four zeros.
fn account_name(account: &str) -> Result<String, Refused> {
    if account.starts_with("0000") {
        return Err(Refused { status: 404, description: format!("Account {account} not found") });
    }
    let known = ACCOUNTS.iter().find(|(number, _)| *number == account);
    Ok(known.map_or_else(|| format!("aws-{}", &account[8..]), |(_, name)| (*name).to_owned()))
}

/// A start in the past is accepted: no lead time is documented.
fn instant((day, clock): &(String, String), offset_hours: i8) -> Option<Timestamp> {
    let local = civil::DateTime::from_parts(date(day)?, time(clock)?);
    tz::offset(offset_hours).to_timestamp(local).ok()
}

fn date(text: &str) -> Option<civil::Date> {
    let parts: Vec<&str> = text.split('/').collect();
    match parts[..] {
        [month, day, year]
            if [month.len(), day.len(), year.len()] == [2, 2, 4] && parts.iter().all(|p| all_digits(p)) =>
        {
            civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

fn time(text: &str) -> Option<civil::Time> {
    let (hour, minute) = text.split_once(':')?;
    let shaped = hour.len() == 2 && all_digits(hour) && ["00", "15", "30", "45"].contains(&minute);
    shaped.then(|| civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok())?
}

/// Half hours are refused: how they are meant to be sent is unknown.
fn offset_hours(text: &str) -> Option<i8> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let shaped = matches!(digits.len(), 1 | 2) && all_digits(digits);
    let hours: i8 = text.parse().ok().filter(|_| shaped)?;
    (-12..=14).contains(&hours).then_some(hours)
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What could be had instead. The vendor has only ever printed empty lists, so these shapes are ours, and they differ
/// from case to case on purpose: a client must show whatever comes.
fn alternatives(wish: &Wish, shortage: Shortage) -> Reserved<'static> {
    let mut answer = Reserved {
        my_policy: None,
        capacity_available: false,
        alternative_qty_recommendations: Vec::new(),
        alternative_time_recommendations: Vec::new(),
        alternative_type_recommendations: Vec::new(),
    };
    match shortage {
        Shortage::Quantity(most) => {
            answer.alternative_qty_recommendations = [most, most / 2]
                .into_iter()
                .map(|quantity| json!({ "quantity": quantity, "pricing": Pricing::of(wish.price_of(wish.machine, quantity), false) }))
                .collect();
            answer.alternative_time_recommendations = later_windows(wish, &[24, 72]);
        }
        Shortage::Zone => {
            answer.alternative_qty_recommendations = vec![json!(0)];
            answer.alternative_time_recommendations = later_windows(wish, &[12]);
            answer.alternative_type_recommendations = wish
                .region
                .open_zones()
                .map(|zone| json!({ "instanceType": wish.machine.name, "availabilityZoneId": zone }))
                .collect();
        }
        Shortage::Type => {
            answer.alternative_type_recommendations = MACHINES
                .iter()
                .filter(|machine| machine.family() == "g5" && machine.gpu == wish.machine.gpu.min(8))
                .map(|machine| {
                    json!({
                        "instanceType": machine.name,
                        "vcpu": machine.vcpu,
                        "memory": machine.memory,
                        "gpu": machine.gpu,
                        "pricing": Pricing::of(wish.price_of(machine, wish.quantity), false),
                    })
                })
                .collect();
        }
    }
    answer
}

fn later_windows(wish: &Wish, hours: &[i64]) -> Vec<Value> {
    let words = |at: Timestamp| {
        let local = at.to_zoned(tz::TimeZone::fixed(tz::offset(wish.utc_offset)));
        (local.strftime("%m/%d/%Y").to_string(), local.strftime("%H:%M").to_string())
    };
    hours
        .iter()
        .map(|hours| {
            let by = jiff::SignedDuration::from_hours(*hours);
            let (start, end) = (words(crate::clock::later(wish.launch, by)), words(crate::clock::later(wish.end, by)));
            json!({
                "startDate": start.0,
                "startTime": start.1,
                "endDate": end.0,
                "endTime": end.1,
                "utcOffsetHours": wish.utc_offset.to_string(),
                "availableQuantity": wish.quantity,
            })
        })
        .collect()
}
