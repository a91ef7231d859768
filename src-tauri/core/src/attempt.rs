//! The attempt: how anything that can change something at a vendor is done, remembered and settled.
//!
//! ```text
//! Drafted ─▶ Recorded ─▶ Sent ─▶ Confirmed | Refused | Unknown
//!                                             Unknown ─▶ Confirmed | Absent
//! ```
//!
//! An attempt is committed to the ledger before its request is built. What the answer proves decides the next state; an
//! answer that proves nothing makes it Unknown, and Unknown is never sent again. A restart turns what was on its way
//! into Unknown. Only evidence, the user's or a later answer's, leads out of it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::account::AccountId;
use crate::money::Money;

/// Our own id of an attempt: a UUID whose order is that of the attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AttemptId(pub Uuid);

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AttemptId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self)
    }
}

/// What is attempted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Reserve a window: makes an unpaid policy.
    Reserve,
    /// Buy a policy.
    Purchase,
    /// Cancel a policy.
    Cancel,
    /// Change its launch details.
    Configure,
    /// Change its auto-renewal.
    Renew,
}

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Shown to the user for review; known to this process only.
    Drafted,
    /// In the ledger; nothing was sent.
    Recorded,
    /// Handed to the network.
    Sent,
    /// The vendor answered that it was done.
    Confirmed,
    /// It is proven that nothing was done.
    Refused,
    /// Nobody can tell.
    Unknown,
    /// Was unknown; evidence says that it was not done.
    Absent,
}

/// What happens to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was committed to the ledger.
    Record,
    /// It is handed to the network. Again, once, after a 401: that answer proves that nothing was done.
    Send,
    /// The network or the vendor told something.
    Learn(Proof),
    /// The program starts and finds it.
    Restart,
    /// Evidence was given.
    Settle(Verdict),
}

/// What an answer, or the lack of one, proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It was done.
    Done,
    /// It was not done.
    NotDone,
    /// Neither.
    Nothing,
}

/// What evidence says of an unknown attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was done.
    Done,
    /// It was not done.
    NotDone,
}

impl State {
    /// The state after an event, or a refusal when the event cannot happen here.
    pub fn after(self, event: Event) -> Result<Self, StepError> {
        match (self, event) {
            (Self::Drafted, Event::Record) => Ok(Self::Recorded),
            (Self::Recorded | Self::Sent, Event::Send) => Ok(Self::Sent),
            // Before the send, the only thing that can be learnt is that it did not happen.
            (Self::Recorded | Self::Sent, Event::Learn(Proof::NotDone)) => Ok(Self::Refused),
            (Self::Sent, Event::Learn(Proof::Done)) | (Self::Unknown, Event::Settle(Verdict::Done)) => {
                Ok(Self::Confirmed)
            }
            (Self::Sent, Event::Learn(Proof::Nothing)) | (Self::Recorded | Self::Sent, Event::Restart) => {
                Ok(Self::Unknown)
            }
            (Self::Unknown, Event::Settle(Verdict::NotDone)) => Ok(Self::Absent),
            (state, Event::Restart) => Ok(state),
            (state, event) => Err(StepError { state, event }),
        }
    }

    /// Whether it may still take effect, or has, without our knowing: such an attempt locks its policy.
    pub fn open(self) -> bool {
        matches!(self, Self::Recorded | Self::Sent | Self::Unknown)
    }
}

/// An event that cannot happen in a state: a mistake in Berth, never in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{event:?} cannot happen to an attempt that is {state:?}")]
pub struct StepError {
    /// The state.
    pub state: State,
    /// The event.
    pub event: Event,
}

/// An answer as it came, without headers. The vendors' answers to attempts hold no secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawAnswer {
    /// HTTP status.
    pub status: u16,
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// The vendor's clock, from the `Date` header.
    pub date: Option<Timestamp>,
    /// Our clock when it came.
    pub received_at: Timestamp,
}

/// One attempt as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Our id.
    pub id: AttemptId,
    /// Whose money.
    pub account: AccountId,
    /// What.
    pub operation: Operation,
    /// On what: a policy's id, or a draft's for a reserve. One open attempt at a time.
    pub subject: String,
    /// Where it stands.
    pub state: State,
    /// The price the user saw.
    pub price_seen: Option<Money>,
    /// What is asked for, in words of ours; never a secret.
    pub request: serde_json::Value,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// When it was last handed to the network.
    pub sent_at: Option<Timestamp>,
    /// How often it was handed to the network: 0, 1, or 2 after a 401.
    pub sends: u32,
    /// When it reached its present state.
    pub changed_at: Timestamp,
    /// The last answer.
    pub answer: Option<RawAnswer>,
    /// Why it is refused or unknown, or the user's note on settling it, as a sentence.
    pub note: Option<String>,
}

impl Attempt {
    /// Applies an event at a time.
    pub fn step(&mut self, event: Event, now: Timestamp) -> Result<(), StepError> {
        self.state = self.state.after(event)?;
        self.changed_at = now;
        if event == Event::Send {
            self.sends = self.sends.saturating_add(1);
            self.sent_at = Some(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_timeout_after_send_is_unknown_not_failed() {
        assert_eq!(State::Sent.after(Event::Learn(Proof::Nothing)), Ok(State::Unknown));
    }

    #[test]
    fn unknown_is_never_sent_again() {
        assert!(State::Unknown.after(Event::Send).is_err());
        assert!(State::Unknown.after(Event::Record).is_err());
    }

    #[test]
    fn a_restart_forgets_no_attempt_that_was_on_its_way() {
        assert_eq!(State::Recorded.after(Event::Restart), Ok(State::Unknown));
        assert_eq!(State::Sent.after(Event::Restart), Ok(State::Unknown));
        assert_eq!(State::Confirmed.after(Event::Restart), Ok(State::Confirmed));
    }

    fn events() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Record),
            Just(Event::Send),
            Just(Event::Learn(Proof::Done)),
            Just(Event::Learn(Proof::NotDone)),
            Just(Event::Learn(Proof::Nothing)),
            Just(Event::Restart),
            Just(Event::Settle(Verdict::Done)),
            Just(Event::Settle(Verdict::NotDone)),
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_sent_before_it_is_recorded_nor_after_it_ended(history in prop::collection::vec(events(), 0..40)) {
            let mut state = State::Drafted;
            let mut recorded = false;
            let mut over = false;
            for event in history {
                let Ok(next) = state.after(event) else { continue };
                recorded |= event == Event::Record;
                if event == Event::Send {
                    prop_assert!(recorded, "sent before it was recorded");
                    prop_assert!(!over, "sent after it had ended");
                }
                over |= matches!(next, State::Confirmed | State::Refused | State::Unknown | State::Absent);
                prop_assert!(!(over && next.open() && next != State::Unknown), "an ended attempt came back to life");
                state = next;
            }
        }
    }
}
