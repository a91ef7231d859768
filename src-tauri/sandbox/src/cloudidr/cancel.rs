//! Giving a policy back.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    Refused,
    booking::{Booking, Cancellation, Status},
    booking_of,
};
use crate::{answer::Answer, call::Call, clock::later, options::FreeCancelBody, state::State};

/// How long after its creation a policy can be given back for nothing.
const FREE_WINDOW: SignedDuration = SignedDuration::from_mins(15);

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
}

pub(super) fn cancel(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let free_body = state.habits.free_cancel_body;
    let booking = booking_of(state, call)?;
    let message = match booking.status(call.now) {
        Status::Canceled => return Err(Refused::bad("Cancellation not allowed, reason: Policy is already canceled.")),
        Status::Completed => {
            return Err(Refused::bad("Cancellation not allowed, reason: Policy is already completed."));
        }
        // Whether the fifteenth minute itself is free is unknown; "within" is read as yes.
        _ if call.now <= later(booking.created, FREE_WINDOW) => None,
        status => Some(sentence(booking, status, call.now)),
    };
    let answer = match (&message, free_body) {
        (Some(message), _) => Answer::json(200, &Message { message }),
        (None, FreeCancelBody::Empty) => Answer::empty(200),
        (None, FreeCancelBody::Braces) => Answer::json(200, &serde_json::Map::new()),
    };
    booking.cancellation = Some(Cancellation { at: call.now, message });
    Ok(answer)
}

/// The fee in prose. The vendor's table of fees is not public, nor is the unit of the number, so these figures are ours;
/// both wordings have been printed.
pub(crate) fn sentence(booking: &Booking, status: Status, now: Timestamp) -> String {
    const FEE: &str = "Policy canceled successfully. Early-cancellation fee =";
    match status {
        Status::ReadyForPurchase => format!("{FEE} 0"),
        Status::Running => "Policy canceled successfully. Refund=25%".to_owned(),
        _ if later(now, SignedDuration::from_hours(24)) < booking.launch => format!("{FEE} 25"),
        _ => format!("{FEE} 50"),
    }
}
