//! The world of one history: everything that is not Berth's rules, in one place and behind one lock.
//!
//! Nothing in it comes from outside: time is a number, chance is the seed's, and nothing is kept in an order that could
//! differ from run to run. What a process forgets when it dies is what is *not* in here.

use std::sync::{Arc, Mutex, PoisonError};

use berth_core::attempt::{AttemptId, Operation};
use fastrand::Rng;
use rust_decimal::Decimal;

use crate::clock::Clocks;
use crate::coverage::{Coverage, Situation};
use crate::invariants::{Broken, Invariant};
use crate::network::Flight;
use crate::store::Store;
use crate::vendor::Vendor;

/// Processes that may run side by side.
pub(crate) const PROCESSES: usize = 2;

/// The number of an errand: one call of one use case.
pub(crate) type ErrandId = usize;

/// What an errand is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The program starts.
    Start,
    /// Something is to change at the vendor.
    Carry(Operation),
    /// Anything else.
    Other,
}

/// One call of a use case, as the world sees it.
pub(crate) struct Errand {
    pub(crate) process: usize,
    pub(crate) purpose: Purpose,
    /// The attempt that it recorded.
    pub(crate) attempt: Option<AttemptId>,
    /// Its requests that left, by number.
    pub(crate) flights: Vec<usize>,
    /// What Gcore's books had for the commitment that it asked the price of last, whole term.
    pub(crate) priced: Option<Decimal>,
    /// When it began, in true time.
    pub(crate) began_at: i64,
    /// Ended, or died with its process.
    pub(crate) over: bool,
}

/// The world.
pub(crate) struct World {
    pub(crate) chance: Rng,
    /// Whether faults happen. They stop at the end, so that it can be seen that everything comes to rest.
    pub(crate) storm: bool,
    pub(crate) clocks: Clocks,
    pub(crate) store: Store,
    pub(crate) vendor: Vendor,
    pub(crate) flights: Vec<Flight>,
    pub(crate) errands: Vec<Errand>,
    /// The errand that is being polled, so that every call of a port knows on whose behalf it is made.
    pub(crate) polled: ErrandId,
    /// Whether a second process was ever started over the same ledger.
    pub(crate) two_writers: bool,
    pub(crate) seen: Coverage,
    pub(crate) broken: Option<Broken>,
    story: Option<Vec<String>>,
}

impl World {
    pub(crate) fn new(chance: Rng, clocks: Clocks, store: Store, vendor: Vendor, told: bool) -> Self {
        Self {
            chance,
            storm: true,
            clocks,
            store,
            vendor,
            flights: Vec::new(),
            errands: Vec::new(),
            polled: 0,
            two_writers: false,
            seen: Coverage::default(),
            broken: None,
            story: told.then(Vec::new),
        }
    }

    /// Something that happens once in `n` times, while faults happen at all.
    pub(crate) fn fault(&mut self, n: u32) -> bool {
        self.storm && self.chance.u32(0..n) == 0
    }

    /// Adds a line to the story, if anybody reads it.
    pub(crate) fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            let seconds = self.clocks.elapsed();
            story.push(format!("{:>9}.{:03}  {}", seconds / 1000, seconds % 1000, line()));
        }
    }

    /// The story as far as it goes.
    pub(crate) fn story(&mut self) -> Vec<String> {
        self.story.take().unwrap_or_default()
    }

    /// Notes that something happened that the simulation is there to try.
    pub(crate) fn saw(&mut self, situation: Situation) {
        self.seen.count(situation);
    }

    /// Holds a finding fast. The first one is the cause; what follows from it is not looked at.
    pub(crate) fn expect(&mut self, invariant: Invariant, holds: Result<(), String>) {
        if let (None, Err(what)) = (&self.broken, holds) {
            self.tell(|| format!("!! {invariant}: {what}"));
            self.broken = Some(Broken { invariant, what });
        }
    }

    pub(crate) fn begin_errand(&mut self, process: usize, purpose: Purpose) -> ErrandId {
        let began_at = self.clocks.elapsed();
        let errand =
            Errand { process, purpose, attempt: None, flights: Vec::new(), priced: None, began_at, over: false };
        self.errands.push(errand);
        self.errands.len() - 1
    }

    /// Whether nothing can happen to an attempt any more unless the user does something.
    pub(crate) fn quiet(&self, attempt: AttemptId) -> bool {
        let working = self.errands.iter().any(|errand| !errand.over && errand.attempt == Some(attempt));
        let flying = self.flights.iter().any(|flight| flight.attempt == Some(attempt) && flight.may_land());
        !working && !flying
    }
}

/// The world, as the ports and the tasks share it. One thread only ever takes the lock; it is there because the roles
/// have to be `Sync`.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<World>>);

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    pub(crate) fn with<R>(&self, look: impl FnOnce(&mut World) -> R) -> R {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One run of the program: what its ports do is done in this process's name.
pub(crate) struct Machine {
    pub(crate) world: Shared,
    pub(crate) process: usize,
}

impl Machine {
    /// Lets others go first, a number of times that chance decides. Every port rests before and after what it does, so
    /// that a process can die between any two of its effects.
    pub(crate) async fn rest(&self) {
        let turns = self.world.with(|world| if world.storm { world.chance.u8(0..3) } else { 0 });
        for _ in 0..turns {
            crate::executor::step_back().await;
        }
    }
}
