//! What the histories went through, counted, so that it can be seen that they try what they are there to try.

use std::collections::BTreeMap;
use std::fmt;

use berth_core::attempt::Operation;

use crate::network::Fate;
use crate::store::WriteFault;

/// The operations that histories carry out.
pub(crate) const OPERATIONS: [Operation; 7] = [
    Operation::Reserve,
    Operation::Purchase,
    Operation::Cancel,
    Operation::Configure,
    Operation::Renew,
    Operation::Create,
    Operation::Withdraw,
];

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Situation {
    /// A request met its fate.
    Request(Operation, Fate),
    /// The process died while it was carrying out an operation.
    Crash(Operation, Point),
    /// A write failed.
    Write(Write, WriteFault),
    /// The user, or the world around, did something.
    User(Deed),
}

/// How far an operation had come when its process died.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    /// Nothing was recorded.
    Unrecorded,
    /// Recorded, nothing sent.
    Recorded,
    /// Marked as sent, and nothing had left.
    Marked,
    /// Its request was in the air.
    Flying,
    /// The vendor had dealt with it, and the ledger did not know.
    Landed,
    /// The ledger knew, and the user did not.
    Learnt,
}

impl Point {
    const ALL: [Self; 6] = [Self::Unrecorded, Self::Recorded, Self::Marked, Self::Flying, Self::Landed, Self::Learnt];
}

/// What a write is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Write {
    Record,
    Send,
    Learn,
    Recover,
    Settle,
    Other,
}

impl Write {
    const ALL: [Self; 6] = [Self::Record, Self::Send, Self::Learn, Self::Recover, Self::Settle, Self::Other];

    /// By the kind of the line that goes with it.
    pub(crate) fn of(kind: &str) -> Self {
        match kind.rsplit('_').next() {
            Some("recorded") => Self::Record,
            Some("sent") => Self::Send,
            Some("learnt") => Self::Learn,
            Some("start") => Self::Recover,
            _ if kind.starts_with("settled") => Self::Settle,
            _ => Self::Other,
        }
    }
}

macro_rules! deeds {
    ($($deed:ident),+ $(,)?) => {
        /// What the user does, meets, or lives through.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Deed { $($deed),+ }

        impl Deed {
            const ALL: &[Self] = &[$(Self::$deed),+];
        }
    };
}

deeds![
    ClicksTwice,
    ConfirmsTooEarly,
    ConfirmsTooLate,
    ConfirmsTwice,
    TypesTheWrongId,
    DropsAReview,
    IsStoppedByALimit,
    IsStoppedBySafeMode,
    IsStoppedByADoubt,
    IsStoppedByAnotherClick,
    IsStoppedByTheSwitch,
    IsStoppedByAnotherOffer,
    IsStoppedByAnotherStatus,
    IsShownNoPrice,
    ChangesLimits,
    TurnsSafeModeOn,
    TurnsSafeModeOff,
    AllowsWhatIsPartlyDocumented,
    ForbidsWhatIsPartlyDocumented,
    ChangesCredentials,
    LooksAtTheDesk,
    SeesADoubt,
    Tracks,
    Buys,
    PaysAnotherPrice,
    CancelsForFree,
    CancelsAtAFee,
    CancelsADoubt,
    Configures,
    ChangesTheRenewal,
    PricesABasket,
    Commits,
    Withdraws,
    SettlesAsDone,
    SettlesAsNotDone,
    WaitsForTheNetwork,
    Suspends,
    SetsTheClockForward,
    SetsTheClockBack,
    RestartsTheMachine,
    IsPromisedAfterTheClockWasSet,
    IsPromisedAfterARestart,
    OpensASecondProcess,
    DiesInRecovery,
    KeychainFails,
    IsLockedOut,
    SeesThePriceMove,
    SeesGcoreMove,
];

/// How often each situation occurred.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coverage {
    counts: BTreeMap<Situation, u64>,
    /// Histories gone through.
    pub(crate) histories: u64,
    /// Steps of the user.
    pub(crate) steps: u64,
    /// Requests that left.
    pub(crate) deliveries: u64,
    /// Attempts that were in doubt at the end, before the user settled them.
    pub(crate) doubts: u64,
    /// Processes that died.
    pub(crate) crashes: u64,
}

impl Coverage {
    pub(crate) fn count(&mut self, situation: Situation) {
        *self.counts.entry(situation).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (situation, count) in &other.counts {
            *self.counts.entry(*situation).or_default() += count;
        }
        self.histories += other.histories;
        self.steps += other.steps;
        self.deliveries += other.deliveries;
        self.doubts += other.doubts;
        self.crashes += other.crashes;
    }

    /// What ought to have occurred and never did.
    pub(crate) fn missing(&self) -> Vec<Situation> {
        every().filter(|situation| !self.counts.contains_key(situation)).collect()
    }
}

/// Everything that a long run has to go through.
fn every() -> impl Iterator<Item = Situation> {
    let requests = OPERATIONS.into_iter().flat_map(|what| Fate::ALL.map(|fate| Situation::Request(what, fate)));
    let crashes = OPERATIONS.into_iter().flat_map(|what| Point::ALL.map(|point| Situation::Crash(what, point)));
    let writes = Write::ALL.into_iter().flat_map(|what| WriteFault::ALL.map(|fault| Situation::Write(what, fault)));
    requests.chain(crashes).chain(writes).chain(Deed::ALL.iter().copied().map(Situation::User))
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (situation, count) in &self.counts {
            writeln!(f, "{count:>12}  {situation:?}")?;
        }
        let per_history = |total: u64| {
            let tenths = (total * 10).checked_div(self.histories).unwrap_or(0);
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        write!(
            f,
            "a history on average: {} steps, {} deliveries, {} crashes, {} doubts left at its end",
            per_history(self.steps),
            per_history(self.deliveries),
            per_history(self.crashes),
            per_history(self.doubts)
        )
    }
}
