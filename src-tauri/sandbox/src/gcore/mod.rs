//! Gcore Cloud: the operations of `contracts/gcore-reservations.openapi.yaml`.
//!
//! Money is text with six or eight digits after the point in one place and a JSON number in another, rows count one
//! machine and sums all of them, names come back with a suffix: the oddities are the vendor's and all on purpose.
//! Parameters and fields the contract does not name are refused, so that a client of ours that sends one is found out.

mod account;
mod flavors;
mod machines;
mod price;
mod query;
mod regions;
mod reservations;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::reservations::{Reservations, fill};
use crate::{answer::Answer, call::Call, fields::Complaints, ids::request_id, operation::Operation, state::State};

/// Answers a call and does its work on `state`.
pub(crate) fn answer(state: &mut State, call: &Call) -> Answer {
    let answered = authenticated(call).and_then(|()| match call.operation {
        Operation::PriceReservation => price::answer(call),
        Operation::ListReservations => reservations::list_v2(state, call),
        Operation::ListReservationsV1 => reservations::list_v1(state, call),
        Operation::CreateReservation => reservations::create(state, call),
        Operation::GetReservationV1 => reservations::get(state, call),
        Operation::DeleteReservation => reservations::withdraw(state, call),
        Operation::ListReservableBareMetal => flavors::reservable(call),
        Operation::ListRegions => regions::list(call),
        Operation::ListProjects => account::projects(call),
        Operation::ListBareMetalFlavors => flavors::bare_metal(call),
        Operation::ListGpuBareMetalFlavors => flavors::gpu_bare_metal(call),
        Operation::ListGpuVirtualFlavors => flavors::gpu_virtual(call),
        Operation::MonthlyCostTotals => account::totals(state, call),
        Operation::WhoAmI => Ok(account::me()),
        _ => Err(Refused::Missing(format!("{} could not be found", call.number))),
    });
    answered.unwrap_or_else(|refused| refused.answer(call.number))
}

/// A page of rows. `count` is the number on all pages.
#[derive(Serialize)]
struct List<T> {
    count: usize,
    results: Vec<T>,
}

/// Why a call is not carried out.
#[derive(Debug)]
enum Refused {
    /// No token, or not one of ours: the sentence.
    Unauthenticated(String),
    Invalid(Complaints),
    /// Something that is not there: the sentence.
    Missing(String),
    /// No capacity left, in spite of the name the vendor gives it: the sentence.
    SoldOut(String),
    /// Wrong state for the call: the sentence.
    Conflict(String),
}

impl From<Complaints> for Refused {
    fn from(complaints: Complaints) -> Self {
        Self::Invalid(complaints)
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    exception_class: Option<&'a str>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invalid_fields: Option<BTreeMap<&'a str, Vec<&'a str>>>,
}

impl Refused {
    fn invalid(field: &str, sentence: &str) -> Self {
        Self::Invalid(Complaints::about(field, sentence))
    }

    fn answer(&self, number: u64) -> Answer {
        match self {
            // The vendor's own samples of this case have neither a class nor a request id.
            Self::Unauthenticated(message) => Answer::json(
                401,
                &ErrorBody { exception_class: None, message: message.clone(), request_id: None, invalid_fields: None },
            ),
            Self::Invalid(complaints) => {
                let mut invalid: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
                for (field, sentence) in &complaints.0 {
                    let field = if field.is_empty() { "body" } else { field };
                    invalid.entry(field).or_default().push(sentence);
                }
                let listed: Vec<String> =
                    invalid.iter().map(|(field, texts)| format!("'{field}': ['{}']", texts.join("', '"))).collect();
                Answer::json(
                    400,
                    &ErrorBody {
                        exception_class: Some("ValidationError"),
                        message: format!("Validation Error: {{{}}}", listed.join(", ")),
                        request_id: Some(request_id(number)),
                        invalid_fields: Some(invalid),
                    },
                )
            }
            Self::Missing(message) => error(404, "NotFoundError", message, number),
            Self::SoldOut(message) => error(403, "ForbiddenError", message, number),
            Self::Conflict(message) => error(409, "ConflictError", message, number),
        }
    }
}

fn error(status: u16, class: &str, message: &str, number: u64) -> Answer {
    let message = message.to_owned();
    let request_id = Some(request_id(number));
    Answer::json(status, &ErrorBody { exception_class: Some(class), message, request_id, invalid_fields: None })
}

/// The vendor's error answer with this status, for no reason of any operation.
pub(crate) fn refusal(status: u16, number: u64) -> Answer {
    let message = "The sandbox was told to answer with this status";
    match status {
        400 | 422 => error(status, "ValidationError", message, number),
        401 => Refused::Unauthenticated("Authentication credentials were not provided.".to_owned()).answer(number),
        403 => error(status, "ForbiddenError", message, number),
        404 => error(status, "NotFoundError", message, number),
        409 => error(status, "ConflictError", message, number),
        429 => error(status, "TooManyRequests", message, number),
        500.. => error(status, "InternalServerError", message, number),
        _ => error(status, "HTTPError", message, number),
    }
}

/// A token is digits, a dollar sign and hexadecimal digits; `0$…` was never issued.
fn authenticated(call: &Call) -> Result<(), Refused> {
    let Some(token) = call.credential("apikey") else {
        return Err(Refused::Unauthenticated("Authentication credentials were not provided.".to_owned()));
    };
    let good = token.split_once('$').is_some_and(|(number, mark)| {
        number != "0"
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !mark.is_empty()
            && mark.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    if good {
        return Ok(());
    }
    // SECURITY: the vendor repeats the number of a bad token in its message; nothing after the digits is repeated here.
    let digits: String = token.chars().take_while(char::is_ascii_digit).take(8).collect();
    Err(Refused::Unauthenticated(format!("Bad permanent token: {digits}")))
}

/// A date-time without a zone, as the old generation prints it.
fn zoneless(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}
