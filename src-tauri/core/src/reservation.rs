//! Reservations at Gcore, as its two lists tell of them.
//!
//! The current list has prices and dates and neither id nor status; the older one, which may vanish, has those. Nothing
//! that both say ties a row of one to a row of the other, so they stay apart. Every part may be missing, every figure is
//! the vendor's own, and a word that is new to us survives as text.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::quote::{Basket, Tariff, Term};

/// What an account has reserved, as both lists told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// When it was read, by our clock.
    pub read_at: Timestamp,
    /// The current list (v2).
    pub commitments: Vec<Commitment>,
    /// The older list (v1), where it still answers.
    pub older: Older,
}

/// What came of asking for the older list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "rows", rename_all = "snake_case")]
pub enum Older {
    /// Its rows.
    Read(Vec<Reservation>),
    /// The vendor has it no more.
    Gone,
    /// It could not be read this time; why, as a sentence.
    Unread(String),
}

/// A commitment as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentOrder {
    /// The label by which it will be known.
    pub name: String,
    /// What is asked for.
    pub basket: Basket,
    /// For how long.
    pub term: Term,
}

impl CommitmentOrder {
    /// What the request is about, whatever it is called and in whichever order its lines stand: the same machines for the
    /// same term are asked for once at a time.
    pub fn subject(&self) -> String {
        let mut machines = BTreeMap::<&str, u64>::new();
        for line in &self.basket.lines {
            *machines.entry(&line.resource).or_default() += u64::from(line.count);
        }
        let machines: Vec<_> = machines.iter().map(|(machine, count)| format!("{count}*{machine}")).collect();
        let windows = if self.basket.windows_licences { "+windows" } else { "" };
        format!("commitment/{}/{}{windows}/{}", self.basket.region, self.term.months(), machines.join("+"))
    }
}

/// What a withdrawal is about.
pub fn subject(id: i64) -> String {
    format!("reservation/{id}")
}

/// One machine type under one commitment, from the current list (v2). The list names no currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Machine type, such as `bm1-hf-medium`.
    pub resource: String,
    /// How many machines.
    pub count: Option<u32>,
    /// The region's name; its number is not told.
    pub region: Option<String>,
    /// The reserved tariff.
    pub commit: Option<Dated>,
    /// The ordinary tariff that holds beyond it.
    pub overcommit: Option<Dated>,
    /// What the machines are made of, by part.
    pub hardware: Vec<(String, String)>,
    /// `H` or `PC*Hour`.
    pub unit: Option<String>,
    /// Hours billed a month.
    pub hours_per_month: Option<Decimal>,
}

/// A tariff and when it holds. The three figures do not count the same machines: see each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when. `None` also when the vendor's end lies before its beginning, as in its own sample.
    pub to: Option<Timestamp>,
    /// Per hour, for one machine.
    pub per_hour: Option<Decimal>,
    /// Per month, for one machine.
    pub per_month: Option<Decimal>,
    /// For all machines and the whole term.
    pub total: Option<Decimal>,
}

/// A reservation and how far it has come, from the older list (v1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Gcore's number of it: its only handle.
    pub id: i64,
    /// The label the user chose.
    pub name: Option<String>,
    /// How far it has come.
    pub status: Option<ReservationStatus>,
    /// The same as meant for customers. How the two differ is not documented.
    pub for_customer: Option<ReservationStatus>,
    /// What may come next.
    pub next: Vec<ReservationStatus>,
    /// When it was asked for. Printed without a zone; taken as UTC.
    pub created_at: Option<Timestamp>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// Its length in months.
    pub months: Option<u32>,
    /// Gcore's number of the region.
    pub region: Option<i64>,
    /// The region's name.
    pub region_name: Option<String>,
    /// The currency of all figures.
    pub currency: Option<Currency>,
    /// The reserved tariff of everything in it.
    pub commit: Option<Tariff>,
    /// The ordinary tariff of everything in it.
    pub overcommit: Option<Tariff>,
    /// Its machines.
    pub rows: Vec<ReservedRow>,
    /// What went wrong while reserving.
    pub error: Option<String>,
    /// When the machines are expected, where they are out of stock.
    pub eta: Option<Date>,
    /// When the vendor reminds of its end.
    pub reminder: Option<Date>,
}

/// The machines of one type in a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedRow {
    /// The machine type, with its billing suffix (`bm1-hf-medium_min`).
    pub resource: String,
    /// How many machines.
    pub count: Option<u32>,
    /// The reserved tariff of one machine.
    pub commit: Option<Tariff>,
    /// The ordinary tariff of one machine.
    pub overcommit: Option<Tariff>,
    /// What the machine is made of, by part.
    pub hardware: Vec<(String, String)>,
}

/// How far a reservation has come. The order of the steps is not documented, but that the first may be approved or
/// rejected, by a person it seems.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[expect(missing_docs, reason = "the vendor's words, whose meaning it does not explain")]
pub enum ReservationStatus {
    Created,
    Approved,
    Rejected,
    Reserved,
    WaitingForPayment,
    Activated,
    Expired,
    Copied,
    Other(String),
}

impl From<String> for ReservationStatus {
    fn from(word: String) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "CREATED" => Self::Created,
            "APPROVED" => Self::Approved,
            "REJECTED" => Self::Rejected,
            "RESERVED" => Self::Reserved,
            "WAITING_FOR_PAYMENT" => Self::WaitingForPayment,
            "ACTIVATED" => Self::Activated,
            "EXPIRED" => Self::Expired,
            "COPIED" => Self::Copied,
            _ => Self::Other(word),
        }
    }
}

impl From<ReservationStatus> for String {
    fn from(status: ReservationStatus) -> Self {
        match status {
            ReservationStatus::Created => "CREATED".into(),
            ReservationStatus::Approved => "APPROVED".into(),
            ReservationStatus::Rejected => "REJECTED".into(),
            ReservationStatus::Reserved => "RESERVED".into(),
            ReservationStatus::WaitingForPayment => "WAITING_FOR_PAYMENT".into(),
            ReservationStatus::Activated => "ACTIVATED".into(),
            ReservationStatus::Expired => "EXPIRED".into(),
            ReservationStatus::Copied => "COPIED".into(),
            ReservationStatus::Other(word) => word,
        }
    }
}
