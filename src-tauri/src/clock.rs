//! The real clock and fresh ids: the only place outside the sandbox where the time is read.

use berth_core::ports::{Clock, Ids};
use jiff::Timestamp;
use uuid::Uuid;

/// This machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one clock that everything else is handed")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Ids that sort by the time they were made.
pub(crate) struct FreshIds;

impl Ids for FreshIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
