//! The free-cancel window, which the vendor counts "from creation" without saying whether that is reserving or buying.
//!
//! Reserving comes first, so its reading is the one to count down to; the time up to the later reading is "maybe".

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::account::Account;
use crate::policy::{FREE_CANCEL, PolicyRecord};
use crate::wrong::{self, Wrong};

/// Whether a cancellation is free. Instants are by this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FreeCancel {
    /// Free by either reading.
    Open {
        /// The end by the earlier reading.
        until: Timestamp,
    },
    /// Over by the earlier reading, open by the later one.
    Maybe {
        /// The end by the later reading.
        until: Timestamp,
    },
    /// Over by either reading.
    Passed {
        /// The end by the earlier reading.
        since: Timestamp,
    },
    /// The creation is not known.
    Unknown,
}

/// The end of the free window by the earlier reading, in this machine's time.
pub fn free_cancel_deadline(account: &Account, record: &PolicyRecord) -> Option<Timestamp> {
    record.free_cancel_until()?.checked_sub(account.skew).ok()
}

/// The end of the free window by the later reading, in this machine's time. A purchase's answer reached us after the vendor
/// had counted it, so this errs to the late side: up to it is "maybe", never a promise.
pub fn later_free_cancel_deadline(record: &PolicyRecord) -> Option<Timestamp> {
    record.bought_at?.checked_add(FREE_CANCEL).ok()
}

/// Whether cancelling at `now` (this machine's clock) is free.
pub fn free_cancel(account: &Account, record: &PolicyRecord, now: Timestamp) -> FreeCancel {
    let Some(until) = free_cancel_deadline(account, record) else { return FreeCancel::Unknown };
    let later = later_free_cancel_deadline(record);
    let until = later.filter(|_| wrong::on(Wrong::LaterReading)).unwrap_or(until);
    if now < until {
        return FreeCancel::Open { until };
    }
    match later {
        Some(later) if now < later => FreeCancel::Maybe { until: later },
        _ => FreeCancel::Passed { since: until },
    }
}

/// The vendor's clock minus ours, read from an answer. It was written after we asked, however long it then took to come,
/// and a `Date` header is cut to the second, so a second is added: the vendor's clock is never taken for earlier than it
/// may be, and the countdown never promises a moment too long.
pub(super) fn skew(date: Timestamp, asked_at: Timestamp) -> SignedDuration {
    date.duration_since(asked_at).saturating_add(SignedDuration::from_secs(1))
}
