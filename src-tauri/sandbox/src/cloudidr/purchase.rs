//! Paying for a policy. No price and no key travel in the call, which is the vendor's whole danger.

use super::{Policy, Refused, booking::Status, booking_of, policy::in_offset};
use crate::{answer::Answer, call::Call, options::Strictness, state::State};

pub(super) fn purchase(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let strictness = state.habits.strictness;
    let booking = booking_of(state, call)?;
    match booking.status(call.now) {
        Status::Canceled => return Err(Refused::bad("Purchase not allowed, reason: Policy is canceled.")),
        Status::ReadyForPurchase if call.now >= booking.end => {
            // What a lapsed policy answers is unknown; selling a window that is over would be worse.
            let end = in_offset(booking.end, booking.utc_offset);
            return Err(Refused::bad(format!("Purchase not allowed, reason: The window ended at {end}.")));
        }
        Status::ReadyForPurchase => {}
        _ if strictness == Strictness::Strict => {
            return Err(Refused::bad("Purchase not allowed, reason: Policy is already purchased."));
        }
        _ => {}
    }
    booking.purchases.push(call.now);
    booking.charged = Some(call.price_moved.map_or(booking.quoted, |by| booking.quoted.moved(by)));
    Ok(Answer::json(200, &Policy::of(booking, call.now, false)))
}
