//! Cloudidr FlexCompute: the six operations of `contracts/cloudidr-flexcompute.openapi.yaml`.
//!
//! Where the vendor's documents are silent the sandbox picks one behaviour, and says so where it is picked. Fields the
//! contract does not name are refused, so that a client of ours that sends one is found out here.

mod booking;
mod cancel;
mod catalogue;
mod configure;
mod policy;
mod price;
mod purchase;
mod renewal;
mod reserve;
mod session;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

pub(crate) use self::{
    booking::{Booking, Books, Cancellation},
    policy::Policy,
    reserve::{Wish, reserved_answer},
};
use crate::{
    answer::Answer,
    call::Call,
    fields::{Complaints, Fields},
    operation::Operation,
    state::State,
};

/// Answers a call and does its work on `state`.
pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    if call.operation == Operation::SignIn {
        return session::sign_in(state, call);
    }
    if !session::is_signed_in(state, call) {
        return refusal(401, None, call.now);
    }
    let answered = match call.operation {
        Operation::Reserve => reserve::reserve(state, call),
        Operation::Purchase => purchase::purchase(state, call),
        Operation::Cancel => cancel::cancel(state, call),
        Operation::Configure => configure::configure(state, call),
        Operation::AutoRenewal => renewal::renew(state, call),
        _ => Err(Refused::status(404)),
    };
    answered.unwrap_or_else(|refused| refusal(refused.status, Some(&refused.description), call.now))
}

/// Why a call is not carried out.
#[derive(Debug)]
pub(crate) struct Refused {
    status: u16,
    description: String,
}

impl Refused {
    fn status(status: u16) -> Self {
        Self { status, description: usual_description(status).to_owned() }
    }

    fn bad(description: impl Into<String>) -> Self {
        Self { status: 400, description: description.into() }
    }

    /// The vendor leaves the `sc_` away in this sentence.
    fn unknown_id(cidr_id: &str) -> Self {
        let bare = cidr_id.strip_prefix("sc_").unwrap_or(cidr_id);
        Self { status: 404, description: format!("Cidr {bare} not found") }
    }
}

impl From<Complaints> for Refused {
    fn from(complaints: Complaints) -> Self {
        Self::bad(sentence(&complaints))
    }
}

fn sentence(complaints: &Complaints) -> String {
    let sentences: Vec<String> = complaints
        .0
        .iter()
        .map(|(field, text)| if field.is_empty() { text.clone() } else { format!("{field}: {text}") })
        .collect();
    sentences.join("; ")
}

fn refuse(status: u16, complaints: Option<&Complaints>, now: Timestamp) -> Answer {
    refusal(status, complaints.map(sentence).as_deref(), now)
}

#[derive(Serialize)]
struct Envelope<'a> {
    error: Fault<'a>,
}

#[derive(Serialize)]
struct Fault<'a> {
    code: String,
    message: &'a str,
    details: Details<'a>,
}

#[derive(Serialize)]
struct Details<'a> {
    timestamp: String,
    description: &'a str,
}

/// The vendor's error envelope: the status once more as text, and a time that names no zone.
pub(crate) fn refusal(status: u16, description: Option<&str>, now: Timestamp) -> Answer {
    let message = match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Payload Too Large",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Internal Server Error",
    };
    let timestamp = now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let description = description.unwrap_or_else(|| usual_description(status));
    let details = Details { timestamp, description };
    Answer::json(status, &Envelope { error: Fault { code: status.to_string(), message, details } })
}

fn usual_description(status: u16) -> &'static str {
    match status {
        401 => "Unable to process access token",
        500.. => "Unexpected error. Our team is working on it",
        _ => "The sandbox was told to answer with this status",
    }
}

/// Reads a body that holds nothing but a cidrId, and finds the policy.
fn booking_of<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Booking, Refused> {
    let mut fields = Fields::of(call)?;
    let cidr_id = cidr_id(&mut fields);
    fields.finish()?;
    known(state, &cidr_id)
}

fn cidr_id(fields: &mut Fields) -> String {
    let cidr_id = fields.text("cidrId");
    fields.check("cidrId", !cidr_id.is_empty(), "Must not be empty");
    cidr_id
}

fn known<'a>(state: &'a mut State, cidr_id: &str) -> Result<&'a mut Booking, Refused> {
    state.cloudidr.bookings.get_mut(cidr_id).ok_or_else(|| Refused::unknown_id(cidr_id))
}
