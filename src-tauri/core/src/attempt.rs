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
use crate::policy::Reason;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Ask for a commitment of one or three years.
    Create,
    /// Withdraw one.
    Withdraw,
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

    /// The states that lead from this one to another, that one included: the shortest way of those that there are, if any.
    pub fn way_to(self, to: Self) -> Option<Vec<Self>> {
        if self == to {
            return Some(Vec::new());
        }
        let events = [
            Event::Record,
            Event::Send,
            Event::Learn(Proof::Done),
            Event::Learn(Proof::NotDone),
            Event::Learn(Proof::Nothing),
            Event::Restart,
            Event::Settle(Verdict::Done),
            Event::Settle(Verdict::NotDone),
        ];
        // No state comes round again but to itself, so this ends.
        let next = events.into_iter().filter_map(|event| self.after(event).ok()).filter(|next| *next != self);
        next.filter_map(|next| Some([vec![next], next.way_to(to)?].concat())).min_by_key(Vec::len)
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
    /// On what: a policy's id; for a reserve its draft's; for what is asked of Gcore the basket and its term, or the
    /// reservation's number. One open attempt at a time.
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
    /// What is left to be known of this attempt when two ledgers tell of it: whichever got further.
    ///
    /// MONEY: `None` when neither can have become the other, such as done here and not done there. That is for a person.
    pub fn joined<'a>(&'a self, other: &'a Self) -> Option<&'a Self> {
        let asked = |attempt: &'a Self| {
            let Self { id, account, operation, subject, price_seen, request, recorded_at, .. } = attempt;
            (id, account, operation, subject, price_seen, request, recorded_at)
        };
        if asked(self) != asked(other) {
            None
        } else if self.state == other.state {
            Some(if other.changed_at > self.changed_at { other } else { self })
        } else if other.state.way_to(self.state).is_some() {
            Some(self)
        } else {
            self.state.way_to(other.state).map(|_| other)
        }
    }

    /// When the last answer was asked for, or when it was recorded if nothing was.
    pub fn asked_at(&self) -> Timestamp {
        self.sent_at.unwrap_or(self.recorded_at)
    }

    /// Why it was asked for, in the user's words; empty where nothing was written down.
    pub fn reason(&self) -> Reason {
        self.request.get("reason").and_then(|reason| Reason::deserialize(reason).ok()).unwrap_or_default()
    }

    /// What was said of the policy before that; empty where nothing was.
    pub fn reason_before(&self) -> Reason {
        self.request.get("reason_before").and_then(|reason| Reason::deserialize(reason).ok()).unwrap_or_default()
    }

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

    #[test]
    fn there_is_a_way_to_every_state_from_the_draft_and_none_back() {
        let all = [State::Recorded, State::Sent, State::Confirmed, State::Refused, State::Unknown, State::Absent];
        for to in all {
            let way = State::Drafted.way_to(to).unwrap();
            assert_eq!((way[0], way[way.len() - 1]), (State::Recorded, to));
            assert_eq!(to.way_to(State::Drafted), None);
        }
        assert_eq!(State::Recorded.way_to(State::Absent), Some(vec![State::Unknown, State::Absent]));
        assert_eq!(State::Unknown.way_to(State::Refused), None);
        assert_eq!(State::Confirmed.way_to(State::Absent), None);
    }

    #[test]
    fn of_two_tales_of_one_attempt_the_further_one_counts_and_a_contradiction_none() {
        let at = Timestamp::UNIX_EPOCH;
        let told = |state| Attempt {
            id: AttemptId(Uuid::nil()),
            account: AccountId(Uuid::nil()),
            operation: Operation::Purchase,
            subject: "sc_1".into(),
            state,
            price_seen: None,
            request: serde_json::Value::Null,
            recorded_at: at,
            sent_at: None,
            sends: 0,
            changed_at: at,
            answer: None,
            note: None,
        };
        let (sent, unknown, done, absent) =
            (told(State::Sent), told(State::Unknown), told(State::Confirmed), told(State::Absent));
        for (one, other, further) in [(&sent, &unknown, &unknown), (&unknown, &done, &done), (&sent, &absent, &absent)]
        {
            assert_eq!(one.joined(other), Some(further));
            assert_eq!(other.joined(one), Some(further));
        }
        assert_eq!(done.joined(&absent), None);
        assert_eq!(absent.joined(&done), None);
        let another = Attempt { subject: "sc_2".into(), ..done.clone() };
        assert_eq!(done.joined(&another), None);
        let noted = Attempt { note: Some("seen in the console".into()), ..done.clone() };
        let later = Attempt { changed_at: Timestamp::from_second(1).unwrap(), ..noted.clone() };
        assert_eq!((done.joined(&later), later.joined(&done)), (Some(&later), Some(&later)), "the later tale");
        assert_eq!((done.joined(&noted), noted.joined(&done)), (Some(&done), Some(&noted)), "of equals the own one");
    }

    #[test]
    fn only_a_send_counts_as_one_and_every_step_has_its_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut attempt = Attempt {
            id: AttemptId(Uuid::nil()),
            account: AccountId(Uuid::nil()),
            operation: Operation::Purchase,
            subject: "sc_1".into(),
            state: State::Drafted,
            price_seen: None,
            request: serde_json::Value::Null,
            recorded_at: at(0),
            sent_at: None,
            sends: 0,
            changed_at: at(0),
            answer: None,
            note: None,
        };
        let steps = [
            (Event::Record, State::Recorded, 0, None),
            (Event::Send, State::Sent, 1, Some(at(2))),
            (Event::Send, State::Sent, 2, Some(at(3))),
            (Event::Learn(Proof::Nothing), State::Unknown, 2, Some(at(3))),
        ];
        for (second, (event, state, sends, sent_at)) in (1..).zip(steps) {
            attempt.step(event, at(second)).unwrap();
            assert_eq!((attempt.state, attempt.sends, attempt.sent_at), (state, sends, sent_at));
            assert_eq!(attempt.changed_at, at(second));
        }
        let before = attempt.clone();
        assert!(attempt.step(Event::Send, at(9)).is_err());
        assert_eq!(attempt, before, "a step that cannot be taken changes nothing");
    }

    #[test]
    fn an_attempt_s_id_is_written_and_read_as_a_uuid() {
        let text = "0193a7b0-0000-7000-8000-000000000001";
        assert_eq!(text.parse::<AttemptId>().unwrap().to_string(), text);
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
