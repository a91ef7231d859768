//! The real clock and fresh ids: the only place outside the sandbox where the time is read.

#[cfg(target_os = "linux")]
use std::sync::OnceLock;

use berth_core::account::Boot;
use berth_core::ports::{Clock, Ids};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// This machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one clock that everything else is handed")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn boot(&self) -> Option<Boot> {
        let (id, since) = this_run()?;
        Some(Boot { id, at: self.now().checked_sub(since).ok()? })
    }
}

/// This run of the machine and how long it has lasted, sleep included. Nothing a user can set moves it.
#[cfg(target_os = "linux")]
fn this_run() -> Option<(Uuid, SignedDuration)> {
    static ID: OnceLock<Option<Uuid>> = OnceLock::new();
    let read = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?.trim().parse().ok();
    let since = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Some(((*ID.get_or_init(read))?, SignedDuration::new(since.tv_sec, since.tv_nsec.try_into().ok()?)))
}

/// Elsewhere the clock is taken at its word.
#[cfg(not(target_os = "linux"))]
fn this_run() -> Option<(Uuid, SignedDuration)> {
    None
}

/// Ids that sort by the time they were made.
pub(crate) struct FreshIds;

impl Ids for FreshIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_machine_s_start_stays_where_it_is_while_nobody_sets_the_clock() {
        let (one, other) = (SystemClock.boot().unwrap(), SystemClock.boot().unwrap());
        assert_eq!(one.id, other.id);
        assert!(one.at <= SystemClock.now());
        assert!(one.at.duration_since(other.at).abs() < SignedDuration::from_secs(1), "{one:?} {other:?}");
    }
}
