//! What is there at the very first start: policies in every status and a handful of Gcore reservations, all dated from
//! the start instant, so that countdowns have something to count whenever somebody opens the app.

use jiff::{SignedDuration, Timestamp, Unit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    clock::later,
    cloudidr::{Cancellation, Policy, Wish, reserved_answer},
    gcore,
    state::State,
};

/// A policy of the first state, as much of it as an app's ledger could know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeedPolicy {
    /// The bare policy (contract schema `Policy`) as it is now.
    pub policy: Value,
    /// The answer `reserve` once gave (contract schema `ReserveResponse`), fees included.
    pub reserve: Value,
    /// When it was paid for, RFC 3339.
    pub purchased_at: Option<String>,
    /// When and how it was given back.
    pub cancelled: Option<Cancelled>,
    /// Who asked for it.
    pub owner: Option<String>,
    /// Where the work is tracked.
    pub ticket: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
}

/// A cancellation of the first state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cancelled {
    /// RFC 3339.
    pub at: String,
    /// The vendor's sentence; none inside the first fifteen minutes.
    pub message: Option<String>,
}

/// Marks a booking as one of the first state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Label {
    owner: Option<String>,
    ticket: Option<String>,
    purpose: Option<String>,
}

/// The policies of the first state as they are now, oldest first.
pub(crate) fn seeds(state: &State) -> Vec<SeedPolicy> {
    let now = state.clock.now();
    let mut seeded: Vec<_> =
        state.cloudidr.bookings.values().filter_map(|booking| Some((booking, booking.label.as_ref()?))).collect();
    seeded.sort_by_key(|(booking, _)| booking.created);
    seeded
        .into_iter()
        .map(|(booking, label)| SeedPolicy {
            policy: serde_json::to_value(Policy::of(booking, now, true)).unwrap_or_default(),
            reserve: serde_json::to_value(reserved_answer(booking)).unwrap_or_default(),
            purchased_at: booking.purchases.last().map(Timestamp::to_string),
            cancelled: booking
                .cancellation
                .as_ref()
                .map(|given_back| Cancelled { at: given_back.at.to_string(), message: given_back.message.clone() }),
            owner: label.owner.clone(),
            ticket: label.ticket.clone(),
            purpose: label.purpose.clone(),
        })
        .collect()
}

/// A policy of the first state. Times are minutes from the start instant; the window is moved back to a quarter hour.
struct Plan {
    name: &'static str,
    account: &'static str,
    machine: &'static str,
    quantity: u32,
    zone: &'static str,
    windows: bool,
    utc_offset: i8,
    created: i64,
    launch: i64,
    length: i64,
    purchased: Option<i64>,
    cancelled: Option<(i64, Option<&'static str>)>,
    renewal: Option<&'static str>,
    label: [&'static str; 3],
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// What most plans have in common.
const PLAIN: Plan = Plan {
    name: "",
    account: "personal AWS",
    machine: "c5.large",
    quantity: 1,
    zone: "usw2-az1",
    windows: false,
    utc_offset: 0,
    created: 0,
    launch: 0,
    length: 0,
    purchased: None,
    cancelled: None,
    renewal: None,
    label: ["", "", ""],
};

const PLANS: [Plan; 13] = [
    // Ready to purchase, and still free to give back.
    Plan {
        name: "ml-train nightly",
        account: "ml-platform",
        machine: "p4d.24xlarge",
        zone: "use1-az2",
        utc_offset: -5,
        created: -4,
        launch: 26 * HOUR,
        length: 10 * HOUR,
        label: ["Ines Duarte", "ML-2291", "Nightly training of the ranking model"],
        ..PLAIN
    },
    // Ready to purchase, but no longer free to give back.
    Plan {
        name: "billing month-end",
        account: "billing-prod",
        machine: "r6i.4xlarge",
        quantity: 4,
        utc_offset: -8,
        created: -3 * HOUR,
        launch: 2 * DAY + 4 * HOUR,
        length: 36 * HOUR,
        label: ["Tomasz Wrona", "FIN-118", "Invoices and dunning run"],
        ..PLAIN
    },
    // Bought a few minutes ago.
    Plan {
        name: "load test eu",
        account: "load-testing",
        machine: "c6i.8xlarge",
        quantity: 16,
        zone: "euc1-az2",
        utc_offset: 1,
        created: -9,
        launch: 5 * HOUR,
        length: 6 * HOUR,
        purchased: Some(-7),
        label: ["Priya Raman", "PERF-77", "Checkout at twice the usual peak"],
        ..PLAIN
    },
    Plan {
        name: "llm fine-tune",
        account: "ml-platform",
        machine: "p5.48xlarge",
        quantity: 2,
        zone: "use2-az1",
        utc_offset: -5,
        created: -20 * HOUR,
        launch: 3 * DAY,
        length: 2 * DAY,
        purchased: Some(-19 * HOUR),
        label: ["Ines Duarte", "ML-2304", "Support assistant, second round"],
        ..PLAIN
    },
    Plan {
        name: "inference canary",
        account: "game-backend eu",
        machine: "g4dn.2xlarge",
        quantity: 4,
        zone: "sae1-az1",
        utc_offset: -3,
        created: -2 * DAY,
        launch: 55,
        length: 18 * HOUR,
        purchased: Some(-2 * DAY + 6),
        label: ["Caio Lemos", "GAME-906", "Matchmaking model, first players"],
        ..PLAIN
    },
    // Running.
    Plan {
        name: "render farm weekend",
        account: "personal AWS",
        machine: "g5.xlarge",
        quantity: 8,
        zone: "usw2-az2",
        utc_offset: -8,
        created: -3 * DAY,
        launch: -9 * HOUR,
        length: 23 * HOUR,
        purchased: Some(-3 * DAY + 11),
        label: ["Volha K.", "", "Trailer in 4K"],
        ..PLAIN
    },
    Plan {
        name: "erp reporting",
        account: "billing-prod",
        machine: "m5.2xlarge",
        quantity: 2,
        zone: "euw1-az3",
        windows: true,
        created: -4 * DAY,
        launch: -30 * HOUR,
        length: 32 * HOUR + 30,
        purchased: Some(-4 * DAY + 25),
        label: ["Aoife Byrne", "ERP-3120", "Quarterly reports; Windows only"],
        ..PLAIN
    },
    Plan {
        name: "search reindex",
        account: "data-warehouse",
        machine: "r5.2xlarge",
        quantity: 6,
        zone: "apne1-az1",
        utc_offset: 9,
        created: -6 * DAY,
        launch: -DAY,
        length: 3 * DAY,
        purchased: Some(-6 * DAY + 8),
        renewal: Some("one-week"),
        label: ["Kenji Mori", "SRCH-58", "Weekly full index"],
        ..PLAIN
    },
    // Over.
    Plan {
        name: "black-friday rehearsal",
        account: "load-testing",
        machine: "c5.4xlarge",
        quantity: 12,
        zone: "use1-az4",
        utc_offset: -5,
        created: -9 * DAY,
        launch: -3 * DAY,
        length: DAY,
        purchased: Some(-9 * DAY + 13),
        label: ["Priya Raman", "PERF-71", "Full dress rehearsal"],
        ..PLAIN
    },
    Plan {
        name: "genome batch 42",
        account: "data-warehouse",
        machine: "m6i.16xlarge",
        quantity: 3,
        zone: "euw2-az1",
        created: -16 * DAY,
        launch: -12 * DAY,
        length: 60 * HOUR,
        purchased: Some(-16 * DAY + 40),
        label: ["Hana Vesela", "BIO-42", ""],
        ..PLAIN
    },
    Plan {
        name: "nightly etl catch-up",
        account: "data-warehouse",
        machine: "t3.2xlarge",
        quantity: 5,
        zone: "eun1-az2",
        utc_offset: 1,
        created: -33 * DAY,
        launch: -31 * DAY,
        length: 8 * HOUR,
        purchased: Some(-33 * DAY + 3),
        label: ["Hana Vesela", "DWH-210", "After the outage"],
        ..PLAIN
    },
    // Given back for nothing.
    Plan {
        name: "ci burst",
        account: "personal AWS",
        machine: "c5.2xlarge",
        quantity: 5,
        zone: "usw2-az3",
        utc_offset: -8,
        created: -5 * DAY,
        launch: -4 * DAY,
        length: 4 * HOUR,
        purchased: Some(-5 * DAY + 2),
        cancelled: Some((-5 * DAY + 12, None)),
        label: ["Volha K.", "CI-9", "Wrong week"],
        ..PLAIN
    },
    // Given back late.
    Plan {
        name: "staging refresh",
        account: "game-backend eu",
        machine: "m6i.2xlarge",
        quantity: 10,
        zone: "euc1-az1",
        utc_offset: 1,
        created: -8 * DAY,
        launch: -6 * DAY,
        length: 20 * HOUR,
        purchased: Some(-8 * DAY + 5),
        cancelled: Some((-6 * DAY - 7 * HOUR, Some("Policy canceled successfully. Early-cancellation fee = 50"))),
        label: ["Caio Lemos", "GAME-871", "Release was moved"],
        ..PLAIN
    },
];

pub(crate) fn fill(state: &mut State) {
    let start = state.clock.now();
    for plan in PLANS {
        plan.put(state, start);
    }
    gcore::fill(state, start);
}

impl Plan {
    fn put(self, state: &mut State, start: Timestamp) {
        let at = |minutes: i64| later(start, SignedDuration::from_mins(minutes));
        // A policy of a few minutes ago must not look like one made on a round second.
        let made = |minutes: i64| later(at(minutes), SignedDuration::from_micros(-648_680));
        let quarter = jiff::TimestampRound::new().smallest(Unit::Minute).increment(15).mode(jiff::RoundMode::Floor);
        let launch = at(self.launch).round(quarter).unwrap_or(start);
        let wish = Wish::shipped(self.name, self.account, self.machine, self.zone);
        let Some(wish) = wish else {
            tracing::error!(name = self.name, "a policy of the first state names an unknown machine or zone");
            return;
        };
        let wish = Wish {
            windows: self.windows,
            quantity: self.quantity,
            launch,
            end: later(launch, SignedDuration::from_mins(self.length)),
            utc_offset: self.utc_offset,
            ..wish
        };
        let mut booking = wish.booked(state, made(self.created));
        if let Some(minutes) = self.purchased {
            booking.purchases.push(made(minutes));
            booking.charged = Some(booking.quoted);
        }
        booking.cancellation = self
            .cancelled
            .map(|(minutes, message)| Cancellation { at: made(minutes), message: message.map(ToOwned::to_owned) });
        booking.renewal = self.renewal.map(ToOwned::to_owned);
        let [owner, ticket, purpose] = self.label.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        booking.label = Some(Label { owner, ticket, purpose });
        state.cloudidr.bookings.insert(booking.cidr_id.clone(), booking);
    }
}
