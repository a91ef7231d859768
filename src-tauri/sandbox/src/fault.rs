//! Faults on demand.
//!
//! A fault is injected for one operation or for all, for the next few calls or for ever, and says whether the work of the
//! call is kept. That last switch exists for every fault, because "the answer went wrong and the money is spent" and "the
//! answer went wrong and nothing happened" look the same to a client, and it must survive both.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::{
    answer::Answer,
    clock::{http_date, later},
    cloudidr, gcore,
    operation::{Operation, Vendor},
};

/// What goes wrong. In JSON: `{"kind": "slow", "ms_per_byte": 1000}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// The work starts this much later, and is done even if the client has left by then.
    Delay {
        /// Milliseconds.
        ms: u64,
    },
    /// The work is done at once, the answer comes this much later, or when all faults are switched off.
    LateAnswer {
        /// Milliseconds.
        ms: u64,
    },
    /// No answer ever; the connection stays open until the client leaves.
    Hang,
    /// The connection is closed in order (FIN) without a byte of an answer.
    Drop,
    /// The connection is reset (RST) without a byte of an answer.
    Reset,
    /// The next connection is reset before a byte of a request is read. Never tied to an operation, and it also hits
    /// connections to `/_sandbox/`, so "always" can only be ended in process.
    ResetOnConnect,
    /// The vendor's error answer with this status.
    Status {
        /// HTTP status.
        code: u16,
        /// The `Retry-After` header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<RetryAfter>,
    },
    /// A complete HTTP answer whose JSON ends half-way.
    TruncatedJson,
    /// The connection closes half-way through the body that `Content-Length` promised.
    CutBody,
    /// Every text became a number, every number an object, every truth value a text.
    WrongTypes,
    /// Statuses and other enumerated words nobody has heard of.
    UnknownWords,
    /// Every object has a field more.
    UnknownFields,
    /// A page of HTML instead of JSON.
    Html {
        /// HTTP status.
        status: u16,
    },
    /// 200 and nothing else: no body, no content type.
    Empty,
    /// A redirect to another host.
    Redirect {
        /// HTTP status, 301 to 308.
        status: u16,
        /// The `Location`.
        to: String,
    },
    /// The right JSON, followed by white space up to this size.
    BigBody {
        /// Millions of bytes.
        megabytes: u32,
    },
    /// The head of the answer at once, its body byte by byte.
    Slow {
        /// Milliseconds between two bytes.
        ms_per_byte: u64,
    },
    /// The JSON twice in one body.
    GluedBodies,
    /// The whole HTTP answer twice on the connection.
    GluedAnswers,
    /// The price differs from what was said before: at Cloudidr's purchase from what reserve said, at Gcore from its own list.
    PriceMoved {
        /// Added to `ourPrice`, or to a month of each reserved machine; neither ever falls below 0.
        by: Decimal,
    },
}

/// How long to wait, in either form of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// As a number of seconds.
    Seconds(u32),
    /// As an HTTP date this many seconds after the sandbox's now.
    DateInSeconds(u32),
}

impl Fault {
    /// The vendor's error with this status.
    pub fn status(code: u16) -> Self {
        Self::Status { code, retry_after: None }
    }

    /// 429, with or without a `Retry-After`.
    pub fn too_many(retry_after: Option<RetryAfter>) -> Self {
        Self::Status { code: 429, retry_after }
    }

    /// A redirect (307, which asks to send the body again) to a host that does not exist.
    pub fn redirect() -> Self {
        Self::Redirect { status: 307, to: "https://elsewhere.invalid/taken".to_owned() }
    }

    /// One byte of the body each second.
    pub fn byte_a_second() -> Self {
        Self::Slow { ms_per_byte: 1000 }
    }

    /// Whether the work is kept unless an injection says otherwise: yes where an answer of the vendor's own is only
    /// delayed or mangled, no where something else answers or nothing does.
    fn commits(&self) -> bool {
        match self {
            Self::Hang
            | Self::Drop
            | Self::Reset
            | Self::ResetOnConnect
            | Self::Status { .. }
            | Self::Html { .. }
            | Self::Redirect { .. } => false,
            Self::Delay { .. }
            | Self::LateAnswer { .. }
            | Self::TruncatedJson
            | Self::CutBody
            | Self::WrongTypes
            | Self::UnknownWords
            | Self::UnknownFields
            | Self::Empty
            | Self::BigBody { .. }
            | Self::Slow { .. }
            | Self::GluedBodies
            | Self::GluedAnswers
            | Self::PriceMoved { .. } => true,
        }
    }

    /// What the fault makes of the answer. Faults of the connection leave it as it is.
    pub(crate) fn applied_to(&self, answer: Answer, vendor: Vendor, number: u64, now: Timestamp) -> Answer {
        match self {
            Self::Status { code, retry_after } => {
                let refused = match vendor {
                    Vendor::Cloudidr => cloudidr::refusal(*code, None, now),
                    Vendor::Gcore => gcore::refusal(*code, number),
                };
                match retry_after {
                    Some(wait) => refused.with_header("retry-after", wait.header(now)),
                    None => refused,
                }
            }
            Self::TruncatedJson => {
                let mut body = answer.body;
                let half = (0..=body.len() / 2).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
                body.truncate(half);
                Answer { body, ..answer }
            }
            Self::WrongTypes => mangled(answer, wrong_types),
            Self::UnknownWords => mangled(answer, unknown_words),
            Self::UnknownFields => mangled(answer, unknown_fields),
            Self::Html { status } => Answer {
                status: *status,
                content_type: Some("text/html; charset=utf-8"),
                headers: Vec::new(),
                body: "<!doctype html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>"
                    .to_owned(),
            },
            Self::Empty => Answer::empty(200),
            Self::Redirect { status, to } => Answer::empty(*status).with_header("location", to.clone()),
            Self::BigBody { megabytes } => {
                let size = usize::try_from(*megabytes).unwrap_or(usize::MAX).saturating_mul(1_000_000);
                let mut body = answer.body;
                body.push_str(&" ".repeat(size.saturating_sub(body.len())));
                Answer { body, ..answer }
            }
            Self::GluedBodies => Answer { body: answer.body.repeat(2), ..answer },
            Self::Delay { .. }
            | Self::LateAnswer { .. }
            | Self::Hang
            | Self::Drop
            | Self::Reset
            | Self::ResetOnConnect
            | Self::CutBody
            | Self::Slow { .. }
            | Self::GluedAnswers
            | Self::PriceMoved { .. } => answer,
        }
    }
}

impl RetryAfter {
    fn header(self, now: Timestamp) -> String {
        match self {
            Self::Seconds(seconds) => seconds.to_string(),
            Self::DateInSeconds(seconds) => http_date(later(now, SignedDuration::from_secs(seconds.into()))),
        }
    }
}

/// A fault together with when it strikes.
///
/// Over HTTP: `{"fault": {"kind": "drop"}, "operation": "purchaseCapacity", "commit": true, "times": 1}`. Without
/// `operation` it strikes any, without `commit` the fault's own habit holds, and `times: null` means always.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Injection {
    /// What goes wrong.
    pub fault: Fault,
    /// With which operation; `None` with any.
    #[serde(default)]
    pub operation: Option<Operation>,
    /// Whether the work of the call is kept; `None` leaves it to the fault.
    #[serde(default)]
    pub commit: Option<bool>,
    /// How many calls are struck; `None` means every one.
    #[serde(default = "once")]
    pub times: Option<u32>,
}

#[expect(clippy::unnecessary_wraps, reason = "serde's default must have the field's type")]
fn once() -> Option<u32> {
    Some(1)
}

impl Injection {
    /// `fault`, once, for the next call of any operation, with the fault's own habit about the work.
    pub fn new(fault: Fault) -> Self {
        Self { fault, operation: None, commit: None, times: once() }
    }

    /// Only for this operation.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// The work is done and kept, whatever the client gets to see.
    #[must_use]
    pub fn committed(mut self) -> Self {
        self.commit = Some(true);
        self
    }

    /// The work is not done, whatever the client gets to see.
    #[must_use]
    pub fn uncommitted(mut self) -> Self {
        self.commit = Some(false);
        self
    }

    /// For the next `times` calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// For every call until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    pub(crate) fn commits(&self) -> bool {
        self.commit.unwrap_or_else(|| self.fault.commits())
    }
}

/// The faults that are switched on, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    on: Mutex<Vec<Injection>>,
    cleared: watch::Sender<()>,
}

/// What strikes one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strike {
    pub(crate) delay_ms: u64,
    pub(crate) late_ms: u64,
    pub(crate) injection: Option<Injection>,
}

impl Faults {
    pub(crate) fn add(&self, injection: Injection) {
        self.lock().push(injection);
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.cleared.send_replace(());
    }

    /// Changes when all faults are switched off, from now on.
    pub(crate) fn cleared(&self) -> watch::Receiver<()> {
        self.cleared.subscribe()
    }

    pub(crate) fn list(&self) -> Vec<Injection> {
        self.lock().clone()
    }

    /// Takes what strikes a call of `operation`: every waiting time, and the oldest of the other faults.
    pub(crate) fn strike(&self, operation: Operation) -> Strike {
        let mut strike = Strike::default();
        self.take(|injection| {
            if injection.operation.is_some_and(|only| only != operation) {
                return false;
            }
            match &injection.fault {
                Fault::ResetOnConnect => false,
                Fault::Delay { ms } => {
                    strike.delay_ms = strike.delay_ms.saturating_add(*ms);
                    true
                }
                Fault::LateAnswer { ms } => {
                    strike.late_ms = strike.late_ms.saturating_add(*ms);
                    true
                }
                _ if strike.injection.is_none() => {
                    strike.injection = Some(injection.clone());
                    true
                }
                _ => false,
            }
        });
        strike
    }

    /// Whether the connection that was just accepted is to be reset.
    pub(crate) fn strikes_connection(&self) -> bool {
        let mut struck = false;
        self.take(|injection| {
            let strikes = !struck && injection.fault == Fault::ResetOnConnect;
            struck |= strikes;
            strikes
        });
        struck
    }

    fn take(&self, mut strikes: impl FnMut(&Injection) -> bool) {
        let mut injections = self.lock();
        for injection in injections.iter_mut() {
            if injection.times != Some(0)
                && strikes(injection)
                && let Some(left) = &mut injection.times
            {
                *left -= 1;
            }
        }
        injections.retain(|injection| injection.times != Some(0));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Injection>> {
        self.on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn mangled(answer: Answer, mangle: fn(Value) -> Value) -> Answer {
    match serde_json::from_str(&answer.body) {
        Ok(value) => Answer { body: mangle(value).to_string(), ..answer },
        // An answer without JSON in it has nothing to mangle.
        Err(_) => answer,
    }
}

fn wrong_types(value: Value) -> Value {
    match value {
        Value::Null => Value::from(0),
        Value::Bool(truth) => Value::from(if truth { "yes" } else { "no" }),
        Value::Number(number) => Value::Object(Map::from_iter([("amount".to_owned(), Value::Number(number))])),
        Value::String(text) => Value::from(text.len()),
        Value::Array(items) => items.into_iter().map(wrong_types).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, wrong_types(value))).collect(),
    }
}

/// Fields that hold one word of a closed-looking list.
const WORDS: [&str; 17] = [
    "policyStatus",
    "policyOperatingState",
    "platformCode",
    "tenancyCode",
    "regionType",
    "frequency",
    "token_type",
    "price_status",
    "status",
    "user_status",
    "state",
    "activity_period",
    "unit_name",
    "resource_type",
    "os_type",
    "access_level",
    "zone",
];

fn unknown_words(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let known = WORDS.contains(&name.as_str()) && value.is_string();
                let value = if known { Value::from("A_WORD_OF_TOMORROW") } else { unknown_words(value) };
                (name, value)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(unknown_words).collect(),
        other => other,
    }
}

fn unknown_fields(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, unknown_fields(value)))
            .chain([("aFieldOfTomorrow".to_owned(), serde_json::json!({ "nested": [1, "two", null] }))])
            .collect(),
        Value::Array(items) => items.into_iter().map(unknown_fields).collect(),
        other => other,
    }
}
