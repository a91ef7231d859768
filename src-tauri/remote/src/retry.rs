//! Which read may be tried again, and after how long. Pure; only reads ask.
//!
//! The pause is drawn evenly between nothing and a bound that doubles ("full jitter"), so that many desks that lost the
//! same vendor do not come back in step. A vendor that names a time is obeyed up to a minute; beyond that the user is
//! told instead of kept waiting.

use std::time::Duration;

use berth_core::ports::{Doubt, NotSent};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::http::Sent;

/// How often a read is sent at most.
const TRIES: u32 = 3;

/// Bound of the first pause; it doubles with every try.
const FIRST: Duration = Duration::from_millis(250);

/// Bound of every pause that the vendor did not ask for.
const LONGEST: Duration = Duration::from_secs(8);

/// The longest pause a vendor may ask for, in seconds.
const PATIENCE: u64 = 60;

/// How long to wait before the next try, after `tries` of them and what came of the last. `None`: leave it at that.
/// `random` is any number; all 64 bits of it count.
pub(crate) fn pause(tries: u32, last: &Sent, random: u64) -> Option<Duration> {
    if tries >= TRIES {
        return None;
    }
    let asked = match last {
        Sent::No(NotSent::Dns(_) | NotSent::Connect(_)) | Sent::Maybe(Doubt::TimedOut | Doubt::Broken(_), _) => None,
        Sent::Yes(answer) if passing(answer.status) => answer.retry_after,
        Sent::No(NotSent::Build(_)) | Sent::Maybe(..) | Sent::Yes(_) => return None,
    };
    match asked {
        Some(seconds) if seconds > PATIENCE => None,
        // Never earlier than asked, and not on the same beat as everyone else who was told the same.
        Some(seconds) => Some(Duration::from_secs(seconds) + up_to(FIRST, random)),
        None => Some(up_to(FIRST.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST), random)),
    }
}

/// Whether a status may be another one in a moment.
fn passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// A pause between nothing and a bound, in whole milliseconds.
fn up_to(bound: Duration, random: u64) -> Duration {
    let bound = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX - 1);
    Duration::from_millis(random % (bound + 1))
}

/// Reads a `Retry-After`: seconds, or a date that is held against `now` (the vendor's clock, where it tells it).
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<u64> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are still a very long time.
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    let wait = http_date(value)?.duration_since(now).as_secs();
    Some(u64::try_from(wait).unwrap_or(0))
}

/// Reads the date of a header.
pub(crate) fn http_date(value: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value.trim()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken() -> Sent {
        Sent::Maybe(Doubt::Broken("reset".into()), None)
    }

    #[test]
    fn a_read_is_sent_three_times_at_most() {
        assert!(pause(1, &broken(), 7).is_some());
        assert!(pause(2, &broken(), 7).is_some());
        assert_eq!(pause(3, &broken(), 7), None);
    }

    #[test]
    fn what_will_not_change_is_not_tried_again() {
        assert_eq!(pause(1, &Sent::No(NotSent::Build("no".into())), 7), None);
        assert_eq!(pause(1, &Sent::Maybe(Doubt::Unreadable("too long".into()), None), 7), None);
    }

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_date() {
        let now = http_date("Fri, 20 Nov 2026 12:00:00 GMT").unwrap();
        assert_eq!(retry_after(" 30 ", now), Some(30));
        assert_eq!(retry_after("Fri, 20 Nov 2026 12:00:45 GMT", now), Some(45));
        assert_eq!(retry_after("Fri, 20 Nov 2026 11:00:00 GMT", now), Some(0));
        assert_eq!(retry_after("99999999999999999999999", now), Some(u64::MAX));
        for value in ["", "soon", "-5", "1.5"] {
            assert_eq!(retry_after(value, now), None, "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn a_pause_of_our_own_lies_below_the_bound_that_doubles(random in any::<u64>()) {
            prop_assert!(pause(1, &broken(), random).unwrap() <= Duration::from_millis(250));
            prop_assert!(pause(2, &broken(), random).unwrap() <= Duration::from_millis(500));
        }

        #[test]
        fn any_header_is_survived(value in any::<String>()) {
            let _ = retry_after(&value, Timestamp::UNIX_EPOCH);
        }
    }
}
