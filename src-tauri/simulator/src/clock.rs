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
    /// Which run of the machine this is, counted from 0.
    run: u64,
    /// When it began.
    run_began: i64,
    /// Whether the machine can tell its runs apart: Linux can, the others cannot.
    tells_runs: bool,
    /// What the vendor's clock was last compared with.
    read: Option<Reading>,
    ids: u64,
}

/// A comparison of the vendor's clock with this machine's that the ledger holds.
#[derive(Clone, Copy)]
struct Reading {
    machine: i64,
    run: u64,
    /// When the ledger got it.
    kept_at: i64,
}

/// What has happened to this machine's clock since the ledger's last reading of the vendor's, as somebody has to know who
/// looks at the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// Nobody can tell: the vendor's clock was never read; or only since they began to look, or while this one was being
    /// set; or this one was set on a machine that cannot tell, or over a restart.
    Anything,
    /// Nothing, in the same run of the machine.
    Nothing,
    /// Set, in the same run of a machine that can tell.
    Set,
    /// The machine was restarted, and its clock kept going.
    Restarted,
}

impl Clocks {
    pub(crate) fn new(elapsed: i64, vendor: i64, tells_runs: bool) -> Self {
        Self { elapsed, vendor, tells_runs, ..Self::default() }
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

    /// The machine is started anew.
    pub(crate) fn restart(&mut self) {
        self.run += 1;
        self.run_began = self.elapsed;
    }

    /// The ledger holds a reading of the vendor's clock by somebody who began to ask at a moment.
    pub(crate) fn note_reading(&mut self, began_at: i64) {
        let reading = Reading { machine: self.machine, run: self.run, kept_at: self.elapsed };
        self.read = (!self.set_since(began_at)).then_some(reading);
    }

    /// For somebody who began to look at a moment.
    pub(crate) fn since_the_reading(&self, began_at: i64) -> Since {
        match self.read.filter(|read| read.kept_at < began_at && !self.set_since(began_at)) {
            Some(read) if read.machine == self.machine && read.run == self.run => Since::Nothing,
            Some(read) if read.machine == self.machine => Since::Restarted,
            Some(read) if read.run == self.run && self.tells_runs => Since::Set,
            _ => Since::Anything,
        }
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
        self.world.with(|world| {
            let Clocks { run, run_began, machine, tells_runs, .. } = world.clocks;
            tells_runs.then(|| Boot { id: Uuid::from_u64_pair(2, run), at: at(BEGINNING + run_began + machine) })
        })
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
