//! The sandbox's clock: the machine's, shifted, or standing still. It is part of the state, so a moved clock stays moved
//! after a restart and no policy travels back in time.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::options::Start;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Clock {
    shift: SignedDuration,
    frozen: Option<Timestamp>,
}

impl Clock {
    pub(crate) fn starting(start: Start) -> Self {
        let mut clock = Self::default();
        match start {
            Start::Real => {}
            Start::At(at) => clock.set(at),
            Start::Frozen(at) => clock.frozen = Some(at),
        }
        clock
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.frozen.unwrap_or_else(|| later(machine_now(), self.shift))
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.set(later(self.now(), by));
    }

    pub(crate) fn set(&mut self, to: Timestamp) {
        match &mut self.frozen {
            Some(at) => *at = to,
            None => self.shift = to.duration_since(machine_now()),
        }
    }

    pub(crate) fn freeze(&mut self, frozen: bool) {
        let now = self.now();
        self.frozen = None;
        self.set(now);
        self.frozen = frozen.then_some(now);
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the sandbox's one look at the machine's clock")]
fn machine_now() -> Timestamp {
    Timestamp::now()
}

/// `from` plus `by`, stopping at the ends of time instead of failing.
pub(crate) fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

/// An instant as the `Date` and `Retry-After` headers want it (RFC 9110, 5.6.7).
pub(crate) fn http_date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
