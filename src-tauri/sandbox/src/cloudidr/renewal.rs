//! Automatic renewal on or off. The sandbox keeps the choice and never renews: no operation could show it.

use serde::Serialize;

use super::{Refused, booking::Status, cidr_id, known};
use crate::{answer::Answer, call::Call, fields::Fields, state::State};

const FREQUENCIES: [&str; 3] = ["one-day", "one-week", "one-month"];

#[derive(Serialize)]
struct Message {
    message: String,
}

pub(super) fn renew(state: &mut State, call: &Call) -> Result<Answer, Refused> {
    let mut fields = Fields::of(call)?;
    let cidr_id = cidr_id(&mut fields);
    let enabled = fields.optional_boolean("autoRenewalEnabled").unwrap_or(false);
    let frequency = fields.optional_text("frequency");
    let known_word = frequency.as_ref().is_none_or(|word| FREQUENCIES.contains(&word.as_str()));
    fields.check("frequency", known_word, "Must be one-day, one-week or one-month");
    fields.check("frequency", !enabled || frequency.is_some(), "Field required when auto-renewal is enabled");
    fields.finish()?;

    let booking = known(state, &cidr_id)?;
    if matches!(booking.status(call.now), Status::Canceled | Status::Completed) {
        return Err(Refused::bad("Auto-renewal not allowed, reason: Policy is canceled or completed."));
    }
    // A frequency beside "off" is accepted and forgotten; the vendor says nothing about it.
    booking.renewal = frequency.filter(|_| enabled);
    let message = format!("Successfully update auto renewal information for policy {cidr_id}");
    Ok(Answer::json(200, &Message { message }))
}
