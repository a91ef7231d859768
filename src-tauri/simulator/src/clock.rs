//! Time: a number that only the history moves, as this machine and as the vendor read it.

use berth_core::account::Boot;
use berth_core::ports::{Clock, Ids};
use jiff::Timestamp;
use uuid::Uuid;

use crate::world::Machine;

/// 2026-01-31T20:00:00Z in milliseconds: four hours before a day and a month end.
const BEGINNING: i64 = 1_769_889_600_000;

/// Milliseconds throughout.
#[derive(Default)]
pub(crate) struct Clocks {
    elapsed: i64,
    /// How far this machine's clock is ahead of the true time.
    machine: i64,
    /// How far the vendor's is.
    vendor: i64,
    /// When either was last set.
    set_at: i64,
    ids: u64,
}

impl Clocks {
    pub(crate) fn new(elapsed: i64, vendor: i64) -> Self {
        Self { elapsed, vendor, ..Self::default() }
    }

    /// True time since the beginning.
    pub(crate) fn elapsed(&self) -> i64 {
        self.elapsed
    }

    /// Time passes, for everybody.
    pub(crate) fn pass(&mut self, by: i64) {
        self.elapsed += by;
    }

    /// Somebody sets this machine's clock, forwards or backwards.
    pub(crate) fn set_machine(&mut self, by: i64) {
        self.machine += by;
        self.set_at = self.elapsed;
    }

    pub(crate) fn machine(&self) -> Timestamp {
        at(BEGINNING + self.elapsed + self.machine)
    }

    pub(crate) fn vendor(&self) -> Timestamp {
        at(BEGINNING + self.elapsed + self.vendor)
    }

    /// The vendor's clock minus this machine's, in truth.
    pub(crate) fn skew(&self) -> i64 {
        self.vendor - self.machine
    }

    /// Whether a clock was set at a moment or after it.
    pub(crate) fn set_since(&self, moment: i64) -> bool {
        self.set_at >= moment
    }
}

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        self.world.with(|world| world.clocks.machine())
    }

    fn boot(&self) -> Option<Boot> {
        self.world.with(|world| Some(Boot { id: Uuid::from_u128(2), at: at(BEGINNING + world.clocks.machine) }))
    }
}

impl Ids for Machine {
    fn next(&self) -> Uuid {
        self.world.with(|world| {
            world.clocks.ids += 1;
            Uuid::from_u64_pair(1, world.clocks.ids)
        })
    }
}
